/* How the columns of a long file are scanned (ingest/scan.h): which text says what,
   which ones say it together, and what becomes of their cells. */
#ifndef NQI_INGEST_BULK_LAYOUT_H
#define NQI_INGEST_BULK_LAYOUT_H

#include "ingest/sample.h"
#include "ingest/scan.h"

struct bulk_layout {
    struct scan_layout scan;
    enum cell_fate fates[SCAN_COLUMNS_MAX]; /* of the filled cells of plain rows */
    bool again[SCAN_COLUMNS_MAX]; /* no column of the table is made of this one: it says
                                     again what others say, in any row */
};

/* False if a column is for the usual way. */
bool bulk_layout_find(const struct sample *sample, struct arena *arena,
                      struct bulk_layout *out);

#endif
