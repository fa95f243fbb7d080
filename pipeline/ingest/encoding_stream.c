/* Pieces of a long text: a block of UTF-16, a name in GB18030. Nothing is reported, for
   what is not plain is decoded again in the usual way. */
#include "ingest/encoding.h"
#include <string.h>
#include <unicode/ucnv.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

static bool is_called(const char *name, const char *const *names) {
    for (; *names != NULL; names++) {
        if (ucnv_compareNames(name, *names) == 0) {
            return true;
        }
    }
    return false;
}

/* Whether the converter gives the ASCII bytes below 0x40 as they are. */
static bool keeps_ascii(UConverter *converter) {
    char in[0x40];
    UChar out[0x40 + 1];
    for (int i = 0; i < 0x40; i++) {
        in[i] = (char)i;
    }
    UErrorCode status = U_ZERO_ERROR;
    int32_t n = ucnv_toUChars(converter, out, 0x40 + 1, in, 0x40, &status);
    bool same = U_SUCCESS(status) && n == 0x40;
    for (int i = 0; i < 0x40 && same; i++) {
        same = out[i] == i;
    }
    return same;
}

enum encoding_width encoding_width(const char *name, bool *big_endian) {
    /* No second byte of these is below 0x40, but in GB18030's longer ones digits,
       which no number begins with then. */
    static const char *const multibyte[] = {"UTF-8",       "GB18030", "Big5",
                                            "Shift_JIS",   "EUC-JP",  "EUC-KR",
                                            "windows-949", NULL};
    *big_endian = ucnv_compareNames(name, "UTF-16BE") == 0;
    if (*big_endian || ucnv_compareNames(name, "UTF-16LE") == 0) {
        return ENCODING_UNITS;
    }
    UErrorCode status = U_ZERO_ERROR;
    UConverter *converter = ucnv_open(name, &status);
    if (U_FAILURE(status)) {
        return ENCODING_OTHER;
    }
    UConverterType type = ucnv_getType(converter);
    bool single = type == UCNV_SBCS || type == UCNV_LATIN_1 || type == UCNV_US_ASCII;
    bool bytes = (single || is_called(name, multibyte)) && keeps_ascii(converter);
    ucnv_close(converter);
    return bytes ? ENCODING_BYTES : ENCODING_OTHER;
}

bool encoding_piece(struct str bytes, const char *name, struct arena *arena,
                    struct str *text) {
    if (strcmp(name, "UTF-8") == 0) {
        *text = bytes;
        return utf8_invalid(bytes) == STR_NOT_FOUND;
    }
    UErrorCode status = U_ZERO_ERROR;
    UConverter *from = ucnv_open(name, &status);
    UConverter *to = ucnv_open("UTF-8", &status);
    ucnv_setToUCallBack(from, UCNV_TO_U_CALLBACK_STOP, NULL, NULL, NULL, &status);
    /* One byte of any encoding becomes at most three of UTF-8. */
    size_t room = bytes.n * 3 + 4;
    char *out = arena_alloc(arena, room), *target = out;
    const char *source = bytes.p;
    UChar pivot[1024], *pivot_source = pivot, *pivot_target = pivot;
    if (U_SUCCESS(status)) {
        ucnv_convertEx(to, from, &target, out + room, &source, bytes.p + bytes.n, pivot,
                       &pivot_source, &pivot_target, pivot + 1024, true, true, &status);
    }
    ucnv_close(from);
    ucnv_close(to);
    *text = (struct str){out, (size_t)(target - out)};
    return U_SUCCESS(status);
}

static uint32_t unit_at(const unsigned char *p, bool big_endian) {
    return big_endian ? (uint32_t)p[0] << 8 | p[1] : (uint32_t)p[1] << 8 | p[0];
}

