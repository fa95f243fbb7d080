/* Rows areas, columns periods, one indicator. */
#include "ingest/layouts.h"

static const char *sniff(const struct sniffed *file) {
    size_t left = file->table->left;
    const struct tally *rows = &file->columns[left], *heads = &file->heads;
    if (!layouts_most(heads->periods, heads->filled)) {
        return NULL;
    }
    if (file->usual[left] == ROLE_PERIOD && layouts_most(rows->periods, rows->filled)) {
        return "the rows are years, the columns their months or quarters";
    }
    return layouts_most(rows->areas, rows->filled)
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
