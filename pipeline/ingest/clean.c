#include "ingest/clean.h"
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

enum { EXCERPT_BYTES = 80 };

bool clean_is_space(uint32_t cp) {
    return cp == ' ' || (cp >= '\t' && cp <= '\r') || cp == 0x85 || cp == 0xA0 ||
           cp == 0x1680 || (cp >= 0x2000 && cp <= 0x200F) || cp == 0x2028 ||
           cp == 0x2029 || cp == 0x202F || cp == 0x205F || cp == 0x2060 ||
           cp == 0x3000 || cp == 0xFEFF;
}

/* The bytes at `at` of a Chinese character from U+4000 to U+9FFF; 0 if none is there.
 */
static size_t han_length(struct str s, size_t at) {
    const unsigned char *p = (const unsigned char *)s.p + at;
    bool han = s.n - at > 2 && p[0] >= 0xE4 && p[0] <= 0xE9 && (p[1] & 0xC0) == 0x80 &&
               (p[2] & 0xC0) == 0x80;
    return han ? 3 : 0;
}

static bool is_printable(char c) { return c > ' ' && (unsigned char)c < 0x80; }

/* ASCII or a Chinese character, at the text's beginning and at its end: most are. */
static bool is_trimmed(struct str s) {
    return (is_printable(s.p[0]) || han_length(s, 0) > 0) &&
           (is_printable(s.p[s.n - 1]) || (s.n > 2 && han_length(s, s.n - 3) > 0));
}

struct str clean_trim(struct str s) {
    if (s.n == 0 || is_trimmed(s)) {
        return s;
    }
    size_t from = 0, to = s.n;
    while (from < to) {
        uint32_t cp;
        size_t length = utf8_decode(s, from, &cp);
        if (!clean_is_space(cp)) {
            break;
        }
        from += length;
    }
    while (to > from) {
        size_t at = to - 1;
        while (at > from && ((unsigned char)s.p[at] & 0xC0) == 0x80) {
            at--;
        }
        uint32_t cp;
        utf8_decode(str_slice(s, 0, to), at, &cp);
        if (!clean_is_space(cp)) {
            break;
        }
        to = at;
    }
    return str_slice(s, from, to);
}

struct str clean_cell(struct str s) {
    s = clean_trim(s);
    if (s.n >= 3 && str_starts(s, STR("=\"")) && s.p[s.n - 1] == '"') {
        return clean_trim(str_slice(s, 2, s.n - 1));
    }
    /* 's-Gravenhage begins so by itself. */
    bool word = s.n >= 2 && s.p[1] >= 'a' && s.p[1] <= 'z';
    if (s.n >= 2 && s.p[0] == '\'' && !word) {
        return clean_trim(str_slice(s, 1, s.n));
    }
    return s;
}

struct str clean_excerpt(struct str s) {
    size_t n = s.n < EXCERPT_BYTES ? s.n : EXCERPT_BYTES;
    while (n < s.n && n > 0 && ((unsigned char)s.p[n] & 0xC0) == 0x80) {
        n--;
    }
    return str_slice(s, 0, n);
}

bool clean_is_blank(struct str s) { return clean_trim(s).n == 0; }

/* ASCII and Chinese characters, which no normal form changes, whatever stands beside
   them. */
static bool is_composed(struct str s) {
    for (size_t at = 0; at < s.n;) {
        size_t n = (unsigned char)s.p[at] < 0x80 ? 1 : han_length(s, at);
        if (n == 0) {
            return false;
        }
        at += n;
    }
    return true;
}

/* NFKC. Text that ICU cannot take (over 2 GB) ends the program: no cell is. */
static struct str compose(struct str s, struct arena *arena) {
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *nfkc = unorm2_getNFKCInstance(&status);
    if (U_FAILURE(status) || s.n > INT32_MAX / 32) {
        memory_exhausted();
    }
    int32_t n = (int32_t)s.n, length = 0, composed = 0, out = 0;
    UChar *source = arena_array(arena, s.n + 1, sizeof *source);
    u_strFromUTF8(source, n + 1, &length, s.p, n, &status);
    /* The longest expansion is U+FDFA, to 18 units. */
    int32_t room = length * 18 + 1;
    UChar *target = arena_array(arena, (size_t)room, sizeof *target);
    composed = unorm2_normalize(nfkc, source, length, target, room, &status);
    char *text = arena_alloc(arena, (size_t)composed * 3 + 1);
    u_strToUTF8(text, composed * 3 + 1, &out, target, composed, &status);
    if (U_FAILURE(status)) {
        return s; /* malformed UTF-8, which the decoder has kept out */
    }
    return (struct str){text, (size_t)out};
}

struct str clean_key(struct str s, struct arena *arena) {
    if (!is_composed(s)) {
        s = compose(s, arena);
    }
    char *p = arena_alloc(arena, s.n + 1);
    size_t n = 0, length = 0;
    for (size_t at = 0; at < s.n; at += length) {
        uint32_t cp;
        length = han_length(s, at);
        if (length > 0) {
            memcpy(p + n, s.p + at, length);
            n += length;
            continue;
        }
        length = utf8_decode(s, at, &cp);
        if (clean_is_space(cp)) {
            continue;
        }
        if (cp >= 'A' && cp <= 'Z') {
            cp += 'a' - 'A';
        }
        n += utf8_encode(cp, p + n);
    }
    return (struct str){p, n};
}

struct str clean_width(struct str s, struct arena *arena) {
    s = clean_trim(s);
    return is_composed(s) ? s : clean_trim(compose(s, arena));
}

struct str *clean_list(struct str list, struct arena *arena, size_t *count) {
    struct str *items = NULL;
    size_t capacity = 0, from = 0;
    *count = 0;
    for (size_t at = 0; at <= list.n; at++) {
        struct str rest = str_slice(list, at, list.n);
        bool wide = str_starts(rest, STR("；"));
        if (at < list.n && !wide && list.p[at] != ';') {
            continue;
        }
        struct str item = clean_trim(str_slice(list, from, at));
        if (item.n > 0) {
            items = arena_grow(arena, items, *count, &capacity, sizeof *items);
            items[(*count)++] = item;
        }
        at += wide ? 2 : 0;
        from = at + 1;
    }
    return items;
}

bool clean_starts_any(struct str s, const char *const *words) {
    for (; *words != NULL; words++) {
        if (str_starts(s, str_from(*words))) {
            return true;
        }
    }
    return false;
}

bool clean_ends_any(struct str s, const char *const *words) {
    for (; *words != NULL; words++) {
        if (str_ends(s, str_from(*words))) {
            return true;
        }
    }
    return false;
}

bool clean_cut(struct str *s, const char *word) {
    struct str w = str_from(word);
    bool cut = str_starts(*s, w);
    *s = cut ? clean_trim(str_slice(*s, w.n, s->n)) : *s;
    return cut;
}

bool clean_cut_any(struct str *s, const char *const *words) {
    for (; *words != NULL; words++) {
        if (clean_cut(s, *words)) {
            return true;
        }
    }
    return false;
}

void clean_cut_all(struct str *s, const char *const *words) {
    while (*words != NULL) {
        words += clean_cut(s, *words) ? 0 : 1;
    }
}
