#include "compose/markdown.h"
#include "compose/info.h"
#include "compose/nodes.h"
#include "compose/prepass.h"
#include "document/block.h"
#include <string.h>

/* Lists in quotations in lists: deeper than any report, shallow enough for every
   renderer's stack. */
#define NESTING_LIMIT 24
#define HEADING_LEVELS 4

struct blocks {
    cmark_node **items;
    size_t count, capacity;
};

/* The block nodes in order; too deep a nesting is reported once. */
static struct blocks collect(struct composition *c, cmark_node *root) {
    struct blocks blocks = {NULL, 0, 0};
    cmark_iter *iter = cmark_iter_new(root);
    cmark_event_type event;
    size_t depth = 0;
    bool told = false;
    while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
        cmark_node *node = cmark_iter_get_node(iter);
        bool leaf = cmark_node_first_child(node) == NULL;
        if (event == CMARK_EVENT_EXIT) {
            depth--;
            continue;
        }
        depth += !leaf || cmark_node_get_type(node) == CMARK_NODE_PARAGRAPH;
        if (depth > NESTING_LIMIT && !told) {
            parts_error(c, nodes_place(c, node),
                        "lists, quotations or emphasis nest more than %d deep",
                        NESTING_LIMIT);
            told = c->lost = true;
        }
        blocks.items = arena_grow(c->arena, blocks.items, blocks.count,
                                  &blocks.capacity, sizeof(cmark_node *));
        blocks.items[blocks.count++] = node;
    }
    cmark_iter_free(iter);
    return blocks;
}

static void finish_html(struct composition *c, cmark_node *node) {
    const char *html = cmark_node_get_literal(node);
    if (!nodes_is_comment(html) || strchr(html, MARK) != NULL) {
        struct str text = str_trim(str_from(html));
        size_t end = 0;
        while (end < text.n && text.p[end] != '\n')
            end++;
        parts_error(c, nodes_place(c, node), "HTML is not printed: %.*s",
                    STR_ARG(str_slice(text, 0, end)));
        diag_hint(c->diag, "is a comment <!-- not closed? write \\< for the sign");
    }
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
    return index < c->mark_count ? index : 0;
}

static void finish_code(struct composition *c, cmark_node *node) {
    size_t index = block_mark(c, node);
    if (index == 0) {
        struct str info = str_from(cmark_node_get_fence_info(node));
        const struct block_kind *kind = info_kind(info);
        if (kind != NULL) {
            parts_error(c, nodes_place(c, node),
                        "a %s block cannot stand in a list or a quotation",
                        kind->kind.name);
            diag_hint(c->diag, "its fence starts at the margin");
        }
        if (strchr(cmark_node_get_literal(node), MARK) != NULL)
            parts_error(c, nodes_place(c, node),
                        "a note, a reference or a block cannot stand in code");
        return;
    }
    struct mark *mark = &c->marks[index];
    mark->used = true;
    if (cmark_node_get_type(cmark_node_parent(node)) != CMARK_NODE_DOCUMENT) {
        parts_error(c, mark->place, "a block cannot stand in a list or a quotation");
        c->lost = true;
        return;
    }
    if (mark->kind != MARK_OBJECT) /* MARK_END stays until summaries are closed */
        return;
    cmark_node *custom = cmark_node_new(CMARK_NODE_CUSTOM_BLOCK);
    cmark_node_insert_before(node, custom);
    document_attach(c->doc, custom, mark->object);
    cmark_node_unlink(node);
    cmark_node_free(node);
}

/* The mark of {#id …} at a heading's end, taken out of its text. */
static const struct mark *take_attributes(struct composition *c, cmark_node *heading) {
    for (cmark_node *node = cmark_node_last_child(heading); node;
         node = cmark_node_previous(node)) {
        if (cmark_node_get_type(node) != CMARK_NODE_TEXT)
            continue;
        struct str text = str_from(cmark_node_get_literal(node));
        for (size_t i = 0, end = 0; i < text.n; i = end) {
            end = i + 1;
            if (text.p[i] != MARK)
                continue;
            size_t index = parts_read_mark(text, i, &end);
            if (index < c->mark_count && c->marks[index].kind == MARK_ATTRIBUTES)
                return &c->marks[index]; /* the mark itself goes with the inlines */
        }
    }
    return NULL;
}

