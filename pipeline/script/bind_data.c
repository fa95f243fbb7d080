/* Values of the dataset: get{…}, v.CODE, series{…}, periods{…}. */
#include "script/figure.h"
#include "script/values.h"
#include <string.h>

/* A value that there is, but of later than what the report sees: whoever names its
   period would print a sign for what is published, so it is an error. */
static void refuse_later(lua_State *L, const struct figure_key *key) {
    const struct script *script = script_of(L);
    struct period sees = script->as_of.period;
    if (sees.kind == PERIOD_NOT_STATED ||
        (script->job != NULL && period_equal(key->period, script->job->period)) ||
        period_last_day(key->period) <= period_last_day(sees) ||
        dataset_find(script->ds, key->series, key->area, key->period) == NULL)
        return;
    sandbox_raise(L,
                  "ahead = 1 in its entry of lua/reports.lua lets it see the next "
                  "period, too",
                  "a value of %s: the report sees the data up to %s only",
                  period_code(key->period, script->arena).p,
                  period_code(sees, script->arena).p);
}

/* [-0, +1, e] for the area and period that the table at 1 says, or the job's */
static void push_value(lua_State *L, uint32_t series) {
    const struct figure_key key = {series, area_field(L, 1, "area"),
                                   period_field(L, 1, "period"), 0};
    refuse_later(L, &key);
    figure_push_key(L, &key);
}

/* [-1, +1, e] get{ indicator=, area=, period=, where= } or get "CODE" */
static int get(lua_State *L) {
    static const char *const names[] = {"indicator", "area", "period", "where", NULL};
    lua_settop(L, 1);
    uint32_t series;
    if (lua_istable(L, 1)) {
        options_check(L, 1, "get: no option", names);
        series = series_field(L, 1);
    } else {
        series = series_check(L, 1);
    }
    push_value(L, series);
    return 1;
}

/* [-2, +1, e] v.CODE, v["CODE[field=QMS]"] */
static int v_index(lua_State *L) {
    push_value(L, series_check(L, 2));
    return 1;
}

/* [-3, +0, e] */
static int v_newindex(lua_State *L) {
    return sandbox_raise(L, "the data are read only; keep it in a local",
                         "cannot set v");
}

struct span {
    bool has_from, has_to, has_kind;
    struct period from, to;
    uint8_t kind;
};

/* from, to and the kind of period (of `to`, `from` or the job's own period). */
static struct span read_span(lua_State *L, int options) {
    struct span span = {0};
    const struct report_job *job = script_of(L)->job;
    if (lua_getfield(L, options, "from") != LUA_TNIL) {
        span.from = period_check(L, -1);
        span.has_from = span.has_kind = true;
        span.kind = span.from.kind;
    }
    if (lua_getfield(L, options, "to") != LUA_TNIL) {
        span.to = period_check(L, -1);
        span.has_to = true;
    } else if (job != NULL) {
        span.to = job->period;
        span.has_to = true;
    }
    if (span.has_to) {
        span.has_kind = true;
        span.kind = span.to.kind;
    }
    lua_pop(L, 2);
    return span;
}

static bool in_span(const struct span *span, struct period period) {
    return (!span->has_kind || period.kind == span->kind) &&
           (!span->has_from || period_compare(period, span->from) >= 0) &&
           (!span->has_to || period_compare(period, span->to) <= 0);
}

/* The observations of one area; they stand together, in order of period. */
static const struct observation *of_area(const struct dataset *ds, uint32_t series,
                                         uint32_t area, size_t *count) {
    size_t n;
    const struct observation *all = dataset_of_series(ds, series, &n);
    size_t low = 0, high = n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (all[middle].area < area)
            low = middle + 1;
        else
            high = middle;
    }
    size_t end = low;
    while (end < n && all[end].area == area)
        end++;
    *count = end - low;
    return all == NULL ? NULL : all + low;
}

/* [-1, +1, e] series{ indicator=, area=, from=, to=, where= }: figures in time order,
   only of periods that have a value, of the kind of `to` */
