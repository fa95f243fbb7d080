/* A value against its neighbours in time, and how it stands to them against the other
   areas: a digit too many, a comma that slipped, another unit. Sizes are compared as
   logarithms, so that a tenth is as far as ten times. */
#include "rules/rule.h"
#include <math.h>

/* So many units of the last digit change by any factor: a count of a few, 0.04. */
#define FEW 100
/* How far a value may lie off the line between its neighbours, in robust standard
   deviations of the areas and of its own past (Iglewicz and Hoaglin 1993 take 3.5 for
   an outlier; a sound panel of 18 indicators has some at 9), and in its logarithm: 15
   %. */
#define BEND_LIMIT 10.0
#define BEND_LEAST 0.065
/* A step is level beside one of so many times its size. */
#define LEVEL 4
/* The same for how far a value lies from its neighbours. */
#define FAR_LEAST 8.0
/* Areas, and values of an area, that a deviation is taken from. */
#define BEND_AREAS 8
#define BEND_PERIODS 5

/* Up to here a value may be above the one before it, or below, and nothing is looked
   at: less than BEND_LEAST. */
#define CALM 1.15

/* How near a power of ten the distance of a value in another unit is, as a logarithm;
   so many areas of a period are no chance. */
#define POWER_NEAR 0.15
#define ALIKE 3

struct neighbours {
    struct rule_series *series;
    double *size;      /* log10 of the value; NaN if it is not above 0 */
    double *distance;  /* of the size from its neighbours'; NaN without them */
    double *step;      /* from the one before; NaN */
    uint32_t *nearest; /* index of the neighbour that it is compared with */
    double *middle;    /* of each period: the median distance of its areas */
    double *shift;     /* of each period: the median step */
    double *spread;    /* of each period: the deviation of the distances */
    double *bend;      /* of the size from the mean of both neighbours', less the median
                          of its period; NaN without both */
    double *noise;     /* of each period: the deviation of the bends of its areas */
    double *list;      /* room for as many as there are values */
};

/* What a value may be compared with: a number of the same area and kind of period. */
static bool comparable(const struct rule_series *series, size_t i, size_t k) {
    const struct observation *a = &series->o[i], *b = &series->o[k];
    return a->area == b->area && a->period.kind == b->period.kind &&
           (a->period.kind != PERIOD_YTD || a->period.index == b->period.index) &&
           series->value[k] > 0;
}

/* True if every value is near the one before. */
static bool is_calm(const struct rule_series *series) {
    for (size_t i = 1; i < series->count; i++) {
        double a = series->value[i - 1], b = series->value[i];
        if ((b > a * CALM || a > b * CALM) && b > 0 && a > 0 &&
            series->o[i].area == series->o[i - 1].area)
            return false;
        /* Between kinds of periods and around gaps it says nothing. */
        if (series->o[i].area == series->o[i - 1].area &&
            (series->o[i].period.kind != series->o[i - 1].period.kind || !(a > 0) ||
             b == 0))
            return false;
    }
    return true;
}

/* The next comparable value in a direction; count if there is none. */
static size_t neighbour(const struct rule_series *series, size_t i, size_t from,
                        int direction) {
    for (size_t k = from + (size_t)direction; k < series->count;
         k += (size_t)direction) {
        if (series->o[k].area != series->o[i].area)
            break;
        if (comparable(series, i, k))
            return k;
    }
    return series->count;
}

/* The middle one of up to two neighbours on each side; of two middle ones, the nearer:
   so the neighbour of a wrong value is not wrong, nor the last one before a new level.
 */
