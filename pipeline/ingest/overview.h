/* The first pass through a long file, by all threads: the rows that stand for all of
   them (ingest/survey.h), with their lines in the file. */
#ifndef NQI_INGEST_OVERVIEW_H
#define NQI_INGEST_OVERVIEW_H

#include "ingest/sample.h"

struct shown {
    size_t line; /* in the file, from 1 */
    struct str text;
    bool note;
};

struct overview {
    struct shown *rows; /* by their lines */
    size_t count;
    bool uncut; /* rows show that short ones are not cut, or the file's end is */
};

/* Reads the blocks behind the sample; all is in the arena. False if they are no sound
   text. */
bool overview_read(const struct reading_context *context, const struct sample *sample,
                   struct blocks *blocks, struct arena *arena, struct overview *out);

#endif
