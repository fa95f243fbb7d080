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

/* Han, kana and full-width forms: scripts that put no space between words. */
static bool is_wide(uint32_t cp) {
    return (cp >= 0x2E80 && cp <= 0x9FFF) || (cp >= 0xF900 && cp <= 0xFAFF) ||
           (cp >= 0xFE30 && cp <= 0xFE4F) || (cp >= 0xFF00 && cp <= 0xFFEF) ||
           (cp >= 0x20000 && cp <= 0x3FFFF) || (cp >= 0x2018 && cp <= 0x201D);
}

static uint32_t last_code_point(struct str s) {
    uint32_t cp = 0;
    size_t at = s.n;
    while (at > 0 && ((unsigned char)s.p[at - 1] & 0xC0) == 0x80)
        at--;
    if (at > 0)
        utf8_decode(s, at - 1, &cp);
    return cp;
}

uint32_t tree_edge(cmark_node *node, bool first) {
    while (node != NULL) {
        cmark_node_type type = cmark_node_get_type(node);
        if (type == CMARK_NODE_TEXT || type == CMARK_NODE_CODE) {
            struct str text = str_from(cmark_node_get_literal(node));
            uint32_t cp = 0;
            if (!first)
                return last_code_point(text);
            if (text.n > 0)
                utf8_decode(text, 0, &cp);
            return cp;
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
