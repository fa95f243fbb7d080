#include "compose/tags.h"
#include "base/buf.h"
#include "compose/info.h"
#include "sandbox/lexer.h"
#include <string.h>

struct scanner {
    struct str text;
    struct str file;
    struct arena *arena;
    struct diag *diag;
    struct segments *out;
    size_t at;            /* the next byte */
    size_t pending;       /* where text that is not yet a segment starts */
    size_t counted, line; /* `counted` is on line `line` */
    size_t line_start;    /* of that line */
    size_t column_offset; /* of the first line, for words inside another file */
    size_t summary;       /* the line of the open summary, or 0 */
    bool bad;             /* a block's info string was reported */
    char summary_mark;
    size_t summary_length;
};

/* Lines are counted once, going forward. */
static void count_to(struct scanner *s, size_t at) {
    while (s->counted < at) {
        const char *p = memchr(s->text.p + s->counted, '\n', at - s->counted);
        if (p == NULL) {
            s->counted = at;
            return;
        }
        s->counted = (size_t)(p - s->text.p) + 1;
        s->line++;
        s->line_start = s->counted;
        s->column_offset = 0;
    }
}

static struct place place_at(struct scanner *s, size_t at) {
    count_to(s, at);
    size_t column = utf8_length(str_slice(s->text, s->line_start, at)) + 1;
    return (struct place){
        .file = s->file, .line = s->line, .column = column + s->column_offset};
}

static struct segment *add(struct scanner *s, enum segment_kind kind, struct str text,
                           size_t at) {
    struct segments *out = s->out;
    out->items = arena_grow(s->arena, out->items, out->count, &out->capacity,
                            sizeof *out->items);
    struct place place = place_at(s, at);
    struct segment *segment = &out->items[out->count++];
    *segment = (struct segment){
        .kind = kind, .text = text, .line = place.line, .column = place.column};
    return segment;
}

static void flush_text(struct scanner *s, size_t end) {
    if (end > s->pending)
        add(s, SEGMENT_TEXT, str_slice(s->text, s->pending, end), s->pending);
    s->pending = end;
}

static bool closes(struct str text, size_t at, bool value) {
    return at + 1 < text.n && text.p[at + 1] == '}' &&
           text.p[at] == (value ? '}' : '%');
}

static size_t unclosed(struct scanner *s, size_t start, const char *what) {
    diag_error(s->diag, place_at(s, start), "%s is not closed", what);
    return STR_NOT_FOUND;
}

static size_t bad_quote(struct scanner *s, const struct token *token,
                        const char *name) {
    diag_error(s->diag, place_at(s, token->at),
               "a quoted text in a %s tag does not end on its line", name);
    diag_hint(s->diag, "close it with %c, or write \\%c inside it", token->text.p[0],
              token->text.p[0]);
    return STR_NOT_FOUND;
}

/* The byte of the `}}` or `%}` that ends the tag at `start`, or STR_NOT_FOUND
   after reporting. *code, in the arena, is the Lua between, its comments blanked:
   the chunk goes on behind the tag on the same line. */
static size_t tag_end(struct scanner *s, size_t start, struct str *code) {
    struct str text = s->text;
    bool value = text.p[start + 1] == '{';
    struct lexer lexer = lexer_open(text, start + 2, 1);
    struct buf clean = buf_open(text.n + 1);
    size_t depth = 0, copied = lexer.at, end = STR_NOT_FOUND;
    const char *name = value ? "{{" : "{%";
    lexer.stop = value ? STR("}}") : STR("%}");
    for (;;) {
        size_t at = lexer_skip_blanks(&lexer);
        if (closes(text, at, value) && (depth == 0 || !value)) {
            buf_put(&clean, str_slice(text, copied, at));
            end = at;
            break;
        }
        struct token token = lexer_next(&lexer);
        bool quoted = token.kind == TOKEN_STRING && token.text.p[0] != '[';
        if (token.open && quoted) {
            end = bad_quote(s, &token, name);
            break;
        }
        if (token.kind == TOKEN_END || token.open) {
            end = unclosed(s, start, name);
            diag_hint(s->diag,
                      "it ends with %s, once the brackets and quotes in it balance",
                      lexer.stop.p);
            break;
        }
        if (token.kind == TOKEN_COMMENT) {
            buf_put(&clean, str_slice(text, copied, token.at));
            buf_char(&clean, ' ');
            for (size_t i = 0; i < token.text.n; i++)
                if (token.text.p[i] == '\n')
                    buf_char(&clean, '\n');
            copied = lexer.at;
        } else if (token.kind == TOKEN_SYMBOL) {
            depth += memchr("([{", token.text.p[0], 3) != NULL;
            depth -= depth > 0 && memchr(")]}", token.text.p[0], 3) != NULL;
        }
    }
    *code = arena_copy(s->arena, buf_str(&clean));
    buf_close(&clean);
    return end;
}

