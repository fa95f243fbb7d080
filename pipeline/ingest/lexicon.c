#include "ingest/lexicon.h"
#include <stdlib.h>

enum { FIRST_SLOTS = 1 << 10 };

void lexicon_open(struct lexicon *lexicon) {
    *lexicon = (struct lexicon){.capacity = FIRST_SLOTS};
    lexicon->slots = memory_alloc(FIRST_SLOTS * sizeof *lexicon->slots);
}

void lexicon_close(struct lexicon *lexicon) { free(lexicon->slots); }

uint64_t lexicon_fold(const char *p, size_t n) {
    uint64_t hash = n;
    for (size_t at = 0; at < n; at += 8) {
        hash = (hash ^ lexicon_load(p + at)) * UINT64_C(0x9e3779b97f4a7c15);
        hash ^= hash >> 32;
    }
    return hash;
}

static void put(struct lexicon *lexicon, const struct lexicon_entry *e) {
    size_t slot = lexicon_slot(e, lexicon->capacity);
    while (lexicon->slots[slot].n > 0) {
        slot = (slot + 1) & (lexicon->capacity - 1);
    }
    lexicon->slots[slot] = *e;
}

static void grow(struct lexicon *lexicon) {
    struct lexicon_entry *old = lexicon->slots;
    size_t count = lexicon->capacity;
    lexicon->capacity *= 2;
    lexicon->slots = memory_alloc(lexicon->capacity * sizeof *old);
    for (size_t i = 0; i < count; i++) {
        if (old[i].n > 0) {
            put(lexicon, &old[i]);
        }
    }
    free(old);
}

void lexicon_add(struct lexicon *lexicon, struct str text, uint32_t id) {
    if (++lexicon->count * 2 > lexicon->capacity) {
        grow(lexicon);
    }
    struct lexicon_entry e = lexicon_entry(text.p, text.n);
    e.id = id;
    put(lexicon, &e);
}
