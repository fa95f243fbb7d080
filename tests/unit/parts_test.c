/* A large file of any layout, read a block at a time in the usual way, gives what
   reading it at once gives. Blocks of a few bytes put their borders everywhere. */
#include "unit.h"

#include "two_ways.h"

#include "ingest/layouts.h"
#include "ingest/parts.h"
#include <stdlib.h>
#include <string.h>
#include <unicode/ucnv.h>

static void at_every_border(const char *text, const struct source_profile *p) {
    two_ways_at_every_border(text, p, parts_read, true);
}

#define LONG "地区,指标,时间,数值\n"

/* What the scanner of plain rows leaves: dimensions, vintages, several values. */
static void long_tables(void **state) {
    (void)state;
    struct profile_pair where = {STR("field"), STR("质量")},
                        columns[] = {{STR("数量"), STR("CERT000")},
                                     {STR("金额"), STR("CERT001")},
                                     {STR("编号"), STR("skip")}},
                        last = {STR("duplicates"), STR("last")};
    const struct source_profile plain = {0},
                                wanted = {.where = &where, .where_count = 1},
                                one = {.columns = columns, .column_count = 1},
                                filled = {.fill_down = true},
                                latest = {.options = &last, .option_count = 1};
    at_every_border("地区,指标,时间,领域,数值\n110000,CERT000,2021,质量,1\n"
                    "120000,CERT000,2022,合计,2\n130000,CERT000,2023,质量,3\n",
                    &plain);
    at_every_border("地区,指标,时间,领域,数值\n110000,CERT000,2021,质量,1\n"
                    "120000,CERT000,2022,合计,2\n130000,CERT000,2023,质量,3\n",
                    &wanted);
    at_every_border("地区,指标,时间,数值,版本\n110000,CERT000,2021,1,2024-01-15\n"
                    "110000,CERT000,2021,2,2024-03-15\n"
                    "120000,CERT000,2022,2,2024-01-15\n",
                    &plain);
    at_every_border("地区,年,月,数量,金额,编号\n110000,2021,1,1,5张,7\n"
                    "120000,2022,10,2,,8\n130000,2023,11,…,6张,9\n",
                    &(struct source_profile){
                        .columns = columns, .column_count = 3, .unit = STR("张")});
    at_every_border("地区,指标,时间,数值\n110000,CERT000,2021,1\n,,2022,2\n,CERT001,"
                    "2021,3\n120000,CERT000,2021,4\n,,2022,5\n,,2023,6\n合计,CERT000,"
                    "2021,5\n",
                    &filled);
    at_every_border(LONG "110000,CERT000,2021,1\n120000,CERT000,2021,2\n"
                         "110000,CERT000,2021,3\n110000,CERT000,2021,4\n",
                    &latest);
    at_every_border("地区,指标,时间,数值,状态\n110000,CERT000,2021,,U\n"
                    "120000,CERT000,2022,2,U\n130000,CERT000,2023,0,N\n"
                    "140000,CERT000,2023,21,N\n140000,CERT000,2022,,P\n",
                    &plain);
    at_every_border("地区,年份,数量\n110000,2021,1\n120000,2022,2\n", &one);
}

