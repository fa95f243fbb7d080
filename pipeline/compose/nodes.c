#include "compose/nodes.h"
#include "compose/piece.h"
#include <string.h>

/* The inline nodes of one piece, in document order; NULL once freed. */
struct list {
    cmark_node **items;
    size_t count, capacity;
};

struct finisher {
    struct composition *c;
    const struct place *place;
    bool in_note;
    void (*block)(struct composition *c, struct object *object);
    struct list nodes;
    size_t *ends; /* by node: the place of the tag that closes what it opens, or 0 */
};

static struct list collect(struct composition *c, cmark_node *root) {
    struct list list = {NULL, 0, 0};
    cmark_iter *iter = cmark_iter_new(root);
    cmark_event_type event;
    while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
        if (event != CMARK_EVENT_ENTER)
            continue;
        list.items = arena_grow(c->arena, list.items, list.count, &list.capacity,
                                sizeof(cmark_node *));
        list.items[list.count++] = cmark_iter_get_node(iter);
    }
    cmark_iter_free(iter);
    return list;
}

static struct place place_of(const struct finisher *f, cmark_node *node) {
    return f->place != NULL ? *f->place : nodes_place(f->c, node);
}

static void forget(cmark_node *node) {
    cmark_node_unlink(node);
    cmark_node_free(node);
}

static cmark_node *insert_text(cmark_node *before, struct str text) {
    if (text.n == 0)
        return NULL;
    struct buf literal = buf_open(SIZE_MAX / 2);
    buf_put(&literal, text);
    cmark_node *node = cmark_node_new(CMARK_NODE_TEXT);
    cmark_node_set_literal(node, buf_z(&literal));
    cmark_node_insert_before(before, node);
    buf_close(&literal);
    return node;
}

/* Its text is the node's literal, so whatever walks the tree finds it there. */
static void insert_printed(cmark_node *before, struct doc_printed *printed) {
    cmark_node *node = insert_text(before, printed->text);
    if (node != NULL)
        cmark_node_set_user_data(node, &printed->object);
}

static void finish_note(struct finisher *f, struct mark *mark, struct doc_note *note,
                        cmark_node *node) {
    struct composition *c = f->c;
    bool first = note->number == 0;
    if (first)
        note->number = (unsigned)c->doc->note_count + 1;
    document_attach(c->doc, node, &note->object);
    if (!first)
        return;
    bool written = note->content != NULL; /* as a footnote, with lines of its own */
    if (!written) {
        note->content = cmark_node_new(CMARK_NODE_CUSTOM_BLOCK);
        cmark_node_append_child(note->content, piece_parse(c, mark->text, mark->place));
    }
    nodes_finish(c, note->content, written ? NULL : &mark->place, true, f->block);
}

static void insert_reference(struct finisher *f, cmark_node *before,
                             const struct mark *mark) {
    struct composition *c = f->c;
    cmark_node *link = cmark_node_new(CMARK_NODE_LINK);
    struct str url = arena_printf(c->arena, "#%.*s", STR_ARG(mark->text));
    cmark_node_set_url(link, url.p);
    cmark_node_insert_before(before, link);
    c->references = arena_grow(c->arena, c->references, c->reference_count,
                               &c->reference_capacity, sizeof *c->references);
    c->references[c->reference_count++] =
        (struct reference){link, mark->text, mark->place, mark->optional};
}

static void insert_mark(struct finisher *f, cmark_node *before, size_t index) {
    struct composition *c = f->c;
    struct mark *mark = &c->marks[index];
    switch (mark->kind) {
    case MARK_NOTE: {
        if (f->in_note) {
            parts_error(c, mark->place, "a note cannot hold another note");
            return;
        }
        cmark_node *node = cmark_node_new(CMARK_NODE_CUSTOM_INLINE);
        cmark_node_insert_before(before, node);
        finish_note(f, mark, (struct doc_note *)mark->object, node);
        return;
    }
    case MARK_REFERENCE:
        insert_reference(f, before, mark);
        return;
    case MARK_PRINTED:
        insert_printed(before, (struct doc_printed *)mark->object);
        return;
    case MARK_NOTHING:
    case MARK_OBJECT:
    case MARK_END:
        return;
    }
}

