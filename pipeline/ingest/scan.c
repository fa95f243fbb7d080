#include "ingest/scan.h"
#include "ingest/scan_number.h"
#include <stdlib.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

enum {
    WINDOW = 64,
    UNIT_SLOTS = 1 << 10,
    PENDING = 32,
    PIECES_BYTES_MAX = 4 << 20,
    LEXICON_TEXTS_MAX = 1 << 18,
};

/* In a lexicon: a text whose rows are for the usual way. */
#define SCAN_ODD (UINT32_MAX - 1)

/* A row whose cell is on its way from memory: with many keys nearly every row
   misses the caches, and waiting for each would take most of the time. */
struct pending {
    uint64_t key, hash;
    int64_t coefficient;
    uint32_t line;
    uint8_t shift; /* of the coefficient, in digits */
    uint8_t status;
};

/* Texts of one of several columns that say something together. */
struct part {
    struct lexicon lexicon; /* of ids from 1; 0 is a blank cell */
    struct str *texts;      /* by id, from 1 */
    size_t count, capacity;
};

struct scanner {
    const struct scan_layout *layout;
    struct pending pending[PENDING];
    size_t pending_count;
    struct arena *arena; /* texts of the lexicons */
    struct lexicon lexicons[SCAN_VALUE];
    struct part *parts[SCAN_COLUMNS_MAX]; /* of columns that are SCAN_PART */
    struct lexicon joins[SCAN_JOINS_MAX]; /* of ids of texts, one after another */
    struct sums sums, bare;
    struct scan_first *firsts;
    size_t first_count, first_capacity;
    uint32_t block;
    size_t lines, rows, shown;
    size_t blanks[SCAN_COLUMNS_MAX];
    struct {
        uint32_t indicator, unit; /* SCAN_UNKNOWN: not asked yet */
        int power;
    } units[UNIT_SLOTS];
    struct scan_piece *pieces;
    size_t piece_count, piece_capacity;
    char *bytes;
    size_t byte_count, byte_capacity;
    bool full; /* too much was set aside, or too many texts were seen */
};

struct scanner *scanner_open(const struct scan_layout *layout) {
    struct scanner *scanner = memory_alloc(sizeof *scanner);
    *scanner = (struct scanner){.layout = layout, .arena = arena_open()};
    for (size_t i = 0; i < UNIT_SLOTS; i++) {
        scanner->units[i].indicator = SCAN_UNKNOWN;
    }
    sums_open(&scanner->sums);
    sums_open(&scanner->bare);
    for (size_t i = 0; i < SCAN_VALUE; i++) {
        lexicon_open(&scanner->lexicons[i]);
    }
    for (size_t i = 0; i < layout->column_count; i++) {
        if (layout->roles[i] == SCAN_PART) {
            scanner->parts[i] = memory_alloc(sizeof *scanner->parts[i]);
            *scanner->parts[i] = (struct part){0};
            lexicon_open(&scanner->parts[i]->lexicon);
        }
    }
    for (size_t i = 0; i < layout->join_count; i++) {
        lexicon_open(&scanner->joins[i]);
    }
    return scanner;
}

void scanner_close(struct scanner *scanner) {
    for (size_t i = 0; i < SCAN_VALUE; i++) {
        lexicon_close(&scanner->lexicons[i]);
    }
    for (size_t i = 0; i < SCAN_COLUMNS_MAX; i++) {
        if (scanner->parts[i] != NULL) {
            lexicon_close(&scanner->parts[i]->lexicon);
            free(scanner->parts[i]->texts);
            free(scanner->parts[i]);
        }
    }
    for (size_t i = 0; i < scanner->layout->join_count; i++) {
        lexicon_close(&scanner->joins[i]);
    }
    sums_close(&scanner->sums);
    sums_close(&scanner->bare);
    free(scanner->firsts);
    arena_close(scanner->arena);
    free(scanner->pieces);
    free(scanner->bytes);
    free(scanner);
}

/* ---- cells ---- */

/* Several texts may be one unit to the resolver, with blanks around it. */
static void meet_unit(struct scanner *scanner, uint32_t unit) {
    for (size_t i = 0; i < scanner->first_count; i++) {
        if (scanner->firsts[i].unit == unit) {
            return;
        }
    }
    if (scanner->first_count == scanner->first_capacity) {
        scanner->first_capacity = scanner->first_capacity * 2 + 16;
        scanner->firsts = memory_realloc(scanner->firsts, scanner->first_capacity *
                                                              sizeof *scanner->firsts);
    }
    scanner->firsts[scanner->first_count++] =
        (struct scan_first){unit, scanner->block, (uint32_t)scanner->lines, false};
}

