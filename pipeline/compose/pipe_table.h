/* Pipe tables, read as cmark-gfm reads them: a line of a paragraph, then a row of
   dashes with as many cells. So they work wherever a paragraph does. */
#ifndef NQI_COMPOSE_PIPE_TABLE_H
#define NQI_COMPOSE_PIPE_TABLE_H

#include "compose/parts.h"

/* The first table in the lines of `node`, a PARAGRAPH or HEADING of the tree of
   c->source, becomes an object, and `edits` puts its mark in its place: a code block
   in the same containers, as many lines long. False if there is none. */
bool pipe_table_take(struct composition *c, cmark_node *node, struct edits *edits);
/* The cells of a row of dashes; 0 if the line is none. */
size_t pipe_table_rule(struct str line);
/* The cells of a row. */
size_t pipe_table_cells(struct str line);

#endif
