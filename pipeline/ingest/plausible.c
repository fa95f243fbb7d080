#include "ingest/plausible.h"
#include "ingest/numbers.h"
#include <gmp.h>

enum { JUMP = 5000 };

void totals_add_total(struct totals *totals, const struct sheet_row *row,
                      struct arena *scratch) {
    totals->totals = arena_grow(scratch, totals->totals, totals->total_count,
                                &totals->total_capacity, sizeof *totals->totals);
    totals->totals[totals->total_count++] = row;
}

void totals_add_part(struct totals *totals, const struct sheet_row *row,
                     struct arena *scratch) {
    totals->parts = arena_grow(scratch, totals->parts, totals->part_count,
                               &totals->part_capacity, sizeof *totals->parts);
    totals->parts[totals->part_count++] = row;
}

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

void totals_check(const struct totals *totals, const struct reading_context *context,
                  const struct table *table, const struct column *columns,
                  uint32_t file_indicator) {
    for (size_t i = 0; i < table->width; i++) {
        /* The rows must differ in their area alone. */
        if (columns[i].role == ROLE_PERIOD || columns[i].role == ROLE_INDICATOR ||
            columns[i].role == ROLE_UNIT || columns[i].role == ROLE_VINTAGE) {
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

static bool is_amount(const struct dataset *ds, const struct observation *o) {
    enum indicator_kind kind = observation_indicator(ds, o)->kind;
    return (kind == KIND_STOCK || kind == KIND_FLOW) && o->text == 0 &&
           !decimal_is_zero(o->value) && o->status != STATUS_MISSING;
}

static struct str value_text(struct decimal value, struct arena *arena) {
    struct buf buf = buf_open(200);
    decimal_print(value, &buf);
    struct str text = arena_copy(arena, buf_str(&buf));
    buf_close(&buf);
    return text;
}

void jumps_check(const struct dataset *ds, struct diag *diag) {
    size_t count;
    const struct observation *all = dataset_observations(ds, &count);
    struct arena *scratch = arena_open();
    for (size_t i = 0; i < count; i++) {
        const struct observation *o = &all[i];
        struct period before;
        if (!is_amount(ds, o) || !period_previous(o->period, &before)) {
            continue;
        }
        const struct observation *p = dataset_find(ds, o->series, o->area, before);
        if (p == NULL || !is_amount(ds, p)) {
            continue;
        }
        double ratio = decimal_to_double(o->value) / decimal_to_double(p->value);
        ratio = ratio < 0 ? -ratio : ratio;
        if (ratio < JUMP && ratio * JUMP > 1) {
            continue;
        }
        struct place place = dataset_place(ds, o->source, scratch);
        struct str code = observation_indicator(ds, o)->code;
        struct str area = dataset_area(ds, o->area)->name;
        struct str from = value_text(p->value, scratch);
        struct str to = value_text(o->value, scratch);
        struct str first = period_code(before, scratch);
        struct str last = period_code(o->period, scratch);
        if (ratio < 1) {
            diag_warning(diag, place,
                         "%.*s %.*s falls from %.*s (%.*s) to %.*s (%.*s): is the unit "
                         "the same?",
                         STR_ARG(code), STR_ARG(area), STR_ARG(from), STR_ARG(first),
                         STR_ARG(to), STR_ARG(last));
        } else {
            diag_warning(diag, place,
                         "%.*s %.*s rises from %.*s (%.*s) to %.*s (%.*s): is the unit "
                         "the same?",
                         STR_ARG(code), STR_ARG(area), STR_ARG(from), STR_ARG(first),
                         STR_ARG(to), STR_ARG(last));
        }
    }
    arena_close(scratch);
}
