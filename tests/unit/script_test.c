/* The script stage from outside: what it makes of sources.lua, theme.lua,
   reports.lua and checks.lua, right and wrong. */
#include "base/file.h"
#include "ingest/layouts.h"
#include "script/room.h"
#include "script_project.h"
#include <fcntl.h>
#include <lauxlib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void test_sources(void **state) {
    (void)state;
    script_project_open(NULL);
    script_project_write(
        "input/sources.lua",
        "return {\n"
        "  { name = 'a', file = 'input/a.csv', layout = 'area_by_period',\n"
        "    head_rows = 2, lenient = true, period = 2023,\n"
        "    columns = { b = 'area', a = 'value' }, totals = { '合计', '总计' },\n"
        "    options = { triangle_is_minus = true } },\n"
        "  { file = 'input/b.csv', layout = 'ignore' } }\n");
    struct source_profile *profiles;
    size_t count;
    assert_true(script_read_sources(script_shared.script, &profiles, &count));
    assert_int_equal(count, 2);
    assert_str(profiles[0].name, "a");
    assert_int_equal(profiles[0].place.line, 2);
    assert_ptr_equal(profiles[0].layout, &layout_area_by_period);
    assert_int_equal(profiles[0].head_rows, 2);
    assert_true(profiles[0].lenient);
    assert_str(profiles[0].period, "2023");
    assert_int_equal(profiles[0].column_count, 2);
    assert_str(profiles[0].columns[0].key, "a");
    assert_str(profiles[0].columns[1].value, "area");
    assert_int_equal(profiles[0].total_count, 2);
    assert_str(profiles[0].totals[1], "总计");
    assert_true(profile_option(&profiles[0], STR("triangle_is_minus")));
    assert_str(profiles[1].name, "input/b.csv");
    assert_int_equal(profiles[1].place.line, 6);
    const struct script_file *files;
    assert_int_equal(script_files(script_shared.script, &files), 1);
    assert_str(files[0].path, "input/sources.lua");
    assert_int_equal(strlen(files[0].sha256), 64);
    script_project_close();
}

static void test_wrong_sources(void **state) {
    (void)state;
    script_project_open(NULL);
    struct source_profile *profiles;
    size_t count;
    script_project_write(
        "input/sources.lua",
        "return {\n"
        "  { name = 'a', file = 'a.csv', layout = 'lnog' },\n"
        "  { name = 'b', layout = 'long',\n"
        "    collumns = {} },\n"
        "  { name = 'c', file = 'c.csv', layout = 'long', head_rows = -1,\n"
        "    columns = { 'area' } },\n"
        "  { name = 'd', layout = 'long' },\n"
        "  { name = 'e', file = 'e.csv' },\n"
        "  'f' }\n");
    assert_false(script_read_sources(script_shared.script, &profiles, &count));
    const char *file = "input/sources.lua";
    assert_message(0, file, 2, "source: no layout is called \"lnog\"",
                   "did you mean \"long\"?");
    assert_message(1, file, 4, "source: no field \"collumns\"",
                   "did you mean \"columns\"?");
    assert_message(2, file, 5,
                   "source: head_rows must be a whole number from 0, not a number", "");
    assert_message(3, file, 6, "source: columns must hold only name = text", "");
    assert_message(4, file, 7, "source 4 has no file", "");
    assert_message(5, file, 8, "source \"e\" has no layout", "");
    assert_message(6, file, 0, "source: a table is expected, not a string", "");
    script_project_close();
}

static void test_no_sources(void **state) {
    (void)state;
    script_project_open(NULL);
    struct source_profile *profiles;
    size_t count;
    assert_false(script_read_sources(script_shared.script, &profiles, &count));
    assert_str(script_project_message(0)->place.file, "input/sources.lua");
    script_project_close();
    script_project_open(NULL);
    script_project_write("input/sources.lua", "return 1");
    assert_false(script_read_sources(script_shared.script, &profiles, &count));
    assert_str(script_project_message(0)->text,
               "this file must return a list of sources");
    script_project_close();
    script_project_open(NULL);
    script_project_write("input/sources.lua", "local x = io.open('x')\nreturn {}");
    assert_false(script_read_sources(script_shared.script, &profiles, &count));
    assert_str(script_project_message(0)->text, "\"io\" is not available");
    script_project_close();
    script_project_open(NULL);
    script_project_write("input/sources.lua", "return {\n\"\xC4\xE3\" }");
    assert_false(script_read_sources(script_shared.script, &profiles, &count));
    assert_message(0, "input/sources.lua", 2, "this file is not UTF-8", "");
    script_project_close();
}

