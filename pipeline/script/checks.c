/* lua/checks.lua: rules over the data. A rule is { rule =, severity =, reason =,
   check = function(report) … end }; it calls report(text, figure, kind) for each
   finding. The text may be a function that gives it: it is asked for once in the
   language of messages, and in that of each report that quotes the finding. An
   error blocks publishing; an accepted finding needs its reason and is printed in
   the report's annex on data quality, under its kind: missing (测不了), partial
   (测不全) or inexact (测不准). */
#include "base/file.h"
#include "base/marked.h"
#include "script/figure.h"
#include "script/read_settings.h"
#include "script/spec.h"
#include "script/values.h"
#include "words/words.h"
#include <stddef.h>
#include <string.h>

#define CHECKS "lua/checks.lua"
#define INDICES "lua/indices"
#define INDEX_RULE "nqi.rules.index_audit"

static const char *const severities[] = {"error", "warning", "accepted", NULL};
static const char *const kinds[] = {"missing", "partial", "inexact", NULL};
enum severity { SEVERITY_ERROR, SEVERITY_WARNING, SEVERITY_ACCEPTED };

struct rule {
    struct either name, reason;
    enum severity severity;
    struct str kind; /* of all its findings; empty: as each one says */
    struct place place;
    bool builtin; /* it sets a rule of the program, and has none of its own */
};

struct running {
    struct script *script;
    struct str text;
    struct rule *rules;
    size_t count;
    size_t current; /* the rule that runs */
    struct rule_setting *settings;
    size_t setting_count;
    bool ok;
};

static const struct field rule_fields[] = {
    {"rule", FIELD_TEXT, offsetof(struct rule, name.own), 0, NULL},
    {"rule_en", FIELD_TEXT, offsetof(struct rule, name.english), 0, NULL},
    {"severity", FIELD_CHOICE, offsetof(struct rule, severity), 0, severities},
    {"reason", FIELD_TEXT, offsetof(struct rule, reason.own), 0, NULL},
    {"reason_en", FIELD_TEXT, offsetof(struct rule, reason.english), 0, NULL},
    {"kind", FIELD_TEXT, offsetof(struct rule, kind), 0, NULL},
    {"check", FIELD_OTHER, 0, 0, NULL},
};

/* The first cell of the figure at `index`, or the rule's own line. */
static struct place place_of(lua_State *L, int index, const struct rule *rule) {
    const struct figure *figure = figure_test(L, index);
    struct script *script = script_of(L);
    if (figure != NULL && figure->observation != NULL)
        return dataset_place(script->ds, figure->observation->source, script->own);
    if (figure == NULL)
        return rule->place;
    struct place place = rule->place;
    lua_getfield(L, index, "cells");
    lua_pushvalue(L, index);
    lua_call(L, 1, 1);
    if (lua_rawgeti(L, -1, 1) == LUA_TTABLE) {
        lua_getfield(L, -1, "file");
        place.file = spec_text(script, L, -1);
        lua_getfield(L, -2, "cell");
        place.cell = spec_text(script, L, -1);
        lua_getfield(L, -3, "line");
        place.line = (size_t)lua_tointeger(L, -1);
        lua_pop(L, 3);
    }
    lua_pop(L, 2);
    return place;
}

/* One of the kinds, or empty. */
static bool is_kind(struct str kind) {
    bool known = kind.n == 0;
    for (size_t i = 0; kinds[i] != NULL; i++)
        known = known || str_equal(kind, str_from(kinds[i]));
    return known;
}

struct str script_either(const struct script *script, struct either text) {
    bool own = words_is_chinese(script->words) || text.english.n == 0;
    return own ? text.own : text.english;
}

struct str file_source(lua_State *L, uint32_t file) {
    const struct input_file *of = dataset_file(script_of(L)->ds, file);
    return script_either(script_of(L), (struct either){of->source, of->source_en});
}

/* Whether a text that is the same for everybody concerns the area at `index`. */
static bool concerns(lua_State *L, const struct finding *finding, int index) {
    uint32_t area = area_check(L, index);
    bool found = finding->area == area;
    for (size_t i = 0; i < finding->area_count; i++)
        found |= finding->areas[i] == area;
    return found || (finding->area == DATASET_NONE && finding->area_count == 0) ||
           !dataset_area(script_of(L)->ds, area)->ranked;
}

