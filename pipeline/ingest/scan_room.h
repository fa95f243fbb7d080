/* What the files that scan share: a scanner, what it knows of texts. */
#ifndef NQI_INGEST_SCAN_ROOM_H
#define NQI_INGEST_SCAN_ROOM_H

#include "ingest/scan.h"

enum {
    SCAN_UNIT_SLOTS = 1 << 10,
    SCAN_PENDING = 32,
    SCAN_TEXTS_MAX = 1 << 18 /* of a lexicon */
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
    struct lexicon lexicon;    /* of ids from 1; 0 is a blank cell */
    struct lexicon_entry last; /* the text that was asked for before */
    struct str *texts;         /* by id, from 1 */
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
    uint32_t remark; /* of its text, an id; or 0 */
};

struct scanner {
    const struct scan_layout *layout;
    struct pending *pending; /* with room for those of a row */
    size_t pending_count;
    struct arena *arena; /* texts of the lexicons, and what follows */
    struct lexicon lexicons[SCAN_LEXICONS]; /* of texts that no fact is made of */
    struct lexicon *facts;                  /* of texts, or of their ids */
    struct lexicon *made;                   /* of tuples: ids of the texts made */
    struct part *parts;                     /* of columns that are SCAN_PART, or made */
    uint16_t *joins;                        /* facts whose columns are such */
    size_t join_count;
    uint16_t *units_said; /* facts that are units */
    size_t unit_count;
    /* Of the row at hand. */
    uint32_t *ids;   /* of its facts */
    uint32_t *texts; /* of parts, by their columns */
    struct number *numbers;
    uint16_t *blank; /* columns */
    struct sums sums, bare;
    struct scan_first *firsts;
    size_t first_count, first_capacity;
    struct scan_told *told;
    size_t told_count;
    uint32_t block;
    size_t lines, shown;
    size_t *blanks, *left_blanks;
    struct scan_counts counts;
    uint32_t numberless; /* a bit a state of which there is no number */
    struct {
        uint32_t indicator, unit; /* SCAN_UNKNOWN: not asked yet */
        int power;
    } units[SCAN_UNIT_SLOTS];
    struct scan_loose *loose;
    size_t loose_count, loose_capacity;
    bool loose_lost;
    struct scan_cut cut;
    bool open;            /* the block's last row may have been cut with the file, */
    const char *open_end; /* which ends here */
    struct scan_piece *pieces;
    size_t piece_count, piece_capacity;
    char *bytes;
    size_t byte_count, byte_capacity;
    bool full; /* too much was set aside, or too many texts were seen */
};

/* The row at hand. */
struct scan_row {
    const char *start;
    size_t column, blank_count;
    bool odd;      /* for the usual way, */
    bool no_value; /* unless it is left out */
    bool special;  /* an id is more than that of a name */
    bool cut;      /* it ends before the last column */
};

/* The power of ten from a unit to that of a series; false if there is no such one. */
static inline bool scan_power(struct scanner *scanner, uint32_t indicator,
                              uint32_t unit, int *power) {
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

/* Of a number in the unit that its row says: the digits by which it is to be shifted to
   be one of the sums; false if there is no such unit, or it has too many digits. */
static inline bool scan_shift(struct scanner *scanner, const struct scan_value *value,
                              const struct number *number, uint8_t *out) {
    uint32_t series = scanner->ids[value->facts[SCAN_SERIES]];
    int shift = SUMS_DECIMALS, power = 0;
    if (number->kind == NUMBER_PLAIN || number->kind == NUMBER_MARKED) {
        if (!scan_power(scanner, series, scanner->ids[value->facts[SCAN_UNIT]],
                        &power)) {
            return false;
        }
        shift += number->exponent + power;
    }
    *out = (uint8_t)shift;
    return shift >= 0 && shift <= 18;
}

/* scan_texts.c */

/* A text that this thread has not seen: asks, and remembers. SCAN_ODD: the row is for
   the usual way. */
uint32_t scan_learn(struct scanner *scanner, size_t fact, struct scan_text text);
/* A copy that lives as long as the scanner, with room behind it for whole words. */
struct str scan_keep_text(struct scanner *scanner, struct str text);
/* What the resolver said of texts, remembered under `known`. */
uint32_t scan_settle_id(struct scanner *scanner, struct lexicon *lexicon,
                        struct str known, uint32_t id);
/* What a text is that no fact is made of. */
uint32_t scan_look_up(struct scanner *scanner, enum scan_role role, size_t column,
                      const char *p, size_t n);
/* The row at hand says a unit, or has an id of which something is to be told: in this
   column (from 1), or in that of the remark (0). */
void scan_meet_unit(struct scanner *scanner, uint32_t unit);
void scan_tell(struct scanner *scanner, uint32_t id, size_t column);

/* scan_joins.c: columns that say something together. */

/* The id of a text among those of its column. */
uint32_t scan_part(struct scanner *scanner, size_t column, const char *p, size_t n);
/* What the parts of the row at hand say; *special if an id is more than that of a name.
   False if the row is for the usual way. */
bool scan_join(struct scanner *scanner, bool *special);

/* scan_aside.c: rows that are left out or set aside, and what is told of others. */

/* ROW_LATE: it was not yet known on the day that is asked for. ROW_REST: it is left out
   for its area, ROW_LEFT for what it counts. */
enum verdict { ROW_READ, ROW_UNWANTED, ROW_LATE, ROW_REST, ROW_LEFT, ROW_ASIDE };

/* What becomes of a row an id of which is more than that of a name. A row that is not
   wanted is not looked at further. Of one that is left out for what it says nothing
   else may be to be told; *left gets that. */
enum verdict scan_judge(const struct scanner *scanner, const struct scan_row *row,
                        uint32_t *left);
/* All remarks on a row that was read. */
void scan_tell_row(struct scanner *scanner);
void scan_leave_out(struct scanner *scanner, const struct scan_row *row, uint32_t left,
                    enum verdict why);
/* Counts the blank cells of a row that was read, and remembers what a blank unit leaves
   unsaid. */
void scan_count_blanks(struct scanner *scanner, size_t count);
/* Keeps the text of a row as a piece; its physical lines. */
size_t scan_keep(struct scanner *scanner, struct str text, bool known);
/* A row that is not plain; the next plain one is shown behind it. */
void scan_set_aside(struct scanner *scanner, struct str text);
/* One more that a total may count; what is more than there is room for is lost. */
void scan_add_loose(struct scanner *scanner, const struct scan_loose *loose);

#endif
