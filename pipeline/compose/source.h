/* The lines that cmark has read, by the nodes that it made of them: cmark keeps where
   a block stands, not what was written there. Passes over the tree look at the lines
   of a paragraph or heading without the prefixes of the lists and quotations around
   it, and say how the text is to be changed before it is read again. */
#ifndef NQI_COMPOSE_SOURCE_H
#define NQI_COMPOSE_SOURCE_H

#include "base/arena.h"
#include "base/buf.h"
#include <cmark.h>

/* No deeper than this may lists and quotations nest. */
#define SOURCE_NESTING 24

struct source {
    struct str text;
    struct arena *arena;
    size_t *starts; /* of each line; starts[count] is behind the last */
    size_t count;
};

/* A line of a block, from its first character that is no blank on. */
struct source_content {
    struct str text;
    size_t start;  /* of `text` in the source */
    size_t column; /* of the prefix's end in the source: where replacements begin */
    size_t line;   /* from 1 */
    size_t indent; /* columns of blanks behind the prefix */
    bool lazy;     /* the prefix of a container is missing */
};

struct source_contents {
    struct source_content *items;
    size_t count;
    bool underlined; /* behind the last stands the underline of a heading */
};

/* Instead of the bytes from `start` to `end`. */
struct edit {
    size_t start, end;
    struct str text;
};

struct edits {
    struct edit *items;
    size_t count, capacity;
};

/* Borrows `text`. */
struct source source_open(struct str text, struct arena *arena);
/* Line `line`, from 1, without its line feed; empty past the last. */
struct str source_line(const struct source *source, size_t line);
/* Behind what may open lists and quotations in a line. *blanks: how many columns of
   blanks stand right before. */
size_t source_openers(struct str line, size_t *blanks);
/* The lines of a PARAGRAPH or HEADING; the signs of a heading # stand at its start. */
struct source_contents source_contents_of(const struct source *source,
                                          cmark_node *node);
/* The lines joined by line feeds. */
struct str source_join(const struct source *source,
                       const struct source_contents *contents);

void edits_add(struct edits *edits, struct arena *arena, struct edit edit);
/* Writes `text` with the edits, which stand in order. */
void edits_apply(const struct edits *edits, struct str text, struct buf *out);

#endif
