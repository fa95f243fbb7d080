#include "ingest/declared_names.h"
#include "ingest/clean.h"
#include "ingest/evidence.h"
#include "ingest/period_cell.h"

struct checker {
    const struct reading_context *context;
    const struct source_profile *profile;
    struct arena *arena;
    bool ok;
};

static const struct source_profile nothing = {0};

static void hint_trust(const struct checker *c, const char *fact) {
    diag_hint(c->context->diag,
              "correct the entry; if it holds even so, it declares trust = { \"%s\" }",
              fact);
}

/* ---- indicators ---- */

/* GDP and POP mean many things. */
static bool is_code(struct str name) { return utf8_length(name) == name.n; }

/* The name against the code that it is declared as. The head of a column says what its
   values are; names in rows (`rows`) have more readings, which `indicators` is for. */
static void check_indicator(struct checker *c, struct str name, struct str code,
                            bool rows) {
    const struct dataset *ds = c->context->ds;
    struct diag *diag = c->context->diag;
    uint32_t id, named, other, items[DATASET_ITEMS_MAX];
    size_t item_count;
    struct str unit;
    struct item_set unused;
    code = str_slice(code, 0, str_find(code, STR("@"), 0));
    if (profile_trusts(c->profile, STR("indicator")) || code.n == 0 || is_code(name) ||
        dataset_read_code(ds, code, &id, items, &item_count).n > 0 ||
        indicator_read(c->context->indicators, name, &nothing, c->arena, &named, &other,
                       &unit, &unused) != NAME_FOUND ||
        id == named || evidence_belongs(ds, id, named) ||
        evidence_belongs(ds, named, id)) {
        return;
    }
    if (rows) {
        diag_warning(diag, c->profile->place,
                     "\"%.*s\" is declared as %.*s, but in indicators.csv it is the "
                     "name of %.*s",
                     STR_ARG(clean_excerpt(name)), STR_ARG(code),
                     STR_ARG(dataset_indicator(ds, named)->code));
    } else {
        c->ok = diag_error(diag, c->profile->place,
                           "\"%.*s\" is declared as %.*s, but in indicators.csv it is "
                           "the name of %.*s",
                           STR_ARG(clean_excerpt(name)), STR_ARG(code),
                           STR_ARG(dataset_indicator(ds, named)->code));
    }
    hint_trust(c, "indicator");
}

/* ---- areas ---- */

static bool holds_all(const struct area *area) {
    return str_equal(area->level, STR("nation")) ||
           str_equal(area->level, STR("total"));
}

static void check_area(struct checker *c, struct str name, struct str code) {
    const struct dataset *ds = c->context->ds;
    uint32_t id = dataset_find_area(ds, code), named, other;
    if (profile_trusts(c->profile, STR("area")) || id == DATASET_NONE ||
        area_read(c->context->areas, name, 0, &nothing, c->arena, &named, &other) !=
            NAME_FOUND ||
        id == named || area_may_be(c->context->areas, name, id, c->arena) ||
        (holds_all(dataset_area(ds, id)) && holds_all(dataset_area(ds, named)))) {
        return;
    }
    c->ok = diag_error(
        c->context->diag, c->profile->place,
        "\"%.*s\" is declared as %.*s (%.*s), but in areas.csv it is the "
        "name of %.*s",
        STR_ARG(clean_excerpt(name)), STR_ARG(code),
        STR_ARG(dataset_area(ds, id)->name), STR_ARG(dataset_area(ds, named)->code));
    hint_trust(c, "area");
}

/* ---- periods ---- */

/* A day may close the period before it: 2023-01-01 for 2022. */
static bool overlap(struct period a, struct period b) {
    int first, last, from, to;
    return a.kind == PERIOD_DAY || b.kind == PERIOD_DAY ||
           !period_months(a, &first, &last) || !period_months(b, &from, &to) ||
           (first <= to && from <= last);
}

/* True if the name says a year or part of one that has nothing of the period. */
static bool denies(struct checker *c, struct str name, struct period period) {
    struct title_period said[TITLE_PERIODS];
    struct period own;
    if (period_read(name, 0, &nothing, c->arena, &own) == PERIOD_READ) {
        return !overlap(own, period);
    }
    size_t count = title_periods(name, c->arena, said);
    for (size_t i = 0; i < count; i++) {
        int first, last, from, to;
        if (said[i].first.year == 0 || !period_months(said[i].first, &first, &last) ||
            !period_months(said[i].last, &from, &to) ||
            overlap(period_make(said[i].first.year, PERIOD_YEAR, 0), period)) {
            return false;
        }
    }
    return count > 0;
}