static void test_theme(void **state) {
    (void)state;
    const struct theme *theme;
    script_project_open(NULL);
    assert_true(script_read_theme(script_shared.script, &theme)); /* none: the preset */
    assert_str(theme->name, "yearbook");
    assert_true(theme->page_width > 595 && theme->page_width < 596);
    assert_str(theme->fonts[FONT_KAI].family, "LXGW WenKai");
    assert_int_equal(theme->heading[3].role, FONT_SANS_BOLD);
    assert_int_equal(theme->series_count, 8);
    assert_int_equal(theme->ramp[4], 0x1D5B79);
    assert_null(theme->numbering[1].p); /* the vocabulary has it */
    assert_int_equal(theme->rule_every, 5);
    script_project_close();
    script_project_open(SCRIPT_FIXTURE); /* over the preset */
    assert_true(script_read_theme(script_shared.script, &theme));
    assert_int_equal(theme->accent, 0x102030);
    assert_int_equal(theme->heading[0].role, FONT_KAI);
    assert_int_equal(theme->heading[0].colour, 0x010203);
    assert_int_equal(theme->heading[1].role, FONT_SANS_BOLD);
    assert_str(theme->numbering[0], "第一章");
    assert_null(theme->numbering[1].p);
    assert_int_equal(theme->series_count, 2);
    assert_int_equal(theme->series[1], 2);
    script_project_close();
}

static void test_wrong_theme(void **state) {
    (void)state;
    const struct theme *theme;
    const char *file = "templates/theme.lua";
    script_project_open(NULL);
    script_project_write(
        file, "return {\n  acent = 1,\n  ink = 'red',\n  pdf_standard = 5 }");
    assert_false(script_read_theme(script_shared.script, &theme));
    assert_message(0, file, 2, "theme: no field \"acent\"", "did you mean \"accent\"?");
    assert_message(
        1, file, 3,
        "theme: ink must be a colour (0xRRGGBB or \"#rrggbb\"), not a string", "");
    script_project_close();
    script_project_open(NULL);
    script_project_write(file, "return {\n body = { role = 'serf' } }");
    assert_false(script_read_theme(script_shared.script, &theme));
    assert_message(0, file, 2, "theme: no role is called \"serf\"",
                   "did you mean \"serif\"?");
    script_project_close();
    script_project_open(NULL);
    script_project_write(file, "return {\n\n margin_left = 300, margin_right = 300 }");
    assert_false(script_read_theme(script_shared.script, &theme));
    assert_message(0, file, 3, "theme: the margins leave no room on the page", "");
    script_project_close();
}

static void test_reports(void **state) {
    (void)state;
    script_project_bind();
    struct report_definition *reports;
    size_t count;
    assert_true(script_read_reports(script_shared.script, &reports, &count));
    assert_int_equal(count, 2);
    const struct script_file *files;
    bool seen = false;
    for (size_t i = script_files(script_shared.script, &files); i > 0; i--)
        seen = seen || str_equal(files[i - 1].path, STR("lua/words.lua"));
    assert_true(seen); /* although nothing has required it yet */
    assert_str(reports[0].name, "province");
    assert_str(reports[0].template_file, "province.md");
    assert_int_equal(reports[0].place.line, 7);
    assert_int_equal(reports[0].part_count, 4);
    assert_str(reports[0].parts[2].key, "340000");
    assert_int_equal(reports[0].period.year, 2023);
    assert_false(reports[0].demo);
    assert_null(reports[1].parts);
    assert_true(reports[1].demo);
    script_project_close();
}

