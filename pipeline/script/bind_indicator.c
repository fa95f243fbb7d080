/* Indicators: the columns of input/indicators.csv, indicator "CODE",
   indicators{…}. */
#include "dataset/codes.h"
#include "script/values.h"
#include <string.h>

static const char cache_key = 0;

static const struct indicator *check(lua_State *L, int index) {
    const struct value_reference *reference = value_check(L, index, VALUE_INDICATOR);
    return dataset_indicator(script_of(L)->ds, reference->id);
}

/* [-2, +1, e] */
static int indicator_index(lua_State *L) {
    const struct indicator *i = check(L, 1);
    struct str name = check_str(L, 2);
    const struct {
        struct str name, value;
    } texts[] = {
        {STR("code"), i->code},
        {STR("name"), i->name},
        {STR("name_en"), i->name_en},
        {STR("element"), i->element},
        {STR("group"), i->group},
        {STR("parent"), i->parent},
        {STR("unit"), i->unit},
        {STR("growth_source"), i->growth_source},
        {STR("numerator"), i->numerator},
        {STR("denominator"), i->denominator},
        {STR("rank_of"), i->rank_of},
        {STR("definition"), i->definition},
        {STR("definition_en"), i->definition_en},
        {STR("brief"), i->brief},
        {STR("brief_en"), i->brief_en},
        {STR("source"), i->source},
        {STR("source_en"), i->source_en},
        {STR("aliases"), i->aliases},
        {STR("direction"), str_from(direction_codes[i->direction])},
        {STR("kind"), str_from(indicator_kind_codes[i->kind])},
        {STR("growth"), str_from(growth_rule_codes[i->growth])},
        {STR("aggregation"), str_from(aggregation_codes[i->aggregation])},
    };
    enum { TEXTS = sizeof texts / sizeof texts[0] };
    struct str names[TEXTS + 3];
    for (size_t t = 0; t < TEXTS; t++) {
        names[t] = texts[t].name;
        if (str_equal(texts[t].name, name)) {
            push_str(L, texts[t].value);
            return 1;
        }
    }
    names[TEXTS] = STR("decimals");
    names[TEXTS + 1] = STR("break_year");
    names[TEXTS + 2] = STR("demo");
    if (str_equal(name, names[TEXTS])) {
        lua_pushinteger(L, i->decimals);
    } else if (str_equal(name, names[TEXTS + 1])) {
        if (i->break_year == 0)
            lua_pushnil(L);
        else
            lua_pushinteger(L, i->break_year);
    } else if (str_equal(name, names[TEXTS + 2])) {
        lua_pushboolean(L, i->demo);
    } else {
        return raise_unknown(L, "an indicator has no", name, names, TEXTS + 3);
    }
    return 1;
}

/* [-1, +1, e] */
static int indicator_tostring(lua_State *L) {
    const struct indicator *i = check(L, 1);
    push_str(L, script_either(script_of(L), (struct either){i->name, i->name_en}));
    return 1;
}

/* [-1, +1, e] indicator "CODE" */
static int indicator(lua_State *L) {
    indicator_push(L, indicator_check(L, 1));
    return 1;
}

/* [-1, +1, e] indicators{ element=, group=, parent=, demo=, kind= } */
static int indicators(lua_State *L) {
    static const char *const names[] = {"element", "group", "parent",
                                        "demo",    "kind",  NULL};
    lua_settop(L, 1);
    bool all = lua_isnil(L, 1);
    struct str element = {NULL, 0}, group = {NULL, 0}, parent = {NULL, 0},
               kind = {NULL, 0};
    int demo = -1;
    if (!all) {
        options_check(L, 1, "indicators: no option", names);
        element = text_field(L, 1, "element");
        group = text_field(L, 1, "group");
        parent = text_field(L, 1, "parent");
        kind = text_field(L, 1, "kind");
        demo = flag_field(L, 1, "demo");
    }
    const struct dataset *ds = script_of(L)->ds;
    lua_newtable(L);
    lua_Integer n = 0;
    for (uint32_t id = 0; id < dataset_indicator_count(ds); id++) {
        const struct indicator *i = dataset_indicator(ds, id);
        if ((element.n == 0 || str_equal(i->element, element)) &&
            (group.n == 0 || str_equal(i->group, group)) &&
            (parent.n == 0 || str_equal(i->parent, parent)) &&
            (kind.n == 0 || str_equal(str_from(indicator_kind_codes[i->kind]), kind)) &&
            (demo < 0 || i->demo == (demo != 0))) {
            indicator_push(L, id);
            lua_rawseti(L, -2, ++n);
        }
    }
    return 1;
}

void indicator_push(lua_State *L, uint32_t id) {
    value_push_id(L, &cache_key, VALUE_INDICATOR, id);
}

uint32_t indicator_check(lua_State *L, int index) {
    const struct value_reference *reference = value_test(L, index, VALUE_INDICATOR);
    if (reference != NULL)
        return reference->id;
    if (lua_type(L, index) != LUA_TSTRING)
        sandbox_raise(L, NULL, "an indicator is expected, not a %s",
                      sandbox_type_name(L, index));
    struct str code = check_str(L, index);
    const struct dataset *ds = script_of(L)->ds;
    uint32_t id = dataset_find_indicator(ds, code);
    if (id == DATASET_NONE) {
        size_t count = dataset_indicator_count(ds);
        struct str *names = lua_newuserdatauv(L, (2 * count + 1) * sizeof *names, 0);
        for (size_t i = 0; i < count; i++) {
            names[2 * i] = dataset_indicator(ds, (uint32_t)i)->code;
            names[2 * i + 1] = dataset_indicator(ds, (uint32_t)i)->name;
            if (str_equal(names[2 * i + 1], code)) {
                push_str(L, names[2 * i]);
                const char *hint = lua_pushfstring(
                    L, diag_words(script_diag(script_of(L)), "its code is \"%s\""),
                    lua_tostring(L, -1));
                sandbox_raise(L, hint, "indicators go by their code, not by \"%.*s\"",
                              STR_ARG(code));
            }
        }
        raise_unknown(L, "no indicator", code, names, 2 * count);
    }
    return id;
}

static const luaL_Reg metamethods[] = {
    {"__index", indicator_index}, {"__tostring", indicator_tostring}, {NULL, NULL}};

static const luaL_Reg functions[] = {
    {"indicator", indicator}, {"indicators", indicators}, {NULL, NULL}};

void bind_indicator(lua_State *L) {
    lua_newtable(L);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &cache_key);
    value_new_type(L, VALUE_INDICATOR);
    luaL_setfuncs(L, metamethods, 0);
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_pop(L, 1);
    bind_functions(L, functions);
}
