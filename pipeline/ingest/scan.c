#include "ingest/scan.h"
#include "dataset/dataset.h"
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

/* A value whose cell is on its way from memory: with many keys nearly every one misses
   the caches, and waiting for each would take most of the time. */
struct pending {
    uint64_t key, hash;
    int64_t coefficient;
    uint32_t line;
    uint16_t value;
    uint8_t shift; /* of the coefficient, in digits */
    uint8_t state;
};

/* Texts of one of several columns that say something together. */
struct part {
    struct lexicon lexicon; /* of ids from 1; 0 is a blank cell */
    struct str *texts;      /* by id, from 1 */
    size_t count, capacity;
};

enum number_kind {
    NUMBER_NONE,
    NUMBER_PLAIN,
    NUMBER_MARKED, /* its cell says its state */
    NUMBER_SIGN    /* there is a state only */
};

/* What a cell of values holds. */
struct number {
    int64_t coefficient;
    int exponent;
    uint8_t kind, state;
};

struct scanner {
    const struct scan_layout *layout;
    struct pending *pending; /* with room for those of a row */
    size_t pending_count;
    struct arena *arena; /* texts of the lexicons, and what follows */
    struct lexicon lexicons[SCAN_LEXICONS]; /* of texts that no fact is made of */
    struct lexicon *facts;                  /* of texts, or of their ids */
    struct part *parts;                     /* of columns that are SCAN_PART */
    uint16_t *joins;                        /* facts whose columns are such */
    size_t join_count;
    /* Of the row at hand. */
    uint32_t *ids;   /* of its facts */
    uint32_t *texts; /* of parts, by their columns */
    struct number *numbers;
    uint16_t *blank; /* columns */
    struct sums sums, bare;
    struct scan_first *firsts;
    size_t first_count, first_capacity;
    uint32_t block;
    size_t lines, rows, values, shown;
    size_t *blanks;
    uint32_t numberless; /* a bit a state of which there is no number */
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

static void open_facts(struct scanner *scanner) {
    const struct scan_layout *layout = scanner->layout;
    for (size_t i = 0; i < layout->fact_count; i++) {
        scanner->ids[i] = layout->facts[i].none;
        if (layout->facts[i].count > 0) {
            lexicon_open(&scanner->facts[i]);
        }
        if (layout->facts[i].joined) {
            scanner->joins[scanner->join_count++] = (uint16_t)i;
        }
    }
    for (size_t i = 0; i < layout->column_count; i++) {
        if (layout->columns[i].role == SCAN_PART) {
            lexicon_open(&scanner->parts[i].lexicon);
        }
    }
}

struct scanner *scanner_open(const struct scan_layout *layout) {
    struct scanner *scanner = memory_alloc(sizeof *scanner);
    struct arena *arena = arena_open();
    size_t width = layout->column_count, facts = layout->fact_count;
    *scanner = (struct scanner){
        .layout = layout,
        .arena = arena,
        .pending =
            arena_array(arena, PENDING + layout->value_count, sizeof *scanner->pending),
        .facts = arena_array(arena, facts, sizeof *scanner->facts),
        .parts = arena_array(arena, width, sizeof *scanner->parts),
        .joins = arena_array(arena, facts, sizeof *scanner->joins),
        .ids = arena_array(arena, facts, sizeof *scanner->ids),
        .texts = arena_array(arena, width, sizeof *scanner->texts),
        .numbers = arena_array(arena, layout->value_count, sizeof *scanner->numbers),
        .blank = arena_array(arena, width, sizeof *scanner->blank),
        .blanks = arena_array(arena, width, sizeof *scanner->blanks)};
    for (size_t i = 0; i < UNIT_SLOTS; i++) {
        scanner->units[i].indicator = SCAN_UNKNOWN;
    }
    for (uint32_t state = 0; state < SUMS_STATES; state++) {
        bool contrary = (state & SUMS_CONTRARY) != 0;
        uint32_t status = state & (SUMS_CONTRARY - 1);
        bool none = status_has_number((enum observation_status)status) == contrary;
        scanner->numberless |= (uint32_t)none << state;
    }
    sums_open(&scanner->sums);
    sums_open(&scanner->bare);
    for (size_t i = SCAN_KEYS; i < SCAN_LEXICONS; i++) {
        lexicon_open(&scanner->lexicons[i]);
    }
    open_facts(scanner);
    return scanner;
}

void scanner_close(struct scanner *scanner) {
    for (size_t i = SCAN_KEYS; i < SCAN_LEXICONS; i++) {
        lexicon_close(&scanner->lexicons[i]);
    }
    for (size_t i = 0; i < scanner->layout->fact_count; i++) {
        lexicon_close(&scanner->facts[i]);
    }
    for (size_t i = 0; i < scanner->layout->column_count; i++) {
        lexicon_close(&scanner->parts[i].lexicon);
        free(scanner->parts[i].texts);
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
static uint32_t learn(struct scanner *scanner, struct lexicon *lexicon,
                      enum scan_role role, size_t of, struct scan_text text) {
    const struct scan_layout *layout = scanner->layout;
    text.text = keep_text(scanner, text.text);
    uint32_t id = layout->resolve(layout->context, role, of, &text, 1);
    return settle_id(scanner, lexicon, text.text, role, id);
}

/* What a text is that no fact is made of; SCAN_ODD: the row is for the usual way. */
static uint32_t look_up(struct scanner *scanner, enum scan_role role, size_t column,
                        const char *p, size_t n) {
    struct lexicon *lexicon = &scanner->lexicons[role];
    uint32_t id = lexicon_find(lexicon, p, n);
    return id != LEXICON_UNKNOWN
               ? id
               : learn(scanner, lexicon, role, 0, (struct scan_text){column, {p, n}});
}

/* The id of a text among those of its column. */
static uint32_t part_id(struct scanner *scanner, size_t column, const char *p,
                        size_t n) {
    struct part *part = &scanner->parts[column];
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
    const struct scan_fact *fact = &layout->facts[index];
    struct scan_text texts[SCAN_JOIN_COLUMNS];
    for (size_t i = 0; i < fact->count; i++) {
        texts[i] = (struct scan_text){fact->columns[i], {"", 0}};
        if (ids[i] > 0) {
            texts[i].text = scanner->parts[fact->columns[i]].texts[ids[i]];
        }
    }
    struct str known =
        keep_text(scanner, (struct str){(const char *)ids, fact->count * sizeof *ids});
    uint32_t id =
        layout->resolve(layout->context, fact->role, fact->of, texts, fact->count);
    return settle_id(scanner, &scanner->facts[index], known, fact->role, id);
}

struct row {
    const char *start;
    size_t column, blank_count;
    bool odd;
};

/* 1.234 to 999.999 */
static inline bool may_be_thousands(int64_t coefficient, int exponent) {
    int64_t size = coefficient < 0 ? -coefficient : coefficient;
    return exponent == -3 && size >= 1000 && size < 1000000;
}

/* 12.3 bu, : c; false if it is neither. */
static bool take_marked(struct scanner *scanner, size_t column, struct number *number,
                        const char *p, size_t n) {
    enum { LENGTH_MAX = 32, FLAG_MAX = 8 };
    size_t digits = n;
    while (digits > 0 && (p[digits - 1] < '0' || p[digits - 1] > '9')) {
        digits--;
    }
    if (n > LENGTH_MAX ||
        (digits > 0 && (n - digits > FLAG_MAX || n == digits || p[digits] != ' ' ||
                        !scan_number(p, digits, scanner->layout->decimal,
                                     &number->coefficient, &number->exponent)))) {
        return false;
    }
    number->kind = digits > 0 ? NUMBER_MARKED : NUMBER_SIGN;
    char text[2 + FLAG_MAX + SCAN_PADDING] = "1";
    if (digits > 0) {
        memcpy(text + 1, p + digits, n - digits);
        p = text;
        n = n - digits + 1;
    }
    uint32_t state = look_up(scanner, digits > 0 ? SCAN_FLAG : SCAN_SIGN, column, p, n);
    number->state = (uint8_t)state;
    if (number->kind == NUMBER_SIGN && state == SUMS_STATES) {
        *number = (struct number){.kind = NUMBER_PLAIN};
    }
    return state <= SUMS_STATES;
}

/* A number that is more than digits and a point; false if its row is for the usual
   way. */
__attribute__((noinline)) static bool take_written(struct scanner *scanner,
                                                   size_t column, struct number *number,
                                                   const char *p, size_t n) {
    const struct scan_layout *layout = scanner->layout;
    return scan_written_number(p, n, layout->decimal, layout->group,
                               &number->coefficient, &number->exponent) ||
           take_marked(scanner, column, number, p, n);
}

static inline bool take_value(struct scanner *scanner, size_t column, size_t value,
                              const char *p, size_t n) {
    const struct scan_layout *layout = scanner->layout;
    struct number *number = &scanner->numbers[value];
    number->kind = NUMBER_PLAIN;
    return (scan_number(p, n, layout->decimal, &number->coefficient,
                        &number->exponent) ||
            take_written(scanner, column, number, p, n)) &&
           !(layout->doubtful && number->kind != NUMBER_SIGN &&
             may_be_thousands(number->coefficient, number->exponent));
}

/* Printable ASCII that says nothing but itself. */
static bool is_free(const char *p, size_t n) {
    if (*p == ' ' || *p == '=' || *p == '\'') {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        if (p[i] < ' ' || p[i] > '~' || p[i] == '"') {
            return false;
        }
    }
    return true;
}

/* A filled cell of the other roles; false if its row is for the usual way. */
__attribute__((noinline)) static bool take_other(struct scanner *scanner, size_t column,
                                                 enum scan_role role, const char *p,
                                                 size_t n) {
    if (role == SCAN_PART) {
        scanner->texts[column] = part_id(scanner, column, p, n);
        return true;
    }
    return (role == SCAN_FREE && is_free(p, n)) ||
           (role != SCAN_EMPTY && look_up(scanner, role, column, p, n) != SCAN_ODD);
}

/* A blank cell of a column that has a name. */
__attribute__((noinline)) static bool take_blank(struct scanner *scanner,
                                                 struct row *row, size_t column) {
    const struct scan_layout *layout = scanner->layout;
    const struct scan_column *c = &layout->columns[column];
    scanner->blank[row->blank_count++] = (uint16_t)column;
    if (c->role == SCAN_PART) {
        scanner->texts[column] = 0;
    } else if (c->role == SCAN_VALUE) {
        scanner->numbers[c->index].kind = NUMBER_NONE;
    } else if (c->role < SCAN_KEYS) {
        scanner->ids[c->index] = layout->facts[c->index].none;
        return scanner->ids[c->index] != SCAN_UNKNOWN;
    }
    return !c->filled;
}

/* False if the row is for the usual way. */
static inline bool take_cell(struct scanner *scanner, struct row *row, const char *p,
                             size_t n) {
    static const struct scan_column behind = {.role = SCAN_EMPTY};
    const struct scan_layout *layout = scanner->layout;
    size_t at = row->column++;
    const struct scan_column *c =
        at < layout->column_count ? &layout->columns[at] : &behind;
    if (*p == '"' && n >= 2 && p[n - 1] == '"') {
        p++; /* a quote inside is no part of any name or number */
        n -= 2;
    }
    if (n == 0) {
        return at >= layout->column_count || take_blank(scanner, row, at);
    }
    if (c->role == SCAN_VALUE) {
        return take_value(scanner, at, c->index, p, n);
    }
    if (c->role >= SCAN_KEYS) {
        return take_other(scanner, at, c->role, p, n);
    }
    struct lexicon *lexicon = &scanner->facts[c->index];
    uint32_t id = lexicon_find(lexicon, p, n);
    if (id == LEXICON_UNKNOWN) {
        id = learn(scanner, lexicon, c->role, layout->facts[c->index].of,
                   (struct scan_text){at, {p, n}});
    }
    scanner->ids[c->index] = id;
    return id != SCAN_ODD;
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

/* Adds the values that wait; false if one of them may not be added. */
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
            cell->block = scanner->block & 0x3FFFFFu;
            cell->line = p->line & 0x7FFFFFu;
            cell->value = p->value & 0x3FFu;
            cell->decimals = p->shift & 0x1Fu;
            cell->state = p->state & 0xFu;
        } else if (!scanner->layout->sum || cell->state != 0 || p->state != 0) {
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

/* What becomes of the state that is told beside a value; false if the two contradict
   each other. What is not significant may be printed all the same. */
static inline bool state_of(const struct scanner *scanner, const struct number *number,
                            uint32_t told, uint8_t *out) {
    uint32_t status = told & (SUMS_CONTRARY - 1);
    if (number->kind == NUMBER_SIGN) {
        *out = number->state;
        return true;
    }
    if (number->kind == NUMBER_MARKED && number->state != STATUS_NORMAL) {
        status = number->state;
    }
    bool none = (scanner->numberless >> status & 1) != 0;
    *out = (uint8_t)(none ? status | SUMS_CONTRARY : status);
    return !none || status == STATUS_NEGLIGIBLE;
}

/* False if the row is for the usual way. */
static inline bool add_value(struct scanner *scanner, size_t index) {
    const struct scan_value *value = &scanner->layout->values[index];
    const struct number *number = &scanner->numbers[index];
    const uint32_t *ids = scanner->ids;
    uint32_t series = ids[value->facts[SCAN_SERIES]];
    uint32_t unit = ids[value->facts[SCAN_UNIT]];
    uint32_t told = ids[value->facts[SCAN_STATUS]];
    struct pending *p = &scanner->pending[scanner->pending_count];
    int shift = SUMS_DECIMALS, power = 0;
    p->coefficient = 0;
    p->state = (uint8_t)told;
    /* A blank cell of such a state is a value that is not there: more than no value
       yet. */
    if (number->kind == NUMBER_NONE && (scanner->numberless >> told & 1) == 0) {
        return true;
    }
    if (number->kind != NUMBER_NONE && !state_of(scanner, number, told, &p->state)) {
        return false;
    }
    if (number->kind == NUMBER_PLAIN || number->kind == NUMBER_MARKED) {
        if (!power_of(scanner, series, unit, &power)) {
            return false;
        }
        shift += number->exponent + power;
        p->coefficient = number->coefficient;
    }
    if (shift < 0 || shift > 18) {
        return false;
    }
    p->key =
        sums_key(series, ids[value->facts[SCAN_AREA]], ids[value->facts[SCAN_PERIOD]]);
    p->hash = sums_hash(p->key);
    p->line = (uint32_t)scanner->lines;
    p->value = (uint16_t)index;
    p->shift = (uint8_t)shift;
    scanner->pending_count++;
    __builtin_prefetch(&scanner->sums.cells[p->hash & (scanner->sums.capacity - 1)], 1);
    return true;
}

/* All values of the row, or none. */
static inline bool add_values(struct scanner *scanner) {
    size_t before = scanner->pending_count;
    for (size_t i = 0; i < scanner->layout->value_count; i++) {
        if (!add_value(scanner, i)) {
            scanner->pending_count = before;
            return false;
        }
    }
    scanner->values += scanner->pending_count - before;
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
__attribute__((noinline)) static void count_blanks(struct scanner *scanner,
                                                   size_t count) {
    const struct scan_layout *layout = scanner->layout;
    for (size_t i = 0; i < count; i++) {
        size_t column = scanner->blank[i];
        bool fresh;
        scanner->blanks[column]++;
        if (column == layout->unit_column && layout->row_series < layout->fact_count) {
            uint64_t bare = sums_key(scanner->ids[layout->row_series], 0, 0);
            sums_take(&scanner->bare, bare, sums_hash(bare), &fresh);
        }
    }
}

/* What the parts of the row say together; false if it is for the usual way. */
__attribute__((noinline)) static bool join_parts(struct scanner *scanner) {
    for (size_t k = 0; k < scanner->join_count; k++) {
        size_t index = scanner->joins[k];
        const struct scan_fact *fact = &scanner->layout->facts[index];
        uint32_t ids[SCAN_JOIN_COLUMNS + 2] = {
            0}; /* room for a whole word behind them */
        for (size_t i = 0; i < fact->count; i++) {
            ids[i] = scanner->texts[fact->columns[i]];
        }
        uint32_t id = lexicon_find(&scanner->facts[index], (const char *)ids,
                                   fact->count * sizeof *ids);
        id = id != LEXICON_UNKNOWN ? id : learn_join(scanner, index, ids);
        scanner->ids[index] = id;
        if (id == SCAN_ODD) {
            return false;
        }
    }
    return true;
}

static inline bool end_row(struct scanner *scanner, struct row *row, const char *end) {
    struct str text = {row->start, (size_t)(end + 1 - row->start)};
    if (row->column == 1 && text.n <= 2 && row->blank_count != 0 &&
        scanner->shown == 0) {
        scanner->lines++; /* a blank line between plain rows */
        return true;
    }
    if (row->odd || row->column < scanner->layout->column_count ||
        row->column > scanner->layout->cells_max ||
        (scanner->join_count > 0 && !join_parts(scanner)) || !add_values(scanner)) {
        set_aside(scanner, text);
        return !scanner->full;
    }
    if (row->blank_count != 0) {
        count_blanks(scanner, row->blank_count);
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
            row.column = row.blank_count = 0;
            row.odd = false;
        }
    }
    if (row.start < text.p + text.n) { /* a quote is open where the file ends */
        set_aside(scanner, str_slice(text, (size_t)(row.start - text.p), text.n));
    }
    return !scanner->full && settle(scanner);
}

size_t scanner_lines(const struct scanner *scanner) { return scanner->lines; }

size_t scanner_rows(const struct scanner *scanner) { return scanner->rows; }

size_t scanner_values(const struct scanner *scanner) { return scanner->values; }

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
