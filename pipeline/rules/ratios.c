/* Published ratios, shares and ranks against the values that they are made of. */
#include "dataset/unit.h"
#include "rules/rule.h"
#include <math.h>
#include <stdlib.h>

static double number_at(struct rule_run *run, uint32_t series, uint32_t area,
                        struct period period) {
    const struct observation *o =
        series == DATASET_NONE ? NULL : dataset_find(run->ds, series, area, period);
    return o != NULL && observation_has_number(o) ? decimal_to_double(o->value)
                                                  : (double)NAN;
}

/* The series of another indicator with the same items. */
static uint32_t sibling(struct rule_run *run, const struct rule_series *series,
                        struct str code) {
    uint32_t indicator = dataset_find_indicator(run->ds, code);
    return indicator == DATASET_NONE ? DATASET_NONE
                                     : dataset_sibling(run->ds, series->id, indicator);
}

static int compare_doubles(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

/* n / d of each value, times the power of ten between the units: the one that most
   values agree on, so that no unit need be known. NaN where one is missing. */
static double *quotients(struct rule_run *run, const struct rule_series *series,
                         uint32_t numerator, uint32_t denominator) {
    double *out = arena_array(run->arena, series->count, sizeof *out);
    double *powers = arena_array(run->arena, series->count, sizeof *powers);
    size_t n = 0;
    for (size_t i = 0; i < series->count; i++) {
        const struct observation *o = &series->o[i];
        out[i] = number_at(run, numerator, o->area, o->period) /
                 number_at(run, denominator, o->area, o->period);
        if (isfinite(out[i]) && out[i] > 0 && series->value[i] > 0)
            powers[n++] = log10(series->value[i] / out[i]);
        else
            out[i] = (double)NAN;
    }
    if (n == 0)
        return NULL;
    qsort(powers, n, sizeof *powers, compare_doubles);
    double factor = pow(10, round(powers[n / 2]));
    for (size_t i = 0; i < series->count; i++)
        out[i] *= factor;
    return out;
}

static void check_ratio(struct rule_run *run, struct rule_series *series) {
    const struct indicator *indicator = series->indicator;
    struct rule_cells cells = {0};
    size_t at = 0, more;
    if (indicator->aggregation != AGGREGATION_RATIO)
        return;
    uint32_t numerator = sibling(run, series, indicator->numerator);
    uint32_t denominator = sibling(run, series, indicator->denominator);
    const double *expected = quotients(run, series, numerator, denominator);
    double limit = rule_limit(run, series->id) / 100;
    if (expected == NULL || !rule_looks_at(run, series->id, series->count))
        return;
    double half = 0.5 * pow(10, -indicator->decimals);
    for (size_t i = 0; i < series->count; i++)
        if (fabs(series->value[i] - expected[i]) > fabs(expected[i]) * limit + half)
            rule_cells_add(run, &cells, &series->o[i]);
    for (const struct observation *o; (o = rule_cells_next(&cells, &at, &more));)
        rule_report(
            run, o, "%.*s is %.*s, its parts %.*s and %.*s give %.*s%.*s",
            STR_ARG(rule_cell(run, o)), STR_ARG(rule_value(run, o)),
            STR_ARG(indicator->numerator), STR_ARG(indicator->denominator),
            STR_ARG(rule_number(run, expected[o - series->o], indicator->decimals)),
            STR_ARG(rule_more(run, more)));
}

const struct rule_kind rule_ratio = {
    .kind =
        {"ratio",
         "a published ratio is that of its numerator and denominator, but for a limit "
         "in %",
         "公布的比率与分子分母相符"},
    .severity = DIAG_WARNING,
    .limit = 5,
    .hint = "look at the ratio and both its parts in their files: a unit, a year or an "
            "area may be another",
    .check_series = check_ratio,
};

/* Shares of the nation: value / value of the nation. */

static uint32_t nation(const struct rule_run *run) {
    return dataset_find_area(run->ds, STR("000000"));
}

static void check_published_share(struct rule_run *run, struct rule_series *series) {
    const struct indicator *indicator = series->indicator;
    struct rule_cells cells = {0};
    size_t at = 0, more;
    if (indicator->kind != KIND_RATIO || indicator->rank_of.n == 0 ||
        !unit_equal(indicator->unit, STR("%")))
        return;
    uint32_t of = sibling(run, series, indicator->rank_of), whole = nation(run);
    double *expected = arena_array(run->arena, series->count, sizeof *expected);
    double slack = 0.5 * pow(10, -indicator->decimals) + 1e-6;
    double limit = rule_limit(run, series->id) / 100;
    for (size_t i = 0; i < series->count && whole != DATASET_NONE; i++) {
        const struct observation *o = &series->o[i];
        expected[i] = number_at(run, of, o->area, o->period) /
                      number_at(run, of, whole, o->period) * 100;
        if (!isfinite(expected[i]) || isnan(series->value[i]) ||
            !rule_looks_at(run, series->id, 1))
            continue;
        if (fabs(series->value[i] - expected[i]) > slack + expected[i] * limit)
            rule_cells_add(run, &cells, o);
    }
    for (const struct observation *o; (o = rule_cells_next(&cells, &at, &more));)
        rule_report(
            run, o, "%.*s is %.*s, the values give %.*s%.*s",
            STR_ARG(rule_cell(run, o)), STR_ARG(rule_value(run, o)),
            STR_ARG(rule_number(run, expected[o - series->o], indicator->decimals + 1)),
            STR_ARG(rule_more(run, more)));
}

const struct rule_kind rule_published_share = {
    .kind = {"published_share",
             "a published share of the nation is the value over that of the nation",
             "公布的占比与数值一致"},
    .severity = DIAG_ERROR,
    .limit = 0.1,
    .hint = "look at the share, at the value and at the nation's in the file: a figure "
            "was mistyped, or one of them is of another month",
    .check_series = check_published_share,
};

/* Ranks. */

struct ranked {
    const struct observation *rank;
    double place, value;
};

static int compare_ranked(const void *a, const void *b) {
    const struct ranked *x = a, *y = b;
    return x->place != y->place ? (x->place < y->place ? -1 : 1)
                                : compare_doubles(&y->value, &x->value);
}

static void check_ranks_of_period(struct rule_run *run,
                                  const struct rule_series *series, size_t period,
                                  uint32_t of) {
    struct ranked *list = arena_array(run->arena, series->count, sizeof *list);
    size_t n = 0;
    for (size_t k = series->start[period]; k < series->start[period + 1]; k++) {
        const struct observation *o = &series->o[series->order[k]];
        double value = number_at(run, of, o->area, o->period);
        double place = series->value[series->order[k]];
        if (dataset_area(run->ds, o->area)->ranked && !isnan(value) && !isnan(place))
            list[n++] = (struct ranked){o, place, value};
    }
    if (n < 2 || !rule_looks_at(run, series->id, n))
        return;
    qsort(list, n, sizeof *list, compare_ranked);
    for (size_t i = 1; i < n; i++)
        if (list[i].value > list[i - 1].value && list[i].place > list[i - 1].place) {
            const struct observation *o = list[i].rank;
            const uint32_t both[] = {o->area, list[i - 1].rank->area};
            rule_concerns(run, both, 2);
            rule_report(run, o,
                        "%.*s is %.*s, but its value is above that of %.*s with %.*s",
                        STR_ARG(rule_cell(run, o)), STR_ARG(rule_value(run, o)),
                        STR_ARG(rule_area(run, list[i - 1].rank->area)),
                        STR_ARG(rule_value(run, list[i - 1].rank)));
        }
}

static void check_published_rank(struct rule_run *run, struct rule_series *series) {
    const struct indicator *indicator = series->indicator;
    uint32_t of = DATASET_NONE;
    if (indicator->kind == KIND_RANK && indicator->rank_of.n > 0)
        of = sibling(run, series, indicator->rank_of);
    if (of == DATASET_NONE)
        return;
    /* By the values alone: where less is better they rank the other way. */
    uint32_t id = dataset_series(run->ds, of)->indicator;
    if (dataset_indicator(run->ds, id)->direction == DIRECTION_NEGATIVE)
        return;
    rule_by_period(run, series);
    for (size_t p = 0; p < series->period_count; p++)
        check_ranks_of_period(run, series, p, of);
}

const struct rule_kind rule_published_rank = {
    .kind = {"published_rank",
             "of two areas, the one with the better published rank has no less",
             "公布的位次与数值次序一致"},
    .severity = DIAG_ERROR,
    .hint = "look at the ranks and the values in the file: rows or columns may have "
            "changed places",
    .check_series = check_published_rank,
};
