/* The kernels behind the formulas of lua/nqi, in one global table:
     kernel.significant(12.3)           x rounded to 12 significant digits
     kernel.ranks(values, ties)         ranks (false for missing) and how many
     kernel.breaks(now, before)         breaks.h
     kernel.check_sum(list)             addition.h
     kernel.copeland(columns, weights)  a score a unit
     kernel.eigen(matrix)               eigenvalues, eigenvectors of a symmetric one
     kernel.perron(matrix)              the largest of a positive one, its vector
     kernel.random(seed, stream, n)     n numbers in [0, 1)
     kernel.resample(values, groups, samples, seed, stream)   intervals of inequality
     kernel.uncertainty{ … }            bind_uncertainty.c
     kernel.column{ … }                 bind_column.c
     kernel.sorted(values) and others   bind_vectors.c
     kernel.order(values, ties) and others   bind_order.c
     kernel.moving{ … } and others   bind_moved.c
     kernel.seed                        the run's seed, which the receipt has
   A missing number is false. Formulas, references and checks are in lua/nqi. */
#include "script/bind_stats.h"
#include "sandbox/sandbox.h"
#include "script/addition.h"
#include "script/breaks.h"
#include "script/room.h"
#include "stats/compare.h"
#include "stats/eigen.h"
#include "stats/order.h"
#include "stats/random.h"
#include "stats/resample.h"
#include <math.h>

/* What one call may work on, in numbers. */
#define NUMBER_LIMIT ((size_t)32 << 20)
#define MATRIX_LIMIT 512
#define POSITIVE_LIMIT 64

void *stats_buffer(lua_State *L, size_t count, size_t size) {
    if (count > NUMBER_LIMIT)
        sandbox_raise(L, NULL, "too many numbers for one computation");
    return lua_newuserdatauv(L, count > 0 ? count * size : 1, 0);
}

void stats_read(lua_State *L, int table, size_t count, bool gaps, double *out) {
    luaL_checktype(L, table, LUA_TTABLE);
    for (size_t i = 0; i < count; i++) {
        int type = lua_rawgeti(L, table, (lua_Integer)i + 1);
        if (type == LUA_TNUMBER)
            out[i] = lua_tonumber(L, -1);
        else if (gaps && type == LUA_TBOOLEAN && !lua_toboolean(L, -1))
            out[i] = (double)NAN;
        else
            sandbox_raise(L, NULL, "place %d of the numbers holds a %s", (int)i + 1,
                          sandbox_type_name(L, -1));
        if (type == LUA_TNUMBER && !isfinite(out[i]))
            sandbox_raise(L, NULL, "place %d of the numbers is not finite", (int)i + 1);
        lua_pop(L, 1);
    }
}

