#define _GNU_SOURCE
#include "sandbox/pool.h"

#include "base/pages.h"
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#define CHUNK_SIZE ((size_t)256 << 10)

struct pool_chunk {
    struct pool_chunk *next;
    max_align_t blocks[];
};

static size_t class_of(size_t size) { return (size + POOL_STEP - 1) / POOL_STEP; }

/* Straight from the system, for malloc would take a hole of its own. */
static struct pool_chunk *new_chunk(const struct pool *pool) {
    if (pool->parted)
        return pages_take(CHUNK_SIZE);
    void *chunk = mmap(NULL, CHUNK_SIZE, PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return chunk == MAP_FAILED ? NULL : chunk;
}

static void *take_chunk(struct pool *pool) {
    struct pool_chunk *chunk = new_chunk(pool);
    if (chunk == NULL)
        return NULL;
    chunk->next = pool->chunks;
    pool->chunks = chunk;
    pool->at = (char *)chunk->blocks;
    pool->end = (char *)chunk + CHUNK_SIZE;
    return chunk;
}

static void *take(struct pool *pool, size_t size) {
    if (size > POOL_LARGEST)
        return malloc(size);
    size_t class = class_of(size), bytes = class * POOL_STEP;
    void *block = pool->free[class];
    if (block != NULL) {
        memcpy(&pool->free[class], block, sizeof(void *));
        return block;
    }
    if ((size_t)(pool->end - pool->at) < bytes && take_chunk(pool) == NULL)
        return NULL;
    block = pool->at;
    pool->at += bytes;
    return block;
}

static void give_back(struct pool *pool, void *block, size_t size) {
    if (size > POOL_LARGEST) {
        free(block);
    } else if (block != NULL) {
        memcpy(block, &pool->free[class_of(size)], sizeof(void *));
        pool->free[class_of(size)] = block;
    }
}

void *pool_resize(struct pool *pool, void *old, size_t old_size, size_t new_size) {
    size_t held = old == NULL ? 0 : old_size;
    if (new_size == 0) {
        give_back(pool, old, held);
        return NULL;
    }
    if (held > POOL_LARGEST && new_size > POOL_LARGEST)
        return realloc(old, new_size);
    if (held > 0 && held <= POOL_LARGEST && class_of(held) == class_of(new_size))
        return old;
    void *block = take(pool, new_size);
    if (block != NULL && held > 0) {
        memcpy(block, old, held < new_size ? held : new_size);
        give_back(pool, old, held);
    }
    return block;
}

void pool_part(struct pool *pool) {
    memset(pool->free, 0, sizeof pool->free);
    pool->at = pool->end = NULL;
    pool->chunks = NULL;
    pool->parted = true;
}

void pool_close(struct pool *pool) {
    for (struct pool_chunk *chunk = pool->chunks, *next; chunk != NULL; chunk = next) {
        next = chunk->next;
        if (pool->parted)
            pages_give(chunk, CHUNK_SIZE);
        else
            munmap(chunk, CHUNK_SIZE);
    }
    *pool = (struct pool){0};
}
