/* A period that says the same as one before it, cell for cell: a file that was saved
   under another month's name, a column that was copied and not typed over. Only values
   of three digits and more count: a few laboratories are as many the year after. */
#include "rules/rule.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Of a file and a period, over all its series. With the last period of its kind all is
   compared; with an older one only what is equal is kept. */
struct repetition {
    uint32_t file;
    struct period period, before;
    size_t equal, unequal;
    size_t all; /* values that were compared */
    const struct observation *first;
};

struct repetitions {
    struct repetition *list;
    size_t count, capacity;
};

static int compare_repetitions(const void *a, const void *b) {
    const struct repetition *x = a, *y = b;
    if (x->file != y->file)
        return x->file < y->file ? -1 : 1;
    int order = period_compare(x->period, y->period);
    return order != 0 ? order : period_compare(y->before, x->before);
}

static bool same_period(const struct repetition *x, const struct repetition *y) {
    return x->file == y->file && period_equal(x->period, y->period);
}

/* 530 and 12.7, but neither 53 nor 1200. */
static bool is_weighty(struct decimal value) {
    int64_t digits = value.coefficient < 0 ? -value.coefficient : value.coefficient;
    return digits >= 100 && digits % 100 != 0;
}

/* The value of the same area in an earlier period, or NULL. */
static const struct observation *before_it(const struct rule_series *series, size_t i,
                                           struct period period) {
    for (size_t k = i; k > 0 && series->o[k - 1].area == series->o[i].area; k--)
        if (period_equal(series->o[k - 1].period, period))
            return &series->o[k - 1];
    return NULL;
}

static bool is_equal(const struct observation *o, const struct observation *old) {
    return observation_has_number(old) && decimal_compare(o->value, old->value) == 0;
}

static bool counts(const struct observation *o) {
    return observation_has_number(o) && is_weighty(o->value);
}

/* The last period of the same kind, or `period`. */
static size_t last_of_kind(const struct rule_series *series, size_t period) {
    for (size_t before = period; before > 0;)
        if (series->periods[--before].kind == series->periods[period].kind)
            return before;
    return period;
}

static struct repetition *of_file(struct rule_run *run, struct repetitions *out,
                                  size_t from, const struct observation *o) {
    for (size_t at = from; at < out->count; at++)
        if (out->list[at].file == o->source.file)
            return &out->list[at];
    out->list =
        arena_grow(run->own, out->list, out->count, &out->capacity, sizeof *out->list);
    out->list[out->count] = (struct repetition){
        .file = o->source.file, .period = o->period, .before = o->period, .first = o};
    return &out->list[out->count++];
}

/* True if all that the file of `sum` says in the period, it said in an older one. */
static bool equals_older(const struct rule_series *series, size_t period, size_t older,
                         const struct repetition *sum, size_t *equal) {
    *equal = 0;
    for (size_t k = series->start[period]; k < series->start[period + 1]; k++) {
        const struct observation *o = &series->o[series->order[k]], *old;
        if (o->source.file != sum->file || !counts(o))
            continue;
        old = before_it(series, series->order[k], series->periods[older]);
        if (old == NULL || !is_equal(o, old))
            return false;
        ++*equal;
    }
    return *equal > 0;
}

/* Looks for the newest period before the last one that its first value points to. */
static void compare_older(const struct rule_series *series, size_t period,
                          struct repetition *sum) {
    size_t i = (size_t)(sum->first - series->o), last = last_of_kind(series, period);
    if (sum->unequal == 0 && sum->equal > 0)
        return;
    for (size_t k = i, equal; k > 0 && series->o[k - 1].area == series->o[i].area;
         k--) {
        const struct observation *old = &series->o[k - 1];
        size_t older = series->period_of[k - 1];
        if (older >= last || old->period.kind != series->o[i].period.kind ||
            !is_equal(&series->o[i], old) ||
            !equals_older(series, period, older, sum, &equal))
            continue;
        sum->before = old->period;
        sum->equal = sum->all = equal;
        sum->unequal = 0;
        return;
    }
}

