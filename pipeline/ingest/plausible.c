#include "ingest/plausible.h"

#define ENTRY(NAME) &plausible_##NAME.kind,
const struct kind *const plausible_kinds[] = {PLAUSIBLE_KINDS(ENTRY) NULL};

void totals_add_total(struct totals *totals, const struct sheet_row *row,
                      struct arena *scratch) {
    totals->totals = arena_grow(scratch, totals->totals, totals->total_count,
                                &totals->total_capacity, sizeof *totals->totals);
    totals->totals[totals->total_count++] = row;
}

void totals_add_part(struct totals *totals, const struct sheet_row *row,
                     struct arena *scratch) {
    totals->parts = arena_grow(scratch, totals->parts, totals->part_count,
                               &totals->part_capacity, sizeof *totals->parts);
    totals->parts[totals->part_count++] = row;
}

void plausible_table(const struct totals *totals, const struct reading_context *context,
                     const struct table *table, const struct column *columns,
                     uint32_t file_indicator) {
    for (size_t i = 0; plausible_kinds[i] != NULL; i++) {
        const struct plausible_kind *kind = (const void *)plausible_kinds[i];
        kind->check_table(totals, context, table, columns, file_indicator);
    }
}
