/* A string is a pointer and a length into bytes that somebody else owns.
   From ingest on, every struct str is valid UTF-8. None is NUL-terminated
   unless its maker says so. Nothing here allocates or fails. */
#ifndef NQI_BASE_STR_H
#define NQI_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct str {
    const char *p;
    size_t n;
};

/* A string literal as a struct str. */
#define STR(literal) ((struct str){"" literal, sizeof(literal) - 1})
/* The two arguments of a "%.*s" conversion. */
#define STR_ARG(s) (int)(s).n, (s).p

#define STR_NOT_FOUND SIZE_MAX

/* Borrows z, which may be NULL (the empty string). */
static inline struct str str_from(const char *z) {
    return z ? (struct str){z, strlen(z)} : (struct str){"", 0};
}

static inline bool str_equal(struct str a, struct str b) {
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}
/* Byte order, which for UTF-8 is code point order: <0, 0, >0. */
int str_compare(struct str a, struct str b);
static inline bool str_starts(struct str s, struct str prefix) {
    return s.n >= prefix.n && str_equal((struct str){s.p, prefix.n}, prefix);
}
static inline bool str_ends(struct str s, struct str suffix) {
    return s.n >= suffix.n &&
           str_equal((struct str){s.p + (s.n - suffix.n), suffix.n}, suffix);
}
/* Bytes [from, to) of s; both are clamped to its length. */
static inline struct str str_slice(struct str s, size_t from, size_t to) {
    to = to > s.n ? s.n : to;
    return from < to ? (struct str){s.p + from, to - from} : (struct str){"", 0};
}
/* Where needle first occurs at or after from, or STR_NOT_FOUND. */
size_t str_find(struct str s, struct str needle, size_t from);
/* Without ASCII white space at both ends. */
struct str str_trim(struct str s);
/* 64-bit FNV-1a: for hash tables; stable from run to run. */
uint64_t str_hash(struct str s);

/* Decodes the code point at byte `at` into *cp and returns its length in
   bytes: 0 at the end. A malformed byte gives U+FFFD and length 1. */
size_t utf8_decode(struct str s, size_t at, uint32_t *cp);
/* The first code point, and the last; 0 if there is none. */
uint32_t utf8_first(struct str s);
uint32_t utf8_last(struct str s);
/* Writes cp to out (4 bytes) and returns its length. */
size_t utf8_encode(uint32_t cp, char out[4]);
/* The first byte that breaks strict UTF-8, or STR_NOT_FOUND. */
size_t utf8_invalid(struct str s);
/* The number of code points. */
size_t utf8_length(struct str s);

#endif
