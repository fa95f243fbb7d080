/* The tables of a report for spreadsheets: RFC 4180 with a BOM, and no cell that a
   spreadsheet would take for a formula. */
#include "document/format.h"
#include "render/csv_field.h"
#include "render/grid.h"
#include "render/render.h"
#include "words/words.h"

/* What a cell says as plain text: raised digits, which would make 10⁴ another number,
   stand behind ^, and <br> is a line break inside of quotes, as in heads. */
static void put_cell(const struct doc_cell *cell, struct buf *out) {
    if (cell->content == NULL) {
        csv_put_field(out, cell->text);
        return;
    }
    struct buf text = buf_open(SIZE_MAX / 2);
    bool differs = false; /* from what is printed */
    cmark_iter *iter = cmark_iter_new(cell->content);
    cmark_event_type event;
    while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
        cmark_node *node = cmark_iter_get_node(iter);
        cmark_node_type type = cmark_node_get_type(node);
        const struct object *object = document_object(node);
        if (event == CMARK_EVENT_EXIT)
            continue;
        if (type == CMARK_NODE_TEXT || type == CMARK_NODE_CODE)
            buf_puts(&text, cmark_node_get_literal(node));
        else if (type == CMARK_NODE_SOFTBREAK)
            buf_char(&text, ' ');
        else if (type == CMARK_NODE_LINEBREAK) {
            buf_char(&text, '\n');
            differs = true;
        } else if (object != NULL && object->kind == OBJECT_SPAN &&
                   ((const struct doc_span *)(const void *)object)->span ==
                       SPAN_SUPERSCRIPT) {
            buf_char(&text, '^');
            differs = true;
        }
    }
    cmark_iter_free(iter);
    csv_put_field(out, differs ? buf_str(&text) : cell->text);
    buf_close(&text);
}

/* Whether an id is one of a list with blanks between. */
static bool lists(struct str ids, struct str id) {
    for (size_t at = 0; at < ids.n;) {
        size_t end = str_find(ids, STR(" "), at);
        end = end == STR_NOT_FOUND ? ids.n : end;
        if (str_equal(str_slice(ids, at, end), id))
            return true;
        at = end + 1;
    }
    return false;
}

/* The ids of the figures that a text prints, each once, with blanks between. */
static void put_ids(const struct document *doc, struct str text, struct buf *ids) {
    size_t count;
    const struct doc_run *runs = doc_figures_runs(doc->figures, text, &count);
    for (size_t i = 0; i < count; i++) {
        if (lists(buf_str(ids), runs[i].figure->id))
            continue;
        if (ids->n > 0)
            buf_char(ids, ' ');
        buf_put(ids, runs[i].figure->id);
    }
}

static void put_cell_ids(const struct document *doc, const struct doc_cell *cell,
                         struct buf *ids) {
    if (cell->content == NULL) {
        put_ids(doc, cell->text, ids);
        return;
    }
    cmark_iter *iter = cmark_iter_new(cell->content);
    cmark_event_type event;
    while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
        const struct object *object = document_object(cmark_iter_get_node(iter));
        if (event == CMARK_EVENT_ENTER && object && object->kind == OBJECT_PRINTED)
            put_ids(doc, ((const struct doc_printed *)(const void *)object)->text, ids);
    }
    cmark_iter_free(iter);
}

struct csv_line {
    struct str label, text;
    struct str beside; /* a second field, or empty */
};

/* A record around a table; the ids of its figures are its last field. */
static void put_line(const struct document *doc, struct csv_line line,
                     struct str figures_of, struct buf *out) {
    struct buf first = buf_open(SIZE_MAX / 2), ids = buf_open(SIZE_MAX / 2);
    buf_put(&first, line.label);
    buf_put(&first, line.text);
    if (doc->theme->csv_figures)
        put_ids(doc, figures_of, &ids);
    csv_put_field(out, buf_str(&first));
    const struct str more[] = {line.beside, buf_str(&ids)};
    for (size_t i = 0; i < sizeof more / sizeof *more; i++)
        if (more[i].n > 0) {
            buf_char(out, ',');
            csv_put_field(out, more[i]);
        }
    csv_end_record(out);
    buf_close(&first);
    buf_close(&ids);
}

/* The rows of a table with, if the theme wants them, columns behind them: one for each
   column that prints a figure, with the ids of its figures. */
struct csv_rows {
    const struct document *doc;
    struct arena *arena;
    struct grid head, body;
    bool *has_ids; /* one a column of the table */
};

static void find_ids(struct csv_rows *rows, const struct grid *grid) {
    struct buf ids = buf_open(SIZE_MAX / 2);
    for (size_t i = 0; i < grid->rows * grid->columns; i++) {
        const struct grid_slot *slot = &grid->slots[i];
        buf_clear(&ids);
        if (slot->cell != NULL && slot->origin)
            put_cell_ids(rows->doc, slot->cell, &ids);
        if (ids.n > 0)
            rows->has_ids[i % grid->columns] = true;
    }
    buf_close(&ids);
}

