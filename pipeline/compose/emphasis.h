/* Emphasis in Chinese. By CommonMark's flanking rule (0.30, 6.2) the second ** of
   `**增长，**同比` cannot close: it stands between punctuation and a letter, and
   Chinese puts no space there. With a neutral character beside the run, neither space
   nor punctuation, it can. Which runs need one, cmark says itself: the variants of a
   paragraph are parsed, and taken is the one without strong text inside strong text or
   emphasis inside emphasis, then with the fewest asterisks left over, then with the
   fewest changes. `_` is left
   to CommonMark. A text in ASCII is never changed. */
#ifndef NQI_COMPOSE_EMPHASIS_H
#define NQI_COMPOSE_EMPHASIS_H

#include "compose/parts.h"

/* Where neutral characters go: bytes of the text, ascending. */
struct emphasis_places {
    size_t *items;
    size_t count;
};

/* False if cmark has read a block's emphasis to the last asterisk. */
bool emphasis_is_doubtful(cmark_node *block);
/* The places of the best variant of a paragraph's text, a line of it a line without
   indent. Up to 32 runs in doubt are weighed together, sixteen variants of a beginning
   at once; of more, the first are settled where nothing is open. Past 8 MB of variants
   it is an error at `place`. */
void emphasis_choose(struct composition *c, struct str text, struct place place,
                     struct emphasis_places *places);

#endif