/* Text with marks: the pieces between, and a node for each mark. */
static void split_text(struct finisher *f, cmark_node *node) {
    const char *literal = cmark_node_get_literal(node);
    if (literal == NULL || strchr(literal, MARK) == NULL)
        return;
    struct str text = arena_copy(f->c->arena, str_from(literal));
    size_t start = 0, end;
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] != MARK)
            continue;
        insert_text(node, str_slice(text, start, i));
        size_t index = parts_read_mark(text, i, &end);
        if (index < f->c->mark_count)
            insert_mark(f, node, index);
        start = end;
        i = end - 1;
    }
    insert_text(node, str_slice(text, start, text.n));
    forget(node);
}

/* The value of lang="…" in a span tag; empty if there is none. */
static struct str span_language(struct composition *c, struct str html) {
    size_t at = str_find(html, STR("lang="), 0);
    if (at == STR_NOT_FOUND || at + 6 >= html.n)
        return (struct str){"", 0};
    char quote[2] = {html.p[at + 5], '\0'};
    size_t end = str_find(html, str_from(quote), at + 6);
    if ((quote[0] != '"' && quote[0] != '\'') || end == STR_NOT_FOUND)
        return (struct str){"", 0};
    return parts_values(c, str_slice(html, at + 6, end), NULL);
}

/* The tags that come in pairs. */
static const struct {
    const char *open, *close;
} tags[] = {{"<sup", "</sup>"}, {"<sub", "</sub>"}, {"<span", "</span>"}};

enum { TAGS = sizeof tags / sizeof *tags };

/* The span that an HTML tag opens; NULL if it opens none. */
static struct doc_span *open_span(struct composition *c, struct str html) {
    struct doc_span span = {.object = {.kind = OBJECT_SPAN}, .lang = {"", 0}};
    if (str_equal(html, STR("<sup>"))) {
        span.span = SPAN_SUPERSCRIPT;
    } else if (str_equal(html, STR("<sub>"))) {
        span.span = SPAN_SUBSCRIPT;
    } else if (str_starts(html, STR("<span "))) {
        span.span = SPAN_LANGUAGE;
        span.lang = span_language(c, html);
        if (span.lang.n == 0)
            return NULL;
    } else {
        return NULL;
    }
    struct doc_span *kept = arena_alloc(c->arena, sizeof *kept);
    *kept = span;
    return kept;
}

/* A tag that is open, and what it stands in. */
struct open_tag {
    size_t at;
    cmark_node *parent;
    size_t depth;
};

struct open_tags {
    struct open_tag *items;
    size_t count, capacity;
};

static size_t depth_of(cmark_node *node) {
    size_t depth = 0;
    while ((node = cmark_node_parent(node)) != NULL)
        depth++;
    return depth;
}

/* The last open tag that stands beside `node`; those of nodes that were left are
   forgotten. False if there is none. */
static bool take_open(struct open_tags *open, cmark_node *node, size_t *at) {
    size_t depth = depth_of(node);
    while (open->count > 0 && open->items[open->count - 1].depth >= depth) {
        const struct open_tag *last = &open->items[--open->count];
        *at = last->at;
        if (last->parent == cmark_node_parent(node))
            return true;
    }
    return false;
}

/* Pairs the tags that stand beside each other, each kind by itself. Those that stand in
   too many others get no pair, and are refused. */
static void pair_tags(struct finisher *f) {
    struct open_tags open[TAGS] = {{NULL, 0, 0}};
    f->ends = arena_array(f->c->arena, f->nodes.count + 1, sizeof *f->ends);
    for (size_t i = 0; i < f->nodes.count; i++) {
        cmark_node *node = f->nodes.items[i];
        if (cmark_node_get_type(node) != CMARK_NODE_HTML_INLINE)
            continue;
        struct str html = str_from(cmark_node_get_literal(node));
        for (size_t k = 0; k < TAGS; k++) {
            struct open_tags *tag = &open[k];
            size_t at;
            if (str_equal(html, str_from(tags[k].close)) && take_open(tag, node, &at) &&
                tag->count < SOURCE_NESTING)
                f->ends[at] = i;
            if (!str_starts(html, str_from(tags[k].open)))
                continue;
            tag->items = arena_grow(f->c->arena, tag->items, tag->count, &tag->capacity,
                                    sizeof *tag->items);
            tag->items[tag->count++] =
                (struct open_tag){i, cmark_node_parent(node), depth_of(node)};
        }
    }
}

