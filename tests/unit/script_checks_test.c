/* checks.lua, right and wrong: what is said of the rules, what the checks found, and
   in which language. */
#include "script/room.h"
#include "script_project.h"
#include "words/words.h"

/* What checks.lua says of the rules of the program. */
static const struct rule_setting *settings;
static size_t setting_count;

static void see_settings(void *context, const struct rule_setting *list, size_t count) {
    (void)context;
    settings = list;
    setting_count = count;
}

static void test_checks(void **state) {
    (void)state;
    script_project_bind();
    size_t warnings = diag_count(script_shared.diag, DIAG_WARNING);
    struct script_checks checks = {.run_builtin = see_settings};
    assert_true(script_run_checks(script_shared.script,
                                  &checks)); /* a warning and two accepted findings */
    assert_int_equal(diag_count(script_shared.diag, DIAG_ERROR), 0);
    assert_true(diag_count(script_shared.diag, DIAG_WARNING) == warnings + 1);
    struct report_job job;
    script_project_enter("province", &job);
    assert_true(script_project_run(
        "local f = findings()\n"
        "assert(#f == 3 and f[1].rule == '范围')\n"
        "assert(f[1].severity == 'warning' and f[1].cell ~= '')\n"
        "assert(f[2].severity == 'accepted' and f[2].reason == "
        "'分项按四舍五入公布')\n"
        "assert(f[1].place:find('^input/panel.csv:%d+ %(D%d+%)$'))\n"
        /* Findings are without marks of figures, what follows is not. */
        "assert(text.plain(f[1].text) == f[1].text)\n"
        "local printed = v.CERT:fixed(0)\n"
        "assert(text.plain(printed) == '819' and printed ~= '819')"));
    /* A report of an earlier period does not tell what was found in a later one; what
       is about no one period is worded as it was found. */
    job.as_of.period = (struct period){.kind = PERIOD_YEAR, .year = 2021};
    assert_true(script_enter(script_shared.script, &job));
    assert_true(script_project_run(
        "for i, f in ipairs(findings()) do\n"
        "  assert(f.period == nil or f.period.year <= 2021, f.text)\n"
        "end\n"
        "assert(#findings() < 3)"));
    script_project_close();
}

/* checks.lua of an own project, without any data; messages are in a language or, for
   NULL, in none that was set. */
static bool run_checks_in(const char *language, const char *text) {
    struct catalogue messages;
    script_project_open(NULL);
    if (language != NULL) {
        assert_true(words_messages(str_from(language), &messages));
        diag_set_messages(script_shared.diag, messages);
    }
    script_project_write("lua/checks.lua", text);
    script_shared.ds = dataset_open(script_shared.arena);
    dataset_seal(script_shared.ds);
    struct script_checks checks = {.run_builtin = see_settings};
    return script_bind(script_shared.script, script_shared.ds) &&
           script_run_checks(script_shared.script, &checks);
}

static bool run_checks(const char *text) { return run_checks_in(NULL, text); }

static void test_wrong_checks(void **state) {
    (void)state;
    assert_false(run_checks("return {\n"
                            "{ rule = 'a', check = function(r) r('found') end },\n"
                            "{ rule = 'b', severity = 'warning',\n"
                            "  check = function(r) local x = nil; return x.y end },\n"
                            "{ rule = 'c', severity = 'warning', check = function(r) "
                            "r('third') end } }"));
    assert_message(0, "lua/checks.lua", 2, "a: found", "");
    assert_message(1, "lua/checks.lua", 4, "attempt to index a nil value (local 'x')",
                   "");
    assert_message(2, "lua/checks.lua", 5, "c: third", ""); /* the rest still ran */
    script_project_close();
    assert_false(run_checks("return { { rule = 'a', severity = 'accepted', check = "
                            "function() end } }"));
    assert_str(script_project_message(0)->text,
               "rule \"a\" accepts what it finds without a reason");
    script_project_close();
    assert_false(run_checks("return { { rule = 'a' } }"));
    assert_str(script_project_message(0)->text,
               "rule 1 needs a name (rule =) and a function (check =)");
    script_project_close();
    assert_true(run_checks("return {\n"
                           "  { builtin = 'jump', limit = 12.5 },\n"
                           "  { builtin = 'coverage', of = { 'CERT', 'a.csv' },\n"
                           "    severity = 'accepted', reason = 'as published' } }"));
    assert_int_equal(setting_count, 2);
    assert_string_equal(settings[0].rule->name, "jump");
    assert_true(settings[0].limit_number == 12.5 && settings[0].of_count == 0 &&
                settings[0].severity == RULE_SEVERITY_DEFAULT);
    assert_true(settings[1].severity == RULE_SEVERITY_ACCEPTED &&
                settings[1].of_count == 2);
    assert_str(settings[1].of[1], "a.csv");
    assert_str(settings[1].reason, "as published");
    script_project_close();
    assert_false(run_checks("return { { builtin = 'jumps' } }"));
    assert_true(
        str_starts(script_project_message(0)->hint, STR("did you mean \"jump\"")));
    script_project_close();
    assert_false(run_checks("return { { builtin = 'jump', severity = 'off' } }"));
    assert_message(0, "lua/checks.lua", 1,
                   "the rule \"jump\" is accepted or off without a reason",
                   "reason = \"…\": what makes these data right");
    script_project_close();
    assert_false(run_checks("return { { builtin = 'jump', limit = 'ten' } }"));
    assert_str(script_project_message(0)->text, "limit = \"ten\" is no number above 0");
    script_project_close();
    /* The function that reports findings is dead outside of a check. */
    assert_false(
        run_checks("local kept\n"
                   "return { { rule = 'a', check = function(r) kept = r end },\n"
                   "{ rule = 'b', check = function() kept(1) end } }"));
    script_project_close();
}

