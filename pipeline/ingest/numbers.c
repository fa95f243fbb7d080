#include "ingest/numbers.h"
#include "dataset/qualifier.h"
#include "dataset/unit.h"
#include "ingest/chinese.h"
#include "ingest/clean.h"
#include "ingest/status.h"
#include <string.h>

static bool one_of(struct str s, const char *const *names) {
    for (; *names != NULL; names++) {
        if (str_equal(s, str_from(*names))) {
            return true;
        }
    }
    return false;
}

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* Full-width forms, minus signs and spaces to ASCII. Not NFKC, which would make
   11706 of ①1706. */
static struct str fold(struct str s, struct arena *arena) {
    char *p = arena_alloc(arena, s.n + 1);
    size_t n = 0;
    for (size_t at = 0, length = 0; at < s.n; at += length) {
        uint32_t cp;
        length = utf8_decode(s, at, &cp);
        if (cp >= 0xFF01 && cp <= 0xFF5E) {
            cp -= 0xFEE0;
        } else if (cp == 0x2212 || cp == 0x2010 || cp == 0x2011) {
            cp = '-';
        } else if (cp == 0x2019 || cp == 0x02BC) {
            cp = '\'';
        } else if (cp == 0x301C) {
            cp = '~';
        } else if (clean_is_space(cp)) {
            cp = ' ';
        }
        n += utf8_encode(cp, p + n);
    }
    return str_trim((struct str){p, n});
}

static bool take(struct str *s, const char *prefix) {
    struct str p = str_from(prefix);
    if (!str_starts(*s, p)) {
        return false;
    }
    *s = str_trim(str_slice(*s, p.n, s->n));
    return true;
}

static bool take_end(struct str *s, const char *suffix) {
    struct str p = str_from(suffix);
    if (!str_ends(*s, p) || s->n == p.n) {
        return false;
    }
    *s = str_trim(str_slice(*s, 0, s->n - p.n));
    return true;
}

/* Takes note marks off both ends: ①, *, [1], 注1, superscripts; and the letter of
   a status in brackets. */
static struct str take_marks(struct str s, const struct source_profile *profile,
                             struct reading *r) {
    for (bool again = true; again && s.n > 0;) {
        again = false;
        uint32_t cp;
        size_t length = utf8_decode(s, 0, &cp);
        if (cp >= 0x2460 && cp <= 0x2473 && length < s.n) {
            r->mark = str_slice(s, 0, length);
            s = clean_trim(str_slice(s, length, s.n));
            again = true;
        }
        size_t at = s.n - 1;
        while (at > 0 && ((unsigned char)s.p[at] & 0xC0) == 0x80) {
            at--;
        }
        utf8_decode(s, at, &cp);
        bool superscript =
            cp == 0xB9 || cp == 0xB2 || cp == 0xB3 || (cp >= 0x2070 && cp <= 0x2079);
        /* 0* says "rounded to zero" in some yearbooks: it needs a declaration. */
        bool star = cp == '*' && at > 0 && !str_equal(s, STR("0*"));
        /* ¹ is no power that anyone writes. */
        if (superscript && cp != 0xB9 && at > 0 && is_digit(s.p[at - 1]) &&
            profile_lookup(profile->options, profile->option_count, STR("superscripts"))
                    .n == 0) {
            r->problem = PROBLEM_SUPERSCRIPT;
            return s;
        }
        if (at > 0 && (star || superscript || (cp >= 0x2460 && cp <= 0x2473))) {
            r->mark = str_slice(s, at, s.n);
            s = clean_trim(str_slice(s, 0, at));
            again = true;
            continue;
        }
        size_t open = at;
        char closing = s.p[s.n - 1];
        while (open > 0 && s.p[open] != (closing == ']' ? '[' : '(')) {
            open--;
        }
        if (open > 0 && (closing == ']' || closing == ')')) {
            struct str inner = str_slice(s, open + 1, s.n - 1);
            enum observation_status status;
            if (inner.n == 1 && number_status(inner, &status)) {
                r->status = status;
            } else if (closing == ')' || inner.n == 0) {
                continue; /* a unit in brackets, perhaps */
            }
            r->mark = str_slice(s, open, s.n);
            s = clean_trim(str_slice(s, 0, open));
            again = true;
            continue;
        }
        size_t note = str_find(s, STR("注"), 0);
        if (note != STR_NOT_FOUND && note > 0 && s.n - note <= 5) {
            r->mark = str_slice(s, note, s.n);
            s = clean_trim(str_slice(s, 0, note));
            again = true;
        }
    }
    return s;
}

