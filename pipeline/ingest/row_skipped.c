/* What a column that is skipped or a note says of the rows where the whole file has one
   area, period, indicator or unit, and what remarks say of their row: its values must
   not be others. */
#include "dataset/unit.h"
#include "ingest/clean.h"
#include "ingest/period_cell.h"
#include "ingest/row_reader.h"
#include "ingest/title.h"

static bool report(struct row_reader *r, const struct row_facts *facts, size_t column,
                   struct str values, const char *fact, const char *role) {
    struct diag *diag = r->context->diag;
    struct str head = clean_excerpt(r->columns[column].head),
               text = clean_excerpt(sheet_text(facts->row, column));
    struct place place = row_cell_place(r, facts->row, column);
    if (r->columns[column].role == ROLE_NOTE) {
        diag_error(diag, place,
                   "the column \"%.*s\", which is read as a note, says \"%.*s\", but "
                   "the values are read as those of %.*s",
                   STR_ARG(head), STR_ARG(text), STR_ARG(values));
    } else {
        diag_error(diag, place,
                   "the column \"%.*s\", which is skipped, says \"%.*s\", but the "
                   "values are read as those of %.*s",
                   STR_ARG(head), STR_ARG(text), STR_ARG(values));
    }
    if (r->columns[column].denied == ROLE_SKIP) {
        diag_hint(diag,
                  "mend what is wrong; where the file cannot be mended, the entry says "
                  "what holds and trust = { \"%s\" }",
                  fact);
        return r->ok = false;
    }
    diag_hint(
        diag,
        "declare columns = { [\"%.*s\"] = \"%s\" }; if the entry holds against the "
        "file, trust = { \"%s\" }",
        STR_ARG(head), role, fact);
    return r->ok = false;
}

static bool trusts(const struct row_reader *r, const char *fact) {
    return profile_trusts(r->context->profile, str_from(fact));
}

static bool has_role(const struct row_reader *r, enum role role) {
    for (size_t i = 0; i < r->table->width; i++) {
        if (r->columns[i].role == role) {
            return true;
        }
    }
    return false;
}

/* The area in which that of the file lies may stand beside it. */
static bool agrees_area(struct row_reader *r, const struct row_facts *facts, size_t i,
                        struct str text) {
    const struct reading_context *c = r->context;
    uint32_t id, other, at = facts->area;
    if (has_role(r, ROLE_AREA) || facts->area == DATASET_NONE || trusts(r, "area") ||
        area_read(c->areas, text, c->year, c->profile, c->scratch, &id, &other) !=
            NAME_FOUND ||
        area_may_be(c->areas, text, facts->area, c->scratch)) {
        return true;
    }
    while (at != id && dataset_area(c->ds, at)->parent != DATASET_NONE) {
        at = dataset_area(c->ds, at)->parent;
    }
    return at == id ||
           report(r, facts, i, dataset_area(c->ds, facts->area)->name, "area", "area");
}

static bool agrees_indicator(struct row_reader *r, const struct row_facts *facts,
                             size_t i, struct str text) {
    const struct reading_context *c = r->context;
    uint32_t id, other;
    struct str unit;
    struct item_set items;
    if (has_role(r, ROLE_INDICATOR) || facts->indicator == DATASET_NONE ||
        trusts(r, "indicator") ||
        indicator_read(c->indicators, text, c->profile, c->scratch, &id, &other, &unit,
                       &items) != NAME_FOUND) {
        return true;
    }
    return evidence_belongs(c->ds, facts->indicator, id) ||
           report(r, facts, i, dataset_indicator(c->ds, facts->indicator)->name,
                  "indicator", "indicator");
}

/* The heads of values say periods, too: what the row says is only a part of theirs. */
static bool heads_say_periods(const struct row_reader *r) {
    for (size_t i = 0; i < r->table->width; i++) {
        const struct column *c = &r->columns[i];
        if (c->role == ROLE_VALUE &&
            (c->has_period || c->period.kind != PERIOD_NOT_STATED)) {
            return true;
        }
    }
    return false;
}

static bool lies_within(struct period a, struct period b) {
    int first, last, from, to;
    return !period_months(a, &first, &last) || !period_months(b, &from, &to) ||
           (first >= from && last <= to);
}

/* A stock of December is that of the year. */
static bool is_stock(const struct row_reader *r, const struct row_facts *facts) {
    return facts->indicator != DATASET_NONE &&
           dataset_indicator(r->context->ds, facts->indicator)->kind == KIND_STOCK;
}

static bool ends_year(struct period part) {
    int first, last;
    part.year = 2000;
    return period_months(part, &first, &last) && last % 12 == 11;
}

/* Of a row of a year: 3 in a column 季度. Of a file of one period: another one. */
static bool agrees_period(struct row_reader *r, const struct row_facts *facts, size_t i,
                          struct str text) {
    const struct reading_context *c = r->context;
    struct period own = {0}, whole = facts->period;
    uint8_t status = STATUS_NORMAL;
    bool agree = true;
    if (!facts->has_period || trusts(r, "period") || heads_say_periods(r) ||
        name_is_total(text, c->profile, c->scratch)) {
        return true;
    }
    enum period_reading reading =
        period_cell_part(c, r->columns[i].head, text, &own, &status);
    if (reading == PERIOD_NO_YEAR) {
        agree = whole.kind != PERIOD_YEAR || own.kind == PERIOD_YEAR ||
                (is_stock(r, facts) && ends_year(own));
    } else if (reading == PERIOD_READ && !has_role(r, ROLE_PERIOD)) {
        agree = lies_within(whole, own); /* 2022 beside 2022-09 */
    }
    return agree ||
           report(r, facts, i, period_code(whole, c->scratch), "period", "period");
}

