/* Tiers: cut only where every pair allows it, and the short way with far pairs changes
   nothing. */
#include "stats/order.h"
#include "stats/random.h"
#include "stats/tiers.h"
#include "unit.h"
#include <math.h>
#include <string.h>

enum { UNITS = 24, REPLICATIONS = 1000 };

static uint16_t ranks[REPLICATIONS * UNITS], nominal[UNITS];
static double low[UNITS], high[UNITS];

/* Ranks of levels that are moved by up to `noise`. */
static void simulate(const double *levels, double noise, uint64_t seed) {
    struct order_item items[2 * UNITS];
    double moved[UNITS], own[UNITS];
    order_rank_minimum(levels, UNITS, items, nominal);
    for (size_t r = 0; r < REPLICATIONS; r++) {
        random_fill(seed, r, moved, UNITS);
        for (size_t i = 0; i < UNITS; i++)
            moved[i] = levels[i] + noise * (2 * moved[i] - 1);
        order_rank_minimum(moved, UNITS, items, ranks + r * UNITS);
    }
    for (size_t i = 0; i < UNITS; i++) {
        uint32_t counts[UNITS] = {0};
        for (size_t r = 0; r < REPLICATIONS; r++)
            counts[ranks[r * UNITS + i] - 1]++;
        own[i] = order_quantile_counts(counts, UNITS, REPLICATIONS, 0.05);
        low[i] = own[i];
        high[i] = order_quantile_counts(counts, UNITS, REPLICATIONS, 0.95);
    }
}

static struct tiers given(void) {
    return (struct tiers){ranks, REPLICATIONS, REPLICATIONS, UNITS, nominal, low, high};
}

/* The definition, word for word. */
static void agree_with_all_pairs(void) {
    struct tiers tiers = given();
    uint32_t order[UNITS];
    double above[UNITS];
    unsigned char cut[UNITS];
    assert_int_equal(tiers_find(&tiers, 0.9, order, above, cut), UNITS);
    for (size_t k = 0; k + 1 < UNITS; k++) {
        assert_true(nominal[order[k]] <= nominal[order[k + 1]]);
        bool all = true;
        for (size_t i = 0; i <= k; i++)
            for (size_t j = k + 1; j < UNITS; j++)
                all = all && tiers_above(&tiers, order[i], order[j]) >= 0.9;
        assert_int_equal(cut[k], all);
        assert_true(above[k] == tiers_above(&tiers, order[k], order[k + 1]));
    }
    assert_int_equal(cut[UNITS - 1], 0);
    assert_true(isnan(above[UNITS - 1]));
}

static void cuts_are_those_of_all_pairs(void **state) {
    (void)state;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        double levels[UNITS];
        random_fill(seed, 1 << 20, levels, UNITS);
        for (size_t i = 0; i < UNITS; i++)
            levels[i] = floor(levels[i] * 4) + levels[i];
        simulate(levels, 0.05 + 0.05 * (double)seed, seed);
        agree_with_all_pairs();
    }
}

static void groups_far_apart_are_tiers(void **state) {
    (void)state;
    double levels[UNITS];
    for (size_t i = 0; i < UNITS; i++)
        levels[i] = (double)(i % 3) * 10 + 0.01 * (double)i;
    struct tiers tiers = given();
    uint32_t order[UNITS];
    double above[UNITS];
    unsigned char cut[UNITS];
    for (uint64_t seed = 0; seed < 5; seed++) {
        simulate(levels, 3, seed);
        tiers_find(&tiers, 0.9, order, above, cut);
        for (size_t k = 0; k < UNITS; k++)
            assert_int_equal(cut[k], k == 7 || k == 15);
        simulate(levels, 30, seed);
        tiers_find(&tiers, 0.9, order, above, cut);
        for (size_t k = 0; k < UNITS; k++)
            assert_int_equal(cut[k], 0);
    }
}

/* Two replications of four units: the second is not ranked, the first and the third
 * tie. */
static void ties_are_not_above(void **state) {
    (void)state;
    const uint16_t own[] = {1, 0, 1, 3, 1, 0, 2, 3}, places[] = {1, 0, 1, 3};
    const double ends[] = {1, NAN, 1, 3}, tops[] = {1, NAN, 2, 3};
    struct tiers tiers = {own, 2, 2, 4, places, ends, tops};
    uint32_t order[4];
    double above[4];
    unsigned char cut[4];
    assert_int_equal(tiers_find(&tiers, 0.9, order, above, cut), 3);
    assert_int_equal(order[0], 0);
    assert_int_equal(order[1], 2);
    assert_int_equal(order[2], 3);
    assert_true(above[0] == 0.5 && above[1] == 1);
    assert_int_equal(cut[0], 0);
    assert_int_equal(cut[1], 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cuts_are_those_of_all_pairs),
        cmocka_unit_test(groups_far_apart_are_tiers),
        cmocka_unit_test(ties_are_not_above),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
