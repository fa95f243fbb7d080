/* Where the places of a file disagree. What holds for the whole file must hold for some
   of its values: 单位：亿元 above a column of 元/人 is right as long as another column
   is in 亿元. */
#include "dataset/unit.h"
#include "ingest/clean.h"
#include "ingest/evidence.h"

static const char *const fact_names[BELIEF_FACTS + 1] = {"unit", "indicator", "period",
                                                         "area", ""};

/* ---- messages ---- */

struct str evidence_name_place(const struct evidence *e, const struct testimony *s) {
    struct diag *diag = e->context->diag;
    struct arena *scratch = e->context->scratch;
    switch (s->witness) {
    case WITNESS_PROFILE:
        return arena_printf(scratch, diag_words(diag, "the entry (%.*s:%zu)"),
                            STR_ARG(s->place.file), s->place.line);
    case WITNESS_FILE_NAME:
        return str_from(diag_words(diag, "the file's name"));
    case WITNESS_PREAMBLE:
        return arena_printf(scratch, diag_words(diag, "the line \"%.*s\" (line %zu)"),
                            STR_ARG(s->key), s->place.line);
    case WITNESS_TITLE:
        return arena_printf(scratch, diag_words(diag, "the title (line %zu)"),
                            s->place.line);
    case WITNESS_HEADS:
        return arena_printf(scratch, diag_words(diag, "the head (line %zu)"),
                            s->place.line);
    case WITNESS_ROWS:
        if (s->place.line == 0) {
            return str_from(diag_words(diag, "the rows"));
        }
        return arena_printf(scratch, diag_words(diag, "the rows (line %zu …)"),
                            s->place.line);
    case WITNESS_DICTIONARY:
        break;
    }
    return STR("indicators.csv");
}

bool evidence_hand_on(const struct evidence *e, enum belief_fact fact,
                      struct diag *aside) {
    bool settled = profile_trusts(e->context->profile, str_from(fact_names[fact]));
    if (settled) {
        diag_hint(aside, "settled by trust = { \"%s\" } of the entry",
                  fact_names[fact]);
    } else {
        diag_hint(aside,
                  "mend what is wrong; where the file cannot be mended, the entry says "
                  "what holds and trust = { \"%s\" }",
                  fact_names[fact]);
    }
    size_t count;
    struct diag_entry entry = *diag_entries(aside, &count);
    entry.severity = settled ? DIAG_NOTE : DIAG_ERROR;
    diag_add(e->context->diag, &entry);
    diag_close(aside);
    return settled;
}

bool evidence_report(const struct evidence *e, const struct testimony *a,
                     const struct testimony *b) {
    struct diag *aside = diag_open_like(e->context->diag);
    struct str one = evidence_name_place(e, a), other = evidence_name_place(e, b);
    struct str text = clean_excerpt(a->text), against = clean_excerpt(b->text);
    /* In the file if one of them is. */
    struct place place = a->witness == WITNESS_PROFILE ? b->place : a->place;
    switch (a->fact) {
    case BELIEF_UNIT:
        diag_error(aside, place, "the unit is %.*s by %.*s, but %.*s by %.*s",
                   STR_ARG(text), STR_ARG(one), STR_ARG(against), STR_ARG(other));
        break;
    case BELIEF_INDICATOR:
        diag_error(aside, place, "the indicator is %.*s by %.*s, but %.*s by %.*s",
                   STR_ARG(text), STR_ARG(one), STR_ARG(against), STR_ARG(other));
        break;
    case BELIEF_PERIOD:
        diag_error(aside, place, "the period is %.*s by %.*s, but %.*s by %.*s",
                   STR_ARG(text), STR_ARG(one), STR_ARG(against), STR_ARG(other));
        break;
    case BELIEF_AREA:
        diag_error(aside, place, "the area is %.*s by %.*s, but %.*s by %.*s",
                   STR_ARG(text), STR_ARG(one), STR_ARG(against), STR_ARG(other));
        break;
    case BELIEF_FACTS:
        break;
    }
    return evidence_hand_on(e, a->fact, aside);
}

/* ---- what the values have ---- */

static struct str name_of(const struct dataset *ds, uint32_t id, bool areas,
                          bool in_full) {
    if (!areas) {
        return dataset_indicator(ds, id)->name;
    }
    const struct area *area = dataset_area(ds, id);
    return in_full || area->short_name.n == 0 ? area->name : area->short_name;
}

