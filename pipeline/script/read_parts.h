/* What an entry of lua/reports.lua lists in for_each and in parameters; the entry is on
   the stack's top. For read_reports.c alone. Both may raise, and leave the stack as it
   was. */
#ifndef NQI_SCRIPT_READ_PARTS_H
#define NQI_SCRIPT_READ_PARTS_H

#include "script/spec.h"

/* Each item becomes a part, which the registry keeps for its scripts; false after
   reporting. */
bool read_parts(struct spec *spec, struct report_definition *report);
/* The table of names and values that the report gives its templates and its model, kept
   in the registry; false after reporting. */
bool read_parameters(struct spec *spec, struct report_definition *report);

#endif
