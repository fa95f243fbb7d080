/* {#id .annex -} at the end of a heading. */
#ifndef NQI_COMPOSE_ATTRIBUTES_H
#define NQI_COMPOSE_ATTRIBUTES_H

#include "compose/parts.h"

/* Reads the attributes of the heading `node` of the tree of c->source; they are kept by
   the heading's line, and *edit takes them out. False if it has none. */
bool attributes_read(struct composition *c, cmark_node *node, struct edit *edit);
/* Those of the heading that begins on `line`, or NULL. */
const struct attributes *attributes_find(const struct composition *c, size_t line);

#endif
