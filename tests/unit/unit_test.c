#include "dataset/unit.h"
#include "unit.h"
#include <stdlib.h>

static void assert_converts(const char *value, const char *from, const char *to,
                            const char *want) {
    struct decimal d;
    assert_true(decimal_parse(str_from(value), &d));
    bool ok = unit_convert(d, str_from(from), str_from(to), &d);
    if (want == NULL) {
        if (ok) {
            fail_msg("%s %s became %s", value, from, to);
        }
        return;
    }
    if (!ok) {
        fail_msg("%s %s did not become %s", value, from, to);
    }
    struct buf buf = buf_open(100);
    decimal_print(d, &buf);
    assert_string_equal(buf_z(&buf), want);
    buf_close(&buf);
}

static void multipliers_scale_exactly(void **state) {
    (void)state;
    assert_converts("139.6", "亿元", "元", "13960000000");
    assert_converts("3.6", "万家", "家", "36000");
    assert_converts("36000", "家", "万家", "3.6000");
    assert_converts("1", "万亿元", "亿元", "10000");
    assert_converts("957.54", "万台套", "台(套)", "9575400");
    assert_converts("5", "百万元", "万元", "500");
}

static void percentages_and_metric_units(void **state) {
    (void)state;
    assert_converts("5.3", "‰", "%", "0.53");
    assert_converts("0.994", "比例", "%", "99.4");
    assert_converts("1.5", "吨", "千克", "1500");
    assert_converts("1.5", "吨", "公斤", "1500");
    assert_converts("2", "平方公里", "公顷", "200");
    assert_converts("15", "亩", "公顷", "1.0000");
    assert_converts("1", "度", "千瓦时", "1");
}

static void what_needs_a_rate_or_a_guess_is_refused(void **state) {
    (void)state;
    assert_converts("1", "亿美元", "亿元", NULL);
    assert_converts("1", "百分点", "%", NULL);
    assert_converts("1", "人", "家", NULL);
    assert_converts("1", "人次", "人", NULL);
    assert_converts("1", "亩", "公顷", NULL); /* one fifteenth is no decimal */
    assert_converts("1", "", "元", NULL);
    assert_converts("999999999999999999", "亩", "平方米", NULL); /* over 18 digits */
}

static void names_of_one_unit_are_equal(void **state) {
    (void)state;
    assert_true(unit_equal(STR("户"), STR("家")));
    assert_true(unit_equal(STR("％"), STR("%")));
    assert_true(unit_equal(STR("个百分点"), STR("百分点")));
    assert_true(unit_equal(STR("件/万人"), STR("件/万人")));
    assert_false(unit_equal(STR("万元"), STR("元")));
    assert_false(unit_equal(STR("件"), STR("项")));
    assert_true(unit_known(STR("万张")));
    assert_false(unit_known(STR("上年=100")));
    assert_false(unit_known(STR("万")));
}

static void blanks_and_the_currency_of_the_country(void **state) {
    (void)state;
    assert_converts("1", "人民币 万元", "元", "10000");
    assert_converts("1", "亿　元", "万元", "10000");
    assert_converts("1", "亿元（人民币）", "亿元", "1");
    assert_converts("1", "元 / 人", "元/人", "1");
    assert_converts("1", "元 / 人", "元", NULL);
    assert_converts("1", "人民币 美元", "元", NULL);
    assert_false(unit_known(STR("人民币家")));
    assert_false(unit_known(STR("人民币 美元")));
}

static void a_unit_refines_what_it_multiplies(void **state) {
    (void)state;
    assert_true(unit_refines(STR("万家"), STR("家")));
    assert_true(unit_refines(STR("户"), STR("家")));
    assert_true(unit_refines(STR("%"), STR("比例")));
    assert_false(unit_refines(STR("%"), STR("‰")));
    assert_false(unit_refines(STR("家"), STR("万家")));
    assert_false(unit_refines(STR("亿元"), STR("万元")));
    assert_false(unit_refines(STR("公里"), STR("米")));
    assert_false(unit_refines(STR("万张"), STR("家")));
}