/* A rule's own kind goes before that of what it finds. */
static void test_kinds_of_findings(void **state) {
    (void)state;
    static const char *const kinds[] = {"missing", "missing", "partial", ""};
    assert_true(run_checks(
        "return {\n"
        "{ rule = 'a', severity = 'warning', kind = 'missing', check = function(r)\n"
        "  r('x', nil, 'inexact') r('y') end },\n"
        "{ rule = 'b', severity = 'warning', check = function(r)\n"
        "  r('z', nil, 'partial') r('z') end } }"));
    assert_int_equal(script_shared.script->finding_count, 4);
    for (size_t i = 0; i < 4; i++)
        assert_str(script_shared.script->findings[i].kind, kinds[i]);
    script_project_close();
}

/* What a check found, and its rule and reason, are in the language of messages. */
static void test_worded_checks(void **state) {
    (void)state;
    static const char rules[] =
        "return { { rule = '甲', rule_en = 'A', severity = 'accepted', reason = '因',\n"
        "  reason_en = 'why', check = function(r)\n"
        "    r(function() return text.word 'rank.none' end) end },\n"
        "{ rule = '乙', severity = 'warning', check = function(r) r('丙') end } }";
    assert_true(run_checks(rules));
    assert_message(0, "lua/checks.lua", 1, "甲: 未排名", "因");
    script_project_close();
    assert_true(run_checks_in("zh", rules));
    assert_message(0, "lua/checks.lua", 1, "甲：未排名", "因");
    script_project_close();
    assert_true(run_checks_in("en", rules));
    assert_message(0, "lua/checks.lua", 1, "A: not ranked", "why");
    assert_message(1, "lua/checks.lua", 4, "乙: 丙", "");
    script_project_close();
    assert_false(run_checks("return { { rule = 'a', severity = 'warning',\n"
                            "check = function(r) r(function() end) end } }"));
    assert_message(0, "lua/checks.lua", 2,
                   "the function that words a finding must return a text, not nil",
                   "return words.say(…), or a text of your own");
    script_project_close();
    /* One that raises is told where it does. */
    assert_false(run_checks("return { { rule = 'a', severity = 'warning',\n"
                            "check = function(r)\n"
                            "r(function() return nil + 1 end) end } }"));
    assert_message(0, "lua/checks.lua", 3,
                   "attempt to perform arithmetic on a nil value", "");
    script_project_close();
}

static void accept_for(const char *text, const uint32_t *areas, size_t count) {
    static const struct kind rule = {"rule", "A", "甲"};
    struct script_accepted accepted = {.rule = &rule,
                                       .text = str_from(text),
                                       .text_en = str_from(text),
                                       .reason = STR("因"),
                                       .indicator = DATASET_NONE,
                                       .areas = areas,
                                       .area_count = count};
    script_accept(script_shared.script, &accepted);
}

/* The reports of its areas, and those of more than one area, tell a finding. */
static void test_findings_of_several_areas(void **state) {
    (void)state;
    script_project_bind();
    const struct dataset *ds = script_shared.ds;
    uint32_t beijing = dataset_find_area(ds, STR("110000"));
    uint32_t shanghai = dataset_find_area(ds, STR("310000"));
    uint32_t anhui = dataset_find_area(ds, STR("340000"));
    const uint32_t two[] = {shanghai, anhui}, first[] = {beijing},
                   all[] = {beijing, shanghai, anhui};
    accept_for("two", two, 2);
    accept_for("one", first, 1);
    accept_for("all", NULL, 0);
    accept_for("three", all, 3);
    struct report_job job;
    script_project_enter("province", &job);
    assert_true(script_project_run(
        "local function said(area)\n"
        "  local texts = {}\n"
        "  for i, f in ipairs(findings(area)) do texts[i] = f.text end\n"
        "  return table.concat(texts, ' ')\n"
        "end\n"
        "local function is(area, wanted)\n"
        "  if said(area) ~= wanted then error(area .. ': ' .. said(area)) end\n"
        "end\n"
        "is('北京', 'one all three')\n"
        "is('上海', 'two all three')\n"
        "is('安徽', 'two all three')\n"
        "is('西藏', 'all')\n"
        "is('000000', 'two one all three')\n"
        "local f = findings()\n"
        "assert(#f == 4 and f[1].area == nil and f[2].area.code == '110000')\n"
        "assert(f[3].area == nil and f[4].area == nil)"));
    script_project_close();
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_findings_of_several_areas),
        cmocka_unit_test(test_checks),
        cmocka_unit_test(test_wrong_checks),
        cmocka_unit_test(test_kinds_of_findings),
        cmocka_unit_test(test_worded_checks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
