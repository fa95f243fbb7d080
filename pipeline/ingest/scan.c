#include "ingest/scan.h"
#include <stdlib.h>
#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

enum {
    ID_BITS = 20,
    ID_MAX = (1 << ID_BITS) - 2,
    FIRST_SLOTS = 1 << 10,
    WINDOW = 64,
    UNIT_SLOTS = 1 << 10,
    PENDING = 32
};

/* A text that was resolved before. Texts of at most 24 bytes (eight characters) are
   compared by three words, which together hold them whole. */
struct known {
    uint64_t head, middle, tail;
    const char *p;
    uint32_t n; /* 0: empty slot */
    uint32_t id;
};

struct lexicon {
    struct known *slots;
    size_t capacity, count;
};

/* A row whose cell is on its way from memory: with many keys nearly every row
   misses the caches, and waiting for each would take most of the time. */
struct pending {
    uint64_t key, hash;
    int64_t coefficient;
    uint32_t line;
    int shift; /* of the coefficient, in digits */
};

struct scanner {
    const struct scan_layout *layout;
    struct pending pending[PENDING];
    size_t pending_count, values;
    struct arena *arena; /* texts of the lexicons */
    struct lexicon lexicons[SCAN_ROLES];
    struct scan_cell *cells;
    size_t capacity, count;
    size_t lines;
    struct {
        uint32_t indicator, unit; /* SCAN_UNKNOWN: not asked yet */
        int power;
    } units[UNIT_SLOTS];
};

uint64_t scan_key(uint32_t indicator, uint32_t area, uint32_t period) {
    return ((uint64_t)indicator << (2 * ID_BITS) | (uint64_t)area << ID_BITS | period) +
           1;
}

void scan_key_parts(uint64_t key, uint32_t *indicator, uint32_t *area,
                    uint32_t *period) {
    const uint64_t mask = ((uint64_t)1 << ID_BITS) - 1;
    key--;
    *period = (uint32_t)(key & mask);
    *area = (uint32_t)(key >> ID_BITS & mask);
    *indicator = (uint32_t)(key >> (2 * ID_BITS));
}

/* An empty table whose pages are all written to. A page that is looked at first is
   the kernel's shared page of zeros, and making it ours at the first write then
   interrupts the other threads: that was half of the time of a large file. */
static struct scan_cell *cells_open(size_t capacity) {
    enum { PAGE = 4096 };
    size_t size = capacity * sizeof(struct scan_cell);
    struct scan_cell *cells = memory_alloc(size);
    for (size_t at = 0; at < size; at += PAGE)
        *((volatile char *)cells + at) = 0;
    return cells;
}

struct scanner *scanner_open(const struct scan_layout *layout) {
    struct scanner *scanner = memory_alloc(sizeof *scanner);
    scanner->layout = layout;
    scanner->arena = arena_open();
    for (size_t i = 0; i < UNIT_SLOTS; i++) {
        scanner->units[i].indicator = SCAN_UNKNOWN;
    }
    scanner->capacity = FIRST_SLOTS;
    scanner->cells = cells_open(scanner->capacity);
    for (size_t i = 0; i < SCAN_ROLES; i++) {
        scanner->lexicons[i].capacity = FIRST_SLOTS;
        scanner->lexicons[i].slots = memory_alloc(FIRST_SLOTS * sizeof(struct known));
    }
    return scanner;
}

void scanner_close(struct scanner *scanner) {
    for (size_t i = 0; i < SCAN_ROLES; i++) {
        free(scanner->lexicons[i].slots);
    }
    free(scanner->cells);
    arena_close(scanner->arena);
    free(scanner);
}

static uint64_t load(const char *p) {
    uint64_t word;
    memcpy(&word, p, sizeof word);
    return word;
}

