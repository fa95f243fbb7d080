#include "compose/raw_number.h"
#include "base/marked.h"
#include <string.h>

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* What a number standing alone has not beside it: it is of a code, a version, an
   address, or grouped. */
static bool joins(char c) { return is_digit(c) || memchr("_./,", c, 4) != NULL; }

static bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static size_t digits_end(struct str s, size_t at) {
    while (at < s.n && is_digit(s.p[at]))
        at++;
    return at;
}

/* Behind e+20 at `at`, or `at`. */
static size_t exponent_end(struct str s, size_t at) {
    if (at + 3 > s.n || s.p[at] != 'e' || (s.p[at + 1] != '+' && s.p[at + 1] != '-'))
        return at;
    size_t end = digits_end(s, at + 2);
    return end - at >= 4 ? end : at;
}

/* Whether the number that begins at `at` is raw, which 1e+20 is: of others their marks
   tell, since 33.333333333333 may be what somebody printed. *end is behind it. */
static bool is_raw(struct str s, size_t at, size_t *end) {
    size_t point = digits_end(s, at), tail = point;
    if (point < s.n && s.p[point] == '.')
        tail = digits_end(s, point + 1);
    if (tail == point + 1) /* a full stop */
        tail = point;
    *end = exponent_end(s, tail);
    bool behind_letter = at > 0 && is_letter(s.p[at - 1]); /* a code: A12e-34 */
    return *end > tail && !behind_letter;
}

/* Part of a name or an address: Ji'nan, /inf/, inf2. */
static bool continues_word(char c) {
    return is_letter(c) || is_digit(c) || memchr("'/_@.", c, 5) != NULL;
}

/* Hai nan: a word behind a word, and no amount. */
static bool is_said(struct str s, size_t before, size_t end) {
    bool whole = before == 0 && end == s.n;
    bool behind = before > 1 && s.p[before - 1] == ' ' && is_letter(s.p[before - 2]);
    return whole || (behind && (end == s.n || s.p[end] != '%'));
}

static size_t word_end(struct str s, size_t at) {
    static const char *const words[] = {"nan", "inf"};
    bool minus = at > 0 && s.p[at - 1] == '-';
    size_t before = minus ? at - 1 : at;
    if (before > 0 && continues_word(s.p[before - 1]))
        return at;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        struct str word = str_from(words[i]);
        size_t end = at + word.n;
        if (str_starts(str_slice(s, at, s.n), word) &&
            (end == s.n || s.p[end] == '.' || !continues_word(s.p[end])) &&
            (minus || !is_said(s, before, end)))
            return end;
    }
    return at;
}

static struct str find_in(struct str s) {
    for (size_t at = 0, end; at < s.n; at = end) {
        end = at + 1;
        if (is_digit(s.p[at])) {
            bool raw = is_raw(s, at, &end);
            if (raw && (at == 0 || !joins(s.p[at - 1])))
                return str_slice(s, at, end);
        } else if (word_end(s, at) > at) {
            return str_slice(s, at, word_end(s, at));
        }
    }
    return (struct str){0};
}

struct str raw_number_find(struct str text) {
    struct marked_piece piece;
    for (size_t at = 0; marked_next(text, &at, &piece);) {
        struct str found = piece.marked ? (struct str){0} : find_in(piece.text);
        if (piece.marked && piece.number == MARKED_RAW)
            found = piece.text;
        if (found.n > 0)
            return found;
    }
    return (struct str){0};
}
