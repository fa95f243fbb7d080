/* A large long table read in blocks by several threads gives what the usual way gives:
   the same observations with the same cells, the same messages, the same accounts.
   Blocks of a few bytes put their borders everywhere. */
#include "unit.h"

#include "two_ways.h"

#include "ingest/layouts.h"
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/ucnv.h>
#include <unistd.h>

enum { AREAS = TWO_WAYS_AREAS, INDICATORS = TWO_WAYS_INDICATORS };

static bool agree(const struct source_profile *p, const struct bulk_options *options) {
    return two_ways_agree(p, bulk_read, options);
}

static const struct bulk_options small = {.sample_rows = 2};

/* ---- large files ---- */

/* Row i of a file in which no key comes twice before `keys` rows. */
static void put_row(FILE *file, long i, const char *line_end) {
    static const char *const units[] = {"张", "亿元"};
    long indicator = i % INDICATORS, area = i / INDICATORS % AREAS;
    long month = i / (INDICATORS * AREAS);
    const char *unit = units[indicator % 2];
    if (i % 3 == 0) {
        fprintf(file, "第%02ld省,CERT%03ld,%ld年%ld月,%ld.%02ld,%s%s", area, indicator,
                1900 + month / 12, 1 + month % 12, i * 7, i % 100, unit, line_end);
    } else {
        fprintf(file, "%02ld0000,很长的指标名称之%03ld,%ld-%02ld,-%ld,%s%s", 11 + area,
                indicator, 1900 + month / 12, 1 + month % 12, i, unit, line_end);
    }
}

enum { ROWS = 110000 }; /* some 5 MB */

static void write_rows(long rows, const char *line_end, long keys, long odd_row,
                       const char *odd) {
    FILE *file =
        fdopen(openat(two_ways_dir, "t.csv", O_CREAT | O_WRONLY | O_TRUNC, 0600), "w");
    fprintf(file, "\xEF\xBB\xBF地区,指标,时间,数值,单位%s", line_end);
    for (long i = 0; i < rows; i++) {
        if (i == odd_row) {
            fprintf(file, "%s%s", odd, line_end);
        } else {
            put_row(file, i % keys, line_end);
        }
    }
    fclose(file);
}

static const struct source_profile plain;

static void each_key_once(void **state) {
    (void)state;
    const struct bulk_options usual = {.least = BULK_BYTES_MIN};
    write_rows(ROWS, "\n", ROWS, -1, "");
    assert_true(agree(&plain, &usual));
    write_rows(ROWS, "\n", ROWS, 5000, "110000,CERT000,2099,,张");
    assert_true(agree(&plain, &usual));
    write_rows(300, "\n", 300, -1, "");
    assert_false(agree(&plain, &usual));
}

static void rows_of_a_key_are_added(void **state) {
    (void)state;
    const struct bulk_options usual = {.least = BULK_BYTES_MIN};
    struct profile_pair rule = {STR("duplicates"), STR("sum")};
    const struct source_profile sum = {.options = &rule, .option_count = 1};
    write_rows(ROWS, "\r\n", 7777, -1, "");
    assert_true(agree(&sum, &usual));
    assert_false(agree(&plain, &usual));
    /* A row that is set aside may not be added to plain ones. */
    write_rows(ROWS, "\n", 7777, 9000, "第00省,CERT000,1900年1月,约5,张");
    assert_false(agree(&sum, &usual));
}

/* ---- one odd row ---- */

/* What is not plain is read in the usual way beside the rest; what is wrong is for it
   alone, and it tells what. */
