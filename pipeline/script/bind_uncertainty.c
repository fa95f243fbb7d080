/* kernel.uncertainty{ … }: the tree and its alternatives as flat arrays, made by
   lua/nqi/uncertainty.lua, which documents them; results as arrays by unit. */
#include "sandbox/sandbox.h"
#include "script/bind_stats.h"
#include "script/read_tree.h"
#include "stats/order.h"
#include "stats/tiers.h"
#include "stats/uncertainty.h"
#include <math.h>
#include <string.h>

#define REPLICATION_LIMIT 1000000
#define RANK_LIMIT ((size_t)48 << 20)

static const char *const factor_names[] = {"imputation",  "treatment", "normalisation",
                                           "aggregation", "left_out",  "weights",
                                           "rounding"};

struct request {
    struct uncertainty setup;
    size_t replications, samples;
    size_t quantile_count, top_count;
    double *quantiles, *top;
    bool want_ranks, by_unit;
    double tier_least; /* 0: no tiers */
};

/* What is found, in buffers on the stack. */
struct found {
    double *scores, *rows;
    uint16_t *nominal, *ranks;
    size_t width, failed;
    struct uncertainty_effects effects;
};

/* aggregations = { { rules = {…}, exponents = {…} }, … } over the shared shape. */
static void read_aggregations(lua_State *L, struct uncertainty *setup,
                              const struct tree_node *shape) {
    size_t n = setup->tree.nodes, count = stats_length_field(L, "aggregations");
    if (count == 0)
        sandbox_raise(L, NULL, "no aggregation is given");
    const struct tree_node **list =
        stats_buffer(L, count, sizeof(const struct tree_node *));
    for (size_t a = 0; a < count; a++) {
        struct tree_node *nodes = stats_buffer(L, n, sizeof *nodes);
        memcpy(nodes, shape, n * sizeof *nodes);
        lua_getfield(L, 1, "aggregations");
        lua_rawgeti(L, -1, (lua_Integer)a + 1);
        stats_read_rules(L, nodes, n);
        lua_pop(L, 2);
        list[a] = nodes;
    }
    setup->aggregations = list;
    setup->choices[UNCERTAINTY_AGGREGATION] = count;
    setup->tree.node = list[0];
}

/* field[variant][column][unit]; NULL if it is not there. */
static const double **read_variants(lua_State *L, const struct uncertainty *setup,
                                    const char *field) {
    size_t count = stats_length_field(L, field), wanted = 1;
    for (size_t f = 0; f <= UNCERTAINTY_NORMALISATION; f++)
        wanted *= setup->choices[f];
    if (count == 0)
        return NULL;
    if (count != wanted)
        sandbox_raise(L, NULL, "%d sets of values are needed, not %d", (int)wanted,
                      (int)count);
    const double **list = stats_buffer(L, count, sizeof(const double *));
    size_t units = setup->tree.units, columns = setup->tree.columns;
    for (size_t v = 0; v < count; v++) {
        double *m = stats_buffer(L, columns * units, sizeof *m);
        lua_getfield(L, 1, field);
        if (lua_rawgeti(L, -1, (lua_Integer)v + 1) != LUA_TTABLE ||
            lua_rawlen(L, -1) != columns)
            sandbox_raise(L, NULL, "a set of values must hold %d columns",
                          (int)columns);
        for (size_t k = 0; k < columns; k++) {
            lua_rawgeti(L, -1, (lua_Integer)k + 1);
            stats_read(L, lua_gettop(L), units, true, m + k * units);
            lua_pop(L, 1);
        }
        lua_pop(L, 2);
        list[v] = m;
    }
    return list;
}

static void read_values(lua_State *L, struct uncertainty *setup) {
    setup->values = read_variants(L, setup, "values");
    if (setup->values == NULL)
        sandbox_raise(L, NULL, "%d sets of values are needed, not %d", 1, 0);
    setup->low = read_variants(L, setup, "low");
    setup->high = read_variants(L, setup, "high");
    if ((setup->low == NULL) != (setup->high == NULL))
        sandbox_raise(L, NULL, "values have both bounds or none");
}

