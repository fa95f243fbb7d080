#include "script/values.h"
#include "script/figure.h"
#include <stdlib.h>
#include <string.h>

static int compare_names(const void *a, const void *b) {
    return str_compare(*(const struct str *)a, *(const struct str *)b);
}

static const struct report_job *need_job(lua_State *L, const char *field) {
    const struct report_job *job = script_of(L)->job;
    if (job == NULL)
        sandbox_raise(L, "outside of a report there is no area or period of the report",
                      "%s is missing", field);
    return job;
}

/* The field on the stack's top; nil if the table is none. */
static int get_field(lua_State *L, int table, const char *name) {
    if (lua_istable(L, table))
        return lua_getfield(L, table, name);
    lua_pushnil(L);
    return LUA_TNIL;
}

static const char *const type_names[VALUE_COUNT] = {"figure", "area", "indicator",
                                                    "period", "item"};
static const char type_keys[VALUE_COUNT];

void value_new_type(lua_State *L, enum value_type type) {
    lua_createtable(L, 0, 16);
    lua_pushstring(L, type_names[type]);
    lua_setfield(L, -2, "__name");
    lua_pushvalue(L, -1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &type_keys[type]);
}

void value_set_type(lua_State *L, enum value_type type) {
    lua_rawgetp(L, LUA_REGISTRYINDEX, &type_keys[type]);
    lua_setmetatable(L, -2);
}

void value_push_id(lua_State *L, const void *cache_key, enum value_type type,
                   uint32_t id) {
    lua_rawgetp(L, LUA_REGISTRYINDEX, cache_key);
    if (lua_rawgeti(L, -1, (lua_Integer)id + 1) == LUA_TNIL) {
        lua_pop(L, 1);
        struct value_reference *reference = lua_newuserdatauv(L, sizeof *reference, 0);
        reference->id = id;
        value_set_type(L, type);
        lua_pushvalue(L, -1);
        lua_rawseti(L, -3, (lua_Integer)id + 1);
    }
    lua_remove(L, -2);
}

/* What stands at a negative index is a field of an argument and has no number. */
static int raise_type(lua_State *L, int index, const char *wanted) {
    if (index > 0)
        return luaL_typeerror(L, index, wanted);
    return sandbox_raise(L, NULL, "%s expected, got %s",
                         diag_words(script_diag(script_of(L)), wanted),
                         sandbox_type_name(L, index));
}

const char *value_type_name(lua_State *L, int index) {
    for (int type = 0; type < VALUE_COUNT; type++)
        if (value_test(L, index, (enum value_type)type) != NULL)
            return type_names[type];
    return luaL_typename(L, index);
}

void *value_test(lua_State *L, int index, enum value_type type) {
    if (lua_type(L, index) != LUA_TUSERDATA || lua_getmetatable(L, index) == 0)
        return NULL;
    lua_rawgetp(L, LUA_REGISTRYINDEX, &type_keys[type]);
    bool same = lua_rawequal(L, -1, -2) != 0;
    lua_pop(L, 2);
    return same ? lua_touserdata(L, index) : NULL;
}

void *value_check(lua_State *L, int index, enum value_type type) {
    void *value = value_test(L, index, type);
    if (value == NULL)
        raise_type(L, index, type_names[type]);
    return value;
}

uint32_t area_field(lua_State *L, int table, const char *name) {
    uint32_t id = get_field(L, table, name) == LUA_TNIL ? need_job(L, name)->area
                                                        : area_check(L, -1);
    lua_pop(L, 1);
    return id;
}

uint32_t indicator_field(lua_State *L, int table, const char *name) {
    if (get_field(L, table, name) == LUA_TNIL)
        sandbox_raise(L, "write indicator = \"CODE\"", "%s is missing", name);
    uint32_t id = indicator_check(L, -1);
    lua_pop(L, 1);
    return id;
}

struct period period_field(lua_State *L, int table, const char *name) {
    struct period period = get_field(L, table, name) == LUA_TNIL
                               ? need_job(L, name)->period
                               : period_check(L, -1);
    lua_pop(L, 1);
    return period;
}

/* With the nearest of the options, else all of them. */
static int raise_unknown_option(lua_State *L, const char *what, struct str wanted,
                                const struct str *names, size_t count) {
    if (diag_nearest(wanted, names, count).n > 0 || count == 0)
        return raise_unknown(L, what, wanted, names, count);
    const struct diag *diag = script_diag(script_of(L));
    luaL_Buffer list;
    luaL_buffinit(L, &list);
    for (size_t i = 0; i < count; i++) {
        luaL_addstring(&list, i > 0 ? ", " : "");
        luaL_addlstring(&list, names[i].p, names[i].n);
    }
    luaL_pushresult(&list);
    const char *hint =
        lua_pushfstring(L, diag_words(diag, "one of: %s"), lua_tostring(L, -1));
    return sandbox_raise(L, hint, "%s \"%.*s\"", diag_words(diag, what),
                         STR_ARG(wanted));
}

