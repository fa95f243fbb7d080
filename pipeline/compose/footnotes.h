/* Footnotes [^label]. A text `[^label]: …` enters Markdown as a list item, so that
   cmark finds its paragraphs, lists and code by their indent; afterwards the item is
   taken out of the tree and becomes the note's content. A mark [^label] is looked for
   in what the template typed. */
#ifndef NQI_COMPOSE_FOOTNOTES_H
#define NQI_COMPOSE_FOOTNOTES_H

#include "compose/parts.h"
#include "compose/typed.h"

/* Writes `text` with its footnotes' texts as list items, line for line, and remembers
   them. False, and nothing written, if there are none. */
bool footnotes_enter(struct composition *c, struct str text, struct buf *out);
/* Where the text of a footnote begins in `line`, and what opens the item that stands
   for it there before the `rest` of the line; STR_NOT_FOUND if the line has none. */
size_t footnotes_item(struct str line, const char **sign, struct str *rest);
/* Learns which of them are footnotes, and gives code back what looked like one. */
void footnotes_find(struct composition *c, cmark_node *root);
/* Puts the marks of notes in the place of [^label] in a block's TEXT nodes. `place`:
   of a cell or a note; NULL: by the nodes' own lines. */
void footnotes_refer(struct composition *c, const struct typed_block *block,
                     const struct place *place);
/* Takes the notes' items out of c->doc->root, once its blocks are finished. */
void footnotes_take(struct composition *c);
/* Once all cells are read: a footnote that nothing refers to is an error. */
void footnotes_check(struct composition *c);
/* Frees the contents that no note of the document holds. */
void footnotes_close(struct composition *c);

#endif
