/* The document as text, for nqi dump and for golden files: stable, a line a block, a
   row or a word. */
#ifndef NQI_DOCUMENT_DUMP_H
#define NQI_DOCUMENT_DUMP_H

#include "base/buf.h"
#include "document/document.h"

/* Title, period, sign-off: a line a word. */
void document_dump_words(const struct document *doc, struct buf *out);
/* The tree with its objects: kinds, labels, ids, inlines in brackets; then the notes. A
   bracket or backslash of a text has a backslash. */
void document_dump(const struct document *doc, struct buf *out);
/* Each printed figure: id, text, number, unit, status, codes, cells. `ds` knows the
   files of the cells. */
void document_dump_figures(const struct document *doc, const struct dataset *ds,
                           struct buf *out);

#endif
