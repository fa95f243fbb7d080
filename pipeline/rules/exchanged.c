/* Values that stand beside another area: a column that slipped by a row against the
   names, two rows that changed places. Told by what the areas had the period before. */
#include "rules/rule.h"
#include <math.h>
#include <stdlib.h>

/* How far a value may lie from that of the period before to be its next, and from its
   own to be of another area, as logarithms: 20 %, 45 %. */
#define NEAR 0.08
#define APART 0.16
/* Of two that changed places, beyond the usual step of the period: 15 %. */
#define SWAPPED 0.06
/* So many rows in a row are no chance. */
#define ROWS 5
/* The greatest share of all other steps that may be as far as APART. */
#define RESTLESS 0.2

struct cell {
    const struct observation *o;
    double now, before; /* log10; NaN */
    struct period last; /* of `before` */
};

static double size_of(double value) { return value > 0 ? log10(value) : (double)NAN; }

static int compare_cells(const void *a, const void *b) {
    const struct source_cell *x = &((const struct cell *)a)->o->source;
    const struct source_cell *y = &((const struct cell *)b)->o->source;
    if (x->file != y->file)
        return x->file < y->file ? -1 : 1;
    if (x->line != y->line)
        return x->line < y->line ? -1 : 1;
    return x->column < y->column ? -1 : x->column > y->column;
}

/* The value of the area in the period of that kind before, or NULL. */
static const struct observation *one_before(const struct rule_series *series,
                                            size_t i) {
    const struct observation *o = &series->o[i];
    for (size_t k = i; k > 0 && series->o[k - 1].area == o->area; k--) {
        struct period p = series->o[k - 1].period;
        if (p.kind == o->period.kind &&
            (p.kind != PERIOD_YTD || p.index == o->period.index))
            return &series->o[k - 1];
    }
    return NULL;
}

/* The cells of a period in the order of the file. */
static struct cell *cells_of(struct rule_run *run, const struct rule_series *series,
                             size_t period, size_t *count) {
    size_t from = series->start[period];
    *count = series->start[period + 1] - from;
    struct cell *cells = arena_array(run->arena, *count, sizeof *cells);
    for (size_t k = 0; k < *count; k++) {
        size_t i = series->order[from + k];
        const struct observation *old = one_before(series, i);
        cells[k] = (struct cell){
            .o = &series->o[i],
            .now = size_of(series->value[i]),
            .before =
                old == NULL ? (double)NAN : size_of(series->value[old - series->o])};
        if (old != NULL)
            cells[k].last = old->period;
    }
    qsort(cells, *count, sizeof *cells, compare_cells);
    return cells;
}

static bool far_step(const struct cell *c) {
    return fabs(c->now - c->before) > APART; /* not NaN */
}

/* The longest run of rows that fit the row `by` before them; how many of them do not
   fit their own. */
static size_t find_slip(const struct cell *cells, size_t count, int by, size_t *first) {
    size_t most = 0, hits = 0, from = 0;
    for (size_t i = by > 0 ? 1 : 0, end = by > 0 ? count : count - 1; i < end; i++) {
        size_t k = by > 0 ? i - 1 : i + 1;
        if (!(fabs(cells[i].now - cells[k].before) < NEAR)) {
            hits = 0;
            continue;
        }
        from = hits == 0 ? i : from;
        hits += far_step(&cells[i]);
        if (hits > most) {
            most = hits;
            *first = from;
        }
    }
    return most;
}

static void report_slip(struct rule_run *run, const struct cell *cells, size_t count) {
    for (int by = -1; by <= 1; by += 2) {
        size_t first, hits = find_slip(cells, count, by, &first);
        if (hits < ROWS)
            continue;
        while (!far_step(&cells[first]))
            first++;
        const struct cell *c = &cells[first];
        struct str name = rule_series_name(run, c->o->series);
        rule_concerns(run, NULL, 0);
        rule_report(run, c->o,
                    by > 0 ? "%.*s %.*s: from %.*s on, %zu values are near those that "
                             "the area one row above had in %.*s"
                           : "%.*s %.*s: from %.*s on, %zu values are near those that "
                             "the area one row below had in %.*s",
                    STR_ARG(rule_period(run, c->o->period)), STR_ARG(name),
                    STR_ARG(rule_area(run, c->o->area)), hits,
                    STR_ARG(rule_period(run, c->last)));
        return;
    }
}

