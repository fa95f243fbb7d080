#include "stats/resample.h"
#include "base/arena.h"
#include "stats/order.h"
#include "stats/random.h"
#include <math.h>
#include <stdlib.h>

static int ascending(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

/* What the measures are made of, with the values sorted ascending. */
struct sample {
    size_t n, groups;
    const double *values;
    const size_t *group;
    const size_t *count;     /* how often each is drawn */
    double *income, *people; /* of each group */
};

static double between(const struct sample *sample, double sum, double theil) {
    double share = 0;
    for (size_t g = 0; g < sample->groups; g++)
        if (sample->people[g] > 0) {
            double s = sample->income[g] / sum;
            share += s * log(s / (sample->people[g] / (double)sample->n));
        }
    return theil > 0 ? share / theil : (double)NAN;
}

/* Gini by the order of the values: Σ x_i (2 i − n − 1) / (n Σ x). */
static void measure(const struct sample *sample, double out[RESAMPLE_MEASURES]) {
    double sum = 0, apart = 0, logs = 0, squares = 0, before = 0, n = (double)sample->n;
    for (size_t g = 0; g < sample->groups; g++)
        sample->income[g] = sample->people[g] = 0;
    for (size_t i = 0; i < sample->n; i++) {
        double x = sample->values[i], count = (double)sample->count[i];
        sum += count * x;
        apart += count * x * (2 * before + count - n);
        logs += count * x * log(x);
        before += count;
        sample->income[sample->group[i]] += count * x;
        sample->people[sample->group[i]] += count;
    }
    double mean = sum / n;
    for (size_t i = 0; i < sample->n; i++) {
        double off = sample->values[i] - mean;
        squares += (double)sample->count[i] * off * off;
    }
    out[RESAMPLE_VARIATION] = sqrt(squares / n) / mean;
    out[RESAMPLE_GINI] = apart / (n * sum);
    out[RESAMPLE_THEIL] = fmax(logs / sum - log(mean), 0);
    out[RESAMPLE_BETWEEN] = between(sample, sum, out[RESAMPLE_THEIL]);
}

static struct resample_interval interval_of(double *found, size_t count) {
    if (count == 0)
        return (struct resample_interval){(double)NAN, (double)NAN};
    qsort(found, count, sizeof *found, ascending);
    return (struct resample_interval){order_quantile(found, count, 0.025),
                                      order_quantile(found, count, 0.975)};
}

void resample_inequality(const double *values, const size_t *group, size_t n,
                         size_t groups, size_t samples, uint64_t seed, uint64_t stream,
                         struct resample_interval intervals[RESAMPLE_MEASURES]) {
    struct order_item *items = memory_alloc(2 * n * sizeof *items);
    double *ranks = memory_alloc((3 * n + 2 * groups) * sizeof *ranks);
    double *sorted = ranks + n, *drawn = ranks + 2 * n, *income = ranks + 3 * n;
    size_t *whole = memory_alloc(2 * n * sizeof *whole), *count = whole + n;
    double *found = memory_alloc(RESAMPLE_MEASURES * samples * sizeof *found);
    size_t used[RESAMPLE_MEASURES] = {0};
    order_rank(values, n, ORDER_MINIMUM, items, ranks);
    for (size_t i = 0; i < n; i++) {
        sorted[i] = items[n - 1 - i].value;
        whole[i] = group[items[n - 1 - i].place];
    }
    struct sample sample = {n, groups, sorted, whole, count, income, income + groups};
    for (size_t r = 0; r < samples; r++) {
        double out[RESAMPLE_MEASURES];
        random_fill(seed, stream + r, drawn, n);
        for (size_t i = 0; i < n; i++)
            count[i] = 0;
        for (size_t i = 0; i < n; i++)
            count[(size_t)(drawn[i] * (double)n)]++;
        measure(&sample, out);
        for (size_t m = 0; m < RESAMPLE_MEASURES; m++)
            if (!isnan(out[m]))
                found[m * samples + used[m]++] = out[m];
    }
    for (size_t m = 0; m < RESAMPLE_MEASURES; m++)
        intervals[m] = interval_of(found + m * samples, used[m]);
    free(items);
    free(ranks);
    free(whole);
    free(found);
}
