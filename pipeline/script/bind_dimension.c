/* Dimensions and their items: items "field", item("field", "QMS"), dimensions{…},
   breakdowns "CERT"; and the series that a script asks for by them. */
#include "dataset/id_table.h"
#include "script/values.h"
#include <string.h>

static const char cache_key = 0;

/* ---- series ---- */

const struct series *series_of(const struct script *script, uint32_t id) {
    size_t known = dataset_series_count(script->ds);
    return id < known ? dataset_series(script->ds, id) : &script->wanted[id - known];
}

void series_put(const struct script *script, uint32_t id, struct buf *out) {
    dataset_put_code(script->ds, series_of(script, id), out);
}

static uint32_t find_wanted(const struct script *script, uint32_t indicator,
                            const uint32_t *items, size_t count) {
    uint32_t id;
    for (struct id_walk w =
             id_table_find(&script->wanted_keys, id_hash_list(indicator, items, count));
         id_walk_next(&w, &id);) {
        const struct series *s = &script->wanted[id];
        if (s->indicator == indicator && s->item_count == count &&
            (count == 0 || memcmp(s->items, items, count * sizeof *items) == 0))
            return id;
    }
    return DATASET_NONE;
}

static uint32_t add_wanted(struct script *script, uint32_t indicator,
                           const uint32_t *items, size_t count) {
    uint32_t *own = arena_array(script->own, count, sizeof *own);
    if (count > 0)
        memcpy(own, items, count * sizeof *own);
    script->wanted = arena_grow(script->own, script->wanted, script->wanted_count,
                                &script->wanted_capacity, sizeof *script->wanted);
    uint32_t id = (uint32_t)script->wanted_count++;
    script->wanted[id] = (struct series){indicator, (uint32_t)count, own};
    bool anew = id_table_reserve(&script->wanted_keys, 1, script->own);
    for (uint32_t i = anew ? 0 : id; i <= id; i++) {
        const struct series *s = &script->wanted[i];
        id_table_add(&script->wanted_keys,
                     id_hash_list(s->indicator, s->items, s->item_count), i);
    }
    return id;
}

/* The id of a series, new if nobody has asked for it. The items are in order. */
static uint32_t intern(struct script *script, uint32_t indicator, const uint32_t *items,
                       size_t count) {
    uint32_t id = dataset_find_series(script->ds, indicator, items, count);
    if (id != DATASET_NONE)
        return id;
    size_t known = dataset_series_count(script->ds);
    id = find_wanted(script, indicator, items, count);
    return (uint32_t)known +
           (id != DATASET_NONE ? id : add_wanted(script, indicator, items, count));
}

uint32_t series_sibling(lua_State *L, uint32_t series, uint32_t indicator) {
    struct script *script = script_of(L);
    uint32_t id = dataset_sibling(script->ds, series, indicator);
    if (id != DATASET_NONE)
        return id;
    const struct series *s = series_of(script, series);
    return intern(script, indicator, s->items, s->item_count);
}

uint32_t series_item(lua_State *L, uint32_t series, uint32_t dimension) {
    const struct script *script = script_of(L);
    const struct series *s = series_of(script, series);
    for (uint32_t i = 0; i < s->item_count; i++)
        if (dataset_item(script->ds, s->items[i])->dimension == dimension)
            return s->items[i];
    return DATASET_NONE;
}

uint32_t series_with(lua_State *L, uint32_t series, uint32_t dimension, uint32_t item) {
    struct script *script = script_of(L);
    const struct series *s = series_of(script, series);
    uint32_t items[DATASET_ITEMS_MAX], indicator = s->indicator;
    size_t count = 0;
    for (uint32_t i = 0; i < s->item_count; i++)
        if (dataset_item(script->ds, s->items[i])->dimension != dimension)
            items[count++] = s->items[i];
    if (item != DATASET_NONE && count == DATASET_ITEMS_MAX)
        sandbox_raise(L, NULL, "a value has at most %d items", DATASET_ITEMS_MAX);
    if (item != DATASET_NONE)
        items[count++] = item;
    dataset_sort_items(script->ds, items, count);
    return intern(script, indicator, items, count);
}

