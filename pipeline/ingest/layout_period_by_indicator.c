/* Rows periods, columns indicators, one area. */
#include "ingest/layouts.h"

static const char *sniff(const struct sniffed *file) {
    const struct tally *rows = &file->columns[file->table->left];
    return file->table->width > 1 && layouts_most(rows->periods, rows->filled)
               ? "the rows are periods"
               : NULL;
}

const struct layout_kind layout_period_by_indicator = {
    .kind = {"period_by_indicator", "rows periods, columns indicators, one area",
             "行为时期，列为指标，一个地区"},
    .read = layouts_read_table,
    .rows = ROLE_PERIOD,
    .heads = ROLE_INDICATOR,
    .read_head = columns_read_indicator_head,
    .sniff = sniff,
};
