/* What stands beside a number: about, more, less, reached. */
#include "dataset/qualifier.h"
#include "unit.h"

static void words_before_a_number(void **state) {
    (void)state;
    static const struct {
        const char *text, *rest;
        enum qualifier qualifier;
    } cases[] = {
        {"约3万家", "3万家", QUALIFIER_ABOUT},
        {"大约 3", "3", QUALIFIER_ABOUT},
        {"超过3", "3", QUALIFIER_MORE_THAN},
        {"超3", "3", QUALIFIER_MORE_THAN},
        {">= 3", "3", QUALIFIER_MORE_THAN},
        {"不超过3", "3", QUALIFIER_LESS_THAN},
        {"不足3", "3", QUALIFIER_LESS_THAN},
        {"达到3", "3", QUALIFIER_REACHED},
        {"达3", "3", QUALIFIER_REACHED},
        {"以上3", "以上3", QUALIFIER_NONE},
        {"3", "3", QUALIFIER_NONE},
        {"", "", QUALIFIER_NONE},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct str text = str_from(cases[i].text);
        assert_int_equal(qualifier_take_before(&text), cases[i].qualifier);
        assert_str(text, cases[i].rest);
    }
}

static void words_within_and_behind(void **state) {
    (void)state;
    struct str text = STR("多家");
    assert_int_equal(qualifier_take_within(&text), QUALIFIER_MORE_THAN);
    assert_str(text, "家");
    assert_int_equal(qualifier_take_within(&text), QUALIFIER_NONE);
    text = STR("3万家 以上");
    assert_int_equal(qualifier_take_behind(&text), QUALIFIER_MORE_THAN);
    assert_str(text, "3万家");
    text = STR("3万左右");
    assert_int_equal(qualifier_take_behind(&text), QUALIFIER_ABOUT);
    text = STR("以下"); /* no number is left */
    assert_int_equal(qualifier_take_behind(&text), QUALIFIER_NONE);
    assert_str(text, "以下");
}

/* The column qualifier of statements. */
static void words_that_stand_alone(void **state) {
    (void)state;
    static const struct {
        const char *text;
        enum qualifier qualifier;
    } cases[] = {
        {"超", QUALIFIER_MORE_THAN},   {"多", QUALIFIER_MORE_THAN},
        {"以上", QUALIFIER_MORE_THAN}, {"余", QUALIFIER_MORE_THAN},
        {"约", QUALIFIER_ABOUT},       {"近", QUALIFIER_LESS_THAN},
        {"不足", QUALIFIER_LESS_THAN}, {"达", QUALIFIER_REACHED},
        {"不到", QUALIFIER_LESS_THAN}, {"左右", QUALIFIER_ABOUT},
        {"突破", QUALIFIER_MORE_THAN}, {"恰", QUALIFIER_NONE},
        {"", QUALIFIER_NONE},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(qualifier_named(str_from(cases[i].text)), cases[i].qualifier);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_before_a_number),
        cmocka_unit_test(words_within_and_behind),
        cmocka_unit_test(words_that_stand_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
