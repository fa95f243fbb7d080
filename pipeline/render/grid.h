/* The cells of a table by their columns: document rows leave out what a span
   covers, so the n-th cell of a row need not stand in the n-th column. */
#ifndef NQI_RENDER_GRID_H
#define NQI_RENDER_GRID_H

#include "document/document.h"

struct grid_slot {
    const struct doc_cell *cell; /* NULL: nothing was given here */
    bool origin;                 /* the cell's upper left corner is here */
};

struct grid {
    struct grid_slot *slots; /* rows × columns, row by row; in the arena */
    size_t rows, columns;
};

/* Spans that reach past the table are cut at its sides. */
struct grid grid_open(const struct doc_row *rows, size_t count, size_t columns,
                      struct arena *arena);
const struct grid_slot *grid_at(const struct grid *grid, size_t row, size_t column);
/* Which columns hold numbers in several units: those are not set to the point. By the
   figures that their cells print; numbers of a script, which have no unit of their own,
   go by a column that is headed by the word for it. Only the first `rows` rows are
   looked at. One flag a column, in the arena. */
bool *grid_mixed_units(const struct document *doc, const struct doc_table *table,
                       const struct grid *head, const struct grid *body, size_t rows,
                       struct arena *arena);
/* The length of the sign at the start of a cell in the tone of a light, ● 正常, and a
   space behind it: it alone is coloured, and the cell's ground if the tone is bad. 0 if
   there is none. */
size_t grid_signal(const struct doc_cell *cell);
bool grid_alarms(const struct doc_cell *cell);

#endif
