/* How firm a ranking is: the index computed again and again with other choices
   (Saisana, Saltelli and Tarantola, J. R. Stat. Soc. A 168, 2005). A point of the
   unit cube fixes one set of choices; Monte Carlo draws points, Sobol' indices
   compare points that share some coordinates. Replication r depends on the seed and
   r alone. */
#ifndef NQI_STATS_UNCERTAINTY_H
#define NQI_STATS_UNCERTAINTY_H

#include "stats/sobol.h"
#include "stats/tree.h"
#include <stdbool.h>
#include <stdint.h>

/* The factors, and the coordinates of a point: first one for each factor before the
   weights, then one a node for the weights. What a source leaves open has no
   coordinate: it is drawn from a stream of numbers of the point's own. */
enum uncertainty_factor {
    UNCERTAINTY_IMPUTATION,
    UNCERTAINTY_TREATMENT,
    UNCERTAINTY_NORMALISATION,
    UNCERTAINTY_AGGREGATION,
    UNCERTAINTY_LEFT_OUT,
    UNCERTAINTY_WEIGHTS,
    UNCERTAINTY_ROUNDING, /* values between the bounds of their source */
    UNCERTAINTY_FACTORS
};

/* All borrowed. Alternatives are equally likely. */
struct uncertainty {
    struct tree tree; /* its nodes are those of the first aggregation */
    const double *weights;
    const double *spread; /* a node's weight is w (1 + spread u), u in [−1, 1) */
    /* choices[f]: how many alternatives of imputation, treatment, normalisation and
       aggregation there are, at least 1. values[(i·T + t)·N + n]: columns × units. */
    size_t choices[UNCERTAINTY_LEFT_OUT];
    const double *const *values;
    /* Between what bounds a source leaves each of them (rounding, 约): each
       replication, and each point of Sobol' indices, draws within. Both NULL: the
       values are exact. */
    const double *const *low, *const *high;
    const struct tree_node *const *aggregations; /* with the same shape */
    double leave_out;    /* probability that one indicator, any, is left out */
    const double *given; /* weights of each replication (× nodes) instead, or NULL */
    const unsigned char *excluded; /* units that are never ranked, or NULL */
    bool partial; /* a replication in which a unit loses its score has not failed */
    uint64_t seed;
};

struct uncertainty_run;
/* Computes the nominal scores and ranks (first alternatives, own weights) and keeps
   them to compare with. */
struct uncertainty_run *uncertainty_open(const struct uncertainty *setup);
void uncertainty_close(struct uncertainty_run *run);
const double *uncertainty_scores(const struct uncertainty_run *run); /* units */
const uint16_t *uncertainty_ranks(const struct uncertainty_run *run);

/* Replications first … first + count − 1: ranks (1224 of scores of 12 significant
   digits) to ranks[i × units]. A replication in which a value is illegal, or (unless
   `partial`) another set of units gets a score than nominally, has failed: its ranks
   are all 0. Returns how many failed. */
size_t uncertainty_replicate(struct uncertainty_run *run, uint64_t first, size_t count,
                             uint16_t *ranks);

/* The factors that can vary in this setup; the count. */
size_t uncertainty_factors(const struct uncertainty *setup,
                           enum uncertainty_factor *factors);
/* Sobol' indices of the mean absolute shift of rank and, if `by_unit`, before it of
   each unit's rank: outputs = units + 1, else 1. */
struct uncertainty_effects {
    bool by_unit;
    double *first, *total; /* the caller's: factors × outputs */
    double *variance;      /* the caller's: outputs */
    struct sobol_interval shift[UNCERTAINTY_FACTORS]; /* 95 % of each factor's */
    size_t failed; /* points that were left out, for an evaluation of theirs failed */
};
/* Costs at most samples × (factors + 2) evaluations: where both points of a sample
   choose the same of a factor, one is spared. An output that does not vary has variance
   0 and indices NaN. */
void uncertainty_sobol(struct uncertainty_run *run, size_t samples,
                       struct uncertainty_effects *effects);

#endif
