/* Measures text without fonts, so that pictures in tests do not change with the
   installed faces: a Han character is as wide as its size, any other 0.55 of
   it. Linked in place of text/fonts.c's function of the same name. */
#ifndef NQI_TESTS_FONTS_DOUBLE_H
#define NQI_TESTS_FONTS_DOUBLE_H

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

#endif
