/* Rows that are more than a value under a key of their own, read in blocks by several
   threads: what totals count, values that come again, rows that are cut, notes and
   ends. As in the usual way, wherever the borders of the blocks are. */
#include "unit.h"

#include "two_ways.h"

#include "ingest/exports.h"
#include "ingest/layouts.h"

static void at_every_border(const char *text, const struct source_profile *p) {
    two_ways_at_every_border(text, p, bulk_read, true);
}

/* Whether the usual way says so. */
static void says(const char *text, const struct source_profile *p, const char *what) {
    two_ways_write(str_from(text));
    struct outcome o = two_ways_ingest(*p, NULL, NULL);
    if (str_find(buf_str(&o.text), str_from(what), 0) == STR_NOT_FOUND) {
        fail_msg("\"%s\" is not in\n%s", what, buf_z(&o.text));
    }
    buf_close(&o.text);
}

#define HEAD "地区,指标,时间,数值\n"
#define ROW(AREA, YEAR, VALUE) AREA ",CERT000," YEAR "," VALUE "\n"

/* A total is not compared where one of its parts is blank, and the others are. */
static void totals_of_blanks(void **state) {
    (void)state;
    const struct source_profile plain = {0};
    const char *blank = HEAD ROW("110000", "2021", "1") ROW("120000", "2021", "")
        ROW("合计", "2021", "3") ROW("110000", "2022", "1") ROW("120000", "2022", "5")
            ROW("合计", "2022", "7");
    at_every_border(blank, &plain);
    says(blank, &plain, "was not checked: one of its parts has no plain number");
    says(blank, &plain, "the total 7 is not the sum 6 of its 2 parts");
    at_every_border(HEAD ROW("合计", "2021", "3") ROW("110000", "2021", "1")
                        ROW("120000", "2021", "") ROW("130000", "2022", ""),
                    &plain);
    at_every_border(HEAD ROW("110000", "2021", "1") ROW("120000", "2021", "")
                        ROW("小计", "2021", "1") ROW("130000", "2021", "2")
                            ROW("小计", "2021", "5"),
                    &plain);
    at_every_border(
        "地区,时间,张数,元数\n110000,2021,1,\n120000,2021,,2\n"
        "合计,2021,1,3\n",
        &(struct source_profile){
            .columns = (struct profile_pair[]){{STR("张数"), STR("CERT000")},
                                               {STR("元数"), STR("CERT001")}},
            .column_count = 2});
}

/* A row that is left out may be among what a total counts. */
static void totals_of_rows_left_out(void **state) {
    (void)state;
    struct profile_pair skip = {STR("外地"), STR("skip")};
    const struct source_profile areas = {.areas = &skip, .area_count = 1};
    at_every_border(HEAD ROW("110000", "2021", "1") ROW("120000", "2021", "2")
                        ROW("外地", "2021", "4") ROW("合计", "2021", "7"),
                    &areas);
    at_every_border(HEAD ROW("合计", "2021", "3") ROW("外地", "2021", "4")
                        ROW("110000", "2021", "1") ROW("120000", "2021", "2"),
                    &areas);
    const char *wrong = HEAD ROW("110000", "2021", "1") ROW("外地", "2021", "4")
        ROW("120000", "2021", "2") ROW("合计", "2021", "9") ROW("110000", "2022", "1")
            ROW("外地", "2022", "") ROW("120000", "2022", "1") ROW("合计", "2022", "9");
    at_every_border(wrong, &areas);
    says(wrong, &areas, "the total 9 is not the sum 3 of its 2 parts");
    says(wrong, &areas, "was not checked");
    at_every_border("地区,指标,时间,数值,单位\n110000,CERT000,2021,1,百张\n"
                    "外地,CERT000,2021,4.5,万张\n120000,CERT000,2021,2,百张\n"
                    "合计,CERT000,2021,45300,张\n",
                    &areas);
}

/* The first or the last of the values of a key stands, wherever the others are: in
   other blocks, among the rows that are set aside. */
