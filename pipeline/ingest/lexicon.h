/* Texts that were read before, known again by their bytes: a long table says 安徽省
   often. One per kind of text and thread. */
#ifndef NQI_INGEST_LEXICON_H
#define NQI_INGEST_LEXICON_H

#include "base/arena.h"
#include <string.h>

#define LEXICON_UNKNOWN UINT32_MAX

/* Texts of at most 24 bytes (eight characters) are compared by three words, which
   together hold them whole; of a longer one `middle` is a hash of what lies between the
   other two, for many differ only there: names of one office, the ids of a tuple. */
struct lexicon_entry {
    uint64_t head, middle, tail;
    const char *p;
    uint32_t n; /* 0: empty slot */
    uint32_t id;
};

struct lexicon {
    struct lexicon_entry *slots;
    size_t capacity, count;
};

void lexicon_open(struct lexicon *lexicon);
void lexicon_close(struct lexicon *lexicon);
/* `text`, which must live as long as the lexicon, gets the id from now on. */
void lexicon_add(struct lexicon *lexicon, struct str text, uint32_t id);

static inline uint64_t lexicon_load(const char *p) {
    uint64_t word;
    memcpy(&word, p, sizeof word);
    return word;
}

/* A hash of the bytes, up to eight more of which may be read. */
uint64_t lexicon_fold(const char *p, size_t n);

/* Eight bytes from p on may be read. */
static inline struct lexicon_entry lexicon_entry(const char *p, size_t n) {
    struct lexicon_entry e = {.p = p, .n = (uint32_t)n};
    if (n >= 8) {
        e.head = lexicon_load(p);
        e.tail = lexicon_load(p + n - 8);
        e.middle = n > 24   ? lexicon_fold(p + 8, n - 16)
                   : n > 16 ? lexicon_load(p + 8)
                            : 0;
    } else {
        e.head = lexicon_load(p) & (((uint64_t)1 << (8 * n)) - 1);
    }
    return e;
}

static inline bool lexicon_same(const struct lexicon_entry *a,
                                const struct lexicon_entry *b) {
    return a->n == b->n && a->head == b->head && a->tail == b->tail &&
           a->middle == b->middle && (a->n <= 24 || memcmp(a->p, b->p, a->n) == 0);
}

/* Folds the 128 bits of a product, so that every bit of both words counts. */
static inline size_t lexicon_slot(const struct lexicon_entry *e, size_t capacity) {
    __extension__ typedef unsigned __int128 product;
    uint64_t a = e->head ^ e->n ^ UINT64_C(0xbf58476d1ce4e5b9);
    uint64_t b =
        e->tail ^ e->middle << 32 ^ e->middle >> 32 ^ UINT64_C(0x94d049bb133111eb);
    product x = (product)a * b;
    return (size_t)((uint64_t)x ^ (uint64_t)(x >> 64)) & (capacity - 1);
}

/* The entry of this text, or NULL: until another one is added. */
static inline const struct lexicon_entry *lexicon_at(const struct lexicon *lexicon,
                                                     const struct lexicon_entry *e) {
    size_t slot = lexicon_slot(e, lexicon->capacity);
    for (; lexicon->slots[slot].n > 0; slot = (slot + 1) & (lexicon->capacity - 1)) {
        if (lexicon_same(&lexicon->slots[slot], e)) {
            return &lexicon->slots[slot];
        }
    }
    return NULL;
}

/* The id of the `n` bytes at p (not 0), or LEXICON_UNKNOWN; eight bytes from p on may
   be read. */
static inline uint32_t lexicon_find(const struct lexicon *lexicon, const char *p,
                                    size_t n) {
    struct lexicon_entry e = lexicon_entry(p, n);
    const struct lexicon_entry *found = lexicon_at(lexicon, &e);
    return found != NULL ? found->id : LEXICON_UNKNOWN;
}

#endif
