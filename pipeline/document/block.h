/* The fenced blocks of a template: each kind's entry in their table. The file
   compose/block_NAME.c defines block_NAME: what its info string may say, what stands
   between its fences, the function of Lua that makes a plain table of it, and the
   reading of that table into an object of the document. */
#ifndef NQI_DOCUMENT_BLOCK_H
#define NQI_DOCUMENT_BLOCK_H

#include "base/kind.h"
#include "document/document.h"

struct objects_reader;

enum block_body {
    BLOCK_EMPTY,   /* nothing is read */
    BLOCK_LUA,     /* Lua; what it assigns are the fields that `maker` gets */
    BLOCK_MARKDOWN /* Markdown, which the object holds: text only */
};

enum { BLOCK_KEYS = 2 };

struct block_kind {
    struct kind kind;
    /* id= and lang= are words; any other key is a caption, with {{ }}. NULL ends. */
    const char *keys[BLOCK_KEYS + 1];
    const char *required; /* the key that must be there, or NULL */
    const char *example;  /* of an opening fence, for hints */
    enum block_body body;
    /* table_of, of nqi.NAME and global; NULL if the body is not Lua */
    const char *maker;
    /* The object, of the plain table at stack index `index` if there is a maker. What
       is wrong raises. It lives in the composition's arena. */
    struct object *(*read)(struct objects_reader *reader, int index);
};

/* Every kind, a line each. */
#define BLOCK_KINDS(KIND)                                                              \
    KIND(table)                                                                        \
    KIND(chart)                                                                        \
    KIND(kpi)                                                                          \
    KIND(summary)                                                                      \
    KIND(columns)                                                                      \
    KIND(page)                                                                         \
    KIND(signoff)

#define BLOCK_KIND_DECLARE(NAME) extern const struct block_kind block_##NAME;
BLOCK_KINDS(BLOCK_KIND_DECLARE)
#undef BLOCK_KIND_DECLARE

extern const struct kind *const block_kinds[];

#endif
