#include "ingest/title_english.h"
#include "ingest/periods.h"
#include <string.h>
#include <strings.h>

static bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* The length of the word if it stands at `at`, in letters of any case, whole; else 0.
 */
static size_t word_at(struct str s, size_t at, const char *word) {
    size_t n = strlen(word);
    bool here = at + n <= s.n && strncasecmp(s.p + at, word, n) == 0;
    bool whole = here && (at == 0 || !is_letter(s.p[at - 1]) || !is_letter(word[0])) &&
                 (at + n == s.n || !is_letter(s.p[at + n]));
    return whole ? n : 0;
}

static bool has_any(struct str s, const char *const *words) {
    for (; *words != NULL; words++) {
        for (size_t at = 0; at < s.n; at++) {
            if (word_at(s, at, *words) > 0) {
                return true;
            }
        }
    }
    return false;
}

static bool begins_any(struct str s, const char *const *words) {
    for (; *words != NULL; words++) {
        if (word_at(s, 0, *words) > 0) {
            return true;
        }
    }
    return false;
}

static bool ends_any(struct str s, const char *const *words) {
    for (; *words != NULL; words++) {
        size_t n = strlen(*words);
        if (n <= s.n && word_at(s, s.n - n, *words) > 0) {
            return true;
        }
    }
    return false;
}

enum title_kind title_english_kind(struct str topic) {
    static const char *const several[] = {"and", "with", "&", "/", ";", NULL};
    static const char *const growth[] = {"growth rate",
                                         "growth rates",
                                         "rate of growth",
                                         "rates of growth",
                                         "rate of increase",
                                         "annual growth",
                                         "growth of",
                                         "growth in",
                                         "year-on-year",
                                         "year on year",
                                         "y-o-y",
                                         "yoy",
                                         "month-on-month",
                                         "percent change",
                                         "% change",
                                         "percentage change",
                                         "change over",
                                         NULL};
    static const char *const share[] = {
        "share of",      "shares of",        "share in",
        "proportion of", "percentage of",    "percent of",
        "per cent of",   "as percentage of", NULL};
    static const char *const growths[] = {"growth", NULL}, *const shares[] = {"share",
                                                                              NULL};
    if (has_any(topic, several)) {
        return TITLE_PLAIN;
    }
    return has_any(topic, growth) || ends_any(topic, growths)    ? TITLE_GROWTH
           : begins_any(topic, share) || ends_any(topic, shares) ? TITLE_SHARE
                                                                 : TITLE_PLAIN;
}

bool title_english_cumulated(struct str text) {
    static const char *const words[] = {
        "cumulative",   "cumulated", "accumulated", "year-to-date",
        "year to date", "ytd",       NULL};
    return has_any(text, words);
}

bool title_english_aside(struct str before, struct str after) {
    static const char *const books[] = {
        "yearbook", "bulletin", "communique", "abstract", "handbook",
        "report",   "edition",  "ed",         "since",    "than",
        "with",     "versus",   "vs",         NULL};
    static const char *const next[] = {"edition",  "prices", "price",
                                       "revision", "census", NULL};
    static const char *const titles[] = {"yearbook", "bulletin", "communique",
                                         "abstract", "handbook", NULL};
    before = str_trim(before);
    while (before.n > 0 && strchr("(,:", before.p[before.n - 1]) != NULL) {
        before = str_trim(str_slice(before, 0, before.n - 1));
    }
    after = str_trim(after);
    size_t end = 0; /* of the phrase: 2023 Statistical Yearbook */
    while (end < after.n && strchr(",.:;()", after.p[end]) == NULL) {
        end++;
    }
    return ends_any(before, books) || begins_any(after, next) ||
           has_any(str_slice(after, 0, end), titles);
}

/* ---- periods ---- */

static size_t skip_blanks(struct str s, size_t at) {
    while (at < s.n && s.p[at] == ' ') {
        at++;
    }
    return at;
}

/* A month's name at *at, which is moved behind it; 0: none. */
static int take_month(struct str s, size_t *at, struct arena *arena) {
    size_t end = *at;
    while (end < s.n && is_letter(s.p[end])) {
        end++;
    }
    int month = end > *at ? period_month_name(str_slice(s, *at, end), arena) : 0;
    *at = month > 0 ? end + (end < s.n && s.p[end] == '.') : *at;
    return month;
}

/* 2023, behind blanks, a comma or "of"; 0: none. */
static int take_year(struct str s, size_t *at) {
    size_t from = skip_blanks(s, *at);
    from = skip_blanks(s, from + (from < s.n && s.p[from] == ','));
    from = skip_blanks(s, from + word_at(s, from, "of"));
    int year = 0;
    for (size_t i = from; i < from + 4; i++) {
        if (i >= s.n || !is_digit(s.p[i])) {
            return 0;
        }
        year = year * 10 + (s.p[i] - '0');
    }
    if (year < 1900 || year > 2100 || (from + 4 < s.n && is_digit(s.p[from + 4]))) {
        return 0;
    }
    *at = from + 4;
    return year;
}

