/* Other quotes than ", and marks before one that is text: what databases write
   ('it''s', "5\" pipe") becomes what RFC 4180 has. Lines stay where they are. */
#ifndef NQI_INGEST_CSV_QUOTES_H
#define NQI_INGEST_CSV_QUOTES_H

#include "base/arena.h"
#include "base/buf.h"

/* `escape` is a mark before a quote and before itself, else a character like others.
   The text itself if neither `quote` nor `escape` is declared (both empty, or one
   character), else a copy in `arena`. A cell begins behind `separator`; if that is
   empty, behind any of , ; TAB and |. */
struct str quotes_usual(struct str text, struct str quote, struct str escape,
                        struct str separator, struct arena *arena);

/* The same of a text that comes piece after piece, added to `out`: how many bytes of
   `text`, which begins where a cell does or a separator, are settled. The others are to
   come again, with more behind them; of the `last` text all are settled. *stray is set
   by a quoted cell among them that does not end where it is closed. */
size_t quotes_add(struct str text, bool last, struct str quote, struct str escape,
                  struct str separator, struct buf *out, bool *stray);

#endif
