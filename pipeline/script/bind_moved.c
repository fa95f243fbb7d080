/* kernel.moving{ … } and what is asked of it, for lua/nqi/overturn.lua: an index made
   ready once, where it is built, so that what another value would do to a unit's rank
   costs no walk through all units for each report. */
#include "base/decimal.h"
#include "sandbox/sandbox.h"
#include "script/bind_stats.h"
#include "script/figure.h"
#include "script/read_tree.h"
#include "script/values.h"
#include "stats/moved.h"
#include <math.h>

#define TYPE_NAME "nqi.moving"
#define MAX_DECIMALS 12
#define MOST_STEPS 9007199254740992.0

struct moving {
    struct moved *moved;
    int decimals; /* of the scores in print; −1: they rank as they are */
};

/* [-0, +1, e] */
static struct moving *push_moving(lua_State *L) {
    struct moving *moving = lua_newuserdatauv(L, sizeof *moving, 0);
    *moving = (struct moving){.decimals = -1};
    luaL_setmetatable(L, TYPE_NAME);
    return moving;
}

static int moving_close(lua_State *L) {
    struct moving *moving = luaL_checkudata(L, 1, TYPE_NAME);
    moved_close(moving->moved);
    moving->moved = NULL;
    return 0;
}

/* A number field of the table on the top. */
static double number_of(lua_State *L, const char *name, double unset) {
    double x = lua_getfield(L, -1, name) == LUA_TNIL ? unset : luaL_checknumber(L, -1);
    lua_pop(L, 1);
    return x;
}

static bool flag_of(lua_State *L, const char *name) {
    lua_getfield(L, -1, name);
    bool flag = lua_toboolean(L, -1) != 0;
    lua_pop(L, 1);
    return flag;
}

/* The column of the table on the top, its buffer left below the table. */
static const double *column_of(lua_State *L, const char *name, size_t units) {
    if (lua_getfield(L, -1, name) != LUA_TTABLE || lua_rawlen(L, -1) != units)
        sandbox_raise(L, NULL, "%s must hold %d numbers", name, (int)units);
    int table = lua_gettop(L);
    double *column = stats_buffer(L, units, sizeof *column);
    stats_read(L, table, units, true, column);
    lua_remove(L, table);
    lua_insert(L, -2);
    return column;
}

/* The table on the top; what it borrows stays below it. */
static struct moved_leaf read_leaf(lua_State *L, size_t units) {
    static const char *const treatments[] = {"none", "winsorise", "auto", NULL};
    struct moved_leaf leaf = {.known = flag_of(L, "known")};
    if (!leaf.known)
        return leaf;
    leaf.turned = flag_of(L, "turned");
    leaf.given = flag_of(L, "given");
    leaf.cut = flag_of(L, "cut");
    leaf.low = number_of(L, "low", 0);
    leaf.high = number_of(L, "high", 1);
    leaf.worst = number_of(L, "worst", 0);
    leaf.best = number_of(L, "best", 1);
    lua_getfield(L, -1, "treatment");
    leaf.treatment = (enum moved_treatment)luaL_checkoption(L, -1, "none", treatments);
    lua_pop(L, 1);
    leaf.limits = (struct outlier_limits){number_of(L, "skewness", 0),
                                          number_of(L, "kurtosis", 0),
                                          (size_t)fmax(number_of(L, "points", 0), 0)};
    leaf.column = column_of(L, "column", units);
    return leaf;
}

static const struct moved_leaf *read_leaves(lua_State *L, const struct tree *tree) {
    size_t count = stats_length_field(L, "leaves");
    if (count != tree->columns)
        sandbox_raise(L, NULL, "%s must hold %d numbers", "leaves", (int)tree->columns);
    struct moved_leaf *leaves = stats_buffer(L, count, sizeof *leaves);
    lua_getfield(L, 1, "leaves");
    luaL_checkstack(L, (int)count + 16, "leaves");
    for (size_t k = 0; k < count; k++) {
        lua_rawgeti(L, -1, (lua_Integer)k + 1);
        luaL_checktype(L, -1, LUA_TTABLE);
        leaves[k] = read_leaf(L, tree->units);
        lua_pop(L, 1);
        if (leaves[k].known)
            lua_insert(L, -2); /* the buffer below the list */
    }
    lua_pop(L, 1);
    return leaves;
}

static const double *read_scores(lua_State *L, const struct tree *tree) {
    double *scores = stats_buffer(L, tree->nodes * tree->units, sizeof *scores);
    lua_getfield(L, 1, "scores");
    luaL_checktype(L, -1, LUA_TTABLE);
    for (size_t i = 0; i < tree->nodes; i++) {
        lua_rawgeti(L, -1, (lua_Integer)i + 1);
        stats_read(L, lua_gettop(L), tree->units, true, scores + i * tree->units);
        lua_pop(L, 1);
    }
    lua_pop(L, 1);
    return scores;
}

/* [-1, +1, e] kernel.moving{ first_child=, …, rules=, exponents=, weights=, units=,
   columns=, scores= (of each node), numbers= (by which units are ranked), ties=,
   decimals=, leaves = { { known=, turned=, given=, cut=, low=, high=, worst=, best=,
   column=, treatment=, skewness=, kurtosis=, points= }, … } } */
