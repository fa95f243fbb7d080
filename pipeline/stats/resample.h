/* Bootstrap intervals (Efron, Ann. Stat. 7(1), 1979): units are drawn with replacement,
   as many as there are, and the 2.5 and 97.5 % quantiles of what the samples give are
   the interval (percentile method). Nothing fails: scratch is allocated here. */
#ifndef NQI_STATS_RESAMPLE_H
#define NQI_STATS_RESAMPLE_H

#include <stddef.h>
#include <stdint.h>

struct resample_interval {
    double low, high; /* NaN where no sample has the measure */
};

enum resample_measure {
    RESAMPLE_VARIATION, /* standard deviation of a population over the mean */
    RESAMPLE_GINI,
    RESAMPLE_THEIL,
    RESAMPLE_BETWEEN, /* share of Theil's T between the groups */
    RESAMPLE_MEASURES
};

/* Intervals of the inequality of `n` positive values, each in a group of 0 … groups
   − 1. Sample r is drawn from stream + r of the seed. */
void resample_inequality(const double *values, const size_t *group, size_t n,
                         size_t groups, size_t samples, uint64_t seed, uint64_t stream,
                         struct resample_interval intervals[RESAMPLE_MEASURES]);

#endif
