/* From the expanded Markdown to the document's tree: cmark parses it, marks become
   CUSTOM nodes with their objects, raw HTML and unsafe links are refused. */
#ifndef NQI_COMPOSE_MARKDOWN_H
#define NQI_COMPOSE_MARKDOWN_H

#include "compose/parts.h"

/* Parses c->text into c->doc's root and attaches all block objects and headings. */
void markdown_blocks(struct composition *c);
/* After numbering: notes, references, spans and links, in document order. */
void markdown_parse_inlines(struct composition *c);

#endif