static struct str take_qualifier(struct str s, struct reading *r) {
    enum qualifier first = qualifier_take_before(&s);
    enum qualifier last = qualifier_take_behind(&s);
    if (first != QUALIFIER_NONE || last != QUALIFIER_NONE) {
        r->qualifier = last != QUALIFIER_NONE ? last : first;
    }
    return s;
}

/* 3万多家 */
static void take_within(struct str *s, struct reading *r) {
    enum qualifier found = qualifier_take_within(s);
    if (found != QUALIFIER_NONE) {
        r->qualifier = found;
    }
}

/* The mark before the decimals; what groups thousands is never that. */
static char decimal_mark(const struct source_profile *profile) {
    if (profile->decimal.n > 0) {
        return profile->decimal.p[0];
    }
    return str_equal(profile->group, STR(".")) ? ',' : '.';
}

static bool groups_thousands(char c, const struct source_profile *profile) {
    if (profile->group.n > 0) {
        return c == profile->group.p[0];
    }
    return c == '\'' || c == ' ' ||
           (c != decimal_mark(profile) && (c == ',' || c == '.'));
}

/* One to three digits, a mark and three more may be thousands or decimals. */
static bool is_doubtful(struct str s, const struct source_profile *profile) {
    bool declared = profile->decimal.n > 0 || profile->group.n > 0;
    size_t mark = 0;
    while (mark < s.n && is_digit(s.p[mark])) {
        mark++;
    }
    bool three = s.n == mark + 4;
    for (size_t i = mark + 1; i < s.n; i++) {
        three &= is_digit(s.p[i]);
    }
    return !declared && three && mark >= 1 && mark <= 3 && s.p[0] != '0' &&
           (s.p[mark] == '.' || s.p[mark] == ',');
}

/* How many bytes of `s` are an unsigned number with its grouping, the digits
   without grouping in `out`. Groups are of three, and none before the first is 0. */
static size_t digits_prefix(struct str s, char out[64],
                            const struct source_profile *profile, struct reading *r) {
    size_t at = 0, n = 0, group = 0, groups = 0;
    char mark = '\0', decimal = decimal_mark(profile);
    for (; at < s.n && n < 62; at++) {
        char c = s.p[at];
        bool next = at + 1 < s.n && is_digit(s.p[at + 1]);
        if (is_digit(c)) {
            out[n++] = c;
            group++;
        } else if (groups_thousands(c, profile) && next && n > 0) {
            if ((mark != '\0' && c != mark) || group > 3 || out[0] == '0' ||
                (groups > 0 && group != 3)) {
                r->problem = PROBLEM_GROUPING;
                return 0;
            }
            mark = c;
            groups++;
            group = 0;
        } else {
            break;
        }
    }
    if (groups > 0 && group != 3) {
        r->problem = PROBLEM_GROUPING;
        return 0;
    }
    if (at < s.n && s.p[at] == decimal && at + 1 < s.n && is_digit(s.p[at + 1])) {
        if (n == 0) {
            out[n++] = '0';
        }
        out[n++] = '.';
        for (at++; at < s.n && is_digit(s.p[at]) && n < 62; at++) {
            out[n++] = s.p[at];
        }
        if (at < s.n && (s.p[at] == ',' || s.p[at] == '.') && at + 1 < s.n &&
            is_digit(s.p[at + 1])) {
            r->problem = PROBLEM_GROUPING; /* 1.706,5 */
            return 0;
        }
    }
    if (n == 0) {
        return 0;
    }
    if (at < s.n && (s.p[at] == 'e' || s.p[at] == 'E')) {
        size_t e = at + 1;
        e += e < s.n && (s.p[e] == '+' || s.p[e] == '-');
        if (e < s.n && is_digit(s.p[e])) {
            r->exponent = true;
            for (; at < s.n && (at < e || is_digit(s.p[at])) && n < 63; at++) {
                out[n++] = s.p[at];
            }
        }
    }
    if (n >= 62 && at < s.n && is_digit(s.p[at])) {
        r->problem = PROBLEM_DIGITS;
        return 0;
    }
    out[n] = '\0';
    r->doubtful = is_doubtful(str_slice(s, 0, at), profile);
    return at;
}

