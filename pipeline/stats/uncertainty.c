#include "stats/uncertainty.h"
#include "base/arena.h"
#include "stats/order.h"
#include "stats/random.h"
#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Threads, and ranks that make one worth its start. */
enum { SHARES_MOST = 16, SHARE_LEAST = 1 << 20 };

/* Coordinates of a point before those of the weights. */
#define HEAD UNCERTAINTY_WEIGHTS

struct uncertainty_run {
    struct uncertainty setup;
    struct tree_work *work;
    struct tree_values **values; /* of setup.values; NULL if not needed so far */
    double *weights, *point, *rounded, *scores;
    double *drawn, *noise; /* values of a replication, and what moves them; or NULL */
    struct tree_values *drawn_values;
    uint64_t stream; /* of the noise; 0: values as they are */
    uint16_t *nominal, *ranks, *ranks_a;
    struct order_item *items;
};

static size_t pick(double u, size_t choices) {
    size_t chosen = (size_t)(u * (double)choices);
    return chosen < choices ? chosen : choices - 1;
}

static size_t dimensions(const struct uncertainty *setup) {
    return HEAD + setup->tree.nodes;
}

/* Which alternative of a factor other than the weights a point takes; of
   UNCERTAINTY_LEFT_OUT the column, or the number of columns for none. */
static size_t choice(const struct uncertainty *setup, enum uncertainty_factor factor,
                     const double *point) {
    double u = point[factor];
    if (factor != UNCERTAINTY_LEFT_OUT)
        return pick(u, setup->choices[factor]);
    return u < setup->leave_out ? pick(u / setup->leave_out, setup->tree.columns)
                                : setup->tree.columns;
}

