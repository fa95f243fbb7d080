/* The written forms of periods: 2023年9月, 202309, 2023M09, 1—9月, 前三季度,
   “十四五”时期, 二〇二三年九月 … */
#ifndef NQI_INGEST_PERIODS_H
#define NQI_INGEST_PERIODS_H

#include "base/arena.h"
#include "dataset/period.h"
#include "dataset/profile.h"

enum period_reading {
    PERIOD_READ,
    PERIOD_NONE,       /* not a period at all */
    PERIOD_AMBIGUOUS,  /* 2023.10: October, or January with a lost zero? */
    PERIOD_NO_YEAR,    /* 9月, and nothing says of which year: *out has the year 0 */
    PERIOD_UNDECLARED, /* Sep-23, 45170: only where the profile says so */
    PERIOD_DATE,       /* 2015-04-01: only where the profile says what it stands for */
    PERIOD_MOMENT,     /* 2023-02-01T12:00:00 */
    PERIOD_THIRD,      /* 2023-T2: a third of a year, or a quarter (trimestre) */
    PERIOD_TWO_YEARS,  /* 2018/19, or 2009/10 beside it: the same */
    PERIOD_REWRITTEN,  /* 1月2日, 5-Mar: what a spreadsheet made of 1-2月 and 3-5 */
    PERIOD_SKIP        /* the profile leaves it out */
};

/* `year` is that of the file or title for forms without one, or 0. Options of the
   profile: month_names (Sep-23), serial_dates (45170), month_end_dates
   (2023-12-31 is December, not the year), dates (of which period a day is the first or
   last, or that it is a period itself), financial_years. */
enum period_reading period_read(struct str text, int year,
                                const struct source_profile *profile,
                                struct arena *arena, struct period *out);
/* 9 for September, Sept and Sep.; 0 for what is no name of a month. May is a name of
   people, too: ask where a month is expected. */
int period_month_name(struct str text, struct arena *arena);
/* True for 2009/10 and 2009-10: two years that follow each other, as far as the text
   goes. *month: it may be a month, too. */
bool period_spans_years(struct str text, int *year, bool *month);
/* The day from which a vintage was known: 2024-01-15, 2024年1月15日, 20240115,
   2024-01-15T08:30:00; of a year, half, quarter or month the last day, for it was not
   surely known before. False if the text names none. */
bool day_read(struct str text, struct arena *arena, uint32_t *out);

#endif