/* Two or three names; of more, the first two, the last, and how many there are. */
static struct str list_names(const struct evidence *e, const bool *used, size_t count,
                             bool areas) {
    struct buf buf = buf_open(4000);
    size_t n = 0, all = 0;
    for (size_t i = 0; i < count; i++) {
        all += used[i];
    }
    for (uint32_t i = 0; i < count; i++) {
        n += used[i];
        if (used[i] && (n < 3 || n == all)) {
            buf_puts(&buf, n == 1 ? "" : n == all && all > 3 ? " … " : "、");
            buf_put(&buf, name_of(e->context->ds, i, areas, all == 1));
        }
    }
    if (all > 3) {
        buf_printf(&buf, " (%zu)", all);
    }
    struct str text = arena_copy(e->context->scratch, buf_str(&buf));
    buf_close(&buf);
    return text;
}

struct str evidence_list_periods(const struct evidence *e) {
    struct arena *scratch = e->context->scratch;
    if (e->periods.count == 0) {
        return (struct str){"", 0};
    }
    struct period first = e->periods.list[0], last = first;
    for (size_t i = 1; i < e->periods.count; i++) {
        struct period p = e->periods.list[i];
        first = first.kind == PERIOD_NOT_STATED ? p : first;
        if (p.kind == PERIOD_NOT_STATED) {
            continue;
        }
        first = period_compare(p, first) < 0 ? p : first;
        last = period_compare(p, last) > 0 ? p : last;
    }
    struct str from = period_code(first, scratch), to = period_code(last, scratch);
    return e->periods.count == 1
               ? from
               : arena_printf(scratch, "%.*s … %.*s", STR_ARG(from), STR_ARG(to));
}

static struct str list_units(const struct evidence *e) {
    struct buf buf = buf_open(4000);
    for (size_t i = 0; i < e->unit_count; i++) {
        buf_puts(&buf, i > 0 ? "、" : "");
        buf_put(&buf, e->units[i].text);
    }
    struct str text = arena_copy(e->context->scratch, buf_str(&buf));
    buf_close(&buf);
    return text;
}

struct testimony evidence_of_values(const struct evidence *e, enum belief_fact fact) {
    const struct dataset *ds = e->context->ds;
    struct testimony s = {.fact = fact,
                          .witness = e->used[fact].witness,
                          .place = e->used[fact].place,
                          .id = DATASET_NONE};
    /* A line above the head is named by its key. */
    const struct testimony *first = evidence_first(e, fact);
    s.key = first != NULL ? first->key : (struct str){"", 0};
    switch (fact) {
    case BELIEF_UNIT:
        s.text = list_units(e);
        /* 证书（张） in a row: no column is that of the units. */
        if (s.place.line == 0 && e->unit_count > 0) {
            s.witness = e->units[0].witness;
            s.place = e->units[0].place;
        }
        break;
    case BELIEF_INDICATOR:
        s.text = list_names(e, e->indicators, dataset_indicator_count(ds), false);
        break;
    case BELIEF_PERIOD:
        s.text = evidence_list_periods(e);
        break;
    case BELIEF_AREA:
        s.text = list_names(e, e->areas, dataset_area_count(ds), true);
        break;
    case BELIEF_FACTS:
        break;
    }
    return s;
}

static bool is_whole(const struct evidence *e, enum belief_fact fact) {
    return e->used[fact].witness != WITNESS_HEADS &&
           e->used[fact].witness != WITNESS_ROWS;
}

/* ---- periods ---- */

/* A year in a file's name may be that of the edition: one more than its newest. */
static bool is_edition(const struct evidence *e, const struct testimony *s, int first) {
    bool before = false, after = false;
    for (size_t i = 0; i < e->periods.count; i++) {
        int year = e->periods.list[i].year;
        before |= year < first / 12;
        after |= year == first / 12 - 1;
    }
    return s->witness == WITNESS_FILE_NAME && s->passing && e->periods.count > 1 &&
           before && after;
}

/* Whether what is said fits some of the periods. One shorter than a year must be that
   of a value, or of several values within it (1—9月 above nine months); a stock has the
   period's last day. */
static bool fits_periods(const struct evidence *e, const struct testimony *s,
                         const struct title_period *said,
                         const struct period_set *list) {
    size_t inside = 0, stated = 0;
    bool flow = evidence_any_flow(e);
    for (size_t i = 0; i < list->count; i++) {
        struct title_period p = *said;
        int first, last, from, to, unused;
        if (!period_months(list->list[i], &from, &to)) {
            continue;
        }
        stated++;
        p.first.year = p.first.year == 0 ? list->list[i].year : p.first.year;
        p.last.year = p.last.year == 0 ? list->list[i].year : p.last.year;
        if (!period_months(p.first, &first, &unused) ||
            !period_months(p.last, &unused, &last)) {
            return true;
        }
        bool range = last - first >= 11 || !period_equal(p.first, p.last);
        inside += from >= first && to <= last;
        if ((from == first && to == last) || (range && from <= last && to >= first) ||
            (to == last && !flow) || is_edition(e, s, first)) {
            return true;
        }
    }
    return stated == 0 || inside > 1;
}

