#include "ingest/row_probe.h"
#include "dataset/unit.h"
#include "ingest/clean.h"
#include "ingest/numbers.h"
#include "ingest/row_reader.h"
#include "ingest/status.h"
#include <string.h>

struct row_probe {
    struct reading_context context; /* its diag and its profile are ours */
    struct row_reader reader;
    const struct sample *sample;
    struct arena *arena;
    struct sheet_row file, row; /* as it stands in the file, and in the table */
    struct str *file_cells, *cells;
    const struct probe_text *texts;
    size_t text_count;
    struct row_facts facts;
    struct input_file counts; /* of rows that are left out: nobody's */
    size_t told;              /* entries of the diag before the question */
    struct doubt codes, years;
};

struct row_probe *row_probe_open(const struct reading_context *context,
                                 const struct sample *sample,
                                 const struct file_facts *facts, struct arena *arena) {
    struct row_probe *p = arena_alloc(arena, sizeof *p);
    size_t width = sample->table.width;
    *p = (struct row_probe){.context = *context, .sample = sample, .arena = arena};
    p->context.scratch = arena;
    p->context.diag = diag_open_apart(context->diag);
    p->context.profile = sample->profile;
    p->context.whole = NULL;
    p->file_cells = arena_array(arena, sample->width, sizeof *p->file_cells);
    p->cells = sample->shape == NULL ? p->file_cells
                                     : arena_array(arena, width, sizeof *p->cells);
    p->file = (struct sheet_row){.line = (uint32_t)sample->head_lines + 1,
                                 .count = (uint32_t)sample->width,
                                 .cells = p->file_cells,
                                 .fates = arena_alloc(arena, sample->width)};
    p->row = p->file;
    p->row.count = (uint32_t)width;
    p->row.cells = p->cells;
    p->row.fates = arena_alloc(arena, width);
    if (!rows_open(&p->reader, &p->context, &sample->table, facts)) {
        row_probe_close(p);
        return NULL;
    }
    p->reader.file = &p->counts;
    return p;
}

void row_probe_close(struct row_probe *p) { diag_close(p->context.diag); }

void row_probe_doubts(const struct row_probe *p, struct doubt *codes,
                      struct doubt *years) {
    *codes = p->codes;
    *years = p->years;
}

/* Cells of the table, each a cell of the file or made of some. */
static void make_cells(struct row_probe *p) {
    struct shape shape = *p->sample->shape;
    shape.context = &p->context;
    for (size_t i = 0; i < p->row.count; i++) {
        const struct shape_column *c = &shape.columns[i];
        p->cells[i] = c->cell != NULL ? c->cell(&shape, &p->file, c)
                                      : shape_text(&p->file, c->from);
    }
}

void row_probe_set(struct row_probe *p, const struct probe_text *texts, size_t count) {
    for (size_t i = 0; i < p->file.count; i++) {
        p->file_cells[i] = (struct str){"", 0};
    }
    size_t width = p->file.count;
    for (size_t i = 0; i < count; i++) {
        if (texts[i].column < width) {
            p->file_cells[texts[i].column] = arena_copy(p->arena, texts[i].text);
        }
    }
    p->texts = texts;
    p->text_count = count;
    if (p->sample->shape != NULL) {
        make_cells(p);
    }
    for (size_t i = 0; i < count; i++) {
        if (texts[i].column >= width) {
            p->cells[texts[i].column - width] = arena_copy(p->arena, texts[i].text);
        }
    }
    p->facts = rows_facts(&p->reader, &p->row);
    p->reader.ok = true;
    diag_entries(p->context.diag, &p->told);
}

struct str row_probe_text(const struct row_probe *p, size_t column) {
    return p->cells[column];
}

/* Nothing was told but notes. */
static bool is_sound(const struct row_probe *p) {
    size_t told;
    const struct diag_entry *e = diag_entries(p->context.diag, &told);
    for (size_t i = p->told; i < told; i++) {
        if (e[i].severity != DIAG_NOTE) {
            return false;
        }
    }
    return p->reader.ok;
}

const struct diag_entry *row_probe_told(const struct row_probe *p, size_t *count,
                                        bool *left) {
    size_t told;
    const struct diag_entry *e = diag_entries(p->context.diag, &told);
    *count = told - p->told;
    *left = p->facts.fate == FATE_SKIP;
    bool plain =
        *count > 0 && is_sound(p) && (!*left || (p->facts.declared_out && *count == 1));
    return plain ? &e[p->told] : NULL;
}

/* Nothing was told. */
static bool is_quiet(const struct row_probe *p) {
    size_t told;
    diag_entries(p->context.diag, &told);
    return p->reader.ok && told == p->told;
}

/* The first column of the role from `from` on, or STR_NOT_FOUND. */
static size_t find(const struct row_probe *p, enum role role, size_t from) {
    while (from < p->row.count && p->reader.columns[from].role != role) {
        from++;
    }
    return from < p->row.count ? from : STR_NOT_FOUND;
}

