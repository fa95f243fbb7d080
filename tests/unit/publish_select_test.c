/* What is built, and what the command line may ask for. */
#include "publish_folder.h"

#include "options.h"
#include "publish/select.h"
#include <stdlib.h>
#include <string.h>

struct world {
    struct arena *arena;
    struct diag *diag;
    struct dataset *ds;
    uint32_t provinces[2];
    struct report_part parts[2];
    struct report_definition reports[3];
    struct report_job *jobs;
    size_t count;
};

static struct period period_of(const char *code) {
    struct period p;
    assert_true(period_from_code(str_from(code), &p));
    return p;
}

static int make_world(void **state) {
    struct world *w = memory_alloc(sizeof *w);
    w->arena = arena_open();
    w->diag = diag_open();
    w->ds = dataset_open(w->arena);
    const struct area nation = {.code = STR("000000"), .name = STR("全国")};
    const struct area anhui = {
        .code = STR("340000"), .name = STR("安徽省"), .short_name = STR("安徽")};
    const struct area fujian = {
        .code = STR("350000"), .name = STR("福建省"), .short_name = STR("福建")};
    dataset_add_area(w->ds, &nation, w->diag);
    w->provinces[0] = dataset_add_area(w->ds, &anhui, w->diag);
    w->provinces[1] = dataset_add_area(w->ds, &fujian, w->diag);
    const struct indicator gdp = {.code = STR("GDP"), .name = STR("地区生产总值")};
    uint32_t id = dataset_add_indicator(w->ds, &gdp, w->diag);
    const struct observation o = {.series = dataset_total(w->ds, id),
                                  .area = w->provinces[0],
                                  .period = period_of("2022"),
                                  .value = {1, 0, 0}};
    dataset_add_observation(w->ds, &o, w->diag);
    const struct issue first = {.report = STR("monthly"),
                                .period = period_of("2023-09"),
                                .date = STR("2023-10-20"),
                                .day = 20231020};
    const struct issue second = {.report = STR("monthly"),
                                 .period = period_of("2023-10")};
    dataset_add_issue(w->ds, &first);
    dataset_add_issue(w->ds, &second);
    const struct observation november = {.series = dataset_total(w->ds, id),
                                         .area = w->provinces[0],
                                         .period = period_of("2023-11"),
                                         .value = {1, 0, 0}};
    dataset_add_observation(w->ds, &november, w->diag);
    dataset_seal(w->ds);
    w->reports[0] = (struct report_definition){.name = STR("national"),
                                               .period = period_of("2023")};
    for (size_t i = 0; i < 2; i++) {
        const struct area *area = dataset_area(w->ds, w->provinces[i]);
        w->parts[i] = (struct report_part){.key = area->code,
                                           .name = area->short_name,
                                           .full_name = area->name,
                                           .area = w->provinces[i],
                                           .is_area = true};
    }
    w->reports[1] = (struct report_definition){.name = STR("province"),
                                               .period = period_of("2023"),
                                               .parts = w->parts,
                                               .part_count = 2};
    w->reports[2] = (struct report_definition){.name = STR("monthly"),
                                               .period = period_of("2023-09")};
    *state = w;
    return 0;
}

static int drop_world(void **state) {
    struct world *w = *state;
    diag_close(w->diag);
    arena_close(w->arena);
    free(w);
    return 0;
}

static enum select_result choose(struct world *w, struct selection selection) {
    return select_jobs(w->reports, 3, w->ds, &selection, w->arena, &w->jobs, &w->count,
                       w->diag);
}

static void all_reports_by_default(void **state) {
    struct world *w = *state;
    assert_int_equal(choose(w, (struct selection){0}), SELECT_GOOD);
    assert_int_equal(w->count, 4);
    assert_str(w->jobs[0].stem, "2023");
    assert_null(w->jobs[0].part);
    assert_ptr_equal(w->jobs[2].part, &w->parts[1]);
    assert_str(w->jobs[1].stem, "2023-340000");
    assert_str(w->jobs[2].stem, "2023-350000");
    assert_str(w->jobs[3].stem, "2023-09");
}

static void an_area_by_code_or_name(void **state) {
    struct world *w = *state;
    static const char *const names[] = {"350000", "福建省", "福建"};
    for (size_t i = 0; i < 3; i++) {
        struct str name = str_from(names[i]);
        assert_int_equal(choose(w, (struct selection){.areas = &name, .area_count = 1}),
                         SELECT_GOOD);
        assert_int_equal(w->count, 1);
        assert_str(w->jobs[0].stem, "2023-350000");
    }
}

