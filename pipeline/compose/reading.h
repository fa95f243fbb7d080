/* How a report's Markdown becomes a tree. cmark reads it, and its tree tells where a
   paragraph is a pipe table, where a heading has attributes and where Chinese needs
   another reading of its asterisks; that is changed in the text, line for line, and
   cmark reads it again. Most reports are read once or twice. */
#ifndef NQI_COMPOSE_READING_H
#define NQI_COMPOSE_READING_H

#include "compose/parts.h"

/* Makes c->doc->root of c->text, and c->source. Pipe tables are code blocks with their
   mark, notes' texts list items, notes' marks in the text. False if the tree cannot be
   worked on; then it was said why. */
bool reading_make_tree(struct composition *c);

#endif
