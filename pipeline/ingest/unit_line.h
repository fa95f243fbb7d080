/* Where a text gives the unit of all values: 单位：万张, Unit: 10,000 persons, in
   thousands. Borrows from it, or is in the arena that is given. */
#ifndef NQI_INGEST_UNIT_LINE_H
#define NQI_INGEST_UNIT_LINE_H

#include "base/arena.h"

/* The unit, or all of them as a list (证书数（单位：万张）和组织数（单位：家）), and
   what stands before. False if there is none; an office (填报单位：…) is none. */
bool unit_line_find(struct str text, struct arena *arena, struct str *before,
                    struct str *units);
/* The same of a text that says nothing besides. */
bool unit_line_alone(struct str text, struct str *unit);
/* The unit that a text is, alone or in brackets: （万元）. False for what may be
   another word (年). */
bool unit_line_bare(struct str text, struct str *unit);
/* True for what such a line is called, in the form of clean_key(): 单位, unit. */
bool unit_line_key(struct str key);
/* True for a unit that begins in one cell and goes on in the next, since its comma
   separates them: Unit: 10 and 000 persons. */
bool unit_line_goes_on(struct str unit, struct str next);

#endif