static void finish_heading(struct composition *c, cmark_node *node) {
    struct doc_heading *heading = arena_alloc(c->arena, sizeof *heading);
    cmark_consolidate_text_nodes(node);
    const struct mark *mark = take_attributes(c, node);
    heading->object.kind = OBJECT_HEADING;
    heading->object.place = nodes_place(c, node);
    heading->level = cmark_node_get_heading_level(node);
    if (mark != NULL) {
        heading->id = mark->text;
        heading->annex = mark->annex;
        /* Until it is numbered, the label says whether it is to be. */
        heading->label = mark->unnumbered ? STR("-") : (struct str){"", 0};
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
    if (cmark_node_first_child(node) == NULL)
        parts_error(c, heading->object.place, "this heading is empty");
    document_attach(c->doc, node, &heading->object);
}

/* What stands between a summary and its end moves into it. */
static void close_summaries(struct composition *c) {
    cmark_node *node = cmark_node_first_child(c->doc->root), *next;
    cmark_node *summary = NULL;
    for (; node; node = next) {
        next = cmark_node_next(node);
        cmark_node_type type = cmark_node_get_type(node);
        struct object *object = document_object(node);
        size_t mark = type == CMARK_NODE_CODE_BLOCK ? block_mark(c, node) : 0;
        if (mark > 0 && c->marks[mark].kind == MARK_END) {
            if (summary != NULL && cmark_node_first_child(summary) == NULL)
                parts_error(c, document_object(summary)->place,
                            "this summary is empty");
            summary = NULL;
            cmark_node_unlink(node);
            cmark_node_free(node);
        } else if (summary != NULL) {
            if (object != NULL)
                parts_error(c, object->place,
                            "a summary holds text only, no heading or table");
            cmark_node_unlink(node);
            cmark_node_append_child(summary, node);
        } else if (object != NULL && object->kind == OBJECT_SUMMARY) {
            summary = node;
        }
    }
    if (summary != NULL)
        parts_error(c, document_object(summary)->place,
                    "this summary does not end: is there a return in it?");
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
    case CMARK_NODE_NONE:
    case CMARK_NODE_DOCUMENT:
    case CMARK_NODE_BLOCK_QUOTE:
    case CMARK_NODE_LIST:
    case CMARK_NODE_ITEM:
    case CMARK_NODE_CUSTOM_BLOCK:
    case CMARK_NODE_PARAGRAPH:
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
        source->cell->content = nodes_parse_inlines(c, source->markdown, source->place);
    }
}

static void finish_rows(struct composition *c, const struct doc_row *rows, size_t count,
                        struct place place) {
    for (size_t r = 0; r < count; r++)
        for (size_t i = 0; i < rows[r].count; i++)
            if (rows[r].cells[i].content != NULL)
                nodes_finish(c, rows[r].cells[i].content, &place, false, NULL);
}

static void finish_object(struct composition *c, struct object *object) {
    if (object == NULL || object->kind != OBJECT_TABLE)
        return;
    struct doc_table *table = (struct doc_table *)object;
    finish_rows(c, table->head, table->head_count, object->place);
    finish_rows(c, table->body, table->body_count, object->place);
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
    struct buf text = buf_open(c->text.cap + c->text.cap / 2);
    prepass(c, buf_str(&c->text), &text);
    if (!buf_ok(&text)) {
        parts_error(c, parts_place(c, 1), "this report is too long");
        c->lost = true;
    } else {
        cmark_node_free(c->doc->root);
        c->doc->root =
            cmark_parse_document(buf_z(&text), text.n, CMARK_OPT_VALIDATE_UTF8);
        struct blocks blocks = collect(c, c->doc->root);
        for (size_t i = 0; i < blocks.count; i++)
            finish_block(c, blocks.items[i]);
        close_summaries(c);
        find_lost(c);
        if (!c->lost)
            parse_cells(c);
    }
    buf_close(&text);
}

void markdown_parse_inlines(struct composition *c) {
    nodes_finish(c, c->doc->root, NULL, false, finish_object);
    cmark_node *node = cmark_node_first_child(c->doc->root);
    for (; node; node = cmark_node_next(node))
        if (cmark_node_get_type(node) == CMARK_NODE_HEADING) {
            struct doc_heading *heading = (struct doc_heading *)document_object(node);
            heading->text = document_plain_text(node, c->arena);
        }
    prepass_check_footnotes(c);
}