/* Of the values, or of what theirs are derived from: 2023年9月 above 上年同期. */
static bool fits_values(const struct evidence *e, const struct testimony *s,
                        const struct title_period *said) {
    return fits_periods(e, s, said, &e->periods) ||
           (e->bases.count > 0 && fits_periods(e, s, said, &e->bases));
}

/* Who wrote a title cannot have known what came after the period that it names: 2022年
   above the years 2021 to 2023, 2015—2022年 above 2023. Earlier periods stand beside it
   for comparison, as the years before that of a yearbook's table do. */
static bool goes_beyond(const struct evidence *e, const struct testimony *s) {
    int said = 0, from, to, last = 0;
    if (s->witness != WITNESS_TITLE && s->witness != WITNESS_PREAMBLE) {
        return false;
    }
    for (size_t i = 0; i < s->period_count; i++) {
        if (s->periods[i].last.year == 0 ||
            !period_months(s->periods[i].last, &from, &to)) {
            return false;
        }
        said = to > said ? to : said;
    }
    for (size_t i = 0; i < e->periods.count; i++) {
        bool known = period_months(e->periods.list[i], &from, &to);
        last = known && to > last ? to : last;
    }
    return last > said;
}

static bool compare_periods(struct evidence *e) {
    bool ok = true;
    for (size_t i = 0; i < e->said_count; i++) {
        const struct testimony *s = &e->said[i];
        bool fits = s->fact != BELIEF_PERIOD || s->period_count == 0;
        for (size_t k = 0; k < s->period_count && !fits; k++) {
            fits = fits_values(e, s, &s->periods[k]);
        }
        bool said = s->fact == BELIEF_PERIOD && s->period_count > 0;
        if (!fits || (said && goes_beyond(e, s))) {
            struct testimony values = evidence_of_values(e, BELIEF_PERIOD);
            ok &= evidence_report(e, s, &values);
        }
    }
    return ok;
}

/* Whether heads or the first row say months without their year: 9月. */
static bool says_bare_months(const struct evidence *e, const struct column *columns) {
    const struct reading_context *c = e->context;
    const struct table *t = e->table;
    struct period period;
    bool bare = false;
    for (size_t i = 0; i < t->width && !bare; i++) {
        struct str text = columns[i].role == ROLE_VALUE ? columns[i].head
                          : columns[i].role == ROLE_PERIOD && t->body_count > 0
                              ? sheet_text(t->body[0], i)
                              : (struct str){"", 0};
        bare = text.n > 0 &&
               period_read(text, 0, c->profile, c->scratch, &period) == PERIOD_NO_YEAR;
    }
    return bare && c->year != 0;
}

/* 11月, 12月, 1月, 2月, all of one year that only the entry or the file's name says. */
static bool compare_year_end(const struct evidence *e, const struct column *columns) {
    enum { ALL = 12 };
    bool months[ALL] = {false};
    size_t count = 0, ends = 0;
    struct diag *diag = e->context->diag;
    for (size_t i = 0; i < e->periods.count; i++) {
        struct period p = e->periods.list[i];
        if (p.kind != PERIOD_MONTH || p.year != e->context->year) {
            return true;
        }
        count += !months[p.index - 1];
        months[p.index - 1] = true;
    }
    for (size_t i = 0; i < ALL; i++) {
        ends += months[i] && !months[(i + 1) % ALL];
    }
    if (!months[0] || !months[ALL - 1] || count == ALL || ends != 1 ||
        !says_bare_months(e, columns) ||
        profile_trusts(e->context->profile, STR("period"))) {
        return true;
    }
    diag_error(diag, table_place(e->table, e->table->head, 0, e->context->scratch),
               "the months go over the end of a year, but all are read as those of %d",
               e->context->year);
    diag_hint(diag,
              "declare which year they are of: periods = { [\"1月\"] = "
              "\"%d-01\" }; if all are of one year, trust = { \"period\" }",
              e->context->year + 1);
    return false;
}

/* ---- areas and indicators ---- */

static bool is_level(const struct dataset *ds, uint32_t id, const char *level) {
    return str_equal(dataset_area(ds, id)->level, str_from(level));
}

static bool holds_all(const struct dataset *ds, uint32_t id) {
    return is_level(ds, id, "nation") || is_level(ds, id, "total");
}

/* Rows fit that lie in the area; of one area that holds for the whole file, it alone.
 */
