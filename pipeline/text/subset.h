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

#endif