static void odd_rows_are_set_aside(void **state) {
    (void)state;
    static const struct {
        const char *row;
        bool read;
    } odd[] = {
        {"110000,CERT000,2099,-,张", true},
        {"110000,CERT000,2099,N/A,张", true},
        {"110000,CERT000,2099,+1,张", true},
        {"110000,CERT000,2099,.5,张", true},
        {"110000,CERT000,2099,1e3,张", true},
        {"110000,CERT000,2099,0.1234567890123,张", true},
        {"110000,CERT000,2099, 1,张", true},
        {"110000,CERT000,2099,１,张", true},
        {"110000,CERT000,2099,1万,张", true},
        {"110000,CERT000,2099,约1,张", true},
        {"110000,CERT000,2099,\"1,234,567.80\",张", true},
        {"110000,CERT000,2099,\"12,34\",张", true},
        {"110000,CERT000,2099,\"0,125\",张", true},
        {"110000,CERT000,2099,\"1\",\"张\"", true},
        {"\"110000\",\"CERT000\",\"2099\",\"1\",\"张\"", true},
        {"\"110000\",\"CERT000\",\"2099\",\"\",\"张\"", true},
        {"合计,CERT000,2099,1,张", true},
        {"\"合\n计\",CERT000,2099,1,张", true},
        {"\"第00\r\n省\",CERT000,2099,1,张", true},
        {"第00省①,CERT000,2099,1,张", true},
        {"  第00省,CERT000,2099,1,张", true},
        {"110000,CERT000,2099年初步数,1,张", true},
        {"110000,CERT000,2099,1,", true},
        {"110000,CERT000,2099,1", true},
        {"110000,CERT000,2099", true},
        {"110000,CERT000,2099,1,张,,", false},
        {"110000,CERT000,2099,1,张,6", false},
        {"", true},
        {",,,,", true},
        {" ", true},
        {"数据来源：国家统计局,,,,", true},
        {"注：他说\"好\",对", true},
        {"注：引号\"不完", true},
        {"地区,指标,时间,数值,单位", true},
        {"'110000,CERT000,2099,1,张", true},
        {"''110000,CERT000,2099,1,张", true},
        {"不存在省,CERT000,2099,1,张", true},
        {"110000,CERT999,2099,1,张", true},
        {"110000,CERT000,二百年,1,张", true},
        {"110000,CERT000,2099,1.2.3,张", true},
        {"110000,CERT000,2099,1.,张", true},
        {"110000,CERT000,2099,1234567890123456,张", true},
        {"110000,CERT000,2099,31111111111111111111111111111111111111,张", true},
        {"110000,CERT000,2099,1,吨", true},
        {"110000,CERT000,2099,1\"2,张", false},
        {"110000,CERT000,2099,\"1,张", false},
        {"11\xFF,CERT000,2099,1,张", false},
        {"1100\r00,CERT000,2099,1,张", true},
        {"110000\xE2\x80\xAE,CERT000,2099,1,张", false},
        {"110000,CERT000,2099,1,\"张\xEF\xBF\xBD\"", false},
        {"第00省,CERT000,1900-01,5,张", false},
    };
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) {
        write_rows(300, "\n", 300, 200, odd[i].row);
        for (size_t bytes = 100; bytes <= 20000; bytes *= 5) {
            const struct bulk_options options = {.block_bytes = bytes,
                                                 .sample_rows = 1 + bytes % 3};
            if (agree(&plain, &options) != odd[i].read) {
                fail_msg("in blocks of %zu, %s: %s", bytes,
                         odd[i].read ? "declined" : "read", odd[i].row);
            }
        }
    }
}

/* Nothing that stands alone between rows is lost with the rows around it. */
static void too_many_odd_rows_are_declined(void **state) {
    (void)state;
    struct buf text = buf_open(1 << 26);
    buf_printf(&text, "地区,指标,时间,数值,单位\n");
    for (int i = 0; i < 1200000; i++) {
        buf_printf(&text, "合计,CERT000,%d,%d,张\n", 1900 + i % 100, i);
    }
    buf_printf(&text, "110000,CERT000,2099,1,张\n");
    two_ways_write(buf_str(&text));
    buf_close(&text);
    assert_false(agree(&plain, &small));
}

/* ---- every border ---- */

