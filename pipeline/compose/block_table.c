/* ```table: rows of cells. */
#include "compose/fields.h"
#include "compose/objects.h"
#include "document/block.h"

#define TABLE_COLUMNS 200
#define TABLE_ROWS 200000

static const char *const align_names[] = {"left", "centre", "right", "decimal", NULL};
static const char *const row_names[] = {"body", "total", "group", "memo", NULL};

/* The cell's Markdown, if it has any: parsed later, once the table is in the tree. */
static void read_markdown(struct fields *f, int index, struct doc_cell *cell) {
    struct composition *c = f->composition;
    struct str markdown;
    if (!fields_markdown(f, index, "markdown", &markdown) || markdown.n == 0)
        return;
    c->cells = arena_grow(c->arena, c->cells, c->cell_count, &c->cell_capacity,
                          sizeof *c->cells);
    c->cells[c->cell_count++] = (struct cell_source){cell, markdown, f->place};
}

static void read_cell(struct fields *f, int index, enum doc_align align,
                      struct doc_cell *cell) {
    cell->text = fields_string(f, index, "text");
    read_markdown(f, index, cell);
    cell->href = fields_string(f, index, "href");
    if (cell->href.n > 0 && !document_may_link(cell->href))
        fields_fail(f, "this link is not allowed: \"%.*s\"", STR_ARG(cell->href));
    document_link(f->composition->doc, cell->href, f->place);
    cell->column_span =
        (uint16_t)fields_integer(f, index, "column_span", 1, 1, TABLE_COLUMNS);
    cell->row_span = (uint16_t)fields_integer(f, index, "row_span", 1, 1, UINT16_MAX);
    cell->align =
        (enum doc_align)fields_choice(f, index, "align", align_names, (int)align);
    cell->tone = fields_tone(f, index);
    double shade = fields_number(f, index, "shade", -1);
    if (shade > 1 || (shade < 0 && shade != -1))
        fields_fail(f, "shade is %.6g, not between 0 and 1", shade);
    cell->shade = (float)shade;
    cell->strong = fields_flag(f, index, "strong", false);
    cell->indent = (uint8_t)fields_integer(f, index, "indent", 0, 0, 8);
}

/* Which columns the rows above still cover, and for how many rows. */
struct cover {
    size_t *rows;
    size_t columns;
};

/* The first column at or after `column` that no row above covers. */
static size_t free_column(const struct cover *cover, size_t column) {
    while (column < cover->columns && cover->rows[column] > 0)
        column++;
    return column;
}

/* A row's cells must fill exactly the columns that no cell above covers. */
static void read_row(struct fields *f, int index, const struct doc_table *table,
                     struct cover *cover, size_t rows_left, struct doc_row *row) {
    row->kind = (enum doc_row_kind)fields_choice(f, index, "kind", row_names, ROW_BODY);
    row->highlight = fields_flag(f, index, "highlight", false);
    row->count = fields_length(f, index, TABLE_COLUMNS);
    row->cells = arena_array(f->composition->arena, row->count + 1, sizeof *row->cells);
    size_t column = free_column(cover, 0);
    size_t *spans = arena_array(f->composition->arena, cover->columns, sizeof *spans);
    for (size_t i = 0; i < row->count; i++) {
        fields_enter(f, "cell", i + 1);
        int cell_index = fields_item(f, index, i + 1);
        if (column >= cover->columns)
            fields_fail(f, "the row is longer than the table's %zu columns",
                        cover->columns);
        struct doc_cell *cell = &row->cells[i];
        read_cell(f, cell_index, table->align[column], cell);
        if (cell->row_span > rows_left)
            fields_fail(f, "row_span is %u, but only %zu rows are left",
                        (unsigned)cell->row_span, rows_left);
        for (size_t k = 0; k < cell->column_span; k++, column++) {
            if (column >= cover->columns || cover->rows[column] > 0)
                fields_fail(f, "column_span is %u, which is too wide here",
                            (unsigned)cell->column_span);
            spans[column] = cell->row_span;
        }
        column = free_column(cover, column);
        lua_pop(f->L, 1);
        fields_leave(f);
    }
    if (column < cover->columns)
        fields_fail(f, "the row is shorter than the table's %zu columns",
                    cover->columns);
    for (size_t i = 0; i < cover->columns; i++)
        cover->rows[i] = spans[i] > 0 ? spans[i] - 1 : cover->rows[i] - 1;
}

static struct doc_row *read_rows(struct fields *f, int index, const char *name,
                                 const struct doc_table *table, size_t *count) {
    struct arena *arena = f->composition->arena;
    int rows_index = fields_table(f, index, name);
    *count = fields_length(f, rows_index, TABLE_ROWS);
    struct doc_row *rows = arena_array(arena, *count + 1, sizeof *rows);
    struct cover cover = {arena_array(arena, table->columns, sizeof(size_t)),
                          table->columns};
    for (size_t i = 0; i < *count; i++) {
        fields_enter(f, name, i + 1);
        int row_index = fields_item(f, rows_index, i + 1);
        read_row(f, row_index, table, &cover, *count - i, &rows[i]);
        lua_pop(f->L, 1);
        fields_leave(f);
    }
    lua_pop(f->L, 1);
    return rows;
}

static struct object *read_table(struct objects_reader *reader, int index) {
    struct fields f = fields_open(reader);
    struct doc_table *table = arena_alloc(reader->composition->arena, sizeof *table);
    table->object.kind = OBJECT_TABLE;
    table->id = reader->block->id;
    table->caption = reader->caption;
    table->columns = (size_t)fields_integer(&f, index, "columns", -1, 1, TABLE_COLUMNS);
    table->align =
        arena_array(reader->composition->arena, table->columns, sizeof *table->align);
    int align = fields_table(&f, index, "align");
    size_t count = fields_length(&f, align, TABLE_COLUMNS);
    if (count != table->columns)
        fields_fail(&f, "align has %zu entries for %zu columns", count, table->columns);
    for (size_t i = 0; i < count; i++)
        table->align[i] =
            (enum doc_align)fields_choice_item(&f, align, i + 1, align_names);
    lua_pop(reader->L, 1);
    size_t stub = (size_t)fields_integer(&f, index, "stub", 0, 0, (long)table->columns);
    /* A column at least must be left to split by. */
    table->stub_columns = stub < table->columns ? stub : table->columns - 1;
    table->unit = fields_string(&f, index, "unit");
    table->landscape = fields_flag(&f, index, "landscape", false);
    fields_notes(&f, index, &table->notes, &table->note_count, &table->source);
    table->head = read_rows(&f, index, "head", table, &table->head_count);
    table->body = read_rows(&f, index, "body", table, &table->body_count);
    if (table->body_count == 0)
        fields_fail(&f, "it has no rows");
    return &table->object;
}

const struct block_kind block_table = {
    .kind = {"table", "a table of rows and columns", "表"},
    .keys = {"id", "caption"},
    .required = "caption",
    .example = "table id=tbl-x caption=…",
    .body = BLOCK_LUA,
    .maker = "table_of",
    .read = read_table,
};
