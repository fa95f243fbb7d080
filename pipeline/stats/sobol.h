/* Sobol' indices from a model's output at the points of matrices A, B and, for one
   factor, A with that factor's columns from B. */
#ifndef NQI_STATS_SOBOL_H
#define NQI_STATS_SOBOL_H

#include <stddef.h>
#include <stdint.h>

/* First order by Saltelli et al. (Comput. Phys. Commun. 181, 2010), total by Jansen
   (1999), on outputs less their mean, which lowers the error of the first. n > 0;
   *variance is that of A and B together (n − 1 form). If it is 0, both are NaN. */
void sobol_estimate(const double *a, const double *b, const double *ab, size_t n,
                    double *first, double *total, double *variance);

struct sobol_interval {
    double first_low, first_high, total_low, total_high;
};

/* 95 % of both by the bootstrap (Archer, Saltelli and Sobol', J. Stat. Comput. Simul.
   58, 1997): 1 000 resamples, drawn from `stream` and those after it of the seed.
   Points are drawn in up to 128 blocks, which are independent as the points are. All
   NaN if the variance is 0 or there are fewer than 8 points. */
struct sobol_interval sobol_bootstrap(const double *a, const double *b,
                                      const double *ab, size_t n, uint64_t seed,
                                      uint64_t stream);

#endif
