/* What several columns of a long table say together, and the formats by name, read in
   blocks by several threads: as in the usual way. Blocks of a few bytes put their
   borders everywhere. */
#include "unit.h"

#include "two_ways.h"

#include "ingest/exports.h"
#include "ingest/layouts.h"
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void at_every_border(const char *text, const struct source_profile *p) {
    two_ways_at_every_border(text, p, bulk_read, true);
}

static bool is_read(const char *text, const struct source_profile *p) {
    two_ways_write(str_from(text));
    return two_ways_in_blocks(p, bulk_read, 0, 2);
}

/* ---- columns ---- */

static void items_of_dimensions(void **state) {
    (void)state;
    const struct source_profile plain = {0};
    struct profile_pair sum = {STR("duplicates"), STR("sum")};
    at_every_border("地区,指标,时间,领域,数值\n110000,CERT000,2021,质量,1\n"
                    "110000,CERT000,2021,合计,3\n120000,CERT000,2022,合计,2\n"
                    "130000,CERT001,2023,Q,3\n130000,CERT001,2022,质量,约3\n"
                    "合计,CERT001,2022,质量,9\n",
                    &plain);
    at_every_border("地区,领域,时间,数值\n110000,质量,2021,1\n110000,合计,2021,2\n"
                    "120000,合计,2021,\n120000,质量,2021,\"4\"\n",
                    &(struct source_profile){.indicator = STR("CERT002")});
    at_every_border("地区,指标,时间,领域,数值\n110000,CERT000,2021,质量,1\n"
                    "110000,CERT000,2021,Q,3\n110000,CERT000,2021,合计,3\n",
                    &(struct source_profile){.options = &sum, .option_count = 1});
    /* Two values under one key; an item that is not known, and none, at their rows. */
    assert_false(is_read("地区,指标,时间,领域,数值\n110000,CERT000,2021,质量,1\n"
                         "110000,CERT000,2021,Q,3\n",
                         &plain));
    assert_true(is_read("地区,指标,时间,领域,数值\n110000,CERT000,2021,质量,1\n"
                        "110000,CERT000,2022,环境,3\n",
                        &plain));
    assert_true(is_read("地区,指标,时间,领域,数值\n110000,CERT000,2021,质量,1\n"
                        "110000,CERT000,2022,,3\n",
                        &plain));
}

static void wanted_rows(void **state) {
    (void)state;
    struct profile_pair item = {STR("field"), STR("质量")},
                        text = {STR("来源"), STR("年报")};
    at_every_border("地区,指标,时间,领域,数值\n110000,CERT000,2021,质量,1\n"
                    "120000,CERT000,2022,合计,2\n130000,CERT000,2023,Q,3\n"
                    "140000,CERT000,2022,合计,4\n",
                    &(struct source_profile){.where = &item, .where_count = 1});
    at_every_border("地区,指标,时间,来源,数值\n110000,CERT000,2021,年报,1\n"
                    "110000,CERT000,2021,月报,2\n120000,CERT000,2021,年 报,3\n",
                    &(struct source_profile){.where = &text, .where_count = 1});
}

static void keys_of_two_columns(void **state) {
    (void)state;
    const struct source_profile plain = {0};
    struct profile_pair unit = {STR("份"), STR("张")},
                        columns[] = {{STR("倍数"), STR("multiplier")},
                                     {STR("省"), STR("parent")},
                                     {STR("密级"), STR("confidentiality")}};
    at_every_border("年,月,地区,指标,数值\n2021,1,110000,CERT000,1\n"
                    "2021,12,110000,CERT000,2\n2022,1,120000,CERT001,3\n",
                    &plain);
    at_every_border("代码,地区,指标,时间,数值\n110000,第00省,CERT000,2021,1\n"
                    "120000,第01省,CERT000,2021,2\n,第02省,CERT000,2021,3\n"
                    "140000,,CERT000,2021,4\n",
                    &(struct source_profile){
                        .columns = (struct profile_pair[]){{STR("代码"), STR("area")}},
                        .column_count = 1});
    at_every_border("地区,指标,时间,数值,单位\n110000,CERT000,2021,1,份\n"
                    "120000,CERT000,2021,2,张\n130000,CERT000,2021,3,\n"
                    "140000,CERT000,2021,3,-\n",
                    &(struct source_profile){.units = &unit, .unit_count = 1});
    at_every_border("地区,指标,时间,数值,单位,倍数\n110000,CERT000,2021,1,张,3\n"
                    "120000,CERT000,2021,2.5,百张,\n130000,CERT000,2021,3,张,0\n"
                    "140000,CERT001,2021,-4,亿元,-2\n",
                    &(struct source_profile){.columns = columns, .column_count = 1});
    at_every_border(
        "地区,指标,时间,数值,密级,状态\n110000,CERT000,2021,1,F,P\n"
        "120000,CERT000,2021,,C,\n130000,CERT000,2021,3,,E\n",
        &(struct source_profile){.columns = columns + 2, .column_count = 1});
    /* A blank unit beside another one than the indicator's own. */
    assert_false(is_read("地区,指标,时间,数值,单位\n110000,CERT000,2021,1,百张\n"
                         "120000,CERT000,2021,2,\n",
                         &plain));
    /* An area that does not lie there; code and name that differ. */
    assert_false(
        is_read("省,地区,指标,时间,数值\n第01省,110000,CERT000,2021,1\n",
                &(struct source_profile){.columns = columns + 1, .column_count = 1}));
    assert_false(
        is_read("代码,地区,指标,时间,数值\n110000,第01省,CERT000,2021,1\n",
                &(struct source_profile){
                    .columns = (struct profile_pair[]){{STR("代码"), STR("area")}},
                    .column_count = 1}));
}