static struct csv_rows csv_rows_of(const struct document *doc,
                                   const struct doc_table *table, struct arena *arena) {
    struct csv_rows rows = {
        .doc = doc,
        .arena = arena,
        .head = grid_open(table->head, table->head_count, table->columns, arena),
        .body = grid_open(table->body, table->body_count, table->columns, arena),
        .has_ids = arena_array(arena, table->columns + 1, sizeof(bool))};
    if (doc->theme->csv_figures) {
        find_ids(&rows, &rows.head);
        find_ids(&rows, &rows.body);
    }
    return rows;
}

/* What names the ids of a column: its lowest head, 证书（数字标识）, with its own ids.
 */
static void put_ids_head(const struct csv_rows *rows, const struct grid_slot *slot,
                         struct buf *ids, struct buf *out) {
    const struct printed_words *words = &rows->doc->words;
    struct str head = slot->cell != NULL ? slot->cell->text : STR("");
    const struct words_value value = {"head", head};
    struct str name =
        words_fill(words->vocabulary, "column.figure_ids", &value, 1, rows->arena);
    if (slot->cell != NULL)
        put_cell_ids(rows->doc, slot->cell, ids);
    csv_put_field(out, ids->n == 0
                           ? name
                           : arena_printf(rows->arena, "%.*s %.*s", STR_ARG(name),
                                          STR_ARG(buf_str(ids))));
}

/* Whether a cell is told here: in the body one that reaches over several rows is told
   in each of them, so that rows can be sorted and filtered. */
static bool is_told(const struct grid *grid, bool head, size_t row, size_t column) {
    const struct grid_slot *slot = grid_at(grid, row, column);
    if (slot->cell == NULL || slot->origin || head)
        return slot->cell != NULL && slot->origin;
    return column == 0 || grid_at(grid, row, column - 1)->cell != slot->cell;
}

static void put_rows(const struct csv_rows *rows, bool head, struct buf *out) {
    const struct grid *grid = head ? &rows->head : &rows->body;
    struct buf ids = buf_open(SIZE_MAX / 2);
    for (size_t row = 0; row < grid->rows; row++) {
        for (size_t column = 0; column < grid->columns; column++) {
            const struct grid_slot *slot = grid_at(grid, row, column);
            if (column > 0)
                buf_char(out, ',');
            if (is_told(grid, head, row, column))
                put_cell(slot->cell, out);
        }
        for (size_t column = 0; column < grid->columns; column++) {
            const struct grid_slot *slot = grid_at(grid, row, column);
            if (!rows->has_ids[column])
                continue;
            buf_char(out, ',');
            buf_clear(&ids);
            if (head && row + 1 == grid->rows) {
                put_ids_head(rows, slot, &ids, out);
                continue;
            }
            /* A head that reaches down to the lowest row says its ids there. */
            if (is_told(grid, head, row, column) &&
                (!head || row + slot->cell->row_span < grid->rows))
                put_cell_ids(rows->doc, slot->cell, &ids);
            csv_put_field(out, buf_str(&ids));
        }
        csv_end_record(out);
    }
    buf_close(&ids);
}

static void put_table(const struct document *doc, const struct doc_table *table,
                      struct arena *arena, struct buf *out) {
    struct str mark = page_marks_text(&doc->marks, true, doc->words.gap, arena);
    struct csv_rows rows = csv_rows_of(doc, table, arena);
    if (table->label.n > 0 || table->caption.n > 0)
        put_line(doc,
                 (struct csv_line){
                     .text = printed_caption(doc, table->label, table->caption, arena),
                     .beside = mark},
                 table->caption, out);
    else if (mark.n > 0)
        put_line(doc, (struct csv_line){.text = mark}, STR(""), out);
    if (table->unit.n > 0)
        put_line(doc,
                 (struct csv_line){printed_unit(doc, table->unit).label, table->unit,
                                   STR("")},
                 table->unit, out);
    put_rows(&rows, true, out);
    put_rows(&rows, false, out);
    size_t count;
    const struct doc_part *parts = printed_foot(doc, table->notes, table->note_count,
                                                table->source, arena, &count);
    for (size_t i = 0; i < count; i++)
        put_line(doc, (struct csv_line){parts[i].label, parts[i].text, STR("")},
                 parts[i].text, out);
}

bool render_csv(const struct document *doc, struct buf *out, struct diag *diag) {
    struct arena *arena = arena_open();
    buf_puts(out, "\xEF\xBB\xBF");
    for (size_t i = 0; i < doc->table_count; i++) {
        if (i > 0)
            csv_end_record(out);
        put_table(doc, doc->tables[i], arena, out);
    }
    arena_close(arena);
    if (!buf_ok(out))
        return diag_error(diag, (struct place){.file = doc->stem},
                          "the tables are too large for one CSV file");
    return true;
}

static bool render(const struct document *doc, size_t i,
                   const struct rendering *rendering, struct buf *out,
                   struct diag *diag) {
    (void)i;
    (void)rendering;
    return render_csv(doc, out, diag);
}

const struct format_kind format_csv = {
    .kind = {"csv", "all tables of a report, for spreadsheets", "报告中的全部表格"},
    .extension = "csv",
    .place = 4,
    .label = "CSV",
    .short_label = "CSV",
    .render = render,
};
