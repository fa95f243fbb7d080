/* What the places of a file say of all of its values: the entry, the file's name, its
   title, the lines above the head, the notes below. */
#include "dataset/unit.h"
#include "ingest/clean.h"
#include "ingest/evidence.h"
#include "ingest/note_marks.h"
#include "ingest/unit_line.h"
#include <string.h>

enum { CODE_LETTERS = 3 };

void evidence_say(struct evidence *e, const struct testimony *statement) {
    e->said = arena_grow(e->context->scratch, e->said, e->said_count, &e->said_capacity,
                         sizeof *e->said);
    e->said[e->said_count++] = *statement;
}

struct testimony evidence_make(enum belief_fact fact, enum belief_witness witness,
                               struct place place, struct str text) {
    return (struct testimony){.fact = fact,
                              .witness = witness,
                              .place = place,
                              .text = text,
                              .id = DATASET_NONE};
}

struct testimony evidence_of_note(const struct evidence *e, const struct note_unit *n) {
    struct testimony s =
        evidence_make(BELIEF_UNIT, WITNESS_PREAMBLE,
                      table_place(e->table, n->row, 0, e->context->scratch), n->unit);
    s.key = STR("注");
    return s;
}

static void say_unit(struct evidence *e, struct testimony s, struct str unit) {
    s.fact = BELIEF_UNIT;
    s.text = profile_unit(e->context->profile, unit);
    s.passing = s.passing || unit_is_multiplier(s.text);
    if (unit.n > 0) {
        evidence_say(e, &s);
    }
}

/* The indicator, and the unit in brackets behind it. */
static void say_indicator(struct evidence *e, struct testimony s) {
    const struct reading_context *c = e->context;
    uint32_t other;
    struct str unit, name;
    struct item_set items;
    if (s.text.n == 0) {
        return;
    }
    s.fact = BELIEF_INDICATOR;
    size_t at =
        s.witness == WITNESS_PROFILE ? str_find(s.text, STR("@"), 0) : STR_NOT_FOUND;
    columns_read_rule(at != STR_NOT_FOUND
                          ? str_slice(s.text, at + 1, s.text.n)
                          : indicator_rule(s.text, c->profile, c->scratch),
                      &s.rule);
    s.text = str_slice(s.text, 0, at);
    if (indicator_read(c->indicators, s.text, c->profile, c->scratch, &s.id, &other,
                       &unit, &items) != NAME_FOUND) {
        s.id = DATASET_NONE;
    }
    evidence_say(e, &s);
    if (unit.n == 0 && !name_split_unit(s.text, &name, &unit)) {
        unit = (struct str){"", 0};
    }
    say_unit(e, s, unit);
}

static void say_area(struct evidence *e, struct testimony s) {
    const struct reading_context *c = e->context;
    uint32_t other;
    s.fact = BELIEF_AREA;
    enum name_reading reading =
        area_read(c->areas, s.text, c->year, c->profile, c->scratch, &s.id, &other);
    if (reading != NAME_FOUND && reading != NAME_OTHER_LEVEL) {
        s.id = DATASET_NONE;
    }
    if (s.text.n > 0) {
        evidence_say(e, &s);
    }
}

static void set_periods(struct evidence *e, struct testimony *s,
                        const struct title_period *periods, size_t count) {
    struct title_period *copy = arena_array(e->context->scratch, count, sizeof *copy);
    memcpy(copy, periods, count * sizeof *copy);
    s->periods = copy;
    s->period_count = count;
}

static void say_period(struct evidence *e, struct testimony s) {
    struct title_period p;
    s.fact = BELIEF_PERIOD;
    /* What the entry says is a code: 2023-12-31 is that day. */
    bool coded = s.witness == WITNESS_PROFILE && period_from_code(s.text, &p.first) &&
                 p.first.kind == PERIOD_DAY;
    s.reading = coded ? PERIOD_READ
                      : period_read(s.text, 0, e->context->profile, e->context->scratch,
                                    &p.first);
    p.last = p.first;
    if (s.reading == PERIOD_READ) {
        set_periods(e, &s, &p, 1);
    }
    /* 时间：最近10年 says nothing. */
    if (s.text.n > 0 && (s.reading == PERIOD_READ || s.witness != WITNESS_PREAMBLE)) {
        evidence_say(e, &s);
    }
}

