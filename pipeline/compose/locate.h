/* Which line of a block's Lua a message is about: the library reads the fields once
   the body has run, and knows no lines. */
#ifndef NQI_COMPOSE_LOCATE_H
#define NQI_COMPOSE_LOCATE_H

#include "base/diag.h"

/* Moves *place to the text, name or field of `body` that the message quotes or, if it
   quotes nothing of it, the field that it names; `first_line` is the file's line of
   the body's first. Leaves it where two lines, or none, would do. */
void locate_field(struct str body, size_t first_line, struct str message,
                  struct place *place);

#endif
