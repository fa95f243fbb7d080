#include "stats/tree.h"
#include "base/arena.h"
#include "stats/compare.h"
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* What a rule other than the arithmetic mean sums up of a column. */
struct turned {
    double *x; /* NULL: not asked for so far */
    bool valid;
    enum tree_rule rule;
    double exponent;
    size_t bad; /* values that the rule could not take */
};

struct tree_values {
    size_t columns, units;
    const double *x;
    bool *complete;        /* no value of the column is missing */
    struct turned *turned; /* of each column, by the last rule that asked */
};

struct tree_work {
    size_t units;
    const double **scores; /* of each node: into the values or into own */
    double *own;           /* nodes × units */
    bool *complete;        /* no value of the node is missing */
    double *have;          /* of a unit: the weights of its values */
    uint32_t *count;       /* of a unit: how many values */
    /* The children that a node is made of: their values, and what it sums up of them.
     */
    const struct tree_node **nodes;
    const double **rows, **turned;
    double *row_weights;
    double *scratch; /* nodes × units, at least 2 × units */
};

static bool is_complete(const double *x, size_t n) {
    bool missing = false;
    for (size_t i = 0; i < n; i++)
        missing |= isnan(x[i]) != 0;
    return !missing;
}

/* The function whose weighted mean is taken, and its inverse. */
static double into(const struct tree_node *node, double x) {
    switch (node->rule) {
    case TREE_GEOMETRIC:
        return log(x);
    case TREE_HARMONIC:
        return 1 / x;
    case TREE_POWER:
        return pow(x, node->exponent);
    case TREE_ARITHMETIC:
    case TREE_COPELAND:
    case TREE_TOPSIS:
        break;
    }
    return x;
}

static double back(const struct tree_node *node, double x) {
    switch (node->rule) {
    case TREE_GEOMETRIC:
        return exp(x);
    case TREE_HARMONIC:
        return 1 / x;
    case TREE_POWER:
        return pow(x, 1 / node->exponent);
    case TREE_ARITHMETIC:
    case TREE_COPELAND:
    case TREE_TOPSIS:
        break;
    }
    return x;
}

/* Returns how many values the rule cannot take. */
static size_t turn(const struct tree_node *node, const double *x, size_t units,
                   double *out) {
    size_t bad = 0;
    for (size_t i = 0; i < units; i++) {
        bad += x[i] <= 0;
        out[i] = x[i] > 0 ? into(node, x[i]) : (double)NAN;
    }
    return bad;
}

static const struct turned *turn_column(struct tree_values *values, size_t column,
                                        const struct tree_node *node) {
    struct turned *turned = &values->turned[column];
    if (turned->valid && turned->rule == node->rule &&
        turned->exponent == node->exponent)
        return turned;
    if (turned->x == NULL)
        turned->x = memory_alloc(values->units * sizeof *turned->x);
    turned->bad =
        turn(node, values->x + column * values->units, values->units, turned->x);
    turned->rule = node->rule;
    turned->exponent = node->exponent;
    turned->valid = true;
    return turned;
}

static void add_whole(const double *turned, double w, size_t units, double *out) {
    for (size_t i = 0; i < units; i++)
        out[i] += w * turned[i];
}

static void add_gapped(const double *x, const double *turned, double w,
                       struct tree_work *work, double *out) {
    for (size_t i = 0; i < work->units; i++) {
        if (isnan(x[i]))
            continue;
        out[i] += w * turned[i];
        work->have[i] += w;
        work->count[i]++;
    }
}

static void mean(const struct tree_node *node, struct tree_work *work, size_t used,
                 bool complete, double *out) {
    const double *weights = work->row_weights;
    size_t units = work->units;
    double sum = 0;
    memset(out, 0, units * sizeof *out);
    for (size_t k = 0; k < used; k++)
        sum += weights[k];
    if (complete) {
        for (size_t k = 0; k < used; k++)
            add_whole(work->turned[k], weights[k], units, out);
        for (size_t i = 0; i < units; i++)
            out[i] = out[i] / sum;
    } else {
        memset(work->have, 0, units * sizeof *work->have);
        memset(work->count, 0, units * sizeof *work->count);
        for (size_t k = 0; k < used; k++)
            add_gapped(work->rows[k], work->turned[k], weights[k], work, out);
        for (size_t i = 0; i < units; i++)
            out[i] = work->count[i] > 0 ? out[i] / work->have[i] : (double)NAN;
    }
    if (node->rule != TREE_ARITHMETIC)
        for (size_t i = 0; i < units; i++)
            out[i] = back(node, out[i]);
}

/* Too few values: no score. */
static void apply_threshold(const struct tree_node *node, struct tree_work *work,
                            size_t used, double *out) {
    for (size_t i = 0; i < work->units; i++) {
        size_t present = 0;
        for (size_t k = 0; k < used; k++)
            present += isnan(work->rows[k][i]) ? 0 : 1;
        if ((double)present < node->threshold * (double)used - 1e-12)
            out[i] = (double)NAN;
    }
}

/* The children that have a weight, as rows of `work`: how many. */
static size_t take_rows(const struct tree *tree, const struct tree_node *node,
                        const double *weights, struct tree_work *work, bool *complete) {
    size_t used = 0;
    *complete = true;
    for (size_t k = 0; k < node->children; k++) {
        size_t child = node->first_child + k;
        if (!(weights[child] > 0))
            continue;
        work->nodes[used] = &tree->node[child];
        work->rows[used] = work->scores[child];
        work->row_weights[used++] = weights[child];
        *complete = *complete && work->complete[child];
    }
    return used;
}

