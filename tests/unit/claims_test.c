/* What total rows claim is compared alike whether a file is read at once, in blocks by
   several threads or in parts; sums are exact, and rounding explains half a unit of the
   last digit of each number. */
#include "unit.h"

#include "two_ways.h"

#include "ingest/claim_sums.h"
#include "ingest/parts.h"
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
        if (claim_sum_fits(&sum, total) != cases[i].fits) {
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
    assert_false(claim_sum_fits(&missing, number("2")));
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

static void at_every_border(const char *text, const struct source_profile *p,
                            two_ways_reader *read, bool all) {
    two_ways_write(str_from(text));
    for (size_t n = 1; n < 500; n += n < 60 ? 1 : 13) {
        const struct bulk_options options = {.block_bytes = n,
                                             .sample_rows = 1 + n % 3};
        if (!two_ways_agree(p, read, &options) && all) {
            fail_msg("declined in blocks of %zu: %s", n, text);
        }
    }
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
    at_every_border(wrong_totals, &plain, bulk_read, true);
    at_every_border(wrong_totals, &plain, parts_read, true);
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
    at_every_border(text, &plain, bulk_read, false);
    at_every_border(text, &plain, parts_read, true);
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
    at_every_border(table, &two, parts_read, true);
    assert_int_equal(count_told(&two, "the subtotal 99 is not the sum"), 2);
    assert_int_equal(count_told(&two, "is not the sum"), 2);
    static const char items[] = "地区,指标,时间,数值\n110000,CERT000,2021,10\n"
                                "110000,CERT002,2021,20\n110000,合计,2021,90\n";
    at_every_border(items, &plain, parts_read, true);
    at_every_border(items, &plain, bulk_read, false);
    assert_int_equal(count_told(&plain, "the total 90 is not the sum 30"), 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sums_are_exact),
        cmocka_unit_test(what_cannot_be_summed_is_not_known),
        cmocka_unit_test(blocks_and_parts_compare_as_the_usual_way),
        cmocka_unit_test(blank_values_are_missing_parts),
        cmocka_unit_test(other_tables),
    };
    return cmocka_run_group_tests(tests, two_ways_set_up, two_ways_tear_down);
}
