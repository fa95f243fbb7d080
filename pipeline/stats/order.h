/* Ranks and quantiles. A missing value is NaN and has no rank. Nothing fails:
   scratch is the caller's. */
#ifndef NQI_STATS_ORDER_H
#define NQI_STATS_ORDER_H

#include <stddef.h>
#include <stdint.h>

/* x rounded to 12 significant digits: two scores that are equal by their formula,
   but were summed in another order, become equal. NaN, 0 and infinities stay. */
double order_significant(double x);

enum order_ties {
    ORDER_MINIMUM,   /* 1224 */
    ORDER_DENSE,     /* 1223 */
    ORDER_MAXIMUM,   /* 1334 */
    ORDER_FRACTIONAL /* 1, 2.5, 2.5, 4 */
};

struct order_item {
    double value;
    uint32_t place;
};

/* Puts the values that are there into `items`, the largest first, equal ones in the
   order of their places, and returns how many; `items` holds 2 × n. */
size_t order_sort(const double *values, size_t n, struct order_item *items);
/* Ranks of `n` values as they are (round them first), 1 the largest; `scratch`
   holds 2 × n items. ranks[i] is 0 where the value is NaN. Returns how many have one.
 */
size_t order_rank(const double *values, size_t n, enum order_ties ties,
                  struct order_item *scratch, double *ranks);
/* What order_rank() gives to one place, 0 for NaN; in n steps but for ORDER_DENSE,
   which sorts. `scratch` as of order_rank(). */
double order_rank_of(const double *values, size_t n, size_t place, enum order_ties ties,
                     struct order_item *scratch);
/* The same with ties 1224 as whole numbers, of at most 65 535 values: for the hot
   loop, whose results are kept by the million. */
size_t order_rank_minimum(const double *values, size_t n, struct order_item *scratch,
                          uint16_t *ranks);

/* Quantile of type 7 of Hyndman and Fan (1996), R's and Excel's default, of `n`
   sorted values; 0 ≤ p ≤ 1, n > 0. */
double order_quantile(const double *sorted, size_t n, double p);
/* The same of whole numbers 1 … size, counts[i] of each i + 1; `total` > 0. */
double order_quantile_counts(const uint32_t *counts, size_t size, uint64_t total,
                             double p);

#endif
