/* How wide the columns of a table are, so that the table is low. Knows steps, nothing
   of words: of each cell that can be broken, from which width on it is how high. A row
   is as high as its highest cell, the table as high as its rows together.

   Up to COLUMNS_EXACT columns whose cells break in rows of their own the widths are the
   best there are in whole units (equal to a search of everything): tables of 64 rows
   full of text take a fifth of the work after which the search would give up. Of more
   columns, or then, they are good ones, and `proved` is false. Columns that vary in one
   row only, as under heads, do not count: their widths follow from the height of that
   row. Working memory comes from the arena. */
#ifndef NQI_RENDER_PDF_COLUMNS_H
#define NQI_RENDER_PDF_COLUMNS_H

#include "base/arena.h"

#define COLUMNS_EXACT 6
/* The search gives up after so much work, a third of a second, with the best widths
   until then: a search is bounded however long a table is. */
#define COLUMNS_WORK ((size_t)600000000)

/* From this width on a cell is so high, down to the next narrower step. */
struct column_step {
    unsigned width;
    float height;
};

struct column_cell {
    size_t row, column;
    const struct column_step *steps; /* falling widths, rising heights; at least one */
    size_t count;                    /* narrower than the last it must not be */
};

struct column_problem {
    size_t rows, columns;
    const float *floors;    /* of each row: its height without these cells */
    const unsigned *leasts; /* of each column */
    const struct column_cell *cells;
    size_t cell_count;
    unsigned room; /* what all columns may take together */
};

struct column_found {
    double height; /* of all rows */
    bool proved;   /* no widths make the table lower */
    size_t work;   /* the cells that the search looked at */
};

/* Sets the width of each column: the narrowest ones of a table so low. False if they
   do not fit into the room. `found` may be NULL. */
bool columns_fit(const struct column_problem *problem, struct arena *arena,
                 unsigned *widths, struct column_found *found);

#endif
