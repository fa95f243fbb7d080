/* Data that several kinds of chart have: a list of items, or series over labels. */
#ifndef NQI_DRAW_SHAPES_H
#define NQI_DRAW_SHAPES_H

#include "base/arena.h"
#include "document/chart.h"

/* items = { { label, value, text, rank, change, highlight, tile_row, tile_column } } */
extern const struct chart_list shape_items[];
/* The same where each item must have its tile. */
extern const struct chart_list shape_places[];
/* labels = { … }  series = { { name, values, last_text, highlight } } */
extern const struct chart_field shape_labels[];
extern const struct chart_list shape_series[];

/* True if an item, or a point of a series, has a value. */
bool shape_items_drawable(const struct doc_chart *chart);
bool shape_series_drawable(const struct doc_chart *chart);

/* Of a longer list only the first, the last and the highlighted items are drawn, these
   with their neighbours. */
#define SHAPE_ROWS 60

/* What stands in a row: an item, that some are left out, or that the ranks of the items
   jump there. */
struct shape_row {
    size_t first, end; /* of the items */
    bool omits;        /* items [first, end) are left out; else it is the one item */
    bool ranks;        /* omits: the ranks from first + 1 to end, which no item has */
};

/* The rows of a chart's items, in their order; at most SHAPE_ROWS. Where all items of
   a ranking are drawn and their ranks jump (3, 6), a row says so if there is room. */
size_t shape_item_rows(const struct doc_chart *chart,
                       struct shape_row rows[SHAPE_ROWS]);
/* Says which items are drawn; empty if all are. In the arena. */
struct str shape_item_rows_note(const struct doc_chart *chart, struct arena *arena);

#endif