static void report_period(struct checker *c, struct str name, struct period period) {
    c->ok = diag_error(c->context->diag, c->profile->place,
                       "the period of \"%.*s\" is declared as %.*s, but its name says "
                       "another one",
                       STR_ARG(clean_excerpt(name)),
                       STR_ARG(period_code(period, c->arena)));
    hint_trust(c, "period");
}

/* An entry of `periods`, whose name may have the marks of a note: 2022*. */
static void check_period(struct checker *c, struct str name, struct str value) {
    struct period period;
    enum observation_status status;
    bool has_period, skip;
    if (period_cell_entry(value, c->arena, &period, &has_period, &status, &skip) &&
        has_period && period.year != 0 && denies(c, name, period)) {
        report_period(c, name, period);
    }
}

/* 上年同期: of another period than the column's, which only a rule can tell. */
static const char *relative_rule(struct str head) {
    static const struct {
        const char *name, *rule;
    } all[] = {{"上年同期", "@year_ago"}, {"去年同期", "@year_ago"},
               {"上年同月", "@year_ago"}, {"上年同季", "@year_ago"},
               {"上年", "@year_ago"},     {"上年末", "@year_ago"},
               {"上年数", "@year_ago"},   {"上年同期数", "@year_ago"},
               {"去年", "@year_ago"},     {"上月", "@previous"},
               {"上期", "@previous"},     {"上季", "@previous"},
               {"上季度", "@previous"},   {"上月末", "@previous"},
               {"上期数", "@previous"}};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        if (str_equal(head, str_from(all[i].name))) {
            return all[i].rule;
        }
    }
    return NULL;
}

/* A head against the period that its column gets. */
static void check_head(struct checker *c, struct str head, struct str value) {
    size_t at = str_find(value, STR("@"), 0);
    struct str code = str_slice(value, 0, at), name, unit;
    struct period_rule rule = {.shift = SHIFT_NONE};
    struct period period, shifted;
    uint32_t id, items[DATASET_ITEMS_MAX];
    size_t item_count;
    bool ruled = at != STR_NOT_FOUND &&
                 columns_read_rule(str_slice(value, at + 1, value.n), &rule);
    bool values =
        code.n == 0 || str_equal(code, STR("value")) ||
        dataset_read_code(c->context->ds, code, &id, items, &item_count).n == 0;
    if (!values || (at != STR_NOT_FOUND && !ruled)) {
        return; /* a key, or reported elsewhere */
    }
    const char *wanted =
        relative_rule(name_split_unit(head, &name, &unit) ? name : head);
    if (wanted != NULL && !ruled) {
        c->ok =
            diag_error(c->context->diag, c->profile->place,
                       "\"%.*s\" is of another period than its file, but its values "
                       "are declared without a rule",
                       STR_ARG(clean_excerpt(head)));
        diag_hint(
            c->context->diag,
            "declare columns = { [\"%.*s\"] = \"%.*s%s\" }; if the entry's period "
            "is that of the column, trust = { \"period\" }",
            STR_ARG(clean_excerpt(head)), STR_ARG(code), wanted);
        return;
    }
    bool known = rule.has_period || (c->profile->period.n > 0 &&
                                     period_read(c->profile->period, 0, c->profile,
                                                 c->arena, &period) == PERIOD_READ);
    period = rule.has_period ? rule.period : period;
    if (known && columns_shift(period, rule.shift, &shifted) &&
        denies(c, head, shifted)) {
        report_period(c, head, shifted);
    }
}

bool declared_names_check(const struct reading_context *context) {
    const struct source_profile *p = context->profile;
    struct checker c = {
        .context = context, .profile = p, .arena = arena_open(), .ok = true};
    bool periods = !profile_trusts(p, STR("period"));
    for (size_t i = 0; i < p->column_count; i++) {
        check_indicator(&c, p->columns[i].key, p->columns[i].value, false);
        if (periods) {
            check_head(&c, p->columns[i].key, p->columns[i].value);
        }
    }
    for (size_t i = 0; i < p->indicator_count; i++) {
        check_indicator(&c, p->indicators[i].key, p->indicators[i].value, true);
    }
    for (size_t i = 0; i < p->area_count; i++) {
        check_area(&c, p->areas[i].key, p->areas[i].value);
    }
    for (size_t i = 0; i < p->period_count && periods; i++) {
        check_period(&c, p->periods[i].key, p->periods[i].value);
    }
    arena_close(c.arena);
    return c.ok;
}
