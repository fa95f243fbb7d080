/* Line ends of a justified paragraph chosen together, so that no line is stretched
   where its neighbours could help. For paragraph.c. */
#ifndef NQI_TEXT_EVEN_H
#define NQI_TEXT_EVEN_H

#include "text/line.h"

/* Moves the ends of `count` lines, as they were filled one after the other, to where
   the whole paragraph has the least white added; as many lines. Leaves them as they are
   if none of them is stretched much, or nothing is better. */
void lines_even(const struct setter *s, struct cut *cuts, size_t count);

#endif
