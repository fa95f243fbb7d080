#include "base/marked.h"

#define BEGIN '\x0E'  /* SO */
#define MIDDLE '\x0F' /* SI */
#define END '\x03'    /* ETX */
#define DIGITS 9

static bool is_part(char c) { return c == BEGIN || c == MIDDLE || c == END; }

/* Where the next character of a mark is, or the end. */
static size_t next_part(struct str text, size_t at) {
    while (at < text.n && !is_part(text.p[at]))
        at++;
    return at;
}

/* Behind the number and END that follow MIDDLE at `at`; *whole: both are there. */
static size_t number_end(struct str text, size_t at, size_t *number, bool *whole) {
    size_t i = at + 1;
    *number = 0;
    while (i < text.n && i <= at + DIGITS && text.p[i] >= '0' && text.p[i] <= '9')
        *number = *number * 10 + (size_t)(text.p[i++] - '0');
    *whole = i > at + 1 && i < text.n && text.p[i] == END;
    return *whole ? i + 1 : i;
}

void marked_put(struct buf *out, size_t number, struct str text) {
    buf_char(out, BEGIN);
    buf_put(out, text);
    buf_char(out, MIDDLE);
    buf_integer(out, (int64_t)number);
    buf_char(out, END);
}

bool marked_next(struct str text, size_t *at, struct marked_piece *piece) {
    size_t number;
    bool whole;
    while (*at < text.n) {
        char c = text.p[*at];
        size_t start = is_part(c) ? *at + 1 : *at, end = next_part(text, start);
        if (c == BEGIN && end < text.n && text.p[end] == MIDDLE) {
            size_t next = number_end(text, end, &number, &whole);
            *at = next;
            *piece = (struct marked_piece){str_slice(text, start, end), whole,
                                           whole ? number : 0};
            return true;
        }
        if (c == MIDDLE) /* the end of a mark whose beginning was cut off */
            start = number_end(text, *at, &number, &whole);
        *at = start;
        if (is_part(c))
            continue;
        *piece = (struct marked_piece){.text = str_slice(text, start, end)};
        *at = end;
        return true;
    }
    return false;
}

bool marked_any(struct str text) { return next_part(text, 0) < text.n; }

void marked_strip(struct str text, struct buf *out) {
    struct marked_piece piece;
    for (size_t at = 0; marked_next(text, &at, &piece);)
        buf_put(out, piece.text);
}

bool marked_raw(struct str text) {
    struct marked_piece piece;
    for (size_t at = 0; marked_next(text, &at, &piece);)
        if (piece.marked && piece.number == MARKED_RAW && piece.text.n > 0)
            return true;
    return false;
}
