/* table.*: bounded, since no instruction hook stops a loop in C, and with a sort
   that is stable and gives the same order in every run. */
#include "sandbox/host.h"
#include <lauxlib.h>
#include <lualib.h>
#include <math.h>

/* The length of the sequence at `index`; raises if it is more than one call may
   walk. __len is refused: it could answer differently when Lua asks again. */
static lua_Integer check_length(lua_State *L, int index) {
    luaL_checktype(L, index, LUA_TTABLE);
    if (luaL_getmetafield(L, index, "__len") != LUA_TNIL)
        sandbox_raise(L, NULL, "a table with __len is not a plain sequence");
    lua_Integer n = (lua_Integer)lua_rawlen(L, index);
    if (n > SANDBOX_SEQUENCE_CAP)
        sandbox_raise(L, NULL, "a sequence of %lld items is too long", (long long)n);
    return n;
}

static void check_range(lua_State *L, lua_Integer from, lua_Integer to) {
    if (from <= to && (uint64_t)to - (uint64_t)from >= SANDBOX_SEQUENCE_CAP)
        sandbox_raise(L, NULL, "the range %lld to %lld is too long", (long long)from,
                      (long long)to);
    if (from <= to)
        sandbox_charge(L, (uint64_t)to - (uint64_t)from + 1);
}

/* [-n, +r, e] upvalue: Lua's own insert or remove */
static int bounded_shift(lua_State *L) {
    lua_Integer n = check_length(L, 1);
    sandbox_charge(L, (uint64_t)n / 8 + 1);
    return lua_tocfunction(L, lua_upvalueindex(1))(L);
}

/* [-0, +0, e] A copy of the list at 1, its fractions as texts, in its place if it has
   any. */
static void write_fractions(lua_State *L, lua_Integer first, lua_Integer last) {
    bool any = false;
    for (lua_Integer i = first; i <= last && !any; i++) {
        any = lua_geti(L, 1, i) == LUA_TNUMBER && !lua_isinteger(L, -1);
        lua_pop(L, 1);
    }
    if (!any)
        return;
    lua_newtable(L);
    for (lua_Integer i = first; i <= last; i++) {
        lua_geti(L, 1, i);
        sandbox_write_number(L, -1);
        lua_seti(L, -2, i);
    }
    lua_replace(L, 1);
}

/* [-n, +1, e] upvalue: Lua's own concat */
static int bounded_concat(lua_State *L) {
    lua_Integer n = check_length(L, 1);
    lua_Integer first = luaL_optinteger(L, 3, 1), last = luaL_optinteger(L, 4, n);
    check_range(L, first, last);
    lua_settop(L, 2);
    lua_pushinteger(L, first);
    lua_pushinteger(L, last);
    sandbox_write_number(L, 2);
    write_fractions(L, first, last);
    return lua_tocfunction(L, lua_upvalueindex(1))(L);
}

/* [-n, +r, e] upvalue: Lua's own unpack */
static int bounded_unpack(lua_State *L) {
    lua_Integer n = check_length(L, 1);
    check_range(L, luaL_optinteger(L, 2, 1), luaL_optinteger(L, 3, n));
    return lua_tocfunction(L, lua_upvalueindex(1))(L);
}

/* [-n, +1, e] upvalue: Lua's own move */
static int bounded_move(lua_State *L) {
    check_range(L, luaL_checkinteger(L, 2), luaL_checkinteger(L, 3));
    return lua_tocfunction(L, lua_upvalueindex(1))(L);
}

/* Whether the item on the stack's top comes before the one below it. Texts are compared
   as they are printed. */
static bool is_less(lua_State *L, bool compare) {
    if (!compare) {
        lua_pushvalue(L, -2);
        lua_pushvalue(L, -2);
        sandbox_unmark(L, -2);
        sandbox_unmark(L, -1);
        bool less = lua_compare(L, -1, -2, LUA_OPLT) != 0;
        lua_pop(L, 2);
        return less;
    }
    lua_pushvalue(L, 2);
    lua_pushvalue(L, -2); /* top */
    lua_pushvalue(L, -4); /* below */
    lua_call(L, 2, 1);
    bool less = lua_toboolean(L, -1) != 0;
    lua_pop(L, 1);
    return less;
}

/* Merges the runs [low, middle) and [middle, high) of table `from` into `to`. */
static void merge(lua_State *L, int from, int to, lua_Integer low, lua_Integer middle,
                  lua_Integer high, bool compare) {
    lua_Integer left = low, right = middle;
    for (lua_Integer out = low; out < high; out++) {
        bool take_right = left >= middle;
        if (left < middle && right < high) {
            lua_rawgeti(L, from, left);
            lua_rawgeti(L, from, right);
            /* The right one only if it is less: equal items keep their order. */
            take_right = is_less(L, compare);
            lua_pop(L, 2);
        }
        lua_rawgeti(L, from, take_right ? right++ : left++);
        lua_rawseti(L, to, out);
    }
}

/* [-2, +0, e] a merge sort; works on copies, so that an error leaves the table */
static int stable_sort(lua_State *L) {
    lua_Integer n = check_length(L, 1);
    bool compare = !lua_isnoneornil(L, 2);
    if (compare)
        luaL_checktype(L, 2, LUA_TFUNCTION);
    lua_settop(L, 2);
    lua_createtable(L, (int)n, 0); /* 3 */
    lua_createtable(L, (int)n, 0); /* 4 */
    for (lua_Integer i = 1; i <= n; i++) {
        if (lua_geti(L, 1, i) == LUA_TNUMBER && isnan(lua_tonumber(L, -1)))
            return sandbox_raise(
                L, NULL, "cannot sort: item %lld is not a number (0/0)", (long long)i);
        lua_rawseti(L, 3, i);
    }
    int from = 3, to = 4;
    for (lua_Integer width = 1; width < n; width *= 2) {
        sandbox_charge(L, (uint64_t)n);
        for (lua_Integer low = 1; low <= n; low += 2 * width) {
            lua_Integer middle = low + width <= n + 1 ? low + width : n + 1;
            lua_Integer high = low + 2 * width <= n + 1 ? low + 2 * width : n + 1;
            merge(L, from, to, low, middle, high, compare);
        }
        int swap = from;
        from = to;
        to = swap;
    }
    for (lua_Integer i = 1; i <= n; i++) {
        lua_rawgeti(L, from, i);
        lua_seti(L, 1, i);
    }
    return 0;
}

int sandbox_open_table(lua_State *L) {
    static const luaL_Reg bounded[] = {
        {"insert", bounded_shift},  {"remove", bounded_shift},
        {"concat", bounded_concat}, {"unpack", bounded_unpack},
        {"move", bounded_move},     {NULL, NULL}};
    lua_pushcfunction(L, luaopen_table);
    lua_call(L, 0, 1);
    for (const luaL_Reg *r = bounded; r->name != NULL; r++) {
        lua_getfield(L, -1, r->name);
        lua_pushcclosure(L, r->func, 1);
        lua_setfield(L, -2, r->name);
    }
    lua_pushcfunction(L, stable_sort);
    lua_setfield(L, -2, "sort");
    return 1;
}
