/* Which rows below a head are notes: told by their form, for a table and for what is
   surveyed of a long one. */
#ifndef NQI_INGEST_NOTE_ROWS_H
#define NQI_INGEST_NOTE_ROWS_H

#include "ingest/rows.h"

/* What a row is told by besides itself. */
struct note_form {
    const struct source_profile *profile;
    struct arena *arena; /* scratch */
    size_t width;        /* columns of the table that have a name */
};

/* A note by its own form (注：…, *…, 填表人：…), or, `below` one, a further paragraph.
 */
bool note_row_begins(const struct note_form *form, const struct sheet_row *row,
                     bool below);
/* A text alone that is a note by what it says (note_line_is_foot()). */
bool note_row_is_foot(const struct note_form *form, const struct sheet_row *row);
/* A text that is no row: alone in it, or parted by its commas. Below a note it goes on
   with it. */
bool note_row_is_text(const struct note_form *form, const struct sheet_row *row);
/* False for notes that no text goes on with: signatures below a form, and what is one
   by its words alone. */
bool note_row_goes_on(const struct note_form *form, const struct sheet_row *row,
                      bool below);

/* Rows that begin as notes do, hold no number, but name an area or indicator and have
   all cells go back into the body: *江苏,A,B. Warns of those that have fewer, where the
   values are texts. */
void note_rows_restore(const struct reading_context *context, struct table *table);

/* A value behind the first cell that is filled; names of periods are none. */
bool note_row_has_values(const struct note_form *form, const struct sheet_row *row);
bool note_row_is_value(const struct note_form *form, struct str text);

#endif
