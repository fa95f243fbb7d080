/* The program's tables of kinds, for the library: `kinds`. */
#include "document/block.h"
#include "document/chart.h"
#include "script/values.h"

static void set_text(lua_State *L, const char *name, const char *value) {
    lua_pushstring(L, value);
    lua_setfield(L, -2, name);
}

/* [-0, +1, m] a list with the name of each kind, and what `fill` adds to it */
static void push_kinds(lua_State *L, const struct kind *const *table,
                       void (*fill)(lua_State *L, const struct kind *kind)) {
    lua_createtable(L, (int)kind_count(table), 0);
    for (size_t i = 0; table[i] != NULL; i++) {
        lua_createtable(L, 0, 4);
        set_text(L, "name", table[i]->name);
        fill(L, table[i]);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
}

static void fill_chart(lua_State *L, const struct kind *kind) {
    const struct chart_kind *chart = (const void *)kind;
    set_text(L, "maker", chart->maker);
    lua_pushboolean(L, chart->from_zero);
    lua_setfield(L, -2, "from_zero");
}

static void fill_block(lua_State *L, const struct kind *kind) {
    const char *maker = ((const struct block_kind *)(const void *)kind)->maker;
    if (maker != NULL)
        set_text(L, "maker", maker);
}

void bind_kinds(lua_State *L) {
    lua_pushglobaltable(L);
    lua_pushliteral(L, "kinds");
    lua_createtable(L, 0, 2);
    push_kinds(L, chart_kinds, fill_chart);
    lua_setfield(L, -2, "charts");
    push_kinds(L, block_kinds, fill_block);
    lua_setfield(L, -2, "blocks");
    lua_rawset(L, -3);
    lua_pop(L, 1);
}

/* A field of the table on the top, as a C string that lives. */
static const char *text_of(struct script *script, lua_State *L, const char *name) {
    lua_getfield(L, -1, name);
    const char *text = arena_copy(script->arena, check_str(L, -1)).p;
    lua_pop(L, 1);
    return text;
}

struct listing {
    struct script *script;
    struct script_kind *items;
    size_t count;
};

/* [-2, +0, e] the module's table, a listing */
static int read_kinds(lua_State *L) {
    struct listing *listing = lua_touserdata(L, 2);
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_getfield(L, 1, "kinds");
    listing->count = lua_rawlen(L, -1);
    listing->items =
        arena_array(listing->script->arena, listing->count + 1, sizeof *listing->items);
    for (size_t i = 0; i < listing->count; i++) {
        lua_rawgeti(L, -1, (lua_Integer)i + 1);
        listing->items[i] = (struct script_kind){
            .kind = {.name = text_of(listing->script, L, "name"),
                     .english = text_of(listing->script, L, "english"),
                     .chinese = text_of(listing->script, L, "chinese")},
            .usage = text_of(listing->script, L, "usage")};
        lua_pop(L, 1);
    }
    return 0;
}

const struct script_kind *script_kinds(struct script *script, const char *module,
                                       size_t *count) {
    struct listing listing = {.script = script};
    lua_State *L = sandbox_state(script->sandbox);
    struct str text = arena_printf(script->arena, "return require \"%s\"", module);
    lua_pushcfunction(L, read_kinds);
    if (!sandbox_load(script->sandbox, text, str_from(module), 1, 0) ||
        !sandbox_call(script->sandbox, 0, 1))
        return NULL;
    lua_pushlightuserdata(L, &listing);
    if (!sandbox_call(script->sandbox, 2, 0))
        return NULL;
    *count = listing.count;
    return listing.items;
}
