/* Tables as HTML: caption with the unit at the right, heads with their scope,
   figures aligned by the point. The text of a cell's element is exactly the
   text of the document's cell: alignment is done by invisible generated digits. */
#include "draw/marks.h"
#include "render/html.h"
#include "render/ruling.h"

#define TAIL_MAX 12 /* bytes after the whole part that still take part in alignment */

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* What follows the whole part of a number (".50", "%", ""), to be aligned by;
   false for texts that are no number. A single mark like — counts as a number
   without a fraction. */
static bool number_tail(struct str text, struct str *tail) {
    size_t at = 0;
    while (at < text.n && !is_digit(text.p[at]))
        at++;
    if (at == text.n) {
        *tail = STR("");
        return utf8_length(text) == 1;
    }
    while (at < text.n && (is_digit(text.p[at]) || text.p[at] == ','))
        at++;
    *tail = str_slice(text, at, text.n);
    if (tail->n > TAIL_MAX)
        return false;
    return tail->n == 0 || tail->p[0] == '.' || utf8_length(*tail) == 1;
}

/* The longest tail of a column: what shorter ones are filled up with. */
static struct str column_tail(const struct grid *grid, size_t column) {
    struct str longest = STR("");
    for (size_t row = 0; row < grid->rows; row++) {
        const struct grid_slot *slot = grid_at(grid, row, column);
        struct str tail;
        if (slot->cell != NULL && slot->origin && slot->cell->column_span <= 1 &&
            slot->cell->align == ALIGN_DECIMAL &&
            number_tail(slot->cell->text, &tail) &&
            utf8_length(tail) > utf8_length(longest))
            longest = tail;
    }
    return longest;
}

static void put_padding(struct str text, struct str longest, struct buf *out) {
    struct str tail;
    if (!number_tail(text, &tail))
        return;
    size_t have = utf8_length(tail), at = 0;
    for (size_t i = 0; i < have && at < longest.n; i++) {
        uint32_t cp;
        at += utf8_decode(longest, at, &cp);
    }
    if (at < longest.n)
        html_attribute(out, "data-f", str_slice(longest, at, longest.n));
}

static const char *align_class(enum doc_align align) {
    switch (align) {
    case ALIGN_LEFT:
        return "l";
    case ALIGN_CENTRE:
        return "c";
    case ALIGN_RIGHT:
        return "r";
    case ALIGN_DECIMAL:
        return "r d";
    }
    return "l";
}

#define NARROW 30 /* em: a table that needs less is not stretched */

/* Words this short stay on one line: a narrow column would set them upright. */
#define SHORT_LINE 5

static bool is_short(struct str text) {
    for (size_t from = 0; from <= text.n;) {
        size_t to = str_find(text, STR("\n"), from);
        to = to == STR_NOT_FOUND ? text.n : to;
        if (utf8_length(str_slice(text, from, to)) > SHORT_LINE)
            return false;
        from = to + 1;
    }
    return text.n > 0;
}

static const char *tone_class(enum doc_tone tone) {
    switch (tone) {
    case TONE_NONE:
        return "";
    case TONE_ACCENT:
        return " accent";
    case TONE_ALERT:
        return " alert";
    case TONE_MUTED:
        return " muted";
    case TONE_GOOD:
        return " good";
    case TONE_WATCH:
        return " watch";
    case TONE_BAD:
        return " bad";
    }
    return "";
}

/* Heat: between the ramp's ends, with text that can be read on it. */
static void put_shade(const struct theme *theme, float shade, struct buf *out) {
    if (!(shade >= 0))
        return;
    float at = shade > 1 ? 1 : shade;
    uint32_t fill = mark_tint(theme->accent, 0.06f + 0.74f * at);
    buf_printf(out, " style=\"background:#%06x", (unsigned)fill);
    uint32_t ink = mark_ink_on(fill, theme->ink);
    if (ink == 0xFFFFFF)
        buf_puts(out, ";color:#fff");
    else if (ink != theme->ink)
        buf_puts(out, ";color:#000");
    buf_puts(out, "\"");
}

/* The cell's text, \n as a line break. Long lines are boxes of their own, because
   browsers break text evenly only where it has no <br>. */
static void put_lines(const struct html *html, struct str text, struct buf *out) {
    bool boxes = str_find(text, STR("\n"), 0) != STR_NOT_FOUND && !is_short(text);
    for (size_t from = 0; from <= text.n;) {
        size_t to = str_find(text, STR("\n"), from);
        to = to == STR_NOT_FOUND ? text.n : to;
        buf_puts(out, from > 0 ? "<br>" : "");
        buf_puts(out, boxes ? "<span>" : "");
        html_words_broken(html, text, from, to, out);
        buf_puts(out, boxes ? "</span>" : "");
        from = to + 1;
    }
}

