/* Eigenvalues of small dense matrices, row-major n × n. False: no convergence, or
   the matrix is not of the kind that is asked for. */
#ifndef NQI_STATS_EIGEN_H
#define NQI_STATS_EIGEN_H

#include <stdbool.h>
#include <stddef.h>

/* A symmetric matrix by cyclic Jacobi rotations (Golub and Van Loan 1996, § 8.4).
   Destroys `matrix`. `values` are the n eigenvalues, largest first; row i of
   `vectors` is the unit eigenvector of values[i], its largest component positive,
   so that the sign does not depend on the path. */
bool eigen_symmetric(double *matrix, size_t n, double *values, double *vectors);

/* The largest eigenvalue of a matrix of positive numbers and its eigenvector, all
   positive and summing to 1 (Perron and Frobenius), by power iteration: for the
   pairwise judgements of AHP. */
bool eigen_positive(const double *matrix, size_t n, double *value, double *vector);

#endif