static const char title[] = "表一　各省证书（“2023年”）,,,,,,\n数据库：月度数据\n";
static const char head[] = "地区,指标,时间,数值,单位,备注,编号\n";
static const char body[] =
    "第00省,CERT000,2023年1月,12.50,张,,1\n"
    "\"第01省\",\"很长的指标名称之001\",2023-02,\"1,234\",亿元,\"先\n后\",2\n"
    "\"第02省\",CERT000,\"2023-03\",-3,\"张\",\"他说\"\"好\"\"，是\",\"3\"\n"
    "合计,CERT000,2023-03,9.5,张,,4\n"
    "注：𠮷野家①,,,,,,\n"
    "  其中：\"含\"㐀,,,,,,\n"
    "第03省,CERT002,2023年4月,7,张,plain text,5\n"
    "第04省,CERT002,2023年5月,不详,张,,\"a,b\"\n"
    "第05省,CERT002,2023年5月,8.25,张,𠮷,7\n"
    ",,,,,,\n"
    "\n"
    "第06省,CERT001,2023年5月,6,,,8\n"
    "数据来源：国家统计局，2024年\n";

static void convert(struct str text, const char *encoding, const char *mark,
                    size_t mark_length, struct buf *out) {
    UErrorCode status = U_ZERO_ERROR;
    char *bytes = malloc(text.n * 3);
    int32_t n = ucnv_convert(encoding, "UTF-8", bytes, (int32_t)(text.n * 3), text.p,
                             (int32_t)text.n, &status);
    assert_true(U_SUCCESS(status));
    buf_put(out, (struct str){mark, mark_length});
    buf_put(out, (struct str){bytes, (size_t)n});
    free(bytes);
}

static void with_crlf(struct str text, struct buf *out) {
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] == '\n') {
            buf_char(out, '\r');
        }
        buf_char(out, text.p[i]);
    }
}

static void at_every_border(struct str bytes, const struct source_profile *p) {
    two_ways_write(bytes);
    for (size_t n = 1; n < 600; n += n < 100 ? 1 : 7) {
        for (size_t rows = 1; rows <= 3; rows += 2) {
            const struct bulk_options options = {.block_bytes = n, .sample_rows = rows};
            if (!agree(p, &options)) {
                fail_msg("declined in blocks of %zu, %zu rows shown", n, rows);
            }
        }
    }
    assert_true(agree(p, &(struct bulk_options){0}));
}

static void borders_fall_everywhere(void **state) {
    (void)state;
    static const struct {
        const char *encoding, *mark;
        size_t mark_length;
    } forms[] = {{"UTF-8", "", 0},
                 {"UTF-8", "\xEF\xBB\xBF", 3},
                 {"GB18030", "", 0},
                 {"GB18030", "\x84\x31\x95\x33", 4},
                 {"UTF-16LE", "\xFF\xFE", 2},
                 {"UTF-16BE", "\xFE\xFF", 2}};
    struct profile_pair columns[] = {{STR("编号"), STR("skip")}};
    const struct source_profile p = {
        .columns = columns, .column_count = 1, .unit = STR("万元")};
    for (int crlf = 0; crlf < 2; crlf++) {
        struct buf text = buf_open(1 << 16);
        const char *const parts[] = {title, head, body};
        for (size_t i = 0; i < 3; i++) {
            if (crlf) {
                with_crlf(str_from(parts[i]), &text);
            } else {
                buf_put(&text, str_from(parts[i]));
            }
        }
        for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
            struct buf bytes = buf_open(1 << 16);
            convert(buf_str(&text), forms[i].encoding, forms[i].mark,
                    forms[i].mark_length, &bytes);
            at_every_border(buf_str(&bytes), &p);
            buf_close(&bytes);
        }
        buf_close(&text);
    }
}

/* Some statuses are more than what is known of a number: a value that is not shown. */
static void statuses_beside_blank_cells(void **state) {
    (void)state;
    at_every_border(STR("地区,指标,时间,数值,状态\n110000,CERT000,2021,1,P\n"
                        "110000,CERT000,2022,,U\n120000,CERT000,2022,2,U\n"
                        "130000,CERT000,2023,0,N\n140000,CERT000,2023,21,N\n"
                        "140000,CERT000,2022,,P\n150000,CERT000,2022,3,\n"),
                    &plain);
}

