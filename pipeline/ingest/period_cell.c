#include "ingest/period_cell.h"
#include "base/bilingual.h"
#include "ingest/clean.h"
#include "ingest/marks.h"
#include "ingest/status.h"
#include <string.h>

/* The year itself, where its months or quarters stand besides. */
static bool is_whole_year(struct str key) {
    static const char *const words[] = {"全年", "全年合计", "年计", "annual", "year"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (str_equal(key, str_from(words[i]))) {
            return true;
        }
    }
    return false;
}

bool period_cell_entry(struct str value, struct arena *arena, struct period *period,
                       bool *has_period, enum observation_status *status, bool *skip) {
    static const struct source_profile none = {0};
    *has_period = false;
    *status = STATUS_NORMAL;
    *skip = str_equal(value, STR("skip"));
    if (*skip || (value.n > 0 && number_status(value, status))) {
        return true;
    }
    struct str period_text = value;
    size_t space = value.n;
    while (space > 0 && value.p[space - 1] != ' ') {
        space--;
    }
    if (space > 0 && number_status(str_slice(value, space, value.n), status)) {
        period_text = clean_trim(str_slice(value, 0, space));
    }
    if (is_whole_year(clean_key(period_text, arena))) {
        *period = period_make(0, PERIOD_YEAR, 0);
        return *has_period = true;
    }
    *has_period = (period_text.n > 0 && period_from_code(period_text, period)) ||
                  period_read(period_text, 0, &none, arena, period) == PERIOD_READ;
    return *has_period;
}

static struct str last_characters(struct str text, size_t n) {
    return str_slice(text, text.n < n ? 0 : text.n - n, text.n);
}

/* Takes a mark that the profile gives a status: ["*"] = "P". The longest first. */
static struct str take_declared(const struct reading_context *context, struct str text,
                                uint8_t *status) {
    const struct source_profile *p = context->profile;
    size_t longest = 0;
    enum observation_status found = STATUS_NORMAL;
    for (size_t i = 0; i < p->period_count; i++) {
        struct str mark = p->periods[i].key;
        enum observation_status given;
        if (mark.n > longest && mark.n < text.n && str_ends(text, mark) &&
            number_status(p->periods[i].value, &given)) {
            longest = mark.n;
            found = given;
        }
    }
    if (longest == 0) {
        return text;
    }
    *status = (uint8_t)found;
    return clean_trim(str_slice(text, 0, text.n - longest));
}

/* Takes 初步数, (初步数), /初步数 from the end. */
static struct str take_word(struct str text, uint8_t *status) {
    static const char *const words[] = {
        "初步核算数", "初步核实数", "最终数", "初步数", "快报数",
        "修订数",     "最终核实数", "估计数", "预测数", "初步",
        "快报",       "修订",       "预测"};
    static const char *const around[][2] = {
        {"(", ")"}, {"（", "）"}, {"[", "]"}, {"/", ""}, {"", ""}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        struct str word = str_from(words[i]);
        for (size_t k = 0; k < sizeof around / sizeof *around; k++) {
            size_t open = strlen(around[k][0]), close = strlen(around[k][1]);
            size_t tail = open + word.n + close;
            struct str end = last_characters(text, tail);
            enum observation_status found;
            if (text.n > tail && str_starts(end, str_from(around[k][0])) &&
                str_ends(end, str_from(around[k][1])) &&
                str_equal(str_slice(end, open, open + word.n), word) &&
                number_status(word, &found)) {
                *status = (uint8_t)found;
                return clean_trim(str_slice(text, 0, text.n - tail));
            }
        }
    }
    return text;
}

/* Takes letters in brackets, (e), [P], or half of them, "p)"; and p, r, e or f alone
   behind a figure or a Chinese character: 2023p. 2023A to D are quarters. */