/* The words of all columns that say this. */
static bool labels_agree(struct row_probe *p, enum role of) {
    bool ok = true;
    for (size_t i = 0; (i = find(p, ROLE_LABEL, i)) != STR_NOT_FOUND; i++) {
        ok = ok && (p->reader.columns[i].labels != of ||
                    row_label_agrees(&p->reader, &p->facts, i));
    }
    return ok;
}

bool row_probe_area(struct row_probe *p, size_t value, uint32_t *area) {
    struct row_reader *r = &p->reader;
    uint32_t of_column = r->columns[value].area;
    size_t first = find(p, ROLE_AREA, 0);
    bool ok = true;
    for (size_t i = 0; (i = find(p, ROLE_PARENT, i)) != STR_NOT_FOUND; i++) {
        ok = ok && row_read_parent(r, &p->facts, i);
    }
    for (size_t i = 0; (i = find(p, ROLE_AREA, i)) != STR_NOT_FOUND; i++) {
        doubt_see_code(&p->codes, p->context.areas, p->cells[i], p->context.profile,
                       p->arena);
    }
    if (ok && first != STR_NOT_FOUND) {
        ok = r->area_columns > 1 ? row_read_areas(r, &p->facts)
                                 : row_read_area(r, &p->facts, first);
    }
    *area = of_column != DATASET_NONE ? of_column : p->facts.area;
    return ok && labels_agree(p, ROLE_AREA) && p->facts.total == CLAIM_NONE &&
           is_quiet(p);
}

/* A grade or rank is more than a number. */
static bool is_number(const struct row_probe *p, uint32_t indicator) {
    const struct indicator *i = dataset_indicator(p->context.ds, indicator);
    return i != NULL && i->kind != KIND_GRADE && i->kind != KIND_RANK;
}

bool row_probe_series(struct row_probe *p, size_t value, uint32_t *indicator,
                      struct item_set *items) {
    struct row_reader *r = &p->reader;
    size_t first = find(p, ROLE_INDICATOR, 0);
    bool ok = first == STR_NOT_FOUND || row_read_indicator(r, &p->facts, first);
    for (size_t i = 0; (i = find(p, ROLE_DIMENSION, i)) != STR_NOT_FOUND; i++) {
        ok = ok && row_read_item(r, &p->facts, i);
    }
    const struct column *c = &r->columns[value];
    *indicator = c->indicator != DATASET_NONE ? c->indicator : p->facts.indicator;
    *items = p->facts.items;
    return ok && is_quiet(p) && p->facts.unit.n == 0 &&
           items_add_all(p->context.ds, items, &c->items) && is_number(p, *indicator);
}

/* One that names a day; a row of a later one than is asked for is left out. */
static bool find_vintage(struct row_probe *p, struct vintage *out) {
    size_t column = find(p, ROLE_VINTAGE, 0);
    *out = (struct vintage){.name = {"", 0}};
    if (column == STR_NOT_FOUND) {
        return true;
    }
    out->name = clean_cell(sheet_text(&p->row, column));
    if (out->name.n > 0 && !day_read(out->name, p->arena, &out->known)) {
        return false;
    }
    if (p->reader.as_of != 0 && out->known > p->reader.as_of) {
        row_note_left_out(&p->reader, &p->facts, column, out->name, LEFT_DECLARED);
        return false;
    }
    return true;
}

/* The period of the values in a column, by a rule of their indicator: CODE@ytd. */
static bool find_period(struct row_probe *p, size_t value, struct period *base,
                        struct period *period) {
    const struct column *c = &p->reader.columns[value];
    size_t indicator = find(p, ROLE_INDICATOR, 0);
    if (c->indicator != DATASET_NONE) {
        p->facts.rule = (struct period_rule){.shift = SHIFT_NONE};
    } else if (indicator != STR_NOT_FOUND && sheet_text(&p->row, indicator).n > 0 &&
               !row_read_indicator(&p->reader, &p->facts, indicator)) {
        return false;
    }
    return is_quiet(p) && row_period_of(&p->facts, c, base) &&
           columns_shift(*base, p->facts.rule.shift, period);
}

bool row_probe_period(struct row_probe *p, size_t value, struct period *base,
                      struct period *period, struct vintage *vintage) {
    struct row_reader *r = &p->reader;
    size_t first = find(p, ROLE_PERIOD, 0);
    bool ok = true;
    for (size_t i = 0; (i = find(p, ROLE_PERIOD, i)) != STR_NOT_FOUND; i++) {
        doubt_see_years(&p->years, p->cells[i], p->context.profile);
    }
    uint8_t before = p->facts.status;
    if (first != STR_NOT_FOUND) {
        ok = r->period_columns > 1 ? row_read_period_parts(r, &p->facts)
                                   : row_read_period(r, &p->facts, first);
    }
    /* A row that its period leaves out is not looked at further. */
    p->facts.declared_out = false;
    return ok && labels_agree(p, ROLE_PERIOD) && is_quiet(p) &&
           p->facts.status == before && find_vintage(p, vintage) &&
           find_period(p, value, base, period);
}

