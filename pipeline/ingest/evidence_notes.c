/* What the notes below a table say of single periods: 2023年数据为1—9月累计,
   2022年单位为 万元. Values that are read otherwise are wrong. */
#include "dataset/unit.h"
#include "ingest/clean.h"
#include "ingest/evidence.h"
#include "ingest/note_lines.h"

/* Nothing but 数据为 between a period and what is said of it. */
static bool says_of(struct str between) {
    static const char *const subjects[] = {"各项数据", "数据",   "数字",
                                           "数",       "系数据", NULL};
    static const char *const verbs[] = {"均为", "仅为", "仅含",   "为",     "是",
                                        "系",   "指",   "仅",     "截止到", "截至到",
                                        "截至", "截止", "统计到", NULL};
    between = clean_trim(between);
    clean_cut_any(&between, subjects);
    return clean_cut_any(&between, verbs) && between.n == 0;
}

static bool has_period(const struct evidence *e, struct period period) {
    for (size_t i = 0; i < e->periods.count; i++) {
        if (period_equal(e->periods.list[i], period)) {
            return true;
        }
    }
    return false;
}

/* 1—9月 is a cumulation or a range of months; up to September (`until`) the same. */
static struct period whole_of(const struct title_period *p, bool until) {
    bool months = p->first.kind == PERIOD_MONTH && p->last.kind == PERIOD_MONTH &&
                  p->first.year == p->last.year && p->last.index > 1 &&
                  (until || p->first.index == 1);
    return months ? period_make(p->first.year, PERIOD_YTD, p->last.index) : p->last;
}

static bool report_shorter(struct evidence *e, struct place place,
                           const struct title_period *said, struct period of) {
    struct arena *scratch = e->context->scratch;
    struct diag *diag = e->context->diag;
    struct str year = period_code(said->first, scratch),
               part = period_code(of, scratch);
    if (profile_trusts(e->context->profile, STR("period"))) {
        return true;
    }
    diag_error(
        diag, place,
        "the values of %.*s are those of %.*s by this note, but they are read as "
        "those of %.*s",
        STR_ARG(year), STR_ARG(part), STR_ARG(year));
    diag_hint(diag,
              "declare what the file calls them: periods = { [\"%.*s\"] = \"%.*s\" }",
              STR_ARG(clean_excerpt(said->text)), STR_ARG(part));
    return false;
}

/* Where the period's text ends in that of the note. */
static size_t end_of(struct str text, const struct title_period *p) {
    size_t at = str_find(text, p->text, 0);
    return at == STR_NOT_FOUND ? text.n : at + p->text.n;
}

/* 2023年数据为1—9月累计 */
static bool compare_spans(struct evidence *e, struct place place, struct str text) {
    struct title_period p[TITLE_PERIODS];
    size_t count = title_periods(text, e->context->scratch, p);
    for (size_t i = 0; i + 1 < count; i++) {
        size_t from = end_of(text, &p[i]), to = str_find(text, p[i + 1].text, from);
        struct str between = str_slice(text, from, to);
        struct period of =
            whole_of(&p[i + 1], str_find(between, STR("截"), 0) != STR_NOT_FOUND);
        int first, last, start, end;
        if (period_equal(p[i].first, p[i].last) && has_period(e, p[i].first) &&
            says_of(between) && period_months(p[i].first, &first, &last) &&
            period_months(of, &start, &end) && start >= first && end <= last &&
            (start > first || end < last)) {
            return report_shorter(e, place, &p[i], of);
        }
    }
    return true;
}

/* Behind a period: 单位为万元; or 为万元, where the sentence speaks of units. */
static bool unit_of_some(struct str sentence, struct str rest, struct str *unit) {
    static const char *const verbs[] = {"均为", "为", "是", NULL};
    if (title_note_unit(rest, unit)) {
        return true;
    }
    bool verb = clean_cut_any(&rest, verbs);
    *unit = rest;
    return verb && str_find(sentence, STR("单位"), 0) != STR_NOT_FOUND &&
           unit_list_known(rest);
}

