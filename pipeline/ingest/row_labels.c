/* What columns say in words that others say in codes: Country Name beside Country Code,
   "DEU: Germany", "6: Millions". Words that are known must not say another thing. */
#include "ingest/clean.h"
#include "ingest/period_cell.h"
#include "ingest/row_reader.h"

static bool trusts(const struct row_reader *r, const char *fact) {
    return profile_trusts(r->context->profile, str_from(fact));
}

static bool report(struct row_reader *r, const struct row_facts *facts, size_t column,
                   struct str read, const char *fact) {
    if (trusts(r, fact)) {
        return true;
    }
    diag_error(r->context->diag, row_cell_place(r, facts->row, column),
               "the words \"%.*s\" do not say what the code beside them says: %.*s",
               STR_ARG(clean_excerpt(sheet_text(facts->row, column))), STR_ARG(read));
    diag_hint(r->context->diag,
              "ask the office which of the two is right; if it is the code, declare "
              "trust = { \"%s\" }",
              fact);
    return r->ok = false;
}

/* 全国 beside the code of a country is that country as a whole, whichever it is. */
static bool is_whole_country(const struct row_reader *r, const struct row_facts *facts,
                             uint32_t said) {
    const struct area *of_code = dataset_area(r->context->ds, facts->area);
    return str_equal(dataset_area(r->context->ds, said)->level, STR("nation")) &&
           str_equal(of_code->level, STR("economy"));
}

static bool area_agrees(struct row_reader *r, const struct row_facts *facts, size_t i,
                        struct str text) {
    const struct reading_context *c = r->context;
    struct source_profile profile = *c->profile;
    struct memo *memo = row_memo_at(r, r->labels, text);
    profile.area_level = (struct str){"", 0};
    if (!memo->known || !str_equal(memo->text, text)) {
        uint32_t other;
        *memo = (struct memo){.text = text, .known = true};
        memo->reading =
            area_read(c->areas, text, c->year, &profile, c->scratch, &memo->id, &other);
    }
    return memo->reading != NAME_FOUND || facts->area == DATASET_NONE ||
           memo->id == facts->area || is_whole_country(r, facts, memo->id) ||
           area_may_be(c->areas, text, facts->area, c->scratch) ||
           report(r, facts, i, dataset_area(c->ds, facts->area)->name, "area");
}

/* YR2022, 2022 beside a month of it, 2022年度 beside a financial year. */
static bool period_agrees(struct row_reader *r, const struct row_facts *facts, size_t i,
                          struct str text) {
    struct period period;
    uint8_t status;
    int first, last, from, to;
    text = str_starts(text, STR("YR")) ? str_slice(text, 2, text.n) : text;
    return !facts->has_period ||
           period_cell_read(r->context, text, 0, &period, &status) != PERIOD_READ ||
           !period_months(period, &first, &last) ||
           !period_months(facts->period, &from, &to) || (first <= to && from <= last) ||
           report(r, facts, i, period_code(facts->period, r->context->scratch),
                  "period");
}

static bool multiplier_agrees(struct row_reader *r, const struct row_facts *facts,
                              size_t i, struct str text) {
    static const struct {
        const char *words;
        int power;
    } known[] = {{"units", 0},     {"unit", 0},     {"ones", 0},
                 {"tens", 1},      {"hundreds", 2}, {"thousands", 3},
                 {"thousand", 3},  {"millions", 6}, {"million", 6},
                 {"billions", 9},  {"billion", 9},  {"trillions", 12},
                 {"trillion", 12}, {"milliers", 3}, {"milliards", 9},
                 {"tausend", 3},   {"millionen", 6}};
    struct str key = clean_key(text, r->context->scratch);
    for (size_t k = 0; k < sizeof known / sizeof *known; k++) {
        if (str_equal(key, str_from(known[k].words)) &&
            known[k].power != facts->power) {
            return report(r, facts, i,
                          arena_printf(r->context->scratch, "10^%d", facts->power),
                          "unit");
        }
    }
    return true;
}

bool row_label_agrees(struct row_reader *r, const struct row_facts *facts, size_t i) {
    struct str text = sheet_text(facts->row, i);
    enum role of = r->columns[i].labels;
    return text.n == 0 || (of == ROLE_AREA     ? area_agrees(r, facts, i, text)
                           : of == ROLE_PERIOD ? period_agrees(r, facts, i, text)
                                               : multiplier_agrees(r, facts, i, text));
}

bool row_labels_agree(struct row_reader *r, const struct row_facts *facts) {
    bool ok = true;
    for (size_t i = 0; i < r->table->width && r->label_columns > 0; i++) {
        ok &= r->columns[i].role != ROLE_LABEL || row_label_agrees(r, facts, i);
    }
    return ok;
}
