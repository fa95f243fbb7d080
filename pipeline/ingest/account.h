/* Nothing disappears: each filled cell of a file becomes a value, the head of one, a
   note, is skipped, or is told of. The readers mark the cells of the rows that they
   take; here they are counted. */
#ifndef NQI_INGEST_ACCOUNT_H
#define NQI_INGEST_ACCOUNT_H

#include "ingest/columns.h"

/* What becomes of the cells of such a column in a row that is read. */
enum cell_fate account_role(enum role role);
/* The sums of the sheet. What is still open after a file was refused belongs to what
   was told of it; after a file was read it is an error of its own: then false. */
bool account_sheet(const struct sheet *sheet, bool refused, struct arena *arena,
                   struct diag *diag, struct cell_sums *sums);

/* The sums of a file whose cells could not be told apart (a quote that nothing closes,
   an encoding that nobody names): all of them are findings. They are counted line by
   line, so that a stray quote hides none; an empty separator is found out. Adds to
   *sums. */
void account_unread(struct str text, struct str separator, struct cell_sums *sums);

#endif
