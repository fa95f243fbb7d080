/* The scanner: a template's text into segments. It finds where tags end the way
   Lua would (brackets balance; strings, long brackets and comments are skipped),
   and which fenced blocks are ours. Nothing is run here. */
#ifndef NQI_COMPOSE_TAGS_H
#define NQI_COMPOSE_TAGS_H

#include "base/arena.h"
#include "base/diag.h"

struct block_kind;

enum segment_kind {
    SEGMENT_TEXT,      /* Markdown, as it stands */
    SEGMENT_VALUE,     /* {{ expression }} */
    SEGMENT_STATEMENT, /* {% statements %} */
    SEGMENT_INCLUDE,   /* {% include "…" {…} %} */
    SEGMENT_BLOCK, /* a fenced block of ours; of one with Markdown its opening fence */
    SEGMENT_END    /* the closing fence of a block with Markdown */
};

struct segment {
    enum segment_kind kind;
    struct str text; /* Markdown, Lua without its comments, a path, or a block's Lua */
    size_t line, column; /* of its first byte; for a block of its opening fence */
    struct block *block;
    struct str parameters; /* of an include: a Lua table, or empty */
    struct str prefix;     /* of an include: what its list or quotation puts before each
                              line; the first has it if it stands alone on its line */
};

/* TEXT and VALUE segments that make one plain text. */
struct words {
    struct segment *items;
    size_t count;
};

/* Which words of a block: caption= or title=, and an id= that has {{ }}. */
enum { WORDS_CAPTION, WORDS_ID, WORDS_COUNT };

/* What the info string says. */
struct block {
    const struct block_kind *kind; /* document/block.h */
    struct str id; /* as it stands; empty if there is none, or it has {{ }} */
    struct str lang;
    size_t indent; /* blanks before its fence */
    struct words words[WORDS_COUNT];
};

struct segments {
    struct segment *items;
    size_t count, capacity;
};

/* The segments of `text`, whose first line is line 1 of `file`; in the arena, and
   pointing into `text`. False after reporting. */
bool tags_scan(struct str text, struct str file, struct arena *arena,
               struct segments *out, struct diag *diag);
/* The same without blocks: for a title. `line` and `column` are its place. */
bool tags_scan_words(struct str text, struct place place, struct arena *arena,
                     struct segments *out, struct diag *diag);

/* The byte behind the line feed of the line at `at`, or the end of the text. */
size_t tags_next_line(struct str text, size_t at);

#endif
