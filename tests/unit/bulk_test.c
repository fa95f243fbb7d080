/* A large long table read in blocks by several threads gives what the usual way
   gives: the same observations with the same cells, the same messages. A profile
   with a declared symbol is never read in blocks, which makes the usual way. */
#include "unit.h"

#include "base/file.h"
#include "ingest/bulk.h"
#include "ingest/ingest.h"
#include "ingest/layouts.h"
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { AREAS = 31, INDICATORS = 20 };

struct outcome {
    bool ok;
    struct buf text; /* every observation and message */
    struct input_file file;
};

static char folder[] = "/tmp/nqi-bulk-XXXXXX";
static int dir;

static int set_up(void **state) {
    (void)state;
    assert_non_null(mkdtemp(folder));
    dir = open(folder, O_DIRECTORY | O_RDONLY | O_CLOEXEC);
    return dir < 0;
}

static int tear_down(void **state) {
    (void)state;
    unlinkat(dir, "t.csv", 0);
    close(dir);
    return rmdir(folder);
}

static void add_dictionary(struct dataset *ds, struct arena *arena, struct diag *diag) {
    for (int i = 0; i < AREAS; i++) {
        struct area area = {.code = arena_printf(arena, "%02d0000", 11 + i),
                            .name = arena_printf(arena, "第%02d省", i),
                            .level = STR("province")};
        dataset_add_area(ds, &area, diag);
    }
    for (int i = 0; i < INDICATORS; i++) {
        struct indicator indicator = {
            .code = arena_printf(arena, "CERT%03d", i),
            .name = arena_printf(arena, "很长的指标名称之%03d", i),
            .unit = i % 2 ? STR("万元") : STR("张"),
            .kind = KIND_FLOW,
            .aggregation = AGGREGATION_SUM};
        dataset_add_indicator(ds, &indicator, diag);
    }
}

/* What a test's profile says of dimensions besides. */
static struct profile_pair where, meaning;
static size_t where_count, meaning_count;
static struct str declared_unit;

static void add_dimension(struct dataset *ds, struct diag *diag) {
    struct dimension d = {.code = STR("field"), .name = STR("领域")};
    struct dimension_item item = {.code = STR("Q"),
                                  .name = STR("质量"),
                                  .dimension = dataset_add_dimension(ds, &d, diag),
                                  .parent = DATASET_NONE};
    dataset_add_item(ds, &item, diag);
}

static struct source_profile profile_of_rows(bool sum) {
    static struct profile_pair option;
    option = (struct profile_pair){STR("duplicates"), STR("sum")};
    return (struct source_profile){.name = STR("t"),
                                   .file = STR("t.csv"),
                                   .layout = &layout_long,
                                   .options = &option,
                                   .option_count = sum,
                                   .where = &where,
                                   .where_count = where_count,
                                   .indicators = &meaning,
                                   .indicator_count = meaning_count};
}

static struct outcome ingest(bool sum, bool usual) {
    struct arena *arena = arena_open();
    struct diag *diag = diag_open();
    struct dataset *ds = dataset_open(arena);
    struct profile_pair symbol = {STR("…"), STR("missing")};
    struct source_profile p = profile_of_rows(sum);
    p.symbols = &symbol;
    p.symbol_count = usual;
    p.unit = declared_unit;
    struct outcome outcome = {.text = buf_open(1 << 28)};
    add_dictionary(ds, arena, diag);
    add_dimension(ds, diag);
    outcome.ok = ingest_sources(dir, &p, 1, ds, arena, diag);
    dataset_seal(ds);
    size_t count;
    const struct observation *all = dataset_observations(ds, &count);
    for (size_t i = 0; i < count; i++) {
        dataset_put_series(ds, all[i].series, &outcome.text);
        buf_printf(&outcome.text, " %u %u ", all[i].area, period_key(all[i].period));
        decimal_print(all[i].value, &outcome.text);
        buf_printf(&outcome.text, " %u:%u\n", all[i].source.line, all[i].source.column);
    }
    const struct diag_entry *e = diag_entries(diag, &count);
    for (size_t i = 0; i < count; i++) {
        buf_printf(&outcome.text, "%zu:%zu %.*s ×%zu\n", e[i].place.line,
                   e[i].place.column, STR_ARG(e[i].text), e[i].count);
    }
    if (dataset_file_count(ds) > 0) {
        outcome.file = *dataset_file(ds, 0);
        for (size_t i = 0; i < outcome.file.belief_count; i++) {
            const struct belief *belief = &outcome.file.beliefs[i];
            buf_printf(&outcome.text, "belief %d %d %.*s\n", (int)belief->fact,
                       (int)belief->witness, STR_ARG(belief->value));
        }
    }
    diag_close(diag);
    arena_close(arena);
    return outcome;
}

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
    FILE *file = fdopen(openat(dir, "t.csv", O_CREAT | O_WRONLY | O_TRUNC, 0600), "w");
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

