/* Rows areas, columns indicators, one period. */
#include "ingest/layouts.h"

static const char *sniff(const struct sniffed *file) {
    const struct tally *rows = &file->columns[file->table->left];
    return file->table->width > 1 && layouts_most(rows->areas, rows->filled)
               ? "the rows are areas, the columns no periods"
               : NULL;
}

const struct layout_kind layout_area_by_indicator = {
    .kind = {"area_by_indicator", "rows areas, columns indicators, one period",
             "行为地区，列为指标，一个时期"},
    .read = layouts_read_table,
    .rows = ROLE_AREA,
    .heads = ROLE_INDICATOR,
    .read_head = columns_read_indicator_head,
    .sniff = sniff,
};
