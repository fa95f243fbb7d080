/* Binding the dataset, and the environment of each job. */
#include "script/figure.h"
#include "script/values.h"
#include <string.h>

#define LIBRARY "return require \"nqi.library\""
/* The registry's field for what the library keeps of the report in hand. */
#define KEPT "script.kept"

/* [-0, +1, e] kept(): a table, new for each report */
static int kept(lua_State *L) {
    lua_getfield(L, LUA_REGISTRYINDEX, KEPT);
    return 1;
}

static void keep_anew(lua_State *L) {
    lua_newtable(L);
    lua_setfield(L, LUA_REGISTRYINDEX, KEPT);
}

/* [-0, +0, e] */
static int bind_all(lua_State *L) {
    bind_period(L);
    bind_area(L);
    bind_indicator(L);
    bind_dimension(L);
    bind_figure(L);
    bind_data(L);
    bind_records(L);
    bind_text(L);
    bind_stats(L);
    bind_kinds(L);
    static const luaL_Reg functions[] = {{"kept", kept}, {NULL, NULL}};
    bind_functions(L, functions);
    keep_anew(L);
    return 0;
}

/* [-1, +0, e] the library's table: each of its fields becomes a global */
static int make_global(lua_State *L) {
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_pushglobaltable(L);
    lua_pushnil(L);
    while (lua_next(L, 1) != 0) {
        lua_pushvalue(L, -2);
        lua_insert(L, -2);
        lua_rawset(L, 2);
    }
    return 0;
}

static void set_text(lua_State *L, const char *name, struct str value) {
    if (value.n == 0)
        lua_pushnil(L);
    else
        push_str(L, value);
    lua_setfield(L, -2, name);
}

/* [-0, +1, e] the table `report` */
static void push_report(lua_State *L, const struct report_job *job) {
    const struct report_definition *report = job->report;
    lua_createtable(L, 0, 6);
    set_text(L, "name", report->name);
    set_text(L, "title", report->title);
    set_text(L, "title_en", report->title_en);
    set_text(L, "series", report->series);
    lua_pushboolean(L, report->demo);
    lua_setfield(L, -2, "demo");
    if (job->issue != NULL)
        set_text(L, "issue", job->issue->number);
}

/* [-0, +1, e] the parameters of the report, or an empty table */
static void push_parameters(lua_State *L, const struct report_definition *report) {
    if (report->parameters == 0)
        lua_newtable(L);
    else
        lua_rawgeti(L, LUA_REGISTRYINDEX, report->parameters);
}

/* [-0, +1, e] */
static void push_module(lua_State *L, struct str name) {
    lua_getglobal(L, "require");
    push_str(L, name);
    lua_call(L, 1, 1);
}

/* [-0, +0, e] the report's parameters are those that its module, on the top, declares
 */
static void check_parameters(lua_State *L, const struct report_definition *report) {
    if (lua_getfield(L, -1, "parameters") == LUA_TNIL) {
        lua_pop(L, 1);
        return;
    }
    if (!lua_istable(L, -1))
        sandbox_raise(L, "NAME.parameters = { limit = \"a number\" }",
                      "the module \"%.*s\" declares parameters by a table, not a %s",
                      STR_ARG(report->model), sandbox_type_name(L, -1));
    push_module(L, STR("nqi.parameters"));
    lua_getfield(L, -1, "check");
    push_str(L, report->name);
    push_parameters(L, report);
    lua_pushvalue(L, -5);
    lua_call(L, 3, 2);
    if (!lua_isnil(L, -2))
        sandbox_raise(L, lua_tostring(L, -1), "%s", lua_tostring(L, -2));
    lua_pop(L, 4);
}

/* [-0, +1, e] what model(job) of the report's module gives */
static void push_model(lua_State *L, const struct report_definition *report) {
    struct str module = report->model;
    push_module(L, module);
    if (lua_istable(L, -1))
        check_parameters(L, report);
    if (!lua_istable(L, -1) || lua_getfield(L, -1, "model") != LUA_TFUNCTION)
        sandbox_raise(L, "function NAME.model(job) return { … } end",
                      "the module \"%.*s\" has no function model", STR_ARG(module));
    lua_remove(L, -2);
    sandbox_push_environment(script_of(L)->sandbox);
    lua_call(L, 1, 1);
    if (!lua_istable(L, -1))
        sandbox_raise(L, "return a table: its fields are the names that templates use",
                      "the function model of \"%.*s\" gives %s", STR_ARG(module),
                      sandbox_type_name(L, -1));
}

