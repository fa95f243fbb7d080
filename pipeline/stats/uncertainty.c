#include "stats/uncertainty.h"
#include "base/arena.h"
#include "stats/order.h"
#include "stats/random.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Coordinates of a point before those of the weights. */
#define HEAD UNCERTAINTY_WEIGHTS

struct uncertainty_run {
    struct uncertainty setup;
    struct tree_work *work;
    size_t last_values; /* which values `work` has noted */
    double *weights, *point, *rounded, *scores;
    double *drawn, *noise; /* values of a replication, and what moves them; or NULL */
    uint64_t stream;       /* of the noise; 0: values as they are */
    uint16_t *nominal, *ranks;
    struct order_item *items;
};

static size_t pick(double u, size_t choices) {
    size_t chosen = (size_t)(u * (double)choices);
    return chosen < choices ? chosen : choices - 1;
}

static size_t dimensions(const struct uncertainty *setup) {
    return HEAD + setup->tree.nodes;
}

static void set_weights(struct uncertainty_run *run, const double *point) {
    const struct uncertainty *setup = &run->setup;
    const struct tree *tree = &setup->tree;
    for (size_t i = 0; i < tree->nodes; i++) {
        double noise = setup->spread != NULL ? setup->spread[i] : 0;
        double moved = setup->weights[i] * (1 + noise * (2 * point[HEAD + i] - 1));
        run->weights[i] = moved > 0 ? moved : 0;
    }
    double u = point[UNCERTAINTY_LEFT_OUT];
    if (u >= setup->leave_out)
        return;
    size_t column = pick(u / setup->leave_out, tree->columns);
    for (size_t i = 0; i < tree->nodes; i++)
        if (tree->node[i].children == 0 && tree->node[i].column == column)
            run->weights[i] = 0;
}

/* The scores of the root as they are ranked. */
static void round_scores(struct uncertainty_run *run, const double *scores) {
    const unsigned char *excluded = run->setup.excluded;
    for (size_t i = 0; i < run->setup.tree.units; i++)
        run->rounded[i] = excluded != NULL && excluded[i]
                              ? (double)NAN
                              : order_significant(scores[i]);
}

/* Values drawn between their bounds: one number for each cell that has a width. */
static void draw_values(struct uncertainty_run *run, size_t values) {
    const struct uncertainty *setup = &run->setup;
    size_t cells = setup->tree.columns * setup->tree.units, uncertain = 0, at = 0;
    const double *low = setup->low[values], *high = setup->high[values];
    memcpy(run->drawn, setup->values[values], cells * sizeof *run->drawn);
    for (size_t i = 0; i < cells; i++)
        uncertain += low[i] < high[i];
    random_fill(setup->seed, run->stream, run->noise, uncertain);
    for (size_t i = 0; i < cells; i++)
        if (low[i] < high[i])
            run->drawn[i] = low[i] + run->noise[at++] * (high[i] - low[i]);
}

/* Ranks of one evaluation with run->weights; false if it failed. */
static bool rank_values(struct uncertainty_run *run, size_t values, size_t aggregation,
                        uint16_t *ranks) {
    const struct uncertainty *setup = &run->setup;
    size_t units = setup->tree.units;
    if (run->stream != 0) {
        draw_values(run, values);
        tree_work_values(run->work, run->drawn);
        run->last_values = SIZE_MAX;
    } else if (values != run->last_values) {
        tree_work_values(run->work, setup->values[values]);
        run->last_values = values;
    }
    struct tree tree = setup->tree;
    if (setup->aggregations != NULL)
        tree.node = setup->aggregations[aggregation];
    bool good = tree_score(&tree, run->weights, run->work) == 0;
    round_scores(run, tree_scores(run->work, 0));
    order_rank_minimum(run->rounded, units, run->items, ranks);
    for (size_t i = 0; i < units && good && !setup->partial; i++)
        good = (ranks[i] == 0) == (run->nominal[i] == 0);
    if (!good)
        memset(ranks, 0, units * sizeof *ranks);
    return good;
}