static void values_that_come_again(void **state) {
    (void)state;
    const char *text = HEAD ROW("110000", "2021", "1") ROW("120000", "2021", "约2")
        ROW("110000", "2021", "3.5") ROW("120000", "2021", "4")
            ROW("130000", "2021", "5") ROW("120000", "2021", "6")
                ROW("130000", "2021", "约7") ROW("140000", "2021", "约8")
                    ROW("140000", "2021", "9") ROW("140000", "2021", "约10")
                        ROW("150000", "2021", "11") ROW("150000", "2021", "")
                            ROW("110000", "2021", "12");
    static const char *const rules[] = {"first", "last"};
    for (size_t i = 0; i < 2; i++) {
        struct profile_pair rule = {STR("duplicates"), str_from(rules[i])};
        const struct source_profile p = {.options = &rule, .option_count = 1};
        at_every_border(text, &p);
        at_every_border(
            "地区,指标,时间,数值,状态,版本\n110000,CERT000,2021,1,P,2022-01\n"
            "110000,CERT000,2021,2,,2022-01\n110000,CERT000,2021,,M,2022-01\n"
            "110000,CERT000,2021,3,E,2022-02\n110000,CERT000,2021,4,,2022-02\n"
            "合计,CERT000,2021,9,,2022-01\n",
            &p);
    }
    struct profile_pair last = {STR("duplicates"), STR("last")};
    const struct source_profile p = {.options = &last, .option_count = 1};
    says(text, &p, "CERT000 0 132448512 12 e0 s0 q0 v 14:4");
}

/* What a note says of a period holds for all rows. */
static void notes_of_periods(void **state) {
    (void)state;
    const struct source_profile plain = {0};
    const char *text = HEAD ROW("110000", "2021", "1") ROW("110000", "2022", "2")
        ROW("120000", "2022-03", "约3") ROW("130000", "2022-03", "3")
            ROW("140000", "2022", "") "注：2022年数据为快报数。\n";
    at_every_border(text, &plain);
    says(text, &plain, "CERT000 0 132514048 2 e0 s1");
    /* A status of its own is for who reads row by row. */
    at_every_border("地区,指标,时间,数值,状态\n110000,CERT000,2021,1,P\n"
                    "110000,CERT000,2022,2,\n注：2022年为快报数。,,,,\n",
                    &plain);
    two_ways_write(STR("地区,指标,时间,数值,状态\n110000,CERT000,2021,1,\n"
                       "110000,CERT000,2022,2,E\n注：2022年为快报数。,,,,\n"));
    assert_false(two_ways_in_blocks(&plain, bulk_read, 20, 1));
}

/* CODE@ytd: the indicator of a row says how its period is to be read. */
static void rules_of_periods(void **state) {
    (void)state;
    struct profile_pair names[] = {{STR("累计"), STR("CERT000@ytd")},
                                   {STR("上年"), STR("CERT001@year_ago")},
                                   {STR("那时"), STR("CERT002@2019")},
                                   {STR("那年"), STR("CERT002[field=Q]@previous")}};
    const struct source_profile p = {.indicators = names, .indicator_count = 4};
    const char *text = HEAD "110000,累计,2021-03,1\n110000,CERT000,2021-03,2\n"
                            "110000,上年,2021-03,3\n120000,那时,2021-03,4\n"
                            "120000,那年,2021-03,5\n120000,累计,2021-12,6\n"
                            "120000,上年,2021,约7\n合计,累计,2021-03,9\n";
    at_every_border(text, &p);
    says(text, &p, "belief 2 ");
    /* The year has no months before it; two readings of one period. */
    at_every_border(HEAD "110000,累计,2021-03,1\n110000,累计,2021,2\n", &p);
    two_ways_write(STR(HEAD "110000,累计,2021-03,1\n110000,累计,2021年一季度,1\n"));
    assert_false(two_ways_in_blocks(&p, bulk_read, 20, 1));
    at_every_border("地区,时间,数值\n110000,2021-03,1\n120000,2021-04,2\n",
                    &(struct source_profile){.indicator = STR("CERT000")});
    struct profile_pair columns[] = {{STR("张数"), STR("CERT003")}};
    at_every_border("地区,指标,时间,数值,张数\n110000,累计,2021-03,1,2\n"
                    "120000,累计,2021-04,2,\n",
                    &(struct source_profile){.indicators = names,
                                             .indicator_count = 4,
                                             .columns = columns,
                                             .column_count = 1});
}

/* Rows that end before the last column, where all that are blank there do, or where it
   is declared. */
