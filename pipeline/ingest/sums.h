/* What the rows of each key come to: a table that several threads fill, one each, and
   that is put together at the end. */
#ifndef NQI_INGEST_SUMS_H
#define NQI_INGEST_SUMS_H

#include "base/arena.h"

/* Sums are exact in units of 10^−SUMS_DECIMALS. */
enum { SUMS_DECIMALS = 12, SUMS_ID_BITS = 20, SUMS_ID_MAX = (1 << SUMS_ID_BITS) - 2 };

/* A state is an enum observation_status, and whether there is a number where it has
   none or none where it has one. */
enum {
    SUMS_CONTRARY = 1 << 3,
    SUMS_STATE_BITS = 4,
    SUMS_STATES = 1 << SUMS_STATE_BITS
};

__extension__ typedef __int128 sums_total;

/* 1, 10, … 10^18. */
extern const int64_t sums_powers[19];

/* Half a cache line. */
struct sums_cell {
    sums_total sum;
    uint64_t key;          /* 0: empty slot; else sums_key() */
    unsigned block : 22;   /* of its first row */
    unsigned value : 10;   /* the column of values, by its number in the scanner */
    unsigned line : 23;    /* in that block, from 0 */
    unsigned decimals : 5; /* SUMS_DECIMALS + the smallest exponent that a row had */
    unsigned state : 4;
};
_Static_assert(sizeof(struct sums_cell) == 32, "half a cache line");

/* What becomes of a key that comes again: it is for the usual way, its rows are added,
   or the first or the last of them in the file stands. */
enum sums_again { SUMS_ONCE, SUMS_ADD, SUMS_FIRST, SUMS_LAST };

struct sums {
    struct sums_cell *cells;
    size_t capacity, count;
};

void sums_open(struct sums *sums);
void sums_close(struct sums *sums);
/* Room for one more key at least. */
void sums_grow(struct sums *sums);
/* Adds what `from` has to `into`; false if a key is in both and its rows are for the
   usual way. */
bool sums_merge(struct sums *into, const struct sums *from, enum sums_again again);
/* The cell of the key, or NULL. */
const struct sums_cell *sums_find(const struct sums *sums, uint64_t key);
/* The cells in no order: the table is a list then, and can only be closed. */
const struct sums_cell *sums_list(struct sums *sums, size_t *count);

/* Ids are at most SUMS_ID_MAX. */
uint64_t sums_key(uint32_t indicator, uint32_t area, uint32_t period);
void sums_key_parts(uint64_t key, uint32_t *indicator, uint32_t *area,
                    uint32_t *period);

/* Every bit of the key reaches the low bits, which pick the slot (splitmix64). */
static inline uint64_t sums_hash(uint64_t key) {
    key = (key ^ key >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    key = (key ^ key >> 27) * UINT64_C(0x94d049bb133111eb);
    return key ^ key >> 31;
}

/* The cell of a key; *fresh if there was none. */
static inline struct sums_cell *sums_take(struct sums *sums, uint64_t key,
                                          uint64_t hash, bool *fresh) {
    if ((sums->count + 1) * 2 > sums->capacity) {
        sums_grow(sums);
    }
    size_t mask = sums->capacity - 1;
    size_t slot = (size_t)hash & mask;
    while (sums->cells[slot].key != key) {
        if (sums->cells[slot].key == 0) {
            sums->count++;
            sums->cells[slot].key = key;
            *fresh = true;
            break;
        }
        slot = (slot + 1) & mask;
    }
    return &sums->cells[slot];
}

#endif