void stats_push(lua_State *L, const double *values, size_t count, size_t stride) {
    lua_createtable(L, (int)count, 0);
    for (size_t i = 0; i < count; i++) {
        if (isnan(values[i * stride]))
            lua_pushboolean(L, 0);
        else
            lua_pushnumber(L, values[i * stride]);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
}

/* Reads `rows` arrays of `columns` numbers from the table at `table`. */
static double *read_matrix(lua_State *L, int table, size_t rows, size_t columns,
                           bool gaps) {
    double *m = stats_buffer(L, rows * columns, sizeof *m);
    for (size_t i = 0; i < rows; i++) {
        if (lua_rawgeti(L, table, (lua_Integer)i + 1) != LUA_TTABLE)
            sandbox_raise(L, NULL, "row %d of the matrix is not a table", (int)i + 1);
        if (lua_rawlen(L, -1) != columns)
            sandbox_raise(L, NULL, "row %d of the matrix has %d numbers, not %d",
                          (int)i + 1, (int)lua_rawlen(L, -1), (int)columns);
        stats_read(L, lua_gettop(L), columns, gaps, m + i * columns);
        lua_pop(L, 1);
    }
    return m;
}

static size_t square_size(lua_State *L, size_t limit) {
    luaL_checktype(L, 1, LUA_TTABLE);
    size_t n = lua_rawlen(L, 1);
    if (n == 0 || n > limit)
        sandbox_raise(L, NULL, "a matrix of %d rows is empty or too large", (int)n);
    return n;
}

/* [-1, +1, e] */
static int stats_significant(lua_State *L) {
    lua_pushnumber(L, order_significant(luaL_checknumber(L, 1)));
    return 1;
}

enum order_ties stats_ties(lua_State *L, int index) {
    static const char *const names[] = {"1224", "1223", "1334", "fractional", NULL};
    return (enum order_ties)luaL_checkoption(L, index, "1224", names);
}

void stats_push_rank(lua_State *L, double rank, enum order_ties ties) {
    if (rank == 0)
        lua_pushboolean(L, 0);
    else if (ties == ORDER_FRACTIONAL)
        lua_pushnumber(L, rank);
    else
        lua_pushinteger(L, (lua_Integer)rank);
}

/* [-2, +2, e] */
static int stats_ranks(lua_State *L) {
    enum order_ties ties = stats_ties(L, 2);
    luaL_checktype(L, 1, LUA_TTABLE);
    size_t n = lua_rawlen(L, 1);
    double *values = stats_buffer(L, n, sizeof *values);
    double *ranks = stats_buffer(L, n, sizeof *ranks);
    struct order_item *items = stats_buffer(L, 2 * n, sizeof *items);
    sandbox_charge(L, n * 4);
    stats_read(L, 1, n, true, values);
    for (size_t i = 0; i < n; i++)
        values[i] = order_significant(values[i]);
    size_t count = order_rank(values, n, ties, items, ranks);
    lua_createtable(L, (int)n, 0);
    for (size_t i = 0; i < n; i++) {
        stats_push_rank(L, ranks[i], ties);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    lua_pushinteger(L, (lua_Integer)count);
    return 2;
}

/* [-2, +1, e] */
static int stats_copeland(lua_State *L) {
    luaL_checktype(L, 1, LUA_TTABLE);
    luaL_checktype(L, 2, LUA_TTABLE);
    size_t count = lua_rawlen(L, 1), units = 0;
    if (count > 0 && lua_rawgeti(L, 1, 1) == LUA_TTABLE)
        units = lua_rawlen(L, -1);
    double *columns = read_matrix(L, 1, count, units, true);
    double *weights = stats_buffer(L, count, sizeof *weights);
    stats_read(L, 2, count, false, weights);
    double *scratch = stats_buffer(L, count * units, sizeof *scratch);
    double *scores = stats_buffer(L, units, sizeof *scores);
    const double **rows = stats_buffer(L, count, sizeof(const double *));
    for (size_t k = 0; k < count; k++)
        rows[k] = columns + k * units;
    sandbox_charge(L, units * units * count / 4);
    compare_copeland(rows, count, units, weights, scratch, scores);
    stats_push(L, scores, units, 1);
    return 1;
}

/* [-1, +2, e] */
static int stats_eigen(lua_State *L) {
    size_t n = square_size(L, MATRIX_LIMIT);
    double *matrix = read_matrix(L, 1, n, n, false);
    double *values = stats_buffer(L, n, sizeof *values);
    double *vectors = stats_buffer(L, n * n, sizeof *vectors);
    sandbox_charge(L, n * n * n * 10);
    if (!eigen_symmetric(matrix, n, values, vectors))
        sandbox_raise(L, NULL, "the eigenvalues of this matrix do not converge");
    stats_push(L, values, n, 1);
    lua_createtable(L, (int)n, 0);
    for (size_t i = 0; i < n; i++) {
        stats_push(L, vectors + i * n, n, 1);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    return 2;
}

/* [-1, +2, e] */
static int stats_perron(lua_State *L) {
    size_t n = square_size(L, POSITIVE_LIMIT);
    const double *matrix = read_matrix(L, 1, n, n, false);
    double *vector = stats_buffer(L, n, sizeof *vector), value = 0;
    sandbox_charge(L, n * n * 1000);
    if (!eigen_positive(matrix, n, &value, vector))
        sandbox_raise(L, "all numbers must be positive",
                      "this matrix has no largest eigenvalue with a positive vector");
    lua_pushnumber(L, value);
    stats_push(L, vector, n, 1);
    return 2;
}

/* [-3, +1, e] */
static int stats_random(lua_State *L) {
    lua_Integer n = luaL_checkinteger(L, 3);
    luaL_argcheck(L, n >= 0 && (size_t)n <= NUMBER_LIMIT, 3, "out of range");
    double *numbers = stats_buffer(L, (size_t)n, sizeof *numbers);
    sandbox_charge(L, (uint64_t)n);
    random_fill((uint64_t)luaL_checkinteger(L, 1), (uint64_t)luaL_checkinteger(L, 2),
                numbers, (size_t)n);
    stats_push(L, numbers, (size_t)n, 1);
    return 1;
}

/* [-5, +1, e] { { low, high }, … } in the order of enum resample_measure; groups are
   numbered from 1 without a gap */
static int stats_resample(lua_State *L) {
    luaL_checktype(L, 1, LUA_TTABLE);
    size_t n = lua_rawlen(L, 1), groups = 0;
    lua_Integer samples = luaL_checkinteger(L, 3);
    luaL_argcheck(L, n > 0, 1, "out of range");
    luaL_argcheck(L, samples > 0 && samples <= 100000, 3, "out of range");
    double *values = stats_buffer(L, n, sizeof *values);
    double *numbers = stats_buffer(L, n, sizeof *numbers);
    size_t *group = stats_buffer(L, n, sizeof *group);
    stats_read(L, 1, n, false, values);
    stats_read(L, 2, n, false, numbers);
    for (size_t i = 0; i < n; i++) {
        luaL_argcheck(L, values[i] > 0, 1, "out of range");
        luaL_argcheck(L, numbers[i] >= 1 && numbers[i] <= (double)n, 2, "out of range");
        group[i] = (size_t)numbers[i] - 1;
        groups = group[i] >= groups ? group[i] + 1 : groups;
    }
    sandbox_charge(L, n * (uint64_t)samples);
    struct resample_interval intervals[RESAMPLE_MEASURES];
    resample_inequality(values, group, n, groups, (size_t)samples,
                        (uint64_t)luaL_checkinteger(L, 4),
                        (uint64_t)luaL_checkinteger(L, 5), intervals);
    lua_createtable(L, RESAMPLE_MEASURES, 0);
    for (size_t m = 0; m < RESAMPLE_MEASURES; m++) {
        const double ends[] = {intervals[m].low, intervals[m].high};
        stats_push(L, ends, 2, 1);
        lua_rawseti(L, -2, (lua_Integer)m + 1);
    }
    return 1;
}

/* [-0, +1, e] kernel.as_of(): what the look-ups of the report see of the data, as a
   text: what was computed of them under another text may differ */
static int stats_as_of(lua_State *L) {
    const struct as_of *as_of = &script_of(L)->as_of;
    lua_pushfstring(L, "%I %I", (lua_Integer)period_key(as_of->period),
                    (lua_Integer)as_of->known);
    return 1;
}

/* [-0, +1, -] whether classes are taken from numbers before they are rounded */
static int stats_classifies_exact(lua_State *L) {
    lua_pushboolean(L, script_of(L)->classify_exact);
    return 1;
}

/* [-1, +1, e] kernel.is_growth(f): whether the figure, under whatever unit, is what
   f:growth() or growth_of() gave */
static int stats_is_growth(lua_State *L) {
    figure_check(L, 1);
    lua_pushboolean(L, figure_is_growth(figure_push_under(L, 1)));
    return 1;
}

/* Puts what the figure at index 1 was made of in the place of it, if that is one figure
   and numbers. */
static bool strip(lua_State *L) {
    const struct figure *figure = figure_check(L, 1);
    bool by_numbers = figure->cause >= CAUSE_SUM && figure->cause <= CAUSE_QUOTIENT;
    if (!by_numbers && figure->cause != CAUSE_UNIT)
        return false;
    lua_settop(L, 1);
    lua_getiuservalue(L, 1, 2);
    lua_getiuservalue(L, 1, 3);
    bool first = figure_test(L, 2) != NULL, second = figure_test(L, 3) != NULL;
    if (first == second || lua_type(L, first ? 3 : 2) == LUA_TTABLE)
        return false;
    lua_pushvalue(L, first ? 2 : 3);
    lua_replace(L, 1);
    return true;
}

/* [-1, +1, e] kernel.value_under(f): the value of the data that the figure is, under
   whatever unit, times or plus numbers; nil if it is none */
static int stats_value_under(lua_State *L) {
    lua_settop(L, 1);
    while (strip(L))
        ;
    if (!figure_check(L, 1)->keyed)
        return 0;
    lua_settop(L, 1);
    return 1;
}

static const luaL_Reg functions[] = {{"as_of", stats_as_of},
                                     {"breaks", breaks_function},
                                     {"check_sum", addition_function},
                                     {"classifies_exact", stats_classifies_exact},
                                     {"column", stats_column},
                                     {"copeland", stats_copeland},
                                     {"eigen", stats_eigen},
                                     {"is_growth", stats_is_growth},
                                     {"perron", stats_perron},
                                     {"random", stats_random},
                                     {"ranking", stats_ranking},
                                     {"ranks", stats_ranks},
                                     {"resample", stats_resample},
                                     {"significant", stats_significant},
                                     {"total", totals_push},
                                     {"uncertainty", stats_uncertainty},
                                     {"value_under", stats_value_under},
                                     {NULL, NULL}};

void bind_stats(lua_State *L) {
    lua_pushglobaltable(L);
    lua_pushliteral(L, "kernel");
    luaL_newlib(L, functions);
    stats_add_vectors(L);
    stats_add_orders(L);
    stats_add_moving(L);
    lua_pushinteger(L, (lua_Integer)sandbox_seed(L));
    lua_setfield(L, -2, "seed");
    lua_rawset(L, -3);
    lua_pop(L, 1);
}
