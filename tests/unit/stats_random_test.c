/* Philox against the vectors published with it, and what the project relies on. */
#include "stats/random.h"
#include "unit.h"

static void known_vectors(void **state) {
    (void)state;
    static const struct {
        uint32_t counter[4], key[2], out[4];
    } cases[] = {
        {{0, 0, 0, 0}, {0, 0}, {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}},
        {{0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff},
         {0xffffffff, 0xffffffff},
         {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}},
        {{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344},
         {0xa4093822, 0x299f31d0},
         {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint32_t out[4];
        random_block(cases[i].counter, cases[i].key, out);
        for (size_t j = 0; j < 4; j++)
            assert_int_equal(out[j], cases[i].out[j]);
    }
}

static void streams_are_functions_of_their_number(void **state) {
    (void)state;
    double all[100], some[7], other[7];
    random_fill(2024, 5, all, 100);
    random_fill(2024, 5, some, 7);
    assert_memory_equal(all, some, sizeof some);
    random_fill(2024, 6, other, 7);
    assert_memory_not_equal(some, other, sizeof some);
    random_fill(2025, 5, other, 7);
    assert_memory_not_equal(some, other, sizeof some);
    random_fill(2024, (uint64_t)5 << 32, other, 7);
    assert_memory_not_equal(some, other, sizeof some);
}

static void numbers_fill_the_unit_interval(void **state) {
    (void)state;
    enum { COUNT = 100000 };
    static double u[COUNT];
    random_fill(1, 0, u, COUNT);
    double sum = 0, squares = 0, product = 0;
    for (size_t i = 0; i < COUNT; i++) {
        assert_true(u[i] >= 0 && u[i] < 1);
        sum += u[i] - 0.5;
        squares += (u[i] - 0.5) * (u[i] - 0.5);
        product += i > 0 ? (u[i] - 0.5) * (u[i - 1] - 0.5) : 0;
    }
    /* Four standard errors of each. */
    assert_true(sum / COUNT < 0.00365 && sum / COUNT > -0.00365);
    assert_true(squares / COUNT > 1 / 12.0 - 0.00095);
    assert_true(squares / COUNT < 1 / 12.0 + 0.00095);
    assert_true(product / COUNT < 0.00106 && product / COUNT > -0.00106);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_vectors),
        cmocka_unit_test(streams_are_functions_of_their_number),
        cmocka_unit_test(numbers_fill_the_unit_interval),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