/* Parts below what they are of, lines and columns beside the table. */
static void what_is_declared_of_the_sheet(void **state) {
    (void)state;
    struct profile_pair parts[] = {{STR("CERT000/女"), STR("CERT001")},
                                   {STR("CERT002/女"), STR("CERT003")}};
    const struct source_profile below = {.layout = &layout_indicator_by_period,
                                         .area = STR("110000"),
                                         .indicators = parts,
                                         .indicator_count = 2},
                                lines = {.first_line = 4}, right = {.first_column = 3},
                                left = {.last_column = 4},
                                both = {.first_line = 2,
                                        .first_column = 2,
                                        .last_column = 5};
    at_every_border("指标,2021年,2022年\nCERT000,1,2\n其中：女,3,4\nCERT002,5,6\n"
                    "  #女,7,8\nCERT004,9,\n",
                    &below);
    at_every_border("甲,乙,丙\n1,2,\"3\n\"\n" LONG "110000,CERT000,2021,1\n"
                    "120000,CERT000,2021,2\n130000,CERT000,2021,3\n",
                    &lines);
    at_every_border("编号,注记," LONG "1,,110000,CERT000,2021,1\n"
                    "2,是,120000,CERT000,2021,2\n,,130000,CERT000,2021,3\n"
                    "4,好,,,,\n5,,140000,CERT000,2021,4\n",
                    &right);
    at_every_border("地区,指标,时间,数值,注记\n110000,CERT000,2021,1,一\n"
                    "120000,CERT000,2021,2,\n130000,CERT000,2021,3,三\n",
                    &left);
    const struct source_profile until = {.last_line = 4},
                                some = {.first_line = 2, .last_line = 5},
                                mark = {.end_mark = STR("附：")};
    static const char text[] =
        LONG "110000,CERT000,2021,1\n120000,CERT000,2021,2\n130000,CERT000,2021,3\n"
             "附：\"另一表,,\n地区,时间\n\"甲\"\"\n乙\",2,x\n \n";
    at_every_border(text, &until);
    at_every_border(text, &mark);
    at_every_border("甲,乙,丙\n" LONG "110000,CERT000,2021,1\n120000,CERT000,2021,2\r\n"
                    "130000,CERT000,2021,3\n140000,CERT000,2021,3,,5\n",
                    &some);
    at_every_border("表一,二,三\n编号,地区,指标,时间,数值,注记\n"
                    "1,110000,CERT000,2021,1,一\n2,120000,CERT000,2021,2,\n"
                    ",130000,CERT000,2021,3,三\n",
                    &both);
}

static void wide_tables(void **state) {
    (void)state;
    const struct source_profile indicators = {.layout = &layout_period_by_indicator,
                                              .area = STR("110000")},
                                periods = {.layout = &layout_indicator_by_period,
                                           .area = STR("110000")},
                                areas = {.layout = &layout_area_by_period,
                                         .indicator = STR("CERT000")};
    at_every_border("年度数据\n时间,CERT000,CERT001,CERT002\n2021年,1,2万元,\n"
                    "2022年,3,\"4\",\n2023年,5,6万元,7\n注：快报,,,\n2024年,8,,\n",
                    &indicators);
    at_every_border("指标,2021年,2022年,2023年\nCERT000,1,2,\nCERT001,3,4,\n"
                    "CERT002,5,,\n其中：CERT003,6,7,\n数据来源：国家统计局\n",
                    &periods);
    /* A total is checked against the rows of all parts. */
    at_every_border("地区,2021年\n110000,1\n120000,2\n合计,4\n", &areas);
    at_every_border("地区,2021年,2022年\n合计,4.0,7\n110000,1.55,3\n120000,2.5,\n"
                    "130000,0,4\n总计,4.05,9\n",
                    &areas);
}