static void test_demo_taints(void **state) {
    (void)state;
    script_project_bind();
    struct report_job job;
    script_project_enter("province", &job);
    assert_false(script_project_run("local x = 1\nreturn v.DEMO"));
    size_t count;
    diag_entries(script_shared.diag, &count);
    assert_message(
        count - 1, "templates/t.md", 2,
        "\"DEMO\" is demonstration data, and this report is not declared as a "
        "demonstration",
        "declare the report with demo = true in lua/reports.lua, or use an "
        "indicator of real data");
    assert_str(script_project_message(count - 1)->place.context, "安徽 2023");
    script_project_enter("demo", &job);
    assert_true(script_project_run(
        "assert(v.DEMO.demo and (v.DEMO * 2 + v.DEMO).demo)\n"
        "assert(v.DEMO:growth().demo and not v.CERT.demo)\n"
        "assert(sum { indicator = 'DEMO', areas = { area } }.demo)\n"
        "for _, codes in ipairs { { 'DEMO', 'GDP' }, { 'GDP', 'DEMO' }, "
        "{ 'GDP' } } do\n"
        "  local data = require('nqi.index_data').collect { codes = codes, "
        "areas = areas(), period = period }\n"
        "  assert(data.demo == (#codes == 2))\n"
        "end"));
    script_project_close();
}

static void test_errors_are_the_callers(void **state) {
    (void)state;
    script_project_bind();
    struct report_job job;
    script_project_enter("province", &job);
    size_t before, count;
    diag_entries(script_shared.diag, &before);
    assert_false(script_project_run("\n\nlocal rows = rank { indicator = 'CERTS' }"));
    assert_message(before, "templates/t.md", 3, "no indicator \"CERTS\"",
                   "did you mean \"CERT\"?");
    assert_false(script_project_run("\nlocal s = sum { indicator = 'UNEMP' }"));
    assert_message(before + 1, "templates/t.md", 2,
                   "\"UNEMP\" (失业率) cannot be added up over areas",
                   "input/indicators.csv says so in the column aggregation");
    /* Each job starts without what the last one left. */
    assert_true(script_project_run("leftover = 1"));
    script_project_enter("province", &job);
    assert_false(script_project_run("return leftover"));
    diag_entries(script_shared.diag, &count);
    assert_int_equal(count, before + 3);
    script_project_close();
}

/* Every way to a value obeys the job's as-of, and nothing reaches beyond it. */
static void test_as_of(void **state) {
    (void)state;
    script_project_bind();
    struct report_job job;
    script_project_enter("province", &job);
    job.as_of.known = 20240630;
    assert_true(script_enter(script_shared.script, &job));
    assert_true(script_project_run(
        "assert(v.OUTPUT.value == 110 and get('OUTPUT').value == 110)\n"
        "assert(#v.OUTPUT:vintages() == 1 and v.OUTPUT:as_of('2025').value == 110)\n"
        "assert(v.OUTPUT:rank().rank == 2 and v.OUTPUT:growth().value > 5.76)\n"
        "assert(#rank { indicator = 'OUTPUT' } == 4)\n"
        "assert(sum { indicator = 'OUTPUT' }.value == 391)\n"
        "assert(v.OUTPUT:share { of = '000000' }:missing())\n"
        "assert(series { indicator = 'OUTPUT' }[2].value == 110)"));
    static const char index[] =
        "local kept, open = require 'kept', require('nqi.index_report').open\n"
        "kept.definition = kept.definition or { code = 'I', name = '指数',\n"
        "  uncertainty = { replications = 20 }, { indicator = 'OUTPUT' }, { indicator "
        "= "
        "'GDP' } }\n"
        "local q = open { definition = kept.definition, period = period_of '2023' }\n"
        "assert(q.by_area['340000'].figure:cells()[1].line == %d)\n";
    assert_true(script_project_run(
        arena_printf(script_shared.arena, index, 5).p)); /* what is kept, too */
    job.as_of = (struct as_of){.known = 20231231};
    assert_true(script_enter(script_shared.script, &job));
    assert_true(script_project_run(
        "assert(v.OUTPUT:missing() and #v.OUTPUT:vintages() == 0)\n"
        "assert(#series { indicator = 'OUTPUT' } == 1)\n"
        "assert(#periods { indicator = 'OUTPUT' } == 1)\n"
        "assert(v.OUTPUT:at('2022').value == 100 and v.CERT.value == 818.8)"));
    job.as_of = (struct as_of){.period = {2022, PERIOD_YEAR, 0}};
    assert_true(script_enter(script_shared.script, &job));
    assert_true(script_project_run("assert(v.OUTPUT:missing() and v.CERT:missing())\n"
                                   "assert(v.OUTPUT:at('2022').value == 104)\n"
                                   "assert(#periods { indicator = 'OUTPUT' } == 1)"));
    job.period = job.as_of.period; /* what it names itself of later is its mistake */
    assert_true(script_enter(script_shared.script, &job));
    assert_true(script_project_run(
        "local ok, e = pcall(get, { indicator = 'OUTPUT', period = '2023' })\n"
        "assert(not ok and tostring(e.message or e):find('up to 2022 only', 1, true))\n"
        "assert(get { indicator = 'OUTPUT', period = '2030' }:missing())"));
    job.period.year = 2023;
    job.as_of = (struct as_of){0};
    assert_true(script_enter(script_shared.script, &job));
    assert_true(script_project_run("assert(v.OUTPUT.value == 113.4)"));
    assert_true(script_project_run(arena_printf(script_shared.arena, index, 4).p));
    script_project_close();
}

