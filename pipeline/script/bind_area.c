/* Areas: the columns of input/areas.csv, a:region("region4"), a:in_group("长三角"),
   area_of "安徽", areas{…}, regions(scheme). */
#include "script/values.h"
#include <string.h>

static const char cache_key = 0;

static uint32_t check_id(lua_State *L, int index) {
    const struct value_reference *reference = value_check(L, index, VALUE_AREA);
    return reference->id;
}

static const struct area *check(lua_State *L, int index) {
    return dataset_area(script_of(L)->ds, check_id(L, index));
}

/* [-2, +1, e] the name of the region in a scheme, or nil */
static int area_method_region(lua_State *L) {
    struct str region = area_region(check(L, 1), check_str(L, 2));
    if (region.n == 0)
        lua_pushnil(L);
    else
        push_str(L, region);
    return 1;
}

/* [-2, +1, e] */
static int area_method_in_group(lua_State *L) {
    lua_pushboolean(L, area_in_group(check(L, 1), check_str(L, 2)));
    return 1;
}

static void push_tile(lua_State *L, int place) {
    if (place < 0)
        lua_pushnil(L);
    else
        lua_pushinteger(L, place);
}

/* [-2, +1, e] upvalue: the methods */
static int area_index(lua_State *L) {
    const struct area *area = check(L, 1);
    struct str name = check_str(L, 2);
    const struct {
        struct str name, value;
    } texts[] = {{STR("code"), area->code},        {STR("name"), area->name},
                 {STR("short"), area->short_name}, {STR("abbr"), area->abbreviation},
                 {STR("name_en"), area->name_en},  {STR("level"), area->level},
                 {STR("groups"), area->groups},    {STR("regions"), area->regions}};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        if (str_equal(texts[i].name, name)) {
            push_str(L, texts[i].value);
            return 1;
        }
    if (str_equal(name, STR("parent"))) {
        if (area->parent == DATASET_NONE)
            lua_pushnil(L);
        else
            area_push(L, area->parent);
    } else if (str_equal(name, STR("ranked"))) {
        lua_pushboolean(L, area->ranked);
    } else if (str_equal(name, STR("demo"))) {
        lua_pushboolean(L, area->demo);
    } else if (str_equal(name, STR("tile_row"))) {
        push_tile(L, area->tile_row);
    } else if (str_equal(name, STR("tile_column"))) {
        push_tile(L, area->tile_column);
    } else {
        lua_pushvalue(L, 2);
        if (lua_rawget(L, lua_upvalueindex(1)) == LUA_TNIL) {
            const struct str names[] = {
                STR("code"),     STR("name"),        STR("short"),   STR("abbr"),
                STR("name_en"),  STR("level"),       STR("groups"),  STR("parent"),
                STR("ranked"),   STR("demo"),        STR("region"),  STR("in_group"),
                STR("tile_row"), STR("tile_column"), STR("regions"),
            };
            return raise_unknown(L, "an area has no", name, names,
                                 sizeof names / sizeof names[0]);
        }
    }
    return 1;
}

/* [-1, +1, e] 安徽; Anhui in a report in English */
static int area_tostring(lua_State *L) {
    const struct area *area = check(L, 1);
    struct str chinese = area->short_name.n > 0 ? area->short_name : area->name;
    push_str(L, script_either(script_of(L), (struct either){chinese, area->name_en}));
    return 1;
}

/* [-2, +1, e] in the order of areas.csv */
static int area_lt(lua_State *L) {
    lua_pushboolean(L, check_id(L, 1) < check_id(L, 2));
    return 1;
}

/* [-1, +1, e] */
static int area_of(lua_State *L) {
    area_push(L, area_check(L, 1));
    return 1;
}

struct area_filter {
    struct str level, scheme, region, group;
    int ranked; /* −1: either */
    const struct area *parent;
    uint32_t parent_id;
};

static bool passes(const struct area_filter *filter, const struct area *area) {
    return (filter->level.n == 0 || str_equal(area->level, filter->level)) &&
           (filter->ranked < 0 || area->ranked == (filter->ranked != 0)) &&
           (filter->group.n == 0 || area_in_group(area, filter->group)) &&
           (filter->region.n == 0 ||
            str_equal(area_region(area, filter->scheme), filter->region)) &&
           (filter->parent_id == DATASET_NONE || area->parent == filter->parent_id);
}

