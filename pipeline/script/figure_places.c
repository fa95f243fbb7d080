/* The methods of a figure that look at other values of its indicator: other
   periods and areas, growth, share. A comparison whose period is absent is
   missing; the previous row is never taken for it. */
#include "base/decimal.h"
#include "dataset/unit.h"
#include "script/comparison.h"
#include "script/figure.h"
#include "script/values.h"
#include <string.h>

static const struct dataset *dataset_of(lua_State *L) { return script_of(L)->ds; }

/* The value of another area or period, seen as of the same day. */
static struct figure *push_place(lua_State *L, const struct figure *figure,
                                 uint32_t area, struct period period) {
    return figure_push_key(
        L, &(struct figure_key){figure->series, area, period, figure->known});
}

/* A missing figure in the place of a comparison. */
static int push_no_comparison(lua_State *L, const struct figure *of,
                              enum figure_reason reason, struct str unit) {
    struct figure head;
    figure_init(&head);
    head.indicator = of->indicator;
    head.series = of->series;
    head.area = of->area;
    head.period = of->period;
    head.demo = of->demo;
    head.decimals = 1;
    head.status = STATUS_MISSING;
    head.reason = (uint8_t)reason;
    figure_push(L, &head, NULL, unit);
    figure_set_operands(L, 1, 0);
    return 1;
}

/* The head of what compares a figure with another one of its place. */
static struct figure compared(const struct figure *figure, const struct figure *with) {
    struct figure head = *figure;
    head.keyed = false;
    head.observation = NULL;
    head.status = STATUS_NORMAL;
    head.qualifier = QUALIFIER_NONE;
    figure_join(&head, figure);
    figure_join(&head, with);
    figure_hold_against(&head, figure->qualifier, with->qualifier);
    if (figure->status == STATUS_NEGLIGIBLE || with->status == STATUS_NEGLIGIBLE)
        head.qualifier = QUALIFIER_ABOUT;
    return head;
}

static int push_at(lua_State *L, const struct figure *figure, bool exists,
                   struct period period) {
    if (exists)
        push_place(L, figure, figure->area, period);
    else
        push_no_comparison(L, figure, REASON_PERIOD, figure_unit(L, 1));
    return 1;
}

/* [-1, +1, e] 上期 */
static int method_previous(lua_State *L) {
    const struct figure *figure = figure_check_keyed(L, "previous()");
    struct period period = {0};
    return push_at(L, figure, period_previous(figure->period, &period), period);
}

/* [-1, +1, e] 同期 */
static int method_year_ago(lua_State *L) {
    const struct figure *figure = figure_check_keyed(L, "year_ago()");
    struct period period = {0};
    return push_at(L, figure, period_year_ago(figure->period, &period), period);
}

/* [-2, +1, e] */
static int method_at(lua_State *L) {
    const struct figure *figure = figure_check_keyed(L, "at()");
    push_place(L, figure, figure->area, period_check(L, 2));
    return 1;
}

/* [-2, +1, e] */
static int method_of(lua_State *L) {
    const struct figure *figure = figure_check_keyed(L, "of()");
    push_place(L, figure, area_check(L, 2), figure->period);
    return 1;
}

static struct str growth_unit(const struct indicator *indicator) {
    return indicator->growth == GROWTH_DIFFERENCE ? unit_of_difference(indicator->unit)
                                                  : STR("%");
}

