/* Which texts of a column show what kind of column it is: for formats by name, which
   know their columns by all that stands in them (a decimal comma somewhere, numbers
   alone, one item alone). Rows with such texts stand for all rows of a long file. */
#ifndef NQI_INGEST_SIGHTS_H
#define NQI_INGEST_SIGHTS_H

#include "ingest/numbers.h"

enum { SIGHTS_TEXTS = 32 }; /* of a column that are shown, whatever their kind */

struct sights;

/* In the arena, for so many columns. */
struct sights *sights_open(size_t width, struct arena *arena);
/* True if no text of the column before was of the kind of this one, or if it is one of
   the column's first different ones. */
bool sights_teach(struct sights *sights, size_t column, struct str text,
                  const struct source_profile *profile, struct arena *scratch);

#endif
