/* lua/reports.lua → struct report_definition. */
#include "base/file.h"
#include "script/read_parts.h"
#include "script/values.h"
#include "words/words.h"
#include <stddef.h>
#include <string.h>

#define REPORTS "lua/reports.lua"

static const char *const number_names[] = {"report", "chapter", NULL};

#define AT(member) offsetof(struct report_definition, member)
static const struct field report_fields[] = {
    {"name", FIELD_TEXT, AT(name), 0, NULL},
    {"template", FIELD_TEXT, AT(template_file), 0, NULL},
    {"title", FIELD_TITLE, AT(title), 0, NULL},
    {"title_en", FIELD_TITLE, AT(title_en), 0, NULL},
    {"series", FIELD_TEXT, AT(series), 0, NULL},
    {"model", FIELD_TEXT, AT(model), 0, NULL},
    {"period", FIELD_PERIOD, AT(period), 0, NULL},
    {"since", FIELD_PERIOD, AT(since), 0, NULL},
    {"ahead", FIELD_COUNT, AT(ahead), 0, NULL},
    {"numbers", FIELD_CHOICE, AT(numbers), 0, number_names},
    {"demo", FIELD_FLAG, AT(demo), 0, NULL},
    {"preliminary", FIELD_FLAG, AT(preliminary), 0, NULL},
    {"internal", FIELD_FLAG, AT(internal), 0, NULL},
    {"lang", FIELD_TEXT, AT(lang), 0, NULL},
    {"for_each", FIELD_OTHER, 0, 0, NULL},
    {"parameters", FIELD_OTHER, 0, 0, NULL},
    {"prepare", FIELD_OTHER, 0, 0, NULL},
};
#undef AT

struct reading {
    struct script *script;
    struct str text;
    struct report_definition *reports;
    size_t count;
    bool ok;
};

/* Those from `since` on are of one kind. */
static bool check_periods(const struct reading *reading, size_t i) {
    const struct report_definition *report = &reading->reports[i];
    struct diag *diag = script_diag(reading->script);
    if (report->since.kind == PERIOD_NOT_STATED ||
        (report->since.kind == report->period.kind &&
         period_compare(report->since, report->period) <= 0))
        return true;
    diag_error(
        diag, report->place,
        "since = \"%.*s\" of the report \"%.*s\" is not before its period %.*s, or "
        "of another kind",
        STR_ARG(period_code(report->since, reading->script->arena)),
        STR_ARG(report->name),
        STR_ARG(period_code(report->period, reading->script->arena)));
    return false;
}

static bool check_report(const struct reading *reading, size_t i) {
    const struct report_definition *report = &reading->reports[i];
    struct diag *diag = script_diag(reading->script);
    if (report->name.n == 0)
        return diag_error(diag, report->place, "report %zu has no name", i + 1);
    if (!file_name_is_safe(report->name))
        return diag_error(
            diag, report->place,
            "\"%.*s\" cannot be the name of a report: it is a folder name",
            STR_ARG(report->name));
    if (report->template_file.n == 0)
        return diag_error(diag, report->place, "report \"%.*s\" has no template",
                          STR_ARG(report->name));
    for (size_t j = 0; j < i; j++)
        if (str_equal(reading->reports[j].name, report->name))
            return diag_error(diag, report->place, "two reports are called \"%.*s\"",
                              STR_ARG(report->name));
    return true;
}

static bool read_language(struct spec *spec, struct report_definition *report) {
    if (words_vocabulary(report->lang, &report->words))
        return true;
    struct diag *diag = script_diag(spec->script);
    diag_error(diag, spec_place(spec, STR("lang")),
               "report \"%.*s\": there are no words in the language \"%.*s\"",
               STR_ARG(report->name), STR_ARG(report->lang));
    diag_hint(diag, "the languages are: %.*s",
              STR_ARG(words_languages(spec->script->arena)));
    return false;
}

/* prepare of the entry on the stack's top: a function of the period. */
static bool read_prepare(struct spec *spec, const struct report_definition *report) {
    lua_State *L = spec->L;
    struct script *script = spec->script;
    lua_pushliteral(L, "prepare");
    int type = lua_rawget(L, -2);
    if (type == LUA_TFUNCTION) {
        script->preparations =
            arena_grow(script->own, script->preparations, script->preparation_count,
                       &script->preparation_capacity, sizeof *script->preparations);
        script->preparations[script->preparation_count++] =
            (struct preparation){report, luaL_ref(L, LUA_REGISTRYINDEX)};
        return true;
    }
    lua_pop(L, 1);
    return type == LUA_TNIL ||
           diag_error(script_diag(script), spec_place(spec, STR("prepare")),
                      "report \"%.*s\": prepare must be a function",
                      STR_ARG(report->name));
}