static struct str take_letter(struct str text, uint8_t *status) {
    struct str s = text;
    bool close = s.n > 0 && (s.p[s.n - 1] == ')' || s.p[s.n - 1] == ']');
    s = close ? clean_trim(str_slice(s, 0, s.n - 1)) : s;
    size_t at = s.n;
    while (at > 0 && ((s.p[at - 1] >= 'a' && s.p[at - 1] <= 'z') ||
                      (s.p[at - 1] >= 'A' && s.p[at - 1] <= 'Z'))) {
        at--;
    }
    struct str letters = str_slice(s, at, s.n),
               before = clean_trim(str_slice(s, 0, at));
    bool open = before.n > 0 &&
                (before.p[before.n - 1] == '(' || before.p[before.n - 1] == '[');
    before = open ? clean_trim(str_slice(before, 0, before.n - 1)) : before;
    bool plain = !open && !close && letters.n == 1 &&
                 memchr("pPrReEfF", letters.p[0], 8) != NULL;
    bool figure = before.n > 0 &&
                  ((before.p[before.n - 1] >= '0' && before.p[before.n - 1] <= '9') ||
                   (unsigned char)before.p[before.n - 1] >= 0x80);
    enum observation_status found;
    if (letters.n == 0 || letters.n > 2 || !figure || !(close || plain) ||
        !number_status(letters, &found)) {
        return text;
    }
    *status = (uint8_t)found;
    return before;
}

/* 2023-09: nothing stands behind it. */
static bool is_plain(struct str text) {
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        if (!(c >= '0' && c <= '9') && c != '-' && c != '/') {
            return false;
        }
    }
    return true;
}

/* 2023年5月 of 23年5月, which is no stretch of time; of 23年 alone for years that data
   are of. Else the text. */
static struct str with_century(struct str text, struct arena *arena) {
    enum { FIRST = 16, LAST = 35, LAST_DATED = 49 };
    bool digits = text.n >= 5 && text.p[0] >= '0' && text.p[0] <= '4' &&
                  text.p[1] >= '0' && text.p[1] <= '9' &&
                  str_starts(str_slice(text, 2, text.n), STR("年"));
    int year = digits ? (text.p[0] - '0') * 10 + text.p[1] - '0' : LAST_DATED + 1;
    bool fits = text.n > 5 ? year <= LAST_DATED : year >= FIRST && year <= LAST;
    return fits ? arena_printf(arena, "20%.*s", STR_ARG(text)) : text;
}

/* One level, without what stands behind the period. Marks go first: in the form in
   which texts are compared ① would be a digit. */
static enum period_reading read_level(const struct reading_context *context,
                                      struct str text, int year, struct period *out,
                                      uint8_t *status) {
    uint8_t found = *status;
    if (context->profile->period_count == 0 && is_plain(text)) {
        return period_read(text, year, context->profile, context->scratch, out);
    }
    text = take_declared(context, clean_cell(text), &found);
    text = take_word(marks_off(text), &found);
    enum period_reading reading = PERIOD_NONE;
    text = with_century(clean_width(text, context->scratch), context->scratch);
    struct str plain = take_letter(text, &found);
    if (plain.n < text.n) {
        reading = period_read(marks_off(plain), year, context->profile,
                              context->scratch, out);
    }
    if (reading == PERIOD_NONE) {
        found = plain.n < text.n ? *status : found;
        reading = period_read(text, year, context->profile, context->scratch, out);
    }
    if (reading == PERIOD_READ || reading == PERIOD_NO_YEAR) {
        *status = found;
    }
    return reading;
}

bool period_cell_join(struct period a, struct period b, struct period *out) {
    if (a.year == 0 || (b.year != 0 && b.kind == PERIOD_YEAR)) {
        struct period other = a;
        a = b;
        b = other;
    }
    *out = b.year == 0 ? period_make(a.year, (enum period_kind)b.kind, b.index) : b;
    return a.year != 0 && (b.year == 0 || a.year == b.year) &&
           (a.kind == PERIOD_YEAR || period_equal(a, *out));
}