/* Eight units at once while they are ASCII; how many bytes of the text that took. */
static size_t take_ascii(struct str bytes, size_t at, bool big_endian, char *out) {
    size_t taken = 0;
#ifdef __SSE2__
    for (; at + taken + 16 <= bytes.n; taken += 16) {
        __m128i units =
            _mm_loadu_si128((const __m128i *)(const void *)(bytes.p + at + taken));
        if (big_endian) {
            units = _mm_or_si128(_mm_slli_epi16(units, 8), _mm_srli_epi16(units, 8));
        }
        __m128i beyond = _mm_and_si128(units, _mm_set1_epi16((short)0xFF80));
        if (_mm_movemask_epi8(_mm_cmpeq_epi16(beyond, _mm_setzero_si128())) != 0xFFFF) {
            break;
        }
        _mm_storel_epi64((__m128i *)(void *)(out + taken / 2),
                         _mm_packus_epi16(units, units));
    }
#endif
    return taken;
}

bool encoding_units(struct str bytes, bool big_endian, char *out, size_t *n) {
    char *to = out;
    const unsigned char *p = (const unsigned char *)bytes.p;
    for (size_t at = 0; at < bytes.n;) {
        size_t taken = take_ascii(bytes, at, big_endian, to);
        at += taken;
        to += taken / 2;
        /* What follows is mostly a name: no look at eight units for each of it. */
        for (int i = 0; i < 8 && at < bytes.n; i++) {
            if (at + 2 > bytes.n) {
                return false;
            }
            uint32_t unit = unit_at(p + at, big_endian);
            at += 2;
            if (unit < 0x80) {
                *to++ = (char)unit;
            } else if (unit < 0x800) {
                *to++ = (char)(0xC0 | unit >> 6);
                *to++ = (char)(0x80 | (unit & 0x3F));
            } else if (unit < 0xD800 || unit > 0xDFFF) {
                *to++ = (char)(0xE0 | unit >> 12);
                *to++ = (char)(0x80 | (unit >> 6 & 0x3F));
                *to++ = (char)(0x80 | (unit & 0x3F));
            } else {
                uint32_t low = at + 2 <= bytes.n ? unit_at(p + at, big_endian) : 0;
                if (unit > 0xDBFF || low < 0xDC00 || low > 0xDFFF) {
                    return false;
                }
                at += 2;
                to += utf8_encode(0x10000 + ((unit & 0x3FF) << 10 | (low & 0x3FF)), to);
            }
        }
    }
    *n = (size_t)(to - out);
    return true;
}

bool encoding_is_plain(struct str text) {
    static const char *const controls[] = {"\xE2\x80", "\xE2\x81"};
    if (text.n == 0) {
        return true;
    }
    if (utf8_invalid(text) != STR_NOT_FOUND || memchr(text.p, '\0', text.n) != NULL ||
        memchr(text.p, 0x1A, text.n) != NULL) {
        return false;
    }
    for (size_t i = 0; i < 2; i++) {
        for (size_t at = 0;
             (at = str_find(text, str_from(controls[i]), at)) != STR_NOT_FOUND; at++) {
            uint32_t cp;
            utf8_decode(text, at, &cp);
            if ((cp >= 0x202A && cp <= 0x202E) || (cp >= 0x2066 && cp <= 0x2069)) {
                return false;
            }
        }
    }
    struct diag *quiet = diag_open();
    bool sound = encoding_is_sound(text, (struct str){"", 0}, quiet);
    diag_close(quiet);
    return sound;
}

bool encoding_bytes(struct str text, const char *name, struct arena *arena,
                    struct str *bytes) {
    UErrorCode status = U_ZERO_ERROR;
    int32_t room = (int32_t)text.n * 4 + 8;
    char *out = arena_alloc(arena, (size_t)room);
    int32_t n =
        ucnv_convert(name, "UTF-8", out, room, text.p, (int32_t)text.n, &status);
    *bytes = (struct str){out, n > 0 ? (size_t)n : 0};
    return U_SUCCESS(status) && n > 0;
}
