/* Uncertainty: what must not depend on how replications are run, ranges of width 0
   without perturbation, failures, and Sobol' indices of a known function. */
#include "stats/order.h"
#include "stats/random.h"
#include "stats/sobol.h"
#include "stats/uncertainty.h"
#include "unit.h"
#include <math.h>
#include <string.h>

enum { UNITS = 20, COLUMNS = 6, NODES = 9 };

/* Root, two groups of three indicators. */
static struct tree_node nodes[NODES] = {
    {.first_child = 1, .children = 2},
    {.first_child = 3, .children = 3},
    {.first_child = 6, .children = 3},
    {.column = 0},
    {.column = 1},
    {.column = 2},
    {.column = 3},
    {.column = 4},
    {.column = 5},
};
static double data[2][COLUMNS * UNITS], weights[NODES], spread[NODES];
static const double *values[] = {data[0], data[1]};

static struct uncertainty setup(double half_width, size_t normalisations,
                                double leave_out) {
    for (size_t v = 0; v < 2; v++) {
        random_fill(11, v, data[v], COLUMNS * UNITS);
        for (size_t i = 0; i < COLUMNS * UNITS; i++)
            data[v][i] = 1 + 99 * data[v][i];
    }
    for (size_t i = 0; i < NODES; i++) {
        weights[i] = 1;
        spread[i] = half_width;
    }
    return (struct uncertainty){
        .tree = {.units = UNITS, .nodes = NODES, .columns = COLUMNS, .node = nodes},
        .weights = weights,
        .spread = spread,
        .choices = {1, 1, normalisations, 1},
        .values = values,
        .leave_out = leave_out,
        .seed = 2024,
    };
}

/* So many that threads share them, where there are several processors; each part is too
   small for that. */
static void threads_change_nothing(void **state) {
    (void)state;
    enum { REPLICATIONS = 120001, PART = 20000 };
    struct uncertainty u = setup(0.25, 2, 0.3);
    static uint16_t shared[REPLICATIONS * UNITS], alone[REPLICATIONS * UNITS];
    struct uncertainty_run *run = uncertainty_open(&u);
    size_t failed = uncertainty_replicate(run, 7, REPLICATIONS, shared);
    for (size_t at = 0; at < REPLICATIONS; at += PART) {
        size_t count = REPLICATIONS - at < PART ? REPLICATIONS - at : PART;
        failed -= uncertainty_replicate(run, 7 + at, count, alone + at * UNITS);
    }
    uncertainty_close(run);
    assert_int_equal(failed, 0);
    assert_memory_equal(shared, alone, sizeof shared);
}

static void halves_equal_the_whole(void **state) {
    (void)state;
    struct uncertainty u = setup(0.25, 2, 0.3);
    static uint16_t whole[200 * UNITS], halves[200 * UNITS];
    struct uncertainty_run *run = uncertainty_open(&u);
    assert_int_equal(uncertainty_replicate(run, 0, 200, whole), 0);
    uncertainty_close(run);
    run = uncertainty_open(&u);
    uncertainty_replicate(run, 120, 80, halves + 120 * UNITS);
    uncertainty_replicate(run, 0, 120, halves);
    uncertainty_close(run);
    assert_memory_equal(whole, halves, sizeof whole);
    size_t moved = 0;
    for (size_t i = 0; i < UNITS; i++)
        moved += whole[i] != whole[50 * UNITS + i];
    assert_true(moved > 0);
}

static void no_perturbation_moves_nothing(void **state) {
    (void)state;
    struct uncertainty u = setup(0, 1, 0);
    static uint16_t ranks[50 * UNITS];
    struct uncertainty_run *run = uncertainty_open(&u);
    assert_int_equal(uncertainty_replicate(run, 0, 50, ranks), 0);
    for (size_t r = 0; r < 50; r++)
        assert_memory_equal(ranks + r * UNITS, uncertainty_ranks(run),
                            UNITS * sizeof *ranks);
    enum uncertainty_factor factors[UNCERTAINTY_FACTORS];
    assert_int_equal(uncertainty_factors(&u, factors), 0);
    uncertainty_close(run);
}

