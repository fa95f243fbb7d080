#define _DEFAULT_SOURCE /* madvise */
#include "ingest/sums.h"
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

enum { FIRST_SLOTS = 1 << 10 };

const int64_t sums_powers[] = {1,
                               10,
                               100,
                               1000,
                               10000,
                               100000,
                               1000000,
                               10000000,
                               100000000,
                               1000000000,
                               10000000000,
                               100000000000,
                               1000000000000,
                               10000000000000,
                               100000000000000,
                               1000000000000000,
                               10000000000000000,
                               100000000000000000,
                               1000000000000000000};

uint64_t sums_key(uint32_t indicator, uint32_t area, uint32_t period) {
    return ((uint64_t)indicator << (2 * SUMS_ID_BITS) | (uint64_t)area << SUMS_ID_BITS |
            period) +
           1;
}

void sums_key_parts(uint64_t key, uint32_t *indicator, uint32_t *area,
                    uint32_t *period) {
    const uint64_t mask = ((uint64_t)1 << SUMS_ID_BITS) - 1;
    key--;
    *period = (uint32_t)(key & mask);
    *area = (uint32_t)(key >> SUMS_ID_BITS & mask);
    *indicator = (uint32_t)(key >> (2 * SUMS_ID_BITS));
}

/* An empty table whose pages are all written to: a page that is looked at first is the
   kernel's shared page of zeros, and making it ours at the first write then interrupts
   the other threads. In large pages, where the kernel has them, for nearly every row
   looks at another one: without them finding the page is a fifth of the time. */
static struct sums_cell *open_cells(size_t capacity) {
    enum { LINE = 64, LARGE_PAGE = 2 << 20 };
    size_t size = capacity * sizeof(struct sums_cell);
    struct sums_cell *cells =
        aligned_alloc(size < LARGE_PAGE ? LINE : LARGE_PAGE, size);
    if (cells == NULL) {
        memory_exhausted();
    }
    if (size >= LARGE_PAGE) {
        madvise(cells, size, MADV_HUGEPAGE); /* a wish */
    }
    memset(cells, 0, size);
    return cells;
}

void sums_open(struct sums *sums) {
    *sums = (struct sums){.capacity = FIRST_SLOTS, .cells = open_cells(FIRST_SLOTS)};
}

void sums_close(struct sums *sums) { free(sums->cells); }

void sums_grow(struct sums *sums) {
    struct sums_cell *old = sums->cells;
    size_t count = sums->capacity;
    sums->capacity *= 2;
    sums->cells = open_cells(sums->capacity);
    for (size_t i = 0; i < count; i++) {
        if (old[i].key != 0) {
            size_t slot = (size_t)sums_hash(old[i].key) & (sums->capacity - 1);
            while (sums->cells[slot].key != 0) {
                slot = (slot + 1) & (sums->capacity - 1);
            }
            sums->cells[slot] = old[i];
        }
    }
    free(old);
}

/* By where they stand in the file. */
static int sums_order(const struct sums_cell *a, const struct sums_cell *b) {
    return a->block != b->block  ? (a->block < b->block ? -1 : 1)
           : a->line != b->line  ? (a->line < b->line ? -1 : 1)
           : a->value < b->value ? -1
                                 : 1;
}

static bool add_cell(struct sums_cell *b, const struct sums_cell *a) {
    if (a->state != 0 || b->state != 0) {
        return false;
    }
    if (sums_order(a, b) < 0) {
        b->block = a->block;
        b->line = a->line;
        b->value = a->value;
    }
    b->sum += a->sum;
    b->decimals = a->decimals < b->decimals ? a->decimals : b->decimals;
    return true;
}

bool sums_merge(struct sums *into, const struct sums *from, enum sums_again again) {
    bool good = true;
    for (size_t i = 0; i < from->capacity && good; i++) {
        const struct sums_cell *a = &from->cells[i];
        if (a->key == 0) {
            continue;
        }
        bool fresh = false;
        struct sums_cell *b = sums_take(into, a->key, sums_hash(a->key), &fresh);
        if (fresh) {
            *b = *a;
        } else if (again == SUMS_FIRST || again == SUMS_LAST) {
            bool later = sums_order(a, b) > 0;
            *b = later == (again == SUMS_LAST) ? *a : *b;
        } else {
            good = again == SUMS_ADD && add_cell(b, a);
        }
    }
    return good;
}

const struct sums_cell *sums_find(const struct sums *sums, uint64_t key) {
    size_t mask = sums->capacity - 1;
    size_t slot = (size_t)sums_hash(key) & mask;
    while (sums->cells[slot].key != key && sums->cells[slot].key != 0) {
        slot = (slot + 1) & mask;
    }
    return sums->cells[slot].key == key ? &sums->cells[slot] : NULL;
}

const struct sums_cell *sums_list(struct sums *sums, size_t *count) {
    size_t n = 0;
    for (size_t i = 0; i < sums->capacity; i++) {
        if (sums->cells[i].key != 0) {
            sums->cells[n++] = sums->cells[i];
        }
    }
    *count = n;
    return sums->cells;
}
