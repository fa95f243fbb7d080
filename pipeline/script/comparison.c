#include "script/comparison.h"
#include "dataset/unit.h"
#include "script/breaks.h"
#include "script/values.h"
#include <lauxlib.h>
#include <math.h>

static int sign_of(const struct figure *figure) {
    mpq_t q;
    if (figure_borrow(figure, q))
        return mpq_sgn(q);
    return figure->number > 0 ? 1 : figure->number < 0 ? -1 : 0;
}

/* Both are of the same series, or one of them is of none (a computed figure). */
static bool is_one_series(const struct figure *a, const struct figure *b) {
    if (a->indicator != DATASET_NONE && b->indicator != DATASET_NONE &&
        a->indicator != b->indicator)
        return false;
    return a->series == DATASET_NONE || b->series == DATASET_NONE ||
           a->series == b->series;
}

static bool is_one_area(const struct figure *a, const struct figure *b) {
    return a->area == DATASET_NONE || b->area == DATASET_NONE || a->area == b->area;
}

/* Whether the first of two numbers above zero, whose units fit, is the larger one. */
static bool exceeds(lua_State *L, int part, int whole) {
    struct figure *a = figure_check(L, part), *b = figure_check(L, whole);
    struct str own = figure_unit(L, part), other = figure_unit(L, whole);
    struct unit_factor factor;
    mpq_t p, q;
    if (str_equal(own, other) && figure_borrow(a, p) && figure_borrow(b, q))
        return mpq_cmp(p, q) > 0;
    double times = 1;
    if (unit_convertible(own, other, &factor))
        times = (double)factor.numerator / (double)factor.denominator *
                pow(10, factor.power);
    return figure_number(a) * times > figure_number(b) * (1 + 1e-12);
}

static bool units_fit(lua_State *L, int a, int b) {
    struct str first = figure_unit(L, a), second = figure_unit(L, b);
    struct unit_factor factor;
    return str_equal(first, second) || first.n == 0 || second.n == 0 ||
           unit_equal(first, second) || unit_convertible(first, second, &factor);
}

static enum figure_reason reason_or(const struct figure *missing,
                                    enum figure_reason usual) {
    bool says_why = missing->reason != REASON_NONE && missing->reason != REASON_ABSENT;
    return says_why ? (enum figure_reason)missing->reason : usual;
}

/* Whether the contract of the indicator has no ratio of two of its values: 增长 of GDP
   is published, at constant prices, and a rate grows by points. */
static bool has_no_growth(const struct script *script, const struct figure *figure) {
    return figure->indicator != DATASET_NONE &&
           dataset_indicator(script->ds, figure->indicator)->growth != GROWTH_RATIO;
}

/* Of flows the parts of a year are unlike: the third quarter grows on another third
   one, or on the second one before it. What has been added up since January has no
   period before. */
static bool is_other_part(struct period now, struct period before) {
    struct period previous;
    bool parts = now.kind == PERIOD_HALF || now.kind == PERIOD_QUARTER ||
                 now.kind == PERIOD_MONTH || now.kind == PERIOD_YTD;
    return parts && now.index != before.index &&
           !(period_previous(now, &previous) && period_equal(previous, before));
}

/* Whether growth from the one to the other, of one kind of period, is none. */
static bool is_no_base(const struct script *script, const struct figure *now,
                       const struct figure *before) {
    if (!figure_has_period(now) || !figure_has_period(before))
        return false;
    if (period_compare(before->period, now->period) >= 0)
        return true;
    bool stock = now->indicator == DATASET_NONE ||
                 dataset_indicator(script->ds, now->indicator)->kind == KIND_STOCK;
    return !stock && is_other_part(now->period, before->period);
}

/* Whether growth of it, in % or ‰, is by points: of what is no value of an indicator
   whose contract says so. */
static bool is_made_rate(const struct script *script, const struct figure *figure,
                         struct str unit) {
    if (str_equal(unit_of_difference(unit), unit))
        return false;
    struct str own = figure->indicator != DATASET_NONE
                         ? dataset_indicator(script->ds, figure->indicator)->unit
                         : STR("");
    return str_equal(unit_of_difference(own), own);
}

/* In % or ‰: of another whole than the rates of other indicators. */
static bool is_rate(lua_State *L, int index) {
    struct str unit = figure_unit(L, index);
    return !str_equal(unit_of_difference(unit), unit);
}

/* Words that indicators have in their names whose values are rates of growth. */
static const char *const of_growth[] = {"增速", "增长", "增幅", "涨幅", "降幅"};