/* Room for whole words behind it, as lexicon_add() wants. */
static struct str keep_text(struct scanner *scanner, struct str text) {
    char *copy = arena_alloc(scanner->arena, text.n + sizeof(uint64_t));
    memcpy(copy, text.p, text.n);
    return (struct str){copy, text.n};
}

/* What the resolver said of texts, remembered under `known`. */
static uint32_t settle_id(struct scanner *scanner, struct lexicon *lexicon,
                          struct str known, enum scan_role role, uint32_t id) {
    id = id > SUMS_ID_MAX ? SCAN_ODD : id;
    lexicon_add(lexicon, known, id);
    if (role == SCAN_UNIT && id != SCAN_ODD) {
        meet_unit(scanner, id);
    }
    scanner->full |= lexicon->count > LEXICON_TEXTS_MAX;
    return id;
}

/* A text that this thread has not seen: asks, and remembers. */
static uint32_t learn(struct scanner *scanner, enum scan_role role, size_t column,
                      struct str text) {
    const struct scan_layout *layout = scanner->layout;
    text = keep_text(scanner, text);
    uint32_t id =
        layout->resolve(layout->context, role, &(struct scan_text){column, text}, 1);
    return settle_id(scanner, &scanner->lexicons[role], text, role, id);
}

/* SCAN_ODD if the row is for the usual way. */
static inline uint32_t look_up(struct scanner *scanner, enum scan_role role,
                               size_t column, const char *p, size_t n) {
    uint32_t id = lexicon_find(&scanner->lexicons[role], p, n);
    return id != LEXICON_UNKNOWN ? id
                                 : learn(scanner, role, column, (struct str){p, n});
}

/* The id of a text among those of its column. */
static uint32_t part_id(struct scanner *scanner, size_t column, const char *p,
                        size_t n) {
    struct part *part = scanner->parts[column];
    uint32_t id = lexicon_find(&part->lexicon, p, n);
    if (id != LEXICON_UNKNOWN) {
        return id;
    }
    if (part->count + 1 >= part->capacity) {
        part->capacity = part->capacity * 2 + 64;
        part->texts = memory_realloc(part->texts, part->capacity * sizeof *part->texts);
    }
    struct str text = keep_text(scanner, (struct str){p, n});
    id = (uint32_t)++part->count;
    part->texts[id] = text;
    lexicon_add(&part->lexicon, text, id);
    scanner->full |= part->count > LEXICON_TEXTS_MAX;
    return id;
}

/* Texts that this thread has not seen together. */
static uint32_t learn_join(struct scanner *scanner, size_t index, const uint32_t *ids) {
    const struct scan_layout *layout = scanner->layout;
    const struct scan_join *join = &layout->joins[index];
    struct scan_text texts[SCAN_JOIN_COLUMNS];
    for (size_t i = 0; i < join->count; i++) {
        texts[i] = (struct scan_text){join->columns[i], {"", 0}};
        if (ids[i] > 0) {
            texts[i].text = scanner->parts[join->columns[i]]->texts[ids[i]];
        }
    }
    struct str known =
        keep_text(scanner, (struct str){(const char *)ids, join->count * sizeof *ids});
    uint32_t id = layout->resolve(layout->context, join->role, texts, join->count);
    return settle_id(scanner, &scanner->joins[index], known, join->role, id);
}

struct row {
    const char *start;
    uint32_t ids[SCAN_ROLES];
    uint32_t texts[SCAN_COLUMNS_MAX]; /* of parts; 0: blank */
    int64_t coefficient;
    int exponent;
    size_t column;
    uint32_t blank; /* a bit a column */
    bool odd, has_value;
};

/* 1.234 to 999.999 */
static inline bool may_be_thousands(int64_t coefficient, int exponent) {
    int64_t size = coefficient < 0 ? -coefficient : coefficient;
    return exponent == -3 && size >= 1000 && size < 1000000;
}