/* Which of two words the list says at `name`, the first unless it says any; −1 after
   reporting. */
static int read_rule(struct reading *reading, lua_State *L, const char *name,
                     const char *const *words, const char *problem, const char *hint) {
    lua_pushstring(L, name);
    int rule = lua_rawget(L, 1) == LUA_TNIL ? 0 : -1;
    for (int i = 0; rule < 0 && i < 2; i++)
        if (lua_type(L, -1) == LUA_TSTRING &&
            strcmp(lua_tostring(L, -1), words[i]) == 0)
            rule = i;
    lua_pop(L, 1);
    if (rule < 0) {
        struct spec spec = {reading->script, L,   STR(REPORTS), reading->text, 1,
                            "reports",       NULL};
        struct diag *diag = script_diag(reading->script);
        diag_error(diag, spec_place(&spec, str_from(name)), "%s",
                   diag_words(diag, problem));
        diag_hint(diag, "%s", diag_words(diag, hint));
    }
    return rule;
}

/* How the project's numbers are printed, and what its classes are taken from. */
static bool read_number_rules(struct reading *reading, lua_State *L) {
    static const char *const roundings[] = {"half away from zero", "GB/T 8170"};
    static const char *const classes[] = {"published", "exact"};
    int rounding = read_rule(reading, L, "rounding", roundings,
                             "rounding names no rule of rounding",
                             "write \"half away from zero\" (四舍五入, the default) or "
                             "\"GB/T 8170\" (half to even)");
    int classify = read_rule(
        reading, L, "classify", classes, "classify says not what is classified",
        "write \"published\" (the number as it is printed, the default) or "
        "\"exact\" (before it is rounded)");
    sandbox_set_rounding(L, rounding == 1 ? ROUND_HALF_EVEN : ROUND_HALF_AWAY);
    reading->script->classify_exact = classify == 1;
    return rounding >= 0 && classify >= 0;
}

/* An own name of its templates, most likely. */
static void hint_parameter(struct diag *diag, struct str name) {
    diag_hint(diag,
              "a name for the templates of the report stands in parameters = { %.*s = "
              "… }",
              STR_ARG(name));
}

static bool read_entry(struct reading *reading, lua_State *L, size_t i) {
    struct report_definition *report = &reading->reports[i];
    struct spec spec = {reading->script, L, STR(REPORTS), reading->text, 0, "report",
                        hint_parameter};
    spec_locate(&spec, "name");
    bool ok = spec_read(&spec, -1, report_fields,
                        sizeof report_fields / sizeof report_fields[0], report);
    report->place = spec_place(&spec, (struct str){NULL, 0});
    return ok && check_report(reading, i) && check_periods(reading, i) &&
           read_language(&spec, report) && read_parts(&spec, report) &&
           read_parameters(&spec, report) && read_prepare(&spec, report);
}

/* [-1, +0, e] protected */
static int read_list(lua_State *L) {
    struct reading *reading = lua_touserdata(L, 2);
    struct script *script = reading->script;
    size_t n = lua_istable(L, 1) ? lua_rawlen(L, 1) : 0;
    if (n == 0) {
        struct place place = {.file = STR(REPORTS), .line = 1};
        diag_error(script_diag(script), place,
                   "this file must return a list of reports");
        diag_hint(script_diag(script), "return { { name = \"national\", template = "
                                       "\"national.md\", period = \"2023\" } }");
        return 0;
    }
    reading->reports = arena_array(script->arena, n, sizeof *reading->reports);
    reading->count = n;
    reading->ok = read_number_rules(reading, L);
    for (size_t i = 0; i < n; i++) {
        lua_rawgeti(L, 1, (lua_Integer)i + 1);
        reading->ok = read_entry(reading, L, i) && reading->ok;
        lua_pop(L, 1);
    }
    return 0;
}

bool script_read_reports(struct script *script, struct report_definition **reports,
                         size_t *count) {
    struct reading reading = {.script = script};
    if (!script_read_file(script, REPORTS, false, &reading.text) ||
        !script_read_modules(script) ||
        !script_run_file(script, reading.text, STR(REPORTS)))
        return false;
    lua_State *L = sandbox_state(script->sandbox);
    lua_pushcfunction(L, read_list);
    lua_insert(L, -2);
    lua_pushlightuserdata(L, &reading);
    if (!sandbox_call(script->sandbox, 2, 0) || !reading.ok)
        return false;
    *reports = reading.reports;
    *count = reading.count;
    return true;
}
