/* CommonMark opens and closes emphasis by the characters on both sides of the
   asterisks (0.30, 6.2 "Emphasis and strong emphasis"): a run beside punctuation
   needs space or punctuation on its other side. Chinese has no spaces, so
   `**增长5.2%，**同比` stays plain. Where it is not certain that a reader's parser
   sees the asterisks, tags are written. */
#include "render/markdown.h"

enum side { SIDE_SPACE, SIDE_WORD, SIDE_PUNCTUATION, SIDE_UNSURE };

/* Only what every version of the rules agrees on is a word or punctuation. */
static enum side side_of(uint32_t cp) {
    if (cp == 0 || cp == ' ' || cp == '\n' || cp == 0xA0 || cp == 0x3000 ||
        (cp >= 0x2000 && cp <= 0x200A) || cp == 0x202F || cp == 0x205F)
        return SIDE_SPACE;
    if ((cp >= '0' && cp <= '9') || (cp >= 'A' && cp <= 'Z') ||
        (cp >= 'a' && cp <= 'z') || (cp >= 0x3400 && cp <= 0x4DBF) ||
        (cp >= 0x4E00 && cp <= 0x9FFF) || (cp >= 0x20000 && cp <= 0x323AF))
        return SIDE_WORD;
    if (cp > ' ' && cp < 0x7F)
        return SIDE_PUNCTUATION;
    return SIDE_UNSURE;
}

/* The first or last character that Markdown prints for a node. */
static enum side printed_side(cmark_node *node, bool first) {
    cmark_node_type type = cmark_node_get_type(node);
    if (type == CMARK_NODE_TEXT) {
        uint32_t cp = tree_edge(node, first);
        return cp == 0 ? SIDE_UNSURE : side_of(cp);
    }
    if (type == CMARK_NODE_CODE || type == CMARK_NODE_LINK || type == CMARK_NODE_IMAGE)
        return SIDE_PUNCTUATION; /* ` [ ! ) */
    if (type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK)
        return SIDE_SPACE;
    return SIDE_UNSURE; /* asterisks beside asterisks; custom nodes */
}

/* What stands outside, before or after the node. */
static enum side outer_side(cmark_node *node, bool before) {
    cmark_node *beside = before ? cmark_node_previous(node) : cmark_node_next(node);
    if (beside != NULL)
        return printed_side(beside, !before);
    cmark_node_type parent = cmark_node_get_type(cmark_node_parent(node));
    if (parent == CMARK_NODE_PARAGRAPH || parent == CMARK_NODE_HEADING)
        return SIDE_SPACE; /* the line's start or end */
    return parent == CMARK_NODE_LINK ? SIDE_PUNCTUATION : SIDE_UNSURE;
}

static bool flanks(enum side inner, enum side outer) {
    if (inner == SIDE_WORD)
        return true;
    return (inner == SIDE_PUNCTUATION || inner == SIDE_UNSURE) &&
           (outer == SIDE_SPACE || outer == SIDE_PUNCTUATION);
}

/* A span of a language, or a line break that was taken out. */
static bool writes_nothing(cmark_node *node) {
    return cmark_node_get_type(node) == CMARK_NODE_CUSTOM_INLINE &&
           *cmark_node_get_on_enter(node) == '\0' &&
           *cmark_node_get_on_exit(node) == '\0';
}

/* The node whose signs or text stand right beside this one's. */
static cmark_node *touching(cmark_node *node, bool before) {
    for (;;) {
        cmark_node *beside = before ? cmark_node_previous(node) : cmark_node_next(node);
        if (beside == NULL)
            beside = cmark_node_parent(node);
        else
            while (writes_nothing(beside) && cmark_node_first_child(beside) != NULL)
                beside = before ? cmark_node_last_child(beside)
                                : cmark_node_first_child(beside);
        if (beside == NULL || !writes_nothing(beside))
            return beside;
        node = beside;
    }
}

static bool is_certain(cmark_node *node) {
    cmark_node *first = cmark_node_first_child(node);
    cmark_node *last = cmark_node_last_child(node);
    cmark_node *beside[] = {first, last, touching(node, true), touching(node, false),
                            cmark_node_parent(node)};
    if (first == NULL)
        return false;
    for (size_t i = 0; i < 5; i++) { /* runs that touch merge */
        if (beside[i] == NULL)
            continue;
        cmark_node_type type = cmark_node_get_type(beside[i]);
        if (type == CMARK_NODE_EMPH || type == CMARK_NODE_STRONG)
            return false;
    }
    return flanks(printed_side(first, true), outer_side(node, true)) &&
           flanks(printed_side(last, false), outer_side(node, false));
}

void markdown_flank(struct tree_swaps *swaps, cmark_node *root) {
    static const struct {
        cmark_node_type type;
        const char *enter, *leave;
    } kinds[] = {{CMARK_NODE_STRONG, "<strong>", "</strong>"},
                 {CMARK_NODE_EMPH, "<em>", "</em>"}};
    for (size_t k = 0; k < 2; k++) {
        size_t count;
        cmark_node **nodes = tree_collect(root, kinds[k].type, swaps->arena, &count);
        for (size_t i = 0; i < count; i++) {
            if (is_certain(nodes[i]))
                continue;
            struct buf enter = buf_open(64);
            buf_puts(&enter, kinds[k].enter);
            tree_swap(swaps, nodes[i], CMARK_NODE_CUSTOM_INLINE, &enter,
                      kinds[k].leave);
            buf_close(&enter);
        }
    }
}
