/* What two releases were made of, compared by their receipts: which files, texts and
   versions differ. */
#ifndef NQI_ISSUE_MADE_H
#define NQI_ISSUE_MADE_H

#include "base/arena.h"
#include "base/str.h"

enum made_change { MADE_CHANGED, MADE_NEW, MADE_GONE };

struct made_difference {
    enum made_change change;
    struct str name; /* input/a.csv; "nqi" of the program */
};

/* The inputs, scripts, templates, fonts and the program of the receipts' texts, in the
   order of their names; all in the arena. A text that is no receipt has none of them.
 */
struct made_difference *made_compare(struct str before, struct str now,
                                     struct arena *arena, size_t *count);

#endif