/* ---- their arguments ---- */

uint32_t dimension_check(lua_State *L, int index) {
    if (lua_type(L, index) != LUA_TSTRING)
        sandbox_raise(L, NULL, "a dimension is expected, not a %s",
                      sandbox_type_name(L, index));
    struct str name = check_str(L, index);
    const struct dataset *ds = script_of(L)->ds;
    size_t count = dataset_dimension_count(ds);
    struct str *names = lua_newuserdatauv(L, (2 * count + 1) * sizeof *names, 0);
    for (uint32_t i = 0; i < count; i++) {
        names[2 * i] = dataset_dimension(ds, i)->code;
        names[2 * i + 1] = dataset_dimension(ds, i)->name;
        if (str_equal(names[2 * i], name) || str_equal(names[2 * i + 1], name)) {
            lua_pop(L, 1);
            return i;
        }
    }
    raise_unknown(L, "no dimension", name, names, 2 * count);
    return DATASET_NONE;
}

static bool is_called(const struct dimension_item *item, struct str name) {
    if (str_equal(item->code, name) || str_equal(item->name, name) ||
        (name.n > 0 && str_equal(item->name_en, name)))
        return true;
    for (size_t at = 0; at < item->aliases.n;) {
        size_t end = str_find(item->aliases, STR(";"), at);
        if (str_equal(str_trim(str_slice(item->aliases, at, end)), name))
            return true;
        at = end == STR_NOT_FOUND ? item->aliases.n : end + 1;
    }
    return false;
}

/* An item, its code or a name; DATASET_NONE for "total". */
static uint32_t item_check(lua_State *L, int index, uint32_t dimension) {
    const struct dataset *ds = script_of(L)->ds;
    const struct value_reference *reference = value_test(L, index, VALUE_ITEM);
    struct str of = dataset_dimension(ds, dimension)->code;
    if (reference != NULL && dataset_item(ds, reference->id)->dimension != dimension)
        sandbox_raise(L, NULL, "\"%.*s\" is no item of the dimension \"%.*s\"",
                      STR_ARG(dataset_item(ds, reference->id)->name), STR_ARG(of));
    if (reference != NULL)
        return reference->id;
    if (lua_type(L, index) != LUA_TSTRING)
        sandbox_raise(L, NULL, "an item is expected, not a %s",
                      sandbox_type_name(L, index));
    struct str name = check_str(L, index);
    if (str_equal(name, STR("total")))
        return DATASET_NONE;
    size_t all = dataset_item_count(ds), count = 0;
    uint32_t found = dataset_find_item(ds, dimension, name);
    struct str *names = lua_newuserdatauv(L, (2 * all + 1) * sizeof *names, 0);
    for (uint32_t i = 0; i < all && found == DATASET_NONE; i++) {
        const struct dimension_item *item = dataset_item(ds, i);
        if (item->dimension != dimension)
            continue;
        found = is_called(item, name) ? i : found;
        names[count++] = item->code;
        names[count++] = item->name;
    }
    if (found == DATASET_NONE)
        raise_unknown(L, "no item", name, names, count);
    lua_pop(L, 1);
    return found;
}

