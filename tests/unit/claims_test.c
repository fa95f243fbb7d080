/* What total rows claim is compared alike whether a file is read at once, in blocks by
   several threads or in parts; sums are exact, and rounding explains half a unit of the
   last digit of each number. */
#include "unit.h"

#include "two_ways.h"

#include "ingest/claim_sums.h"
#include "ingest/layouts.h"
#include "ingest/parts.h"
#include <stdio.h>
#include <string.h>

static struct decimal number(const char *text) {
    struct decimal d;
    assert_true(decimal_parse(str_from(text), &d));
    return d;
}

static struct claim_sum sum_of(const char *const *texts) {
    struct claim_sum sum = {0};
    for (; *texts != NULL; texts++) {
        claim_sum_add(&sum, true, number(*texts));
    }
    return sum;
}

static void sums_are_exact(void **state) {
    (void)state;
    static const struct {
        const char *parts[4], *total, *shown;
        bool fits;
    } cases[] = {
        {{"0.1", "0.2", NULL}, "0.3", "0.3", true},
        {{"0.1", "0.2", NULL}, "0.45", "0.30", false},
        {{"0.1", "0.2", NULL}, "0.44", "0.30", false},
        {{"0.1", "0.2", NULL}, "0.40", "0.30", true},
        {{"3.3", "3.3", "3.6", NULL}, "10.4", "10.2", true},
        {{"3.3", "3.3", "3.6", NULL}, "10.5", "10.2", false},
        {{"-5", "2", NULL}, "-3", "-3", true},
        {{"-5", "2", NULL}, "3", "-3", false},
        {{"1000000000000", "0.0000000001", NULL},
         "1000000000000.0000000001",
         "1000000000000.0000000001",
         false},
        {{"2e3", "2e3", NULL}, "5500", "4000", false},
        {{"2e3", "2e3", NULL}, "5000", "4000", true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct decimal total;
        if (!decimal_parse(str_from(cases[i].total), &total)) {
            continue; /* more digits than a decimal has */
        }
        struct claim_sum sum = sum_of(cases[i].parts);
        struct buf shown = buf_open(100);
        claim_sum_print(&sum, total, &shown);
        assert_string_equal(buf_z(&shown), cases[i].shown);
        if (claim_sum_fits(&sum, total, false) != cases[i].fits) {
            fail_msg("%s: %s", cases[i].total, cases[i].shown);
        }
        buf_close(&shown);
    }
}

static void what_cannot_be_summed_is_not_known(void **state) {
    (void)state;
    struct claim_sum sum = {0}, small = {0}, missing = {0};
    claim_sum_add(&sum, true, (struct decimal){INT64_C(900000000000000000), 12, 0});
    assert_true(sum.unknown);
    claim_sum_add(&small, true, (struct decimal){1, -14, 14});
    assert_true(small.unknown);
    claim_sum_add(&missing, false, number("1"));
    claim_sum_add(&missing, true, number("2"));
    assert_true(missing.unknown);
    assert_false(claim_sum_fits(&missing, number("2"), false));
}

/* Of what is counted, whole numbers are exact: but not what is printed in 万, or all in
   fives. */
static void counts_are_exact(void **state) {
    (void)state;
    static const struct {
        const char *parts[5], *total;
        bool fits;
    } cases[] = {
        {{"1", "2", NULL}, "3", true},
        {{"1", "2", NULL}, "4", false},
        {{"10", "20", NULL}, "31", false},
        {{"1", "2.0", NULL}, "4", true},
        {{"1.4", "2.4", NULL}, "4", true},
        {{"1e4", "2e4", NULL}, "4e4", true},
        {{"1e4", "2e4", NULL}, "34999", true},
        {{"10", "20", "30", "40", NULL}, "102", false},
        {{"-1", "3", NULL}, "1", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct claim_sum sum = sum_of(cases[i].parts);
        if (claim_sum_fits(&sum, number(cases[i].total), true) != cases[i].fits) {
            fail_msg("%zu: %s", i, cases[i].total);
        }
    }
    struct claim_sum fives = {0};
    for (int i = 0; i < 9; i++) {
        claim_sum_add(&fives, true, decimal_from_integer(15));
    }
    assert_true(claim_sum_fits(&fives, number("140"), true));
    assert_false(claim_sum_fits(&fives, number("139"), true));
    assert_false(claim_sum_fits(&fives, number("145"), true));
    assert_true(claim_sum_fits(&fives, number("139"), false));
}

/* ---- every way of reading ---- */

#define HEAD "地区,指标,时间,数值\n"

static const struct source_profile plain;

/* Which entries of the usual way hold the text. */
static size_t count_told(const struct source_profile *p, const char *text) {
    struct outcome usual = two_ways_ingest(*p, NULL, NULL);
    size_t count = 0;
    const char *at = buf_z(&usual.text);
    while ((at = strstr(at, text)) != NULL) {
        at += strlen(text);
        count++;
    }
    buf_close(&usual.text);
    return count;
}

static const char wrong_totals[] = HEAD "110000,CERT000,2021,10\n"
                                        "120000,CERT000,2021,20\n"
                                        "小计,CERT000,2021,35\n"
                                        "130000,CERT000,2021,40\n"
                                        "合计,CERT000,2021,70\n"
                                        "合计,CERT000,2022,90\n"
                                        "110000,CERT000,2022,10.5\n"
                                        "120000,CERT000,2022,20.5\n"
                                        "130000,CERT000,2022,40\n"
                                        "110000,CERT002,2022,约5\n"
                                        "120000,CERT002,2022,7\n"
                                        "合计,CERT002,2022,70\n"
                                        "140000,CERT004,2021,5\n"
                                        "合计,CERT004,2021,99\n"
                                        "150000,CERT004,2021,6\n"
                                        "甲组小计,CERT000,2022,171.0\n";

static void blocks_and_parts_compare_as_the_usual_way(void **state) {
    (void)state;
    two_ways_at_every_border(wrong_totals, &plain, bulk_read, true);
    two_ways_at_every_border(wrong_totals, &plain, parts_read, true);
    two_ways_write(str_from(wrong_totals));
    assert_int_equal(count_told(&plain, "the subtotal 35 is not the sum 30"), 1);
    assert_int_equal(count_told(&plain, "the total 90.0 is not the sum 71.0"), 1);
    assert_int_equal(count_told(&plain, "the total 99 is not the sum 11 of its 2"), 1);
    assert_int_equal(count_told(&plain, "the total 70 is not the sum 7"), 0);
    assert_int_equal(count_told(&plain, "\"合计\" was not checked"), 1);
    assert_int_equal(
        count_told(&plain, "\"甲组小计\" says 171.0, the 3 areas of this group"), 1);
}

/* A row whose value is blank is a part that is missing, wherever it stands. */
static void blank_values_are_missing_parts(void **state) {
    (void)state;
    static const char text[] = HEAD "110000,CERT000,2021,10\n"
                                    "120000,CERT000,2021,20\n"
                                    "130000,CERT000,2021,\n"
                                    "140000,CERT000,2021,5\n"
                                    "150000,CERT000,2021,6\n"
                                    "合计,CERT000,2021,90\n"
                                    "110000,CERT002,2021,6\n";
    two_ways_at_every_border(text, &plain, bulk_read, true);
    two_ways_at_every_border(text, &plain, parts_read, true);
    assert_int_equal(count_told(&plain, "is not the sum"), 0);
    assert_int_equal(count_told(&plain, "\"合计\" was not checked: one of"), 1);
}

/* Several values a row, periods in the heads, and a name of no plain row above. */
static void other_tables(void **state) {
    (void)state;
    struct profile_pair columns[] = {{STR("数量"), STR("CERT000")},
                                     {STR("金额"), STR("CERT002")}};
    const struct source_profile two = {.columns = columns, .column_count = 2};
    static const char table[] = "地区,时间,数量,金额\n110000,2021,10,1\n"
                                "120000,2021,20,2\n小计,2021,99,3\n130000,2021,5,9\n"
                                "140000,2021,6,9\n小计,2021,11,99\n合计,2021,41,21\n";
    two_ways_at_every_border(table, &two, parts_read, true);
    two_ways_at_every_border(table, &two, bulk_read, true);
    assert_int_equal(count_told(&two, "the subtotal 99 is not the sum"), 2);
    assert_int_equal(count_told(&two, "is not the sum"), 2);
    static const char items[] = "地区,指标,时间,数值\n110000,CERT000,2021,10\n"
                                "110000,CERT002,2021,20\n110000,合计,2021,90\n";
    two_ways_at_every_border(items, &plain, parts_read, true);
    two_ways_at_every_border(items, &plain, bulk_read, false);
    assert_int_equal(count_told(&plain, "the total 90 is not the sum 30"), 1);
}

/* Each column of values has its claims, each vintage and status its own. */
static void several_values_a_row(void **state) {
    (void)state;
    struct profile_pair columns[] = {{STR("数量"), STR("CERT000")},
                                     {STR("金额"), STR("CERT002")},
                                     {STR("旗"), STR("status")}};
    struct profile_pair sum = {STR("duplicates"), STR("sum")};
    struct source_profile two = {.columns = columns, .column_count = 3};
    static const char vintages[] =
        "地区,时间,版本,数量,旗,金额\n110000,2021,2022-01,10,P,1\n"
        "120000,2021,2022-01,20,,2\n合计,2021,2022-01,30,,9\n"
        "110000,2021,2022-06,11,,1\n120000,2021,2022-06,20,E,2\n"
        "合计,2021,2022-06,40,,3\n";
    two_ways_at_every_border(vintages, &two, bulk_read, true);
    two_ways_at_every_border(vintages, &two, parts_read, true);
    assert_int_equal(count_told(&two, "t.csv:4:6 F4 the total 9 is not the sum 3"), 1);
    assert_int_equal(count_told(&two, "t.csv:7:4 D7 the total 40 is not the sum 31"),
                     1);
    assert_int_equal(count_told(&two, "is not the sum"), 2);
    /* A number that is not there, and one of which a sign says so. */
    static const char signs[] = "地区,时间,数量,旗,金额\n110000,2021,10,U,1\n"
                                "120000,2021,20,,2\n130000,2021,…,,4\n"
                                "合计,2021,99,,17\n";
    struct profile_pair sign = {STR("…"), STR("missing")};
    two.symbols = &sign;
    two.symbol_count = 1;
    two_ways_at_every_border(signs, &two, bulk_read, true);
    two_ways_at_every_border(signs, &two, parts_read, true);
    assert_int_equal(count_told(&two, "is not the sum"), 1);
    assert_int_equal(count_told(&two, "t.csv:5:5 E5 the total 17 is not the sum 7"), 1);
    /* Rows of one key are added: nothing is compared. */
    two.options = &sum;
    two.option_count = 1;
    two_ways_at_every_border(
        "地区,时间,数量,旗,金额\n110000,2021,10,,1\n110000,2021,20,,2\n"
        "合计,2021,99,,8\n",
        &two, bulk_read, true);
}

/* What is left out may be what a total counts: a blank cell of any column, a row that
   its area or item leaves out. A row of a later day than is asked for is not. */
static void what_is_left_out(void **state) {
    (void)state;
    struct profile_pair columns[] = {{STR("数量"), STR("CERT000")},
                                     {STR("金额"), STR("CERT002")}},
                        area = {STR("外地"), STR("skip")},
                        items[] = {{STR("其他"), STR("skip")},
                                   {STR("合计"), STR("skip")}},
                        as_of = {STR("as_of"), STR("2022-06-30")};
    const struct source_profile two = {.columns = columns, .column_count = 2},
                                areas = {.areas = &area, .area_count = 1},
                                skips = {.items = items, .item_count = 2},
                                known = {.options = &as_of, .option_count = 1};
    const struct bulk_options every = {.block_bytes = 40, .sample_rows = 2};
    two_ways_write(STR("地区,时间,数量,金额\n110000,2021,10,1\n120000,2021,20,\n"
                       "130000,2021,5,2\n合计,2021,35,9\n"));
    assert_true(two_ways_agree(&two, bulk_read, &every));
    two_ways_write(STR("地区,时间,数量,金额\n110000,2021,10,1\n120000,2021,20,\n"
                       "130000,2021,5,2\n"));
    assert_true(two_ways_agree(&two, bulk_read, &every));
    static const char other[] = HEAD "110000,CERT000,2021,10\n外地,CERT000,2021,5\n"
                                     "120000,CERT000,2021,20\n合计,CERT000,2021,";
    char text[300];
    snprintf(text, sizeof text, "%s35\n", other);
    two_ways_at_every_border(text, &areas, bulk_read, true);
    two_ways_at_every_border(text, &areas, parts_read, true);
    assert_int_equal(count_told(&areas, "is not the sum"), 0);
    snprintf(text, sizeof text, "%s95\n", other);
    two_ways_at_every_border(text, &areas, bulk_read, true);
    assert_int_equal(count_told(&areas, "the total 95 is not the sum"), 1);
    static const char dimension[] =
        "地区,指标,时间,领域,数值\n110000,CERT000,2021,质量,1\n"
        "110000,CERT000,2021,其他,2\n110000,CERT000,2021,合计,9\n"
        "120000,CERT000,2021,质量,1\n120000,CERT000,2021,合计,1\n";
    two_ways_at_every_border(dimension, &skips, bulk_read, false);
    two_ways_at_every_border(dimension, &skips, parts_read, true);
    assert_int_equal(count_told(&skips, "\"合计\" was not checked"), 1);
    two_ways_at_every_border(
        "地区,指标,时间,数值,版本\n110000,CERT000,2021,1,2022-01\n"
        "110000,CERT000,2021,2,2022-07\n120000,CERT000,2021,3,2022-01\n"
        "合计,CERT000,2021,9,2022-01\n",
        &known, bulk_read, true);
    assert_int_equal(count_told(&known, "the total 9 is not the sum 4"), 1);
}

/* A row is left out once; the first row of a vintage tells that it names no day. */
static void what_a_total_row_says_else(void **state) {
    (void)state;
    struct profile_pair area = {STR("外地"), STR("skip")},
                        item = {STR("其他"), STR("skip")};
    const struct source_profile skips = {
        .areas = &area, .area_count = 1, .items = &item, .item_count = 1};
    static const char left[] = "地区,指标,时间,领域,数值\n110000,CERT000,2021,质量,1\n"
                               "外地,CERT000,2021,其他,2\n合计,CERT000,2021,其他,2\n";
    two_ways_at_every_border(left, &skips, bulk_read, false);
    two_ways_at_every_border(left, &skips, parts_read, true);
    struct outcome usual = two_ways_ingest(skips, NULL, NULL);
    assert_int_equal(usual.file.skipped, 2);
    buf_close(&usual.text);
    static const char vintages[] =
        "地区,指标,时间,数值,版本\n合计,CERT000,2021,9,初稿\n"
        "110000,CERT000,2021,4,初稿\n120000,CERT000,2021,5,初稿\n";
    two_ways_at_every_border(vintages, &plain, bulk_read, false);
    two_ways_at_every_border(vintages, &plain, parts_read, true);
    assert_int_equal(count_told(&plain, "the vintage \"初稿\" names no day"), 1);
}

/* A row that could not be read may be what is missing. */
static void nothing_is_compared_beside_an_error(void **state) {
    (void)state;
    static const char text[] = HEAD "110000,CERT000,2021,10\n120000,CERT000,2021,5,7\n"
                                    "130000,CERT000,2021,20\n合计,CERT000,2021,90\n";
    two_ways_at_every_border(text, &plain, bulk_read, false);
    assert_int_equal(
        count_told(&plain, "the row has a cell where the head has no name"), 1);
    assert_int_equal(count_told(&plain, "is not the sum"), 0);
}

/* A column of totals claims a sum in each row. */
static void columns_of_totals(void **state) {
    (void)state;
    const struct source_profile areas = {.layout = &layout_period_by_area,
                                         .indicator = STR("CERT000")};
    static const char text[] = "年份,110000,120000,合计\n2021,1,2,3\n2022,3,4,18\n";
    two_ways_at_every_border(text, &areas, bulk_read, false);
    two_ways_at_every_border(text, &areas, parts_read, true);
    assert_int_equal(count_told(&areas, "t.csv:3:4 D3 the total 18 is not the sum 7"),
                     1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sums_are_exact),
        cmocka_unit_test(counts_are_exact),
        cmocka_unit_test(what_cannot_be_summed_is_not_known),
        cmocka_unit_test(blocks_and_parts_compare_as_the_usual_way),
        cmocka_unit_test(blank_values_are_missing_parts),
        cmocka_unit_test(other_tables),
        cmocka_unit_test(several_values_a_row),
        cmocka_unit_test(what_is_left_out),
        cmocka_unit_test(what_a_total_row_says_else),
        cmocka_unit_test(nothing_is_compared_beside_an_error),
        cmocka_unit_test(columns_of_totals),
    };
    return cmocka_run_group_tests(tests, two_ways_set_up, two_ways_tear_down);
}
