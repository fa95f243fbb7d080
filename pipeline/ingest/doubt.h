/* Forms that have two readings each, of which the other cells of the same table may
   leave one: BJ beside AH is a province, alone it may be Benin. Every cell is shown to
   the doubt; what is open and not settled is refused (doubt_holds). */
#ifndef NQI_INGEST_DOUBT_H
#define NQI_INGEST_DOUBT_H

#include "ingest/names.h"

struct doubt {
    bool open;      /* a form with two readings was seen */
    int year;       /* of the first text such as 2009-10 */
    bool settled;   /* and one that leaves only the usual reading */
    bool year_end;  /* 2023-12-31 was seen: the year, or December? */
    bool month_end; /* 2023-09-30 was: such days are months */
    bool padded;    /* 2023.09 was: 2023.10 is October, whose January is 2023.01 */
    bool bare;      /* 2023.9 was: then it is not known */
    bool cut;       /* 2023.10 was */
};

/* True if `text` names a province by two letters that are a country's code, too. */
bool doubt_is_code(const struct names *areas, struct str text,
                   const struct source_profile *profile, struct arena *arena);
void doubt_see_code(struct doubt *doubt, const struct names *areas, struct str text,
                    const struct source_profile *profile, struct arena *arena);
/* True for 2009/10 and 2009-10: October, or the year that begins in 2009. */
bool doubt_is_years(struct str text);
/* 2009/10 is open by itself, and 2009-10 beside another such year, unless a text as
   2009/09 or 2009-11 shows that months are meant, or the profile declares
   financial_years. Ends of months among the texts are seen, too. */
void doubt_see_years(struct doubt *doubt, struct str text,
                     const struct source_profile *profile);
/* True for 2023.10 beside 2023.01 and no 2023.1: no spreadsheet has cut the zeros. */
bool doubt_is_october(const struct doubt *doubt, struct str text);
bool doubt_holds(const struct doubt *doubt);
/* True if 2023-12-31 stands among ends of other months: it is December then. */
bool doubt_is_december(const struct doubt *doubt, struct str text,
                       const struct source_profile *profile);

#endif