uint32_t series_narrow(lua_State *L, uint32_t series, int index) {
    if (!lua_istable(L, index))
        sandbox_raise(L, "where = { field = \"QMS\" }",
                      "%s must be a table of name = value, not a %s", "where",
                      sandbox_type_name(L, index));
    index = lua_absindex(L, index);
    int top = lua_gettop(L);
    sandbox_push_keys(L,
                      index); /* so that one of several faults is always told first */
    size_t count = lua_rawlen(L, -1);
    uint32_t *seen = lua_newuserdatauv(L, (count + 1) * sizeof *seen, 0);
    for (size_t i = 0; i < count; i++) {
        lua_rawgeti(L, top + 1, (lua_Integer)i + 1);
        uint32_t dimension = seen[i] = dimension_check(L, -1);
        for (size_t j = 0; j < i; j++)
            if (seen[j] == dimension)
                sandbox_raise(
                    L, "a dimension has a code and a name: write one of them",
                    "the dimension \"%.*s\" is named twice",
                    STR_ARG(dataset_dimension(script_of(L)->ds, dimension)->code));
        lua_rawget(L, index);
        series = series_with(L, series, dimension, item_check(L, -1, dimension));
        lua_pop(L, 1);
    }
    lua_settop(L, top);
    return series;
}

uint32_t series_check(lua_State *L, int index) {
    struct script *script = script_of(L);
    struct str code = {"", 0};
    if (lua_type(L, index) == LUA_TSTRING)
        code = check_str(L, index);
    if (str_find(code, STR("["), 0) == STR_NOT_FOUND)
        return dataset_total(script->ds, indicator_check(L, index));
    uint32_t indicator, items[DATASET_ITEMS_MAX];
    size_t count;
    struct str unknown = dataset_read_code(script->ds, code, &indicator, items, &count);
    if (indicator == DATASET_NONE) {
        push_str(L, unknown);
        indicator_check(L, -1); /* raises with a suggestion */
    }
    if (unknown.n > 0)
        sandbox_raise(L, "write it as in CERT[field=QMS;sex=F]",
                      "\"%.*s\" names no item", STR_ARG(unknown));
    return intern(script, indicator, items, count);
}

uint32_t series_field(lua_State *L, int table) {
    if (lua_getfield(L, table, "indicator") == LUA_TNIL)
        sandbox_raise(L, "write indicator = \"CODE\"", "%s is missing", "indicator");
    uint32_t series = series_check(L, -1);
    if (lua_getfield(L, table, "where") != LUA_TNIL)
        series = series_narrow(L, series, -1);
    lua_pop(L, 2);
    return series;
}

void items_push(lua_State *L, uint32_t series) {
    const struct script *script = script_of(L);
    lua_newtable(L);
    if (series == DATASET_NONE)
        return;
    const struct series *s = series_of(script, series);
    for (uint32_t i = 0; i < s->item_count; i++) {
        const struct dimension_item *item = dataset_item(script->ds, s->items[i]);
        push_str(L, dataset_dimension(script->ds, item->dimension)->code);
        item_push(L, s->items[i]);
        lua_rawset(L, -3);
    }
}

/* ---- items as values ---- */

void item_push(lua_State *L, uint32_t id) {
    value_push_id(L, &cache_key, VALUE_ITEM, id);
}

static const struct dimension_item *check(lua_State *L, int index) {
    const struct value_reference *reference = value_check(L, index, VALUE_ITEM);
    return dataset_item(script_of(L)->ds, reference->id);
}

/* [-2, +1, e] */
static int item_index(lua_State *L) {
    const struct dimension_item *item = check(L, 1);
    struct str name = check_str(L, 2);
    const struct {
        struct str name, value;
    } texts[] = {
        {STR("code"), item->code},
        {STR("name"), item->name},
        {STR("name_en"), item->name_en},
        {STR("definition"), item->definition},
        {STR("definition_en"), item->definition_en},
        {STR("brief"), item->brief},
        {STR("brief_en"), item->brief_en},
        {STR("aliases"), item->aliases},
        {STR("dimension"), dataset_dimension(script_of(L)->ds, item->dimension)->code},
    };
    enum { TEXTS = sizeof texts / sizeof texts[0] };
    struct str names[TEXTS + 1];
    for (size_t i = 0; i < TEXTS; i++) {
        names[i] = texts[i].name;
        if (str_equal(texts[i].name, name)) {
            push_str(L, texts[i].value);
            return 1;
        }
    }
    names[TEXTS] = STR("parent");
    if (!str_equal(name, names[TEXTS]))
        return raise_unknown(L, "an item has no", name, names, TEXTS + 1);
    if (item->parent == DATASET_NONE)
        lua_pushnil(L);
    else
        item_push(L, item->parent);
    return 1;
}

