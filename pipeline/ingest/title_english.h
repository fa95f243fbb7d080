/* What English titles say, as ingest/title.h has it for Chinese ones. */
#ifndef NQI_INGEST_TITLE_ENGLISH_H
#define NQI_INGEST_TITLE_ENGLISH_H

#include "ingest/title.h"

/* Growth rate of GDP, GDP (year-on-year); share of exports. */
enum title_kind title_english_kind(struct str topic);
/* cumulative, year to date */
bool title_english_cumulated(struct str text);
/* The period that begins at `from`: September 2023, Jan–Sep 2023, 2023 Jan-Sep, Q3
   2023, first half of 2023, first three quarters; returns where it ends, or `from`.
   What leaves its year out has the year 0, and is never one month: May is a word, too.
 */
size_t title_english_period(struct str s, size_t from, struct arena *arena,
                            struct period *out);
/* True if the period between the two texts is none of the data: Yearbook 2023, 2023
   edition, since 2015, at 2015 prices. */
bool title_english_aside(struct str before, struct str after);

#endif
