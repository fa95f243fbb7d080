#define _GNU_SOURCE
#include "base/timing.h"

#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>

enum { STAGES = 32, DEPTH = 16 };

/* Shared by all processes. A literal has one address in all of them. */
struct sum {
    _Atomic(const char *) name;
    _Atomic(uint64_t) nanoseconds, times;
};

static struct sum *sums;          /* NULL: off */
static size_t open_stages[DEPTH]; /* those that this process is in; STAGES: no room */
static size_t depth;
static uint64_t since;

static uint64_t now(void) {
    struct timespec used;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
    return (uint64_t)used.tv_sec * 1000000000u + (uint64_t)used.tv_nsec;
}

/* The time since then is the stage's that this process is in. */
static void charge(void) {
    uint64_t at = now();
    size_t stage = depth > 0 && depth <= DEPTH ? open_stages[depth - 1] : STAGES;
    if (stage < STAGES && at > since)
        atomic_fetch_add(&sums[stage].nanoseconds, at - since);
    since = at;
}

static size_t place_of(const char *name) {
    for (size_t i = 0; i < STAGES; i++) {
        const char *known = NULL;
        if (atomic_compare_exchange_strong(&sums[i].name, &known, name) ||
            strcmp(known, name) == 0)
            return i;
    }
    return STAGES;
}

void timing_open(void) {
    void *p = mmap(NULL, STAGES * sizeof *sums, PROT_READ | PROT_WRITE,
                   MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (p != MAP_FAILED)
        sums = p;
}

void timing_forked(void) {
    depth = 0;
    since = 0;
}

void timing_enter(const char *stage) {
    if (sums == NULL)
        return;
    charge();
    size_t place = place_of(stage);
    if (place < STAGES)
        atomic_fetch_add(&sums[place].times, 1);
    if (depth < DEPTH)
        open_stages[depth] = place;
    depth++;
}

void timing_count(const char *name, uint64_t times) {
    size_t place = sums == NULL ? STAGES : place_of(name);
    if (place < STAGES)
        atomic_fetch_add(&sums[place].times, times);
}

void timing_leave(void) {
    if (sums == NULL || depth == 0)
        return;
    charge();
    depth--;
}

static int compare(const void *a, const void *b) {
    const struct sum *x = *(const struct sum *const *)a;
    const struct sum *y = *(const struct sum *const *)b;
    return strcmp(atomic_load(&x->name), atomic_load(&y->name));
}

void timing_print(struct buf *out) {
    const struct sum *order[STAGES];
    size_t count = 0;
    while (sums != NULL && count < STAGES && atomic_load(&sums[count].name) != NULL) {
        order[count] = &sums[count];
        count++;
    }
    qsort(order, count, sizeof(const struct sum *), compare);
    for (size_t i = 0; i < count; i++)
        buf_printf(out, "%s\t%.6f\t%llu\n", atomic_load(&order[i]->name),
                   (double)atomic_load(&order[i]->nanoseconds) / 1e9,
                   (unsigned long long)atomic_load(&order[i]->times));
}
