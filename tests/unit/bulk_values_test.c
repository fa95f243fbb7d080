/* Several values in a row, vintages, signs and flags behind numbers, and rows of which
   something is to be told, read in blocks by several threads: as in the usual way.
   Blocks of a few bytes put their borders everywhere. */
#include "unit.h"

#include "two_ways.h"

#include "ingest/exports.h"
#include "ingest/layouts.h"
#include "ingest/parts.h"
#include <string.h>

static struct buf text;

static void at_every_border(const char *file, const struct source_profile *p) {
    two_ways_at_every_border(file, p, bulk_read, true);
}

static bool is_read(const char *file, const struct source_profile *p) {
    two_ways_write(str_from(file));
    return two_ways_in_blocks(p, bulk_read, 0, 2);
}

/* What is said of it in the usual way, in which nothing is left to a scanner. */
static void says(const char *file, const struct source_profile *p, const char *wanted) {
    two_ways_write(str_from(file));
    struct outcome fast =
        two_ways_ingest(*p, bulk_read, &(struct bulk_options){.sample_rows = 1});
    assert_int_not_equal(fast.result, BULK_DECLINED);
    if (str_find(buf_str(&fast.text), str_from(wanted), 0) == STR_NOT_FOUND) {
        fail_msg("%s is not in\n%s", wanted, buf_z(&fast.text));
    }
    buf_close(&fast.text);
}

static const struct source_profile plain;

/* ---- vintages ---- */

#define VINTAGES "地区,指标,时间,数值,版本\n"

static void vintages(void **state) {
    (void)state;
    static const char rows[] =
        VINTAGES "110000,CERT000,2021,1,2022-01-15\n110000,CERT000,2021,2.5,2022-06\n"
                 "110000,CERT000,2022,3,2023-01-15\n110000,CERT000,2021,4,2021-12-31\n"
                 "120000,CERT000,2021,5,\n120000,CERT001,2021,不详,2022-06\n"
                 "130000,CERT000,2022,6,2023\n合计,CERT000,2022,6,2023\n";
    struct profile_pair as_of = {STR("as_of"), STR("2022-06-30")};
    const struct source_profile known = {.options = &as_of, .option_count = 1};
    at_every_border(rows, &plain);
    at_every_border(rows, &known);
    says(rows, &plain,
         "CERT000 0 132448512 2.5 e-1 s0 q0 v2022-06 3:4 j0\n"
         "CERT000 0 132448512 1 e0 s0 q0 v2022-01-15 2:4 j0\n"
         "CERT000 0 132448512 4 e0 s0 q0 v2021-12-31 5:4 j0\n");
    says(rows, &known, "t.csv:4:5 E4 the row \"2023-01-15\" is left out");
    /* Names without a day are told once; one day in two spellings is one vintage. */
    at_every_border(VINTAGES "110000,CERT000,2021,1,初稿\n110000,CERT000,2021,2,终稿\n"
                             "120000,CERT000,2021,3,终稿\n130000,CERT000,2021,4,2022\n",
                    &plain);
    assert_false(is_read(VINTAGES "110000,CERT000,2021,1,2022-01-15\n"
                                  "110000,CERT000,2021,2,2022年1月15日\n",
                         &plain));
    assert_false(is_read(VINTAGES "110000,CERT000,2021,1,2022-01-15\n"
                                  "110000,CERT000,2021,2,2022-01-15\n",
                         &plain));
    /* The file says no period: the vintage is alone. */
    at_every_border("地区,指标,数值,版本\n110000,CERT000,1,2022-01-15\n"
                    "110000,CERT000,2,2022-02-15\n120000,CERT000,3,\n",
                    &(struct source_profile){.period = STR("2021")});
}

/* ---- several values in a row ---- */