/* Every bit of x reaches the low bits, which pick the slot (splitmix64). */
static inline uint64_t spread(uint64_t x) {
    x = (x ^ x >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    x = (x ^ x >> 27) * UINT64_C(0x94d049bb133111eb);
    return x ^ x >> 31;
}

static inline struct known make_known(const char *p, size_t n) {
    struct known k = {.p = p, .n = (uint32_t)n};
    if (n >= 8) {
        k.head = load(p);
        k.tail = load(p + n - 8);
        k.middle = n > 16 ? load(p + 8) : 0;
    } else {
        k.head = load(p) & (((uint64_t)1 << (8 * n)) - 1);
    }
    return k;
}

static inline bool same(const struct known *a, const struct known *b) {
    return a->n == b->n && a->head == b->head && a->tail == b->tail &&
           a->middle == b->middle && (a->n <= 24 || memcmp(a->p, b->p, a->n) == 0);
}

/* Folds the 128 bits of a product, so that every bit of both words counts. */
static inline size_t slot_of(const struct known *k, size_t capacity) {
    __extension__ typedef unsigned __int128 product;
    uint64_t a = k->head ^ k->n ^ UINT64_C(0xbf58476d1ce4e5b9);
    uint64_t b =
        k->tail ^ k->middle << 32 ^ k->middle >> 32 ^ UINT64_C(0x94d049bb133111eb);
    product x = (product)a * b;
    return (size_t)((uint64_t)x ^ (uint64_t)(x >> 64)) & (capacity - 1);
}

static void lexicon_grow(struct lexicon *lexicon) {
    struct known *old = lexicon->slots;
    size_t count = lexicon->capacity;
    lexicon->capacity *= 2;
    lexicon->slots = memory_alloc(lexicon->capacity * sizeof *old);
    for (size_t i = 0; i < count; i++) {
        if (old[i].n > 0) {
            size_t slot = slot_of(&old[i], lexicon->capacity);
            while (lexicon->slots[slot].n > 0) {
                slot = (slot + 1) & (lexicon->capacity - 1);
            }
            lexicon->slots[slot] = old[i];
        }
    }
    free(old);
}

/* A text that this thread has not seen: asks, and remembers. */
static uint32_t learn(struct scanner *scanner, enum scan_role role, struct known k) {
    struct lexicon *lexicon = &scanner->lexicons[role];
    struct str text = arena_copy(scanner->arena, (struct str){k.p, k.n});
    k.id = scanner->layout->resolve(scanner->layout->context, role, text);
    if (k.id > ID_MAX) {
        return SCAN_UNKNOWN;
    }
    k.p = text.p;
    if (++lexicon->count * 2 > lexicon->capacity) {
        lexicon_grow(lexicon);
    }
    size_t slot = slot_of(&k, lexicon->capacity);
    while (lexicon->slots[slot].n > 0) {
        slot = (slot + 1) & (lexicon->capacity - 1);
    }
    lexicon->slots[slot] = k;
    return k.id;
}

static inline uint32_t look_up(struct scanner *scanner, enum scan_role role,
                               const char *p, size_t n) {
    if (n == 0) {
        return SCAN_UNKNOWN;
    }
    const struct lexicon *lexicon = &scanner->lexicons[role];
    struct known k = make_known(p, n);
    size_t slot = slot_of(&k, lexicon->capacity);
    for (; lexicon->slots[slot].n > 0; slot = (slot + 1) & (lexicon->capacity - 1)) {
        if (same(&lexicon->slots[slot], &k)) {
            return lexicon->slots[slot].id;
        }
    }
    return learn(scanner, role, k);
}

/* -?digits[.digits], at most 15 digits; no strtod, which is slow and depends on the
   locale. */
static inline bool read_number(const char *p, size_t n, int64_t *coefficient,
                               int *exponent) {
    size_t at = n > 0 && *p == '-';
    bool minus = at == 1;
    int64_t value = 0;
    size_t digits = 0, point = 0;
    for (; at < n; at++) {
        unsigned digit = (unsigned)(unsigned char)p[at] - '0';
        if (digit <= 9) {
            value = value * 10 + digit;
            digits++;
        } else if (p[at] == '.' && point == 0 && digits > 0) {
            point = at + 1;
        } else {
            return false;
        }
    }
    *coefficient = minus ? -value : value;
    *exponent = point > 0 ? -(int)(n - point) : 0;
    return digits > 0 && digits <= 15 && point != n;
}

static void cells_grow(struct scanner *scanner) {
    struct scan_cell *old = scanner->cells;
    size_t count = scanner->capacity;
    scanner->capacity *= 2;
    scanner->cells = cells_open(scanner->capacity);
    for (size_t i = 0; i < count; i++) {
        if (old[i].key != 0) {
            size_t slot = (size_t)spread(old[i].key) & (scanner->capacity - 1);
            while (scanner->cells[slot].key != 0) {
                slot = (slot + 1) & (scanner->capacity - 1);
            }
            scanner->cells[slot] = old[i];
        }
    }
    free(old);
}

/* The cell of a key; *fresh if there was none. */
static inline struct scan_cell *cell_of(struct scanner *scanner, uint64_t key,
                                        uint64_t hash, bool *fresh) {
    if ((scanner->count + 1) * 2 > scanner->capacity) {
        cells_grow(scanner);
    }
    size_t mask = scanner->capacity - 1;
    size_t slot = (size_t)hash & mask;
    while (scanner->cells[slot].key != key) {
        if (scanner->cells[slot].key == 0) {
            scanner->count++;
            scanner->cells[slot].key = key;
            *fresh = true;
            break;
        }
        slot = (slot + 1) & mask;
    }
    return &scanner->cells[slot];
}

static inline bool power_of(struct scanner *scanner, uint32_t indicator, uint32_t unit,
                            int *power) {
    size_t slot = (indicator * 31 + unit) % UNIT_SLOTS;
    if (scanner->units[slot].indicator != indicator ||
        scanner->units[slot].unit != unit) {
        if (!scanner->layout->unit(scanner->layout->context, indicator, unit, power)) {
            return false;
        }
        scanner->units[slot].indicator = indicator;
        scanner->units[slot].unit = unit;
        scanner->units[slot].power = *power;
    }
    *power = scanner->units[slot].power;
    return true;
}

/* Adds the rows that wait. */
static bool settle(struct scanner *scanner, uint32_t block) {
    static const int64_t powers[] = {1,
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
    for (size_t i = 0; i < scanner->pending_count; i++) {
        const struct pending *p = &scanner->pending[i];
        bool fresh = false;
        struct scan_cell *cell = cell_of(scanner, p->key, p->hash, &fresh);
        if (fresh) {
            cell->block = block;
            cell->line = p->line & 0xFFFFFF;
            cell->decimals = (unsigned)p->shift & 0xFF;
        } else if (!scanner->layout->sum) {
            return false; /* equal or not: the usual way says so */
        }
        if ((unsigned)p->shift < cell->decimals) {
            cell->decimals = (unsigned)p->shift & 0xFF;
        }
        cell->sum += (scan_sum)p->coefficient * powers[p->shift];
    }
    scanner->values += scanner->pending_count;
    scanner->pending_count = 0;
    return true;
}

static inline bool add_row(struct scanner *scanner, const uint32_t ids[SCAN_ROLES],
                           int64_t coefficient, int exponent, uint32_t block) {
    int power = 0;
    if (ids[SCAN_UNIT] != SCAN_UNKNOWN &&
        !power_of(scanner, ids[SCAN_INDICATOR], ids[SCAN_UNIT], &power)) {
        return false;
    }
    int shift = exponent + power + SCAN_DECIMALS;
    if (shift < 0 || shift > 18) {
        return false;
    }
    struct pending *p = &scanner->pending[scanner->pending_count++];
    p->key = scan_key(ids[SCAN_INDICATOR], ids[SCAN_AREA], ids[SCAN_PERIOD]);
    p->hash = spread(p->key);
    p->coefficient = coefficient;
    p->line = (uint32_t)scanner->lines;
    p->shift = shift;
    __builtin_prefetch(&scanner->cells[p->hash & (scanner->capacity - 1)], 1);
    return scanner->pending_count < PENDING || settle(scanner, block);
}

/* Bit i is set where byte i of the window is the separator or a line feed; *odd
   gets any quote. */
static inline uint64_t marks(const char *p, char separator, uint64_t *odd) {
#ifdef __SSE2__
    const __m128i comma = _mm_set1_epi8(separator), feed = _mm_set1_epi8('\n');
    const __m128i quote = _mm_set1_epi8('"');
    uint64_t found = 0;
    for (int i = 0; i < 4; i++) {
        __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)(p + 16 * i));
        __m128i hit =
            _mm_or_si128(_mm_cmpeq_epi8(bytes, comma), _mm_cmpeq_epi8(bytes, feed));
        found |= (uint64_t)(unsigned)_mm_movemask_epi8(hit) << (16 * i);
        *odd |= (uint64_t)(unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, quote))
                << (16 * i);
    }
    return found;
