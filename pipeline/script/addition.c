#include "script/addition.h"

#include "script/comparison.h"
#include "script/values.h"
#include <string.h>

struct addend {
    const struct figure *figure; /* NULL: none, or without a number */
    const struct figure *value; /* the same, or NULL for what is no value of the data */
    bool growth;                /* in % */
};

/* The figure at `index` under whatever unit; it lives as long as that one. */
static struct addend read_addend(lua_State *L, int index) {
    int top = lua_gettop(L);
    struct addend addend = {0};
    const struct figure *figure =
        figure_test(L, index) != NULL ? figure_push_under(L, index) : NULL;
    if (figure != NULL && figure_has_number(figure)) {
        addend.growth =
            figure_is_growth(figure) && str_equal(figure_unit(L, top + 1), STR("%"));
        addend.figure = figure;
        addend.value = figure->keyed ? figure : NULL;
    }
    lua_settop(L, top);
    return addend;
}

static bool area_within(const struct dataset *ds, uint32_t inner, uint32_t outer) {
    while (inner != DATASET_NONE && inner != outer)
        inner = dataset_area(ds, inner)->parent;
    return inner == outer;
}

static bool item_within(const struct dataset *ds, uint32_t inner, uint32_t outer) {
    while (inner != DATASET_NONE && inner != outer)
        inner = dataset_item(ds, inner)->parent;
    return inner == outer;
}

static bool indicator_within(const struct dataset *ds, uint32_t inner, uint32_t outer) {
    size_t count = dataset_indicator_count(ds); /* parents may go in a circle */
    for (size_t i = 0; i < count && inner != DATASET_NONE && inner != outer; i++) {
        struct str parent = dataset_indicator(ds, inner)->parent;
        inner = parent.n > 0 ? dataset_find_indicator(ds, parent) : DATASET_NONE;
    }
    return inner == outer;
}

/* Whether what is of both series exists: of a dimension that only one of them has, the
   other has all items. */
static bool items_meet(lua_State *L, uint32_t one, uint32_t other) {
    const struct script *script = script_of(L);
    const struct series *a = series_of(script, one);
    for (uint32_t i = 0; i < a->item_count; i++) {
        uint32_t item = a->items[i];
        uint32_t beside =
            series_item(L, other, dataset_item(script->ds, item)->dimension);
        if (beside != DATASET_NONE && !item_within(script->ds, item, beside) &&
            !item_within(script->ds, beside, item))
            return false;
    }
    return true;
}

static bool areas_meet(const struct dataset *ds, uint32_t one, uint32_t other) {
    return area_within(ds, one, other) || area_within(ds, other, one);
}

static void raise_twice(lua_State *L, struct str one, struct str other) {
    sandbox_raise(L,
                  "add what lies beside each other: areas, items or parts of one level",
                  "\"%.*s\" and \"%.*s\" have values in common, which their sum would "
                  "count twice",
                  STR_ARG(one), STR_ARG(other));
}

static void raise_overlap(lua_State *L, const struct figure *a,
                          const struct figure *b) {
    const struct script *script = script_of(L);
    if (a->area != b->area) {
        raise_twice(L, dataset_area(script->ds, a->area)->name,
                    dataset_area(script->ds, b->area)->name);
        return;
    }
    struct buf one = buf_open(256), other = buf_open(256);
    series_put(script, a->series, &one);
    series_put(script, b->series, &other);
    push_str(L, buf_str(&one));
    push_str(L, buf_str(&other));
    buf_close(&one);
    buf_close(&other);
    raise_twice(L, check_str(L, -2), check_str(L, -1));
}

