/* {#id .annex -} at the end of a heading. */
#ifndef NQI_COMPOSE_ATTRIBUTES_H
#define NQI_COMPOSE_ATTRIBUTES_H

#include "compose/parts.h"

/* Reads the attributes of the heading `node` of the tree of c->source and says in
   `edits` that they go; they are kept by the heading's line. */
void attributes_read(struct composition *c, cmark_node *node, struct edits *edits);
/* Those of the heading that begins on `line`, or NULL. */
const struct attributes *attributes_find(const struct composition *c, size_t line);

#endif
