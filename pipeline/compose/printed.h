/* What scripts print, on its way into the document: texts lose the marks that figures
   left in them (base/marked.h), and the document learns which figures they print. */
#ifndef NQI_COMPOSE_PRINTED_H
#define NQI_COMPOSE_PRINTED_H

#include "compose/parts.h"

/* `text` in the composition's arena, without marks and control characters; what it
   prints is said in c->doc->figures. */
struct str printed_take(struct composition *c, struct str text);
/* Puts a mark into Markdown that becomes a TEXT node of its own with the text: no
   character of it is ever markup. An empty text puts nothing. */
void printed_put(struct composition *c, struct str text, struct place place,
                 struct buf *out);
/* Puts Markdown that a script made: only the figures in it become marks. */
void printed_put_markdown(struct composition *c, struct str markdown,
                          struct place place, struct buf *out);

#endif