static void columns_of_indicators(void **state) {
    (void)state;
    struct profile_pair columns[] = {
        {STR("甲"), STR("CERT000")},          {STR("乙"), STR("CERT001")},
        {STR("丙"), STR("CERT000[field=Q]")}, {STR("丁"), STR("CERT002@2022")},
        {STR("旗"), STR("status")},           {STR("注"), STR("note")}};
    struct profile_pair sum = {STR("duplicates"), STR("sum")};
    struct source_profile p = {.columns = columns, .column_count = 6};
    at_every_border("地区,时间,甲,旗,注,乙,旗,丙,丁\n"
                    "110000,2021,1,P,x,2.5,,3,7\n120000,2021,,Q,,4,E,,\n"
                    "130000,2021,约5,,\"a,b\",6,X,7,8\n"
                    "110000,2022,,,,,,,\n140000,2022,1,U,,2,N,3,\n",
                    &p);
    at_every_border("时间,甲,乙,版本\n2021,1,2,2022-01\n2021,3,,2022-02\n"
                    "2022,4,5,2022-02\n",
                    &(struct source_profile){
                        .columns = columns, .column_count = 2, .area = STR("110000")});
    p.options = &sum;
    p.option_count = 1;
    at_every_border(
        "地区,时间,甲,乙\n110000,2021,1,2\n110000,2021,3,4.25\n"
        "110000,2022,5,\n",
        &(struct source_profile){
            .columns = columns, .column_count = 2, .options = &sum, .option_count = 1});
    /* One value of a row is wrong. */
    says("地区,时间,甲,乙\n110000,2021,1,2\n120000,2021,3,1.2.3\n",
         &(struct source_profile){.columns = columns, .column_count = 2},
         "t.csv:3:4 D3 bad number \"1.2.3\"");
    /* Of a period before that of its row: for the usual way. */
    columns[1].value = STR("CERT000@year_ago");
    assert_false(
        is_read("地区,时间,甲,乙\n110000,2021,1,2\n",
                &(struct source_profile){.columns = columns, .column_count = 2}));
}

static void columns_of_periods(void **state) {
    (void)state;
    const struct source_profile by_period = {.layout = &layout_area_by_period,
                                             .indicator = STR("CERT000")};
    struct profile_pair keys[] = {{STR("指标"), STR("indicator")}};
    at_every_border("地区,2021年,2022年,状态,2023年,2024年\n110000,1,2,P,,\n"
                    "120000,3,,Q,4.5,\n第02省,-,5,E,6,\n130000,,,,,\n",
                    &(struct source_profile){
                        .layout = &layout_area_by_period,
                        .indicator = STR("CERT000"),
                        .symbols = (struct profile_pair[]){{STR("-"), STR("zero")}},
                        .symbol_count = 1});
    at_every_border("地区,指标,2021,2022\n110000,CERT000,1,2\n110000,CERT001,3,\n"
                    "120000,CERT000,5,6\n",
                    &(struct source_profile){.layout = &layout_area_by_period,
                                             .columns = keys,
                                             .column_count = 1});
    at_every_border("年份,1月,2月\n2021,1,2\n2022,3,4\n",
                    &(struct source_profile){.layout = &layout_area_by_period,
                                             .indicator = STR("CERT000"),
                                             .area = STR("110000")});
    /* Far down a column has its first value. */
    buf_puts(&text, "地区,指标,2021,2022,2023\n");
    for (int i = 0; i < 500; i++) {
        buf_printf(&text, "%02d0000,CERT%03d,%d,%s,\n", 11 + i % 31, i / 31, i,
                   i == 400 ? "7" : "");
    }
    at_every_border(buf_z(&text),
                    &(struct source_profile){.layout = &layout_area_by_period,
                                             .columns = keys,
                                             .column_count = 1});
    buf_clear(&text);
    at_every_border("地区,2021,2022\n110000,1,2\n120000,3,4\n合计,5,6\n", &by_period);
}

/* ---- signs and flags ---- */

