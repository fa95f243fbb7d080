/* Font programs for embedding: the outlines of the glyphs that a document uses and
   nothing else. */
#ifndef NQI_TEXT_SUBSET_H
#define NQI_TEXT_SUBSET_H

#include "base/arena.h"
#include "base/diag.h"
#include "text/fonts.h"

struct subset {
    struct str program; /* bare CFF (CIDFontType0C) or a TrueType file */
    uint16_t *cids;     /* of the glyphs, in their order */
};

/* `glyphs` are different and none is 0. Everything in the arena. */
bool subset_make(const struct fonts *fonts, unsigned face, const uint16_t *glyphs,
                 size_t count, struct arena *arena, struct diag *diag,
                 struct subset *out);

/* Looks up what many reports will want of the fonts, once for all of them: what any
   face has for the characters of these texts (UTF-8; other bytes are passed over). */
void fonts_expect(struct fonts *fonts, const struct str *texts, size_t count);

#endif
