/* Rows that do not have the width of their table, and tables in two halves. */
#ifndef NQI_INGEST_RAGGED_H
#define NQI_INGEST_RAGGED_H

#include "ingest/csv_sheet.h"

/* True if the export leaves out what is blank at a row's end: no row from `from` on
   is longer than `width`, none of that width ends with a blank cell, and the last one
   was not cut with its file. Else a short row is a broken one. */
bool ragged_is_cut(const struct sheet *sheet, size_t from, size_t width);
/* Blank cells up to the width. */
void ragged_pad(struct sheet_row *row, size_t width, struct arena *arena);
/* A row of one cell that another separator parts into exactly `width` cells becomes
   these, with a warning: files are joined by hand. False if it is none. */
bool ragged_split(const struct sheet *sheet, struct sheet_row *row, size_t width,
                  struct arena *arena, struct diag *diag);
/* Warns of `count` rows that were filled up, the first at `row`. */
void ragged_tell(const struct sheet *sheet, const struct sheet_row *row, size_t count,
                 struct arena *arena, struct diag *diag);
/* 地区, 2022年, 地区, 2022年: reports a head whose first column, `left`, comes again;
   true if it does. */
bool ragged_halves(const struct sheet *sheet, const struct sheet_row *head, size_t left,
                   struct arena *arena, struct diag *diag);

#endif