/* What is named in passing. */
static void say_named(struct evidence *e, struct testimony s, bool anywhere) {
    const struct reading_context *c = e->context;
    struct str text = s.text;
    s.passing = true;
    s.fact = BELIEF_AREA;
    s.id = title_area(c->areas, c->ds, text, anywhere, c->scratch);
    if (s.id != DATASET_NONE) {
        s.text = dataset_area(c->ds, s.id)->name;
        evidence_say(e, &s);
    }
    bool letters = utf8_length(text) == text.n;
    s.text = anywhere && letters ? title_code(c->areas, c->ds, text, c->scratch)
                                 : title_topic(c->areas, c->ds, text, c->scratch);
    if (utf8_length(s.text) == s.text.n && s.text.n < CODE_LETTERS) {
        return; /* v.csv, TM数据.csv: such letters mean many things */
    }
    struct testimony topic = s;
    topic.fact = BELIEF_INDICATOR;
    uint32_t other;
    struct str unit;
    struct item_set items;
    if (s.text.n > 0 &&
        indicator_read(c->indicators, s.text, c->profile, c->scratch, &topic.id, &other,
                       &unit, &items) == NAME_FOUND) {
        evidence_say(e, &topic);
    }
}

/* 2022年—2023年, 2022年和2023年: neither is that of all values. */
static bool are_joined(struct str text, const struct title_period *a,
                       const struct title_period *b) {
    static const char *const joints[] = {"—",  "-",  "–",  "~",  "～", "至",
                                         "、", "和", "与", "及", NULL};
    size_t from = str_find(text, a->text, 0);
    from = from == STR_NOT_FOUND ? text.n : from + a->text.n;
    size_t to = str_find(text, b->text, from);
    struct str between = clean_trim(str_slice(text, from, to < text.n ? to : text.n));
    clean_cut_all(&between, joints);
    return to != STR_NOT_FOUND && between.n == 0 && a->first.year != b->first.year;
}

static void say_periods(struct evidence *e, struct testimony s) {
    struct title_period periods[TITLE_PERIODS];
    size_t count = title_periods(s.text, e->context->scratch, periods);
    bool brief = count == 0 || periods[0].first.year == 0;
    if (brief) {
        struct title_period own[TITLE_PERIODS];
        struct str wide = clean_width(s.text, e->context->scratch);
        size_t more = title_short_year(wide, e->context->scratch, own);
        count = more > 0 ? more : count;
        memcpy(periods, own, more * sizeof *own);
        brief = more > 0 || count == 0;
    }
    struct period begins, declared;
    for (size_t i = 0; i < count; i++) { /* a date is what the entry says of dates */
        if (period_equal(periods[i].first, periods[i].last) &&
            period_read(periods[i].text, 0, e->context->profile, e->context->scratch,
                        &declared) == PERIOD_READ) {
            periods[i].first = periods[i].last = declared;
        }
    }
    s.fact = BELIEF_PERIOD;
    brief |= count > 1 && are_joined(s.text, &periods[0], &periods[1]);
    s.passing = s.witness != WITNESS_TITLE || brief ||
                !period_equal(periods[0].first, periods[0].last) ||
                !title_begins(s.text, e->context->scratch, &begins);
    if (count > 0) {
        set_periods(e, &s, periods, count);
        s.text = periods[0].text;
        for (size_t i = 1; i < count; i++) {
            s.text = arena_printf(e->context->scratch, "%.*s、%.*s", STR_ARG(s.text),
                                  STR_ARG(periods[i].text));
        }
        evidence_say(e, &s);
    }
}

static bool is_key(const struct preamble_line *line, const char *const *keys) {
    for (; *keys != NULL; keys++) {
        if (str_equal(line->key, str_from(*keys))) {
            return true;
        }
    }
    return false;
}

static void say_lines(struct evidence *e) {
    static const char *const units[] = {"单位", "Unit", NULL}, *const areas[] = {"地区",
                                                                                 NULL};
    static const char *const indicators[] = {"指标", "指标名称", NULL};
    static const char *const periods[] = {
        "报告期",   "时间",     "时期",     "年份",     "统计时间", "年度",   "所属期",
        "所属时期", "数据时间", "统计年度", "数据年份", "报告年度", "统计期", NULL};
    const struct preamble *p = &e->table->preamble;
    bool above = false;
    for (size_t pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < p->count; i++) {
            const struct preamble_line *line = &p->lines[i];
            bool title = line->key.n == 0;
            struct testimony s = evidence_make(
                BELIEF_UNIT, title ? WITNESS_TITLE : WITNESS_PREAMBLE,
                table_place(e->table, line->row, line->column, e->context->scratch),
                line->value);
            struct str unit;
            s.key = line->key;
            s.distant = line->distant;
            if (title && pass == 1) {
                say_unit(e, s,
                         title_unit(line->value, e->context->scratch, &unit)
                             ? unit
                             : (struct str){"", 0});
                say_periods(e, s);
                say_named(e, s, false);
            } else if (pass == 1) {
                continue;
            } else if (is_key(line, units)) {
                bool below = e->table->body_count > 0 &&
                             line->row->line > e->table->body[0]->line;
                e->unit_below = below && !above ? s.place : e->unit_below;
                above = true;
                say_unit(e, s, line->value);
            } else if (is_key(line, indicators)) {
                say_indicator(e, s);
            } else if (is_key(line, areas)) {
                say_area(e, s);
            } else if (is_key(line, periods)) {
                say_period(e, s);
            }
        }
    }
}