/* ---- formats by name ---- */

#define SDMX                                                                           \
    "DATAFLOW,FREQ,REF_AREA,INDICATOR,FIELD,TIME_PERIOD,OBS_VALUE,UNIT_MULT,"          \
    "OBS_STATUS,COMMENT\n"

static struct source_profile sdmx_profile(void) {
    return (struct source_profile){.format = &export_sdmx_csv,
                                   .area_level = STR("province")};
}

static void sdmx_rows(void **state) {
    (void)state;
    const struct source_profile sdmx = sdmx_profile();
    at_every_border(SDMX "N:C(1.0),A,110000,CERT000,_T,2021,1,0,A,\n"
                         "N:C(1.0),A,110000,CERT000,Q,2021,2.5,3,P,\"a, b\"\n"
                         "N:C(1.0),M,110000,CERT000,Q,2021-01-15,7,,,\n"
                         "N:C(1.0),A,120000,CERT001,Q,2021,,,O,\n"
                         "N:C(1.0),A,120000,CERT002,Q,,,,,on the series\n"
                         "N:C(1.0),A,130000,CERT001,_T,2021,NaN,,M,\n",
                    &sdmx);
    at_every_border("STRUCTURE,STRUCTURE_ID,ACTION,REF_AREA: Area,INDICATOR,FIELD: f,"
                    "TIME_PERIOD,OBS_VALUE\n"
                    "dataflow,N:C(1.0),I,110000: x,CERT000,_T: all,2021,1\n"
                    "dataflow,N:C(1.0),D,120000: y,CERT000,Q: q,2021,2\n"
                    "dataflow,N:C(1.0),A,130000: z,CERT000,Q: q,2021,3\n",
                    &sdmx);
    /* An indicator that is not known is told at its row; a short row is not. */
    assert_true(is_read(SDMX "N:C(1.0),A,110000,CERT000,_T,2021,1,0,A,\n"
                             "N:C(1.0),A,110000,CERT099,_T,2021,1,0,A,\n",
                        &sdmx));
    assert_false(is_read(SDMX "N:C(1.0),A,110000,CERT000,_T,2021,1,0,A\n", &sdmx));
}

/* A column that is skipped and whose head says nothing: any of its cells may say that
   its row is of a part, which is told with all rows seen. */
static void skipped_columns_that_lose_a_part(void **state) {
    (void)state;
    struct profile_pair columns[] = {{STR("口径"), STR("skip")}};
    const struct source_profile p = {.columns = columns, .column_count = 1};
    const struct bulk_options every = {.block_bytes = 40, .sample_rows = 2};
    static const char *const cells[] = {"A1", "合计", "全口径", "质量", "Quality"};
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
        struct buf text = buf_open(1 << 16);
        buf_puts(&text, "地区,指标,时间,口径,数值\n");
        for (int k = 0; k < 40; k++) {
            buf_printf(&text, "%d0000,CERT000,%d,%s,%d\n", 11 + k % 20, 2000 + k / 20,
                       k == 30 ? cells[i] : "A1", k);
        }
        two_ways_write(buf_str(&text));
        assert_int_equal(two_ways_agree(&p, bulk_read, &every), i < 3);
        struct outcome usual = two_ways_ingest(p, NULL, NULL);
        assert_int_equal(str_find(buf_str(&usual.text), STR("which is skipped, says"),
                                  0) == STR_NOT_FOUND,
                         i < 3);
        buf_close(&usual.text);
        buf_close(&text);
    }
    /* What a note says is no part, and the same word in that column is one. */
    const struct bulk_options one = {.sample_rows = 1};
    two_ways_write(STR("地区,指标,时间,口径,备注,数值\n110000,CERT000,2021,A1,质量,1\n"
                       "120000,CERT000,2021,A1,质量,2\n"));
    assert_true(two_ways_agree(&p, bulk_read, &one));
    two_ways_write(STR("地区,指标,时间,口径,备注,数值\n110000,CERT000,2021,A1,质量,1\n"
                       "120000,CERT000,2021,质量,质量,2\n"));
    assert_false(two_ways_agree(&p, bulk_read, &one));
}

/* A file whose rows were not scanned, but set aside, would be declined. */
static void many_rows_are_scanned(void **state) {
    (void)state;
    FILE *file =
        fdopen(openat(two_ways_dir, "t.csv", O_CREAT | O_WRONLY | O_TRUNC, 0600), "w");
    fputs(SDMX, file);
    for (int i = 0; i < 400000; i++) {
        fprintf(file, "N:C(1.0),M,%02d0000,CERT%03d,%s,%d-%02d,%d.5,%d,A,a comment\n",
                11 + i % TWO_WAYS_AREAS, i / 31 % TWO_WAYS_INDICATORS,
                i / 620 % 2 > 0 ? "Q" : "_T", 1990 + i / 1240 / 12, 1 + i / 1240 % 12,
                i, i % 2 * 3);
    }
    fclose(file);
    const struct source_profile sdmx = sdmx_profile();
    assert_true(two_ways_in_blocks(&sdmx, bulk_read, 0, 0));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(items_of_dimensions),
        cmocka_unit_test(wanted_rows),
        cmocka_unit_test(keys_of_two_columns),
        cmocka_unit_test(sdmx_rows),
        cmocka_unit_test(skipped_columns_that_lose_a_part),
        cmocka_unit_test(many_rows_are_scanned),
    };
    return cmocka_run_group_tests(tests, two_ways_set_up, two_ways_tear_down);
}
