/* What a template's functions give that is more than text: raw(), note() and ref()
   return a `markdown` value, a userdata that prints as Markdown and joins with
   texts by `..`. No string from the data can pass for one. */
#ifndef NQI_COMPOSE_VALUES_H
#define NQI_COMPOSE_VALUES_H

#include "compose/parts.h"
#include "sandbox/sandbox.h"

/* Sets raw, note and ref in the table at `environment`. `c` is the document being
   made: they are void once it is done. May raise. */
void values_set_functions(lua_State *L, int environment, struct composition *c);
/* If the value at `index` is a markdown value: its Markdown (borrowed from the
   stack's value) and true. */
bool values_markdown(lua_State *L, int index, struct str *markdown);
/* The text of a value that may be printed, pushed; NULL without a push if it is
   none, with what is wrong in *problem and *hint. */
const char *values_push_text(lua_State *L, int index, size_t *size,
                             const char **problem, const char **hint);

#endif