void options_check(lua_State *L, int table, const char *what,
                   const char *const *names) {
    struct str known[32];
    size_t count = 0;
    for (; names[count] != NULL && count < 32; count++)
        known[count] = str_from(names[count]);
    if (!lua_istable(L, table))
        sandbox_raise(L, NULL, "a table of named fields is expected, not a %s",
                      sandbox_type_name(L, table));
    struct str unknown = {NULL, 0}; /* the first by name, since a table has no order */
    lua_pushnil(L);
    while (lua_next(L, table) != 0) {
        lua_pop(L, 1);
        bool is_text = lua_type(L, -1) == LUA_TSTRING;
        struct str name = is_text ? check_str(L, -1) : STR("[1]");
        bool found = false;
        for (size_t i = 0; i < count && is_text; i++)
            found = found || str_equal(known[i], name);
        if (!found && (unknown.p == NULL || compare_names(&name, &unknown) < 0))
            unknown = name;
    }
    if (unknown.p != NULL)
        raise_unknown_option(L, what, unknown, known, count);
}

struct str text_field(lua_State *L, int table, const char *name) {
    struct str text = {"", 0};
    int type = get_field(L, table, name);
    if (type == LUA_TSTRING)
        text = check_str(L, -1);
    else if (type != LUA_TNIL)
        sandbox_raise(L, NULL, "%s must be a text, not a %s", name,
                      sandbox_type_name(L, -1));
    lua_pop(L, 1);
    return text;
}

static int raise_choice(lua_State *L, const char *name, const char *const *choices) {
    luaL_Buffer list;
    luaL_buffinit(L, &list);
    for (size_t i = 0; choices[i] != NULL; i++) {
        luaL_addstring(&list, i > 0 ? ", " : "");
        luaL_addstring(&list, choices[i]);
    }
    luaL_pushresult(&list);
    const char *known = lua_tostring(L, -1);
    if (lua_type(L, -2) == LUA_TSTRING)
        return sandbox_raise(L, NULL, "%s is \"%s\", not one of %s", name,
                             lua_tostring(L, -2), known);
    return sandbox_raise(L, NULL, "%s is a %s, not one of %s", name,
                         sandbox_type_name(L, -2), known);
}

int choice_field(lua_State *L, int table, const char *name,
                 const char *const *choices) {
    int chosen = 0;
    if (get_field(L, table, name) != LUA_TNIL) {
        bool text = lua_type(L, -1) == LUA_TSTRING;
        while (choices[chosen] != NULL &&
               (!text || strcmp(lua_tostring(L, -1), choices[chosen]) != 0))
            chosen++;
        if (choices[chosen] == NULL)
            raise_choice(L, name, choices);
    }
    lua_pop(L, 1);
    return chosen;
}

int flag_field(lua_State *L, int table, const char *name) {
    int type = get_field(L, table, name);
    int flag = type == LUA_TNIL ? -1 : lua_toboolean(L, -1);
    if (type != LUA_TNIL && type != LUA_TBOOLEAN)
        sandbox_raise(L, NULL, "%s must be true or false, not a %s", name,
                      sandbox_type_name(L, -1));
    lua_pop(L, 1);
    return flag;
}

void push_str(lua_State *L, struct str s) {
    lua_pushlstring(L, s.n > 0 ? s.p : "", s.n);
}

struct str check_str(lua_State *L, int index) {
    size_t n;
    if (lua_type(L, index) != LUA_TSTRING)
        raise_type(L, index, "string");
    const char *p = lua_tolstring(L, index, &n);
    return (struct str){p, n};
}

int raise_unknown(lua_State *L, const char *what, struct str wanted,
                  const struct str *names, size_t count) {
    struct str *sorted = lua_newuserdatauv(L, (count + 1) * sizeof *sorted, 0);
    if (count > 0)
        memcpy(sorted, names, count * sizeof *sorted);
    qsort(sorted, count, sizeof *sorted, compare_names);
    const struct diag *diag = script_diag(script_of(L));
    what = diag_words(diag, what);
    struct str nearest = diag_nearest(wanted, sorted, count);
    if (nearest.n == 0)
        return sandbox_raise(L, NULL, "%s \"%.*s\"", what, STR_ARG(wanted));
    push_str(L, nearest);
    const char *hint = lua_pushfstring(L, diag_words(diag, "did you mean \"%s\"?"),
                                       lua_tostring(L, -1));
    return sandbox_raise(L, hint, "%s \"%.*s\"", what, STR_ARG(wanted));
}

const uint32_t *area_list(lua_State *L, int index, size_t *count) {
    if (!lua_istable(L, index))
        sandbox_raise(L, "such as areas { level = \"province\" }",
                      "a list of areas is expected, not a %s",
                      sandbox_type_name(L, index));
    index = lua_absindex(L, index);
    size_t n = lua_rawlen(L, index);
    uint32_t *ids = lua_newuserdatauv(L, (n + 1) * sizeof *ids, 0);
    for (size_t i = 0; i < n; i++) {
        lua_rawgeti(L, index, (lua_Integer)i + 1);
        ids[i] = area_check(L, -1);
        lua_pop(L, 1);
    }
    *count = n;
    return ids;
}

const struct area_set *set_field(lua_State *L, int table) {
    struct common *common = &script_of(L)->common;
    const struct area_set *set = common->all;
    int top = lua_gettop(L);
    if (get_field(L, table, "areas") != LUA_TNIL) {
        size_t count;
        const uint32_t *areas = area_list(L, -1, &count);
        set = common_set(common, areas, count);
    }
    lua_settop(L, top);
    return set;
}

void bind_functions(lua_State *L, const luaL_Reg *functions) {
    lua_pushglobaltable(L);
    for (; functions->name != NULL; functions++) {
        lua_pushstring(L, functions->name);
        lua_pushcfunction(L, functions->func);
        lua_rawset(L, -3);
    }
    lua_pop(L, 1);
}
