#include "compose/code.h"
#include "compose/footnotes.h"
#include "compose/source.h"
#include "compose/tags.h"
#include <cmark.h>
#include <string.h>

#define WINDOW ((size_t)256)           /* bytes read behind a line, at first */
#define PARSE_LIMIT ((size_t)64 << 20) /* bytes, of one template */
#define FENCE 3
#define CODE_INDENT 4

/* A footnote's text is read as an item of a list, and an empty one as a block that no
   line goes on. */
static void hide_footnotes(struct code *code) {
    struct str text = code->text;
    for (size_t at = 0, end; at < text.n; at = end) {
        const char *sign;
        struct str rest;
        end = tags_next_line(text, at);
        size_t start = footnotes_item(str_slice(text, at, end), &sign, &rest);
        if (start == STR_NOT_FOUND)
            continue;
        char *out = code->seen + at + start, *line_end = code->seen + end;
        line_end -= text.p[end - 1] == '\n';
        rest = rest.n > 0 ? rest : STR("#");
        memset(out, ' ', (size_t)(line_end - out));
        memcpy(out, sign, strlen(sign));
        memcpy(out + strlen(sign), rest.p, rest.n);
    }
}

/* The line at `at`, as cmark sees it. */
static struct str line_at(const struct code *code, size_t at) {
    struct str seen = {code->seen, code->text.n};
    return str_slice(seen, at, tags_next_line(seen, at));
}

struct code code_open(struct str text, struct arena *arena) {
    struct code code = {
        .text = text, .seen = arena_alloc(arena, text.n + 1), .open = STR_NOT_FOUND};
    memcpy(code.seen, text.p, text.n);
    if (str_find(text, STR("[^"), 0) != STR_NOT_FOUND)
        hide_footnotes(&code);
    return code;
}

void code_hide(struct code *code, size_t start, size_t end) {
    for (size_t i = start; i < end; i++)
        if (code->seen[i] != '\n')
            code->seen[i] = 'x';
}

/* Blanks at the end of the line before them. */
void code_hide_lines(struct code *code, size_t start, size_t end) {
    if (start > 0 && end > start && code->seen[end - 1] == '\n')
        start--;
    memset(code->seen + start, ' ', end - start);
    code->seen[end - 1] = '\n';
    if (code->open != STR_NOT_FOUND && start <= code->stop && code->stop < end) {
        code->stop = end;
        code->again = true;
    }
}

void code_begin(struct code *code, size_t at) { code->from = at; }

static size_t fence_length(struct str line, size_t at) {
    size_t n = 0;
    while (at + n < line.n && (line.p[at] == '`' || line.p[at] == '~') &&
           line.p[at + n] == line.p[at])
        n++;
    return n;
}

/* What cmark makes of the lines from code->from to `end`. */
static cmark_node *parse(struct code *code, size_t end) {
    code->parsed += end - code->from;
    code->spent = code->parsed > PARSE_LIMIT;
    return cmark_parse_document(code->seen + code->from, end - code->from,
                                CMARK_OPT_DEFAULT);
}

/* The code block around or, if `opening`, from this line on. */
static cmark_node *find_code(cmark_node *root, int line, bool opening) {
    cmark_node *found = NULL;
    cmark_iter *iter = cmark_iter_new(root);
    while (found == NULL && cmark_iter_next(iter) != CMARK_EVENT_DONE) {
        cmark_node *node = cmark_iter_get_node(iter);
        int start = cmark_node_get_start_line(node);
        if (cmark_node_get_type(node) == CMARK_NODE_CODE_BLOCK &&
            (opening ? start == line
                     : start <= line && line <= cmark_node_get_end_line(node)))
            found = node;
    }
    cmark_iter_free(iter);
    return found;
}

/* The line that the block around `line` begins on, from 1. A list's item and a block
   of a quotation have all that is around them on their first line. */
static int block_start(cmark_node *root, int line) {
    int start = 1;
    for (cmark_node *node = cmark_node_last_child(root); node != NULL;) {
        cmark_node_type type = cmark_node_get_type(node);
        if (cmark_node_get_start_line(node) > line) {
            node = cmark_node_previous(node);
            continue;
        }
        start = cmark_node_get_start_line(node);
        bool open = type == CMARK_NODE_LIST || type == CMARK_NODE_BLOCK_QUOTE;
        node = open ? cmark_node_last_child(node) : NULL;
    }
    return start;
}

