#include "compose/prepass.h"
#include "compose/info.h"
#include "compose/inlines.h"
#include <string.h>

#define TABLE_COLUMNS 64

struct lines {
    struct composition *c;
    struct str *items; /* without their line feeds */
    size_t count;
    struct buf *out;
};

static size_t indent_of(struct str line) {
    size_t i = 0;
    while (i < line.n && line.p[i] == ' ')
        i++;
    return i;
}

static bool is_blank(struct str line) { return str_trim(line).n == 0; }

/* The line behind the code block that opens at line `i`; `i` if none does. */
static size_t fence_end(const struct lines *lines, size_t i) {
    char mark;
    size_t info, length = tags_fence(lines->items[i], 0, &mark, &info);
    if (length == 0)
        return i;
    for (size_t k = i + 1; k < lines->count; k++)
        if (tags_fence_closes(lines->items[k], 0, mark, length))
            return k + 1;
    return lines->count;
}

static size_t heading_level(struct str line) {
    size_t at = indent_of(line), level = 0;
    while (at + level < line.n && line.p[at + level] == '#')
        level++;
    bool spaced =
        at + level == line.n || line.p[at + level] == ' ' || line.p[at + level] == '\t';
    return at <= 3 && level <= 6 && spaced ? level : 0;
}

/* [^label]: at the start of a line; *rest is the byte behind it. */
static bool is_definition(struct str line, struct str *label, size_t *rest) {
    size_t at = indent_of(line);
    if (at > 3 || !str_starts(str_slice(line, at, line.n), STR("[^")))
        return false;
    size_t end = str_find(line, STR("]:"), at);
    if (end == STR_NOT_FOUND || end == at + 2)
        return false;
    *label = str_slice(line, at + 2, end);
    *rest = end + 2;
    return memchr(label->p, ' ', label->n) == NULL;
}

static void add_definition(struct lines *lines, size_t first, struct str label,
                           struct str text) {
    struct composition *c = lines->c;
    struct place place = parts_place(c, first + 1);
    for (size_t i = 0; i < c->definition_count; i++)
        if (str_equal(c->definitions[i].label, label)) {
            parts_error(c, place, "footnote [^%.*s] is written twice", STR_ARG(label));
            return;
        }
    if (str_trim(text).n == 0) {
        parts_error(c, place, "footnote [^%.*s] is empty", STR_ARG(label));
        return;
    }
    struct doc_note *note = arena_alloc(c->arena, sizeof *note);
    note->object.kind = OBJECT_NOTE;
    note->object.place = place;
    struct mark mark = {.kind = MARK_NOTE,
                        .place = place,
                        .object = &note->object,
                        .text = arena_copy(c->arena, str_trim(text))};
    c->definitions = arena_grow(c->arena, c->definitions, c->definition_count,
                                &c->definition_capacity, sizeof *c->definitions);
    c->definitions[c->definition_count++] =
        (struct definition){arena_copy(c->arena, label), parts_mark(c, mark)};
}

/* The next line of a footnote: a space between, unless Han meets Han. */
static void join(struct buf *text, struct str line) {
    uint32_t first = 0, last = 0;
    size_t at = text->n;
    while (at > 0 && ((unsigned char)text->p[at - 1] & 0xC0) == 0x80)
        at--;
    if (at > 0)
        utf8_decode(buf_str(text), at - 1, &last);
    utf8_decode(line, 0, &first);
    if (!document_is_wide(first) || !document_is_wide(last))
        buf_char(text, ' ');
    buf_put(text, line);
}

