#include "dataset/dataset.h"
#include "ingest/scan_number.h"
#include "ingest/scan_room.h"
#include <stdlib.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

enum { WINDOW = 64 };

/* ---- cells ---- */

/* 1.234 to 999.999 */
static inline bool may_be_thousands(int64_t coefficient, int exponent) {
    int64_t size = coefficient < 0 ? -coefficient : coefficient;
    return exponent == -3 && size >= 1000 && size < 1000000;
}

/* 12.3 bu, : c; false if it is neither. */
static bool take_marked(struct scanner *scanner, struct scan_row *row, size_t column,
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
                                                   struct scan_row *row, size_t column,
                                                   struct number *number, const char *p,
                                                   size_t n) {
    const struct scan_layout *layout = scanner->layout;
    return scan_written_number(p, n, layout->decimal, layout->group,
                               &number->coefficient, &number->exponent) ||
           take_marked(scanner, row, column, number, p, n);
}

static inline bool take_value(struct scanner *scanner, struct scan_row *row,
                              size_t column, size_t value, const char *p, size_t n) {
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
    bool any = role == SCAN_FREE || role == SCAN_WORDS || role == SCAN_REMARKS;
    return (any && is_free(p, n, role == SCAN_WORDS)) ||
           (role != SCAN_EMPTY &&
            scan_look_up(scanner, role, column, p, n) != SCAN_ODD);
}

/* A blank cell of a column that has a name. */
__attribute__((noinline)) static bool take_blank(struct scanner *scanner,
                                                 struct scan_row *row, size_t column) {
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
static inline bool take_cell(struct scanner *scanner, struct scan_row *row,
                             const char *p, size_t n) {
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

/* Adds the values that wait; false if one of them may not be added. */
static bool settle(struct scanner *scanner) {
    for (size_t i = 0; i < scanner->pending_count; i++) {
        const struct pending *p = &scanner->pending[i];
        bool fresh = false;
        struct sums_cell *cell = sums_take(&scanner->sums, p->key, p->hash, &fresh);
        if (fresh || scanner->layout->again == SUMS_LAST) {
            cell->sum = 0;
            cell->block = scanner->block & 0x3FFFFFu;
            cell->line = p->line & 0x7FFFFFu;
            cell->value = p->value & 0x3FFu;
            cell->decimals = p->shift & 0x1Fu;
            cell->state = p->state & 0xFu;
        } else if (scanner->layout->again == SUMS_FIRST) {
            continue;
        } else if (scanner->layout->again == SUMS_ONCE || cell->state != 0 ||
                   p->state != 0) {
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
        scan_add_loose(scanner,
                       &(struct scan_loose){.key = p->key, .value = (uint16_t)index});
        return true;
    }
    if ((number->kind != NUMBER_NONE && !state_of(scanner, number, told, &p->state)) ||
        !scan_shift(scanner, value, number, &p->shift)) {
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

/* ---- rows ---- */

/* What it says beside its values. */
static inline void take_row(struct scanner *scanner, const struct scan_row *row) {
    if (row->blank_count != 0) {
        scan_count_blanks(scanner, row->blank_count);
    }
    if (row->special) {
        scan_tell_row(scanner);
    }
    for (size_t i = 0; i < scanner->unit_count; i++) {
        uint32_t unit = scanner->ids[scanner->units_said[i]];
        if (scanner->first_count == 0 || scanner->firsts[0].unit != unit) {
            scan_meet_unit(scanner, unit);
        }
    }
    scanner->counts.rows++;
}

/* What is not there is blank; false if the row is for the usual way. */
__attribute__((noinline)) static bool pad_row(struct scanner *scanner,
                                              struct scan_row *row, const char *end) {
    bool plain = scanner->layout->pads && row->column > 1 && end != scanner->open_end;
    while (row->column < scanner->layout->column_count && plain) {
        plain = take_blank(scanner, row, row->column++);
        row->cut = true;
    }
    return plain;
}

static void count_cut(struct scanner *scanner) {
    struct scan_cut *cut = &scanner->cut;
    if (cut->count++ == 0) {
        cut->block = scanner->block;
        cut->line = (uint32_t)scanner->lines;
    }
}

static inline bool end_row(struct scanner *scanner, struct scan_row *row,
                           const char *end) {
    struct str text = {row->start, (size_t)(end + 1 - row->start)};
    if (row->column == 1 && text.n <= 2 && row->blank_count != 0 &&
        scanner->shown == 0) {
        scanner->lines++; /* a blank line between plain rows */
        return true;
    }
    enum verdict verdict = ROW_READ;
    uint32_t left = 0;
    if (row->odd || row->column > scanner->layout->cells_max ||
        (row->column < scanner->layout->column_count && !pad_row(scanner, row, end)) ||
        (scanner->join_count > 0 && !scan_join(scanner, &row->special))) {
        verdict = ROW_ASIDE;
    } else {
        verdict = row->special ? scan_judge(scanner, row, &left) : ROW_READ;
    }
    if (verdict == ROW_ASIDE || (verdict == ROW_READ && !add_values(scanner))) {
        scan_set_aside(scanner, text);
        return !scanner->full;
    }
    if (verdict == ROW_READ) {
        take_row(scanner, row);
    } else {
        scan_leave_out(scanner, row, left, verdict);
    }
    if (row->cut) {
        count_cut(scanner);
    }
    if (scanner->shown > 0) {
        scanner->shown--;
        scan_keep(scanner, text, true);
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
    struct scan_row row = {.start = text.p};
    const char *cell = text.p;
    uint64_t quoted = 0; /* all bits, if the window before ended inside quotes */
    scanner->lines = line;
    scanner->block = block;
    scanner->open_end = scanner->open && text.n > 0 ? text.p + text.n - 1 : NULL;
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
            row.odd = row.no_value = row.special = row.cut = false;
        }
    }
    if (row.start < text.p + text.n) { /* a quote is open where the file ends */
        scan_set_aside(scanner, str_slice(text, (size_t)(row.start - text.p), text.n));
    }
    return !scanner->full && settle(scanner);
}
