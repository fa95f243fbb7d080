/* Pages: what is put on them, footnotes, running heads and page numbers. */
#ifndef NQI_RENDER_PDF_PAGE_H
#define NQI_RENDER_PDF_PAGE_H

#include "render/pdf/layout.h"

struct box;

/* A footnote, set once, placed at the foot of the page that has its mark. */
struct note_set {
    bool set;
    float height;
    struct box *first; /* boxes of its lines */
};

const struct note_set *note_of(struct layout *layout, const struct doc_note *note);
struct page *page_new(struct layout *layout, bool landscape);
/* The boxes made since `first` was NULL, at a place of a page. */
void page_place(struct layout *layout, struct page *page, const struct box *box,
                float x, float y);
/* Puts the items of a page's columns in the order in which they are read. */
void page_part_columns(struct layout *layout, struct page *page);
void page_finish(struct layout *layout);

#endif
