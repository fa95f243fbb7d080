/* Where the pages of a document end, chosen for the whole document at once: the
   cheapest path from its first box to its last, after Plass (Optimal Pagination
   Techniques, 1981) and Mittelbach (A General LuaTeX Framework for Globally Optimized
   Pagination, 2019). Knows heights and costs, nothing of what is drawn.

   A document is a list of items in reading order. Floats (figures, tables) are ranges
   of items that may wait: they then stand at the top of a later page, in the order of
   their stream, while the text goes on. A page is some floats that waited, then a run
   of items, then the footnotes that its items bring.

   Costs, in this order: hard rules (PAGE_HARD each; one is that no page ends within a
   paragraph while its next lines would fit); floats that wait beyond the page after the
   one that names them; the number of pages and the sum of the squared shares of them
   that stay blank, more where what comes next would have fitted; distances of floats
   from where they are first named.

   What comes next would have fitted if there is room for the items up to the first
   below which a page's end costs PAGE_OPEN at most, a float whole or, if it may wait,
   passed; or for the lowest of the floats that were passed or left waiting. */
#ifndef NQI_RENDER_PDF_PAGINATE_H
#define NQI_RENDER_PDF_PAGINATE_H

#include "base/arena.h"

#define PAGE_HARD 1000.0f    /* a rule that is broken only where nothing else is left */
#define PAGE_EACH 0.2        /* any page: what saves one may cost as much */
#define PAGE_SQUEEZE 0.02    /* a page whose figures and rows give: */
#define PAGE_SQUEEZED 0.03   /*   and more for all that they can give */
#define PAGE_LAST_FREE 0.34  /* blank that costs nothing on a last page; beyond it */
#define PAGE_LAST_SHORT 0.08 /* it is short: 28 % of another's, and its square */
#define PAGE_AIM 0.1       /* of a page may stay blank though more would have fitted, */
#define PAGE_EARLY 0.05    /*   with more it costs this, */
#define PAGE_TOO_EARLY 1.0 /*   and so much beyond: */
#define PAGE_LIMIT 0.25    /* of a page, blank; what is beyond it costs, beside its */
#define PAGE_BEYOND 2.0    /*   square, of itself */
#define PAGE_OPEN 0.05f    /* what a page's end costs at most where one is usual */
#define PAGE_DISTANCE 0.01 /* a float that is named and does not stand there yet */
#define PAGE_FAR 1.0       /* one that waits longer than the page after its name's */
#define PAGE_NOTE_CUT 0.05 /* a footnote that goes on on the next page */
#define PAGE_WAITING_MAX 4 /* floats that wait at once */

enum page_stream { STREAM_FIGURES, STREAM_TABLES, STREAM_COUNT };

/* What no page break divides. Lengths in points. */
struct page_item {
    float height;
    float before; /* white above, dropped at a page's top */
    float below;  /* least white below; with any, what follows is on the grid again */
    float give;   /* how much lower it can be made */
    float end;    /* what it costs that a page ends below it */
    float tail;   /* what stands below it where it ends a page (a table goes on) */
    float head;   /* what stands above it where it begins a page (a table goes on) */
    size_t notes, notes_end; /* lines of footnotes that it brings */
    bool
        goes_on; /* what it belongs to goes on below it: no page with room ends there */
    bool landscape;
    bool barrier; /* no float waits across it */
    bool forced;  /* begins a page */
};

struct page_float {
    size_t first, end; /* items */
    size_t named;      /* the item that first names it; its own first, if none does */
    enum page_stream stream;
    bool may_wait;
};

struct page_matter {
    const struct page_item *items;
    size_t item_count;
    const struct page_float *floats; /* in order, not nested */
    size_t float_count;
    const float *note_lines;  /* heights of the lines of all footnotes */
    const size_t *note_first; /* for each: the first line of its note */
    float heights[2];         /* of the text area: upright, landscape */
    float note_gap;           /* between text and footnotes */
    float grid;               /* the pitch of lines; 0: none */
    bool full_pages;          /* none gives a line to a last page that would be short */
};

struct page_run {
    size_t first, end; /* items */
    bool waited;       /* a float that stands before its place's text */
};

struct page_plan {
    struct page_run *runs;
    size_t run_count;
    bool landscape;
    float squeeze;              /* 0 … 1 of what its items give is taken */
    size_t carried, carried_to; /* lines of a note that go to the next page */
};

struct page_plans {
    struct page_plan *pages;
    size_t count;
    double cost;
    size_t stuck; /* if there is no way: the first item that fits on no page */
};

/* How far below a page's top an item begins that stands below `used` points of it, if
   the item above it asks for `below`. Shared with who places the items. */
double paginate_begin(const struct page_matter *matter, double used, float below,
                      float before);

/* False if some item fits on no page. The plans live in the arena. */
bool paginate(const struct page_matter *matter, struct arena *arena,
              struct page_plans *out);

#endif
