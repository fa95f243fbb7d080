/* Character references of control characters, &#14;: no format can print them, and
   cmark would make bytes of them that are taken for marks. */
#ifndef NQI_COMPOSE_CONTROLS_H
#define NQI_COMPOSE_CONTROLS_H

#include "compose/parts.h"

/* `markdown` with a mark, which prints what was typed, in the place of each such
   reference; itself if there is none. `place`: of a cell or a note; NULL: its lines
   are those of the expanded text. */
struct str controls_enter(struct composition *c, struct str markdown,
                          const struct place *place);
/* Reports those that are not in code, once `root` is read. */
void controls_check(struct composition *c, cmark_node *root);

#endif