/* [-0, +1, e] calls the function that words the finding, with the area and what follows
   it if there is one */
/* The last day of the period that a report sees, after every period that ends with it;
   nil if it sees all. */
static void push_last_day(lua_State *L, struct period sees) {
    uint32_t day = period_last_day(sees);
    struct period last;
    if (day != 0 && period_of_day((int)(day / 10000), (int)(day / 100 % 100),
                                  (int)(day % 100), &last))
        period_push(L, last);
    else
        lua_pushnil(L);
}

static void call_saying(lua_State *L, const struct finding *finding, int area) {
    struct script *script = script_of(L);
    lua_rawgeti(L, LUA_REGISTRYINDEX, finding->saying);
    if (area != 0) {
        lua_pushvalue(L, area);
        lua_pushvalue(L, area + 1);
        push_last_day(L, script->as_of.period);
    }
    /* It was found in all the data, whatever the report that quotes it sees. */
    const struct as_of sees = script->as_of;
    script->as_of = (struct as_of){0};
    script->quoting = true;
    int status = lua_pcall(L, area != 0 ? 3 : 0, 1, 0);
    script->quoting = false;
    script->as_of = sees;
    if (status != LUA_OK)
        lua_error(L);
}

bool finding_say(lua_State *L, const struct finding *finding, int area) {
    struct script *script = script_of(L);
    if (finding->saying == LUA_NOREF) {
        if (area != 0 && !concerns(L, finding, area))
            return false;
        push_str(L, script_either(script, finding->text));
        return true;
    }
    call_saying(L, finding, area);
    if (area != 0 && lua_isnil(L, -1)) {
        lua_pop(L, 1);
        return false;
    }
    if (lua_type(L, -1) != LUA_TSTRING)
        sandbox_raise(L, "return words.say(…), or a text of your own",
                      "the function that words a finding must return a text, not %s",
                      sandbox_type_name(L, -1));
    return true;
}

/* [-0, +0, e] the text at index 1, or the function that gives it, which is kept */
static void read_text(lua_State *L, struct finding *finding) {
    if (lua_isfunction(L, 1)) {
        lua_pushvalue(L, 1);
        finding->saying = luaL_ref(L, LUA_REGISTRYINDEX);
        return;
    }
    finding->text.own = arena_copy(script_of(L)->own, check_str(L, 1));
}

/* [-3, +0, e] report(text, figure, kind) */
static int report_finding(lua_State *L) {
    struct script *script = script_of(L);
    struct running *running = script->checking;
    if (running == NULL)
        return sandbox_raise(L, NULL, "no check is running to report a finding of");
    const struct rule *rule = &running->rules[running->current];
    lua_settop(L, 3);
    struct str kind = lua_isnil(L, 3) ? STR("") : check_str(L, 3);
    if (!is_kind(kind))
        return sandbox_raise(L, "missing, partial or inexact",
                             "no kind of finding is called \"%.*s\"", STR_ARG(kind));
    if (rule->kind.n > 0)
        kind = rule->kind;
    if (!lua_isnil(L, 2))
        figure_check(L, 2);
    struct finding finding = {.severity = str_from(severities[rule->severity]),
                              .rule = rule->name,
                              .saying = LUA_NOREF,
                              .reason = rule->reason,
                              .kind = arena_copy(script->own, kind),
                              .place = place_of(L, 2, rule),
                              .indicator = DATASET_NONE,
                              .area = DATASET_NONE};
    const struct figure *figure = figure_test(L, 2);
    if (figure != NULL) {
        finding.indicator = figure->indicator;
        finding.area = figure->area;
        finding.has_period = figure->keyed;
        finding.period = figure->period;
    }
    read_text(L, &finding);
    finding_say(L, &finding, 0);
    script->findings = arena_grow(script->own, script->findings, script->finding_count,
                                  &script->finding_capacity, sizeof *script->findings);
    script->findings[script->finding_count++] = finding;
    static const enum diag_severity words[] = {DIAG_ERROR, DIAG_WARNING, DIAG_ACCEPTED};
    struct buf said = buf_open(SIZE_MAX / 2); /* a message shows no marks */
    marked_strip(check_str(L, -1), &said);
    diag_finding(script_diag(script), words[rule->severity], finding.place,
                 script_either(script, rule->name), buf_str(&said),
                 rule->severity == SEVERITY_ACCEPTED
                     ? script_either(script, rule->reason)
                     : STR(""));
    buf_close(&said);
    running->ok = running->ok && rule->severity != SEVERITY_ERROR;
    return 0;
}

