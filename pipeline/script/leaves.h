/* The leaves of a figure: the values and quotations of the data that it was computed
   from, in the order of the operands, each once. */
#ifndef NQI_SCRIPT_LEAVES_H
#define NQI_SCRIPT_LEAVES_H

#include "script/figure.h"

/* One of the two is NULL. */
struct leaf {
    const struct observation *observation;
    const struct statement *statement;
};

/* [-0, +1, e] Those of the figure at index 1; they live in the userdata that is
   pushed. */
const struct leaf *leaves_push(lua_State *L, size_t *count);
struct source_cell leaf_cell(const struct leaf *leaf);

#endif
