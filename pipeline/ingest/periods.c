#include "ingest/periods.h"
#include "ingest/chinese.h"
#include "ingest/clean.h"
#include "ingest/dates.h"

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
    static const int most[] = {
        [PERIOD_HALF] = 2, [PERIOD_QUARTER] = 4, [PERIOD_MONTH] = 12,
        [PERIOD_YTD] = 12, [PERIOD_SPAN] = 99,   [PERIOD_WEEK] = 53,
        [PERIOD_DAY] = 0};
    bool fits = kind == PERIOD_YEAR || (index >= 1 && index <= most[kind]);
    fits &= kind != PERIOD_WEEK || year == 0 || index <= period_weeks(year);
    if (!fits || (year != 0 && (year < DATES_FIRST_YEAR || year > DATES_LAST_YEAR))) {
        return PERIOD_NONE;
    }
    *out = period_make(year, kind, index);
    return year == 0 ? PERIOD_NO_YEAR : PERIOD_READ;
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
        return take(c, "累计") && done(c) ? give(out, year, PERIOD_YTD, 6)
               : done(c)                  ? give(out, year, PERIOD_HALF, 1)
                                          : PERIOD_NONE;
    }
    if (take(c, "下半年")) {
        return done(c) ? give(out, year, PERIOD_HALF, 2) : PERIOD_NONE;
    }
    bool from_start = take(c, "前");
    take(c, "第");
    int first = 0, last = 0;
    if (take(c, "q")) {
        return take_number(c, &first) == 1 && done(c)
                   ? give(out, year, PERIOD_QUARTER, first)
                   : PERIOD_NONE;
    }
    if (take_number(c, &first) == 0) {
        return PERIOD_NONE;
    }
    if (take(c, "季度") || take(c, "季")) {
        from_start |= str_starts(rest(c), STR("累计"));
        if (!ends(c) || first < 1 || first > 4) {
            return PERIOD_NONE;
        }
        return from_start ? give(out, year, PERIOD_YTD, first * 3)
                          : give(out, year, PERIOD_QUARTER, first);
    }
    if (take(c, "周")) {
        return done(c) && !from_start ? give(out, year, PERIOD_WEEK, first)
                                      : PERIOD_NONE;
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
    if (take_number(c, &last) > 0 && take(c, "日") && done(c)) {
        return PERIOD_REWRITTEN; /* 1-2月, once */
    }
    bool cumulative = str_starts(rest(c), STR("累计"));
    return ends(c) ? give(out, year, cumulative ? PERIOD_YTD : PERIOD_MONTH, first)
                   : PERIOD_NONE;
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
        if (done(c)) {
            return date_period(year, month, day, profile, out);
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

/* January, Jan, Jan.: 1 to 12; 0 if none is there. */
static int take_month(struct cursor *c) {
    static const char *const names[][3] = {
        {"january", "jan"}, {"february", "feb"}, {"march", "mar"},
        {"april", "apr"},   {"may", "may"},      {"june", "jun"},
        {"july", "jul"},    {"august", "aug"},   {"september", "sept", "sep"},
        {"october", "oct"}, {"november", "nov"}, {"december", "dec"}};
    for (int i = 0; i < 12; i++) {
        for (size_t k = 0; k < 3 && names[i][k] != NULL; k++) {
            if (take(c, names[i][k])) {
                take(c, ".");
                return i + 1;
            }
        }
    }
    return 0;
}

/* The year behind a month or quarter: 2023, -2023, -23. Two digits as POSIX reads
   them; how many there were, or 0. */
static size_t take_year(struct cursor *c, int *year) {
    if (!take(c, "-") && !take(c, "/")) {
        take(c, ",");
    }
    size_t n = take_number(c, year);
    if (n == 2) {
        *year += *year < 69 ? 2000 : 1900;
    }
    return n == 2 || n == 4 ? n : 0;
}

/* Jan 2023, January 2023, Sep-23, 31 December 2023; 5-Mar is what a spreadsheet made of
   3-5. */
static enum period_reading
month_name(struct cursor *c, const struct source_profile *profile, struct period *out) {
    int day = 0, year = 0;
    bool dated = take_number(c, &day) > 0;
    if (dated) {
        take(c, "-");
    }
    int month = take_month(c);
    if (month == 0) {
        return PERIOD_NONE;
    }
    size_t n = done(c) ? 0 : take_year(c, &year);
    if (!done(c)) {
        return PERIOD_NONE;
    }
    if (dated && n == 4) {
        return date_period(year, month, day, profile, out);
    }
    if (dated) {
        return PERIOD_REWRITTEN;
    }
    if (n == 0) {
        return PERIOD_NONE; /* May is a name, too */
    }
    if (n == 2 && !profile_option(profile, STR("month_names"))) {
        return PERIOD_UNDECLARED;
    }
    return give(out, year, PERIOD_MONTH, month);
}

/* Q1 2023, 1Q23, 1Q2023, Q3-23, H1 2023: the part before the year. */
static enum period_reading part_first(struct cursor *c, struct period *out) {
    int index = 0, year = 0;
    bool before = c->at + 1 < c->s.n && c->s.p[c->at] >= '1' && c->s.p[c->at] <= '4';
    index = before ? c->s.p[c->at++] - '0' : 0;
    bool half = take(c, "h");
    if (!half && !take(c, "q")) {
        return PERIOD_NONE;
    }
    if (!before && !done(c) && c->s.p[c->at] >= '1' && c->s.p[c->at] <= '4') {
        index = c->s.p[c->at++] - '0';
    }
    if (index == 0 || take_year(c, &year) == 0 || !done(c)) {
        return PERIOD_NONE;
    }
    return give(out, year, half ? PERIOD_HALF : PERIOD_QUARTER, index);
}

/* 2009/10, 2009-10, 2022/'23, 2022/2023, by what the profile says they count as. */
static enum period_reading financial_year(struct cursor c, int year,
                                          const struct source_profile *profile,
                                          struct period *out) {
    struct str rule =
        profile_lookup(profile->options, profile->option_count, STR("financial_years"));
    int next = 0;
    bool slash = take(&c, "/");
    if (!slash && !take_dash(&c)) {
        return PERIOD_NONE;
    }
    bool short_form = take(&c, "'") || take(&c, "’");
    size_t n = take_number(&c, &next);
    if (!take(&c, "年度") && !take(&c, "学年")) {
        take(&c, "年");
    }
    bool follows = (n == 2 && next == (year + 1) % 100) || (n == 4 && next == year + 1);
    if (!done(&c) || !follows) {
        return PERIOD_NONE;
    }
    if (rule.n == 0) {
        bool other = n == 2 && !short_form && next >= 1 && next <= 12;
        return other || (n == 4 && !slash) ? PERIOD_NONE : PERIOD_TWO_YEARS;
    }
    if (str_equal(rule, STR("span"))) {
        return give(out, year, PERIOD_SPAN, 1);
    }
    return give(out, year + str_equal(rule, STR("last")), PERIOD_YEAR, 0);
}

/* Takes what calls a year a financial one. */
static bool take_financial(struct cursor *c) {
    return take(c, "fy") || take(c, "财年") || take(c, "财政年度") ||
           take(c, "会计年度");
}

/* FY2021, 2021财年: counts as the year by which it is called, if the profile says
   whether it begins or ends in it. */
static enum period_reading
financial_label(int year, const struct source_profile *profile, struct period *out) {
    struct str rule =
        profile_lookup(profile->options, profile->option_count, STR("financial_years"));
    return str_equal(rule, STR("first")) || str_equal(rule, STR("last"))
               ? give(out, year, PERIOD_YEAR, 0)
               : PERIOD_TWO_YEARS;
}

/* 2023-D032; always with three digits, since 2023D4 may be anything. */
static enum period_reading day_of_year(int year, int index, size_t digits,
                                       const struct source_profile *profile,
                                       struct period *out) {
    if (digits != 3 || index < 1 || index > period_days(year)) {
        return PERIOD_NONE;
    }
    uint32_t day = period_last_day(period_make(year, PERIOD_DAY, index));
    return date_period(year, (int)(day / 100 % 100), (int)(day % 100), profile, out);
}

/* One letter and a number behind the year: 2023Q1, 2011S2, 2023-M01, 2023A1; false if
   there is none. */
static bool coded_part(struct cursor *c, int year, const struct source_profile *profile,
                       struct period *out, enum period_reading *result) {
    static const struct {
        const char *letter;
        enum period_kind kind;
        size_t digits;
    } parts[] = {{"q", PERIOD_QUARTER, 1}, {"k", PERIOD_QUARTER, 1},
                 {"h", PERIOD_HALF, 1},    {"s", PERIOD_HALF, 1},
                 {"b", PERIOD_HALF, 1},    {"m", PERIOD_MONTH, 2},
                 {"w", PERIOD_WEEK, 2},    {"a", PERIOD_YEAR, 1},
                 {"ytd", PERIOD_YTD, 2},   {"d", PERIOD_DAY, 3}};
    struct cursor start = *c;
    take(&start, "-");
    if (done(&start) || rest(&start).p[0] < 'a' || rest(&start).p[0] > 'z') {
        return false;
    }
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        struct cursor at = start;
        int index = 0;
        if (!take(&at, parts[i].letter)) {
            continue;
        }
        size_t n = take_number(&at, &index);
        if (n == 0 || n > parts[i].digits || !done(&at)) {
            continue;
        }
        if (parts[i].kind == PERIOD_DAY) {
            *result = day_of_year(year, index, n, profile, out);
            return true;
        }
        *result = parts[i].kind != PERIOD_YEAR ? give(out, year, parts[i].kind, index)
                  : index == 1                 ? give(out, year, PERIOD_YEAR, 0)
                                               : PERIOD_NONE;
        return true;
    }
    struct cursor third = start;
    int index = 0;
    if (take(&third, "t") && take_number(&third, &index) == 1 && done(&third) &&
        index >= 1 && index <= 4) {
        *result = PERIOD_THIRD;
        return true;
    }
    int month = take_month(&start);
    if (month > 0 && done(&start)) {
        *result = give(out, year, PERIOD_MONTH, month);
        return true;
    }
    return false;
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
        if (take(&tail, "年末") || take(&tail, "年底")) {
            return done(&tail) ? give(out, year, PERIOD_YEAR, 0) : PERIOD_NONE;
        }
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
            return date_period(year, month, day, profile, out);
        }
        return part_of_year(c, year, out);
    }
    enum period_reading result = financial_year(*c, year, profile, out);
    if (result != PERIOD_NONE || coded_part(c, year, profile, out, &result)) {
        return result;
    }
    /* The quarters in the database of 国家统计局. */
    for (int i = 1; i <= 4 && rest(c).n == 1; i++) {
        if (rest(c).p[0] == 'a' + i - 1) {
            return give(out, year, PERIOD_QUARTER, i);
        }
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
    text = date_without_midnight(clean_cell(text));
    struct cursor c = {clean_key(text, arena), 0};
    *out = (struct period){0};
    if (done(&c)) {
        return PERIOD_NONE;
    }
    if (date_is_moment(text)) {
        return PERIOD_MOMENT;
    }
    if (!take(&c, "截至")) {
        take(&c, "截止");
    }
    int own = 0;
    size_t start = c.at;
    bool financial = take(&c, "fy");
    size_t n = take_number(&c, &own);
    if (financial && n == 2) {
        n = 4;
        own += 2000;
    }
    struct cursor tail = c;
    financial = financial ? done(&c) : take_financial(&tail) && done(&tail);
    if (financial && n == 4) {
        return financial_label(own, profile, out);
    }
    if (n == 4 && own >= DATES_FIRST_YEAR && own <= DATES_LAST_YEAR) {
        return with_year(&c, own, profile, out);
    }
    if (n == 6 && done(&c)) {
        return give(out, own / 100, PERIOD_MONTH, own % 100);
    }
    if (n == 5 && done(&c)) {
        return date_serial(own, profile, out);
    }
    if (n == 8 && done(&c)) {
        return date_period(own / 10000, own / 100 % 100, own % 100, profile, out);
    }
    if (n == 5 && take(&c, "q") && done(&c)) {
        return give(out, own / 10, PERIOD_QUARTER, own % 10); /* 2023 3Q */
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
    result = part_first(&c, out);
    if (result != PERIOD_NONE) {
        return result;
    }
    c.at = start;
    return part_of_year(&c, year, out);
}

int period_month_name(struct str text, struct arena *arena) {
    struct cursor c = {clean_key(text, arena), 0};
    int month = take_month(&c);
    return done(&c) ? month : 0;
}

bool period_spans_years(struct str text, int *year, bool *month) {
    struct str s = clean_cell(text);
    struct cursor c = {s, 0};
    int next = 0;
    bool spans = s.n <= 12 && take_number(&c, year) == 4 &&
                 (take(&c, "/") || take_dash(&c)) && take_number(&c, &next) == 2 &&
                 done(&c) && next == (*year + 1) % 100;
    *month = next >= 1 && next <= 12;
    return spans;
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
