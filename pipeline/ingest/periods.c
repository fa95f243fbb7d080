#include "ingest/periods.h"
#include "ingest/chinese.h"
#include "ingest/clean.h"

enum { FIRST_YEAR = 1900, LAST_YEAR = 2100 };

struct cursor {
    struct str s;
    size_t at;
};

static struct str rest(const struct cursor *c) {
    return str_slice(c->s, c->at, c->s.n);
}

static bool take(struct cursor *c, const char *word) {
    struct str w = str_from(word);
    if (!str_starts(rest(c), w)) {
        return false;
    }
    c->at += w.n;
    return true;
}

static bool done(const struct cursor *c) { return c->at == c->s.n; }

/* A number of Arabic digits or Chinese numerals; how many digits it took, 0 if
   there is none (a Chinese number counts as one or two). */
static size_t take_number(struct cursor *c, int *out) {
    size_t n = 0;
    int value = 0;
    struct str r = rest(c);
    while (n < r.n && n < 9 && r.p[n] >= '0' && r.p[n] <= '9') {
        value = value * 10 + (r.p[n++] - '0');
    }
    if (n > 0) {
        c->at += n;
        *out = value;
        return n;
    }
    int64_t chinese = 0;
    size_t length = chinese_prefix(r, &chinese);
    if (length == 0 || chinese > 9999) {
        return 0;
    }
    c->at += length;
    *out = (int)chinese;
    return chinese > 999 ? 4 : chinese > 9 ? 2 : 1;
}

static bool take_dash(struct cursor *c) {
    static const char *const dashes[] = {"——", "—", "–", "－", "-", "~", "～", "至"};
    for (size_t i = 0; i < sizeof dashes / sizeof *dashes; i++) {
        if (take(c, dashes[i])) {
            return true;
        }
    }
    return false;
}

static enum period_reading give(struct period *out, int year, enum period_kind kind,
                                int index) {
    if (year == 0) {
        return PERIOD_NO_YEAR;
    }
    static const int most[] = {[PERIOD_HALF] = 2,
                               [PERIOD_QUARTER] = 4,
                               [PERIOD_MONTH] = 12,
                               [PERIOD_YTD] = 12,
                               [PERIOD_SPAN] = 99};
    bool fits = kind == PERIOD_YEAR || (index >= 1 && index <= most[kind]);
    if (!fits || year < FIRST_YEAR || year > LAST_YEAR) {
        return PERIOD_NONE;
    }
    *out = (struct period){(uint16_t)year, (uint8_t)kind, (uint8_t)index};
    return PERIOD_READ;
}

/* What may follow without a change of meaning. */
static bool ends(struct cursor *c) {
    static const char *const words[] = {"累计", "合计", "份", "末", "底", "度", "全年"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        take(c, words[i]);
    }
    return done(c);
}

/* 三季度, 第三季度, 前三季度, 上半年, 1—9月, 9月: the part after the year. */
static enum period_reading part_of_year(struct cursor *c, int year,
                                        struct period *out) {
    if (take(c, "上半年")) {
        return done(c) ? give(out, year, PERIOD_HALF, 1) : PERIOD_NONE;
    }
    if (take(c, "下半年")) {
        return done(c) ? give(out, year, PERIOD_HALF, 2) : PERIOD_NONE;
    }
    bool from_start = take(c, "前");
    take(c, "第");
    int first = 0, last = 0;
    if (take_number(c, &first) == 0) {
        return PERIOD_NONE;
    }
    if (take(c, "季度") || take(c, "季")) {
        if (!ends(c) || first < 1 || first > 4) {
            return PERIOD_NONE;
        }
        return from_start ? give(out, year, PERIOD_YTD, first * 3)
                          : give(out, year, PERIOD_QUARTER, first);
    }
    size_t mark = c->at;
    take(c, "月");
    if (take_dash(c)) {
        if (first != 1 || take_number(c, &last) == 0) {
            return PERIOD_NONE;
        }
        if (take(c, "季度") || take(c, "季")) {
            return ends(c) && last <= 4 ? give(out, year, PERIOD_YTD, last * 3)
                                        : PERIOD_NONE;
        }
        return take(c, "月") && ends(c) && last > 1 ? give(out, year, PERIOD_YTD, last)
                                                    : PERIOD_NONE;
    }
    c->at = mark;
    if (take(c, "个月")) {
        return from_start && done(c) ? give(out, year, PERIOD_YTD, first) : PERIOD_NONE;
    }
    if (!take(c, "月") || from_start) {
        return PERIOD_NONE;
    }
    bool cumulative = str_starts(rest(c), STR("累计"));
    return ends(c) ? give(out, year, cumulative ? PERIOD_YTD : PERIOD_MONTH, first)
                   : PERIOD_NONE;
}