static void set_weights(struct uncertainty_run *run, const double *point) {
    const struct uncertainty *setup = &run->setup;
    const struct tree *tree = &setup->tree;
    size_t left_out = choice(setup, UNCERTAINTY_LEFT_OUT, point);
    for (size_t i = 0; i < tree->nodes; i++) {
        double noise = setup->spread != NULL ? setup->spread[i] : 0;
        double moved = setup->weights[i] * (1 + noise * (2 * point[HEAD + i] - 1));
        bool out = tree->node[i].children == 0 && tree->node[i].column == left_out;
        run->weights[i] = moved > 0 && !out ? moved : 0;
    }
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

static size_t variants(const struct uncertainty *setup) {
    return setup->choices[UNCERTAINTY_IMPUTATION] *
           setup->choices[UNCERTAINTY_TREATMENT] *
           setup->choices[UNCERTAINTY_NORMALISATION];
}

/* The values of an evaluation. */
static struct tree_values *take_values(struct uncertainty_run *run, size_t values) {
    const struct tree *tree = &run->setup.tree;
    if (run->stream != 0) {
        draw_values(run, values);
        tree_values_renew(run->drawn_values);
        return run->drawn_values;
    }
    if (run->values[values] == NULL)
        run->values[values] =
            tree_values_open(run->setup.values[values], tree->columns, tree->units);
    return run->values[values];
}

/* Ranks of one evaluation with run->weights; false if it failed. */
static bool rank_values(struct uncertainty_run *run, size_t values, size_t aggregation,
                        uint16_t *ranks) {
    const struct uncertainty *setup = &run->setup;
    size_t units = setup->tree.units;
    struct tree tree = setup->tree;
    if (setup->aggregations != NULL)
        tree.node = setup->aggregations[aggregation];
    bool good =
        tree_score(&tree, run->weights, take_values(run, values), run->work) == 0;
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
        chosen[f] = choice(&run->setup, (enum uncertainty_factor)f, point);
    size_t values = (chosen[UNCERTAINTY_IMPUTATION] * choices[UNCERTAINTY_TREATMENT] +
                     chosen[UNCERTAINTY_TREATMENT]) *
                        choices[UNCERTAINTY_NORMALISATION] +
                    chosen[UNCERTAINTY_NORMALISATION];
    set_weights(run, point);
    return rank_values(run, values, chosen[UNCERTAINTY_AGGREGATION], ranks);
}

/* The rank of each unit, and to *shift how far it is from the nominal one, the mean of
   all. */
static bool evaluate(struct uncertainty_run *run, const double *point, uint16_t *ranks,
                     double *shift) {
    size_t ranked = 0;
    double sum = 0;
    bool good = rank_point(run, point, ranks);
    for (size_t i = 0; i < run->setup.tree.units; i++) {
        sum += fabs((double)ranks[i] - (double)run->nominal[i]);
        ranked += run->nominal[i] > 0;
    }
    *shift = ranked > 0 ? sum / (double)ranked : 0;
    return good;
}

/* Coordinates of the factor from b, all others from a. */
static void mix(enum uncertainty_factor factor, const double *a, const double *b,
                size_t n, double *out) {
    memcpy(out, a, n * sizeof *out);
    if (factor == UNCERTAINTY_WEIGHTS)
        memcpy(out + HEAD, b + HEAD, (n - HEAD) * sizeof *out);
    else if (factor < HEAD)
        out[factor] = b[factor];
}

struct uncertainty_run *uncertainty_open(const struct uncertainty *setup) {
    struct uncertainty_run *run = memory_alloc(sizeof *run);
    size_t units = setup->tree.units, nodes = setup->tree.nodes;
    *run = (struct uncertainty_run){
        .setup = *setup,
        .work = tree_work_open(units, nodes),
        .values = memory_alloc(variants(setup) * sizeof *run->values),
        .weights = memory_alloc(nodes * sizeof(double)),
        .point = memory_alloc(dimensions(setup) * sizeof(double)),
        .rounded = memory_alloc(units * sizeof(double)),
        .scores = memory_alloc(units * sizeof(double)),
        .nominal = memory_alloc(units * sizeof(uint16_t)),
        .ranks = memory_alloc(units * sizeof(uint16_t)),
        .ranks_a = memory_alloc(units * sizeof(uint16_t)),
        .items = memory_alloc(2 * units * sizeof(struct order_item)),
    };
    if (setup->low != NULL) {
        size_t cells = units * setup->tree.columns;
        run->drawn = memory_alloc(cells * sizeof *run->drawn);
        run->noise = memory_alloc(cells * sizeof *run->noise);
        run->drawn_values = tree_values_open(run->drawn, setup->tree.columns, units);
    }
    struct tree tree = setup->tree;
    if (setup->aggregations != NULL)
        tree.node = setup->aggregations[0];
    tree_score(&tree, setup->weights, take_values(run, 0), run->work);
    memcpy(run->scores, tree_scores(run->work, 0), units * sizeof(double));
    round_scores(run, run->scores);
    order_rank_minimum(run->rounded, units, run->items, run->nominal);
    return run;
}

void uncertainty_close(struct uncertainty_run *run) {
    if (run == NULL)
        return;
    tree_work_close(run->work);
    for (size_t v = 0; v < variants(&run->setup); v++)
        tree_values_close(run->values[v]);
    tree_values_close(run->drawn_values);
    free(run->values);
    free(run->drawn);
    free(run->noise);
    free(run->weights);
    free(run->point);
    free(run->rounded);
    free(run->scores);
    free(run->nominal);
    free(run->ranks);
    free(run->ranks_a);
    free(run->items);
    free(run);
}

const double *uncertainty_scores(const struct uncertainty_run *run) {
    return run->scores;
}

const uint16_t *uncertainty_ranks(const struct uncertainty_run *run) {
    return run->nominal;
}

/* Replications that one thread makes. */
struct share {
    struct uncertainty_run *run; /* NULL: one of its own */
    const struct uncertainty *setup;
    uint64_t first;
    size_t count;
    uint16_t *ranks;
    size_t failed;
    pthread_t thread;
};

static size_t replicate(struct uncertainty_run *run, uint64_t first, size_t count,
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

static void *make_share(void *context) {
    struct share *share = context;
    struct uncertainty_run *own =
        share->run == NULL ? uncertainty_open(share->setup) : NULL;
    share->failed = replicate(own != NULL ? own : share->run, share->first,
                              share->count, share->ranks);
    uncertainty_close(own);
    return NULL;
}

static size_t share_count(size_t replications, size_t units) {
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    size_t most = processors < 1             ? 1
                  : processors > SHARES_MOST ? SHARES_MOST
                                             : (size_t)processors;
    size_t worth = replications * units / SHARE_LEAST;
    return worth < 1 ? 1 : worth < most ? worth : most;
}

/* The random numbers of a replication are told by its number, so that it does not
   matter which thread makes it. Where none can be started, as in a report's process,
   this one makes all. */
size_t uncertainty_replicate(struct uncertainty_run *run, uint64_t first, size_t count,
                             uint16_t *ranks) {
    struct share shares[SHARES_MOST];
    size_t units = run->setup.tree.units, failed = 0, at = 0, started = 1;
    size_t n = share_count(count, units);
    for (size_t i = 0; i < n; i++) {
        size_t end = count / n * (i + 1) + (i + 1 == n ? count % n : 0);
        shares[i] = (struct share){.run = i == 0 ? run : NULL,
                                   .setup = &run->setup,
                                   .first = first + at,
                                   .count = end - at,
                                   .ranks = ranks + at * units};
        at = end;
    }
    while (started < n && pthread_create(&shares[started].thread, NULL, make_share,
                                         &shares[started]) == 0)
        started++;
    make_share(&shares[0]);
    for (size_t i = started; i < n; i++) {
        shares[i].run = run;
        make_share(&shares[i]);
    }
    for (size_t i = 1; i < started; i++)
        pthread_join(shares[i].thread, NULL);
    for (size_t i = 0; i < n; i++)
        failed += shares[i].failed;
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
    if (setup->low != NULL)
        factors[count++] = UNCERTAINTY_ROUNDING;
    return count;
}

/* What the evaluations of Sobol' points found: set 0 at a, 1 at b, then a with each
   factor's coordinates from b. One point's numbers stand `samples` behind the next's,
   for the estimators read along the points. */
struct outputs {
    size_t units, samples;
    double *shift;   /* [set][sample] */
    uint16_t *ranks; /* [set][unit][sample]; NULL: nobody asks for them */
};

static void keep(const struct outputs *y, size_t set, size_t sample, double shift,
                 const uint16_t *ranks) {
    y->shift[set * y->samples + sample] = shift;
    for (size_t i = 0; y->ranks != NULL && i < y->units; i++)
        y->ranks[(set * y->units + i) * y->samples + sample] = ranks[i];
}

/* Whether two points differ in what they choose of one factor. */
static bool differ(const struct uncertainty *setup, enum uncertainty_factor factor,
                   const double *a, const double *b) {
    return factor >= UNCERTAINTY_WEIGHTS ||
           choice(setup, factor, a) != choice(setup, factor, b);
}

/* A point, and the stream that its values are drawn from: 0 for none. */
struct point {
    const double *at;
    uint64_t stream;
};

static bool evaluate_point(struct uncertainty_run *run, struct point point,
                           uint16_t *ranks, double *shift) {
    run->stream = point.stream;
    return evaluate(run, point.at, ranks, shift);
}

/* All evaluations of one sample; false if one of them failed. */
static bool evaluate_sample(struct uncertainty_run *run, struct point a, struct point b,
                            const enum uncertainty_factor *factors, size_t count,
                            size_t sample, const struct outputs *y) {
    double shift_a, shift;
    if (!evaluate_point(run, a, run->ranks_a, &shift_a) ||
        !evaluate_point(run, b, run->ranks, &shift))
        return false;
    keep(y, 0, sample, shift_a, run->ranks_a);
    keep(y, 1, sample, shift, run->ranks);
    for (size_t f = 0; f < count; f++) {
        if (!differ(&run->setup, factors[f], a.at, b.at)) {
            keep(y, f + 2, sample, shift_a, run->ranks_a);
            continue;
        }
        mix(factors[f], a.at, b.at, dimensions(&run->setup), run->point);
        struct point mixed = {run->point,
                              factors[f] == UNCERTAINTY_ROUNDING ? b.stream : a.stream};
        if (!evaluate_point(run, mixed, run->ranks, &shift))
            return false;
        keep(y, f + 2, sample, shift, run->ranks);
    }
    return true;
}

/* Returns how many samples did not fail. The high bits keep their streams from those of
   Monte Carlo, and those of values from those of points. */
static size_t evaluate_samples(struct uncertainty_run *run,
                               const enum uncertainty_factor *factors, size_t count,
                               const struct outputs *y) {
    size_t n = dimensions(&run->setup), used = 0;
    uint64_t own = (uint64_t)1 << 63, values = run->setup.low != NULL ? 5u : 0;
    double *a = memory_alloc(2 * n * sizeof *a), *b = a + n;
    for (uint64_t s = 0; s < y->samples; s++) {
        random_fill(run->setup.seed, own | 2 * s, a, n);
        random_fill(run->setup.seed, own | (2 * s + 1), b, n);
        uint64_t drawn = values << 61;
        struct point first = {a, values == 0 ? 0 : drawn | 2 * s};
        struct point second = {b, values == 0 ? 0 : drawn | (2 * s + 1)};
        used += evaluate_sample(run, first, second, factors, count, used, y);
    }
    run->stream = 0;
    free(a);
    return used;
}

/* The numbers of one output in one set: its own, or made of the ranks of unit `output`.
 */
static const double *column(const struct outputs *y, size_t set, size_t output,
                            size_t used, double *room) {
    if (y->ranks == NULL || output == y->units)
        return y->shift + set * y->samples;
    const uint16_t *ranks = y->ranks + (set * y->units + output) * y->samples;
    for (size_t s = 0; s < used; s++)
        room[s] = ranks[s];
    return room;
}

void uncertainty_sobol(struct uncertainty_run *run, size_t samples,
                       struct uncertainty_effects *effects) {
    const struct uncertainty *setup = &run->setup;
    enum uncertainty_factor factors[UNCERTAINTY_FACTORS];
    size_t count = uncertainty_factors(setup, factors), units = setup->tree.units;
    size_t outputs = effects->by_unit ? units + 1 : 1;
    struct outputs y = {.units = units, .samples = samples};
    y.shift = memory_alloc((count + 2) * samples * sizeof *y.shift);
    if (effects->by_unit)
        y.ranks = memory_alloc((count + 2) * units * samples * sizeof *y.ranks);
    double *room = memory_alloc(3 * samples * sizeof *room);
    size_t used = evaluate_samples(run, factors, count, &y);
    effects->failed = samples - used;
    for (size_t o = 0; o < outputs; o++) {
        const double *a = column(&y, 0, o, used, room);
        const double *b = column(&y, 1, o, used, room + samples);
        effects->variance[o] = 0;
        for (size_t f = 0; f < count; f++) {
            size_t at = f * outputs + o;
            const double *ab = column(&y, f + 2, o, used, room + 2 * samples);
            effects->first[at] = effects->total[at] = (double)NAN;
            if (used > 1)
                sobol_estimate(a, b, ab, used, &effects->first[at], &effects->total[at],
                               &effects->variance[o]);
            if (o + 1 == outputs) /* streams behind those of the points */
                effects->shift[f] = sobol_bootstrap(a, b, ab, used, setup->seed,
                                                    (uint64_t)3 << 62 | f * 1000);
        }
    }
    free(y.shift);
    free(y.ranks);
    free(room);
}