static inline bool take_value(const struct scan_layout *layout, struct row *row,
                              const char *p, size_t n) {
    row->has_value = true;
    if (!scan_number(p, n, layout->decimal, &row->coefficient, &row->exponent)) {
        /* The row itself stays in registers. */
        int64_t coefficient = 0;
        int exponent = 0;
        if (!scan_written_number(p, n, layout->decimal, layout->group, &coefficient,
                                 &exponent)) {
            return false;
        }
        row->coefficient = coefficient;
        row->exponent = exponent;
    }
    return !(layout->doubtful && may_be_thousands(row->coefficient, row->exponent));
}

/* Printable ASCII that says nothing but itself; `words`: and no word of four letters.
 */
static bool is_free(const char *p, size_t n, bool words) {
    size_t letters = 0;
    if (*p == ' ' || *p == '=' || *p == '\'') {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        if (p[i] < ' ' || p[i] > '~' || p[i] == '"') {
            return false;
        }
        letters += (unsigned)((p[i] | 0x20) - 'a') < 26;
    }
    return !words || letters < 4;
}

/* A filled cell of the other roles; false if its row is for the usual way. */
__attribute__((noinline)) static bool take_other(struct scanner *scanner,
                                                 struct row *row, enum scan_role role,
                                                 const char *p, size_t n) {
    size_t column = row->column - 1;
    if (role == SCAN_PART) {
        row->texts[column] = part_id(scanner, column, p, n);
        return true;
    }
    return (role == SCAN_FREE &&
            is_free(p, n, (scanner->layout->words >> column & 1) != 0)) ||
           (role != SCAN_EMPTY && look_up(scanner, role, column, p, n) != SCAN_ODD);
}

/* False if the row is for the usual way. */
static inline bool take_cell(struct scanner *scanner, struct row *row, const char *p,
                             size_t n) {
    const struct scan_layout *layout = scanner->layout;
    size_t column = row->column++;
    enum scan_role role =
        column < layout->column_count ? layout->roles[column] : SCAN_EMPTY;
    if (*p == '"' && n >= 2 && p[n - 1] == '"') {
        p++; /* a quote inside is no part of any name or number */
        n -= 2;
    }
    if (n == 0) {
        row->blank |= column < SCAN_COLUMNS_MAX ? (uint32_t)1 << column : 0;
        row->ids[role] = layout->fixed[role];
        if (role == SCAN_PART) {
            row->texts[column] = 0;
        }
        return role >= SCAN_UNIT;
    }
    if (role == SCAN_VALUE) {
        return take_value(layout, row, p, n);
    }
    if (role > SCAN_STATUS) {
        return take_other(scanner, row, role, p, n);
    }
    row->ids[role] = look_up(scanner, role, column, p, n);
    return row->ids[role] != SCAN_ODD;
}

/* ---- rows ---- */

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

/* Adds the rows that wait; false if one of them may not be added. */
static bool settle(struct scanner *scanner) {
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
        struct sums_cell *cell = sums_take(&scanner->sums, p->key, p->hash, &fresh);
        if (fresh) {
            cell->block = scanner->block;
            cell->line = p->line & 0xFFFFFFu;
            cell->decimals = p->shift & 0x1Fu;
            cell->status = p->status & 0x7u;
        } else if (!scanner->layout->sum || cell->status != 0 || p->status != 0) {
            return false; /* equal or not: the usual way says so */
        }
        if (p->shift < cell->decimals) {
            cell->decimals = p->shift & 0x1Fu;
        }
        cell->sum += (sums_total)p->coefficient * powers[p->shift];
    }
    scanner->pending_count = 0;
    return true;
}

/* False if the row is for the usual way. */
static inline bool add_value(struct scanner *scanner, const struct row *row) {
    int power = 0;
    if (row->ids[SCAN_UNIT] != SCAN_UNKNOWN &&
        !power_of(scanner, row->ids[SCAN_SERIES], row->ids[SCAN_UNIT], &power)) {
        return false;
    }
    int shift = row->exponent + power + SUMS_DECIMALS;
    if (shift < 0 || shift > 18) {
        return false;
    }
    struct pending *p = &scanner->pending[scanner->pending_count++];
    p->key =
        sums_key(row->ids[SCAN_SERIES], row->ids[SCAN_AREA], row->ids[SCAN_PERIOD]);
    p->hash = sums_hash(p->key);
    p->coefficient = row->coefficient;
    p->line = (uint32_t)scanner->lines;
    p->shift = (uint8_t)shift;
    p->status = (uint8_t)row->ids[SCAN_STATUS];
    __builtin_prefetch(&scanner->sums.cells[p->hash & (scanner->sums.capacity - 1)], 1);
    return true;
}

