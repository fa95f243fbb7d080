/* Periods where none are expected, and none where they are. */
#include "rules/rule.h"

static int divisor(int a, int b) { return b == 0 ? a : divisor(b, a % b); }

/* The months between days that come every month, quarter or year; 0 if they do not. */
static int rhythm(const struct rule_series *series) {
    int months = 0;
    const struct period *before = NULL;
    for (size_t p = 0; p < series->period_count; p++) {
        if (series->periods[p].kind != PERIOD_DAY)
            continue;
        int step =
            before != NULL ? period_months_apart(*before, series->periods[p]) : 0;
        if (before != NULL && step == 0)
            return 0;
        months = divisor(months, step);
        before = &series->periods[p];
    }
    return months;
}

/* The period that is expected behind this one. */
static bool expect_next(struct period period, int months, struct period *next) {
    return period.kind == PERIOD_DAY
               ? months > 0 && period_months_later(period, months, next)
               : period_shift(period, 1, next);
}

/* A series that has nearly every year, quarter or month lacks one between them. */
static void check_gap(struct rule_run *run, struct rule_series *series) {
    enum { LEAST = 4 };
    if (!rule_looks_at(run, series->id, series->count))
        return;
    rule_by_period(run, series);
    struct str *names = arena_array(run->arena, series->period_count, sizeof *names);
    int months = rhythm(series);
    for (int kind = PERIOD_YEAR; kind < PERIOD_KINDS; kind++) {
        if (kind > PERIOD_MONTH && kind != PERIOD_DAY)
            continue;
        size_t found = 0, missing = 0;
        struct period next = {0};
        const struct observation *after = NULL;
        for (size_t p = 0; p < series->period_count; p++) {
            struct period period = series->periods[p];
            if (period.kind != kind)
                continue;
            while (found > 0 && period_compare(next, period) < 0 &&
                   missing < series->period_count) {
                names[missing++] = rule_period(run, next);
                after = &series->o[series->order[series->start[p]]];
                if (!expect_next(next, months, &next))
                    break;
            }
            found++;
            if (!expect_next(period, months, &next))
                break;
        }
        if (missing == 0 || found < LEAST || missing * LEAST > found)
            continue;
        rule_concerns(run, NULL, 0);
        rule_report(run, after, "%.*s: no value at all in %.*s",
                    STR_ARG(rule_series_name(run, series->id)),
                    STR_ARG(rule_list(run, names, missing)));
    }
}

const struct rule_kind rule_gap = {
    .kind = {"gap", "a series that has nearly every period lacks none between them",
             "连续的时期中间不缺"},
    .partial = true,
    .severity = DIAG_WARNING,
    .hint =
        "is a column or row missing in the file, or does its head say another period?",
    .check_series = check_gap,
};

/* Rows of fewer are put together from several places, in any order. */
#define ORDER_LEAST 8

/* The values of an area in one file stand in the order of their periods, or against it,
   but for one. */

static uint64_t place_of(const struct observation *o) {
    return (uint64_t)o->source.line << 16 | o->source.column;
}

/* From `from` on: those of one area, file and kind of period. */
static size_t end_of_run(const struct rule_series *series, size_t from) {
    size_t i = from + 1;
    while (i < series->count && series->o[i].area == series->o[from].area &&
           series->o[i].source.file == series->o[from].source.file &&
           series->o[i].period.kind == series->o[from].period.kind)
        i++;
    return i;
}

/* The one that is out of order; NULL if there is none, or no order. */
static const struct observation *displaced(const struct observation *o, size_t count) {
    size_t ups = 0, downs = 0, at = 0;
    for (size_t i = 1; i < count; i++)
        if (place_of(&o[i]) > place_of(&o[i - 1]))
            ups++;
        else
            downs++;
    bool rising = ups > downs;
    size_t wrong = rising ? downs : ups;
    /* Taken out and put elsewhere it breaks the order once or twice. */
    if (wrong == 0 || wrong > 2 || count < ORDER_LEAST)
        return NULL;
    for (size_t i = count - 1; i > 0; i--)
        if ((place_of(&o[i]) > place_of(&o[i - 1])) != rising)
            at = i;
    /* Of the two at the first break, the one without which there is none. */
    bool fits = at < 2 || (place_of(&o[at]) > place_of(&o[at - 2])) == rising;
    return fits ? &o[at - 1] : &o[at];
}