/* The output of a year in 安徽, known on a day and the n-th that arrived. */
static void add_output(uint16_t year, uint32_t known, uint32_t order, int64_t value) {
    struct vintage vintage = {STR("r"), known, order};
    struct observation o = {
        .series = dataset_total(
            script_shared.ds, dataset_find_indicator(script_shared.ds, STR("OUTPUT"))),
        .area = dataset_find_area(script_shared.ds, STR("340000")),
        .period = {year, PERIOD_YEAR, 0},
        .vintage = dataset_intern_vintage(script_shared.ds, &vintage),
        .value = decimal_from_integer(value)};
    assert_true(dataset_add_observation(script_shared.ds, &o, script_shared.diag));
}

/* Of two vintages of one day the later to arrive is the value of that day, whichever
   is read first; the other is a figure that no look-up leads to again. */
static void test_two_vintages_of_one_day(void **state) {
    (void)state;
    for (uint32_t first = 1; first <= 2; first++) {
        uint32_t second = 3 - first;
        script_project_read();
        add_output(2020, 20240630, 1, 50);
        add_output(2021, 20240630, first, 50 + 10 * first);
        add_output(2021, 20240630, second, 50 + 10 * second);
        dataset_seal(script_shared.ds);
        assert_true(script_bind(script_shared.script, script_shared.ds));
        struct report_job job;
        script_project_enter("province", &job);
        assert_true(
            script_project_run("local list = v.OUTPUT:at('2021'):vintages()\n"
                               "assert(#list == 2 and list[1].known == '2024-06-30')\n"
                               "assert(list[1].figure.value == 60)\n"
                               "assert(list[2].figure.value == 70)\n"
                               "assert(v.OUTPUT:at('2021').value == 70)\n"
                               "assert(v.OUTPUT:at('2021'):as_of('2024').value == 70)\n"
                               "assert(list[2].figure:growth().value == 40)\n"
                               "assert(list[2].figure.direct)\n"
                               "assert(not list[1].figure.direct)"));
        script_project_close();
    }
}

