/* The written forms of periods: 2023年9月, 202309, 2023M09, 1—9月, 前三季度,
   “十四五”时期, 二〇二三年九月 … */
#ifndef NQI_INGEST_PERIODS_H
#define NQI_INGEST_PERIODS_H

#include "base/arena.h"
#include "dataset/period.h"
#include "dataset/profile.h"

enum period_reading {
    PERIOD_READ,
    PERIOD_NONE,      /* not a period at all */
    PERIOD_AMBIGUOUS, /* 2023.10: October, or January with a lost zero? */
    PERIOD_NO_YEAR,   /* 9月, and nothing says of which year */
    PERIOD_UNDECLARED /* Sep-23, 45170: only where the profile says so */
};

/* `year` is that of the file or title for forms without one, or 0. Options of the
   profile: month_names (Sep-23), serial_dates (45170), month_end_dates
   (2023-12-31 is December, not the year). */
enum period_reading period_read(struct str text, int year,
                                const struct source_profile *profile,
                                struct arena *arena, struct period *out);
/* The day from which a vintage was known: 2024-01-15, 2024年1月15日, 20240115,
   2024-01-15T08:30:00; of a year, half, quarter or month the last day, for it was not
   surely known before. False if the text names none. */
bool day_read(struct str text, struct arena *arena, uint32_t *out);
/* The period that a title begins with (2023年9月全省…情况表), if it does. */
bool period_of_title(struct str title, struct arena *arena, struct period *out);

#endif
