/* Rows that do not have the width of their table, and tables in two halves. */
#ifndef NQI_INGEST_RAGGED_H
#define NQI_INGEST_RAGGED_H

#include "dataset/profile.h"
#include "ingest/csv_sheet.h"

/* Short rows of all sheets of a file. */
struct sheet_padded {
    size_t count;
    struct place first; /* its texts live as long as the file's reader */
};

/* The rows of a table while their widths are looked at. */
struct ragged {
    const struct sheet *sheet;
    const struct source_profile *profile;
    const struct sheet_row *head;
    size_t width;
    struct arena *arena;
    struct diag *diag;
    size_t usual; /* cells of most rows: blank ones may stand beyond the width */
    bool raw;     /* a plain table: each row has the cells of the head */
    bool may_pad; /* short rows are filled up with blank cells */
    size_t padded;
    const struct sheet_row *first_padded;
    size_t left_out; /* broken rows, as the profile says */
    bool ok;         /* no row was an error */
};

/* The rows from `from` on are asked whether the export leaves blanks out. */
struct ragged ragged_open(const struct sheet *sheet,
                          const struct source_profile *profile,
                          const struct sheet_row *head, size_t width, size_t from,
                          struct arena *arena, struct diag *diag);
/* True if the row has the width of its table, or is given it. Else it is accounted for
   and reported: as an error, or as left out if the profile says so. */
bool ragged_fit(struct ragged *r, struct sheet_row *row);
/* Warns of the rows that were filled up, unless the profile declares them; those of a
   sheet that is not all of its file are counted there. */
void ragged_close(struct ragged *r);
void ragged_warn(const struct sheet_padded *padded, struct diag *diag);
/* A row of one cell that another separator parts into exactly `width` cells becomes
   these, with a warning: files are joined by hand. False if it is none. */
bool ragged_split(const struct sheet *sheet, struct sheet_row *row, size_t width,
                  struct arena *arena, struct diag *diag);
/* 地区, 2022年, 地区, 2022年: reports a head whose first column, `left`, comes again;
   true if it does. */
bool ragged_halves(const struct sheet *sheet, const struct sheet_row *head, size_t left,
                   struct arena *arena, struct diag *diag);

#endif
