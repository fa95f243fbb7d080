/* What nqi sniff makes of files in the dialects that statistics offices export. */
#include "unit.h"

#include "sniffed.h"

#include "ingest/exports.h"
#include "ingest/ingest.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/ucnv.h>

static void sniff(struct str text, struct buf *out) {
    sniffed_in("en", false, text, out);
}

static void assert_sniffs(const char *text, const char *want) {
    struct buf out = buf_open(100000);
    sniff(str_from(text), &out);
    assert_str(buf_str(&out), want);
    buf_close(&out);
}

#define HEAD                                                                           \
    "{\n  name = \"t\",\n  file = \"t.csv\",\n"                                        \
    "  source = \"\", -- NOT SURE: whose figures they are\n"
#define PROVINCE                                                                       \
    "  area_level = \"province\", -- all areas of the file are of this level\n"

static void areas_by_years_with_an_indicator_line(void **state) {
    (void)state;
    assert_sniffs("指标：地区生产总值(亿元)\n时间：最近20年\n"
                  "地区,2024年,2023年\n北京市,2,1\n安徽省,4,3\n合计,6,4\n"
                  "数据来源：国家统计局\n",
                  "{\n  name = \"t\",\n  file = \"t.csv\",\n"
                  "  source = \"国家统计局\", -- NOT SURE: whose figures they are\n"
                  "  layout = \"area_by_period\", -- the rows are areas, the columns "
                  "periods\n"
                  "  indicator = \"GDP\", -- by the line 指标：\n" PROVINCE "},\n"
                  "-- read by this profile: 4 values, 0 errors\n");
}

static void a_file_that_does_not_name_its_indicator(void **state) {
    (void)state;
    assert_sniffs("地区\t,2024年\t,\n北京市\t,2\t,\n安徽省\t,—\t,\n", HEAD
                  "  layout = \"area_by_period\", -- the rows are areas, the "
                  "columns periods\n"
                  "  -- indicator = \"CODE\", -- NOT SURE: nothing in the file "
                  "says which one\n" PROVINCE
                  "  symbols = { [\"—\"] = \"missing\" }, -- NOT SURE: missing, "
                  "negligible, absent, suppressed, unreliable or zero\n},\n"
                  "-- read by this profile and an indicator: 2 values, 0 errors\n");
}

/* The comments, and what is said of the file, are in the user's language. */
static void in_chinese(void **state) {
    (void)state;
    struct buf out = buf_open(100000);
    sniffed_in("zh", false, STR("地区\t,2024年\t,\n北京市\t,2\t,\n安徽市\t,—\t,\n"),
               &out);
    assert_str(buf_str(&out),
               "{\n  name = \"t\",\n  file = \"t.csv\",\n"
               "  source = \"\", -- 待定：是谁的数据\n"
               "  layout = \"area_by_period\", -- 行为地区，列为时期\n"
               "  -- indicator = \"CODE\", -- 待定：文件没有写明是哪一个\n"
               "  area_level = \"province\", -- 文件中的地区都属于此级\n"
               "  symbols = { [\"—\"] = \"missing\" }, -- 待定：missing（缺失）、"
               "negligible（不足最小单位）、absent（无此项）、suppressed（保密）、"
               "unreliable（不可靠）或 zero（零）\n},\n"
               "--[==[ 请加入 input/areas.csv 的行；待定：level 列\n"
               "AREA_1,安徽市,province,,0\n]==]\n"
               "-- 按此声明并加入这些行并写明指标读入：数值 2 个，错误 0 条\n");
    buf_close(&out);
    out = buf_open(100000);
    sniffed_in("zh", false, STR("名,2024年\n甲,2\n甲,\n"), &out);
    assert_non_null(strstr(buf_z(&out), "-- 待定：文件没有写明是哪个地区\n"));
    buf_close(&out);
    out = buf_open(100000);
    sniffed_in("zh", false, STR("名,话\n甲,乙\n"), &out);
    assert_non_null(strstr(
        buf_z(&out), "-- 不可用：没有读到数据。按此声明读入：数值 0 个，错误 0 条\n"));
    buf_close(&out);
}

