/* Random numbers for simulations: Philox4x32-10 (Salmon, Moraes, Dror and Shaw,
   "Parallel random numbers: as easy as 1, 2, 3", SC 2011). The generator is a pure
   function of seed, stream and position, so replication r draws the same numbers
   whatever ran before it or beside it. Not for secrets. */
#ifndef NQI_STATS_RANDOM_H
#define NQI_STATS_RANDOM_H

#include <stddef.h>
#include <stdint.h>

/* The block function itself: four words from a counter and a key. */
void random_block(const uint32_t counter[4], const uint32_t key[2], uint32_t out[4]);

/* Fills `out` with `count` numbers in [0, 1), each a multiple of 2^-53: the numbers
   of `stream` from its start. Key: the seed; counter: block number, then stream. */
void random_fill(uint64_t seed, uint64_t stream, double *out, size_t count);

#endif