/* What all rows say together holds for each of them. */
static void rows_far_away(void **state) {
    (void)state;
    const struct source_profile plain = {0};
    /* A province, for AH is none of a country's. */
    at_every_border(LONG "BJ,CERT000,2021,1\nBJ,CERT000,2022,2\nBJ,CERT000,2023,3\n"
                         "AH,CERT000,2021,4\n",
                    &plain);
    at_every_border(LONG "AH,CERT000,2009-10,1\nAH,CERT000,2010-11,2\n"
                         "AH,CERT000,2011-12,3\nAH,CERT000,2011-09,4\n",
                    &plain);
    /* 31 December among ends of months, which stand far above or below it. */
    at_every_border(LONG "AH,CERT000,2022-12-31,1\nAH,CERT000,2023-12-31,2\n"
                         "AH,CERT000,2021-12-31,3\nAH,CERT000,2023-09-30,4\n",
                    &plain);
    at_every_border(LONG "AH,CERT000,2023-09-30,1\nAH,CERT000,2023-12-31,2\n"
                         "AH,CERT000,2022-12-31,3\nAH,CERT000,2021,4\n",
                    &plain);
    /* Short rows that were cut, and, with a blank end elsewhere, that were not. */
    at_every_border("地区,指标,时间,数值,备注\n110000,CERT000,2021,1,是\n"
                    "120000,CERT000,2021,2,是\n130000,CERT000,2021,3,好\n"
                    "140000,CERT000,2021,4\n",
                    &plain);
    at_every_border("地区,指标,时间,数值,备注\n110000,CERT000,2021,1,是\n"
                    "120000,CERT000,2021,2\n130000,CERT000,2021,3,好\n"
                    "140000,CERT000,2021,4,\n",
                    &plain);
    /* A column that is empty up to the last row. */
    at_every_border("地区,指标,时间,数值,,\n110000,CERT000,2021,1,,\n"
                    "120000,CERT000,2021,2,,\n130000,CERT000,2021,3,x,\n",
                    &plain);
}

/* Notes that have no word for it, units below the head, and heads with blanks. */
static void marks_of_notes(void **state) {
    (void)state;
    const struct source_profile plain = {0};
    at_every_border(LONG "110000,CERT000,2021,1\n120000,CERT000,2022,2\n"
                         "*130000,CERT000,2023,3\n140000①,CERT000,2021,4\n"
                         "* 2022年为快报数\n150000,CERT000,2022,5\n",
                    &plain);
    at_every_border(LONG "110000,CERT000,2021,1\n120000,CERT000,2022,2\n"
                         "① 2022年为快报数,,,\n  2021年为修订数,,,\n"
                         "130000,CERT000,2021,3\n140000,CERT000,2022,4\n",
                    &plain);
    at_every_border(LONG "110000,CERT001,2021,1\n120000,CERT001,2022,2\n"
                         "单位：亿元\n130000,CERT001,2021,3\n140000,CERT001,2022,4\n",
                    &plain);
    at_every_border(LONG "110000,CERT000,2021,1\n120000,CERT000,2022,2\n"
                         "地 区,指 标,时　间,数值\n130000,CERT000,2021,3\n",
                    &plain);
    at_every_border(LONG "110000,CERT000,2021,1\n120000,CERT000,2022,2\n"
                         "填表人：某,,审核人：某,\n130000,CERT000,2021,3\n",
                    &plain);
}

static void odd_rows(void **state) {
    (void)state;
    const struct source_profile plain = {0};
    at_every_border("表一　证书\n单位：张\n" LONG
                    "\"110000\",CERT000,\"2021\",\"1,234\"\n"
                    "\n,,,\n合计,CERT000,2021,5\n注：他说\"好\"，,,\n  又说\"是\",,\n"
                    "\"第01\n省\",CERT000,2021,2\n第02省,CERT000,2021,约3\n"
                    "地区,指标,时间,数值\n第03省,CERT000,2021,不详\n"
                    "第04省,CERT000,2021年初步数,1\n资料来源：\"年鉴\"，2022\n",
                    &plain);
}

/* A note or a broken row directly below the head is read once, whatever its quotes; and
   a short row there is the first one. */
static void between_head_and_rows(void **state) {
    (void)state;
    const struct source_profile plain = {0}, broken = {.skip_broken_rows = true};
#define THREE "110000,CERT000,2021,1\n120000,CERT000,2022,2\n130000,CERT000,2023,3\n"
    at_every_border(LONG "注：口径为5\"管\n" THREE, &plain);
    at_every_border("表\n注：口径为5\"管\n" LONG THREE "注：另为6\"管\n", &plain);
    at_every_border(LONG "注：某某\n" THREE "注：另外\n", &plain);
    at_every_border(LONG "110000,CERT000,2021,5,6\n" THREE "140000\n", &broken);
    at_every_border("地区,指标,时间,数值,备注\n140000,CERT000,2021,1\n"
                    "110000,CERT000,2021,2,是\n120000,CERT000,2021,3,\n"
                    "130000,CERT000,2021,3,好\n",
                    &plain);
    at_every_border("地区,指标,时间,数值,备注\n140000,CERT000,2021,1\n"
                    "110000,CERT000,2021,2,是\n120000,CERT000,2021,3,好\n",
                    &plain);
    at_every_border(LONG "东部\n" THREE, &plain);
    at_every_border("地区,指标,时间,数值,备注\n140000,CERT000,2021,1\n"
                    "110000,CERT000,2021,2,是\n120000,CERT000,2021,3,好\n"
                    "130000,CERT000,2021",
                    &plain);
}

