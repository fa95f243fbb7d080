/* Large tables of any layout and dialect that bulk.h declines: read a block of rows at
   a time in the usual way, each with the head above it, so that memory does not grow
   with the file. What all rows say together (is a column empty, is BJ a province, were
   short rows cut) is found out before, by all threads, and shown to every block as rows
   that say it. */
#ifndef NQI_INGEST_PARTS_H
#define NQI_INGEST_PARTS_H

#include "ingest/bulk.h"

/* Smaller files are read at once, which takes some eight times their size. */
#define PARTS_BYTES_MIN ((size_t)16 << 20)
/* Where something is wrong with larger ones they are not read at once to tell where. */
#define PARTS_AT_ONCE_MAX ((size_t)320 << 20)

/* The largest file that is, by the options. */
size_t parts_at_once(const struct bulk_options *options);

/* BULK_DECLINED: not so large, or no sound text; nothing was added or reported then.
   What is wrong with the text or the head of a file that is too large to be read for
   that is told: BULK_FAILED. */
enum bulk_result parts_read(const struct reading_context *context,
                            const struct file_facts *facts,
                            const struct bulk_options *options);

#endif
