/* Rows indicators, columns periods, one area. */
#include "ingest/layouts.h"

static const char *sniff(const struct sniffed *file) {
    const struct tally *rows = &file->columns[file->table->left], *heads = &file->heads;
    return layouts_most(heads->periods, heads->filled) &&
                   !layouts_most(rows->areas, rows->filled)
               ? "the columns are periods, the rows no areas"
               : NULL;
}

const struct layout_kind layout_indicator_by_period = {
    .kind = {"indicator_by_period", "rows indicators, columns periods, one area",
             "行为指标，列为时期，一个地区"},
    .read = layouts_read_table,
    .rows = ROLE_INDICATOR,
    .heads = ROLE_PERIOD,
    .read_head = columns_read_period_head,
    .sniff = sniff,
};
