#include "dataset/dataset.h"
#include "ingest/scan_number.h"
#include "ingest/scan_room.h"
#include <stdlib.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

enum { WINDOW = 64, PIECES_BYTES_MAX = 4 << 20, LOOSE_MAX = 1 << 19 };

/* ---- cells ---- */

struct row {
    const char *start;
    size_t column, blank_count;
    bool odd;      /* for the usual way, */
    bool no_value; /* unless it is left out */
    bool special;  /* an id is more than that of a name */
};

/* 1.234 to 999.999 */
static inline bool may_be_thousands(int64_t coefficient, int exponent) {
    int64_t size = coefficient < 0 ? -coefficient : coefficient;
    return exponent == -3 && size >= 1000 && size < 1000000;
}

/* 12.3 bu, : c; false if it is neither. */
static bool take_marked(struct scanner *scanner, struct row *row, size_t column,
                        struct number *number, const char *p, size_t n) {
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
    char text[2 + FLAG_MAX + SCAN_PADDING] = "1";
    if (digits > 0) {
        memcpy(text + 1, p + digits, n - digits);
        p = text;
        n = n - digits + 1;
    }
    uint32_t id =
        scan_look_up(scanner, digits > 0 ? SCAN_FLAG : SCAN_SIGN, column, p, n);
    bool remark = id >= SCAN_REMARK && id < SCAN_ODD;
    number->kind = digits > 0 ? NUMBER_MARKED : NUMBER_SIGN;
    number->remark = remark ? id : 0;
    number->state = id & (SUMS_STATES - 1);
    row->special |= remark;
    if (digits == 0 && id == SUMS_STATES) {
        *number = (struct number){.kind = NUMBER_PLAIN}; /* zero */
    }
    return id != SCAN_ODD;
}

/* A number that is more than digits and a point; false if its row is for the usual
   way. */
__attribute__((noinline)) static bool take_written(struct scanner *scanner,
                                                   struct row *row, size_t column,
                                                   struct number *number, const char *p,
                                                   size_t n) {
    const struct scan_layout *layout = scanner->layout;
    return scan_written_number(p, n, layout->decimal, layout->group,
                               &number->coefficient, &number->exponent) ||
           take_marked(scanner, row, column, number, p, n);
}

static inline bool take_value(struct scanner *scanner, struct row *row, size_t column,
                              size_t value, const char *p, size_t n) {
    const struct scan_layout *layout = scanner->layout;
    struct number *number = &scanner->numbers[value];
    number->kind = NUMBER_PLAIN;
    return (scan_number(p, n, layout->decimal, &number->coefficient,
                        &number->exponent) ||
            take_written(scanner, row, column, number, p, n)) &&
           !(layout->doubtful && number->kind != NUMBER_SIGN &&
             may_be_thousands(number->coefficient, number->exponent));
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
__attribute__((noinline)) static bool take_other(struct scanner *scanner, size_t column,
                                                 enum scan_role role, const char *p,
                                                 size_t n) {
    if (role == SCAN_PART) {
        scanner->texts[column] = scan_part(scanner, column, p, n);
        return true;
    }
    bool any = role == SCAN_FREE || role == SCAN_WORDS;
    return (any && is_free(p, n, role == SCAN_WORDS)) ||
           (role != SCAN_EMPTY &&
            scan_look_up(scanner, role, column, p, n) != SCAN_ODD);
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
    } else if (c->role < SCAN_FACTS) {
        scanner->ids[c->index] = layout->facts[c->index].none;
        row->special |= scanner->ids[c->index] >= SCAN_REMARK;
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
        bool read = take_value(scanner, row, at, c->index, p, n);
        row->no_value |= !read;
        row->special |= !read;
        return true;
    }
    if (c->role >= SCAN_FACTS) {
        return take_other(scanner, at, c->role, p, n);
    }
    uint32_t id = lexicon_find(&scanner->facts[c->index], p, n);
    if (id == LEXICON_UNKNOWN) {
        id = scan_learn(scanner, c->index, (struct scan_text){at, {p, n}});
    }
    scanner->ids[c->index] = id;
    row->special |= id >= SCAN_REMARK;
    return true;
}

/* ---- values ---- */

