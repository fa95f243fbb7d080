/* A template at work, and what includes it: the environment that its Lua sees, and
   what its messages say. An included file sees its parameters and the names of the
   job; what a template assigns stays its own. */
#ifndef NQI_COMPOSE_INCLUDE_H
#define NQI_COMPOSE_INCLUDE_H

#include "compose/parts.h"
#include "compose/templates.h"

struct inclusion {
    const struct template *template;
    const struct inclusion *outer; /* NULL: the report's own template */
    const struct segment *segment; /* the include, in the outer template */
};

/* The templates at work, from the innermost. */
struct include_stack {
    const struct inclusion *top;
    struct sandbox *sandbox;
};

/* The context of messages inside: `base`, then each include from the inside out. */
struct str include_context(const struct inclusion *inclusion, struct str base,
                           const struct diag *diag, struct arena *arena);
/* [-0, +1, m] the environment of a template: the table at `parameters` (0: an empty
   one), and behind it the job's. The parameter that has no name raises. */
void include_push_environment(lua_State *L, struct sandbox *sandbox, int parameters);
/* sandbox_adviser of a struct include_stack: says how a name that an included file
   lacks can be passed to it. */
const char *include_advise(void *context, lua_State *L, struct str name, bool last);

#endif
