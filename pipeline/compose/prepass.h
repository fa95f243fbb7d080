/* What CommonMark lacks and a Markdown writer expects, done on the expanded text
   before cmark reads it: pipe tables, footnotes, heading attributes, and bold that
   ends or begins at Chinese punctuation. Lines keep their numbers. */
#ifndef NQI_COMPOSE_PREPASS_H
#define NQI_COMPOSE_PREPASS_H

#include "compose/parts.h"

/* Writes what cmark is to read; tables and notes become marks. What is wrong is
   reported, and the rest goes on. */
void prepass(struct composition *c, struct str text, struct buf *out);
/* The same for the inlines of one cell or note, which stand at `place`. */
void prepass_inlines(struct composition *c, struct str text, struct place place,
                     struct buf *out);

/* Once all cells are read: a footnote that nothing refers to is an error. */
void prepass_check_footnotes(struct composition *c);

#endif