static void signs_and_flags(void **state) {
    (void)state;
    struct source_profile tsv = {.format = &export_eurostat_tsv,
                                 .area_level = STR("province")};
    static const char rows[] =
        "freq,indic,geo\\TIME_PERIOD\t2020 \t2021 \t2022 \n"
        "A,CERT000,110000\t1.5 \t: \t2 p\nA,CERT001,110000\t: c\t3 e\t4 bd\n"
        "A,CERT001,120000\t7\t8 x\t: z\nA,CERT000,120000\t0 n\t12 b\t-9 s\n";
    at_every_border(rows, &tsv);
    says(rows, &tsv, "CERT001 0 132382976 0 e0 s5 q0 v 3:2 j0\n");
    struct profile_pair signs[] = {{STR("…"), STR("negligible")},
                                   {STR("/"), STR("unreliable")},
                                   {STR("-"), STR("zero")}};
    at_every_border("地区,指标,时间,数值,状态\n110000,CERT000,2021,…,P\n"
                    "120000,CERT000,2021,/,\n130000,CERT000,2021,-,E\n"
                    "140000,CERT000,2021,n.a.,\n150000,CERT000,2021,*,\n",
                    &(struct source_profile){.symbols = signs, .symbol_count = 3});
}

/* ---- what is told of rows that are read, or left out ---- */

/* More of them than are listed. */
static void remarks(void **state) {
    (void)state;
    buf_puts(&text, "地区,指标,时间,数值,状态\n");
    for (int i = 0; i < 300; i++) {
        buf_printf(&text, "%s,CERT%03d,%d-%02d,%d,%s\n",
                   i % 31 == 8   ? "第08省①"
                   : i % 31 == 9 ? "第09省"
                                 : "110000",
                   i % 7, 1990 + i / 12, 1 + i % 12, i,
                   i % 5 == 0   ? "X"
                   : i % 5 == 1 ? "B"
                   : i % 5 == 2 ? "E+I"
                                : "");
    }
    at_every_border(buf_z(&text), &plain);
    says(buf_z(&text), &plain,
         "t.csv:2:5 E2 the status \"X\" (a figure of another office) is not kept: the "
         "value is read as it stands ×60 7:5, 12:5, 17:5, 22:5, 27:5");
    buf_clear(&text);
}

/* What stands in rows that are not wanted is no matter: areas, numbers, units. */
static void rows_that_are_left_out(void **state) {
    (void)state;
    struct profile_pair wanted[] = {{STR("来源"), STR("年报")},
                                    {STR("口径"), STR("全部")}},
                        skip[] = {{STR("CERT005"), STR("skip")}},
                        area[] = {{STR("外地"), STR("skip")}},
                        item[] = {{STR("其他"), STR("skip")}};
    buf_puts(&text, "来源,口径,地区,指标,时间,数值,单位,状态\n");
    for (int i = 0; i < 200; i++) {
        bool other = i % 3 != 0;
        buf_printf(&text, "%s,%s,%s,CERT%03d,%d,%s%d,%s,%s\n", other ? "月报" : "年报",
                   i % 10 == 6 ? "部分" : "全部", other ? "不知处" : "110000", i % 7,
                   1900 + i, other && i % 4 == 0 ? "x" : "", i, other ? "吨" : "",
                   i % 6 == 0 ? "X" : "");
    }
    at_every_border(buf_z(&text),
                    &(struct source_profile){.where = wanted, .where_count = 2});
    buf_clear(&text);
    at_every_border("地区,指标,时间,数值,单位\n110000,CERT000,2021,1,张\n"
                    "110000,CERT005,2021,2,张\n120000,CERT005,2021,3,吨\n"
                    "130000,CERT000,2021,4,\n",
                    &(struct source_profile){.indicators = skip, .indicator_count = 1});
    at_every_border(
        "地区,指标,时间,数值,状态\n110000,CERT000,2021,1,\n"
        "外地,CERT000,2021,2,\n外地,CERT099,2021,3,\n外地,CERT000,2022,4,X\n",
        &(struct source_profile){.areas = area, .area_count = 1});
    at_every_border("地区,指标,时间,领域,数值\n110000,CERT000,2021,质量,1\n"
                    "110000,CERT000,2021,其他,2\n110000,CERT000,2021,合计,3\n",
                    &(struct source_profile){.items = item, .item_count = 1});
    at_every_border("地区,指标,时间,数值\n110000,CERT000,2021,1\n"
                    "110000,CERT000,2020,2\n",
                    &(struct source_profile){
                        .periods = (struct profile_pair[]){{STR("2020"), STR("skip")}},
                        .period_count = 1});
}

/* ---- offices ---- */

