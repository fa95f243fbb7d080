/* What cmark's CommonMark renderer does not know of GFM: text of a tree is exchanged
   for the time of one rendering. */
#include "render/markdown.h"
#include <string.h>

static void append(cmark_node *parent, cmark_node_type type, struct str text) {
    if (text.n == 0)
        return;
    struct buf literal = buf_open(SIZE_MAX / 2);
    buf_put(&literal, text);
    cmark_node *node = cmark_node_new(type);
    if (type == CMARK_NODE_TEXT)
        cmark_node_set_literal(node, buf_z(&literal));
    else
        cmark_node_set_on_enter(node, buf_z(&literal));
    cmark_node_append_child(parent, node);
    buf_close(&literal);
}

void markdown_tildes(struct tree_swaps *swaps, cmark_node *root) {
    size_t count;
    cmark_node **nodes = tree_collect(root, CMARK_NODE_TEXT, swaps->arena, &count);
    struct buf nothing = buf_open(16);
    for (size_t i = 0; i < count; i++) {
        struct str text = str_from(cmark_node_get_literal(nodes[i]));
        if (memchr(text.p, '~', text.n) == NULL)
            continue;
        tree_swap(swaps, nodes[i], CMARK_NODE_CUSTOM_INLINE, &nothing, "");
        cmark_node *stand_in = swaps->items[swaps->count - 1].stand_in;
        size_t start = 0;
        for (size_t at; (at = str_find(text, STR("~"), start)) != STR_NOT_FOUND;
             start = at + 1) {
            append(stand_in, CMARK_NODE_TEXT, str_slice(text, start, at));
            append(stand_in, CMARK_NODE_CUSTOM_INLINE, STR("\\~"));
        }
        append(stand_in, CMARK_NODE_TEXT, str_slice(text, start, text.n));
    }
    buf_close(&nothing);
}

void markdown_breaks(struct tree_swaps *swaps, cmark_node *root) {
    size_t count;
    cmark_node **nodes = tree_collect(root, CMARK_NODE_LINEBREAK, swaps->arena, &count);
    struct buf line = buf_open(16);
    buf_puts(&line, "<br>");
    for (size_t i = 0; i < count; i++)
        tree_swap(swaps, nodes[i], CMARK_NODE_CUSTOM_INLINE, &line, "");
    buf_close(&line);
}
