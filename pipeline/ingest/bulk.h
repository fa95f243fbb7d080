/* Large tables of observations: read, hashed and scanned in blocks by several threads,
   in memory that does not grow with the file. Rows that are not plain (see scan.h) are
   read in the usual way beside it (see bulk_pieces.h), and what is wrong with one of
   them is told there; where that is not enough, or anything else is wrong, the file is
   declined, and the usual way reads it from its start, so that both give the same
   observations and messages. */
#ifndef NQI_INGEST_BULK_H
#define NQI_INGEST_BULK_H

#include "ingest/rows.h"

/* For smaller files the usual way is fast enough. */
#define BULK_BYTES_MIN ((size_t)4 << 20)

enum bulk_result {
    BULK_DONE,     /* the file and its observations are in the dataset */
    BULK_DECLINED, /* nothing was added or reported */
    BULK_FAILED    /* reported */
};

/* Small values are for tests. */
struct bulk_options {
    size_t least;       /* smaller files are declined */
    size_t block_bytes; /* 0: as many as are best */
    size_t sample_rows; /* below the head, shown to the usual way; 0: enough */
    size_t at_once;     /* larger files are not read at once; 0: as is best */
};

/* The file is in the dataset already, by its path; it gets the rest when it is done. */
enum bulk_result bulk_read(const struct reading_context *context,
                           const struct file_facts *facts,
                           const struct bulk_options *options);

#endif
