#include "ingest/doubt.h"
#include "ingest/clean.h"
#include "ingest/dates.h"
#include "ingest/periods.h"
#include <unicode/uloc.h>

/* TW, HK and MO are one area in both lists, so they tell nothing. */
static bool means_one(const char code[2]) {
    static const char *const own[] = {"TW", "HK", "MO"};
    for (size_t i = 0; i < sizeof own / sizeof *own; i++) {
        if (code[0] == own[i][0] && code[1] == own[i][1]) {
            return true;
        }
    }
    return false;
}

/* ISO 3166's two letters of a country, as ICU knows them. */
static bool is_country(const char code[2]) {
    for (const char *const *all = uloc_getISOCountries(); *all != NULL; all++) {
        if (code[0] == (*all)[0] && code[1] == (*all)[1]) {
            return true;
        }
    }
    return false;
}

/* Two letters that are a province's code here, in capitals; false for all else. */
static bool take_code(const struct names *areas, struct str text,
                      const struct source_profile *profile, struct arena *arena,
                      char code[2]) {
    uint32_t id, other;
    text = text.n <= 8 ? clean_cell(text) : text; /* ="BJ" */
    if (text.n != 2 || profile->area_level.n > 0 ||
        profile_lookup(profile->areas, profile->area_count, text).n > 0) {
        return false;
    }
    for (size_t i = 0; i < 2; i++) {
        char c = text.p[i];
        code[i] = (char)(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
        if (code[i] < 'A' || code[i] > 'Z') {
            return false;
        }
    }
    return !means_one(code) &&
           area_read(areas, text, 0, profile, arena, &id, &other) == NAME_FOUND &&
           names_is_province(areas, id);
}

bool doubt_is_code(const struct names *areas, struct str text,
                   const struct source_profile *profile, struct arena *arena) {
    char code[2];
    return take_code(areas, text, profile, arena, code) && is_country(code);
}

void doubt_see_code(struct doubt *doubt, const struct names *areas, struct str text,
                    const struct source_profile *profile, struct arena *arena) {
    char code[2];
    if (!doubt->settled && take_code(areas, text, profile, arena, code)) {
        *(is_country(code) ? &doubt->open : &doubt->settled) = true;
    }
}

bool doubt_is_years(struct str text) {
    int year;
    bool month;
    return period_spans_years(text, &year, &month) && month;
}

/* 2009-09, 2009/9: a month that is not the year after. */
static bool is_month(struct str text) {
    struct decimal year, month;
    size_t mark = 4;
    return text.n >= 6 && text.n <= 7 && (text.p[mark] == '/' || text.p[mark] == '-') &&
           decimal_parse(str_slice(text, 0, mark), &year) &&
           decimal_parse(str_slice(text, mark + 1, text.n), &month) &&
           year.exponent == 0 && month.exponent == 0 && month.coefficient >= 1 &&
           month.coefficient <= 12;
}

/* The month whose last day the text is; 0 if it is none, or if the profile says what
   such days are. */
static int ended_month(struct str text, const struct source_profile *profile) {
    int year, month, day;
    text = clean_cell(text);
    return date_parts(text, &year, &month, &day) && day == days_in_month(year, month) &&
                   profile_lookup(profile->options, profile->option_count, STR("dates"))
                           .n == 0 &&
                   !profile_option(profile, STR("month_end_dates"))
               ? month
               : 0;
}

bool doubt_is_december(const struct doubt *doubt, struct str text,
                       const struct source_profile *profile) {
    return doubt->month_end && ended_month(text, profile) == 12;
}

/* The digits behind the point of 2023.10; empty for all else. */
static struct str behind_point(struct str text) {
    struct str none = {"", 0};
    for (size_t i = 0; i < text.n; i++) {
        if (i == 4 ? text.p[i] != '.' : text.p[i] < '0' || text.p[i] > '9') {
            return none;
        }
    }
    return text.n > 5 && text.n < 8 ? str_slice(text, 5, text.n) : none;
}

bool doubt_is_october(const struct doubt *doubt, struct str text) {
    return doubt->padded && !doubt->bare &&
           str_equal(behind_point(clean_cell(text)), STR("10"));
}

void doubt_see_years(struct doubt *doubt, struct str text,
                     const struct source_profile *profile) {
    int year;
    bool month;
    if ((text.n == 6 || text.n == 7) && text.p[4] == '.') {
        struct str number = behind_point(text);
        doubt->bare |= number.n == 1;
        doubt->padded |= number.n == 2 && number.p[0] == '0' && number.p[1] != '0';
        doubt->cut |= str_equal(number, STR("10"));
    }
    if (text.n >= 8 && !(doubt->year_end && doubt->month_end)) {
        int ended = ended_month(text, profile);
        doubt->year_end |= ended == 12;
        doubt->month_end |= ended > 0 && ended < 12;
    }
    if (doubt->settled || text.n < 6 ||
        profile_lookup(profile->options, profile->option_count, STR("financial_years"))
                .n > 0) {
        return;
    }
    text = clean_cell(text);
    if (!period_spans_years(text, &year, &month)) {
        doubt->settled = is_month(text);
        return;
    }
    bool slash = text.p[4] == '/';
    doubt->open |= slash || !month || (doubt->year != 0 && doubt->year != year);
    doubt->year = doubt->year == 0 ? year : doubt->year;
}

bool doubt_holds(const struct doubt *doubt) { return doubt->open && !doubt->settled; }