static void compare_one(struct neighbours *n, size_t i) {
    const struct rule_series *series = n->series;
    size_t near[4], count = 0;
    n->distance[i] = n->step[i] = n->bend[i] = (double)NAN;
    if (isnan(n->size[i]))
        return;
    for (int direction = -1; direction <= 1; direction += 2)
        for (size_t k = i, found = 0; found < 2; found++) {
            k = neighbour(series, i, k, direction);
            if (k == series->count)
                break;
            if (direction < 0 && found == 0)
                n->step[i] = n->size[i] - n->size[k];
            size_t at = count++;
            for (; at > 0 && n->size[near[at - 1]] > n->size[k]; at--)
                near[at] = near[at - 1];
            near[at] = k;
        }
    if (count == 0)
        return;
    size_t at = count / 2;
    if (count % 2 == 0 &&
        fabs(n->size[i] - n->size[near[at - 1]]) < fabs(n->size[i] - n->size[near[at]]))
        at--;
    n->distance[i] = n->size[i] - n->size[near[at]];
    n->nearest[i] = (uint32_t)near[at];
}

/* The upper median, by Hoare's selection: the list is put in disorder. */
static double median(double *list, size_t count) {
    size_t low = 0, high = count - 1, wanted = count / 2;
    while (low < high) {
        double pivot = list[low + (high - low) / 2];
        size_t i = low, k = high;
        for (;;) {
            while (list[i] < pivot)
                i++;
            while (list[k] > pivot)
                k--;
            if (i >= k)
                break;
            double other = list[i];
            list[i++] = list[k];
            list[k--] = other;
        }
        if (wanted <= k)
            high = k;
        else
            low = k + 1;
    }
    return list[wanted];
}

/* The median over the areas of a period; NaN below `least` of them. */
static double median_of(const struct neighbours *n, size_t period, const double *what,
                        size_t least) {
    const struct rule_series *series = n->series;
    size_t count = 0;
    for (size_t k = series->start[period]; k < series->start[period + 1]; k++)
        if (!isnan(what[series->order[k]]))
            n->list[count++] = what[series->order[k]];
    return count < least || count == 0 ? (double)NAN : median(n->list, count);
}

static double *doubles(struct rule_run *run, size_t count) {
    return arena_array(run->arena, count, sizeof(double));
}

static struct neighbours *measure(struct rule_run *run, struct rule_series *series) {
    struct neighbours *n = arena_alloc(run->arena, sizeof *n);
    size_t count = series->count;
    rule_by_period(run, series);
    *n =
        (struct neighbours){.series = series,
                            .size = doubles(run, count),
                            .distance = doubles(run, count),
                            .step = doubles(run, count),
                            .nearest = arena_array(run->arena, count, sizeof(uint32_t)),
                            .middle = doubles(run, series->period_count),
                            .shift = doubles(run, series->period_count),
                            .spread = doubles(run, series->period_count),
                            .bend = doubles(run, count),
                            .noise = doubles(run, series->period_count),
                            .list = doubles(run, count)};
    double *apart = doubles(run, count);
    for (size_t i = 0; i < count; i++)
        n->size[i] = series->value[i] > 0 ? log10(series->value[i]) : (double)NAN;
    for (size_t i = 0; i < count; i++)
        compare_one(n, i);
    for (size_t p = 0; p < series->period_count; p++) {
        n->middle[p] = median_of(n, p, n->distance, 3);
        n->shift[p] = median_of(n, p, n->step, 3);
        for (size_t k = series->start[p]; k < series->start[p + 1]; k++)
            apart[series->order[k]] =
                fabs(n->distance[series->order[k]] - n->middle[p]);
        n->spread[p] = median_of(n, p, apart, BEND_AREAS) / 0.6745;
    }
    return n;
}

/* NULL if the series has nothing to be looked at closely. */
static struct neighbours *prepare(struct rule_run *run, struct rule_series *series) {
    enum indicator_kind kind = series->indicator->kind;
    if (kind == KIND_RANK || kind == KIND_GRADE || rule_is_change(series->indicator) ||
        !rule_looks_at(run, series->id, series->count) || is_calm(series))
        return NULL;
    if (series->neighbours == NULL)
        series->neighbours = measure(run, series);
    return series->neighbours;
}