static bool agrees_unit(struct row_reader *r, const struct row_facts *facts, size_t i,
                        struct str text) {
    struct str unit = profile_unit(r->context->profile, text), shown = {"", 0};
    bool other = r->columns[i].denied != ROLE_SKIP && has_role(r, ROLE_UNIT);
    bool multiplies = unit_is_multiplier(unit) && unit_scale(unit) > 0;
    if (other || unit_says_nothing(unit) || !(unit_known(unit) || multiplies) ||
        trusts(r, "unit")) {
        return true;
    }
    for (size_t k = 0; k < r->table->width; k++) {
        const struct column *c = &r->columns[k];
        uint32_t id = c->indicator != DATASET_NONE ? c->indicator : facts->indicator;
        if (c->role != ROLE_VALUE || id == DATASET_NONE) {
            continue;
        }
        shown = facts->unit.n > 0     ? facts->unit
                : c->unit.n > 0       ? c->unit
                : r->table_unit.n > 0 ? r->table_unit
                : r->context->profile->unit.n > 0
                    ? r->context->profile->unit
                    : dataset_indicator(r->context->ds, id)->unit;
        if (unit_list_share(shown, unit)) {
            return true;
        }
    }
    return shown.n == 0 || report(r, facts, i, shown, "unit", "unit");
}

/* 3 and thousands in a column of multipliers that is not read; 0, units and, of a
   factor, 1 change nothing. */
static bool agrees_multiplier(struct row_reader *r, const struct row_facts *facts,
                              size_t i, struct str text) {
    struct decimal number;
    bool numeric = decimal_parse(text, &number);
    bool changes = numeric ? number.coefficient != 0 &&
                                 !(number.coefficient == 1 && number.exponent == 0)
                           : unit_scale(text) > 0;
    return !changes || has_role(r, ROLE_MULTIPLIER) || trusts(r, "unit") ||
           report(r, facts, i, STR("10^0"), "unit", "multiplier");
}

/* 累计, as what a column that is not read says of a flow of one month. */
static bool says_cumulated(struct str text) {
    static const char *const words[] = {"累计",   "累计值",   "累计数",
                                        "累计额", "本年累计", "本年累计值"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (str_equal(text, str_from(words[i]))) {
            return true;
        }
    }
    return false;
}

/* Of the row's period, which may be the one of a cumulation already. */
static bool agrees_sum(struct row_reader *r, const struct row_facts *facts, size_t i) {
    const struct reading_context *c = r->context;
    const struct indicator *own = facts->indicator != DATASET_NONE
                                      ? dataset_indicator(c->ds, facts->indicator)
                                      : NULL;
    struct period p = facts->period;
    bool part =
        p.kind == PERIOD_MONTH || p.kind == PERIOD_QUARTER || p.kind == PERIOD_HALF;
    return own == NULL || own->kind != KIND_FLOW || title_is_cumulated(own->name) ||
           !facts->has_period || !part || facts->rule.shift != SHIFT_NONE ||
           facts->rule.has_period || trusts(r, "period") ||
           report(r, facts, i, period_code(p, c->scratch), "period", "period");
}

/* 2022年数据, as a remark on one row. */
static bool names_period(const struct reading_context *c, struct str text,
                         struct period *out) {
    static const char *const ends[] = {"数据", "数字", "数", NULL};
    uint8_t status;
    for (size_t i = 0; ends[i] != NULL; i++) {
        struct str end = str_from(ends[i]);
        if (str_ends(text, end)) {
            text = clean_trim(str_slice(text, 0, text.n - end.n));
            return period_cell_read(c, text, 0, out, &status) == PERIOD_READ;
        }
    }
    return false;
}

bool row_remark_speaks(struct row_reader *r, const struct row_facts *facts, size_t i) {
    struct str text = clean_cell(sheet_text(facts->row, i)), unit;
    struct period period;
    return r->columns[i].remarks && text.n > 0 &&
           (title_note_unit(text, &unit) || says_cumulated(text) ||
            names_period(r->context, text, &period));
}

static bool agrees_remark(struct row_reader *r, const struct row_facts *facts, size_t i,
                          struct str text) {
    const struct reading_context *c = r->context;
    struct period own, whole = facts->period;
    struct str unit;
    if (title_note_unit(text, &unit)) {
        return agrees_unit(r, facts, i, unit);
    }
    if (says_cumulated(text)) {
        return agrees_sum(r, facts, i);
    }
    return trusts(r, "period") || heads_say_periods(r) || !facts->has_period ||
           !names_period(c, text, &own) || lies_within(whole, own) ||
           lies_within(own, whole) ||
           report(r, facts, i, period_code(whole, c->scratch), "period", "period");
}

bool row_agrees_with_skipped(struct row_reader *r, const struct row_facts *facts) {
    bool ok = true;
    for (size_t i = 0; i < r->table->width; i++) {
        if (row_remark_speaks(r, facts, i)) {
            ok &= agrees_remark(r, facts, i, clean_cell(sheet_text(facts->row, i)));
        }
        enum role said = r->columns[i].denied;
        struct str text = said != ROLE_SKIP ? clean_cell(sheet_text(facts->row, i))
                                            : (struct str){"", 0};
        if (text.n == 0) {
            continue;
        }
        ok &= said == ROLE_AREA         ? agrees_area(r, facts, i, text)
              : said == ROLE_INDICATOR  ? agrees_indicator(r, facts, i, text)
              : said == ROLE_PERIOD     ? agrees_period(r, facts, i, text)
              : said == ROLE_MULTIPLIER ? agrees_multiplier(r, facts, i, text)
                                        : agrees_unit(r, facts, i, text);
    }
    return ok;
}
