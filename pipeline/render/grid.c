#include "render/grid.h"
#include "words/words.h"
#include <math.h>

struct grid grid_open(const struct doc_row *rows, size_t count, size_t columns,
                      struct arena *arena) {
    struct grid grid = {.rows = count, .columns = columns};
    grid.slots = arena_array(arena, count * columns + 1, sizeof *grid.slots);
    for (size_t row = 0; row < count; row++) {
        size_t column = 0;
        for (size_t i = 0; i < rows[row].count; i++) {
            const struct doc_cell *cell = &rows[row].cells[i];
            while (column < columns && grid.slots[row * columns + column].cell != NULL)
                column++;
            if (column == columns)
                break;
            size_t wide = cell->column_span > 0 ? cell->column_span : 1;
            size_t high = cell->row_span > 0 ? cell->row_span : 1;
            for (size_t y = row; y < row + high && y < count; y++)
                for (size_t x = column; x < column + wide && x < columns; x++)
                    grid.slots[y * columns + x] = (struct grid_slot){
                        .cell = cell, .origin = y == row && x == column};
            column += wide;
        }
    }
    return grid;
}

const struct grid_slot *grid_at(const struct grid *grid, size_t row, size_t column) {
    return &grid->slots[row * grid->columns + column];
}

static const struct doc_cell *own_cell(const struct grid *grid, size_t row,
                                       size_t column) {
    const struct grid_slot *slot = grid_at(grid, row, column);
    return slot->origin && slot->cell->column_span <= 1 ? slot->cell : NULL;
}

/* True if the cells of a column 单位 are not all the same. */
static bool rows_have_units(const struct document *doc, const struct doc_table *table,
                            const struct grid *head, const struct grid *body,
                            size_t rows) {
    struct str word = words_text(doc->words.vocabulary, "column.unit");
    for (size_t c = 0; c < table->columns && table->head_count > 0; c++) {
        const struct doc_cell *cell = grid_at(head, table->head_count - 1, c)->cell;
        const struct doc_cell *first = NULL;
        if (cell == NULL || !str_equal(cell->text, word))
            continue;
        for (size_t r = 0; r < rows; r++) {
            cell = own_cell(body, r, c);
            if (cell == NULL)
                continue;
            first = first != NULL ? first : cell;
            if (!str_equal(first->text, cell->text))
                return true;
        }
    }
    return false;
}

bool *grid_mixed_units(const struct document *doc, const struct doc_table *table,
                       const struct grid *head, const struct grid *body, size_t rows,
                       struct arena *arena) {
    bool *mixed = arena_array(arena, table->columns + 1, sizeof *mixed);
    bool units = rows_have_units(doc, table, head, body, rows);
    for (size_t c = 0; c < table->columns; c++) {
        const struct doc_figure *first = NULL;
        for (size_t r = 0; r < rows; r++) {
            const struct doc_cell *cell = own_cell(body, r, c);
            const struct doc_figure *figure =
                cell != NULL && cell->align == ALIGN_DECIMAL
                    ? doc_figures_of(doc->figures, cell->text)
                    : NULL;
            if (figure == NULL || !isfinite(figure->number))
                continue;
            first = first != NULL ? first : figure;
            mixed[c] = mixed[c] || !str_equal(first->unit, figure->unit);
        }
        mixed[c] = mixed[c] || (units && first == NULL);
    }
    return mixed;
}

size_t grid_signal(const struct doc_cell *cell) {
    bool light =
        cell->tone == TONE_GOOD || cell->tone == TONE_WATCH || cell->tone == TONE_BAD;
    uint32_t cp;
    if (!light || cell->content != NULL || cell->href.n > 0 || cell->text.n == 0)
        return 0;
    size_t n = utf8_decode(cell->text, 0, &cp);
    /* ● ◆ ■ ▲ ▼ and their like */
    bool sign = cp >= 0x25A0 && cp <= 0x25FF;
    return sign && n < cell->text.n && cell->text.p[n] == ' ' ? n : 0;
}

bool grid_alarms(const struct doc_cell *cell) {
    return cell->tone == TONE_BAD && grid_signal(cell) > 0;
}
