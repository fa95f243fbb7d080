/* Tables on paper: a page does not scroll. What is too wide for the usual type is set
   smaller, on a turned page, or in parts that stand only on paper. Widths are estimated
   in em, since the reader's faces are not known. */
#include "draw/marks.h"
#include "render/grid.h"
#include "render/html.h"

/* The room of style.css on paper, in points, and the least type. */
#define UPRIGHT 453.0f
#define TURNED 700.0f
#define TYPE 8.6f
#define UPRIGHT_LEAST 7.0f
#define TURNED_LEAST 6.5f

#define ROOMY 1.35f /* em beside the words of a cell */
#define TIGHT 0.6f
#define NARROW_SIGN 0.57f /* of the em: digits and Latin letters */
#define HEAD_MOST 6.0f    /* em: longer heads and words are broken */
#define WORDS_MOST 12.0f

struct print {
    const struct html *html;
    const struct doc_table *table;
    struct grid head, body;
    float *widths; /* of the words of each column, in em */
    bool *shown;   /* columns of the part */
};

/* The longest line of a text. */
static float width_of(struct str text) {
    float longest = 0, width = 0;
    for (size_t at = 0; at < text.n;) {
        uint32_t cp;
        at += utf8_decode(text, at, &cp);
        width = cp == '\n' ? 0 : width + (document_is_wide(cp) ? 1 : NARROW_SIGN);
        longest = width > longest ? width : longest;
    }
    return longest;
}

static void measure(struct print *print, const struct grid *grid, bool head) {
    for (size_t row = 0; row < grid->rows; row++)
        for (size_t column = 0; column < grid->columns; column++) {
            const struct grid_slot *slot = grid_at(grid, row, column);
            if (slot->cell == NULL || !slot->origin || slot->cell->column_span > 1)
                continue;
            bool words = head || slot->cell->align == ALIGN_LEFT ||
                         slot->cell->align == ALIGN_CENTRE;
            float width = width_of(slot->cell->text);
            float most = head ? HEAD_MOST : WORDS_MOST;
            width = words && width > most ? most : width;
            if (width > print->widths[column])
                print->widths[column] = width;
        }
}

static float sum(const struct print *print, float beside) {
    float em = 0;
    for (size_t column = 0; column < print->table->columns; column++)
        em += print->widths[column] + beside;
    return em;
}

/* Shows the stub and the columns from *from on that `room` em hold; moves *from. */
static float choose(struct print *print, float room, size_t *from) {
    size_t columns = print->table->columns, stub = print->table->stub_columns;
    float em = 0;
    for (size_t column = 0; column < columns; column++) {
        print->shown[column] = column < stub;
        em += column < stub ? print->widths[column] + TIGHT : 0;
    }
    size_t first = *from;
    for (; *from < columns; ++*from) {
        float more = print->widths[*from] + TIGHT;
        if (em + more > room && *from > first)
            break;
        print->shown[*from] = true;
        em += more;
    }
    return em;
}

/* A cell that spans columns covers those of them that the part shows. */
static unsigned shown_span(const struct print *print, const struct grid *grid,
                           size_t row, size_t column) {
    const struct doc_cell *cell = grid_at(grid, row, column)->cell;
    unsigned span = 0;
    for (; column < grid->columns && grid_at(grid, row, column)->cell == cell; column++)
        span += print->shown[column];
    return span;
}

static bool begins(const struct print *print, const struct grid *grid, size_t row,
                   size_t column) {
    const struct doc_cell *cell = grid_at(grid, row, column)->cell;
    if (row > 0 && grid_at(grid, row - 1, column)->cell == cell)
        return false;
    for (size_t before = column; before-- > 0;)
        if (print->shown[before])
            return grid_at(grid, row, before)->cell != cell;
    return true;
}

