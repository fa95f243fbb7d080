/* Large long tables: read, hashed and scanned in blocks by several threads, in
   memory that does not grow with the file. Only what is plain is read this way
   (see scan.h); anything else is declined, and the usual way reads the file from
   its start, so that both give the same observations and messages. */
#ifndef NQI_INGEST_BULK_H
#define NQI_INGEST_BULK_H

#include "ingest/columns.h"

/* For smaller files the usual way is fast enough. */
#define BULK_BYTES_MIN ((size_t)4 << 20)

enum bulk_result {
    BULK_DONE,     /* the file and its observations are in the dataset */
    BULK_DECLINED, /* nothing was added or reported */
    BULK_FAILED    /* reported */
};

/* `file` has its path, and gets the rest; it is added when done. Files of less than
   `least` bytes are declined. */
enum bulk_result bulk_read(const struct reading_context *context,
                           struct input_file *file, size_t least);

#endif
