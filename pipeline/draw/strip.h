/* The strip above a list of which only some items are drawn: every item with a value is
   one thin mark on the list's scale, in the accent if it is drawn below, grey if not, a
   highlighted one's longer and in its colour; a band is the middle half of them. */
#ifndef NQI_DRAW_STRIP_H
#define NQI_DRAW_STRIP_H

#include "draw/canvas.h"
#include "draw/shapes.h"

#define STRIP_HEIGHT 28.0f /* points, from the top of the drawing */

/* Lengths in points. */
struct strip {
    const struct doc_chart *chart;
    const struct theme *theme;
    const struct canvas *canvas;
    const struct shape_row *rows; /* which items are drawn */
    size_t row_count;
    float from, to;    /* what the words may take */
    float left, right; /* x of the values low and high */
    double low, high;
};

void strip_draw(const struct strip *strip);

/* What the strip shows, as a note says it: words only. In the arena. */
struct str strip_note(const struct doc_chart *chart, struct arena *arena);
/* The same for who cannot see it: between which values the middle half is, and the
   place of the one that is highlighted. In the arena; empty if nothing has a value. */
struct str strip_alt(const struct doc_chart *chart, struct arena *arena);

#endif
