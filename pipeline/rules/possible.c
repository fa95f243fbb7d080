/* What a value can be by the kind of its indicator: counts are whole and not negative,
   shares lie within 0 and 100, ranks within what is ranked. Each looks at one series.
 */
#include "dataset/unit.h"
#include "rules/rule.h"
#include <math.h>

/* The sign of what is measured in these may be anything by its kind. */
static bool is_money(struct str unit) {
    static const char *const words[] = {"元",  "yuan", "dollar", "euro", "USD",
                                        "CNY", "RMB",  "EUR",    NULL};
    for (size_t i = 0; words[i] != NULL; i++)
        if (str_find(unit, str_from(words[i]), 0) != STR_NOT_FOUND)
            return true;
    return false;
}

/* Below zero is as usual as above. */
static bool is_temperature(struct str unit) {
    static const char *const words[] = {"℃", "°C", "℉", "°F", "摄氏度", "华氏度", NULL};
    for (size_t i = 0; words[i] != NULL; i++)
        if (str_find(unit, str_from(words[i]), 0) != STR_NOT_FOUND)
            return true;
    return false;
}

static bool is_amount(const struct indicator *indicator) {
    return indicator->kind == KIND_STOCK || indicator->kind == KIND_FLOW;
}

static bool is_percent(const struct indicator *indicator) {
    return unit_equal(indicator->unit, STR("%"));
}

/* Shares of a whole, by what they are called. */
static bool is_share(const struct indicator *indicator) {
    static const char *const words[] = {
        "占比",       "比重",       "份额",      "占全",      "合格率",
        "覆盖率",     "通过率",     "及格率",    "share",     "Share",
        "Proportion", "proportion", "pass rate", "Pass rate", NULL};
    return indicator->kind == KIND_RATIO && is_percent(indicator) &&
           !rule_is_change(indicator) && rule_named(indicator, words);
}

/* Collects the values outside [low, high]; whether there are any. */
static bool outside(struct rule_run *run, const struct rule_series *series, double low,
                    double high, struct rule_cells *cells) {
    for (size_t i = 0; i < series->count; i++)
        if (series->value[i] < low || series->value[i] > high)
            rule_cells_add(run, cells, &series->o[i]);
    return cells->count > 0;
}

static void report_negative(struct rule_run *run, const struct rule_series *series) {
    struct rule_cells cells = {0};
    size_t at = 0, more;
    if (!outside(run, series, 0, (double)INFINITY, &cells))
        return;
    for (const struct observation *o; (o = rule_cells_next(&cells, &at, &more));)
        rule_report(run, o, "%.*s is %.*s, below 0%.*s", STR_ARG(rule_cell(run, o)),
                    STR_ARG(rule_value(run, o)), STR_ARG(rule_more(run, more)));
}

static void check_negative(struct rule_run *run, struct rule_series *series) {
    const struct indicator *indicator = series->indicator;
    if (is_amount(indicator) && !is_money(indicator->unit) &&
        !rule_is_change(indicator) && rule_looks_at(run, series->id, series->count))
        report_negative(run, series);
}

const struct rule_kind rule_negative = {
    .kind = {"negative", "what is counted or measured is not negative",
             "计数和实物量不为负"},
    .severity = DIAG_ERROR,
    .hint = "look at the sign in the file; a balance that may be negative is set in "
            "lua/checks.lua: { builtin = \"negative\", of = { \"CODE\" }, severity = "
            "\"off\", reason = \"…\" }",
    .check_series = check_negative,
};

/* A series with a fair share of either sign is a balance, whatever it is called. */
static bool has_both_signs(const struct rule_series *series) {
    enum { LEAST = 4 };
    size_t below = 0, above = 0;
    for (size_t i = 0; i < series->count; i++) {
        below += series->value[i] < 0;
        above += series->value[i] > 0;
    }
    return below >= LEAST && above >= LEAST && below * 4 > above && above * 4 > below;
}

static void check_negative_amount(struct rule_run *run, struct rule_series *series) {
    const struct indicator *indicator = series->indicator;
    bool amount = (is_amount(indicator) && is_money(indicator->unit)) ||
                  indicator->kind == KIND_INDEX ||
                  (indicator->kind == KIND_RATIO && !is_percent(indicator));
    if (amount && !rule_is_change(indicator) && !is_temperature(indicator->unit) &&
        rule_looks_at(run, series->id, series->count) && !has_both_signs(series))
        report_negative(run, series);
}

const struct rule_kind rule_negative_amount = {
    .kind = {"negative_amount",
             "money, an index or a ratio is not negative, unless its name says a "
             "difference or the series has both signs",
             "金额、指数和比率不为负，差额类除外"},
    .severity = DIAG_WARNING,
    .hint = "look at the sign in the file, and whether brackets mean minus",
    .check_series = check_negative_amount,
};

