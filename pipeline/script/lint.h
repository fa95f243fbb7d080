/* The linter of scripts and templates: finds `==` and `~=` between a figure and a
   number, and of what a figure was printed as (`f:fixed(1) == "0.0"`: the text carries
   a mark), which Lua answers with "unequal" without asking. It knows a figure by
   how the expression ends: v.CODE, get …, sum {…}, x:growth(), row.figure. */
#ifndef NQI_SCRIPT_LINT_H
#define NQI_SCRIPT_LINT_H

#include "base/diag.h"

/* False after reporting. `first_line` is the file's line of the text's first. */
bool lint_source(struct str text, struct str file, size_t first_line,
                 struct diag *diag);

#endif
