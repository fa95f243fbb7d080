/* What kind of figures titles and heads promise: rates, shares, cumulated ones. */
#include "dataset/unit.h"
#include "ingest/clean.h"
#include "ingest/evidence.h"
#include "ingest/head_period.h"
#include "ingest/marks.h"

/* In %, 百分点, ‰, or without a unit, as ranks and indices are. */
static bool is_rate(const struct indicator *indicator) {
    struct unit_factor factor;
    return indicator->unit.n == 0 || indicator->kind == KIND_RANK ||
           unit_convertible(indicator->unit, STR("%"), &factor) ||
           unit_convertible(indicator->unit, STR("百分点"), &factor);
}

/* The first indicator of the values that is no rate, if hardly any other is one; else
   NULL. Levels may stand beside the rates that are made of them, and the rates in a
   column that is skipped. */
static const struct indicator *no_rate(const struct evidence *e,
                                       const struct column *columns) {
    enum { LEVELS_OF_A_RATE = 2 };
    const struct indicator *found = NULL;
    size_t rates = 0, levels = 0;
    for (uint32_t i = 0; i < dataset_indicator_count(e->context->ds); i++) {
        const struct indicator *indicator = dataset_indicator(e->context->ds, i);
        bool level = e->indicators[i] && !is_rate(indicator);
        rates += e->indicators[i] && !level;
        levels += level;
        found = level && found == NULL ? indicator : found;
    }
    if (levels <= LEVELS_OF_A_RATE * rates) {
        return NULL;
    }
    for (size_t i = 0; i < e->table->width; i++) {
        if (columns[i].role == ROLE_SKIP && title_names_rate(columns[i].head)) {
            return NULL;
        }
    }
    return found;
}

static bool only_parts_of_year(const struct evidence *e) {
    for (size_t i = 0; i < e->periods.count; i++) {
        enum period_kind kind = (enum period_kind)e->periods.list[i].kind;
        if (kind != PERIOD_MONTH && kind != PERIOD_QUARTER && kind != PERIOD_HALF) {
            return false;
        }
    }
    return e->periods.count > 0;
}

static bool report_sums(struct evidence *e, const struct testimony *said) {
    struct diag *aside = diag_open_like(e->context->diag);
    struct str by = evidence_name_place(e, said), periods = evidence_list_periods(e);
    diag_error(aside, said->place,
               "the figures are cumulated by %.*s, but they are read as those of "
               "%.*s alone",
               STR_ARG(by), STR_ARG(periods));
    return evidence_hand_on(e, BELIEF_PERIOD, aside);
}

/* 累计 in the name of a row or column, though its indicator's own name says nothing of
   it and its period is taken as it stands. */
static bool is_plain_sum(const struct evidence *e, uint32_t indicator,
                         struct str name) {
    const struct indicator *own = dataset_indicator(e->context->ds, indicator);
    return own->kind == KIND_FLOW && title_is_cumulated(name) &&
           !title_is_cumulated(own->name);
}

void evidence_cumulated(struct evidence *e, uint32_t indicator, struct str name,
                        struct place place) {
    if (e->cumulated.text.n == 0 && is_plain_sum(e, indicator, name)) {
        place.cell = arena_copy(e->context->scratch, place.cell);
        e->cumulated = (struct testimony){
            .witness = WITNESS_ROWS,
            .place = place,
            .text = arena_copy(e->context->scratch, name),
        };
    }
}

/* What to declare for the name of a row or column. */
static bool compare_named_sum(struct evidence *e, const struct testimony *said) {
    if (!only_parts_of_year(e) || report_sums(e, said)) {
        return true;
    }
    diag_hint(e->context->diag,
              "declare the name as one of a cumulation: [\"%.*s\"] = \"CODE@ytd\"",
              STR_ARG(clean_excerpt(said->text)));
    return false;
}