static struct str times(const struct rule_run *run, double distance) {
    double power = round(distance), ratio = pow(10, distance);
    if (fabs(distance - power) < 0.05 && power >= 1)
        return rule_number(run, pow(10, power), 0);
    if (ratio < 0.1)
        return arena_printf(run->arena, "1/%.0f",
                            fabs(distance - power) < 0.05 ? pow(10, -power)
                                                          : 1 / ratio);
    return rule_number(run, ratio, ratio < 10 ? 2 : 0);
}

/* Bends. */

/* Days are each a step of so many months after the one before. */
enum { ONE_PERIOD = -1, SEVEN_DAYS = -2 };

/* The step from one value to the next; 0 if something lies between them. */
static int step_to(const struct rule_series *series, size_t a, size_t b) {
    struct period from = series->o[a].period, to = series->o[b].period, next;
    if (series->o[a].area != series->o[b].area || !(series->value[a] > 0) ||
        !(series->value[b] > 0))
        return 0;
    if (period_shift(from, 1, &next) && period_equal(next, to))
        return ONE_PERIOD;
    if (from.kind == PERIOD_DAY && period_shift(from, 7, &next) &&
        period_equal(next, to))
        return SEVEN_DAYS;
    return period_months_apart(from, to);
}

static void measure_bends(struct rule_run *run, struct neighbours *n) {
    const struct rule_series *series = n->series;
    double *apart = doubles(run, series->count);
    for (size_t i = 1; i + 1 < series->count; i++) {
        int step = step_to(series, i - 1, i);
        if (step != 0 && step == step_to(series, i, i + 1))
            n->bend[i] = n->size[i] - (n->size[i - 1] + n->size[i + 1]) / 2;
    }
    for (size_t p = 0; p < series->period_count; p++) {
        double middle = median_of(n, p, n->bend, BEND_AREAS);
        for (size_t k = series->start[p]; k < series->start[p + 1]; k++) {
            size_t i = series->order[k];
            apart[i] = fabs(n->bend[i] -= middle);
        }
        n->noise[p] = median_of(n, p, apart, BEND_AREAS) / 0.6745;
    }
}

/* The deviation of the bends of an area around value i, without it. */
static double own_noise(const struct neighbours *n, size_t i) {
    const struct rule_series *series = n->series;
    size_t from = i, to = i + 1, count = 0;
    while (from > 0 && series->o[from - 1].area == series->o[i].area)
        from--;
    while (to < series->count && series->o[to].area == series->o[i].area)
        to++;
    for (size_t k = from; k < to; k++)
        if (k != i && !isnan(n->bend[k]))
            n->list[count++] = fabs(n->bend[k]);
    return count + 1 < BEND_PERIODS ? (double)NAN : median(n->list, count) / 0.6745;
}

/* The value that a bend at i is due to. Up and back down, it is its own; level on one
   side, it is that of the neighbour on the other, if the series ends there: no value
   behind it says whether it comes back. */
static size_t at_fault(const struct neighbours *n, size_t i) {
    const struct rule_series *series = n->series;
    double in = fabs(n->step[i] - n->shift[series->period_of[i]]);
    double out = fabs(n->step[i + 1] - n->shift[series->period_of[i + 1]]);
    if (in * LEVEL < out && isnan(n->bend[i + 1]))
        return i + 1;
    return out * LEVEL < in && isnan(n->bend[i - 1]) ? i - 1 : i;
}

/* True if the value is off the line between its neighbours as no other is: up and back
   down, or down and back up. A new level is none, nor is the neighbour of such a value.
 */
static bool bends(const struct neighbours *n, size_t period, size_t i) {
    double own = fabs(n->bend[i]);
    if (!(own >= BEND_LEAST) || !(own >= BEND_LIMIT * n->noise[period]) ||
        own < fabs(n->bend[i - 1]) || own < fabs(n->bend[i + 1]))
        return false;
    return own >= BEND_LIMIT * own_noise(n, i);
}

/* All areas of a period together. */