/* `include "x"`, `include("x")` or `include 'x'`: its path in *path. */
static bool is_include(struct str code, struct str *path) {
    struct str rest = str_trim(code);
    if (!str_starts(rest, STR("include")))
        return false;
    rest = str_trim(str_slice(rest, 7, rest.n));
    if (rest.n > 1 && rest.p[0] == '(' && rest.p[rest.n - 1] == ')')
        rest = str_trim(str_slice(rest, 1, rest.n - 1));
    if (rest.n < 2 || (rest.p[0] != '"' && rest.p[0] != '\'') ||
        rest.p[rest.n - 1] != rest.p[0])
        return false;
    *path = str_slice(rest, 1, rest.n - 1);
    return memchr(path->p, rest.p[0], path->n) == NULL;
}

/* One tag at s->at; leaves s->at behind it. */
static bool scan_tag(struct scanner *s) {
    size_t start = s->at;
    struct str code, path;
    bool value = s->text.p[start + 1] == '{';
    size_t end = tag_end(s, start, &code);
    if (end == STR_NOT_FOUND)
        return false;
    s->at = end + 2;
    if (value && str_trim(code).n == 0) {
        diag_error(s->diag, place_at(s, start), "{{ }} has nothing to print");
        return false;
    }
    if (value)
        add(s, SEGMENT_VALUE, code, start);
    else if (is_include(code, &path))
        add(s, SEGMENT_INCLUDE, path, start);
    else
        add(s, SEGMENT_STATEMENT, code, start);
    return true;
}

static size_t skip_blanks(struct str text, size_t at) {
    while (at < text.n && (text.p[at] == ' ' || text.p[at] == '\t'))
        at++;
    return at;
}

static bool statement_at(struct str text, size_t at) {
    return at + 1 < text.n && text.p[at] == '{' && text.p[at + 1] == '%';
}

/* A line that holds only {% %} tags: scans them, and drops the line's blanks and
   its end. False only after reporting. */
static bool scan_statement_line(struct scanner *s, size_t start) {
    size_t at = skip_blanks(s->text, start);
    if (!statement_at(s->text, at))
        return true;
    /* The line must be looked at to its end before anything is added. */
    size_t look = at;
    while (statement_at(s->text, look)) {
        struct str code;
        look = tag_end(s, look, &code);
        if (look == STR_NOT_FOUND)
            return false;
        look = skip_blanks(s->text, look + 2);
    }
    if (look < s->text.n && s->text.p[look] != '\n')
        return true;
    flush_text(s, start);
    while (statement_at(s->text, at)) {
        s->at = at;
        if (!scan_tag(s))
            return false;
        at = skip_blanks(s->text, s->at);
    }
    s->at = s->pending = look < s->text.n ? look + 1 : look;
    return true;
}

static bool scan_block(struct scanner *s, size_t start, char mark, size_t length,
                       struct str info, enum block_kind kind) {
    flush_text(s, start);
    struct place place = place_at(s, start);
    struct block *block = info_read(info, kind, place, s->arena, s->diag);
    size_t body = tags_next_line(s->text, start), end = body;
    while (end < s->text.n && !tags_fence_closes(s->text, end, mark, length))
        end = tags_next_line(s->text, end);
    if (end == s->text.n) {
        diag_error(s->diag, place, "this %s block is not closed",
                   info_block_name(kind));
        diag_hint(s->diag, "end it with a line of %zu times %c", length, mark);
        return false;
    }
    if (s->summary > 0)
        diag_error(s->diag, place, "a summary holds text only, no %s block",
                   info_block_name(kind));
    if (block == NULL || s->summary > 0) { /* the rest may have more to say */
        s->bad = true;
        s->at = s->pending = tags_next_line(s->text, end);
        return true;
    }
    bool summary = kind == BLOCK_SUMMARY;
    struct segment *segment =
        add(s, SEGMENT_BLOCK,
            summary ? (struct str){NULL, 0} : str_slice(s->text, body, end), start);
    segment->block = block;
    if (summary) {
        s->summary = place.line;
        s->summary_mark = mark;
        s->summary_length = length;
        s->at = s->pending = body;
    } else {
        s->at = s->pending = tags_next_line(s->text, end);
    }
    return true;
}

/* Ordinary code: copied as it stands, tags and all. */
static void skip_code(struct scanner *s, size_t start, char mark, size_t length) {
    size_t at = tags_next_line(s->text, start);
    while (at < s->text.n && !tags_fence_closes(s->text, at, mark, length))
        at = tags_next_line(s->text, at);
    s->at = tags_next_line(s->text, at);
}