static bool is_rate_of_growth(lua_State *L, int index) {
    const struct figure *figure = figure_push_under(L, index);
    bool is = figure_is_growth(figure);
    lua_pop(L, 1);
    if (is || figure->indicator == DATASET_NONE || !is_rate(L, index))
        return is;
    struct str name = dataset_indicator(script_of(L)->ds, figure->indicator)->name;
    for (size_t i = 0; i < sizeof of_growth / sizeof of_growth[0] && !is; i++)
        is = str_find(name, str_from(of_growth[i]), 0) != STR_NOT_FOUND;
    return is;
}

/* Whether the mean is the total of an area that has the other's, or of a set. */
static bool is_total_of(lua_State *L, const struct figure *figure, int mean) {
    const struct dataset *ds = script_of(L)->ds;
    const struct figure *under = figure_push_under(L, mean);
    bool total = figure_total(L) != NULL;
    lua_pop(L, 1);
    if (under->indicator == DATASET_NONE ||
        dataset_indicator(ds, under->indicator)->aggregation != AGGREGATION_SUM)
        return false;
    if (total || !under->keyed || under->area == figure->area)
        return total;
    uint32_t area = figure->area;
    bool nation = under->area != DATASET_NONE &&
                  str_equal(dataset_area(ds, under->area)->level, STR("nation"));
    while (area != DATASET_NONE && area != under->area)
        area = dataset_area(ds, area)->parent;
    return area != DATASET_NONE || (nation && figure->area != DATASET_NONE);
}

/* Whether what the values are has no such comparison. */
static bool is_against_rule(lua_State *L, int now, int before,
                            enum comparison comparison) {
    const struct script *script = script_of(L);
    const struct figure *figure = figure_check(L, now);
    if (comparison == COMPARE_GROWTH)
        return has_no_growth(script, figure);
    if (comparison != COMPARE_SIZE && comparison != COMPARE_MEAN)
        return false;
    if (figure->indicator != DATASET_NONE) {
        const struct indicator *of = dataset_indicator(script->ds, figure->indicator);
        if (of->kind == KIND_RANK || of->growth == GROWTH_INDEX)
            return true;
    }
    return comparison == COMPARE_SIZE ? is_rate_of_growth(L, now)
                                      : is_total_of(L, figure, before);
}

/* Whether the two are of periods that make the comparison one of two things at once:
   安徽 in 2023 and 北京 in 2022. */
static bool is_of_other_times(const struct figure *now, const struct figure *before,
                              enum comparison comparison) {
    if (!figure_has_period(now) || !figure_has_period(before) ||
        period_equal(now->period, before->period))
        return false;
    bool known = now->indicator != DATASET_NONE && before->indicator != DATASET_NONE;
    bool other =
        !is_one_area(now, before) || (known && now->indicator != before->indicator);
    return comparison == COMPARE_MEAN ||
           (other && (comparison == COMPARE_SIZE || comparison == COMPARE_PART));
}

/* What stands between two values that are both there or not. */
static enum figure_reason unlike(lua_State *L, int now_index, int before_index,
                                 enum comparison comparison) {
    const struct figure *now = figure_check(L, now_index);
    const struct figure *before = figure_check(L, before_index);
    bool one = comparison == COMPARE_DIFFERENCE || comparison == COMPARE_GROWTH;
    if (figure_has_period(now) && figure_has_period(before) &&
        now->period.kind != before->period.kind)
        return REASON_KIND;
    if (one && !is_one_series(now, before))
        return REASON_DEFINITION;
    if (comparison == COMPARE_GROWTH && !is_one_area(now, before))
        return REASON_DEFINITION;
    bool known = now->indicator != DATASET_NONE && before->indicator != DATASET_NONE;
    bool size = comparison == COMPARE_SIZE || comparison == COMPARE_MEAN;
    if (size && known && now->indicator != before->indicator &&
        (is_rate(L, now_index) || is_rate(L, before_index)))
        return REASON_DEFINITION;
    if (is_of_other_times(now, before, comparison))
        return REASON_DEFINITION;
    if (breaks_between(L, now_index, before_index))
        return REASON_BREAK;
    bool growth = comparison == COMPARE_GROWTH;
    return growth && is_no_base(script_of(L), now, before) ? REASON_PERIOD
                                                           : REASON_NONE;
}

