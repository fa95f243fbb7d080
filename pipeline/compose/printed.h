/* What scripts print, on its way into the document: texts lose the marks that figures
   left in them (base/marked.h), and the document learns which figures they print. */
#ifndef NQI_COMPOSE_PRINTED_H
#define NQI_COMPOSE_PRINTED_H

#include "compose/parts.h"

/* `text` in the composition's arena, without marks and control characters; what it
   prints is said in c->doc->figures. */
struct str printed_take(struct composition *c, struct str text);
/* Puts a mark into Markdown that becomes a TEXT node of its own with the text: no
   character of it is ever markup. An empty text becomes no node, but its mark keeps
   apart what stands around it. */
void printed_put(struct composition *c, struct str text, struct place place,
                 struct buf *out);
/* True if a piece of the expanded text holds only blanks and marks of empty texts. */
bool printed_nothing(const struct composition *c, struct str text);
/* A line of c->text that holds only tags that print nothing becomes a blank line, in a
   quotation too. */
void printed_drop_lines(struct composition *c);
/* Puts Markdown that a script made: only the figures in it become marks. */
void printed_put_markdown(struct composition *c, struct str markdown,
                          struct place place, struct buf *out);

#endif
