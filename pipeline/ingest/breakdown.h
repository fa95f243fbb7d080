/* Columns that break a total down: 性别, age, 领域. Where one is skipped or a note, a
   row of 男 would stand for the total. */
#ifndef NQI_INGEST_BREAKDOWN_H
#define NQI_INGEST_BREAKDOWN_H

#include "ingest/columns.h"

/* What a column of this head would break down, by the dictionary of dimensions and by
   the usual names. */
enum breakdown breakdown_of(const struct reading_context *context, struct str head);
/* The same by the first cell of a column whose head says nothing of it: the name of a
   known item, which is none of an indicator; else each cell may be one. Codes are too
   short to tell. */
enum breakdown breakdown_by_cell(const struct reading_context *context,
                                 struct str text);
/* Whether a cell of such a column names a part: no total word, no blank, no sign. */
bool breakdown_is_part(const struct reading_context *context,
                       const struct column *column, struct str text);

#endif