static int count_lines(const char *p, size_t n) {
    int count = 0;
    for (size_t i = 0; i < n; i++)
        count += p[i] == '\n';
    return count;
}

static size_t skip_lines(struct str seen, size_t at, int count) {
    while (count-- > 0)
        at = tags_next_line(seen, at);
    return at;
}

/* Code that is indented begins with the line that it opens on; cmark does not say it.
   `rest`: that line from the block's column on. */
static bool is_fenced(cmark_node *node, struct str rest) {
    struct str literal = str_from(cmark_node_get_literal(node));
    bool info = cmark_node_get_fence_info(node)[0] != '\0';
    return fence_length(rest, 0) >= FENCE && (info || !str_starts(literal, rest));
}

/* Whether the line at `at` ends code that a fence of `length` times `mark` opens. */
static bool closes(struct str line, char mark, size_t length) {
    size_t blanks, at = source_openers(line, &blanks), n = fence_length(line, at);
    return n >= length && line.p[at] == mark &&
           str_trim(str_slice(line, at + n, line.n)).n == 0;
}

/* The same as code_end(), where cmark reads no further than `end`; STR_NOT_FOUND if
   the code may go on there. */
static size_t end_within(struct code *code, size_t at, size_t end) {
    struct str seen = {code->seen, code->text.n};
    int line = count_lines(seen.p + code->from, at - code->from) + 1;
    cmark_node *root = parse(code, end), *node = find_code(root, line, true);
    bool closed = false;
    size_t stop = at, from = skip_lines(seen, code->from, block_start(root, line) - 1);
    if (node != NULL) {
        size_t column = (size_t)cmark_node_get_start_column(node) - 1;
        struct str rest = str_slice(line_at(code, at), column, SIZE_MAX);
        const char *literal = cmark_node_get_literal(node);
        int lines = count_lines(literal, strlen(literal));
        if (is_fenced(node, rest))
            stop = skip_lines(seen, at, lines + 1);
        struct str last = line_at(code, stop);
        code->mark = rest.p[0];
        code->length = fence_length(rest, 0);
        closed = stop > at && closes(last, code->mark, code->length) &&
                 find_code(root, line + lines + 1, true) == NULL;
        bool whole = end == seen.n || stop + last.n < end;
        stop = !whole ? STR_NOT_FOUND : closed ? stop + last.n : stop;
        if (closed && cmark_node_parent(node) == root)
            from = stop;
    }
    cmark_node_free(root);
    if (stop != STR_NOT_FOUND)
        code->from = from;
    code->open = stop > at && !closed ? at : STR_NOT_FOUND;
    code->stop = stop;
    return stop;
}

static size_t find_end(struct code *code, size_t at) {
    size_t stop = STR_NOT_FOUND, n = code->text.n;
    for (size_t window = WINDOW; stop == STR_NOT_FOUND && !code->spent; window *= 2) {
        size_t end = window < n - at ? tags_next_line(code->text, at + window) : n;
        stop = end_within(code, at, end);
    }
    return stop == STR_NOT_FOUND ? at : stop;
}

size_t code_end(struct code *code, size_t at) {
    if (code->again && code->stop == at) {
        size_t open = code->open, end = find_end(code, open);
        code->again = false;
        if (end > at)
            return end;
        code->open = open;
        code->stop = at;
    }
    struct str line = line_at(code, at);
    size_t blanks, sign = source_openers(line, &blanks);
    return fence_length(line, sign) < FENCE ? at : find_end(code, at);
}

bool code_is_indented(struct code *code, size_t at) {
    struct str line = line_at(code, at);
    size_t blanks;
    source_openers(line, &blanks);
    if (blanks < CODE_INDENT || code->spent)
        return false;
    struct str seen = {code->seen, code->text.n};
    int number = count_lines(seen.p + code->from, at - code->from) + 1;
    cmark_node *root = parse(code, at + line.n);
    bool found = find_code(root, number, false) != NULL;
    code->from = skip_lines(seen, code->from, block_start(root, number) - 1);
    cmark_node_free(root);
    return found;
}
