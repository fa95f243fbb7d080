/* Which lines of a template are code: cmark says so, of the template as it stands, in
   lists and quotations as well. The scanner goes forward and tells what it has read as
   tags, which is taken out of the text that cmark sees; only where a fence may open is
   cmark asked, of the block around that line. Nothing is reported here. */
#ifndef NQI_COMPOSE_CODE_H
#define NQI_COMPOSE_CODE_H

#include "base/arena.h"
#include "base/str.h"

struct code {
    struct str text;
    char *seen;    /* what cmark sees of it */
    size_t from;   /* where the block around the scanner begins */
    size_t open;   /* the last code, if no fence has closed it; else STR_NOT_FOUND */
    char mark;     /* of its fence: ` or ~ */
    size_t length; /* how many */
    size_t stop;   /* behind it, and behind lines of tags that follow it */
    bool again;    /* there were some since it was read */
    size_t parsed; /* bytes, so far */
    bool spent;    /* more than that is not read: from now on nothing is code */
};

/* `text` is borrowed, the copy lives in the arena. */
struct code code_open(struct str text, struct arena *arena);
/* The bytes from `start` to `end` are a tag inside a line. */
void code_hide(struct code *code, size_t start, size_t end);
/* They are lines of tags, which leave nothing. */
void code_hide_lines(struct code *code, size_t start, size_t end);
/* At `at` a block begins in any case: nothing before it is open there. */
void code_begin(struct code *code, size_t at);
/* The byte behind the fenced code that opens, or goes on behind lines of tags, on the
   line that starts at `at`, its closing fence included; `at` if there is none. */
size_t code_end(struct code *code, size_t at);
/* True if the line at `at`, which is behind no fence, is code by its indent. */
bool code_is_indented(struct code *code, size_t at);

#endif
