#include "ingest/export_keys.h"
#include "ingest/dates.h"
#include "ingest/decimal_mark.h"
#include <string.h>

/* In the order in which they are asked; a * stands for any tail, and for any head. Of
   several areas or indicators the first is one, the others are dimensions. */
static const struct {
    const char *code, *role;
} names[] = {
    {"TIME_PERIOD", "period"},
    {"TIME", "period"},
    {"OBS_VALUE", "value"},
    {"REF_AREA", "area"},
    {"GEO", "area"},
    {"LOCATION", "area"},
    {"COUNTRY", "area"},
    {"REGION", "area"},
    {"ITTER107", "area"},
    {"AREA", "area"},
    {"UNIT_MEASURE", "unit"},
    {"UNIT", "unit"},
    {"UNIT_MULT", "multiplier"},
    {"OBS_STATUS", "status"},
    {"OBS_FLAG", "status"},
    {"CONF_STATUS", "confidentiality"},
    {"OBS_CONF", "confidentiality"},
    {"FREQ", "skip"},
    {"FREQUENCY", "skip"},
    {"INDICATOR", "indicator"},
    {"INDIC*", "indicator"},
    {"MEASURE", "indicator"},
    {"*_MEASURE", "indicator"},
    {"SUBJECT", "indicator"},
    {"DATA_TYPE", "indicator"},
    {"NA_ITEM", "indicator"},
    {"TIPO_DATO*", "indicator"},
    {"VALID_FROM", "vintage"},
    {"VALID_TO", "note"},
    {"DECIMALS", "note"},
    {"SERIESKEY", "note"},
    {"SERIES_KEY", "note"},
    {"OBS_KEY", "note"},
    {"UPDATED", "note"},
    {"LAST UPDATE", "note"},
    {"TITLE*", "note"},
    {"COMMENT*", "note"},
    {"*_COMMENT", "note"},
    {"*_NOTE", "note"},
    {"NOTE*", "note"},
    {"BREAKS", "note"},
    {"OBS_PRE_BREAK", "note"},
    {"PRE_BREAK_VALUE", "note"},
    {"BASE_PER", "note"},
    {"COLLECTION", "note"},
    {"TIME_FORMAT", "note"},
    {"TIME_PER_COLLECT", "note"},
    {"EMBARGO*", "note"},
    {"SOURCE*", "note"},
    {"CONTACT*", "note"},
    {"OBS_STATUS_*", "note"},
};

static char upper(char c) { return (char)(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c); }

static bool matches(struct str code, const char *pattern) {
    size_t n = strlen(pattern);
    bool head = pattern[0] == '*', tail = pattern[n - 1] == '*';
    struct str fixed = {pattern + head, n - head - tail};
    if (code.n < fixed.n || (!head && !tail && code.n != fixed.n)) {
        return false;
    }
    size_t from = head ? code.n - fixed.n : 0;
    for (size_t i = 0; i < fixed.n; i++) {
        if (upper(code.p[from + i]) != fixed.p[i]) {
            return false;
        }
    }
    return true;
}

struct keys keys_open(struct shape *shape) {
    return (struct keys){.shape = shape};
}

struct str keys_code(struct str head) {
    return str_trim(str_slice(head, 0, str_find(head, STR(":"), 0)));
}

struct str keys_words(struct str head) {
    size_t at = str_find(head, STR(":"), 0);
    return at == STR_NOT_FOUND ? (struct str){"", 0}
                               : str_trim(str_slice(head, at + 1, head.n));
}

const char *keys_role(struct keys *keys, struct str code) {
    /* ATTRIBUTE[] and TITLE[en;fr] have several values. */
    code = str_slice(code, 0, str_find(code, STR("["), 0));
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (!matches(code, names[i].code)) {
            continue;
        }
        bool area = strcmp(names[i].role, "area") == 0;
        bool indicator = strcmp(names[i].role, "indicator") == 0;
        if ((area && keys->area) || (indicator && keys->indicator)) {
            return NULL;
        }
        keys->area |= area;
        keys->indicator |= indicator;
        return names[i].role;
    }
    return NULL;
}