/* Notes below all rows give them a status; what rows say of their units, the first of
   them and the last, is compared with what the entry says. */
static void what_holds_for_all(void **state) {
    (void)state;
    const struct source_profile plain = {0}, declared = {.unit = STR("百张")},
                                wrong = {.unit = STR("千元")};
    at_every_border(LONG "110000,CERT000,2022,1\n120000,CERT000,2023,2\n"
                         "130000,CERT000,2023,3\n注：1.2022年为修订数。\n"
                         "　　2.2023年数据为快报数。\n",
                    &plain);
    at_every_border("时间,CERT000\n2021年,1\n2022年,2\n2023年,3\n注：单位：百张。\n",
                    &(struct source_profile){.layout = &layout_period_by_indicator,
                                             .area = STR("110000")});
    static const char units[] = "地区,指标,时间,数值,单位\n110000,CERT000,2022,1,张\n"
                                "120000,CERT000,2023,2,百张\n130000,CERT000,2023,,-\n"
                                "140000,CERT000,2023,5,万张\n";
    at_every_border(units, &plain);
    at_every_border(units, &declared);
    at_every_border("地区,指标,时间,数值,单位\n110000,CERT000,2022,1,张\n"
                    "120000,CERT000,2023,2,百张\n140000,CERT000,2023,5,万张\n",
                    &wrong);
    at_every_border("2022年各省证书\n" LONG "110000,CERT000,2022,1\n"
                    "120000,CERT000,2022,2\n130000,CERT000,2022,3\n",
                    &plain);
}

/* Each fault is told once, where it stands. */
static void faults(void **state) {
    (void)state;
    const struct source_profile plain = {0};
    at_every_border(LONG "110000,CERT000,2021,1\n某某省,CERT000,2021,2\n"
                         "120000,CERT000,2021,1.2.3\n130000,CERT009,二百,1\n"
                         "140000,CERT000,2021,1\n110000,CERT000,2021,7\n",
                    &plain);
    at_every_border(LONG "110000,CERT000,2021,1\n120000,CERT000,2021,2,5\n"
                         "130000,CERT000,2021,3\n",
                    &plain);
}

/* Other quotes, marks before quotes, rows that may be broken. */
static void other_quotes_and_broken_rows(void **state) {
    (void)state;
    const struct source_profile single = {.quote = STR("'")},
                                bar = {.quote = STR("|"), .separator = STR("，")},
                                marked = {.escape = STR("\\")},
                                both = {.quote = STR("'"), .escape = STR("\\")},
                                broken = {.skip_broken_rows = true};
    at_every_border(
        "地区,指标,时间,数值,备注\n'110000',CERT000,2021,1,'it''s, 5\"\n x'\n"
        "120000,CERT000,2021,2,6\" pipe\n'130000','CERT000',2021,'3',''\n",
        &single);
    at_every_border("地区，指标，时间，数值\n|110000|，CERT000，2021，1\n"
                    "120000，CERT000，|20\n21|，2\n130000，|CERT000|，2021，3\n",
                    &bar);
    at_every_border("地区,指标,时间,数值,备注\n110000,CERT000,2021,1,\"5\\\" pipe\"\n"
                    "120000,CERT000,2021,2,\"a\\\\\"\n130000,CERT000,2021,3,\\\n",
                    &marked);
    at_every_border(
        "地区,指标,时间,数值,备注\r\n110000,CERT000,2021,1,'it\\'s\r\n\\\\'\r\n"
        "120000,CERT000,2021,2,'\"'\r\n某省,CERT000,2021,3,x",
        &both);
    at_every_border(LONG "110000,CERT000,2021,1\n120000,CERT000,2021\n"
                         "130000,CERT000,2021,,5\n,130000,CERT000,2021,3,6\n"
                         "140000,CERT000,2021,4\n150000\n",
                    &broken);
    at_every_border(LONG "110000,CERT000,2021,\n120000,CERT000,2021\n"
                         "130000,CERT000,2021,3\n140000,,\n",
                    &broken);
}

