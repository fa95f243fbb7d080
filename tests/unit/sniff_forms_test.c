/* What nqi sniff says of forms that are easily taken for another: a code before the
   names, years in heads and rows, names that are numbers, codes of two readings. */
#include "unit.h"

#include "sniffed.h"

#include <string.h>

static void sniff(const char *text, struct buf *out) {
    sniffed_in("en", true, str_from(text), out);
}

/* All of the texts are said, up to a NULL. */
static void assert_says(const char *text, const char *const *says) {
    struct buf out = buf_open(100000);
    sniff(text, &out);
    for (; *says != NULL; says++) {
        if (strstr(buf_z(&out), *says) == NULL) {
            fail_msg("not said: %s\nbut: %s", *says, buf_z(&out));
        }
    }
    buf_close(&out);
}

#define SAYS(...) ((const char *const[]){__VA_ARGS__, NULL})

static void a_code_or_number_before_the_names(void **state) {
    (void)state;
    assert_says("id;地区;2022;2023\n1;北京市;1;2\n2;安徽省;3;4\n",
                SAYS("layout = \"area_by_period\"",
                     "[\"id\"] = \"skip\",\n    [\"地区\"] = \"area\",",
                     "-- read by this profile and an indicator: 4 values, 0 errors"));
    assert_says("序号,指标,2022年\n1,地区生产总值,5\n2,新指标（家）,6\n",
                SAYS("layout = \"indicator_by_period\"", "[\"指标\"] = \"indicator\"",
                     "IND_1,新指标,家", ": 2 values, 0 errors"));
    assert_says(
        "省,市,2022年\n安徽省,合肥市,1\n",
        SAYS("[\"市\"] = \"area\"", "area_level = \"city\"", ": 1 values, 0 errors"));
    assert_says("Kreis;2022;Q;2023\nGermany;12;p;13\n",
                SAYS("layout = \"area_by_period\"", "area_level = \"country\"",
                     ": 2 values, 0 errors"));
}

static void periods_in_the_heads_of_indicators(void **state) {
    (void)state;
    assert_says("地区,2022年证书数（张）,2023年1—9月证书数（张）,2023年地区生产总值\n"
                "北京市,1,2,3\n",
                SAYS("[\"2022年证书数（张）\"] = \"IND_1@2022\"",
                     "[\"2023年1—9月证书数（张）\"] = \"IND_1@2023-YTD09\"",
                     "[\"2023年地区生产总值\"] = \"GDP@2023\"",
                     "IND_1,证书数,张,flow,none,none,0,证书数（张）\n]==]",
                     "-- read by this profile with these rows: 3 values, 0 errors"));
    assert_says("region,Employed 2022,Employed_2023\nGermany,1,2\n",
                SAYS("[\"Employed 2022\"] = \"Employed@2022\"",
                     "[\"Employed_2023\"] = \"Employed@2023\"",
                     "-- read by this profile with these rows: 2 values, 0 errors"));
    assert_says(",2022年,,2023年,\n地区,证书,组织,证书,组织\n北京市,1,2,3,4\n",
                SAYS("IND_1,证书,", "IND_2,组织,",
                     "-- read by this profile with these rows: 4 values, 0 errors"));
    assert_says("地区,ISO9001证书数\n北京市,1\n",
                SAYS("ISO9001证书数", "-- period = \"2023\", -- NOT SURE"));
}

static void years_beside_months(void **state) {
    (void)state;
    assert_says("年份,1月,2月\n2022,1,2\n2023,4,5\n",
                SAYS("layout = \"area_by_period\", -- the rows are years",
                     "-- indicator = \"CODE\"", "area = \"000000\"",
                     "-- read by this profile and an indicator: 4 values, 0 errors"));
}

static void words_beside_one_column_of_values(void **state) {
    (void)state;
    assert_says("地区,领域,性质,2023年\n北京市,质量,企业,1\n北京市,质量,事业,2\n"
                "北京市,环境,企业,3\n",
                SAYS("layout = \"area_by_period\"", ",ITEM_1,质量,", ",ITEM_2,事业,",
                     ": 3 values, 0 errors"));
}

static void numbers_are_no_names(void **state) {
    (void)state;
    assert_says("北京市,1,2\n天津市,3,4\n",
                SAYS("-- NOT GOOD: nothing was read", "unknown indicator \"1\""));
}

static void codes_that_are_countries_too(void **state) {
    (void)state;
    assert_says(
        "geo,2022\nBJ,1\nTJ,2\n",
        SAYS("  -- area_level = \"province\", -- NOT SURE: TJ may be the code of "
             "a country\n",
             "-- NOT GOOD: nothing was read"));
    assert_says("geo,2022\nBJ,1\n安徽省,2\n",
                SAYS("-- NOT GOOD: not all was read", "1 values, 1 errors"));
}

static void thousands_by_blanks_prove_the_comma(void **state) {
    (void)state;
    assert_says(
        "geo;2022;2023\n北京市;1 123;1 123,5\n安徽省;2;1 123,456\n",
        SAYS("decimal = \",\", -- by the number 1 123,", ": 4 values, 0 errors"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_code_or_number_before_the_names),
        cmocka_unit_test(periods_in_the_heads_of_indicators),
        cmocka_unit_test(years_beside_months),
        cmocka_unit_test(words_beside_one_column_of_values),
        cmocka_unit_test(numbers_are_no_names),
        cmocka_unit_test(codes_that_are_countries_too),
        cmocka_unit_test(thousands_by_blanks_prove_the_comma),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
