/* Totals: what a set of areas has together of a series in a period, exactly. It is a
   figure whose operands are the areas' own; they are made only when somebody asks where
   it comes from. */
#ifndef NQI_SCRIPT_TOTALS_H
#define NQI_SCRIPT_TOTALS_H

#include "script/common.h"
#include <gmp.h>
#include <lua.h>

struct total_key {
    uint32_t series, indicator;
    struct period period;
    struct as_of as_of;
    const struct area_set *set;
};

struct total {
    struct total_key key;
    bool missing;      /* a part is, or there is none */
    bool graded;       /* a part is a text */
    uint8_t status;    /* the weakest of its parts */
    uint8_t qualifier; /* theirs together */
    bool demo;
    uint64_t identity; /* of the figure */
    int exponent;      /* the number is `limbs` × 10^exponent */
    mp_size_t size;    /* negative for a negative number */
    const mp_limb_t *limbs;
    const struct observation **parts; /* one an area of the set; NULL: no such */
    size_t part_count;
};

struct totals {
    struct common *common;
    struct common_index index;
};

/* [-1, +1, e] kernel.total{ indicator=, areas=, period=, where= }: a figure, missing if
   a part is */
int totals_push(lua_State *L);
/* [-0, +0, e] Appends the figures of a total's areas to the array at `worklist`, the
   first one last. */
void total_put_parts(lua_State *L, const struct total *total, int worklist,
                     lua_Integer *count);

#endif