/* LF, CRLF and a lone CR. */
static size_t count_lines(struct str text) {
    size_t count = 0;
    for (size_t i = 0; i < text.n; i++) {
        count += text.p[i] == '\n' ||
                 (text.p[i] == '\r' && (i + 1 == text.n || text.p[i + 1] != '\n'));
    }
    return count;
}

__attribute__((noinline)) static size_t keep(struct scanner *scanner, struct str text,
                                             bool known) {
    struct scan_piece piece = {.block = scanner->block,
                               .line = (uint32_t)scanner->lines,
                               .lines = (uint32_t)count_lines(text),
                               .known = known,
                               .at = scanner->byte_count,
                               .n = text.n};
    if (scanner->piece_count == scanner->piece_capacity) {
        scanner->piece_capacity = scanner->piece_capacity * 2 + 64;
        scanner->pieces = memory_realloc(scanner->pieces, scanner->piece_capacity *
                                                              sizeof *scanner->pieces);
    }
    if (scanner->byte_count + text.n > scanner->byte_capacity) {
        scanner->byte_capacity = (scanner->byte_count + text.n) * 2;
        scanner->bytes = memory_realloc(scanner->bytes, scanner->byte_capacity);
    }
    memcpy(scanner->bytes + scanner->byte_count, text.p, text.n);
    scanner->byte_count += text.n;
    scanner->pieces[scanner->piece_count++] = piece;
    scanner->full |= scanner->byte_count > PIECES_BYTES_MAX;
    return piece.lines;
}

/* A row that is not plain; the next plain one is shown behind it. */
__attribute__((noinline)) static void set_aside(struct scanner *scanner,
                                                struct str text) {
    for (size_t i = scanner->first_count; i > 0; i--) {
        struct scan_first *first = &scanner->firsts[i - 1];
        if (first->block != scanner->block || first->line != scanner->lines) {
            break;
        }
        first->aside = true;
    }
    scanner->lines += keep(scanner, text, false);
    scanner->shown = scanner->shown > 0 ? scanner->shown : 1;
}

/* Counts the blank cells of a row that was read, and remembers what a blank unit leaves
   unsaid. */
__attribute__((noinline)) static void take_blanks(struct scanner *scanner,
                                                  uint32_t blanks, uint32_t indicator) {
    const struct scan_layout *layout = scanner->layout;
    for (; blanks != 0; blanks &= blanks - 1) {
        size_t column = (size_t)__builtin_ctz(blanks);
        bool fresh;
        scanner->blanks[column]++;
        if (column == layout->unit_column) {
            uint64_t bare = sums_key(indicator, 0, 0);
            sums_take(&scanner->bare, bare, sums_hash(bare), &fresh);
        }
    }
}

/* What the parts of the row say together; false if it is for the usual way. */
__attribute__((noinline)) static bool join_parts(struct scanner *scanner,
                                                 struct row *row) {
    const struct scan_layout *layout = scanner->layout;
    for (size_t k = 0; k < layout->join_count; k++) {
        const struct scan_join *join = &layout->joins[k];
        uint32_t ids[SCAN_JOIN_COLUMNS + 2] = {
            0}; /* room for a whole word behind them */
        for (size_t i = 0; i < join->count; i++) {
            ids[i] = row->texts[join->columns[i]];
        }
        uint32_t id = lexicon_find(&scanner->joins[k], (const char *)ids,
                                   join->count * sizeof *ids);
        id = id != LEXICON_UNKNOWN ? id : learn_join(scanner, k, ids);
        row->ids[join->role] = id;
        if (id == SCAN_ODD) {
            return false;
        }
    }
    return true;
}

static inline bool end_row(struct scanner *scanner, struct row *row, const char *end) {
    struct str text = {row->start, (size_t)(end + 1 - row->start)};
    if (row->column == 1 && text.n <= 2 && row->blank != 0 && scanner->shown == 0) {
        scanner->lines++; /* a blank line between plain rows */
        return true;
    }
    if (row->odd || row->column < scanner->layout->column_count ||
        row->column > scanner->layout->cells_max ||
        (row->blank & scanner->layout->filled) != 0 ||
        (scanner->layout->join_count > 0 && !join_parts(scanner, row)) ||
        (row->has_value && !add_value(scanner, row))) {
        set_aside(scanner, text);
        return !scanner->full;
    }
    if (row->blank != 0) {
        take_blanks(scanner, row->blank, row->ids[SCAN_SERIES]);
    }
    if (scanner->shown > 0) {
        scanner->shown--;
        keep(scanner, text, true);
    }
    scanner->lines++;
    scanner->rows++;
    return scanner->pending_count < PENDING || settle(scanner);
}

