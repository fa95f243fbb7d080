/* How the sheet at hand is part of a longer file: what its readers hand on and what
   they are given. */
#ifndef NQI_INGEST_WHOLE_H
#define NQI_INGEST_WHOLE_H

#include "ingest/claims.h"
#include "ingest/evidence.h"
#include "ingest/keep.h"

struct noted_status;

struct file_whole {
    struct claims *claims; /* of all sheets, or rows; or NULL */
    /* Of a file whose plain rows are not in the sheet (ingest/bulk.h). */
    struct held *held;                        /* where values wait; or NULL */
    const struct evidence_of_rows *elsewhere; /* what those rows say; or NULL */
    const bool *has_values; /* whether they have some, by columns of the table */
    /* Of a file that is read sheet after sheet (ingest/parts.h). */
    struct arena *arena;   /* of the file; or NULL */
    struct row_keys *keys; /* of the rows before; NULL at first */
    struct str *above; /* a column's text for fill_down in the rows before; or NULL */
    struct evidence *evidence; /* of all sheets; or NULL */
    uint32_t last_indicator;   /* of the rows before */
    struct str parent; /* the indicator whose parts may follow, from the rows before */
    uint32_t again;    /* the line of the head that comes again, or 0 */
    bool second;       /* another table has begun */
    struct str filled; /* the same of a format's column that fills down */
    struct record_table *records; /* of the rows before; NULL at first */
    /* Told by the reader: */
    struct rows_shared shared;
    const struct noted_status *noted; /* what notes say of periods, and of all rows */
    size_t noted_count;
    bool told; /* a disagreement was reported, or is for who sees all rows */
    bool read; /* the rows were read to their end */
};

#endif
