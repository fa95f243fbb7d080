/* Forms that have two readings each, of which the other cells of the same table may
   leave one: BJ beside AH is a province, alone it may be Benin. Every cell is shown to
   the doubt; what is open and not settled is refused (doubt_holds). */
#ifndef NQI_INGEST_DOUBT_H
#define NQI_INGEST_DOUBT_H

#include "ingest/names.h"

struct doubt {
    bool open;    /* a form with two readings was seen */
    bool settled; /* and one that leaves only the usual reading */
};

/* True if `text` names a province by two letters that are a country's code, too. */
bool doubt_is_code(const struct names *areas, struct str text,
                   const struct source_profile *profile, struct arena *arena);
void doubt_see_code(struct doubt *doubt, const struct names *areas, struct str text,
                    const struct source_profile *profile, struct arena *arena);
bool doubt_holds(const struct doubt *doubt);

#endif
