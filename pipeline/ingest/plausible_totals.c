/* The total rows of a table against the rows that were read: for indicators that add
   up, beyond what rounding explains (half a unit of the last digit for each cell). */
#include "ingest/numbers.h"
#include "ingest/plausible.h"
#include <gmp.h>

/* The plain number of a cell; false for anything else. */
static bool plain_number(const struct reading_context *context,
                         const struct sheet_row *row, size_t column,
                         struct decimal *out) {
    struct reading r = number_read(sheet_text(row, column), (struct str){"", 0},
                                   context->profile, context->scratch);
    *out = r.value;
    return r.kind == READING_NUMBER && r.multiplier == 0 && !r.exponent;
}

/* Adds half a unit of the last digit. */
static void add_slack(struct decimal d, mpq_t slack, mpq_t work) {
    decimal_to_rational((struct decimal){5, (int16_t)(d.exponent - 1), 0}, work);
    mpq_add(slack, slack, work);
}

static void check_column(const struct totals *totals,
                         const struct reading_context *context,
                         const struct table *table, const struct sheet_row *row,
                         size_t column) {
    mpq_t sum, total, slack, work;
    struct decimal d;
    mpq_inits(sum, total, slack, work, NULL);
    bool known = plain_number(context, row, column, &d);
    int decimals = d.decimals;
    decimal_to_rational(d, total);
    add_slack(d, slack, work);
    for (size_t i = 0; i < totals->part_count && known; i++) {
        known = plain_number(context, totals->parts[i], column, &d);
        decimal_to_rational(d, work);
        mpq_add(sum, sum, work);
        add_slack(d, slack, work);
        decimals = d.decimals > decimals ? d.decimals : decimals;
    }
    mpq_sub(work, total, sum);
    mpq_abs(work, work);
    if (known && mpq_cmp(work, slack) > 0) {
        struct buf a = buf_open(200), b = buf_open(200);
        rational_print(total, decimals, ROUND_HALF_AWAY, &a);
        rational_print(sum, decimals, ROUND_HALF_AWAY, &b);
        diag_warning(context->diag, table_place(table, row, column, context->scratch),
                     "the total %s is not the sum %s of its %zu parts", buf_z(&a),
                     buf_z(&b), totals->part_count);
        buf_close(&a);
        buf_close(&b);
    }
    mpq_clears(sum, total, slack, work, NULL);
}

static void check(const struct totals *totals, const struct reading_context *context,
                  const struct table *table, const struct column *columns,
                  uint32_t file_indicator) {
    for (size_t i = 0; i < table->width; i++) {
        /* The rows must differ in their area alone. */
        if (columns[i].role == ROLE_PERIOD || columns[i].role == ROLE_INDICATOR ||
            columns[i].role == ROLE_UNIT || columns[i].role == ROLE_PARENT ||
            columns[i].role == ROLE_VINTAGE || columns[i].role == ROLE_DIMENSION) {
            return;
        }
    }
    for (size_t i = 0; i < table->width && totals->part_count > 1; i++) {
        uint32_t id = columns[i].indicator != DATASET_NONE ? columns[i].indicator
                                                           : file_indicator;
        const struct indicator *indicator = dataset_indicator(context->ds, id);
        if (columns[i].role != ROLE_VALUE || indicator == NULL ||
            indicator->aggregation != AGGREGATION_SUM) {
            continue;
        }
        for (size_t k = 0; k < totals->total_count; k++) {
            check_column(totals, context, table, totals->totals[k], i);
        }
    }
}

const struct plausible_kind plausible_totals = {
    .kind = {"total_rows", "a total row is the sum of the rows above it",
             "合计行等于各行之和"},
    .check_table = check,
};