/* What is no area is asked for by key or name; without an area it is the nation's. */
static void a_part_by_key_or_name(void **state) {
    struct world *w = *state;
    w->parts[1] = (struct report_part){
        .key = STR("QMS"), .name = STR("质量管理"), .area = DATASET_NONE};
    static const char *const names[] = {"QMS", "质量管理"};
    for (size_t i = 0; i < 2; i++) {
        struct str name = str_from(names[i]);
        assert_int_equal(choose(w, (struct selection){.parts = &name, .part_count = 1}),
                         SELECT_GOOD);
        assert_int_equal(w->count, 1);
        assert_str(w->jobs[0].stem, "2023-QMS");
        assert_int_equal(w->jobs[0].area, dataset_find_area(w->ds, STR("000000")));
    }
    struct str anhui = STR("安徽省"), wrong = STR("QM");
    assert_int_equal(choose(w, (struct selection){.parts = &anhui, .part_count = 1}),
                     SELECT_GOOD);
    assert_str(w->jobs[0].stem, "2023-340000");
    assert_int_equal(choose(w, (struct selection){.areas = &anhui, .area_count = 1}),
                     SELECT_GOOD);
    assert_int_equal(w->count, 1);
    assert_int_equal(choose(w, (struct selection){.parts = &wrong, .part_count = 1}),
                     SELECT_UNKNOWN);
    size_t count;
    const struct diag_entry *entries = diag_entries(w->diag, &count);
    assert_str(entries[count - 1].text, "no report is made for \"QM\"");
    assert_str(entries[count - 1].hint, "did you mean \"QMS\"?");
    w->parts[1].key = STR("../x");
    assert_int_equal(choose(w, (struct selection){0}), SELECT_UNSAFE);
}

/* A period builds the reports that are made for periods of its kind. */
static void a_period_of_its_kind(void **state) {
    struct world *w = *state;
    struct selection selection = {.has_period = true, .period = period_of("2022")};
    assert_int_equal(choose(w, selection), SELECT_GOOD);
    assert_int_equal(w->count, 3);
    assert_str(w->jobs[1].stem, "2022-340000");
    struct str monthly = STR("monthly");
    selection.reports = &monthly;
    selection.report_count = 1;
    assert_int_equal(choose(w, selection), SELECT_UNKNOWN);
}

/* A report with listed issues is made for other periods only by name. */
static void a_period_that_is_listed(void **state) {
    struct world *w = *state;
    struct str monthly = STR("monthly");
    struct selection selection = {.has_period = true, .period = period_of("2023-11")};
    assert_int_equal(choose(w, selection), SELECT_UNKNOWN);
    selection.reports = &monthly;
    selection.report_count = 1;
    assert_int_equal(choose(w, selection), SELECT_GOOD);
    assert_str(w->jobs[0].stem, "2023-11");
}

/* From one period to another: those for which there are data, and the last; each once,
   in their order, before the areas. */
static void periods_from_one_to_another(void **state) {
    struct world *w = *state;
    struct str province = STR("province"), monthly = STR("monthly");
    struct selection selection = {.reports = &province,
                                  .report_count = 1,
                                  .has_period = true,
                                  .since = period_of("2019"),
                                  .period = period_of("2023")};
    assert_int_equal(choose(w, selection), SELECT_GOOD);
    assert_int_equal(w->count, 4);
    assert_str(w->jobs[0].stem, "2022-340000");
    assert_str(w->jobs[1].stem, "2022-350000");
    assert_str(w->jobs[2].stem, "2023-340000");
    assert_true(period_equal(w->jobs[0].as_of.period, period_of("2022")));
    selection = (struct selection){.has_period = true,
                                   .since = period_of("2023-09"),
                                   .period = period_of("2023-12")};
    assert_int_equal(choose(w, selection), SELECT_UNKNOWN); /* 11, 12 are not listed */
    selection.reports = &monthly;
    selection.report_count = 1;
    assert_int_equal(choose(w, selection), SELECT_GOOD);
    assert_int_equal(w->count, 2);
    assert_str(w->jobs[0].stem, "2023-11");
    assert_str(w->jobs[1].stem, "2023-12");
    selection.since = period_of("2024-01");
    selection.period = period_of("2024-03");
    assert_int_equal(choose(w, selection), SELECT_UNKNOWN);
    size_t count;
    const struct diag_entry *entries = diag_entries(w->diag, &count);
    assert_str(entries[count - 1].text,
               "the data have nothing for the periods from 2024-01 to 2024-03");
    assert_str(entries[count - 1].hint, "they reach from 2023-11 to 2023-11");
    /* What the entry of a report says, if the command line says nothing. */
    w->reports[1].since = period_of("2021");
    assert_int_equal(choose(w, (struct selection){0}), SELECT_GOOD);
    assert_int_equal(w->count, 6);
    assert_str(w->jobs[1].stem, "2022-340000");
    assert_str(w->jobs[4].stem, "2023-350000");
}

