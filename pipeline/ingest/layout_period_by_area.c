/* Rows periods, columns areas, one indicator. */
#include "ingest/layouts.h"

static const char *sniff(const struct sniffed *file) {
    const struct tally *rows = &file->columns[file->table->left], *heads = &file->heads;
    return layouts_most(heads->areas, heads->filled) &&
                   !layouts_most(heads->periods, heads->filled) &&
                   layouts_most(rows->periods, rows->filled)
               ? "the rows are periods, the columns areas"
               : NULL;
}

const struct layout_kind layout_period_by_area = {
    .kind = {"period_by_area", "rows periods, columns areas, one indicator",
             "行为时期，列为地区，一个指标"},
    .read = layouts_read_table,
    .rows = ROLE_PERIOD,
    .heads = ROLE_AREA,
    .read_head = columns_read_area_head,
    .sniff = sniff,
};
