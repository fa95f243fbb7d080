/* A sheet that is put together of pieces of a file: rows that are to be read, and rows
   that are known and only stand beside them, because they were read before or show what
   the rest of the file is like (struct sheet_row, `known`). */
#ifndef NQI_INGEST_KNOWN_H
#define NQI_INGEST_KNOWN_H

#include "ingest/csv_sheet.h"

/* Lines count from 1. */
struct known_piece {
    size_t line;    /* in the file */
    size_t at_line; /* in the text of the sheet */
    bool known;
};

/* Gives the rows their lines in the file; the first `head_lines` have them. The pieces
   are in the order of the text. False if a known piece does not begin a row: then the
   quotes do not mean what they were taken for. */
bool known_place(struct sheet *sheet, size_t head_lines,
                 const struct known_piece *pieces, size_t count);
/* Known rows count no more. True if nothing was said of them. */
bool known_drop(struct sheet *sheet);
/* Physical lines, the last one counted if it has a line break. */
size_t known_lines(struct str text);

#endif
