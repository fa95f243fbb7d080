/* Walks over long arrays of numbers, for lua/nqi/vector.lua and what else walks an
   array of all units for one report: each is the loop that its name says. A missing
   number is false. Numbers come back as they were given: 1 stays 1, and 1.0 stays 1.0.
 */
#include "sandbox/sandbox.h"
#include "script/bind_stats.h"
#include "stats/order.h"
#include <math.h>

/* The number at a place of the array at `table`; NaN if it is false. */
static double number_at(lua_State *L, int table, size_t i) {
    double value;
    lua_rawgeti(L, table, (lua_Integer)i + 1);
    if (lua_type(L, -1) == LUA_TNUMBER)
        value = lua_tonumber(L, -1);
    else if (!lua_toboolean(L, -1))
        value = (double)NAN;
    else
        return sandbox_raise(L, NULL, "place %d of the numbers holds a %s", (int)i + 1,
                             sandbox_type_name(L, -1));
    lua_pop(L, 1);
    return value;
}

static size_t length_of(lua_State *L, int table) {
    luaL_checktype(L, table, LUA_TTABLE);
    size_t n = lua_rawlen(L, table);
    sandbox_charge(L, n);
    return n;
}

/* [-1, +2, e] kernel.extent(x): the least and the greatest, nil without any */
static int vectors_extent(lua_State *L) {
    size_t n = length_of(L, 1), least = n, most = n;
    double low = 0, high = 0;
    for (size_t i = 0; i < n; i++) {
        double value = number_at(L, 1, i);
        if (isnan(value))
            continue;
        if (least == n || value < low) {
            least = i;
            low = value;
        }
        if (most == n || value > high) {
            most = i;
            high = value;
        }
    }
    if (least == n)
        return 0;
    lua_rawgeti(L, 1, (lua_Integer)least + 1);
    lua_rawgeti(L, 1, (lua_Integer)most + 1);
    return 2;
}

/* [-1, +1, e] kernel.count(x): how many are there */
static int vectors_count(lua_State *L) {
    size_t n = length_of(L, 1), count = 0;
    for (size_t i = 0; i < n; i++)
        count += isnan(number_at(L, 1, i)) ? 0 : 1;
    lua_pushinteger(L, (lua_Integer)count);
    return 1;
}

/* [-1, +1, e] kernel.sorted(x): those that are there, the least first */
static int vectors_sorted(lua_State *L) {
    size_t n = length_of(L, 1);
    sandbox_charge(L, n * 4);
    double *values = stats_buffer(L, n, sizeof *values);
    struct order_item *items = stats_buffer(L, 2 * n, sizeof *items);
    for (size_t i = 0; i < n; i++)
        values[i] = -number_at(L, 1, i); /* order_sort() has the largest first */
    size_t count = order_sort(values, n, items);
    lua_createtable(L, (int)count, 0);
    for (size_t i = 0; i < count; i++) {
        lua_rawgeti(L, 1, (lua_Integer)items[i].place + 1);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    return 1;
}

static const luaL_Reg functions[] = {{"count", vectors_count},
                                     {"extent", vectors_extent},
                                     {"sorted", vectors_sorted},
                                     {NULL, NULL}};

void stats_add_vectors(lua_State *L) { luaL_setfuncs(L, functions, 0); }