static bool are_flows(const struct evidence *e) {
    const struct dataset *ds = e->context->ds;
    for (uint32_t i = 0; i < dataset_indicator_count(ds); i++) {
        if (e->indicators[i] && dataset_indicator(ds, i)->kind != KIND_FLOW) {
            return false;
        }
    }
    return true;
}

/* 累计 above the flows of single months. */
bool evidence_compare_sums(struct evidence *e, const struct testimony *title) {
    if (!are_flows(e) || !title_is_cumulated(title->text) || !only_parts_of_year(e)) {
        return true;
    }
    return report_sums(e, title);
}

bool evidence_any_flow(const struct evidence *e) {
    for (uint32_t i = 0; i < dataset_indicator_count(e->context->ds); i++) {
        if (e->indicators[i] &&
            dataset_indicator(e->context->ds, i)->kind == KIND_FLOW) {
            return true;
        }
    }
    return false;
}

/* 2022年度全年 above one month of a flow. */
static bool compare_whole_year(struct evidence *e, const struct testimony *title) {
    if (str_find(title->text, STR("全年"), 0) == STR_NOT_FOUND ||
        e->periods.count != 1 || !only_parts_of_year(e) || !evidence_any_flow(e)) {
        return true;
    }
    struct testimony values = evidence_of_values(e, BELIEF_PERIOD), own = *title;
    own.fact = BELIEF_PERIOD;
    return evidence_report(e, &own, &values);
}

static bool report_rates(const struct evidence *e, const struct testimony *said,
                         struct str words, const struct indicator *indicator) {
    struct diag *aside = diag_open_like(e->context->diag);
    struct str by = evidence_name_place(e, said), excerpt = clean_excerpt(words);
    diag_error(aside, said->place,
               "the figures are rates (%.*s) by %.*s, but %.*s is in %.*s",
               STR_ARG(excerpt), STR_ARG(by), STR_ARG(indicator->code),
               STR_ARG(indicator->unit));
    return evidence_hand_on(e, BELIEF_INDICATOR, aside);
}

/* The first indicator of the values, if none of them is per head; else NULL. */
static const struct indicator *not_per_head(const struct evidence *e, struct str word) {
    const struct dataset *ds = e->context->ds;
    const struct indicator *found = NULL;
    for (uint32_t i = 0; i < dataset_indicator_count(ds); i++) {
        const struct indicator *own = dataset_indicator(ds, i);
        if (e->indicators[i] && (own->kind == KIND_RATIO || own->kind == KIND_INDEX ||
                                 own->kind == KIND_RANK || own->kind == KIND_GRADE ||
                                 str_find(own->name, word, 0) != STR_NOT_FOUND)) {
            return NULL;
        }
        found = e->indicators[i] && found == NULL ? own : found;
    }
    return found;
}

static bool is_indicator(const struct reading_context *c, struct str text) {
    uint32_t id, other;
    struct str unit;
    struct item_set items;
    return indicator_read(c->indicators, text, c->profile, c->scratch, &id, &other,
                          &unit, &items) == NAME_FOUND;
}

static bool names_rates(struct str topic, struct str all) {
    return title_kind(topic) != TITLE_PLAIN || title_bracket_kind(all) != TITLE_PLAIN;
}

/* 数据库：分省月度数据 above years. */
static bool compare_frequency(struct evidence *e, const struct testimony *said) {
    static const struct {
        struct str word;
        enum period_kind kinds[2];
    } all[] = {{{"年度", 6}, {PERIOD_YEAR, PERIOD_YEAR}},
               {{"季度", 6}, {PERIOD_QUARTER, PERIOD_YTD}},
               {{"月度", 6}, {PERIOD_MONTH, PERIOD_YTD}}};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        bool fits = str_find(said->text, all[i].word, 0) == STR_NOT_FOUND ||
                    e->periods.count == 0;
        for (size_t k = 0; k < e->periods.count && !fits; k++) {
            enum period_kind kind = (enum period_kind)e->periods.list[k].kind;
            fits = kind == all[i].kinds[0] || kind == all[i].kinds[1];
        }
        if (!fits) {
            struct testimony values = evidence_of_values(e, BELIEF_PERIOD), own = *said;
            own.fact = BELIEF_PERIOD;
            return evidence_report(e, &own, &values);
        }
    }
    return true;
}

