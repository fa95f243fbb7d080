/* Dates where a period is expected: 2023-12-31, 20231231, 45170. A date is a period of
   its own (a stock of that day) only where the profile or the form of the file says so
   (options = { dates = "day" }); else it stands for the month or year that it ends. */
#ifndef NQI_INGEST_DATES_H
#define NQI_INGEST_DATES_H

#include "ingest/periods.h"

/* Years that data are of. */
enum { DATES_FIRST_YEAR = 1900, DATES_LAST_YEAR = 2100 };

/* What the date stands for, by the options `dates` and `month_end_dates`: PERIOD_DATE
   if nothing says it. PERIOD_NONE if there is no such day. */
enum period_reading date_period(int year, int month, int day,
                                const struct source_profile *profile,
                                struct period *out);
/* The same of a spreadsheet's number of days; the first of a month is meant as that
   month, unless `dates` is declared. */
enum period_reading date_serial(int days, const struct source_profile *profile,
                                struct period *out);
/* True for 2023-12-31, 2023/12/31, 2023.12.31, 20231231 and 2023年12月31日, with a time
   of day or without. */
bool date_parts(struct str text, int *year, int *month, int *day);
/* Without T00:00:00, 0:00 and what may follow them: midnight is the day itself. */
struct str date_without_midnight(struct str text);
/* True for a date with another time of day, which may be another day where the clocks
   show less. Of the text that date_without_midnight() gives. */
bool date_is_moment(struct str text);

#endif