static void refuse_html(struct finisher *f, cmark_node *node) {
    struct str html = str_from(cmark_node_get_literal(node));
    parts_error(f->c, parts_point(f->c, place_of(f, node), html, html.n),
                "HTML is not printed: %.*s", STR_ARG(html));
    diag_hint(f->c->diag, "known are <sup>, <sub>, <br>, <span lang=\"…\"> with their "
                          "ends, and comments; write \\< for the sign");
}

static void finish_html(struct finisher *f, size_t i) {
    struct composition *c = f->c;
    cmark_node *node = f->nodes.items[i];
    struct str html = str_from(cmark_node_get_literal(node));
    if (nodes_is_comment(html.p)) {
        forget(node);
        return;
    }
    if (str_equal(html, STR("<br>")) || str_equal(html, STR("<br/>")) ||
        str_equal(html, STR("<br />"))) {
        cmark_node_insert_before(node, cmark_node_new(CMARK_NODE_LINEBREAK));
        forget(node);
        return;
    }
    struct doc_span *span = open_span(c, html);
    cmark_node *end = f->ends[i] > 0 ? f->nodes.items[f->ends[i]] : NULL;
    /* A tag around it may have taken it from its end. */
    if (span == NULL || end == NULL ||
        cmark_node_parent(end) != cmark_node_parent(node)) {
        refuse_html(f, node);
        return;
    }
    span->object.place = place_of(f, node);
    cmark_node *custom = cmark_node_new(CMARK_NODE_CUSTOM_INLINE);
    cmark_node_insert_before(node, custom);
    cmark_node *child;
    while ((child = cmark_node_next(node)) != end) {
        cmark_node_unlink(child);
        cmark_node_append_child(custom, child);
    }
    document_attach(c->doc, custom, &span->object);
    f->nodes.items[f->ends[i]] = NULL;
    forget(end);
    forget(node);
}

const char *nodes_put_values(struct composition *c, const char *literal) {
    bool only_values;
    struct str text = parts_values(c, str_from(literal), &only_values);
    return only_values ? text.p : NULL;
}

static void finish_link(struct finisher *f, cmark_node *node) {
    struct composition *c = f->c;
    const char *whole = nodes_put_values(c, cmark_node_get_url(node));
    if (whole != NULL)
        cmark_node_set_url(node, whole);
    struct str title = parts_values(c, str_from(cmark_node_get_title(node)), NULL);
    cmark_node_set_title(node, title.n > 0 ? title.p : "");
    struct str url = str_from(cmark_node_get_url(node));
    if (url.n > 0 && url.p[0] == '#') {
        c->references = arena_grow(c->arena, c->references, c->reference_count,
                                   &c->reference_capacity, sizeof *c->references);
        c->references[c->reference_count++] =
            (struct reference){node, arena_copy(c->arena, str_slice(url, 1, url.n)),
                               place_of(f, node), NULL};
        return;
    }
    if (document_may_link(url) && memchr(url.p, MARK, url.n) == NULL) {
        document_link(c->doc, url, place_of(f, node));
        return;
    }
    parts_error(c, parts_point(c, place_of(f, node), url, url.n),
                "this link is not allowed: \"%.*s\"", STR_ARG(url));
    diag_hint(c->diag, "links go to http(s), mailto, a relative path or #id");
}

/* The first or last character of a neighbouring text; 0 if it is none. */
static uint32_t edge(cmark_node *node, bool last) {
    while (node && cmark_node_first_child(node))
        node = last ? cmark_node_last_child(node) : cmark_node_first_child(node);
    if (!node || cmark_node_get_type(node) != CMARK_NODE_TEXT)
        return 0;
    struct str text = str_from(cmark_node_get_literal(node));
    return last ? utf8_last(text) : utf8_first(text);
}

