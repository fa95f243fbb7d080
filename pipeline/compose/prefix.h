/* What lists and quotations put before each line that stands in them: of an include,
   whose text has more lines than its tag. */
#ifndef NQI_COMPOSE_PREFIX_H
#define NQI_COMPOSE_PREFIX_H

#include "base/arena.h"

/* Of the tag at byte `at`, which signs of lists and quotations stand before on its
   line: "> " for `> {%`, two blanks for `- {%`. In the arena. False if anything else
   stands there. */
bool prefix_of_tag(struct str text, size_t at, struct arena *arena, struct str *prefix);
/* Of the line at byte `start`: its blanks if they put it into the item of a list above
   it, else none. Points into `text`. */
struct str prefix_of_line(struct str text, size_t start);

#endif