/* The last line without its line break, a sign of DOS at the end, a cut UTF-16. */
static void ends_of_files(void **state) {
    (void)state;
    static const char rows[] = "地区,指标,时间,数值\n第00省,CERT000,2023,1\n"
                               "第01省,CERT000,2023,2";
    static const struct {
        const char *end;
        bool read;
    } ends[] = {{"", true},
                {"\r", true},
                {"\n\n\n", true},
                {"\n注：是", true},
                {"\n\x1A", false},
                {"\n第02省,CER", true},
                {"\n第02省,CERT000,2023", true},
                {"\n\"第02省", false},
                {"\n第02省,CERT000,2023,\"3\"", true}};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        struct buf text = buf_open(1000);
        buf_printf(&text, "%s%s", rows, ends[i].end);
        two_ways_write(buf_str(&text));
        if (agree(&plain, &small) != ends[i].read) {
            fail_msg("%s: %s", ends[i].read ? "declined" : "read", ends[i].end);
        }
        buf_close(&text);
    }
    struct buf units = buf_open(1000);
    convert(str_from(rows), "UTF-16LE", "\xFF\xFE", 2, &units);
    two_ways_write(buf_str(&units));
    assert_true(agree(&plain, &small));
    two_ways_write(str_slice(buf_str(&units), 0, buf_str(&units).n - 1));
    assert_false(agree(&plain, &small));
    buf_close(&units);
}

/* Quotes that are odd in a note turn inside and outside round, but for one above all
   rows: what stands in quotes then may not be taken for rows. */
static void rows_inside_quotes_are_none(void **state) {
    (void)state;
    at_every_border(STR("地区,指标,时间,数值\n注：口径为5\"管\n110000,CERT000,2021,1\n"
                        "120000,CERT000,2022,2\n130000,CERT000,2023,3\n"),
                    &plain);
    two_ways_write(
        STR("地区,指标,时间,数值,备注\n第00省,CERT000,2023,1,\n"
            "注：一\"二\n第01省,CERT000,2023,2,\"先\n第02省,CERT000,2023,3,x\n"
            "第03省,CERT000,2023,4,y\n后\"\n"));
    for (size_t n = 1; n < 300; n++) {
        const struct bulk_options options = {.block_bytes = n, .sample_rows = 1};
        assert_false(agree(&plain, &options));
    }
    struct outcome usual = two_ways_ingest(plain, NULL, NULL);
    assert_true(usual.ok);
    assert_int_equal(usual.file.observations, 2);
    buf_close(&usual.text);
}

/* ---- profiles ---- */

/* A small file by a profile that says how it is written. */
static bool read_text(const char *text, const struct source_profile *p) {
    two_ways_write(str_from(text));
    return agree(p, &small);
}

static bool between_semicolons(const char *value, const struct source_profile *p) {
    struct buf text = buf_open(1000);
    buf_printf(&text, "地区;指标;时间;数值\n110000;CERT000;2099;%s\n", value);
    bool read = read_text(buf_z(&text), p);
    buf_close(&text);
    return read;
}

/* 1.234 is a number only if nothing else can be meant. */
static void numbers_with_two_readings_are_declined(void **state) {
    (void)state;
    const struct source_profile none = {0}, point = {.decimal = STR(".")},
                                comma = {.decimal = STR(",")},
                                groups = {.group = STR(".")},
                                blanks = {.group = STR(" ")};
    assert_false(between_semicolons("1.234", &none));
    assert_false(between_semicolons("-123.456", &none));
    assert_false(between_semicolons("1,234", &none));
    assert_true(between_semicolons("0.123", &none));
    assert_true(between_semicolons("1.23", &none));
    assert_true(between_semicolons("1234.567", &none));
    assert_true(between_semicolons("1.234", &point));
    assert_true(between_semicolons("1.234", &comma));
    assert_true(between_semicolons("1.234,50", &comma));
    assert_true(between_semicolons("-1,5", &comma));
    assert_false(between_semicolons("1,5,5", &comma));
    assert_false(between_semicolons("1,50", &point));
    assert_true(between_semicolons("1.234", &groups));
    assert_false(between_semicolons("1 234,5", &groups));
    assert_true(between_semicolons("1 234 567.5", &blanks));
}