/* Sign, digits, 多, multiplier, unit: all of `s`. */
static bool signed_number(struct str s, struct str expected,
                          const struct source_profile *profile, struct reading *r) {
    bool minus = false;
    if (s.n > 2 && s.p[0] == '(' && s.p[s.n - 1] == ')' && s.n > 2 &&
        is_digit(s.p[1])) {
        if (profile->brackets.n == 0) {
            r->problem = PROBLEM_BRACKETS;
            return false;
        }
        minus = str_equal(profile->brackets, STR("minus")); /* accountants' (4.7) */
        if (!minus) {
            number_status(profile->brackets, &r->status);
        }
        s = str_trim(str_slice(s, 1, s.n - 1));
    } else if (take(&s, "-")) {
        minus = true;
    } else if (take(&s, "+")) {
        minus = false;
    } else if (take(&s, "▲") || take(&s, "△")) {
        if (!profile_option(profile, STR("triangle_is_minus"))) {
            r->problem = PROBLEM_SIGN_MARK;
            return false;
        }
        minus = true;
    } else if (str_starts(s, STR("↓")) || str_starts(s, STR("↑"))) {
        if (!profile_option(profile, STR("arrows_are_signs"))) {
            r->problem = PROBLEM_SIGN_MARK;
            return false;
        }
        minus = take(&s, "↓");
        take(&s, "↑");
    }
    char digits[64];
    size_t used = digits_prefix(s, digits, profile, r);
    if (used == 0) {
        return false;
    }
    if (!decimal_parse(str_from(digits), &r->value)) {
        r->problem = PROBLEM_DIGITS;
        return false;
    }
    r->value.coefficient = minus ? -r->value.coefficient : r->value.coefficient;
    struct str rest = str_trim(str_slice(s, used, s.n));
    bool apart = used < s.n && s.p[used] == ' ';
    take_within(&rest, r);
    if (rest.n > 2 && rest.p[0] == '(' && rest.p[rest.n - 1] == ')' &&
        str_find(rest, STR(")"), 0) == rest.n - 1) {
        rest = str_trim(str_slice(rest, 1, rest.n - 1));
    }
    if (rest.n == 0) {
        return true;
    }
    bool of_unit = unit_known(rest) || (expected.n > 0 && str_equal(rest, expected));
    if (apart && !of_unit && status_flags(rest, &r->status)) {
        r->flags = rest; /* 12.3 bu, as Eurostat writes it; 12.3b may be billions */
        return true;
    }
    size_t length = 0;
    int power = unit_multiplier(rest, &length);
    if (length == rest.n) {
        r->multiplier = power;
        return true;
    }
    struct str tail = str_trim(str_slice(rest, length, rest.n));
    take_within(&tail, r);
    if (tail.n == 0) {
        r->multiplier = power;
        return true;
    }
    r->unit = (struct str){rest.p, (size_t)(tail.p + tail.n - rest.p)};
    if (length > 0 && tail.p != rest.p + length) {
        /* 3.6 万 家: the unit's name has no space in it. */
        r->value = decimal_scale(r->value, power);
        r->unit = tail;
    }
    return unit_known(r->unit) || (expected.n > 0 && str_equal(tail, expected)) ||
           (expected.n > 0 && unit_equal(r->unit, expected));
}

