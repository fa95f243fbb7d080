/* Text with marks: a piece of a text that stands for something carries its number,
   so that what it stands for is found again after the text was joined, formatted or
   passed on. A mark is SO, the piece itself, SI, a decimal number, ETX: three control
   characters that no other text holds (input, templates and scripts are cleaned of
   them or checked). The piece comes first, so that marked texts sort by what is
   printed. A mark that was cut in two loses its number and keeps its text.
   Nothing here allocates or fails. */
#ifndef NQI_BASE_MARKED_H
#define NQI_BASE_MARKED_H

#include "base/buf.h"

/* The number of a mark round what is a number as Lua writes it by itself. */
#define MARKED_RAW 999999999u

/* One piece of a text: what stands between two marks, or inside one. */
struct marked_piece {
    struct str text; /* borrowed; never holds a character of a mark */
    bool marked;
    size_t number;
};

void marked_put(struct buf *out, size_t number, struct str text);
/* The piece at *at, which moves behind it; false at the end. */
bool marked_next(struct str text, size_t *at, struct marked_piece *piece);
/* Whether there is a mark, or a part of one, in the text. */
bool marked_any(struct str text);
/* Whether a piece of it is marked as MARKED_RAW. */
bool marked_raw(struct str text);
/* The text without its marks. */
void marked_strip(struct str text, struct buf *out);

#endif
