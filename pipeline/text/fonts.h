/* The theme's faces: found by family through fontconfig, mapped by HarfBuzz,
   opened once a process before any worker is forked, and read-only from then
   on. */
#ifndef NQI_TEXT_FONTS_H
#define NQI_TEXT_FONTS_H

#include "base/arena.h"
#include "base/diag.h"
#include "document/theme.h"

struct fonts;

/* NULL after reporting which family is not installed and the package that has
   it. */
struct fonts *fonts_open(const struct theme *theme, struct diag *diag);
void fonts_close(struct fonts *fonts);
/* The advance of a line of text in points, kerning and Han–Latin gaps included
   as the PDF sets it. */
float fonts_width(const struct fonts *fonts, enum font_role role, float size,
                  struct str text);
/* Where a line of a cell may end, as breaks_between_words() has it (text/breaks.h), in
   the arena; NULL without fonts. */
uint8_t *fonts_breaks(const struct fonts *fonts, struct str text, struct arena *arena);

/* For the receipt: each font file once, with its SHA-256. */
struct font_file {
    struct str path, family, version, licence;
    char sha256[65];
};
size_t fonts_files(const struct fonts *fonts, const struct font_file **files);

#endif
