/* Rows that are more than a value under a key of their own, read in blocks by several
   threads: what totals count, values that come again, rows that are cut, notes and
   ends. As in the usual way, wherever the borders of the blocks are. */
#include "unit.h"

#include "two_ways.h"

#include "ingest/exports.h"
#include "ingest/layouts.h"

static bool in_blocks(const struct source_profile *p, size_t bytes, size_t rows) {
    const struct bulk_options options = {.block_bytes = bytes, .sample_rows = rows};
    return two_ways_agree(p, bulk_read, &options);
}

static void at_every_border(const char *text, const struct source_profile *p) {
    two_ways_write(str_from(text));
    for (size_t n = 1; n < 500; n += n < 60 ? 1 : 13) {
        if (!in_blocks(p, n, 1 + n % 3)) {
            fail_msg("declined in blocks of %zu: %s", n, text);
        }
    }
    assert_true(in_blocks(p, 0, 0));
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

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(totals_of_blanks),
        cmocka_unit_test(totals_of_rows_left_out),
    };
    return cmocka_run_group_tests(tests, two_ways_set_up, two_ways_tear_down);
}
