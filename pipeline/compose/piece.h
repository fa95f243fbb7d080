/* The Markdown of one cell or one note: inlines only, whatever its lines begin with. */
#ifndef NQI_COMPOSE_PIECE_H
#define NQI_COMPOSE_PIECE_H

#include "compose/parts.h"

/* As a PARAGRAPH, which the caller frees; each line feed of `markdown` is a line break.
   The links that the report defines are known in it ([text][label]). What is wrong is
   reported at `place`; one that nests too deep is empty. */
cmark_node *piece_parse(struct composition *c, struct str markdown, struct place place);

#endif