/* 2022年单位为万元, where the columns do not say it themselves. */
static bool compare_units(struct evidence *e, struct place place, struct str text) {
    static const char *const subjects[] = {"数据", "数", "各项", "的", NULL};
    struct title_period p[TITLE_PERIODS];
    size_t count = title_periods(text, e->context->scratch, p);
    for (size_t i = 0; i < count; i++) {
        struct str rest = clean_trim(str_slice(text, end_of(text, &p[i]), text.n)),
                   unit;
        clean_cut_any(&rest, subjects);
        rest = str_slice(rest, 0, str_find(rest, STR(","), 0));
        bool of_some = p[i].first.year != 0 && e->periods.count > 1 &&
                       unit_of_some(text, rest, &unit);
        if (!of_some || profile_trusts(e->context->profile, STR("unit"))) {
            continue;
        }
        bool said = e->unit_count > 0 && !e->bare_columns;
        if (!said) {
            diag_error(e->context->diag, place,
                       "the note gives the values of %.*s a unit of their own (%.*s), "
                       "which is not that of all values",
                       STR_ARG(p[i].text), STR_ARG(clean_excerpt(unit)));
            diag_hint(e->context->diag,
                      "write the unit into the head of each column: %.*s(%.*s)",
                      STR_ARG(p[i].text), STR_ARG(clean_excerpt(unit)));
            return false;
        }
    }
    return true;
}

/* 各月数据均为1月至当月累计。 */
static bool says_cumulated(struct str line) {
    static const char *const begins[] = {"各月", "各季", "本表", "表中", "表内",
                                         "数据", "以上", "月度", NULL};
    static const char *const ends[] = {"累计", "累计数", "累计值", "累计数据", NULL};
    return clean_starts_any(line, begins) && clean_ends_any(line, ends);
}

/* 本表为2021年数据。 */
static void say_period(struct evidence *e, struct place place, struct str line) {
    static const char *const begins[] = {"本表", "表中", "表内", "以上", "数据", NULL};
    static const char *const verbs[] = {"均为", "为", "是", "系", NULL};
    static const char *const ends[] = {"年数据", "年数",     "年度数据", "月数据",
                                       "月数",   "季度数据", "季度数",   NULL};
    struct title_period p[TITLE_PERIODS];
    clean_cut_all(&line, begins);
    if (clean_cut_any(&line, verbs) && clean_ends_any(line, ends) &&
        title_periods(line, e->context->scratch, p) == 1 && p[0].first.year != 0 &&
        str_starts(line, p[0].text)) {
        struct testimony s =
            evidence_make(BELIEF_PERIOD, WITNESS_PREAMBLE, place, p[0].text);
        struct title_period *copy = arena_alloc(e->context->scratch, sizeof *copy);
        *copy = p[0];
        s.periods = copy;
        s.period_count = 1;
        s.key = STR("注");
        s.passing = true;
        evidence_say(e, &s);
    }
}

void evidence_say_notes(struct evidence *e) {
    const struct table *t = e->table;
    for (size_t i = 0; i < t->note_count; i++) {
        struct str note = clean_width(t->notes[i], e->context->scratch), line;
        for (size_t at = 0; note_line_next(note, &at, &line);) {
            say_period(e, table_place(t, t->note_rows[i], 0, e->context->scratch),
                       line);
        }
    }
}

bool evidence_compare_notes(struct evidence *e) {
    const struct table *t = e->table;
    bool ok = true;
    for (size_t i = 0; i < t->note_count; i++) {
        struct str note = clean_width(t->notes[i], e->context->scratch), line;
        struct place place = table_place(t, t->note_rows[i], 0, e->context->scratch);
        for (size_t at = 0; note_line_next(note, &at, &line);) {
            struct testimony said = {.witness = WITNESS_PREAMBLE,
                                     .place = place,
                                     .key = STR("注"),
                                     .text = line};
            ok = (!says_cumulated(line) || evidence_compare_sums(e, &said)) && ok;
            ok = compare_spans(e, place, line) && ok;
            ok = compare_units(e, place, line) && ok;
        }
    }
    return ok;
}
