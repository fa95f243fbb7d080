/* The names that SDMX's offices give to columns, and the periods of its files: for the
   formats that use them. */
#ifndef NQI_INGEST_EXPORT_KEYS_H
#define NQI_INGEST_EXPORT_KEYS_H

#include "ingest/shape.h"

/* Which roles are taken while the columns of a file are gone through. */
struct keys {
    struct shape *shape;
    bool area, indicator;
};

struct keys keys_open(struct shape *shape);
/* FREQ of "FREQ: Frequency" and "FREQ:Frequency"; the words behind it. */
struct str keys_code(struct str head);
struct str keys_words(struct str head);
/* What a column of this code is, as in `columns` of a profile; NULL for a dimension, a
   measure or an attribute of another name. */
const char *keys_role(struct keys *keys, struct str code);
/* After all columns: the frequency decides what a day stands for. */
void keys_close(struct keys *keys);
/* The signs of SDMX, and the decimal mark: by the columns of values in a file that is
   separated by semicolons, else a point. `values` ends with STR_NOT_FOUND. */
void keys_marks(struct shape *shape, const size_t *values);
/* The decimal mark by the numbers of these columns, else by `rule`: that of the format
   ('\0': it has both). Empty if 1.234 may have decimals or thousands. */
struct str keys_decimal(const struct shape *shape, const size_t *values, char rule);
/* A period's cell: TIME_PERIOD by its own form and by the column of frequencies, which
   is `part` − 1 (0: none). */
struct str keys_period(const struct shape *shape, const struct sheet_row *row,
                       const struct shape_column *column);
/* All of a file whose head is the first row: the columns from `from` on, with words in
   columns of their own (`labels`) or behind the codes, and the rows. */
void keys_table(struct shape *shape, size_t from, bool labels);
/* The code of a period (dataset/period.h) for a text of SDMX; the text itself if it is
   read without. `frequency` may be empty. */
struct str keys_period_code(struct str text, struct str frequency, struct arena *arena);

#endif
