#include "script/read_tree.h"
#include "sandbox/sandbox.h"
#include "script/bind_stats.h"
#include <lauxlib.h>
#include <string.h>

static const char *const rules[] = {"arithmetic", "geometric", "harmonic", "power",
                                    "copeland",   "topsis",    NULL};

double stats_number_field(lua_State *L, const char *name, double low, double high) {
    lua_getfield(L, 1, name);
    if (lua_isnil(L, -1)) {
        lua_pop(L, 1);
        return 0;
    }
    if (lua_type(L, -1) != LUA_TNUMBER)
        sandbox_raise(L, NULL, "%s must be a number", name);
    double x = lua_tonumber(L, -1);
    lua_pop(L, 1);
    if (!(x >= low && x <= high))
        sandbox_raise(L, NULL, "%s must lie between %g and %g", name, low, high);
    return x;
}

size_t stats_count_field(lua_State *L, const char *name, double high) {
    return (size_t)stats_number_field(L, name, 0, high);
}

double *stats_array_field(lua_State *L, const char *name, size_t count, bool gaps) {
    if (lua_getfield(L, 1, name) == LUA_TNIL)
        return NULL;
    if (lua_type(L, -1) != LUA_TTABLE || lua_rawlen(L, -1) != count)
        sandbox_raise(L, NULL, "%s must hold %d numbers", name, (int)count);
    int table = lua_gettop(L);
    double *numbers = stats_buffer(L, count, sizeof *numbers);
    stats_read(L, table, count, gaps, numbers);
    lua_remove(L, table);
    return numbers;
}

size_t stats_length_field(lua_State *L, const char *name) {
    size_t n = lua_getfield(L, 1, name) == LUA_TTABLE ? lua_rawlen(L, -1) : 0;
    lua_pop(L, 1);
    return n;
}

/* Whether the nodes are a tree in breadth-first order with columns in range. */
static void check_tree(lua_State *L, const struct tree *tree) {
    size_t next = 1;
    for (size_t i = 0; i < tree->nodes; i++) {
        const struct tree_node *node = &tree->node[i];
        bool good = node->children == 0
                        ? node->column < tree->columns
                        : node->first_child == next && node->children < tree->nodes;
        if (!good)
            sandbox_raise(L, NULL, "node %d of the tree is out of order", (int)i + 1);
        next += node->children;
    }
    if (next != tree->nodes || tree->node[0].children == 0)
        sandbox_raise(L, NULL, "the nodes do not make one tree");
}

static int rule_of(lua_State *L) {
    const char *name = lua_type(L, -1) == LUA_TSTRING ? lua_tostring(L, -1) : "";
    for (int i = 0; rules[i] != NULL; i++)
        if (strcmp(rules[i], name) == 0)
            return i;
    return sandbox_raise(L, NULL, "no aggregation is called \"%s\"", name);
}

const struct tree_node *stats_read_tree(lua_State *L, struct tree *tree) {
    size_t n = stats_length_field(L, "children");
    tree->units = stats_count_field(L, "units", 1e6);
    tree->nodes = n;
    tree->columns = stats_count_field(L, "columns", 1e6);
    if (n == 0 || tree->units == 0 || tree->columns == 0)
        sandbox_raise(L, NULL, "a tree needs units, nodes and columns");
    const double *first = stats_array_field(L, "first_child", n, false);
    const double *children = stats_array_field(L, "children", n, false);
    const double *column = stats_array_field(L, "column", n, false);
    const double *threshold = stats_array_field(L, "threshold", n, false);
    if (first == NULL || children == NULL || column == NULL || threshold == NULL) {
        sandbox_raise(L, NULL, "a tree needs first_child, children, column, threshold");
        return NULL; /* it does not come back, but is not declared so */
    }
    struct tree_node *shape = stats_buffer(L, n, sizeof *shape);
    for (size_t i = 0; i < n; i++) {
        if (first[i] < 0 || children[i] < 0 || column[i] < 0)
            sandbox_raise(L, NULL, "node %d of the tree is out of order", (int)i + 1);
        shape[i] = (struct tree_node){
            .first_child = (size_t)first[i],
            .children = (size_t)children[i],
            .column = (size_t)column[i],
            .threshold = threshold[i],
        };
    }
    tree->node = shape;
    check_tree(L, tree);
    return shape;
}

void stats_read_rules(lua_State *L, struct tree_node *nodes, size_t n) {
    int table = lua_gettop(L);
    if (!lua_istable(L, table) || lua_getfield(L, table, "rules") != LUA_TTABLE ||
        lua_getfield(L, table, "exponents") != LUA_TTABLE)
        sandbox_raise(L, NULL, "an aggregation needs rules and exponents");
    for (size_t i = 0; i < n; i++) {
        lua_rawgeti(L, -2, (lua_Integer)i + 1);
        nodes[i].rule = (enum tree_rule)rule_of(L);
        lua_pop(L, 1);
        lua_rawgeti(L, -1, (lua_Integer)i + 1);
        nodes[i].exponent = lua_tonumber(L, -1);
        lua_pop(L, 1);
    }
    lua_settop(L, table);
}