static void rates_differ_by_points(void **state) {
    (void)state;
    static const char *const cases[][2] = {
        {"%", "百分点"},  {"％", "百分点"}, {"百分比", "百分点"}, {"‰", "千分点"},
        {"亿元", "亿元"}, {"比例", "比例"}, {"百分点", "百分点"}, {"", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_str(unit_of_difference(str_from(cases[i][0])), cases[i][1]);
    }
    assert_str(unit_points(STR("个百分点")), "百分点");
    assert_str(unit_points(STR("pp")), "百分点");
    assert_str(unit_points(STR("个千分点")), "千分点");
    assert_str(unit_points(STR("%")), "");
    assert_str(unit_points(STR("分")), "");
    assert_str(unit_points(STR("")), "");
    assert_converts("1", "千分点", "百分点", NULL);
    assert_converts("1", "千分点", "‰", NULL);
}

static void a_unit_that_begins_like_a_multiplier_has_none(void **state) {
    (void)state;
    size_t length = 9;
    assert_int_equal(unit_multiplier(STR("百分点"), &length), 0);
    assert_int_equal(length, 0);
    assert_int_equal(unit_multiplier(STR("千分点"), &length), 0);
    assert_int_equal(unit_multiplier(STR("百万元"), &length), 6);
    assert_int_equal(length, 6);
}

static void english_units(void **state) {
    (void)state;
    assert_converts("6127", "10,000 persons", "万人", "6127");
    assert_converts("6127", "10 000 persons", "人", "61270000");
    assert_converts("3", "thousands of tonnes", "吨", "3000");
    assert_converts("3", "10 000 t", "万吨", "3");
    assert_converts("3", "US$ million", "万美元", "300");
    assert_converts("3", "100 million yuan", "亿元", "3");
    assert_converts("3", "yuan (millions)", "百万元", "3");
    assert_converts("3", "Per cent", "%", "3");
    assert_converts("3", "percentage points", "百分点", "3");
    assert_converts("3", "kWh", "度", "3");
    assert_converts("3", "thousands", "千", "3");
    assert_converts("3", "yuan per person", "元", NULL);
    assert_converts("3", "yuan/person", "元", NULL);
    assert_converts("3", "15 persons", "人", NULL);
    assert_converts("3", "1000 widgets", "人", NULL);
    assert_true(unit_known(STR("Thousand Persons")));
    assert_false(unit_known(STR("t")));
    assert_false(unit_known(STR("1000 widgets")));
    assert_false(unit_known(STR("NUM")));
    assert_true(unit_is_multiplier(STR("thousands")));
    assert_true(unit_is_multiplier(STR("万")));
    assert_false(unit_is_multiplier(STR("十")));
    assert_false(unit_is_multiplier(STR("1000")));
    assert_false(unit_is_multiplier(STR("千人")));
    assert_int_equal(unit_scale(STR("thousand km")), 3);
    assert_int_equal(unit_scale(STR("公里")), 0);
    assert_true(unit_list_share(STR("thousands"), STR("家、千人")));
    assert_false(unit_list_share(STR("thousands"), STR("万人")));
    assert_true(unit_list_share(STR("10,000 persons, %"), STR("万人")));
    assert_true(unit_list_known(STR("10,000 persons, %")));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(english_units),
        cmocka_unit_test(multipliers_scale_exactly),
        cmocka_unit_test(percentages_and_metric_units),
        cmocka_unit_test(what_needs_a_rate_or_a_guess_is_refused),
        cmocka_unit_test(names_of_one_unit_are_equal),
        cmocka_unit_test(blanks_and_the_currency_of_the_country),
        cmocka_unit_test(a_unit_refines_what_it_multiplies),
        cmocka_unit_test(rates_differ_by_points),
        cmocka_unit_test(a_unit_that_begins_like_a_multiplier_has_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
