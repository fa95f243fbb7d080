#include "render/pdf/widths.h"
#include "render/pdf/cell.h"
#include "render/pdf/columns.h"
#include <math.h>
#include <string.h>

#define TEXT_LEAST 5.0f /* em: a text column narrower than this is hard to read */
#define HEAD_LEAST 4.1f
#define PIECE_MOST 14.0f /* em: a longer piece, as an address, is cut */
#define SAMPLE_ROWS 4000 /* rows measured for the widths; later ones wrap */
#define STEP_ROWS 256    /* rows with words for which the table is made low */
#define UNIT 2.8346457f  /* points: widths are chosen in millimetres */
#define MANY_LINES 4     /* of a cell: beside it no name in the stub wraps, */
#define NAME_MOST 12.0f  /*   that is no longer than so many em */
#define STUB_COST 1.05   /* of a table's height, that a stub stands on one line */

struct cell_steps {
    size_t row, column; /* row 0 is the heads, 1 the first row of the body */
    struct paragraph_steps steps;
    float indent, leading;
    size_t rows_more; /* that a cell over several rows stands in too */
};

static size_t sampled(const struct table_layout *t) {
    return t->table->body_count < SAMPLE_ROWS ? t->table->body_count : SAMPLE_ROWS;
}

static void measure_cell(struct table_layout *t, const struct doc_row *row,
                         const struct doc_cell *cell, struct column *c) {
    const struct theme_text *text = cell_text(t, row, cell);
    float natural = cell_natural(t, cell, text, false);
    bool number = cell_is_number(cell);
    c->words = c->words || (cell->align == ALIGN_LEFT && cell->text.n > 0);
    c->natural = fmaxf(c->natural, natural);
    c->least =
        fmaxf(c->least, number ? natural : fminf(natural, TEXT_LEAST * t->text.size));
    if (cell->align != ALIGN_DECIMAL || !number)
        return;
    float whole = fonts_width(t->layout->fonts, text->role, text->size,
                              str_slice(cell->text, 0, cell_decimal_point(cell->text)));
    c->whole = fmaxf(c->whole, whole);
    c->part = fmaxf(c->part, natural - whole);
}

static void measure_head(struct table_layout *t, const struct doc_cell *cell,
                         struct column *c) {
    float natural = cell_natural(t, cell, &t->head_text, true);
    c->natural = fmaxf(c->natural, natural);
    c->least = fmaxf(c->least, fminf(natural, HEAD_LEAST * t->head_text.size));
}

/* What a cell over several columns needs beyond theirs is shared among them. */
static void widen(struct table_layout *t, const struct doc_cell *cell, size_t first,
                  const struct theme_text *text, bool head) {
    size_t span = cell->column_span;
    if (first + span > t->table->columns)
        span = t->table->columns - first;
    float natural = cell_natural(t, cell, text, head), have = 0, least = 0;
    for (size_t i = first; i < first + span; i++) {
        have += t->columns[i].natural + (i > first ? 2 * t->padding : 0);
        least += t->columns[i].least + (i > first ? 2 * t->padding : 0);
    }
    float want = fminf(natural, (head ? HEAD_LEAST : TEXT_LEAST) * text->size);
    if (head)
        want = fmaxf(want, cell_measure(t, cell, text, true, 0).least);
    for (size_t i = first; i < first + span; i++) {
        if (natural > have)
            t->columns[i].natural += (natural - have) / (float)span;
        if (want > least)
            t->columns[i].least += (want - least) / (float)span;
    }
}

void widths_measure(struct table_layout *t) {
    const struct doc_table *table = t->table;
    size_t columns = table->columns, rows = sampled(t);
    t->stepped = false;
    t->step_count = 0;
    for (size_t c = 0; c < columns; c++)
        t->columns[c] = (struct column){.shown = true};
    for (size_t r = 0; r < rows; r++)
        for (size_t c = 0; c < columns; c++) {
            const struct grid_slot *slot = grid_at(&t->body, r, c);
            if (slot->origin && slot->cell->column_span <= 1)
                measure_cell(t, &table->body[r], slot->cell, &t->columns[c]);
        }
    const bool *mixed = grid_mixed_units(t->layout->doc, table, &t->head, &t->body,
                                         rows, t->layout->arena);
    for (size_t c = 0; c < columns; c++) {
        struct column *column = &t->columns[c];
        column->mixed = mixed[c];
        if (!column->mixed)
            column->least = fmaxf(column->least, column->whole + column->part);
        column->natural = fmaxf(column->natural, column->least);
    }
    for (size_t r = 0; r < table->head_count; r++)
        for (size_t c = 0; c < columns; c++) {
            const struct grid_slot *slot = grid_at(&t->head, r, c);
            if (slot->origin && slot->cell->column_span <= 1)
                measure_head(t, slot->cell, &t->columns[c]);
        }
    for (size_t r = 0; r < table->head_count; r++)
        for (size_t c = 0; c < columns; c++) {
            const struct grid_slot *slot = grid_at(&t->head, r, c);
            if (slot->origin && slot->cell->column_span > 1)
                widen(t, slot->cell, c, &t->head_text, true);
        }
    for (size_t r = 0; r < rows; r++)
        for (size_t c = 0; c < columns; c++) {
            const struct grid_slot *slot = grid_at(&t->body, r, c);
            if (slot->origin && slot->cell->column_span > 1)
                widen(t, slot->cell, c, &t->text, false);
        }
}

