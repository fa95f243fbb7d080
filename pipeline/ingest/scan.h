/* The rows of a long table, a block at a time: cells are found sixteen bytes at once,
   names are known again by their bytes, numbers are digits and a point. A row that is
   not as plain as that is set aside as it stands, for the usual way. One scanner a
   thread.

   The text is UTF-8, or an encoding in which the bytes below 0x40 are always ASCII: the
   cells are found in it as it stands, and only what is looked up is decoded. */
#ifndef NQI_INGEST_SCAN_H
#define NQI_INGEST_SCAN_H

#include "ingest/lexicon.h"
#include "ingest/sums.h"

enum {
    SCAN_COLUMNS_MAX = 1000,
    SCAN_PADDING = 64,
    SCAN_JOIN_COLUMNS = 40,
    SCAN_MADE_MAX = 64,
    /* The area, indicator, unit and status of all rows, a period for each column. */
    SCAN_FACTS_MAX = SCAN_COLUMNS_MAX + 24
};

enum scan_role {
    SCAN_AREA,
    SCAN_SERIES,             /* an indicator, with items of dimensions or without */
    SCAN_PERIOD,             /* with a vintage or without */
    SCAN_UNIT,               /* with a power of ten or without */
    SCAN_STATUS,             /* the id is a state of sums.h */
    SCAN_KEYS,               /* so many say what a value is of */
    SCAN_WANTED = SCAN_KEYS, /* whether the row is read at all */
    SCAN_FACTS,
    SCAN_FREE = SCAN_FACTS, /* any text: notes, skipped columns */
    SCAN_WORDS,             /* the same, but a word may say that the row is of a part */
    SCAN_REMARKS,           /* the same, but a text that is no ASCII may say the row's
                               unit or period */
    SCAN_JUDGED,            /* the text tells whether the row is data */
    SCAN_SIGN, /* stands for a number that is not there: a state; SUMS_STATES: zero */
    SCAN_FLAG, /* a number and what stands behind it: a state */
    SCAN_LEXICONS,
    SCAN_PART = SCAN_LEXICONS, /* one of several columns that say something together */
    SCAN_VALUE,
    SCAN_EMPTY, /* nothing may stand there */
    SCAN_ROLES
};

#define SCAN_UNKNOWN LEXICON_UNKNOWN

/* An id of which something is to be told wherever it stands: a remark of the
   resolver's, by its number, and the state that it is else; with SCAN_LEFT the row is
   left out, which WANTED, AREA, SERIES and PERIOD may say. */
#define SCAN_REMARK ((uint32_t)1 << 30)
#define SCAN_LEFT ((uint32_t)1 << 29)
enum { SCAN_REMARKS_MAX = 1 << 20 };
static inline uint32_t scan_remark(uint32_t number, uint32_t state) {
    return SCAN_REMARK | number << SUMS_STATE_BITS | state;
}

/* A text as it stands in the file, and its column. */
struct scan_text {
    size_t column;
    struct str text;
};

/* Makes the text of a column of the table of those that it looks at; it lives as long
   as the scanners. False: such rows are for the usual way. */
typedef bool scan_maker(void *context, size_t of, const struct scan_text *texts,
                        size_t count, struct str *out);
/* Finds out what the text of a cell is, or what several are together: an id that is
   stable for the run, or SCAN_UNKNOWN if such rows are for the usual way. `of`: for
   this column of values, as struct scan_fact has it. Called from all threads, once a
   text or tuple and thread. */
typedef uint32_t scan_resolver(void *context, enum scan_role role, size_t of,
                               const struct scan_text *texts, size_t count);
/* The power of ten from `unit` to that of the indicator of `series`; false if the row
   is for the usual way. */
typedef bool scan_unit(void *context, uint32_t series, uint32_t unit, int *power);

/* A column of the table that is made of several of the file: groups of a variable and
   its item, which change from row to row. What is read of such columns is read of their
   texts, which are few, and not of all that the cells are together. */
struct scan_made {
    size_t of; /* for the maker: the column of the table */
    uint16_t columns[SCAN_JOIN_COLUMNS];
    size_t count;
};

/* One thing that columns say, alone or together, of values: an indicator and its items,
   year and month. A blank cell is an empty text to the resolver. */
struct scan_fact {
    enum scan_role role; /* below SCAN_FACTS */
    size_t of;           /* for the resolver */
    /* Of the file; from layout.column_count on those of the table that are made. */
    uint16_t columns[SCAN_JOIN_COLUMNS];
    size_t count;  /* 0: all rows say the same */
    bool joined;   /* its columns are SCAN_PART */
    uint32_t none; /* what rows with no text say; SCAN_UNKNOWN: they are for the usual
                      way */
};