void script_accept(struct script *script, const struct script_accepted *accepted) {
    script->findings = arena_grow(script->own, script->findings, script->finding_count,
                                  &script->finding_capacity, sizeof *script->findings);
    script->findings[script->finding_count++] = (struct finding){
        .severity = str_from(severities[SEVERITY_ACCEPTED]),
        .rule = {str_from(accepted->rule->chinese), str_from(accepted->rule->english)},
        .reason = {accepted->reason, accepted->reason_en},
        .text = {accepted->text, accepted->text_en},
        .saying = LUA_NOREF,
        .kind = str_from(kinds[accepted->partial ? 1 : 2]),
        .indicator = accepted->indicator,
        .area = accepted->area_count == 1 ? accepted->areas[0] : DATASET_NONE,
        .areas = accepted->areas,
        .area_count = accepted->area_count,
        .has_period = true,
        .period = accepted->period,
        .place = accepted->place};
}

/* Rule `i`, on the stack's top. */
static bool read_rule(struct running *running, lua_State *L, size_t i) {
    struct script *script = running->script;
    struct spec spec = {script, L, STR(CHECKS), running->text, 0, "rule", NULL};
    struct rule *rule = &running->rules[i];
    lua_pushliteral(L, "builtin");
    rule->builtin = lua_rawget(L, -2) != LUA_TNIL;
    lua_pop(L, 1);
    if (rule->builtin)
        return setting_read(&spec, &running->settings[running->setting_count++]);
    spec_locate(&spec, "rule");
    bool ok = spec_read(&spec, -1, rule_fields,
                        sizeof rule_fields / sizeof rule_fields[0], rule);
    rule->place = spec_place(&spec, (struct str){NULL, 0});
    if (!ok)
        return false;
    lua_pushliteral(L, "check");
    bool has_check = lua_rawget(L, -2) == LUA_TFUNCTION;
    lua_pop(L, 1);
    if (rule->name.own.n == 0 || !has_check)
        return diag_error(script_diag(script), rule->place,
                          "rule %zu needs a name (rule =) and a function (check =)",
                          i + 1);
    if (!is_kind(rule->kind)) {
        diag_error(script_diag(script), rule->place,
                   "no kind of finding is called \"%.*s\"", STR_ARG(rule->kind));
        diag_hint(script_diag(script), "missing, partial or inexact");
        return false;
    }
    if (rule->severity == SEVERITY_ACCEPTED && rule->reason.own.n == 0)
        return diag_error(script_diag(script), rule->place,
                          "rule \"%.*s\" accepts what it finds without a reason",
                          STR_ARG(rule->name.own));
    return true;
}

/* [-1, +0, e] protected */
static int read_rules(lua_State *L) {
    struct running *running = lua_touserdata(L, 2);
    struct script *script = running->script;
    struct place place = {.file = STR(CHECKS), .line = 1};
    if (!lua_istable(L, 1)) {
        running->ok = diag_error(script_diag(script), place,
                                 "this file must return a list of rules");
        return 0;
    }
    running->count = lua_rawlen(L, 1);
    running->rules = arena_array(script->own, running->count, sizeof *running->rules);
    running->settings =
        arena_array(script->arena, running->count, sizeof *running->settings);
    for (size_t i = 0; i < running->count; i++) {
        lua_rawgeti(L, 1, (lua_Integer)i + 1);
        running->ok = read_rule(running, L, i) && running->ok;
        lua_pop(L, 1);
    }
    return 0;
}

/* [-1, +0, e] protected: runs the rule `current` of the list at index 1 */
static int run_rule(lua_State *L) {
    struct running *running = lua_touserdata(L, 2);
    lua_rawgeti(L, 1, (lua_Integer)running->current + 1);
    lua_getfield(L, -1, "check");
    lua_pushcfunction(L, report_finding);
    lua_call(L, 1, 0);
    return 0;
}

/* Calls `function` with the list of rules, which stays on the stack's top. */
static bool call_with_rules(struct running *running, lua_CFunction function) {
    lua_State *L = sandbox_state(running->script->sandbox);
    lua_pushcfunction(L, function);
    lua_pushvalue(L, -2);
    lua_pushlightuserdata(L, running);
    return sandbox_call(running->script->sandbox, 2, 0);
}