float widths_natural(const struct table_layout *t) {
    float sum = 0;
    for (size_t c = 0; c < t->table->columns; c++)
        sum += t->columns[c].shown ? t->columns[c].natural + 2 * t->padding : 0;
    return sum;
}

/* A last step at which the longest piece is cut somewhere. */
static void cut_piece(struct table_layout *t, struct paragraph_steps *steps,
                      float width) {
    struct paragraph_step *all =
        arena_array(t->layout->arena, steps->count + 1, sizeof *all);
    memcpy(all, steps->steps, steps->count * sizeof *all);
    size_t more = (size_t)(steps->least / width);
    all[steps->count].width = width;
    all[steps->count].lines = all[steps->count - 1].lines + more;
    steps->steps = all;
    steps->count++;
}

/* The steps of a cell that can be broken; its longest word is the column's limit. */
static bool add_steps(struct table_layout *t, const struct doc_cell *cell,
                      const struct theme_text *text, size_t row, size_t column) {
    bool head = row == 0;
    float limit = (head ? HEAD_LEAST : TEXT_LEAST) * text->size;
    float indent = cell_indent(t, cell);
    if (!head && cell_is_number(cell))
        return false;
    if (!head && cell_natural(t, cell, text, false) <= limit)
        return false;
    struct cell_steps made = {.row = row, .column = column, .indent = indent};
    made.steps = cell_measure(t, cell, text, head, limit - indent);
    made.leading = text->leading;
    made.rows_more = cell->row_span > 1 ? cell->row_span - 1u : 0;
    if (made.steps.count == 0)
        return false;
    float most = PIECE_MOST * text->size, piece = made.steps.least + indent;
    if (made.steps.least > most) {
        cut_piece(t, &made.steps, most);
        piece = most + indent;
    }
    struct column *c = &t->columns[column];
    c->least = fmaxf(c->least, piece);
    c->natural = fmaxf(c->natural, c->least);
    if (t->step_count == t->step_capacity)
        t->steps = arena_grow(t->layout->arena, t->steps, t->step_count,
                              &t->step_capacity, sizeof *t->steps);
    t->steps[t->step_count++] = made;
    return true;
}

/* What can be broken is looked at only where a table is too wide. */
static void find_steps(struct table_layout *t) {
    const struct doc_table *table = t->table;
    size_t rows = sampled(t), with_words = 0;
    if (t->stepped)
        return;
    t->stepped = true;
    for (size_t r = 0; r < table->head_count; r++)
        for (size_t c = 0; c < table->columns; c++) {
            const struct grid_slot *slot = grid_at(&t->head, r, c);
            if (slot->origin && slot->cell->column_span <= 1)
                add_steps(t, slot->cell, &t->head_text, 0, c);
        }
    for (size_t r = 0; r < rows && with_words < STEP_ROWS; r++) {
        bool found = false;
        for (size_t c = 0; c < table->columns; c++) {
            const struct grid_slot *slot = grid_at(&t->body, r, c);
            if (slot->origin && slot->cell->column_span <= 1)
                found =
                    add_steps(t, slot->cell, cell_text(t, &table->body[r], slot->cell),
                              r + 1, c) ||
                    found;
        }
        with_words += found;
    }
}

float widths_least(struct table_layout *t, size_t from, size_t to) {
    float width = 0;
    find_steps(t);
    for (size_t i = from; i < to; i++)
        width += t->columns[i].least + 2 * t->padding;
    return width;
}

static float step_height(const struct table_layout *t, const struct cell_steps *cell,
                         size_t lines) {
    size_t own = lines > cell->rows_more ? lines - cell->rows_more : 1;
    bool wrapped = cell->row > 0 && own > 1;
    return (float)own * cell->leading + (wrapped ? 2 * WRAPPED_WHITE * t->close : 0);
}