void keys_close(struct keys *keys) {
    struct shape *shape = keys->shape;
    size_t frequency = 0;
    for (size_t i = 0; i < shape->column_count; i++) {
        struct shape_column *c = &shape->columns[i];
        if (matches(c->head, "FREQ") || matches(c->head, "FREQUENCY")) {
            frequency = c->from + 1;
        }
        /* A key says what is counted: the set of data does not. */
        if (c->weak && keys->indicator) {
            c->role = "skip";
        }
    }
    for (size_t i = 0; i < shape->column_count; i++) {
        if (shape->columns[i].cell == keys_period) {
            shape->columns[i].part = frequency;
            shape_cell_of(&shape->columns[i], keys_period,
                          frequency > 0 ? shape_bit(frequency - 1) : 0);
        }
    }
}

struct str keys_decimal(const struct shape *shape, const size_t *values, char rule) {
    struct marks_seen seen = {0};
    for (size_t i = 0; values[i] != STR_NOT_FOUND; i++) {
        for (size_t k = 0; k < shape->sheet->row_count; k++) {
            marks_see(&seen, sheet_text(&shape->sheet->rows[k], values[i]));
        }
    }
    char mark = marks_decide(seen, rule);
    if (mark == '\0' && marks_open(seen)) {
        return (struct str){"", 0};
    }
    return mark == ',' ? STR(",") : STR(".");
}

void keys_marks(struct shape *shape, const size_t *values) {
    bool semicolon = str_equal(shape->sheet->separator, STR(";"));
    shape->profile.decimal = semicolon ? keys_decimal(shape, values, '\0') : STR(".");
    shape_symbol(shape, ":", "missing");
    shape_symbol(shape, "NaN", "missing");
    shape_symbol(shape, "#N/A", "missing");
    shape_item(shape, "_T", "total");
    shape_item(shape, "_Z", "total");
    shape_item(shape, "TOTAL", "total"); /* AGE of Eurostat and ISTAT */
    shape_option(shape, "financial_years", "span");
    shape_option(shape, "dates", "day");
}

/* ---- periods ---- */

/* `n` digits at `at`; −1 if there are not. */
static int digits(struct str s, size_t at, size_t n) {
    int value = 0;
    for (size_t i = at; i < at + n; i++) {
        if (i >= s.n || s.p[i] < '0' || s.p[i] > '9') {
            return -1;
        }
        value = value * 10 + (s.p[i] - '0');
    }
    return value;
}

/* The period of so many months that begins with this month; empty if there is none. A
   year may begin in any. */
static struct str months_code(int year, int month, int months, struct arena *arena) {
    static const struct {
        int months;
        enum period_kind kind;
    } kinds[] = {{1, PERIOD_MONTH}, {3, PERIOD_QUARTER}, {6, PERIOD_HALF}};
    for (size_t i = 0; i < 3; i++) {
        if (months == kinds[i].months && (month - 1) % months == 0) {
            return period_code(
                period_make(year, kinds[i].kind, (month - 1) / months + 1), arena);
        }
    }
    if (months == 12 && month > 1) {
        return arena_printf(arena, "%04d/%04d", year, year + 1);
    }
    if (month != 1 || months % 12 != 0 || months == 0) {
        return (struct str){"", 0};
    }
    return period_code(
        period_make(year, months == 12 ? PERIOD_YEAR : PERIOD_SPAN, months / 12 - 1),
        arena);
}

/* The same of days: a day, or a week from Monday on. */
static struct str days_code(int year, int month, int day, int days,
                            struct arena *arena) {
    struct period one, week;
    if (!period_of_day(year, month, day, &one) ||
        !period_week_of(year, month, day, &week)) {
        return (struct str){"", 0};
    }
    struct period before;
    bool monday = period_previous(one, &before) && period_previous(week, &week) &&
                  period_last_day(before) == period_last_day(week);
    return days == 1 ? period_code(one, arena)
           : days == 7 && monday && period_shift(week, 1, &week)
               ? period_code(week, arena)
               : (struct str){"", 0};
}