/* Letters of a country are those of a province only beside others; 2009/10 is a month
   only beside others, and what a profile says of periods holds here, too. */
static void keys_with_two_readings_are_declined(void **state) {
    (void)state;
#define HEAD "地区,指标,时间,数值\n"
#define ROW(AREA, PERIOD) AREA ",CERT000," PERIOD ",1\n"
    struct profile_pair rule = {STR("financial_years"), STR("first")},
                        dates = {STR("dates"), STR("day")},
                        table = {STR("2023"), STR("2022 P")},
                        moved = {STR("2023"), STR("2022")};
    const struct source_profile none = {0}, level = {.area_level = STR("province")},
                                other = {.area_level = STR("city")},
                                years = {.options = &rule, .option_count = 1},
                                days = {.options = &dates, .option_count = 1},
                                marked = {.periods = &table, .period_count = 1},
                                move = {.periods = &moved, .period_count = 1};
    const struct {
        const char *text;
        const struct source_profile *profile;
        bool read;
    } files[] = {
        {HEAD ROW("BJ", "2022") ROW("BJ", "2023"), &none, false},
        {HEAD ROW("BJ", "2022") ROW("AH", "2023"), &none, true},
        {HEAD ROW("BJ", "2022"), &level, true},
        {HEAD ROW("BJ", "2022"), &other, false},
        {HEAD ROW("AH", "2009/10") ROW("AH", "2010/11"), &none, false},
        {HEAD ROW("AH", "2009/10") ROW("AH", "2009/9"), &none, true},
        {HEAD ROW("AH", "2009-10"), &none, true},
        {HEAD ROW("AH", "2009-10") ROW("AH", "2010-11"), &none, false},
        /* The second of them on a row that is set aside. */
        {HEAD ROW("AH", "2009-10") ROW("乙①", "2010-11"), &none, false},
        {HEAD ROW("AH", "2009-10") ROW("AH", "2010-11"), &years, true},
        {HEAD ROW("AH", "2022-12-31") ROW("AH", "2023-12-31"), &none, true},
        {HEAD ROW("AH", "2023-12-31") ROW("AH", "2023-09-30"), &none, false},
        {HEAD ROW("AH", "2023-12-31") ROW("乙①", "20230930"), &none, false},
        {HEAD ROW("AH", "2023-12-31") ROW("AH", "2023-09-30"), &days, true},
        {HEAD ROW("AH", "2023p"), &none, true},
        {HEAD ROW("AH", "2021") ROW("AH", "2023"), &marked, true},
        {HEAD ROW("AH", "2023"), &move, true},
    };
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        if (read_text(files[i].text, files[i].profile) != files[i].read) {
            fail_msg("file %zu: %s", i, files[i].text);
        }
    }
}

/* What the head, the title or the profile say for all rows. */
static void what_no_column_says(void **state) {
    (void)state;
    const struct source_profile none = {0},
                                declared = {.indicator = STR("CERT001"),
                                            .unit = STR("亿元")},
                                year = {.period = STR("2023")},
                                area = {.area = STR("110000")};
    struct profile_pair status = {STR("status"), STR("P")},
                        column = {STR("证书"), STR("CERT001")};
    struct profile_pair with_unit = {STR("证书(亿元)"), STR("CERT001")};
    const struct source_profile provisional = {.options = &status, .option_count = 1},
                                in_head = {.columns = &with_unit, .column_count = 1},
                                mapped = {.columns = &column, .column_count = 1};
    assert_true(read_text("地区,时间,数值\n110000,2022,1\n120000,2022,2\n", &declared));
    assert_true(
        read_text("指标：CERT001\n单位：亿元\n地区,时间,数值\n110000,2022,1\n", &none));
    assert_true(read_text("地区,指标,时间,数值\n110000,CERT000,9月,1\n", &year));
    assert_true(read_text("地区,指标,数值\n110000,CERT000,1\n", &year));
    assert_true(read_text("时间,指标,数值\n2022,CERT000,1\n", &area));
    assert_true(read_text("地区,时间,证书\n110000,2022,1\n", &mapped));
    assert_true(read_text("地区,时间,证书(亿元)\n110000,2022,1\n", &in_head));
    assert_true(
        read_text("地区,指标,时间,数值\n110000,CERT000,2022,1\n", &provisional));
    assert_true(read_text("地区,指标,时间,数值,状态\n110000,CERT000,2022,1,初步数\n"
                          "120000,CERT000,2022,2,\n130000,CERT000,2022,3,E\n",
                          &none));
    assert_true(read_text("地区,指标,时间,数值,状态\n110000,CERT000,2022,1,\n"
                          "120000,CERT000,2022,,Q\n130000,CERT000,2022,3,B\n",
                          &none));
}

