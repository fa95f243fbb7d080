/* The links that a report defines ([label]: url), for its cells and notes, which are
   parsed by themselves. */
#ifndef NQI_COMPOSE_LINKS_H
#define NQI_COMPOSE_LINKS_H

#include "compose/parts.h"

/* Appends the definitions of c->source whose label stands in brackets in `piece`. */
void links_put(struct composition *c, struct str piece, struct buf *out);

#endif