/* [-1, +1, e] */
static int item_tostring(lua_State *L) {
    const struct dimension_item *i = check(L, 1);
    push_str(L, script_either(script_of(L), (struct either){i->name, i->name_en}));
    return 1;
}

/* [-2, +1, e] item("field", "QMS") */
static int item(lua_State *L) {
    uint32_t dimension = dimension_check(L, 1);
    uint32_t id = item_check(L, 2, dimension);
    if (id == DATASET_NONE)
        lua_pushnil(L);
    else
        item_push(L, id);
    return 1;
}

/* [-1, +1, e] items "field", items{ dimension =, parent = } in dictionary order; the
   parent "total" keeps those without one */
static int items(lua_State *L) {
    static const char *const names[] = {"dimension", "parent", NULL};
    const struct dataset *ds = script_of(L)->ds;
    bool all = true;
    uint32_t parent = DATASET_NONE;
    lua_settop(L, 1);
    if (lua_istable(L, 1)) {
        options_check(L, 1, "items: no option", names);
        lua_getfield(L, 1, "dimension");
    }
    uint32_t dimension = dimension_check(L, -1);
    if (lua_istable(L, 1) && lua_getfield(L, 1, "parent") != LUA_TNIL) {
        all = false;
        parent = item_check(L, -1, dimension);
    }
    lua_newtable(L);
    lua_Integer n = 0;
    for (uint32_t id = 0; id < dataset_item_count(ds); id++) {
        const struct dimension_item *i = dataset_item(ds, id);
        if (i->dimension == dimension && (all || i->parent == parent)) {
            item_push(L, id);
            lua_rawseti(L, -2, ++n);
        }
    }
    return 1;
}

/* [-0, +1, e] dimensions(): { code =, name =, name_en = } each */
static int dimensions(lua_State *L) {
    const struct dataset *ds = script_of(L)->ds;
    lua_newtable(L);
    for (uint32_t id = 0; id < dataset_dimension_count(ds); id++) {
        const struct dimension *d = dataset_dimension(ds, id);
        lua_createtable(L, 0, 3);
        push_str(L, d->code);
        lua_setfield(L, -2, "code");
        push_str(L, d->name);
        lua_setfield(L, -2, "name");
        push_str(L, d->name_en);
        lua_setfield(L, -2, "name_en");
        lua_rawseti(L, -2, (lua_Integer)id + 1);
    }
    return 1;
}

/* [-1, +1, e] breakdowns "CERT": for each series of the data { field = item }, the
   total's { } first */
static int breakdowns(lua_State *L) {
    size_t count;
    const uint32_t *ids =
        dataset_series_of(script_of(L)->ds, indicator_check(L, 1), &count);
    lua_newtable(L);
    for (size_t i = 0; i < count; i++) {
        items_push(L, ids[i]);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    sandbox_charge(L, count);
    return 1;
}

static const luaL_Reg metamethods[] = {
    {"__index", item_index}, {"__tostring", item_tostring}, {NULL, NULL}};

static const luaL_Reg functions[] = {{"item", item},
                                     {"items", items},
                                     {"dimensions", dimensions},
                                     {"breakdowns", breakdowns},
                                     {NULL, NULL}};

void bind_dimension(lua_State *L) {
    lua_newtable(L);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &cache_key);
    value_new_type(L, VALUE_ITEM);
    luaL_setfuncs(L, metamethods, 0);
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_pop(L, 1);
    bind_functions(L, functions);
}
