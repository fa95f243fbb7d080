/* One tag of a template, {{ … }} or {% … %}: where it ends the way Lua would (brackets
   balance; strings, long brackets and comments are skipped), and its Lua. */
#ifndef NQI_COMPOSE_TAG_H
#define NQI_COMPOSE_TAG_H

#include "base/arena.h"
#include "sandbox/lexer.h"

enum tag_fault {
    TAG_WHOLE,
    TAG_UNCLOSED, /* the text ends in it, or a bracket closes that is not open */
    TAG_QUOTE,    /* `token` is a quoted text that does not end on its line */
    TAG_NESTED,   /* `token` opens another {% */
    TAG_APART,    /* `token` of a {{ stands behind a blank line, outside of brackets */
    TAG_FOREIGN   /* `token` is no Lua */
};

struct tag {
    bool value; /* {{ */
    enum tag_fault fault;
    struct token token; /* of a fault */
    size_t end;         /* behind the closing signs */
    struct str code;    /* the Lua, in the arena; its comments are blanks, so that the
                           chunk can go on behind it on the same line */
};

/* The tag that opens at byte `start` of `text`. */
struct tag tag_read(struct str text, size_t start, struct arena *arena);
/* The Lua of a tag as a message shows it: on one line, and not all of a long one. */
void tag_show(struct str code, struct buf *out);
/* `include "x"`, `include("x")`, and with parameters behind the path: `include "x"
   { a = 1 }`, `include("x", { a = 1 })`. The parameters are a Lua table, or empty. */
bool tag_is_include(struct str code, struct str *path, struct str *parameters);

#endif
