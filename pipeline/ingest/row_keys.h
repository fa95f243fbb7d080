/* Rows of a file by what they are about, to find two that a skipped column parts: a
   dimension would be lost. Of a row its line and what stands in its skipped columns are
   kept, so that a long file can be read a sheet at a time. */
#ifndef NQI_INGEST_ROW_KEYS_H
#define NQI_INGEST_ROW_KEYS_H

#include "ingest/columns.h"

struct row_keys;

/* What a row is about. */
struct row_key {
    uint32_t indicator, area, vintage;
    struct period period;
    const struct item_set *items;
};

/* The row that was met first under a key, and the column that differs. */
struct row_difference {
    size_t line, column;
    struct str text; /* of the first row */
};

/* Lives in the arena. NULL if no column is skipped, nor a note of rows of which the
   option duplicates takes the first or last, or if rows of one key are added up. */
struct row_keys *row_keys_open(const struct source_profile *profile,
                               const struct column *columns, size_t width,
                               struct arena *arena);
/* True if a row was met under the key before and such a column differs. */
bool row_keys_differ(struct row_keys *keys, const struct row_key *key,
                     const struct column *columns, size_t width,
                     const struct sheet_row *row, struct row_difference *out);

#endif
