#include "compose/markdown.h"
#include "compose/attributes.h"
#include "compose/footnotes.h"
#include "compose/info.h"
#include "compose/lookalike.h"
#include "compose/nodes.h"
#include "compose/piece.h"
#include "compose/printed.h"
#include "compose/reading.h"
#include "document/block.h"
#include <string.h>

#define HEADING_LEVELS 4

struct blocks {
    cmark_node **items;
    size_t count, capacity;
};

static struct blocks collect(struct composition *c, cmark_node *root) {
    struct blocks blocks = {NULL, 0, 0};
    cmark_iter *iter = cmark_iter_new(root);
    cmark_event_type event;
    while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
        if (event != CMARK_EVENT_ENTER)
            continue;
        blocks.items = arena_grow(c->arena, blocks.items, blocks.count,
                                  &blocks.capacity, sizeof(cmark_node *));
        blocks.items[blocks.count++] = cmark_iter_get_node(iter);
    }
    cmark_iter_free(iter);
    return blocks;
}

static struct str first_line(struct str text) {
    text = str_trim(text);
    size_t end = str_find(text, STR("\n"), 0);
    return end == STR_NOT_FOUND ? text : str_slice(text, 0, end);
}

/* One of those that may stand in a line. */
static bool is_known_tag(struct str html) {
    return str_starts(html, STR("<br")) || str_starts(html, STR("<sup>")) ||
           str_starts(html, STR("<sub>")) || str_starts(html, STR("<span "));
}

static void refuse_html(struct composition *c, cmark_node *node, struct str html) {
    struct place place = parts_point(c, nodes_place(c, node), first_line(html), 1);
    bool comment = str_starts(html, STR("<!--"));
    size_t end = comment ? str_find(html, STR("-->"), 4) : STR_NOT_FOUND;
    if (end != STR_NOT_FOUND) {
        parts_error(c, place, "text behind a comment is not printed: %.*s",
                    STR_ARG(first_line(str_slice(html, end + 3, html.n))));
        diag_hint(c->diag, "put the comment on a line of its own, or behind the text");
        return;
    }
    parts_error(c, place, "HTML is not printed: %.*s", STR_ARG(first_line(html)));
    if (comment)
        diag_hint(c->diag, "is a comment <!-- not closed? write \\< for the sign");
    else if (is_known_tag(html))
        diag_hint(c->diag, "this tag does not begin a paragraph on a line of its own");
    else
        diag_hint(c->diag, "known are <sup>, <sub>, <br>, <span lang=\"…\"> with their "
                           "ends, and comments; write \\< for the sign");
}

static void finish_html(struct composition *c, cmark_node *node) {
    const char *html = cmark_node_get_literal(node);
    if (!nodes_is_comment(html))
        refuse_html(c, node, str_trim(str_from(html)));
    else if (nodes_put_values(c, html) == NULL)
        parts_error(c, nodes_place(c, node),
                    "a note, a reference or a block cannot stand in a comment");
    cmark_node_unlink(node);
    cmark_node_free(node);
}

/* The index of the mark that a code block stands for, 0 if it is code. */
static size_t block_mark(struct composition *c, cmark_node *node) {
    struct str info = str_from(cmark_node_get_fence_info(node));
    size_t end;
    if (info.n == 0 || info.p[0] != MARK)
        return 0;
    size_t index = parts_read_mark(info, 0, &end);
    bool block = index < c->mark_count && (c->marks[index].kind == MARK_OBJECT ||
                                           c->marks[index].kind == MARK_END);
    return block ? index : 0;
}

/* What is wrong with a text is told at the line that it begins on. */
static void place_block(struct composition *c, cmark_node *node) {
    struct object *object = arena_alloc(c->arena, sizeof *object);
    object->kind = OBJECT_PARAGRAPH;
    object->place = nodes_place(c, node);
    document_attach(c->doc, node, object);
}

/* Code that is printed: what was printed inside it is put in. */
static void finish_printed_code(struct composition *c, cmark_node *node) {
    struct str typed = str_from(cmark_node_get_fence_info(node));
    const struct block_kind *kind = info_kind(typed);
    if (kind != NULL) {
        parts_error(c, nodes_place(c, node),
                    "a %s block cannot stand in a list or a quotation",
                    kind->kind.name);
        diag_hint(c->diag, "its fence starts at the margin");
    } else {
        lookalike_fence(c, node);
    }
    const char *code = nodes_put_values(c, cmark_node_get_literal(node));
    const char *info = nodes_put_values(c, typed.p);
    if (code != NULL && info != NULL) {
        cmark_node_set_literal(node, code);
        cmark_node_set_fence_info(node, info);
    } else {
        parts_error(c, nodes_place(c, node),
                    "a note, a reference or a block cannot stand in code");
    }
    place_block(c, node);
}