static void rows_that_are_cut(void **state) {
    (void)state;
    const struct source_profile plain = {0}, declared = {.short_rows = true};
    const char *cut = "地区,指标,时间,数值,单位,备注\n110000,CERT000,2021,1,张\n"
                      "120000,CERT000,2021,2,张,x\n130000,CERT000,2021\n"
                      "140000,CERT000,2021,约4\n\n150000,CERT000,2021,5\n"
                      "160000,CERT000,2021,6,张,\"两\n行\"\n170000,CERT000,2021,7\n";
    at_every_border(cut, &plain);
    at_every_border(cut, &declared);
    says(cut, &plain,
         "t.csv:2:1 A2 rows that end before the last column: 5; what is not there");
    at_every_border("地区,指标,时间,数值,单位,备注\n160000,CERT000,2021,约6,张\n"
                    "110000,CERT000,2021,1,张\n120000,CERT000,2021,2,张,x\n"
                    "注：甲\n",
                    &plain);
    /* A row ends with a blank, though: the others are broken. So is the last one of a
       file that ends within it. */
    static const char *const broken[] = {
        "地区,指标,时间,数值,单位\n110000,CERT000,2021,1\n120000,CERT000,2021,2,\n",
        "地区,指标,时间,数值,单位\n110000,CERT000,2021,1\n120000,CERT000,2021,约2,\n",
        "地区,指标,时间,数值,单位\n110000,CERT000,2021,1,张\n120000,CERT000,2021,2",
        "地区,指标,时间,数值,单位\n110000,CERT000,2021,1\n注：甲,,,,\n"};
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        two_ways_write(str_from(broken[i]));
        for (size_t n = 1; n < 100; n += 7) {
            two_ways_in_blocks(&plain, bulk_read, n, 1 + n % 3);
        }
        at_every_border(broken[i], &declared);
    }
    at_every_border("地区,指标,时间,数值,备注\n110000,CERT000,2021\n"
                    "合计,CERT000,2021,3\n130000,CERT000,2021,3\n",
                    &declared);
    at_every_border("DATAFLOW,REF_AREA,INDICATOR,TIME_PERIOD,OBS_VALUE,OBS_STATUS\n"
                    "X,110000,CERT000,2021,1\nX,120000,CERT000,2021,2,P\n",
                    &(struct source_profile){.format = &export_sdmx_csv,
                                             .area_level = STR("province"),
                                             .short_rows = true});
}

/* Rows that end before their file does, by a line or a mark; those above the first. */
static void rows_that_end(void **state) {
    (void)state;
    const char *text =
        "表一,,,\n" HEAD ROW("110000", "2021", "1") ROW("120000", "2021", "约2")
            ROW("130000", "2021", "3") "附：甲,\"乙\n丙\",x\n"
                                       "地区,指标\n\"丁\"\"戊\",己\n";
    const struct source_profile ends[] = {{.end_mark = STR("附"), .first_line = 2},
                                          {.last_line = 5},
                                          {.last_line = 4, .first_line = 2},
                                          {.end_mark = STR("附"), .last_line = 5},
                                          {.end_mark = STR("\"丁")}};
    for (size_t i = 0; i < 4; i++) {
        at_every_border(text, &ends[i]);
    }
    two_ways_write(str_from(text));
    for (size_t n = 1; n < 200; n += 3) {
        two_ways_in_blocks(&ends[4], bulk_read, n, 1);
    }
    at_every_border(HEAD ROW("110000", "2021", "1") ROW("120000", "2021", "2") "附",
                    &(struct source_profile){.end_mark = STR("附")});
    at_every_border(HEAD ROW("110000", "2021", "1") "120000,CERT000,2021,2",
                    &(struct source_profile){.last_line = 3});
    struct buf long_tail = buf_open(1 << 24);
    buf_puts(&long_tail, HEAD ROW("110000", "2021", "1") "附：\n");
    for (size_t i = 0; i < (size_t)1 << 17; i++) {
        buf_puts(&long_tail, "甲乙丙,丁戊己\n");
    }
    two_ways_write(buf_str(&long_tail));
    const struct source_profile marked = {.end_mark = STR("附")};
    assert_false(two_ways_in_blocks(&marked, bulk_read, 0, 0));
    buf_close(&long_tail);
}

static void bars(void **state) {
    (void)state;
    const struct source_profile plain = {0};
    at_every_border("地区|指标|时间|数值\n110000|CERT000|2021|1\n"
                    "第01省|CERT000|2021|\"2\"\n",
                    &plain);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_that_come_again),
        cmocka_unit_test(notes_of_periods),
        cmocka_unit_test(rules_of_periods),
        cmocka_unit_test(rows_that_are_cut),
        cmocka_unit_test(rows_that_end),
        cmocka_unit_test(bars),
        cmocka_unit_test(totals_of_blanks),
        cmocka_unit_test(totals_of_rows_left_out),
    };
    return cmocka_run_group_tests(tests, two_ways_set_up, two_ways_tear_down);
}