static int series(lua_State *L) {
    static const char *const names[] = {"indicator", "area",  "from",
                                        "to",        "where", NULL};
    options_check(L, 1, "series: no option", names);
    uint32_t wanted = series_field(L, 1);
    uint32_t area = area_field(L, 1, "area");
    struct span span = read_span(L, 1);
    size_t count;
    const struct script *script = script_of(L);
    const struct observation *all = of_area(script->ds, wanted, area, &count);
    sandbox_charge(L, count);
    lua_newtable(L);
    lua_Integer n = 0;
    for (size_t i = 0; i < count; i++) {
        const struct observation *o = dataset_seen(script->ds, &all[i], &script->as_of);
        if (o == NULL || !observation_has_value(o) || !in_span(&span, o->period))
            continue;
        figure_push_found(L, &(struct figure_key){o->series, area, o->period, 0}, o);
        lua_rawseti(L, -2, ++n);
    }
    return 1;
}

/* Puts a period into a list of `n`, which is in order, if it is not there yet; *next:
   where the next one probably stands, since each area has them in the same order. */
static size_t add_period(struct period *list, size_t n, struct period period,
                         size_t *next) {
    size_t at = *next, end = n;
    if (at < n && period_equal(list[at], period)) {
        ++*next;
        return n;
    }
    for (at = 0; at < end;) {
        size_t middle = at + (end - at) / 2;
        if (period_compare(list[middle], period) < 0)
            at = middle + 1;
        else
            end = middle;
    }
    *next = at + 1;
    if (at < n && period_equal(list[at], period))
        return n;
    memmove(&list[at + 1], &list[at], (n - at) * sizeof *list);
    list[at] = period;
    return n + 1;
}

/* [-1, +1, e] periods{ indicator=, area=, from=, to=, where= }; without an area, those
   that any area has */
static int periods(lua_State *L) {
    static const char *const names[] = {"indicator", "area",  "from",
                                        "to",        "where", NULL};
    options_check(L, 1, "periods: no option", names);
    const struct script *script = script_of(L);
    uint32_t wanted = series_field(L, 1);
    struct span span = {0};
    if (lua_getfield(L, 1, "from") != LUA_TNIL) {
        span.from = period_check(L, -1);
        span.has_from = true;
    }
    if (lua_getfield(L, 1, "to") != LUA_TNIL) {
        span.to = period_check(L, -1);
        span.has_to = true;
    }
    size_t count;
    const struct observation *all;
    if (lua_getfield(L, 1, "area") != LUA_TNIL)
        all = of_area(script->ds, wanted, area_check(L, -1), &count);
    else
        all = dataset_of_series(script->ds, wanted, &count);
    sandbox_charge(L, count * 2);
    struct period *found = lua_newuserdatauv(L, (count + 1) * sizeof *found, 0);
    size_t n = 0, next = 0;
    for (size_t i = 0; i < count; i++) {
        const struct observation *o = dataset_seen(script->ds, &all[i], &script->as_of);
        if (o != NULL && observation_has_value(o) && in_span(&span, o->period))
            n = add_period(found, n, o->period, &next);
    }
    lua_createtable(L, n < INT32_MAX ? (int)n : 0, 0);
    for (size_t i = 0; i < n; i++) {
        period_push(L, found[i]);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    return 1;
}

/* [-0, +1, e] period_now(): the report's period */
static int period_now(lua_State *L) {
    lua_settop(L, 0);
    period_push(L, period_field(L, 1, "period"));
    return 1;
}

static const luaL_Reg metamethods[] = {
    {"__index", v_index}, {"__newindex", v_newindex}, {NULL, NULL}};

static const luaL_Reg functions[] = {{"get", get},
                                     {"series", series},
                                     {"periods", periods},
                                     {"period_now", period_now},
                                     {NULL, NULL}};

void push_values(lua_State *L) {
    lua_newuserdatauv(L, 0, 0);
    luaL_setmetatable(L, "nqi.values");
}

void bind_data(lua_State *L) {
    luaL_newmetatable(L, "nqi.values");
    luaL_setfuncs(L, metamethods, 0);
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_pop(L, 1);
    bind_functions(L, functions);
}