static void report_period(struct rule_run *run, const struct neighbours *n,
                          size_t period, double distance, const double *what) {
    const struct rule_series *series = n->series;
    struct rule_cells cells = {0};
    size_t at = 0, more;
    for (size_t k = series->start[period]; k < series->start[period + 1]; k++) {
        size_t i = series->order[k];
        if (fabs(what[i] - distance) < 0.5)
            rule_cells_add(run, &cells, &series->o[i]);
    }
    for (const struct observation *o; (o = rule_cells_next(&cells, &at, &more));) {
        const struct observation *other = &series->o[n->nearest[o - series->o]];
        struct str factor = times(run, distance);
        rule_report(
            run, o, "%.*s %.*s: %zu areas are about %.*s times those of %.*s (%.*s)",
            STR_ARG(rule_period(run, o->period)),
            STR_ARG(rule_series_name(run, series->id)), more + 1, STR_ARG(factor),
            STR_ARG(rule_period(run, other->period)), STR_ARG(rule_place(run, other)));
    }
}

/* So few units of the last digit that any factor is a change of little. */
static bool is_few(const struct rule_series *series, double value) {
    return value < FEW * pow(10, -series->indicator->decimals);
}

static bool stands_out(double distance, double limit) {
    return fabs(distance) >= log10(limit);
}

static void check_unit_jump(struct rule_run *run, struct rule_series *series) {
    struct neighbours *n = prepare(run, series);
    double limit = rule_limit(run, series->id);
    if (n == NULL)
        return;
    for (size_t p = 0; p < series->period_count; p++) {
        bool new_level = p > 0 && stands_out(n->shift[p], limit) &&
                         !stands_out(n->middle[p], limit) &&
                         !stands_out(n->middle[p - 1], limit);
        if (series->periods[p].year == series->indicator->break_year)
            continue;
        if (stands_out(n->middle[p], limit))
            report_period(run, n, p, n->middle[p], n->distance);
        else if (new_level)
            report_period(run, n, p, n->shift[p], n->step);
    }
}

const struct rule_kind rule_unit_jump = {
    .kind = {"unit_jump",
             "the areas of a period are not all many times those of its neighbours",
             "一个时期的各地区数值与相邻时期不相差数倍"},
    .severity = DIAG_ERROR,
    .limit = 8,
    .hint = "look at the unit of that column or file: unit = in "
            "input/sources.lua says what the file does not",
    .check_series = check_unit_jump,
};

/* Single values. */

/* A count that falls to nothing: its area had many in the periods around it, and never
   none before. */
static bool falls_to_zero(const struct neighbours *n, size_t i) {
    const struct rule_series *series = n->series;
    if (series->value[i] != 0)
        return false;
    size_t other = neighbour(series, i, i, -1);
    for (size_t k = i; k > 0 && series->o[k - 1].area == series->o[i].area; k--)
        if (series->value[k - 1] == 0)
            return false;
    if (other == series->count)
        other = neighbour(series, i, i, 1);
    if (other == series->count || is_few(series, series->value[other]))
        return false;
    n->nearest[i] = (uint32_t)other;
    return true;
}

/* How far a value lies from its neighbours, less what its period does. */
static double beyond(const struct neighbours *n, size_t period, size_t i) {
    return n->distance[i] - (isnan(n->middle[period]) ? 0 : n->middle[period]);
}

/* True if another value of its area is half as far from its own neighbours. */
static bool area_is_restless(const struct neighbours *n, size_t i, int direction,
                             double least) {
    const struct rule_series *series = n->series;
    for (size_t k = i + (size_t)direction;
         k < series->count && series->o[k].area == series->o[i].area;
         k += (size_t)direction)
        if (k != n->nearest[i] && n->nearest[k] != i &&
            fabs(beyond(n, series->period_of[k], k)) > least)
            return true;
    return false;
}

/* True if both lie the same power of ten from their neighbours: in another unit. */
static bool same_power(const struct neighbours *n, size_t i, size_t k) {
    double power = round(n->distance[i]);
    return power != 0 && fabs(n->distance[i] - power) < POWER_NEAR &&
           fabs(n->distance[k] - power) < POWER_NEAR;
}

