#include "compose/reading.h"
#include "compose/attributes.h"
#include "compose/controls.h"
#include "compose/emphasis.h"
#include "compose/footnotes.h"
#include "compose/lookalike.h"
#include "compose/nodes.h"
#include "compose/pipe_table.h"
#include "compose/typed.h"
#include <string.h>

/* Tables that follow each other without a blank line are found one after the other. */
#define TABLE_ROUNDS 8

/* A pass over one PARAGRAPH or HEADING: what is to be changed in the source. */
typedef void reading_pass(struct composition *c, cmark_node *node, struct edits *edits);

static void read_text(struct composition *c, struct str text) {
    cmark_node_free(c->doc->root);
    c->source = source_open(text, c->arena);
    c->doc->root = cmark_parse_document(text.p, text.n, CMARK_OPT_VALIDATE_UTF8);
}

/* Runs the pass over all blocks with inlines; true if the text was read again. */
static bool run_pass(struct composition *c, reading_pass *pass) {
    struct edits edits = {NULL, 0, 0};
    cmark_iter *iter = cmark_iter_new(c->doc->root);
    cmark_event_type event;
    while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
        cmark_node *node = cmark_iter_get_node(iter);
        cmark_node_type type = cmark_node_get_type(node);
        if (event == CMARK_EVENT_ENTER &&
            (type == CMARK_NODE_PARAGRAPH || type == CMARK_NODE_HEADING))
            pass(c, node, &edits);
    }
    cmark_iter_free(iter);
    if (edits.count == 0)
        return false;
    struct buf text = buf_open(SIZE_MAX / 2);
    edits_apply(&edits, c->source.text, &text);
    read_text(c, arena_copy(c->arena, buf_str(&text)));
    buf_close(&text);
    return true;
}

/* The bytes of a block's lines, prefixes and all. */
static struct str raw_lines(const struct composition *c, cmark_node *node) {
    size_t first = (size_t)cmark_node_get_start_line(node);
    size_t last = (size_t)cmark_node_get_end_line(node);
    if (first == 0 || first > c->source.count || last < first)
        return (struct str){"", 0};
    last = last < c->source.count ? last : c->source.count;
    return str_slice(c->source.text, c->source.starts[first - 1],
                     c->source.starts[last]);
}

static void find_table(struct composition *c, cmark_node *node, struct edits *edits) {
    struct str raw = raw_lines(c, node);
    const char *second = memchr(raw.p, '\n', raw.n);
    if (second != NULL && memchr(raw.p, '-', raw.n) != NULL)
        pipe_table_take(c, node, edits);
}

/* In the block's text before byte `end` of the source. */
static void find_emphasis(struct composition *c, cmark_node *node, size_t end,
                          struct edits *edits) {
    struct str raw = raw_lines(c, node);
    if (memchr(raw.p, '*', raw.n) == NULL || !emphasis_is_doubtful(node))
        return;
    struct source_contents contents = source_contents_of(&c->source, node);
    if (contents.count == 0)
        return;
    struct source_content *last = &contents.items[contents.count - 1];
    if (last->start + last->text.n > end)
        last->text.n = end - last->start;
    struct emphasis_places places;
    emphasis_choose(c, source_join(&c->source, &contents), nodes_place(c, node),
                    &places);
    size_t line = 0, start = 0; /* of that line in the joined text */
    for (size_t i = 0; i < places.count; i++) {
        while (places.items[i] > start + contents.items[line].text.n)
            start += contents.items[line++].text.n + 1;
        size_t at = contents.items[line].start + places.items[i] - start;
        edits_add(edits, c->arena, (struct edit){at, at, STR(MARK_NEUTRAL)});
    }
}

static void find_words(struct composition *c, cmark_node *node, struct edits *edits) {
    struct edit cut;
    bool heading = cmark_node_get_type(node) == CMARK_NODE_HEADING;
    bool attributes = heading && attributes_read(c, node, &cut);
    find_emphasis(c, node, attributes ? cut.start : SIZE_MAX, edits);
    if (attributes)
        edits_add(edits, c->arena, cut);
}

/* Whatever walks the tree does it in a stack or a bounded array. */
static bool is_shallow(struct composition *c) {
    bool shallow = nodes_are_shallow(c, c->doc->root, NULL);
    c->lost = c->lost || !shallow;
    return shallow;
}

static void look(const struct typed_block *block, void *user) {
    struct composition *c = user;
    lookalike_text(c, block, NULL);
    footnotes_refer(c, block, NULL);
}

static bool enter(struct composition *c) {
    struct buf text = buf_open(c->text.cap + c->text.cap / 2);
    struct str markdown = controls_enter(c, buf_str(&c->text), NULL);
    if (footnotes_enter(c, markdown, &text))
        markdown = arena_copy(c->arena, buf_str(&text));
    bool good = buf_ok(&text);
    buf_close(&text);
    if (!good) {
        c->lost = true;
        return parts_error(c, parts_place(c, 1), "this report is too long");
    }
    read_text(c, markdown);
    return is_shallow(c);
}

bool reading_make_tree(struct composition *c) {
    if (!enter(c))
        return false;
    for (size_t round = 0; run_pass(c, find_table); round++) {
        if (!is_shallow(c))
            return false;
        if (round == TABLE_ROUNDS) {
            c->lost = true;
            return parts_error(c, parts_place(c, 1),
                               "too many pipe tables follow each other without a "
                               "blank line");
        }
    }
    if (run_pass(c, find_words) && !is_shallow(c))
        return false;
    footnotes_find(c, c->doc->root);
    controls_check(c, c->doc->root);
    typed_walk(c, c->doc->root, c->source.text, look, c);
    return true;
}
