/* Flows within a year: what is counted from January on does not fall, and is the sum of
   its months. */
#include "rules/rule.h"
#include <math.h>

/* To which month a period counts from January on; 0: it does not begin there. */
static int counts_to(struct period p) {
    switch ((enum period_kind)p.kind) {
    case PERIOD_YTD:
        return p.index;
    case PERIOD_YEAR:
        return 12;
    case PERIOD_HALF:
        return p.index == 1 ? 6 : 0;
    case PERIOD_QUARTER:
        return p.index == 1 ? 3 : 0;
    case PERIOD_MONTH:
        return p.index == 1 ? 1 : 0;
    case PERIOD_NOT_STATED:
    case PERIOD_SPAN:
    case PERIOD_WEEK:
    case PERIOD_DAY:
    case PERIOD_KINDS:
        return 0;
    }
    return 0;
}

static bool same_year(const struct observation *a, const struct observation *b) {
    return a->area == b->area && a->period.year == b->period.year;
}

static bool is_flow(struct rule_run *run, const struct rule_series *series) {
    return series->indicator->kind == KIND_FLOW && !rule_is_change(series->indicator) &&
           rule_looks_at(run, series->id, series->count);
}

/* The last one before it that is counted from January on, too, or NULL. */
static const struct observation *counted_before(const struct rule_series *series,
                                                size_t i, int month) {
    for (size_t k = i; k-- > 0 && same_year(&series->o[k], &series->o[i]);)
        if (counts_to(series->o[k].period) > 0 &&
            counts_to(series->o[k].period) < month && !isnan(series->value[k]))
            return &series->o[k];
    return NULL;
}

/* The greatest of the periods that lie within it, if none of the year is negative. */
static const struct observation *greatest_within(const struct rule_series *series,
                                                 size_t i) {
    const struct observation *greatest = NULL, *o = &series->o[i];
    int first, last, from, to;
    size_t k = i;
    if (!period_months(o->period, &first, &last) || first == last)
        return NULL;
    while (k > 0 && same_year(&series->o[k - 1], o))
        k--;
    for (; k < series->count && same_year(&series->o[k], o); k++) {
        if (series->value[k] < 0)
            return NULL;
        if (period_months(series->o[k].period, &from, &to) && from >= first &&
            to <= last && to - from < last - first && !isnan(series->value[k]) &&
            (greatest == NULL ||
             series->value[k] > series->value[greatest - series->o]))
            greatest = &series->o[k];
    }
    return greatest;
}

static bool is_below(const struct rule_series *series, size_t i,
                     const struct observation *part) {
    return part != NULL && series->value[i] < series->value[part - series->o] -
                                                  rule_slack(series->indicator, 2);
}

static void check_falling(struct rule_run *run, struct rule_series *series) {
    if (!is_flow(run, series))
        return;
    for (size_t i = 0; i < series->count; i++) {
        const struct observation *o = &series->o[i];
        int month = counts_to(o->period);
        if (month == 0 || isnan(series->value[i]))
            continue;
        const struct observation *part = counted_before(series, i, month);
        part = is_below(series, i, part) ? part : greatest_within(series, i);
        if (is_below(series, i, part))
            rule_report(run, o, "%.*s is %.*s, below the %.*s of %.*s",
                        STR_ARG(rule_cell(run, o)), STR_ARG(rule_value(run, o)),
                        STR_ARG(rule_value(run, part)),
                        STR_ARG(rule_period(run, part->period)));
    }
}

const struct rule_kind rule_falling = {
    .kind =
        {"falling",
         "a flow that is counted from January on does not fall, nor below a part of it",
         "累计数不小于前期累计数，也不小于其中任一时期的数"},
    .severity = DIAG_ERROR,
    .hint = "are months in place of the cumulation, or is a digit missing?",
    .check_series = check_falling,
};

/* The sum of the months, or of the quarters, up to `month`; NaN if one is missing. */
static double sum_of(struct rule_run *run, const struct observation *o,
                     enum period_kind kind, int months_each, int month) {
    double sum = 0;
    for (int i = 1; i * months_each <= month; i++) {
        struct period p = period_make(o->period.year, kind, i);
        const struct observation *part = dataset_find(run->ds, o->series, o->area, p);
        if (part == NULL || !observation_has_number(part))
            return (double)NAN;
        sum += decimal_to_double(part->value);
    }
    return sum;
}