static int compare_numbers(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

/* The median step of a period; NaN below ROWS of them. */
static double median_step(struct rule_run *run, const struct cell *cells,
                          size_t count) {
    double *list = arena_array(run->arena, count, sizeof *list);
    size_t n = 0;
    for (size_t i = 0; i < count; i++)
        if (!isnan(cells[i].now - cells[i].before))
            list[n++] = cells[i].now - cells[i].before;
    if (n < ROWS)
        return (double)NAN;
    qsort(list, n, sizeof *list, compare_numbers);
    return list[n / 2];
}

/* The cells of a period by what they had before, and how far they are from what is
   usual: in the order of numbers, without those of which it is not known. */
struct sorted {
    struct earlier {
        double before;
        uint32_t cell;
    } * earlier;
    double *off;
    size_t count;
};

static int compare_earlier(const void *a, const void *b) {
    return compare_numbers(&((const struct earlier *)a)->before,
                           &((const struct earlier *)b)->before);
}

static double off_by(const struct cell *c, double usual) {
    return fabs(c->now - c->before - usual);
}

static struct sorted sort_cells(struct rule_run *run, const struct cell *cells,
                                size_t count, double usual) {
    struct sorted s = {arena_array(run->arena, count, sizeof *s.earlier),
                       arena_array(run->arena, count, sizeof *s.off), 0};
    for (size_t i = 0; i < count; i++) {
        double off = off_by(&cells[i], usual);
        if (isnan(off))
            continue;
        s.earlier[s.count] = (struct earlier){cells[i].before, (uint32_t)i};
        s.off[s.count++] = off;
    }
    if (s.count > 1) {
        qsort(s.earlier, s.count, sizeof *s.earlier, compare_earlier);
        qsort(s.off, s.count, sizeof *s.off, compare_numbers);
    }
    return s;
}

/* The first cell that had so much or more before. */
static size_t first_earlier(const struct sorted *s, double before) {
    size_t from = 0, to = s->count;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        if (s->earlier[middle].before < before)
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

/* How many are farther off than that. */
static size_t count_farther(const struct sorted *s, double off) {
    size_t from = 0, to = s->count;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        if (s->off[middle] > off)
            to = middle;
        else
            from = middle + 1;
    }
    return s->count - from;
}

/* Each of the two fits what the other had, and hardly any other area of the period is
   half as far from its own. */
static bool are_swapped(const struct cell *cells, size_t count, const struct sorted *s,
                        double usual, size_t i, size_t k) {
    double off_i = off_by(&cells[i], usual), off_k = off_by(&cells[k], usual);
    double own = fmin(off_i, off_k);
    if (!(fabs(cells[i].now - cells[k].before - usual) * 4 < own) ||
        !(fabs(cells[k].now - cells[i].before - usual) * 4 < own))
        return false;
    size_t others = count_farther(s, own / 2);
    others -= (size_t)(off_i > own / 2) + (size_t)(off_k > own / 2);
    return others * 10 <= count;
}

/* The cells behind it in the file that it may have changed places with, in their
   order. */
static size_t find_partners(const struct cell *cells, size_t count,
                            const struct sorted *s, double usual, size_t i,
                            uint32_t *out) {
    enum { FEW = 4 };
    double wanted = cells[i].now - usual, room = off_by(&cells[i], usual) / FEW;
    size_t n = 0;
    for (size_t at = first_earlier(s, wanted - room * (1 + 1e-9));
         at < s->count && s->earlier[at].before <= wanted + room * (1 + 1e-9); at++) {
        size_t k = s->earlier[at].cell;
        if (k <= i || !are_swapped(cells, count, s, usual, i, k))
            continue;
        size_t to = n++;
        while (to > 0 && out[to - 1] > k) {
            out[to] = out[to - 1];
            to--;
        }
        out[to] = (uint32_t)k;
    }
    return n;
}

static void report_swaps(struct rule_run *run, const struct cell *cells, size_t count) {
    double usual = median_step(run, cells, count);
    if (isnan(usual))
        return;
    const struct sorted s = sort_cells(run, cells, count, usual);
    uint32_t *partners = arena_array(run->arena, count, sizeof *partners);
    for (size_t i = 0; i < count; i++) {
        /* NaN is not far. */
        bool far = off_by(&cells[i], usual) > SWAPPED;
        size_t n = far ? find_partners(cells, count, &s, usual, i, partners) : 0;
        for (size_t p = 0; p < n; p++) {
            size_t k = partners[p];
            const uint32_t both[] = {cells[i].o->area, cells[k].o->area};
            rule_concerns(run, both, 2);
            rule_report(run, cells[i].o,
                        "%.*s is near what %.*s had in %.*s, and the other way "
                        "round (%.*s)",
                        STR_ARG(rule_cell(run, cells[i].o)),
                        STR_ARG(rule_area(run, cells[k].o->area)),
                        STR_ARG(rule_period(run, cells[k].last)),
                        STR_ARG(rule_place(run, cells[k].o)));
        }
    }
}

/* Far steps of each period, and of all. */
static size_t count_far(const struct cell *cells, size_t count, size_t *steps) {
    size_t far = 0;
    for (size_t i = 0; i < count; i++) {
        *steps += isnan(cells[i].now - cells[i].before) ? 0 : 1;
        far += far_step(&cells[i]);
    }
    return far;
}

static void check(struct rule_run *run, struct rule_series *series) {
    enum indicator_kind kind = series->indicator->kind;
    if (kind == KIND_RANK || kind == KIND_GRADE || rule_is_change(series->indicator) ||
        !rule_looks_at(run, series->id, series->count))
        return;
    rule_by_period(run, series);
    size_t periods = series->period_count, all = 0, all_far = 0;
    size_t *count = arena_array(run->arena, periods, sizeof *count);
    size_t *steps = arena_array(run->arena, periods, sizeof *steps);
    size_t *far = arena_array(run->arena, periods, sizeof *far);
    struct cell **cells = arena_array(run->arena, periods, sizeof *cells);
    for (size_t p = 0; p < periods; p++) {
        cells[p] = cells_of(run, series, p, &count[p]);
        far[p] = count_far(cells[p], count[p], &steps[p]);
        all += steps[p];
        all_far += far[p];
    }
    for (size_t p = 0; p < periods; p++) {
        /* The step back, too, is far. */
        size_t back = p + 1 < periods ? far[p + 1] : 0;
        size_t own = steps[p] + (p + 1 < periods ? steps[p + 1] : 0);
        size_t others = all_far - far[p] - back;
        if ((double)others > RESTLESS * (double)(all - own))
            continue;
        if (far[p] >= ROWS)
            report_slip(run, cells[p], count[p]);
        report_swaps(run, cells[p], count[p]);
    }
}

const struct rule_kind rule_exchanged = {
    .kind =
        {"exchanged",
         "no values stand beside another area than the period before: a column that "
         "slipped by a row, two rows that changed places",
         "数值没有错行、没有与其他地区对调"},
    .severity = DIAG_WARNING,
    .hint = "hold the names against the values in the office's own table",
    .check_series = check,
};
