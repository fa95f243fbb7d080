#include "ingest/name_forms.h"
#include "dataset/unit.h"
#include "ingest/clean.h"
#include "ingest/marks.h"
#include "words/words.h"
#include <string.h>

struct str name_key(struct str name, struct arena *arena) {
    static const char *const dashes[] = {"——", "—", "–", "―", "‐", "‑", "−", "~"};
    struct str key = clean_key(name, arena);
    bool any = false;
    for (size_t i = 0; i < sizeof dashes / sizeof *dashes && !any; i++) {
        any = str_find(key, str_from(dashes[i]), 0) != STR_NOT_FOUND;
    }
    char *p = any ? arena_alloc(arena, key.n) : NULL;
    size_t n = 0;
    for (size_t at = 0, used = 1; any && at < key.n; at += used) {
        struct str rest = str_slice(key, at, key.n);
        used = 0;
        for (size_t i = 0; i < sizeof dashes / sizeof *dashes && used == 0; i++) {
            used = str_starts(rest, str_from(dashes[i])) ? strlen(dashes[i]) : 0;
        }
        p[n++] = used > 0 ? '-' : rest.p[0];
        used = used > 0 ? used : 1;
    }
    return any ? (struct str){p, n} : key;
}

/* One to three figures or numerals; 0 if there are none. */
static size_t count_numerals(struct str s) {
    static const char *const numerals[] = {"一", "二", "三", "四", "五", "六", "七",
                                           "八", "九", "十", "0",  "1",  "2",  "3",
                                           "4",  "5",  "6",  "7",  "8",  "9",  NULL};
    struct str rest = s;
    for (size_t i = 0; i < 3 && clean_starts_any(rest, numerals); i++) {
        size_t n = (unsigned char)rest.p[0] < 0x80 ? 1 : 3;
        rest = str_slice(rest, n, rest.n);
    }
    return s.n - rest.n;
}

struct str name_number_off(struct str text) {
    static const char *const open[] = {"（", "(", NULL}, *const close[] = {"）", ")",
                                                                           NULL};
    static const char *const marks[] = {"、", "．", ".", NULL};
    struct str rest = text = clean_trim(text);
    bool opened = clean_cut_any(&rest, open);
    size_t n = count_numerals(rest);
    rest = str_slice(rest, n, rest.n);
    bool point = str_starts(rest, STR("."));
    /* 1.5 is no number of a list */
    return n > 0 && clean_cut_any(&rest, opened ? close : marks) && rest.n > 0 &&
                   !(point && rest.p[0] >= '0' && rest.p[0] <= '9')
               ? rest
               : text;
}

struct str name_part_off(struct str text) {
    static const char *const parts[] = {"其中：", "其中:", "其中", "#", "＃", NULL};
    text = clean_trim(text);
    for (size_t i = 0; parts[i] != NULL; i++) {
        clean_cut(&text, parts[i]);
    }
    return name_number_off(text);
}

/* 个 of 单位：个. */
static struct str without_word(struct str unit) {
    static const char *const words[] = {"计量单位：", "计量单位:", "单位：", "单位:"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (str_starts(unit, str_from(words[i]))) {
            return clean_trim(str_slice(unit, strlen(words[i]), unit.n));
        }
    }
    return unit;
}

bool name_split_unit(struct str text, struct str *name, struct str *unit) {
    enum { ROUND = 2, PAIRS = 5 }; /* （ and ) are a pair */
    static const char *const open[PAIRS] = {"(", "（", "[", "［", "【"};
    static const char *const close[PAIRS] = {")", "）", "]", "］", "】"};
    size_t pair = 0, depth = 0;
    while (pair < PAIRS && !str_ends(text, str_from(close[pair]))) {
        pair++;
    }
    if (pair == PAIRS) {
        return false;
    }
    size_t first = pair < ROUND ? 0 : pair, last = pair < ROUND ? ROUND : pair + 1;
    /* The bracket that matches: 专利(发明)(万台(套)). */
    for (size_t at = text.n; at-- > 0;) {
        struct str from = str_slice(text, at, text.n);
        size_t length = 0;
        for (size_t i = first; i < last; i++) {
            depth += str_starts(from, str_from(close[i]));
            length = str_starts(from, str_from(open[i])) ? strlen(open[i]) : length;
        }
        if (length == 0 || --depth > 0) {
            continue;
        }
        *name = clean_trim(str_slice(text, 0, at));
        *unit = without_word(
            clean_trim(str_slice(text, at + length, text.n - strlen(close[pair]))));
        return name->n > 0 && (unit_known(*unit) || unit_is_multiplier(*unit));
    }
    return false;
}

/* Words with which English narrows what is counted. */
static bool says_more(struct str english) {
    static const char *const words[] = {
        "of which", "Of which", "including", "Including", "excluding", "Excluding",
        "except",   "Except",   "without",   "other",     "Other",     NULL};
    for (size_t at = 0; at < english.n; at++) {
        bool begins = at == 0 || english.p[at - 1] == ' ';
        struct str rest = str_slice(english, at, english.n);
        size_t end = str_find(rest, STR(" "), 0);
        struct str word = str_slice(rest, 0, end < rest.n ? end : rest.n);
        char key[16];
        for (size_t i = 0; i < word.n && i < sizeof key; i++) {
            key[i] = (char)(word.p[i] >= 'A' && word.p[i] <= 'Z' ? word.p[i] + 'a' - 'A'
                                                                 : word.p[i]);
        }
        if (begins && (clean_starts_any(rest, words) ||
                       (word.n < sizeof key &&
                        words_listed("breakdown.parts", (struct str){key, word.n})))) {
            return true;
        }
    }
    return false;
}

bool name_is_translated(struct str text, struct bilingual *halves) {
    return bilingual_split(text, halves) && !says_more(halves->english);
}

static bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool has_word(struct str text, struct str word) {
    for (size_t at = 0; at + word.n <= text.n; at++) {
        size_t same = 0;
        while (same < word.n && (text.p[at + same] | 0x20) == (word.p[same] | 0x20)) {
            same++;
        }
        if (same == word.n && (at == 0 || !is_letter(text.p[at - 1]))) {
            return true;
        }
    }
    return false;
}

bool name_shares_word(struct str english, struct str name) {
    enum { LEAST = 4 };
    for (size_t at = 0; at < english.n;) {
        size_t from = at;
        bool small = false;
        for (; at < english.n && is_letter(english.p[at]); at++) {
            small |= english.p[at] >= 'a';
        }
        bool word = at - from >= LEAST;
        if (word &&
            (name.n > 0 ? has_word(name, str_slice(english, from, at)) : small)) {
            return true;
        }
        at += at == from;
    }
    return false;
}

struct name_forms name_forms_of(struct str text, const struct source_profile *profile) {
    struct name_forms f = {.names = {text, name_part_off(text)}, .count = 2};
    for (size_t i = 0; i < 2; i++) {
        struct str name, unit;
        if (name_split_unit(f.names[i], &name, &unit)) {
            f.units[i] = f.units[f.count] = profile_unit(profile, unit);
            f.names[f.count++] = marks_off(name);
        }
    }
    /* 证书数（万张）/女, of two columns of names. */
    for (size_t at = text.n; at-- > 0 && f.count == 2;) {
        struct str name, unit;
        if (text.p[at] == '/' &&
            name_split_unit(str_slice(text, 0, at), &name, &unit)) {
            f.units[0] = f.units[1] = profile_unit(profile, unit);
            break;
        }
    }
    return f;
}
