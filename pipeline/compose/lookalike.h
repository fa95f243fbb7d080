/* What looks like markup that other Markdown knows and would be printed as it stands
   is an error with a hint, and each has a way to be written literally. Only what the
   template types is looked at (compose/typed.h). */
#ifndef NQI_COMPOSE_LOOKALIKE_H
#define NQI_COMPOSE_LOOKALIKE_H

#include "compose/typed.h"

/* Looks through the inlines of a paragraph, heading, cell or note. `place`: of a cell
   or a note, which has no lines of its own; NULL: by the nodes' lines. */
void lookalike_text(struct composition *c, const struct typed_block *block,
                    const struct place *place);
/* A fence that is meant to be one of our blocks. */
void lookalike_fence(struct composition *c, cmark_node *code);
/* Numbers of a list that would be printed as others. */
void lookalike_numbers(struct composition *c, cmark_node *list);

#endif