#else
    uint64_t found = 0;
    for (int i = 0; i < WINDOW; i++) {
        found |= (uint64_t)(p[i] == separator || p[i] == '\n') << i;
        *odd |= (uint64_t)(p[i] == '"') << i;
    }
    return found;
#endif
}

struct row {
    uint32_t ids[SCAN_ROLES];
    int64_t coefficient;
    int exponent;
    size_t column;
    bool blank; /* no value: missing, as in the usual way */
};

/* 1.234 to 999.999 */
static inline bool may_be_thousands(int64_t coefficient, int exponent) {
    int64_t size = coefficient < 0 ? -coefficient : coefficient;
    return exponent == -3 && size >= 1000 && size < 1000000;
}

static inline bool take_cell(struct scanner *scanner, struct row *row, const char *p,
                             size_t n) {
    const struct scan_layout *layout = scanner->layout;
    if (row->column >= layout->column_count) {
        return false;
    }
    enum scan_role role = layout->roles[row->column];
    if (role == SCAN_VALUE) {
        row->column++;
        row->blank = n == 0;
        return n == 0 || (read_number(p, n, &row->coefficient, &row->exponent) &&
                          !(layout->doubtful &&
                            may_be_thousands(row->coefficient, row->exponent)));
    }
    row->column++;
    row->ids[role] = look_up(scanner, role, p, n);
    return row->ids[role] != SCAN_UNKNOWN;
}

