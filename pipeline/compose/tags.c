#include "compose/tags.h"
#include "base/buf.h"
#include "compose/code.h"
#include "compose/habits.h"
#include "compose/info.h"
#include "compose/prefix.h"
#include "compose/source.h"
#include "compose/tag.h"
#include "document/block.h"
#include <string.h>

/* What is known of `code` on a line, up to byte `at`. */
struct quoted {
    size_t line, at;
    size_t open; /* how many ` have opened it, or 0 */
    bool whole;  /* the line is code by its indent */
};

struct scanner {
    struct str text;
    struct str file;
    struct arena *arena;
    struct diag *diag;
    struct segments *out;
    size_t at;                  /* the next byte */
    size_t pending;             /* where text that is not yet a segment starts */
    size_t counted, line;       /* `counted` is on line `line` */
    size_t line_start;          /* of that line */
    size_t columns_at, columns; /* characters of that line before `columns_at` */
    size_t column_offset;       /* of the first line, for words inside another file */
    size_t open_line;           /* of the open block with Markdown, or 0 */
    const struct block_kind *open; /* its kind */
    bool bad;                      /* something was reported, and the rest goes on */
    bool plain;                    /* a title or caption: no Markdown */
    bool alone;                    /* tags have the line for themselves */
    char open_mark;
    size_t open_length;
    struct code code; /* unless it is plain */
    struct quoted quoted;
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

/* Columns, too, as long as it goes forward on a line. */
static struct place place_at(struct scanner *s, size_t at) {
    count_to(s, at);
    if (s->columns_at < s->line_start || s->columns_at > at) {
        s->columns_at = s->line_start;
        s->columns = 0;
    }
    s->columns += utf8_length(str_slice(s->text, s->columns_at, at));
    s->columns_at = at;
    return (struct place){
        .file = s->file, .line = s->line, .column = s->columns + 1 + s->column_offset};
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

static bool statement_at(struct str text, size_t at) {
    return at + 1 < text.n && text.p[at] == '{' && text.p[at + 1] == '%';
}

/* What is wrong with the tag at `start`: an unclosed one is told of where it opens,
   since an editor saw nothing amiss behind it. */
static void report_tag(struct scanner *s, size_t start, const struct tag *tag) {
    const char *name = tag->value ? "{{" : "{%", *closing = tag->value ? "}}" : "%}";
    struct place opening = place_at(s, start), place = place_at(s, tag->token.at);
    bool later = place.line > opening.line;
    struct str text = tag->token.text;
    char sign[2];
    switch (tag->fault) {
    case TAG_WHOLE:
        break;
    case TAG_UNCLOSED:
        diag_error(s->diag, opening, "%s is not closed", name);
        diag_hint(s->diag,
                  "it ends with %s, once the brackets and quotes in it balance",
                  closing);
        break;
    case TAG_QUOTE:
        diag_error(s->diag, place, "a quoted text in a %s tag does not end on its line",
                   name);
        if (later)
            diag_hint(s->diag,
                      "the %s of line %zu, column %zu reaches to here: close it there",
                      name, opening.line, opening.column);
        else
            diag_hint(s->diag, "close it with %c, or write \\%c inside it", text.p[0],
                      text.p[0]);
        break;
    case TAG_NESTED:
        diag_error(s->diag, opening, "%s is not closed before the {%% of line %zu",
                   name, place.line);
        diag_hint(s->diag, "it ends with %s", closing);
        break;
    case TAG_APART:
    case TAG_FOREIGN:
        if (tag->fault == TAG_APART ||
            (later && lexer_instead(&tag->token, sign) == NULL)) {
            diag_error(s->diag, opening, "%s is not closed before \"%.*s\" on line %zu",
                       name, STR_ARG(text), place.line);
            diag_hint(s->diag, "it ends with %s", closing);
        } else {
            lexer_report(&tag->token, place, s->diag);
        }
        break;
    }
}

/* The include at byte `start`, with s->at behind it. What stands before it must hold
   each line of the text; the rest of its line is none. */
static void add_include(struct scanner *s, size_t start, struct str path,
                        struct str parameters) {
    struct str prefix = {"", 0};
    size_t end = tags_next_line(s->text, s->at);
    if (s->alone) {
        count_to(s, start);
        prefix = prefix_of_line(s->text, s->line_start);
    } else if (!s->plain) {
        if (str_trim(str_slice(s->text, s->at, end)).n > 0 ||
            !prefix_of_tag(s->text, start, s->arena, &prefix)) {
            diag_error(s->diag, place_at(s, start),
                       "an include stands on a line of its own");
            diag_hint(s->diag, "only the signs of a list or quotation may stand before "
                               "it: other text goes on lines of its own, or into a "
                               "value {{ … }}");
            s->bad = true;
            return;
        }
        s->at = end;
    }
    struct segment *segment = add(s, SEGMENT_INCLUDE, path, start);
    segment->parameters = parameters;
    segment->prefix = prefix;
}

/* One tag at s->at; leaves s->at behind it. */
static bool scan_tag(struct scanner *s) {
    size_t start = s->at;
    struct str path, parameters;
    struct tag tag = tag_read(s->text, start, s->arena);
    struct str code = tag.code;
    bool value = tag.value;
    if (tag.fault != TAG_WHOLE) {
        report_tag(s, start, &tag);
        return false;
    }
    s->at = tag.end;
    if (!s->plain)
        code_hide(&s->code, start, tag.end);
    struct place place = place_at(s, start);
    if (value && str_trim(code).n == 0)
        return diag_error(s->diag, place, "{{ }} has nothing to print");
    if (!value && tag_is_include(code, &path, &parameters))
        add_include(s, start, path, parameters);
    else if (value ? habits_check_value(code, place, s->diag)
                   : habits_check_statement(code, place, s->diag))
        add(s, value ? SEGMENT_VALUE : SEGMENT_STATEMENT, code, start);
    else
        s->bad = true; /* the rest may have more to say */
    return true;
}

static size_t skip_blanks(struct str text, size_t at) {
    while (at < text.n && (text.p[at] == ' ' || text.p[at] == '\t'))
        at++;
    return at;
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
        struct tag tag = tag_read(s->text, look, s->arena);
        if (tag.fault != TAG_WHOLE) {
            report_tag(s, look, &tag);
            return false;
        }
        look = skip_blanks(s->text, tag.end);
    }
    if (look < s->text.n && s->text.p[look] != '\n')
        return true;
    flush_text(s, start);
    s->alone = true;
    while (statement_at(s->text, at)) {
        s->at = at;
        if (!scan_tag(s))
            return false;
        at = skip_blanks(s->text, s->at);
    }
    s->alone = false;
    s->at = s->pending = look < s->text.n ? look + 1 : look;
    code_hide_lines(&s->code, start, s->at);
    return true;
}

/* The Lua of a block, from byte `at` to `end`: tags and signs that are none of it. */
static void check_body(struct scanner *s, size_t at, size_t end, const char *name) {
    struct lexer lexer = lexer_open(str_slice(s->text, 0, end), at, 1);
    for (;;) {
        struct token token = lexer_next_code(&lexer);
        if (token.kind == TOKEN_END)
            return;
        bool tag = token.kind == TOKEN_SYMBOL && statement_at(lexer.text, token.at);
        if (tag) {
            diag_error(s->diag, place_at(s, token.at), "a %s block holds Lua, no tags",
                       name);
            diag_hint(s->diag, "write it without {%% and %%}");
        } else if (token.kind == TOKEN_FOREIGN) {
            lexer_report(&token, place_at(s, token.at), s->diag);
        }
        if (tag || token.kind == TOKEN_FOREIGN) {
            s->bad = true;
            return; /* what follows may be the same mistake */
        }
    }
}

/* A block that is whole without a body: text in it would be lost. */
static void check_empty(struct scanner *s, size_t at, size_t end, const char *name) {
    while (at < end && strchr(" \t\n", s->text.p[at]) != NULL)
        at++;
    if (at == end)
        return;
    diag_error(s->diag, place_at(s, at), "a %s block holds nothing", name);
    diag_hint(s->diag, "write the text before the block or behind it");
    s->bad = true;
}

/* If a fence of three or more ` or ~ opens at byte `at`, the start of a line, and is
   indented by at most three spaces: its length, its character and where its info string
   starts. 0 otherwise. */
static size_t fence_at(struct str text, size_t at, char *mark, size_t *info) {
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

/* True if the line at `at` closes a fence of `length` times `mark`. */
static bool fence_closes(struct str text, size_t at, char mark, size_t length) {
    char found = '\0';
    size_t info = 0;
    size_t n = fence_at(text, at, &found, &info);
    return n >= length && found == mark &&
           str_trim(str_slice(text, info, tags_next_line(text, at))).n == 0;
}

static bool scan_block(struct scanner *s, size_t start, char mark, size_t length,
                       struct str info, const struct block_kind *kind) {
    flush_text(s, start);
    struct place place = place_at(s, start);
    struct block *block = info_read(info, kind, place, s->arena, s->diag);
    size_t body = tags_next_line(s->text, start), end = body;
    while (end < s->text.n && !fence_closes(s->text, end, mark, length))
        end = tags_next_line(s->text, end);
    if (end == s->text.n) {
        diag_error(s->diag, place, "this %s block is not closed", kind->kind.name);
        diag_hint(s->diag, "end it with a line of %zu times %c", length, mark);
        return false;
    }
    if (s->open_line > 0)
        diag_error(s->diag, place, "a %s holds text only, no %s block",
                   s->open->kind.name, kind->kind.name);
    if (block == NULL || s->open_line > 0) { /* the rest may have more to say */
        s->bad = true;
        s->at = s->pending = tags_next_line(s->text, end);
        code_begin(&s->code, s->at);
        return true;
    }
    if (kind->body == BLOCK_EMPTY)
        check_empty(s, body, end, kind->kind.name);
    bool markdown = kind->body == BLOCK_MARKDOWN;
    struct segment *segment =
        add(s, SEGMENT_BLOCK,
            markdown ? (struct str){NULL, 0} : str_slice(s->text, body, end), start);
    segment->block = block;
    while (s->text.p[start + block->indent] == ' ')
        block->indent++;
    if (kind->body == BLOCK_LUA)
        check_body(s, body, end, kind->kind.name);
    if (markdown) {
        s->open_line = place.line;
        s->open = kind;
        s->open_mark = mark;
        s->open_length = length;
        s->at = s->pending = body;
    } else {
        s->at = s->pending = tags_next_line(s->text, end);
    }
    code_begin(&s->code, s->at);
    return true;
}

/* Copies code as it stands, tags and all. */
static bool scan_code(struct scanner *s) {
    size_t start = s->at;
    s->at = code_end(&s->code, start);
    if (s->code.spent)
        return diag_error(s->diag, place_at(s, start),
                          "there is too much code in one list to read");
    if (s->at == start || s->at < s->text.n || s->code.open == STR_NOT_FOUND)
        return true;
    size_t blanks, open = s->code.open;
    size_t fence = source_openers(str_slice(s->text, open, s->text.n), &blanks);
    diag_error(s->diag, place_at(s, open + fence), "this code is not closed");
    diag_hint(s->diag, "end it with a line of %zu times %c", s->code.length,
              s->code.mark);
    return false;
}

/* What may stand at a line's start only. *moved: s->at is at another line now. */
static bool scan_line_start(struct scanner *s, bool *moved) {
    size_t start = s->at, info_at, length;
    char mark;
    *moved = true;
    if (s->open_line > 0 &&
        fence_closes(s->text, start, s->open_mark, s->open_length)) {
        flush_text(s, start);
        add(s, SEGMENT_END, (struct str){NULL, 0}, start);
        s->open_line = 0;
        s->at = s->pending = tags_next_line(s->text, start);
        code_begin(&s->code, s->at);
        return true;
    }
    length = fence_at(s->text, start, &mark, &info_at);
    if (length > 0) {
        size_t end = tags_next_line(s->text, start);
        struct str info = str_trim(str_slice(s->text, info_at, end));
        const struct block_kind *kind = info_kind(info);
        if (kind != NULL)
            return scan_block(s, start, mark, length, info, kind);
    }
    if (!scan_code(s))
        return false;
    if (s->at == start && !scan_statement_line(s, start))
        return false;
    *moved = s->at != start;
    return true;
}

/* Whether s->at stands in `code` of its line, or in a line that is code. Each byte is
   looked at once. */
static bool in_code(struct scanner *s) {
    struct quoted *quoted = &s->quoted;
    count_to(s, s->at);
    if (quoted->line != s->line)
        *quoted = (struct quoted){.line = s->line,
                                  .at = s->line_start,
                                  .whole = !s->plain &&
                                           code_is_indented(&s->code, s->line_start)};
    while (quoted->at < s->at) {
        size_t run = 0;
        while (quoted->at + run < s->at && s->text.p[quoted->at + run] == '`')
            run++;
        if (run > 0)
            quoted->open = quoted->open == 0     ? run
                           : quoted->open == run ? 0
                                                 : quoted->open;
        quoted->at += run > 0 ? run : 1;
    }
    return quoted->whole || quoted->open > 0;
}

/* \{{ prints {{: Markdown's backslash stands before the second brace too; a title is
   no Markdown, and a full-width sign takes none. Returns whether one was there. */
static bool take_literal(struct scanner *s) {
    struct str text = s->text;
    size_t at = s->at + 1;
    const char *tag;
    bool own = at + 1 < text.n && text.p[at] == '{' && strchr("{%#", text.p[at + 1]);
    size_t n = own ? 2 : habits_find_tag(text, at, &tag);
    if (n == 0)
        return false;
    if (own && !s->plain) {
        flush_text(s, at + 1);
        if (text.p[at + 1] == '{')
            add(s, SEGMENT_TEXT, STR("\\"), at + 1);
    } else {
        flush_text(s, s->at);
        s->pending = at;
    }
    s->at = at + n;
    return true;
}

static void refuse_tag(struct scanner *s, size_t n, const char *tag) {
    struct str signs = str_slice(s->text, s->at, s->at + n);
    flush_text(s, s->at);
    struct place place = place_at(s, s->at);
    s->bad = true;
    if (tag[1] == '#') {
        diag_error(s->diag, place, "{# #} is no comment here: it would be printed");
        diag_hint(s->diag, "write {%% -- … %%}, or \\%.*s to print the signs",
                  STR_ARG(signs));
    } else {
        diag_error(s->diag, place, "\"%.*s\" is no tag: its signs are full-width",
                   STR_ARG(signs));
        diag_hint(s->diag, "write %s, or \\%.*s to print the signs", tag,
                  STR_ARG(signs));
    }
}

/* Text and tags up to the end of the line. */
static bool scan_line(struct scanner *s) {
    struct str text = s->text;
    while (s->at < text.n) {
        char c = text.p[s->at];
        char next = s->at + 1 < text.n ? text.p[s->at + 1] : '\0';
        const char *tag;
        size_t n;
        if (c == '\n') {
            s->at++;
            return true;
        }
        if (c == '\\' && take_literal(s))
            continue;
        if (c == '\\' && next != '\n' && next != '\0') {
            s->at += 2;
        } else if (c == '{' && (next == '{' || next == '%')) {
            flush_text(s, s->at);
            if (!scan_tag(s))
                return false;
            s->pending = s->at;
            if (s->at > 0 && text.p[s->at - 1] == '\n')
                return true; /* an include has the rest of its line */
        } else if ((n = habits_find_tag(text, s->at, &tag)) > 0 && !in_code(s)) {
            refuse_tag(s, n, tag);
            s->at += n;
        } else {
            s->at++;
        }
    }
    return true;
}

/* name: at the start of a line. */
static bool is_key(struct str line) {
    size_t at = 0;
    while (at < line.n && line.p[at] != ':' && line.p[at] != ' ')
        at++;
    return at > 0 && at < line.n && line.p[at] == ':' &&
           (at + 1 == line.n || line.p[at + 1] == ' ' || line.p[at + 1] == '\n');
}

/* ---
   title: x
   --- of other tools, which here were a rule and a heading. */
static bool has_front_matter(struct str text) {
    size_t second = tags_next_line(text, 0), at = second;
    if (!str_equal(str_trim(str_slice(text, 0, second)), STR("---")) ||
        !is_key(str_slice(text, second, tags_next_line(text, second))))
        return false;
    for (size_t end; at < text.n; at = end) {
        end = tags_next_line(text, at);
        if (str_equal(str_trim(str_slice(text, at, end)), STR("---")))
            return true;
    }
    return false;
}

static bool scan_all(struct scanner *s) {
    bool moved = false;
    if (has_front_matter(s->text)) {
        diag_error(s->diag, place_at(s, 0),
                   "a template has no front matter: --- … ---");
        diag_hint(s->diag, "the title, series and period of a report stand in "
                           "lua/reports.lua; *** is a rule too");
        s->bad = true;
    }
    while (s->at < s->text.n) {
        if (!scan_line_start(s, &moved))
            return false;
        if (!moved && !scan_line(s))
            return false;
    }
    flush_text(s, s->text.n);
    if (s->open_line > 0) {
        struct place place = {.file = s->file, .line = s->open_line, .column = 1};
        diag_error(s->diag, place, "this %s block is not closed", s->open->kind.name);
        diag_hint(s->diag, "is a code block open inside it?");
        return false;
    }
    return !s->bad;
}

size_t tags_next_line(struct str text, size_t at) {
    const char *p = at < text.n ? memchr(text.p + at, '\n', text.n - at) : NULL;
    return p != NULL ? (size_t)(p - text.p) + 1 : text.n;
}

bool tags_scan(struct str text, struct str file, struct arena *arena,
               struct segments *out, struct diag *diag) {
    struct scanner s = {.text = text,
                        .file = file,
                        .arena = arena,
                        .diag = diag,
                        .out = out,
                        .line = 1,
                        .code = code_open(text, arena)};
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
                        .plain = true,
                        .column_offset = place.column > 0 ? place.column - 1 : 0};
    *out = (struct segments){NULL, 0, 0};
    while (s.at < text.n)
        if (!scan_line(&s))
            return false;
    flush_text(&s, text.n);
    return !s.bad;
}