/* Growth from the published figures: index − 100, or the published rate. */
static int push_published(lua_State *L, const struct figure *figure,
                          const struct indicator *indicator) {
    const struct dataset *ds = dataset_of(L);
    uint32_t source = figure->indicator;
    if (indicator->growth == GROWTH_PUBLISHED)
        source = dataset_find_indicator(ds, indicator->growth_source);
    uint32_t series = series_sibling(L, figure->series, source);
    const struct figure *published = figure_push_key(
        L, &(struct figure_key){series, figure->area, figure->period, figure->known});
    int operand = lua_gettop(L);
    mpq_t q;
    if (!figure_borrow(published, q)) {
        lua_pop(L, 1);
        return push_no_comparison(L, figure, REASON_PERIOD, STR("%"));
    }
    mpq_t *scratch = figure_scratch(L);
    const struct indicator *rate = dataset_indicator(ds, source);
    struct str unit = rate->unit.n > 0 ? rate->unit : STR("%");
    mpq_set(scratch[0], q);
    if (rate->growth == GROWTH_INDEX) {
        mpq_set_ui(scratch[1], 100, 1);
        mpq_sub(scratch[0], scratch[0], scratch[1]);
        unit = STR("%");
    }
    struct figure head = *published;
    head.keyed = false;
    head.observation = NULL;
    head.indicator = figure->indicator;
    head.series = figure->series;
    head.demo = head.demo || figure->demo;
    head.decimals = (int16_t)rate->decimals;
    figure_push(L, &head, scratch[0], unit);
    figure_set_operands(L, operand, 0);
    return 1;
}

/* (v / v₀ − 1) × 100 or v − v₀; the base is the figure at index `base`. */
static int push_change(lua_State *L, const struct figure *figure,
                       const struct indicator *indicator, int base_index) {
    const struct figure *base = figure_check(L, base_index);
    bool difference = indicator->growth == GROWTH_DIFFERENCE;
    enum figure_reason refused = comparison_refused(
        L, 1, base_index, difference ? COMPARE_DIFFERENCE : COMPARE_GROWTH);
    mpq_t now, before;
    if (refused != REASON_NONE)
        return push_no_comparison(L, figure, refused, growth_unit(indicator));
    if (!figure_borrow(figure, now) || !figure_borrow(base, before))
        return push_no_comparison(L, figure, REASON_RULE, growth_unit(indicator));
    mpq_t *scratch = figure_scratch(L);
    struct figure head = compared(figure, base);
    if (difference) {
        mpq_sub(scratch[0], now, before);
        head.decimals = (int16_t)indicator->decimals;
    } else {
        mpq_div(scratch[0], now, before);
        mpq_set_ui(scratch[1], 1, 1);
        mpq_sub(scratch[0], scratch[0], scratch[1]);
        mpq_set_ui(scratch[1], 100, 1);
        mpq_mul(scratch[0], scratch[0], scratch[1]);
        head.decimals = 1;
    }
    figure_push(L, &head, scratch[0], growth_unit(indicator));
    figure_set_operands(L, 1, base_index);
    return 1;
}

const char *const figure_spans[] = {
    [OVER_YEAR] = "year_ago", [OVER_PREVIOUS] = "previous", NULL};

bool figure_base_of(struct period period, enum figure_span span, struct period *out) {
    return span == OVER_PREVIOUS ? period_previous(period, out)
                                 : period_year_ago(period, out);
}

/* Growth against 同期 or 上期. */
static int push_growth(lua_State *L, const struct figure *figure,
                       enum figure_span over) {
    const struct indicator *indicator =
        dataset_indicator(dataset_of(L), figure->indicator);
    switch (indicator->growth) {
    case GROWTH_NONE:
        return push_no_comparison(L, figure, REASON_RULE, STR("%"));
    case GROWTH_INDEX:
    case GROWTH_PUBLISHED:
        return over == OVER_YEAR ? push_published(L, figure, indicator)
                                 : push_no_comparison(L, figure, REASON_RULE, STR("%"));
    case GROWTH_RATIO:
    case GROWTH_DIFFERENCE:
        break;
    }
    struct period base = {0};
    bool exists = figure_base_of(figure->period, over, &base);
    if (!exists)
        return push_no_comparison(L, figure, REASON_PERIOD, growth_unit(indicator));
    push_place(L, figure, figure->area, base);
    return push_change(L, figure, indicator, lua_gettop(L));
}

/* [-1|2, +1, e] f:growth(), f:growth{ over = "previous" } */
static int method_growth(lua_State *L) {
    static const char *const names[] = {"over", NULL};
    const struct figure *figure = figure_check_keyed(L, "growth()");
    lua_settop(L, 2);
    enum figure_span over = OVER_YEAR;
    if (!lua_isnil(L, 2)) {
        options_check(L, 2, "growth: no option", names);
        over = (enum figure_span)choice_field(L, 2, "over", figure_spans);
    }
    push_growth(L, figure, over);
    figure_check(L, -1)->cause =
        over == OVER_YEAR ? CAUSE_GROWTH : CAUSE_GROWTH_PREVIOUS;
    return 1;
}

