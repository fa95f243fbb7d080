/* The beginning of a long file, read in the usual way and quietly: its encoding, its
   separator, where the body begins, what each column is and what holds for all rows. */
#ifndef NQI_INGEST_SAMPLE_H
#define NQI_INGEST_SAMPLE_H

#include "ingest/blocks.h"
#include "ingest/encoding.h"
#include "ingest/rows.h"

struct sample {
    struct encoding_start start;
    enum encoding_width cells; /* how they are found in the bytes */
    struct block_form form;
    struct str separator;
    bool lenient;    /* stray quotes are mended in each block: else the file is read at
                        once if it has some */
    struct str head; /* decoded: all above the first row of the body */
    size_t head_lines;
    size_t first_bytes; /* of the file: the mark, the head and the rows below it */
    struct table table; /* of the sample alone */
    struct rows_shared shared;
};

/* False if the profile asks for what is found in a whole file only: a range of lines or
   columns, an end mark, rows below their parent, a format with a reader of its own.
   What is added to a profile and changes how bytes become rows belongs here. */
bool sample_is_possible(const struct source_profile *profile);
/* Takes the head and at least `rows` rows below it. All of `out` is in the context's
   scratch arena. False if that cannot be read without a word, and for encodings whose
   rows are not found in their bytes. */
bool sample_read(struct reading_context *context, const struct blocks *blocks,
                 const struct file_facts *facts, size_t rows, struct sample *out);
/* Where so many physical lines of the text end. */
size_t sample_skip_lines(struct str text, size_t lines);
/* Without the lines at its beginning that may belong to a note in the block before,
   whose quotes are text. */
struct str sample_without_notes(struct str text);

#endif