static bool fits_area(const struct evidence *e, uint32_t said) {
    const struct dataset *ds = e->context->ds;
    for (uint32_t i = 0; i < dataset_area_count(ds); i++) {
        uint32_t at = i;
        if (!e->areas[i]) {
            continue;
        }
        if (is_level(ds, i, "region") || is_level(ds, i, "economy") ||
            (holds_all(ds, i) && holds_all(ds, said))) {
            return true;
        }
        while (at != said && dataset_area(ds, at)->parent != DATASET_NONE &&
               !is_whole(e, BELIEF_AREA)) {
            at = dataset_area(ds, at)->parent;
        }
        if (at == said) {
            return true;
        }
    }
    return false;
}

static bool is_code_of(const struct dataset *ds, struct str code, uint32_t id) {
    return code.n > 0 && dataset_find_indicator(ds, code) == id;
}

/* Its parts, rank, share and growth belong to what a line above the head names. */
bool evidence_belongs(const struct dataset *ds, uint32_t id, uint32_t said) {
    for (size_t depth = 0; id != DATASET_NONE && depth < 16; depth++) {
        const struct indicator *i = dataset_indicator(ds, id);
        if (id == said || is_code_of(ds, i->rank_of, said) ||
            is_code_of(ds, i->growth_source, said) ||
            is_code_of(ds, i->numerator, said) ||
            is_code_of(ds, i->denominator, said)) {
            return true;
        }
        id = i->parent.n > 0 ? dataset_find_indicator(ds, i->parent) : DATASET_NONE;
    }
    return false;
}

static bool fits_indicator(const struct evidence *e, uint32_t said) {
    const struct dataset *ds = e->context->ds;
    for (uint32_t i = 0; i < dataset_indicator_count(ds); i++) {
        if (e->indicators[i] && (i == said || (!is_whole(e, BELIEF_INDICATOR) &&
                                               evidence_belongs(ds, i, said)))) {
            return true;
        }
    }
    return false;
}

/* True if one name holds the other: 常住人口 and 年末常住人口(万人). */
static bool alike(const struct evidence *e, struct str text) {
    struct arena *scratch = e->context->scratch;
    struct str key = clean_key(text, scratch);
    for (uint32_t i = 0; i < dataset_indicator_count(e->context->ds); i++) {
        const struct indicator *indicator = dataset_indicator(e->context->ds, i);
        struct str name = clean_key(indicator->name, scratch);
        if (e->indicators[i] && (str_equal(text, indicator->code) ||
                                 str_find(key, name, 0) != STR_NOT_FOUND ||
                                 str_find(name, key, 0) != STR_NOT_FOUND)) {
            return true;
        }
    }
    return false;
}

/* 指标：… with a name that no dictionary has, beside an indicator that is declared. */
static bool doubt_name(struct evidence *e, const struct testimony *s) {
    struct diag *diag = e->context->diag;
    struct str name, unit;
    name = name_split_unit(s->text, &name, &unit) ? name : s->text;
    if (s->witness != WITNESS_PREAMBLE || !is_whole(e, BELIEF_INDICATOR) ||
        alike(e, name) || profile_trusts(e->context->profile, STR("indicator"))) {
        return true;
    }
    struct testimony values = evidence_of_values(e, BELIEF_INDICATOR);
    struct str text = clean_excerpt(s->text), other = evidence_name_place(e, &values);
    diag_error(diag, s->place,
               "the file calls its indicator \"%.*s\", which no dictionary knows; "
               "it is %.*s by %.*s",
               STR_ARG(text), STR_ARG(values.text), STR_ARG(other));
    diag_hint(
        diag,
        "if it is another one, add it to indicators.csv and correct the entry; if "
        "they are the same, declare indicators = { [\"%.*s\"] = \"CODE\" }",
        STR_ARG(clean_excerpt(name)));
    return false;
}

static bool compare_names(struct evidence *e) {
    bool ok = true;
    for (size_t i = 0; i < e->said_count; i++) {
        const struct testimony *s = &e->said[i];
        if (s->fact == BELIEF_INDICATOR && s->id == DATASET_NONE) {
            ok &= doubt_name(e, s);
        }
        bool fits = s->id == DATASET_NONE ||
                    (s->fact == BELIEF_AREA && fits_area(e, s->id)) ||
                    (s->fact == BELIEF_INDICATOR && fits_indicator(e, s->id));
        if (!fits) {
            struct testimony values = evidence_of_values(e, s->fact);
            ok &= values.text.n == 0 || evidence_report(e, s, &values);
        }
    }
    return ok;
}

bool evidence_compare(struct evidence *e, const struct column *columns) {
    bool ok = evidence_compare_units(e);
    ok &= compare_periods(e);
    ok &= compare_names(e);
    if (e->table != NULL) {
        ok &= compare_year_end(e, columns);
        ok &= evidence_compare_kinds(e, columns);
        ok &= evidence_compare_until(e);
        ok &= evidence_compare_notes(e);
        ok &= evidence_compare_part(e);
    }
    return ok;
}