/* Signs that the profile declares are read where they stand. */
static void declared_signs(void **state) {
    (void)state;
    struct profile_pair dots = {STR("…"), STR("negligible")},
                        nine = {STR("9"), STR("M")};
    const struct source_profile odd = {.symbols = &dots, .symbol_count = 1},
                                digits = {.symbols = &nine, .symbol_count = 1};
    const char *text = "地区,指标,时间,数值\n110000,CERT000,2022,9\n"
                       "120000,CERT000,2022,…\n130000,CERT000,2022,3\n";
    assert_true(read_text(text, &odd));
    assert_false(read_text(text, &digits));
}

/* The whole file is of an item, or an indicator's name says one. */
static void items_are_not_lost_in_blocks(void **state) {
    (void)state;
    struct profile_pair where = {STR("field"), STR("质量")},
                        meaning = {STR("CERT000"), STR("CERT000[field=Q]")};
    const struct source_profile of_file = {.where = &where, .where_count = 1},
                                of_name = {.indicators = &meaning,
                                           .indicator_count = 1};
    const char *text = "地区,指标,时间,数值\n110000,CERT001,2022,9\n"
                       "120000,CERT000,2022,8\n";
    assert_true(read_text(text, &of_file));
    assert_true(read_text(text, &of_name));
    struct outcome fast = two_ways_ingest(of_name, bulk_read, &small);
    assert_true(str_find(buf_str(&fast.text), STR("CERT000[field=Q] "), 0) !=
                STR_NOT_FOUND);
    buf_close(&fast.text);
}

static void one_fault_far_down_is_reported(void **state) {
    (void)state;
    write_rows(ROWS, "\n", ROWS, 100000, "110000,CERT000,2099,1,吨");
    struct outcome outcome = two_ways_ingest(plain, NULL, NULL);
    assert_false(outcome.ok);
    assert_true(str_find(buf_str(&outcome.text),
                         STR("100002:4 D100002 unit mismatch: the file says 吨"),
                         0) != STR_NOT_FOUND);
    buf_close(&outcome.text);
}

/* What rows say of their unit is compared with what the entry says, and believed in the
   order in which they say it. */
static void what_the_entry_says_is_compared(void **state) {
    (void)state;
    const struct source_profile some = {.unit = STR("亿元")},
                                none = {.unit = STR("千元")}, no_unit = {0};
    write_rows(300, "\n", 300, 200, "110000,CERT002,2099,1,百张");
    for (size_t bytes = 100; bytes <= 20000; bytes *= 5) {
        const struct bulk_options options = {.block_bytes = bytes, .sample_rows = 1};
        assert_true(agree(&some, &options));
        assert_true(agree(&no_unit, &options));
        assert_false(agree(&none, &options));
    }
    struct outcome outcome = two_ways_ingest(none, NULL, NULL);
    assert_false(outcome.ok);
    assert_true(
        str_find(buf_str(&outcome.text),
                 STR("the unit is 千元 by the entry (:0), but 张、亿元、百张 by "
                     "the rows"),
                 0) != STR_NOT_FOUND);
    buf_close(&outcome.text);
    outcome = two_ways_ingest(some, bulk_read, &small);
    assert_true(str_find(buf_str(&outcome.text), STR("张、亿元、百张 :2\n"), 0) !=
                STR_NOT_FOUND);
    buf_close(&outcome.text);
}