/* 2021-01-01/P3Y, 2023-09-01T00:00:00/P1M: from its first day so long. */
static struct str range_code(struct str text, size_t slash, struct arena *arena) {
    int year, month, day;
    struct str first = date_without_midnight(str_slice(text, 0, slash));
    struct str length = str_slice(text, slash + 1, text.n), code = {"", 0};
    size_t n = length.n > 2 ? length.n - 2 : 0;
    int count = n > 0 && n < 4 ? digits(length, 1, n) : -1;
    char unit = length.n > 0 ? length.p[length.n - 1] : '\0';
    if (count < 1 || length.p[0] != 'P' || date_is_moment(first) ||
        !date_parts(first, &year, &month, &day)) {
        return text;
    }
    if (unit == 'D' || unit == 'W') {
        code = days_code(year, month, day, unit == 'W' ? count * 7 : count, arena);
    } else if ((unit == 'Y' || unit == 'M') && day == 1) {
        code = months_code(year, month, unit == 'Y' ? count * 12 : count, arena);
    }
    return code.n > 0 ? code : text;
}

/* What a day stands for: the frequency says it. Without one that is known, or of a
   frequency of days, it is the day itself; A5 and M2 say no more than that there are
   several. */
static struct str day_code(struct str text, struct str frequency, struct arena *arena) {
    static const struct {
        char letter;
        int months;
    } kinds[] = {{'A', 12}, {'S', 6}, {'H', 6}, {'Q', 3}, {'M', 1}};
    int year, month, day;
    struct period week;
    if (!date_parts(text, &year, &month, &day)) {
        return text;
    }
    bool moment = date_is_moment(date_without_midnight(text));
    char letter = frequency.n > 0 ? frequency.p[0] : '\0';
    bool several = frequency.n > 1 && digits(frequency, 1, 1) >= 0;
    if (several && !str_equal(frequency, STR("A1"))) {
        return arena_printf(arena, "%.*s %.*s", STR_ARG(text), STR_ARG(frequency));
    }
    if (letter == 'H' && moment) {
        return text; /* hours, and not the half-years of older lists */
    }
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (letter == kinds[i].letter) {
            int first = (month - 1) / kinds[i].months * kinds[i].months + 1;
            return months_code(year, first, kinds[i].months, arena);
        }
    }
    if (letter == 'W' && period_week_of(year, month, day, &week)) {
        return period_code(week, arena);
    }
    return moment && letter != 'D' && letter != 'B' ? text : str_slice(text, 0, 10);
}

/* What frequency a period's own form has: 2022-Q2, 2022-03; '\0': it does not tell. */
static char frequency_of(struct str text) {
    static const char letters[] = "QSHMWTA";
    if (text.n < 4 || digits(text, 0, 4) < 0) {
        return '\0';
    }
    if (text.n == 4) {
        return 'A';
    }
    if (text.n == 7 && text.p[4] == '-' && digits(text, 5, 2) > 0) {
        return 'M';
    }
    const char *letter =
        text.n > 6 && text.p[4] == '-' ? strchr(letters, text.p[5]) : NULL;
    return letter != NULL ? *letter : '\0';
}

/* FREQ=A of 2022-Q2: then no period is read. */
static bool is_of(struct str text, struct str frequency) {
    char own = frequency_of(text), said = frequency.n == 1 ? frequency.p[0] : '\0';
    bool half = (own == 'S' || own == 'H') && (said == 'S' || said == 'H');
    return own == '\0' || said == '\0' || strchr("AQSHMW", said) == NULL || half ||
           own == said;
}

struct str keys_period_code(struct str text, struct str frequency,
                            struct arena *arena) {
    bool dated = text.n >= 10 && text.p[4] == '-' && text.p[7] == '-';
    size_t slash = dated ? str_find(text, STR("/"), 0) : STR_NOT_FOUND;
    return !dated && is_of(text, frequency) ? text
           : !dated ? arena_printf(arena, "%.*s (FREQ=%.*s)", STR_ARG(text),
                                   STR_ARG(frequency))
           : slash != STR_NOT_FOUND ? range_code(text, slash, arena)
                                    : day_code(text, frequency, arena);
}

struct str keys_period(const struct shape *shape, const struct sheet_row *row,
                       const struct shape_column *column) {
    struct str frequency = {"", 0};
    if (column->part > 0) {
        frequency = shape_code_of(sheet_text(row, column->part - 1));
    }
    return keys_period_code(shape_code_of(sheet_text(row, column->from)), frequency,
                            shape->context->scratch);
}
