/* One way from numbers to print: a double prints as the exact number that it stands
   for, and no number gets into a report as Lua writes it. */
#include "unit.h"

#include "base/decimal.h"
#include "base/marked.h"
#include "compose/raw_number.h"
#include <math.h>
#include <stdlib.h>

static uint64_t seed;

static uint64_t next_random(void) {
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return seed;
}

static size_t pick(size_t n) { return (size_t)(next_random() % n); }

/* A decimal of one to four digits and its double. */
static double random_decimal(mpq_t q) {
    struct decimal d = {(int64_t)pick(9999) + 1, 0, 0};
    d.exponent = (int16_t) - (int)pick(4);
    decimal_to_rational(d, q);
    return decimal_to_double(d);
}

/* A number of doubles, and how far from the exact one it may be. */
struct computed {
    double x, error;
};

/* a OP b into a, exactly and in doubles. */
static void apply(char operation, mpq_t a, const mpq_t b, struct computed *n,
                  struct computed by) {
    double x = n->x, y = by.x;
    switch (operation) {
    case '+':
        mpq_add(a, a, b);
        n->x = x + y;
        n->error += by.error;
        break;
    case '-':
        mpq_sub(a, a, b);
        n->x = x - y;
        n->error += by.error;
        break;
    case '*':
        mpq_mul(a, a, b);
        n->x = x * y;
        n->error = n->error * fabs(y) + fabs(x) * by.error;
        break;
    default:
        mpq_div(a, a, b);
        n->x = x / y;
        n->error = n->error / fabs(y) + fabs(x / y) * by.error / fabs(y);
        break;
    }
    n->error += fabs(n->x) * 1.2e-16;
}

/* ((a ∘ b) ∘ c) ∘ d of decimals, exactly and in doubles, printed with 0 to 4 decimals
   by either rule. */
static void doubles_print_as_the_exact_numbers(void **state) {
    (void)state;
    seed = UINT64_C(0x9E3779B97F4A7C15);
    mpq_t a, b, c;
    mpq_inits(a, b, c, NULL);
    struct buf exact = buf_open(512), computed = buf_open(512);
    size_t compared = 0, ties = 0;
    while (compared < 1000000) {
        struct computed n = {random_decimal(a), 0}, by;
        n.error = n.x * 1.2e-16;
        for (size_t k = pick(3) + 1; k > 0; k--) {
            by.x = random_decimal(b);
            by.error = by.x * 1.2e-16;
            apply("+-*/"[pick(4)], a, b, &n, by);
        }
        int decimals = (int)pick(5);
        /* Nine digits are as many as a table prints, and what two numbers that are
           nearly equal leave is noise in doubles. */
        double scale = pow(10, decimals), x = n.x;
        if (fabs(x) * scale >= 1e9 || n.error * scale > 5e-9)
            continue;
        enum rounding rounding = pick(2) == 0 ? ROUND_HALF_AWAY : ROUND_HALF_EVEN;
        buf_clear(&exact);
        buf_clear(&computed);
        rational_print(a, decimals, rounding, &exact);
        assert_true(rational_from_computed(x, decimals, c));
        rational_print(c, decimals, rounding, &computed);
        if (!str_equal(buf_str(&exact), buf_str(&computed)))
            fail_msg("%.17g with %d decimals: %.*s, exactly %.*s", x, decimals,
                     STR_ARG(buf_str(&computed)), STR_ARG(buf_str(&exact)));
        mpz_t twice;
        mpz_init(twice);
        mpz_ui_pow_ui(twice, 10, (unsigned long)decimals);
        mpz_mul_ui(twice, twice, 2);
        mpq_set_z(b, twice);
        mpq_mul(b, b, a);
        ties += mpz_cmp_ui(mpq_denref(b), 1) == 0 && mpz_odd_p(mpq_numref(b)) != 0;
        mpz_clear(twice);
        compared++;
    }
    assert_true(ties > 5000); /* else the hard ones were not among them */
    buf_close(&exact);
    buf_close(&computed);
    mpq_clears(a, b, c, NULL);
}

