/* The widths of a table's columns: measured, and chosen for a width of the table. */
#ifndef NQI_RENDER_PDF_WIDTHS_H
#define NQI_RENDER_PDF_WIDTHS_H

#include "render/pdf/rows.h"

/* Measures all columns in the type of `t`. */
void widths_measure(struct table_layout *t);
/* What columns [from, to) need at least, padding included. */
float widths_least(struct table_layout *t, size_t from, size_t to);
/* What the shown columns need if nothing is broken, padding included. */
float widths_natural(const struct table_layout *t);
/* Gives the shown columns their widths and places, the table beginning at `x`: as they
   are where they fit, white that is left over between them; else so that the table is
   low and, where that allows it, its cells have few lines. They need no more than
   `width` at least. */
void widths_share(struct table_layout *t, float x, float width);

#endif
