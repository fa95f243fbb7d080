/* Inline text: the inlines of a node as spans for text/paragraph.h. */
#ifndef NQI_RENDER_PDF_INLINE_H
#define NQI_RENDER_PDF_INLINE_H

#include "render/pdf/layout.h"

/* What a run belongs to: text_run.user. */
struct owner {
    struct tag *tag;
    struct str href;
    bool external;
    const struct doc_note *note;
};

struct span_list {
    struct span *items;
    size_t count, capacity;
};

struct text_style {
    struct theme_text text;
    enum font_role bold;
    bool heading;
};

struct text_style style_of(const struct theme_text *text);
/* Appends the inlines below `node`. */
void inline_spans(struct layout *layout, cmark_node *node,
                  const struct text_style *style, struct tag *tag,
                  struct span_list *out);
void span_add(struct layout *layout, struct span_list *list, struct span span);
struct span span_of(const struct theme_text *text, struct str words,
                    const struct owner *owner);
const struct owner *owner_of(struct layout *layout, struct tag *tag);
/* Appends a text of the document as spans like `model`; its figures have elements of
   their own below the owner's, if the theme wants them. */
void span_words(struct layout *layout, struct span_list *list, struct str text,
                const struct span *model);
/* Appends words like `model`, the numbers of sources in them small and raised. */
void span_cited(struct layout *layout, struct span_list *list, struct str words,
                const struct span *model);

#endif