/* In millimetres, as the problem of columns.h. */
static unsigned units_of(float width) { return (unsigned)ceilf(width / UNIT - 0.001f); }

struct fit {
    struct table_layout *t;
    size_t *index; /* of the problem's columns among the table's */
    size_t *place; /* and back; SIZE_MAX: keeps its least width */
    struct column_problem problem;
    unsigned *leasts, *widths;
};

static bool can_break(const struct table_layout *t, size_t column) {
    for (size_t i = 0; i < t->step_count; i++)
        if (t->steps[i].column == column && t->steps[i].steps.count > 1)
            return true;
    return false;
}

static void add_cells(struct fit *fit, struct arena *arena) {
    struct table_layout *t = fit->t;
    struct column_problem *problem = &fit->problem;
    struct column_cell *cells = arena_array(arena, t->step_count + 1, sizeof *cells);
    size_t last = 0, row = 0;
    float *floors = arena_array(arena, t->step_count + 2, sizeof *floors);
    floors[0] = t->head_text.leading;
    for (size_t i = 0; i < t->step_count; i++) {
        const struct cell_steps *from = &t->steps[i];
        if (fit->place[from->column] == SIZE_MAX)
            continue;
        if (from->row != last) {
            last = from->row;
            floors[++row] = t->text.leading;
        }
        struct column_step *steps =
            arena_array(arena, from->steps.count, sizeof *steps);
        for (size_t k = 0; k < from->steps.count; k++) {
            const struct paragraph_step *step = &from->steps.steps[k];
            steps[k].width = units_of(step->width + from->indent);
            steps[k].height = step_height(t, from, step->lines);
        }
        cells[problem->cell_count++] = (struct column_cell){
            row, fit->place[from->column], steps, from->steps.count};
    }
    problem->cells = cells;
    problem->floors = floors;
    problem->rows = row + 1;
}

static struct fit open_fit(struct table_layout *t, float room, struct arena *arena) {
    size_t columns = t->table->columns;
    struct fit fit = {.t = t,
                      .index = arena_array(arena, columns, sizeof(size_t)),
                      .place = arena_array(arena, columns, sizeof(size_t)),
                      .leasts = arena_array(arena, columns, sizeof(unsigned)),
                      .widths = arena_array(arena, columns, sizeof(unsigned))};
    for (size_t c = 0; c < columns; c++) {
        fit.place[c] = SIZE_MAX;
        if (!t->columns[c].shown)
            continue;
        if (!can_break(t, c)) {
            room -= t->columns[c].least;
            continue;
        }
        fit.place[c] = fit.problem.columns;
        fit.leasts[fit.problem.columns] = units_of(t->columns[c].least);
        fit.index[fit.problem.columns++] = c;
    }
    fit.problem.room = room > 0 ? (unsigned)(room / UNIT + 0.001f) : 0;
    fit.problem.leasts = fit.leasts;
    add_cells(&fit, arena);
    return fit;
}

static bool is_stub(const struct fit *fit, size_t k) {
    return fit->index[k] < fit->t->table->stub_columns;
}

static unsigned stub_need(const struct fit *fit, size_t k) {
    return units_of(fit->t->columns[fit->index[k]].natural);
}

/* Whether some cell of the body has many lines at the widths chosen. */
static bool has_many_lines(const struct fit *fit) {
    for (size_t i = 0; i < fit->problem.cell_count; i++) {
        const struct column_cell *cell = &fit->problem.cells[i];
        size_t k = 0;
        while (k + 1 < cell->count && cell->steps[k].width > fit->widths[cell->column])
            k++;
        if (cell->row > 0 && cell->steps[k].height >= MANY_LINES * fit->t->text.leading)
            return true;
    }
    return false;
}

/* Chooses the widths of the columns that can be broken; false if not even their least
   ones in whole units fit. The stub gets what its longest entry needs if that costs
   little, and if it holds names before others have many lines. */
static bool choose(struct fit *fit, struct arena *arena) {
    struct column_found found, wide_found;
    size_t columns = fit->problem.columns;
    if (!columns_fit(&fit->problem, arena, fit->widths, &found))
        return false;
    unsigned *needs = arena_array(arena, columns + 1, sizeof *needs);
    unsigned *wide = arena_array(arena, columns + 1, sizeof *wide);
    bool narrow = false, names = true;
    for (size_t k = 0; k < columns; k++) {
        needs[k] = is_stub(fit, k) ? stub_need(fit, k) : fit->leasts[k];
        narrow = narrow || fit->widths[k] < needs[k];
        if (is_stub(fit, k))
            names = names && fit->t->columns[fit->index[k]].natural <=
                                 NAME_MOST * fit->t->text.size;
    }
    fit->problem.leasts = needs;
    if (narrow && columns_fit(&fit->problem, arena, wide, &wide_found) &&
        (wide_found.height <= STUB_COST * found.height ||
         (names && has_many_lines(fit))))
        fit->widths = wide;
    return true;
}

