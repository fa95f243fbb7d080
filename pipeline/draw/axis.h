/* Scales: where the ticks of an axis stand and what is written at them, and how
   labels at line ends are pushed apart. Pure arithmetic. */
#ifndef NQI_DRAW_AXIS_H
#define NQI_DRAW_AXIS_H

#include "base/buf.h"

/* Ticks at step × k for every whole k with first ≤ k ≤ last. */
struct axis {
    double low, high; /* the domain: what the length of the axis spans */
    double step;      /* 1, 2, 2.5 or 5 × a power of ten */
    long first, last;
    int decimals; /* that the labels need */
    int power;    /* labels are in units of 10^power (scale.h); else 0 */
};

/* About `wanted` ticks over [low, high]. `whole` widens the domain to ticks at
   both ends; otherwise it stays, except that a tick just past an end is taken
   in. An empty or not finite range is widened to one that can be drawn. */
struct axis axis_nice(double low, double high, int wanted, bool whole);
double axis_tick(const struct axis *axis, long k);
/* The tick's label, grouped by commas: −1,500 or 0.25; zero is 0. */
void axis_print(const struct axis *axis, long k, struct buf *out);

/* Moves `positions` apart to at least `gap`, keeping their order and moving them
   as little as can be (least squares), inside [low, high]. Where they cannot
   all fit, the gap shrinks. */
void axis_spread(float *positions, size_t count, float gap, float low, float high);

/* Every how many labels one may be printed, so that the widest keeps `gap` to its
   neighbour when `count` labels share `length`. 1 or more. */
size_t axis_thin(size_t count, float length, float widest, float gap);

/* The next number from `every` on that people count in: 1, 2, 5, 10 …, or for
   months 1, 2, 3, 6, 12, 24 …. */
size_t axis_round(size_t every, bool months);

#endif
