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
    SCAN_COLUMNS_MAX = 32,
    SCAN_PADDING = 64,
    SCAN_JOINS_MAX = 5,
    SCAN_JOIN_COLUMNS = 12
};

enum scan_role {
    SCAN_AREA,
    SCAN_SERIES, /* an indicator, with items of dimensions or without */
    SCAN_PERIOD,
    SCAN_UNIT, /* with a power of ten or without */
    SCAN_STATUS,
    SCAN_FREE,   /* any text: notes, skipped columns */
    SCAN_JUDGED, /* the text tells whether the row is data */
    SCAN_PART,   /* one of the columns of a join */
    SCAN_VALUE,
    SCAN_EMPTY, /* nothing may stand there */
    SCAN_ROLES
};

#define SCAN_UNKNOWN LEXICON_UNKNOWN

/* A text as it stands in the file, and its column. */
struct scan_text {
    size_t column;
    struct str text;
};

/* Finds out what the text of a cell is, or what those of a join are together: an id
   that is stable for the run, or SCAN_UNKNOWN if such rows are for the usual way.
   Called from all threads, once a text or tuple and thread. */
typedef uint32_t scan_resolver(void *context, enum scan_role role,
                               const struct scan_text *texts, size_t count);
/* The power of ten from `unit` to that of the indicator of `series`; false if the row
   is for the usual way. */
typedef bool scan_unit(void *context, uint32_t series, uint32_t unit, int *power);

/* Columns that say one thing together: an indicator and its items, year and month. A
   blank one is an empty text to the resolver. */
struct scan_join {
    enum scan_role role;
    size_t columns[SCAN_JOIN_COLUMNS];
    size_t count;
};

struct scan_layout {
    char separator, decimal;
    char group; /* between thousands; '\0': none */
    size_t column_count;
    size_t cells_max; /* with blank ones behind the last column */
    enum scan_role roles[SCAN_COLUMNS_MAX];
    struct scan_join joins[SCAN_JOINS_MAX];
    size_t join_count;
    uint32_t words;             /* a bit a free column whose words are looked up, too */
    uint32_t filled;            /* a bit a column that must not be blank */
    size_t unit_column;         /* whose blank cells say no unit; or SCAN_COLUMNS_MAX */
    uint32_t fixed[SCAN_ROLES]; /* what no column says; SCAN_UNKNOWN for the others */
    bool doubtful;              /* 1.234 may be thousands */
    bool sum;                   /* several rows of a key are added */
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

/* Where a unit was met first. */
struct scan_first {
    uint32_t unit, block, line;
    bool aside; /* in a row that was set aside */
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
/* Physical lines of the block that was scanned last, with those above its text. */
size_t scanner_lines(const struct scanner *scanner);
/* Of all blocks: rows that were read, and how many of these are blank in a column. */
size_t scanner_rows(const struct scanner *scanner);
size_t scanner_blanks(const struct scanner *scanner, size_t column);
/* In the order of their blocks and lines. */
const struct scan_piece *scanner_pieces(const struct scanner *scanner, size_t *count);
const char *scanner_bytes(const struct scanner *scanner);
struct sums *scanner_sums(struct scanner *scanner);
/* The keys of series (area and period 0) in rows whose unit is blank: no sums. */
const struct sums *scanner_bare(const struct scanner *scanner);
/* The units of the rows, each once. */
const struct scan_first *scanner_units(const struct scanner *scanner, size_t *count);

#endif
