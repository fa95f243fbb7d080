/* What a figure is, as a number: a hash of its own fields and of the identities of its
   operands in their order. Its number is no part of it, so that a revised value keeps
   it. Worked out when it is first asked for, without recursion, since a script may add
   up without end. */
#include "script/figure.h"
#include "script/values.h"
#include <string.h>

#define SERIES_CAP ((size_t)65536)
#define HASH_START 0xCBF29CE484222325u /* FNV-1a of nothing */

/* One more part of what a figure is. The multiplier is FNV's, as in str_hash(). */
static uint64_t mix(uint64_t hash, uint64_t part) {
    return (hash ^ part) * 0x100000001B3u;
}

/* So that every bit of an id depends on every part (Steele et al. 2014, splitmix64).
   Never 0, which says that it is not known yet. */
static uint64_t spread(uint64_t hash) {
    hash = (hash ^ (hash >> 30)) * 0xBF58476D1CE4E5B9u;
    hash = (hash ^ (hash >> 27)) * 0x94D049BB133111EBu;
    hash ^= hash >> 31;
    return hash == 0 ? 1 : hash;
}

static uint64_t number_bits(double number) {
    uint64_t bits;
    memcpy(&bits, &number, sizeof bits);
    return bits;
}

/* A reading that its series, area, period and day do not lead to: what else tells it
   from the newest one is its vintage. The newest has none here, so that a value that is
   revised keeps its id. */
static bool is_passed_over(const struct figure *figure) {
    return figure->observation != NULL && !figure->keyed && figure->cause == CAUSE_NONE;
}

static uint64_t hash_series(const struct script *script, const struct figure *figure) {
    struct buf series = buf_open(SERIES_CAP);
    figure_put_series(script, figure, &series);
    uint64_t hash = mix(HASH_START, str_hash(buf_str(&series)));
    buf_close(&series);
    return hash;
}

/* The rest, behind the hash of its series. */
static uint64_t hash_rest(const struct script *script, const struct figure *figure,
                          struct str unit, uint64_t hash) {
    hash = mix(hash, str_hash(figure_area_code(script, figure)));
    hash = mix(hash, period_key(figure->period));
    hash = mix(hash, figure->known);
    hash = mix(hash, figure->name);
    if (is_passed_over(figure)) {
        const struct dataset *ds = script->ds;
        hash = mix(hash,
                   str_hash(dataset_vintage(ds, figure->observation->vintage)->name));
    }
    hash = mix(hash, (uint64_t)figure->keyed << 8 | figure->cause);
    if (figure->statement != NULL)
        hash = mix(hash, str_hash(figure->statement->id));
    return mix(hash, str_hash(unit));
}

static uint64_t hash_fields(lua_State *L, const struct figure *figure,
                            struct str unit) {
    const struct script *script = script_of(L);
    return hash_rest(script, figure, unit, hash_series(script, figure));
}

uint64_t figure_identity_of_total(lua_State *L, const struct figure *head,
                                  struct str unit, const uint32_t *areas,
                                  size_t count) {
    const struct script *script = script_of(L);
    uint64_t series = hash_series(script, head);
    uint64_t hash = spread(hash_rest(script, head, unit, series));
    struct figure part = *head;
    part.keyed = true;
    for (size_t i = 0; i < count; i++) {
        part.area = areas[i];
        hash = mix(hash, spread(spread(hash_rest(script, &part, unit, series))));
    }
    return spread(hash);
}

/* One that a script made of nothing is only its number. */
static bool is_number_only(const struct figure *figure) {
    return figure->indicator == DATASET_NONE && figure->statement == NULL &&
           figure->name == 0;
}

/* Completes the identity of the figure on the top, whose operands have theirs;
   `worklist` is used as a stack. */
static void add_operands(lua_State *L, struct figure *figure, int worklist,
                         lua_Integer waiting) {
    lua_Integer from = waiting;
    uint64_t hash = figure->identity;
    figure_put_operands(L, worklist, &waiting);
    if (waiting == from && is_number_only(figure))
        hash = mix(hash, number_bits(figure_number(figure)));
    for (; waiting > from; waiting--) {
        lua_rawgeti(L, worklist, waiting);
        const struct figure *operand = figure_test(L, -1);
        hash = mix(hash, operand != NULL ? operand->identity
                                         : number_bits(lua_tonumber(L, -1)));
        lua_pop(L, 1);
    }
    figure->identity = spread(hash);
}

uint64_t figure_identity(lua_State *L) {
    struct figure *own = figure_check(L, 1);
    if (own->identity != 0)
        return own->identity;
    lua_newtable(L);
    int worklist = lua_gettop(L);
    lua_Integer waiting = 1;
    lua_pushvalue(L, 1);
    lua_rawseti(L, worklist, 1);
    while (waiting > 0) {
        /* A mark that no script can make: below it is a figure whose operands are
         * known. */
        bool known = lua_rawgeti(L, worklist, waiting--) == LUA_TLIGHTUSERDATA;
        if (known)
            lua_rawgeti(L, worklist, waiting--);
        struct figure *figure = figure_test(L, -1);
        if (known && figure != NULL) {
            add_operands(L, figure, worklist, waiting);
        } else if (figure != NULL && figure->identity == 0) {
            /* What add_operands() goes on from. */
            figure->identity = spread(hash_fields(L, figure, figure_unit(L, -1)));
            lua_pushvalue(L, -1);
            lua_rawseti(L, worklist, ++waiting);
            lua_pushlightuserdata(L, own);
            lua_rawseti(L, worklist, ++waiting);
            figure_put_operands(L, worklist, &waiting);
        }
        lua_settop(L, worklist);
        sandbox_charge(L, 1);
    }
    lua_pop(L, 1);
    return own->identity;
}
