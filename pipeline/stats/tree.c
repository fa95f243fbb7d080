#include "stats/tree.h"
#include "base/arena.h"
#include "stats/compare.h"
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

struct tree_work {
    size_t units, columns;
    const double *values;
    const double **scores; /* of each node: into values or into own */
    double *own;           /* nodes × units */
    bool *complete;        /* no value of the node is missing */
    bool *column_complete;
    double *have;    /* of a unit: the weights of its values */
    uint32_t *count; /* of a unit: how many values */
    const double **rows;
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

static size_t add_whole(const struct tree_node *node, const double *x, double w,
                        size_t units, double *out) {
    size_t bad = 0;
    if (node->rule == TREE_ARITHMETIC) {
        for (size_t i = 0; i < units; i++)
            out[i] += w * x[i];
        return 0;
    }
    for (size_t i = 0; i < units; i++) {
        bad += x[i] <= 0;
        out[i] += w * (x[i] > 0 ? into(node, x[i]) : (double)NAN);
    }
    return bad;
}

static size_t add_gapped(const struct tree_node *node, const double *x, double w,
                         struct tree_work *work, double *out) {
    size_t bad = 0;
    for (size_t i = 0; i < work->units; i++) {
        if (isnan(x[i]))
            continue;
        bool legal = node->rule == TREE_ARITHMETIC || x[i] > 0;
        bad += !legal;
        out[i] += w * (legal ? into(node, x[i]) : (double)NAN);
        work->have[i] += w;
        work->count[i]++;
    }
    return bad;
}

static size_t mean(const struct tree_node *node, const double *weights,
                   struct tree_work *work, size_t used, bool complete, double *out) {
    size_t units = work->units, bad = 0;
    double sum = 0;
    memset(out, 0, units * sizeof *out);
    for (size_t k = 0; k < used; k++)
        sum += weights[k];
    if (complete) {
        for (size_t k = 0; k < used; k++)
            bad += add_whole(node, work->rows[k], weights[k], units, out);
        for (size_t i = 0; i < units; i++)
            out[i] = out[i] / sum;
    } else {
        memset(work->have, 0, units * sizeof *work->have);
        memset(work->count, 0, units * sizeof *work->count);
        for (size_t k = 0; k < used; k++)
            bad += add_gapped(node, work->rows[k], weights[k], work, out);
        for (size_t i = 0; i < units; i++)
            out[i] = work->count[i] > 0 ? out[i] / work->have[i] : (double)NAN;
    }
    if (node->rule != TREE_ARITHMETIC)
        for (size_t i = 0; i < units; i++)
            out[i] = back(node, out[i]);
    return bad;
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

static size_t score_node(const struct tree *tree, size_t index, const double *weights,
                         struct tree_work *work) {
    const struct tree_node *node = &tree->node[index];
    if (node->children == 0) {
        work->scores[index] = work->values + node->column * work->units;
        work->complete[index] = work->column_complete[node->column];
        return 0;
    }
    double *out = work->own + index * work->units;
    work->scores[index] = out;
    size_t used = 0, bad = 0;
    bool complete = true;
    for (size_t k = 0; k < node->children; k++) {
        size_t child = node->first_child + k;
        if (!(weights[child] > 0))
            continue;
        work->rows[used] = work->scores[child];
        work->row_weights[used++] = weights[child];
        complete = complete && work->complete[child];
    }
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
        bad = mean(node, work->row_weights, work, used, complete, out);
    }
    if (node->threshold > 0 && !complete)
        apply_threshold(node, work, used, out);
    work->complete[index] =
        complete && used > 0 && bad == 0 && node->rule != TREE_TOPSIS;
    if (!work->complete[index])
        work->complete[index] = is_complete(out, work->units);
    return bad;
}

struct tree_work *tree_work_open(size_t units, size_t nodes, size_t columns) {
    struct tree_work *work = memory_alloc(sizeof *work);
    size_t cells = (nodes > 2 ? nodes : 2) * units;
    *work = (struct tree_work){
        .units = units,
        .columns = columns,
        .scores = memory_alloc(nodes * sizeof *work->scores),
        .own = memory_alloc(cells * sizeof *work->own),
        .complete = memory_alloc(nodes * sizeof *work->complete),
        .column_complete = memory_alloc(columns * sizeof *work->column_complete),
        .have = memory_alloc(units * sizeof *work->have),
        .count = memory_alloc(units * sizeof *work->count),
        .rows = memory_alloc(nodes * sizeof *work->rows),
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
    free(work->column_complete);
    free(work->have);
    free(work->count);
    free(work->rows);
    free(work->row_weights);
    free(work->scratch);
    free(work);
}

void tree_work_values(struct tree_work *work, const double *values) {
    work->values = values;
    for (size_t k = 0; k < work->columns; k++)
        work->column_complete[k] = is_complete(values + k * work->units, work->units);
}

size_t tree_score(const struct tree *tree, const double *weights,
                  struct tree_work *work) {
    size_t bad = 0;
    for (size_t i = tree->nodes; i-- > 0;)
        bad += score_node(tree, i, weights, work);
    return bad;
}

const double *tree_scores(const struct tree_work *work, size_t node) {
    return work->scores[node];
}
