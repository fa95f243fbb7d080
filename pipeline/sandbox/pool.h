/* Memory of one Lua state. Small blocks lie close together in chunks of their own, so
   that a process that was forked writes to few of the pages that it shares with its
   parent: what it needs comes from new chunks (pool_part()), not from holes between
   what it has inherited. */
#ifndef NQI_SANDBOX_POOL_H
#define NQI_SANDBOX_POOL_H

#include <stdbool.h>
#include <stddef.h>

/* Blocks above this are malloc's. */
#define POOL_LARGEST ((size_t)1024)
#define POOL_STEP ((size_t)16)

struct pool {
    void *free[POOL_LARGEST / POOL_STEP + 1]; /* lists of free blocks, by size */
    char *at, *end;                           /* the rest of the newest chunk */
    struct pool_chunk *chunks;
    bool parted; /* `chunks` are of pages_take() */
};

/* As realloc() does, and free() for `new_size` 0; NULL without memory: the old block
   stays. */
void *pool_resize(struct pool *pool, void *old, size_t old_size, size_t new_size);
/* In a process that was forked: leaves alone what lay free before, and keeps what it
   has inherited until it ends, since that is the parent's memory, too. */
void pool_part(struct pool *pool);
/* All small blocks at once, except those inherited; of those above POOL_LARGEST, which
   are malloc's, what was not given back stays until the process ends. */
void pool_close(struct pool *pool);

#endif