static void put_row(const struct print *print, const struct grid *grid, size_t row,
                    struct buf *out) {
    buf_puts(out, "<tr>");
    for (size_t column = 0; column < grid->columns; column++) {
        const struct doc_cell *cell = grid_at(grid, row, column)->cell;
        if (!print->shown[column])
            continue;
        if (cell == NULL) {
            buf_puts(out, "<td></td>");
            continue;
        }
        if (!begins(print, grid, row, column))
            continue;
        bool left = cell->align == ALIGN_LEFT, centre = cell->align == ALIGN_CENTRE;
        buf_printf(out, "<td class=\"%s%s\"",
                   left     ? "l"
                   : centre ? "c"
                            : "r",
                   width_of(cell->text) <= WORDS_MOST ? " n" : "");
        unsigned span = shown_span(print, grid, row, column);
        if (span > 1)
            buf_printf(out, " colspan=\"%u\"", span);
        if (cell->row_span > 1)
            buf_printf(out, " rowspan=\"%u\"", (unsigned)cell->row_span);
        buf_char(out, '>');
        html_text(cell->text, out);
        buf_puts(out, "</td>");
    }
    buf_puts(out, "</tr>\n");
}

static void put_rows(const struct print *print, const struct grid *grid,
                     const char *tag, struct buf *out) {
    if (grid->rows == 0)
        return;
    buf_printf(out, "<%s>\n", tag);
    for (size_t row = 0; row < grid->rows; row++)
        put_row(print, grid, row, out);
    buf_printf(out, "</%s>\n", tag);
}

static struct print open_print(const struct html *html, const struct doc_table *table) {
    struct print print = {.html = html, .table = table};
    struct arena *arena = html->arena;
    print.head = grid_open(table->head, table->head_count, table->columns, arena);
    print.body = grid_open(table->body, table->body_count, table->columns, arena);
    print.widths = arena_array(arena, table->columns + 1, sizeof *print.widths);
    print.shown = arena_array(arena, table->columns + 1, sizeof *print.shown);
    measure(&print, &print.head, true);
    measure(&print, &print.body, false);
    return print;
}

/* How many parts there are; *widest is the widest. */
static size_t count_parts(struct print *print, float room, float *widest) {
    size_t parts = 0;
    *widest = 0;
    for (size_t from = print->table->stub_columns; from < print->table->columns;) {
        float em = choose(print, room, &from);
        *widest = em > *widest ? em : *widest;
        parts++;
    }
    return parts;
}

/* The least room, in whole em, that needs no more parts: they come out even. */
static float even_room(struct print *print) {
    float room = TURNED / TURNED_LEAST, widest;
    size_t parts = count_parts(print, room, &widest);
    while (room > 2 && count_parts(print, room - 1, &widest) <= parts)
        room--;
    return room;
}

enum html_paper html_paper(const struct html *html, const struct doc_table *table,
                           float *em) {
    struct print print = open_print(html, table);
    *em = sum(&print, ROOMY);
    if (*em * TYPE <= UPRIGHT)
        return PAPER_USUAL;
    *em = sum(&print, TIGHT);
    if (*em * UPRIGHT_LEAST <= UPRIGHT)
        return PAPER_SMALLER;
    if (*em * TURNED_LEAST <= TURNED)
        return PAPER_TURNED;
    (void)count_parts(&print, even_room(&print), em);
    return PAPER_PARTS;
}

void html_print_parts(const struct html *html, const struct doc_table *table,
                      struct buf *out) {
    struct print print = open_print(html, table);
    size_t first = table->stub_columns;
    float room = even_room(&print);
    for (size_t from = first; from < table->columns;) {
        bool continued = from > first;
        (void)choose(&print, room, &from);
        buf_puts(out, "<table class=\"part\" aria-hidden=\"true\">\n<caption>");
        html_text(printed_caption(html->doc, table->label, table->caption, html->arena),
                  out);
        html_text(continued ? html->doc->words.continued : STR(""), out);
        buf_puts(out, "</caption>\n");
        put_rows(&print, &print.head, "thead", out);
        put_rows(&print, &print.body, "tbody", out);
        buf_puts(out, "</table>\n");
    }
}
