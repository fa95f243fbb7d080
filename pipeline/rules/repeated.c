/* A period that says the same as one before it, cell for cell: a file that was saved
   under another month's name, a column that was copied and not typed over. Only values
   of three digits and more count: a few laboratories are as many the year after. */
#include "dataset/id_table.h"
#include "dataset/unit.h"
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
    size_t digits; /* of the equal ones, but for the first of each */
    size_t all;    /* values that were compared */
    const struct observation *first;
    uint32_t rarest; /* index of the value that stands in the fewest older periods */
    uint32_t head, tail; /* the first and last of its values, for a series at hand */
};

struct repetitions {
    struct repetition *list;
    size_t count, capacity;
    uint32_t *of_file; /* index of the newest entry of each file */
};

/* Where the values of a series stood before: of each, the index of the one before that
   says the same of the area, plus 1, and how many there are of it. And the next value
   of its file in its period. */
struct echoes {
    uint32_t *before, *times, *next;
};

/* A value that was said so often is told apart from no other: a file of such values is
   compared with the period before it only. */
#define ECHOES_MAX 64

#define NO_VALUE UINT32_MAX

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

static bool is_equal(const struct observation *o, const struct observation *old) {
    return observation_has_number(old) && decimal_compare(o->value, old->value) == 0;
}

static bool counts(const struct observation *o) {
    return observation_has_number(o) && is_weighty(o->value);
}

static uint64_t echo_hash(const struct observation *o) {
    double number = decimal_to_double(o->value);
    uint64_t bits;
    memcpy(&bits, &number, sizeof bits);
    return id_mix(bits ^ id_mix(o->area));
}

/* The last value of the same area that is the same, which `o` takes the place of. */
static uint32_t *last_echo(const struct rule_series *series, struct id_table *table,
                           uint32_t *newest, uint32_t *groups, size_t i) {
    const struct observation *o = &series->o[i];
    uint32_t id;
    for (struct id_walk w = id_table_find(table, echo_hash(o)); id_walk_next(&w, &id);)
        if (series->o[newest[id]].area == o->area &&
            decimal_compare(series->o[newest[id]].value, o->value) == 0)
            return &newest[id];
    id_table_add(table, echo_hash(o), *groups);
    newest[*groups] = (uint32_t)i;
    return &newest[(*groups)++];
}

static struct echoes find_echoes(struct rule_run *run,
                                 const struct rule_series *series) {
    struct id_table table = {0};
    uint32_t groups = 0;
    uint32_t *newest = arena_array(run->arena, series->count, sizeof *newest);
    struct echoes e = {arena_array(run->arena, series->count, sizeof *e.before),
                       arena_array(run->arena, series->count, sizeof *e.times),
                       arena_array(run->arena, series->count, sizeof *e.next)};
    id_table_reserve(&table, series->count, run->arena);
    for (size_t i = 0; i < series->count; i++) {
        if (!counts(&series->o[i]))
            continue;
        uint32_t *last = last_echo(series, &table, newest, &groups, i);
        if (*last != i) {
            e.before[i] = *last + 1;
            e.times[i] = e.times[*last] + 1;
            *last = (uint32_t)i;
        }
    }
    return e;
}

/* Counts a value that is the same. Digits that others of them have tell nothing more.
 */
static void add_equal(struct repetition *sum, const struct observation *o,
                      const struct observation **before) {
    int64_t rest = o->value.coefficient;
    sum->equal++;
    if (*before != NULL && decimal_compare((*before)->value, o->value) == 0)
        return;
    *before = o;
    while (rest % 10 == 0)
        rest /= 10;
    for (rest /= 10; rest != 0; rest /= 10)
        sum->digits++;
}

/* The last period of the same kind, or `period`. */
static size_t last_of_kind(const struct rule_series *series, size_t period) {
    for (size_t before = period; before > 0;)
        if (series->periods[--before].kind == series->periods[period].kind)
            return before;
    return period;
}

/* The entry of the file since `from`, which it gets if it has none. */
static struct repetition *of_file(struct rule_run *run, struct repetitions *out,
                                  size_t from, const struct observation *o) {
    uint32_t *at = &out->of_file[o->source.file];
    if (*at >= from && *at < out->count && out->list[*at].file == o->source.file)
        return &out->list[*at];
    *at = (uint32_t)out->count;
    out->list =
        arena_grow(run->own, out->list, out->count, &out->capacity, sizeof *out->list);
    out->list[out->count] = (struct repetition){.file = o->source.file,
                                                .period = o->period,
                                                .before = o->period,
                                                .first = o,
                                                .rarest = NO_VALUE,
                                                .head = NO_VALUE};
    return &out->list[out->count++];
}

/* True if all that the file of `sum` says in the period, it said in an older one. */
static bool equals_older(const struct rule_run *run, const struct rule_series *series,
                         const struct echoes *echoes, struct period older,
                         const struct repetition *sum, struct repetition *found) {
    const struct observation *last = NULL;
    *found = *sum;
    found->equal = found->unequal = found->digits = 0;
    for (uint32_t i = sum->head; i != NO_VALUE; i = echoes->next[i]) {
        const struct observation *o = &series->o[i], *old;
        old = dataset_find(run->ds, series->id, o->area, older);
        if (old == NULL || !is_equal(o, old))
            return false;
        add_equal(found, o, &last);
    }
    found->before = older;
    found->all = found->equal;
    return found->equal > 0;
}