static void put_content(struct html *html, const struct doc_cell *cell,
                        struct buf *out) {
    if (cell->href.n > 0) {
        buf_puts(out, "<a");
        html_attribute(out, "href", cell->href);
        buf_char(out, '>');
    }
    size_t sign = grid_signal(cell);
    if (sign > 0) {
        buf_printf(out, "<span class=\"%s\">", tone_class(cell->tone) + 1);
        html_text(str_slice(cell->text, 0, sign), out);
        buf_puts(out, "</span>");
        html_words_part(html, cell->text, sign, cell->text.n, out);
    } else if (cell->content != NULL)
        html_inlines(html, cell->content, out);
    else if (str_find(cell->text, STR("\n"), 0) != STR_NOT_FOUND)
        put_lines(html, cell->text, out);
    else if (doc_figures_of(html->doc->figures, cell->text) != NULL)
        html_text(cell->text, out); /* its element has the figure's id */
    else
        html_words_broken(html, cell->text, 0, cell->text.n, out);
    if (cell->href.n > 0)
        buf_puts(out, "</a>");
}

static void put_spans(const struct doc_cell *cell, struct buf *out) {
    if (cell->column_span > 1)
        buf_printf(out, " colspan=\"%u\"", (unsigned)cell->column_span);
    if (cell->row_span > 1)
        buf_printf(out, " rowspan=\"%u\"", (unsigned)cell->row_span);
}

static void put_head(struct html *html, const struct doc_table *table,
                     struct buf *out) {
    struct grid grid =
        grid_open(table->head, table->head_count, table->columns, html->arena);
    buf_puts(out, "<thead>\n");
    for (size_t row = 0; row < grid.rows; row++) {
        buf_puts(out, "<tr>");
        for (size_t column = 0; column < grid.columns; column++) {
            const struct grid_slot *slot = grid_at(&grid, row, column);
            if (slot->cell == NULL) {
                buf_puts(out, "<td></td>");
                continue;
            }
            if (!slot->origin)
                continue;
            const struct doc_cell *cell = slot->cell;
            bool group = cell->column_span > 1;
            buf_printf(out, "<th scope=\"%s\" class=\"%s%s%s\"",
                       group ? "colgroup" : "col",
                       group ? "c" : align_class(cell->align), group ? " group" : "",
                       is_short(cell->text) ? " n" : "");
            put_spans(cell, out);
            html_figure_attribute(doc_figures_of(html->doc->figures, cell->text), out);
            buf_char(out, '>');
            put_content(html, cell, out);
            buf_puts(out, "</th>");
        }
        buf_puts(out, "</tr>\n");
    }
    buf_puts(out, "</thead>\n");
}

/* What holds for the cells of the columns. */
struct columns {
    struct str *tails; /* what numbers are filled up to */
    const bool *mixed; /* in several units: not set to the point */
    bool line;         /* stands below the rows that are put */
};

static void put_cell(struct html *html, const struct doc_table *table,
                     const struct doc_row *row, const struct doc_cell *cell,
                     size_t column, const struct columns *columns, struct buf *out) {
    bool head = column < table->stub_columns || row->kind == ROW_GROUP;
    const char *tag = head && cell->text.n > 0 ? "th" : "td";
    buf_printf(out, "<%s", tag);
    if (tag[1] == 'h')
        buf_printf(out, " scope=\"%s\"",
                   row->kind == ROW_GROUP ? "rowgroup"
                   : cell->row_span > 1   ? "rowgroup"
                                          : "row");
    bool words = cell->align == ALIGN_LEFT || cell->align == ALIGN_CENTRE;
    buf_printf(out, " class=\"%s%s%s%s", align_class(cell->align),
               grid_signal(cell) == 0 ? tone_class(cell->tone)
               : grid_alarms(cell)    ? " alarm"
                                      : "",
               cell->strong ? " strong" : "",
               words && is_short(cell->text) ? " n" : "");
    if (cell->indent > 0)
        buf_printf(out, " in%u", cell->indent > 4 ? 4u : (unsigned)cell->indent);
    buf_puts(out, columns->line && cell->row_span > 1 ? " line\"" : "\"");
    put_spans(cell, out);
    html_figure_attribute(doc_figures_of(html->doc->figures, cell->text), out);
    if (cell->align == ALIGN_DECIMAL && cell->column_span <= 1 &&
        !columns->mixed[column])
        put_padding(cell->text, columns->tails[column], out);
    put_shade(html->doc->theme, cell->shade, out);
    buf_char(out, '>');
    put_content(html, cell, out);
    buf_printf(out, "</%s>", tag);
}