/* 2022年/三季度, 三季度/2022年, 2022年/数值. */
static enum period_reading read_levels(const struct reading_context *context,
                                       struct str text, int year, struct period *out,
                                       uint8_t *status) {
    for (size_t at = 0; (at = str_find(text, STR("/"), at)) != STR_NOT_FOUND; at++) {
        struct str parts[] = {clean_trim(str_slice(text, 0, at)),
                              clean_trim(str_slice(text, at + 1, text.n))};
        struct period periods[2] = {{0}, {0}};
        enum period_reading readings[2];
        for (size_t i = 0; i < 2; i++) {
            readings[i] = read_level(context, parts[i], 0, &periods[i], status);
            if (readings[i] == PERIOD_NONE &&
                is_whole_year(clean_key(parts[i], context->scratch))) {
                periods[i] = period_make(0, PERIOD_YEAR, 0);
                readings[i] = PERIOD_NO_YEAR;
            }
            if (readings[i] != PERIOD_READ &&
                columns_usual_role(parts[i], context->scratch) == ROLE_VALUE) {
                return read_level(context, parts[1 - i], year, out, status);
            }
        }
        bool known = (readings[0] == PERIOD_READ || readings[0] == PERIOD_NO_YEAR) &&
                     (readings[1] == PERIOD_READ || readings[1] == PERIOD_NO_YEAR);
        if (known && period_cell_join(periods[0], periods[1], out)) {
            return PERIOD_READ;
        }
    }
    return PERIOD_NONE;
}

/* 1月 January, 一季度 1st Quarter: the English must not be another period. */
static enum period_reading read_halves(const struct reading_context *context,
                                       struct str text, int year, struct period *out,
                                       uint8_t *status) {
    struct bilingual both;
    struct period other;
    uint8_t unused = *status;
    if (!bilingual_split(text, &both)) {
        return PERIOD_NONE;
    }
    enum period_reading chinese = read_level(context, both.chinese, year, out, status);
    enum period_reading english =
        read_level(context, both.english, year, &other, &unused);
    int month =
        period_month_name(clean_key(both.english, context->scratch), context->scratch);
    bool differs = (english == chinese && !period_equal(*out, other)) ||
                   (month > 0 && (out->kind != PERIOD_MONTH || out->index != month));
    return differs ? PERIOD_NONE : chinese;
}

/* The entry of the text itself. */
static bool read_declared(const struct reading_context *context, struct str text,
                          int year, struct period *out, uint8_t *status,
                          enum period_reading *reading) {
    const struct source_profile *p = context->profile;
    struct str key = p->period_count > 0 ? clean_key(text, context->scratch) : text;
    for (size_t i = 0; i < p->period_count; i++) {
        enum observation_status given;
        bool has_period, skip;
        if (!str_equal(clean_key(p->periods[i].key, context->scratch), key) ||
            !period_cell_entry(p->periods[i].value, context->scratch, out, &has_period,
                               &given, &skip) ||
            (!has_period && !skip)) {
            continue;
        }
        *status = given != STATUS_NORMAL ? (uint8_t)given : *status;
        *reading = skip ? PERIOD_SKIP : PERIOD_READ;
        if (has_period && out->year == 0) { /* of the year that stands beside it */
            *out = period_make(year, PERIOD_YEAR, 0);
            *reading = year == 0 ? PERIOD_NO_YEAR : PERIOD_READ;
        }
        return true;
    }
    return false;
}

enum period_reading period_cell_read(const struct reading_context *context,
                                     struct str text, int year, struct period *out,
                                     uint8_t *status) {
    enum period_reading reading;
    if (read_declared(context, text, year, out, status, &reading)) {
        return reading;
    }
    reading = read_level(context, text, year, out, status);
    if (reading == PERIOD_AMBIGUOUS && doubt_is_october(&context->years, text)) {
        struct decimal number;
        decimal_parse(str_slice(clean_cell(text), 0, 4), &number);
        *out = period_make((int)number.coefficient, PERIOD_MONTH, 10);
        return PERIOD_READ;
    }
    if (reading == PERIOD_READ && doubt_holds(&context->years) &&
        doubt_is_years(text)) {
        return PERIOD_TWO_YEARS;
    }
    if (reading == PERIOD_READ && out->kind == PERIOD_YEAR &&
        doubt_is_december(&context->years, text, context->profile)) {
        *out = period_make(out->year, PERIOD_MONTH, 12);
    }
    if (reading == PERIOD_NONE) {
        reading = read_levels(context, text, year, out, status);
    }
    return reading == PERIOD_NONE ? read_halves(context, text, year, out, status)
                                  : reading;
}

