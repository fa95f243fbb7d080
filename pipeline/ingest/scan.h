/* The rows of a long table without any quote, a block at a time: cells are found
   sixteen bytes at once, names are known again by their bytes, numbers are digits
   and a point. What is not as plain as that is not read here: scan_block() says
   so, and the caller reads the file in the usual way, which tells what is wrong.
   One scanner a thread. */
#ifndef NQI_INGEST_SCAN_H
#define NQI_INGEST_SCAN_H

#include "base/arena.h"
#include "dataset/period.h"

enum { SCAN_COLUMNS_MAX = 16, SCAN_PADDING = 64, SCAN_DECIMALS = 12 };

enum scan_role {
    SCAN_AREA,
    SCAN_INDICATOR,
    SCAN_PERIOD,
    SCAN_UNIT,
    SCAN_VALUE,
    SCAN_ROLES
};

#define SCAN_UNKNOWN UINT32_MAX

/* Finds out what the text of a key column is: an id that is stable for the run, or
   SCAN_UNKNOWN to give up. Called under the caller's lock, once a text and thread. */
typedef uint32_t scan_resolver(void *context, enum scan_role role, struct str text);
/* The power of ten from `unit` to that of `indicator`; false to give up. */
typedef bool scan_unit(void *context, uint32_t indicator, uint32_t unit, int *power);

__extension__ typedef __int128 scan_sum;

/* What the rows of one key come to; half a cache line. */
struct scan_cell {
    scan_sum sum;          /* in units of 10^−SCAN_DECIMALS */
    uint64_t key;          /* 0: empty slot; else scan_key() */
    uint32_t block;        /* of its first row */
    unsigned line : 24;    /* in that block, from 0 */
    unsigned decimals : 8; /* SCAN_DECIMALS + the smallest exponent that a row had */
};

struct scan_layout {
    char separator;
    size_t column_count;
    enum scan_role roles[SCAN_COLUMNS_MAX];
    uint32_t fixed[SCAN_ROLES]; /* what no column says; SCAN_UNKNOWN for the others */
    bool doubtful;              /* 1.234 may be thousands: give up */
    bool sum;                   /* several rows of a key are added */
    scan_resolver *resolve;
    scan_unit *unit;
    void *context;
};

struct scanner;

struct scanner *scanner_open(const struct scan_layout *layout);
void scanner_close(struct scanner *scanner);
/* `text` is whole rows; SCAN_PADDING bytes behind it may be read. False: give up. */
bool scan_block(struct scanner *scanner, struct str text, uint32_t block);
/* Lines of the block that was scanned last. */
size_t scanner_lines(const struct scanner *scanner);
/* Values that were taken from all blocks. */
size_t scanner_values(const struct scanner *scanner);
/* Adds what `from` has to `into`; false if a key is in both and rows may not be
   added. */
bool scanner_merge(struct scanner *into, const struct scanner *from);
/* The cells in no order; owned by the scanner, which can only be closed then. */
const struct scan_cell *scanner_cells(struct scanner *scanner, size_t *count);

/* Ids below 2^20 (indicators, areas) and 2^20 (periods). */
uint64_t scan_key(uint32_t indicator, uint32_t area, uint32_t period);
void scan_key_parts(uint64_t key, uint32_t *indicator, uint32_t *area,
                    uint32_t *period);

#endif