static void read_shape(lua_State *L, struct uncertainty *setup) {
    const struct tree_node *shape = stats_read_tree(L, &setup->tree);
    read_aggregations(L, setup, shape);
}

static bool flag_of(lua_State *L, const char *name) {
    lua_getfield(L, 1, name);
    bool flag = lua_toboolean(L, -1) != 0;
    lua_pop(L, 1);
    return flag;
}

/* excluded[unit]: true for one that is never ranked. */
static void read_excluded(lua_State *L, struct uncertainty *setup) {
    size_t units = setup->tree.units;
    unsigned char *excluded = stats_buffer(L, units, sizeof *excluded);
    if (lua_getfield(L, 1, "excluded") == LUA_TTABLE) {
        for (size_t i = 0; i < units; i++) {
            lua_rawgeti(L, -1, (lua_Integer)i + 1);
            excluded[i] = lua_toboolean(L, -1) != 0;
            lua_pop(L, 1);
        }
        setup->excluded = excluded;
    }
    lua_pop(L, 1);
}

static void read_request(lua_State *L, struct request *request) {
    struct uncertainty *setup = &request->setup;
    luaL_checkstack(L, 1000, "too many alternatives");
    read_shape(L, setup);
    size_t nodes = setup->tree.nodes;
    setup->weights = stats_array_field(L, "weights", nodes, false);
    setup->spread = stats_array_field(L, "spread", nodes, false);
    if (setup->weights == NULL)
        sandbox_raise(L, NULL, "weights are missing");
    setup->choices[UNCERTAINTY_IMPUTATION] = stats_count_field(L, "imputations", 100);
    setup->choices[UNCERTAINTY_TREATMENT] = stats_count_field(L, "treatments", 100);
    setup->choices[UNCERTAINTY_NORMALISATION] =
        stats_count_field(L, "normalisations", 100);
    read_values(L, setup);
    setup->leave_out = stats_number_field(L, "leave_out", 0, 1);
    setup->seed = (uint64_t)stats_number_field(L, "seed", 0, 9007199254740992.0);
    request->replications = stats_count_field(L, "replications", REPLICATION_LIMIT);
    request->samples = stats_count_field(L, "samples", REPLICATION_LIMIT);
    if (stats_length_field(L, "given") > 0)
        setup->given =
            stats_array_field(L, "given", nodes * request->replications, false);
    request->quantile_count = stats_length_field(L, "quantiles");
    request->quantiles =
        stats_array_field(L, "quantiles", request->quantile_count, false);
    request->top_count = stats_length_field(L, "top");
    request->top = stats_array_field(L, "top", request->top_count, false);
    request->want_ranks = flag_of(L, "want_ranks");
    setup->partial = flag_of(L, "partial");
    read_excluded(L, setup);
    request->by_unit = request->samples * 8 * setup->tree.units <= RANK_LIMIT / 2;
    request->tier_least = stats_number_field(L, "tiers", 0, 1);
    if (request->replications * setup->tree.units > RANK_LIMIT)
        sandbox_raise(L, "fewer replications, or fewer units",
                      "this many replications do not fit into memory");
}

/* How far the 5 and 95 % of the ranks may be off because the replications are finite:
   half of what lies between the quantiles two standard errors of the share below and
   above. */
static double end_error(const uint32_t *counts, size_t units, size_t used) {
    double most = 0;
    for (size_t end = 0; end < 2; end++) {
        double p = end == 0 ? 0.05 : 0.95, off = 2 * sqrt(p * (1 - p) / (double)used);
        double below = order_quantile_counts(counts, units, used, fmax(p - off, 0));
        double above = order_quantile_counts(counts, units, used, fmin(p + off, 1));
        most = fmax(most, (above - below) / 2);
    }
    return most;
}

