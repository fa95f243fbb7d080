/* The hairlines between the rows of a table: where groups, totals, spans or indents
   part the rows, or else every few rows, as the theme says; never both, so that no line
   cuts a group and no row stands alone between two. */
#ifndef NQI_RENDER_RULING_H
#define NQI_RENDER_RULING_H

#include "render/grid.h"

struct ruling {
    const struct doc_table *table;
    size_t every; /* 0: the rows are parted by what they are */
    size_t since; /* rows since the last line */
};

/* `every`: rows from one line to the next, 0 for none. */
struct ruling ruling_open(const struct doc_table *table, const struct grid *body,
                          size_t every);
/* Whether a line stands below rows [from, end), which are asked for in order and are
   not the last: one row, or those that a span ties together. */
bool ruling_below(struct ruling *ruling, size_t from, size_t end);
/* The end of the rows that a spanning cell ties to row `from`. */
size_t ruling_tied(const struct grid *body, size_t from);
/* How many rows from `end` on stand before others begin. */
size_t ruling_to_come(const struct doc_table *table, size_t end);
/* A group's name or a total begins rows of another kind. */
bool ruling_parts(enum doc_row_kind kind);

#endif