/* bulk_read() of t.csv by this profile, with the names of the dataset. */
static enum bulk_result read_file_of(const struct source_profile *profile,
                                     struct dataset *ds, struct arena *arena,
                                     struct diag *diag, size_t least) {
    struct input_file file = {.path = STR("t.csv")};
    struct reading_context context = {.dir = dir,
                                      .ds = ds,
                                      .diag = diag,
                                      .arena = arena,
                                      .areas = names_of_areas(ds, arena),
                                      .indicators = names_of_indicators(ds, arena),
                                      .items = names_of_items(ds, arena),
                                      .profile = profile};
    return bulk_read(&context, &file, least);
}

/* bulk_read() by itself; nothing may be left of what is declined. */
static enum bulk_result read_in_blocks(bool sum, size_t least) {
    struct arena *arena = arena_open();
    struct diag *diag = diag_open();
    struct dataset *ds = dataset_open(arena);
    struct source_profile p = profile_of_rows(sum);
    add_dictionary(ds, arena, diag);
    add_dimension(ds, diag);
    enum bulk_result result = read_file_of(&p, ds, arena, diag, least);
    size_t observations, entries;
    dataset_observations(ds, &observations);
    diag_entries(diag, &entries);
    assert_int_equal(observations > 0, result == BULK_DONE);
    assert_int_equal(dataset_file_count(ds), result == BULK_DONE);
    assert_int_equal(entries, 0);
    diag_close(diag);
    arena_close(arena);
    return result;
}

static void assert_same(bool sum) {
    struct outcome fast = ingest(sum, false), usual = ingest(sum, true);
    assert_true(buf_ok(&fast.text));
    assert_int_equal(fast.ok, usual.ok);
    if (!str_equal(buf_str(&fast.text), buf_str(&usual.text))) {
        size_t at = 0;
        while (fast.text.p[at] == usual.text.p[at]) {
            at++;
        }
        at = at > 100 ? at - 100 : 0;
        fail_msg("fast: %.*s\nusual: %.*s", 200, fast.text.p + at, 200,
                 usual.text.p + at);
    }
    assert_string_equal(fast.file.sha256, usual.file.sha256);
    assert_int_equal(fast.file.bytes, usual.file.bytes);
    assert_int_equal(fast.file.rows, usual.file.rows);
    assert_int_equal(fast.file.observations, usual.file.observations);
    assert_memory_equal(&fast.file.cells, &usual.file.cells, sizeof fast.file.cells);
    assert_int_equal(fast.file.cells.filled,
                     fast.file.cells.values + fast.file.cells.heads);
    assert_true(fast.file.bytes > BULK_BYTES_MIN);
    assert_int_equal(read_in_blocks(sum, BULK_BYTES_MIN), BULK_DONE);
    buf_close(&fast.text);
    buf_close(&usual.text);
}

static void each_key_once(void **state) {
    (void)state;
    write_rows(ROWS, "\n", ROWS, -1, "");
    assert_same(false);
}

static void rows_of_a_key_are_added(void **state) {
    (void)state;
    write_rows(ROWS, "\r\n", 7777, -1, "");
    assert_same(true);
}

static void a_blank_value_is_no_observation(void **state) {
    (void)state;
    write_rows(ROWS, "\n", ROWS, 5000, "110000,CERT000,2099,,张");
    assert_same(false);
}

