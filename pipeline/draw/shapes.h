/* Data that several kinds of chart have: a list of items, or series over labels. */
#ifndef NQI_DRAW_SHAPES_H
#define NQI_DRAW_SHAPES_H

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

#endif
