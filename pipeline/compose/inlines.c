#include "compose/inlines.h"
#include <string.h>
#include <unicode/uchar.h>

/* Runs of * that are open at once. */
#define OPEN_LIMIT 16

struct rewriter {
    struct composition *c;
    struct str text;
    struct buf *out;
    size_t line;
    struct place place;
    size_t open[OPEN_LIMIT]; /* lengths of the * runs that wait for their end */
    size_t open_count;
};

static bool is_space(uint32_t cp) {
    return cp == '\t' || cp == '\n' || cp == '\r' || cp == '\f' ||
           u_charType((UChar32)cp) == U_SPACE_SEPARATOR;
}

/* As cmark has it: ASCII punctuation with its symbols, and Unicode's P classes. */
static bool is_punctuation(uint32_t cp) {
    if (cp < 0x80)
        return cp > ' ' && cp != 0x7F && !(cp >= '0' && cp <= '9') &&
               !(cp >= 'A' && cp <= 'Z') && !(cp >= 'a' && cp <= 'z');
    return u_ispunct((UChar32)cp);
}

static uint32_t before(struct str text, size_t at) {
    uint32_t cp = '\n';
    if (at == 0)
        return cp;
    size_t i = at - 1;
    while (i > 0 && ((unsigned char)text.p[i] & 0xC0) == 0x80)
        i--;
    utf8_decode(text, i, &cp);
    return cp;
}

static uint32_t after(struct str text, size_t at) {
    uint32_t cp = '\n';
    if (at < text.n)
        utf8_decode(text, at, &cp);
    return cp;
}

/* Takes `n` stars off the open runs; false if none is open. */
static bool close_runs(struct rewriter *r, size_t n) {
    if (r->open_count == 0)
        return false;
    while (n > 0 && r->open_count > 0) {
        size_t *top = &r->open[r->open_count - 1];
        size_t taken = n < *top ? n : *top;
        n -= taken;
        *top -= taken;
        if (*top == 0)
            r->open_count--;
    }
    return true;
}

/* An empty comment is punctuation to the flanking rule, and leaves no trace: it is
   taken out of the tree. */
static void put_run(struct rewriter *r, size_t at, size_t n) {
    uint32_t p = before(r->text, at), q = after(r->text, at + n);
    bool left =
        !is_space(q) && (!is_punctuation(q) || is_space(p) || is_punctuation(p));
    bool right =
        !is_space(p) && (!is_punctuation(p) || is_space(q) || is_punctuation(q));
    struct str run = str_slice(r->text, at, at + n);
    if (n <= 3 && !is_space(p) && close_runs(r, n)) {
        buf_put(r->out, run);
        if (!right)
            buf_puts(r->out, "<!---->");
    } else if (n <= 3 && !is_space(q) && r->open_count < OPEN_LIMIT) {
        r->open[r->open_count++] = n;
        if (!left)
            buf_puts(r->out, "<!---->");
        buf_put(r->out, run);
    } else {
        buf_put(r->out, run);
    }
}

static struct place here(const struct rewriter *r, size_t at) {
    if (r->line == 0)
        return r->place;
    size_t line = r->line;
    for (size_t i = 0; i < at; i++)
        line += r->text.p[i] == '\n';
    return parts_place(r->c, line);
}

/* [^label] at `at`: its mark, and the byte behind it; `at` if it is none. */
static size_t put_footnote(struct rewriter *r, size_t at) {
    size_t end = at + 2;
    while (end < r->text.n && r->text.p[end] != ']' && r->text.p[end] != '[' &&
           r->text.p[end] != ' ' && r->text.p[end] != '\n')
        end++;
    if (end == r->text.n || r->text.p[end] != ']' || end == at + 2)
        return at;
    struct str label = str_slice(r->text, at + 2, end);
    struct composition *c = r->c;
    for (size_t i = 0; i < c->definition_count; i++)
        if (str_equal(c->definitions[i].label, label)) {
            c->marks[c->definitions[i].mark].used = true;
            parts_put_mark(r->out, c->definitions[i].mark);
            return end + 1;
        }
    parts_error(c, here(r, at), "footnote [^%.*s] has no text", STR_ARG(label));
    diag_hint(c->diag, "write it in a paragraph of its own: [^%.*s]: …",
              STR_ARG(label));
    return end + 1;
}

/* Behind what is copied as it stands: an escape, a code span, a tag or comment, a
   link's target. */
static size_t verbatim_end(struct str text, size_t at) {
    char c = text.p[at], next = at + 1 < text.n ? text.p[at + 1] : '\0';
    if (c == '\\' && next != '\0')
        return at + 2;
    if (c == '`')
        return inlines_code_end(text, at);
    char wanted = c == '<' && next != ' ' && next != '\n' ? '>' : '\0';
    if (c == ']' && next == '(')
        wanted = ')';
    for (size_t i = at + 1; wanted != '\0' && i < text.n && text.p[i] != '\n'; i++) {
        if (text.p[i] == '\\')
            i++;
        else if (text.p[i] == wanted)
            return i + 1;
    }
    return at;
}

/* A list item, a quotation or a heading: emphasis does not reach across. */
static bool starts_block(struct str text, size_t at) {
    while (at < text.n && (text.p[at] == ' ' || text.p[at] == '\t'))
        at++;
    if (at == text.n)
        return false;
    size_t digits = at;
    while (digits < text.n && text.p[digits] >= '0' && text.p[digits] <= '9')
        digits++;
    if (digits > at)
        return digits + 1 < text.n &&
               (text.p[digits] == '.' || text.p[digits] == ')') &&
               text.p[digits + 1] == ' ';
    char next = at + 1 < text.n ? text.p[at + 1] : '\n';
    return text.p[at] == '>' || text.p[at] == '#' ||
           (next == ' ' &&
            (text.p[at] == '-' || text.p[at] == '+' || text.p[at] == '*'));
}

size_t inlines_code_end(struct str text, size_t at) {
    size_t n = 0;
    while (at + n < text.n && text.p[at + n] == '`')
        n++;
    if (n == 0)
        return at;
    for (size_t i = at + n; i < text.n;) {
        size_t run = 0;
        while (i + run < text.n && text.p[i + run] == '`')
            run++;
        if (run == n)
            return i + run;
        i += run > 0 ? run : 1;
    }
    return at + n; /* just backticks */
}

void inlines_rewrite(struct composition *c, struct str text, size_t line,
                     struct place place, struct buf *out) {
    struct rewriter r = {
        .c = c, .text = text, .out = out, .line = line, .place = place};
    for (size_t i = 0; i < text.n;) {
        if ((i == 0 || text.p[i - 1] == '\n') && starts_block(text, i))
            r.open_count = 0;
        size_t end = verbatim_end(text, i);
        if (end == i && text.p[i] == '[' && i + 1 < text.n && text.p[i + 1] == '^')
            end = put_footnote(&r, i);
        else if (end > i)
            buf_put(out, str_slice(text, i, end));
        else if (text.p[i] == '*') {
            while (end < text.n && text.p[end] == '*')
                end++;
            put_run(&r, i, end - i);
        }
        if (end == i) {
            buf_char(out, text.p[i]);
            end++;
        }
        i = end;
    }
}
