/* What simulated ranks allow to be said of an order: how often a unit is ahead of
   another, and where the order may be cut into tiers. */
#ifndef NQI_STATS_TIERS_H
#define NQI_STATS_TIERS_H

#include <stddef.h>
#include <stdint.h>

/* ranks[r × units + i]: of unit i in replication r, 0 in one that failed. All borrowed.
 */
struct tiers {
    const uint16_t *ranks;
    size_t replications, used, units; /* used: those that did not fail, > 0 */
    const uint16_t *nominal;          /* 0: not ranked */
    /* Of each unit: no more than 5 % of the replications lie below low, above high. */
    const double *low, *high;
};

/* The share of the replications in which unit i has a better rank than unit j; where
   they tie, neither has. */
double tiers_above(const struct tiers *tiers, size_t i, size_t j);

/* The ranked units in nominal order, ties by place, to `order` (room for units); how
   often each is above the next to above[k] (NaN for the last); and whether a tier ends
   there: cut[k] is 1 if each unit up to the k-th is above each one behind it with a
   probability of at least `least` (≥ 0.9). Returns how many are ranked. */
size_t tiers_find(const struct tiers *tiers, double least, uint32_t *order,
                  double *above, unsigned char *cut);

#endif
