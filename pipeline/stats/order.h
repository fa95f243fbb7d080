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
/* order_rank() with ties 1224 as whole numbers, of at most 65 535 values: for the hot
   loop, whose results are kept by the million. */
size_t order_rank_minimum(const double *values, size_t n, struct order_item *scratch,
                          uint16_t *ranks);

/* Values in their order, to look up in: what one of them is among all costs no walk
   through them. The arrays are the caller's, n long each. */
#define ORDER_NONE UINT32_MAX
struct order_list {
    size_t n, count;    /* places, and how many of them have a value */
    double *values;     /* the largest first */
    uint32_t *places;   /* of `values`; equal ones in the order of their places */
    uint32_t *distinct; /* how many different values up to each */
    uint32_t *starts;   /* by place: where those equal to it start, or ORDER_NONE */
};

/* Of `n` values as they are; `scratch` holds 2 × n items. */
void order_list_fill(struct order_list *list, const double *values,
                     struct order_item *scratch);
/* What order_rank() would give to a place if it had that value; 0 for NaN. */
double order_list_rank(const struct order_list *list, size_t place, double value,
                       enum order_ties ties);
/* The first places of the next better rank and of the next worse one than the place's;
   ORDER_NONE where there is none. */
void order_list_neighbours(const struct order_list *list, size_t place, uint32_t *ahead,
                           uint32_t *behind);

/* Quantile of type 7 of Hyndman and Fan (1996), R's and Excel's default, of `n`
   sorted values; 0 ≤ p ≤ 1, n > 0. */
double order_quantile(const double *sorted, size_t n, double p);
/* The same of whole numbers 1 … size, counts[i] of each i + 1; `total` > 0. */
double order_quantile_counts(const uint32_t *counts, size_t size, uint64_t total,
                             double p);

#endif
