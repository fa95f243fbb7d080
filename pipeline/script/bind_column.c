/* kernel.column: what the figures of many areas say, as plain numbers, for rules that
   look at every cell and name few. The numbers are those of the figures (get{…}.value,
   f:growth().value), to the last bit, without a figure for each. */
#include "dataset/codes.h"
#include "script/bind_stats.h"
#include "script/comparison.h"
#include "script/figure.h"
#include "script/values.h"
#include <math.h>

struct column {
    struct figure_key key; /* of the area at hand */
    const struct indicator *indicator;
    struct period base; /* of growth */
    bool has_base;
    struct dataset_trail now, before;
    enum figure_span over;
};

/* A number that a double holds exactly, as a fraction of two such numbers. */
struct fraction {
    double above, below;
};

/* Below 2^53: what is longer is rounded to no less than that. */
static bool is_exact(double value) { return fabs(value) < 9007199254740992.0; }

/* × 10^-exponent, if that is exact. */
static bool scaled(struct decimal d, int exponent, double *out) {
    *out = (double)d.coefficient;
    for (int i = exponent; i < d.exponent && is_exact(*out) && *out != 0; i++)
        *out *= 10;
    return is_exact(*out);
}

/* Growth as a quotient of two whole numbers below 2^53: that of the two doubles is then
   the nearest to it, as the exact way has it. False if they are longer. */
static bool divide(const struct column *column, struct decimal now,
                   struct decimal before, struct fraction *out) {
    int exponent = now.exponent < before.exponent ? now.exponent : before.exponent;
    double a, b;
    if (!scaled(now, exponent, &a) || !scaled(before, exponent, &b))
        return false;
    *out = (struct fraction){a - b, 1};
    if (column->indicator->growth == GROWTH_RATIO) {
        *out = (struct fraction){(a - b) * 100, b};
    } else {
        if (exponent > 0 ||
            !scaled((struct decimal){.coefficient = 1}, exponent, &out->below))
            return false;
    }
    return is_exact(a - b) && is_exact(out->above);
}

/* [-0, +1, e] */
static void push_growth(lua_State *L, struct column *column,
                        const struct observation *now) {
    struct figure_key base = column->key;
    base.period = column->base;
    const struct observation *before =
        now != NULL && column->has_base
            ? figure_find_along(script_of(L), &column->before, &base)
            : NULL;
    struct fraction quotient;
    if (now == NULL) {
        lua_pushboolean(L, 0);
    } else if (before != NULL && comparison_is_plain(script_of(L)->ds, now, before) &&
               divide(column, now->value, before->value, &quotient)) {
        figure_push_number(L, quotient.above / quotient.below);
    } else {
        int top = lua_gettop(L);
        figure_push_found(L, &column->key, now);
        lua_getfield(L, -1, "growth");
        lua_pushvalue(L, top + 1);
        lua_createtable(L, 0, 1);
        lua_pushstring(L, figure_spans[column->over]);
        lua_setfield(L, -2, "over");
        lua_call(L, 2, 1);
        if (lua_getfield(L, -1, "value") == LUA_TNIL)
            lua_pushboolean(L, 0);
        lua_replace(L, top + 1);
        lua_settop(L, top + 1);
    }
}

/* [-0, +1, e] */
static void push_value(lua_State *L, const struct observation *o) {
    if (o != NULL && o->text == 0 && observation_has_value(o))
        figure_push_number(L, decimal_to_double(observation_number(o)));
    else
        lua_pushboolean(L, 0);
}

/* [-1, +1, e] kernel.column{ indicator=, where=, period=, areas=, growth=, status=,
   first= }:
   an array by area of get{…}.value, with growth = "year_ago" or "previous" of the
   value of its growth, with status = true of its status, with first = true of what
   was read first, f:vintages()[1]; false where that is nil */
int stats_column(lua_State *L) {
    static const char *const names[] = {"indicator", "where",  "period", "areas",
                                        "growth",    "status", "first",  NULL};
    options_check(L, 1, "kernel.column: no option", names);
    lua_settop(L, 1);
    struct script *script = script_of(L);
    struct column column = {.over = OVER_NOTHING};
    column.key.series = series_field(L, 1);
    column.key.period = period_field(L, 1, "period");
    if (lua_getfield(L, 1, "growth") != LUA_TNIL)
        column.over = (enum figure_span)choice_field(L, 1, "growth", figure_spans);
    bool status = lua_getfield(L, 1, "status") != LUA_TNIL && lua_toboolean(L, -1);
    bool first = lua_getfield(L, 1, "first") != LUA_TNIL && lua_toboolean(L, -1);
    const struct area_set *set = set_field(L, 1);
    uint32_t indicator = series_of(script, column.key.series)->indicator;
    column.indicator = dataset_indicator(script->ds, indicator);
    column.has_base = figure_base_of(column.key.period, column.over, &column.base);
    sandbox_charge(L, set->count);
    lua_createtable(L, (int)set->count, 0);
    for (size_t i = 0; i < set->count; i++) {
        column.key.area = set->areas[i];
        figure_permit(L, indicator, column.key.area);
        const struct observation *o =
            figure_find_along(script, &column.now, &column.key);
        for (; first && o != NULL && dataset_older(script->ds, o) != NULL;)
            o = dataset_older(script->ds, o);
        if (status)
            lua_pushstring(
                L, observation_status_codes[o == NULL ? STATUS_MISSING : o->status]);
        else if (column.over == OVER_NOTHING)
            push_value(L, o);
        else
            push_growth(L, &column, o);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    return 1;
}
