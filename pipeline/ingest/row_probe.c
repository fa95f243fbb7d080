#include "ingest/row_probe.h"
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
    p->context.diag = diag_open();
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
    for (size_t i = 0; i < count; i++) {
        p->file_cells[texts[i].column] = arena_copy(p->arena, texts[i].text);
    }
    p->texts = texts;
    p->text_count = count;
    if (p->sample->shape != NULL) {
        make_cells(p);
    }
    p->facts = rows_facts(&p->reader, &p->row);
    p->reader.ok = true;
    diag_entries(p->context.diag, &p->told);
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

bool row_probe_area(struct row_probe *p, uint32_t *area) {
    struct row_reader *r = &p->reader;
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
    *area = p->facts.area;
    return ok && is_quiet(p);
}

/* A grade or rank is more than a number. */
static bool is_number(const struct row_probe *p, uint32_t indicator) {
    const struct indicator *i = dataset_indicator(p->context.ds, indicator);
    return i != NULL && i->kind != KIND_GRADE && i->kind != KIND_RANK;
}

bool row_probe_series(struct row_probe *p, uint32_t *indicator,
                      struct item_set *items) {
    struct row_reader *r = &p->reader;
    size_t first = find(p, ROLE_INDICATOR, 0);
    size_t value = find(p, ROLE_VALUE, 0);
    bool ok = row_is_wanted(r, &p->facts);
    ok = ok && (first == STR_NOT_FOUND || row_read_indicator(r, &p->facts, first));
    for (size_t i = 0; (i = find(p, ROLE_DIMENSION, i)) != STR_NOT_FOUND; i++) {
        ok = ok && row_read_item(r, &p->facts, i);
    }
    const struct column *c = &r->columns[value];
    *indicator = c->indicator != DATASET_NONE ? c->indicator : p->facts.indicator;
    *items = p->facts.items;
    ok = ok && row_part_column(r, &p->facts) == STR_NOT_FOUND;
    return ok && is_quiet(p) && p->facts.unit.n == 0 &&
           p->facts.rule.shift == SHIFT_NONE && !p->facts.rule.has_period &&
           items_add_all(p->context.ds, items, &c->items) && is_number(p, *indicator);
}

bool row_probe_period(struct row_probe *p, struct period *period) {
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
    *period = p->facts.period;
    return ok && is_quiet(p) && p->facts.status == before;
}

bool row_probe_unit(struct row_probe *p, struct str *unit, int *power) {
    size_t said = find(p, ROLE_UNIT, 0), multiplier = find(p, ROLE_MULTIPLIER, 0);
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
    return ok && is_quiet(p);
}

bool row_probe_sees_parts(const struct row_probe *p) { return p->reader.parts != NULL; }

bool row_probe_is_part(struct row_probe *p) {
    return row_part_column(&p->reader, &p->facts) != STR_NOT_FOUND;
}

/* Of a value that is there, with nothing to be said of it. */
bool row_probe_status(struct row_probe *p, uint8_t *status) {
    size_t said = find(p, ROLE_STATUS, 0), closed = find(p, ROLE_CONFIDENTIALITY, 0);
    bool ok = true;
    *status = p->facts.status;
    if (said != STR_NOT_FOUND) {
        ok = row_read_status(&p->reader, &p->row, said, status, &p->facts.unreliable);
        p->facts.status = *status;
    }
    if (closed != STR_NOT_FOUND) {
        ok = ok && row_read_confidentiality(&p->reader, &p->facts, closed);
    }
    return ok && is_quiet(p) && !p->facts.closed && !p->facts.unreliable &&
           status_has_number((enum observation_status) * status);
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