/* Bit i is set where byte i of the window is the separator or a line feed; *quotes gets
   those of the quotes. */
static inline uint64_t marks(const char *p, char separator, uint64_t *quotes) {
#ifdef __SSE2__
    const __m128i comma = _mm_set1_epi8(separator), feed = _mm_set1_epi8('\n');
    const __m128i quote = _mm_set1_epi8('"');
    uint64_t found = 0;
    for (int i = 0; i < 4; i++) {
        __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)(p + 16 * i));
        __m128i hit =
            _mm_or_si128(_mm_cmpeq_epi8(bytes, comma), _mm_cmpeq_epi8(bytes, feed));
        found |= (uint64_t)(unsigned)_mm_movemask_epi8(hit) << (16 * i);
        *quotes |= (uint64_t)(unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, quote))
                   << (16 * i);
    }
    return found;
#else
    uint64_t found = 0;
    for (int i = 0; i < WINDOW; i++) {
        found |= (uint64_t)(p[i] == separator || p[i] == '\n') << i;
        *quotes |= (uint64_t)(p[i] == '"') << i;
    }
    return found;
#endif
}

/* Bit i is set where an odd number of quotes stands at or before byte i. */
static inline uint64_t inside_quotes(uint64_t quotes) {
    for (int i = 1; i < WINDOW; i *= 2) {
        quotes ^= quotes << i;
    }
    return quotes;
}

bool scan_block(struct scanner *scanner, struct str text, uint32_t block, size_t line,
                size_t shown) {
    const struct scan_layout *layout = scanner->layout;
    struct row row = {.start = text.p};
    memcpy(row.ids, layout->fixed, sizeof row.ids);
    const char *cell = text.p;
    uint64_t quoted = 0; /* all bits, if the window before ended inside quotes */
    scanner->lines = line;
    scanner->block = block;
    scanner->shown = shown;
    for (size_t base = 0; base < text.n; base += WINDOW) {
        uint64_t quotes = 0;
        uint64_t found = marks(text.p + base, layout->separator, &quotes);
        if (text.n - base < WINDOW) {
            uint64_t inside = ((uint64_t)1 << (text.n - base)) - 1;
            found &= inside;
            quotes &= inside;
        }
        if ((quotes | quoted) != 0) {
            quoted ^= inside_quotes(quotes);
            found &= ~quoted;
            quoted = (uint64_t)((int64_t)quoted >> 63);
        }
        for (; found != 0; found &= found - 1) {
            const char *end = text.p + base + __builtin_ctzll(found);
            size_t n = (size_t)(end - cell);
            bool last = *end == '\n';
            n -= last && n > 0 && cell[n - 1] == '\r';
            row.odd = row.odd || !take_cell(scanner, &row, cell, n);
            cell = end + 1;
            if (!last) {
                continue;
            }
            if (!end_row(scanner, &row, end)) {
                return false;
            }
            row.start = cell;
            row.column = 0;
            row.blank = 0;
            row.odd = row.has_value = false;
        }
    }
    if (row.start < text.p + text.n) { /* a quote is open where the file ends */
        set_aside(scanner, str_slice(text, (size_t)(row.start - text.p), text.n));
    }
    return !scanner->full && settle(scanner);
}

size_t scanner_lines(const struct scanner *scanner) { return scanner->lines; }

size_t scanner_rows(const struct scanner *scanner) { return scanner->rows; }

size_t scanner_blanks(const struct scanner *scanner, size_t column) {
    return scanner->blanks[column];
}

const struct scan_piece *scanner_pieces(const struct scanner *scanner, size_t *count) {
    *count = scanner->piece_count;
    return scanner->pieces;
}

const char *scanner_bytes(const struct scanner *scanner) { return scanner->bytes; }

struct sums *scanner_sums(struct scanner *scanner) {
    return &scanner->sums;
}

const struct sums *scanner_bare(const struct scanner *scanner) {
    return &scanner->bare;
}

const struct scan_first *scanner_units(const struct scanner *scanner, size_t *count) {
    *count = scanner->first_count;
    return scanner->firsts;
}