static void areas_by_indicators_of_one_year(void **state) {
    (void)state;
    assert_sniffs("时间：2022年\n地区,地区生产总值 (亿元),不知道的指标 (家)\n"
                  "北京市,2,1\n安徽省,4,3\n",
                  HEAD "  layout = \"area_by_indicator\", -- the rows are areas, the "
                       "columns no periods\n" PROVINCE
                       "},\n--[==[ rows for input/indicators.csv; NOT SURE: kind, "
                       "growth, aggregation, decimals\n"
                       "IND_1,不知道的指标,家,flow,none,none,0,不知道的指标 (家)\n"
                       "]==]\n"
                       "-- read by this profile with these rows: 4 values, 0 errors\n");
}

static void columns_beside_the_values_are_no_indicators(void **state) {
    (void)state;
    assert_sniffs("时间：2022年\n地区,地区生产总值(亿元),版本,备注\n"
                  "北京市,2,2023-01-15,初核\n北京市,3,2024-01-15,\n",
                  HEAD "  layout = \"area_by_indicator\", -- the rows are areas, the "
                       "columns no periods\n" PROVINCE "},\n"
                       "-- read by this profile: 1 values, 0 errors\n");
}

static void indicators_by_years(void **state) {
    (void)state;
    assert_sniffs("指标;2024年;2023年\n年末常住人口(万人);2,5;2\n", HEAD
                  "  layout = \"indicator_by_period\", -- the columns are periods, "
                  "the rows no areas\n"
                  "  separator = \";\",\n"
                  "  decimal = \",\", -- by the number 2,5\n"
                  "  area = \"000000\", -- NOT SURE: nothing in the file says "
                  "which area\n},\n"
                  "-- read by this profile: 2 values, 0 errors\n");
}

/* A column of growth beside the years: with each row an indicator of its own. */
static void growth_beside_years(void **state) {
    (void)state;
    assert_sniffs(
        "2023年度统计简报\n指标,2022年,2023年,同比增长（%）\n"
        "机构数（家）,51,52,2.03\n其中：电子（家）,…,1,—\n",
        HEAD "  layout = \"indicator_by_period\", -- the columns are periods, "
             "the rows no areas\n"
             "  area = \"000000\", -- NOT SURE: nothing in the file says "
             "which area\n"
             "  columns = { -- NOT SURE: of which period these are, and what "
             "is left out\n"
             "    [\"同比增长（%）\"] = \"@2023\",\n  },\n"
             "  symbols = { [\"…\"] = \"negligible\", [\"—\"] = \"missing\" "
             "}, -- NOT SURE: missing, negligible, absent, suppressed, "
             "unreliable or zero\n},\n"
             "--[==[ rows for input/indicators.csv; NOT SURE: kind, growth, "
             "aggregation, decimals\n"
             "IND_1,机构数,家,flow,none,none,0,机构数（家）\n"
             "IND_2,其中：电子,家,flow,none,none,0,其中：电子（家）\n"
             "IND_3,机构数同比增长,%,ratio,none,none,0,机构数（家）/同比增长（%）\n"
             "IND_4,其中：电子同比增长,%,ratio,none,none,0,"
             "其中：电子（家）/同比增长（%）\n]==]\n"
             "-- read by this profile with these rows: 6 values, 0 errors\n");
}

/* Signs far down, too: what is proposed reads the file as it is. */
static void signs_of_all_rows(void **state) {
    (void)state;
    struct buf text = buf_open(1 << 20);
    buf_puts(&text, "时间：2022年\n地区,地区生产总值(亿元)\n");
    for (int i = 0; i < 800; i++) {
        buf_printf(&text, "%s,%s\n", i % 2 == 0 ? "北京市" : "安徽省",
                   i == 700     ? "×"
                   : i % 2 == 0 ? "2"
                                : "3");
    }
    struct buf out = buf_open(1 << 20);
    sniff(buf_str(&text), &out);
    assert_non_null(strstr(buf_z(&out), "  symbols = { [\"×\"] = \"missing\" },"));
    buf_close(&out);
    buf_close(&text);
}