/* Takes the footnotes' texts out; their lines stay, blank. */
static void take_definitions(struct lines *lines) {
    for (size_t i = 0; i < lines->count;) {
        size_t next = fence_end(lines, i), rest;
        struct str label;
        if (next > i || !is_definition(lines->items[i], &label, &rest)) {
            i = next > i ? next : i + 1;
            continue;
        }
        struct buf text = buf_open(SIZE_MAX / 2);
        buf_put(&text, str_trim(str_slice(lines->items[i], rest, lines->items[i].n)));
        lines->items[i].n = 0;
        size_t k = i + 1;
        struct str other;
        while (k < lines->count && !is_blank(lines->items[k]) &&
               !is_definition(lines->items[k], &other, &rest) &&
               heading_level(lines->items[k]) == 0 && fence_end(lines, k) == k) {
            join(&text, str_trim(lines->items[k]));
            lines->items[k++].n = 0;
        }
        add_definition(lines, i, label, buf_str(&text));
        buf_close(&text);
        i = k;
    }
}

/* The cells of a row of a pipe table; an escaped pipe is part of its cell. Returns
   how many there are, of which the first TABLE_COLUMNS are in `cells`. */
static size_t split_row(struct str line, struct str cells[TABLE_COLUMNS]) {
    line = str_trim(line);
    if (line.n > 0 && line.p[0] == '|')
        line = str_slice(line, 1, line.n);
    size_t count = 0, start = 0;
    for (size_t i = 0; i <= line.n; i++) {
        if (i < line.n && line.p[i] == '\\') {
            i++;
        } else if (i == line.n || line.p[i] == '|') {
            if (i < line.n || start < line.n || count == 0) {
                if (count < TABLE_COLUMNS)
                    cells[count] = str_trim(str_slice(line, start, i));
                count++;
            }
            start = i + 1;
        }
    }
    return count;
}