/* A column of values, and the facts that hold for them, one of each role. */
struct scan_value {
    uint16_t column;
    uint16_t facts[SCAN_KEYS];
    bool own; /* its column says what is counted, and not the row */
};

struct scan_column {
    enum scan_role role;
    uint16_t index; /* of its fact, or of its values */
    bool filled;    /* it must not be blank */
};

struct scan_layout {
    char separator, decimal;
    char group; /* between thousands; '\0': none */
    size_t column_count;
    size_t cells_max; /* with blank ones behind the last column */
    struct scan_column columns[SCAN_COLUMNS_MAX];
    struct scan_fact facts[SCAN_FACTS_MAX];
    size_t fact_count;
    struct scan_made made[SCAN_MADE_MAX];
    size_t made_count;
    size_t table_width; /* columns of the table */
    struct scan_value values[SCAN_COLUMNS_MAX];
    size_t value_count;
    size_t wanted;      /* the fact; or SCAN_FACTS_MAX: all rows are */
    size_t unit_column; /* whose blank cells say no unit; or SCAN_COLUMNS_MAX */
    size_t row_series;  /* the fact of what such a row counts; or SCAN_FACTS_MAX */
    bool doubtful;      /* 1.234 may be thousands */
    enum sums_again again;
    bool pads; /* a row of two cells or more may end before the last column */
    scan_maker *make;
    scan_resolver *resolve;
    scan_unit *unit;
    void *context;
};

/* A row as it stands in the file, with its line break. */
struct scan_piece {
    uint32_t block, line; /* in the block, from 0 */
    uint32_t lines;       /* physical */
    bool known;           /* it was read: it only parts what was not */
    size_t at, n;         /* its bytes, in scanner_bytes() */
};

/* Where rows that were read say a unit first. */
struct scan_first {
    uint32_t unit, block, line;
};

/* Where a remark is to be told: how often, and the first places. */
enum { SCAN_PLACES = 8 };
struct scan_told {
    size_t count;
    struct {
        uint32_t block, line;
        uint16_t column; /* from 1; 0: that of the remark */
    } places[SCAN_PLACES];
};

/* What a total may count and no sum holds: a value whose cell is blank, or one of a row
   that is left out for its area, which has none then (SCAN_NO_AREA). */
enum { SCAN_NO_AREA = SUMS_ID_MAX + 1 };
struct scan_loose {
    uint64_t key;
    int64_t coefficient; /* × 10^(shift − SUMS_DECIMALS) */
    uint32_t block, line;
    uint16_t value;
    uint8_t shift;
    bool known; /* there is a number */
};

struct scanner;

struct scanner *scanner_open(const struct scan_layout *layout);
void scanner_close(struct scanner *scanner);
/* `text` is whole rows; SCAN_PADDING bytes behind it may be read. The first `shown`
   rows are kept as pieces, too, and so is each that follows one that was set aside.
   `line`: the lines of the block above the text. False: give up, for a key comes twice
   or too much is set aside. */
bool scan_block(struct scanner *scanner, struct str text, uint32_t block, size_t line,
                size_t shown);
/* The last row of the block that is scanned next has no line break in the file: it may
   have been cut with it. */
void scanner_expect_open_end(struct scanner *scanner, bool open);
/* Physical lines of the block that was scanned last, with those above its text. */
size_t scanner_lines(const struct scanner *scanner);
/* Of all blocks: rows that were read, their values, and those that were left out with a
   remark; how many of these rows are blank in a column. */
struct scan_counts {
    size_t rows, values, left;
    const size_t *blank, *left_blank;
};
struct scan_counts scanner_counts(const struct scanner *scanner);
/* Rows that ended before the last column: how many, and the first of them. */
struct scan_cut {
    size_t count;
    uint32_t block, line;
};
struct scan_cut scanner_cut(const struct scanner *scanner);
/* *lost: not all of them were kept, or are known. */
const struct scan_loose *scanner_loose(const struct scanner *scanner, size_t *count,
                                       bool *lost);
/* By the numbers of the remarks. */
const struct scan_told *scanner_told(const struct scanner *scanner, size_t *count);
/* In the order of their blocks and lines. */
const struct scan_piece *scanner_pieces(const struct scanner *scanner, size_t *count);
const char *scanner_bytes(const struct scanner *scanner);
struct sums *scanner_sums(struct scanner *scanner);
/* The keys of series (area and period 0) in rows whose unit is blank: no sums. */
const struct sums *scanner_bare(const struct scanner *scanner);
/* The units of the rows, each once. */
const struct scan_first *scanner_units(const struct scanner *scanner, size_t *count);

#endif
