/* Scores of all units at every node of an index: the kernel behind nqi.aggregate for
   thousands of evaluations of one tree. Lua checks the definition; here a node that
   cannot be computed for a unit is NaN there, and illegal values are counted. */
#ifndef NQI_STATS_TREE_H
#define NQI_STATS_TREE_H

#include <stddef.h>

enum tree_rule {
    TREE_ARITHMETIC, /* Σwx / Σw */
    TREE_GEOMETRIC,  /* exp(Σw ln x / Σw); x > 0 */
    TREE_HARMONIC,   /* Σw / Σ(w/x); x > 0 */
    TREE_POWER,      /* (Σw x^p / Σw)^(1/p); p ≠ 0, x > 0 */
    TREE_COPELAND,
    TREE_TOPSIS /* its values are vector-normalised */
};

/* Nodes stand breadth first: the root is 0, the children of a node are next to each
   other and behind it. Without children: an indicator. */
struct tree_node {
    size_t first_child, children;
    size_t column; /* of an indicator: which column of the values */
    enum tree_rule rule;
    double exponent;  /* of TREE_POWER */
    double threshold; /* least share of the children that must have a value */
};

struct tree {
    size_t units, nodes, columns;
    const struct tree_node *node;
};

/* Columns × units numbers, normalised and turned so that more is better (borrowed), and
   what is found out of each column once, however many evaluations take it: whether
   values are missing, and what a mean with logarithms or powers sums up. */
struct tree_values;
struct tree_values *tree_values_open(const double *values, size_t columns,
                                     size_t units);
void tree_values_close(struct tree_values *values);
/* To be called after the numbers have changed. */
void tree_values_renew(struct tree_values *values);

/* Buffers for one tree's shape; reused over calls. */
struct tree_work;
struct tree_work *tree_work_open(size_t units, size_t nodes);
void tree_work_close(struct tree_work *work);

/* Computes all nodes with the weights given (one a node; that of the root is not
   read; 0 leaves the node out; missing values hand their weight to the rest).
   Returns how many values a rule could not take (a mean that needs x > 0). */
size_t tree_score(const struct tree *tree, const double *weights,
                  struct tree_values *values, struct tree_work *work);
/* The scores of a node after tree_score: `units` numbers, owned by `work`; of an
   indicator those of the values. */
const double *tree_scores(const struct tree_work *work, size_t node);

/* The score of one unit at a node, of the scores and weights of its `n` children, as
   tree_score() has it; infinity where a value is one that the rule cannot take. Not of
   TREE_COPELAND and TREE_TOPSIS, which compare units. */
double tree_mean(const struct tree_node *node, const double *scores,
                 const double *weights, size_t n);

#endif
