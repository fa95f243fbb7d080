#include "compose/pipe_table.h"
#include "compose/printed.h"
#include <string.h>

#define TABLE_COLUMNS 64
#define CODE_INDENT 4

/* A pipe behind a backslash is part of its cell, in code too (GFM 4.10). */
static bool is_border(struct str line, size_t at) {
    return line.p[at] == '|' && (at == 0 || line.p[at - 1] != '\\');
}

static bool has_border(struct str line) {
    for (size_t i = 0; i < line.n; i++)
        if (is_border(line, i))
            return true;
    return false;
}

/* The cells of a row. Returns how many there are, of which the first TABLE_COLUMNS
   are in `cells`. */
static size_t split_row(struct str line, struct str cells[TABLE_COLUMNS]) {
    line = str_trim(line);
    if (line.n > 0 && line.p[0] == '|')
        line = str_slice(line, 1, line.n);
    size_t count = 0, start = 0;
    for (size_t i = 0; i <= line.n; i++) {
        if (i < line.n && !is_border(line, i))
            continue;
        if (i < line.n || start < line.n) {
            if (count < TABLE_COLUMNS)
                cells[count] = str_trim(str_slice(line, start, i));
            count++;
        }
        start = i + 1;
    }
    return count;
}

/* :--, --:, :-: or -- */
static bool is_rule(struct str cell, enum doc_align *align) {
    bool left = cell.n > 0 && cell.p[0] == ':';
    bool right = cell.n > 1 && cell.p[cell.n - 1] == ':';
    struct str dashes = str_slice(cell, left, cell.n - right);
    for (size_t i = 0; i < dashes.n; i++)
        if (dashes.p[i] != '-')
            return false;
    *align = right ? (left ? ALIGN_CENTRE : ALIGN_RIGHT) : ALIGN_LEFT;
    return dashes.n > 0;
}

static size_t read_rule(struct str line, enum doc_align align[TABLE_COLUMNS]) {
    struct str rules[TABLE_COLUMNS];
    size_t count = split_row(line, rules);
    for (size_t k = 0; k < count && k < TABLE_COLUMNS; k++)
        if (!is_rule(rules[k], &align[k]))
            return 0;
    return count;
}

/* The place of the head in `contents`; count if there is no table. */
static size_t find_head(const struct source_contents *contents, size_t *columns,
                        enum doc_align align[TABLE_COLUMNS]) {
    struct str cells[TABLE_COLUMNS];
    for (size_t i = 1; i < contents->count; i++) {
        const struct source_content *rule = &contents->items[i];
        if (rule->lazy || (i > 1 && rule[-1].lazy) || rule->indent >= CODE_INDENT ||
            rule->text.n == 0 || strchr("|:-", rule->text.p[0]) == NULL)
            continue;
        *columns = read_rule(rule->text, align);
        if (*columns > 0 && split_row(contents->items[i - 1].text, cells) == *columns)
            return i - 1;
    }
    return contents->count;
}

/* True unless the line begins a block of its own, which would end a table. */
static bool is_row(const struct source_content *content) {
    if (content->lazy || content->indent >= CODE_INDENT)
        return false;
    if (content->text.n > 0 && content->text.p[0] == '|')
        return true;
    cmark_node *root =
        cmark_parse_document(content->text.p, content->text.n, CMARK_OPT_DEFAULT);
    cmark_node *first = cmark_node_first_child(root);
    bool row = first == NULL || cmark_node_get_type(first) == CMARK_NODE_PARAGRAPH;
    cmark_node_free(root);
    return row;
}

/* The backslash of \| has done its work. */
static struct str unescape(struct composition *c, struct str cell) {
    struct buf out = buf_open(cell.n + 1);
    for (size_t i = 0; i < cell.n; i++)
        if (cell.p[i] != '\\' || i + 1 == cell.n || cell.p[i + 1] != '|')
            buf_char(&out, cell.p[i]);
    struct str copy = arena_copy(c->arena, buf_str(&out));
    buf_close(&out);
    return copy;
}