#define GENESIS                                                                        \
    "statistics_code;statistics_label;time_code;time_label;time;1_variable_code;"      \
    "1_variable_label;1_variable_attribute_code;1_variable_attribute_label;"           \
    "2_variable_code;2_variable_label;2_variable_attribute_code;"                      \
    "2_variable_attribute_label;value;value_unit;value_variable_code;"                 \
    "value_variable_label;value_q\n"
#define LABS "9;Labs;JAHR;Jahr;"

static struct source_profile of(const struct export_kind *format) {
    return (struct source_profile){.format = format, .area_level = STR("province")};
}

static void genesis(void **state) {
    (void)state;
    struct source_profile p = of(&export_genesis);
    at_every_border(GENESIS LABS
                    "2021;DLAND;L;110000;x;MONAT;M;MONAT01;J;1,5;张;CERT000;w;e\n" LABS
                    "2021;DLAND;L;120000;x;MONAT;M;MONAT02;F;-;张;CERT000;w;\n" LABS
                    "2021;MONAT;M;MONAT03;M;DLAND;L;120000;x;.;张;CERT000;w;\n" LABS
                    "2021;DINSG;D;110000;x;MONAT;M;MONAT12;D;2;;CERT001;w;()\n",
                    &p);
    /* A variable of which the first rows say nothing makes another table. */
    buf_puts(&text, GENESIS);
    for (int i = 0; i < 300; i++) {
        buf_printf(&text, LABS "%d;DLAND;L;%02d0000;x;%s;v;%s;y;%d,5;张;CERT%03d;w;\n",
                   1900 + i / 31, 11 + i % 31, i == 250 ? "field" : "",
                   i == 250 ? "Q" : "", i, i % 20);
    }
    assert_false(is_read(buf_z(&text), &p));
    buf_clear(&text);
    at_every_border("Statistik_Code;Statistik_Label;Zeit_Code;Zeit_Label;Zeit;"
                    "1_Merkmal_Code;1_Merkmal_Label;1_Auspraegung_Code;"
                    "1_Auspraegung_Label;CERT000__a__张;CERT000__a__张__q;"
                    "CERT001__b__万元;CERT001__b__万元__q\n" LABS
                    "2021;DLAND;L;110000;x;5;;1,5;e\n" LABS
                    "2022;DLAND;L;110000;x;-;;.;\n" LABS
                    "2022;DLAND;L;120000;x;7;();...;\n",
                    &p);
}

static void north_america_and_fao(void **state) {
    (void)state;
    struct source_profile statcan = of(&export_statcan), fao = of(&export_faostat);
    fao.where = (struct profile_pair[]){{STR("Item Code"), STR("1")}};
    fao.where_count = 1;
    at_every_border(
        "REF_DATE,GEO,DGUID,Estimates,UOM,UOM_ID,SCALAR_FACTOR,SCALAR_ID,VECTOR,"
        "COORDINATE,VALUE,STATUS,SYMBOL,TERMINATED,DECIMALS\n"
        "2021-01,x,110000,CERT000,张,1,units,0,v1,1.1,5,,,,0\n"
        "2021-02,x,110000,CERT000,张,1,thousands,3,v1,1.1,,..,,,0\n"
        "2021-03,x,110000,CERT000,张,1,units,0,v1,1.1,7,E,p,,0\n"
        "2021-04,x,110000,CERT000,张,1,units,0,v1,1.1,,F,,t,0\n",
        &statcan);
    at_every_border(
        "Area Code (M49),Area,Item Code,Item,Element Code,Element,Year Code,"
        "Year,Unit,Value,Flag\n"
        "110000,x,1,y,CERT000,z,2021,2021,张,1.5,A\n"
        "110000,x,1,y,CERT000,z,2022,2022,张,2,X\n"
        "110000,x,2,y,CERT000,z,2022,2022,张,9,X\n"
        "990000,x,2,y,CERT000,z,2022,2022,吨,9,?\n"
        "120000,x,1,y,CERT000,z,2022,2022,张,,M\n",
        &fao);
    at_every_border("Area Code (M49),Area,Item Code,Item,Element Code,Element,Unit,"
                    "Y2021,Y2021F,Y2021N,Y2022,Y2022F,Y2022N\n"
                    "110000,x,1,y,CERT000,z,张,1,A,,2,E,n\n"
                    "120000,x,1,y,CERT000,z,张,,M,,4,X,\n"
                    "120000,x,2,y,CERT000,z,张,1,X,,4,X,\n",
                    &fao);
}

