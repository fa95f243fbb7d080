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

/* The number behind BEGIN at `at`; *end is behind MIDDLE. False: no whole opening. */
static bool read_opening(struct str text, size_t at, size_t *number, size_t *end) {
    size_t i = at + 1;
    *number = 0;
    while (i < text.n && i <= at + DIGITS && text.p[i] >= '0' && text.p[i] <= '9')
        *number = *number * 10 + (size_t)(text.p[i++] - '0');
    *end = i + 1;
    return i > at + 1 && i < text.n && text.p[i] == MIDDLE;
}

void marked_put(struct buf *out, size_t number, struct str text) {
    buf_char(out, BEGIN);
    buf_integer(out, (int64_t)number);
    buf_char(out, MIDDLE);
    buf_put(out, text);
    buf_char(out, END);
}

bool marked_next(struct str text, size_t *at, struct marked_piece *piece) {
    size_t number, start;
    while (*at < text.n) {
        if (!is_part(text.p[*at])) {
            size_t end = next_part(text, *at);
            *piece = (struct marked_piece){.text = str_slice(text, *at, end)};
            *at = end;
            return true;
        }
        bool opening = text.p[*at] == BEGIN && read_opening(text, *at, &number, &start);
        if (!opening) { /* a part of a mark that was cut */
            (*at)++;
            continue;
        }
        size_t end = next_part(text, start);
        if (end < text.n && text.p[end] == END) {
            *piece = (struct marked_piece){str_slice(text, start, end), true, number};
            *at = end + 1;
            return true;
        }
        *at = start; /* its end is missing: the text stays */
    }
    return false;
}

bool marked_any(struct str text) { return next_part(text, 0) < text.n; }

void marked_strip(struct str text, struct buf *out) {
    struct marked_piece piece;
    for (size_t at = 0; marked_next(text, &at, &piece);)
        buf_put(out, piece.text);
}