/* Nothing of later than the period and the day of the issue, unless it asks for more.
 */
static void what_a_report_sees(void **state) {
    struct world *w = *state;
    w->reports[2].ahead = 2;
    assert_int_equal(choose(w, (struct selection){0}), SELECT_GOOD);
    assert_int_equal(w->count, 4);
    assert_true(period_equal(w->jobs[1].as_of.period, period_of("2023")));
    assert_int_equal(w->jobs[1].as_of.known, 0);
    assert_true(period_equal(w->jobs[3].as_of.period, period_of("2023-11")));
    assert_int_equal(w->jobs[3].as_of.known, 20231020);
    struct str monthly = STR("monthly");
    const struct selection november = {.has_period = true,
                                       .period = period_of("2023-11"),
                                       .reports = &monthly,
                                       .report_count = 1};
    assert_int_equal(choose(w, november), SELECT_GOOD);
    assert_true(period_equal(w->jobs[0].as_of.period, period_of("2024-01")));
    assert_int_equal(w->jobs[0].as_of.known, 0);
    w->reports[2].ahead = 0;
    assert_int_equal(choose(w, november), SELECT_GOOD);
    assert_true(period_equal(w->jobs[0].as_of.period, period_of("2023-11")));
}

static void what_is_not_there(void **state) {
    struct world *w = *state;
    struct str report = STR("provinces"), area = STR("安辉省");
    const struct selection selection = {.reports = &report,
                                        .report_count = 1,
                                        .areas = &area,
                                        .area_count = 1,
                                        .has_period = true,
                                        .period = period_of("2031")};
    assert_int_equal(choose(w, selection), SELECT_UNKNOWN);
    size_t count;
    const struct diag_entry *entries = diag_entries(w->diag, &count);
    assert_int_equal(count, 3);
    assert_str(entries[0].text, "there is no report \"provinces\"");
    assert_str(entries[0].hint, "did you mean \"province\"?");
    assert_str(entries[1].hint, "did you mean \"安徽省\"?");
    assert_str(entries[2].text, "the data have nothing for the period 2031");
    assert_str(entries[2].hint, "they reach from 2022 to 2022");
}

static void names_that_cannot_be_folders(void **state) {
    static const char *const names[] = {"../up",    "a/b",     "receipt.json",
                                        "PROVINCE", "Earlier", ""};
    struct world *w = *state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        w->reports[0].name = str_from(names[i]);
        assert_int_equal(choose(w, (struct selection){0}), SELECT_UNSAFE);
    }
}

/* The command line. */

static bool read_line(struct world *w, struct options *options, const char *line) {
    static char text[256];
    static char *words[32];
    int count = 0;
    strncpy(text, line, sizeof text - 1);
    char *rest = NULL;
    for (char *word = strtok_r(text, " ", &rest); word != NULL;
         word = strtok_r(NULL, " ", &rest))
        words[count++] = word;
    words[count] = NULL;
    return options_read(count, words, w->arena, options, w->diag);
}

static void a_full_command_line(void **state) {
    struct world *w = *state;
    struct options o;
    unsetenv("SOURCE_DATE_EPOCH");
    assert_true(read_line(
        w, &o,
        "nqi build there --report a --report=b --area 340000 --each k --period "
        "2023-Q3 --format md,pdf --out o -j7 --keep-going --quiet "
        "--log-json --date 2024-02-29 --lang zh --limit-cpu 0"));
    assert_int_equal(o.command, COMMAND_BUILD);
    assert_string_equal(o.project, "there");
    assert_string_equal(o.output, "o");
    assert_int_equal(o.selection.report_count, 2);
    assert_str(o.selection.reports[1], "b");
    assert_str(o.selection.parts[0], "k");
    assert_int_equal(o.selection.period.kind, PERIOD_QUARTER);
    assert_true(format_in(o.formats, &format_md) && format_in(o.formats, &format_pdf));
    assert_false(format_in(o.formats, &format_html) ||
                 format_in(o.formats, &format_csv));
    assert_int_equal(o.jobs, 7);
    assert_true(o.keep_going && o.quiet && o.log_json && o.has_epoch);
    assert_true(o.epoch == 1709164800);
    assert_int_equal(o.cpu_seconds, 0);
    assert_str(o.messages.language, "zh-CN");
    assert_true(read_line(w, &o, "nqi build --periods 2023-01..2024-12"));
    assert_true(period_equal(o.selection.since, period_of("2023-01")));
    assert_true(period_equal(o.selection.period, period_of("2024-12")));
    assert_true(read_line(w, &o, "nqi build --periods 2022..2023 --period 2021"));
    assert_int_equal(o.selection.since.kind, PERIOD_NOT_STATED);
}