static bool has_pipe(struct str line) {
    for (size_t i = 0; i < line.n; i++)
        if (line.p[i] == '\\')
            i++;
        else if (line.p[i] == '|')
            return true;
    return false;
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

/* The columns of the table whose head is line `i`; 0 if it is none. */
static size_t table_columns(struct lines *lines, size_t i,
                            enum doc_align align[TABLE_COLUMNS]) {
    if (i + 1 >= lines->count || indent_of(lines->items[i]) > 3 ||
        !has_pipe(lines->items[i]) || !has_pipe(lines->items[i + 1]))
        return 0;
    struct str cells[TABLE_COLUMNS], rules[TABLE_COLUMNS];
    size_t columns = split_row(lines->items[i], cells);
    if (split_row(lines->items[i + 1], rules) != columns)
        return 0;
    size_t kept = columns < TABLE_COLUMNS ? columns : TABLE_COLUMNS;
    for (size_t k = 0; k < kept; k++)
        if (!is_rule(rules[k], &align[k]))
            return 0;
    if (columns > TABLE_COLUMNS)
        parts_error(lines->c, parts_place(lines->c, i + 1),
                    "a pipe table has at most %d columns", TABLE_COLUMNS);
    return kept;
}

static struct doc_row make_row(struct lines *lines, size_t at,
                               const struct doc_table *table) {
    struct composition *c = lines->c;
    struct str cells[TABLE_COLUMNS];
    size_t count = split_row(lines->items[at], cells);
    struct place place = parts_place(c, at + 1);
    if (count > table->columns) {
        parts_error(c, place, "this row has %zu cells, the table's head %zu", count,
                    table->columns);
        diag_hint(c->diag, "write \\| for a pipe inside a cell");
        count = table->columns;
    }
    struct doc_row row = {.count = table->columns};
    row.cells = arena_array(c->arena, table->columns, sizeof *row.cells);
    for (size_t i = 0; i < table->columns; i++) {
        struct doc_cell *cell = &row.cells[i];
        *cell = (struct doc_cell){.text = {"", 0},
                                  .column_span = 1,
                                  .row_span = 1,
                                  .align = table->align[i],
                                  .shade = -1};
        if (i >= count || cells[i].n == 0)
            continue;
        c->cells = arena_grow(c->arena, c->cells, c->cell_count, &c->cell_capacity,
                              sizeof *c->cells);
        c->cells[c->cell_count++] =
            (struct cell_source){cell, arena_copy(c->arena, cells[i]), place};
    }
    return row;
}

/* Writes the mark of the table at line `i` and as many lines as it had; returns
   the line behind it. */
static size_t put_table(struct lines *lines, size_t i, size_t columns,
                        const enum doc_align *align) {
    struct composition *c = lines->c;
    size_t end = i + 2;
    while (end < lines->count && !is_blank(lines->items[end]) &&
           has_pipe(lines->items[end]))
        end++;
    struct doc_table *table = arena_alloc(c->arena, sizeof *table);
    table->object.kind = OBJECT_TABLE;
    table->object.place = parts_place(c, i + 1);
    table->plain = true;
    table->columns = columns;
    table->align = arena_array(c->arena, columns, sizeof *table->align);
    memcpy(table->align, align, columns * sizeof *align);
    table->head = arena_array(c->arena, 1, sizeof *table->head);
    table->head_count = 1;
    table->head[0] = make_row(lines, i, table);
    table->body_count = end - i - 2;
    table->body = arena_array(c->arena, table->body_count + 1, sizeof *table->body);
    for (size_t k = 0; k < table->body_count; k++)
        table->body[k] = make_row(lines, i + 2 + k, table);
    if (table->body_count == 0)
        parts_error(c, table->object.place, "this table has a head and no rows");
    struct mark mark = {
        .kind = MARK_OBJECT, .place = table->object.place, .object = &table->object};
    buf_puts(lines->out, "~~~");
    parts_put_mark(lines->out, parts_mark(c, mark));
    buf_puts(lines->out, "\n~~~\n");
    for (size_t k = i + 2; k < end; k++)
        buf_char(lines->out, '\n');
    return end;
}

/* One word of {#id .annex -}. */
static bool read_attribute(struct composition *c, struct str word, struct mark *mark) {
    if (word.n > 1 && word.p[0] == '#') {
        mark->text = arena_copy(c->arena, str_slice(word, 1, word.n));
        if (info_id_is_valid(mark->text))
            return true;
        parts_error(c, mark->place, "\"%.*s\" cannot be an id", STR_ARG(mark->text));
        diag_hint(c->diag, "an id is a Latin letter, then letters, digits, - and _");
        return false;
    }
    if (str_equal(word, STR("-")))
        return mark->unnumbered = true;
    if (str_equal(word, STR(".annex")))
        return mark->annex = true;
    parts_error(c, mark->place, "a heading knows nothing of {%.*s}", STR_ARG(word));
    diag_hint(c->diag, "write {#id}, {-} for no number, or {.annex}");
    return false;
}

/* Where the attributes {…} at the heading's end start; n if there are none. A
   brace from a value is escaped, so it is not taken for one. */
static size_t attributes_start(struct str line) {
    if (line.n < 3 || line.p[line.n - 1] != '}' || line.p[line.n - 2] == '\\')
        return line.n;
    size_t at = line.n - 1;
    while (at > 0 && line.p[at] != '{')
        at--;
    if (line.p[at] != '{' || at == 0 || line.p[at - 1] == '\\' ||
        (line.p[at + 1] != '#' && line.p[at + 1] != '.' && line.p[at + 1] != '-'))
        return line.n;
    return at;
}

/* The line without its attributes; their mark, if it has any, goes to *index. */
static struct str take_attributes(struct lines *lines, size_t i, size_t *index) {
    struct composition *c = lines->c;
    struct str line = str_trim(lines->items[i]);
    size_t start = attributes_start(line);
    struct mark mark = {.kind = MARK_ATTRIBUTES, .place = parts_place(c, i + 1)};
    *index = 0;
    if (start == line.n)
        return line;
    for (size_t at = start + 1; at + 1 < line.n;) {
        size_t end = at;
        while (end < line.n - 1 && line.p[end] != ' ')
            end++;
        if (end > at && !read_attribute(c, str_slice(line, at, end), &mark))
            break;
        at = end + 1;
    }
    *index = parts_mark(c, mark);
    return str_trim(str_slice(line, 0, start));
}

static void put_heading(struct lines *lines, size_t i) {
    size_t index;
    struct str line = take_attributes(lines, i, &index);
    inlines_rewrite(lines->c, line, i + 1, parts_place(lines->c, i + 1), lines->out);
    if (index > 0)
        parts_put_mark(lines->out, index);
    buf_char(lines->out, '\n');
}

/* === or --- under a heading's text. */
static bool is_underline(const struct lines *lines, size_t i) {
    struct str line = i < lines->count ? str_trim(lines->items[i]) : STR("");
    for (size_t k = 0; k < line.n; k++)
        if (line.p[k] != line.p[0])
            return false;
    return line.n > 0 && (line.p[0] == '=' || line.p[0] == '-');
}

/* The lines of a paragraph, a list or a quotation, up to a blank line or a block. */
static size_t put_paragraph(struct lines *lines, size_t i) {
    struct buf text = buf_open(SIZE_MAX / 2);
    size_t end = i;
    enum doc_align align[TABLE_COLUMNS];
    do {
        size_t index = 0;
        if (is_underline(lines, end + 1))
            buf_put(&text, take_attributes(lines, end, &index));
        else
            buf_put(&text, lines->items[end]);
        if (index > 0)
            parts_put_mark(&text, index);
        buf_char(&text, '\n');
        end++;
    } while (end < lines->count && !is_blank(lines->items[end]) &&
             fence_end(lines, end) == end && heading_level(lines->items[end]) == 0 &&
             table_columns(lines, end, align) == 0);
    inlines_rewrite(lines->c, buf_str(&text), i + 1, parts_place(lines->c, i + 1),
                    lines->out);
    buf_close(&text);
    return end;
}

static void put_lines(struct lines *lines) {
    enum doc_align align[TABLE_COLUMNS];
    for (size_t i = 0; i < lines->count;) {
        size_t end = fence_end(lines, i), columns;
        if (end > i || is_blank(lines->items[i])) {
            for (end = end > i ? end : i + 1; i < end; i++) {
                buf_put(lines->out, lines->items[i]);
                buf_char(lines->out, '\n');
            }
        } else if (heading_level(lines->items[i]) > 0) {
            put_heading(lines, i++);
        } else if ((columns = table_columns(lines, i, align)) > 0) {
            i = put_table(lines, i, columns, align);
        } else {
            i = put_paragraph(lines, i);
        }
    }
}

void prepass(struct composition *c, struct str text, struct buf *out) {
    struct lines lines = {.c = c, .out = out};
    size_t count = 0, at = 0;
    for (size_t i = 0; i < text.n; i++)
        count += text.p[i] == '\n';
    lines.items = arena_array(c->arena, count + 1, sizeof *lines.items);
    while (at < text.n) {
        size_t end = tags_next_line(text, at);
        bool fed = text.p[end - 1] == '\n';
        lines.items[lines.count++] = str_slice(text, at, end - fed);
        at = end;
    }
    take_definitions(&lines);
    put_lines(&lines);
}

void prepass_check_footnotes(struct composition *c) {
    for (size_t i = 0; i < c->definition_count; i++) {
        const struct mark *mark = &c->marks[c->definitions[i].mark];
        if (mark->used)
            continue;
        parts_error(c, mark->place, "footnote [^%.*s] is never used",
                    STR_ARG(c->definitions[i].label));
        diag_hint(c->diag, "put [^%.*s] where its mark belongs",
                  STR_ARG(c->definitions[i].label));
    }
}

void prepass_inlines(struct composition *c, struct str text, struct place place,
                     struct buf *out) {
    inlines_rewrite(c, text, 0, place, out);
}
