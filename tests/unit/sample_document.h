/* A small document made by hand, for tests of renderers: no template, no Lua.
   It has each kind of node and object that a report can have. */
#ifndef NQI_TESTS_SAMPLE_DOCUMENT_H
#define NQI_TESTS_SAMPLE_DOCUMENT_H

#include "document/document.h"

/* A complete theme in the manner of the yearbook preset. */
const struct theme *sample_theme(void);

/* Two numbered chapters, prose in Han and Latin with strong, emphasis, code and
   links, a list, a quotation, a summary box, key figures, a table with column
   groups, spans, notes, a highlighted row and cell contents, a plain table, one
   chart of each kind, two footnotes, spans, an annex, the sign-off. Close by
   document_close(). */
struct document *sample_document(struct arena *arena);

/* Pieces, for tests that build their own. */
/* Parses Markdown and appends its blocks to `parent`; headings get their object
   (no label, id "sec-1", …). */
void sample_append(struct document *doc, cmark_node *parent, const char *markdown);
/* A CUSTOM_BLOCK with the object, appended to the root. */
cmark_node *sample_block(struct document *doc, struct object *object);
/* A numbered table with `columns` columns and `rows` body rows of figures; every
   fifth cell is long enough to wrap in a narrow column. */
struct doc_table *sample_table(struct document *doc, const char *label, size_t columns,
                               size_t rows);
/* A footnote mark appended to the paragraph `parent`. */
struct doc_note *sample_note(struct document *doc, cmark_node *parent,
                             const char *text);

#endif
