#include "ingest/marks.h"
#include "ingest/clean.h"

/* ① to ⒛, ⓪, ❶, ⓐ, superscripts, which NFKC would make digits, and * † ‡ ※. */
static bool is_sign(uint32_t cp) {
    return (cp >= 0x2460 && cp <= 0x24FF) || (cp >= 0x2776 && cp <= 0x2793) ||
           cp == 0xB9 || cp == 0xB2 || cp == 0xB3 || (cp >= 0x2070 && cp <= 0x2079) ||
           cp == '*' || cp == 0xFF0A || (cp >= 0x2020 && cp <= 0x2021) ||
           cp == 0x203B || cp == 0xA7 || cp == 0xB6 || cp == 0x2016;
}

static size_t last_at(struct str s) {
    size_t at = s.n - (s.n > 0);
    while (at > 0 && ((unsigned char)s.p[at] & 0xC0) == 0x80) {
        at--;
    }
    return at;
}

static size_t sign_at(struct str s, size_t at) {
    uint32_t cp;
    size_t length = utf8_decode(s, at, &cp);
    return length > 0 && is_sign(cp) ? length : 0;
}

/* One digit, of either width. */
static size_t digit_at(struct str s, size_t at) {
    uint32_t cp = 0;
    size_t length = utf8_decode(s, at, &cp);
    bool digit = (cp >= '0' && cp <= '9') || (cp >= 0xFF10 && cp <= 0xFF19);
    return length > 0 && digit ? length : 0;
}

/* The bytes of a number of one or two digits; 0: none, or a longer one. */
static size_t number_at(struct str s, size_t at) {
    size_t first = digit_at(s, at), second = first > 0 ? digit_at(s, at + first) : 0;
    return digit_at(s, at + first + second) > 0 ? 0 : first + second;
}

static const char *const note_words[] = {"见注", "附注", "备注", "注"};
enum { NOTE_WORDS = sizeof note_words / sizeof *note_words };

static size_t word_at(struct str s, size_t at) {
    for (size_t i = 0; i < NOTE_WORDS; i++) {
        struct str word = str_from(note_words[i]);
        if (str_starts(str_slice(s, at, s.n), word)) {
            return word.n;
        }
    }
    return 0;
}

static size_t word_behind(struct str s) {
    for (size_t i = 0; i < NOTE_WORDS; i++) {
        struct str word = str_from(note_words[i]);
        if (str_ends(s, word)) {
            return word.n;
        }
    }
    return 0;
}

/* What brackets hold: 1, 注, 注1, ①. */
static bool is_inside(struct str s) {
    size_t at = word_at(s, 0);
    at += at < s.n ? number_at(s, at) : 0;
    at += at < s.n ? sign_at(s, at) : 0;
    return at > 0 && at == s.n;
}

static const struct bracket {
    const char *open, *close;
} brackets[] = {{"(", ")"}, {"（", "）"}, {"(", "）"},  {"（", ")"},
                {"[", "]"}, {"［", "］"}, {"【", "】"}, {"〔", "〕"}};
enum { BRACKETS = sizeof brackets / sizeof *brackets, ROUND = 4, INSIDE_BYTES = 12 };

/* 2009(10): the second of two years, and no note of the first. */
static bool continues_number(struct str before, struct str inside) {
    return inside.n > 1 && digit_at(inside, 0) > 0 && before.n > 0 &&
           digit_at(before, last_at(before)) > 0;
}

/* (1), [注2] at the end. */
static size_t bracket_behind(struct str s) {
    for (size_t i = 0; i < BRACKETS; i++) {
        struct str close = str_from(brackets[i].close),
                   open = str_from(brackets[i].open);
        size_t end = s.n - close.n;
        for (size_t n = 1; str_ends(s, close) && n <= INSIDE_BYTES; n++) {
            struct str head = str_slice(s, 0, n < end ? end - n : 0);
            struct str inside = str_slice(s, head.n, end);
            struct str before = clean_trim(
                str_slice(head, 0, head.n - (str_ends(head, open) ? open.n : 0)));
            if (str_ends(head, open) && is_inside(inside)) {
                return continues_number(before, inside) ? 0 : s.n - before.n;
            }
        }
    }
    return 0;
}

