#include "unit.h"

#include "draw/axis.h"
#include <math.h>

static struct str label(const struct axis *axis, long k, struct buf *buf) {
    buf_clear(buf);
    axis_print(axis, k, buf);
    return buf_str(buf);
}

static void steps_are_nice(void **state) {
    (void)state;
    static const struct {
        double low, high;
        int wanted;
        double step;
        long first, last;
    } cases[] = {
        {0, 49.35, 10, 5, 0, 10},      {0, 16, 4, 5, 0, 4},
        {0, 100, 5, 20, 0, 5},         {-24.5, 0.4, 5, 5, -5, 1},
        {0, 0.004, 4, 0.001, 0, 4},    {1200, 1800, 4, 200, 6, 9},
        {-3000, -100, 4, 1000, -3, 0}, {0, 1e12, 5, 2e11, 0, 5},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct axis axis =
            axis_nice(cases[i].low, cases[i].high, cases[i].wanted, true);
        assert_float_equal((float)(axis.step / cases[i].step), 1, 1e-6);
        assert_int_equal(axis.first, cases[i].first);
        assert_int_equal(axis.last, cases[i].last);
        assert_true(axis.low <= cases[i].low && axis.high >= cases[i].high);
    }
}

static void domain_of_bars_stays_close(void **state) {
    (void)state;
    /* 49.35 takes in the tick at 50, which is near; 41.73 not that at 45. */
    assert_int_equal(axis_nice(0, 49.35, 10, false).last, 10);
    struct axis axis = axis_nice(0, 41.73, 10, false);
    assert_int_equal(axis.last, 8);
    assert_true(axis.high >= 41.73 && axis.high < 41.74);
}

static void odd_ranges_can_be_drawn(void **state) {
    (void)state;
    const double ranges[][2] = {{0, 0},  {5, 5},        {-5, -5},   {(double)NAN, 3},
                                {9, -2}, {HUGE_VAL, 1}, {0, 1e-12}, {1e15, 1e15}};
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++) {
        for (int whole = 0; whole < 2; whole++) {
            struct axis axis = axis_nice(ranges[i][0], ranges[i][1], 5, whole);
            assert_true(isfinite(axis.low) && isfinite(axis.high));
            assert_true(axis.high > axis.low);
            assert_true(axis.last - axis.first < 30);
        }
    }
}

static void labels_are_printed(void **state) {
    (void)state;
    struct buf buf = buf_open(64);
    struct axis thousands = axis_nice(-4000, 12500000, 5, true);
    assert_str(label(&thousands, 2, &buf), "10,000,000");
    assert_str(label(&thousands, -1, &buf), "−5,000,000");
    struct axis part = axis_nice(-0.3, 0.4, 7, true);
    assert_str(label(&part, 3, &buf), "0.3");
    assert_str(label(&part, -3, &buf), "−0.3");
    assert_str(label(&part, 0, &buf), "0");
    struct axis fine = axis_nice(0, 0.09, 5, true);
    assert_str(label(&fine, 1, &buf), "0.02");
    struct axis tiny = axis_nice(0, 3.1e-6, 8, true);
    assert_str(label(&tiny, 1, &buf), "0.0000005");
    assert_str(label(&tiny, 2, &buf), "0.0000010");
    buf_close(&buf);
}

static void labels_are_pushed_apart(void **state) {
    (void)state;
    float same[] = {50, 50, 50};
    axis_spread(same, 3, 10, 0, 100);
    assert_float_equal(same[0], 40, 1e-4);
    assert_float_equal(same[1], 50, 1e-4);
    assert_float_equal(same[2], 60, 1e-4);

    float free[] = {80, 10, 45};
    axis_spread(free, 3, 10, 0, 100);
    assert_float_equal(free[0], 80, 1e-4);
    assert_float_equal(free[1], 10, 1e-4);
    assert_float_equal(free[2], 45, 1e-4);

    float edge[] = {99, 98, 2};
    axis_spread(edge, 3, 10, 0, 100);
    assert_float_equal(edge[0], 100, 1e-4);
    assert_float_equal(edge[1], 90, 1e-4);
    assert_float_equal(edge[2], 2, 1e-4);

    float crowded[] = {5, 5, 5, 5, 5};
    axis_spread(crowded, 5, 10, 0, 20);
    for (int i = 0; i < 5; i++)
        assert_float_equal(crowded[i], 5 * (float)i, 1e-4);
}

static void spread_keeps_gap_and_order(void **state) {
    (void)state;
    uint32_t seed = 7;
    for (int turn = 0; turn < 300; turn++) {
        float before[12], after[12];
        for (int i = 0; i < 12; i++) {
            seed = seed * 1664525u + 1013904223u;
            before[i] = after[i] = (float)(seed >> 16 & 0x7F);
        }
        axis_spread(after, 12, 8, 0, 127);
        for (int i = 0; i < 12; i++) {
            assert_true(after[i] > -0.01f && after[i] < 127.01f);
            for (int k = 0; k < 12; k++) {
                if (i == k)
                    continue;
                assert_true(fabsf(after[i] - after[k]) > 7.99f);
                if (before[i] < before[k])
                    assert_true(after[i] < after[k]);
            }
        }
    }
}

static void crowded_labels_are_thinned(void **state) {
    (void)state;
    assert_int_equal(axis_thin(9, 360, 20, 5), 1);
    assert_int_equal(axis_thin(36, 350, 40, 5), 5);
    assert_int_equal(axis_thin(1, 350, 40, 5), 1);
    assert_int_equal(axis_thin(3, 10, 400, 5), 3);
    assert_int_equal(axis_round(5, true), 6);
    assert_int_equal(axis_round(7, true), 12);
    assert_int_equal(axis_round(13, true), 24);
    assert_int_equal(axis_round(3, false), 5);
    assert_int_equal(axis_round(11, false), 20);
    assert_int_equal(axis_round(1, false), 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(steps_are_nice),
        cmocka_unit_test(domain_of_bars_stays_close),
        cmocka_unit_test(odd_ranges_can_be_drawn),
        cmocka_unit_test(labels_are_printed),
        cmocka_unit_test(labels_are_pushed_apart),
        cmocka_unit_test(spread_keeps_gap_and_order),
        cmocka_unit_test(crowded_labels_are_thinned),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
