/* Rows periods, columns areas, one indicator: a layout that a test adds. */
#include "ingest/layouts.h"

static bool read_head(const struct reading_context *context, const struct table *table,
                      size_t index, struct column *column) {
    uint32_t other;
    enum name_reading reading =
        area_read(context->areas, column->head, context->year, context->profile,
                  context->scratch, &column->area, &other);
    if (reading == NAME_FOUND) {
        return true;
    }
    if (reading == NAME_SKIP) {
        column->role = ROLE_SKIP;
        return true;
    }
    columns_report_area(context,
                        table_place(table, table->head, index, context->scratch),
                        column->head, reading, column->area, other);
    return false;
}

static const char *sniff(const struct sniffed *file) {
    return layouts_most(file->columns[0].periods, file->columns[0].filled) &&
                   layouts_most(file->heads.areas, file->heads.filled)
               ? "the rows are periods, the columns areas"
               : NULL;
}

const struct layout_kind layout_period_by_area = {
    .kind = {"period_by_area", "rows periods, columns areas, one indicator",
             "行为时期，列为地区，一个指标"},
    .read = layouts_read_table,
    .rows = ROLE_PERIOD,
    .heads = ROLE_AREA,
    .read_head = read_head,
    .sniff = sniff,
};