bool scan_block(struct scanner *scanner, struct str text, uint32_t block) {
    const struct scan_layout *layout = scanner->layout;
    struct row row = {.column = 0};
    memcpy(row.ids, layout->fixed, sizeof row.ids);
    const char *cell = text.p;
    scanner->lines = 0;
    for (size_t base = 0; base < text.n; base += WINDOW) {
        uint64_t quotes = 0;
        uint64_t found = marks(text.p + base, layout->separator, &quotes);
        if (text.n - base < WINDOW) {
            uint64_t inside = ((uint64_t)1 << (text.n - base)) - 1;
            found &= inside;
            quotes &= inside;
        }
        if (quotes != 0) {
            return false;
        }
        for (; found != 0; found &= found - 1) {
            const char *end = text.p + base + __builtin_ctzll(found);
            size_t n = (size_t)(end - cell);
            bool last = *end == '\n';
            n -= last && n > 0 && cell[n - 1] == '\r';
            if (!take_cell(scanner, &row, cell, n)) {
                return false;
            }
            cell = end + 1;
            if (!last) {
                continue;
            }
            if (row.column != layout->column_count) {
                return false;
            }
            if (!row.blank &&
                !add_row(scanner, row.ids, row.coefficient, row.exponent, block)) {
                return false;
            }
            row.column = 0;
            scanner->lines++;
        }
    }
    return cell == text.p + text.n && row.column == 0 && settle(scanner, block);
}

size_t scanner_lines(const struct scanner *scanner) { return scanner->lines; }

size_t scanner_values(const struct scanner *scanner) { return scanner->values; }

bool scanner_merge(struct scanner *into, const struct scanner *from) {
    for (size_t i = 0; i < from->capacity; i++) {
        const struct scan_cell *a = &from->cells[i];
        if (a->key == 0) {
            continue;
        }
        bool fresh = false;
        struct scan_cell *b = cell_of(into, a->key, spread(a->key), &fresh);
        if (fresh) {
            *b = *a;
            continue;
        }
        if (!into->layout->sum) {
            return false;
        }
        if (a->block < b->block || (a->block == b->block && a->line < b->line)) {
            b->block = a->block;
            b->line = a->line;
        }
        b->sum += a->sum;
        b->decimals = a->decimals < b->decimals ? a->decimals : b->decimals;
    }
    into->values += from->values;
    return true;
}

const struct scan_cell *scanner_cells(struct scanner *scanner, size_t *count) {
    size_t n = 0;
    for (size_t i = 0; i < scanner->capacity; i++) {
        if (scanner->cells[i].key != 0) {
            scanner->cells[n++] = scanner->cells[i];
        }
    }
    *count = n;
    /* The table is a list now: it can only be read. */
    return scanner->cells;
}