static void check_whole(struct rule_run *run, struct rule_series *series) {
    const struct indicator *indicator = series->indicator;
    struct rule_cells cells = {0};
    size_t at = 0, more;
    if (!(indicator_is_counted(indicator) && indicator->decimals == 0) ||
        !rule_looks_at(run, series->id, series->count))
        return;
    for (size_t i = 0; i < series->count; i++)
        if (series->value[i] != floor(series->value[i]) && !isnan(series->value[i]))
            rule_cells_add(run, &cells, &series->o[i]);
    for (const struct observation *o; (o = rule_cells_next(&cells, &at, &more));)
        rule_report(run, o, "%.*s is %.*s, which is no whole number%.*s",
                    STR_ARG(rule_cell(run, o)), STR_ARG(rule_value(run, o)),
                    STR_ARG(rule_more(run, more)));
}

const struct rule_kind rule_whole = {
    .kind = {"whole", "what is counted one by one is a whole number",
             "逐一计数的指标为整数"},
    .severity = DIAG_ERROR,
    .hint = "is the unit of the file a multiple, or is the decimal point a mark of "
            "thousands? An indicator that has parts of one declares its decimals in "
            "indicators.csv",
    .check_series = check_whole,
};

static void report_range(struct rule_run *run, const struct rule_series *series,
                         double low, double high) {
    struct rule_cells cells = {0};
    size_t at = 0, more;
    if (!outside(run, series, low, high, &cells))
        return;
    for (const struct observation *o; (o = rule_cells_next(&cells, &at, &more));)
        rule_report(run, o, "%.*s is %.*s, outside of %.*s to %.*s%.*s",
                    STR_ARG(rule_cell(run, o)), STR_ARG(rule_value(run, o)),
                    STR_ARG(rule_number(run, low, 0)),
                    STR_ARG(rule_number(run, high, 0)), STR_ARG(rule_more(run, more)));
}

static void check_share(struct rule_run *run, struct rule_series *series) {
    double high = rule_limit(run, series->id);
    if (is_share(series->indicator) && rule_looks_at(run, series->id, series->count))
        report_range(run, series, 0, high);
}

const struct rule_kind rule_share = {
    .kind = {"share", "a share or pass rate in % lies within 0 and 100",
             "占比、合格率在0到100之间"},
    .severity = DIAG_ERROR,
    .limit = 100,
    .hint = "does the column hold another indicator, or a part of one (0.25) in "
            "place of %?",
    .check_series = check_share,
};

static void check_growth(struct rule_run *run, struct rule_series *series) {
    static const char *const growth[] = {"增长",   "增速",   "同比", "环比",
                                         "Growth", "growth", NULL};
    const struct indicator *indicator = series->indicator;
    double high = rule_limit(run, series->id);
    if (indicator->growth == GROWTH_INDEX) {
        if (rule_looks_at(run, series->id, series->count))
            report_range(run, series, 50, 100 + high / 10);
    } else if (indicator->kind == KIND_RATIO && is_percent(indicator) &&
               rule_named(indicator, growth) &&
               rule_looks_at(run, series->id, series->count)) {
        report_range(run, series, -100, high);
    }
}

const struct rule_kind rule_growth = {
    .kind = {"growth",
             "growth in % is above −100 and below a limit, an index of it near 100",
             "增速高于-100%，上年=100的指数在100附近"},
    .severity = DIAG_WARNING,
    .limit = 1000,
    .hint = "does the column hold the values in place of their growth?",
    .check_series = check_growth,
};

/* 1, 2, …, or 1.5 where two share a place; at most as many as are ranked. */
static void check_rank(struct rule_run *run, struct rule_series *series) {
    const struct indicator *indicator = series->indicator;
    double high = 0;
    if (indicator->kind != KIND_RANK || !rule_looks_at(run, series->id, series->count))
        return;
    for (uint32_t i = 0; i < dataset_area_count(run->ds); i++)
        high += dataset_area(run->ds, i)->ranked;
    /* Of what is ranked elsewhere, nothing says how many there are. */
    if (indicator->rank_of.n == 0 || high < 2)
        high = 1e6;
    report_range(run, series, 1, high);
}

const struct rule_kind rule_rank = {
    .kind = {"rank", "a published rank lies within 1 and the number of areas ranked",
             "公布的位次在1到参加排位的地区数之间"},
    .severity = DIAG_ERROR,
    .hint = "does the column hold the values in place of their ranks?",
    .check_series = check_rank,
};