/* A date stands for a period only as its last day. */
static enum period_reading date(int year, int month, int day,
                                const struct source_profile *profile,
                                struct period *out) {
    if (month < 1 || month > 12 || day != days_in_month(year, month)) {
        return PERIOD_NONE;
    }
    if (month == 12 && !profile_option(profile, STR("month_end_dates"))) {
        return give(out, year, PERIOD_YEAR, 0);
    }
    return give(out, year, PERIOD_MONTH, month);
}

/* Days from 1899-12-30, as spreadsheets keep them; the first of a month is meant
   as that month. */
static enum period_reading serial(int days, const struct source_profile *profile,
                                  struct period *out) {
    if (!profile_option(profile, STR("serial_dates"))) {
        return PERIOD_UNDECLARED;
    }
    int year = 1900, month = 1, day = days - 1; /* 1900-01-01 is day 2 */
    for (; day > days_in_month(year, month); month = month % 12 + 1) {
        day -= days_in_month(year, month);
        year += month == 12;
    }
    return day == 1 ? give(out, year, PERIOD_MONTH, month)
                    : date(year, month, day, profile, out);
}

/* After the year and - / . or M: 2023-09, 2023/9, 2023-12-31, 2021-2025. */
static enum period_reading numeric_tail(struct cursor *c, int year, char mark,
                                        const struct source_profile *profile,
                                        struct period *out) {
    int month = 0, day = 0;
    size_t from = c->at;
    size_t n = take_number(c, &month);
    if (n == 4 && mark != '.' && mark != '/') {
        take(c, "年");
        return done(c) || take(c, "时期") ? give(out, year, PERIOD_SPAN, month - year)
                                          : PERIOD_NONE;
    }
    if (n == 0 || n > 2) {
        return PERIOD_NONE;
    }
    if (mark == '.' && (str_equal(rest(c), STR("")) &&
                        (str_equal(str_slice(c->s, from, c->at), STR("1")) ||
                         str_equal(str_slice(c->s, from, c->at), STR("10"))))) {
        return PERIOD_AMBIGUOUS;
    }
    if (done(c)) {
        return give(out, year, PERIOD_MONTH, month);
    }
    char again[2] = {mark, '\0'};
    if (take(c, again) && take_number(c, &day) > 0) {
        if (done(c) || take(c, " 00:00:00") || take(c, "00:00:00")) {
            return date(year, month, day, profile, out);
        }
    }
    return PERIOD_NONE;
}

/* 十四五, “十四五”时期: the sixth plan began in 1981. */
static enum period_reading plan(struct cursor *c, struct period *out) {
    static const char *const names[] = {"六五",   "七五",   "八五",   "九五",
                                        "十五",   "十一五", "十二五", "十三五",
                                        "十四五", "十五五", "十六五"};
    take(c, "“");
    take(c, "\"");
    take(c, "「");
    for (size_t i = sizeof names / sizeof *names; i-- > 0;) {
        size_t from = c->at;
        if (!take(c, names[i])) {
            continue;
        }
        bool closed = take(c, "”") || take(c, "\"") || take(c, "」");
        bool named = take(c, "时期") || take(c, "期间");
        /* 十五 alone may be the number fifteen. */
        if (done(c) && (closed || named || i >= 5)) {
            return give(out, 1981 + 5 * (int)i, PERIOD_SPAN, 4);
        }
        c->at = from;
    }
    return PERIOD_NONE;
}

static enum period_reading
month_name(struct cursor *c, const struct source_profile *profile, struct period *out) {
    static const char *const names[] = {"jan", "feb", "mar", "apr", "may", "jun",
                                        "jul", "aug", "sep", "oct", "nov", "dec"};
    for (int i = 0; i < 12; i++) {
        int year = 0;
        if (!take(c, names[i])) {
            continue;
        }
        if (!take(c, "-")) {
            take(c, " ");
        }
        size_t n = take_number(c, &year);
        if (!done(c) || (n != 2 && n != 4)) {
            return PERIOD_NONE;
        }
        if (n == 2 && !profile_option(profile, STR("month_names"))) {
            return PERIOD_UNDECLARED;
        }
        return give(out, n == 2 ? 2000 + year : year, PERIOD_MONTH, i + 1);
    }
    return PERIOD_NONE;
}

