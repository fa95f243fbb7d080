/* Tables as pipe tables. Those have one head row and no spans: heads that stand
   above each other are joined in their column, and what a span covers is empty. */
#include "render/grid.h"
#include "render/markdown.h"

static void put_head(struct markdown *md, const struct doc_table *table,
                     const struct grid *grid, struct buf *out) {
    for (size_t column = 0; column < table->columns; column++) {
        const struct doc_cell *last = NULL;
        buf_puts(out, "| ");
        for (size_t row = 0; row < grid->rows; row++) {
            const struct doc_cell *cell = grid_at(grid, row, column)->cell;
            if (cell == NULL || cell == last || cell->text.n == 0)
                continue;
            if (last != NULL)
                buf_puts(out, "<br>");
            if (cell->content != NULL)
                markdown_inlines(md, cell->content, out);
            else
                markdown_text(cell->text, out);
            last = cell;
        }
        buf_char(out, ' ');
    }
    buf_puts(out, "|\n");
}

static void put_rule(const struct doc_table *table, struct buf *out) {
    for (size_t column = 0; column < table->columns; column++) {
        switch (table->align[column]) {
        case ALIGN_LEFT:
            buf_puts(out, "| :--- ");
            break;
        case ALIGN_CENTRE:
            buf_puts(out, "| :---: ");
            break;
        case ALIGN_RIGHT:
        case ALIGN_DECIMAL:
            buf_puts(out, "| ---: ");
            break;
        }
    }
    buf_puts(out, "|\n");
}

static void put_cell(struct markdown *md, const struct doc_row *row,
                     const struct doc_cell *cell, struct buf *out) {
    bool strong = cell->content == NULL && cell->text.n > 0 &&
                  (cell->strong || row->highlight || row->kind == ROW_TOTAL ||
                   row->kind == ROW_GROUP);
    for (unsigned i = 0; i < cell->indent; i++)
        buf_puts(out, "　");
    buf_puts(out, strong ? "**" : "");
    buf_puts(out, cell->href.n > 0 ? "[" : "");
    if (cell->content != NULL)
        markdown_inlines(md, cell->content, out);
    else if (cell->href.n > 0)
        markdown_label(cell->text, out);
    else
        markdown_text(cell->text, out);
    if (cell->href.n > 0) {
        buf_puts(out, "](<");
        buf_put(out, cell->href);
        buf_puts(out, ">)");
    }
    buf_puts(out, strong ? "**" : "");
}

void markdown_table(struct markdown *md, const struct doc_table *table,
                    struct buf *out) {
    struct grid head =
        grid_open(table->head, table->head_count, table->columns, md->arena);
    struct grid body =
        grid_open(table->body, table->body_count, table->columns, md->arena);
    markdown_caption(md, table->id, table->label, table->caption, table->unit, out);
    put_head(md, table, &head, out);
    put_rule(table, out);
    for (size_t row = 0; row < body.rows; row++) {
        for (size_t column = 0; column < body.columns; column++) {
            const struct grid_slot *slot = grid_at(&body, row, column);
            buf_puts(out, "| ");
            if (slot->cell != NULL && slot->origin)
                put_cell(md, &table->body[row], slot->cell, out);
            buf_char(out, ' ');
        }
        buf_puts(out, "|\n");
    }
    markdown_notes(md, table->notes, table->note_count, table->source, out);
}