static inline bool power_of(struct scanner *scanner, uint32_t indicator, uint32_t unit,
                            int *power) {
    size_t slot = (indicator * 31 + unit) % SCAN_UNIT_SLOTS;
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
        cell->sum += (sums_total)p->coefficient * sums_powers[p->shift];
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

/* Room for one more that a total may count; what is more than that is lost. */
__attribute__((noinline)) static void add_loose(struct scanner *scanner,
                                                const struct scan_loose *loose) {
    if (scanner->layout->sum || scanner->loose_lost) {
        return; /* nothing is compared with totals */
    }
    if (scanner->loose_count == LOOSE_MAX) {
        scanner->loose_lost = true;
        return;
    }
    if (scanner->loose_count == scanner->loose_capacity) {
        scanner->loose_capacity = scanner->loose_capacity * 2 + 64;
        scanner->loose = memory_realloc(scanner->loose, scanner->loose_capacity *
                                                            sizeof *scanner->loose);
    }
    scanner->loose[scanner->loose_count] = *loose;
    scanner->loose[scanner->loose_count].block = scanner->block;
    scanner->loose[scanner->loose_count++].line = (uint32_t)scanner->lines;
}

/* Of a number in the unit that its row says: the digits by which it is to be shifted to
   be one of the sums; false if there is no such unit, or it has too many digits. */
static inline bool shift_of(struct scanner *scanner, const struct scan_value *value,
                            const struct number *number, uint8_t *out) {
    uint32_t series = scanner->ids[value->facts[SCAN_SERIES]];
    int shift = SUMS_DECIMALS, power = 0;
    if (number->kind == NUMBER_PLAIN || number->kind == NUMBER_MARKED) {
        if (!power_of(scanner, series, scanner->ids[value->facts[SCAN_UNIT]], &power)) {
            return false;
        }
        shift += number->exponent + power;
    }
    *out = (uint8_t)shift;
    return shift >= 0 && shift <= 18;
}

/* False if the row is for the usual way. */
static inline bool add_value(struct scanner *scanner, size_t index) {
    const struct scan_value *value = &scanner->layout->values[index];
    const struct number *number = &scanner->numbers[index];
    const uint32_t *ids = scanner->ids;
    uint32_t series = ids[value->facts[SCAN_SERIES]];
    uint32_t told = ids[value->facts[SCAN_STATUS]] & (SUMS_STATES - 1);
    struct pending *p = &scanner->pending[scanner->pending_count];
    p->coefficient = 0;
    p->state = (uint8_t)told;
    p->key =
        sums_key(series, ids[value->facts[SCAN_AREA]], ids[value->facts[SCAN_PERIOD]]);
    /* A blank cell of such a state is a value that is not there: more than no value
       yet. */
    if (number->kind == NUMBER_NONE && (scanner->numberless >> told & 1) == 0) {
        add_loose(scanner,
                  &(struct scan_loose){.key = p->key, .value = (uint16_t)index});
        return true;
    }
    if ((number->kind != NUMBER_NONE && !state_of(scanner, number, told, &p->state)) ||
        !shift_of(scanner, value, number, &p->shift)) {
        return false;
    }
    if (number->kind == NUMBER_PLAIN || number->kind == NUMBER_MARKED) {
        p->coefficient = number->coefficient;
    }
    p->hash = sums_hash(p->key);
    p->line = (uint32_t)scanner->lines;
    p->value = (uint16_t)index;
    scanner->pending_count++;
    __builtin_prefetch(&scanner->sums.cells[p->hash & (scanner->sums.capacity - 1)], 1);
    return true;
}

/* All values of the row, or none. */
static inline bool add_values(struct scanner *scanner) {
    size_t before = scanner->pending_count, loose = scanner->loose_count;
    for (size_t i = 0; i < scanner->layout->value_count; i++) {
        if (!add_value(scanner, i)) {
            scanner->pending_count = before;
            scanner->loose_count = loose;
            return false;
        }
    }
    scanner->counts.values += scanner->pending_count - before;
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

/* ---- rows of which something is to be told ---- */

/* ROW_LATE: it was not yet known on the day that is asked for. ROW_REST: it is left out
   for its area, ROW_LEFT for what it counts. */
enum verdict { ROW_READ, ROW_UNWANTED, ROW_LATE, ROW_REST, ROW_LEFT, ROW_ASIDE };

/* Whether an id leaves the row out; *out gets it. */
static bool leaves(uint32_t id, uint32_t *out) {
    bool left = id < SCAN_ODD && (id & SCAN_REMARK) != 0 && (id & SCAN_LEFT) != 0;
    *out = left ? id : *out;
    return left;
}

/* A row that is not wanted is not looked at further. Of one that is left out for what
   it says nothing else may be to be told. */
__attribute__((noinline)) static enum verdict
judge(const struct scanner *scanner, const struct row *row, uint32_t *left) {
    const struct scan_layout *layout = scanner->layout;
    enum scan_role role = SCAN_FACTS;
    bool told = false;
    *left = 0;
    if (layout->wanted < layout->fact_count &&
        leaves(scanner->ids[layout->wanted], left)) {
        return ROW_UNWANTED;
    }
    for (size_t i = 0; i < layout->fact_count; i++) {
        uint32_t id = scanner->ids[i];
        if (leaves(id, left)) {
            told |= role != SCAN_FACTS && role != layout->facts[i].role;
            role = layout->facts[i].role;
        } else if (id >= SCAN_REMARK) {
            told = true;
            if (id >= SCAN_ODD) {
                return ROW_ASIDE;
            }
        }
    }
    if (role != SCAN_FACTS) {
        return told                  ? ROW_ASIDE
               : role == SCAN_PERIOD ? ROW_LATE
               : role == SCAN_AREA   ? ROW_REST
                                     : ROW_LEFT;
    }
    return row->no_value ? ROW_ASIDE : ROW_READ;
}

/* All remarks on a row that was read. */
static void tell(struct scanner *scanner) {
    const struct scan_layout *layout = scanner->layout;
    for (size_t i = 0; i < layout->fact_count; i++) {
        if (scanner->ids[i] >= SCAN_REMARK) {
            scan_tell(scanner, scanner->ids[i], 0);
        }
    }
    for (size_t i = 0; i < layout->value_count; i++) {
        const struct number *number = &scanner->numbers[i];
        if (number->kind >= NUMBER_MARKED && number->remark != 0) {
            scan_tell(scanner, number->remark, layout->values[i].column + 1);
        }
    }
}

/* The values of a row that is left out for its area: a total may count them. */
static void leave_values(struct scanner *scanner, const struct row *row) {
    scanner->loose_lost |= row->no_value;
    for (size_t i = 0; i < scanner->layout->value_count; i++) {
        const struct scan_value *value = &scanner->layout->values[i];
        const struct number *number = &scanner->numbers[i];
        uint32_t told = scanner->ids[value->facts[SCAN_STATUS]];
        uint32_t series = scanner->ids[value->facts[SCAN_SERIES]];
        uint32_t period = scanner->ids[value->facts[SCAN_PERIOD]];
        struct scan_loose loose = {.key = sums_key(series, SCAN_NO_AREA, period),
                                   .coefficient = number->coefficient,
                                   .value = (uint16_t)i};
        /* Columns may be of areas of their own; states make a number none. */
        bool plain = scanner->ids[value->facts[SCAN_AREA]] >= SCAN_REMARK && told == 0;
        loose.known = number->kind == NUMBER_PLAIN;
        if (!plain || number->kind > NUMBER_PLAIN ||
            (loose.known && !shift_of(scanner, value, number, &loose.shift))) {
            scanner->loose_lost = true;
            return;
        }
        add_loose(scanner, &loose);
    }
}

/* A unit in a row that is not wanted is not looked at. */
static void leave_out(struct scanner *scanner, const struct row *row, uint32_t left,
                      enum verdict why) {
    scan_tell(scanner, left, 0);
    scanner->counts.left++;
    scanner->loose_lost |= why == ROW_LEFT;
    if (why == ROW_REST) {
        leave_values(scanner, row);
    }
    for (size_t i = 0; i < row->blank_count; i++) {
        scanner->left_blanks[scanner->blank[i]]++;
    }
    for (size_t i = 0; i < scanner->unit_count && why != ROW_UNWANTED; i++) {
        scan_meet_unit(scanner, scanner->ids[scanner->units_said[i]]);
    }
}

/* ---- rows ---- */

/* What it says beside its values. */
static inline void take_row(struct scanner *scanner, const struct row *row) {
    if (row->blank_count != 0) {
        count_blanks(scanner, row->blank_count);
    }
    if (row->special) {
        tell(scanner);
    }
    for (size_t i = 0; i < scanner->unit_count; i++) {
        uint32_t unit = scanner->ids[scanner->units_said[i]];
        if (scanner->first_count == 0 || scanner->firsts[0].unit != unit) {
            scan_meet_unit(scanner, unit);
        }
    }
    scanner->counts.rows++;
}

static inline bool end_row(struct scanner *scanner, struct row *row, const char *end) {
    struct str text = {row->start, (size_t)(end + 1 - row->start)};
    if (row->column == 1 && text.n <= 2 && row->blank_count != 0 &&
        scanner->shown == 0) {
        scanner->lines++; /* a blank line between plain rows */
        return true;
    }
    enum verdict verdict = ROW_READ;
    uint32_t left = 0;
    if (row->odd || row->column < scanner->layout->column_count ||
        row->column > scanner->layout->cells_max ||
        (scanner->join_count > 0 && !scan_join(scanner, &row->special))) {
        verdict = ROW_ASIDE;
    } else {
        verdict = row->special ? judge(scanner, row, &left) : ROW_READ;
    }
    if (verdict == ROW_ASIDE || (verdict == ROW_READ && !add_values(scanner))) {
        set_aside(scanner, text);
        return !scanner->full;
    }
    if (verdict == ROW_READ) {
        take_row(scanner, row);
    } else {
        leave_out(scanner, row, left, verdict);
    }
    if (scanner->shown > 0) {
        scanner->shown--;
        keep(scanner, text, true);
    }
    scanner->lines++;
    return scanner->pending_count < SCAN_PENDING || settle(scanner);
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
            row.odd = row.no_value = row.special = false;
        }
    }
    if (row.start < text.p + text.n) { /* a quote is open where the file ends */
        set_aside(scanner, str_slice(text, (size_t)(row.start - text.p), text.n));
    }
    return !scanner->full && settle(scanner);
}

size_t scanner_lines(const struct scanner *scanner) { return scanner->lines; }

struct scan_counts scanner_counts(const struct scanner *scanner) {
    return scanner->counts;
}

const struct scan_loose *scanner_loose(const struct scanner *scanner, size_t *count,
                                       bool *lost) {
    *count = scanner->loose_count;
    *lost = scanner->loose_lost;
    return scanner->loose;
}

const struct scan_told *scanner_told(const struct scanner *scanner, size_t *count) {
    *count = scanner->told_count;
    return scanner->told;
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
