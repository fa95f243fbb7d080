#include "ingest/evidence.h"
#include "dataset/unit.h"
#include "ingest/clean.h"
#include "ingest/note_lines.h"
#include "ingest/unit_line.h"
#include <string.h>

enum { CODE_LETTERS = 3 };

/* ---- what is said of the whole file ---- */

static void say(struct evidence *e, const struct testimony *statement) {
    e->said = arena_grow(e->context->scratch, e->said, e->said_count, &e->said_capacity,
                         sizeof *e->said);
    e->said[e->said_count++] = *statement;
}

static struct testimony make(enum belief_fact fact, enum belief_witness witness,
                             struct place place, struct str text) {
    return (struct testimony){.fact = fact,
                              .witness = witness,
                              .place = place,
                              .text = text,
                              .id = DATASET_NONE};
}

static void say_unit(struct evidence *e, struct testimony s, struct str unit) {
    s.fact = BELIEF_UNIT;
    s.text = profile_unit(e->context->profile, unit);
    s.passing = s.passing || unit_is_multiplier(s.text);
    if (unit.n > 0) {
        say(e, &s);
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
    say(e, &s);
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
        say(e, &s);
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
        say(e, &s);
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
        say(e, &s);
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
        say(e, &topic);
    }
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
        say(e, &s);
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
    static const char *const periods[] = {"报告期", "时间",     "时期",
                                          "年份",   "统计时间", NULL};
    const struct preamble *p = &e->table->preamble;
    bool above = false;
    for (size_t pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < p->count; i++) {
            const struct preamble_line *line = &p->lines[i];
            bool title = line->key.n == 0;
            struct testimony s = make(
                BELIEF_UNIT, title ? WITNESS_TITLE : WITNESS_PREAMBLE,
                table_place(e->table, line->row, line->column, e->context->scratch),
                line->value);
            struct str unit;
            s.key = line->key;
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

/* Below the table: 注：本表单位为万张。 */
static void say_notes(struct evidence *e) {
    const struct table *t = e->table;
    for (size_t i = 0; i < t->note_count; i++) {
        struct str line, unit;
        for (size_t at = 0; note_line_next(t->notes[i], &at, &line);) {
            if (title_note_unit(line, &unit)) {
                struct testimony s =
                    make(BELIEF_UNIT, WITNESS_PREAMBLE,
                         table_place(t, t->note_rows[i], 0, e->context->scratch), unit);
                s.key = STR("注");
                say(e, &s);
            }
        }
    }
}

/* What {…} in the pattern stands for, and the rest of the name. */
static void say_pattern(struct evidence *e, const struct file_facts *facts) {
    struct place place = {.file = e->path};
    struct testimony s = make(BELIEF_PERIOD, WITNESS_FILE_NAME, place, facts->period);
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
    struct testimony s = make(BELIEF_PERIOD, WITNESS_FILE_NAME, place, name);
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
        make(BELIEF_UNIT, WITNESS_PROFILE, profile->place, profile->indicator);
    say_indicator(e, entry);
    say_unit(e, entry, profile->unit);
    entry.text = profile->area;
    say_area(e, entry);
    entry.text = profile->period;
    say_period(e, entry);
    say_pattern(e, facts);
    say_lines(e);
    say_notes(e);
    say_file_name(e, facts);
    return e;
}

const struct testimony *evidence_first(const struct evidence *e,
                                       enum belief_fact fact) {
    for (size_t i = 0; i < e->said_count; i++) {
        if (e->said[i].fact == fact && !e->said[i].passing) {
            return &e->said[i];
        }
    }
    return NULL;
}

struct str evidence_line_unit(const struct evidence *e) {
    for (size_t i = 0; i < e->said_count; i++) {
        const struct testimony *s = &e->said[i];
        if (s->fact == BELIEF_UNIT && s->witness != WITNESS_PROFILE && !s->passing) {
            return s->text;
        }
    }
    return (struct str){"", 0};
}

/* ---- what columns and rows say ---- */

static void use(struct evidence *e, enum belief_fact fact, enum belief_witness witness,
                struct place place) {
    if (e->used[fact].place.file.n == 0) {
        e->used[fact] = (struct evidence_used){witness, place};
    }
}

static struct place head_place(const struct evidence *e, size_t column) {
    return table_place(e->table, e->table->head, column, e->context->scratch);
}

static void add_unit(struct evidence *e, enum belief_witness witness, struct str unit,
                     struct place place) {
    for (size_t i = 0; i < e->unit_count; i++) {
        if (e->units[i].witness == witness && str_equal(e->units[i].text, unit)) {
            return;
        }
    }
    e->units = arena_grow(e->context->scratch, e->units, e->unit_count,
                          &e->unit_capacity, sizeof *e->units);
    place.cell = arena_copy(e->context->scratch, place.cell);
    e->units[e->unit_count++] =
        make(BELIEF_UNIT, witness, place, arena_copy(e->context->scratch, unit));
}

static bool is_used(const struct evidence *e, enum belief_fact fact) {
    return e->used[fact].place.file.n > 0;
}

/* Ranks, grades and indices have no unit that a line above could give. */
static bool has_unit(const struct evidence *e, uint32_t indicator) {
    if (indicator == DATASET_NONE) {
        return true;
    }
    enum indicator_kind kind = dataset_indicator(e->context->ds, indicator)->kind;
    return kind != KIND_RANK && kind != KIND_GRADE && kind != KIND_INDEX;
}

/* A head and the row of units below it speak of the same values. */
static void compare_unit_row(struct evidence *e, size_t i, const struct column *c) {
    struct str row = e->table->units[i], name, unit;
    if (row.n == 0 || e->table->unit_row == NULL ||
        !name_split_unit(c->head, &name, &unit) || unit_equal(row, unit)) {
        return;
    }
    struct arena *scratch = e->context->scratch;
    struct testimony head = make(BELIEF_UNIT, WITNESS_HEADS, head_place(e, i), unit);
    struct testimony below =
        make(BELIEF_UNIT, WITNESS_HEADS,
             table_place(e->table, e->table->unit_row, i, scratch), row);
    e->wrong |= !evidence_report(e, &below, &head);
}

/* The column is the key of that fact in the rows. */
static void use_rows(struct evidence *e, enum role role, size_t column) {
    static const struct {
        enum role role;
        enum belief_fact fact;
    } keys[] = {{ROLE_PERIOD, BELIEF_PERIOD},
                {ROLE_AREA, BELIEF_AREA},
                {ROLE_INDICATOR, BELIEF_INDICATOR},
                {ROLE_UNIT, BELIEF_UNIT}};
    for (size_t k = 0; k < sizeof keys / sizeof *keys; k++) {
        if (keys[k].role == role && !is_used(e, keys[k].fact)) {
            const struct sheet_row *row =
                e->table->body_count > 0 ? e->table->body[0] : e->table->head;
            use(e, keys[k].fact, WITNESS_ROWS,
                table_place(e->table, row, column, e->context->scratch));
        }
    }
}

static void use_head(struct evidence *e, enum belief_fact fact, size_t column) {
    if (!is_used(e, fact)) {
        use(e, fact, WITNESS_HEADS, head_place(e, column));
    }
}

static void see_column(struct evidence *e, const struct column *c, size_t i) {
    if (c->has_period) {
        use_head(e, BELIEF_PERIOD, i);
    }
    if (c->area != DATASET_NONE) {
        use_head(e, BELIEF_AREA, i);
    }
    if (c->indicator != DATASET_NONE) {
        use_head(e, BELIEF_INDICATOR, i);
    }
    if (c->unit.n > 0) {
        use_head(e, BELIEF_UNIT, i);
        add_unit(e, WITNESS_HEADS, c->unit, head_place(e, i));
        compare_unit_row(e, i, c);
    } else {
        e->bare_columns |= has_unit(e, c->indicator);
    }
}

/* 地区（单位：万张）, or 单位：万张 alone in the corner: of all values. */
static void say_corner(struct evidence *e, const struct column *c, size_t i) {
    struct str unit = c->unit;
    bool key =
        c->role == ROLE_AREA || c->role == ROLE_INDICATOR || c->role == ROLE_DIMENSION;
    if (key &&
        (unit.n > 0 || (preamble_unit(c->head, &unit) && unit_list_known(unit)) ||
         unit_line_bare(c->head, &unit) || title_corner_unit(c->head, &unit))) {
        struct testimony s = make(BELIEF_UNIT, WITNESS_HEADS, head_place(e, i), unit);
        say(e, &s);
    }
}

void evidence_columns(struct evidence *e, const struct column *columns) {
    /* Keys first: a column of values beside them only narrows what they say. */
    e->parts_used |= e->context->profile->where_count > 0;
    for (size_t i = 0; i < e->table->width; i++) {
        e->parts_used |= columns[i].role == ROLE_DIMENSION;
        use_rows(e, columns[i].role, i);
        say_corner(e, &columns[i], i);
    }
    for (size_t i = 0; i < e->table->width; i++) {
        if (columns[i].role == ROLE_VALUE) {
            see_column(e, &columns[i], i);
        }
    }
}

void evidence_value(struct evidence *e, const struct observation *o, uint32_t indicator,
                    struct period base) {
    e->areas[o->area] = e->indicators[indicator] = true;
    e->parts_used |= o->series != dataset_total(e->context->ds, indicator);
    period_set_add(&e->periods, o->period);
    if (!period_equal(base, o->period)) {
        period_set_add(&e->bases, base);
    }
}

void evidence_unit(struct evidence *e, struct str unit, struct place place) {
    add_unit(e, WITNESS_ROWS, unit, place);
}

void evidence_no_unit(struct evidence *e, uint32_t indicator) {
    e->bare_rows = e->bare_rows || has_unit(e, indicator);
}

/* Units of rows in the order of their lines; those of heads stand before them. */
static void sort_units(struct evidence *e) {
    for (size_t i = 1; i < e->unit_count; i++) {
        for (size_t k = i; k > 0 && e->units[k - 1].witness == WITNESS_ROWS &&
                           e->units[k].place.line < e->units[k - 1].place.line;
             k--) {
            struct testimony later = e->units[k - 1];
            e->units[k - 1] = e->units[k];
            e->units[k] = later;
        }
    }
}

void evidence_elsewhere(struct evidence *e, const struct evidence_of_rows *rows) {
    const struct dataset *ds = e->context->ds;
    for (size_t i = 0; i < dataset_area_count(ds); i++) {
        e->areas[i] = e->areas[i] || rows->areas[i];
    }
    for (uint32_t i = 0; i < dataset_indicator_count(ds); i++) {
        e->indicators[i] = e->indicators[i] || rows->indicators[i];
        e->bare_rows = e->bare_rows || (rows->bare[i] && has_unit(e, i));
    }
    for (size_t i = 0; i < rows->period_count; i++) {
        period_set_add(&e->periods, rows->periods[i]);
    }
    for (size_t i = 0; i < rows->base_count; i++) {
        period_set_add(&e->bases, rows->bases[i]);
    }
    for (size_t i = 0; i < rows->unit_count; i++) {
        const struct evidence_unit *u = &rows->units[i];
        for (size_t k = 0; k < e->unit_count; k++) {
            struct testimony *s = &e->units[k];
            if (s->witness == WITNESS_ROWS && str_equal(s->text, u->text) &&
                u->place.line < s->place.line) {
                s->place = u->place;
            }
        }
        add_unit(e, WITNESS_ROWS, u->text, u->place);
    }
    sort_units(e);
}

/* ---- what comes of it ---- */

/* What neither columns nor rows say holds for the whole file. */
static void use_whole(struct evidence *e) {
    for (enum belief_fact fact = 0; fact < BELIEF_FACTS; fact++) {
        const struct testimony *s = evidence_first(e, fact);
        if (fact == BELIEF_UNIT || s == NULL || is_used(e, fact)) {
            continue;
        }
        use(e, fact, s->witness, s->place);
        /* Even if no value could be read. */
        if (fact == BELIEF_PERIOD && s->period_count > 0 && e->periods.count == 0) {
            period_set_add(&e->periods, s->periods[0].first);
        } else if (s->id != DATASET_NONE) {
            *(fact == BELIEF_AREA ? &e->areas[s->id] : &e->indicators[s->id]) = true;
        }
    }
}

static void believe(struct evidence *e, struct belief *list, size_t *count,
                    const struct testimony *s) {
    for (size_t i = 0; i < *count; i++) {
        if (list[i].fact == s->fact && list[i].witness == s->witness) {
            return;
        }
    }
    list[(*count)++] = (struct belief){.fact = s->fact,
                                       .witness = s->witness,
                                       .value = arena_copy(e->context->arena, s->text),
                                       .line = s->place.line};
}

struct str evidence_dictionary_units(const struct evidence *e) {
    const struct dataset *ds = e->context->ds;
    struct str list = {"", 0};
    for (uint32_t i = 0; i < dataset_indicator_count(ds); i++) {
        struct str unit = dataset_indicator(ds, i)->unit;
        if (e->indicators[i] && unit.n > 0 && !unit_list_share(list, unit)) {
            list = list.n == 0 ? unit
                               : arena_printf(e->context->scratch, "%.*s、%.*s",
                                              STR_ARG(list), STR_ARG(unit));
        }
    }
    return list;
}

/* What holds first, then the places that agree with it. */
static void write_beliefs(struct evidence *e, uint32_t file) {
    size_t most = e->said_count + 2 * BELIEF_FACTS;
    struct belief *list = arena_array(e->context->scratch, most, sizeof *list);
    size_t count = 0;
    for (enum belief_fact fact = 0; fact < BELIEF_FACTS; fact++) {
        size_t before = count;
        struct testimony values = evidence_of_values(e, fact);
        if (values.text.n > 0) {
            believe(e, list, &count, &values);
        }
        for (size_t i = 0; i < e->said_count; i++) {
            if (e->said[i].fact == fact) {
                believe(e, list, &count, &e->said[i]);
            }
        }
        if (fact == BELIEF_UNIT && count == before) {
            values.witness = WITNESS_DICTIONARY;
            values.text = evidence_dictionary_units(e);
            if (values.text.n > 0) {
                believe(e, list, &count, &values);
            }
        }
    }
    struct input_file *f = dataset_file_mutable(e->context->ds, file);
    f->beliefs = arena_array(e->context->arena, count, sizeof *list);
    memcpy(f->beliefs, list, count * sizeof *list);
    f->belief_count = count;
}

bool evidence_settle(struct evidence *e, const struct column *columns, uint32_t file) {
    use_whole(e);
    bool ok = evidence_compare(e, columns) && !e->wrong;
    write_beliefs(e, file);
    return ok;
}