/* How many lines the cells of a column have together at this width. */
static size_t lines_at(const struct table_layout *t, size_t column, float width) {
    size_t sum = 0;
    for (size_t i = 0; i < t->step_count; i++) {
        const struct cell_steps *cell = &t->steps[i];
        size_t k = 0;
        if (cell->column != column || cell->steps.count == 0)
            continue;
        while (k + 1 < cell->steps.count &&
               cell->steps.steps[k].width + cell->indent > width)
            k++;
        sum += cell->steps.steps[k].lines;
    }
    return sum;
}

/* The width of a column that saves most lines for what it takes of the room left over,
   with how many a point; its own width, and 0, if none saves any. */
static float saving_width(const struct table_layout *t, size_t column, float left,
                          float *saved) {
    float now = t->columns[column].width, best = now;
    size_t lines = lines_at(t, column, now);
    *saved = 0;
    for (size_t i = 0; i < t->step_count; i++) {
        const struct cell_steps *cell = &t->steps[i];
        for (size_t k = 0; cell->column == column && k < cell->steps.count; k++) {
            float width = cell->steps.steps[k].width + cell->indent, more = width - now;
            if (more <= 0 || more > left)
                continue;
            float rate = (float)(lines - lines_at(t, column, width)) / more;
            if (rate > *saved) {
                *saved = rate;
                best = width;
            }
        }
    }
    return best;
}

/* Rows are as low as they get; cells beside their highest one may have fewer lines. */
static float save_lines(struct table_layout *t, float left) {
    for (bool again = true; again && left > 0;) {
        float most = 0, width = 0;
        size_t column = 0;
        for (size_t c = 0; c < t->table->columns; c++) {
            float saved, wide = saving_width(t, c, left, &saved);
            if (!t->columns[c].shown || saved <= most)
                continue;
            most = saved;
            width = wide;
            column = c;
        }
        again = most > 0;
        if (again) {
            left -= width - t->columns[column].width;
            t->columns[column].width = width;
        }
    }
    return left;
}

/* Whether white between two columns parts them: numbers and the words at their right
   stay near each other, as a value and its period. */
static bool parts(const struct column *left, const struct column *right) {
    return left->words || !right->words;
}

/* White that is left over stands between the columns, the same everywhere, so that
   numbers are not far from what they are numbers of. */
static void spread(struct table_layout *t, float left) {
    size_t columns = t->table->columns, shown = 0, gaps = 0;
    struct column *before = NULL;
    for (size_t c = 0; c < columns; c++) {
        if (!t->columns[c].shown)
            continue;
        gaps += before != NULL && parts(before, &t->columns[c]);
        before = &t->columns[c];
        shown++;
    }
    before = NULL;
    for (size_t c = 0; c < columns; c++) {
        struct column *column = &t->columns[c];
        if (!column->shown)
            continue;
        if (gaps == 0)
            column->width += left / (float)shown;
        else if (before != NULL && parts(before, column))
            (column->words ? before : column)->width += left / (float)gaps;
        before = column;
    }
}

void widths_share(struct table_layout *t, float x, float width) {
    size_t columns = t->table->columns;
    float room = width;
    for (size_t c = 0; c < columns; c++)
        room -= t->columns[c].shown ? 2 * t->padding : 0;
    bool loose = widths_natural(t) <= width;
    struct arena *arena = arena_open();
    struct fit fit = {0};
    bool chosen = false;
    if (!loose) {
        find_steps(t);
        fit = open_fit(t, room, arena);
        chosen = choose(&fit, arena);
    }
    for (size_t c = 0; c < columns; c++) {
        struct column *column = &t->columns[c];
        if (!column->shown)
            continue;
        column->width = loose ? column->natural : column->least;
        if (chosen)
            column->width = fit.place[c] == SIZE_MAX
                                ? column->least
                                : (float)fit.widths[fit.place[c]] * UNIT;
        room -= column->width;
    }
    arena_close(arena);
    if (!loose)
        room = save_lines(t, room);
    spread(t, fmaxf(room, 0));
    t->x = x;
    t->width = width;
    for (size_t c = 0; c < columns; c++) {
        struct column *column = &t->columns[c];
        column->x = x;
        column->width += 2 * t->padding;
        x += column->shown ? column->width : 0;
    }
}
