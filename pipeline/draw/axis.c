#include "draw/axis.h"
#include "document/printed.h"
#include <math.h>

/* A tick this share of a step past the data still belongs to the picture. */
#define NEAR 0.35
#define DECIMALS_MOST 12

static double nice_step(double span, int wanted) {
    double rough = span / (wanted > 0 ? wanted : 1);
    double power = pow(10, floor(log10(rough)));
    double lead = rough / power;
    if (lead <= 1.0 + 1e-9)
        return power;
    if (lead <= 2.0 + 1e-9)
        return 2 * power;
    if (lead <= 2.5 + 1e-9 && power >= 10) /* 25, 250; never 0.25 or 2.5 */
        return 2.5 * power;
    if (lead <= 5.0 + 1e-9)
        return 5 * power;
    return 10 * power;
}

struct axis axis_nice(double low, double high, int wanted, bool whole) {
    if (!isfinite(low) || !isfinite(high)) {
        low = 0;
        high = 1;
    }
    if (low > high) {
        double other = low;
        low = high;
        high = other;
    }
    if (high - low < 1e-12 * fmax(1e-290, fmax(fabs(low), fabs(high)))) {
        double half = low == 0 ? 1 : fabs(low) / 2;
        high = low == 0 ? 1 : high + half;
        low = low == 0 ? 0 : low - half;
    }
    double step = nice_step(high - low, wanted);
    struct axis axis = {.low = low, .high = high, .step = step};
    double below = low / step, above = high / step;
    if (whole) {
        axis.first = (long)floor(below + 1e-9);
        axis.last = (long)ceil(above - 1e-9);
    } else {
        axis.first = (long)ceil(below - NEAR);
        axis.last = (long)floor(above + NEAR);
    }
    axis.low = fmin(low, (double)axis.first * step);
    axis.high = fmax(high, (double)axis.last * step);
    double power = floor(log10(step) + 1e-9);
    axis.decimals = power < 0 ? (int)-power : 0;
    if (axis.decimals > DECIMALS_MOST)
        axis.decimals = DECIMALS_MOST;
    return axis;
}

double axis_tick(const struct axis *axis, long k) { return (double)k * axis->step; }

void axis_print(const struct axis *axis, long k, struct buf *out) {
    if (k == 0) {
        buf_char(out, '0');
        return;
    }
    double value = axis_tick(axis, k) / pow(10, axis->power);
    double unit = pow(10, axis->decimals);
    double rounded = round(fabs(value) * unit);
    if (value < 0 && rounded > 0)
        buf_puts(out, PRINTED_MINUS);
    if (rounded >= 1e15) { /* beyond what digits of a tick can say */
        buf_printf(out, "%.0e", fabs(value));
        return;
    }
    int64_t scaled = (int64_t)rounded, base = (int64_t)unit;
    char digits[24];
    size_t n = 0;
    int64_t whole = scaled / base;
    do {
        digits[n++] = (char)('0' + whole % 10);
        whole /= 10;
    } while (whole > 0);
    for (size_t i = n; i > 0; i--) {
        buf_char(out, digits[i - 1]);
        if (i > 1 && (i - 1) % 3 == 0)
            buf_char(out, ',');
    }
    if (axis->decimals > 0) {
        buf_char(out, '.');
        int64_t part = scaled % base;
        for (int64_t place = base / 10; place > 0; place /= 10)
            buf_char(out, (char)('0' + part / place % 10));
    }
}

static void sort_indices(const float *positions, size_t *order, size_t count) {
    for (size_t i = 0; i < count; i++) { /* insertion: stable, and count is small */
        size_t j = i;
        for (; j > 0 && positions[order[j - 1]] > positions[i]; j--)
            order[j] = order[j - 1];
        order[j] = i;
    }
}

#define SPREAD_MAX 256

/* Pool adjacent violators: after taking i × gap off the i-th position, the
   nearest non-decreasing sequence is wanted, which pooling means gives. */
void axis_spread(float *positions, size_t count, float gap, float low, float high) {
    if (count == 0 || count > SPREAD_MAX)
        return;
    size_t order[SPREAD_MAX], weight[SPREAD_MAX], blocks = 0;
    double mean[SPREAD_MAX];
    if (count > 1 && gap * (float)(count - 1) > high - low)
        gap = (high - low) / (float)(count - 1);
    sort_indices(positions, order, count);
    for (size_t i = 0; i < count; i++) {
        mean[blocks] = (double)positions[order[i]] - (double)gap * (double)i;
        weight[blocks] = 1;
        blocks++;
        while (blocks > 1 && mean[blocks - 2] > mean[blocks - 1]) {
            double sum = mean[blocks - 2] * (double)weight[blocks - 2] +
                         mean[blocks - 1] * (double)weight[blocks - 1];
            weight[blocks - 2] += weight[blocks - 1];
            mean[blocks - 2] = sum / (double)weight[blocks - 2];
            blocks--;
        }
    }
    double top = (double)high - (double)gap * (double)(count - 1);
    for (size_t block = 0, i = 0; block < blocks; block++) {
        double base = fmin(fmax(mean[block], (double)low), top);
        for (size_t k = 0; k < weight[block]; k++, i++)
            positions[order[i]] = (float)(base + (double)gap * (double)i);
    }
}

size_t axis_thin(size_t count, float length, float widest, float gap) {
    if (count < 2 || length <= 0)
        return 1;
    float pitch = length / (float)(count - 1);
    float every = ceilf((widest + gap) / pitch - 1e-4f);
    return every < 1 ? 1 : every > (float)count ? count : (size_t)every;
}

size_t axis_round(size_t every, bool months) {
    static const size_t year[] = {1, 2, 3, 6, 12};
    static const size_t ten[] = {1, 2, 5, 10};
    const size_t *steps = months ? year : ten;
    size_t count = months ? 5 : 4, base = steps[count - 1], power = 1;
    if (every > base && months)
        return (every + 11) / 12 * 12;
    while (every > base * power)
        power *= 10;
    for (size_t i = 0; i < count; i++)
        if (every <= steps[i] * power)
            return steps[i] * power;
    return base * power;
}
