/* Shares beside values below zero: an area's of the nation's, an item's of its whole. A
   negative part refuses the share of those beside it, and of nobody else. */
#include "script/room.h"
#include "script_project.h"

static uint32_t area_of(const char *code) {
    uint32_t area = dataset_find_area(script_shared.ds, str_from(code));
    assert_int_not_equal(area, DATASET_NONE);
    return area;
}

/* "NET" or "STAFF[field=MS]" */
static uint32_t series_named(const char *code) {
    uint32_t indicator, items[DATASET_ITEMS_MAX];
    size_t count = 0;
    struct str wrong =
        dataset_read_code(script_shared.ds, str_from(code), &indicator, items, &count);
    assert_int_equal(wrong.n, 0);
    return dataset_intern_series(script_shared.ds, indicator, items, count);
}

static void put(const char *series, const char *area, uint16_t year, uint32_t known,
                int64_t value) {
    struct vintage vintage = {arena_printf(script_shared.arena, "%u", known), known, 0};
    struct observation o = {.series = series_named(series),
                            .area = area_of(area),
                            .period = {year, PERIOD_YEAR, 0},
                            .value = decimal_from_integer(value),
                            .source = {.line = 2, .column = 4}};
    if (known != 0)
        o.vintage = dataset_intern_vintage(script_shared.ds, &vintage);
    assert_true(dataset_add_observation(script_shared.ds, &o, script_shared.diag));
}

/* Anhui has 3 of 10. */
static void put_areas(uint16_t year) {
    put("NET", "000000", year, 0, 10);
    put("NET", "340000", year, 0, 3);
    put("NET", "110000", year, 0, 4);
}

/* Of 100 there are 60 in management systems, and `products` in products. */
static void put_items(uint16_t year, int64_t products) {
    put("STAFF", "340000", year, 0, 100);
    put("STAFF[field=MS]", "340000", year, 0, 60);
    put("STAFF[field=PROD]", "340000", year, 0, products);
}

static void add_area(const char *code, const char *level, const char *parent) {
    struct area area = {.code = str_from(code),
                        .name = str_from(code),
                        .level = str_from(level),
                        .parent = area_of(parent)};
    dataset_add_area(script_shared.ds, &area, script_shared.diag);
}

static void run(const char *text) {
    if (!script_project_run(text)) {
        size_t count;
        (void)diag_entries(script_shared.diag, &count);
        fail_msg("%.*s", STR_ARG(script_project_message(count - 1)->text));
    }
}

static void enter(uint32_t known) {
    static struct report_job job; /* the script keeps it */
    script_project_enter("province", &job);
    job.as_of.known = known;
    assert_true(script_enter(script_shared.script, &job));
}

#define SHARE                                                                          \
    "local function is(year, wanted)\n"                                                \
    "  local f = get { indicator = 'NET', period = year }:share { of = '000000' }\n"   \
    "  local got = f.reason or f.value\n"                                              \
    "  if got ~= wanted then error(year .. ': ' .. tostring(got)) end\n"               \
    "end\n"

static void of_areas(void **state) {
    (void)state;
    script_project_read();
    add_area("340100", "province", "340000");
    add_area("990001", "zone", "000000");
    for (uint16_t year = 2001; year <= 2008; year++)
        put_areas(year);
    put("NET", "540000", 2002, 0, -1);
    put("NET", "710000", 2003, 0, -1); /* below the nation, though it is not ranked */
    put("NET", "ALL", 2004, 0, -1);
    put("NET", "340100", 2005, 0, -1); /* of the level, but below another area */
    put("NET", "990001", 2006, 0, -1); /* below the nation, but of another level */
    put("NET", "540000", 2007, 0, 0);
    put("NET[field=MS]", "540000", 2008, 0, -1);
    dataset_seal(script_shared.ds);
    assert_true(script_bind(script_shared.script, script_shared.ds));
    enter(0);
    /* Twice: what was looked for is kept. */
    for (int i = 0; i < 2; i++)
        run(SHARE "is('2001', 30) is('2002', 'negative') is('2003', 'negative')\n"
                  "is('2004', 30) is('2005', 30) is('2006', 30)\n"
                  "is('2007', 30) is('2008', 30)");
    /* Whoever is not beside it. */
    run("local f = get { indicator = 'NET', area = '990001', period = '2002' }\n"
        "assert(f:missing())\n"
        "f = get { indicator = 'NET', area = '340100', period = '2002' }\n"
        "assert(f:share { of = '000000' }.reason ~= 'negative')");
    script_project_close();
}

