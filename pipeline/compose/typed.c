/* cmark keeps no trace of a backslash. So a text that has some is parsed a second time
   with another sign of the same kind in the place of those that could be taken for
   markup; both trees have the same shape, and where the letters differ, the sign was
   escaped. Where a backslash is none for Markdown and the sign behind it is (in raw
   HTML, for one), a block can have another shape: then all of it counts as typed. */
#include "compose/typed.h"
#include <string.h>

/* Punctuation that opens nothing, here or in Markdown. */
#define NEUTRAL ';'

static const char signs[] = "$~^[]#-:|=.+*{}()<\\!";

/* What ends raw HTML, behind a backslash too. */
static bool ends_html(struct str text) {
    return str_starts(text, STR("-->")) || str_starts(text, STR("]]>"));
}

/* `markdown` with its escaped signs made neutral; false if there are none. */
static bool put_neutral(struct str markdown, struct buf *out) {
    bool any = false;
    for (size_t i = 0; i < markdown.n; i++) {
        char ch = markdown.p[i];
        buf_char(out, ch);
        if (ch != '\\' || i + 1 == markdown.n)
            continue;
        char next = markdown.p[++i];
        bool sign = next != '\0' && strchr(signs, next) != NULL &&
                    !ends_html(str_slice(markdown, i, i + 3));
        buf_char(out, sign ? NEUTRAL : next);
        any = any || sign;
    }
    return any;
}

struct walk {
    struct composition *c;
    struct buf text;
    struct typed_part *parts;
    size_t part_count, part_capacity;
};

static void add_part(struct walk *walk, cmark_node *node) {
    walk->parts = arena_grow(walk->c->arena, walk->parts, walk->part_count,
                             &walk->part_capacity, sizeof *walk->parts);
    walk->parts[walk->part_count++] = (struct typed_part){walk->text.n, node};
}

/* <https://…> is an address that is printed as it stands. */
static bool is_address(cmark_node *text) {
    cmark_node *link = cmark_node_parent(text);
    if (cmark_node_get_type(link) != CMARK_NODE_LINK)
        return false;
    struct str url = str_from(cmark_node_get_url(link));
    return str_ends(url, str_from(cmark_node_get_literal(text))) &&
           cmark_node_next(text) == NULL && cmark_node_previous(text) == NULL;
}

/* `other`: of the twin, or NULL. False if it says something else. */
static bool add_text(struct walk *walk, cmark_node *text, cmark_node *other) {
    const char *literal = cmark_node_get_literal(text);
    const char *twin = other != NULL ? cmark_node_get_literal(other) : literal;
    bool printed = is_address(text);
    size_t n = strlen(literal);
    if (strlen(twin) != n)
        return false;
    for (size_t i = 0; i < n; i++) {
        bool same = literal[i] == twin[i];
        if (!same && twin[i] != NEUTRAL)
            return false;
        buf_char(&walk->text, same && !printed ? literal[i] : TYPED_OTHER);
    }
    return true;
}

static bool add_inline(struct walk *walk, cmark_node *node, cmark_node *twin) {
    cmark_node_type type = cmark_node_get_type(node);
    bool line = type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK;
    bool other = type == CMARK_NODE_CODE || type == CMARK_NODE_HTML_INLINE;
    if (line || other || type == CMARK_NODE_TEXT)
        add_part(walk, node);
    if (line || other)
        buf_char(&walk->text, line ? '\n' : TYPED_OTHER);
    return type != CMARK_NODE_TEXT || add_text(walk, node, twin);
}

static bool holds_text(cmark_node_type type) {
    return type == CMARK_NODE_PARAGRAPH || type == CMARK_NODE_HEADING;
}

/* The text of `node`; false if the twin, unless it is NULL, has another shape. */
static bool read_block(struct walk *walk, cmark_node *node, cmark_node *twin) {
    bool same = true;
    buf_clear(&walk->text);
    walk->part_count = 0;
    cmark_iter *iter = cmark_iter_new(node);
    cmark_iter *other = twin != NULL ? cmark_iter_new(twin) : NULL;
    cmark_event_type event;
    while (same && (event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
        cmark_node *at = cmark_iter_get_node(iter), *beside = NULL;
        if (other != NULL) {
            same = cmark_iter_next(other) == event;
            beside = cmark_iter_get_node(other);
            same = same && cmark_node_get_type(beside) == cmark_node_get_type(at);
        }
        if (same && event == CMARK_EVENT_ENTER)
            same = add_inline(walk, at, beside);
    }
    cmark_iter_free(iter);
    if (other != NULL)
        cmark_iter_free(other);
    return same;
}

/* The next paragraph or heading, or NULL. */
static cmark_node *next_block(cmark_iter *iter) {
    cmark_event_type event;
    while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
        cmark_node *node = cmark_iter_get_node(iter);
        if (event == CMARK_EVENT_EXIT && holds_text(cmark_node_get_type(node)))
            return node;
    }
    return NULL;
}

static void walk_both(struct walk *walk, cmark_node *root, cmark_node *twin,
                      void (*visit)(const struct typed_block *block, void *user),
                      void *user) {
    cmark_iter *iter = cmark_iter_new(root), *other = cmark_iter_new(twin);
    cmark_node *node;
    while ((node = next_block(iter)) != NULL) {
        cmark_node *beside = next_block(other);
        bool kind =
            beside != NULL && cmark_node_get_type(beside) == cmark_node_get_type(node);
        if (!read_block(walk, node, kind ? beside : NULL))
            read_block(walk, node, NULL);
        struct typed_block block = {node, buf_str(&walk->text), walk->parts,
                                    walk->part_count};
        visit(&block, user);
    }
    cmark_iter_free(iter);
    cmark_iter_free(other);
}

void typed_walk(struct composition *c, cmark_node *root, struct str markdown,
                void (*visit)(const struct typed_block *block, void *user),
                void *user) {
    struct walk walk = {.c = c, .text = buf_open(SIZE_MAX / 2)};
    struct buf neutral = buf_open(SIZE_MAX / 2);
    cmark_node *twin = NULL;
    if (memchr(markdown.p, '\\', markdown.n) != NULL && put_neutral(markdown, &neutral))
        twin = cmark_parse_document(buf_z(&neutral), neutral.n, CMARK_OPT_DEFAULT);
    walk_both(&walk, root, twin != NULL ? twin : root, visit, user);
    if (twin != NULL)
        cmark_node_free(twin);
    buf_close(&neutral);
    buf_close(&walk.text);
}

static const struct typed_part *part_at(const struct typed_block *block, size_t at) {
    size_t low = 0, high = block->part_count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (block->parts[middle].start <= at)
            low = middle;
        else
            high = middle;
    }
    return &block->parts[low];
}

cmark_node *typed_node(const struct typed_block *block, size_t at) {
    return part_at(block, at)->node;
}

char typed_printed(const struct typed_block *block, size_t at) {
    const struct typed_part *part = part_at(block, at);
    if (cmark_node_get_type(part->node) != CMARK_NODE_TEXT)
        return block->text.p[at];
    return cmark_node_get_literal(part->node)[at - part->start];
}
