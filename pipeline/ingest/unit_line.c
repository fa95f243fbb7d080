#include "ingest/unit_line.h"
#include "dataset/unit.h"
#include "ingest/clean.h"
#include <string.h>
#include <strings.h>

static bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* In letters of any case; the length of the word, or 0. */
static size_t begins_as(struct str s, const char *word) {
    size_t n = str_from(word).n;
    return s.n >= n && strncasecmp(s.p, word, n) == 0 ? n : 0;
}

/* 填报单位 and 制表单位 are offices; so is what calls itself 单位 and is named like
 * one. */
static bool names_office(struct str value) {
    static const char *const tails[] = {"局", "厅", "委", "委员会", "院",   "公司",
                                        "处", "所", "部", "中心",   "政府", "大学"};
    static const char *const words[] = {"Bureau",     "Office",    "Department",
                                        "Ministry",   "Institute", "Administration",
                                        "Commission", "Agency",    "Statistics"};
    for (size_t i = 0; i < sizeof tails / sizeof *tails; i++) {
        if (str_ends(value, str_from(tails[i]))) {
            return true;
        }
    }
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (str_find(value, str_from(words[i]), 0) != STR_NOT_FOUND) {
            return true;
        }
    }
    return false;
}

static size_t skip_blanks(struct str text, size_t at) {
    uint32_t cp;
    size_t length;
    while ((length = utf8_decode(text, at, &cp)) > 0 && clean_is_space(cp)) {
        at += length;
    }
    return at;
}

/* 单位, blanks within it or not; unit, units of measure. Returns where it ends, or
   `at`. */
static size_t skip_word(struct str text, size_t at) {
    static const struct str parts[] = {{"单", 3}, {"位", 3}};
    static const char *const more[] = {"of measurement", "of measure"};
    size_t from = at, n = begins_as(str_slice(text, at, text.n), "unit");
    if (n > 0) {
        at += n;
        at += begins_as(str_slice(text, at, text.n), "s");
        at = skip_blanks(text, at);
        n = begins_as(str_slice(text, at, text.n), more[0]);
        n = n > 0 ? n : begins_as(str_slice(text, at, text.n), more[1]);
        return skip_blanks(text, at + n);
    }
    for (size_t i = 0; i < 2; i++) {
        if (!str_starts(str_slice(text, at, text.n), parts[i])) {
            return from;
        }
        at = skip_blanks(text, at + parts[i].n);
    }
    return at;
}

/* What joins 单位 to the unit: a colon, a verb, only a blank. */
enum joint { JOINT_NONE, JOINT_COLON, JOINT_VERB, JOINT_BLANK };

/* The length of 单位： or Unit:, 单位为, “单位 ”; JOINT_NONE if none stands there. */
static enum joint unit_word(struct str text, size_t from, size_t *length) {
    static const char *const verbs[] = {"均为", "都是", "为", "是"};
    size_t at = skip_word(text, from);
    struct str rest = str_slice(text, at, text.n);
    size_t colon = str_starts(rest, STR("：")) ? 3 : str_starts(rest, STR(":")) ? 1 : 0;
    *length = at + colon - from;
    if (at == from || colon > 0) {
        return at == from ? JOINT_NONE : JOINT_COLON;
    }
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++) {
        if (str_starts(rest, str_from(verbs[i]))) {
            *length += strlen(verbs[i]);
            return JOINT_VERB;
        }
    }
    return clean_trim(str_slice(text, from, at)).n < at - from ? JOINT_BLANK
                                                               : JOINT_NONE;
}

/* True if a unit that ends at `at` may end there: at a blank (no word follows, as in
   yuan per person, nor a stroke), at a full stop or a bracket: 亿元（当年价）. */
static bool may_end(struct str value, size_t at) {
    static const char *const marks[] = {"。", "（", "(", "[", "［", "【", NULL};
    static const char *const strokes[] = {"/", "／", NULL};
    uint32_t cp;
    if (utf8_decode(value, at, &cp) > 0 && !clean_is_space(cp)) {
        return clean_starts_any(str_slice(value, at, value.n), marks);
    }
    size_t next = skip_blanks(value, at);
    struct str rest = str_slice(value, next, value.n);
    return rest.n == 0 || !(is_letter(rest.p[0]) || clean_starts_any(rest, strokes));
}