static void finish_code(struct composition *c, cmark_node *node) {
    size_t index = block_mark(c, node);
    if (index == 0) {
        finish_printed_code(c, node);
        return;
    }
    struct mark *mark = &c->marks[index];
    mark->used = true;
    const struct doc_table *table = (const struct doc_table *)mark->object;
    bool pipes =
        mark->kind == MARK_OBJECT && mark->object->kind == OBJECT_TABLE && table->plain;
    if (!pipes && cmark_node_get_type(cmark_node_parent(node)) != CMARK_NODE_DOCUMENT) {
        parts_error(c, mark->place, "a block cannot stand in a list or a quotation");
        diag_hint(c->diag, "its fence starts at the margin");
        c->lost = true;
        return;
    }
    if (mark->kind != MARK_OBJECT) /* MARK_END stays until holders are closed */
        return;
    cmark_node *custom = cmark_node_new(CMARK_NODE_CUSTOM_BLOCK);
    cmark_node_insert_before(node, custom);
    document_attach(c->doc, custom, mark->object);
    cmark_node_unlink(node);
    cmark_node_free(node);
}

static bool is_empty(const struct composition *c, cmark_node *heading) {
    cmark_node *node = cmark_node_first_child(heading);
    while (node != NULL && cmark_node_get_type(node) == CMARK_NODE_TEXT &&
           printed_nothing(c, str_from(cmark_node_get_literal(node))))
        node = cmark_node_next(node);
    return node == NULL;
}

static void finish_heading(struct composition *c, cmark_node *node) {
    struct doc_heading *heading = arena_alloc(c->arena, sizeof *heading);
    const struct attributes *attributes =
        attributes_find(c, (size_t)cmark_node_get_start_line(node));
    heading->object.kind = OBJECT_HEADING;
    heading->object.place = nodes_place(c, node);
    heading->level = cmark_node_get_heading_level(node);
    if (attributes != NULL) {
        heading->id = attributes->id;
        heading->annex = attributes->annex;
        heading->unnumbered = attributes->unnumbered;
    }
    if (cmark_node_get_type(cmark_node_parent(node)) != CMARK_NODE_DOCUMENT)
        parts_error(c, heading->object.place,
                    "a heading cannot stand in a list or a quotation");
    if (heading->level > HEADING_LEVELS)
        parts_error(c, heading->object.place, "headings have at most %d levels",
                    HEADING_LEVELS);
    if (heading->annex && heading->level != 1)
        parts_error(c, heading->object.place,
                    "an annex is a heading of the first level");
    if (is_empty(c, node))
        parts_error(c, heading->object.place, "this heading is empty");
    document_attach(c->doc, node, &heading->object);
}

/* A block that holds Markdown, open in the tree. */
struct holder {
    cmark_node *node; /* NULL: none is */
    const struct object *object;
    const char *name;
};

/* The holder that `object` opens, looked for from mark *next on: blocks stand in the
   tree as their marks were made. */
static struct holder holder_of(const struct composition *c, const struct object *object,
                               cmark_node *node, size_t *next) {
    while (*next < c->mark_count && c->marks[*next].holder == NULL)
        ++*next;
    if (*next >= c->mark_count || object == NULL || c->marks[*next].object != object)
        return (struct holder){NULL, NULL, ""};
    return (struct holder){node, object, c->marks[(*next)++].holder->kind.name};
}

static void take_into(struct composition *c, const struct holder *holder,
                      cmark_node *node) {
    const struct object *object = document_object(node);
    if (object != NULL && object->kind != OBJECT_PARAGRAPH)
        parts_error(c, object->place, "a %s holds text only, no heading or table",
                    holder->name);
    cmark_node_unlink(node);
    cmark_node_append_child(holder->node, node);
}

/* What stands between such a block and its end moves into it. */
static void close_holders(struct composition *c) {
    cmark_node *node = cmark_node_first_child(c->doc->root), *next;
    struct holder open = {NULL, NULL, ""};
    for (size_t at = 1; node; node = next) {
        next = cmark_node_next(node);
        bool code = cmark_node_get_type(node) == CMARK_NODE_CODE_BLOCK;
        size_t mark = code ? block_mark(c, node) : 0;
        bool ends = mark > 0 && c->marks[mark].kind == MARK_END;
        if (ends && open.object == c->marks[mark].object) {
            if (open.node != NULL && cmark_node_first_child(open.node) == NULL)
                parts_error(c, open.object->place, "this %s block is empty", open.name);
            open = (struct holder){NULL, NULL, ""};
        }
        if (ends) {
            cmark_node_unlink(node);
            cmark_node_free(node);
        } else if (open.node != NULL) {
            take_into(c, &open, node);
        } else {
            open = holder_of(c, document_object(node), node, &at);
        }
    }
    if (open.node != NULL)
        parts_error(c, open.object->place,
                    "this %s block does not end: is there a return in it?", open.name);
}

