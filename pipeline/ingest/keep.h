/* Which of several values under one key is kept: the option duplicates (last, first,
   sum) says. Without it two different values are an error. A key is series, area,
   period and vintage: other vintages of a value are no duplicates of it. */
#ifndef NQI_INGEST_KEEP_H
#define NQI_INGEST_KEEP_H

#include "ingest/columns.h"

/* Values that wait until all of their file is known to be good. */
struct held {
    struct arena *arena;
    struct observation *items;
    size_t count, capacity;
};

/* False after an error. With context->whole->held the value only waits there. */
bool keep_value(const struct reading_context *context, const struct observation *o);

#endif