/* Looks for the newest period before the last one that its rarest value points to. */
static void compare_older(const struct rule_run *run, const struct rule_series *series,
                          const struct echoes *echoes, size_t period,
                          struct repetition *sum) {
    size_t last = last_of_kind(series, period);
    struct repetition found;
    uint32_t i = sum->rarest;
    if ((sum->unequal == 0 && sum->equal > 0) || echoes->times[i] > ECHOES_MAX)
        return;
    while (echoes->before[i] != 0) {
        i = echoes->before[i] - 1;
        struct period older = series->o[i].period;
        if (series->period_of[i] >= last || older.kind != sum->period.kind ||
            !equals_older(run, series, echoes, older, sum, &found))
            continue;
        *sum = found;
        return;
    }
}

/* What stays as it is for years: the land of an area. Three periods at least, and all
   say the same of each area. */
static bool is_land(const struct rule_series *series) {
    enum { LEAST = 3 };
    const struct observation *before = NULL;
    if (series->indicator->kind != KIND_STOCK || series->period_count < LEAST ||
        !unit_is_area(series->indicator->unit))
        return false;
    for (size_t i = 0; i < series->count; i++) {
        const struct observation *o = &series->o[i];
        if (!observation_has_number(o))
            continue;
        if (before != NULL && before->area == o->area && !is_equal(o, before))
            return false;
        before = o;
    }
    return true;
}

/* Adds what a series says in a period against the periods of its kind before it. */
static void compare_period(struct rule_run *run, const struct rule_series *series,
                           const struct echoes *echoes, size_t period,
                           struct repetitions *out) {
    size_t from = out->count, before = last_of_kind(series, period);
    const struct observation *last = NULL;
    if (before == period)
        return;
    for (size_t k = series->start[period]; k < series->start[period + 1]; k++) {
        uint32_t i = series->order[k];
        const struct observation *o = &series->o[i], *old;
        if (!counts(o))
            continue;
        struct repetition *sum = of_file(run, out, from, o);
        echoes->next[i] = NO_VALUE;
        *(sum->head == NO_VALUE ? &sum->head : &echoes->next[sum->tail]) = i;
        sum->tail = i;
        sum->before = series->periods[before];
        old = dataset_find(run->ds, series->id, o->area, sum->before);
        bool equal = old != NULL && is_equal(o, old);
        if (equal)
            add_equal(sum, o, &last);
        sum->unequal += old != NULL && !equal;
        sum->all += old != NULL;
        if (sum->rarest == NO_VALUE || echoes->times[i] < echoes->times[sum->rarest])
            sum->rarest = i;
    }
    for (size_t at = from; at < out->count; at++)
        compare_older(run, series, echoes, period, &out->list[at]);
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
    struct repetitions all = {
        .of_file =
            arena_array(run->own, dataset_file_count(run->ds), sizeof(uint32_t))};
    for (uint32_t id = 0; id < dataset_series_count(run->ds); id++) {
        struct rule_series series = {.id = id};
        struct arena *arena = run->arena;
        series.o = dataset_of_series(run->ds, id, &series.count);
        if (series.count < 2)
            continue;
        series.indicator =
            dataset_indicator(run->ds, dataset_series(run->ds, id)->indicator);
        if (series.indicator->kind == KIND_RANK ||
            series.indicator->kind == KIND_GRADE ||
            !rule_looks_at(run, id, series.count))
            continue;
        run->arena = arena_open();
        rule_by_period(run, &series);
        if (!is_land(&series)) {
            const struct echoes echoes = find_echoes(run, &series);
            for (size_t p = 1; p < series.period_count; p++)
                compare_period(run, &series, &echoes, p, &all);
        }
        arena_close(run->arena);
        run->arena = arena;
    }
    return all;
}

/* Fewer values of more digits are as improbable: each digit but the first of a value
   that grew by some per cent or fell is the same by one chance in ten. */
static bool is_no_chance(const struct rule_run *run, const struct repetition *r) {
    enum { LEAST = 3, DIGITS = 2 };
    size_t values = (size_t)rule_limit(run, r->first->series);
    return r->unequal == 0 &&
           (r->equal >= values || (r->equal >= LEAST && r->digits >= values * DIGITS));
}

/* The entries of a file, a period and the one that it is compared with; of `all` values
   that were compared in the period. */
static void check_entries(struct rule_run *run, const struct repetition *list,
                          size_t count, size_t all) {
    struct repetition sum = list[0];
    for (size_t i = 1; i < count; i++) {
        sum.equal += list[i].equal;
        sum.unequal += list[i].unequal;
        sum.digits += list[i].digits;
    }
    if (is_no_chance(run, &sum) && sum.equal == all) {
        report(run, &sum);
        return;
    }
    for (size_t i = 0; i < count; i++)
        if (is_no_chance(run, &list[i]))
            report_series(run, &list[i]);
}

/* The entries of a file and a period. */
static void check_period(struct rule_run *run, const struct repetition *list,
                         size_t count) {
    size_t all = 0;
    for (size_t i = 0; i < count; i++)
        all += list[i].all;
    for (size_t i = 0, end; i < count; i = end) {
        for (end = i + 1;
             end < count && period_equal(list[end].before, list[i].before);)
            end++;
        check_entries(run, &list[i], end - i, all);
    }
}

static void check(struct rule_run *run) {
    struct repetitions all = collect(run);
    if (all.count > 1)
        qsort(all.list, all.count, sizeof *all.list, compare_repetitions);
    for (size_t i = 0, end; i < all.count; i = end) {
        for (end = i + 1; end < all.count && same_period(&all.list[i], &all.list[end]);)
            end++;
        check_period(run, &all.list[i], end - i);
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
