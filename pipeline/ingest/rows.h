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

/* False after errors. Counts go to the dataset's file. */
bool rows_read(struct reading_context *context, const struct table *table,
               const struct file_facts *facts);

#endif