/* Up to a bracket that closes one opened before it; and to where it may end, if what
   stands before is a unit by itself: the longest. */
static struct str cut_unit(struct str value) {
    static const char *const opening[] = {"(", "（", "[", "［", "【", NULL};
    static const char *const closing[] = {")", "）", "]", "］", "】", NULL};
    size_t depth = 0, end = value.n, known = 0;
    for (size_t at = 0; at < end; at++) {
        struct str rest = str_slice(value, at, value.n);
        bool closes = clean_starts_any(rest, closing);
        depth += clean_starts_any(rest, opening);
        end = closes && depth == 0 ? at : end;
        depth -= closes && depth > 0;
    }
    value = clean_trim(str_slice(value, 0, end));
    uint32_t cp;
    for (size_t at = 0, n; (n = utf8_decode(value, at, &cp)) > 0; at += n) {
        if (may_end(value, at) && unit_list_known(str_slice(value, 0, at))) {
            known = at;
        }
    }
    return known == 0 || unit_list_known(value) ? value : str_slice(value, 0, known);
}

/* Of what the unit is said: an office by the word before it (填报单位, Reporting unit),
   but for these. */
static bool stands_alone(struct str *before) {
    static const char *const own[] = {"计量", "金额", "货币", "价值", "数量"};
    for (size_t i = 0; i < sizeof own / sizeof *own; i++) {
        if (str_ends(*before, str_from(own[i]))) {
            *before = str_slice(*before, 0, before->n - str_from(own[i]).n);
            return true;
        }
    }
    uint32_t last = utf8_last(clean_trim(*before));
    bool letter = last < 0x80 && is_letter((char)last);
    return before->n == 0 || !(letter || (last >= 0x4E00 && last <= 0x9FFF));
}

/* Behind 单位： or Unit:; behind 单位为 and a mere blank only what is known as a unit
   (新增单位 个 is none). */
static bool find_named(struct str text, struct str *before, struct str *unit) {
    uint32_t cp;
    for (size_t at = 0, n, length; (n = utf8_decode(text, at, &cp)) > 0; at += n) {
        enum joint joint = cp == 0x5355 || cp == 'u' || cp == 'U'
                               ? unit_word(text, at, &length)
                               : JOINT_NONE;
        if (joint == JOINT_NONE) {
            continue;
        }
        *before = str_slice(text, 0, at);
        bool apart = clean_trim(*before).n < before->n, alone = stands_alone(before);
        *unit = cut_unit(clean_trim(str_slice(text, at + length, text.n)));
        *before = clean_trim(*before);
        bool known = unit_list_known(*unit);
        if (joint == JOINT_COLON
                ? known || (alone && unit->n > 0 && !names_office(*unit))
                : known && (alone || apart || joint == JOINT_VERB)) {
            return true;
        }
    }
    return false;
}

/* 以万张为单位 */
static bool find_phrase(struct str text, struct str *before, struct str *unit) {
    size_t end = str_find(text, STR("为单位"), 0), from = STR_NOT_FOUND;
    for (size_t at = 0; (at = str_find(text, STR("以"), at)) < end; at++) {
        from = at;
    }
    if (end == STR_NOT_FOUND || from == STR_NOT_FOUND) {
        return false;
    }
    *before = clean_trim(str_slice(text, 0, from));
    *unit = clean_trim(str_slice(text, from + 3, end));
    return unit_list_known(*unit);
}

static struct str without_brackets(struct str text) {
    bool open = text.n > 2 && text.p[0] == '(' && text.p[text.n - 1] == ')';
    return open ? clean_trim(str_slice(text, 1, text.n - 1)) : text;
}

/* In thousands, (in 10 000 yuan), thousands of persons: alone, or behind a comma or in
   brackets at the end of a title. Alone it must say a multiplier: “Reports” is a title.
 */
