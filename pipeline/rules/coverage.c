/* Areas that are missing where they are expected: between two periods that have them,
   in the newest one, or from some area on, as in a file that was cut off. */
#include "rules/rule.h"

/* Which areas have a value, by period and area. */
struct presence {
    struct rule_run *run;
    const struct rule_series *series;
    bool *present;
    uint32_t *missing; /* room for all areas */
    size_t areas, ranked;
};

static bool has(const struct presence *p, size_t period, uint32_t area) {
    return p->present[period * p->areas + area];
}

static struct presence presence_of(struct rule_run *run,
                                   const struct rule_series *series) {
    struct presence p = {
        .run = run, .series = series, .areas = dataset_area_count(run->ds)};
    p.present =
        arena_array(run->arena, series->period_count * p.areas + 1, sizeof *p.present);
    p.missing = arena_array(run->arena, p.areas, sizeof *p.missing);
    for (size_t k = 0; k < series->period_count; k++)
        for (size_t i = series->start[k]; i < series->start[k + 1]; i++) {
            const struct observation *o = &series->o[series->order[i]];
            /* What is said to be absent or secret is not missing. */
            p.present[k * p.areas + o->area] = o->status != STATUS_MISSING;
        }
    for (uint32_t a = 0; a < p.areas; a++)
        p.ranked += dataset_area(run->ds, a)->ranked;
    return p;
}

/* The period of the same kind before or after; the period itself if there is none. */
static size_t beside(const struct rule_series *series, size_t period, int direction) {
    for (size_t k = period + (size_t)direction; k < series->period_count;
         k += (size_t)direction)
        if (series->periods[k].kind == series->periods[period].kind)
            return k;
    return period;
}

static const struct observation *first_of(const struct rule_series *series,
                                          size_t period) {
    return &series->o[series->order[series->start[period]]];
}

static void report(const struct presence *p, size_t period, size_t count) {
    const struct observation *o = first_of(p->series, period);
    struct str *names = arena_array(p->run->arena, count, sizeof *names);
    for (size_t i = 0; i < count; i++)
        names[i] = rule_area(p->run, p->missing[i]);
    rule_concerns(p->run, p->missing, count);
    rule_report(p->run, o, "%.*s %.*s: no value of %.*s",
                STR_ARG(rule_period(p->run, o->period)),
                STR_ARG(rule_series_name(p->run, p->series->id)),
                STR_ARG(rule_list(p->run, names, count)));
}

/* Those that the periods around it have, where these are (nearly) all there are. */
static void check_hole(const struct presence *p, size_t period) {
    size_t before = beside(p->series, period, -1), after = beside(p->series, period, 1);
    size_t expected = 0, missing = 0;
    if (before == period && after == period)
        return;
    for (uint32_t a = 0; a < p->areas; a++) {
        if ((before != period && !has(p, before, a)) ||
            (after != period && !has(p, after, a)) ||
            !dataset_area(p->run->ds, a)->ranked)
            continue;
        expected++;
        if (!has(p, period, a))
            p->missing[missing++] = a;
    }
    if (missing > 0 && expected * 5 >= p->ranked * 4)
        report(p, period, missing);
}

/* Those that no period has, where nearly all have one. */
static void check_never(const struct presence *p) {
    size_t missing = 0, last = p->series->period_count - 1;
    for (uint32_t a = 0; a < p->areas; a++) {
        bool ever = !dataset_area(p->run->ds, a)->ranked;
        for (size_t k = 0; k <= last && !ever; k++)
            ever = has(p, k, a);
        if (!ever)
            p->missing[missing++] = a;
    }
    if (missing > 0 && missing * 10 <= p->ranked)
        report(p, last, missing);
}

/* The areas of a period are the first ones of all, in their order, and then no more. */
static void check_cut(const struct presence *p, size_t period) {
    size_t found = 0, missing = 0;
    for (uint32_t a = 0; a < p->areas; a++) {
        if (!dataset_area(p->run->ds, a)->ranked)
            continue;
        if (has(p, period, a) && missing > 0)
            return;
        found += has(p, period, a);
        if (!has(p, period, a))
            p->missing[missing++] = a;
    }
    /* Fewer are a list of some, and one or two are told by the other checks. */
    if (found >= 8 && missing * 10 > p->ranked)
        report(p, period, missing);
}

static void check(struct rule_run *run, struct rule_series *series) {
    size_t ranked = 0;
    for (size_t i = 0; i < series->count && ranked < 2; i++)
        ranked += dataset_area(run->ds, series->o[i].area)->ranked;
    if (ranked < 2 || series->indicator->kind == KIND_RANK ||
        !rule_looks_at(run, series->id, series->count))
        return;
    rule_by_period(run, series);
    struct presence p = presence_of(run, series);
    if (p.ranked < 5)
        return;
    for (size_t k = 0; k < series->period_count; k++)
        check_hole(&p, k);
    check_never(&p);
    check_cut(&p, series->period_count - 1);
}

const struct rule_kind rule_coverage = {
    .kind =
        {"coverage",
         "no area is missing that the periods around it have, or that nearly all are",
         "前后时期都有的地区不缺"},
    .partial = true,
    .severity = DIAG_WARNING,
    .hint =
        "is a row missing, or the file cut off? A blank that is meant is accepted in "
        "lua/checks.lua: { builtin = \"coverage\", of = { \"CODE\" }, severity = "
        "\"accepted\", reason = \"…\" }",
    .check_series = check,
};
