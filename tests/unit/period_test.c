#include "dataset/period.h"
#include "ingest/periods.h"
#include "unit.h"
#include "words/words.h"
#include <stdlib.h>
#include <string.h>

static struct arena *arena;

static struct period from(const char *code) {
    struct period p;
    if (!period_from_code(str_from(code), &p)) {
        fail_msg("no period: %s", code);
    }
    return p;
}

static void codes_and_labels(void **state) {
    (void)state;
    static const char *const cases[][3] = {
        {"2023", "2023年", "2023"},
        {"2023-H1", "2023年上半年", "first half of 2023"},
        {"2023-Q3", "2023年三季度", "third quarter of 2023"},
        {"2023-09", "2023年9月", "September 2023"},
        {"2023-YTD09", "2023年1—9月", "January–September 2023"},
        {"2023-YTD01", "2023年1月", "January 2023"},
        {"2021-2025", "2021—2025年", "2021–2025"},
        {"2023-W05", "2023年第5周", "week 5 of 2023"},
        {"2023-12-31", "2023年12月31日", "31 December 2023"},
        {"2024-02-01", "2024年2月1日", "1 February 2024"},
        {"9999-12-31", "9999年12月31日", "31 December 9999"},
        {"undated", "时期未注明", "period not stated"},
    };
    struct catalogue chinese, english;
    assert_true(words_vocabulary(STR("zh-CN"), &chinese));
    assert_true(words_vocabulary(STR("en"), &english));
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct period p = from(cases[i][0]);
        assert_str(period_code(p, arena), cases[i][0]);
        assert_str(period_label(p, chinese, arena), cases[i][1]);
        assert_str(period_label(p, english, arena), cases[i][2]);
    }
    assert_str(date_label(STR("2024-02-01"), chinese, arena), "2024年2月1日");
    assert_str(date_label(STR("2024-02-01"), english, arena), "1 February 2024");
    static const char *const as_they_are[] = {"2024-02", "2024-02-30", "2月1日", ""};
    for (size_t i = 0; i < sizeof as_they_are / sizeof *as_they_are; i++) {
        assert_str(date_label(str_from(as_they_are[i]), chinese, arena),
                   as_they_are[i]);
    }
}

static void what_is_no_code_is_refused(void **state) {
    (void)state;
    static const char *const bad[] = {
        "202",        "2023-13",    "2023-00",    "2023-Q5",    "2023-H3",
        "2023-H0",    "2023-9",     "2023/09",    "2025-2021",  "2021-2021",
        "2023-YTD13", "2023 ",      "0999",       "2023-YTD9",  "2023-02-29",
        "2023-00-01", "2023-13-01", "2023-04-31", "2023-01-00", "2023-1-01",
        "2023-01-1",  "2023-01-01 "};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct period p;
        if (period_from_code(str_from(bad[i]), &p)) {
            fail_msg("accepted: %s", bad[i]);
        }
    }
}

