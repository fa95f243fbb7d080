/* The names that a template's Lua uses and does not itself declare, found by reading:
   after an error in a statement the rest of the template is not run, and a name that
   nothing defines there is told all the same. */
#ifndef NQI_COMPOSE_NAMES_H
#define NQI_COMPOSE_NAMES_H

#include "base/arena.h"
#include "compose/templates.h"

struct used_name {
    struct str name;
    size_t line; /* where it is first used */
};

/* Each once, in order of use. A name that is declared or assigned anywhere in the
   template counts as declared everywhere. */
struct used_name *names_used(const struct template *template, struct arena *arena,
                             size_t *count);

#endif