/* From the year on. */
static enum period_reading with_year(struct cursor *c, int year,
                                     const struct source_profile *profile,
                                     struct period *out) {
    if (done(c)) {
        return give(out, year, PERIOD_YEAR, 0);
    }
    if (take(c, "年")) {
        struct cursor tail = *c;
        if (ends(&tail)) {
            return give(out, year, PERIOD_YEAR, 0);
        }
        int last = 0;
        tail = *c;
        if (take_dash(&tail) && take_number(&tail, &last) == 4 && take(&tail, "年") &&
            done(&tail)) {
            return give(out, year, PERIOD_SPAN, last - year);
        }
        int month = 0, day = 0;
        tail = *c;
        if (take_number(&tail, &month) > 0 && take(&tail, "月") &&
            take_number(&tail, &day) > 0 && take(&tail, "日") && done(&tail)) {
            return date(year, month, day, profile, out);
        }
        return part_of_year(c, year, out);
    }
    int index = 0;
    if (take(c, "q") || take(c, "-q")) {
        return take_number(c, &index) == 1 && done(c)
                   ? give(out, year, PERIOD_QUARTER, index)
                   : PERIOD_NONE;
    }
    if (take(c, "h") || take(c, "-h")) {
        return take_number(c, &index) == 1 && done(c)
                   ? give(out, year, PERIOD_HALF, index)
                   : PERIOD_NONE;
    }
    if (take(c, "-ytd")) {
        return take_number(c, &index) == 2 && done(c)
                   ? give(out, year, PERIOD_YTD, index)
                   : PERIOD_NONE;
    }
    if (take(c, "m")) {
        return take_number(c, &index) > 0 && done(c)
                   ? give(out, year, PERIOD_MONTH, index)
                   : PERIOD_NONE;
    }
    if (take(c, "/")) {
        return numeric_tail(c, year, '/', profile, out);
    }
    if (take(c, ".")) {
        return numeric_tail(c, year, '.', profile, out);
    }
    if (take_dash(c)) {
        return numeric_tail(c, year, '-', profile, out);
    }
    return part_of_year(c, year, out); /* 2023三季度 */
}

enum period_reading period_read(struct str text, int year,
                                const struct source_profile *profile,
                                struct arena *arena, struct period *out) {
    struct cursor c = {clean_key(clean_cell(text), arena), 0};
    *out = (struct period){0};
    if (done(&c)) {
        return PERIOD_NONE;
    }
    if (!take(&c, "截至")) {
        take(&c, "截止");
    }
    int own = 0;
    size_t start = c.at;
    size_t n = take_number(&c, &own);
    if (n == 4 && own >= FIRST_YEAR && own <= LAST_YEAR) {
        return with_year(&c, own, profile, out);
    }
    if (n == 6 && done(&c)) {
        return give(out, own / 100, PERIOD_MONTH, own % 100);
    }
    if (n == 5 && done(&c)) {
        return serial(own, profile, out);
    }
    c.at = start;
    enum period_reading result = plan(&c, out);
    if (result != PERIOD_NONE) {
        return result;
    }
    c.at = start;
    result = month_name(&c, profile, out);
    if (result != PERIOD_NONE) {
        return result;
    }
    c.at = start;
    return part_of_year(&c, year, out);
}

/* Without T08:30:00 or the like at its end. */
static struct str without_time(struct str s) {
    size_t colon = str_find(s, STR(":"), 0);
    bool time = colon != STR_NOT_FOUND && colon > 3 &&
                (s.p[colon - 3] == 'T' || s.p[colon - 3] == ' ');
    return time ? str_slice(s, 0, colon - 3) : s;
}

/* 2024-01-15, 2024/1/15, 2024.1.15, 2024年1月15日, 20240115. */
static uint32_t whole_day(struct str key) {
    struct cursor c = {key, 0};
    int year = 0, month = 0, day = 0;
    size_t n = take_number(&c, &year);
    if (n == 8 && done(&c)) {
        return day_of(year / 10000, year / 100 % 100, year % 100);
    }
    if (n != 4 ||
        !(take(&c, "年") || take(&c, "/") || take(&c, ".") || take_dash(&c)) ||
        take_number(&c, &month) == 0 ||
        !(take(&c, "月") || take(&c, "/") || take(&c, ".") || take_dash(&c)) ||
        take_number(&c, &day) == 0) {
        return 0;
    }
    take(&c, "日");
    return done(&c) ? day_of(year, month, day) : 0;
}

bool day_read(struct str text, struct arena *arena, uint32_t *out) {
    static const struct source_profile none = {0};
    struct period period;
    *out = whole_day(clean_key(without_time(clean_cell(text)), arena));
    if (*out == 0 && period_read(text, 0, &none, arena, &period) == PERIOD_READ) {
        *out = period_last_day(period);
    }
    return *out != 0;
}

bool period_of_title(struct str title, struct arena *arena, struct period *out) {
    static const struct source_profile none = {0};
    struct str key = clean_key(title, arena);
    /* The longest beginning that is a period and ends with 年, 月, 度 or 季. */
    for (size_t at = key.n; at >= 7; at--) {
        struct str head = str_slice(key, 0, at);
        bool whole = str_ends(head, STR("年")) || str_ends(head, STR("月")) ||
                     str_ends(head, STR("季度")) || str_ends(head, STR("年度")) ||
                     str_ends(head, STR("月份"));
        if (whole && period_read(head, 0, &none, arena, out) == PERIOD_READ) {
            return true;
        }
    }
    return false;
}
