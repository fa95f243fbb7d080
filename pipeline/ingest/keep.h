/* Which of several values under one key is kept: the options duplicates (last,
   first, sum), and vintages, of which the newest counts, or that of the day in the
   option as_of. Without either, two different values are an error. */
#ifndef NQI_INGEST_KEEP_H
#define NQI_INGEST_KEEP_H

#include "ingest/columns.h"

struct kept;

/* Zeroed at first; lives in the scratch arena of one file. */
struct keeper {
    bool has_vintage; /* set by the caller before the first value */
    struct kept *kept;
    size_t count, capacity;
};

/* False after an error. */
bool keeper_add(struct keeper *keeper, const struct reading_context *context,
                const struct observation *o, struct str vintage);
/* After the last value of a file. */
bool keeper_finish(struct keeper *keeper, const struct reading_context *context);

#endif
