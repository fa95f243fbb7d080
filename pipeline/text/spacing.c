#include "text/spacing.h"
#include <stddef.h>

static const uint32_t opening[] = {0x2018, 0x201C, 0x3008, 0x300A, 0x300C,
                                   0x300E, 0x3010, 0x3014, 0x3016, 0x3018,
                                   0x301D, 0xFF08, 0xFF3B, 0xFF5B};
static const uint32_t closing[] = {0x2019, 0x201D, 0x3001, 0x3002, 0x3009, 0x300B,
                                   0x300D, 0x300F, 0x3011, 0x3015, 0x3017, 0x3019,
                                   0x301E, 0x301F, 0xFF01, 0xFF09, 0xFF0C, 0xFF0E,
                                   0xFF1A, 0xFF1B, 0xFF1F, 0xFF3D, 0xFF5D};

static bool has(const uint32_t *set, size_t count, uint32_t cp) {
    for (size_t i = 0; i < count; i++)
        if (set[i] == cp)
            return true;
    return false;
}

/* Signs between two things, as = < > / ×, have white on both sides or, here, none. */
static enum text_class ascii_class(uint32_t cp) {
    if (cp == ' ')
        return CLASS_SPACE;
    if (cp == '\n')
        return CLASS_BREAK;
    if ((cp >= '0' && cp <= '9') || (cp >= 'A' && cp <= 'Z') ||
        (cp >= 'a' && cp <= 'z') || cp == '%' || cp == '+' || cp == '-' || cp == '#' ||
        cp == '$' || cp == '&' || cp == '@')
        return CLASS_LATIN;
    return CLASS_OTHER;
}

enum text_class spacing_class(uint32_t cp) {
    if (cp < 0x80)
        return ascii_class(cp);
    if ((cp >= 0x4E00 && cp <= 0x9FFF) || (cp >= 0x3400 && cp <= 0x4DBF) ||
        (cp >= 0x3040 && cp <= 0x30FF && cp != 0x30FB) ||
        (cp >= 0xF900 && cp <= 0xFAFF) || (cp >= 0x20000 && cp <= 0x323AF) ||
        cp == 0x3005 || cp == 0x3007)
        return CLASS_HAN;
    if (has(opening, sizeof opening / sizeof *opening, cp))
        return CLASS_OPEN;
    if (has(closing, sizeof closing / sizeof *closing, cp))
        return CLASS_CLOSE;
    if (cp == 0x00B7 || cp == 0x30FB || cp == 0x2027)
        return CLASS_MIDDLE;
    if (cp == 0x2014 || cp == 0x2026 || cp == 0x2E3A)
        return CLASS_DASH;
    if ((cp >= 0xC0 && cp <= 0x24F && cp != 0xD7 && cp != 0xF7) ||
        (cp >= 0x370 && cp <= 0x52F) || cp == 0xB0 || cp == 0xB1 || cp == 0x2030 ||
        cp == 0x2103 || cp == 0x2212 || cp == 0xB2 || cp == 0xB3 || cp == 0xB9 ||
        cp == 0x20AC || cp == 0xA3)
        return CLASS_LATIN;
    return CLASS_OTHER;
}

float spacing_trim_right(enum text_class left, enum text_class right) {
    return left == CLASS_CLOSE && (right == CLASS_CLOSE || right == CLASS_OPEN)
               ? SPACING_HALF
               : 0;
}

float spacing_trim_left(enum text_class left, enum text_class right) {
    return left == CLASS_OPEN && right == CLASS_OPEN ? SPACING_HALF : 0;
}

float spacing_gap(enum text_class left, enum text_class right) {
    return (left == CLASS_HAN && right == CLASS_LATIN) ||
                   (left == CLASS_LATIN && right == CLASS_HAN)
               ? SPACING_GAP
               : 0;
}
