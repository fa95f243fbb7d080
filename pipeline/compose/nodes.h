/* Work on the inline nodes of one parsed piece: a root, a cell, a note. */
#ifndef NQI_COMPOSE_NODES_H
#define NQI_COMPOSE_NODES_H

#include "compose/parts.h"

/* Turns marks, allowed HTML (<br>, <sup>, <sub>, <span lang=…>) and links below
   `root` into the document's nodes, takes comments out, and refuses the rest.
   `place`: of a cell or a note; NULL: by the nodes' own lines. Notes are numbered
   and their contents made on the way; `in_note`: there may be none. `block` is
   called for each CUSTOM_BLOCK in order. */
void nodes_finish(struct composition *c, cmark_node *root, const struct place *place,
                  bool in_note,
                  void (*block)(struct composition *c, struct object *object));
/* The text with printed values in the place of their marks; NULL if it holds marks of
   another kind. */
const char *nodes_put_values(struct composition *c, const char *literal);
/* The expanded line that a node of the root began on, as a place. */
struct place nodes_place(const struct composition *c, cmark_node *node);
/* False after reporting that the tree is deeper than SOURCE_NESTING. `place`: as above.
 */
bool nodes_are_shallow(struct composition *c, cmark_node *root,
                       const struct place *place);
/* True if the HTML is nothing but comments and white space. */
bool nodes_is_comment(const char *html);

#endif
