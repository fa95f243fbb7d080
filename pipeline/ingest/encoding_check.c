/* Damage done before the file came here, which decodes without any error. */
#include "ingest/encoding.h"
#include <unicode/ucnv.h>

enum {
    RUN_MAX = 64,          /* characters of one run that are looked at */
    GARBLED_HAN_MIN = 4,   /* UTF-8 read as GBK: shorter runs may be words */
    GARBLED_LATIN_MIN = 4, /* GBK or UTF-8 read as Latin-1 */
};

static bool is_han(uint32_t cp) {
    return (cp >= 0x3400 && cp <= 0x9FFF) || (cp >= 0xE000 && cp <= 0xF8FF) ||
           (cp >= 0x20000 && cp <= 0x3FFFF);
}

/* Characters that Windows-1252 and Latin-1 put in the place of high bytes. */
static int latin_byte(uint32_t cp) {
    static const struct {
        uint32_t cp;
        int byte;
    } windows[] = {{0x20AC, 0x80}, {0x201A, 0x82}, {0x0192, 0x83}, {0x201E, 0x84},
                   {0x2026, 0x85}, {0x2020, 0x86}, {0x2021, 0x87}, {0x02C6, 0x88},
                   {0x2030, 0x89}, {0x0160, 0x8A}, {0x2039, 0x8B}, {0x0152, 0x8C},
                   {0x017D, 0x8E}, {0x2018, 0x91}, {0x2019, 0x92}, {0x201C, 0x93},
                   {0x201D, 0x94}, {0x2022, 0x95}, {0x2013, 0x96}, {0x2014, 0x97},
                   {0x02DC, 0x98}, {0x2122, 0x99}, {0x0161, 0x9A}, {0x203A, 0x9B},
                   {0x0153, 0x9C}, {0x017E, 0x9E}, {0x0178, 0x9F}};
    enum { LARGEST = 0x2122 };
    if (cp >= 0x80 && cp <= 0xFF) {
        return (int)cp;
    }
    if (cp < 0x80 || cp > LARGEST) {
        return -1;
    }
    for (size_t i = 0; i < sizeof windows / sizeof *windows; i++) {
        if (windows[i].cp == cp) {
            return windows[i].byte;
        }
    }
    return -1;
}

/* The number of Chinese characters that `bytes` hold as UTF-8 if at most the last
   sequence is broken; 0 if anything else is wrong. */
static size_t hidden_han(const unsigned char *bytes, size_t n) {
    struct str s = {(const char *)bytes, n};
    size_t count = 0;
    for (size_t at = 0, length = 0; at < n; at += length) {
        uint32_t cp;
        length = utf8_decode(s, at, &cp);
        if (length < 3) {
            return n - at < 3 ? count : 0;
        }
        if (!is_han(cp) && !(cp >= 0x3000 && cp <= 0x303F) &&
            !(cp >= 0xFF00 && cp <= 0xFFEF)) {
            return 0;
        }
        count++;
    }
    return count;
}

/* Chinese written as UTF-8 and read as GBK: 数据库 → 鏁版嵁搴. */
static bool garbled_han(UConverter *gbk, const UChar *run, int32_t n) {
    unsigned char bytes[RUN_MAX * 4 + 8];
    char *target = (char *)bytes;
    UErrorCode status = U_ZERO_ERROR;
    const UChar *source = run;
    ucnv_resetFromUnicode(gbk);
    ucnv_fromUnicode(gbk, &target, (char *)bytes + sizeof bytes, &source, run + n, NULL,
                     true, &status);
    if (U_FAILURE(status)) {
        return false;
    }
    size_t count = (size_t)(target - (char *)bytes);
    /* A broken tail may have taken the place of up to two bytes. */
    for (size_t cut = 0; cut < 3 && cut < count; cut++) {
        if (hidden_han(bytes, count - cut) >= 2) {
            return true;
        }
    }
    return false;
}

static bool garbled_latin(UConverter *gbk, const unsigned char *bytes, size_t n) {
    if (hidden_han(bytes, n) >= 2) {
        return true;
    }
    UChar out[RUN_MAX * 2] = {0};
    UChar *target = out;
    const char *source = (const char *)bytes;
    UErrorCode status = U_ZERO_ERROR;
    ucnv_resetToUnicode(gbk);
    ucnv_toUnicode(gbk, &target, out + RUN_MAX * 2, &source, (const char *)bytes + n,
                   NULL, true, &status);
    if (U_FAILURE(status) || target - out < 2) {
        return false;
    }
    for (const UChar *c = out; c < target; c++) {
        if (*c < 0x4E00 || *c > 0x9FFF) {
            return false;
        }
    }
    return true;
}

