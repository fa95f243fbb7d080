/* Documents for tests of paginate(): items of given heights, no words. */
#ifndef NQI_TESTS_PAGE_SAMPLE_H
#define NQI_TESTS_PAGE_SAMPLE_H

#include "render/pdf/paginate.h"

#define MOST_ITEMS 40
#define MOST_FLOATS 8
#define MOST_LINES 24

struct sample {
    struct page_item items[MOST_ITEMS];
    struct page_float floats[MOST_FLOATS];
    float lines[MOST_LINES];
    size_t line_first[MOST_LINES];
    size_t line_count;
    struct page_matter matter;
};

/* Empty, its pages `height` high. */
void pages_open(struct sample *s, float height);
/* Appends an item, which may end a page. */
struct page_item *pages_item(struct sample *s, float height);
/* `lines` lines of text; two at least stay together. */
void pages_paragraph(struct sample *s, size_t lines, float height);
void pages_heading(struct sample *s, float height, float before);
/* A figure or table of one item, which may wait. */
struct page_float *pages_float(struct sample *s, enum page_stream stream, float height);
/* Gives an item a footnote of `lines` lines. */
void pages_note(struct sample *s, struct page_item *to, size_t lines, float height);

#endif