static void test_wrong_reports(void **state) {
    (void)state;
    struct report_definition *reports;
    size_t count;
    script_project_open(NULL);
    script_shared.ds = dataset_open(script_shared.arena);
    dataset_seal(script_shared.ds);
    assert_true(script_bind(script_shared.script, script_shared.ds));
    script_project_write("lua/reports.lua",
                         "return {\n"
                         "  { name = 'a', template = 'a.md', period = '2023年' },\n"
                         "  { name = 'b' },\n"
                         "  { name = '../c', template = 'c.md' },\n"
                         "  { name = 'd', template = 'd.md', for_each = {} },\n"
                         "  { name = 'e', template = 'e.md', for_each = 'all' },\n"
                         "  { name = 'e', templat = 'e.md' },\n"
                         "  rounding = 'up',\n"
                         "  classify = 3 }\n");
    assert_false(script_read_reports(script_shared.script, &reports, &count));
    const char *file = "lua/reports.lua";
    assert_message(
        0, file, 8, "rounding names no rule of rounding",
        "write \"half away from zero\" (四舍五入, the default) or \"GB/T 8170\" "
        "(half to even)");
    assert_message(1, file, 9, "classify says not what is classified",
                   "write \"published\" (the number as it is printed, the default) or "
                   "\"exact\" (before it is rounded)");
    assert_message(2, file, 2, "report: period is not a period",
                   "write \"2023\", \"2023-09\", \"2023-Q3\", \"2023-H1\", "
                   "\"2023-YTD09\" or \"2023-12-31\"");
    assert_message(3, file, 3, "report \"b\" has no template", "");
    assert_message(4, file, 4,
                   "\"../c\" cannot be the name of a report: it is a folder name", "");
    assert_message(5, file, 5, "report \"d\": for_each is empty", "");
    assert_message(6, file, 6, "report \"e\": for_each must be a list",
                   "such as areas { level = \"province\" }, items \"field\", or "
                   "{ \"A\", \"B\" }");
    assert_message(7, file, 7, "report: no field \"templat\"",
                   "did you mean \"template\"?");
    script_project_close();
}

static void test_prepare(void **state) {
    (void)state;
    script_project_bind();
    struct report_job job;
    script_project_enter("province", &job);
    struct report_job jobs[] = {job, job, job};
    jobs[2].period.year = 2022;
    assert_true(script_prepare(script_shared.script, jobs, 3));
    script_project_enter("province", &job);
    assert_true(script_project_run(
        "local kept = require 'kept'\n"
        "assert(#kept == 2 and kept[1] == '2023' and kept[2] == '2022')"));
    script_project_close();
}

/* How many rankings of all areas there are of the year. */
static size_t rankings_of(uint16_t year) {
    const struct script *script = script_shared.script;
    size_t n = 0;
    for (size_t i = 0; i < script->ranks.index.count; i++) {
        const struct ranking *ranking = script->ranks.index.items[i];
        n += ranking->key.period.year == year && ranking->key.set->all;
    }
    return n;
}

/* Reports that see the same period share its rankings, and those of the year before,
   also where others stand between them; what one report sees alone is not ranked. */
static void test_views_need_not_be_neighbours(void **state) {
    (void)state;
    script_project_bind();
    struct report_job job;
    script_project_enter("province", &job);
    struct report_job jobs[] = {job, job, job, job, job};
    jobs[1].period.year = 2020;
    jobs[3].period.year = 2018;
    jobs[4].period.year = 2018;
    jobs[4].as_of.known = 736000; /* the same period, as of another day */
    assert_int_equal(rankings_of(job.period.year), 0);
    assert_true(script_prepare(script_shared.script, jobs, 5));
    size_t all = 0;
    for (uint32_t i = 0; i < dataset_indicator_count(script_shared.ds); i++) {
        const struct indicator *of = dataset_indicator(script_shared.ds, i);
        all += of->kind != KIND_GRADE && of->kind != KIND_RANK;
    }
    assert_int_equal(job.period.year, 2023);
    assert_int_equal(rankings_of(2023), all);
    assert_int_equal(rankings_of(2022), all);
    for (uint16_t year = 2017; year <= 2021; year++)
        assert_int_equal(rankings_of(year), 0);
    script_project_close();
}

static void test_wrong_module(void **state) {
    (void)state;
    struct report_definition *reports;
    size_t count;
    script_project_open(NULL);
    script_shared.ds = dataset_open(script_shared.arena);
    dataset_seal(script_shared.ds);
    assert_true(script_bind(script_shared.script, script_shared.ds));
    script_project_write("lua/reports.lua",
                         "return { { name = 'a', template = 'a.md' } }");
    file_make_folders(script_shared.dir, "lua/indices", script_shared.diag);
    script_project_write("lua/indices/nqi.lua", "return {\n  x = = 1 }");
    assert_false(script_read_reports(script_shared.script, &reports, &count));
    assert_message(0, "lua/indices/nqi.lua", 2, "unexpected symbol near '='", "");
    script_project_close();
}