bool row_probe_unit(struct row_probe *p, size_t value, struct str *unit, int *power) {
    size_t said = find(p, ROLE_UNIT, 0), multiplier = find(p, ROLE_MULTIPLIER, 0);
    struct str of_column = p->reader.columns[value].unit;
    struct unit_factor factor;
    bool ok = true;
    if (said != STR_NOT_FOUND) {
        row_read_unit(&p->reader, &p->facts, said);
        /* "-" says nothing, and is no blank cell. */
        ok = p->facts.unit.n > 0 || sheet_text(&p->row, said).n == 0;
    }
    if (multiplier != STR_NOT_FOUND) {
        ok = ok && row_read_multiplier(&p->reader, &p->facts, multiplier);
    }
    *unit = p->facts.unit;
    *power = p->facts.power;
    bool both = unit->n > 0 && of_column.n > 0;
    return ok && labels_agree(p, ROLE_MULTIPLIER) && is_quiet(p) &&
           (!both || unit_convertible(*unit, of_column, &factor));
}

bool row_probe_is_part(struct row_probe *p) {
    bool speaks = row_part_column(&p->reader, &p->facts) != STR_NOT_FOUND;
    for (size_t i = 0; i < p->row.count && !speaks; i++) {
        speaks = row_remark_speaks(&p->reader, &p->facts, i);
    }
    return speaks;
}

static uint8_t state_of(enum observation_status status, bool contrary) {
    return (uint8_t)(status | (contrary ? SUMS_CONTRARY : 0));
}

/* Whether all columns of values say of it what `c` does, which is one question then. */
static bool are_alike(const struct row_probe *p, const struct column *c) {
    bool alike = c->status_column == 0;
    for (size_t i = 0; (i = find(p, ROLE_VALUE, i)) != STR_NOT_FOUND; i++) {
        const struct column *other = &p->reader.columns[i];
        alike &= other->status_column == 0 && other->status == c->status;
    }
    return alike;
}

static bool has_row_status(const struct row_probe *p) {
    bool found = false;
    for (size_t i = 0; (i = find(p, ROLE_STATUS, i)) != STR_NOT_FOUND; i++) {
        found |= p->reader.columns[i].values_column == 0;
    }
    return found;
}

bool row_probe_status(struct row_probe *p, size_t value, uint8_t *state) {
    struct row_reader *r = &p->reader;
    const struct column *c = &r->columns[value];
    size_t closed = find(p, ROLE_CONFIDENTIALITY, 0);
    bool ok = true, contrary;
    for (size_t i = 0; (i = find(p, ROLE_STATUS, i)) != STR_NOT_FOUND; i++) {
        ok = ok &&
             (r->columns[i].values_column > 0 ||
              row_read_status(r, &p->row, i, &p->facts.status, &p->facts.unreliable));
    }
    if (closed != STR_NOT_FOUND) {
        ok = ok && row_read_confidentiality(r, &p->facts, closed);
    }
    uint8_t status = c->status != STATUS_NORMAL ? c->status : p->facts.status;
    contrary = c->status == STATUS_NORMAL && p->facts.unreliable;
    if (c->status_column > 0) {
        ok =
            ok && row_read_status(r, &p->row, c->status_column - 1, &status, &contrary);
    }
    *state = state_of((enum observation_status)status, contrary);
    /* What is told of a row is told once. */
    bool once = are_alike(p, c) || !has_row_status(p);
    return ok && (once ? is_sound(p) : is_quiet(p)) && !p->facts.closed;
}

bool row_probe_wanted(struct row_probe *p) {
    return row_is_wanted(&p->reader, &p->facts);
}

bool row_probe_sign(struct row_probe *p, struct str cell, bool flag, uint8_t *state) {
    const struct reading_context *context = &p->context;
    struct reading r =
        number_read(cell, (struct str){"", 0}, context->profile, context->scratch);
    if (r.flags.n > 0) {
        status_note(context->diag, (struct place){.line = p->row.line}, r.flags);
    }
    bool contrary = !flag && status_has_number(r.status);
    *state = state_of(r.status, contrary);
    bool plain = r.kind == READING_NUMBER && r.unit.n == 0 && r.multiplier == 0 &&
                 !r.exponent && !r.doubtful && r.qualifier == QUALIFIER_NONE &&
                 r.value.coefficient == flag && r.value.exponent == 0;
    if (plain && !flag) {
        *state = SUMS_STATES;
    }
    return is_sound(p) && (plain || (!flag && r.kind == READING_STATUS));
}

bool row_probe_data(struct row_probe *p) {
    struct shape shape = *p->sample->shape;
    struct sheet_row row = *shape.rows[0];
    struct str *cells = arena_array(p->arena, row.count, sizeof *cells);
    memcpy(cells, row.cells, row.count * sizeof *cells);
    for (size_t i = 0; i < p->text_count; i++) {
        cells[p->texts[i].column] = p->texts[i].text;
    }
    row.cells = cells;
    shape.context = &p->context;
    return shape.fate(&shape, &row) == FATE_OPEN && is_quiet(p);
}