static void what_has_more_digits_keeps_them(void **state) {
    (void)state;
    static const struct {
        double value;
        int decimals;
        const char *printed;
    } cases[] = {{(9 - 7.53) / 5 * 25, 1, "7.4"},
                 {0.285 * 100, 0, "29"},
                 {1.005 * 1000, 0, "1005"},
                 {-1.255, 2, "-1.26"},
                 {1e15 / 3, 2, "333333333333333.30"},
                 {1234567890123.4, 1, "1234567890123.4"},
                 {1e-7, 12, "0.000000100000"},
                 {1e300, 0, NULL},
                 {-0.0, 1, "0.0"},
                 {9999999999.995, 2, "10000000000.00"}};
    mpq_t q;
    mpq_init(q);
    struct buf out = buf_open(512);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        buf_clear(&out);
        assert_true(rational_from_computed(cases[i].value, cases[i].decimals, q));
        rational_print(q, cases[i].decimals, ROUND_HALF_AWAY, &out);
        if (cases[i].printed != NULL)
            assert_str(buf_str(&out), cases[i].printed);
        else
            assert_int_equal(out.n, 301);
    }
    assert_false(rational_from_computed((double)NAN, 1, q));
    assert_false(rational_from_computed((double)INFINITY, 1, q));
    buf_close(&out);
    mpq_clear(q);
}

static void raw_numbers_are_found(void **state) {
    (void)state;
    static const char *const raw[][2] = {
        {"1e+20", "1e+20"},     {"（3.3333333333333e-05）", "3.3333333333333e-05"},
        {"-nan", "nan"},        {"inf张", "inf"},
        {"a -inf", "inf"},      {"为nan%", "nan"},
        {"grew by inf%", "inf"}};
    static const char *const sound[] = {"720",
                                        "3.14159",
                                        "1,234,567,890,123.45",
                                        "圆周率3.1415926535898",
                                        "33.333333333333",
                                        "1,234,567,890.1234",
                                        "nano inform Finance",
                                        "NaN",
                                        "340000.20240101001",
                                        "v1.2345678901234.5",
                                        "10.1371/0.33333333333333",
                                        "0.123456789012",
                                        "12345678901234",
                                        "1.5e3",
                                        "0.33333333333330",
                                        "12345678901.25",
                                        "1234567890.123",
                                        "Ji'nan",
                                        "https://x/inf/a",
                                        "inf2",
                                        "A12e-34",
                                        "x-nan",
                                        "inf",
                                        "Hai nan",
                                        "Hai nan, in the north",
                                        "2.0e",
                                        "e+20",
                                        "1.",
                                        ""};
    for (size_t i = 0; i < sizeof raw / sizeof *raw; i++)
        assert_str(raw_number_find(str_from(raw[i][0])), raw[i][1]);
    for (size_t i = 0; i < sizeof sound / sizeof *sound; i++)
        if (raw_number_find(str_from(sound[i])).n > 0)
            fail_msg("%s", sound[i]);
    /* What a figure printed is no raw number, whatever it looks like. */
    struct buf text = buf_open(128);
    marked_put(&text, 3, STR("123456789012.34"));
    assert_int_equal(raw_number_find(buf_str(&text)).n, 0);
    marked_put(&text, MARKED_RAW, STR("0.66666666666667"));
    assert_str(raw_number_find(buf_str(&text)), "0.66666666666667");
    /* What Lua wrote is one, even cut or reworked. */
    buf_clear(&text);
    buf_puts(&text, "约");
    marked_put(&text, MARKED_RAW, STR("0点5"));
    assert_true(marked_raw(buf_str(&text)));
    assert_str(raw_number_find(buf_str(&text)), "0点5");
    buf_close(&text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(doubles_print_as_the_exact_numbers),
        cmocka_unit_test(what_has_more_digits_keeps_them),
        cmocka_unit_test(raw_numbers_are_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