static bool read_range(struct str s, struct str expected,
                       const struct source_profile *profile, struct reading *r) {
    static const char *const marks[] = {"~", "—", "–", "至", "-"};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        size_t at = str_find(s, str_from(marks[i]), 1);
        if (at == STR_NOT_FOUND) {
            continue;
        }
        struct reading low = {0}, high = {0};
        if (signed_number(str_trim(str_slice(s, 0, at)), expected, profile, &low) &&
            signed_number(str_trim(str_slice(s, at + strlen(marks[i]), s.n)), expected,
                          profile, &high)) {
            *r = high;
            r->high = high.value;
            r->value = low.value;
            r->kind = READING_RANGE;
            return true;
        }
    }
    return false;
}

static bool read_rank(struct str s, struct reading *r) {
    bool ordinal = take(&s, "第");
    if (ordinal && !take_end(&s, "位")) {
        take_end(&s, "名");
    }
    int64_t value = 0;
    size_t slash = ordinal ? STR_NOT_FOUND : str_find(s, STR("/"), 0);
    struct str first = str_slice(s, 0, slash == STR_NOT_FOUND ? s.n : slash);
    if (!ordinal && slash == STR_NOT_FOUND) {
        return false;
    }
    struct decimal of;
    if (slash != STR_NOT_FOUND &&
        (!decimal_parse(str_slice(s, slash + 1, s.n), &of) || of.exponent != 0)) {
        return false;
    }
    if (decimal_parse(first, &r->value) && r->value.exponent == 0 &&
        r->value.coefficient > 0) {
        r->kind = READING_RANK;
    } else if (ordinal && chinese_number(first, &value)) {
        r->value = decimal_from_integer(value);
        r->kind = READING_RANK;
    }
    return r->kind == READING_RANK;
}

static bool read_boolean(struct str s, struct reading *r) {
    static const char *const yes[] = {"TRUE", "true", "True", "是",
                                      "√",    "✓",    "✔",    NULL};
    static const char *const no[] = {"FALSE", "false", "False", "否", "×", "✗", NULL};
    if (!one_of(s, yes) && !one_of(s, no)) {
        return false;
    }
    r->kind = READING_BOOLEAN;
    r->value = decimal_from_integer(one_of(s, yes));
    return true;
}

/* ": c", as Eurostat writes why there is no value. */
static bool read_declared_flags(struct str cell, size_t space,
                                const struct source_profile *profile,
                                struct reading *r) {
    struct str meaning = profile_lookup(profile->symbols, profile->symbol_count,
                                        str_slice(cell, 0, space));
    enum observation_status status;
    struct str flags = str_trim(str_slice(cell, space, cell.n));
    if (meaning.n == 0 || !number_status(meaning, &r->status) ||
        !status_flags(flags, &status)) {
        return false;
    }
    r->kind = READING_STATUS;
    r->flags = flags;
    r->status = status_has_number(status) ? r->status : status;
    return true;
}

/* What the profile says of the whole cell. */
static bool read_declared(struct str cell, const struct source_profile *profile,
                          struct reading *r) {
    struct str meaning = profile_lookup(profile->symbols, profile->symbol_count, cell);
    size_t space = meaning.n == 0 ? str_find(cell, STR(" "), 0) : STR_NOT_FOUND;
    if (space != STR_NOT_FOUND) {
        return read_declared_flags(cell, space, profile, r);
    }
    if (meaning.n == 0) {
        return false;
    }
    if (str_equal(meaning, STR("zero"))) {
        r->kind = READING_NUMBER;
        return true;
    }
    r->kind = READING_STATUS;
    return number_status(meaning, &r->status);
}

