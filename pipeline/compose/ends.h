/* Whether each end of a template's statements closes something, and each if, for and
   while is closed: told of where an editor can see it, which Lua does not. */
#ifndef NQI_COMPOSE_ENDS_H
#define NQI_COMPOSE_ENDS_H

#include "compose/tags.h"

/* False after reporting the first end, else or until that belongs to nothing, or what
   is not closed. For statements that Lua has refused: it may find nothing wrong. */
bool ends_check(const struct segments *segments, struct str file, struct diag *diag);

#endif