enum damage { LOST_CHARACTER, LOST_BYTE, UTF8_AS_GBK, CHINESE_AS_WESTERN };

static bool refuse(enum damage damage, struct str text, size_t at, struct str path,
                   struct diag *diag) {
    struct arena *scratch = arena_open();
    uint32_t cp;
    size_t end = at;
    for (int i = 0; i < 8 && end < text.n && text.p[end] != '\n'; i++) {
        end += utf8_decode(text, end, &cp);
    }
    struct str piece = str_slice(text, at, end);
    struct place place = encoding_place(text, at, path, scratch);
    switch (damage) {
    case LOST_CHARACTER:
        diag_error(diag, place, "a character was lost: \"%.*s\"", STR_ARG(piece));
        break;
    case LOST_BYTE:
        diag_error(diag, place, "a byte was lost: \"%.*s\"", STR_ARG(piece));
        break;
    case UTF8_AS_GBK:
        diag_error(diag, place, "UTF-8 text was read as GBK: \"%.*s\"", STR_ARG(piece));
        break;
    case CHINESE_AS_WESTERN:
        diag_error(diag, place, "Chinese text was read as a Western encoding: \"%.*s\"",
                   STR_ARG(piece));
        break;
    }
    diag_hint(diag, "the damage happened before the file came here: ask for the file "
                    "again, exported as UTF-8");
    arena_close(scratch);
    return false;
}

/* ASCII ? beside Chinese punctuation stands for a byte that somebody's converter
   could not write; in Chinese text the question mark itself is ？. */
static bool lost_byte(struct str text, size_t at) {
    static const char *const marks[] = {"。", "，", "、", "；", "："};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        if (str_starts(str_slice(text, at + 1, text.n), str_from(marks[i]))) {
            return true;
        }
    }
    return false;
}

struct run {
    UChar han[RUN_MAX];
    int32_t han_count;
    size_t han_at;
    unsigned char latin[RUN_MAX];
    size_t latin_count, latin_at;
};

static bool scan(struct str text, struct str path, UConverter *gbk, struct diag *diag) {
    struct run run = {.han_count = 0};
    for (size_t at = 0, length = 0; at <= text.n; at += length) {
        uint32_t cp = 0;
        if (at < text.n && (unsigned char)text.p[at] < 0x80 && text.p[at] != '?' &&
            run.han_count == 0 && run.latin_count == 0) {
            length = 1;
            continue;
        }
        length = utf8_decode(text, at, &cp);
        if (length == 0) {
            cp = 0;
            length = 1;
        }
        if (cp == 0xFFFD) {
            return refuse(LOST_CHARACTER, text, at, path, diag);
        }
        if (cp == '?' && lost_byte(text, at)) {
            return refuse(LOST_BYTE, text, at, path, diag);
        }
        bool han = is_han(cp) && cp < 0x10000;
        if (han && run.han_count < RUN_MAX) {
            run.han_at = run.han_count == 0 ? at : run.han_at;
            run.han[run.han_count++] = (UChar)cp;
        } else if (!han && run.han_count > 0) {
            if (run.han_count >= GARBLED_HAN_MIN &&
                garbled_han(gbk, run.han, run.han_count)) {
                return refuse(UTF8_AS_GBK, text, run.han_at, path, diag);
            }
            run.han_count = 0;
        }
        int byte = latin_byte(cp);
        if (byte >= 0 && run.latin_count < RUN_MAX) {
            run.latin_at = run.latin_count == 0 ? at : run.latin_at;
            run.latin[run.latin_count++] = (unsigned char)byte;
        } else if (byte < 0 && run.latin_count > 0) {
            if (run.latin_count >= GARBLED_LATIN_MIN &&
                garbled_latin(gbk, run.latin, run.latin_count)) {
                return refuse(CHINESE_AS_WESTERN, text, run.latin_at, path, diag);
            }
            run.latin_count = 0;
        }
    }
    return true;
}

bool encoding_is_sound(struct str text, struct str path, struct diag *diag) {
    size_t lost = str_find(text, STR("锟斤拷"), 0);
    if (lost != STR_NOT_FOUND) {
        return refuse(LOST_CHARACTER, text, lost, path, diag);
    }
    UErrorCode status = U_ZERO_ERROR;
    UConverter *gbk = ucnv_open("GB18030", &status);
    if (U_FAILURE(status)) {
        return diag_error(diag, (struct place){.file = path},
                          "the Unicode library has no GB18030 converter");
    }
    bool sound = scan(text, path, gbk, diag);
    ucnv_close(gbk);
    return sound;
}