static void failures_are_counted(void **state) {
    (void)state;
    struct uncertainty u = setup(0.1, 2, 0);
    data[1][3] = 0; /* no geometric mean with the second normalisation */
    nodes[1].rule = TREE_GEOMETRIC;
    static uint16_t ranks[400 * UNITS];
    struct uncertainty_run *run = uncertainty_open(&u);
    size_t failed = uncertainty_replicate(run, 0, 400, ranks), empty = 0;
    assert_true(failed > 150 && failed < 250);
    for (size_t r = 0; r < 400; r++)
        empty += ranks[r * UNITS] == 0;
    assert_int_equal(empty, failed);
    uncertainty_close(run);
    nodes[1].rule = TREE_ARITHMETIC;
}

static void one_factor_explains_all(void **state) {
    (void)state;
    struct uncertainty u = setup(0.5, 1, 0);
    double first[UNITS + 1], total[UNITS + 1], variance[UNITS + 1];
    struct uncertainty_effects effects = {
        .by_unit = true, .first = first, .total = total, .variance = variance};
    struct uncertainty_run *run = uncertainty_open(&u);
    uncertainty_sobol(run, 400, &effects);
    assert_int_equal(effects.failed, 0);
    for (size_t i = 0; i <= UNITS; i++)
        if (variance[i] > 0) {
            assert_true(fabs(first[i] - 1) < 0.35);
            assert_true(fabs(total[i] - 1) < 0.35);
        }
    struct sobol_interval shift = effects.shift[0];
    assert_true(shift.first_low < first[UNITS] && first[UNITS] < shift.first_high);
    assert_true(shift.total_low < total[UNITS] && total[UNITS] < shift.total_high);
    double alone = first[UNITS];
    effects.by_unit = false;
    uncertainty_sobol(run, 400, &effects);
    assert_true(first[0] == alone && effects.shift[0].first_low == shift.first_low);
    uncertainty_close(run);
}

/* What a source leaves open is a factor as the others are; where nothing else varies it
   explains all. */
static void rounding_is_a_factor(void **state) {
    (void)state;
    struct uncertainty u = setup(0, 1, 0);
    static double low[COLUMNS * UNITS], high[COLUMNS * UNITS];
    const double *lows[] = {low}, *highs[] = {high};
    for (size_t i = 0; i < COLUMNS * UNITS; i++) {
        low[i] = data[0][i] - 8;
        high[i] = data[0][i] + 8;
    }
    u.low = lows;
    u.high = highs;
    enum uncertainty_factor factors[UNCERTAINTY_FACTORS];
    assert_int_equal(uncertainty_factors(&u, factors), 1);
    assert_int_equal(factors[0], UNCERTAINTY_ROUNDING);
    double first, total, variance;
    struct uncertainty_effects effects = {
        .first = &first, .total = &total, .variance = &variance};
    struct uncertainty_run *run = uncertainty_open(&u);
    uncertainty_sobol(run, 2000, &effects);
    assert_int_equal(effects.failed, 0);
    assert_true(variance > 0 && fabs(first - 1) < 0.1 && fabs(total - 1) < 0.1);
    /* Beside a factor that moves more it is not lost. */
    u.spread = spread;
    for (size_t i = 0; i < NODES; i++)
        spread[i] = 0.9;
    uncertainty_close(run);
    double firsts[2], totals[2];
    effects = (struct uncertainty_effects){
        .first = firsts, .total = totals, .variance = &variance};
    run = uncertainty_open(&u);
    assert_int_equal(uncertainty_factors(&u, factors), 2);
    uncertainty_sobol(run, 2000, &effects);
    assert_true(totals[0] > 0.1 && totals[1] > 0.02 && totals[1] < 0.9);
    uncertainty_close(run);
}

/* Where both points of a sample choose the same of a factor its evaluation is spared:
   alternatives that are alike explain nothing, though others vary. */