/* Statistics of one unit's ranks over the replications that did not fail. */
static void summarise(const struct request *request, const uint16_t *ranks, size_t unit,
                      uint32_t *counts, size_t used, double *row) {
    size_t units = request->setup.tree.units, at = 0;
    double nan = (double)NAN, sum = 0, low = nan, high = nan;
    memset(counts, 0, units * sizeof *counts);
    for (size_t r = 0; r < request->replications; r++)
        if (ranks[r * units + unit] > 0)
            counts[ranks[r * units + unit] - 1]++;
    for (size_t i = 0; i < units; i++) {
        sum += (double)counts[i] * ((double)i + 1);
        if (counts[i] > 0) {
            low = isnan(low) ? (double)i + 1 : low;
            high = (double)i + 1;
        }
    }
    bool any = !isnan(low);
    row[at++] = any ? sum / (double)used : nan;
    row[at++] = low;
    row[at++] = high;
    for (size_t q = 0; q < request->quantile_count; q++)
        row[at++] =
            any ? order_quantile_counts(counts, units, used, request->quantiles[q])
                : nan;
    for (size_t t = 0; t < request->top_count; t++) {
        double within = 0;
        for (size_t i = 0; i < units && (double)i < request->top[t]; i++)
            within += counts[i];
        row[at++] = any ? within / (double)used : nan;
    }
    row[at++] = any ? end_error(counts, units, used) : nan;
}

