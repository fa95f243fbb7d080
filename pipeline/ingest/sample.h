/* The beginning of a long file, read in the usual way and quietly: its encoding, its
   separator, where the body begins, what each column is and what holds for all rows. */
#ifndef NQI_INGEST_SAMPLE_H
#define NQI_INGEST_SAMPLE_H

#include "ingest/blocks.h"
#include "ingest/encoding.h"
#include "ingest/rows.h"
#include "ingest/shape.h"

struct sample {
    /* What the rows are read by: the profile of the source, of a format by name with
       what the format says. */
    const struct source_profile *profile;
    struct sheet_options options;
    bool too_large;              /* to be read at once */
    struct encoding_start start; /* of the bytes that are cut */
    const char *guessed;         /* the file's encoding, if nothing says it; or NULL */
    struct str bytes;            /* the beginning of those that are cut, */
    bool is_all;                 /* or all of them */
    enum encoding_width cells;   /* how they are found in the bytes */
    struct block_form form;
    struct str head; /* decoded: all above the first row of the body */
    size_t head_lines;
    size_t first_bytes; /* of the file: the mark, the head and the rows below it */
    size_t width;       /* of the file's rows, by its head */
    struct table table; /* of the sample alone */
    const struct shape *shape; /* of a format by name; else NULL */
    bool sound;                /* the head could be read: what follows is known, too */
    struct rows_shared shared;
};

struct sample_bounds {
    size_t rows;    /* so many below the head are taken, or more */
    size_t at_once; /* larger files are not read at once */
};

/* Takes the head and rows below it; `encoding` (or empty) is what the profile or the
   format says of it. All of `out` is in the context's scratch arena.
   False if no head is found. */
bool sample_read(struct reading_context *context, const struct blocks *blocks,
                 const struct file_facts *facts, struct str encoding,
                 struct sample_bounds bounds, struct sample *out);
/* The encoding that the profile declares, or that its format takes for such bytes. */
struct str sample_encoding(const struct source_profile *profile,
                           const struct blocks *blocks);
/* The table of a sheet that was read by the sample's options, whole or in part; for a
   format by name *shape (else NULL). Its head is NULL if there is none. False after
   errors. `context` and sheet must outlive it. */
bool sample_find_table(const struct reading_context *context, struct sheet *sheet,
                       struct table *table, struct shape **shape);
/* A block of it as UTF-8, in the arena; false if encoding_decode() would have to say
   anything of it. */
bool sample_decode(const struct sample *sample, struct str block, struct arena *arena,
                   struct str *text);
/* Where so many physical lines of the text end. */
size_t sample_skip_lines(struct str text, size_t lines);
/* Without the lines at its beginning that may belong to a note in the block before,
   whose quotes are text. */
struct str sample_without_notes(struct str text);

#endif