static int moving_new(lua_State *L) {
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_settop(L, 1);
    struct moved_setup setup = {0};
    const struct tree_node *shape = stats_read_tree(L, &setup.tree);
    size_t n = setup.tree.nodes;
    struct tree_node *nodes = stats_buffer(L, n, sizeof *nodes);
    for (size_t i = 0; i < n; i++)
        nodes[i] = shape[i];
    lua_pushvalue(L, 1);
    stats_read_rules(L, nodes, n);
    lua_pop(L, 1);
    setup.tree.node = nodes;
    for (size_t i = 0; i < n; i++)
        if (nodes[i].rule == TREE_COPELAND || nodes[i].rule == TREE_TOPSIS)
            sandbox_raise(L, NULL, "scores that compare units cannot be moved alone");
    setup.weights = stats_array_field(L, "weights", n, false);
    setup.numbers = stats_array_field(L, "numbers", setup.tree.units, true);
    if (setup.weights == NULL || setup.numbers == NULL)
        sandbox_raise(L, NULL, "an index that is moved needs weights and numbers");
    setup.scores = read_scores(L, &setup.tree);
    setup.leaves = read_leaves(L, &setup.tree);
    lua_getfield(L, 1, "ties");
    setup.ties = stats_ties(L, lua_gettop(L));
    sandbox_charge(L, setup.tree.units * n);
    lua_getfield(L, 1, "decimals");
    int decimals = lua_isnil(L, -1) ? -1 : (int)luaL_checkinteger(L, -1);
    luaL_argcheck(L, decimals <= MAX_DECIMALS, 1, "0 to 12 decimals");
    struct moving *moving = push_moving(L);
    moving->decimals = decimals;
    moving->moved = moved_open(&setup);
    return 1;
}

struct printing {
    lua_State *L;
    int decimals;
};

static double printed(void *context, double score) {
    const struct printing *printing = context;
    mpq_t *scratch = figure_scratch(printing->L);
    struct buf out = buf_open(64);
    struct decimal number = {0};
    if (rational_from_computed(score, printing->decimals, scratch[0]))
        rational_print(scratch[0], printing->decimals, sandbox_rounding(printing->L),
                       &out);
    bool whole = decimal_parse(buf_str(&out), &number);
    buf_close(&out);
    return whole ? decimal_to_double(number) : score;
}

static struct moved_print print_of(struct printing *printing) {
    bool exact = printing->decimals < 0;
    return (struct moved_print){exact ? 0 : pow(10, -printing->decimals), printed,
                                printing};
}

/* The arguments from 2 on: leaf, place, value, step. */
static struct moved_question read_question(lua_State *L, const struct moved *moved) {
    lua_Integer leaf = luaL_checkinteger(L, 2), unit = luaL_checkinteger(L, 3);
    luaL_argcheck(L, leaf >= 1 && (size_t)leaf <= moved_leaves(moved), 2,
                  "no such leaf");
    luaL_argcheck(L, unit >= 1 && (size_t)unit <= moved_units(moved), 3,
                  "no such place");
    return (struct moved_question){.leaf = (size_t)leaf - 1,
                                   .unit = (size_t)unit - 1,
                                   .value = luaL_checknumber(L, 4),
                                   .step = luaL_checknumber(L, 5)};
}

static size_t read_steps(lua_State *L) {
    lua_Number steps = luaL_checknumber(L, 6);
    luaL_argcheck(L, steps >= 1 && steps <= MOST_STEPS, 6, "out of range");
    return (size_t)steps;
}

/* [-6, +2, e] kernel.fewest(moving, leaf, place, value, step, most): the fewest steps,
   up to so many, that give the place another rank, nil for none; and whether no fewer
   do. To score all units again is a step of Lua's for four of them. */
static int moving_fewest(lua_State *L) {
    struct moving *moving = luaL_checkudata(L, 1, TYPE_NAME);
    struct moved_question question = read_question(L, moving->moved);
    question.most = read_steps(L);
    struct printing printing = {L, moving->decimals};
    struct moved_print print = print_of(&printing);
    struct moved_answer answer = moved_fewest(moving->moved, &question, &print);
    sandbox_charge(L, 16 + answer.all * moved_units(moving->moved) / 4);
    if (answer.steps > 0)
        lua_pushinteger(L, (lua_Integer)answer.steps);
    else
        lua_pushnil(L);
    lua_pushboolean(L, answer.certain);
    return 2;
}

/* [-6, +3, e] kernel.with_steps(moving, leaf, place, value, step, steps): the rank of
   the place then, false for none, the places that it passes or that pass it, and
   whether it is only drawn level with them. */
static int moving_with_steps(lua_State *L) {
    struct moving *moving = luaL_checkudata(L, 1, TYPE_NAME);
    struct moved_question question = read_question(L, moving->moved);
    size_t steps = read_steps(L), units = moved_units(moving->moved);
    struct printing printing = {L, moving->decimals};
    struct moved_print print = print_of(&printing);
    uint32_t *places = stats_buffer(L, units, sizeof *places);
    bool level = false;
    sandbox_charge(L, units / 8);
    enum order_ties ties = moved_ties(moving->moved);
    stats_push_rank(L, moved_rank(moving->moved, &question, steps, &print), ties);
    size_t count =
        moved_crossed(moving->moved, &question, steps, &print, places, &level);
    lua_createtable(L, (int)count, 0);
    for (size_t i = 0; i < count; i++) {
        lua_pushinteger(L, (lua_Integer)places[i] + 1);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    lua_pushboolean(L, level);
    return 3;
}

static const luaL_Reg functions[] = {{"fewest", moving_fewest},
                                     {"moving", moving_new},
                                     {"with_steps", moving_with_steps},
                                     {NULL, NULL}};

void stats_add_moving(lua_State *L) {
    luaL_newmetatable(L, TYPE_NAME);
    lua_pushcfunction(L, moving_close);
    lua_setfield(L, -2, "__gc");
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_pop(L, 1);
    luaL_setfuncs(L, functions, 0);
}
