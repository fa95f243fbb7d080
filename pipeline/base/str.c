#include "base/str.h"
#include <string.h>

int str_compare(struct str a, struct str b) {
    size_t n = a.n < b.n ? a.n : b.n;
    int order = n ? memcmp(a.p, b.p, n) : 0;
    if (order != 0)
        return order;
    return (a.n > b.n) - (a.n < b.n);
}

size_t str_find(struct str s, struct str needle, size_t from) {
    if (needle.n == 0)
        return from <= s.n ? from : STR_NOT_FOUND;
    while (from < s.n && s.n - from >= needle.n) {
        const char *hit = memchr(s.p + from, needle.p[0], s.n - from - needle.n + 1);
        if (!hit)
            break;
        if (memcmp(hit, needle.p, needle.n) == 0)
            return (size_t)(hit - s.p);
        from = (size_t)(hit - s.p) + 1;
    }
    return STR_NOT_FOUND;
}

static bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

struct str str_trim(struct str s) {
    size_t from = 0, to = s.n;
    while (from < to && is_space(s.p[from]))
        from++;
    while (to > from && is_space(s.p[to - 1]))
        to--;
    return str_slice(s, from, to);
}

uint64_t str_hash(struct str s) {
    uint64_t hash = 14695981039346656037u;
    for (size_t i = 0; i < s.n; i++)
        hash = (hash ^ (unsigned char)s.p[i]) * 1099511628211u;
    return hash;
}

/* The length that a lead byte promises, and the smallest code point that needs
   that length; 0 for a byte that cannot lead. */
static size_t lead_length(unsigned char lead, uint32_t *bits, uint32_t *smallest) {
    if (lead < 0x80) {
        *bits = lead;
        *smallest = 0;
        return 1;
    }
    if (lead >= 0xC2 && lead <= 0xDF) {
        *bits = lead & 0x1Fu;
        *smallest = 0x80;
        return 2;
    }
    if (lead >= 0xE0 && lead <= 0xEF) {
        *bits = lead & 0x0Fu;
        *smallest = 0x800;
        return 3;
    }
    if (lead >= 0xF0 && lead <= 0xF4) {
        *bits = lead & 0x07u;
        *smallest = 0x10000;
        return 4;
    }
    return 0;
}

/* Strict: no overlong forms, surrogates or values past U+10FFFF. Length 0 if
   malformed. */
static size_t decode_strict(struct str s, size_t at, uint32_t *cp) {
    uint32_t value = 0, smallest = 0;
    const unsigned char *p = (const unsigned char *)s.p + at;
    /* Most characters of a Chinese text: nothing else can be wrong with them. */
    if (*p > 0xE0 && *p < 0xED && s.n - at > 2 && (p[1] & 0xC0) == 0x80 &&
        (p[2] & 0xC0) == 0x80) {
        *cp = (uint32_t)((*p & 0xF) << 12 | (p[1] & 0x3F) << 6 | (p[2] & 0x3F));
        return 3;
    }
    size_t length = lead_length((unsigned char)s.p[at], &value, &smallest);
    if (length == 0 || length > s.n - at)
        return 0;
    for (size_t i = 1; i < length; i++) {
        unsigned char next = (unsigned char)s.p[at + i];
        if ((next & 0xC0) != 0x80)
            return 0;
        value = (value << 6) | (next & 0x3Fu);
    }
    if (value < smallest || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF))
        return 0;
    *cp = value;
    return length;
}

size_t utf8_decode(struct str s, size_t at, uint32_t *cp) {
    if (at >= s.n)
        return 0;
    size_t length = decode_strict(s, at, cp);
    if (length == 0) {
        *cp = 0xFFFD;
        return 1;
    }
    return length;
}

uint32_t utf8_first(struct str s) {
    uint32_t cp = 0;
    utf8_decode(s, 0, &cp);
    return s.n > 0 ? cp : 0;
}

uint32_t utf8_last(struct str s) {
    size_t at = s.n > 0 ? s.n - 1 : 0;
    while (at > 0 && ((unsigned char)s.p[at] & 0xC0) == 0x80)
        at--;
    return utf8_first(str_slice(s, at, s.n));
}

size_t utf8_encode(uint32_t cp, char out[4]) {
    if (cp > 0x10FFFF || (cp >= 0xD800 && cp <= 0xDFFF))
        cp = 0xFFFD;
    if (cp < 0x80) {
        out[0] = (char)cp;
        return 1;
    }
    if (cp < 0x800) {
        out[0] = (char)(0xC0u | (cp >> 6));
        out[1] = (char)(0x80u | (cp & 0x3Fu));
        return 2;
    }
    if (cp < 0x10000) {
        out[0] = (char)(0xE0u | (cp >> 12));
        out[1] = (char)(0x80u | ((cp >> 6) & 0x3Fu));
        out[2] = (char)(0x80u | (cp & 0x3Fu));
        return 3;
    }
    out[0] = (char)(0xF0u | (cp >> 18));
    out[1] = (char)(0x80u | ((cp >> 12) & 0x3Fu));
    out[2] = (char)(0x80u | ((cp >> 6) & 0x3Fu));
    out[3] = (char)(0x80u | (cp & 0x3Fu));
    return 4;
}

size_t utf8_invalid(struct str s) {
    size_t at = 0;
    uint32_t cp;
    while (at < s.n) {
        if ((unsigned char)s.p[at] < 0x80) {
            at++;
            continue;
        }
        size_t length = decode_strict(s, at, &cp);
        if (length == 0)
            return at;
        at += length;
    }
    return STR_NOT_FOUND;
}

size_t utf8_length(struct str s) {
    size_t count = 0, at = 0, step;
    uint32_t cp;
    while ((step = utf8_decode(s, at, &cp)) != 0) {
        at += step;
        count++;
    }
    return count;
}
