/* An index in which one value of one unit is another one: the unit's rank then, and the
   smallest change that gives it another. Most changes move the unit's own score alone,
   which is told in no time; where they move the scale of its column, or what of it
   counts as an outlier, all units are scored again.

   What a change may do depends on how an indicator is scaled and treated. Scales that
   run straight between two ends, of the column or given, and the rule of outliers are
   known here; an indicator of another kind is not `known`, nor is a change that leaves
   its column without a spread. Units and nodes count from 0, a missing value is NaN. */
#ifndef NQI_STATS_MOVED_H
#define NQI_STATS_MOVED_H

#include "stats/order.h"
#include "stats/outliers.h"
#include "stats/tree.h"

enum moved_treatment {
    MOVED_UNTREATED,
    MOVED_WINSORISED, /* by the rule of outliers */
    MOVED_AUTO        /* the same, and by a logarithm where that does not do */
};

struct moved_leaf {
    bool known;
    bool turned;          /* less is better */
    bool given, cut;      /* ends that are given; what is beyond counts as the end */
    double low, high;     /* those */
    double worst, best;   /* the scores at the ends */
    const double *column; /* as it is before the treatment; borrowed while it opens */
    enum moved_treatment treatment;
    struct outlier_limits limits;
};

struct moved_setup {
    struct tree tree;      /* columns in the order of the leaves */
    const double *weights; /* one a node */
    const double *scores;  /* nodes × units; of the root those that are ranked */
    const double *numbers; /* by which the root is ranked: as they are printed */
    const struct moved_leaf *leaves;
    enum order_ties ties;
};

/* Copies all that it is given. Freed by moved_close(). */
struct moved;
struct moved *moved_open(const struct moved_setup *setup);
void moved_close(struct moved *moved);
/* How many numbers it holds, and how many the units and leaves are. */
size_t moved_units(const struct moved *moved);
size_t moved_leaves(const struct moved *moved);
enum order_ties moved_ties(const struct moved *moved);

/* How a score is ranked: printed(context, score), which moves it by half of `grain` at
   most; taken to 12 digits where grain is 0. */
struct moved_print {
    double grain;
    double (*printed)(void *context, double score);
    void *context;
};

/* A unit whose value at a leaf, which it has, is changed in steps of `step` (< 0:
   down), up to `most` of them. */
struct moved_question {
    size_t leaf, unit;
    double value, step;
    size_t most;
};

struct moved_answer {
    size_t steps; /* the fewest that were found to give another rank; 0: none */
    bool certain; /* no fewer do */
    size_t all;   /* how often all units were scored again */
};

struct moved_answer moved_fewest(struct moved *moved,
                                 const struct moved_question *question,
                                 const struct moved_print *print);

/* The rank with so many steps; 0 if there would be none or the leaf is not known. */
double moved_rank(struct moved *moved, const struct moved_question *question,
                  size_t steps, const struct moved_print *print);

/* Who is passed by the unit or passes it, by so many steps: units that were not behind
   and are now, or the other way round; without any those that it is drawn level with.
   `units` holds as many as there are units; returns how many. */
size_t moved_crossed(struct moved *moved, const struct moved_question *question,
                     size_t steps, const struct moved_print *print, uint32_t *units,
                     bool *level);

#endif
