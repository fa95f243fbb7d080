/* For the renderers, which know the fonts and no breaker. */
#include "text/breaks.h"
#include "text/face.h"
#include "text/fonts.h"

uint8_t *fonts_breaks(const struct fonts *fonts, struct str text, struct arena *arena) {
    return fonts != NULL ? breaks_between_words(fonts->breaker, text, arena) : NULL;
}
