/* Content streams: items of a page become PDF operators. Numbers are written in
   fixed point, hundredths of a point; text as hexadecimal CIDs. */
#ifndef NQI_RENDER_PDF_CONTENT_H
#define NQI_RENDER_PDF_CONTENT_H

#include "render/pdf/display.h"
#include "render/pdf/fontfile.h"

struct content {
    struct buf *out;
    struct haru *haru;
    HPDF_Page page;
    const struct font_book *book;
    float height;
    bool bad; /* a coordinate was no number */
    bool in_text;
    /* What the stream has set; −1 or UINT32_MAX: nothing yet. */
    long x, y; /* start of the text line, hundredths */
    int face, variant;
    long size, tracking; /* hundredths and thousandths of a point */
    uint32_t fill, stroke;
    long width;
    bool round;
    float dash;
};

void content_open(struct content *content, struct buf *out, struct haru *haru,
                  HPDF_Page page, const struct font_book *book, float height);
void content_begin_text(struct content *content);
void content_end_text(struct content *content);
/* The entry of a property list that says what the text of marked content is, whatever
   its glyphs look like. */
void content_say(struct content *content, struct str text);
void content_run(struct content *content, const struct text_run *run, float x, float y);
/* From here to a "Q": places are from the middle of a page of this size, and all is
   turned by 45° to the left. */
void content_turn(struct content *c, float width, float height);
/* `name` is the page's for the picture. */
void content_picture(struct content *c, const struct item *item, const char *name);
void content_rect(struct content *content, const struct item *item);
void content_path(struct content *content, const struct item *item);

#endif
