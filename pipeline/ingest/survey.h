/* What the rows of a long file say together, as rows that say it: whether a column has
   any text, which readings of a code or period the others leave, and how rows end. One
   a thread, over blocks of the file in any order. */
#ifndef NQI_INGEST_SURVEY_H
#define NQI_INGEST_SURVEY_H

#include "ingest/sample.h"

struct survey;

/* Borrows both. */
struct survey *survey_open(const struct reading_context *context,
                           const struct sample *sample);
void survey_close(struct survey *survey);
/* A row that was kept. */
struct survey_row {
    uint32_t block, line; /* in the text of the block, from 0 */
    size_t at, n;         /* in survey_bytes(), with its line break */
    bool note;            /* or a further paragraph of the one before it */
    bool leading;         /* a paragraph, if the block before ends with a note */
};

/* Where the rows of a sheet stand. */
struct survey_place {
    uint32_t block;
    size_t above; /* lines of the block that are left out above them */
    size_t head;  /* lines of the sheet that are none of the block */
};

/* How a block ends: with a note, or nothing in it says. */
enum survey_end { SURVEY_ROWS, SURVEY_NOTE, SURVEY_AS_BEFORE };

/* The rows of the sheet that is the text. */
enum survey_end survey_see(struct survey *survey, const struct sheet *sheet,
                           struct str text, struct survey_place place);
/* True if rows show that short ones were not cut (ingest/ragged.h). */
bool survey_uncut(const struct survey *survey);
const struct survey_row *survey_rows(const struct survey *survey, size_t *count);
const char *survey_bytes(const struct survey *survey);

#endif
