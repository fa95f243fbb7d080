#include "ingest/plausible.h"

#define ENTRY(NAME) &plausible_##NAME.kind,
const struct kind *const plausible_kinds[] = {PLAUSIBLE_KINDS(ENTRY) NULL};

void totals_add(struct totals *totals, const struct sheet_row *row,
                enum totals_kind kind, struct arena *scratch) {
    totals->rows = arena_grow(scratch, totals->rows, totals->count, &totals->capacity,
                              sizeof *totals->rows);
    totals->rows[totals->count++] = (struct totals_row){row, kind};
    totals->part_count += kind == TOTALS_PART;
    totals->any |= kind != TOTALS_PART;
}

void plausible_table(const struct totals *totals, const struct reading_context *context,
                     const struct table *table, const struct column *columns,
                     uint32_t file_indicator) {
    for (size_t i = 0; plausible_kinds[i] != NULL; i++) {
        const struct plausible_kind *kind = (const void *)plausible_kinds[i];
        kind->check_table(totals, context, table, columns, file_indicator);
    }
}
