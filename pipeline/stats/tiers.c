#include "stats/tiers.h"
#include <math.h>
#include <stdbool.h>

double tiers_above(const struct tiers *tiers, size_t i, size_t j) {
    size_t ahead = 0;
    for (size_t r = 0; r < tiers->replications; r++)
        ahead +=
            tiers->ranks[r * tiers->units + i] < tiers->ranks[r * tiers->units + j];
    return (double)ahead / (double)tiers->used;
}

/* Nominal ranks are 1224: a unit stands at its rank, or behind those that share it. */
static size_t order_units(const struct tiers *tiers, uint32_t *order) {
    size_t count = 0;
    for (size_t i = 0; i < tiers->units; i++)
        order[i] = UINT32_MAX;
    for (size_t i = 0; i < tiers->units; i++) {
        size_t at = tiers->nominal[i];
        if (at == 0)
            continue;
        while (order[at - 1] != UINT32_MAX)
            at++;
        order[at - 1] = (uint32_t)i;
        count++;
    }
    return count;
}

/* Pairs far apart need no counting: if i is at m or better in 95 % of the replications
   and j behind m in 95 %, i is above j in 90 %. The nearest pairs fail first. */
static bool all_above(const struct tiers *tiers, const uint32_t *order, size_t count,
                      size_t end, double least) {
    double m = (double)end;
    for (size_t i = end; i-- > 0;)
        for (size_t j = end; j < count; j++) {
            bool apart =
                least <= 0.9 && tiers->high[order[i]] <= m && tiers->low[order[j]] > m;
            if (!apart && tiers_above(tiers, order[i], order[j]) < least)
                return false;
        }
    return true;
}

size_t tiers_find(const struct tiers *tiers, double least, uint32_t *order,
                  double *above, unsigned char *cut) {
    size_t count = order_units(tiers, order);
    for (size_t k = 0; k < count; k++) {
        above[k] =
            k + 1 < count ? tiers_above(tiers, order[k], order[k + 1]) : (double)NAN;
        cut[k] = k + 1 < count && above[k] >= least &&
                 all_above(tiers, order, count, k + 1, least);
    }
    return count;
}
