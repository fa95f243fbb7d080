/* Which definitions hold cmark says itself: the report is parsed with each label that
   might be one as a paragraph at its end, and where that is a link, it is defined. */
#include "compose/links.h"
#include <stdlib.h>
#include <string.h>
#include <unicode/ucasemap.h>

#define LABEL_LIMIT 999 /* bytes; CommonMark 6.3 */

/* Labels are compared without case, runs of blanks as one. */
static struct str normal_label(struct composition *c, struct str label) {
    struct buf spaced = buf_open(LABEL_LIMIT + 1);
    label = str_trim(label);
    for (size_t i = 0; i < label.n; i++) {
        bool blank = label.p[i] == ' ' || label.p[i] == '\t' || label.p[i] == '\n';
        if (!blank)
            buf_char(&spaced, label.p[i]);
        else if (spaced.n > 0 && spaced.p[spaced.n - 1] != ' ')
            buf_char(&spaced, ' ');
    }
    char folded[3 * LABEL_LIMIT];
    UErrorCode status = U_ZERO_ERROR;
    UCaseMap *map = ucasemap_open("", U_FOLD_CASE_DEFAULT, &status);
    int32_t n = ucasemap_utf8FoldCase(map, folded, sizeof folded, buf_z(&spaced),
                                      (int32_t)spaced.n, &status);
    ucasemap_close(map);
    struct str copy = U_SUCCESS(status)
                          ? arena_copy(c->arena, (struct str){folded, (size_t)n})
                          : arena_copy(c->arena, buf_str(&spaced));
    buf_close(&spaced);
    return copy;
}

static int compare_links(const void *a, const void *b) {
    const struct link *left = a, *right = b;
    return str_compare(left->label, right->label);
}

/* [label]: behind what may open a quotation or a list; empty if the line has none. */
static struct str label_of(struct str line) {
    size_t at = 0;
    while (at < line.n && strchr(" \t>-+*0123456789.)", line.p[at]) != NULL)
        at++;
    if (at == line.n || line.p[at] != '[')
        return (struct str){"", 0};
    size_t end = at + 1;
    while (end < line.n && line.p[end] != ']' && line.p[end] != '[')
        end += line.p[end] == '\\' && end + 1 < line.n ? 2 : 1;
    bool good = end + 1 < line.n && line.p[end] == ']' && line.p[end + 1] == ':' &&
                line.p[at + 1] != '^' && end - at - 1 <= LABEL_LIMIT;
    return good ? str_slice(line, at + 1, end) : (struct str){"", 0};
}

static size_t put_probes(const struct source *source, struct buf *out) {
    size_t count = 0;
    for (size_t line = 1; line <= source->count; line++) {
        struct str label = label_of(source_line(source, line));
        if (str_trim(label).n == 0)
            continue;
        buf_puts(out, "\n\n[");
        buf_put(out, label);
        buf_puts(out, "]\n");
        count++;
    }
    return count;
}

/* <url> "title", as Markdown writes them. */
static void put_target(struct buf *out, const char *url, const char *title) {
    buf_puts(out, "<");
    for (const char *p = url; *p != '\0'; p++) {
        if (strchr("\\<>&", *p) != NULL)
            buf_char(out, '\\');
        buf_char(out, *p);
    }
    buf_puts(out, ">");
    if (title[0] == '\0')
        return;
    buf_puts(out, " \"");
    for (const char *p = title; *p != '\0'; p++) {
        if (strchr("\\\"&", *p) != NULL)
            buf_char(out, '\\');
        buf_char(out, *p);
    }
    buf_puts(out, "\"");
}

static void add_link(struct composition *c, size_t *capacity, struct str label,
                     cmark_node *probe) {
    cmark_node *link = cmark_node_first_child(probe);
    if (link == NULL || cmark_node_get_type(link) != CMARK_NODE_LINK)
        return;
    struct buf target = buf_open(SIZE_MAX / 2);
    put_target(&target, cmark_node_get_url(link), cmark_node_get_title(link));
    c->links =
        arena_grow(c->arena, c->links, c->link_count, capacity, sizeof *c->links);
    c->links[c->link_count++] =
        (struct link){normal_label(c, label), arena_copy(c->arena, label),
                      arena_copy(c->arena, buf_str(&target))};
    buf_close(&target);
}

static void read_links(struct composition *c) {
    c->links_read = true;
    struct buf text = buf_open(SIZE_MAX / 2);
    size_t capacity = 0;
    buf_put(&text, c->source.text);
    size_t count = put_probes(&c->source, &text);
    if (count > 0) {
        cmark_node *root =
            cmark_parse_document(buf_z(&text), text.n, CMARK_OPT_DEFAULT);
        cmark_node *probe = cmark_node_last_child(root);
        for (size_t line = c->source.count; line > 0 && probe != NULL; line--) {
            struct str label = label_of(source_line(&c->source, line));
            if (str_trim(label).n == 0)
                continue;
            add_link(c, &capacity, label, probe);
            probe = cmark_node_previous(probe);
        }
        cmark_node_free(root);
        if (c->link_count > 0)
            qsort(c->links, c->link_count, sizeof *c->links, compare_links);
    }
    buf_close(&text);
}

void links_put(struct composition *c, struct str piece, struct buf *out) {
    if (memchr(piece.p, '[', piece.n) == NULL)
        return;
    if (!c->links_read)
        read_links(c);
    if (c->link_count == 0)
        return;
    for (size_t at = 0; (at = str_find(piece, STR("["), at)) != STR_NOT_FOUND; at++) {
        struct str label = str_slice(piece, at + 1, at + 1 + LABEL_LIMIT);
        const char *end = memchr(label.p, ']', label.n);
        if (end == NULL)
            continue;
        label.n = (size_t)(end - label.p);
        struct link wanted = {.label = normal_label(c, label)};
        const struct link *found =
            bsearch(&wanted, c->links, c->link_count, sizeof *c->links, compare_links);
        if (found == NULL)
            continue;
        buf_puts(out, "\n\n[");
        buf_put(out, found->typed);
        buf_puts(out, "]: ");
        buf_put(out, found->target);
    }
    buf_char(out, '\n');
}
