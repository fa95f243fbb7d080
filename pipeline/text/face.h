/* Faces as the text room sees them: HarfBuzz objects, the map from code points to
   glyphs, and what is remembered between calls. Only text/ includes this file.

   Everything reached through `const struct fonts` is read-only to callers; the
   caches behind it grow, so one process uses it from one thread. */
#ifndef NQI_TEXT_FACE_H
#define NQI_TEXT_FACE_H

#include "text/fonts.h"
#include "text/shape.h"
#include <hb.h>

#define FACES_MAX (FONT_ROLE_COUNT + 4)
#define GLYPH_PAGE 256
#define GLYPH_UNKNOWN UINT16_MAX

struct breaker;
struct cff_programs;
struct paragraph_scratch;
struct shape_cache;

struct face {
    hb_face_t *face;
    hb_font_t *font;
    struct str path, family, style;
    unsigned index; /* in its collection */
    float em;       /* units per em */
    struct face_info info;
    /* Glyphs by code point in pages of 256: GLYPH_UNKNOWN until asked, 0 if the
       face has none. */
    uint16_t *pages[0x110000 / GLYPH_PAGE];
    float
        *advances[0x10000 / GLYPH_PAGE]; /* by glyph, in em; negative: not asked yet */
    struct cff_programs *programs;       /* of glyphs that are expected, or NULL */
    bool plain_figures; /* figures and their signs neither kern nor change shape */
};

struct fonts {
    struct arena *arena;
    struct face *faces[FACES_MAX];
    size_t face_count;
    uint8_t role[FONT_ROLE_COUNT]; /* index of a face */
    uint8_t fallback[4];
    size_t fallback_count;
    hb_buffer_t *buffer;
    hb_language_t language;
    struct shape_cache *cache;
    struct breaker *breaker;
    struct glyph_list scratch; /* of fonts_width */
    struct paragraph_scratch *paragraph;
    struct font_file *files; /* made when first asked for */
    size_t file_count;
};

/* The glyph of a code point in a face, 0 if it has none. */
unsigned face_glyph(struct fonts *fonts, struct face *face, uint32_t cp);
/* The advance of a glyph in em. */
float face_advance(struct fonts *fonts, struct face *face, unsigned glyph);

struct shape_cache *shape_cache_open(struct arena *arena);
/* Sets face->plain_figures. */
void shape_probe(struct fonts *fonts, struct face *face);

#endif
