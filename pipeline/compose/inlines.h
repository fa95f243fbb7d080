/* The part of the pre-pass that looks inside paragraphs. */
#ifndef NQI_COMPOSE_INLINES_H
#define NQI_COMPOSE_INLINES_H

#include "compose/parts.h"

/* Copies the lines of `text`, a run of lines without a blank one: [^label] becomes
   a note's mark; a * run that cannot open or close emphasis by CommonMark's
   flanking rule although it should gets an empty comment beside it. `line` is the
   expanded line of the first; 0: everything stands at `place`. */
void inlines_rewrite(struct composition *c, struct str text, size_t line,
                     struct place place, struct buf *out);
/* Behind the code span that starts at `at`, or `at` if it is none. */
size_t inlines_code_end(struct str text, size_t at);

#endif