/* Adds what a series says in a period against the periods of its kind before it. */
static void compare_period(struct rule_run *run, const struct rule_series *series,
                           size_t period, struct repetitions *out) {
    size_t from = out->count, before = last_of_kind(series, period);
    if (before == period)
        return;
    for (size_t k = series->start[period]; k < series->start[period + 1]; k++) {
        const struct observation *o = &series->o[series->order[k]], *old;
        if (!counts(o))
            continue;
        struct repetition *sum = of_file(run, out, from, o);
        sum->before = series->periods[before];
        old = before_it(series, series->order[k], series->periods[before]);
        bool equal = old != NULL && is_equal(o, old);
        sum->equal += equal;
        sum->unequal += old != NULL && !equal;
        sum->all += old != NULL;
    }
    for (size_t at = from; at < out->count; at++)
        compare_older(series, period, &out->list[at]);
}

static void report(struct rule_run *run, const struct repetition *r) {
    rule_concerns(run, NULL, 0);
    rule_report(
        run, r->first,
        "%.*s: all %zu values of %.*s are equal to those of %.*s, cell for cell",
        STR_ARG(dataset_file(run->ds, r->file)->path), r->equal,
        STR_ARG(rule_period(run, r->period)), STR_ARG(rule_period(run, r->before)));
}

static void report_series(struct rule_run *run, const struct repetition *r) {
    rule_concerns(run, NULL, 0);
    rule_report(
        run, r->first,
        "%.*s: all %zu values of %.*s are equal to those of %.*s, cell for cell",
        STR_ARG(rule_series_name(run, r->first->series)), r->equal,
        STR_ARG(rule_period(run, r->period)), STR_ARG(rule_period(run, r->before)));
}

static struct repetitions collect(struct rule_run *run) {
    struct repetitions all = {0};
    for (uint32_t id = 0; id < dataset_series_count(run->ds); id++) {
        struct rule_series series = {.id = id};
        series.o = dataset_of_series(run->ds, id, &series.count);
        if (series.count < 2)
            continue;
        series.indicator =
            dataset_indicator(run->ds, dataset_series(run->ds, id)->indicator);
        if (series.indicator->kind == KIND_RANK ||
            series.indicator->kind == KIND_GRADE ||
            !rule_looks_at(run, id, series.count))
            continue;
        rule_by_period(run, &series);
        for (size_t p = 1; p < series.period_count; p++)
            compare_period(run, &series, p, &all);
    }
    return all;
}

/* How many values of the file were compared in the period of entry `i`. */
static size_t all_of(const struct repetitions *all, size_t i) {
    size_t sum = 0, from = i;
    while (from > 0 && same_period(&all->list[from - 1], &all->list[i]))
        from--;
    for (; from < all->count && same_period(&all->list[from], &all->list[i]); from++)
        sum += all->list[from].all;
    return sum;
}

static void check(struct rule_run *run) {
    size_t least = (size_t)rule_limit(run, 0);
    struct repetitions all = collect(run);
    if (all.count > 1)
        qsort(all.list, all.count, sizeof *all.list, compare_repetitions);
    for (size_t i = 0, end; i < all.count; i = end) {
        struct repetition sum = all.list[i];
        for (end = i + 1;
             end < all.count && compare_repetitions(&all.list[i], &all.list[end]) == 0;
             end++) {
            sum.equal += all.list[end].equal;
            sum.unequal += all.list[end].unequal;
        }
        if (sum.unequal == 0 && sum.equal >= least && sum.equal == all_of(&all, i)) {
            report(run, &sum);
            continue;
        }
        for (size_t k = i; k < end; k++)
            if (all.list[k].unequal == 0 && all.list[k].equal >= least)
                report_series(run, &all.list[k]);
    }
}

const struct rule_kind rule_repeated = {
    .kind = {"repeated", "a period is not equal to one before it, cell for cell",
             "一个时期的数据不与以前某期逐格相同"},
    .severity = DIAG_ERROR,
    .limit = 5,
    .hint =
        "is it the file of the other period, saved under this name? Prices and "
        "limits that stay are set in lua/checks.lua: { builtin = \"repeated\", of = { "
        "\"CODE\" }, severity = \"off\", reason = \"…\" }",
    .check = check,
};
