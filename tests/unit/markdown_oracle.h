/* Markdown through compose, beside what another reader makes of it. */
#ifndef NQI_TESTS_MARKDOWN_ORACLE_H
#define NQI_TESTS_MARKDOWN_ORACLE_H

#include "compose/parts.h"

/* One text as a report; oracle_close() frees all. */
struct oracle {
    struct arena *arena;
    struct diag *diag;
    struct composition composition;
    bool good; /* nothing was reported */
};

/* What stands in ‹› is what a tag printed there. */
void oracle_open(struct oracle *oracle, struct str markdown);
void oracle_close(struct oracle *oracle);
/* The document as cmark-gfm would write it: its tables, its notes. */
void oracle_html(const struct oracle *oracle, struct buf *out);
/* The same without the notes' section: the body as cmark writes it. */
void oracle_body(const struct oracle *oracle, struct buf *out);
/* Less than n, by xorshift64*: the same in every run that begins with the same seed. */
size_t oracle_chance(uint64_t *seed, size_t n);
/* The messages, a line each: "3: text ×2, also 5:0". */
void oracle_messages(const struct oracle *oracle, struct buf *out);
/* What `cmark-gfm -e table -e footnotes` prints; an alignment to the left is left
   out, since no document tells it from none. */
void oracle_gfm(struct str markdown, struct buf *out);
/* The Markdown that is published, and what cmark-gfm prints of it. */
void oracle_written(const struct oracle *oracle, struct buf *markdown,
                    struct buf *html);

#endif