/* What may stand at a line's start only. *moved: s->at is at another line now. */
static bool scan_line_start(struct scanner *s, bool *moved) {
    size_t start = s->at, info_at, length;
    char mark;
    *moved = true;
    if (s->summary > 0 &&
        tags_fence_closes(s->text, start, s->summary_mark, s->summary_length)) {
        flush_text(s, start);
        add(s, SEGMENT_END, (struct str){NULL, 0}, start);
        s->summary = 0;
        s->at = s->pending = tags_next_line(s->text, start);
        return true;
    }
    length = tags_fence(s->text, start, &mark, &info_at);
    if (length > 0) {
        size_t end = tags_next_line(s->text, start);
        struct str info = str_trim(str_slice(s->text, info_at, end));
        enum block_kind kind;
        if (info_is_block(info, &kind))
            return scan_block(s, start, mark, length, info, kind);
        skip_code(s, start, mark, length);
        return true;
    }
    if (!scan_statement_line(s, start))
        return false;
    *moved = s->at != start;
    return true;
}

/* Text and tags up to the end of the line. */
static bool scan_line(struct scanner *s) {
    struct str text = s->text;
    while (s->at < text.n) {
        char c = text.p[s->at];
        char next = s->at + 1 < text.n ? text.p[s->at + 1] : '\0';
        if (c == '\n') {
            s->at++;
            return true;
        }
        if (c == '\\' && next == '{' && s->at + 2 < text.n &&
            (text.p[s->at + 2] == '{' || text.p[s->at + 2] == '%')) {
            /* \{{ prints {{: the second brace gets its backslash too. */
            flush_text(s, s->at + 2);
            if (text.p[s->at + 2] == '{')
                add(s, SEGMENT_TEXT, STR("\\"), s->at + 2);
            s->at += 3;
        } else if (c == '\\' && next != '\n' && next != '\0') {
            s->at += 2;
        } else if (c == '{' && (next == '{' || next == '%')) {
            flush_text(s, s->at);
            if (!scan_tag(s))
                return false;
            s->pending = s->at;
        } else {
            s->at++;
        }
    }
    return true;
}

static bool scan_all(struct scanner *s) {
    bool moved = false;
    while (s->at < s->text.n) {
        if (!scan_line_start(s, &moved))
            return false;
        if (!moved && !scan_line(s))
            return false;
    }
    flush_text(s, s->text.n);
    if (s->summary > 0) {
        struct place place = {.file = s->file, .line = s->summary, .column = 1};
        diag_error(s->diag, place, "this summary block is not closed");
        diag_hint(s->diag, "is a code block open inside it?");
        return false;
    }
    return !s->bad;
}

size_t tags_next_line(struct str text, size_t at) {
    const char *p = at < text.n ? memchr(text.p + at, '\n', text.n - at) : NULL;
    return p != NULL ? (size_t)(p - text.p) + 1 : text.n;
}

size_t tags_fence(struct str text, size_t at, char *mark, size_t *info) {
    size_t i = at;
    while (i < text.n && i < at + 3 && text.p[i] == ' ')
        i++;
    if (i == text.n || (text.p[i] != '`' && text.p[i] != '~'))
        return 0;
    *mark = text.p[i];
    size_t start = i;
    while (i < text.n && text.p[i] == *mark)
        i++;
    size_t length = i - start;
    if (length < 3)
        return 0;
    *info = i;
    size_t end = tags_next_line(text, i);
    if (*mark == '`' && memchr(text.p + i, '`', end - i) != NULL)
        return 0; /* a code span */
    return length;
}

bool tags_fence_closes(struct str text, size_t at, char mark, size_t length) {
    char found;
    size_t info;
    size_t n = tags_fence(text, at, &found, &info);
    return n >= length && found == mark &&
           str_trim(str_slice(text, info, tags_next_line(text, at))).n == 0;
}

bool tags_scan(struct str text, struct str file, struct arena *arena,
               struct segments *out, struct diag *diag) {
    struct scanner s = {.text = text,
                        .file = file,
                        .arena = arena,
                        .diag = diag,
                        .out = out,
                        .line = 1};
    *out = (struct segments){NULL, 0, 0};
    return scan_all(&s);
}

bool tags_scan_words(struct str text, struct place place, struct arena *arena,
                     struct segments *out, struct diag *diag) {
    struct scanner s = {.text = text,
                        .file = place.file,
                        .arena = arena,
                        .diag = diag,
                        .out = out,
                        .line = place.line,
                        .column_offset = place.column > 0 ? place.column - 1 : 0};
    *out = (struct segments){NULL, 0, 0};
    while (s.at < text.n)
        if (!scan_line(&s))
            return false;
    flush_text(&s, text.n);
    return true;
}
