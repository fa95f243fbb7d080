#include "stats/compare.h"
#include "stats/order.h"
#include <math.h>

/* What share of the weights is rounding noise. */
#define EVEN 1e-12

static double pair(const double *rounded, size_t count, size_t units,
                   const double *weights, size_t i, size_t j) {
    double ahead = 0, all = 0;
    for (size_t k = 0; k < count; k++) {
        double x = rounded[k * units + i], y = rounded[k * units + j];
        if (isnan(x) || isnan(y))
            continue;
        all += weights[k];
        ahead += x > y ? weights[k] : x < y ? -weights[k] : 0;
    }
    return fabs(ahead) <= EVEN * all ? 0 : ahead > 0 ? 1 : -1;
}

void compare_copeland(const double *const *columns, size_t count, size_t units,
                      const double *weights, double *scratch, double *scores) {
    for (size_t i = 0; i < units; i++)
        scores[i] = (double)NAN;
    for (size_t k = 0; k < count; k++)
        for (size_t i = 0; i < units; i++) {
            scratch[k * units + i] = order_significant(columns[k][i]);
            if (weights[k] > 0 && !isnan(columns[k][i]))
                scores[i] = 0;
        }
    for (size_t i = 0; i < units; i++)
        for (size_t j = i + 1; j < units; j++) {
            if (isnan(scores[i]) || isnan(scores[j]))
                continue;
            double won = pair(scratch, count, units, weights, i, j);
            scores[i] += won;
            scores[j] -= won;
        }
}

/* v = (x − shift) / size. */
struct scaling {
    double shift, size;
};

static struct scaling scaling_of(const double *x, size_t units, const double *complete,
                                 enum compare_scaling scaling) {
    double low = (double)INFINITY, high = -(double)INFINITY, squares = 0;
    for (size_t i = 0; i < units; i++)
        if (!isnan(complete[i])) {
            low = fmin(low, x[i]);
            high = fmax(high, x[i]);
            squares += x[i] * x[i];
        }
    switch (scaling) {
    case COMPARE_VECTOR:
        return (struct scaling){0, sqrt(squares)};
    case COMPARE_MIN_MAX:
        return (struct scaling){low, high - low};
    case COMPARE_NONE:
        break;
    }
    return (struct scaling){0, 1};
}

void compare_topsis(const double *const *columns, size_t count, size_t units,
                    const double *weights, const unsigned char *smaller,
                    enum compare_scaling scaling, enum compare_weighting weighting,
                    double *scratch, double *ideal, double *scores) {
    double *to_best = scratch, *to_worst = scratch + units, sum = 0;
    for (size_t k = 0; k < count; k++)
        sum += weights[k];
    for (size_t i = 0; i < units; i++) {
        to_best[i] = to_worst[i] = scores[i] = 0;
        for (size_t k = 0; k < count; k++)
            if (weights[k] > 0 && isnan(columns[k][i]))
                scores[i] = (double)NAN;
    }
    for (size_t k = 0; k < count; k++) {
        double w = weights[k] / sum, best = -(double)INFINITY, worst = (double)INFINITY;
        double turn = smaller != NULL && smaller[k] ? -1 : 1;
        if (!(w > 0))
            continue;
        struct scaling scale = scaling_of(columns[k], units, scores, scaling);
        double factor = weighting == COMPARE_IN_MATRIX ? w : 1;
        double outer = weighting == COMPARE_IN_MATRIX ? 1 : w;
        if (!(scale.size > 0))
            factor = 0, scale.size = 1;
        for (size_t i = 0; i < units; i++)
            if (!isnan(scores[i])) {
                double v = turn * factor * (columns[k][i] - scale.shift) / scale.size;
                best = fmax(best, v);
                worst = fmin(worst, v);
            }
        for (size_t i = 0; i < units; i++)
            if (!isnan(scores[i])) {
                double v = turn * factor * (columns[k][i] - scale.shift) / scale.size;
                to_best[i] += outer * (v - best) * (v - best);
                to_worst[i] += outer * (v - worst) * (v - worst);
            }
        /* Less is better under min-max: the ideal is that of the turned scale. */
        double lift = turn < 0 && scaling == COMPARE_MIN_MAX ? factor : 0;
        if (ideal != NULL) {
            ideal[k] = lift > 0 ? best + lift : turn * best;
            ideal[count + k] = lift > 0 ? worst + lift : turn * worst;
        }
    }
    for (size_t i = 0; i < units; i++) {
        to_best[i] = sqrt(to_best[i]);
        to_worst[i] = sqrt(to_worst[i]);
        if (!isnan(scores[i])) /* 0 / 0, all units alike: NaN */
            scores[i] = to_worst[i] / (to_best[i] + to_worst[i]);
    }
}