/* Whether an area of the figure's level, below the same one, has a value below zero. */
static bool has_negative_area(lua_State *L, const struct figure *figure) {
    const struct figure_key key = {figure->series, figure->area, figure->period,
                                   figure->known};
    size_t cost;
    bool found = negatives_beside(script_of(L), &key, &cost);
    sandbox_charge(L, cost);
    return found;
}

/* What rounding may have taken from so many numbers: nothing of what is counted one by
   one, else half a unit of the last digit from each (as lua/nqi/check_walk.lua). */
static void put_slack(const struct indicator *indicator, size_t numbers, mpq_t out) {
    bool count =
        indicator->decimals == 0 &&
        str_find(indicator->unit, STR("\xe4\xb8\x87" /* 万 */), 0) == STR_NOT_FOUND &&
        str_find(indicator->unit, STR("\xe4\xba\xbf" /* 亿 */), 0) == STR_NOT_FOUND;
    int64_t half = count ? 0 : 5 * (int64_t)numbers;
    decimal_to_rational(
        decimal_scale(decimal_from_integer(half), -(int)indicator->decimals - 1), out);
}

/* What the figure's item and those beside it, of its dimension, have against shares of
   their whole: one is below zero, together they are more than the whole, or all there
   are less, by more than rounding does. */
static enum figure_reason items_refused(lua_State *L, const struct figure *figure,
                                        const struct figure *whole,
                                        uint32_t dimension) {
    const struct dataset *ds = dataset_of(L);
    uint32_t own = series_item(L, figure->series, dimension);
    struct figure_key key = {figure->series, figure->area, figure->period,
                             figure->known};
    size_t count = dataset_item_count(ds), parts = 1;
    bool complete = true;
    mpq_t all, *scratch = figure_scratch(L);
    mpq_set_ui(scratch[0], 0, 1);
    sandbox_charge(L, count);
    for (uint32_t i = 0; i < count; i++) {
        const struct dimension_item *item = dataset_item(ds, i);
        if (item->dimension != dimension ||
            item->parent != dataset_item(ds, own)->parent)
            continue;
        key.series = series_with(L, figure->series, dimension, i);
        const struct observation *o = figure_find(script_of(L), &key);
        if (negatives_is(o))
            return REASON_NEGATIVE;
        complete = complete && o != NULL && observation_has_value(o);
        if (o == NULL || !observation_has_number(o))
            continue;
        decimal_to_rational(observation_number(o), scratch[1]);
        mpq_add(scratch[0], scratch[0], scratch[1]);
        parts++;
    }
    if (!figure_borrow(whole, all))
        return REASON_NONE;
    mpq_sub(scratch[0], scratch[0], all);
    int over = mpq_sgn(scratch[0]);
    mpq_abs(scratch[0], scratch[0]);
    put_slack(dataset_indicator(ds, figure->indicator), parts, scratch[1]);
    if (mpq_cmp(scratch[0], scratch[1]) <= 0)
        return REASON_NONE;
    return over > 0 ? REASON_EXCESS : complete ? REASON_INCOMPLETE : REASON_NONE;
}

/* Of a whole with a part below zero the others have no share: they add up to more. */
static enum figure_reason share_refused(lua_State *L, const struct figure *figure,
                                        const struct figure_key *whole,
                                        uint32_t dimension) {
    enum figure_reason refused = comparison_refused(L, 1, lua_gettop(L), COMPARE_PART);
    if (refused != REASON_NONE)
        return refused;
    if (whole->area != figure->area && has_negative_area(L, figure))
        return REASON_NEGATIVE;
    if (dimension == DATASET_NONE || whole->area != figure->area)
        return REASON_NONE;
    return items_refused(L, figure, figure_check(L, lua_gettop(L)), dimension);
}