/* A line break of the source between Han characters is no space. */
static void finish_break(cmark_node *node) {
    if (document_is_wide(edge(cmark_node_previous(node), true)) &&
        document_is_wide(edge(cmark_node_next(node), false)))
        forget(node);
}

/* With blanks for line feeds, as Markdown has them in code that it read itself. */
static struct str one_line(struct composition *c, struct str text) {
    size_t count;
    const struct doc_run *runs = doc_figures_runs(c->doc->figures, text, &count);
    char *line = arena_array(c->arena, text.n + 1, 1);
    for (size_t i = 0; i < text.n; i++)
        line[i] = text.p[i] == '\n' ? ' ' : text.p[i];
    struct str out = {line, text.n};
    if (runs != NULL)
        doc_figures_set_runs(c->doc->figures, out, runs, count);
    return out;
}

static void finish_code(struct finisher *f, cmark_node *node) {
    struct composition *c = f->c;
    struct str literal = str_from(cmark_node_get_literal(node));
    if (memchr(literal.p, MARK, literal.n) == NULL)
        return;
    bool only_values;
    struct doc_printed *printed = arena_alloc(c->arena, sizeof *printed);
    printed->object.kind = OBJECT_PRINTED;
    printed->object.place = place_of(f, node);
    printed->text = one_line(c, parts_values(c, literal, &only_values));
    if (!only_values) {
        parts_error(c, printed->object.place,
                    "a note or a reference cannot stand in code");
        return;
    }
    cmark_node_set_literal(node, printed->text.p);
    document_attach(c->doc, node, &printed->object);
}

static void finish_node(struct finisher *f, size_t i) {
    cmark_node *node = f->nodes.items[i];
    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_TEXT:
        split_text(f, node);
        break;
    case CMARK_NODE_HTML_INLINE:
        finish_html(f, i);
        break;
    case CMARK_NODE_CODE:
        finish_code(f, node);
        break;
    case CMARK_NODE_LINK:
        finish_link(f, node);
        break;
    case CMARK_NODE_IMAGE:
        parts_error(f->c, parts_point(f->c, place_of(f, node), STR("!["), 2),
                    "pictures from files are not printed: %s",
                    cmark_node_get_url(node));
        diag_hint(f->c->diag, "draw it from the data: ```chart id=fig-x caption=…");
        break;
    case CMARK_NODE_SOFTBREAK:
        finish_break(node);
        break;
    case CMARK_NODE_LINEBREAK:
    case CMARK_NODE_EMPH:
    case CMARK_NODE_STRONG:
    case CMARK_NODE_CUSTOM_INLINE:
    case CMARK_NODE_NONE:
    case CMARK_NODE_DOCUMENT:
    case CMARK_NODE_BLOCK_QUOTE:
    case CMARK_NODE_LIST:
    case CMARK_NODE_ITEM:
    case CMARK_NODE_CODE_BLOCK:
    case CMARK_NODE_HTML_BLOCK:
    case CMARK_NODE_CUSTOM_BLOCK:
    case CMARK_NODE_PARAGRAPH:
    case CMARK_NODE_HEADING:
    case CMARK_NODE_THEMATIC_BREAK:
        break;
    }
}

static bool is_typed(cmark_node *node) {
    return node != NULL && cmark_node_get_type(node) == CMARK_NODE_TEXT &&
           document_object(node) == NULL;
}

/* Neighbours that the template says itself become one node again; what it prints
   stays apart. */
static void join_texts(struct composition *c, cmark_node *root) {
    struct list list = collect(c, root);
    struct buf joined = buf_open(SIZE_MAX / 2);
    for (size_t i = 0; i < list.count; i++) {
        cmark_node *node = list.items[i], *next;
        if (!is_typed(node) || !is_typed(cmark_node_next(node)))
            continue;
        buf_clear(&joined);
        buf_puts(&joined, cmark_node_get_literal(node));
        for (; is_typed(next = cmark_node_next(node)); i++) {
            buf_puts(&joined, cmark_node_get_literal(next));
            forget(next);
        }
        cmark_node_set_literal(node, buf_z(&joined));
    }
    buf_close(&joined);
}

