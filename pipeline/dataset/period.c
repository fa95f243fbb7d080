#include "dataset/period.h"

#include "words/words.h"
#include <stdio.h>

#define YEAR_MIN 1000
#define YEAR_MAX 9999

/* Exactly `count` digits at `at`; -1 if there are not. */
static int digits(struct str s, size_t at, size_t count) {
    if (at + count > s.n) {
        return -1;
    }
    int value = 0;
    for (size_t i = at; i < at + count; i++) {
        if (s.p[i] < '0' || s.p[i] > '9') {
            return -1;
        }
        value = value * 10 + (s.p[i] - '0');
    }
    return value;
}

struct period period_make(int year, enum period_kind kind, int index) {
    return (struct period){(uint16_t)year, kind & 0xf, (unsigned)index & 0xfff};
}

/* The weekday of a year's first of January: 0 is Monday (Sakamoto's method). */
static int first_weekday(int year) {
    int y = year - 1;
    return (y + y / 4 - y / 100 + y / 400) % 7;
}

static bool is_leap(int year) {
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

/* ISO 8601, 3.1.1.23: week 1 is the one with the first Thursday. */
int period_weeks(int year) {
    int first = first_weekday(year);
    return first == 3 || (first == 2 && is_leap(year)) ? 53 : 52;
}

int period_days(int year) { return is_leap(year) ? 366 : 365; }

/* The n-th day from the year's first on, n = 1; it may lie in the year after. */
static uint32_t nth_day(int year, int day) {
    int month = 1;
    for (; day > days_in_month(year, month); month = month % 12 + 1) {
        day -= days_in_month(year, month);
        year += month == 12;
    }
    return day_of(year, month, day);
}

/* The Sunday of a week. */
static uint32_t week_last_day(struct period p) {
    int first = first_weekday(p.year);
    int monday =
        first <= 3 ? 1 - first : 8 - first; /* of week 1, as a day of January */
    return nth_day(p.year, monday + 7 * (p.index - 1) + 6);
}

bool period_week_of(int year, int month, int day, struct period *out) {
    struct period one;
    if (!period_of_day(year, month, day, &one)) {
        return false;
    }
    /* Its Thursday is in the year that the week belongs to. */
    int weekday = (first_weekday(year) + one.index - 1) % 7;
    int thursday = one.index - weekday + 3, first = year;
    if (thursday < 1) {
        thursday += period_days(--first);
    } else if (thursday > period_days(first)) {
        thursday -= period_days(first++);
    }
    *out = period_make(first, PERIOD_WEEK, (thursday - 1) / 7 + 1);
    return true;
}

bool period_of_day(int year, int month, int day, struct period *out) {
    int index = day;
    if (day_of(year, month, day) == 0) {
        return false;
    }
    for (int i = 1; i < month; i++) {
        index += days_in_month(year, i);
    }
    *out = period_make(year, PERIOD_DAY, index);
    return true;
}

bool period_from_code(struct str code, struct period *out) {
    *out = period_make(0, PERIOD_NOT_STATED, 0);
    if (code.n == 0 || str_equal(code, STR("undated"))) {
        return true;
    }
    int year = digits(code, 0, 4);
    if (year < YEAR_MIN) {
        return false;
    }
    if (code.n == 4) {
        *out = period_make(year, PERIOD_YEAR, 0);
        return true;
    }
    if (code.p[4] != '-') {
        return false;
    }
    struct str tail = str_slice(code, 5, code.n);
    if (tail.n == 5 && tail.p[2] == '-') {
        return period_of_day(year, digits(tail, 0, 2), digits(tail, 3, 2), out);
    }
    enum period_kind kind = PERIOD_MONTH;
    int index = -1, most = 12;
    if (tail.n == 2 && tail.p[0] == 'H') {
        kind = PERIOD_HALF, index = digits(tail, 1, 1), most = 2;
    } else if (tail.n == 2 && tail.p[0] == 'Q') {
        kind = PERIOD_QUARTER, index = digits(tail, 1, 1), most = 4;
    } else if (tail.n == 3 && tail.p[0] == 'W') {
        kind = PERIOD_WEEK, index = digits(tail, 1, 2), most = period_weeks(year);
    } else if (tail.n == 2) {
        index = digits(tail, 0, 2);
    } else if (tail.n == 5 && str_starts(tail, STR("YTD"))) {
        kind = PERIOD_YTD, index = digits(tail, 3, 2);
    } else if (tail.n == 4) {
        kind = PERIOD_SPAN, index = digits(tail, 0, 4) - year, most = 255;
    }
    if (index < 1 || index > most) {
        return false;
    }
    *out = period_make(year, kind, index);
    return true;
}

struct str period_code(struct period p, struct arena *arena) {
    switch ((enum period_kind)p.kind) {
    case PERIOD_NOT_STATED:
        return STR("undated");
    case PERIOD_YEAR:
        return arena_printf(arena, "%04d", p.year);
    case PERIOD_HALF:
        return arena_printf(arena, "%04d-H%d", p.year, p.index);
    case PERIOD_QUARTER:
        return arena_printf(arena, "%04d-Q%d", p.year, p.index);
    case PERIOD_MONTH:
        return arena_printf(arena, "%04d-%02d", p.year, p.index);
    case PERIOD_YTD:
        return arena_printf(arena, "%04d-YTD%02d", p.year, p.index);
    case PERIOD_SPAN:
        return arena_printf(arena, "%04d-%04d", p.year, p.year + p.index);
    case PERIOD_WEEK:
        return arena_printf(arena, "%04d-W%02d", p.year, p.index);
    case PERIOD_DAY: {
        uint32_t day = nth_day(p.year, p.index);
        return arena_printf(arena, "%04u-%02u-%02u", day / 10000, day / 100 % 100,
                            day % 100);
    }
    case PERIOD_KINDS:
        break;
    }
    return STR("undated");
}

static struct str year_text(int year, char room[16]) {
    int n = snprintf(room, 16, "%d", year);
    return (struct str){room, (size_t)n};
}

/* 31 December 2023 */
static struct str day_label(struct catalogue vocabulary, struct period p,
                            struct arena *arena) {
    char year[16], number[16];
    uint32_t day = nth_day(p.year, p.index);
    const struct words_value values[] = {
        {"year", year_text(p.year, year)},
        {"month", words_form(vocabulary, "period.month", day / 100 % 100)},
        {"day", year_text((int)(day % 100), number)}};
    return words_fill(vocabulary, "period.day", values, 3, arena);
}

/* The words of a kind with the year, and the month or the last year where they have
   it. */
static struct str label(struct catalogue vocabulary, struct period p, const char *key,
                        struct arena *arena) {
    char first[16], last[16];
    struct words_value values[] = {{"year", year_text(p.year, first)}, {"", STR("")}};
    if (p.kind == PERIOD_MONTH || p.kind == PERIOD_YTD)
        values[1] = (struct words_value){
            "month", words_form(vocabulary, "period.month", p.index)};
    if (p.kind == PERIOD_WEEK) {
        values[1] = (struct words_value){"week", year_text(p.index, last)};
    }
    if (p.kind == PERIOD_SPAN) {
        values[0].name = "first";
        values[1] = (struct words_value){"last", year_text(p.year + p.index, last)};
    }
    return words_fill(vocabulary, key, values, values[1].name[0] != '\0' ? 2 : 1,
                      arena);
}

struct str period_label(struct period p, struct catalogue vocabulary,
                        struct arena *arena) {
    static const char *const quarters[] = {"period.quarter.1", "period.quarter.2",
                                           "period.quarter.3", "period.quarter.4"};
    switch ((enum period_kind)p.kind) {
    case PERIOD_NOT_STATED:
        break;
    case PERIOD_YEAR:
        return label(vocabulary, p, "period.year", arena);
    case PERIOD_HALF:
        return label(vocabulary, p, p.index == 1 ? "period.half.1" : "period.half.2",
                     arena);
    case PERIOD_QUARTER:
        return label(vocabulary, p, quarters[(p.index - 1) & 3], arena);
    case PERIOD_MONTH:
        return label(vocabulary, p, "period.month", arena);
    case PERIOD_YTD: /* January alone is a month */
        return label(vocabulary, p, p.index == 1 ? "period.month" : "period.ytd",
                     arena);
    case PERIOD_SPAN:
        return label(vocabulary, p, "period.span", arena);
    case PERIOD_WEEK:
        return label(vocabulary, p, "period.week", arena);
    case PERIOD_DAY:
        return day_label(vocabulary, p, arena);
    case PERIOD_KINDS:
        break;
    }
    return words_text(vocabulary, "period.none");
}

struct str date_label(struct str date, struct catalogue vocabulary,
                      struct arena *arena) {
    struct period day;
    return period_from_code(date, &day) && day.kind == PERIOD_DAY
               ? period_label(day, vocabulary, arena)
               : date;
}

/* No other kind has more than 255 periods a year, and none follows: days reach into
   the keys of a kind that there is not. */
_Static_assert(PERIOD_DAY + 1 == PERIOD_KINDS, "the keys behind it are those of days");

uint32_t period_key(struct period p) {
    return (uint32_t)p.year << 16 | (((uint32_t)p.kind << 8) + p.index);
}

bool period_equal(struct period a, struct period b) {
    return period_key(a) == period_key(b);
}

/* The last month that the period covers, counted from year 0. */
static int last_month(struct period p) {
    int december = p.year * 12 + 11;
    switch ((enum period_kind)p.kind) {
    case PERIOD_NOT_STATED:
        return -1;
    case PERIOD_YEAR:
        return december;
    case PERIOD_HALF:
        return p.year * 12 + p.index * 6 - 1;
    case PERIOD_QUARTER:
        return p.year * 12 + p.index * 3 - 1;
    case PERIOD_MONTH:
    case PERIOD_YTD:
        return p.year * 12 + p.index - 1;
    case PERIOD_SPAN:
        return december + p.index * 12;
    case PERIOD_WEEK:
    case PERIOD_DAY: {
        int day = (int)period_last_day(p);
        return day / 10000 * 12 + day / 100 % 100 - 1;
    }
    case PERIOD_KINDS:
        break;
    }
    return -1;
}

/* The month in which it begins, as last_month(). */
static int first_month(struct period p, int last) {
    switch ((enum period_kind)p.kind) {
    case PERIOD_YEAR:
    case PERIOD_YTD:
    case PERIOD_SPAN:
        return p.year * 12;
    case PERIOD_HALF:
        return last - 5;
    case PERIOD_QUARTER:
        return last - 2;
    case PERIOD_MONTH:
    case PERIOD_DAY:
        return last;
    case PERIOD_WEEK: /* of seven days, the last of which may be in the next one */
        return week_last_day(p) % 100 < 7 ? last - 1 : last;
    case PERIOD_NOT_STATED:
    case PERIOD_KINDS:
        break;
    }
    return -1;
}

bool period_months(struct period p, int *first, int *last) {
    *last = last_month(p);
    *first = first_month(p, *last);
    return *last >= 0;
}

int period_compare(struct period a, struct period b) {
    uint32_t key_a = period_key(a), key_b = period_key(b);
    /* A span is as late as its last year. */
    if (a.kind == b.kind && a.kind != PERIOD_SPAN) {
        return (key_a > key_b) - (key_a < key_b);
    }
    int x = last_month(a), y = last_month(b);
    if (x != y) {
        return x < y ? -1 : 1;
    }
    if (a.kind >= PERIOD_WEEK || b.kind >= PERIOD_WEEK) {
        uint32_t last_a = period_last_day(a), last_b = period_last_day(b);
        if (last_a != last_b) {
            return last_a < last_b ? -1 : 1;
        }
    }
    if (a.kind != b.kind) {
        return a.kind < b.kind ? -1 : 1;
    }
    return (key_a > key_b) - (key_a < key_b);
}

int days_in_month(int year, int month) {
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return days[month - 1] + (is_leap(year) && month == 2);
}

uint32_t day_of(int year, int month, int day) {
    if (year < YEAR_MIN || year > YEAR_MAX || month < 1 || month > 12 || day < 1 ||
        day > days_in_month(year, month)) {
        return 0;
    }
    return (uint32_t)(year * 10000 + month * 100 + day);
}

uint32_t period_last_day(struct period p) {
    if (p.kind == PERIOD_WEEK) {
        return week_last_day(p);
    }
    if (p.kind == PERIOD_DAY) {
        return nth_day(p.year, p.index);
    }
    int last = last_month(p);
    int year = last / 12, month = last % 12 + 1;
    return last < 0 ? 0 : day_of(year, month, days_in_month(year, month));
}

void day_print(uint32_t day, struct buf *out) {
    if (day != 0) {
        buf_printf(out, "%04u-%02u-%02u", day / 10000, day / 100 % 100, day % 100);
    }
}

/* How many periods of this kind a year has; 0 if they do not tile the year. */
static int a_year(enum period_kind kind) {
    switch (kind) {
    case PERIOD_YEAR:
        return 1;
    case PERIOD_HALF:
        return 2;
    case PERIOD_QUARTER:
        return 4;
    case PERIOD_MONTH:
        return 12;
    case PERIOD_NOT_STATED:
    case PERIOD_YTD:
    case PERIOD_SPAN:
    case PERIOD_WEEK: /* 52 or 53 */
    case PERIOD_DAY:
    case PERIOD_KINDS:
        return 0;
    }
    return 0;
}

/* Weeks and days, of which not all years have as many: `count` tells. */
static bool shift_over(struct period p, int steps, int (*count)(int year),
                       struct period *out) {
    int year = p.year, index = p.index + steps;
    while (index < 1 && year > YEAR_MIN) {
        index += count(--year);
    }
    while (index > count(year) && year < YEAR_MAX) {
        index -= count(year++);
    }
    *out = period_make(year, (enum period_kind)p.kind, index);
    return index >= 1 && index <= count(year);
}

bool period_shift(struct period p, int steps, struct period *out) {
    if (steps > 100000 || steps < -100000) {
        return false;
    }
    if (p.kind == PERIOD_SPAN) {
        int year = p.year + steps * (p.index + 1);
        if (year < YEAR_MIN || year + p.index > YEAR_MAX) {
            return false;
        }
        *out = period_make(year, PERIOD_SPAN, p.index);
        return true;
    }
    if (p.kind == PERIOD_WEEK) {
        return shift_over(p, steps, period_weeks, out);
    }
    if (p.kind == PERIOD_DAY) {
        return shift_over(p, steps, period_days, out);
    }
    int count = a_year((enum period_kind)p.kind);
    if (count == 0) {
        return false;
    }
    int ordinal = p.year * count + (p.index > 0 ? p.index - 1 : 0) + steps;
    if (ordinal < YEAR_MIN * count || ordinal >= (YEAR_MAX + 1) * count) {
        return false;
    }
    *out = period_make(ordinal / count, (enum period_kind)p.kind,
                       count == 1 ? 0 : ordinal % count + 1);
    return true;
}

/* Whether the date is the last of its month. */
static bool split_day(struct period p, int *month, int *day) {
    uint32_t date = nth_day(p.year, p.index);
    *month = (int)(date / 100 % 100);
    *day = (int)(date % 100);
    return *day == days_in_month(p.year, *month);
}

int period_months_apart(struct period day, struct period other) {
    int a, b, month, other_month;
    if (day.kind != PERIOD_DAY || other.kind != PERIOD_DAY) {
        return 0;
    }
    bool last = split_day(day, &month, &a);
    last &= split_day(other, &other_month, &b);
    return a == b || last ? (other.year - day.year) * 12 + other_month - month : 0;
}

bool period_months_later(struct period day, int months, struct period *out) {
    int month, date;
    bool last = split_day(day, &month, &date);
    int at = day.year * 12 + month - 1 + months, most;
    most = days_in_month(at / 12, at % 12 + 1);
    return period_of_day(at / 12, at % 12 + 1, last || date > most ? most : date, out);
}

bool period_previous(struct period p, struct period *out) {
    return period_shift(p, -1, out);
}

bool period_year_ago(struct period p, struct period *out) {
    if (p.kind == PERIOD_NOT_STATED || p.kind == PERIOD_SPAN || p.year <= YEAR_MIN) {
        return false;
    }
    if (p.kind == PERIOD_DAY) {
        int day = (int)nth_day(p.year, p.index);
        return period_of_day(p.year - 1, day / 100 % 100, day % 100, out);
    }
    *out = period_make(p.year - 1, (enum period_kind)p.kind, p.index);
    return p.kind != PERIOD_WEEK || p.index <= period_weeks(out->year);
}
