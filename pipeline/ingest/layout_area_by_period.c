/* Rows areas, columns periods, one indicator. */
#include "ingest/layouts.h"

static const char *sniff(const struct sniffed *file) {
    const struct tally *rows = &file->columns[file->table->left], *heads = &file->heads;
    return layouts_most(heads->periods, heads->filled) &&
                   layouts_most(rows->areas, rows->filled)
               ? "the rows are areas, the columns periods"
               : NULL;
}

const struct layout_kind layout_area_by_period = {
    .kind = {"area_by_period", "rows areas, columns periods, one indicator",
             "行为地区，列为时期，一个指标"},
    .read = layouts_read_table,
    .rows = ROLE_AREA,
    .heads = ROLE_PERIOD,
    .read_head = columns_read_period_head,
    .sniff = sniff,
};