/* Two values of one indicator. */
static void check_of_one(lua_State *L, const struct figure *a, const struct figure *b) {
    const struct dataset *ds = script_of(L)->ds;
    const struct indicator *indicator = dataset_indicator(ds, a->indicator);
    if (indicator->aggregation != AGGREGATION_SUM)
        sandbox_raise(L, "ratio { … } is that of all together, stats.mean { … } a mean",
                      "\"%.*s\" (%.*s) does not add up", STR_ARG(indicator->code),
                      STR_ARG(indicator->name));
    bool meet = areas_meet(ds, a->area, b->area) && items_meet(L, a->series, b->series);
    if (period_equal(a->period, b->period)) {
        bool same = a->area == b->area && a->series == b->series; /* f + f */
        if (meet && !same)
            raise_overlap(L, a, b);
        return;
    }
    if (indicator->kind == KIND_STOCK)
        sandbox_raise(L,
                      "stats.mean { … } is the mean over time, and so is "
                      "f / 2 + g / 2",
                      "\"%.*s\" (%.*s) is a stock: what it is at one time and at "
                      "another does not add up",
                      STR_ARG(indicator->code), STR_ARG(indicator->name));
    if (!meet)
        sandbox_raise(L, "take both of one period, or of one area",
                      "\"%.*s\" (%.*s) of two places in two periods does not add up",
                      STR_ARG(indicator->code), STR_ARG(indicator->name));
}

static void check(lua_State *L, struct addend a, struct addend b) {
    if (a.growth && b.growth)
        sandbox_raise(L, "growth of a total is sum_growth { … }",
                      "rates of growth do not add up");
    if (a.value == NULL || b.value == NULL)
        return;
    if (a.value->indicator == b.value->indicator) {
        check_of_one(L, a.value, b.value);
        return;
    }
    const struct dataset *ds = script_of(L)->ds;
    uint32_t one = a.value->indicator, other = b.value->indicator;
    bool part = indicator_within(ds, one, other) || indicator_within(ds, other, one);
    if (part && period_equal(a.value->period, b.value->period) &&
        a.value->area == b.value->area &&
        items_meet(L, a.value->series, b.value->series))
        raise_overlap(L, a.value, b.value);
}

void addition_check(lua_State *L, int a, int b) {
    check(L, read_addend(L, a), read_addend(L, b));
}

void addition_check_set(lua_State *L, const struct area_set *set) {
    const struct dataset *ds = script_of(L)->ds;
    if (set->inner != DATASET_NONE)
        raise_twice(L, dataset_area(ds, set->outer)->name,
                    dataset_area(ds, set->inner)->name);
}

/* Whether the gate for comparisons may have something against these two of a list: of
   one period there is nothing, and what was computed of several indicators or periods
   is held against the first only. */
static bool may_part(const struct figure *a, const struct figure *b, bool first) {
    if (a == NULL || b == NULL)
        return false;
    bool dated = figure_has_period(a) && figure_has_period(b);
    bool known = a->indicator != DATASET_NONE && b->indicator != DATASET_NONE;
    if (!dated || !known)
        return first;
    return a->indicator == b->indicator && !period_equal(a->period, b->period);
}

/* What it has against the figures at places a and b of the list at index 1. */
static enum figure_reason parted(lua_State *L, size_t a, size_t b) {
    lua_rawgeti(L, 1, (lua_Integer)a + 1);
    lua_rawgeti(L, 1, (lua_Integer)b + 1);
    int top = lua_gettop(L);
    enum figure_reason reason = comparison_parted(L, top - 1, top, PARTING_SUM);
    lua_settop(L, top - 2);
    return reason;
}

int addition_function(lua_State *L) {
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_settop(L, 1);
    size_t n = lua_rawlen(L, 1);
    sandbox_charge(L, n + n * n / 64);
    enum figure_reason reason = REASON_NONE;
    struct addend *addends = lua_newuserdatauv(L, (n + 1) * sizeof *addends, 0);
    for (size_t i = 0; i < n; i++) {
        lua_rawgeti(L, 1, (lua_Integer)i + 1);
        addends[i] = read_addend(L, -1);
        lua_pop(L, 1);
        for (size_t j = 0; j < i; j++) {
            check(L, addends[j], addends[i]);
            if (reason == REASON_NONE &&
                may_part(addends[j].figure, addends[i].figure, j == 0))
                reason = parted(L, j, i);
        }
    }
    lua_pushstring(L, reason != REASON_NONE ? figure_reason_codes[reason] : NULL);
    return 1;
}
