#define _GNU_SOURCE /* MADV_REMOVE */
#include "base/arena.h"
#include "base/pages.h"
#include "base/program.h"
#include <malloc.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { ALIGNMENT = 16, FIRST_CHUNK = 1 << 16, LARGEST_CHUNK = 1 << 24 };

struct chunk {
    struct chunk *next;
    size_t size; /* of the bytes behind this head */
};

struct arena {
    struct chunk *chunks; /* NULL for a shared arena */
    char *at, *end;
    size_t used;
    size_t chunk_size;
    void *shared;
    size_t reserve;
};

_Noreturn void memory_exhausted(void) { program_fail("out of memory"); }

void *memory_alloc(size_t size) {
    void *p = calloc(1, size ? size : 1);
    if (!p)
        memory_exhausted();
    return p;
}

void *memory_realloc(void *old, size_t size) {
    void *p = realloc(old, size ? size : 1);
    if (!p)
        memory_exhausted();
    return p;
}

void memory_give_back(void) { malloc_trim(0); }

struct arena *arena_open(void) {
    struct arena *arena = memory_alloc(sizeof *arena);
    arena->chunk_size = FIRST_CHUNK;
    return arena;
}

struct arena *arena_open_shared(size_t reserve) {
    struct arena *arena = memory_alloc(sizeof *arena);
    void *p = pages_share(reserve);
    if (p == NULL)
        memory_exhausted();
    arena->shared = p;
    arena->reserve = reserve;
    arena->at = p;
    arena->end = arena->at + reserve;
    return arena;
}

void arena_seal(struct arena *arena) {
    if (!arena->shared)
        return;
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    size_t used = (size_t)(arena->at - (char *)arena->shared);
    size_t kept = used < page ? page : (used + page - 1) / page * page;
    arena->end = arena->at;
    if (kept < arena->reserve) {
        munmap((char *)arena->shared + kept, arena->reserve - kept);
        arena->reserve = kept;
    }
    if (mprotect(arena->shared, arena->reserve, PROT_READ) != 0)
        memory_exhausted();
}

void arena_close(struct arena *arena) {
    if (!arena)
        return;
    if (arena->shared)
        munmap(arena->shared, arena->reserve);
    for (struct chunk *chunk = arena->chunks, *next; chunk; chunk = next) {
        next = chunk->next;
        pages_give(chunk, sizeof *chunk + chunk->size);
    }
    free(arena);
}

/* A new chunk with room for `size` bytes; larger ones double up to a limit. */
static void add_chunk(struct arena *arena, size_t size) {
    if (arena->shared)
        memory_exhausted();
    size_t room = arena->chunk_size > size ? arena->chunk_size : size;
    if (room > SIZE_MAX - sizeof(struct chunk) - ALIGNMENT)
        memory_exhausted();
    struct chunk *chunk = pages_take(sizeof *chunk + ALIGNMENT + room);
    if (chunk == NULL)
        memory_exhausted();
    chunk->next = arena->chunks;
    chunk->size = room + ALIGNMENT;
    arena->chunks = chunk;
    arena->at = (char *)(chunk + 1);
    arena->end = arena->at + chunk->size;
    if (arena->chunk_size < LARGEST_CHUNK)
        arena->chunk_size *= 2;
}

void *arena_alloc(struct arena *arena, size_t size) {
    size_t skip = -(uintptr_t)arena->at & (ALIGNMENT - 1);
    size_t left = (size_t)(arena->end - arena->at);
    if (left < skip || left - skip < size) {
        add_chunk(arena, size);
        skip = -(uintptr_t)arena->at & (ALIGNMENT - 1);
    }
    char *p = arena->at + skip;
    arena->at = p + size;
    arena->used += size;
    /* Not a whole chunk at once, of which the end may never be used; of an arena
       without a chunk nothing is nowhere. */
    return arena->shared || size == 0 ? p : memset(p, 0, size);
}

void *arena_array(struct arena *arena, size_t count, size_t size) {
    size_t total;
    if (__builtin_mul_overflow(count, size, &total))
        memory_exhausted();
    return arena_alloc(arena, total);
}

struct str arena_copy(struct arena *arena, struct str s) {
    if (s.n == SIZE_MAX)
        memory_exhausted();
    char *p = arena_alloc(arena, s.n + 1);
    if (s.n)
        memcpy(p, s.p, s.n);
    return (struct str){p, s.n};
}

struct str arena_printf(struct arena *arena, const char *format, ...) {
    va_list args;
    va_start(args, format);
    int n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (n < 0)
        memory_exhausted();
    char *p = arena_alloc(arena, (size_t)n + 1);
    va_start(args, format);
    vsnprintf(p, (size_t)n + 1, format, args);
    va_end(args);
    return (struct str){p, (size_t)n};
}

size_t arena_left(const struct arena *arena) {
    return (size_t)(arena->end - arena->at);
}

size_t arena_used(const struct arena *arena) { return arena->used; }

void *arena_grow(struct arena *arena, void *items, size_t count, size_t *capacity,
                 size_t size) {
    if (count < *capacity)
        return items;
    size_t doubled = *capacity ? *capacity * 2 : 8;
    if (doubled < *capacity)
        memory_exhausted();
    void *copy = arena_array(arena, doubled, size);
    if (count)
        memcpy(copy, items, count * size);
    *capacity = doubled;
    return copy;
}

void arena_return(struct arena *arena, void *block, size_t size) {
    if (!arena->shared || size == 0)
        return;
    uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
    uintptr_t first = ((uintptr_t)block + page - 1) / page * page;
    uintptr_t end = ((uintptr_t)block + size) / page * page;
    if (first < end)
        madvise((char *)block + (first - (uintptr_t)block), end - first, MADV_REMOVE);
}