/* What is not plain is for the usual way, which tells what is wrong with it. */
static void what_is_not_plain_is_declined(void **state) {
    (void)state;
    static const char *const odd[] = {"不存在省,CERT000,2099,1,张",
                                      "110000,CERT999,2099,1,张",
                                      "110000,CERT000,二百年,1,张",
                                      "110000,CERT000,2099,1.2.3,张",
                                      "110000,CERT000,2099,1.,张",
                                      "110000,CERT000,2099,.5,张",
                                      "110000,CERT000,2099,-,张",
                                      "110000,CERT000,2099,+1,张",
                                      "110000,CERT000,2099,1e3,张",
                                      "110000,CERT000,2099,1234567890123456,张",
                                      "110000,CERT000,2099,0.1234567890123,张",
                                      "110000,CERT000,2099, 1,张",
                                      "110000,CERT000,2099,１,张",
                                      "110000,CERT000,2099,1,吨",
                                      "110000,CERT000,2099,1,",
                                      "110000,CERT000,2099",
                                      "110000,CERT000,2099,1,张,6",
                                      "合计,CERT000,2099,1,张",
                                      "110000,CERT000,2099,\"1,000\",张",
                                      "110000,CERT000,2099,约1,张",
                                      "110000,CERT000,2099,1\"2,张",
                                      "11\xFF,CERT000,2099,1,张",
                                      "1100\r00,CERT000,2099,1,张",
                                      "",
                                      ",,,,",
                                      "数据来源：国家统计局,,,,",
                                      "地区,指标,时间,数值,单位",
                                      "第00省,CERT000,1900-01,5,张"};
    write_rows(300, "\n", 300, -1, "");
    assert_int_equal(read_in_blocks(false, 0), BULK_DONE);
    assert_int_equal(read_in_blocks(false, BULK_BYTES_MIN), BULK_DECLINED);
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) {
        write_rows(300, "\n", 300, 200, odd[i]);
        if (read_in_blocks(false, 0) != BULK_DECLINED) {
            fail_msg("read: %s", odd[i]);
        }
    }
}

/* bulk_read() of a small file by a profile that says how it is written. */
static enum bulk_result read_text(const char *text, struct source_profile p) {
    const struct area extra[] = {
        {.code = STR("BJ"), .name = STR("甲"), .level = STR("province")},
        {.code = STR("AH"), .name = STR("乙"), .level = STR("province")}};
    struct arena *arena = arena_open();
    struct diag *diag = diag_open();
    struct dataset *ds = dataset_open(arena);
    p.name = STR("t");
    p.file = STR("t.csv");
    p.layout = &layout_long;
    add_dictionary(ds, arena, diag);
    for (size_t i = 0; i < 2; i++) {
        dataset_add_area(ds, &extra[i], diag);
    }
    assert_true(file_write(dir, "t.csv", str_from(text), diag));
    enum bulk_result result = read_file_of(&p, ds, arena, diag, 0);
    diag_close(diag);
    arena_close(arena);
    return result;
}

static enum bulk_result between_semicolons(const char *value, struct source_profile p) {
    struct buf text = buf_open(1000);
    buf_printf(&text, "地区;指标;时间;数值\n110000;CERT000;2099;%s\n", value);
    enum bulk_result result = read_text(buf_z(&text), p);
    buf_close(&text);
    return result;
}

/* 1.234 is a number only if nothing else can be meant. */
static void numbers_with_two_readings_are_declined(void **state) {
    (void)state;
    const struct source_profile none = {0}, point = {.decimal = STR(".")},
                                comma = {.decimal = STR(",")},
                                groups = {.group = STR(".")};
    assert_int_equal(between_semicolons("1.234", none), BULK_DECLINED);
    assert_int_equal(between_semicolons("-123.456", none), BULK_DECLINED);
    assert_int_equal(between_semicolons("0.123", none), BULK_DONE);
    assert_int_equal(between_semicolons("1.23", none), BULK_DONE);
    assert_int_equal(between_semicolons("1234.567", none), BULK_DONE);
    assert_int_equal(between_semicolons("1.234", point), BULK_DONE);
    assert_int_equal(between_semicolons("1.234", comma), BULK_DECLINED);
    assert_int_equal(between_semicolons("1.234", groups), BULK_DECLINED);
}

/* Letters of a country are those of a province only beside others; 2009/10 is a month
   only beside others, and what a profile says of periods holds here, too. */
