/* Rows indicators, columns areas, one period. */
#include "ingest/layouts.h"

static const char *sniff(const struct sniffed *file) {
    const struct tally *rows = &file->columns[file->table->left], *heads = &file->heads;
    return layouts_most(heads->areas, heads->filled) &&
                   !layouts_most(heads->periods, heads->filled) &&
                   !layouts_most(rows->areas, rows->filled)
               ? "the columns are areas, the rows no periods"
               : NULL;
}

const struct layout_kind layout_indicator_by_area = {
    .kind = {"indicator_by_area", "rows indicators, columns areas, one period",
             "行为指标，列为地区，一个时期"},
    .read = layouts_read_table,
    .rows = ROLE_INDICATOR,
    .heads = ROLE_AREA,
    .read_head = columns_read_area_head,
    .sniff = sniff,
};
