/* The beginning of a file that is too large to be read at once. */
#ifndef NQI_INGEST_BEGINNING_H
#define NQI_INGEST_BEGINNING_H

#include "base/arena.h"
#include "base/str.h"

/* As much of these bytes, with which a longer file begins, as is whole rows: up to the
   last line break outside of quotes; if that stands in the first half of them, quotes
   do not tell, and up to the last line break; all, if there is none. `encoding`: what
   is declared, or empty. */
struct str beginning_rows(struct str bytes, struct str encoding, struct arena *arena);

#endif
