/* The dataset as text: one of each thing, with what a file can hold. */
#include "dataset/dataset.h"
#include "golden.h"
#include "unit.h"
#include <string.h>

#define GOLDEN "tests/golden/dataset/"

static struct arena *arena;
static struct diag *diag;
static struct dataset *ds;

static struct decimal number(const char *text) {
    struct decimal d;
    assert_true(decimal_parse(str_from(text), &d));
    return d;
}

static struct period period(const char *code) {
    struct period p;
    assert_true(period_from_code(str_from(code), &p));
    return p;
}

static void add_dictionaries(void) {
    struct indicator indicators[] = {
        {.code = STR("CERT"),
         .name = STR("有效证书数"),
         .name_en = STR("Valid certificates"),
         .element = STR("认证认可"),
         .group = STR("证书"),
         .unit = STR("张"),
         .direction = DIRECTION_POSITIVE,
         .kind = KIND_STOCK,
         .growth = GROWTH_RATIO,
         .aggregation = AGGREGATION_SUM,
         .break_year = 2022,
         .definition = STR("期末有效的证书。\n含\t跨境，路径 a\\b"),
         .place = {.file = STR("input/indicators.csv"), .line = 2}},
        {.code = STR("GRADE"), .name = STR("等级"), .kind = KIND_GRADE, .demo = true}};
    struct area areas[] = {{.code = STR("000000"),
                            .name = STR("全国"),
                            .level = STR("nation"),
                            .parent = DATASET_NONE,
                            .tile_row = -1,
                            .tile_column = -1},
                           {.code = STR("340000"),
                            .name = STR("安徽省"),
                            .short_name = STR("安徽"),
                            .parent = 0,
                            .regions = STR("region4=中部"),
                            .groups = STR("长三角;长江经济带"),
                            .ranked = true,
                            .tile_row = 4,
                            .tile_column = 5,
                            .place = {.file = STR("input/areas.csv"), .line = 3}}};
    struct dimension fields = {.code = STR("field"), .name = STR("领域")};
    struct dimension_item items[] = {
        {.code = STR("MGMT"), .name = STR("管理体系"), .parent = DATASET_NONE},
        {.code = STR("QMS"), .name = STR("质量管理体系"), .parent = 0}};
    for (size_t i = 0; i < 2; i++) {
        dataset_add_indicator(ds, &indicators[i], diag);
        dataset_add_area(ds, &areas[i], diag);
    }
    dataset_add_dimension(ds, &fields, diag);
    dataset_add_item(ds, &items[0], diag);
    dataset_add_item(ds, &items[1], diag);
}

static void add(uint32_t series, const char *when, const char *vintage, uint32_t known,
                struct observation o) {
    struct vintage v = {str_from(vintage), known, 0};
    o.series = series;
    o.area = 1;
    o.period = period(when);
    o.vintage = dataset_intern_vintage(ds, &v);
    assert_true(dataset_add_observation(ds, &o, diag));
}

static void add_observations(void) {
    const uint32_t qms = 1;
    uint32_t total = dataset_total(ds, 0), grade = dataset_total(ds, 1);
    uint32_t part = dataset_intern_series(ds, 0, &qms, 1);
    add(grade, "2023", "", 0,
        (struct observation){.text = dataset_intern_text(ds, STR("A")),
                             .source = {.line = 9, .column = 2}});
    add(part, "2023-09", "", 0,
        (struct observation){.value = number("1706"),
                             .qualifier = QUALIFIER_MORE_THAN,
                             .source = {.line = 8, .column = 3}});
    add(total, "2023", "修订", 20240630,
        (struct observation){.value = number("2.50"),
                             .status = STATUS_REVISED,
                             .source = {.line = 7, .column = 4}});
    add(total, "2023", "初步", 20240115,
        (struct observation){.value = number("-0.025"),
                             .status = STATUS_PROVISIONAL,
                             .source = {.line = 6, .column = 4}});
    add(total, "2022", "", 0,
        (struct observation){.status = STATUS_SUPPRESSED,
                             .source = {.line = 5, .column = 4}});
}

/* The dataset borrows arrays: a copy that lives as long. */
static void *keep(const void *items, size_t size) {
    return memcpy(arena_alloc(arena, size), items, size);
}

static void add_the_rest(void) {
    struct str notes[] = {STR("注：含在建")};
    struct input_file file = {.path = STR("input/a b.csv"),
                              .source = STR("国家统计局"),
                              .sha256 = "00ff",
                              .bytes = 1234,
                              .rows = 8,
                              .observations = 5,
                              .skipped = 1,
                              .notes = keep(notes, sizeof notes),
                              .note_count = 1};
    struct statement s = {.id = STR("S1"),
                          .speaker = STR("尹慧琼"),
                          .period = STR("未注明"),
                          .value = STR("130"),
                          .unit = STR("亿元"),
                          .qualifier = STR("超(下限)"),
                          .has_number = true,
                          .number = number("130"),
                          .base_unit = STR("亿元"),
                          .source = {.line = 2}};
    struct str columns[] = {STR("时间"), STR("题目")};
    struct str cells[] = {STR("9:00"), STR("开幕"), STR(""), STR("标准\n开放")};
    struct source_cell rows[] = {{.line = 2, .column = 1}, {.line = 3, .column = 1}};
    struct record_table agenda = {.name = STR("agenda"),
                                  .columns = keep(columns, sizeof columns),
                                  .column_count = 2,
                                  .cells = keep(cells, sizeof cells),
                                  .sources = keep(rows, sizeof rows),
                                  .row_count = 2};
    struct issue issue = {.report = STR("province"),
                          .period = period("2023-YTD09"),
                          .number = STR("第1期"),
                          .approved_by = STR("王"),
                          .date = STR("2023-10-20")};
    dataset_add_file(ds, &file);
    dataset_add_statement(ds, &s);
    dataset_add_records(ds, &agenda);
    dataset_add_issue(ds, &issue);
}

static void the_whole_dataset(void **state) {
    (void)state;
    arena = arena_open_shared((size_t)1 << 26);
    diag = diag_open();
    ds = dataset_open(arena);
    add_the_rest();
    add_dictionaries();
    add_observations();
    dataset_seal(ds);
    arena_seal(arena);
    struct buf out = buf_open(1 << 20);
    struct arena *scratch = arena_open();
    dataset_dump(ds, &out);
    golden_compare(GOLDEN, "dump.txt", &out, scratch);
    assert_int_equal(diag_count(diag, DIAG_ERROR), 0);
    arena_close(scratch);
    buf_close(&out);
    diag_close(diag);
    arena_close(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_whole_dataset)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