/* Whether the name on the top is one that the job, or every report, has. */
static bool is_taken(lua_State *L, int environment) {
    lua_pushvalue(L, -1);
    bool taken = lua_rawget(L, environment) != LUA_TNIL;
    lua_pushglobaltable(L);
    lua_pushvalue(L, -3);
    taken = lua_rawget(L, -2) != LUA_TNIL || taken;
    lua_pop(L, 3);
    return taken;
}

/* [-0, +0, e] raises unless the fields of the table have names that are free; of
   several that are not, the first of the alphabet is told, since the table has no order
 */
static void check_names(lua_State *L, int names, int environment, bool parameters) {
    bool nameless = false;
    const char *taken = NULL;
    for (lua_pushnil(L); lua_next(L, names) != 0; lua_pop(L, 1)) {
        lua_pushvalue(L, -2);
        if (lua_type(L, -1) != LUA_TSTRING) {
            nameless = true;
        } else if (is_taken(L, environment)) {
            const char *name = lua_tostring(L, -1);
            taken = taken == NULL || strcmp(name, taken) < 0 ? name : taken;
        }
        lua_pop(L, 1);
    }
    if (nameless)
        sandbox_raise(L, NULL, "a model gives a field that has no name");
    if (taken != NULL)
        sandbox_raise(L, "call it otherwise",
                      parameters
                          ? "the parameter \"%s\" has a name that every report has"
                          : "a model gives \"%s\", which is a name that the "
                            "report has",
                      taken);
}

/* [-1, +0, e] the fields of the table on the top become names of the report's
   templates */
static void add_names(lua_State *L, bool parameters) {
    int names = lua_gettop(L);
    sandbox_push_environment(script_of(L)->sandbox);
    int environment = lua_gettop(L);
    check_names(L, names, environment, parameters);
    for (lua_pushnil(L); lua_next(L, names) != 0;) {
        lua_pushvalue(L, -2);
        lua_insert(L, -2);
        lua_rawset(L, environment);
    }
    lua_pop(L, 2);
}

/* [-1, +0, e] makes the environment of script->job */
static int enter_job(lua_State *L) {
    struct script *script = script_of(L);
    const struct report_job *job = script->job;
    lua_createtable(L, 0, 8);
    push_report(L, job);
    lua_setfield(L, -2, "report");
    area_push(L, job->area);
    lua_setfield(L, -2, "area");
    if (job->part != NULL) {
        lua_rawgeti(L, LUA_REGISTRYINDEX, job->part->value);
        lua_setfield(L, -2, "each");
    }
    period_push(L, job->period);
    lua_setfield(L, -2, "period");
    push_values(L);
    lua_setfield(L, -2, "v");
    lua_createtable(L, 0, 2);
    lua_pushglobaltable(L);
    lua_setfield(L, -2, "__index");
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_setmetatable(L, -2);
    sandbox_set_environment(script->sandbox);
    keep_anew(L);
    sandbox_set_place(script->sandbox, job->report->place);
    push_parameters(L, job->report);
    add_names(L, true);
    if (job->report->model.n > 0) {
        push_model(L, job->report);
        add_names(L, false);
    }
    return 0;
}

bool script_bind(struct script *script, const struct dataset *ds) {
    lua_State *L = sandbox_state(script->sandbox);
    script->ds = ds;
    common_open(&script->common, ds, script->own);
    script->ranks.common = script->totals.common = script->negatives.common =
        &script->common;
    lua_pushcfunction(L, bind_all);
    if (!sandbox_call(script->sandbox, 0, 0))
        return false;
    lua_pushcfunction(L, make_global);
    if (!sandbox_load(script->sandbox, STR(LIBRARY), STR("nqi/library.lua"), 1, 0) ||
        !sandbox_call(script->sandbox, 0, 1)) {
        lua_pop(L, 1);
        return false;
    }
    return sandbox_call(script->sandbox, 1, 0);
}

bool script_enter(struct script *script, const struct report_job *job) {
    script->job = job;
    script->as_of = job->as_of;
    script->words = job->report->words;
    script->demo_allowed = job->report->demo;
    const struct area *area = dataset_area(script->ds, job->area);
    struct str period = period_code(job->period, script->own);
    struct str name = area->short_name.n > 0 ? area->short_name : area->name;
    if (job->part != NULL)
        name = job->part->name;
    sandbox_set_context(script->sandbox, arena_printf(script->own, "%.*s %.*s",
                                                      STR_ARG(name), STR_ARG(period)));
    lua_pushcfunction(sandbox_state(script->sandbox), enter_job);
    return sandbox_call(script->sandbox, 0, 0);
}