/* A line below a row stands at its cells, and at those that reach down to it. */
static void put_row_open(const struct doc_row *row, bool line, struct buf *out) {
    const char *kind = row->kind == ROW_TOTAL   ? "total"
                       : row->kind == ROW_GROUP ? "group"
                       : row->kind == ROW_MEMO  ? "memo"
                                                : "";
    buf_puts(out, "<tr");
    if (kind[0] != '\0' || line || row->highlight)
        buf_printf(out, " class=\"%s%s%s%s%s\"", kind,
                   kind[0] != '\0' && (line || row->highlight) ? " " : "",
                   row->highlight ? "here" : "", row->highlight && line ? " " : "",
                   line ? "line" : "");
    buf_char(out, '>');
}

static void put_row(struct html *html, const struct doc_table *table,
                    const struct grid *grid, size_t row, const struct columns *columns,
                    struct buf *out) {
    for (size_t column = 0; column < grid->columns; column++) {
        const struct grid_slot *slot = grid_at(grid, row, column);
        if (slot->cell == NULL)
            buf_puts(out, "<td></td>");
        else if (slot->origin)
            put_cell(html, table, &table->body[row], slot->cell, column, columns, out);
    }
    buf_puts(out, "</tr>\n");
}

static void put_body(struct html *html, const struct doc_table *table,
                     struct buf *out) {
    struct grid head =
        grid_open(table->head, table->head_count, table->columns, html->arena);
    struct grid grid =
        grid_open(table->body, table->body_count, table->columns, html->arena);
    struct columns columns = {
        .tails = arena_array(html->arena, table->columns + 1, sizeof *columns.tails),
        .mixed =
            grid_mixed_units(html->doc, table, &head, &grid, grid.rows, html->arena)};
    for (size_t column = 0; column < table->columns; column++)
        columns.tails[column] = column_tail(&grid, column);
    struct ruling ruling = ruling_open(table, &grid, html->doc->theme->rule_every);
    buf_puts(out, "<tbody>\n");
    for (size_t row = 0; row < grid.rows;) {
        size_t end = ruling_tied(&grid, row);
        bool line = end < grid.rows && ruling_below(&ruling, row, end);
        if (table->body[row].kind == ROW_GROUP && row > 0)
            buf_puts(out, "</tbody>\n<tbody>\n");
        for (columns.line = line; row < end; row++) {
            put_row_open(&table->body[row], line && row + 1 == end, out);
            put_row(html, table, &grid, row, &columns, out);
        }
    }
    buf_puts(out, "</tbody>\n");
}

static void put_caption(const struct html *html, const struct doc_table *table,
                        struct buf *out) {
    bool titled = table->caption.n > 0 || table->label.n > 0;
    if (!titled && table->unit.n == 0 &&
        page_marks_next(&html->doc->marks, true, NULL) == NULL)
        return;
    buf_puts(out, "<caption>");
    html_caption(html, table->label, table->caption, table->unit, out);
    buf_puts(out, "</caption>\n");
}

void html_table(struct html *html, const struct doc_table *table, struct buf *out) {
    static const char *const papers[] = {"", " smaller", " smaller turned",
                                         " smaller turned parted"};
    float em;
    enum html_paper paper = html_paper(html, table, &em);
    enum theme_place place = html->doc->theme->table_place;
    bool narrow = paper == PAPER_USUAL && em < NARROW && place != PLACE_FULL;
    buf_printf(out, "<div class=\"table%s%s%s%s\"", table->plain ? " plain" : "",
               !narrow               ? ""
               : place == PLACE_LEFT ? " narrow left"
                                     : " narrow",
               table->landscape || table->columns > 8 ? " wide" : "", papers[paper]);
    if (paper != PAPER_USUAL)
        buf_printf(out, " style=\"--em:%u\"", (unsigned)em + 1);
    if (table->id.n > 0)
        html_attribute(out, "id", table->id);
    /* A table wider than a narrow screen scrolls, by keyboard too. */
    buf_puts(out, ">\n<div class=\"scroll\" tabindex=\"0\" role=\"group\"");
    struct str name =
        printed_caption(html->doc, table->label, table->caption, html->arena);
    html_attribute(out, "aria-label", name.n > 0 ? name : html->doc->words.table_name);
    buf_puts(out, ">\n<table>\n");
    put_caption(html, table, out);
    if (table->head_count > 0)
        put_head(html, table, out);
    put_body(html, table, out);
    buf_puts(out, "</table>\n");
    if (paper == PAPER_PARTS)
        html_print_parts(html, table, out);
    buf_puts(out, "</div>\n");
    html_notes(html, table->notes, table->note_count, table->source, out);
    buf_puts(out, "</div>\n");
}