/* Stray quotes are mended in the quotes that the file has: where it is read at once. */
static void stray_quotes_of_another_kind(void **state) {
    (void)state;
    const struct source_profile sound = {.quote = STR("'"), .lenient = true},
                                marked = {.escape = STR("\\"), .lenient = true};
    static const char *const stray[] = {"110000,''\"'CERT001',2022,5\n",
                                        "110000,'CERT001'x,2022,5\n",
                                        "110000,CERT001,2022,'5\n"};
    at_every_border(LONG "'110000','CERT000',2021,1\n120000,CERT000,'20\n22',2\n"
                         "注：don't,,,\n130000,CERT000,2023,'3'\n",
                    &sound);
    at_every_border("地区,指标,时间,数值,备注\n110000,CERT000,2021,1,\"a\\\"\"\n"
                    "120000,CERT000,2022,2,\"b\"\n",
                    &marked);
    for (size_t i = 0; i < sizeof stray / sizeof *stray; i++) {
        struct buf text = buf_open(1000);
        buf_printf(&text, LONG "110000,CERT000,2021,1\n120000,CERT000,2021,2\n%s",
                   stray[i]);
        two_ways_write(buf_str(&text));
        buf_close(&text);
        for (size_t n = 1; n < 200; n++) {
            assert_false(two_ways_in_blocks(&sound, parts_read, n, 1));
        }
    }
}

/* Plain tables of text: every line of theirs is data. */
static void tables_of_text(void **state) {
    (void)state;
    struct profile_pair pair = {STR("编号"), STR("id")};
    const struct source_profile
        records = {.layout = &layout_records, .columns = &pair, .column_count = 1},
        broken = {.layout = &layout_records, .skip_broken_rows = true},
        lines = {.layout = &layout_records, .first_line = 2, .last_line = 4},
        quotes = {.layout = &layout_records, .quote = STR("'")},
        statements = {.layout = &layout_statements};
    at_every_border(
        "编号,文字,日期\n1,\"a\nb\",2021\n2,,\n注：说,x,y\n  2. 又说,\"x\",y\n3,c,\n",
        &records);
    at_every_border("编号,文字,日期\n1,a\n2\n3,b,2021\n4,c\n", &records);
    at_every_border("编号,文字,日期,\n1,a,2\n2,b,3\n3,b,2021\n4,c,4\n", &records);
    at_every_border("编号,文字,日期\n1,a,\n2\n3,b,2021\n4,c,5,6\n", &records);
    at_every_border("编号,文字,编号\n1,a,\n2\n3,b,2021\n4,c,5,6\n", &records);
    at_every_border("编号,文字,日期\n1,a,\n2\n3,b,2021\n4,c,5,6\n5,d,7\n", &broken);
    at_every_border("标题\n编号,文字,日期\n1,a,x\n2,b,y\n3,c,z\n4\n", &lines);
    at_every_border("编号,文字,日期\n1,'it''s\nb',\n2,'',x\n3,\"c,z\n", &quotes);
    at_every_border("id,indicator,value,unit,number\na,证书,约5,张,5\nb,机构,6,,x\n"
                    "c,\"证\n书\",,张,1\nd,证书,7,张,7\n",
                    &statements);
    at_every_border("id,indicator,value,unit,number\na,证书,约5,张,5\nb,机构,6,\n"
                    "d,证书,7,张,7\n",
                    &statements);
}