/* The rules of lua/checks.lua, which is the list on the stack's top. */
static bool run_project_rules(struct running *running, struct script_checks *checks) {
    bool ok = call_with_rules(running, read_rules) && running->ok;
    if (ok)
        checks->run_builtin(checks->context, running->settings, running->setting_count);
    for (size_t i = 0; ok && i < running->count; i++) {
        if (running->rules[i].builtin)
            continue;
        checks->ran++;
        running->current = i;
        running->script->checking = running;
        /* A rule that breaks does not keep the others from running. */
        if (!call_with_rules(running, run_rule))
            running->ok = false;
    }
    return ok && running->ok;
}

/* The Lua modules of the files of lua/indices/; the number of them. */
static size_t index_modules(struct script *script, struct str **modules) {
    struct diag *quiet = diag_open();
    struct str *names = NULL;
    size_t count = 0, kept = 0;
    if (!file_list(script->dir, INDICES, script->arena, &names, &count, quiet))
        count = 0;
    diag_close(quiet);
    for (size_t i = 0; i < count; i++)
        if (str_ends(names[i], STR(".lua")))
            names[kept++] = arena_printf(script->arena, "indices.%.*s",
                                         (int)(names[i].n - 4), names[i].p);
    *modules = names;
    return kept;
}

/* [-1, +0, e] protected: audits the index of the module at index 1 */
static int run_index_rule(lua_State *L) {
    struct running *running = lua_touserdata(L, 2);
    struct script *script = running->script;
    lua_getglobal(L, "require");
    lua_pushliteral(L, INDEX_RULE);
    lua_call(L, 1, 1);
    struct rule *rule = running->rules;
    lua_getfield(L, -1, "chinese");
    rule->name.own = arena_copy(script->own, check_str(L, -1));
    lua_getfield(L, -2, "english");
    rule->name.english = arena_copy(script->own, check_str(L, -1));
    lua_getfield(L, -3, "check_rest");
    lua_pushcfunction(L, report_finding);
    lua_pushvalue(L, 1);
    lua_call(L, 2, 2);
    if (lua_isnil(L, -2))
        return 0;
    struct str hint = lua_isnil(L, -1) ? STR("") : check_str(L, -1);
    running->ok =
        diag_error(script_diag(script), rule->place, "%.*s", STR_ARG(check_str(L, -2)));
    if (hint.n > 0)
        diag_hint(script_diag(script), "%.*s", STR_ARG(hint));
    return 0;
}

/* Dead, double and opposed indicators are named of every index of the project, also of
   those that lua/checks.lua says nothing of. */
static bool audit_indices(struct script *script) {
    struct str *modules;
    size_t count = index_modules(script, &modules);
    lua_State *L = sandbox_state(script->sandbox);
    struct rule rule = {.severity = SEVERITY_WARNING};
    struct running running = {.script = script, .rules = &rule, .count = 1, .ok = true};
    bool ok = true;
    script->checking = &running;
    for (size_t i = 0; i < count; i++) {
        size_t skip = sizeof "indices." - 1;
        rule.place.file = arena_printf(script->own, INDICES "/%.*s.lua",
                                       (int)(modules[i].n - skip), modules[i].p + skip);
        push_str(L, modules[i]);
        ok = call_with_rules(&running, run_index_rule) && running.ok && ok;
        running.ok = true;
        lua_pop(L, 1);
    }
    return ok;
}

bool script_run_checks(struct script *script, struct script_checks *checks) {
    struct running running = {.script = script, .ok = true};
    if (!script_read_file(script, CHECKS, true, &running.text))
        return false;
    bool own = running.text.n > 0;
    if (own && !script_run_file(script, running.text, STR(CHECKS)))
        return false;
    struct catalogue words = script->words;
    words_vocabulary(diag_language(script_diag(script)), &script->words);
    script_allow(script, true);
    if (!own)
        checks->run_builtin(checks->context, NULL, 0);
    bool ok = !own || run_project_rules(&running, checks);
    ok = ok && audit_indices(script);
    script_allow(script, false);
    script->checking = NULL;
    script->words = words;
    if (own)
        lua_pop(sandbox_state(script->sandbox), 1);
    return ok;
}
