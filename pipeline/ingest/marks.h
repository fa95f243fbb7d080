/* The marks of notes at names and lines: ①, *, 1), （注）. What is one is told by its
   form alone. Nothing allocates. */
#ifndef NQI_INGEST_MARKS_H
#define NQI_INGEST_MARKS_H

#include "base/str.h"

/* Without the marks behind it (安徽①, 江苏*, 浙江1), 广东（注）, 2023年注2) and before it
   (①安徽, *天津, （1）广西). All of it, if nothing else would be left. Borrows. */
struct str marks_off(struct str s);
/* The bytes of a mark that the text begins with; 0: none. A note begins so that has no
   word for it, and a row may. (1) numbers too much to be one here. */
size_t marks_front(struct str s);

#endif
