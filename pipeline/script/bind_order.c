/* Values in their order, which are looked up in by each of many reports: made once,
   where an index is, so that what one unit is among all costs no walk through all of
   them. */
#include "sandbox/sandbox.h"
#include "script/bind_stats.h"
#include <math.h>

#define TYPE_NAME "nqi.order"

/* The arrays lie behind it. */
struct order {
    struct order_list list;
    enum order_ties ties;
};

/* [-0, +1, e] without its values */
static struct order *push_order(lua_State *L, size_t n, enum order_ties ties) {
    struct order *order =
        stats_buffer(L, sizeof *order + n * (sizeof(double) + 3 * sizeof(uint32_t)), 1);
    luaL_setmetatable(L, TYPE_NAME);
    double *values = (double *)(order + 1);
    uint32_t *whole = (uint32_t *)(values + n);
    *order = (struct order){{.n = n,
                             .values = values,
                             .places = whole,
                             .distinct = whole + n,
                             .starts = whole + 2 * n},
                            ties};
    return order;
}

/* [-2, +1, e] kernel.order(values, ties): how kernel.ranks() ranks them */
static int order_new(lua_State *L) {
    enum order_ties ties = stats_ties(L, 2);
    luaL_checktype(L, 1, LUA_TTABLE);
    size_t n = lua_rawlen(L, 1);
    sandbox_charge(L, n * 4);
    double *values = stats_buffer(L, n, sizeof *values);
    struct order_item *items = stats_buffer(L, 2 * n, sizeof *items);
    struct order *order = push_order(L, n, ties);
    stats_read(L, 1, n, true, values);
    for (size_t i = 0; i < n; i++)
        values[i] = order_significant(values[i]);
    order_list_fill(&order->list, values, items);
    return 1;
}

static const struct order *check_order(lua_State *L, int index) {
    return luaL_checkudata(L, index, TYPE_NAME);
}

static size_t check_place(lua_State *L, int index, const struct order *order) {
    size_t place = (size_t)luaL_checkinteger(L, index) - 1;
    luaL_argcheck(L, place < order->list.n, index, "no such place");
    return place;
}

/* [-3, +1, e] kernel.rank_of(order, place, value): the rank that the place would have
   with that value, which is false for none */
static int order_rank_of(lua_State *L) {
    const struct order *order = check_order(L, 1);
    size_t place = check_place(L, 2, order);
    double value = (double)NAN;
    if (lua_toboolean(L, 3))
        value = order_significant(luaL_checknumber(L, 3));
    stats_push_rank(L, order_list_rank(&order->list, place, value, order->ties),
                    order->ties);
    return 1;
}

/* [-0, +1, e] */
static void push_place(lua_State *L, uint32_t place) {
    if (place == ORDER_NONE)
        lua_pushnil(L);
    else
        lua_pushinteger(L, (lua_Integer)place + 1);
}

/* [-2, +2, e] kernel.neighbours(order, place): the first places of the next better rank
   and of the next worse one; nil where there is none */
static int order_neighbours(lua_State *L) {
    const struct order *order = check_order(L, 1);
    uint32_t ahead, behind;
    order_list_neighbours(&order->list, check_place(L, 2, order), &ahead, &behind);
    push_place(L, ahead);
    push_place(L, behind);
    return 2;
}

/* [-3, +2, e] kernel.crossed(before, now, place), of orders: the places that were
   behind and are ahead now, and those that were ahead and are behind. It looks at all
   of them, a step of Lua's for sixteen. */
static int order_crossed(lua_State *L) {
    const struct order_list *before = &check_order(L, 1)->list;
    const struct order *order = check_order(L, 2);
    const struct order_list *now = &order->list;
    size_t place = check_place(L, 3, order);
    luaL_argcheck(L, before->n == now->n, 2, "of other places");
    sandbox_charge(L, now->n / 16);
    uint32_t old = before->starts[place], new = now->starts[place];
    bool ranked = old != ORDER_NONE && new != ORDER_NONE;
    lua_Integer up = 0, down = 0;
    lua_newtable(L);
    lua_newtable(L);
    for (size_t i = 0; ranked && i < now->n; i++) {
        uint32_t was = before->starts[i], is = now->starts[i];
        bool overtook = was > old && is < new, fell = was < old &&is > new;
        if ((overtook || fell) && was != ORDER_NONE && is != ORDER_NONE) {
            lua_pushinteger(L, (lua_Integer)i + 1);
            lua_rawseti(L, overtook ? -3 : -2, overtook ? ++up : ++down);
        }
    }
    return 2;
}

static const luaL_Reg functions[] = {{"crossed", order_crossed},
                                     {"neighbours", order_neighbours},
                                     {"order", order_new},
                                     {"rank_of", order_rank_of},
                                     {NULL, NULL}};

void stats_add_orders(lua_State *L) {
    luaL_newmetatable(L, TYPE_NAME);
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_pop(L, 1);
    luaL_setfuncs(L, functions, 0);
}
