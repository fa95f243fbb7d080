#include "compose/source.h"
#include <string.h>

#define TAB_STOP 4

struct source source_open(struct str text, struct arena *arena) {
    struct source source = {.text = text, .arena = arena};
    size_t lines = 1;
    for (size_t i = 0; i < text.n; i++)
        lines += text.p[i] == '\n';
    source.starts = arena_array(arena, lines + 1, sizeof *source.starts);
    source.count = 1;
    for (size_t i = 0; i < text.n; i++)
        if (text.p[i] == '\n' && i + 1 < text.n)
            source.starts[source.count++] = i + 1;
    source.starts[source.count] = text.n;
    return source;
}

struct str source_line(const struct source *source, size_t line) {
    if (line == 0 || line > source->count)
        return (struct str){"", 0};
    struct str text =
        str_slice(source->text, source->starts[line - 1], source->starts[line]);
    if (text.n > 0 && text.p[text.n - 1] == '\n')
        text.n--;
    return text;
}

size_t source_openers(struct str line, size_t *blanks) {
    *blanks = 0;
    for (size_t at = 0;;) {
        size_t end = at;
        while (end < line.n && line.p[end] >= '0' && line.p[end] <= '9')
            end++;
        char ch = end < line.n ? line.p[end] : '\0';
        bool sign = end > at ? ch == '.' || ch == ')' : memchr("-+*", ch, 3) != NULL;
        bool item =
            sign && (end + 1 == line.n || strchr(" \t\n", line.p[end + 1]) != NULL);
        if (end == at && (ch == ' ' || ch == '\t'))
            *blanks += ch == '\t' ? TAB_STOP : 1;
        else if (item || (end == at && ch == '>'))
            *blanks = 0;
        else
            return at;
        at = end + 1;
    }
}

/* Where reading a line stands. `column` counts what a tab opens. */
struct reader {
    struct str line;
    size_t at, column;
};

/* Skips at most `most` columns of blanks; how many it were. */
static size_t skip_blanks(struct reader *r, size_t most) {
    size_t start = r->column;
    while (r->at < r->line.n && r->column - start < most) {
        if (r->line.p[r->at] == ' ')
            r->column++;
        else if (r->line.p[r->at] == '\t')
            r->column += TAB_STOP - r->column % TAB_STOP;
        else
            break;
        r->at++;
    }
    return r->column - start;
}

static size_t blanks_ahead(struct reader r) { return skip_blanks(&r, SIZE_MAX); }

/* The quotations and list items around a block, from outside. */
struct containers {
    struct {
        cmark_node *node;
        size_t indent; /* of an item's text */
    } items[SOURCE_NESTING];
    size_t count;
};

/* Behind the marks of the quotations and the indents of the items; false if one is
   missing. */
static bool skip_containers(const struct containers *around, struct reader *r) {
    for (size_t i = 0; i < around->count; i++) {
        if (around->items[i].indent > 0) {
            if (skip_blanks(r, around->items[i].indent) < around->items[i].indent)
                return false;
            continue;
        }
        if (blanks_ahead(*r) >= TAB_STOP)
            return false;
        skip_blanks(r, TAB_STOP - 1);
        if (r->at == r->line.n || r->line.p[r->at] != '>')
            return false;
        r->at++;
        r->column++;
        skip_blanks(r, 1);
    }
    return true;
}

/* How far an item's marker is indented in the containers around the list. */
static size_t marker_indent(const struct source *source, cmark_node *item,
                            const struct containers *around) {
    int line = cmark_node_get_start_line(item);
    cmark_node *outer =
        around->count > 0 ? around->items[around->count - 1].node : NULL;
    if (outer && cmark_node_get_start_line(outer) == line)
        return 0;
    struct reader r = {source_line(source, (size_t)line), 0, 0};
    return skip_containers(around, &r) ? skip_blanks(&r, TAB_STOP - 1) : 0;
}

/* How far the text of an item is indented from its marker. */
static size_t text_indent(const struct source *source, cmark_node *item) {
    cmark_node *child = cmark_node_first_child(item);
    int line = cmark_node_get_start_line(item);
    int column = cmark_node_get_start_column(item);
    if (child && cmark_node_get_start_line(child) == line &&
        cmark_node_get_start_column(child) > column &&
        cmark_node_get_type(child) != CMARK_NODE_CODE_BLOCK)
        return (size_t)(cmark_node_get_start_column(child) - column);
    struct str text = source_line(source, (size_t)line);
    size_t at = (size_t)column - 1, start = at;
    while (at < text.n && text.p[at] >= '0' && text.p[at] <= '9')
        at++;
    return at - start + 2;
}

