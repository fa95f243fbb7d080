#include "render/tree.h"

static void move_children(cmark_node *from, cmark_node *to) {
    cmark_node *child;
    while ((child = cmark_node_first_child(from)) != NULL) {
        cmark_node_unlink(child);
        if (!cmark_node_append_child(to, child)) /* a kind that fits in no custom node */
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
    swaps->items = arena_grow(swaps->arena, swaps->items, swaps->count, &swaps->capacity,
                              sizeof *swaps->items);
    swaps->items[swaps->count++] = (struct tree_swap){node, stand_in};
}

void tree_restore(struct tree_swaps *swaps) {
    while (swaps->count > 0) {
        struct tree_swap *swap = &swaps->items[--swaps->count];
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

struct str tree_label_gap(struct str label) {
    if (label.n == 0 || str_ends(label, STR("）")) || str_ends(label, STR("、")))
        return STR("");
    if (str_ends(label, STR(".")))
        return STR(" ");
    return STR("　");
}
