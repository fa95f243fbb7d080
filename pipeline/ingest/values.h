/* One cell with all that is known around it → the value of an observation, in
   the indicator's unit. */
#ifndef NQI_INGEST_VALUES_H
#define NQI_INGEST_VALUES_H

#include "ingest/columns.h"

/* The units that may hold for a cell, nearest first; empty ones are passed over.
   A list (家、亿元) is searched for the one that fits the indicator. */
struct stated_units {
    struct str row, column, table, profile;
    int power; /* of ten, by which a column of its own multiplies the number */
};

/* Where the cell stands; made into a place only when there is something to say. */
struct cell_at {
    const struct table *table;
    const struct sheet_row *row;
    size_t column;
};

enum value_result { VALUE_SET, VALUE_BLANK, VALUE_REFUSED };

/* Fills value, status, qualifier and text of *o, whose series is set. What is
   wrong is reported at the cell. */
enum value_result value_read(const struct reading_context *context, struct str cell,
                             const struct stated_units *units, const struct cell_at *at,
                             struct observation *o);

#endif