static void check_cumulation(struct rule_run *run, struct rule_series *series) {
    static const struct {
        enum period_kind kind;
        int months;
    } parts[] = {{PERIOD_MONTH, 1}, {PERIOD_QUARTER, 3}, {PERIOD_HALF, 6}};
    if (!is_flow(run, series))
        return;
    double limit = rule_limit(run, series->id) / 100;
    for (size_t i = 0; i < series->count; i++) {
        const struct observation *o = &series->o[i];
        int month = counts_to(o->period);
        for (size_t k = 0; k < 3 && month > 0 && !isnan(series->value[i]); k++) {
            int n = month / parts[k].months;
            if (n < 2 || month % parts[k].months != 0)
                continue;
            double sum = sum_of(run, o, parts[k].kind, parts[k].months, month);
            double slack = rule_slack(series->indicator, (size_t)n + 1) +
                           fabs(series->value[i]) * limit;
            if (!isnan(sum) &&
                fabs(sum - series->value[i]) > slack + 1e-9 * fabs(sum)) {
                rule_report(
                    run, o, "%.*s is %.*s, its %d periods sum to %.*s",
                    STR_ARG(rule_cell(run, o)), STR_ARG(rule_value(run, o)), n,
                    STR_ARG(rule_number(run, sum, series->indicator->decimals)));
                break;
            }
        }
    }
}

const struct rule_kind rule_cumulation = {
    .kind = {"cumulation",
             "months, quarters and halves sum to the published cumulation, but for a "
             "limit in %",
             "各月（季）之和等于公布的累计数"},
    .severity = DIAG_WARNING,
    .limit = 0.1,
    .hint = "a month was revised in one of the two files, or one of them was mistyped",
    .check_series = check_cumulation,
};

/* 上半年 and 1—6月, the year and 1—12月: other names of the same months. */
static bool same_span(struct period a, struct period b) {
    int first, last, from, to;
    return a.kind != b.kind && a.kind < PERIOD_WEEK && b.kind < PERIOD_WEEK &&
           period_months(a, &first, &last) && period_months(b, &from, &to) &&
           first == from && last == to;
}

/* Against those of the same year before it, `earlier`, the last one first. */
static void compare_spans(struct rule_run *run, const struct rule_series *series,
                          size_t i, const size_t *earlier, size_t count, double limit) {
    const struct observation *o = &series->o[i];
    double value = series->value[i];
    double slack = rule_slack(series->indicator, 2) + fabs(value) * limit;
    while (count-- > 0) {
        const struct observation *other = &series->o[earlier[count]];
        /* NaN is never apart. */
        if (same_span(other->period, o->period) &&
            fabs(value - series->value[earlier[count]]) > slack)
            rule_report(run, o, "%.*s is %.*s, but %.*s as %.*s (%.*s)",
                        STR_ARG(rule_cell(run, o)), STR_ARG(rule_value(run, o)),
                        STR_ARG(rule_value(run, other)),
                        STR_ARG(rule_period(run, other->period)),
                        STR_ARG(rule_place(run, other)));
    }
}

/* Of weeks and days, of which a year has many, none has another name. */
static void check_span(struct rule_run *run, struct rule_series *series) {
    if (!rule_looks_at(run, series->id, series->count))
        return;
    double limit = rule_limit(run, series->id) / 100;
    size_t *of_year = arena_array(run->arena, series->count, sizeof *of_year);
    size_t count = 0;
    for (size_t i = 0; i < series->count; i++) {
        const struct observation *o = &series->o[i];
        if (i > 0 && !same_year(o - 1, o))
            count = 0;
        if (o->period.kind >= PERIOD_WEEK)
            continue;
        compare_spans(run, series, i, of_year, count, limit);
        of_year[count++] = i;
    }
}

const struct rule_kind rule_span = {
    .kind = {"span",
             "periods of two names that cover the same months have the same value, but "
             "for a limit in %",
             "名称不同而月份相同的时期（上半年与1—6月）数值相同"},
    .severity = DIAG_WARNING,
    .limit = 0.1,
    .hint = "one of the two was revised, or stands in another period's column",
    .check_series = check_span,
};
