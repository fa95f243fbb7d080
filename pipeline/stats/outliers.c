#include "stats/outliers.h"
#include <math.h>

#define JUDGED_FROM 4 /* values: fewer have no kurtosis */

struct moments moments_of(const double *x, size_t n) {
    struct moments moments = {0};
    double total = 0;
    for (size_t i = 0; i < n; i++)
        if (!isnan(x[i])) {
            total += x[i];
            moments.n++;
        }
    if (moments.n == 0)
        return moments;
    moments.mean = total / (double)moments.n;
    for (size_t i = 0; i < n; i++) {
        double d = isnan(x[i]) ? 0 : x[i] - moments.mean;
        moments.sum[0] += d;
        moments.sum[1] += d * d;
        moments.sum[2] += d * d * d;
        moments.sum[3] += d * d * d * d;
    }
    return moments;
}

struct verdict outliers_judge(const struct moments *moments, double was, double is,
                              const struct outlier_limits *limits) {
    double n = (double)moments->n, d = was - moments->mean, e = is - moments->mean;
    double m = (moments->sum[0] - d + e) / n;
    double s2 = moments->sum[1] - d * d + e * e;
    double s3 = moments->sum[2] - d * d * d + e * e * e;
    double s4 = moments->sum[3] - d * d * d * d + e * e * e * e;
    double second = s2 - n * m * m, third = s3 - 3 * m * s2 + 2 * n * m * m * m;
    double fourth = s4 - 4 * m * s3 + 6 * m * m * s2 - 3 * n * m * m * m * m;
    if (moments->n < JUDGED_FROM || !(second > 0))
        return (struct verdict){true, true};
    double skewness = sqrt(n) * third / pow(second, 1.5) * sqrt(n * (n - 1)) / (n - 2);
    double kurtosis = ((n + 1) * (n * fourth / (second * second) - 3) + 6) * (n - 1) /
                      ((n - 2) * (n - 3));
    return (struct verdict){fabs(skewness) < limits->skewness ||
                                kurtosis < limits->kurtosis,
                            skewness >= 0};
}

/* The greatest, or the least. */
static double end_of(const double *x, size_t n, bool upward, double beyond) {
    double end = (double)NAN;
    for (size_t i = 0; i < n; i++) {
        bool in = !isnan(x[i]) && x[i] != beyond;
        if (in && (isnan(end) || (upward ? x[i] > end : x[i] < end)))
            end = x[i];
    }
    return end;
}

static void pull_in(double *x, size_t n, bool upward) {
    double from = end_of(x, n, upward, (double)NAN);
    double to = end_of(x, n, upward, from);
    for (size_t i = 0; i < n; i++)
        if (x[i] == from)
            x[i] = to;
}

size_t outliers_winsorise(double *x, const double *as_given, size_t n,
                          const struct outlier_limits *limits, struct moments *steps,
                          size_t *count) {
    size_t moved = 0;
    *count = 0;
    for (;;) {
        struct moments moments = moments_of(x, n);
        if (steps != NULL)
            steps[*count] = moments;
        ++*count;
        struct verdict verdict = outliers_judge(&moments, 0, 0, limits);
        if (verdict.pass || moved >= limits->points)
            return moved;
        pull_in(x, n, verdict.upward);
        moved = 0;
        for (size_t i = 0; i < n; i++)
            moved += !isnan(x[i]) && x[i] != as_given[i];
    }
}