/* The same at the beginning; (1) only if `numbers`. */
static size_t bracket_before(struct str s, bool numbers) {
    for (size_t i = 0; i < BRACKETS; i++) {
        struct str close = str_from(brackets[i].close),
                   open = str_from(brackets[i].open);
        size_t end = str_starts(s, open) ? str_find(s, close, open.n) : STR_NOT_FOUND;
        if (end != STR_NOT_FOUND && is_inside(str_slice(s, open.n, end)) &&
            (numbers || i >= ROUND || word_at(s, open.n) > 0)) {
            return end + close.n;
        }
    }
    return 0;
}

static size_t half_at(struct str s, size_t at) {
    size_t number = number_at(s, at);
    struct str rest = str_slice(s, at + number, s.n);
    size_t close = str_starts(rest, STR(")")) ? 1 : str_starts(rest, STR("）")) ? 3 : 0;
    return number > 0 && close > 0 ? number + close : 0;
}

/* 1) at the end, and 注1. A digit before it makes it the end of a number. */
static size_t number_behind(struct str s) {
    size_t at = s.n;
    for (size_t i = 0; i < 4 && at > 0; i++) {
        struct str head = str_slice(s, 0, at);
        at = last_at(head);
        struct str before = str_slice(s, 0, at);
        bool inside = str_ends(before, STR("(")) || str_ends(before, STR("（")) ||
                      (at > 0 && digit_at(before, last_at(before)) > 0);
        if (!inside && half_at(s, at) == s.n - at) {
            return s.n - at;
        }
        size_t word = word_behind(before);
        if (word > 0 && number_at(s, at) == s.n - at) {
            return s.n - at + word;
        }
    }
    return 0;
}

/* And by its last character that none is behind them: a letter, a Han character. */
static bool ends_plainly(struct str s) {
    unsigned char c = (unsigned char)s.p[last_at(s)];
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= 0xE4 && c <= 0xE9);
}

static size_t mark_behind(struct str s) {
    if (s.n == 0 || ends_plainly(s)) {
        return 0;
    }
    size_t sign = s.n > 0 ? sign_at(s, last_at(s)) : 0;
    size_t bracket = sign > 0 ? sign : bracket_behind(s);
    return bracket > 0 ? bracket : number_behind(s);
}

/* Most names tell by their first byte that no mark is before them: a letter, 一 to the
   end of the common Chinese characters, a number of three digits. */
static bool begins_plainly(struct str s) {
    unsigned char c = s.n > 0 ? (unsigned char)s.p[0] : 'a';
    if (c >= '0' && c <= '9') {
        size_t digits = 1;
        while (digits < s.n && digits < 3 && s.p[digits] >= '0' && s.p[digits] <= '9') {
            digits++;
        }
        return digits == 3 || digits == s.n;
    }
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= 0xE4 && c <= 0xE9);
}

static size_t mark_before(struct str s, bool numbers) {
    if (begins_plainly(s)) {
        return 0;
    }
    size_t sign = sign_at(s, 0), half = sign > 0 ? sign : half_at(s, 0);
    return half > 0 ? half : bracket_before(s, numbers);
}

size_t marks_front(struct str s) { return mark_before(s, false); }

struct str marks_off(struct str s) {
    struct str all = s;
    for (size_t n = 1; n > 0 && s.n > 0;) {
        n = mark_behind(s);
        s = clean_trim(str_slice(s, 0, s.n - n));
    }
    for (size_t n = 1; n > 0 && s.n > 0;) {
        n = mark_before(s, true);
        s = clean_trim(str_slice(s, n, s.n));
    }
    return s.n > 0 ? s : all;
}
