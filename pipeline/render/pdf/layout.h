/* Layout: the document becomes a list of boxes (box.h), the boxes become pages
   (flow.h). This is what its files share while one document is laid out; all of it
   lives in the layout's arena. */
#ifndef NQI_RENDER_PDF_LAYOUT_H
#define NQI_RENDER_PDF_LAYOUT_H

#include "render/pdf/display.h"

struct box;
struct note_set;

/* The column that boxes are made for. */
struct measure {
    float x, width;
    float page_height; /* of the text area */
    bool landscape;
};

/* Headings in the order in which they were laid out, titles of summaries too. */
struct heading_list {
    const struct doc_heading **items;
    size_t count, capacity;
};

struct layout {
    const struct document *doc;
    const struct theme *theme;
    const struct fonts *fonts;
    struct arena *arena;
    struct diag *diag;
    struct display *display;
    struct box *first, *last;
    struct measure measure;
    struct theme_text body; /* the theme's, a quotation's or a note's */
    struct tag *parent;     /* of the next block */
    struct tag *contents_title, *contents;
    bool contents_on_cover;
    bool masthead; /* in the place of a cover */
    struct heading_list headings;
    int heading_level; /* of the last heading's tag */
    bool failed;
    int in_list;        /* depth of lists and quotes: no indent there */
    bool in_columns;    /* of small text, too narrow to be justified */
    bool in_note;       /* off the grid of the text */
    unsigned columns;   /* of the last block of columns (display.h); 0: none yet */
    struct place place; /* of the block being laid out, for messages */
    bool new_page;      /* the next box begins a page */
    float after;        /* white that the next box keeps above it */
    float panel;        /* boxes stand on a ground this much wider at each side */
    bool panel_open;    /* the ground has begun above the next box */
    const struct box *panel_last; /* the last box of the panel before */
    struct str lead;              /* words that the next paragraph begins with, */
    struct tag *lead_tag;         /*   and their tag */
    struct note_set *notes;       /* by number − 1 */
};

#endif
