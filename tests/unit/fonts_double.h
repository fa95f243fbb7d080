/* Measures text without fonts, so that pictures in tests do not change with the
   installed faces: a Han character is as wide as its size, any other 0.55 of
   it. Linked in place of text/fonts.c's function of the same name. */
#ifndef NQI_TESTS_FONTS_DOUBLE_H
#define NQI_TESTS_FONTS_DOUBLE_H

#include "text/breaks.h"
#include "text/fonts.h"

float fonts_width(const struct fonts *fonts, enum font_role role, float size,
                  struct str text) {
    float em = 0;
    (void)fonts;
    (void)role;
    for (size_t at = 0; at < text.n;) {
        uint32_t cp;
        at += utf8_decode(text, at, &cp);
        em += cp >= 0x2E80 ? 1.0f : 0.55f;
    }
    return em * size;
}

/* Without fonts none; else words of two characters. */
uint8_t *fonts_breaks(const struct fonts *fonts, struct str text, struct arena *arena) {
    uint8_t *breaks = arena_alloc(arena, text.n + 1);
    size_t count = 0;
    for (size_t at = 0; at < text.n; count++) {
        uint32_t cp;
        breaks[at] = count > 0 && count % 2 == 0 ? BREAK_BETWEEN : 0;
        at += utf8_decode(text, at, &cp);
    }
    return fonts != NULL ? breaks : NULL;
}

#endif
