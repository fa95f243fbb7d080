/* Quotes that stand where none may: 37.8"N, "5" pipe", one before a cell that none
   closes. What can be told of them by the width of the other rows is mended, each with
   a warning at its cell; the rest is left for the strict reader to refuse. */
#ifndef NQI_INGEST_CSV_STRAY_H
#define NQI_INGEST_CSV_STRAY_H

#include "base/arena.h"
#include "base/diag.h"

struct stray_options {
    struct str path, separator;
    struct str quote, escape; /* as for quotes_usual() */
    bool raw;                 /* no line is a note */
    size_t first_line;        /* of the text in its file */
};

/* The text itself if no quote is stray, else a copy in `arena` in the same quotes. Line
   breaks stay where they are. */
struct str stray_mend(struct str text, const struct stray_options *options,
                      struct arena *arena, struct diag *diag);

#endif
