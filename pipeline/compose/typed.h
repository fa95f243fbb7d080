/* What the template typed inside one block, as one line of bytes in which a pass can
   look for what is meant as markup. A character behind a backslash, code and what was
   printed are TYPED_OTHER there: never markup. */
#ifndef NQI_COMPOSE_TYPED_H
#define NQI_COMPOSE_TYPED_H

#include "compose/parts.h"

#define TYPED_OTHER '\x01'

/* The text from `start` on is that of `node`: a TEXT, whose literal stands there byte
   for byte, or a break (\n), or code. */
struct typed_part {
    size_t start;
    cmark_node *node;
};

struct typed_block {
    cmark_node *node; /* a PARAGRAPH or a HEADING */
    struct str text;
    const struct typed_part *parts;
    size_t part_count;
};

/* Calls `visit` for each paragraph and heading below `root`, which cmark has just made
   of `markdown`; the visitor may set the literals of TEXT nodes. */
void typed_walk(struct composition *c, cmark_node *root, struct str markdown,
                void (*visit)(const struct typed_block *block, void *user), void *user);
/* The node that byte `at` of the block's text comes from. */
cmark_node *typed_node(const struct typed_block *block, size_t at);
/* That byte as it is printed, behind a backslash too. */
char typed_printed(const struct typed_block *block, size_t at);

#endif
