#include "compose/printed.h"
#include "base/marked.h"
#include <math.h>
#include <string.h>

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* A hyphen behind it joins: A-1, 2019-2023. */
static bool joins(char c) {
    return is_digit(c) || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-';
}

/* -12, -1,234.5, -0.3%: nothing but a negative number. */
static bool is_negative_number(struct str s) {
    size_t at = 1;
    if (s.n < 2 || s.p[0] != '-' || !is_digit(s.p[1]))
        return false;
    while (at < s.n && (is_digit(s.p[at]) || s.p[at] == ',' || s.p[at] == '.'))
        at++;
    return at == s.n || (at + 1 == s.n && s.p[at] == '%');
}

/* Puts a piece with true minus signs: of a figure that has a number each hyphen before
   a digit that joins nothing, of other words only what is a number as a whole, for data
   say what they say (grade A-1). */
static void put_piece(struct buf *plain, struct str piece, bool of_number) {
    bool number = plain->n == 0 && is_negative_number(piece);
    for (size_t at = 0; at < piece.n; at++) {
        bool minus = (of_number || (number && at == 0)) && at + 1 < piece.n &&
                     piece.p[at] == '-' && is_digit(piece.p[at + 1]) &&
                     (at == 0 || !joins(piece.p[at - 1]));
        if (minus)
            buf_puts(plain, PRINTED_MINUS);
        else
            parts_clean(plain, str_slice(piece, at, at + 1));
    }
}

/* The figure behind a piece, in the document; NULL if the piece is not what was
   printed there (a number by chance, or a mark that somebody wrote himself). */
static const struct doc_figure *figure_of(struct composition *c,
                                          const struct marked_piece *piece) {
    if (!piece->marked || c->log == NULL || piece->number >= c->log->count)
        return NULL;
    struct doc_figure figure = c->log->items[piece->number];
    if (!str_equal(figure.text, piece->text))
        return NULL;
    if (memchr(figure.text.p, '-', figure.text.n) != NULL) {
        struct buf printed = buf_open(figure.text.n * 3 + 1);
        put_piece(&printed, figure.text, !isnan(figure.number));
        figure.text = arena_copy(c->arena, buf_str(&printed));
        buf_close(&printed);
    }
    return doc_figures_add(c->doc->figures, &figure);
}

struct str printed_take(struct composition *c, struct str text) {
    struct buf plain = buf_open(text.n * 3 + 1);
    struct marked_piece piece;
    struct doc_run *runs = NULL;
    size_t count = 0, capacity = 0;
    for (size_t at = 0; marked_next(text, &at, &piece);) {
        const struct doc_figure *figure = figure_of(c, &piece);
        size_t start = plain.n;
        put_piece(&plain, piece.text, figure != NULL && !isnan(figure->number));
        if (figure == NULL)
            continue;
        runs = arena_grow(c->arena, runs, count, &capacity, sizeof *runs);
        runs[count++] = (struct doc_run){start, plain.n, figure};
    }
    struct str taken = arena_copy(c->arena, buf_str(&plain));
    buf_close(&plain);
    doc_figures_set_runs(c->doc->figures, taken, runs, count);
    return taken;
}

void printed_put(struct composition *c, struct str text, struct place place,
                 struct buf *out) {
    struct doc_printed *printed = arena_alloc(c->arena, sizeof *printed);
    printed->object.kind = OBJECT_PRINTED;
    printed->object.place = place;
    printed->text = printed_take(c, text);
    struct mark mark = {
        .kind = MARK_PRINTED, .place = place, .object = &printed->object};
    parts_put_mark(out, parts_mark(c, mark));
}

void printed_put_markdown(struct composition *c, struct str markdown,
                          struct place place, struct buf *out) {
    struct marked_piece piece;
    for (size_t at = 0; marked_next(markdown, &at, &piece);) {
        if (figure_of(c, &piece) == NULL) {
            parts_clean(out, piece.text);
            continue;
        }
        struct buf again = buf_open(piece.text.n + 32);
        marked_put(&again, piece.number, piece.text);
        printed_put(c, buf_str(&again), place, out);
        buf_close(&again);
    }
}

static bool is_empty_mark(const struct composition *c, size_t index) {
    if (index == 0 || index >= c->mark_count || c->marks[index].kind != MARK_PRINTED)
        return false;
    return ((const struct doc_printed *)c->marks[index].object)->text.n == 0;
}

bool printed_nothing(const struct composition *c, struct str text) {
    for (size_t i = 0, end; i < text.n; i = end) {
        end = i + 1;
        if (text.p[i] == ' ' || text.p[i] == '\t')
            continue;
        if (text.p[i] != MARK || !is_empty_mark(c, parts_read_mark(text, i, &end)))
            return false;
    }
    return true;
}

/* Behind the signs of the quotations that a line stands in. */
static size_t behind_quotes(struct str line) {
    size_t at = 0, behind = 0;
    for (; at < line.n && strchr(" \t>", line.p[at]) != NULL; at++)
        if (line.p[at] == '>')
            behind = at + 1;
    return behind;
}

static bool any_empty(const struct composition *c) {
    for (size_t i = 1; i < c->mark_count; i++)
        if (is_empty_mark(c, i))
            return true;
    return false;
}

void printed_drop_lines(struct composition *c) {
    if (!buf_ok(&c->text) || !any_empty(c))
        return;
    struct buf out = buf_open(c->text.cap);
    struct str text = buf_str(&c->text);
    for (size_t at = 0, end; at < text.n; at = end + 1) {
        end = str_find(text, STR("\n"), at);
        end = end == STR_NOT_FOUND ? text.n : end;
        struct str line = str_slice(text, at, end);
        size_t behind = behind_quotes(line);
        if (memchr(line.p, MARK, line.n) != NULL &&
            printed_nothing(c, str_slice(line, behind, line.n)))
            line.n = behind;
        buf_put(&out, line);
        if (end < text.n)
            buf_char(&out, '\n');
    }
    buf_close(&c->text);
    c->text = out;
}
