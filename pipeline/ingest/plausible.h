/* What can be seen to be odd while the figures are read: totals that are not the
   sum of their parts, and jumps of four orders of magnitude. Warnings only. */
#ifndef NQI_INGEST_PLAUSIBLE_H
#define NQI_INGEST_PLAUSIBLE_H

#include "ingest/columns.h"

/* The total rows of a table against the rows that were read: for indicators that
   add up, beyond what rounding explains (half a unit of the last digit for each
   cell). */
struct totals {
    const struct sheet_row **totals, **parts;
    size_t total_count, part_count, total_capacity, part_capacity;
};

void totals_add_total(struct totals *totals, const struct sheet_row *row,
                      struct arena *scratch);
void totals_add_part(struct totals *totals, const struct sheet_row *row,
                     struct arena *scratch);
void totals_check(const struct totals *totals, const struct reading_context *context,
                  const struct table *table, const struct column *columns,
                  uint32_t file_indicator);

/* A value 5 000 times that of the period before, or less than a 5 000th of it:
   probably another unit. */
void jumps_check(const struct dataset *ds, struct diag *diag);

#endif
