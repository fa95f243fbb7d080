/* Shaping: text in a font role becomes glyphs, each with the bytes of text that it
   stands for. Left to right. A character that neither the role's face nor a
   fallback has is reported, never drawn as an empty box. */
#ifndef NQI_TEXT_SHAPE_H
#define NQI_TEXT_SHAPE_H

#include "base/arena.h"
#include "text/fonts.h"

/* Lengths in em. */
struct glyph {
    uint16_t id;
    uint8_t face;  /* index for fonts_face_… */
    uint8_t bytes; /* of the text; 0: belongs to the cluster of the glyph before */
    float advance, dx, dy;
};

struct glyph_list {
    struct glyph *items;
    size_t count, capacity;
};

/* What a PDF's font descriptor says: 1/1000 em. */
struct face_info {
    const char *postscript; /* name, safe as a PDF name */
    bool cff;               /* CFF outlines, else TrueType */
    bool restricted;        /* the licence bits of OS/2 forbid embedding */
    int ascent, descent, cap_height;
    int box[4];
};

/* Appends the glyphs of `text`. False if a character is in no face: *missing_at
   is its first byte. Zero-width characters (U+200B, U+00AD, …) give a glyph 0
   with their bytes and no advance, which is not to be drawn. */
bool text_shape(const struct fonts *fonts, enum font_role role, struct str text,
                struct arena *arena, struct glyph_list *out, size_t *missing_at);
/* True for characters that are kept in the text and never drawn. */
bool text_is_invisible(uint32_t cp);

size_t fonts_face_count(const struct fonts *fonts);
const struct face_info *fonts_face_info(const struct fonts *fonts, unsigned face);
/* The advance of a glyph in 1/1000 em, rounded: for the W array. */
int fonts_glyph_width(const struct fonts *fonts, unsigned face, unsigned glyph);
/* Height above the baseline of the role's capital letters and figures, in em. */
float fonts_cap_height(const struct fonts *fonts, enum font_role role);

#endif
