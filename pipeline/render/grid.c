#include "render/grid.h"

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