/* Of the value under the key, of which the figure is a part; `dimension` is that whose
   item it has no longer, or DATASET_NONE. */
static int push_share(lua_State *L, const struct figure *figure,
                      const struct figure_key *whole, uint32_t dimension) {
    const struct indicator *indicator =
        dataset_indicator(dataset_of(L), figure->indicator);
    if (indicator->aggregation != AGGREGATION_SUM)
        return sandbox_raise(
            L, "input/indicators.csv says how it may be aggregated",
            dimension != DATASET_NONE
                ? "\"%.*s\" does not add up over items, so it has no share"
                : "\"%.*s\" does not add up over areas, so it has no share",
            STR_ARG(indicator->code));
    const struct figure *total = figure_push_key(L, whole);
    int operand = lua_gettop(L);
    enum figure_reason refused = share_refused(L, figure, whole, dimension);
    mpq_t part, all;
    if (refused != REASON_NONE)
        return push_no_comparison(L, figure, refused, STR("%"));
    if (!figure_borrow(figure, part) || !figure_borrow(total, all))
        return push_no_comparison(L, figure, REASON_RULE, STR("%"));
    mpq_t *scratch = figure_scratch(L);
    mpq_div(scratch[0], part, all);
    mpq_set_ui(scratch[1], 100, 1);
    mpq_mul(scratch[0], scratch[0], scratch[1]);
    struct figure head = compared(figure, total);
    head.decimals = 1;
    figure_push(L, &head, scratch[0], STR("%"));
    figure_set_operands(L, 1, operand);
    return 1;
}

/* The series whose item of the dimension is the parent of the figure's, or none. */
static uint32_t series_above(lua_State *L, const struct figure *figure,
                             uint32_t dimension) {
    const struct dataset *ds = dataset_of(L);
    uint32_t item = series_item(L, figure->series, dimension);
    if (item == DATASET_NONE)
        sandbox_raise(L, NULL, "the figure has no item of the dimension \"%.*s\"",
                      STR_ARG(dataset_dimension(ds, dimension)->code));
    return series_with(L, figure->series, dimension, dataset_item(ds, item)->parent);
}

/* [-2, +1, e] f:share{ of = "000000" } in % of an area; f:share{ within = "field" } of
   the item that it is a part of, or of all items */
static int method_share(lua_State *L) {
    static const char *const names[] = {"of", "within", NULL};
    const struct figure *figure = figure_check_keyed(L, "share()");
    options_check(L, 2, "share: no option", names);
    struct figure_key whole = {figure->series, figure->area, figure->period,
                               figure->known};
    uint32_t dimension = DATASET_NONE;
    bool any = false;
    if (lua_getfield(L, 2, "of") != LUA_TNIL) {
        whole.area = area_check(L, -1);
        any = true;
    }
    if (lua_getfield(L, 2, "within") != LUA_TNIL) {
        dimension = dimension_check(L, -1);
        whole.series = series_above(L, figure, dimension);
        any = true;
    }
    if (!any)
        return sandbox_raise(L,
                             "write f:share{ of = \"000000\" } for the nation, or "
                             "f:share{ within = \"field\" } for a breakdown",
                             "share: of is missing");
    push_share(L, figure, &whole, dimension);
    figure_check(L, -1)->cause = CAUSE_SHARE;
    return 1;
}

/* [-2, +1, e] f:where{ field = "QMS" }: the same value of other items */
static int method_where(lua_State *L) {
    const struct figure *figure = figure_check_keyed(L, "where()");
    figure_push_key(L,
                    &(struct figure_key){series_narrow(L, figure->series, 2),
                                         figure->area, figure->period, figure->known});
    return 1;
}

static const luaL_Reg methods[] = {{"previous", method_previous},
                                   {"year_ago", method_year_ago},
                                   {"at", method_at},
                                   {"of", method_of},
                                   {"growth", method_growth},
                                   {"share", method_share},
                                   {"where", method_where},
                                   {NULL, NULL}};

void figure_add_places(lua_State *L) { luaL_setfuncs(L, methods, 0); }
