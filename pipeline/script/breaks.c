#include "script/breaks.h"
#include "script/totals.h"
#include "script/values.h"

#define DEEPEST_RATIO 8 /* a ratio of ratios of …; dictionaries may go in a circle */

static bool is_of_one_place(const struct figure *figure) {
    return figure->indicator != DATASET_NONE && figure_has_period(figure);
}

/* Whether the indicator, or what it is the ratio of, changed between the years. */
static bool changed(const struct dataset *ds, uint32_t id, int a, int b, int depth) {
    if (id == DATASET_NONE || depth == DEEPEST_RATIO)
        return false;
    const struct indicator *indicator = dataset_indicator(ds, id);
    int year = indicator->break_year;
    if (year != 0 && (a < year) != (b < year))
        return true;
    const struct str parts[] = {indicator->numerator, indicator->denominator};
    bool any = false;
    for (int i = 0; i < 2 && indicator->aggregation == AGGREGATION_RATIO; i++)
        any = any || changed(ds, dataset_find_indicator(ds, parts[i]), a, b, depth + 1);
    return any;
}

bool breaks_of(const struct dataset *ds, uint32_t indicator, struct period from,
               struct period to) {
    return changed(ds, indicator, from.year, to.year, 0);
}

/* An indicator that has changed its definition, and the years of it that were used. */
struct span {
    uint32_t indicator;
    int first, last;
};

struct spans {
    const struct dataset *ds;
    struct span *items; /* room for all indicators that have changed theirs */
    size_t count;
};

static size_t count_changed(const struct dataset *ds) {
    size_t count = 0;
    for (uint32_t i = 0; i < dataset_indicator_count(ds); i++)
        count += dataset_indicator(ds, i)->break_year != 0;
    return count;
}

/* [-0, +1, e] */
static struct spans spans_push(lua_State *L, const struct dataset *ds, size_t room) {
    return (struct spans){ds, lua_newuserdatauv(L, room * sizeof(struct span), 0), 0};
}

static void add_span(struct spans *spans, uint32_t indicator, int year) {
    struct span *span = spans->items;
    while (span < spans->items + spans->count && span->indicator != indicator)
        span++;
    if (span == spans->items + spans->count) {
        *span = (struct span){indicator, year, year};
        spans->count++;
    }
    span->first = year < span->first ? year : span->first;
    span->last = year > span->last ? year : span->last;
}

/* The indicator in the year, and what it is the ratio of. */
static void add_indicator(struct spans *spans, uint32_t id, int year, int depth) {
    if (id == DATASET_NONE || depth == DEEPEST_RATIO)
        return;
    const struct indicator *indicator = dataset_indicator(spans->ds, id);
    if (indicator->break_year != 0)
        add_span(spans, id, year);
    if (indicator->aggregation != AGGREGATION_RATIO)
        return;
    const struct str parts[] = {indicator->numerator, indicator->denominator};
    for (int i = 0; i < 2; i++)
        add_indicator(spans, dataset_find_indicator(spans->ds, parts[i]), year,
                      depth + 1);
}

/* Those of the figure at `index`; what it was computed from is asked only where it is
   not itself of one indicator in one period, or of the figure if it is `made`. Without
   recursion, since a script may add up without end. */
static void collect(lua_State *L, int index, bool made, struct spans *spans) {
    lua_Integer waiting = 1;
    lua_newtable(L);
    int seen = lua_gettop(L);
    lua_newtable(L);
    int worklist = lua_gettop(L);
    lua_pushvalue(L, index);
    lua_rawseti(L, worklist, 1);
    while (waiting > 0) {
        lua_rawgeti(L, worklist, waiting--);
        const struct figure *figure = figure_test(L, -1);
        lua_pushvalue(L, -1);
        bool fresh = figure != NULL && lua_rawget(L, seen) == LUA_TNIL;
        lua_settop(L, worklist + 1);
        if (fresh) {
            lua_pushvalue(L, -1);
            lua_pushboolean(L, 1);
            lua_rawset(L, seen);
            if (!made && is_of_one_place(figure))
                add_indicator(spans, figure->indicator, figure->period.year, 0);
            else
                figure_put_operands(L, worklist, &waiting);
            made = false;
        }
        lua_settop(L, worklist);
        sandbox_charge(L, 1);
    }
    lua_settop(L, seen - 1);
}

static bool changed_between(const struct spans *spans, const struct span *a,
                            const struct span *b) {
    int year = dataset_indicator(spans->ds, a->indicator)->break_year;
    return (a->first < year && b->last >= year) || (b->first < year && a->last >= year);
}

/* The first from `at` on of the indicators that changed between the two; NULL at the
   end. */
static const struct span *next_change(const struct spans *now,
                                      const struct spans *before, size_t *at) {
    for (; *at < now->count; (*at)++)
        for (size_t b = 0; b < before->count; b++)
            if (now->items[*at].indicator == before->items[b].indicator &&
                changed_between(now, &now->items[*at], &before->items[b]))
                return &now->items[(*at)++];
    return NULL;
}

bool breaks_between(lua_State *L, int now, int before) {
    const struct dataset *ds = script_of(L)->ds;
    const struct figure *a = figure_check(L, now), *b = figure_check(L, before);
    if (is_of_one_place(a) && is_of_one_place(b))
        return changed(ds, a->indicator, a->period.year, b->period.year, 0) ||
               changed(ds, b->indicator, a->period.year, b->period.year, 0);
    size_t room = count_changed(ds);
    if (room == 0)
        return false;
    int top = lua_gettop(L);
    struct spans first = spans_push(L, ds, room), second = spans_push(L, ds, room);
    collect(L, now, false, &first);
    collect(L, before, false, &second);
    size_t at = 0;
    bool found = next_change(&first, &second, &at) != NULL;
    lua_settop(L, top);
    return found;
}

/* Those that changed between the two, into the list on the top. */
static void put_changes(lua_State *L, const struct spans *now,
                        const struct spans *before) {
    size_t at = 0;
    const struct span *span;
    for (lua_Integer n = 1; (span = next_change(now, before, &at)) != NULL; n++) {
        indicator_push(L, span->indicator);
        lua_rawseti(L, -2, n);
    }
}

int breaks_function(lua_State *L) {
    const struct dataset *ds = script_of(L)->ds;
    bool one = lua_isnoneornil(L, 2);
    const struct figure *figure = figure_check(L, 1);
    if (!one)
        figure_check(L, 2);
    lua_settop(L, 2);
    size_t room = count_changed(ds);
    struct spans now = spans_push(L, ds, room), before = spans_push(L, ds, room);
    collect(L, 1, one, &now);
    if (!one)
        collect(L, 2, false, &before);
    if (one && now.count == 0)
        add_indicator(&now, figure->indicator, figure->period.year, 0);
    /* What a growth that was refused is compared with may not be among its operands. */
    for (size_t i = 0; i < now.count && one; i++)
        now.items[i].first--;
    lua_newtable(L);
    put_changes(L, &now, one ? &now : &before);
    return 1;
}