static bool rank_point(struct uncertainty_run *run, const double *point,
                       uint16_t *ranks) {
    const size_t *choices = run->setup.choices;
    size_t chosen[UNCERTAINTY_LEFT_OUT];
    for (size_t f = 0; f < UNCERTAINTY_LEFT_OUT; f++)
        chosen[f] = pick(point[f], choices[f]);
    size_t values = (chosen[UNCERTAINTY_IMPUTATION] * choices[UNCERTAINTY_TREATMENT] +
                     chosen[UNCERTAINTY_TREATMENT]) *
                        choices[UNCERTAINTY_NORMALISATION] +
                    chosen[UNCERTAINTY_NORMALISATION];
    set_weights(run, point);
    return rank_values(run, values, chosen[UNCERTAINTY_AGGREGATION], ranks);
}

/* The rank of each unit and the mean absolute shift. */
static bool evaluate(struct uncertainty_run *run, const double *point, double *out) {
    size_t units = run->setup.tree.units, ranked = 0;
    double shift = 0;
    bool good = rank_point(run, point, run->ranks);
    for (size_t i = 0; i < units; i++) {
        out[i] = run->ranks[i];
        shift += fabs((double)run->ranks[i] - (double)run->nominal[i]);
        ranked += run->nominal[i] > 0;
    }
    out[units] = ranked > 0 ? shift / (double)ranked : 0;
    return good;
}

/* Coordinates of the factor from b, all others from a. */
static void mix(enum uncertainty_factor factor, const double *a, const double *b,
                size_t n, double *out) {
    memcpy(out, a, n * sizeof *out);
    if (factor == UNCERTAINTY_WEIGHTS)
        memcpy(out + HEAD, b + HEAD, (n - HEAD) * sizeof *out);
    else
        out[factor] = b[factor];
}

struct uncertainty_run *uncertainty_open(const struct uncertainty *setup) {
    struct uncertainty_run *run = memory_alloc(sizeof *run);
    size_t units = setup->tree.units, nodes = setup->tree.nodes;
    *run = (struct uncertainty_run){
        .setup = *setup,
        .work = tree_work_open(units, nodes, setup->tree.columns),
        .weights = memory_alloc(nodes * sizeof(double)),
        .point = memory_alloc(dimensions(setup) * sizeof(double)),
        .rounded = memory_alloc(units * sizeof(double)),
        .scores = memory_alloc(units * sizeof(double)),
        .nominal = memory_alloc(units * sizeof(uint16_t)),
        .ranks = memory_alloc(units * sizeof(uint16_t)),
        .items = memory_alloc(2 * units * sizeof(struct order_item)),
    };
    if (setup->low != NULL) {
        size_t cells = units * setup->tree.columns;
        run->drawn = memory_alloc(cells * sizeof *run->drawn);
        run->noise = memory_alloc(cells * sizeof *run->noise);
    }
    tree_work_values(run->work, setup->values[0]);
    struct tree tree = setup->tree;
    if (setup->aggregations != NULL)
        tree.node = setup->aggregations[0];
    tree_score(&tree, setup->weights, run->work);
    memcpy(run->scores, tree_scores(run->work, 0), units * sizeof(double));
    round_scores(run, run->scores);
    order_rank_minimum(run->rounded, units, run->items, run->nominal);
    return run;
}

void uncertainty_close(struct uncertainty_run *run) {
    if (run == NULL)
        return;
    tree_work_close(run->work);
    free(run->drawn);
    free(run->noise);
    free(run->weights);
    free(run->point);
    free(run->rounded);
    free(run->scores);
    free(run->nominal);
    free(run->ranks);
    free(run->items);
    free(run);
}

const double *uncertainty_scores(const struct uncertainty_run *run) {
    return run->scores;
}

const uint16_t *uncertainty_ranks(const struct uncertainty_run *run) {
    return run->nominal;
}

