/* Ranks with ties, rounding to 12 significant digits, quantiles of type 7. */
#include "stats/order.h"
#include "unit.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void rounds_to_twelve_digits(void **state) {
    (void)state;
    assert_true(order_significant(0.1 + 0.2) == order_significant(0.3));
    assert_true(order_significant(0.1 + 0.2) == 0.3);
    assert_true(order_significant(1.234567890125e5) == 1.23456789012e5 ||
                order_significant(1.234567890125e5) == 1.23456789013e5);
    assert_true(fabs(order_significant(-1e-300) / -1e-300 - 1) < 1e-15);
    assert_true(order_significant(9.9999999999999e-5) == 1e-4);
    assert_true(order_significant(0) == 0);
    assert_true(isnan(order_significant((double)NAN)));
    assert_true(isinf(order_significant((double)INFINITY)));
    assert_true(order_significant(1) != order_significant(1.00000000001));
}

/* The decimal conversion of the C library is the judge. */
static void agrees_with_printf(void **state) {
    (void)state;
    uint64_t bits = 88172645463325252ULL;
    for (int i = 0; i < 200000; i++) {
        bits ^= bits << 13;
        bits ^= bits >> 7;
        bits ^= bits << 17;
        double x = (double)(bits >> 11) * pow(10, (double)(bits % 40) - 28);
        char text[40];
        /* What lies on the border between two may go either way. */
        snprintf(text, sizeof text, "%.14e", x);
        if (strncmp(text + 13, "500", 3) == 0 || strncmp(text + 13, "499", 3) == 0)
            continue;
        snprintf(text, sizeof text, "%.11e", x);
        double wanted = strtod(text, NULL), seen = order_significant(x);
        /* The power of ten is not exact beyond 10^22. */
        if (fabs(seen - wanted) > fabs(wanted) * 4e-16)
            fail_msg("%.17g gives %.17g, not %.17g", x, seen, wanted);
    }
}

static void check_ties(enum order_ties ties, const double *wanted) {
    double missing = (double)NAN;
    double values[] = {88.2, 91.5, 91.5, missing, 76.0, 91.5, 80.1}, ranks[7];
    struct order_item items[14];
    assert_int_equal(order_rank(values, 7, ties, items, ranks), 6);
    for (size_t i = 0; i < 7; i++)
        assert_true(ranks[i] == wanted[i]);
}

static void ties_share_ranks(void **state) {
    (void)state;
    check_ties(ORDER_MINIMUM, (double[]){4, 1, 1, 0, 6, 1, 5});
    check_ties(ORDER_MAXIMUM, (double[]){4, 3, 3, 0, 6, 3, 5});
    check_ties(ORDER_DENSE, (double[]){2, 1, 1, 0, 4, 1, 3});
    check_ties(ORDER_FRACTIONAL, (double[]){4, 2, 2, 0, 6, 2, 5});
}

/* Above 64 and above 256 items another sort is used. */
static void both_sorts_agree(void **state) {
    (void)state;
    for (size_t n = 60; n < 70; n++) {
        double values[70], ranks[70];
        uint16_t whole[70];
        struct order_item items[140];
        for (size_t i = 0; i < n; i++)
            values[i] = (double)(i * 37 % 23);
        assert_int_equal(order_rank(values, n, ORDER_MINIMUM, items, ranks), n);
        assert_int_equal(order_rank_minimum(values, n, items, whole), n);
        for (size_t i = 0; i < n; i++) {
            size_t above = 0;
            for (size_t j = 0; j < n; j++)
                above += values[j] > values[i];
            assert_int_equal(whole[i], above + 1);
            assert_true(ranks[i] == (double)above + 1);
        }
    }
}

/* Many values, spread evenly, close together but for a few, on few levels, all alike;
   each also with gaps. */
