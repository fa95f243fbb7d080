/* What the scanned rows of a long file say of units, indicators, periods and areas: for
   the comparison with its other places (ingest/evidence.h). */
#ifndef NQI_INGEST_BULK_SAID_H
#define NQI_INGEST_BULK_SAID_H

#include "ingest/bulk_names.h"
#include "ingest/evidence.h"

struct bulk_said {
    const struct dataset *ds;
    struct str path;
    const struct scan_layout *layout;
    const struct bulk_names *names;
    struct scanner *const *scanners; /* the first one has the sums of all */
    size_t scanner_count;
    const size_t *before; /* lines above each block */
};

/* In the arena. */
struct evidence_of_rows bulk_said(const struct bulk_said *b, struct arena *arena);

#endif