/* An area that does not exist is told at the line that names it, although no line of
   Lua looked it up. */
static void test_unknown_area(void **state) {
    (void)state;
    struct report_definition *reports;
    size_t count;
    script_project_open(NULL);
    script_project_write("lua/reports.lua",
                         "return {\n"
                         "  { name = 'a', template = 'a.md',\n"
                         "    for_each = { { key = 'a',\n"
                         "      area = '\xE8\xAE\xA1\xE9\x87\x8F' } } } }\n");
    script_shared.ds = dataset_open(script_shared.arena);
    dataset_seal(script_shared.ds);
    assert_true(script_bind(script_shared.script, script_shared.ds));
    assert_false(script_read_reports(script_shared.script, &reports, &count));
    assert_message(0, "lua/reports.lua", 3, "no area \"计量\"", "");
    script_project_close();
}

static void test_rounding(void **state) {
    (void)state;
    script_project_bind();
    struct report_job job;
    script_project_enter("province", &job);
    assert_true(script_project_run(
        "assert(text.plain(figure { value = '2.5' }:fixed(0)) == '3')\n"
        "assert(not fmt.rounds_to_even())"));
    script_project_close();
    script_project_open(NULL);
    script_project_write("lua/reports.lua",
                         "return { { name = 'a', template = 'a.md' }, rounding "
                         "= 'GB/T 8170', classify = 'exact' }");
    script_shared.ds = dataset_open(script_shared.arena);
    dataset_seal(script_shared.ds);
    struct report_definition *reports;
    size_t count;
    assert_true(script_bind(script_shared.script, script_shared.ds));
    assert_true(script_read_reports(script_shared.script, &reports, &count));
    assert_true(sandbox_load(
        script_shared.sandbox,
        STR("assert(text.plain(figure { value = '2.5' }:fixed(0)) == '2')\n"
            "assert(text.plain(figure { value = '3.5' }:fixed(0)) == '4')\n"
            "assert(text.number(2.5, 0) == '2')\n"
            "assert(fmt.rounds_to_even())\n"
            "assert(string.format('%.0f', 2.5) == '2')\n"
            "local classify = require 'nqi.classify'\n"
            "assert(classify.reached(44.968, 45, { decimals = 1 }) == false)\n"
            "assert(classify.reached(figure { value = '44.968' }, 44.9, { decimals = 0 "
            "}))\n"
            "assert(classify.note():find('修约前'))"),
        STR("t"), 1, 0));
    assert_true(sandbox_call(script_shared.sandbox, 0, 0));
    script_project_close();
}

/* A project cannot put its own text in the place of a formula of the library. */
static void test_library_is_not_replaced(void **state) {
    (void)state;
    script_project_open(NULL);
    file_make_folders(script_shared.dir, "lua/nqi", script_shared.diag);
    script_project_write("lua/nqi/fmt.lua", "error('mine')");
    script_shared.ds = dataset_open(script_shared.arena);
    dataset_seal(script_shared.ds);
    assert_true(script_bind(script_shared.script, script_shared.ds));
    const struct script_file *files;
    size_t count = script_files(script_shared.script, &files);
    bool seen = false;
    for (size_t i = 0; i < count; i++)
        seen = seen || str_equal(files[i].path, STR("nqi/fmt.lua"));
    assert_true(seen);
    script_project_close();
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sources),
        cmocka_unit_test(test_wrong_sources),
        cmocka_unit_test(test_no_sources),
        cmocka_unit_test(test_theme),
        cmocka_unit_test(test_wrong_theme),
        cmocka_unit_test(test_reports),
        cmocka_unit_test(test_demo_taints),
        cmocka_unit_test(test_errors_are_the_callers),
        cmocka_unit_test(test_as_of),
        cmocka_unit_test(test_two_vintages_of_one_day),
        cmocka_unit_test(test_wrong_reports),
        cmocka_unit_test(test_prepare),
        cmocka_unit_test(test_views_need_not_be_neighbours),
        cmocka_unit_test(test_wrong_module),
        cmocka_unit_test(test_rounding),
        cmocka_unit_test(test_unknown_area),
        cmocka_unit_test(test_library_is_not_replaced),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