static void finish_block(struct composition *c, cmark_node *node) {
    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_HTML_BLOCK:
        finish_html(c, node);
        break;
    case CMARK_NODE_CODE_BLOCK:
        finish_code(c, node);
        break;
    case CMARK_NODE_HEADING:
        finish_heading(c, node);
        break;
    case CMARK_NODE_LIST:
        lookalike_numbers(c, node);
        break;
    case CMARK_NODE_PARAGRAPH:
        place_block(c, node);
        break;
    case CMARK_NODE_NONE:
    case CMARK_NODE_DOCUMENT:
    case CMARK_NODE_BLOCK_QUOTE:
    case CMARK_NODE_ITEM:
    case CMARK_NODE_CUSTOM_BLOCK:
    case CMARK_NODE_THEMATIC_BREAK:
    case CMARK_NODE_TEXT:
    case CMARK_NODE_SOFTBREAK:
    case CMARK_NODE_LINEBREAK:
    case CMARK_NODE_CODE:
    case CMARK_NODE_HTML_INLINE:
    case CMARK_NODE_CUSTOM_INLINE:
    case CMARK_NODE_EMPH:
    case CMARK_NODE_STRONG:
    case CMARK_NODE_LINK:
    case CMARK_NODE_IMAGE:
        break;
    }
}

/* Cells with Markdown get their nodes now that document_close() will free them. */
static void parse_cells(struct composition *c) {
    for (size_t i = 0; i < c->cell_count; i++) {
        struct cell_source *source = &c->cells[i];
        source->cell->content = piece_parse(c, source->markdown, source->place);
        cmark_node_set_user_data(source->cell->content, source);
    }
}

static void finish_rows(struct composition *c, const struct doc_row *rows,
                        size_t count) {
    for (size_t r = 0; r < count; r++)
        for (size_t i = 0; i < rows[r].count; i++) {
            cmark_node *content = rows[r].cells[i].content;
            if (content == NULL)
                continue;
            const struct cell_source *source = cmark_node_get_user_data(content);
            cmark_node_set_user_data(content, NULL);
            nodes_finish(c, content, &source->place, false, NULL);
        }
}

static void finish_object(struct composition *c, struct object *object) {
    if (object == NULL || object->kind != OBJECT_TABLE)
        return;
    struct doc_table *table = (struct doc_table *)object;
    finish_rows(c, table->head, table->head_count);
    finish_rows(c, table->body, table->body_count);
}

/* Blocks that Markdown took for something else. */
static void find_lost(struct composition *c) {
    for (size_t i = 1; i < c->mark_count; i++) {
        const struct mark *mark = &c->marks[i];
        if ((mark->kind == MARK_OBJECT || mark->kind == MARK_END) && !mark->used) {
            parts_error(c, mark->place,
                        "this block is inside HTML or code that is not closed");
            c->lost = true;
        }
    }
}

void markdown_blocks(struct composition *c) {
    if (!reading_make_tree(c))
        return;
    struct blocks blocks = collect(c, c->doc->root);
    for (size_t i = 0; i < blocks.count; i++)
        finish_block(c, blocks.items[i]);
    footnotes_take(c);
    close_holders(c);
    find_lost(c);
    if (!c->lost)
        parse_cells(c);
}

static bool has_mark(const char *text) {
    return text != NULL && strchr(text, MARK) != NULL;
}

/* Every mark has become a node: a text that still has one would be published so. */
static void find_marks(struct composition *c, cmark_node *root) {
    if (c->failed)
        return;
    cmark_iter *iter = cmark_iter_new(root);
    cmark_event_type event;
    while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
        cmark_node *node = cmark_iter_get_node(iter);
        if (event == CMARK_EVENT_ENTER && (has_mark(cmark_node_get_literal(node)) ||
                                           has_mark(cmark_node_get_url(node)) ||
                                           has_mark(cmark_node_get_title(node)) ||
                                           has_mark(cmark_node_get_fence_info(node))))
            parts_error(c, nodes_place(c, node),
                        "a mark of nqi is left in this text: please report it");
    }
    cmark_iter_free(iter);
}

void markdown_parse_inlines(struct composition *c) {
    nodes_finish(c, c->doc->root, NULL, false, finish_object);
    cmark_node *node = cmark_node_first_child(c->doc->root);
    for (; node; node = cmark_node_next(node))
        if (cmark_node_get_type(node) == CMARK_NODE_HEADING) {
            struct doc_heading *heading = (struct doc_heading *)document_object(node);
            heading->text = document_plain_text(node, c->arena);
        }
    footnotes_check(c);
    find_marks(c, c->doc->root);
    for (size_t i = 0; i < c->doc->note_count; i++)
        find_marks(c, c->doc->notes[i]->content);
    for (size_t i = 0; i < c->cell_count; i++)
        find_marks(c, c->cells[i].cell->content);
}