static void many_agree_with_counting(void **state) {
    (void)state;
    enum { N = 3000 };
    static double values[N];
    static uint16_t ranks[N];
    static struct order_item items[2 * N];
    uint64_t bits = 88172645463325252ULL;
    for (int kind = 0; kind < 12; kind++) {
        size_t missing = 0;
        for (size_t i = 0; i < N; i++) {
            bits ^= bits << 13;
            bits ^= bits >> 7;
            bits ^= bits << 17;
            double u = (double)(bits >> 11) * 0x1p-53;
            const double kinds[] = {u,  u < 0.01 ? u * 1e300 : u, floor(u * 5), 7,
                                    -u, u < 0.5 ? -1e308 : 1e308};
            bool gap = kind >= 6 && i % 9 == 0;
            values[i] = gap ? (double)NAN : kinds[kind % 6];
            missing += gap;
        }
        assert_int_equal(order_rank_minimum(values, N, items, ranks), N - missing);
        for (size_t i = 0; i < N; i++) {
            size_t above = 0;
            for (size_t j = 0; j < N; j++)
                above += values[j] > values[i];
            assert_int_equal(ranks[i], isnan(values[i]) ? 0 : above + 1);
        }
    }
}

/* What order_list_rank() must give: all are ranked anew. */
static double ranked_anew(const double *values, size_t n, size_t place, double value,
                          enum order_ties ties) {
    double changed[400], ranks[400];
    struct order_item items[800];
    memcpy(changed, values, n * sizeof *values);
    changed[place] = value;
    order_rank(changed, n, ties, items, ranks);
    return ranks[place];
}

static void one_rank_is_that_of_all(void **state) {
    (void)state;
    enum { N = 400 };
    double values[N], sorted[N];
    uint32_t places[N], distinct[N], starts[N];
    struct order_item items[2 * N];
    uint64_t seed = 11;
    for (size_t n = 1; n <= N; n += 57) {
        for (size_t i = 0; i < n; i++) {
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            values[i] = seed >> 60 == 0 ? (double)NAN : (double)(seed >> 58);
        }
        struct order_list list = {.n = n,
                                  .values = sorted,
                                  .places = places,
                                  .distinct = distinct,
                                  .starts = starts};
        order_list_fill(&list, values, items);
        const double others[] = {(double)NAN, -5, 17, 17.5, 63, 99};
        for (int ties = ORDER_MINIMUM; ties <= ORDER_FRACTIONAL; ties++)
            for (size_t i = 0; i < n; i++)
                for (size_t k = 0; k <= 6; k++) {
                    double value = k < 6 ? others[k] : values[i];
                    assert_true(
                        order_list_rank(&list, i, value, (enum order_ties)ties) ==
                        ranked_anew(values, n, i, value, (enum order_ties)ties));
                }
    }
}

static void neighbours_are_the_first_of_their_rank(void **state) {
    (void)state;
    const double values[] = {7, 5, (double)NAN, 9, 7, 5};
    double sorted[6];
    uint32_t places[6], distinct[6], starts[6], ahead, behind;
    struct order_item items[12];
    struct order_list list = {.n = 6,
                              .values = sorted,
                              .places = places,
                              .distinct = distinct,
                              .starts = starts};
    order_list_fill(&list, values, items);
    const uint32_t wanted[6][2] = {
        {3, 1},          {0, ORDER_NONE}, {ORDER_NONE, ORDER_NONE},
        {ORDER_NONE, 0}, {3, 1},          {0, ORDER_NONE}};
    for (size_t i = 0; i < 6; i++) {
        order_list_neighbours(&list, i, &ahead, &behind);
        assert_int_equal(ahead, wanted[i][0]);
        assert_int_equal(behind, wanted[i][1]);
    }
}

static void quantiles(void **state) {
    (void)state;
    const double x[] = {1, 2, 2, 5, 9};
    assert_true(order_quantile(x, 5, 0) == 1);
    assert_true(order_quantile(x, 5, 0.5) == 2);
    assert_true(fabs(order_quantile(x, 5, 0.9) - 7.4) < 1e-12);
    assert_true(order_quantile(x, 5, 1) == 9);
    assert_true(order_quantile(x, 1, 0.3) == 1);
    const uint32_t counts[] = {1, 2, 0, 0, 1, 0, 0, 0, 1};
    for (int i = 0; i <= 100; i++) {
        double p = i / 100.0;
        assert_true(fabs(order_quantile_counts(counts, 9, 5, p) -
                         order_quantile(x, 5, p)) < 1e-12);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rounds_to_twelve_digits),
        cmocka_unit_test(agrees_with_printf),
        cmocka_unit_test(ties_share_ranks),
        cmocka_unit_test(both_sorts_agree),
        cmocka_unit_test(many_agree_with_counting),
        cmocka_unit_test(one_rank_is_that_of_all),
        cmocka_unit_test(neighbours_are_the_first_of_their_rank),
        cmocka_unit_test(quantiles),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