static void push_whole(lua_State *L, const uint16_t *ranks, size_t n) {
    lua_createtable(L, (int)n, 0);
    for (size_t i = 0; i < n; i++) {
        if (ranks[i] > 0)
            lua_pushinteger(L, ranks[i]);
        else
            lua_pushboolean(L, 0);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
}

/* name = { by item: { by unit } } from columns first … of the summary rows. */
static void push_columns(lua_State *L, const char *name, const double *rows,
                         size_t units, size_t width, size_t first, size_t count) {
    lua_createtable(L, (int)count, 0);
    for (size_t k = 0; k < count; k++) {
        stats_push(L, rows + first + k, units, width);
        lua_rawseti(L, -2, (lua_Integer)k + 1);
    }
    lua_setfield(L, -2, name);
}

static void push_column(lua_State *L, const char *name, const double *rows,
                        size_t units, size_t width, size_t column) {
    stats_push(L, rows + column, units, width);
    lua_setfield(L, -2, name);
}

/* name_low and name_high, or neither if they are not known. */
static void push_interval(lua_State *L, const char *low_name, double low,
                          const char *high_name, double high) {
    if (isnan(low) || isnan(high))
        return;
    lua_pushnumber(L, low);
    lua_setfield(L, -2, low_name);
    lua_pushnumber(L, high);
    lua_setfield(L, -2, high_name);
}

static void push_effect(lua_State *L, const char *name, const char *shift_name,
                        const double *values, size_t outputs) {
    if (outputs > 1)
        stats_push(L, values, outputs - 1, 1);
    else
        lua_pushnil(L);
    lua_setfield(L, -2, name);
    stats_push(L, values + outputs - 1, 1, 1);
    lua_rawgeti(L, -1, 1);
    lua_setfield(L, -3, shift_name);
    lua_pop(L, 1);
}

static void push_sobol(lua_State *L, const struct request *request,
                       const struct uncertainty_effects *effects) {
    enum uncertainty_factor factors[UNCERTAINTY_FACTORS];
    size_t count = uncertainty_factors(&request->setup, factors);
    size_t outputs = effects->by_unit ? request->setup.tree.units + 1 : 1;
    lua_createtable(L, (int)count, 3);
    for (size_t f = 0; f < count; f++) {
        const struct sobol_interval *shift = &effects->shift[f];
        lua_createtable(L, 0, 9);
        lua_pushstring(L, factor_names[factors[f]]);
        lua_setfield(L, -2, "factor");
        push_effect(L, "first", "first_shift", effects->first + f * outputs, outputs);
        push_effect(L, "total", "total_shift", effects->total + f * outputs, outputs);
        push_interval(L, "first_low", shift->first_low, "first_high",
                      shift->first_high);
        push_interval(L, "total_low", shift->total_low, "total_high",
                      shift->total_high);
        lua_rawseti(L, -2, (lua_Integer)f + 1);
    }
    lua_pushinteger(L, (lua_Integer)request->samples);
    lua_setfield(L, -2, "samples");
    lua_pushinteger(L, (lua_Integer)effects->failed);
    lua_setfield(L, -2, "failed");
    lua_pushnumber(L, effects->variance[outputs - 1]);
    lua_setfield(L, -2, "variance_shift");
    lua_setfield(L, -2, "sobol");
}

/* tiers = { order, above, cut }: by place in the nominal order. The first and the last
   quantile of the rows are those of 5 and 95 %. */
static void push_tiers(lua_State *L, const struct request *request,
                       const struct found *found) {
    size_t units = request->setup.tree.units,
           used = request->replications - found->failed;
    double *low = stats_buffer(L, units, sizeof *low);
    double *high = stats_buffer(L, units, sizeof *high);
    double *above = stats_buffer(L, units, sizeof *above);
    uint32_t *order = stats_buffer(L, units, sizeof *order);
    unsigned char *cut = stats_buffer(L, units, sizeof *cut);
    for (size_t i = 0; i < units; i++) {
        low[i] = found->rows[i * found->width + 3];
        high[i] = found->rows[i * found->width + 2 + request->quantile_count];
    }
    struct tiers tiers = {
        found->ranks, request->replications, used, units, found->nominal, low, high};
    size_t count = tiers_find(&tiers, request->tier_least, order, above, cut);
    lua_createtable(L, 0, 3);
    lua_createtable(L, (int)count, 0);
    lua_createtable(L, (int)count, 0);
    for (size_t k = 0; k < count; k++) {
        lua_pushinteger(L, (lua_Integer)order[k] + 1);
        lua_rawseti(L, -3, (lua_Integer)k + 1);
        lua_pushboolean(L, cut[k]);
        lua_rawseti(L, -2, (lua_Integer)k + 1);
    }
    lua_setfield(L, -3, "cut");
    lua_setfield(L, -2, "order");
    stats_push(L, above, count, 1);
    lua_setfield(L, -2, "above");
    lua_replace(L, -6);
    lua_pop(L, 4);
}

/* The mean over replications of the mean absolute shift of rank. */
static double mean_shift(const struct request *request, const uint16_t *ranks,
                         const uint16_t *nominal, size_t used) {
    size_t units = request->setup.tree.units, ranked = 0;
    double sum = 0;
    for (size_t i = 0; i < units; i++) {
        ranked += nominal[i] > 0;
        for (size_t r = 0; r < request->replications; r++)
            if (ranks[r * units + i] > 0)
                sum += fabs((double)ranks[r * units + i] - (double)nominal[i]);
    }
    return ranked > 0 && used > 0 ? sum / (double)ranked / (double)used : (double)NAN;
}

static void push_result(lua_State *L, const struct request *request,
                        const struct found *found) {
    size_t units = request->setup.tree.units, width = found->width;
    size_t used = request->replications - found->failed;
    const double *rows = found->rows;
    lua_createtable(L, 0, 14);
    stats_push(L, found->scores, units, 1);
    lua_setfield(L, -2, "scores");
    push_whole(L, found->nominal, units);
    lua_setfield(L, -2, "ranks");
    lua_pushinteger(L, (lua_Integer)found->failed);
    lua_setfield(L, -2, "failed");
    lua_pushinteger(L, (lua_Integer)used);
    lua_setfield(L, -2, "used");
    push_column(L, "mean", rows, units, width, 0);
    push_column(L, "minimum", rows, units, width, 1);
    push_column(L, "maximum", rows, units, width, 2);
    push_columns(L, "quantiles", rows, units, width, 3, request->quantile_count);
    push_columns(L, "top", rows, units, width, 3 + request->quantile_count,
                 request->top_count);
    push_column(L, "end_error", rows, units, width, width - 1);
    double shift = mean_shift(request, found->ranks, found->nominal, used);
    if (!isnan(shift)) {
        lua_pushnumber(L, shift);
        lua_setfield(L, -2, "shift");
    }
    if (request->tier_least > 0 && used > 0 && request->quantile_count > 1) {
        push_tiers(L, request, found);
        lua_setfield(L, -2, "tiers");
    }
    if (!request->want_ranks)
        return;
    lua_createtable(L, (int)request->replications, 0);
    for (size_t r = 0; r < request->replications; r++) {
        push_whole(L, found->ranks + r * units, units);
        lua_rawseti(L, -2, (lua_Integer)r + 1);
    }
    lua_setfield(L, -2, "all");
}

/* What one evaluation of the tree costs, in instructions of the VM: one takes about
   as long as eight of the kernel's steps. Copeland's rule looks at every pair. */
static uint64_t evaluation_steps(const struct uncertainty *setup) {
    const struct tree *tree = &setup->tree;
    uint64_t steps = (uint64_t)tree->units * (tree->nodes + 8);
    for (size_t a = 0; a < setup->choices[UNCERTAINTY_AGGREGATION]; a++)
        for (size_t i = 0; i < tree->nodes; i++)
            if (setup->aggregations[a][i].rule == TREE_COPELAND)
                steps += (uint64_t)tree->units * tree->units * tree->node[i].children;
    return steps / 8 + 1;
}

/* From so many ranks on what was garbage before goes first: 10 000 replications of
   2 850 units are 57 MB. */
#define MANY_RANKS ((size_t)4 << 20)

/* [-1, +1, e] */
int stats_uncertainty(lua_State *L) {
    luaL_checktype(L, 1, LUA_TTABLE);
    struct request request = {0};
    read_request(L, &request);
    size_t units = request.setup.tree.units, n = request.replications;
    size_t width = 4 + request.quantile_count + request.top_count;
    size_t outputs = request.by_unit ? units + 1 : 1;
    if (units > UINT16_MAX)
        return sandbox_raise(L, NULL, "too many numbers for one computation");
    if (n > MANY_RANKS / (units + 1))
        lua_gc(L, LUA_GCCOLLECT);
    struct found found = {
        .scores = stats_buffer(L, units, sizeof(double)),
        .rows = stats_buffer(L, units * width, sizeof(double)),
        .nominal = stats_buffer(L, units, sizeof(uint16_t)),
        .ranks = stats_buffer(L, n * units, sizeof(uint16_t)),
        .width = width,
        .effects = {
            .by_unit = request.by_unit,
            .first = stats_buffer(L, UNCERTAINTY_FACTORS * outputs, sizeof(double)),
            .total = stats_buffer(L, UNCERTAINTY_FACTORS * outputs, sizeof(double)),
            .variance = stats_buffer(L, outputs, sizeof(double)),
        }};
    uint32_t *counts = stats_buffer(L, units, sizeof *counts);
    sandbox_charge(L, (uint64_t)(n + request.samples * (UNCERTAINTY_FACTORS + 2)) *
                          evaluation_steps(&request.setup));
    /* No Lua error may be raised between open and close. */
    struct uncertainty_run *run = uncertainty_open(&request.setup);
    memcpy(found.scores, uncertainty_scores(run), units * sizeof(double));
    memcpy(found.nominal, uncertainty_ranks(run), units * sizeof(uint16_t));
    found.failed = uncertainty_replicate(run, 0, n, found.ranks);
    if (request.samples > 0)
        uncertainty_sobol(run, request.samples, &found.effects);
    uncertainty_close(run);
    for (size_t i = 0; i < units; i++)
        summarise(&request, found.ranks, i, counts, n - found.failed,
                  found.rows + i * width);
    push_result(L, &request, &found);
    if (request.samples > 0)
        push_sobol(L, &request, &found.effects);
    return 1;
}