static bool read_symbol(struct str s, struct reading *r) {
    static const char *const missing[] = {"n.a.", "N.A.",   "NA",   "N/A",  "n/a",
                                          "null", "NULL",   "Null", "不详", "未统计",
                                          "暂无", "未公布", NULL};
    static const char *const errors[] = {"#DIV/0!", "#N/A",    "#REF!",  "#VALUE!",
                                         "#NAME?",  "#NUM!",   "#NULL!", "#SPILL!",
                                         "#CALC!",  "#FIELD!", NULL};
    static const char *const symbols[] = {
        "…",   "……",   "...",  "......", "—",        "——",       "–",
        "-",   "--",   "－",   "−",      "x",        "X",        "(x)",
        "×",   "*",    "**",   "/",      "\\",       "无",       "0*",
        ".",   "..",   "#",    "NaN",    "nan",      "NAN",      "Inf",
        "inf", "-Inf", "-inf", "+Inf",   "Infinity", "infinity", "-Infinity",
        "∞",   "[x]",  "[c]",  "[z]",    "[low]",    NULL};
    if (one_of(s, missing)) {
        r->kind = READING_STATUS;
        r->status = STATUS_MISSING;
        return true;
    }
    size_t hashes = 0;
    while (hashes < s.n && s.p[hashes] == '#') {
        hashes++;
    }
    if (one_of(s, errors)) {
        r->problem = PROBLEM_SPREADSHEET_ERROR;
    } else if (hashes > 1 && hashes == s.n) {
        r->problem = PROBLEM_LOST;
    } else if (one_of(s, symbols)) {
        r->problem = PROBLEM_SYMBOL;
    }
    r->kind = r->problem != PROBLEM_NONE ? READING_ERROR : r->kind;
    return r->kind == READING_ERROR;
}

struct reading number_read(struct str cell, struct str expected,
                           const struct source_profile *profile, struct arena *arena) {
    struct reading r = {.kind = READING_TEXT};
    cell = clean_cell(cell);
    if (cell.n == 0 && profile->symbol_count == 0) {
        r.kind = READING_BLANK;
        return r;
    }
    if (profile->symbol_count > 0 && read_declared(cell, profile, &r)) {
        return r;
    }
    if (cell.n == 0) {
        r.kind = READING_BLANK;
        return r;
    }
    if (is_digit(cell.p[cell.n - 1]) && decimal_parse(cell, &r.value) &&
        memchr(cell.p, 'e', cell.n) == NULL && memchr(cell.p, 'E', cell.n) == NULL &&
        (decimal_mark(profile) == '.' || memchr(cell.p, '.', cell.n) == NULL)) {
        r.kind = READING_NUMBER;
        r.doubtful =
            r.value.exponent == -3 &&
            is_doubtful(str_slice(cell, cell.p[0] == '-' || cell.p[0] == '+', cell.n),
                        profile);
        return r;
    }
    if (read_symbol(cell, &r) || read_symbol(fold(cell, arena), &r)) {
        return r;
    }
    struct str s = take_marks(fold(cell, arena), profile, &r);
    if (r.problem != PROBLEM_NONE) {
        r.kind = READING_ERROR;
        return r;
    }
    struct reading number = r;
    struct str core = take_qualifier(s, &number);
    if (signed_number(core, expected, profile, &number)) {
        number.kind = READING_NUMBER;
        return number;
    }
    if (number.problem != PROBLEM_NONE) {
        number.kind = READING_ERROR;
        return number;
    }
    if (read_range(core, expected, profile, &r) || read_rank(core, &r) ||
        read_boolean(s, &r)) {
        return r;
    }
    int64_t value;
    if (profile_option(profile, STR("chinese_numerals")) &&
        chinese_number(core, &value)) {
        number.kind = READING_NUMBER;
        number.value = decimal_from_integer(value);
        return number;
    }
    r.kind = READING_TEXT;
    return r;
}