/* What a bare number under such a head counts. */
static enum period_kind counted(struct str head, struct arena *arena) {
    static const struct {
        const char *word;
        enum period_kind kind;
    } words[] = {
        {"半年", PERIOD_HALF},       {"half", PERIOD_HALF},   {"季", PERIOD_QUARTER},
        {"quarter", PERIOD_QUARTER}, {"qtr", PERIOD_QUARTER}, {"月", PERIOD_MONTH},
        {"month", PERIOD_MONTH},     {"mm", PERIOD_MONTH},    {"yf", PERIOD_MONTH}};
    struct str key = clean_key(head, arena);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (str_find(key, str_from(words[i].word), 0) != STR_NOT_FOUND) {
            return words[i].kind;
        }
    }
    return PERIOD_NOT_STATED;
}

/* M09, Q1, S2 */
static enum period_kind lettered(char letter) {
    return letter == 'm'   ? PERIOD_MONTH
           : letter == 'q' ? PERIOD_QUARTER
           : letter == 's' ? PERIOD_HALF
                           : PERIOD_NOT_STATED;
}

enum period_reading period_cell_part(const struct reading_context *context,
                                     struct str head, struct str text,
                                     struct period *out, uint8_t *status) {
    static const uint8_t most[] = {[PERIOD_HALF] = 2,
                                   [PERIOD_QUARTER] = 4,
                                   [PERIOD_MONTH] = 12,
                                   [PERIOD_SPAN] = 0};
    enum period_reading reading = period_cell_read(context, text, 0, out, status);
    struct str key = clean_key(clean_cell(text), context->scratch);
    enum period_kind kind = key.n > 1 ? lettered(key.p[0]) : PERIOD_NOT_STATED;
    struct str number = kind != PERIOD_NOT_STATED ? str_slice(key, 1, key.n) : key;
    struct decimal d;
    int month = reading == PERIOD_NONE ? period_month_name(key, context->scratch) : 0;
    if (month > 0) {
        *out = period_make(0, PERIOD_MONTH, month);
        return PERIOD_NO_YEAR;
    }
    if (reading == PERIOD_NONE && is_whole_year(key)) {
        *out = period_make(0, PERIOD_YEAR, 0);
        return PERIOD_NO_YEAR;
    }
    kind = kind != PERIOD_NOT_STATED ? kind : counted(head, context->scratch);
    if (reading != PERIOD_NONE || kind == PERIOD_NOT_STATED ||
        !decimal_parse(number, &d) || d.exponent != 0 || d.coefficient < 1 ||
        d.coefficient > most[kind]) {
        return reading;
    }
    *out = period_make(0, kind, (int)d.coefficient);
    return PERIOD_NO_YEAR;
}

enum period_reading period_cell_of_year(const struct reading_context *context,
                                        struct str head, struct str text,
                                        struct period *out, uint8_t *status) {
    enum period_reading reading =
        period_cell_read(context, text, context->year, out, status);
    struct period part;
    struct str key = clean_key(clean_cell(text), context->scratch);
    bool bare = key.n > 0 && key.p[0] >= '0' && key.p[0] <= '9'; /* and not May */
    if (reading != PERIOD_NONE || (!bare && !is_whole_year(key)) ||
        period_cell_part(context, head, text, &part, status) != PERIOD_NO_YEAR) {
        return reading;
    }
    *out = period_make(context->year, (enum period_kind)part.kind, part.index);
    return context->year == 0 ? PERIOD_NO_YEAR : PERIOD_READ;
}
