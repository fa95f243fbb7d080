#include "ingest/evidence.h"
#include "dataset/unit.h"
#include "ingest/clean.h"
#include "ingest/marks.h"
#include "ingest/note_marks.h"
#include "ingest/unit_line.h"
#include <string.h>

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
    e->units[e->unit_count++] = evidence_make(BELIEF_UNIT, witness, place,
                                              arena_copy(e->context->scratch, unit));
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

/* A head, the row of units below it and the note of its mark speak of the same values.
 */
static void compare_head(struct evidence *e, size_t i, const struct column *c) {
    struct str row = e->table->units[i], unit = row, name;
    struct note_unit note;
    bool own = name_split_unit(marks_off(c->head), &name, &unit);
    struct testimony head = evidence_make(BELIEF_UNIT, WITNESS_HEADS, head_place(e, i),
                                          profile_unit(e->context->profile, unit));
    struct testimony below = evidence_make(BELIEF_UNIT, WITNESS_HEADS, head.place,
                                           profile_unit(e->context->profile, row));
    if (own && row.n > 0 && e->table->unit_row != NULL &&
        !unit_equal(below.text, head.text)) {
        below.place = table_place(e->table, e->table->unit_row, i, e->context->scratch);
        e->wrong |= !evidence_report(e, &below, &head);
    }
    if (unit.n > 0 && note_unit_of(e->table, c->head, &note) &&
        !unit_equal(note.unit, head.text)) {
        below = evidence_of_note(e, &note);
        e->wrong |= !evidence_report(e, &below, &head);
    }
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
        compare_head(e, i, c);
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
        struct testimony s =
            evidence_make(BELIEF_UNIT, WITNESS_HEADS, head_place(e, i), unit);
        evidence_say(e, &s);
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

void evidence_unit_of(struct evidence *e, uint32_t indicator, struct str unit,
                      struct place place) {
    const struct dataset *ds = e->context->ds;
    if (e->units_of == NULL) {
        e->units_of = arena_array(e->context->scratch, dataset_indicator_count(ds),
                                  sizeof *e->units_of);
    }
    struct unit_of *of = &e->units_of[indicator];
    if (unit.n == 0 && of->bare.line == 0) {
        place.cell = arena_copy(e->context->scratch, place.cell);
        of->bare = place;
    } else if (unit.n > 0 && of->unit.n == 0 &&
               !unit_equal(unit, dataset_indicator(ds, indicator)->unit)) {
        of->unit = arena_copy(e->context->scratch, unit);
    }
}

bool evidence_units_miss(const struct dataset *ds,
                         const struct evidence_of_rows *rows) {
    struct unit_factor factor;
    for (uint32_t i = 0; i < dataset_indicator_count(ds); i++) {
        struct str own = dataset_indicator(ds, i)->unit;
        for (size_t k = 0; k < rows->unit_count && rows->bare[i]; k++) {
            struct str unit = rows->units[k].text;
            if (unit_convertible(unit, own, &factor) && !unit_equal(unit, own)) {
                return true;
            }
        }
    }
    return false;
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