static bool find_plain(struct str text, struct str *before, struct str *unit) {
    size_t at = text.n, depth = 0;
    while (at > 0) {
        char c = text.p[--at];
        bool number = at + 1 < text.n && is_digit(text.p[at + 1]);
        depth += c == ')';
        depth -= c == '(' && depth > 0;
        if ((c == '(' && depth == 0) || (c == ',' && depth == 0 && !number)) {
            break;
        }
    }
    bool cut = at > 0;
    *before = clean_trim(str_slice(text, 0, at));
    *unit = clean_trim(str_slice(text, at, text.n));
    *unit = clean_trim(str_slice(*unit, unit->n > 0 && unit->p[0] == ',', unit->n));
    *unit = without_brackets(*unit);
    size_t in = begins_as(*unit, "in ");
    *unit = clean_trim(str_slice(*unit, in, unit->n));
    bool latin = unit->n > 0 && (unsigned char)unit->p[0] < 0x80;
    bool scaled = latin && (unit_is_multiplier(*unit) ||
                            (unit_known(*unit) && unit_scale(*unit) > 0));
    return latin && (scaled || (in > 0 && unit_known(*unit))) &&
           (!cut || before->n > 0);
}

static bool find_unit(struct str text, struct str *before, struct str *unit) {
    return find_named(text, before, unit) || find_phrase(text, before, unit) ||
           find_plain(text, before, unit);
}

bool unit_line_find(struct str text, struct arena *arena, struct str *before,
                    struct str *units) {
    struct str unit, unused;
    if (!find_unit(text, before, units)) {
        return false;
    }
    unit = *units;
    for (;;) {
        text = str_slice(text, (size_t)(unit.p + unit.n - text.p), text.n);
        if (!find_named(text, &unused, &unit)) {
            return true;
        }
        *units = arena_printf(arena, "%.*s、%.*s", STR_ARG(*units), STR_ARG(unit));
    }
}

bool unit_line_alone(struct str text, struct str *unit) {
    static const char *const opening[] = {"(", "（", "[", "［", "【", NULL};
    struct str before;
    return find_unit(text, &before, unit) &&
           (before.n == 0 ||
            (utf8_length(before) == 1 && clean_starts_any(before, opening)));
}

bool unit_line_bare(struct str text, struct str *unit) {
    static const struct {
        struct str open, close;
    } brackets[] = {{{"（", 3}, {"）", 3}},
                    {{"(", 1}, {")", 1}},
                    {{"【", 3}, {"】", 3}},
                    {{"[", 1}, {"]", 1}},
                    {{"［", 3}, {"］", 3}}};
    *unit = clean_trim(text);
    bool within = false;
    for (size_t i = 0; i < sizeof brackets / sizeof *brackets && !within; i++) {
        struct str open = brackets[i].open, close = brackets[i].close;
        within = unit->n > open.n + close.n && str_starts(*unit, open) &&
                 str_ends(*unit, close);
        *unit =
            within ? clean_trim(str_slice(*unit, open.n, unit->n - close.n)) : *unit;
    }
    /* Persons and Reports without brackets are titles. */
    bool foreign = unit->n > 0 && is_letter(unit->p[0]);
    return (within || !foreign) && unit_list_known(*unit) && !unit_is_word(*unit);
}

bool unit_line_key(struct str key) {
    static const char *const keys[] = {"单位",  "计量单位",      "unit",
                                       "units", "unitofmeasure", "unitofmeasurement"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        if (str_equal(key, str_from(keys[i]))) {
            return true;
        }
    }
    return false;
}

bool unit_line_goes_on(struct str unit, struct str next) {
    bool digits = unit.n > 0 && unit.n <= 3 && next.n > 3;
    for (size_t i = 0; i < unit.n && digits; i++) {
        digits = is_digit(unit.p[i]);
    }
    return digits && is_digit(next.p[0]) && is_digit(next.p[1]) &&
           is_digit(next.p[2]) && !is_digit(next.p[3]);
}
