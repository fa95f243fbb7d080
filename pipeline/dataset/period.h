/* Periods: a year, half, quarter, month, week, day, year-to-date, a span of years, or
   not stated. 同期 (the same period a year ago) and 上期 (the one before) are
   methods of the period: the previous row of a table is never taken for it.
   A stock of 2023-12-31 is of that day, and not of 2023: nothing takes one for the
   other. Where no period is meant, a day is a number that reads as its date: 20240115;
   0 is no day. */
#ifndef NQI_DATASET_PERIOD_H
#define NQI_DATASET_PERIOD_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/catalogue.h"

enum period_kind {
    PERIOD_NOT_STATED,
    PERIOD_YEAR,    /* 2023 */
    PERIOD_HALF,    /* 2023-H1, index 1 or 2 */
    PERIOD_QUARTER, /* 2023-Q3, index 1 to 4 */
    PERIOD_MONTH,   /* 2023-09, index 1 to 12 */
    PERIOD_YTD,     /* 2023-YTD09: January to month `index` */
    PERIOD_SPAN,    /* 2021-2025: `year` to `year + index` */
    PERIOD_WEEK,    /* 2023-W05, index 1 to 53: weeks of ISO 8601, from Monday on */
    PERIOD_DAY,     /* 2023-12-31, index 1 to 366: the day of the year */
    PERIOD_KINDS
};

struct period {
    uint16_t year;
    uint16_t kind : 4;   /* enum period_kind */
    uint16_t index : 12; /* see the kind; 0 for a year */
};
_Static_assert(sizeof(struct period) == 4, "an observation has one");

/* What a look-up sees: periods that end not after `period` does (any, if it is not
   stated) and of these what was known on the day `known` (0: the newest). A vintage
   without a day was always known. */
struct as_of {
    struct period period;
    uint32_t known;
};

/* Nothing is checked. */
struct period period_make(int year, enum period_kind kind, int index);
/* The period of one day; false if there is no such day. */
bool period_of_day(int year, int month, int day, struct period *out);
/* The week in which a day lies; it may be of the year before or after. */
bool period_week_of(int year, int month, int day, struct period *out);
/* Reads the canonical code shown above (empty: not stated). False otherwise.
   The many written forms (2023年9月, 1—9月, …) are ingest's business. */
bool period_from_code(struct str code, struct period *out);
/* The canonical code; it is also the folder name of a release. "undated" for a
   period that is not stated. */
struct str period_code(struct period p, struct arena *arena);
/* As printed, in the words of a vocabulary (words/words.h): 2023年, 2023年上半年,
   2023年三季度, 2023年9月, 2023年1—9月, 2021—2025年, 2023年第5周, 2023年12月31日,
   时期未注明. */
struct str period_label(struct period p, struct catalogue vocabulary,
                        struct arena *arena);
/* The label of a day's code, 2023年12月31日; any other text of a date as it is. */
struct str date_label(struct str date, struct catalogue vocabulary,
                      struct arena *arena);

bool period_equal(struct period a, struct period b);
/* By time (last day), then kind; not stated comes first. */
int period_compare(struct period a, struct period b);
/* 上期: the period before of the same kind, of a day the day before. YTD and not stated
   have none: they return false. */
bool period_previous(struct period p, struct period *out);
/* 同期: the same period a year ago, of a day the same date; 29 February has none. */
bool period_year_ago(struct period p, struct period *out);
/* `steps` periods of the same kind later (earlier if negative). */
bool period_shift(struct period p, int steps, struct period *out);
/* Days that come every month, quarter or year: the months from one to another (negative
   for an earlier one) if both are the same day of their months, or both the last; else
   0. The day so many months later in the same sense. */
int period_months_apart(struct period day, struct period other);
bool period_months_later(struct period day, int months, struct period *out);
/* The months that it covers, counted from year 0; false if it is not stated. */
bool period_months(struct period p, int *first, int *last);
/* The last day that it covers; 0 if it is not stated. */
uint32_t period_last_day(struct period p);
int days_in_month(int year, int month);
/* 52 or 53; 365 or 366. */
int period_weeks(int year);
int period_days(int year);
/* 0 if there is no such day. */
uint32_t day_of(int year, int month, int day);
/* 2024-01-15; nothing for no day. */
void day_print(uint32_t day, struct buf *out);
/* A key for hashing and columns: equal periods, equal keys. */
uint32_t period_key(struct period p);

#endif