static void keys_with_two_readings_are_declined(void **state) {
    (void)state;
#define HEAD "地区,指标,时间,数值\n"
#define ROW(AREA, PERIOD) AREA ",CERT000," PERIOD ",1\n"
    struct profile_pair rule = {STR("financial_years"), STR("first")},
                        table = {STR("2023"), STR("2022 P")},
                        moved = {STR("2023"), STR("2022")};
    const struct source_profile none = {0}, level = {.area_level = STR("province")},
                                other = {.area_level = STR("city")},
                                years = {.options = &rule, .option_count = 1},
                                marked = {.periods = &table, .period_count = 1},
                                plain = {.periods = &moved, .period_count = 1};
    const struct {
        const char *text;
        const struct source_profile *profile;
        enum bulk_result result;
    } files[] = {
        {HEAD ROW("BJ", "2022") ROW("BJ", "2023"), &none, BULK_DECLINED},
        {HEAD ROW("BJ", "2022") ROW("AH", "2023"), &none, BULK_DONE},
        {HEAD ROW("BJ", "2022"), &level, BULK_DONE},
        {HEAD ROW("BJ", "2022"), &other, BULK_DECLINED},
        {HEAD ROW("AH", "2009/10") ROW("AH", "2010/11"), &none, BULK_DECLINED},
        {HEAD ROW("AH", "2009/10") ROW("AH", "2009/9"), &none, BULK_DONE},
        {HEAD ROW("AH", "2009-10"), &none, BULK_DONE},
        {HEAD ROW("AH", "2009-10") ROW("AH", "2010-11"), &none, BULK_DECLINED},
        {HEAD ROW("AH", "2009-10") ROW("AH", "2010-11"), &years, BULK_DONE},
        {HEAD ROW("AH", "2023p"), &none, BULK_DECLINED},
        {HEAD ROW("AH", "2023"), &marked, BULK_DECLINED},
        {HEAD ROW("AH", "2023"), &plain, BULK_DONE},
    };
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        if (read_text(files[i].text, *files[i].profile) != files[i].result) {
            fail_msg("file %zu: %s", i, files[i].text);
        }
    }
}

/* Items are for the usual way, whatever says of them. */
static void narrowed(const char *name, size_t of_file, size_t of_name) {
    where_count = of_file;
    meaning_count = of_name;
    write_rows(ROWS, "\n", ROWS, -1, "");
    assert_int_equal(read_in_blocks(false, 0), BULK_DECLINED);
    struct outcome fast = ingest(false, false), usual = ingest(false, true);
    where_count = meaning_count = 0;
    assert_true(fast.ok);
    assert_true(str_equal(buf_str(&fast.text), buf_str(&usual.text)));
    assert_true(str_find(buf_str(&fast.text), str_from(name), 0) != STR_NOT_FOUND);
    buf_close(&fast.text);
    buf_close(&usual.text);
}

static void items_are_not_lost_in_blocks(void **state) {
    (void)state;
    where = (struct profile_pair){STR("field"), STR("质量")};
    meaning = (struct profile_pair){STR("CERT000"), STR("CERT000[field=Q]")};
    narrowed("CERT019[field=Q] ", 1, 0);
    narrowed("CERT000[field=Q] ", 0, 1);
}

static void one_fault_far_down_is_reported(void **state) {
    (void)state;
    write_rows(ROWS, "\n", ROWS, 100000, "110000,CERT000,2099,1,吨");
    struct outcome outcome = ingest(false, false);
    assert_false(outcome.ok);
    assert_true(str_find(buf_str(&outcome.text),
                         STR("100002:4 unit mismatch: the file says 吨"),
                         0) != STR_NOT_FOUND);
    buf_close(&outcome.text);
}

static void what_the_entry_says_is_compared(void **state) {
    (void)state;
    write_rows(ROWS, "\n", ROWS, -1, NULL);
    declared_unit = STR("亿元"); /* of some rows */
    assert_same(false);
    declared_unit = STR("千元"); /* of none */
    struct outcome outcome = ingest(false, false);
    assert_false(outcome.ok);
    assert_true(
        str_find(buf_str(&outcome.text),
                 STR("0:0 the unit is 千元 by the entry (:0), but 张、亿元 by the "
                     "rows ×1\n"),
                 0) != STR_NOT_FOUND);
    declared_unit = (struct str){"", 0};
    buf_close(&outcome.text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_key_once),
        cmocka_unit_test(rows_of_a_key_are_added),
        cmocka_unit_test(a_blank_value_is_no_observation),
        cmocka_unit_test(what_is_not_plain_is_declined),
        cmocka_unit_test(numbers_with_two_readings_are_declined),
        cmocka_unit_test(keys_with_two_readings_are_declined),
        cmocka_unit_test(items_are_not_lost_in_blocks),
        cmocka_unit_test(one_fault_far_down_is_reported),
        cmocka_unit_test(what_the_entry_says_is_compared),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