static void add_containers(const struct source *source, cmark_node *node,
                           struct containers *around) {
    if (node == NULL)
        return;
    add_containers(source, cmark_node_parent(node), around);
    cmark_node_type type = cmark_node_get_type(node);
    bool item = type == CMARK_NODE_ITEM;
    if ((!item && type != CMARK_NODE_BLOCK_QUOTE) || around->count == SOURCE_NESTING)
        return;
    around->items[around->count].node = node;
    around->items[around->count].indent =
        item ? marker_indent(source, node, around) + text_indent(source, node) : 0;
    around->count++;
}

/* === or --- under a heading's text. */
static bool is_underline(struct str text) {
    text = str_trim(text);
    for (size_t k = 0; k < text.n; k++)
        if (text.p[k] != text.p[0])
            return false;
    return text.n > 0 && (text.p[0] == '=' || text.p[0] == '-');
}

/* # to ######, and a blank or nothing behind. */
static bool is_heading_sign(struct str text) {
    size_t level = 0;
    while (level < text.n && text.p[level] == '#')
        level++;
    return level > 0 && level <= 6 &&
           (level == text.n || text.p[level] == ' ' || text.p[level] == '\t');
}

/* `column`: where the first line's text starts, from 1; markers may stand before it. */
static struct source_content content_of(const struct source *source,
                                        const struct containers *around, size_t line,
                                        int column) {
    struct source_content content = {.line = line};
    struct reader r = {source_line(source, line), 0, 0};
    if (column > 0)
        r.at = (size_t)column - 1;
    else
        content.lazy = !skip_containers(around, &r);
    if (r.at > r.line.n)
        r.at = r.line.n;
    content.column = r.at;
    content.indent = skip_blanks(&r, SIZE_MAX);
    content.text = str_slice(r.line, r.at, r.line.n);
    content.start = source->starts[line - 1] + r.at;
    return content;
}

struct source_contents source_contents_of(const struct source *source,
                                          cmark_node *node) {
    struct source_contents contents = {NULL, 0, false};
    size_t capacity = 0, first = (size_t)cmark_node_get_start_line(node);
    size_t last = (size_t)cmark_node_get_end_line(node);
    bool heading = cmark_node_get_type(node) == CMARK_NODE_HEADING;
    struct containers around = {.count = 0};
    if (last > first)
        add_containers(source, cmark_node_parent(node), &around);
    for (size_t line = first; line > 0 && line <= last && line <= source->count;
         line++) {
        struct source_content content =
            content_of(source, &around, line,
                       line == first ? cmark_node_get_start_column(node) : 0);
        contents.items = arena_grow(source->arena, contents.items, contents.count,
                                    &capacity, sizeof *contents.items);
        contents.items[contents.count] = content;
        /* cmark gives a heading the last line of what follows it. */
        contents.underlined =
            heading && line > first && !content.lazy && is_underline(content.text);
        if (contents.underlined)
            break;
        contents.count++;
        if (heading && line == first && is_heading_sign(content.text))
            break;
    }
    return contents;
}

struct str source_join(const struct source *source,
                       const struct source_contents *contents) {
    struct buf out = buf_open(SIZE_MAX / 2);
    for (size_t i = 0; i < contents->count; i++) {
        if (i > 0)
            buf_char(&out, '\n');
        buf_put(&out, contents->items[i].text);
    }
    struct str text = arena_copy(source->arena, buf_str(&out));
    buf_close(&out);
    return text;
}

void edits_add(struct edits *edits, struct arena *arena, struct edit edit) {
    edits->items = arena_grow(arena, edits->items, edits->count, &edits->capacity,
                              sizeof *edits->items);
    edits->items[edits->count++] = edit;
}

void edits_apply(const struct edits *edits, struct str text, struct buf *out) {
    size_t at = 0;
    for (size_t i = 0; i < edits->count; i++) {
        buf_put(out, str_slice(text, at, edits->items[i].start));
        buf_put(out, edits->items[i].text);
        at = edits->items[i].end;
    }
    buf_put(out, str_slice(text, at, text.n));
}
