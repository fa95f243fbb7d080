/* What the bindings of the kernels share: arrays of numbers between Lua and C. */
#ifndef NQI_SCRIPT_BIND_STATS_H
#define NQI_SCRIPT_BIND_STATS_H

#include "stats/order.h"
#include <lauxlib.h>
#include <stdbool.h>
#include <stddef.h>

/* Room for `count` items, left on the stack as a userdata so that an error frees
   it. Raises beyond a limit. */
void *stats_buffer(lua_State *L, size_t count, size_t size);
/* `count` numbers of the table at `table`; false is NaN if `gaps`, else raises. */
void stats_read(lua_State *L, int table, size_t count, bool gaps, double *out);
/* Pushes an array of numbers, false for NaN. */
void stats_push(lua_State *L, const double *values, size_t count, size_t stride);

/* The name of a rule of ties at `index`; 1224 for nil. */
enum order_ties stats_ties(lua_State *L, int index);
/* Pushes a rank, whole unless such ties have halves; false for 0. */
void stats_push_rank(lua_State *L, double rank, enum order_ties ties);

/* The functions of bind_vectors.c, into the table on the top. */
void stats_add_vectors(lua_State *L);
/* Those of bind_order.c, likewise. */
void stats_add_orders(lua_State *L);
/* Those of bind_moved.c, likewise. */
void stats_add_moving(lua_State *L);
/* kernel.column */
int stats_column(lua_State *L);
/* kernel.uncertainty */
int stats_uncertainty(lua_State *L);
/* kernel.ranking */
int stats_ranking(lua_State *L);

#endif