/* A dash, "to" or "through" between two months. */
static bool take_dash(struct str s, size_t *at) {
    static const char *const dashes[] = {"-", "–", "—", "~"};
    size_t from = skip_blanks(s, *at), n = word_at(s, from, "to");
    n = n > 0 ? n : word_at(s, from, "through");
    for (size_t i = 0; i < sizeof dashes / sizeof *dashes && n == 0; i++) {
        struct str dash = str_from(dashes[i]);
        n = str_starts(str_slice(s, from, s.n), dash) ? dash.n : 0;
    }
    *at = n > 0 ? skip_blanks(s, from + n) : *at;
    return n > 0;
}

/* Q3, Q1-Q3, H1: its months. */
static bool take_quarters(struct str s, size_t *at, int *first, int *last) {
    bool half = *at < s.n && (s.p[*at] == 'H' || s.p[*at] == 'h');
    int length = half ? 6 : 3, most = half ? 2 : 4;
    size_t end = *at;
    for (int part = 0; part < 2; part++) {
        const char *letter = half ? "Hh" : "Qq";
        bool here = end + 1 < s.n && strchr(letter, s.p[end]) != NULL &&
                    s.p[end + 1] >= '1' && s.p[end + 1] <= '0' + most &&
                    (end + 2 >= s.n || !is_digit(s.p[end + 2]));
        if (!here) {
            return part == 1;
        }
        int index = s.p[end + 1] - '0';
        *first = part == 0 ? (index - 1) * length + 1 : *first;
        *last = index * length;
        *at = end += 2;
        if (!take_dash(s, &end)) {
            return true;
        }
    }
    return true;
}

/* One month, or several: *last is the same as *first, or behind it. False if none is
   there. */
static bool take_months(struct str s, size_t *at, struct arena *arena, int *first,
                        int *last) {
    *first = *last = take_month(s, at, arena);
    size_t end = *at;
    int to = *first > 0 && take_dash(s, &end) ? take_month(s, &end, arena) : 0;
    if (to > *first) {
        *last = to;
        *at = end;
    }
    return *first > 0;
}

/* first half, first three quarters, first nine months: the last month, or 0. */
static int take_part(struct str s, size_t *at) {
    static const char *const numbers[] = {"two",   "three", "four", "five", "six",
                                          "seven", "eight", "nine", "ten",  "eleven"};
    size_t n = word_at(s, *at, "first"), from = skip_blanks(s, *at + n);
    if (n == 0) {
        return 0;
    }
    n = word_at(s, from, "half");
    if (n > 0) {
        *at = from + n;
        return 6;
    }
    n = word_at(s, from, "quarter");
    if (n > 0) {
        *at = from + n;
        return 3;
    }
    for (int i = 0; i < 10; i++) {
        size_t word = word_at(s, from, numbers[i]);
        size_t to = skip_blanks(s, from + word);
        size_t quarters = word > 0 ? word_at(s, to, "quarters") : 0;
        size_t months = word > 0 ? word_at(s, to, "months") : 0;
        if (quarters + months > 0 && (months > 0 || i < 2)) {
            *at = to + quarters + months;
            return months > 0 ? i + 2 : (i + 2) * 3;
        }
    }
    return 0;
}

static bool give(int year, int first, int last, struct arena *arena,
                 struct period *out) {
    static const struct source_profile none = {0};
    struct str text = first == last ? arena_printf(arena, "%d年%d月", year, first)
                      : first > 1 && last - first == 2
                          ? arena_printf(arena, "%d年%d季度", year, last / 3)
                      : first > 1 && last - first == 5
                          ? arena_printf(arena, "%d年下半年", year)
                          : arena_printf(arena, "%d年%d-%d月", year, first, last);
    if (year == 0) {
        text = str_slice(text, strlen("0年"), text.n);
    }
    enum period_reading reading = period_read(text, 0, &none, arena, out);
    return reading == PERIOD_READ || (reading == PERIOD_NO_YEAR && year == 0);
}

size_t title_english_period(struct str s, size_t from, struct arena *arena,
                            struct period *out) {
    size_t at = from;
    int first = 1, last = 0, year = 0;
    if (from > 0 && (is_letter(s.p[from - 1]) || is_digit(s.p[from - 1]))) {
        return from;
    }
    if (is_digit(s.p[at])) {
        /* 2023 Jan-Sep */
        year = take_year(s, &at);
        at = skip_blanks(s, at);
        bool months = year > 0 && (take_quarters(s, &at, &first, &last) ||
                                   take_months(s, &at, arena, &first, &last));
        return months && give(year, first, last, arena, out) ? at : from;
    }
    last = take_part(s, &at);
    if (last == 0 && !take_quarters(s, &at, &first, &last) &&
        !take_months(s, &at, arena, &first, &last)) {
        return from;
    }
    year = take_year(s, &at);
    bool named = year > 0 || first < last;
    return named && give(year, first, last, arena, out) ? at : from;
}