size_t uncertainty_replicate(struct uncertainty_run *run, uint64_t first, size_t count,
                             uint16_t *ranks) {
    const struct uncertainty *setup = &run->setup;
    size_t units = setup->tree.units, nodes = setup->tree.nodes, failed = 0;
    for (size_t r = 0; r < count; r++) {
        bool good;
        if (setup->given != NULL) {
            memcpy(run->weights, setup->given + (first + r) * nodes,
                   nodes * sizeof *run->weights);
            good = rank_values(run, 0, 0, ranks + r * units);
        } else {
            if (setup->low != NULL) /* streams that nothing else draws from */
                run->stream = (uint64_t)1 << 62 | (first + r);
            random_fill(setup->seed, first + r, run->point, dimensions(setup));
            good = rank_point(run, run->point, ranks + r * units);
        }
        failed += !good;
    }
    run->stream = 0;
    return failed;
}

size_t uncertainty_factors(const struct uncertainty *setup,
                           enum uncertainty_factor *factors) {
    size_t count = 0;
    for (size_t f = 0; f < UNCERTAINTY_LEFT_OUT; f++)
        if (setup->choices[f] > 1)
            factors[count++] = (enum uncertainty_factor)f;
    if (setup->leave_out > 0)
        factors[count++] = UNCERTAINTY_LEFT_OUT;
    bool varied = false;
    for (size_t i = 1; setup->spread != NULL && i < setup->tree.nodes; i++)
        varied = varied || setup->spread[i] > 0;
    if (varied)
        factors[count++] = UNCERTAINTY_WEIGHTS;
    return count;
}

/* y[(set × outputs + output) × samples + point]: column-wise for the estimator. The
   points that did not fail; the high bit keeps their streams from those of Monte Carlo.
 */
static size_t evaluate_points(struct uncertainty_run *run, size_t samples,
                              const enum uncertainty_factor *factors, size_t count,
                              size_t kept, double *y) {
    size_t n = dimensions(&run->setup), outputs = run->setup.tree.units + 1, used = 0;
    uint64_t own = (uint64_t)1 << 63;
    double *a = memory_alloc(3 * n * sizeof *a), *b = a + n, *mixed = b + n;
    double *rows = memory_alloc((count + 2) * outputs * sizeof *rows);
    for (uint64_t s = 0; s < samples; s++) {
        random_fill(run->setup.seed, own | 2 * s, a, n);
        random_fill(run->setup.seed, own | (2 * s + 1), b, n);
        bool good = evaluate(run, a, rows) && evaluate(run, b, rows + outputs);
        for (size_t f = 0; f < count && good; f++) {
            mix(factors[f], a, b, n, mixed);
            good = evaluate(run, mixed, rows + (f + 2) * outputs);
        }
        for (size_t set = 0; set < count + 2 && good; set++)
            for (size_t o = 0; o < kept; o++)
                y[(set * kept + o) * samples + used] =
                    rows[(set + 1) * outputs - kept + o];
        used += good;
    }
    free(a);
    free(rows);
    return used;
}

void uncertainty_sobol(struct uncertainty_run *run, size_t samples,
                       struct uncertainty_effects *effects) {
    const struct uncertainty *setup = &run->setup;
    enum uncertainty_factor factors[UNCERTAINTY_FACTORS];
    size_t count = uncertainty_factors(setup, factors);
    size_t outputs = effects->by_unit ? setup->tree.units + 1 : 1;
    double *y = memory_alloc((count + 2) * outputs * samples * sizeof *y);
    size_t used = evaluate_points(run, samples, factors, count, outputs, y);
    effects->failed = samples - used;
    for (size_t o = 0; o < outputs; o++) {
        effects->variance[o] = 0;
        for (size_t f = 0; f < count; f++) {
            size_t at = f * outputs + o;
            const double *a = y + o * samples, *b = y + (outputs + o) * samples;
            const double *ab = y + ((f + 2) * outputs + o) * samples;
            effects->first[at] = effects->total[at] = (double)NAN;
            if (used > 1)
                sobol_estimate(a, b, ab, used, &effects->first[at], &effects->total[at],
                               &effects->variance[o]);
            if (o + 1 == outputs) /* streams behind those of the points */
                effects->shift[f] = sobol_bootstrap(a, b, ab, used, setup->seed,
                                                    (uint64_t)3 << 62 | f * 1000);
        }
    }
    free(y);
}
