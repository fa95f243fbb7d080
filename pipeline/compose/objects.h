/* From the plain Lua tables of table_of, chart_of and kpi_of (their shapes stand in
   lua/README.md) to the document's objects. Everything is checked; what is wrong
   raises with a message that says where in the table it is. */
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

/* The table at stack index `index`. The object lives in the composition's arena. */
struct object *objects_read_table(struct objects_reader *reader, int index);
struct object *objects_read_chart(struct objects_reader *reader, int index);
struct object *objects_read_kpi(struct objects_reader *reader, int index);

#endif
