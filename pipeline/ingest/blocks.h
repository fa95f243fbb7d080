/* A large file in blocks of whole rows, which several threads read while it is hashed,
   in memory that does not grow with it. A block ends at a line feed outside of quotes;
   whether the quotes mean what they seem to is for the readers to find out. */
#ifndef NQI_INGEST_BLOCKS_H
#define NQI_INGEST_BLOCKS_H

#include "base/hash.h"
#include "ingest/recode.h"

enum {
    BLOCKS_PADDING = 64,
    BLOCKS_THREADS_MAX = 4,
    BLOCKS_MARKS_MAX = 4,
    BLOCKS_ROW_MAX = 4 << 20, /* bytes */
};

/* A text that ends the rows before the line that begins with it. */
struct block_mark {
    struct str text; /* in the bytes that are cut */
    bool anywhere;   /* inside of a quoted cell, too */
};

/* How the bytes are cut. */
struct block_form {
    struct recode_form recode; /* what comes before it, or nothing; then the rest of
                                  this is of UTF-8 without a mark */
    size_t skip;               /* bytes of a mark before the text */
    size_t unit;               /* 1, or 2 for UTF-16 */
    bool big_endian;
    size_t head; /* bytes behind the mark in which quotes are text: of whole lines */
    /* Where the rows end, if not with the file: behind this line (from 1; 0: none), or
       before the line that begins with one of the marks. A mark counts from line
       `first_line` on. */
    size_t first_line, last_line;
    struct block_mark end_marks[BLOCKS_MARKS_MAX];
    size_t end_mark_count;
};

struct blocks;

/* NULL if there is no such regular file of at least `least`
   bytes. block_bytes 0: as many as are best. */
struct blocks *blocks_open(int dir, const char *path, size_t least, size_t block_bytes);
void blocks_close(struct blocks *blocks);
/* The size that the file had when it was opened. */
size_t blocks_size(const struct blocks *blocks);
/* At most so many blocks will come if the file stays as it is: after blocks_begin(). */
size_t blocks_most(const struct blocks *blocks);
/* The first megabyte of the file as it is, or all of it. */
struct str blocks_sample(const struct blocks *blocks);
/* Reads the first block, whose rows hold at least the first `bytes` of the file, or of
   what is made of them. False if they do not, its rows are too long or a byte has no
   meaning. Borrows the texts of the form. */
bool blocks_begin(struct blocks *blocks, struct block_form form, size_t bytes);

/* Block `index` of the file, BLOCKS_PADDING bytes behind which may be read; `context`
   is the thread's own. False: stop. */
typedef bool blocks_reader(void *context, struct str block, uint32_t index);

/* What the file has behind its rows in this block, for its reader: whole lines. */
struct str blocks_behind(struct blocks *blocks, uint32_t index);

/* How many threads are best. */
size_t blocks_threads(void);
/* Reads all blocks by so many threads, one context each. False if a reader said so, a
   row is too long or a byte has no meaning. */
bool blocks_run(struct blocks *blocks, blocks_reader *read, void *const *contexts,
                size_t count);
/* Once all are read. */
size_t blocks_count(const struct blocks *blocks);
/* Whether the file ends with this block, and its last line without a line break: for
   its reader. */
bool blocks_ends_open(struct blocks *blocks, uint32_t index);
/* Whether the file ends with this block: for the only thread that reads. */
bool blocks_is_last(const struct blocks *blocks, uint32_t index);
/* The last line has no line break. */
bool blocks_open_end(const struct blocks *blocks);
/* False if the file changed its size while it was read; `hex` gets its SHA-256. */
bool blocks_end(struct blocks *blocks, char hex[HASH_HEX_SIZE + 1]);

#endif
