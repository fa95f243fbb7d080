/* One line of a paragraph: clusters of glyphs, how white is added or taken where it is
   justified, and its runs. For paragraph.c. */
#ifndef NQI_TEXT_LINE_H
#define NQI_TEXT_LINE_H

#include "text/paragraph.h"
#include "text/shape.h"

#define LINE_EPSILON 0.01f /* em or points: nothing */

/* The smallest piece that is never divided: a character with what combines. */
struct cluster {
    size_t text, glyph;
    uint16_t span;
    uint8_t bytes, glyphs;
    uint8_t class;
    bool full; /* a full-width mark that can give up half an em */
    bool can_break;
    uint8_t level; /* of the break before it: what holds a piece too long for a line */
    bool invisible;
    float width;
    float left, right; /* white given up */
    float gap;         /* added before it */
    float shrink;      /* what the space before it can still give */
};

struct cut {
    size_t from, to; /* clusters */
};

/* Where the white of a line goes that is longer than its text. */
struct white {
    float spaces;    /* what its spaces take, in points */
    uint32_t han;    /* places between ideographs */
    uint32_t places; /* spaces, and places between ideographs inside a run */
};

/* Working memory, kept from one paragraph to the next: only what is drawn goes to
   the caller's arena. */
struct paragraph_scratch {
    struct glyph_list glyphs;
    struct cluster *clusters;
    size_t cluster_capacity;
    float *pen, *give;   /* running sums of width and of shrink */
    struct white *white; /* running sums, where lines are justified */
    struct cut *cuts;
    size_t sum_capacity;
    struct text_run *runs;
    size_t run_count, run_capacity;
};

struct setter {
    struct fonts *fonts;
    struct paragraph_scratch *scratch;
    const struct span *spans;
    const struct paragraph_style *style;
    struct arena *arena;
    struct str text;
    struct cluster *clusters; /* the scratch's */
    size_t count;
    const float *pen, *give;
    const struct white *white;
};

struct spread {
    float spaces; /* ratio of STRETCH_SPACE used */
    float han;    /* points between ideographs */
    float wide;   /* points at spaces and inside runs of ideographs, besides */
    float shrink; /* ratio of shrink used */
    bool ragged;  /* too short to be justified */
};

/* The em of a cluster, in points. */
float cluster_size(const struct setter *s, size_t i);
/* The end of the clusters of a line that are drawn: without hanging spaces. */
size_t line_visible_end(const struct setter *s, struct cut cut);
/* The width of a line of these clusters, and what its white can give. */
float line_natural(const struct setter *s, struct cut cut);
float line_give(const struct setter *s, struct cut cut);
/* Sums up the white of all places. */
void line_sum_white(const struct setter *s, struct white *white);
/* How the line takes up `slack` points, which are less than 0 where it is too long. */
struct spread line_justify(const struct setter *s, struct cut cut, float slack);
/* Its runs, into the caller's arena; the pen starts at `x`. */
void line_draw(const struct setter *s, struct cut cut, float x,
               const struct spread *spread, struct text_line *line);

#endif