static bool names_any(struct str name, const char *const *words) {
    for (; *words != NULL; words++) {
        if (str_find(name, str_from(*words), 0) != STR_NOT_FOUND) {
            return true;
        }
    }
    return false;
}

/* 各省女性就业人员 above values of all. */
static bool compare_part_word(struct evidence *e, const struct testimony *title) {
    const struct reading_context *c = e->context;
    struct str topic = title_topic(c->areas, c->ds, title->text, c->scratch);
    const char *const *words;
    if (!title_part_word(topic, &words) || e->parts_used) {
        return true;
    }
    for (uint32_t i = 0; i < dataset_indicator_count(c->ds); i++) {
        const struct indicator *own = dataset_indicator(c->ds, i);
        if (e->indicators[i] &&
            (names_any(own->name, words) || names_any(own->definition, words))) {
            return true;
        }
    }
    struct testimony values = evidence_of_values(e, BELIEF_INDICATOR), own = *title;
    own.fact = BELIEF_INDICATOR;
    return values.text.n == 0 || evidence_report(e, &own, &values);
}

/* 增长速度 above counts: in the title, the line 指标. */
static bool compare_lines(struct evidence *e, const struct column *columns) {
    const struct reading_context *c = e->context;
    bool ok = true;
    for (size_t i = 0; i < e->table->preamble.count; i++) {
        const struct preamble_line *line = &e->table->preamble.lines[i];
        bool title = line->key.n == 0;
        struct testimony said = {
            .witness = title ? WITNESS_TITLE : WITNESS_PREAMBLE,
            .place = table_place(e->table, line->row, line->column, c->scratch),
            .key = line->key,
            .text = line->value};
        if (str_equal(line->key, STR("数据库"))) {
            ok &= compare_frequency(e, &said);
        }
        if (!title && !str_starts(line->key, STR("指标"))) {
            continue;
        }
        struct str topic = title_topic(c->areas, c->ds, line->value, c->scratch);
        const struct indicator *indicator =
            names_rates(topic, line->value) ? no_rate(e, columns) : NULL;
        ok &= indicator == NULL ||
              report_rates(e, &said,
                           title_kind(topic) != TITLE_PLAIN ? topic : line->value,
                           indicator);
        struct str head = title_per_head(topic);
        /* The name of an indicator is compared as such. */
        indicator =
            head.n > 0 && !is_indicator(c, topic) ? not_per_head(e, head) : NULL;
        ok &= indicator == NULL || report_rates(e, &said, topic, indicator);
        ok &= title ? evidence_compare_sums(e, &said)
                    : !are_flows(e) || !title_is_cumulated(line->value) ||
                          compare_named_sum(e, &said);
        ok &= !title || compare_whole_year(e, &said);
        ok &= !title || compare_part_word(e, &said);
    }
    return ok;
}

static bool has_plain_word(struct str name, struct str own) {
    static const char *const ranks[] = {"位次", "排名", "名次", "排位", NULL};
    for (size_t i = 0; ranks[i] != NULL; i++) {
        if (str_ends(name, str_from(ranks[i]))) {
            return str_find(own, str_from(ranks[i]), 0) == STR_NOT_FOUND;
        }
    }
    struct str head = title_per_head(name);
    return head.n > 0 && str_find(own, head, 0) == STR_NOT_FOUND;
}

bool evidence_kind_fits(const struct indicator *indicator, struct str name) {
    struct str plain, unit, own = indicator->name;
    plain = name_split_unit(marks_off(name), &plain, &unit) ? plain : marks_off(name);
    bool rates = names_rates(plain, name) && title_kind(own) == TITLE_PLAIN;
    bool other = indicator->kind != KIND_RATIO && indicator->kind != KIND_INDEX &&
                 indicator->kind != KIND_GRADE && has_plain_word(plain, own);
    return is_rate(indicator) || !(rates || other);
}

