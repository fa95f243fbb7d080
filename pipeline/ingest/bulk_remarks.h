/* What is told of plain rows (ingest/scan.h): that a status says more than is kept,
   that a row is left out. */
#ifndef NQI_INGEST_BULK_REMARKS_H
#define NQI_INGEST_BULK_REMARKS_H

#include "ingest/bulk_names.h"
#include "ingest/bulk_pieces.h"

struct bulk_remarks {
    struct str path;
    const struct bulk_names *names;
    struct scanner *const *scanners;
    size_t scanner_count;
    const size_t *before; /* lines above each block */
    const struct bulk_rest *rest;
    const struct diag *aside; /* what was told of the rows that were set aside */
};

/* Tells it in the order of the lines, and among it what is in `aside`. */
void bulk_remarks_tell(const struct bulk_remarks *remarks, struct arena *arena,
                       struct diag *diag);

#endif
