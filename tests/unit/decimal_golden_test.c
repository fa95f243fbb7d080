/* The worked examples of rounding (GB/T 8170-2008, clause 3) and growth, from
   tests/golden/index/worked_examples.json, on the exact numbers of base/decimal. */
#include "unit.h"

#include "base/decimal.h"
#include <jansson.h>
#include <math.h>
#include <string.h>

static json_t *examples;

static int read_examples(void **state) {
    (void)state;
    examples = json_load_file("tests/golden/index/worked_examples.json", 0, NULL);
    return examples ? 0 : -1;
}

static int close_examples(void **state) {
    (void)state;
    json_decref(examples);
    return 0;
}

static void check_rounding(json_t *example, const char *key, enum rounding rounding) {
    const char *expected = json_string_value(json_object_get(example, key));
    struct decimal d;
    assert_non_null(expected);
    assert_true(
        decimal_parse(str_from(json_string_value(json_object_get(example, "in"))), &d));
    mpq_t q;
    mpq_init(q);
    decimal_to_rational(d, q);
    struct buf out = buf_open(100);
    int digits = (int)json_integer_value(json_object_get(example, "digits"));
    rational_print(q, digits, rounding, &out);
    assert_str(buf_str(&out), expected);
    buf_close(&out);
    mpq_clear(q);
}

static void numbers_round_as_the_standard_says(void **state) {
    (void)state;
    json_t *cases =
        json_object_get(json_object_get(examples, "rounding_gbt8170"), "cases");
    size_t seen = 0, index;
    json_t *example;
    json_array_foreach(cases, index, example) {
        check_rounding(example, "half_even_GBT8170", ROUND_HALF_EVEN);
        check_rounding(example, "half_up_四舍五入", ROUND_HALF_AWAY);
        seen++;
    }
    assert_true(seen >= 12);
}

/* A number of the examples, as the exact value of its shortest digits. */
static void number(const char *group, const char *key, mpq_t out) {
    json_t *value = json_object_get(
        json_object_get(json_object_get(examples, "growth"), group), key);
    assert_true(json_is_number(value));
    assert_true(rational_from_double(json_number_value(value), out));
}

/* (a / b − 1) × 100 of two numbers equals a third to 12 digits. */
static void check_growth(const char *group, const char *now, const char *before,
                         const char *result) {
    mpq_t a, b, expected, hundred;
    mpq_inits(a, b, expected, hundred, NULL);
    number(group, now, a);
    number(group, before, b);
    number(group, result, expected);
    mpq_set_si(hundred, 100, 1);
    mpq_div(a, a, b);
    mpq_mul(a, a, hundred);
    mpq_sub(a, a, hundred);
    double seen = mpq_get_d(a), wanted = mpq_get_d(expected);
    if (fabs(seen - wanted) > 1e-12 * fabs(wanted))
        fail_msg("%s: %.15g is not %.15g", group, seen, wanted);
    mpq_clears(a, b, expected, hundred, NULL);
}

static void growth_is_what_the_examples_say(void **state) {
    (void)state;
    check_growth("同比_yoy_%", "cur", "same_period_last_year", "out");
    check_growth("环比_mom_%", "cur", "prev", "out");
    check_growth("ytd", "ytd_sep", "ytd_sep_last", "ytd_yoy_%");
    check_growth("percentage_points", "rate_now_%", "rate_last_%", "relative_%");
    check_growth("contribution_pp(拉动)", "total_now", "base_total", "total_growth_%");
}

/* 93.71 − 93.42 is exactly 0.29 百分点, which doubles miss. */
static void percentage_points_are_exact(void **state) {
    (void)state;
    mpq_t now, last;
    mpq_inits(now, last, NULL);
    number("percentage_points", "rate_now_%", now);
    number("percentage_points", "rate_last_%", last);
    mpq_sub(now, now, last);
    assert_int_equal(mpq_cmp_si(now, 29, 100), 0);
    mpq_clears(now, last, NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_round_as_the_standard_says),
        cmocka_unit_test(growth_is_what_the_examples_say),
        cmocka_unit_test(percentage_points_are_exact),
    };
    return cmocka_run_group_tests(tests, read_examples, close_examples);
}
