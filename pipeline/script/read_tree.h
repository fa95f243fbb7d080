/* The tree of an index as flat arrays, which index_tree.flat() of lua/nqi makes, and
   the fields of the table at index 1 that it stands in. All raise on what does not fit,
   and what they return lies in buffers on the stack. */
#ifndef NQI_SCRIPT_READ_TREE_H
#define NQI_SCRIPT_READ_TREE_H

#include "stats/tree.h"
#include <lua.h>
#include <stdbool.h>

/* 0 if absent. */
double stats_number_field(lua_State *L, const char *name, double low, double high);
size_t stats_count_field(lua_State *L, const char *name, double high);
/* An array field as numbers, false as NaN if `gaps`; NULL if absent. */
double *stats_array_field(lua_State *L, const char *name, size_t count, bool gaps);
size_t stats_length_field(lua_State *L, const char *name);

/* The shape of the tree, parents before children: units, columns, first_child,
   children, column, threshold. Its nodes are also those returned. */
const struct tree_node *stats_read_tree(lua_State *L, struct tree *tree);
/* The rules and exponents of the table on the top, to the nodes. */
void stats_read_rules(lua_State *L, struct tree_node *nodes, size_t n);

#endif
