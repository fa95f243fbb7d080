/* The program's tables of kinds, for the library: `kinds`. */
#include "document/block.h"
#include "document/chart.h"
#include "script/room.h"

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
