/* Boxes. A box is what a page break cannot divide: a line of text, a table row, a
   picture. They live in the layout's arena, in its list. */
#ifndef NQI_RENDER_PDF_BOX_H
#define NQI_RENDER_PDF_BOX_H

#include "render/pdf/layout.h"
#include "render/pdf/paginate.h"

struct span_list;
struct table_part;

/* Items have their place relative to the box: x from the left edge of the text
   area, y from the top of the box. */
struct box {
    struct box *next;
    float height;
    float before;   /* white above, dropped at a page's top */
    float below;    /* least white below, and the grid begins again */
    float give;     /* how much lower it can be made, to save a page */
    float end;      /* what it costs that a page ends below it (paginate.h) */
    bool keep_next; /* no page break after it, if that can be avoided */
    bool new_page;  /* begins a page */
    bool barrier;   /* nothing waits across it */
    bool goes_on;   /* a paragraph or a row goes on below it: no room is left there */
    bool is_text;   /* body text */
    bool landscape;
    struct box *float_last;  /* set: from here to there may wait for a later page, */
    enum page_stream stream; /* with others of its kind, in order */
    struct item *items;
    size_t count, capacity;
    const struct doc_note **notes; /* whose marks are in it */
    size_t note_count, note_capacity;
    struct str anchor; /* its id, or empty */
    const struct doc_heading *heading;
    const struct table_part *table;     /* a row that is not the table's last */
    const struct table_part *continues; /* a row that is not its first */
    bool ruled; /* its last item is a hairline, left out where a part ends below it */
    struct tag *figure;            /* whose BBox this box gives */
    const struct doc_chart *chart; /* drawn when its height is known */
    float figure_x, figure_width;
    struct place place;
};

/* What stands at the head and the foot of each part of a broken table. */
struct table_part {
    struct box *head; /* caption（续） and column heads: boxes to repeat */
    struct box *foot; /* （转下页） */
    float gap, rule;  /* white above the closing rule, and its weight */
    float x, width;
    uint32_t colour;
};

struct box *box_new(struct layout *layout, float height);
void box_append(struct layout *layout, struct box *box);
/* Sets the list of boxes aside, so that others can be made; and puts it back,
   returning those. */
struct box_list {
    struct box *first, *last;
    float after;
};
struct box_list box_list_take(struct layout *layout);
struct box_list box_list_put(struct layout *layout, struct box_list list);
struct item *box_item(struct layout *layout, struct box *box, enum item_kind kind,
                      struct tag *tag, float x, float y);
/* Cuts a box at most `height` below its top where no line of text is cut: what stands
   above stays in it, the rest is a new box, not yet appended. NULL if nothing is to be
   cut off, or there is no such place. */
struct box *box_divide(struct layout *layout, struct box *box, float height);
void box_rect(struct layout *layout, struct box *box, float x, float y, float width,
              float height, uint32_t colour);
/* A picture of the office, `x` its left edge or, if it ends there, its right one;
   returns its width. The alternative is said of a Figure below `parent`. */
float box_picture(struct layout *layout, struct box *box,
                  const struct theme_picture *picture, float x, bool ends, float y,
                  float height, struct tag *parent);
/* The runs of a line, its baseline at y; links and notes are noticed. */
void box_line(struct layout *layout, struct box *box, const struct text_line *line,
              float x, float y, struct tag *tag);
/* Where the baseline lies below the top of a line of this leading. */
float baseline_of(const struct theme_text *text);
struct paragraph_block {
    const struct theme_text *text;
    float x, width, indent, before;
    enum text_align align;
    bool balance;
    struct tag *tag;
    struct place place;
};
/* Sets spans and appends a box a line; returns the first box, NULL if empty or
   failed. Widow and orphan rules are set. */
struct box *paragraph_boxes(struct layout *layout, const struct span_list *spans,
                            const struct paragraph_block *block);
/* Sets text without making boxes; a failure is remembered in the layout. */
bool set_text(struct layout *layout, const struct span_list *spans,
              const struct paragraph_style *style, struct place place,
              struct paragraph *out);
/* One span, one line, drawn at an anchor; returns its width. */
float box_words(struct layout *layout, struct box *box, const struct theme_text *text,
                struct str words, float x, float y, enum text_anchor anchor,
                struct tag *tag);

#endif