/* The mark of decimals is proposed where a number of the file proves it. */
static void marks_are_proposed_with_proof(void **state) {
    (void)state;
    static const struct {
        const char *first, *second, *line;
    } cases[] = {
        {"1.234,5", "1.234", "  decimal = \",\", -- by the number 1.234,5\n"},
        {"1.234.567", "1,5", "  decimal = \",\", -- by the number 1,5\n"},
        {"1.234.567", "2", "  decimal = \",\", -- by the number 1.234.567\n"},
        {"1.234", "2.5", "  decimal = \".\", -- by the number 2.5\n"},
        {"0,125", "2", "  decimal = \",\", -- by the number 0,125\n"},
        {"-2,5", "2", "  decimal = \",\", -- by the number -2,5\n"},
        {"1.25", "2.5", ""},
        {"2.3.1", "2", ""},
        {"1,25", "2.5", ""},
        {"1234", "2", ""},
        {"1.234", "2",
         "  -- decimal = \".\", -- NOT SURE: 1.234 may have decimals or "
         "thousands\n"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[300];
        struct buf seen = buf_open(10000);
        snprintf(text, sizeof text, "指标;2024年;2023年\n年末常住人口(万人);%s;%s\n",
                 cases[i].first, cases[i].second);
        sniff(str_from(text), &seen);
        size_t from = str_find(buf_str(&seen), STR("decimal = "), 0);
        if (cases[i].line[0] == '\0') {
            assert_true(from == STR_NOT_FOUND);
        } else if (str_find(buf_str(&seen), str_from(cases[i].line), 0) ==
                   STR_NOT_FOUND) {
            fail_msg("%s: %s", text, buf_z(&seen));
        }
        buf_close(&seen);
    }
}

static void times_by_indicators(void **state) {
    (void)state;
    assert_sniffs("时间,地区生产总值(亿元),年末常住人口(万人)\n2021年5月,1,2\n"
                  "2021年4月,1,2\n",
                  HEAD "  layout = \"period_by_indicator\", -- the rows are periods\n"
                       "  area = \"000000\", -- NOT SURE: nothing in the file says "
                       "which area\n},\n"
                       "-- read by this profile: 4 values, 0 errors\n");
}

static void one_row_a_figure(void **state) {
    (void)state;
    assert_sniffs("月份,地区代码,指标,数值,颜色\n2023-09,340000,GDP,1,红\n",
                  HEAD "  layout = \"long\", -- one row a figure, by the names of the "
                       "columns\n" PROVINCE
                       "  columns = { -- NOT SURE: what these are, and what is left "
                       "out\n"
                       "    [\"颜色\"] = \"skip\",\n  },\n},\n"
                       "-- read by this profile: 1 values, 0 errors\n");
}

static void a_code_beside_the_name(void **state) {
    (void)state;
    assert_sniffs("code2,province,2022,2023\n11,北京市,1,2\n34,安徽省,3,4\n", HEAD
                  "  layout = \"area_by_period\", -- the rows are areas, the "
                  "columns periods\n"
                  "  -- indicator = \"CODE\", -- NOT SURE: nothing in the file "
                  "says which one\n" PROVINCE
                  "  columns = { -- NOT SURE: what these are, and what is left out\n"
                  "    [\"code2\"] = \"skip\",\n    [\"province\"] = \"area\",\n"
                  "  },\n},\n"
                  "-- read by this profile and an indicator: 4 values, 0 "
                  "errors\n");
}

/* Heads as offices call such columns; the rows differ in 性别, and in nothing else in
   序. */
static void heads_as_offices_call_them(void **state) {
    (void)state;
    assert_sniffs(
        "行政区划代码,行政区划名称,统计年份,性别,指标名称,指标值,计量单位,数据来源\n"
        "340000,安徽省,2023,男,POP,100,万人,甲局\n"
        "340000,安徽省,2023,女,POP,120,万人,甲局\n"
        "340000,安徽省,2023,合计,POP,220,万人,甲局\n",
        HEAD "  layout = \"long\", -- one row a figure, by the names of the "
             "columns\n" PROVINCE
             "  columns = { -- NOT SURE: what these are, and what is left out\n"
             "    [\"数据来源\"] = \"note\",\n  },\n},\n"
             "--[==[ rows for input/dimensions.csv; NOT SURE: parent, and which "
             "item is the total\n"
             "dimension,code,name,name_en,parent,aliases,definition\n"
             "DIM_1,,性别,,,,\nDIM_1,ITEM_1,男,,,,\nDIM_1,ITEM_2,女,,,,\n]==]\n"
             "-- read by this profile with these rows: 3 values, 0 errors\n");
    assert_sniffs(
        "LOCATION,MEASURE,SEX,TIME,Value,Flag Codes\n"
        "AH,MLN,SEX_T,2021,3.5,E\nAH,MLN,SEX_F,2021,1.5,\nBJ,MLN,SEX_T,2021,:,M\n",
        HEAD "  layout = \"long\", -- one row a figure, by the names of the "
             "columns\n"
             "  -- indicator = \"CODE\", -- NOT SURE: nothing in the file says "
             "which one\n"
             "  columns = { -- NOT SURE: what these are, and what is left out\n"
             "    [\"LOCATION\"] = \"area\",\n"
             "    [\"MEASURE\"] = \"skip\",\n"
             "    [\"TIME\"] = \"period\",\n"
             "    [\"Flag Codes\"] = \"status\",\n  },\n"
             "  symbols = { [\":\"] = \"missing\" }, -- NOT SURE: missing, "
             "negligible, absent, suppressed, unreliable or zero\n},\n"
             "--[==[ rows for input/areas.csv; NOT SURE: level\n"
             "AH,AH,city,,0\nBJ,BJ,city,,0\n]==]\n"
             "--[==[ rows for input/dimensions.csv; NOT SURE: parent, and which "
             "item is the total\n"
             "dimension,code,name,name_en,parent,aliases,definition\n"
             "SEX,,SEX,,,SEX_T,\nSEX,SEX_F,SEX_F,,,,\n]==]\n"
             "-- read by this profile with these rows and an indicator: 3 values, 0 "
             "errors\n");
}

/* Words beside a wide table's areas are a dimension where the rows differ in them; a
   column of words in a table of indicators is none. */
static void words_in_wide_tables(void **state) {
    (void)state;
    assert_sniffs("地区,类别,2022*,2023年（万人）\n北京市,男,1,2\n北京市,女,3,4\n", HEAD
                  "  layout = \"area_by_period\", -- the rows are areas, the "
                  "columns periods\n"
                  "  -- indicator = \"CODE\", -- NOT SURE: nothing in the file "
                  "says which one\n" PROVINCE "},\n"
                  "--[==[ rows for input/dimensions.csv; NOT SURE: parent, and "
                  "which item is the total\n"
                  "dimension,code,name,name_en,parent,aliases,definition\n"
                  "DIM_1,,类别,,,,\nDIM_1,ITEM_1,男,,,,\nDIM_1,ITEM_2,女,,,,\n]==]\n"
                  "-- read by this profile with these rows and an indicator: "
                  "4 values, 0 errors\n");
    assert_sniffs(
        "Region,Year,责任人,地区生产总值\n安徽,2022,张三,5\n北京,2022,李四,6\n",
        HEAD "  layout = \"area_by_indicator\", -- the rows are areas, the "
             "columns no periods\n" PROVINCE
             "  columns = { -- NOT SURE: what these are, and what is left "
             "out\n"
             "    [\"Year\"] = \"period\",\n    [\"责任人\"] = \"skip\",\n"
             "  },\n},\n"
             "-- read by this profile: 2 values, 0 errors\n");
}

/* An area that areas.csv does not have beside those that it has; headings and totals
   are none. */
static void an_area_that_nothing_knows(void **state) {
    (void)state;
    assert_sniffs("地区,2022年,2023年\n一、全省,,\n北京市,1,2\n安徽省,1,2\n"
                  "新设省,3,4\n合计,5,8\n",
                  HEAD "  layout = \"area_by_period\", -- the rows are areas, the "
                       "columns periods\n"
                       "  -- indicator = \"CODE\", -- NOT SURE: nothing in the file "
                       "says which one\n" PROVINCE "},\n"
                       "--[==[ rows for input/areas.csv; NOT SURE: level\n"
                       "AREA_1,新设省,province,,0\n]==]\n"
                       "-- read by this profile with these rows and an indicator: "
                       "6 values, 0 errors\n");
}

static void a_format_by_name_with_the_rows_that_it_needs(void **state) {
    (void)state;
    assert_sniffs(
        "DATAFLOW,REF_AREA: Area,MEASURE: Measure,SEX: Sex,TIME_PERIOD: Time,OBS_VALUE,"
        "UNIT_MEASURE: Unit\n"
        "ZZ:DF(1.0): Invented,FR: France,GDP: Product,_T: Total,2023,1,EUR: Euro\n"
        "ZZ:DF(1.0): Invented,FR: France,\"LAB: Labs, all\",F: Female,2023,2,NUM: N\n",
        HEAD
        "  format = \"sdmx-csv\", -- by its first lines\n},\n"
        "--[==[ rows for input/indicators.csv; NOT SURE: kind, growth, "
        "aggregation, decimals\n"
        "LAB,\"Labs, all\",NUM,flow,none,none,0,\n]==]\n"
        "--[==[ rows for input/areas.csv; NOT SURE: level\n"
        "FR,France,economy,,0\n]==]\n"
        "--[==[ rows for input/dimensions.csv; NOT SURE: parent, and which item is "
        "the total\n"
        "dimension,code,name,name_en,parent,aliases,definition\n"
        "SEX,,Sex,,,,\nSEX,F,Female,,,,\n]==]\n"
        "-- NOT GOOD: not all was read by this profile with these rows: 1 values, 1 "
        "errors\n"
        "--   line 2: unit mismatch: the file says EUR, GDP is in 亿元\n");
}

/* One indicator in two units: together they are the key. */
static void units_that_part_an_indicator(void **state) {
    (void)state;
    assert_sniffs(
        "freq,indic,unit,geo\\TIME_PERIOD\t2022 \t2023 \n"
        "A,LAB,NR,FR\t1 \t2 p\nA,LAB,PC,FR\t3.5 \t: c\n",
        HEAD "  format = \"eurostat-tsv\", -- by its first lines\n"
             "  columns = { -- values of one indicator have several units: together "
             "they are the key\n"
             "    [\"indic\"] = \"indicator\",\n    [\"unit\"] = \"indicator\",\n"
             "  },\n},\n"
             "--[==[ rows for input/indicators.csv; NOT SURE: kind, growth, "
             "aggregation, decimals\n"
             "LAB_NR,\"LAB, NR\",NR,flow,none,none,0,LAB/NR\n"
             "LAB_PC,\"LAB, PC\",PC,flow,none,none,0,LAB/PC\n]==]\n"
             "--[==[ rows for input/areas.csv; NOT SURE: level\n"
             "FR,FR,economy,,0\n]==]\n"
             "-- read by this profile with these rows: 4 values, 0 errors\n");
}

/* Codes of totals, others for each dimension; the unit of what only the file's name
   tells. */
static void totals_and_the_unit_of_a_file(void **state) {
    (void)state;
    assert_sniffs(
        "\"ID\";\"Geslacht\";\"Leeftijd\";\"RegioS\";\"Perioden\";\"Omzet_1\"\n"
        "\"0\";\"T001038 \";\"T009002\";\"NL01\";\"2022JJ00\";\"  1\"\n"
        "\"1\";\"3000 \";\"T009002\";\"NL01\";\"2022JJ00\";\"  2\"\n"
        "\"2\";\"T001038 \";\"10000\";\"NL01\";\"2022JJ00\";\"  3\"\n",
        HEAD "  format = \"statline\", -- by its first lines\n},\n"
             "--[==[ rows for input/indicators.csv; NOT SURE: kind, growth, "
             "aggregation, decimals\n"
             "Omzet_1,Omzet_1,,flow,none,none,0,\n]==]\n"
             "--[==[ rows for input/areas.csv; NOT SURE: level\n"
             "NL01,NL01,economy,,0\n]==]\n"
             "--[==[ rows for input/dimensions.csv; NOT SURE: parent, and which "
             "item is the total\n"
             "dimension,code,name,name_en,parent,aliases,definition\n"
             "Geslacht,,Geslacht,,,T001038,\nGeslacht,3000,3000,,,,\n"
             "Leeftijd,,Leeftijd,,,T009002,\nLeeftijd,10000,10000,,,,\n]==]\n"
             "-- read by this profile with these rows: 3 values, 0 errors\n");
    assert_sniffs("unit,geo\\time\t2022 \nNR,FR\t1 \n",
                  HEAD "  format = \"eurostat-tsv\", -- by its first lines\n"
                       "  indicator = \"t\", -- NOT SURE: nothing in the file says "
                       "which one\n},\n"
                       "--[==[ rows for input/indicators.csv; NOT SURE: kind, growth, "
                       "aggregation, decimals\nt,t,NR,flow,none,none,0,\n]==]\n"
                       "--[==[ rows for input/areas.csv; NOT SURE: level\n"
                       "FR,FR,economy,,0\n]==]\n"
                       "-- read by this profile with these rows: 1 values, 0 errors\n");
}

/* What all files are like may look like a format that has no sign of its own. */
static void quoted_heads_over_numbers_are_no_format(void **state) {
    (void)state;
    assert_sniffs("\"地区\",\"地区生产总值\"\n\"北京市\",2\n\"安徽省\",4\n",
                  HEAD "  layout = \"area_by_indicator\", -- the rows are areas, the "
                       "columns no periods\n"
                       "  -- period = \"2023\", -- NOT SURE: nothing in the file says "
                       "which one; or put {period} into `file`\n" PROVINCE "},\n"
                       "-- read by this profile and a period: 2 values, 0 errors\n");
}

/* Bytes that no encoding but one gives a meaning. */
static void utf_16_without_a_mark(void **state) {
    (void)state;
    static const char text[] = "地区,2023年,2022年\n北京市,2,1\n安徽省,4,3\n";
    static const char *const encodings[] = {"UTF-16LE", "UTF-16BE"};
    for (size_t i = 0; i < 2; i++) {
        char bytes[200], want[100];
        UErrorCode status = U_ZERO_ERROR;
        int32_t n = ucnv_convert(encodings[i], "UTF-8", bytes, sizeof bytes, text,
                                 (int32_t)strlen(text), &status);
        assert_true(U_SUCCESS(status));
        struct buf out = buf_open(100000);
        sniff((struct str){bytes, (size_t)n}, &out);
        snprintf(want, sizeof want, "  encoding = \"%s\",", encodings[i]);
        assert_non_null(strstr(buf_z(&out), want));
        assert_non_null(strstr(buf_z(&out), "layout = \"area_by_period\""));
        buf_close(&out);
    }
}

/* Of a file that is too large to be looked at as a whole the beginning tells. */
static void very_large_files(void **state) {
    (void)state;
    struct buf text = buf_open(1 << 27), out = buf_open(100000);
    buf_puts(&text, "地区,指标,时间,数值,备注\n");
    for (int i = 0; text.n <= 64 << 20; i++) {
        buf_printf(&text, "%s,%s,%d-%02d,%d,\"", i % 2 == 0 ? "北京市" : "安徽省",
                   i / 2 % 2 == 0 ? "GDP" : "POP", 1900 + i / 48, 1 + i / 4 % 12, i);
        for (int k = 0; k < 2000; k++) {
            buf_puts(&text, "很长的备注\n");
        }
        buf_puts(&text, "\"\n");
    }
    sniff(buf_str(&text), &out);
    assert_int_equal(strncmp(buf_z(&out), "-- by the first ", 16), 0);
    assert_non_null(strstr(buf_z(&out), "layout = \"long\""));
    assert_non_null(strstr(buf_z(&out), " values, 0 errors\n"));
    assert_null(strstr(buf_z(&out), "NOT GOOD"));
    buf_close(&out);
    buf_close(&text);
}

/* They begin as formats do, and are none. */
static void texts_that_look_like_a_format(void **state) {
    (void)state;
    static const char *const texts[] = {
        "DATAFLOWS,REF_AREA,OBS_VALUE\nx,y,1\n",
        "STRUCTURE,VALUE\ndataflow,1\n",
        "geo\\TIME_PERIOD,2022,2023\nFR,1,2\n",
        "Data Source,World Development Indicators,\nx,y,\n",
        "Country Name,Country Code,2022\nAruba,ABW,1\n",
        "Title,CDID\nx,1\n",
        "v5_0,time\n1,2\n",
        "Area Code,Area,Value\n1,x,2\n",
        "STATISTIC,Statistic Label,VALUE\na,b,1\n",
        "statistics_code,statistics_label,time_code\n1,2,3\n",
        "Perioden,Waarde\n2021,1\n",
        "Periodo,Total\n2021,1\n",
        "REF_DATE,GEO,VALUE\n2021,x,1\n",
        "series_id,year,period,value\na,2021,M01,1\n",
        "DATE,VALUE\n数据,1\n",
        "统计期,证书数\n2021,1\n",
        "地区,组织数,证书数\n安徽,1,2\n",
        "시도별,2022\n전국,1\n",
        "\n\n",
    };
    struct arena *arena = arena_open();
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        const struct export_kind *kind = exports_recognise(str_from(texts[i]), arena);
        if (kind != NULL) {
            fail_msg("%s is taken for %s", texts[i], kind->kind.name);
        }
    }
    arena_close(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(areas_by_years_with_an_indicator_line),
        cmocka_unit_test(a_file_that_does_not_name_its_indicator),
        cmocka_unit_test(in_chinese),
        cmocka_unit_test(areas_by_indicators_of_one_year),
        cmocka_unit_test(columns_beside_the_values_are_no_indicators),
        cmocka_unit_test(indicators_by_years),
        cmocka_unit_test(growth_beside_years),
        cmocka_unit_test(marks_are_proposed_with_proof),
        cmocka_unit_test(times_by_indicators),
        cmocka_unit_test(one_row_a_figure),
        cmocka_unit_test(a_code_beside_the_name),
        cmocka_unit_test(heads_as_offices_call_them),
        cmocka_unit_test(words_in_wide_tables),
        cmocka_unit_test(an_area_that_nothing_knows),
        cmocka_unit_test(a_format_by_name_with_the_rows_that_it_needs),
        cmocka_unit_test(units_that_part_an_indicator),
        cmocka_unit_test(signs_of_all_rows),
        cmocka_unit_test(totals_and_the_unit_of_a_file),
        cmocka_unit_test(quoted_heads_over_numbers_are_no_format),
        cmocka_unit_test(utf_16_without_a_mark),
        cmocka_unit_test(very_large_files),
        cmocka_unit_test(texts_that_look_like_a_format),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
