/* Where a character of a report comes from, for messages about it. */
#ifndef NQI_DOCUMENT_ORIGIN_H
#define NQI_DOCUMENT_ORIGIN_H

#include "document/document.h"

/* The cell of the data that byte `at` of a text (or of a part of one) is printed from:
   that of its figure, or the row that gives an area or indicator this name. `place`,
   where the template prints it, if neither. Looks at everything: for messages only.
   Strings in `arena`. */
struct place origin_of(const struct document *doc, struct str text, size_t at,
                       struct place place, struct arena *arena);

#endif
