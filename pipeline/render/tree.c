#include "render/tree.h"

static void move_children(cmark_node *from, cmark_node *to) {
    cmark_node *child;
    while ((child = cmark_node_first_child(from)) != NULL) {
        cmark_node_unlink(child);
        if (!cmark_node_append_child(to,
                                     child)) /* a kind that fits in no custom node */
            cmark_node_free(child);
    }
}

void tree_swap(struct tree_swaps *swaps, cmark_node *node, cmark_node_type type,
               struct buf *enter, const char *leave) {
    cmark_node *stand_in = cmark_node_new(type);
    cmark_node_set_on_enter(stand_in, buf_z(enter));
    cmark_node_set_on_exit(stand_in, leave);
    if (!cmark_node_replace(node, stand_in)) {
        cmark_node_free(stand_in);
        return;
    }
    move_children(node, stand_in);
    swaps->items = arena_grow(swaps->arena, swaps->items, swaps->count,
                              &swaps->capacity, sizeof *swaps->items);
    swaps->items[swaps->count++] = (struct tree_swap){node, stand_in, NULL};
}

void tree_label(struct tree_swaps *swaps, struct buf *markup) {
    if (swaps->count == 0)
        return;
    struct tree_swap *swap = &swaps->items[swaps->count - 1];
    swap->label = cmark_node_new(CMARK_NODE_CUSTOM_INLINE);
    cmark_node_set_on_enter(swap->label, buf_z(markup));
    if (!cmark_node_prepend_child(swap->stand_in, swap->label)) {
        cmark_node_free(swap->label);
        swap->label = NULL;
    }
}

void tree_restore(struct tree_swaps *swaps) {
    while (swaps->count > 0) {
        struct tree_swap *swap = &swaps->items[--swaps->count];
        if (swap->label != NULL)
            cmark_node_free(swap->label);
        move_children(swap->stand_in, swap->node);
        cmark_node_replace(swap->stand_in, swap->node);
        cmark_node_free(swap->stand_in);
    }
}

cmark_node **tree_collect(cmark_node *root, cmark_node_type type, struct arena *arena,
                          size_t *count) {
    cmark_node **nodes = NULL;
    size_t capacity = 0;
    *count = 0;
    cmark_iter *iter = cmark_iter_new(root);
    for (cmark_event_type event; (event = cmark_iter_next(iter)) != CMARK_EVENT_DONE;) {
        cmark_node *node = cmark_iter_get_node(iter);
        if (event != CMARK_EVENT_ENTER || cmark_node_get_type(node) != type)
            continue;
        nodes = arena_grow(arena, nodes, *count, &capacity, sizeof *nodes);
        nodes[(*count)++] = node;
    }
    cmark_iter_free(iter);
    return nodes;
}

/* Marks of quotation as well, which are wide beside what is. */
static bool is_wide(uint32_t cp) {
    return document_is_wide(cp) || (cp >= 0x2018 && cp <= 0x201D);
}

uint32_t tree_edge(cmark_node *node, bool first) {
    while (node != NULL) {
        cmark_node_type type = cmark_node_get_type(node);
        if (type == CMARK_NODE_TEXT || type == CMARK_NODE_CODE) {
            struct str text = str_from(cmark_node_get_literal(node));
            return first ? utf8_first(text) : utf8_last(text);
        }
        node = first ? cmark_node_first_child(node) : cmark_node_last_child(node);
    }
    return 0;
}

void tree_join_han(struct tree_swaps *swaps, cmark_node *root) {
    size_t count;
    cmark_node **nodes = tree_collect(root, CMARK_NODE_SOFTBREAK, swaps->arena, &count);
    struct buf nothing = buf_open(16);
    for (size_t i = 0; i < count; i++)
        if (is_wide(tree_edge(cmark_node_previous(nodes[i]), false)) &&
            is_wide(tree_edge(cmark_node_next(nodes[i]), true)))
            tree_swap(swaps, nodes[i], CMARK_NODE_CUSTOM_INLINE, &nothing, "");
    buf_close(&nothing);
}