/* What the mean of `node` sums up of each row. Returns how many values it cannot
   take. */
static size_t turn_rows(const struct tree_node *node, struct tree_values *values,
                        struct tree_work *work, size_t used) {
    size_t bad = 0;
    for (size_t k = 0; k < used; k++) {
        const struct tree_node *child = work->nodes[k];
        if (node->rule == TREE_ARITHMETIC) {
            work->turned[k] = work->rows[k];
        } else if (child->children == 0) {
            const struct turned *turned = turn_column(values, child->column, node);
            work->turned[k] = turned->x;
            bad += turned->bad;
        } else {
            double *out = work->scratch + k * work->units;
            bad += turn(node, work->rows[k], work->units, out);
            work->turned[k] = out;
        }
    }
    return bad;
}

static size_t score_node(const struct tree *tree, size_t index, const double *weights,
                         struct tree_values *values, struct tree_work *work) {
    const struct tree_node *node = &tree->node[index];
    if (node->children == 0) {
        work->scores[index] = values->x + node->column * values->units;
        work->complete[index] = values->complete[node->column];
        return 0;
    }
    double *out = work->own + index * work->units;
    work->scores[index] = out;
    bool complete;
    size_t used = take_rows(tree, node, weights, work, &complete), bad = 0;
    if (used == 0) {
        for (size_t i = 0; i < work->units; i++)
            out[i] = (double)NAN;
    } else if (node->rule == TREE_COPELAND) {
        compare_copeland(work->rows, used, work->units, work->row_weights,
                         work->scratch, out);
    } else if (node->rule == TREE_TOPSIS) {
        compare_topsis(work->rows, used, work->units, work->row_weights, NULL,
                       COMPARE_VECTOR, COMPARE_IN_MATRIX, work->scratch, NULL, out);
    } else {
        bad = turn_rows(node, values, work, used);
        mean(node, work, used, complete, out);
    }
    if (node->threshold > 0 && !complete)
        apply_threshold(node, work, used, out);
    work->complete[index] =
        complete && used > 0 && bad == 0 && node->rule != TREE_TOPSIS;
    if (!work->complete[index])
        work->complete[index] = is_complete(out, work->units);
    return bad;
}

struct tree_values *tree_values_open(const double *x, size_t columns, size_t units) {
    struct tree_values *values = memory_alloc(sizeof *values);
    *values = (struct tree_values){
        .columns = columns,
        .units = units,
        .x = x,
        .complete = memory_alloc(columns * sizeof *values->complete),
        .turned = memory_alloc(columns * sizeof *values->turned),
    };
    tree_values_renew(values);
    return values;
}

void tree_values_close(struct tree_values *values) {
    if (values == NULL)
        return;
    for (size_t k = 0; k < values->columns; k++)
        free(values->turned[k].x);
    free(values->turned);
    free(values->complete);
    free(values);
}

void tree_values_renew(struct tree_values *values) {
    for (size_t k = 0; k < values->columns; k++) {
        values->complete[k] = is_complete(values->x + k * values->units, values->units);
        values->turned[k].valid = false;
    }
}

struct tree_work *tree_work_open(size_t units, size_t nodes) {
    struct tree_work *work = memory_alloc(sizeof *work);
    size_t cells = (nodes > 2 ? nodes : 2) * units;
    *work = (struct tree_work){
        .units = units,
        .scores = memory_alloc(nodes * sizeof *work->scores),
        .own = memory_alloc(cells * sizeof *work->own),
        .complete = memory_alloc(nodes * sizeof *work->complete),
        .have = memory_alloc(units * sizeof *work->have),
        .count = memory_alloc(units * sizeof *work->count),
        .nodes = memory_alloc(nodes * sizeof *work->nodes),
        .rows = memory_alloc(nodes * sizeof *work->rows),
        .turned = memory_alloc(nodes * sizeof *work->turned),
        .row_weights = memory_alloc(nodes * sizeof *work->row_weights),
        .scratch = memory_alloc(cells * sizeof *work->scratch),
    };
    return work;
}

void tree_work_close(struct tree_work *work) {
    if (work == NULL)
        return;
    free(work->scores);
    free(work->own);
    free(work->complete);
    free(work->have);
    free(work->count);
    free(work->nodes);
    free(work->rows);
    free(work->turned);
    free(work->row_weights);
    free(work->scratch);
    free(work);
}

size_t tree_score(const struct tree *tree, const double *weights,
                  struct tree_values *values, struct tree_work *work) {
    size_t bad = 0;
    for (size_t i = tree->nodes; i-- > 0;)
        bad += score_node(tree, i, weights, values, work);
    return bad;
}

const double *tree_scores(const struct tree_work *work, size_t node) {
    return work->scores[node];
}

double tree_mean(const struct tree_node *node, const double *scores,
                 const double *weights, size_t n) {
    double sum = 0, have = 0;
    size_t present = 0, counted = 0;
    for (size_t k = 0; k < n; k++) {
        if (!(weights[k] > 0))
            continue;
        counted++;
        if (isnan(scores[k]))
            continue;
        if (node->rule != TREE_ARITHMETIC && scores[k] <= 0)
            return (double)INFINITY;
        sum += weights[k] * into(node, scores[k]);
        have += weights[k];
        present++;
    }
    if (present == 0 || (double)present < node->threshold * (double)counted - 1e-12)
        return (double)NAN;
    return back(node, sum / have);
}
