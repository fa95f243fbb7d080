#include "ingest/declared_names.h"
#include "dataset/unit.h"
#include "ingest/clean.h"
#include "ingest/evidence.h"
#include "ingest/head_period.h"
#include "ingest/layouts.h"
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

/* 同比增长, 位次 and 人均 in the name of a level. */
static void check_kind(struct checker *c, struct str name, struct str code) {
    const struct dataset *ds = c->context->ds;
    uint32_t id, items[DATASET_ITEMS_MAX];
    size_t item_count;
    code = str_slice(code, 0, str_find(code, STR("@"), 0));
    if (profile_trusts(c->profile, STR("indicator")) || code.n == 0 ||
        dataset_read_code(ds, code, &id, items, &item_count).n > 0 ||
        evidence_kind_fits(dataset_indicator(ds, id), name)) {
        return;
    }
    c->ok =
        diag_error(c->context->diag, c->profile->place,
                   "\"%.*s\" is declared as %.*s, but its name is that of a rate, a "
                   "rank or figures per head, and %.*s is in %.*s",
                   STR_ARG(clean_excerpt(name)), STR_ARG(code), STR_ARG(code),
                   STR_ARG(dataset_indicator(ds, id)->unit));
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

/* 江苏 as area:340000, and 其中：江苏 as an indicator of which nothing says the area.
 */
static void check_column_area(struct checker *c, struct str name, struct str value) {
    const struct dataset *ds = c->context->ds;
    uint32_t id, other, indicator, items[DATASET_ITEMS_MAX];
    size_t item_count;
    struct str of_area = STR("area:"), part = name_part_off(name);
    if (str_starts(value, of_area)) {
        check_area(c, name, str_slice(value, of_area.n, value.n));
        return;
    }
    struct str code = str_slice(value, 0, str_find(value, STR("@"), 0));
    if (profile_trusts(c->profile, STR("area")) || c->profile->area.n > 0 ||
        code.n == 0 || utf8_length(part) == part.n ||
        dataset_read_code(ds, code, &indicator, items, &item_count).n > 0 ||
        area_read(c->context->areas, part, 0, &nothing, c->arena, &id, &other) !=
            NAME_FOUND ||
        c->profile->layout == NULL || c->profile->layout->rows != ROLE_AREA) {
        return;
    }
    c->ok = diag_error(c->context->diag, c->profile->place,
                       "\"%.*s\" is declared as %.*s, but in areas.csv it is the name "
                       "of %.*s, and the rows say another area",
                       STR_ARG(clean_excerpt(name)), STR_ARG(code),
                       STR_ARG(dataset_area(ds, id)->code));
    hint_trust(c, "area");
}

/* ---- periods ---- */

static void report_period(struct checker *c, struct str name, struct period period) {
    c->ok = diag_error(c->context->diag, c->profile->place,
                       "the period of \"%.*s\" is declared as %.*s, but its name says "
                       "another one",
                       STR_ARG(clean_excerpt(name)),
                       STR_ARG(period_code(period, c->arena)));
    hint_trust(c, "period");
}

/* 上年末 = CODE@year_ago in a file of September. */
static void report_rule(struct checker *c, struct str head, struct str code,
                        struct str value, struct str wanted) {
    struct diag *diag = c->context->diag;
    c->ok = diag_error(diag, c->profile->place,
                       "\"%.*s\" is declared as %.*s, but that is another period than "
                       "its name says",
                       STR_ARG(clean_excerpt(head)), STR_ARG(clean_excerpt(value)));
    if (wanted.n > 0) {
        diag_hint(diag,
                  "declare columns = { [\"%.*s\"] = \"%.*s%.*s\" }; if it holds even "
                  "so, trust = { \"period\" }",
                  STR_ARG(clean_excerpt(head)), STR_ARG(code), STR_ARG(wanted));
    } else {
        hint_trust(c, "period");
    }
}

/* An entry of `periods`, whose name may have the marks of a note: 2022*. */
static void check_period(struct checker *c, struct str name, struct str value) {
    struct period period;
    enum observation_status status;
    bool has_period, skip;
    if (period_cell_entry(value, c->arena, &period, &has_period, &status, &skip) &&
        has_period && period.year != 0 &&
        head_period_denies(name, period, false, c->arena)) {
        report_period(c, name, period);
    }
}

/* The period of the whole file, as the profile gives it. */
static bool file_period(const struct checker *c, struct period *out) {
    return c->profile->period.n > 0 &&
           period_read(c->profile->period, 0, c->profile, c->arena, out) == PERIOD_READ;
}

/* The name of a column or a row's indicator against the period that its values get. */
static void check_head(struct checker *c, struct str head, struct str value) {
    size_t at = str_find(value, STR("@"), 0);
    struct str code = str_slice(value, 0, at);
    struct period_rule rule = {.shift = SHIFT_NONE};
    struct period period, base;
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
    bool based = file_period(c, &base);
    struct str wanted = head_period_rule(head, based ? &base : NULL, c->arena);
    if (wanted.n > 0 && !ruled) {
        c->ok =
            diag_error(c->context->diag, c->profile->place,
                       "\"%.*s\" is of another period than its file, but its values "
                       "are declared without a rule",
                       STR_ARG(clean_excerpt(head)));
        diag_hint(
            c->context->diag,
            "declare columns = { [\"%.*s\"] = \"%.*s%.*s\" }; if the entry's period "
            "is that of the column, trust = { \"period\" }",
            STR_ARG(clean_excerpt(head)), STR_ARG(code), STR_ARG(wanted));
        return;
    }
    bool known = rule.has_period || (based && columns_shift(base, rule.shift, &period));
    period = rule.has_period ? rule.period : known ? period : (struct period){0};
    if (head_period_is_other(head, based ? &base : NULL, &rule, period)) {
        report_rule(c, head, code, value, wanted);
    } else if (known &&
               head_period_denies(head, period, rule.shift == SHIFT_NONE, c->arena)) {
        report_period(c, head, period);
    }
}

/* ---- units ---- */

/* 万家 as 家, thousands as 家: the unit of a file is what its text says; what it counts
   may be said better (元 of 元/人). */
static void check_unit(struct checker *c, struct str text, struct str unit) {
    static const char *const times[] = {"x", "×", NULL}; /* x 1 000 */
    struct str said = text;
    clean_cut_any(&text, times);
    bool says = unit_known(text) || unit_is_multiplier(text);
    if (!says || !unit_known(unit) || unit_scale(text) == unit_scale(unit)) {
        return;
    }
    c->ok =
        diag_error(c->context->diag, c->profile->place,
                   "the unit \"%.*s\" is declared as %.*s, which is another power of "
                   "ten",
                   STR_ARG(clean_excerpt(said)), STR_ARG(clean_excerpt(unit)));
    hint_trust(c, "unit");
}

bool declared_names_check(const struct reading_context *context) {
    const struct source_profile *p = context->profile;
    struct checker c = {
        .context = context, .profile = p, .arena = arena_open(), .ok = true};
    bool periods = !profile_trusts(p, STR("period"));
    for (size_t i = 0; i < p->column_count; i++) {
        check_indicator(&c, p->columns[i].key, p->columns[i].value, false);
        check_column_area(&c, p->columns[i].key, p->columns[i].value);
        if (periods) {
            check_head(&c, p->columns[i].key, p->columns[i].value);
        }
    }
    for (size_t i = 0; i < p->indicator_count; i++) {
        check_indicator(&c, p->indicators[i].key, p->indicators[i].value, true);
        check_kind(&c, p->indicators[i].key, p->indicators[i].value);
        if (periods) {
            check_head(&c, p->indicators[i].key, p->indicators[i].value);
        }
    }
    for (size_t i = 0; i < p->area_count; i++) {
        check_area(&c, p->areas[i].key, p->areas[i].value);
    }
    for (size_t i = 0; i < p->period_count && periods; i++) {
        check_period(&c, p->periods[i].key, p->periods[i].value);
    }
    for (size_t i = 0; i < p->unit_count && !profile_trusts(p, STR("unit")); i++) {
        check_unit(&c, p->units[i].key, p->units[i].value);
    }
    arena_close(c.arena);
    return c.ok;
}
