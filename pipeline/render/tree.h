/* What the renderers that go through cmark share. cmark's own renderers print
   CUSTOM nodes verbatim; so what they cannot write (a heading with an id, bold
   that Markdown's rules would not see) is put in a CUSTOM node's place for the
   time of one rendering, and afterwards the tree is as it was. */
#ifndef NQI_RENDER_TREE_H
#define NQI_RENDER_TREE_H

#include "base/buf.h"
#include "document/document.h"

struct tree_swap {
    cmark_node *node, *stand_in;
    cmark_node *label; /* put before the children, or NULL */
};

struct tree_swaps {
    struct arena *arena;
    struct tree_swap *items;
    size_t count, capacity;
};

/* Puts a CUSTOM_BLOCK or CUSTOM_INLINE in the place of `node`, which must not be
   the root; its children move over. The texts are copied. */
void tree_swap(struct tree_swaps *swaps, cmark_node *node, cmark_node_type type,
               struct buf *enter, const char *leave);
/* Puts markup before the children of what was swapped last. */
void tree_label(struct tree_swaps *swaps, struct buf *markup);
/* Undoes all swaps. */
void tree_restore(struct tree_swaps *swaps);

/* Takes out the line breaks of the source that stand between two Han characters,
   where a browser would show a space. */
void tree_join_han(struct tree_swaps *swaps, cmark_node *root);

/* All nodes below and including `root` of one type, in document order; in the
   arena. For walks that change the tree. */
cmark_node **tree_collect(cmark_node *root, cmark_node_type type, struct arena *arena,
                          size_t *count);

/* The first or last code point of the text of an inline node; 0 if it has none. */
uint32_t tree_edge(cmark_node *node, bool first);

#endif