static void check_order(struct rule_run *run, struct rule_series *series) {
    struct rule_cells cells = {0};
    size_t at = 0, more;
    if (!rule_looks_at(run, series->id, series->count))
        return;
    for (size_t i = 0, end; i < series->count; i = end) {
        end = end_of_run(series, i);
        const struct observation *o = displaced(&series->o[i], end - i);
        if (o != NULL)
            rule_cells_add(run, &cells, o);
    }
    for (const struct observation *o; (o = rule_cells_next(&cells, &at, &more));)
        rule_report(run, o,
                    "%.*s stands out of the order of the other periods of its file%.*s",
                    STR_ARG(rule_cell(run, o)), STR_ARG(rule_more(run, more)));
}

const struct rule_kind rule_order = {
    .kind = {"order", "the periods of a file that stand in their order all do",
             "文件中的时期按次序排列"},
    .severity = DIAG_WARNING,
    .hint = "look at the head of that column or row: is it the right period?",
    .check_series = check_order,
};

/* A year that is years away from all others of the data: mistyped, or another calendar.
 */

enum { YEARS = 65536, FAR = 3 };

/* The years that have data, rising, in `run->arena`. */
static size_t list_years(struct rule_run *run, const struct observation **first,
                         size_t **out) {
    size_t count = 0;
    *out = arena_array(run->arena, YEARS, sizeof **out);
    for (size_t year = 1; year < YEARS; year++)
        if (first[year] != NULL)
            (*out)[count++] = year;
    return count;
}

/* Whether a step of so many years, from the year `from` of the list to the next one, is
   as wide as others are, at most twice: censuses. Of two years alone 5 and 10. */
static bool is_step(const size_t *years, size_t count, size_t from) {
    size_t own = years[from + 1] - years[from];
    if (count == 2)
        return own == 5 || own == 10;
    for (size_t i = 0; i + 1 < count; i++) {
        size_t other = years[i + 1] - years[i];
        if (i != from && other > FAR && own <= other * 2 && other <= own * 2)
            return true;
    }
    return false;
}

static void check_far(struct rule_run *run) {
    size_t count;
    const struct observation *o = dataset_observations(run->ds, &count);
    const struct observation **first = arena_array(run->arena, YEARS, sizeof *first);
    for (size_t i = 0; i < count; i++)
        if (o[i].period.kind != PERIOD_NOT_STATED && o[i].period.kind != PERIOD_SPAN &&
            first[o[i].period.year] == NULL)
            first[o[i].period.year] = &o[i];
    run->looked = count;
    size_t *years, year_count = list_years(run, first, &years);
    for (size_t i = 0; i < year_count && year_count > 1; i++) {
        bool above = i == 0 || (years[i] - years[i - 1] > FAR &&
                                !is_step(years, year_count, i - 1));
        bool below = i + 1 == year_count ||
                     (years[i + 1] - years[i] > FAR && !is_step(years, year_count, i));
        if (above && below) {
            const struct observation *alone = first[years[i]];
            rule_concerns(run, NULL, 0);
            rule_report(run, alone, "%.*s is years away from all other data",
                        STR_ARG(rule_cell(run, alone)));
        }
    }
}

const struct rule_kind rule_far = {
    .kind = {"far", "no year is years away from all others of the data",
             "没有与其他数据相隔多年的年份"},
    .severity = DIAG_WARNING,
    .hint = "look at the period in the file",
    .check = check_far,
};
