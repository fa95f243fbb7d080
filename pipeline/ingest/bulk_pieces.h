/* The rows of a long file that its scanners set aside, read in the usual way: the head,
   these rows, and beside them some that are known already are a table of their own,
   whose rows keep the lines that they have in the file. So totals, notes, signs and odd
   names are read in one place, whatever the size of the file. */
#ifndef NQI_INGEST_BULK_PIECES_H
#define NQI_INGEST_BULK_PIECES_H

#include "ingest/ragged.h"
#include "ingest/scan.h"
#include "ingest/whole.h"

struct bulk_pieces {
    struct str head; /* decoded: all above the first row of the body */
    struct scanner *const *scanners;
    size_t scanner_count;
    const size_t *before; /* lines above each block; at its end those of the file */
    size_t block_count;
    const char *encoding;
    const struct sheet_options *options;
    bool open_end, uncut;                 /* as of struct sheet */
    const struct evidence_of_rows *plain; /* what the scanned rows say */
    const bool *has_values; /* whether they have some in a column of the table */
    size_t width;           /* of the table's rows */
    size_t cells_max; /* of the scanned rows: what is longer is judged beside all of
                         them */
    struct claims *claims;            /* of the file */
    const struct rows_shared *shared; /* what held for all rows when they were read */
};

/* The part of the file that was not known. */
struct bulk_rest {
    struct held held;
    const struct noted_status *noted; /* by notes, of all rows */
    size_t noted_count;
    struct sheet_padded padded; /* rows that end before the last column */
    bool uncut;                 /* a row ends with a blank */
    struct cell_sums sums;
    struct str text;           /* what was decoded */
    const struct sheet *sheet; /* its known rows have no cells left */
};

/* Reads them; counts go to the dataset's file, reports to context->diag, values wait in
   out->held. All lives in the scratch arena. False if anything else is wrong than what
   errors at its own rows say: then nothing of it may be kept. */
bool bulk_pieces_read(struct reading_context *context, const struct file_facts *facts,
                      const struct bulk_pieces *pieces, struct bulk_rest *out);
/* Line breaks inside quoted cells above a line. */
uint16_t bulk_rest_joined(const struct bulk_rest *rest, size_t line);

#endif