static void others(void **state) {
    (void)state;
    struct source_profile bank = of(&export_worldbank), ons = of(&export_ons),
                          cbs = of(&export_statline);
    at_every_border(
        "\"Data Source\",\"WDI\",\n\n\"Last Updated Date\",\"2024-01-01\",\n\n"
        "\"Country Name\",\"Country Code\",\"Indicator Name\","
        "\"Indicator Code\",\"2021\",\"2022\",\n"
        "\"x\",\"110000\",\"y\",\"CERT000\",\"1.5\",\"\",\n"
        "\"x\",\"120000\",\"y\",\"CERT000\",\"..\",\"2\",\n",
        &bank);
    ons.columns = (struct profile_pair[]){{STR("what"), STR("indicator")}};
    ons.column_count = 1;
    at_every_border(
        "v4_1,Data Marking,yyyy,Time,admin-geography,Geography,what,What\n"
        "1,,2021,2021,110000,x,CERT000,y\n,x,2022,2022,110000,x,CERT000,y\n"
        ",*,2021,2021,120000,x,CERT000,y\n3,p,2022,2022,120000,x,CERT001,y\n",
        &ons);
    at_every_border("\"ID\";\"RegioS\";\"Perioden\";\"CERT000\";\"CERT001\"\n"
                    "\"0\";\"110000\";\"2021JJ00\";\"1\";\"  2.5\"\n"
                    "\"1\";\"110000\";\"2022JJ00\";\".\";\"3\"\n"
                    "\"2\";\"120000\";\"2022JJ00\";\"4\";\"x\"\n",
                    &cbs);
}

/* ---- at size ---- */

/* Rows that were set aside would be too many: the scanners read them. */
static void many_values(void **state) {
    (void)state;
    struct profile_pair keys[] = {{STR("指标"), STR("indicator")}};
    const struct source_profile wide = {
        .layout = &layout_area_by_period, .columns = keys, .column_count = 1};
    buf_puts(&text, VINTAGES);
    for (int i = 0; i < 250000; i++) {
        buf_printf(&text, "%02d0000,CERT%03d,%d-%02d,%d.25,%d-%02d-15\n", 11 + i % 31,
                   i / 31 % 20, 2000 + i % 19, 1 + i % 12, i, 2000 + i / 12 / 620 % 100,
                   1 + i / 620 % 12);
    }
    two_ways_write(buf_str(&text));
    assert_true(two_ways_in_blocks(&plain, bulk_read, 0, 0));
    buf_clear(&text);
    buf_puts(&text, "地区,指标");
    for (int i = 0; i < 360; i++) {
        buf_printf(&text, ",%d-%02d", 1990 + i / 12, 1 + i % 12);
    }
    for (int row = 0; row < 620; row++) {
        buf_printf(&text, "\n%02d0000,CERT%03d", 11 + row % 31, row / 31);
        for (int i = 0; i < 360; i++) {
            buf_printf(&text, i % 9 == row % 9 ? "," : ",%d.1%d", row * i, i % 10);
        }
    }
    buf_puts(&text, "\n");
    two_ways_write(buf_str(&text));
    assert_true(two_ways_in_blocks(&wide, bulk_read, 0, 0));
    buf_clear(&text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(vintages),
        cmocka_unit_test(columns_of_indicators),
        cmocka_unit_test(columns_of_periods),
        cmocka_unit_test(signs_and_flags),
        cmocka_unit_test(remarks),
        cmocka_unit_test(rows_that_are_left_out),
        cmocka_unit_test(genesis),
        cmocka_unit_test(north_america_and_fao),
        cmocka_unit_test(others),
        cmocka_unit_test(many_values),
    };
    text = buf_open(1 << 25);
    int result = cmocka_run_group_tests(tests, two_ways_set_up, two_ways_tear_down);
    buf_close(&text);
    return result;
}
