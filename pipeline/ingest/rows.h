/* The body of a table → observations. */
#ifndef NQI_INGEST_ROWS_H
#define NQI_INGEST_ROWS_H

#include "ingest/columns.h"

/* What holds for the whole file, from its name or its profile; the table's own
   lines (指标：…) are asked where these say nothing. */
struct file_facts {
    uint32_t file;                      /* index in the dataset */
    struct str period, indicator, area; /* from {…} in the file pattern, or empty */
};

/* What the rows of a table share, where no column says it. */
struct rows_shared {
    const struct column *columns;
    uint32_t indicator, area; /* DATASET_NONE: the columns say it */
    bool has_period;
    struct period period;
    struct str unit;    /* of the table, or empty */
    bool trusts_unit;   /* that of the profile holds, whatever rows say */
    bool narrowed;      /* to items of dimensions */
    struct str decimal; /* of the profile, or what a format takes it for */
};

/* Where the claims of a file's total rows are kept. */
struct claims *rows_claims(const struct reading_context *context);
/* False after errors. */
bool rows_shared(struct reading_context *context, const struct table *table,
                 const struct file_facts *facts, struct rows_shared *out);
/* False after errors. Counts go to the dataset's file. */
bool rows_read(struct reading_context *context, const struct table *table,
               const struct file_facts *facts);

#endif
