/* How wide one line of text is. A file of its own: tests put another measure in its
   place. */
#include "text/face.h"
#include "text/shape.h"
#include "text/spacing.h"

float fonts_width(const struct fonts *shared, enum font_role role, float size,
                  struct str text) {
    struct fonts *fonts = (struct fonts *)(uintptr_t)shared; /* only its scratch list */
    struct glyph_list *list = &fonts->scratch;
    float width = 0;
    size_t from = 0;
    enum text_class before = CLASS_OTHER;
    bool full_before = false;
    while (from < text.n) {
        size_t missing = 0, at = from;
        list->count = 0;
        bool good = text_shape(fonts, role, str_slice(text, from, text.n), fonts->arena,
                               list, &missing);
        for (size_t i = 0; i < list->count; i++) {
            const struct glyph *g = &list->items[i];
            if (g->bytes) {
                uint32_t cp;
                utf8_decode(text, at, &cp);
                enum text_class class = spacing_class(cp);
                bool full = (class == CLASS_OPEN || class == CLASS_CLOSE) &&
                            g->advance >= SPACING_FULL;
                width += spacing_gap(before, class);
                width -= full_before ? spacing_trim_right(before, class) : 0;
                width -= full && full_before ? spacing_trim_left(before, class) : 0;
                if (at == 0 && full && class == CLASS_OPEN)
                    width -= SPACING_HALF;
                before = class;
                full_before = full;
            }
            width += g->advance;
            at += g->bytes;
        }
        if (good)
            break;
        /* Whoever draws it reports the missing character. */
        uint32_t cp;
        from += missing;
        from += utf8_decode(text, from, &cp);
        width += 1;
        before = CLASS_OTHER;
        full_before = false;
    }
    if (full_before && before == CLASS_CLOSE)
        width -= SPACING_HALF;
    return width * size;
}