/* ①单位为万家 below 安徽①: heads can have a unit of their own, marked rows and cells
   not. */
static bool is_of_rows(struct evidence *e, const struct note_unit *n) {
    struct diag *diag = e->context->diag;
    const struct sheet_row *row;
    size_t column;
    if (!note_mark_in_body(e->table, n->mark, &row, &column)) {
        return false;
    }
    if (profile_trusts(e->context->profile, STR("unit"))) {
        return true;
    }
    diag_error(diag, table_place(e->table, n->row, 0, e->context->scratch),
               "the note gives what is marked as \"%.*s\" (line %zu) a unit of its own "
               "(%.*s)",
               STR_ARG(clean_excerpt(sheet_text(row, column))), (size_t)row->line,
               STR_ARG(clean_excerpt(n->unit)));
    diag_hint(diag,
              "add a column with the unit of each row: unit; if the note is wrong, "
              "trust = { \"unit\" }");
    e->wrong = true;
    return true;
}

/* Below the table: 注：本表单位为万张。 A marked note is of what has its mark. */
static void say_notes(struct evidence *e) {
    struct note_unit n;
    for (size_t note = 0, at = 0; note_unit_next(e->table, &note, &at, &n);) {
        if (!note_mark_on_head(e->table, n.mark) && !is_of_rows(e, &n)) {
            struct testimony s = evidence_of_note(e, &n);
            evidence_say(e, &s);
        }
    }
}

/* What {…} in the pattern stands for, and the rest of the name. */
static void say_pattern(struct evidence *e, const struct file_facts *facts) {
    struct place place = {.file = e->path};
    struct testimony s =
        evidence_make(BELIEF_PERIOD, WITNESS_FILE_NAME, place, facts->period);
    say_period(e, s);
    s.text = facts->indicator;
    say_indicator(e, s);
    s.text = facts->area;
    say_area(e, s);
}

static void say_file_name(struct evidence *e, const struct file_facts *facts) {
    struct place place = {.file = e->path};
    struct str name = e->path;
    for (size_t i = name.n; i-- > 0;) {
        if (name.p[i] == '/') {
            name = str_slice(name, i + 1, name.n);
            break;
        }
    }
    for (size_t i = name.n; i-- > 1;) {
        if (name.p[i] == '.') {
            name = str_slice(name, 0, i);
            break;
        }
    }
    struct testimony s = evidence_make(BELIEF_PERIOD, WITNESS_FILE_NAME, place, name);
    if (facts->period.n == 0 && str_find(name, STR("yearbook"), 0) == STR_NOT_FOUND) {
        say_periods(e, s);
    }
    if (facts->area.n == 0) {
        say_named(e, s, true);
    }
    struct str unit;
    s.passing = true;
    if (title_file_unit(name, e->context->scratch, &unit)) {
        say_unit(e, s, unit);
    }
}

struct evidence *evidence_open(const struct reading_context *context,
                               const struct table *table,
                               const struct file_facts *facts) {
    const struct source_profile *profile = context->profile;
    struct arena *scratch = context->scratch;
    struct evidence *e = arena_alloc(scratch, sizeof *e);
    *e = (struct evidence){
        .context = context,
        .table = table,
        .path = dataset_file(context->ds, facts->file)->path,
        .areas =
            arena_array(scratch, dataset_area_count(context->ds), sizeof *e->areas),
        .indicators = arena_array(scratch, dataset_indicator_count(context->ds),
                                  sizeof *e->indicators),
        .periods = period_set_open(scratch),
        .bases = period_set_open(scratch)};
    struct testimony entry =
        evidence_make(BELIEF_UNIT, WITNESS_PROFILE, profile->place, profile->indicator);
    say_indicator(e, entry);
    say_unit(e, entry, profile->unit);
    entry.text = profile->area;
    say_area(e, entry);
    entry.text = profile->period;
    say_period(e, entry);
    say_pattern(e, facts);
    say_lines(e);
    say_notes(e);
    evidence_say_notes(e);
    say_file_name(e, facts);
    return e;
}