/* What is no sound text is read at once, to tell where. */
static void what_is_declined(void **state) {
    (void)state;
    const struct source_profile plain = {0}, quotes = {.quote = STR("'")};
    static const char *const texts[] = {LONG "110000,CERT000,2021,1\n\"120000,a\n",
                                        LONG "110000,CERT000,2021,1\n12\xFF,a,b,1\n",
                                        LONG "110000,CERT000,2021,1\n1\"2,a,b,1\n",
                                        LONG, ""};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        two_ways_write(str_from(texts[i]));
        if (two_ways_in_blocks(&plain, parts_read, 10, 1)) {
            fail_msg("read: %s", texts[i]);
        }
    }
    two_ways_write(STR(LONG "110000,CERT000,2021,1\n"));
    assert_true(two_ways_in_blocks(&plain, parts_read, 10, 1));
    two_ways_write(STR(LONG "110000,CERT000,2021,1\n'110000,CERT000,2021,2\n"));
    assert_false(two_ways_in_blocks(&quotes, parts_read, 10, 1));
}

/* What cannot be read at once is told of where reading at once would tell. */
static void faults_of_files_that_are_too_large(void **state) {
    (void)state;
    const struct source_profile plain = {0}, gbk = {.encoding = STR("gb18030")},
                                utf8 = {.encoding = STR("utf-8")};
#define SIX                                                                            \
    "110000,CERT000,2021,1\n120000,CERT000,2021,1\n130000,CERT000,2021,1\n"            \
    "140000,CERT000,2021,1\n150000,CERT000,2021,1\n160000,CERT000,2021,1\n"
#define ROWS                                                                           \
    "110000,CERT000,2021,1\n\"12\n0000\",CERT000,2021,2\n"                             \
    "注：他说\"好\"，\n  又说\"是\"\n130000,CERT000,2021,3\n"
    const struct {
        const char *text;
        const struct source_profile *profile;
    } files[] = {
        {LONG ROWS "140000,CERT000,\"20\"21,1\n150000,CERT000,2021,1\n", &plain},
        {LONG ROWS "150000,CERT000,2021,1\n1\"2,a,b,1\n" ROWS, &plain},
        {"标题\n\"地\n区\",指标,时间,数值\n" ROWS "1\"2,a,b,1\n",
         &(struct source_profile){
             .columns = &(struct profile_pair){STR("地\n区"), STR("area")},
             .column_count = 1}},
        {LONG SIX "12\xFF,a,b,1\n1,2,3,4\n", &utf8},
        {"area,indicator,period,value\n" SIX "12\xFF,a,b,1\n", &gbk}};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        two_ways_write(str_from(files[i].text));
        for (size_t n = 1; n < 200; n++) {
            const struct bulk_options options = {
                .block_bytes = n, .sample_rows = 1, .at_once = 1};
            if (!two_ways_agree(files[i].profile, parts_read, &options)) {
                fail_msg("file %zu in blocks of %zu", i, n);
            }
        }
    }
}

/* Rows, with long cells where the first megabyte ends, and then one that is longer than
   a row may be: nothing else is told, however the beginning was cut. */
