/* The rule of outliers of nqi.treat, for a column of which one value is moved many
   times: whether it passes, and the column winsorised until it does. Formulas and
   references are in lua/nqi/treat.lua and vector.lua. A missing value is NaN. */
#ifndef NQI_STATS_OUTLIERS_H
#define NQI_STATS_OUTLIERS_H

#include <stdbool.h>
#include <stddef.h>

struct outlier_limits {
    double skewness, kurtosis; /* passes below either */
    size_t points;             /* how many values may be moved */
};

/* Sums of powers of a column about its mean. */
struct moments {
    size_t n;
    double mean, sum[4];
};

struct moments moments_of(const double *x, size_t n);

/* What the rule says of the column; with `was` in it replaced by `is` (equal ones for
   the column as it is). */
struct verdict {
    bool pass;
    bool upward; /* its long tail is that of the large values */
};
struct verdict outliers_judge(const struct moments *moments, double was, double is,
                              const struct outlier_limits *limits);

/* Pulls the ends of the column `x` in, in place, until the rule passes or enough values
   were moved, and returns how many were; `as_given` is a copy of x. `steps`, if not
   NULL, gets the moments before each pull and after the last one, *count of them, no
   more than limits->points + 1. */
size_t outliers_winsorise(double *x, const double *as_given, size_t n,
                          const struct outlier_limits *limits, struct moments *steps,
                          size_t *count);

#endif
