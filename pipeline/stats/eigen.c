#include "stats/eigen.h"
#include <math.h>

#define SWEEPS 100
#define ITERATIONS 100000

static double off_diagonal(const double *m, size_t n) {
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        for (size_t j = i + 1; j < n; j++)
            sum += m[i * n + j] * m[i * n + j];
    return sum;
}

static void rotate_pair(double *a, double *b, double c, double s) {
    double x = *a, y = *b;
    *a = c * x - s * y;
    *b = s * x + c * y;
}

/* Makes m[p][q] zero; vectors are kept as rows. */
static void rotate(double *m, double *vectors, size_t n, size_t p, size_t q) {
    if (m[p * n + q] == 0)
        return;
    double theta = (m[q * n + q] - m[p * n + p]) / (2 * m[p * n + q]);
    double t = 1 / (fabs(theta) + sqrt(theta * theta + 1));
    if (theta < 0)
        t = -t;
    double c = 1 / sqrt(t * t + 1), s = t * c;
    for (size_t k = 0; k < n; k++)
        rotate_pair(&m[k * n + p], &m[k * n + q], c, s);
    for (size_t k = 0; k < n; k++)
        rotate_pair(&m[p * n + k], &m[q * n + k], c, s);
    m[p * n + q] = m[q * n + p] = 0;
    for (size_t k = 0; k < n; k++)
        rotate_pair(&vectors[p * n + k], &vectors[q * n + k], c, s);
}

static void fix_sign(double *vector, size_t n) {
    size_t largest = 0;
    for (size_t k = 1; k < n; k++)
        if (fabs(vector[k]) > fabs(vector[largest]) * (1 + 1e-12))
            largest = k;
    if (vector[largest] < 0)
        for (size_t k = 0; k < n; k++)
            vector[k] = -vector[k];
}

static void swap(double *a, double *b, size_t n) {
    for (size_t k = 0; k < n; k++) {
        double t = a[k];
        a[k] = b[k];
        b[k] = t;
    }
}

bool eigen_symmetric(double *matrix, size_t n, double *values, double *vectors) {
    double norm = 0;
    for (size_t i = 0; i < n * n; i++) {
        if (!isfinite(matrix[i]))
            return false;
        norm += matrix[i] * matrix[i];
        vectors[i] = i % (n + 1) == 0 ? 1 : 0;
    }
    double limit = norm * 1e-32;
    size_t sweep = 0;
    for (; sweep < SWEEPS && off_diagonal(matrix, n) > limit; sweep++)
        for (size_t p = 0; p + 1 < n; p++)
            for (size_t q = p + 1; q < n; q++)
                rotate(matrix, vectors, n, p, q);
    if (sweep == SWEEPS)
        return false;
    for (size_t i = 0; i < n; i++)
        values[i] = matrix[i * n + i];
    for (size_t i = 0; i < n; i++) {
        size_t largest = i;
        for (size_t j = i + 1; j < n; j++)
            if (values[j] > values[largest])
                largest = j;
        swap(&values[i], &values[largest], 1);
        if (largest != i)
            swap(&vectors[i * n], &vectors[largest * n], n);
        fix_sign(&vectors[i * n], n);
    }
    return true;
}

bool eigen_positive(const double *matrix, size_t n, double *value, double *vector) {
    for (size_t i = 0; i < n * n; i++)
        if (!(matrix[i] > 0) || !isfinite(matrix[i]))
            return false;
    /* The step is halved with the identity, (A/λ + I)/2, so that a nearly periodic
       matrix converges too. */
    for (size_t i = 0; i < n; i++)
        vector[i] = 1 / (double)n;
    double next[64];
    if (n == 0 || n > sizeof next / sizeof *next)
        return false;
    for (size_t round = 0; round < ITERATIONS; round++) {
        double sum = 0, change = 0;
        for (size_t i = 0; i < n; i++) {
            next[i] = 0;
            for (size_t j = 0; j < n; j++)
                next[i] += matrix[i * n + j] * vector[j];
            sum += next[i];
        }
        for (size_t i = 0; i < n; i++) {
            double moved =
                round < 200 ? next[i] / sum : (next[i] / sum + vector[i]) / 2;
            change = fmax(change, fabs(moved - vector[i]) / moved);
            vector[i] = moved;
        }
        *value = sum; /* the vector summed to 1 */
        if (change < 4e-16)
            return true;
        if (round > 1000 && change < 1e-14)
            return true;
    }
    return false;
}
