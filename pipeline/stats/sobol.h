/* Sobol' indices from a model's output at the points of matrices A, B and, for one
   factor, A with that factor's columns from B. */
#ifndef NQI_STATS_SOBOL_H
#define NQI_STATS_SOBOL_H

#include <stddef.h>

/* First order by Saltelli et al. (Comput. Phys. Commun. 181, 2010), total by Jansen
   (1999), on outputs less their mean, which lowers the error of the first. n > 0;
   *variance is that of A and B together (n − 1 form). If it is 0, both are NaN. */
void sobol_estimate(const double *a, const double *b, const double *ab, size_t n,
                    double *first, double *total, double *variance);

#endif
