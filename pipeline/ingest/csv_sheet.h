/* Decoded text → rows of cells, by libcsv in its strict mode. What libcsv leaves
   open is closed here: the separator, physical line numbers, caps on cells and
   rows, and nothing is handed out unless the whole text was well-formed. */
#ifndef NQI_INGEST_CSV_SHEET_H
#define NQI_INGEST_CSV_SHEET_H

#include "base/arena.h"
#include "base/diag.h"
#include "dataset/dataset.h"

enum {
    SHEET_CELL_MAX = 1 << 20, /* bytes */
    SHEET_COLUMN_MAX = 16384, /* as in a spreadsheet */
};

/* What became of a cell. None that is filled is left open when a file has been read
   (account_sheet() in ingest/account.h). */
enum cell_fate { FATE_OPEN, FATE_VALUE, FATE_HEAD, FATE_NOTE, FATE_SKIP, FATE_FINDING };

struct sheet_row {
    uint32_t line;   /* physical, where the row begins */
    uint32_t joined; /* line breaks inside quoted cells above it */
    uint32_t count;
    bool padded;             /* the file has fewer cells: see ingest/ragged.h */
    bool known;              /* it only stands beside others: see ingest/known.h */
    const struct str *cells; /* as they stand in the file, unquoted */
    uint8_t *fates;          /* enum cell_fate, a cell each */
};

/* Filled cells of a line outside of the declared columns. */
struct sheet_outside {
    uint32_t line, count;
};

struct sheet_padded; /* of a file that is read sheet after sheet: see ragged.h */

/* Rows without any text (blank lines, rows of separators) are left out. */
struct sheet {
    struct str path;
    struct str separator;
    struct sheet_row *rows;
    size_t row_count;
    size_t offset;         /* columns of the file before the first that is read */
    const size_t *origins; /* of each column, its column in the file: where a reader has
                              put them into another order; else NULL */
    struct sheet_row *above; /* the first rows of the file that are not read, with the
                                cells of columns that are not; the table of the entry
                                may be one of several below the same lines */
    size_t above_count;
    size_t left_out;       /* filled cells outside of what is declared to be read, */
    size_t left_out_lines; /* and those of them above and below the declared lines */
    struct sheet_outside *outside; /* those of left_out that stand beside the columns */
    size_t outside_count;
    size_t joined; /* line breaks inside quoted cells of all rows */
    bool open_end; /* the last line has no line break: it may have been cut */
    bool uncut;    /* rows of the file that are not here show that short rows were
                      not cut (ingest/ragged.h) */
    struct sheet_padded *padded; /* counts those of the whole file; or NULL */
};

struct sheet_options {
    struct str separator;             /* empty: find out among , ; TAB | */
    struct str quote, escape;         /* empty: " and a second one */
    bool lenient;                     /* bare quotes are text, with a warning */
    bool raw;                         /* every line is data: no 注 line is set aside */
    size_t first_line, last_line;     /* 0: all */
    size_t first_column, last_column; /* 0: all */
    struct str end_mark; /* the line that begins with it, and what follows, is left
                            out; or empty */
};

/* The cells are in `arena`. */
bool sheet_read(struct str path, struct str text, const struct sheet_options *options,
                struct arena *arena, struct diag *diag, struct sheet *out);
/* Filled cells of a text that is not read, counted as well as that can be told; of one
   that comes in pieces of whole lines, the last of them `last`, *state goes from piece
   to piece. */
struct sheet_counting {
    bool quoted, open; /* the piece ends inside a cell, which is filled */
};
size_t sheet_count_filled(struct str text, struct str separator,
                          struct sheet_counting *state, bool last);
/* Every filled cell of the row that is still open gets this fate. */
void sheet_account(const struct sheet_row *row, enum cell_fate fate);
/* The column of the file, from 0, in which a column of the sheet stands. */
size_t sheet_column(const struct sheet *sheet, size_t column);
/* The place of a cell; `column` from 0. Borrows the path. */
struct place sheet_place(const struct sheet *sheet, const struct sheet_row *row,
                         size_t column, struct arena *arena);
/* The cell without surrounding white space, or empty past the row's end. */
struct str sheet_text(const struct sheet_row *row, size_t column);
/* True if that is not empty; most cells tell it by their first byte. */
bool sheet_filled(const struct sheet_row *row, size_t column);
/* How many cells are filled. */
size_t sheet_filled_count(const struct sheet_row *row);
/* The first cell from `from` on that is filled, or the row's count. */
size_t sheet_first_filled(const struct sheet_row *row, size_t from);

#endif
