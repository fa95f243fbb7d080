/* Where a sentence of the report was written: its line in the template or, where a
   function of the project's scripts made it, in the script. A tag is known by its
   place; of what it calls the functions are remembered when it is evaluated, and
   sources are looked into only when somebody asks. */
#ifndef NQI_COMPOSE_ORIGIN_H
#define NQI_COMPOSE_ORIGIN_H

#include "compose/parts.h"
#include "compose/templates.h"
#include <lua.h>

struct origin_function {
    struct str file; /* lua/words.lua; in the composition's arena */
    size_t first, last;
    size_t called; /* the line of the template that names it */
};

/* A script of the project, read once a report. */
struct origin_script {
    struct str file, text; /* empty if it cannot be read */
};

/* A tag, or a block. */
struct origin {
    const struct template *template;
    const struct segment *segment;
    struct origin_function *functions; /* in the order of their names */
    size_t count;
};

/* [-0, +0, -] Remembers what the Lua of the segment calls; `function` is the stack
   index of its compiled form. Nothing if it was asked before. */
void origins_add(lua_State *L, struct composition *c, const struct template *template,
                 const struct segment *segment, int function);
/* Moves `place`, which printed the words at bytes from..to of the text, to the line
   that wrote them, or that calls the function that did. What is returned is the line of
   the script then; else it has no file. */
struct place origins_find(struct composition *c, struct str text, size_t from,
                          size_t to, struct place *place);

#endif
