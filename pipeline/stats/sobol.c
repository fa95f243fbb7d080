#include "stats/sobol.h"
#include "stats/order.h"
#include "stats/random.h"
#include <math.h>
#include <stdlib.h>

#define BLOCKS 128
#define RESAMPLES 1000

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

/* What the estimators are made of, over a block of points: values less the mean of all.
 */
struct sums {
    double n, outputs, squares, steps, main_effect, step_squares;
};

static void add(struct sums *to, const struct sums *block) {
    to->n += block->n;
    to->outputs += block->outputs;
    to->squares += block->squares;
    to->steps += block->steps;
    to->main_effect += block->main_effect;
    to->step_squares += block->step_squares;
}

static void sum_blocks(const double *a, const double *b, const double *ab, size_t n,
                       size_t blocks, struct sums *sums) {
    double mean = 0;
    for (size_t i = 0; i < n; i++)
        mean += (a[i] + b[i]) / (2 * (double)n);
    for (size_t i = 0; i < n; i++) {
        double x = a[i] - mean, y = b[i] - mean, step = ab[i] - a[i];
        add(&sums[i * blocks / n],
            &(struct sums){1, x + y, x * x + y * y, step, y * step, step * step});
    }
}

static int ascending(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

struct sobol_interval sobol_bootstrap(const double *a, const double *b,
                                      const double *ab, size_t n, uint64_t seed,
                                      uint64_t stream) {
    struct sobol_interval none = {(double)NAN, (double)NAN, (double)NAN, (double)NAN};
    struct sums sums[BLOCKS] = {0};
    double drawn[BLOCKS], first[RESAMPLES], total[RESAMPLES];
    size_t blocks = n < BLOCKS ? n : BLOCKS, used = 0;
    if (n < 8)
        return none;
    sum_blocks(a, b, ab, n, blocks, sums);
    for (size_t r = 0; r < RESAMPLES; r++) {
        struct sums all = {0};
        random_fill(seed, stream + r, drawn, blocks);
        for (size_t k = 0; k < blocks; k++)
            add(&all, &sums[(size_t)(drawn[k] * (double)blocks)]);
        double mean = all.outputs / (2 * all.n);
        double variance = (all.squares - 2 * all.n * mean * mean) / (2 * all.n - 1);
        if (!(variance > 0))
            continue;
        first[used] = (all.main_effect - mean * all.steps) / all.n / variance;
        total[used++] = all.step_squares / (2 * all.n) / variance;
    }
    if (used == 0)
        return none;
    qsort(first, used, sizeof *first, ascending);
    qsort(total, used, sizeof *total, ascending);
    return (struct sobol_interval){
        order_quantile(first, used, 0.025), order_quantile(first, used, 0.975),
        order_quantile(total, used, 0.025), order_quantile(total, used, 0.975)};
}