/* Parts below their parent: for the usual way. */
static void profiles_that_are_declined(void **state) {
    (void)state;
    struct profile_pair part = {STR("证书/女"), STR("CERT001")};
    const struct source_profile none = {0},
                                below = {.indicators = &part, .indicator_count = 1};
    const char *text = "地区,指标,时间,数值\n110000,CERT000,2022,1\n";
    assert_true(read_text(text, &none));
    assert_false(read_text(text, &below));
}

/* What stands in other quotes is scanned as what stands in usual ones. */
static void other_quotes_and_broken_rows(void **state) {
    (void)state;
    const struct source_profile single = {.quote = STR("'")},
                                marked = {.escape = STR("\\")},
                                utf32 = {.encoding = STR("utf-32le")},
                                broken = {.skip_broken_rows = true};
    at_every_border(
        STR("地区,指标,时间,数值,备注\n'110000',CERT000,2021,1,'it''s'\n"
            "120000,'CERT000',2021,'2',5\" \n'130000','CERT001',2021,3,''\n"),
        &single);
    at_every_border(
        STR("地区,指标,时间,数值,备注\n110000,CERT000,2021,1,\"5\\\" \\\\\"\n"
            "120000,CERT000,2021,2,\\\n130000,CERT000,2021,3,\"\"\n"),
        &marked);
    at_every_border(STR("地区,指标,时间,数值\n110000,CERT000,2021,1\n120000,CERT000\n"
                        "130000,CERT000,2021,\n140000,CERT000\n"
                        "150000,CERT000,2021,5\n"),
                    &broken);
    char bytes[1000];
    UErrorCode status = U_ZERO_ERROR;
    static const char text[] =
        "地区,指标,时间,数值\r\n第01省,CERT000,2021,1\r\n"
        "第02省,很长的指标名称之000,2021年,2\r\n第03省,CERT000,2021,3";
    int32_t n = ucnv_convert("utf-32le", "UTF-8", bytes, sizeof bytes, text,
                             (int32_t)strlen(text), &status);
    assert_true(U_SUCCESS(status));
    at_every_border((struct str){bytes, (size_t)n}, &utf32);
}

/* A note that gives periods a status holds for the plain rows above it; what only
   looks like one says nothing. */
static void notes_of_all_rows(void **state) {
    (void)state;
    two_ways_write(STR("地区,指标,时间,数值\n110000,CERT000,2022,1\n"
                       "120000,CERT000,2023,2\n注：2023年为快报数。\n"));
    assert_true(agree(&plain, &small));
    two_ways_write(STR("地区,指标,时间,数值\n110000,CERT000,2022,1\n"
                       "120000,CERT000,2023,2\n注：不含2023年。\n"));
    assert_true(agree(&plain, &small));
    /* So does one that says the unit. */
    two_ways_write(STR("地区,指标,时间,数值\n110000,CERT000,2022,1\n"
                       "120000,CERT000,2023,2\n注：单位：百张。\n"));
    agree(&plain, &small);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_key_once),
        cmocka_unit_test(rows_of_a_key_are_added),
        cmocka_unit_test(odd_rows_are_set_aside),
        cmocka_unit_test(too_many_odd_rows_are_declined),
        cmocka_unit_test(borders_fall_everywhere),
        cmocka_unit_test(statuses_beside_blank_cells),
        cmocka_unit_test(ends_of_files),
        cmocka_unit_test(rows_inside_quotes_are_none),
        cmocka_unit_test(numbers_with_two_readings_are_declined),
        cmocka_unit_test(keys_with_two_readings_are_declined),
        cmocka_unit_test(what_no_column_says),
        cmocka_unit_test(declared_signs),
        cmocka_unit_test(items_are_not_lost_in_blocks),
        cmocka_unit_test(one_fault_far_down_is_reported),
        cmocka_unit_test(what_the_entry_says_is_compared),
        cmocka_unit_test(profiles_that_are_declined),
        cmocka_unit_test(other_quotes_and_broken_rows),
        cmocka_unit_test(notes_of_all_rows),
    };
    return cmocka_run_group_tests(tests, two_ways_set_up, two_ways_tear_down);
}