static void alternatives_that_are_alike_explain_nothing(void **state) {
    (void)state;
    static const double *alike[] = {data[0], data[0]};
    struct uncertainty u = setup(0.5, 2, 0.3);
    enum uncertainty_factor factors[UNCERTAINTY_FACTORS];
    double first[UNCERTAINTY_FACTORS * (UNITS + 1)];
    double total[UNCERTAINTY_FACTORS * (UNITS + 1)], variance[UNITS + 1];
    struct uncertainty_effects effects = {
        .by_unit = true, .first = first, .total = total, .variance = variance};
    u.values = alike;
    size_t count = uncertainty_factors(&u, factors), seen = 0;
    struct uncertainty_run *run = uncertainty_open(&u);
    uncertainty_sobol(run, 200, &effects);
    for (size_t f = 0; f < count; f++)
        for (size_t o = 0; o <= UNITS; o++) {
            double found = total[f * (UNITS + 1) + o];
            if (!(variance[o] > 0))
                continue;
            seen++;
            if (factors[f] == UNCERTAINTY_NORMALISATION)
                assert_true(found == 0 && first[f * (UNITS + 1) + o] == 0);
            else
                assert_true(found > 0);
        }
    assert_true(count == 3 && seen > UNITS);
    uncertainty_close(run);
}

static double ishigami(const double *u) {
    double x[3];
    for (size_t i = 0; i < 3; i++)
        x[i] = 3.14159265358979323846 * (2 * u[i] - 1);
    return sin(x[0]) + 7 * sin(x[1]) * sin(x[1]) + 0.1 * pow(x[2], 4) * sin(x[0]);
}

/* Ishigami and Homma (1990), a = 7, b = 0.1: the indices are known. */
static void ishigami_function(void **state) {
    (void)state;
    enum { N = 40000 };
    static double a[N], b[N], ab[N];
    const double wanted_first[] = {0.3139, 0.4424, 0};
    const double wanted_total[] = {0.5576, 0.4424, 0.2437};
    for (size_t f = 0; f < 3; f++) {
        for (size_t i = 0; i < N; i++) {
            double u[3], v[3];
            random_fill(3, 2 * i, u, 3);
            random_fill(3, 2 * i + 1, v, 3);
            a[i] = ishigami(u);
            b[i] = ishigami(v);
            u[f] = v[f];
            ab[i] = ishigami(u);
        }
        double first, total, variance;
        sobol_estimate(a, b, ab, N, &first, &total, &variance);
        assert_true(fabs(first - wanted_first[f]) < 0.02);
        assert_true(fabs(total - wanted_total[f]) < 0.02);
        assert_true(fabs(variance - 13.8446) < 0.3);
    }
    double zero[4] = {1, 1, 1, 1}, first, total, variance;
    sobol_estimate(zero, zero, zero, 4, &first, &total, &variance);
    assert_true(variance == 0 && isnan(first) && isnan(total));
}

/* How often the interval holds what is known: 95 % of 200 seeds, and it narrows. */
static void intervals_hold(void **state) {
    (void)state;
    enum { N = 2048 };
    static double a[N], b[N], ab[N];
    size_t held = 0;
    double width[2] = {0, 0};
    for (uint64_t seed = 0; seed < 200; seed++) {
        for (size_t i = 0; i < N; i++) {
            double u[3], v[3];
            random_fill(seed, 2 * i, u, 3);
            random_fill(seed, 2 * i + 1, v, 3);
            a[i] = ishigami(u);
            b[i] = ishigami(v);
            u[1] = v[1];
            ab[i] = ishigami(u);
        }
        struct sobol_interval found = sobol_bootstrap(a, b, ab, N, seed, 1 << 20);
        held += found.total_low < 0.4424 && 0.4424 < found.total_high;
        width[0] += found.first_high - found.first_low;
        found = sobol_bootstrap(a, b, ab, N / 4, seed, 1 << 20);
        width[1] += found.first_high - found.first_low;
    }
    assert_true(held >= 180);
    assert_true(width[1] > 1.6 * width[0] && width[1] < 2.4 * width[0]);
    struct sobol_interval none = sobol_bootstrap(a, b, ab, 7, 1, 1);
    assert_true(isnan(none.first_low) && isnan(none.total_high));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(threads_change_nothing),
        cmocka_unit_test(halves_equal_the_whole),
        cmocka_unit_test(no_perturbation_moves_nothing),
        cmocka_unit_test(failures_are_counted),
        cmocka_unit_test(one_factor_explains_all),
        cmocka_unit_test(rounding_is_a_factor),
        cmocka_unit_test(alternatives_that_are_alike_explain_nothing),
        cmocka_unit_test(ishigami_function),
        cmocka_unit_test(intervals_hold),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
