/* What is done to the text before libcsv sees it: finding the separator, and
   quoting what a strict reader would refuse although its meaning is plain. Line
   breaks stay where they are. */
#ifndef NQI_INGEST_CSV_PREPARE_H
#define NQI_INGEST_CSV_PREPARE_H

#include "base/arena.h"
#include "base/diag.h"

/* The byte that stands for a separator of more than one byte (，). */
#define PREPARE_SEPARATOR '\x1F'

/* The separator that the first rows agree on; a comma if they have none at all
   (one column); empty, after an error, if two would do. */
struct str prepare_separator(struct str text, struct str path, struct diag *diag);

/* The text itself if nothing needs to be done, else a copy in `arena`. `raw`: no line
   is a note. */
struct str prepare_text(struct str text, struct str separator, bool raw,
                        struct arena *arena);
/* True if the line is a note below a table (注：…, 数据来源：…). */
bool prepare_is_note(struct str line);
/* True if the line may go on with a note: indented, or numbered (2. …). */
bool prepare_continues_note(struct str line);
/* True for ="001": Excel's way to keep a text from becoming a number. */
bool prepare_is_excel(struct str cell);
/* The bytes of the line break at `at`: 0, 1 (LF, lone CR) or 2 (CRLF). */
size_t prepare_line_break(struct str text, size_t at);

#endif