static struct doc_row make_row(struct composition *c,
                               const struct source_content *content,
                               const struct doc_table *table) {
    struct str cells[TABLE_COLUMNS];
    size_t count = split_row(content->text, cells);
    struct place place = parts_place(c, content->line);
    if (count > table->columns) {
        parts_error(c, place, "this row has %zu cells, the table's head %zu", count,
                    table->columns);
        diag_hint(c->diag, "write \\| for a pipe inside a cell");
        count = table->columns;
    }
    if (count == 1 && table->columns > 1 && !has_border(content->text)) {
        diag_warning(c->diag, place,
                     "this line is read as a row of the table above it");
        diag_hint(c->diag, "leave a blank line between, or begin the row with |");
    } else if (count < table->columns) {
        diag_warning(c->diag, place, "this row has %zu cells, the table's head %zu",
                     count, table->columns);
        diag_hint(c->diag, "a cell without a text is written as | |");
    }
    struct place *own = arena_alloc(c->arena, sizeof *own);
    *own = place;
    struct doc_row row = {.count = table->columns, .place = own};
    row.cells = arena_array(c->arena, table->columns, sizeof *row.cells);
    for (size_t i = 0; i < table->columns; i++) {
        struct doc_cell *cell = &row.cells[i];
        *cell = (struct doc_cell){.text = {"", 0},
                                  .column_span = 1,
                                  .row_span = 1,
                                  .align = table->align[i],
                                  .shade = -1};
        if (i >= count || printed_nothing(c, cells[i]))
            continue;
        c->cells = arena_grow(c->arena, c->cells, c->cell_count, &c->cell_capacity,
                              sizeof *c->cells);
        c->cells[c->cell_count++] =
            (struct cell_source){cell, unescape(c, cells[i]), place};
    }
    return row;
}

/* `rows`: the head, the row of dashes, the rows. */
static struct object *make_table(struct composition *c,
                                 const struct source_content *rows, size_t count,
                                 size_t columns, const enum doc_align *align) {
    struct doc_table *table = arena_alloc(c->arena, sizeof *table);
    table->object.kind = OBJECT_TABLE;
    table->object.place = parts_place(c, rows->line);
    if (columns > TABLE_COLUMNS)
        parts_error(c, table->object.place, "a pipe table has at most %d columns",
                    TABLE_COLUMNS);
    table->plain = true;
    table->columns = columns < TABLE_COLUMNS ? columns : TABLE_COLUMNS;
    table->align = arena_array(c->arena, table->columns, sizeof *table->align);
    memcpy(table->align, align, table->columns * sizeof *align);
    table->head = arena_array(c->arena, 1, sizeof *table->head);
    table->head_count = 1;
    table->head[0] = make_row(c, rows, table);
    table->body_count = count - 2;
    table->body = arena_array(c->arena, table->body_count + 1, sizeof *table->body);
    for (size_t k = 0; k < table->body_count; k++)
        table->body[k] = make_row(c, &rows[k + 2], table);
    if (table->body_count == 0)
        parts_error(c, table->object.place, "this table has a head and no rows");
    return &table->object;
}

static void replace_line(struct composition *c, const struct source_content *content,
                         struct str text, struct edits *edits) {
    edits_add(edits, c->arena,
              (struct edit){content->start, content->start + content->text.n, text});
}

/* A fence around nothing: the mark in the head's line, the end in the last one's. */
static void put_mark(struct composition *c, const struct source_content *rows,
                     size_t count, struct object *object, struct edits *edits) {
    struct mark mark = {.kind = MARK_OBJECT, .place = object->place, .object = object};
    struct buf fence = buf_open(64);
    buf_puts(&fence, "~~~");
    parts_put_mark(&fence, parts_mark(c, mark));
    replace_line(c, &rows[0], arena_copy(c->arena, buf_str(&fence)), edits);
    buf_close(&fence);
    for (size_t k = 1; k + 1 < count; k++)
        replace_line(c, &rows[k], (struct str){"", 0}, edits);
    replace_line(c, &rows[count - 1], STR("~~~"), edits);
}

/* === below a table's rows is one of them: a mark of nothing lets cmark see that. */
static void lift_underline(struct composition *c, const struct source_content *line,
                           struct edits *edits) {
    edits_add(edits, c->arena,
              (struct edit){line->start, line->start, STR(MARK_NEUTRAL)});
}

bool pipe_table_take(struct composition *c, cmark_node *node, struct edits *edits) {
    struct source_contents contents = source_contents_of(&c->source, node);
    enum doc_align align[TABLE_COLUMNS];
    size_t columns, head = find_head(&contents, &columns, align);
    if (head == contents.count)
        return false;
    size_t end = head + 2;
    while (end < contents.count && is_row(&contents.items[end]))
        end++;
    if (end == contents.count && contents.underlined && is_row(&contents.items[end])) {
        lift_underline(c, &contents.items[end], edits);
        return true;
    }
    const struct source_content *rows = &contents.items[head];
    struct object *object = make_table(c, rows, end - head, columns, align);
    put_mark(c, rows, end - head, object, edits);
    return true;
}

size_t pipe_table_rule(struct str line) {
    enum doc_align align[TABLE_COLUMNS];
    return read_rule(line, align);
}

size_t pipe_table_cells(struct str line) {
    struct str cells[TABLE_COLUMNS];
    return split_row(line, cells);
}