static void wrong_command_lines(void **state) {
    static const char *const lines[] = {
        "nqi",
        "nqi biuld",
        "nqi build a b",
        "nqi list",
        "nqi list arias",
        "nqi build --format doc",
        "nqi build --format md,",
        "nqi build -j0",
        "nqi build -j 1x",
        "nqi build --period 2023-13",
        "nqi build --periods 2023",
        "nqi build --periods 2023..",
        "nqi build --periods ..2023",
        "nqi build --periods 2023..2022",
        "nqi build --periods 2023..2023-12",
        "nqi build --date 2023-02-29",
        "nqi build --date 2023-2-1",
        "nqi build --lang fr",
        "nqi build --report",
        "nqi build --nonsense",
        "nqi build -x",
        "nqi sign",
        "nqi sign national",
        "nqi sign national 2023",
        "nqi sign national 2023 --role a --by b",
        "nqi sign national 2023 --role a --code c",
        "nqi sign national 2023-13 --role a --by b --code c",
        "nqi sign national 2023 . too --role a --by b --code c",
        "nqi return national 2023",
        "nqi correct national 2023",
        "nqi withdraw national 2023 --reason=",
        "nqi publish national",
        "nqi restore . too",
    };
    struct world *w = *state;
    struct options o;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        size_t before = diag_count(w->diag, DIAG_ERROR);
        assert_false(read_line(w, &o, lines[i]));
        assert_true(diag_count(w->diag, DIAG_ERROR) > before);
    }
}

static void an_act_on_an_issue(void **state) {
    struct world *w = *state;
    struct options o;
    assert_true(read_line(w, &o,
                          "nqi sign national 2023-09 there --role 制表 --by 张三 "
                          "--code 3f9a-21bc-77de-0102"));
    assert_int_equal(o.command, COMMAND_SIGN);
    assert_str(o.issue_report, "national");
    assert_true(period_equal(o.issue_period, period_of("2023-09")));
    assert_string_equal(o.project, "there");
    assert_str(o.by, "张三");
    assert_true(read_line(w, &o, "nqi withdraw national 2023 --reason why"));
    assert_int_equal(o.command, COMMAND_WITHDRAW);
    assert_string_equal(o.project, ".");
    assert_true(read_line(w, &o, "nqi verify output/current there"));
    assert_int_equal(o.command, COMMAND_VERIFY);
    assert_string_equal(o.file, "output/current");
    assert_string_equal(o.project, "there");
    assert_true(read_line(w, &o, "nqi status --json"));
    assert_int_equal(o.command, COMMAND_STATUS);
    assert_true(o.json);
}

static void the_epoch_of_the_environment(void **state) {
    struct world *w = *state;
    struct options o;
    setenv("SOURCE_DATE_EPOCH", "1700000000", 1);
    assert_true(read_line(w, &o, "nqi build"));
    assert_true(o.has_epoch && o.epoch == 1700000000);
    assert_true(read_line(w, &o, "nqi build --date 1970-01-02"));
    assert_true(o.epoch == 86400);
    setenv("SOURCE_DATE_EPOCH", "tomorrow", 1);
    assert_false(read_line(w, &o, "nqi build"));
    unsetenv("SOURCE_DATE_EPOCH");
    assert_true(days_from_date(2000, 3, 1) == 11017);
    assert_true(days_from_date(1600, 2, 29) == -135081);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, make_world, drop_world)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(all_reports_by_default),       TEST(an_area_by_code_or_name),
        TEST(a_part_by_key_or_name),        TEST(a_period_of_its_kind),
        TEST(a_period_that_is_listed),      TEST(what_a_report_sees),
        TEST(periods_from_one_to_another),  TEST(what_is_not_there),
        TEST(names_that_cannot_be_folders), TEST(a_full_command_line),
        TEST(wrong_command_lines),          TEST(an_act_on_an_issue),
        TEST(the_epoch_of_the_environment),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
