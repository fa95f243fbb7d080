#include "stats/sobol.h"
#include <math.h>

void sobol_estimate(const double *a, const double *b, const double *ab, size_t n,
                    double *first, double *total, double *variance) {
    double sum = 0, squares = 0, main_effect = 0, jansen = 0;
    for (size_t i = 0; i < n; i++)
        sum += a[i] + b[i];
    double mean = sum / (2 * (double)n);
    for (size_t i = 0; i < n; i++) {
        squares += (a[i] - mean) * (a[i] - mean) + (b[i] - mean) * (b[i] - mean);
        main_effect += (b[i] - mean) * (ab[i] - a[i]);
        jansen += (a[i] - ab[i]) * (a[i] - ab[i]);
    }
    *variance = squares / (2 * (double)n - 1);
    *first = *variance > 0 ? main_effect / (double)n / *variance : (double)NAN;
    *total = *variance > 0 ? jansen / (2 * (double)n) / *variance : (double)NAN;
}
