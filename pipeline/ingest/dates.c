#include "ingest/dates.h"

static struct str dates_rule(const struct source_profile *profile) {
    return profile_lookup(profile->options, profile->option_count, STR("dates"));
}

enum period_reading date_period(int year, int month, int day,
                                const struct source_profile *profile,
                                struct period *out) {
    static const struct {
        const char *name;
        enum period_kind kind;
        int months;
    } rules[] = {{"month", PERIOD_MONTH, 1},
                 {"quarter", PERIOD_QUARTER, 3},
                 {"half", PERIOD_HALF, 6},
                 {"year", PERIOD_YEAR, 12}};
    struct str rule = dates_rule(profile);
    if (year < DATES_FIRST_YEAR || year > DATES_LAST_YEAR ||
        day_of(year, month, day) == 0) {
        return PERIOD_NONE;
    }
    bool last = day == days_in_month(year, month);
    if (str_equal(rule, STR("day"))) {
        return period_of_day(year, month, day, out) ? PERIOD_READ : PERIOD_NONE;
    }
    for (size_t i = 0; i < sizeof rules / sizeof *rules && rule.n > 0; i++) {
        int months = rules[i].months, index = (month - 1) / months + 1;
        if (!str_equal(rule, str_from(rules[i].name))) {
            continue;
        }
        if (!(day == 1 && (month - 1) % months == 0) &&
            !(last && month % months == 0)) {
            return PERIOD_DATE;
        }
        *out = period_make(year, rules[i].kind, months == 12 ? 0 : index);
        return PERIOD_READ;
    }
    if (!last) {
        return PERIOD_DATE;
    }
    bool year_end = month == 12 && !profile_option(profile, STR("month_end_dates"));
    *out = year_end ? period_make(year, PERIOD_YEAR, 0)
                    : period_make(year, PERIOD_MONTH, month);
    return PERIOD_READ;
}

/* Days from 1899-12-30. */
enum period_reading date_serial(int days, const struct source_profile *profile,
                                struct period *out) {
    if (!profile_option(profile, STR("serial_dates"))) {
        return PERIOD_UNDECLARED;
    }
    int year = 1900, month = 1, day = days - 1; /* 1900-01-01 is day 2 */
    for (; day > days_in_month(year, month); month = month % 12 + 1) {
        day -= days_in_month(year, month);
        year += month == 12;
    }
    if (day != 1 || dates_rule(profile).n > 0) {
        return date_period(year, month, day, profile, out);
    }
    *out = period_make(year, PERIOD_MONTH, month);
    return PERIOD_READ;
}

/* One or two digits, or as many as `least`; where they end, or 0. */
static size_t take_digits(struct str s, size_t at, size_t least, int *value) {
    size_t from = at, most = least > 2 ? least : 2;
    *value = 0;
    while (at < s.n && at - from < most && s.p[at] >= '0' && s.p[at] <= '9') {
        *value = *value * 10 + (s.p[at++] - '0');
    }
    return at - from < least ? 0 : at;
}

/* Behind one of the marks that may stand there; 0 if none does. */
static size_t take_mark(struct str s, size_t at, const char *word) {
    struct str rest = str_slice(s, at, s.n), sign = str_from(word);
    if (str_starts(rest, sign)) {
        return at + sign.n;
    }
    return rest.n > 0 && (rest.p[0] == '-' || rest.p[0] == '/' || rest.p[0] == '.')
               ? at + 1
               : 0;
}

/* Where the date ends, or 0. */
static size_t date_end(struct str s, int *year, int *month, int *day) {
    size_t at = take_digits(s, 0, 4, year);
    size_t mark = at > 0 ? take_mark(s, at, "年") : 0;
    if (at == 0 || (mark == 0 && s.n < 8)) {
        return 0;
    }
    if (mark == 0) {
        at = take_digits(s, at, 2, month);
        return at > 0 ? take_digits(s, at, 2, day) : 0;
    }
    at = take_digits(s, mark, 1, month);
    mark = at > 0 ? take_mark(s, at, "月") : 0;
    at = mark > 0 ? take_digits(s, mark, 1, day) : 0;
    return at > 0 && str_starts(str_slice(s, at, s.n), STR("日")) ? at + 3 : at;
}

static bool is_time(struct str s, size_t at) {
    int hour;
    if (at + 4 > s.n || (s.p[at] != 'T' && s.p[at] != ' ')) {
        return false;
    }
    size_t end = take_digits(s, at + 1, 1, &hour);
    return end > 0 && end < s.n && s.p[end] == ':';
}

bool date_parts(struct str text, int *year, int *month, int *day) {
    size_t end = date_end(text, year, month, day);
    return end > 0 && (end == text.n || is_time(text, end)) &&
           day_of(*year, *month, *day) != 0;
}

bool date_is_moment(struct str text) {
    int year, month, day;
    size_t end = date_end(text, &year, &month, &day);
    return end > 0 && is_time(text, end);
}

struct str date_without_midnight(struct str text) {
    int year, month, day;
    size_t end = date_end(text, &year, &month, &day);
    if (end == 0 || !is_time(text, end)) {
        return text;
    }
    for (size_t i = end + 1; i < text.n; i++) {
        char c = text.p[i];
        if (c == 'Z' || c == '+') {
            break; /* of which clock */
        }
        if (c != '0' && c != ':' && c != '.') {
            return text;
        }
    }
    return str_slice(text, 0, end);
}