/* 上年末 as @year_ago in a file that calls itself of September, by its title or name;
   what the entry says is compared as such (ingest/declared_names.h). */
static bool compare_head_period(struct evidence *e, const struct column *c, size_t i) {
    const struct reading_context *context = e->context;
    const struct testimony *first = evidence_first(e, BELIEF_PERIOD);
    struct period period;
    struct period_rule rule = {.shift = c->shift};
    bool whole = first != NULL && first->witness != WITNESS_PROFILE &&
                 first->period_count > 0 &&
                 e->used[BELIEF_PERIOD].witness != WITNESS_ROWS;
    if (!whole || !c->declared || c->has_period ||
        !columns_shift(first->periods[0].first, c->shift, &period) ||
        !(head_period_is_other(c->head, &first->periods[0].first, &rule, period) ||
          head_period_denies(c->head, period, c->shift == SHIFT_NONE,
                             context->scratch))) {
        return true;
    }
    struct testimony head = {
        .fact = BELIEF_PERIOD,
        .witness = WITNESS_HEADS,
        .place = table_place(e->table, e->table->head, i, context->scratch),
        .text = c->head};
    struct testimony file = *first;
    file.text = period_code(period, context->scratch);
    return evidence_report(e, &head, &file);
}

/* A column of values whose indicators and periods the rows say. */
static bool is_value_of_rows(const struct evidence *e, const struct column *c) {
    return c->role == ROLE_VALUE && c->indicator == DATASET_NONE &&
           c->shift == SHIFT_NONE && !c->has_period && c->declared &&
           e->used[BELIEF_INDICATOR].witness == WITNESS_ROWS;
}

/* 累计值 as the value of each row. */
static bool compare_value_head(struct evidence *e, struct str head, size_t i) {
    const struct dataset *ds = e->context->ds;
    struct testimony said = {
        .witness = WITNESS_HEADS,
        .place = table_place(e->table, e->table->head, i, e->context->scratch),
        .text = head};
    bool sums = evidence_any_flow(e);
    for (uint32_t k = 0; k < dataset_indicator_count(ds) && sums; k++) {
        sums = !e->indicators[k] || is_plain_sum(e, k, head);
    }
    return !sums || !only_parts_of_year(e) || report_sums(e, &said);
}

/* The same in the head of a column: 同比 as the number of certificates. */
static bool compare_heads(struct evidence *e, const struct column *columns) {
    const struct reading_context *c = e->context;
    bool ok = true;
    for (size_t i = 0; i < e->table->width; i++) {
        struct str head = columns[i].head;
        ok &= columns[i].role != ROLE_VALUE || compare_head_period(e, &columns[i], i);
        ok &= !is_value_of_rows(e, &columns[i]) || compare_value_head(e, head, i);
        if (columns[i].role != ROLE_VALUE || columns[i].indicator == DATASET_NONE) {
            continue;
        }
        const struct indicator *indicator =
            dataset_indicator(c->ds, columns[i].indicator);
        struct testimony said = {
            .witness = WITNESS_HEADS,
            .place = table_place(e->table, e->table->head, i, c->scratch)};
        ok &= evidence_kind_fits(indicator, head) ||
              report_rates(e, &said, head, indicator);
        said.text = columns[i].head;
        ok &= columns[i].shift != SHIFT_NONE || columns[i].has_period ||
              !is_plain_sum(e, columns[i].indicator, said.text) ||
              compare_named_sum(e, &said);
    }
    return ok;
}

bool evidence_compare_kinds(struct evidence *e, const struct column *columns) {
    bool ok = compare_lines(e, columns);
    ok &= e->cumulated.text.n == 0 || compare_named_sum(e, &e->cumulated);
    return compare_heads(e, columns) && ok;
}
