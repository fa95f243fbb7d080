/* One cell with all that is known around it → the value of an observation, in
   the indicator's unit. */
#ifndef NQI_INGEST_VALUES_H
#define NQI_INGEST_VALUES_H

#include "ingest/columns.h"

/* The units that may hold for a cell, nearest first; empty ones are passed over.
   A list (家、亿元) is searched for the one that fits the indicator. */
struct stated_units {
    struct str row, column, table, profile;
};

enum value_result { VALUE_SET, VALUE_BLANK, VALUE_REFUSED };

/* Fills value, status, qualifier and text of *o, whose indicator is set. What is
   wrong is reported at `place`. */
enum value_result value_read(const struct reading_context *context, struct str cell,
                             const struct stated_units *units, struct place place,
                             struct observation *o);

#endif
