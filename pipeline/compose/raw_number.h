/* Numbers as Lua writes them by itself (.., tostring), which no report prints: they are
   rounded by nobody, and not by the report's rule. */
#ifndef NQI_COMPOSE_RAW_NUMBER_H
#define NQI_COMPOSE_RAW_NUMBER_H

#include "base/str.h"

/* The first one in what a script prints: what is marked as MARKED_RAW (base/marked.h),
   1e+20, nan, inf; empty if there is none. What a figure prints is never one. Borrowed
   from `text`. */
struct str raw_number_find(struct str text);

#endif