/* A value that came later is not there before, nor is what it had refused. */
static void as_of_a_day(void **state) {
    (void)state;
    script_project_read();
    put("NET", "000000", 2001, 20020101, 10);
    put("NET", "340000", 2001, 20020101, 3);
    put("NET", "540000", 2001, 20020101, 5);
    put("NET", "540000", 2001, 20030101, -5);
    dataset_seal(script_shared.ds);
    assert_true(script_bind(script_shared.script, script_shared.ds));
    enter(0);
    run(SHARE "is('2001', 'negative')");
    run("local f = get { indicator = 'NET', period = '2001' }:as_of('2002-06')\n"
        "assert(f:share { of = '000000' }.value == 30)");
    enter(20020601);
    run(SHARE "is('2001', 30)");
    enter(20030601);
    run(SHARE "is('2001', 'negative')");
    script_project_close();
}

/* What is found before reports are forked is what each of them would find. */
static void found_once(void **state) {
    (void)state;
    script_project_read();
    put_areas(2001);
    put("NET", "540000", 2001, 20030101, -1);
    dataset_seal(script_shared.ds);
    assert_true(script_bind(script_shared.script, script_shared.ds));
    struct report_job job;
    script_project_enter("province", &job);
    struct report_job jobs[] = {job, job, job, job};
    for (size_t i = 0; i < 4; i++)
        jobs[i].period = (struct period){2001, PERIOD_YEAR, 0};
    jobs[2].as_of.known = jobs[3].as_of.known = 20020601;
    assert_int_equal(script_shared.script->negatives.index.count, 0);
    assert_true(script_prepare(script_shared.script, jobs, 4));
    size_t sums = 0;
    for (uint32_t i = 0; i < dataset_indicator_count(script_shared.ds); i++)
        sums += dataset_indicator(script_shared.ds, i)->aggregation == AGGREGATION_SUM;
    assert_int_equal(script_shared.script->negatives.index.count, 2 * sums);
    for (size_t i = 0; i < 4; i++) {
        assert_true(script_enter(script_shared.script, &jobs[i]));
        run(i < 2 ? SHARE "is('2001', 'negative')" : SHARE "is('2001', 30)");
    }
    assert_int_equal(script_shared.script->negatives.index.count, 2 * sums);
    script_project_close();
}

static void of_items(void **state) {
    (void)state;
    script_project_read();
    for (uint16_t year = 2001; year <= 2006; year++)
        put_items(year, year == 2002 ? -10 : 40);
    put("STAFF[field=QMS]", "340000", 2003, 0, -1); /* below another item */
    put("STAFF[field=PROD]", "110000", 2004, 0, -1);
    put("STAFF[field=MS]", "110000", 2004, 0, -1);
    put("STAFF[sex=M]", "340000", 2005, 0, -1);
    put("STAFF[field=PROD;sex=M]", "340000", 2006, 0, -1);
    put_items(2007, 50);
    put_items(2008, 30);
    put_items(2009, 0);
    put("STAFF", "340000", 2010, 0, 100); /* what is not there may be the rest */
    put("STAFF[field=MS]", "340000", 2010, 0, 60);
    dataset_seal(script_shared.ds);
    assert_true(script_bind(script_shared.script, script_shared.ds));
    enter(0);
    run("local function is(year, wanted)\n"
        "  local f = get { indicator = 'STAFF', period = year, where = { field = 'MS' "
        "} }\n"
        "  f = f:share { within = 'field' }\n"
        "  local got = f.reason or f.value\n"
        "  if got ~= wanted then error(year .. ': ' .. tostring(got)) end\n"
        "end\n"
        "is('2002', 'negative') is('2001', 60) is('2003', 60)\n"
        "is('2004', 60) is('2005', 60) is('2006', 60)\n"
        "is('2007', 'excess') is('2008', 'incomplete') is('2009', 'incomplete') "
        "is('2010', 60)");
    script_project_close();
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(of_areas),
        cmocka_unit_test(as_of_a_day),
        cmocka_unit_test(found_once),
        cmocka_unit_test(of_items),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
