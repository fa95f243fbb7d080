/* Periods are numbered by their first coming, found again, and ranked by time. */
#include "dataset/period_set.h"
#include "unit.h"

static struct period day(int index) {
    return period_make(2000 + index / 300, PERIOD_DAY, index % 300 + 1);
}

static void numbers_are_of_the_first_coming(void **state) {
    (void)state;
    struct arena *arena = arena_open();
    struct period_set set = period_set_open(arena);
    struct period none = period_make(0, PERIOD_NOT_STATED, 0);
    assert_int_equal(period_set_find(&set, none), PERIOD_SET_NONE);
    assert_int_equal(period_set_add(&set, period_make(2024, PERIOD_YEAR, 0)), 0);
    assert_int_equal(period_set_add(&set, period_make(2023, PERIOD_MONTH, 12)), 1);
    assert_int_equal(period_set_add(&set, none), 2);
    assert_int_equal(period_set_add(&set, period_make(2024, PERIOD_YEAR, 0)), 0);
    assert_int_equal(period_set_add(&set, none), 2);
    assert_int_equal(period_set_find(&set, period_make(2023, PERIOD_MONTH, 12)), 1);
    assert_int_equal(period_set_find(&set, period_make(2023, PERIOD_YTD, 12)),
                     PERIOD_SET_NONE);
    assert_int_equal(set.count, 3);
    const uint32_t *ranks = period_set_ranks(&set, arena);
    assert_int_equal(ranks[0], 2);
    assert_int_equal(ranks[1], 1);
    assert_int_equal(ranks[2], 0);
    arena_close(arena);
}

/* Backwards, then in a jumble, more than a table holds at first. */
static void many_are_found_again(void **state) {
    (void)state;
    struct arena *arena = arena_open();
    struct period_set set = period_set_open(arena);
    for (int i = 0; i < 5000; i++)
        assert_int_equal(period_set_add(&set, day(4999 - i)), i);
    for (int i = 0; i < 5000; i++)
        assert_int_equal(period_set_add(&set, day(i * 1237 % 5000)),
                         4999 - i * 1237 % 5000);
    const uint32_t *ranks = period_set_ranks(&set, arena);
    for (uint32_t i = 0; i < 5000; i++)
        assert_int_equal(ranks[i], 4999 - i);
    arena_close(arena);
}

/* A week of a new year may end later than a day or month of it; a span is as late as
   its last year. */
static void time_goes_before_kind(void **state) {
    (void)state;
    struct arena *arena = arena_open();
    struct period_set set = period_set_open(arena);
    period_set_add(&set, period_make(2019, PERIOD_SPAN, 3)); /* 2019 to 2022 */
    period_set_add(&set, period_make(2020, PERIOD_SPAN, 1)); /* 2020 to 2021 */
    period_set_add(&set, period_make(2022, PERIOD_WEEK, 5)); /* to 6 February */
    period_set_add(&set, period_make(2022, PERIOD_DAY, 36)); /* 5 February */
    const uint32_t *ranks = period_set_ranks(&set, arena);
    assert_int_equal(ranks[0], 3);
    assert_int_equal(ranks[1], 0);
    assert_int_equal(ranks[2], 2);
    assert_int_equal(ranks[3], 1);
    arena_close(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_of_the_first_coming),
        cmocka_unit_test(many_are_found_again),
        cmocka_unit_test(time_goes_before_kind),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
