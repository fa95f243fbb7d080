/* What a block's reader works on (document/block.h): from the plain Lua table of
   table_of, chart_of or kpi_of (their shapes stand in lua/README.md) to an object of
   the document. Everything is checked; what is wrong raises with a message that says
   where in the table it is. */
#ifndef NQI_COMPOSE_OBJECTS_H
#define NQI_COMPOSE_OBJECTS_H

#include "compose/parts.h"
#include "compose/tags.h"
#include <lua.h>

struct objects_reader {
    lua_State *L;
    struct composition *composition;
    const struct block *block;
    struct place place;
    struct str caption;
};

#endif
