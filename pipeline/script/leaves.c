/* A walk over the operands without recursion, since a script may add up without end.
   The parts of a total are taken as they are kept, without making figures of them. */
#include "script/leaves.h"

#include "dataset/id_table.h"
#include "script/totals.h"
#include <string.h>

/* Where things stand on the stack: behind what the caller has. */
struct walk {
    lua_State *L;
    int items_at, slots_at, seen, worklist;
    struct leaf *items;
    uint32_t *slots; /* of the hash table of items: index + 1, or 0 */
    size_t count, capacity;
};

static size_t slot_of(const struct walk *walk, const struct leaf *leaf) {
    const void *cell = leaf->observation != NULL ? (const void *)leaf->observation
                                                 : (const void *)leaf->statement;
    size_t mask = 2 * walk->capacity - 1;
    size_t slot = (size_t)id_mix((uintptr_t)cell) & mask;
    while (walk->slots[slot] != 0 &&
           memcmp(&walk->items[walk->slots[slot] - 1], leaf, sizeof *leaf) != 0)
        slot = (slot + 1) & mask;
    return slot;
}

/* Twice the room; userdata, so that what raises leaves nothing behind. */
static void grow(struct walk *walk) {
    size_t capacity = walk->capacity == 0 ? 8 : 2 * walk->capacity;
    struct leaf *items = lua_newuserdatauv(walk->L, capacity * sizeof *walk->items, 0);
    if (walk->count > 0)
        memcpy(items, walk->items, walk->count * sizeof *items);
    lua_replace(walk->L, walk->items_at);
    walk->items = items;
    walk->slots = lua_newuserdatauv(walk->L, 2 * capacity * sizeof *walk->slots, 0);
    memset(walk->slots, 0, 2 * capacity * sizeof *walk->slots);
    lua_replace(walk->L, walk->slots_at);
    walk->capacity = capacity;
    for (size_t i = 0; i < walk->count; i++)
        walk->slots[slot_of(walk, &items[i])] = (uint32_t)i + 1;
}

static void add(struct walk *walk, struct leaf leaf) {
    if (walk->count == walk->capacity)
        grow(walk);
    size_t slot = slot_of(walk, &leaf);
    if (walk->slots[slot] != 0)
        return;
    walk->items[walk->count++] = leaf;
    walk->slots[slot] = (uint32_t)walk->count;
}

static void add_total(struct walk *walk, const struct total *total) {
    for (size_t i = 0; i < total->part_count; i++)
        if (total->parts[i] != NULL)
            add(walk, (struct leaf){total->parts[i], NULL});
    sandbox_charge(walk->L, total->part_count / 16);
}

static bool has_operands(lua_State *L, int index) {
    bool any = lua_getiuservalue(L, index, 2) != LUA_TNIL;
    any = lua_getiuservalue(L, index, 3) != LUA_TNIL || any;
    lua_pop(L, 2);
    return any;
}

/* The figure on the top, unless it was met before. */
static void visit(struct walk *walk, const struct figure *figure,
                  lua_Integer *waiting) {
    lua_State *L = walk->L;
    lua_pushvalue(L, -1);
    if (lua_rawget(L, walk->seen) != LUA_TNIL)
        return;
    lua_pop(L, 1);
    lua_pushvalue(L, -1);
    lua_pushboolean(L, 1);
    lua_rawset(L, walk->seen);
    if (figure->observation != NULL || figure->statement != NULL)
        add(walk, (struct leaf){figure->observation, figure->statement});
    const struct total *total = figure_total(L);
    if (total != NULL)
        add_total(walk, total);
    else
        figure_put_operands(L, walk->worklist, waiting);
}

static void walk_operands(struct walk *walk) {
    lua_State *L = walk->L;
    lua_Integer waiting = 1;
    lua_newtable(L);
    walk->seen = lua_gettop(L);
    lua_newtable(L);
    walk->worklist = lua_gettop(L);
    lua_pushvalue(L, 1);
    lua_rawseti(L, walk->worklist, 1);
    while (waiting > 0) {
        lua_rawgeti(L, walk->worklist, waiting--);
        const struct figure *figure = figure_test(L, -1);
        if (figure != NULL)
            visit(walk, figure, &waiting);
        lua_settop(L, walk->worklist);
        sandbox_charge(L, 1);
    }
}

const struct leaf *leaves_push(lua_State *L, size_t *count) {
    const struct figure *own = figure_check(L, 1);
    struct walk walk = {.L = L, .items_at = lua_gettop(L) + 1};
    walk.slots_at = walk.items_at + 1;
    lua_pushnil(L);
    lua_pushnil(L);
    if (has_operands(L, 1))
        walk_operands(&walk);
    else if (own->observation != NULL || own->statement != NULL)
        add(&walk, (struct leaf){own->observation, own->statement});
    lua_settop(L, walk.items_at);
    *count = walk.count;
    return walk.items;
}

struct source_cell leaf_cell(const struct leaf *leaf) {
    return leaf->observation != NULL ? leaf->observation->source
                                     : leaf->statement->source;
}