static void tells_of_the_last_row(const char *encoding, size_t middle,
                                  const char *want) {
    const struct bulk_options options = {.at_once = 1 << 20};
    struct buf text = buf_open(1 << 24);
    buf_puts(&text, "\xEF\xBB\xBF地区,指标,时间,数值,备注\n");
    for (int i = 0; text.n < 1200000; i++) {
        bool longer = text.n > middle && text.n < middle + 100000;
        buf_printf(&text, "%d0000,CERT%03d,%d,%d,\"", 11 + i % TWO_WAYS_AREAS,
                   i / TWO_WAYS_AREAS % TWO_WAYS_INDICATORS,
                   1900 + i / TWO_WAYS_AREAS / TWO_WAYS_INDICATORS, i);
        for (int k = 0; longer && k < 10000; k++) {
            buf_puts(&text, "是,\n");
        }
        buf_puts(&text, "\"\n");
    }
    for (int i = 0; i < 5000000; i++) {
        buf_char(&text, 'x');
    }
    char *bytes = malloc(text.n * 4);
    UErrorCode status = U_ZERO_ERROR;
    int32_t n = ucnv_convert(encoding, "UTF-8", bytes, (int32_t)text.n * 4, text.p,
                             (int32_t)text.n, &status);
    assert_true(U_SUCCESS(status));
    two_ways_write((struct str){bytes, (size_t)n});
    struct outcome outcome =
        two_ways_ingest((struct source_profile){0}, NULL, &options);
    assert_false(outcome.ok);
    const char *said = strstr(buf_z(&outcome.text), "t.csv:");
    if (said == NULL || strstr(said, want) == NULL || strstr(said + 1, "t.csv:")) {
        fail_msg("%s: %.300s", encoding, said);
    }
    buf_close(&outcome.text);
    buf_close(&text);
    free(bytes);
}

static void beginnings_of_files_that_are_too_large(void **state) {
    (void)state;
    tells_of_the_last_row("UTF-8", 990000, "the cell is larger than 1048576 bytes");
    tells_of_the_last_row("UTF-16LE", 520000, "the rows of the file cannot be told");
    tells_of_the_last_row("UTF-32BE", 260000, "the cell is larger than 1048576 bytes");
}

static void encodings(void **state) {
    (void)state;
    static const struct {
        const char *encoding, *mark;
        size_t mark_length;
    } forms[] = {{"UTF-8", "\xEF\xBB\xBF", 3},    {"GB18030", "", 0},
                 {"UTF-16LE", "\xFF\xFE", 2},     {"UTF-16BE", "\xFE\xFF", 2},
                 {"UTF-32LE", "\xFF\xFE\0\0", 4}, {"UTF-32BE", "\0\0\xFE\xFF", 4}};
    static const char text[] = "地区,指标,时间,数值\r\n第01省,CERT000,2021,约1\r\n"
                               "第02省,很长的指标名称之000,2021年,𠮷\r\n"
                               "注：㐀𠮷,,,\r\n第03省,CERT000,2021,3";
    const struct source_profile plain = {0};
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        char bytes[1000];
        UErrorCode status = U_ZERO_ERROR;
        memcpy(bytes, forms[i].mark, forms[i].mark_length);
        int32_t n =
            ucnv_convert(forms[i].encoding, "UTF-8", bytes + forms[i].mark_length, 900,
                         text, (int32_t)strlen(text), &status);
        assert_true(U_SUCCESS(status));
        two_ways_write((struct str){bytes, forms[i].mark_length + (size_t)n});
        for (size_t size = 1; size < 200; size++) {
            assert_true(two_ways_in_blocks(&plain, parts_read, size, 1));
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(long_tables),
        cmocka_unit_test(what_is_declared_of_the_sheet),
        cmocka_unit_test(wide_tables),
        cmocka_unit_test(rows_far_away),
        cmocka_unit_test(marks_of_notes),
        cmocka_unit_test(between_head_and_rows),
        cmocka_unit_test(what_holds_for_all),
        cmocka_unit_test(odd_rows),
        cmocka_unit_test(faults),
        cmocka_unit_test(other_quotes_and_broken_rows),
        cmocka_unit_test(stray_quotes_of_another_kind),
        cmocka_unit_test(tables_of_text),
        cmocka_unit_test(what_is_declined),
        cmocka_unit_test(encodings),
        cmocka_unit_test(faults_of_files_that_are_too_large),
        cmocka_unit_test(beginnings_of_files_that_are_too_large),
    };
    return cmocka_run_group_tests(tests, two_ways_set_up, two_ways_tear_down);
}
