#include "ingest/csv_quotes.h"

struct scanner {
    struct str text, separator;
    char quote, escape; /* escape '\0': none */
    size_t at;
    struct buf *out;
    bool stray; /* a quote closes no cell, or none closes one */
};

/* The bytes of a separator or of a byte of a line break at `at`, or 0. */
static size_t boundary(const struct scanner *s, size_t at) {
    char c = s->text.p[at];
    if (c == '\n' || c == '\r') {
        return 1;
    }
    if (s->separator.n > 0) {
        bool here = str_starts(str_slice(s->text, at, s->text.n), s->separator);
        return here ? s->separator.n : 0;
    }
    return c == ',' || c == ';' || c == '\t' || c == '|';
}

/* A character of a cell that is written between ". */
static void put(struct scanner *s, char c) {
    if (c == '"') {
        buf_char(s->out, '"');
    }
    buf_char(s->out, c);
}

/* From the opening quote up to and with the closing one; a cell that is not closed
   stays so, to be reported. */
static void quoted_cell(struct scanner *s) {
    buf_char(s->out, '"');
    for (s->at++; s->at < s->text.n; s->at++) {
        char c = s->text.p[s->at];
        char next = s->at + 1 < s->text.n ? s->text.p[s->at + 1] : '\0';
        bool escaped = s->escape != '\0' && c == s->escape &&
                       (next == s->quote || next == s->escape);
        if (escaped || (c == s->quote && next == s->quote)) {
            put(s, next);
            s->at++;
        } else if (c == s->quote) {
            buf_char(s->out, '"');
            s->at++;
            return;
        } else {
            put(s, c);
        }
    }
    s->stray = true;
}

/* Where ' quotes, a cell with a " in it is put between ". */
static void bare_cell(struct scanner *s) {
    size_t from = s->at;
    while (s->at < s->text.n && boundary(s, s->at) == 0) {
        s->at++;
    }
    struct str cell = str_slice(s->text, from, s->at);
    if (s->quote == '"' || str_find(cell, STR("\""), 0) == STR_NOT_FOUND) {
        buf_put(s->out, cell);
        return;
    }
    buf_char(s->out, '"');
    for (size_t i = 0; i < cell.n; i++) {
        put(s, cell.p[i]);
    }
    buf_char(s->out, '"');
}

/* A separator, a byte of a line break, or a whole cell. */
static void step(struct scanner *s) {
    size_t n = boundary(s, s->at);
    if (n > 0) {
        buf_put(s->out, str_slice(s->text, s->at, s->at + n));
        s->at += n;
        return;
    }
    if (s->text.p[s->at] == s->quote) {
        quoted_cell(s);
        s->stray |= s->at < s->text.n && boundary(s, s->at) == 0;
    }
    if (s->at < s->text.n) {
        bare_cell(s); /* or what is left behind a quoted one */
    }
}

size_t quotes_add(struct str text, bool last, struct str quote, struct str escape,
                  struct str separator, struct buf *out, bool *stray) {
    struct scanner s = {.text = text,
                        .separator = separator,
                        .quote = quote.n > 0 ? quote.p[0] : '"',
                        .escape = escape.n > 0 ? escape.p[0] : '\0',
                        .out = out};
    size_t settled = 0;
    while (s.at < text.n) {
        size_t before = out->n;
        step(&s);
        /* What a cell ends with may be the beginning of a separator, or of two quotes.
         */
        if (!last && s.at + separator.n >= text.n) {
            out->n = before;
            break;
        }
        settled = s.at;
        *stray |= s.stray;
    }
    return settled;
}

struct str quotes_usual(struct str text, struct str quote, struct str escape,
                        struct str separator, struct arena *arena) {
    if (quote.n == 0 && escape.n == 0) {
        return text;
    }
    struct buf out = buf_open(SIZE_MAX);
    bool stray = false; /* a strict reader will say so */
    quotes_add(text, true, quote, escape, separator, &out, &stray);
    struct str copy = arena_copy(arena, buf_str(&out));
    buf_close(&out);
    return copy;
}