static bool is_empty(cmark_node *paragraph) {
    for (cmark_node *node = cmark_node_first_child(paragraph); node != NULL;
         node = cmark_node_next(node)) {
        cmark_node_type type = cmark_node_get_type(node);
        bool text = type == CMARK_NODE_TEXT;
        if (text ? str_trim(str_from(cmark_node_get_literal(node))).n > 0
                 : type != CMARK_NODE_SOFTBREAK && type != CMARK_NODE_LINEBREAK)
            return false;
    }
    return true;
}

/* What tags that print nothing leave: bold or code of nothing, and a paragraph that
   holds no more. A note and a summary keep theirs. */
static bool is_needless(cmark_node *node, cmark_node *root) {
    cmark_node_type type = cmark_node_get_type(node);
    if (type == CMARK_NODE_CODE)
        return *cmark_node_get_literal(node) == '\0';
    if (type == CMARK_NODE_STRONG || type == CMARK_NODE_EMPH)
        return cmark_node_first_child(node) == NULL;
    return type == CMARK_NODE_PARAGRAPH && node != root && is_empty(node) &&
           cmark_node_get_type(cmark_node_parent(node)) != CMARK_NODE_CUSTOM_BLOCK;
}

static void drop_empty(struct composition *c, cmark_node *root) {
    struct list list = collect(c, root);
    for (size_t i = list.count; i-- > 0;) /* what is inside comes first */
        if (is_needless(list.items[i], root))
            forget(list.items[i]);
}

void nodes_finish(struct composition *c, cmark_node *root, const struct place *place,
                  bool in_note,
                  void (*block)(struct composition *c, struct object *object)) {
    cmark_consolidate_text_nodes(root);
    struct finisher f = {.c = c,
                         .place = place,
                         .in_note = in_note,
                         .block = block,
                         .nodes = collect(c, root)};
    pair_tags(&f);
    for (size_t i = 0; i < f.nodes.count; i++) {
        cmark_node *node = f.nodes.items[i];
        if (node == NULL)
            continue;
        if (cmark_node_get_type(node) == CMARK_NODE_CUSTOM_BLOCK && block != NULL)
            block(c, document_object(node));
        else
            finish_node(&f, i);
    }
    join_texts(c, root);
    drop_empty(c, root);
}

struct place nodes_place(const struct composition *c, cmark_node *node) {
    int line = 0;
    while (node && (line = cmark_node_get_start_line(node)) == 0)
        node = cmark_node_parent(node);
    return parts_place(c, line > 0 ? (size_t)line : 1);
}

/* An iterator does not come back to these. */
static bool is_leaf(cmark_node_type type) {
    return type == CMARK_NODE_TEXT || type == CMARK_NODE_SOFTBREAK ||
           type == CMARK_NODE_LINEBREAK || type == CMARK_NODE_CODE ||
           type == CMARK_NODE_HTML_INLINE || type == CMARK_NODE_CODE_BLOCK ||
           type == CMARK_NODE_HTML_BLOCK || type == CMARK_NODE_THEMATIC_BREAK;
}

bool nodes_are_shallow(struct composition *c, cmark_node *root,
                       const struct place *place) {
    cmark_iter *iter = cmark_iter_new(root);
    cmark_event_type event;
    size_t depth = 0;
    cmark_node *deep = NULL;
    while (deep == NULL && (event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
        cmark_node *node = cmark_iter_get_node(iter);
        if (event == CMARK_EVENT_EXIT)
            depth--;
        else if (!is_leaf(cmark_node_get_type(node)) && ++depth > SOURCE_NESTING)
            deep = node;
    }
    cmark_iter_free(iter);
    return deep == NULL ||
           parts_error(c, place != NULL ? *place : nodes_place(c, deep),
                       "lists, quotations or emphasis nest more than %d deep",
                       SOURCE_NESTING);
}

bool nodes_is_comment(const char *html) {
    struct str rest = str_trim(str_from(html));
    while (str_starts(rest, STR("<!--"))) {
        size_t end = str_find(rest, STR("-->"), 4);
        if (end == STR_NOT_FOUND)
            return false;
        rest = str_trim(str_slice(rest, end + 3, rest.n));
    }
    return rest.n == 0;
}
