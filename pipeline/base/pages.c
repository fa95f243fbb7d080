#define _GNU_SOURCE /* MAP_ANONYMOUS, MAP_NORESERVE, mincore() */
#include "base/pages.h"

#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* Of Linux 6.1, newer than glibc 2.36's headers. */
#ifndef MADV_COLLAPSE
#define MADV_COLLAPSE 25
#endif

#define LARGE ((size_t)2 << 20)
/* The part of a large page that must be in use: the rest of it is taken besides. */
#define FULL(pages) ((pages) / 8 * 7)

/* No mapping of ours is larger; a sanitizer's may be, and nearly empty. */
#define SPAN_MOST ((uintptr_t)16 << 30)
/* Address space of a part. */
#define PART (16 * LARGE)
#define STEP ((size_t)64)

enum { SMALLEST_PAGE = 4096, SPANS_MOST = 512, FREE_MOST = 64 };

struct span {
    uintptr_t from, to;
};

struct block {
    char *p;
    size_t size;
};

/* Of a process that has parted. */
static struct {
    char *from, *at, *end;
    struct block free[FREE_MOST]; /* what came back */
    size_t free_count;
} own;

static uintptr_t rounded_up(uintptr_t at) { return (at + LARGE - 1) / LARGE * LARGE; }

/* The offset in a shared mapping must be a multiple of LARGE where the address is, so
   the mapping itself begins at one. */
void *pages_share(size_t size) {
    if (size > SIZE_MAX - LARGE)
        return NULL;
    char *room = mmap(NULL, size + LARGE, PROT_NONE,
                      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (room == MAP_FAILED)
        return NULL;
    size_t before = rounded_up((uintptr_t)room) - (uintptr_t)room;
    void *p = mmap(room + before, size, PROT_READ | PROT_WRITE,
                   MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED, -1, 0);
    if (p == MAP_FAILED) {
        munmap(room, size + LARGE);
        return NULL;
    }
    if (before > 0)
        munmap(room, before);
    return p;
}

/* Memory without a file: the process's own, and what pages_share() gave. */
static bool is_memory(const char *rights, const char *name) {
    if (rights[3] == 's')
        return strcmp(name, "/dev/zero (deleted)") == 0;
    return rights[1] == 'w' && (name[0] == '\0' || strcmp(name, "[heap]") == 0);
}

/* FROM-TO RIGHTS OFFSET DEVICE INODE NAME, where the name is padded and may be missing.
 */
static bool read_span(char *line, struct span *span) {
    char *at;
    span->from = (uintptr_t)strtoull(line, &at, 16);
    if (*at != '-')
        return false;
    span->to = (uintptr_t)strtoull(at + 1, &at, 16);
    const char *rights = at + 1;
    for (int i = 0; i < 4 && at != NULL; i++)
        at = strchr(at + 1, ' ');
    if (at == NULL)
        return false;
    char *name = at + 1 + strspn(at + 1, "0123456789");
    name += strspn(name, " ");
    name[strcspn(name, "\n")] = '\0';
    return is_memory(rights, name) && span->to - span->from >= LARGE &&
           span->to - span->from <= SPAN_MOST;
}

/* They are found before any is changed, for that may change the list. */
static size_t find_spans(struct span *spans) {
    FILE *maps = fopen("/proc/self/maps", "re");
    if (maps == NULL)
        return 0;
    char line[PATH_MAX + 128];
    size_t count = 0;
    while (count < SPANS_MOST && fgets(line, sizeof line, maps) != NULL)
        count += read_span(line, &spans[count]);
    fclose(maps);
    return count;
}

static bool is_full(void *block, size_t page) {
    unsigned char present[LARGE / SMALLEST_PAGE];
    size_t count = LARGE / page, held = 0;
    if (mincore(block, LARGE, present) != 0)
        return false;
    for (size_t i = 0; i < count; i++)
        held += present[i] & 1;
    return held >= FULL(count);
}

void pages_gather(void) {
    struct span spans[SPANS_MOST];
    long page = sysconf(_SC_PAGESIZE);
    if (page < SMALLEST_PAGE || (size_t)page > LARGE / 8)
        return;
    size_t count = find_spans(spans);
    for (size_t i = 0; i < count; i++)
        for (uintptr_t at = rounded_up(spans[i].from);
             at < spans[i].to && spans[i].to - at >= LARGE; at += LARGE) {
            char *block = (char *)spans[i].from + (at - spans[i].from);
            if (is_full(block, (size_t)page))
                (void)madvise(block, LARGE, MADV_COLLAPSE);
        }
}

void pages_part(void) {
    char *room = mmap(NULL, PART + LARGE, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (room == MAP_FAILED)
        return;
    own.from = room + (rounded_up((uintptr_t)room) - (uintptr_t)room);
    own.at = own.from;
    own.end = own.from + PART;
    own.free_count = 0;
    (void)madvise(own.from, PART, MADV_HUGEPAGE);
}

/* The last one that came back and is large enough. */
static char *take_free(size_t size) {
    for (size_t i = own.free_count; i > 0; i--) {
        struct block *block = &own.free[i - 1];
        if (block->size < size)
            continue;
        char *p = block->p;
        block->p += size;
        block->size -= size;
        if (block->size == 0)
            *block = own.free[--own.free_count];
        return p;
    }
    return NULL;
}

static size_t in_steps(size_t size) { return (size + STEP - 1) / STEP * STEP; }

void *pages_take(size_t size) {
    if (size > PART)
        return malloc(size);
    size_t room = in_steps(size);
    char *p = take_free(room);
    if (p == NULL && (size_t)(own.end - own.at) >= room) {
        p = own.at;
        own.at += room;
    }
    return p != NULL ? p : malloc(size);
}

/* Takes what touches the block from what came back. */
static void join_free(struct block *block) {
    for (size_t i = own.free_count; i > 0; i--) {
        struct block other = own.free[i - 1];
        if (other.p + other.size != block->p && block->p + block->size != other.p)
            continue;
        block->p = other.p < block->p ? other.p : block->p;
        block->size += other.size;
        own.free[i - 1] = own.free[--own.free_count];
    }
}

void pages_give(void *chunk, size_t size) {
    uintptr_t at = (uintptr_t)chunk;
    if (at < (uintptr_t)own.from || at >= (uintptr_t)own.end) {
        free(chunk);
        return;
    }
    struct block block = {chunk, in_steps(size)};
    join_free(&block);
    if (block.p + block.size == own.at)
        own.at = block.p;
    else if (own.free_count < FREE_MOST)
        own.free[own.free_count++] = block;
}