enum figure_reason comparison_refused(lua_State *L, int now_index, int before_index,
                                      enum comparison comparison) {
    const struct figure *now = figure_check(L, now_index);
    const struct figure *before = figure_check(L, before_index);
    if (now->kind == FIGURE_MISSING)
        return reason_or(now, REASON_ABSENT);
    if (now->kind == FIGURE_TEXT || before->kind == FIGURE_TEXT)
        return REASON_RULE;
    if (is_against_rule(L, now_index, before_index, comparison))
        return REASON_RULE;
    enum figure_reason reason = unlike(L, now_index, before_index, comparison);
    if (reason != REASON_NONE)
        return reason;
    if (!figure_has_number(before))
        return reason_or(before, comparison == COMPARE_PART ? REASON_INCOMPLETE
                                                            : REASON_PERIOD);
    if (!units_fit(L, now_index, before_index))
        return REASON_UNIT;
    if (comparison == COMPARE_GROWTH &&
        is_made_rate(script_of(L), now, figure_unit(L, now_index)))
        return REASON_RULE;
    bool by_points = comparison == COMPARE_DIFFERENCE ||
                     (comparison == COMPARE_MEAN && is_rate(L, now_index));
    if (!by_points && sign_of(before) == 0 && before->status == STATUS_NEGLIGIBLE)
        return REASON_NEGLIGIBLE;
    if (!by_points && sign_of(before) <= 0)
        return REASON_BASE;
    if (!by_points && sign_of(now) < 0)
        return REASON_NEGATIVE;
    if (comparison == COMPARE_PART && exceeds(L, now_index, before_index))
        return REASON_EXCESS;
    return REASON_NONE;
}

/* Whether one of the periods lies within the other. */
static bool is_within(struct period a, struct period b) {
    int first_a, last_a, first_b, last_b;
    if (!period_months(a, &first_a, &last_a) || !period_months(b, &first_b, &last_b))
        return false;
    return (first_a >= first_b && last_a <= last_b) ||
           (first_b >= first_a && last_b <= last_a);
}

enum figure_reason comparison_parted(lua_State *L, int a, int b, enum parting parting) {
    const struct figure *one = figure_check(L, a), *other = figure_check(L, b);
    bool known = one->indicator != DATASET_NONE && other->indicator != DATASET_NONE;
    if (known && one->indicator != other->indicator)
        return REASON_NONE;
    if (breaks_between(L, a, b))
        return REASON_BREAK;
    bool unlike = known && one->series == other->series && figure_has_period(one) &&
                  figure_has_period(other) && one->period.kind != other->period.kind &&
                  is_one_area(one, other);
    if (!unlike || parting == PARTING_RATIO)
        return REASON_NONE;
    bool within = is_within(one->period, other->period);
    const struct dataset *ds = script_of(L)->ds;
    bool flow = dataset_indicator(ds, one->indicator)->kind == KIND_FLOW;
    bool refused = parting == PARTING_SUM ? within : flow && !within;
    return refused ? REASON_KIND : REASON_NONE;
}

enum figure_reason comparison_apart(lua_State *L, int a, int b) {
    const struct figure *one = figure_check(L, a), *other = figure_check(L, b);
    if (figure_has_period(one) && figure_has_period(other)) {
        if (period_equal(one->period, other->period) &&
            one->indicator == other->indicator && one->indicator != DATASET_NONE)
            return REASON_NONE;
        if (one->period.kind != other->period.kind)
            return REASON_KIND;
    }
    return breaks_between(L, a, b) ? REASON_BREAK : REASON_NONE;
}

bool comparison_is_plain(const struct dataset *ds, const struct observation *now,
                         const struct observation *before) {
    uint32_t indicator = dataset_series(ds, now->series)->indicator;
    enum growth_rule growth = dataset_indicator(ds, indicator)->growth;
    bool ratio = growth == GROWTH_RATIO;
    return (ratio || growth == GROWTH_DIFFERENCE) && observation_has_number(now) &&
           observation_has_number(before) && now->period.kind == before->period.kind &&
           !breaks_of(ds, indicator, now->period, before->period) &&
           (!ratio || (before->value.coefficient > 0 && now->value.coefficient >= 0));
}

int comparison_function(lua_State *L) {
    static const char *const names[] = {"difference", "growth", "size", "part",
                                        "mean",       "order",  NULL};
    int comparison = luaL_checkoption(L, 3, "growth", names);
    lua_settop(L, 2);
    enum figure_reason reason =
        comparison > COMPARE_MEAN
            ? comparison_apart(L, 1, 2)
            : comparison_refused(L, 1, 2, (enum comparison)comparison);
    lua_pushstring(L, reason != REASON_NONE ? figure_reason_codes[reason] : NULL);
    return 1;
}