static void previous_and_year_ago(void **state) {
    (void)state;
    static const char *const cases[][3] = {
        {"2023", "2022", "2022"},
        {"2023-H1", "2022-H2", "2022-H1"},
        {"2023-Q1", "2022-Q4", "2022-Q1"},
        {"2023-01", "2022-12", "2022-01"},
        {"2023-09", "2023-08", "2022-09"},
        {"2021-2025", "2016-2020", ""},
        {"2023-YTD02", "", "2022-YTD02"},
        {"undated", "", ""},
        {"2023-12-31", "2023-12-30", "2022-12-31"},
        {"2024-03-01", "2024-02-29", "2023-03-01"},
        {"2023-01-01", "2022-12-31", "2022-01-01"},
        {"2024-02-29", "2024-02-28", ""},
        {"1000-01-01", "", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct period p = from(cases[i][0]), q;
        bool has = period_previous(p, &q);
        assert_int_equal(has, cases[i][1][0] != '\0');
        if (has) {
            assert_str(period_code(q, arena), cases[i][1]);
        }
        has = period_year_ago(p, &q);
        assert_int_equal(has, cases[i][2][0] != '\0');
        if (has) {
            assert_str(period_code(q, arena), cases[i][2]);
        }
    }
    struct period q;
    assert_true(period_shift(from("2023-11"), 14, &q));
    assert_str(period_code(q, arena), "2025-01");
    assert_false(period_shift(from("9999"), 1, &q));
    assert_true(period_shift(from("2023-12-31"), 366, &q));
    assert_str(period_code(q, arena), "2024-12-31");
    assert_true(period_shift(from("2024-01-01"), -1462, &q));
    assert_str(period_code(q, arena), "2019-12-31");
    assert_false(period_shift(from("9999-12-31"), 1, &q));
}

static void order_is_by_last_day_then_kind(void **state) {
    (void)state;
    static const char *const order[] = {
        "undated",    "2022",       "2023-01",    "2023-02",    "2023-Q1",
        "2023-03",    "2023-YTD03", "2023-05",    "2023-06-29", "2023-H1",
        "2023-06-30", "2023-W26",   "2023-07-03", "2023-12-30", "2023",
        "2023-Q4",    "2023-12",    "2023-12-31", "2024-01-01", "2021-2025"};
    size_t count = sizeof order / sizeof *order;
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < count; j++) {
            int c = period_compare(from(order[i]), from(order[j]));
            assert_int_equal((c > 0) - (c < 0), (i > j) - (i < j));
            assert_int_equal(period_key(from(order[i])) == period_key(from(order[j])),
                             i == j);
        }
    }
}

/* Days that come every month, and what is no step of months. */
static void days_that_come_again(void **state) {
    (void)state;
    static const struct {
        const char *a, *b;
        int months;
    } cases[] = {{"2022-12-31", "2023-12-31", 12}, {"2023-01-31", "2023-02-28", 1},
                 {"2023-02-28", "2024-02-29", 12}, {"2023-06-30", "2023-03-31", -3},
                 {"2023-01-15", "2023-04-15", 3},  {"2023-01-15", "2023-04-14", 0},
                 {"2023-01", "2023-04", 0},        {"2023-01-15", "2023", 0}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct period p = from(cases[i].a), q;
        assert_int_equal(period_months_apart(p, from(cases[i].b)), cases[i].months);
        if (cases[i].months != 0) {
            assert_true(period_months_later(p, cases[i].months, &q));
            assert_str(period_code(q, arena), cases[i].b);
        }
    }
    static const char *const weeks[][2] = {
        {"2023-01-01", "2022-W52"}, {"2023-01-02", "2023-W01"},
        {"2024-12-29", "2024-W52"}, {"2024-12-30", "2025-W01"},
        {"2021-01-03", "2020-W53"}, {"2023-02-01", "2023-W05"}};
    for (size_t i = 0; i < sizeof weeks / sizeof *weeks; i++) {
        uint32_t day = period_last_day(from(weeks[i][0]));
        struct period q;
        assert_true(period_week_of((int)(day / 10000), (int)(day / 100 % 100),
                                   (int)(day % 100), &q));
        assert_str(period_code(q, arena), weeks[i][1]);
    }
    int first, last;
    assert_true(period_months(from("2023-12-31"), &first, &last));
    assert_int_equal(first, 2023 * 12 + 11);
    assert_int_equal(last, 2023 * 12 + 11);
    assert_int_equal(period_last_day(from("2023-12-31")), 20231231);
    /* No key of a day is one of another kind. */
    assert_true(period_key(from("2024-12-31")) > period_key(from("2024-01-01")));
    assert_true(period_key(from("2024-12-31")) < period_key(from("2025")));
    assert_true(period_key(from("2024-01-01")) > period_key(from("2024-W52")));
}