/* Whether its area has others that are half as far, or some of the other areas have
   in this period, or all are far apart in it: then it is nothing special. Areas that
   are all in one other unit are: no change takes several to the same power of ten. */
static bool is_usual(const struct neighbours *n, size_t period, size_t i) {
    const struct rule_series *series = n->series;
    double own = fabs(beyond(n, period, i));
    size_t far = 0, all = 0, alike = 0;
    if (area_is_restless(n, i, 1, own / 2) || area_is_restless(n, i, -1, own / 2))
        return true;
    for (size_t k = series->start[period]; k < series->start[period + 1]; k++) {
        double other = fabs(beyond(n, period, series->order[k]));
        bool power = same_power(n, i, series->order[k]);
        all += isnan(other) ? 0 : 1;
        alike += power;
        far += other * 2 > own && !power;
    }
    if (alike < ALIKE && own < FAR_LEAST * n->spread[period])
        return true;
    return all > 2 && far * 4 > all;
}

/* A value may be at fault for itself and for the bend of its neighbour. */
static void add_once(struct rule_run *run, const struct neighbours *n,
                     struct rule_cells *cells, size_t i) {
    for (size_t k = 0; k < cells->count; k++)
        if (cells->cells[k] == &n->series->o[i])
            return;
    rule_cells_add(run, cells, &n->series->o[i]);
}

static void check_jump(struct rule_run *run, struct rule_series *series) {
    struct neighbours *n = prepare(run, series);
    struct rule_cells cells = {0};
    size_t at = 0, more;
    double limit = rule_limit(run, series->id);
    if (n == NULL)
        return;
    measure_bends(run, n);
    for (size_t p = 0; p < series->period_count; p++)
        for (size_t k = series->start[p]; k < series->start[p + 1]; k++) {
            size_t i = series->order[k];
            if (falls_to_zero(n, i))
                add_once(run, n, &cells, i);
            if (isnan(n->distance[i]))
                continue;
            bool far = stands_out(beyond(n, p, i), limit);
            size_t other = n->nearest[i];
            /* Of two that are far from each other, the later one. */
            bool said = n->nearest[other] == i && other > i;
            if (is_few(series, fmax(series->value[i], series->value[other])))
                continue;
            if (far && !said && !is_usual(n, p, i))
                add_once(run, n, &cells, i);
            else if (bends(n, p, i))
                add_once(run, n, &cells, at_fault(n, i));
        }
    for (const struct observation *o; (o = rule_cells_next(&cells, &at, &more));) {
        size_t i = (size_t)(o - series->o);
        const struct observation *other = &series->o[n->nearest[i]];
        if (series->value[i] == 0) {
            rule_report(run, o, "%.*s is 0, beside the %.*s of %.*s (%.*s)%.*s",
                        STR_ARG(rule_cell(run, o)), STR_ARG(rule_value(run, other)),
                        STR_ARG(rule_period(run, other->period)),
                        STR_ARG(rule_place(run, other)), STR_ARG(rule_more(run, more)));
            continue;
        }
        rule_report(run, o, "%.*s is %.*s, %.*s times the %.*s of %.*s (%.*s)%.*s",
                    STR_ARG(rule_cell(run, o)), STR_ARG(rule_value(run, o)),
                    STR_ARG(times(run, n->distance[i])),
                    STR_ARG(rule_value(run, other)),
                    STR_ARG(rule_period(run, other->period)),
                    STR_ARG(rule_place(run, other)), STR_ARG(rule_more(run, more)));
    }
}

const struct rule_kind rule_jump = {
    .kind =
        {"jump",
         "no value is many times its neighbours in time, nor far off the line between "
         "them, unlike other areas",
         "数值与相邻时期不相差数倍，也不明显偏离前后时期"},
    .severity = DIAG_WARNING,
    .limit = 5,
    .hint =
        "look for a digit too many or a point that slipped; a change that is real "
        "can be accepted in lua/checks.lua: { builtin = \"jump\", of = { \"CODE\" }, "
        "severity = \"accepted\", reason = \"…\" }",
    .check_series = check_jump,
};