/* [-1, +1, e] areas{ level=, region=, scheme=, group=, ranked=, parent= } */
static int areas(lua_State *L) {
    static const char *const names[] = {"level",  "region", "scheme", "group",
                                        "ranked", "parent", NULL};
    struct area_filter filter = {.ranked = -1, .parent_id = DATASET_NONE};
    lua_settop(L, 1);
    if (lua_isnil(L, 1)) {
        filter.ranked = 1;
    } else {
        options_check(L, 1, "areas: no option", names);
        filter.level = text_field(L, 1, "level");
        filter.region = text_field(L, 1, "region");
        filter.scheme = text_field(L, 1, "scheme");
        filter.group = text_field(L, 1, "group");
        filter.ranked = flag_field(L, 1, "ranked");
        if (lua_getfield(L, 1, "parent") != LUA_TNIL)
            filter.parent_id = area_check(L, -1);
        lua_pop(L, 1);
        if (filter.region.n > 0 && filter.scheme.n == 0)
            filter.scheme = STR("region4");
    }
    const struct dataset *ds = script_of(L)->ds;
    lua_newtable(L);
    lua_Integer n = 0;
    for (uint32_t id = 0; id < dataset_area_count(ds); id++)
        if (passes(&filter, dataset_area(ds, id))) {
            area_push(L, id);
            lua_rawseti(L, -2, ++n);
        }
    if (n == 0 && filter.region.n > 0)
        return sandbox_raise(L, "the schemes and regions are in input/areas.csv",
                             "no area lies in the region \"%.*s\" of \"%.*s\"",
                             STR_ARG(filter.region), STR_ARG(filter.scheme));
    if (n == 0 && filter.group.n > 0)
        return sandbox_raise(L, "the groups are in input/areas.csv",
                             "no area is in the group \"%.*s\"", STR_ARG(filter.group));
    return 1;
}

/* [-1, +1, e] regions(scheme): { {name=, areas=}, … } of the ranked areas */
static int regions(lua_State *L) {
    struct str scheme = check_str(L, 1);
    const struct dataset *ds = script_of(L)->ds;
    lua_newtable(L); /* 2: result */
    lua_newtable(L); /* 3: region name → its areas */
    lua_Integer count = 0;
    for (uint32_t id = 0; id < dataset_area_count(ds); id++) {
        const struct area *area = dataset_area(ds, id);
        struct str region = area_region(area, scheme);
        if (!area->ranked || region.n == 0)
            continue;
        push_str(L, region);
        lua_pushvalue(L, -1);
        if (lua_rawget(L, 3) == LUA_TNIL) {
            lua_pop(L, 1);
            lua_createtable(L, 0, 2); /* the entry */
            lua_pushvalue(L, -2);
            lua_setfield(L, -2, "name");
            lua_newtable(L);
            lua_pushvalue(L, -3);
            lua_pushvalue(L, -2);
            lua_rawset(L, 3);
            lua_pushvalue(L, -1);
            lua_setfield(L, -3, "areas");
            lua_insert(L, -2);
            lua_rawseti(L, 2, ++count);
        }
        area_push(L, id);
        lua_rawseti(L, -2, (lua_Integer)lua_rawlen(L, -2) + 1);
        lua_settop(L, 3);
    }
    if (count == 0)
        return sandbox_raise(L,
                             "the schemes are in the column regions of "
                             "input/areas.csv, such as region4",
                             "no area has a region of \"%.*s\"", STR_ARG(scheme));
    lua_settop(L, 2);
    return 1;
}

void area_push(lua_State *L, uint32_t id) {
    value_push_id(L, &cache_key, VALUE_AREA, id);
}

uint32_t area_check(lua_State *L, int index) {
    const struct value_reference *reference = value_test(L, index, VALUE_AREA);
    if (reference != NULL)
        return reference->id;
    if (lua_type(L, index) != LUA_TSTRING)
        sandbox_raise(L, NULL, "an area is expected, not a %s",
                      sandbox_type_name(L, index));
    struct str name = check_str(L, index);
    const struct dataset *ds = script_of(L)->ds;
    uint32_t id = dataset_find_area(ds, name);
    size_t count = dataset_area_count(ds);
    for (uint32_t i = 0; id == DATASET_NONE && i < count; i++)
        if (area_is_called(dataset_area(ds, i), name))
            id = i;
    if (id == DATASET_NONE) {
        struct str *names = lua_newuserdatauv(L, (2 * count + 1) * sizeof *names, 0);
        for (size_t i = 0; i < count; i++) {
            const struct area *area = dataset_area(ds, (uint32_t)i);
            names[2 * i] = area->name;
            names[2 * i + 1] = area->short_name;
        }
        raise_unknown(L, "no area", name, names, 2 * count);
    }
    return id;
}

static const luaL_Reg methods[] = {
    {"region", area_method_region}, {"in_group", area_method_in_group}, {NULL, NULL}};

static const luaL_Reg metamethods[] = {
    {"__tostring", area_tostring}, {"__lt", area_lt}, {NULL, NULL}};

static const luaL_Reg functions[] = {
    {"area_of", area_of}, {"areas", areas}, {"regions", regions}, {NULL, NULL}};

void bind_area(lua_State *L) {
    lua_newtable(L);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &cache_key);
    value_new_type(L, VALUE_AREA);
    luaL_setfuncs(L, metamethods, 0);
    lua_newtable(L);
    luaL_setfuncs(L, methods, 0);
    lua_pushcclosure(L, area_index, 1);
    lua_setfield(L, -2, "__index");
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_pop(L, 1);
    bind_functions(L, functions);
}