static void days(void **state) {
    (void)state;
    static const struct {
        const char *code, *day;
    } days[] = {{"2024-01-15", "2024-01-15"},    {"2024-02-29", "2024-02-29"},
                {"2024-1-15", "2024-01-15"},     {"2024/01/15", "2024-01-15"},
                {"2024年1月15日", "2024-01-15"}, {"20240115", "2024-01-15"},
                {"2024年1月", "2024-01-31"},     {"2024年", "2024-12-31"},
                {"2024", "2024-12-31"},          {"2024-02", "2024-02-29"},
                {"2023-02", "2023-02-28"},       {"1900-02", "1900-02-28"},
                {"2000-02", "2000-02-29"},       {"2024-Q3", "2024-09-30"},
                {"2024年三季度", "2024-09-30"},  {"2024-H1", "2024-06-30"}};
    static const char *const none[] = {
        "",         "undated", "2023-02-29", "2024-13-01", "2024-00-10", "2024-01-00",
        "24-01-15", "终审",    "1月",        "2024-04-31", "0000-01-01", "2024-01-15x"};
    uint32_t day;
    for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
        if (!day_read(str_from(days[i].code), arena, &day))
            fail_msg("no day: %s", days[i].code);
        struct buf out = buf_open(16);
        day_print(day, &out);
        assert_str(buf_str(&out), days[i].day);
        buf_close(&out);
    }
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
        if (day_read(str_from(none[i]), arena, &day))
            fail_msg("a day: %s", none[i]);
    }
    assert_int_equal(period_last_day(from("2024-YTD11")), 20241130);
    assert_int_equal(period_last_day(from("2021-2025")), 20251231);
    assert_int_equal(period_last_day(from("undated")), 0);
}

/* Weeks of ISO 8601: they end on Sunday, and some years have 53. */
static void weeks(void **state) {
    (void)state;
    static const struct {
        const char *code;
        uint32_t last;
        const char *previous, *year_ago;
    } cases[] = {{"2023-W05", 20230205, "2023-W04", "2022-W05"},
                 {"2023-W01", 20230108, "2022-W52", "2022-W01"},
                 {"2021-W01", 20210110, "2020-W53", "2020-W01"},
                 {"2020-W53", 20210103, "2020-W52", NULL},
                 {"2024-W52", 20241229, "2024-W51", "2023-W52"},
                 {"2025-W01", 20250105, "2024-W52", "2024-W01"}};
    struct period p;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct period week = from(cases[i].code);
        assert_str(period_code(week, arena), cases[i].code);
        assert_int_equal(period_last_day(week), cases[i].last);
        assert_true(period_previous(week, &p));
        assert_str(period_code(p, arena), cases[i].previous);
        assert_true(period_shift(p, 1, &p));
        assert_true(period_equal(p, week));
        assert_int_equal(period_year_ago(week, &p), cases[i].year_ago != NULL);
        if (cases[i].year_ago != NULL)
            assert_str(period_code(p, arena), cases[i].year_ago);
    }
    assert_true(period_shift(from("2019-W52"), 54, &p));
    assert_str(period_code(p, arena), "2021-W01");
    assert_false(period_from_code(STR("2023-W53"), &p));
    assert_false(period_from_code(STR("2023-W00"), &p));
    int first, last;
    assert_true(
        period_months(from("2023-W05"), &first, &last)); /* from 30 January on */
    assert_int_equal(first, 2023 * 12);
    assert_int_equal(last, 2023 * 12 + 1);
    assert_true(period_months(from("2023-W06"), &first, &last));
    assert_int_equal(first, 2023 * 12 + 1);
    assert_int_equal(last, 2023 * 12 + 1);
    assert_true(period_compare(from("2023-W05"), from("2023-W06")) < 0);
    assert_true(period_compare(from("2023-W04"), from("2023-02")) < 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(codes_and_labels),
        cmocka_unit_test(what_is_no_code_is_refused),
        cmocka_unit_test(previous_and_year_ago),
        cmocka_unit_test(order_is_by_last_day_then_kind),
        cmocka_unit_test(days),
        cmocka_unit_test(weeks),
        cmocka_unit_test(days_that_come_again),
    };
    arena = arena_open();
    int result = cmocka_run_group_tests(tests, NULL, NULL);
    arena_close(arena);
    return result;
}
