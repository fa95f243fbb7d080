#include "base/bilingual.h"

static bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static size_t count_letters(struct str s) {
    size_t count = 0;
    for (size_t i = 0; i < s.n; i++) {
        count += is_letter(s.p[i]);
    }
    return count;
}

/* Chinese characters and their punctuation; the wide blank is none. */
static bool is_chinese(uint32_t cp) { return cp >= 0x2E80 && cp != 0x3000; }

static size_t blank_at(struct str s, size_t at) {
    uint32_t cp;
    size_t n = at < s.n ? utf8_decode(s, at, &cp) : 0;
    return n > 0 && (cp == ' ' || (cp >= '\t' && cp <= '\r') || cp == 0xA0 ||
                     cp == 0x3000)
               ? n
               : 0;
}

static struct str trim(struct str s) {
    size_t at = 0, n;
    while ((n = blank_at(s, at)) > 0) {
        at += n;
    }
    s = str_slice(s, at, s.n);
    for (bool again = true; again;) {
        size_t last = s.n - (s.n > 0);
        while (last > 0 && ((unsigned char)s.p[last] & 0xC0) == 0x80) {
            last--;
        }
        again = s.n > 0 && blank_at(s, last) > 0;
        s = again ? str_slice(s, 0, last) : s;
    }
    return s;
}

static struct str without_brackets(struct str s) {
    bool around = s.n > 2 && s.p[0] == '(' && s.p[s.n - 1] == ')' &&
                  str_find(s, STR(")"), 0) == s.n - 1;
    return around ? trim(str_slice(s, 1, s.n - 1)) : s;
}

/* Where the English begins behind Chinese that ends at `end`: past a bracket that
   closes, and brackets without letters: (%). */
static size_t english_from(struct str s, size_t end) {
    for (;;) {
        size_t at = end, n, close;
        while ((n = blank_at(s, at)) > 0) {
            at += n;
        }
        if (at < s.n && s.p[at] == ')') {
            end = at + 1;
            continue;
        }
        close = at < s.n && s.p[at] == '(' ? str_find(s, STR(")"), at) : STR_NOT_FOUND;
        if (close == STR_NOT_FOUND || count_letters(str_slice(s, at, close)) > 0) {
            return end;
        }
        end = close + 1;
    }
}

bool bilingual_split(struct str text, struct bilingual *out) {
    struct str s = trim(text);
    size_t first = s.n, last = 0;
    uint32_t cp;
    if (count_letters(s) < 2) {
        return false;
    }
    for (size_t at = 0, n; at < s.n; at += n) {
        n = utf8_decode(s, at, &cp);
        if (is_chinese(cp)) {
            first = first < at ? first : at;
            last = at + n;
        }
    }
    if (last == 0) {
        return false;
    }
    if (count_letters(str_slice(s, 0, first)) == 0) { /* 2.指标 Item, too */
        size_t from = english_from(s, last);
        struct str rest = str_slice(s, from, s.n);
        bool parted = blank_at(rest, 0) > 0 || (rest.n > 0 && rest.p[0] == '(');
        *out = (struct bilingual){trim(str_slice(s, 0, from)),
                                  without_brackets(trim(rest)), false};
        return parted && count_letters(rest) > 1;
    }
    struct str head = trim(str_slice(s, 0, first)), rest = str_slice(s, first, s.n);
    *out = (struct bilingual){rest, head, true};
    return head.n < first && is_letter(head.p[0]) && count_letters(head) > 1 &&
           count_letters(rest) == 0;
}
