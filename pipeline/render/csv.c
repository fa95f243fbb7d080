/* The tables of a report for spreadsheets: RFC 4180 with a BOM, and no cell that a
   spreadsheet would take for a formula. */
#include "document/format.h"
#include "render/grid.h"
#include "render/render.h"

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* A number as reports print it: sign, digits grouped by commas, decimals, % */
static bool is_number(struct str s) {
    size_t at = 0, digits = 0;
    if (at < s.n && (s.p[at] == '+' || s.p[at] == '-'))
        at++;
    while (at < s.n && (is_digit(s.p[at]) || (digits > 0 && s.p[at] == ',')))
        digits += is_digit(s.p[at++]) ? 1 : 0;
    if (digits == 0)
        return false;
    if (at + 1 < s.n && s.p[at] == '.' && is_digit(s.p[at + 1])) {
        at++;
        while (at < s.n && is_digit(s.p[at]))
            at++;
    }
    if (at < s.n && s.p[at] == '%')
        at++;
    return at == s.n;
}

/* Spreadsheets read such a cell as a formula, or drop the character. */
static bool needs_guard(struct str s) {
    static const char *const starts[] = {"=",  "+",  "-",  "@",  "\t",
                                         "\r", "＝", "＋", "－", "＠"};
    if (s.n == 0 || is_number(s))
        return false;
    if (s.p[0] == '\0')
        return true;
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
        if (str_starts(s, str_from(starts[i])))
            return true;
    return false;
}

static void put_field(struct buf *out, struct str text) {
    bool guard = needs_guard(text), quote = false;
    for (size_t i = 0; i < text.n; i++)
        quote = quote || text.p[i] == '"' || text.p[i] == ',' || text.p[i] == '\n' ||
                text.p[i] == '\r';
    quote = quote || (text.n > 0 && (text.p[0] == ' ' || text.p[text.n - 1] == ' '));
    if (quote)
        buf_char(out, '"');
    if (guard)
        buf_char(out, '\'');
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] == '"')
            buf_char(out, '"');
        buf_char(out, text.p[i]);
    }
    if (quote)
        buf_char(out, '"');
}

static void end_record(struct buf *out) { buf_puts(out, "\r\n"); }

/* A record of one field. */
static void put_line(struct buf *out, struct str prefix, struct str text,
                     struct str second) {
    struct buf line = buf_open((size_t)1 << 20);
    buf_put(&line, prefix);
    buf_put(&line, text);
    put_field(out, buf_str(&line));
    if (second.n > 0) {
        buf_char(out, ',');
        put_field(out, second);
    }
    end_record(out);
    buf_close(&line);
}

static void put_rows(const struct doc_row *rows, size_t count, size_t columns,
                     struct arena *arena, struct buf *out) {
    struct grid grid = grid_open(rows, count, columns, arena);
    for (size_t row = 0; row < grid.rows; row++) {
        for (size_t column = 0; column < grid.columns; column++) {
            const struct grid_slot *slot = grid_at(&grid, row, column);
            if (column > 0)
                buf_char(out, ',');
            if (slot->cell != NULL && slot->origin)
                put_field(out, slot->cell->text);
        }
        end_record(out);
    }
}

static void put_table(const struct document *doc, const struct doc_table *table,
                      struct arena *arena, struct buf *out) {
    struct str mark = page_marks_text(&doc->marks, true, doc->words.gap, arena);
    if (table->label.n > 0 || table->caption.n > 0)
        put_line(out, STR(""),
                 printed_caption(doc, table->label, table->caption, arena), mark);
    else if (mark.n > 0)
        put_line(out, mark, STR(""), STR(""));
    if (table->unit.n > 0)
        put_line(out, printed_unit(doc, table->unit).label, table->unit, STR(""));
    put_rows(table->head, table->head_count, table->columns, arena, out);
    put_rows(table->body, table->body_count, table->columns, arena, out);
    size_t count;
    const struct doc_part *parts = printed_foot(doc, table->notes, table->note_count,
                                                table->source, arena, &count);
    for (size_t i = 0; i < count; i++)
        put_line(out, parts[i].label, parts[i].text, STR(""));
}

bool render_csv(const struct document *doc, struct buf *out, struct diag *diag) {
    struct arena *arena = arena_open();
    buf_puts(out, "\xEF\xBB\xBF");
    for (size_t i = 0; i < doc->table_count; i++) {
        if (i > 0)
            end_record(out);
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
