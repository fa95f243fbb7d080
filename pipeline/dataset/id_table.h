/* A hash table of ids: open addressing, at most half full. A slot holds id + 1, so
   that zeroed memory is empty. What an id stands for only its owner knows: a search
   walks the ids that may be it.

       for (struct id_walk w = id_table_find(&t, hash); id_walk_next(&w, &id);)
           if (…is the one…) return id; */
#ifndef NQI_DATASET_ID_TABLE_H
#define NQI_DATASET_ID_TABLE_H

#include "base/arena.h"

struct id_table {
    uint32_t *slots;
    size_t capacity; /* a power of two, or 0 */
    size_t count;
};

struct id_walk {
    const struct id_table *table;
    size_t slot;
};

static inline struct id_walk id_table_find(const struct id_table *table,
                                           uint64_t hash) {
    return (struct id_walk){table, (size_t)hash};
}

static inline bool id_walk_next(struct id_walk *walk, uint32_t *id) {
    const struct id_table *table = walk->table;
    if (table->capacity == 0) {
        return false;
    }
    uint32_t held = table->slots[walk->slot++ & (table->capacity - 1)];
    *id = held - 1;
    return held != 0;
}

/* There must be room. */
static inline void id_table_add(struct id_table *table, uint64_t hash, uint32_t id) {
    size_t mask = table->capacity - 1;
    size_t slot = (size_t)hash & mask;
    while (table->slots[slot] != 0) {
        slot = (slot + 1) & mask;
    }
    table->slots[slot] = id + 1;
    table->count++;
}

/* Room for `more` ids. True if the table was made anew: it is empty then, and the
   caller adds all its ids again. */
static inline bool id_table_reserve(struct id_table *table, size_t more,
                                    struct arena *arena) {
    size_t capacity = table->capacity == 0 ? 64 : table->capacity;
    while ((table->count + more) * 2 > capacity) {
        capacity *= 2;
    }
    if (capacity == table->capacity) {
        return false;
    }
    arena_return(arena, table->slots, table->capacity * sizeof *table->slots);
    *table = (struct id_table){arena_array(arena, capacity, sizeof *table->slots),
                               capacity, 0};
    return true;
}

/* splitmix64's finaliser: spreads packed ids over the table. */
static inline uint64_t id_mix(uint64_t x) {
    x ^= x >> 30;
    x *= UINT64_C(0xbf58476d1ce4e5b9);
    x ^= x >> 27;
    x *= UINT64_C(0x94d049bb133111eb);
    return x ^ x >> 31;
}

/* The hash of an id with a list of ids: a series is an indicator with items. */
static inline uint64_t id_hash_list(uint32_t first, const uint32_t *ids, size_t count) {
    uint64_t hash = id_mix(first);
    for (size_t i = 0; i < count; i++) {
        hash = id_mix(hash << 1 ^ ids[i]);
    }
    return hash;
}

#endif
