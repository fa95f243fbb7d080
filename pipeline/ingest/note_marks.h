/* Notes that hold only for what has their mark: ①单位为万家。 below a head 2023年①.
   Everything borrows from the table. */
#ifndef NQI_INGEST_NOTE_MARKS_H
#define NQI_INGEST_NOTE_MARKS_H

#include "ingest/table.h"

/* A unit that a note gives, and the mark before it; or none. */
struct note_unit {
    struct str unit, mark;
    const struct sheet_row *row; /* of the note */
};

/* The next one; *note and *at begin at 0. False at the end. */
bool note_unit_next(const struct table *table, size_t *note, size_t *at,
                    struct note_unit *out);
/* That of a name with its mark, 2023年①; false if there is none. */
bool note_unit_of(const struct table *table, struct str name, struct note_unit *out);
/* Whether a head has the mark. */
bool note_mark_on_head(const struct table *table, struct str mark);
/* The first cell of the body that has it; false if none. */
bool note_mark_in_body(const struct table *table, struct str mark,
                       const struct sheet_row **row, size_t *column);

#endif
