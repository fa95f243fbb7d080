/* The unit that the ticks of an axis are in: of 1 200 000 张 they are 万张, and the
   axis says so; one for the axis, by its largest value. Below 0.001 it is a part of the
   chart's unit. */
#ifndef NQI_DRAW_SCALE_H
#define NQI_DRAW_SCALE_H

#include "base/buf.h"
#include "base/catalogue.h"
#include "draw/axis.h"

/* The values of an axis. */
struct scale {
    double low, high;   /* of all values; low > high: there is none */
    double least, most; /* of their magnitudes, least without zero */
};

struct scale scale_open(void);
/* What is not finite counts for nothing. */
void scale_take(struct scale *scale, double value);
/* The axis from low to high (axis.h), its ticks in 10^power of `unit`. */
struct axis scale_axis(const struct scale *scale, struct catalogue words,
                       struct str unit, int wanted, bool whole);
/* What stands at the axis: 万张, 亿元, 千分之一; nothing if the power is 0. `bare`: by
   how much only, for where the unit has no room. */
void scale_print(struct catalogue words, struct str unit, int power, bool bare,
                 struct buf *out);

#endif
