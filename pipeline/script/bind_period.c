/* Periods: code label label_en year index kind, p:previous(), p:year_ago(),
   p:shift(n), period_of "2023-09". */
#include "script/values.h"
#include "words/words.h"
#include <string.h>

static struct period *check(lua_State *L, int index) {
    return value_check(L, index, VALUE_PERIOD);
}

static const char *kind_name(enum period_kind kind) {
    switch (kind) {
    case PERIOD_NOT_STATED:
        return "not_stated";
    case PERIOD_YEAR:
        return "year";
    case PERIOD_HALF:
        return "half";
    case PERIOD_QUARTER:
        return "quarter";
    case PERIOD_MONTH:
        return "month";
    case PERIOD_YTD:
        return "ytd";
    case PERIOD_SPAN:
        return "span";
    case PERIOD_WEEK:
        return "week";
    case PERIOD_DAY:
        return "day";
    case PERIOD_KINDS:
        break;
    }
    return "not_stated";
}

static int push_or_nil(lua_State *L, bool exists, struct period period) {
    if (exists)
        period_push(L, period);
    else
        lua_pushnil(L);
    return 1;
}

/* [-1, +1, e] 上期, or nil */
static int period_method_previous(lua_State *L) {
    struct period other = {0};
    return push_or_nil(L, period_previous(*check(L, 1), &other), other);
}

/* [-1, +1, e] 同期, or nil */
static int period_method_year_ago(lua_State *L) {
    struct period other = {0};
    return push_or_nil(L, period_year_ago(*check(L, 1), &other), other);
}

/* [-2, +1, e] */
static int period_method_shift(lua_State *L) {
    struct period other = {0};
    lua_Integer steps = luaL_checkinteger(L, 2);
    luaL_argcheck(L, steps >= -10000 && steps <= 10000, 2, "too many steps");
    return push_or_nil(L, period_shift(*check(L, 1), (int)steps, &other), other);
}

/* [-0, +1, e] its label in English, whatever the report's language is */
static void push_english(lua_State *L, struct period p) {
    struct catalogue english = {0};
    words_vocabulary(STR("en"), &english);
    push_str(L, period_label(p, english, script_of(L)->own));
}

/* [-2, +1, e] upvalue: the methods */
static int period_index(lua_State *L) {
    struct period p = *check(L, 1);
    struct str name = check_str(L, 2);
    struct arena *arena = script_of(L)->own;
    if (str_equal(name, STR("code")))
        push_str(L, period_code(p, arena));
    else if (str_equal(name, STR("label")))
        push_str(L, period_label(p, script_of(L)->words, arena));
    else if (str_equal(name, STR("label_en")))
        push_english(L, p);
    else if (str_equal(name, STR("year")))
        lua_pushinteger(L, p.year);
    else if (str_equal(name, STR("index")))
        lua_pushinteger(L, p.index);
    else if (str_equal(name, STR("kind")))
        lua_pushstring(L, kind_name((enum period_kind)p.kind));
    else {
        lua_pushvalue(L, 2);
        if (lua_rawget(L, lua_upvalueindex(1)) == LUA_TNIL) {
            const struct str names[] = {
                STR("code"),     STR("label"),    STR("label_en"),
                STR("year"),     STR("index"),    STR("kind"),
                STR("previous"), STR("year_ago"), STR("shift")};
            return raise_unknown(L, "a period has no", name, names,
                                 sizeof names / sizeof names[0]);
        }
    }
    return 1;
}

/* [-2, +1, e] */
static int period_eq(lua_State *L) {
    lua_pushboolean(L, period_equal(*check(L, 1), *check(L, 2)));
    return 1;
}

/* [-2, +1, e] */
static int period_lt(lua_State *L) {
    lua_pushboolean(L, period_compare(*check(L, 1), *check(L, 2)) < 0);
    return 1;
}

/* [-2, +1, e] */
static int period_le(lua_State *L) {
    lua_pushboolean(L, period_compare(*check(L, 1), *check(L, 2)) <= 0);
    return 1;
}

/* [-1, +1, e] */
static int period_tostring(lua_State *L) {
    push_str(L, period_label(*check(L, 1), script_of(L)->words, script_of(L)->own));
    return 1;
}

/* [-1, +1, e] */
static int period_of(lua_State *L) {
    period_push(L, period_check(L, 1));
    return 1;
}

void period_push(lua_State *L, struct period period) {
    struct period *p = lua_newuserdatauv(L, sizeof *p, 0);
    *p = period;
    value_set_type(L, VALUE_PERIOD);
}

struct period period_check(lua_State *L, int index) {
    struct period *known = value_test(L, index, VALUE_PERIOD);
    if (known != NULL)
        return *known;
    struct period period = {0};
    struct str code = {NULL, 0};
    if (lua_isinteger(L, index) || lua_type(L, index) == LUA_TSTRING) {
        lua_pushvalue(L, index);
        size_t n;
        code.p = lua_tolstring(L, -1, &n);
        code.n = n;
    } else {
        sandbox_raise(L, NULL, "a period is expected, not a %s",
                      sandbox_type_name(L, index));
    }
    if (code.n == 0 || !period_from_code(code, &period))
        sandbox_raise(L,
                      "write \"2023\", \"2023-09\", \"2023-Q3\", \"2023-H1\", "
                      "\"2023-YTD09\" or \"2023-12-31\"",
                      "\"%s\" is not a period", code.p);
    lua_pop(L, 1);
    return period;
}

static const luaL_Reg methods[] = {{"previous", period_method_previous},
                                   {"year_ago", period_method_year_ago},
                                   {"shift", period_method_shift},
                                   {NULL, NULL}};

static const luaL_Reg metamethods[] = {{"__eq", period_eq},
                                       {"__lt", period_lt},
                                       {"__le", period_le},
                                       {"__tostring", period_tostring},
                                       {NULL, NULL}};

static const luaL_Reg functions[] = {{"period_of", period_of}, {NULL, NULL}};

void bind_period(lua_State *L) {
    value_new_type(L, VALUE_PERIOD);
    luaL_setfuncs(L, metamethods, 0);
    lua_newtable(L);
    luaL_setfuncs(L, methods, 0);
    lua_pushcclosure(L, period_index, 1);
    lua_setfield(L, -2, "__index");
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_pop(L, 1);
    bind_functions(L, functions);
}
