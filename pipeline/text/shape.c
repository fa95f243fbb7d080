#include "text/shape.h"
#include "text/face.h"
#include <string.h>

/* Latin words come again and again: glyphs of short ones are remembered. */
#define CACHE_SLOTS 2048
#define CACHE_TEXT 31
#define CACHE_GLYPHS 31
#define NARROW_MARKS 16 /* in a word */

struct cached_word {
    uint8_t face, size, count;
    bool chinese;
    char text[CACHE_TEXT];
    struct glyph glyphs[CACHE_GLYPHS];
};

struct shape_cache {
    struct cached_word *slots[CACHE_SLOTS];
};

static const char figures[] = "0123456789.,+-%()";

bool text_is_invisible(uint32_t cp) {
    return cp == 0x00AD || cp == 0x200B || cp == 0x2060 || cp == 0xFEFF || cp == '\n' ||
           cp == '\r';
}

/* Characters whose glyph depends on no neighbour: one look-up instead of a call of
   the shaper. Han, kana, CJK and full-width punctuation, spaces, marks ▲▼①. */
static bool is_simple(uint32_t cp) {
    return cp == ' ' || cp == 0xA0 || (cp >= 0x4E00 && cp <= 0x9FFF) ||
           (cp >= 0x3000 && cp <= 0x3029) || (cp >= 0x3030 && cp <= 0x3098) ||
           (cp >= 0x309B && cp <= 0x4DBF) || (cp >= 0xF900 && cp <= 0xFAFF) ||
           (cp >= 0xFF01 && cp <= 0xFF60) || (cp >= 0x2460 && cp <= 0x24FF) ||
           (cp >= 0x25A0 && cp <= 0x25FF) || (cp >= 0x20000 && cp <= 0x323AF);
}

/* Combining marks, variation selectors and joiners change the glyph before them. */
static bool is_extender(uint32_t cp) {
    if (cp < 0x300)
        return false;
    if ((cp >= 0xFE00 && cp <= 0xFE0F) || (cp >= 0xE0100 && cp <= 0xE01EF) ||
        cp == 0x200D)
        return true;
    hb_unicode_general_category_t category =
        hb_unicode_general_category(hb_unicode_funcs_get_default(), cp);
    return category == HB_UNICODE_GENERAL_CATEGORY_NON_SPACING_MARK ||
           category == HB_UNICODE_GENERAL_CATEGORY_ENCLOSING_MARK;
}

static struct glyph *push(struct arena *arena, struct glyph_list *out,
                          struct glyph glyph) {
    if (out->count == out->capacity)
        out->items = arena_grow(arena, out->items, out->count, &out->capacity,
                                sizeof *out->items);
    out->items[out->count] = glyph;
    return &out->items[out->count++];
}

/* The first face of the role's chain that has the character, or FACES_MAX. */
static unsigned face_for(struct fonts *fonts, enum font_role role, uint32_t cp) {
    unsigned own = fonts->role[role];
    if (face_glyph(fonts, fonts->faces[own], cp))
        return own;
    for (size_t i = 0; i < fonts->fallback_count; i++)
        if (face_glyph(fonts, fonts->faces[fonts->fallback[i]], cp))
            return fonts->fallback[i];
    return FACES_MAX;
}

/* A Chinese face has full-width quotation marks unless asked otherwise. */
static unsigned narrow_marks(struct str text, hb_feature_t *out) {
    unsigned count = 0;
    for (size_t at = 0; at < text.n && count < NARROW_MARKS;) {
        uint32_t cp;
        size_t n = utf8_decode(text, at, &cp);
        if (cp >= 0x2018 && cp <= 0x201F)
            out[count++] = (hb_feature_t){HB_TAG('p', 'w', 'i', 'd'), 1, (unsigned)at,
                                          (unsigned)(at + n)};
        at += n;
    }
    return count;
}

/* Shapes one word in one face; glyphs go to `word`, at most `room`. */
static size_t shape_word(struct fonts *fonts, unsigned index, bool chinese,
                         struct str text, struct glyph *word, size_t room) {
    const struct face *face = fonts->faces[index];
    hb_buffer_t *buffer = fonts->buffer;
    hb_buffer_clear_contents(buffer);
    hb_buffer_set_cluster_level(buffer, HB_BUFFER_CLUSTER_LEVEL_MONOTONE_CHARACTERS);
    hb_buffer_add_utf8(buffer, text.p, (int)text.n, 0, (int)text.n);
    hb_buffer_guess_segment_properties(buffer);
    hb_buffer_set_direction(buffer, HB_DIRECTION_LTR);
    /* One language for all: in another the face has other figures. Dashes and
       quotation marks are of no script. */
    hb_buffer_set_language(buffer, fonts->language);
    hb_script_t script = hb_buffer_get_script(buffer);
    if (script == HB_SCRIPT_INVALID || script == HB_SCRIPT_COMMON ||
        script == HB_SCRIPT_INHERITED)
        hb_buffer_set_script(buffer, HB_SCRIPT_HAN);
    hb_feature_t narrow[NARROW_MARKS];
    unsigned features = chinese ? 0 : narrow_marks(text, narrow);
    hb_shape(face->font, buffer, narrow, features);
    unsigned count;
    const hb_glyph_info_t *infos = hb_buffer_get_glyph_infos(buffer, &count);
    const hb_glyph_position_t *at = hb_buffer_get_glyph_positions(buffer, &count);
    if (count > room)
        return SIZE_MAX;
    for (unsigned i = 0; i < count; i++) {
        unsigned next = i + 1;
        while (next < count && infos[next].cluster == infos[i].cluster)
            next++;
        size_t end = next < count ? infos[next].cluster : text.n;
        bool first = i == 0 || infos[i - 1].cluster != infos[i].cluster;
        word[i] = (struct glyph){
            .id = (uint16_t)infos[i].codepoint,
            .face = (uint8_t)index,
            .bytes = first ? (uint8_t)(end - infos[i].cluster) : 0,
            .advance = (float)at[i].x_advance / face->em,
            .dx = (float)at[i].x_offset / face->em,
            .dy = (float)at[i].y_offset / face->em,
        };
    }
    return count;
}

static void add_word(struct fonts *fonts, unsigned face, bool chinese, struct str text,
                     struct arena *arena, struct glyph_list *out) {
    struct glyph long_word[256];
    if (text.n > CACHE_TEXT) {
        size_t n = shape_word(fonts, face, chinese, text, long_word, 256);
        for (size_t i = 0; i < n && n != SIZE_MAX; i++)
            push(arena, out, long_word[i]);
        return;
    }
    struct cached_word **slot =
        &fonts->cache->slots[(str_hash(text) * 31 + face * 2u + chinese) % CACHE_SLOTS];
    struct cached_word *word = *slot;
    if (!word || word->face != face || word->chinese != chinese ||
        word->size != text.n || memcmp(word->text, text.p, text.n) != 0) {
        size_t n = shape_word(fonts, face, chinese, text, long_word, CACHE_GLYPHS);
        if (n == SIZE_MAX)
            return;
        if (!word)
            word = *slot = arena_alloc(fonts->arena, sizeof *word);
        word->face = (uint8_t)face;
        word->chinese = chinese;
        word->size = (uint8_t)text.n;
        word->count = (uint8_t)n;
        memcpy(word->text, text.p, text.n);
        memcpy(word->glyphs, long_word, n * sizeof *word->glyphs);
    }
    for (size_t i = 0; i < word->count; i++)
        push(arena, out, word->glyphs[i]);
}

static bool all_figures(struct str text) {
    for (size_t i = 0; i < text.n; i++)
        if (!memchr(figures, text.p[i], sizeof figures - 1))
            return false;
    return true;
}

static void add_nominal(struct fonts *fonts, unsigned index, uint32_t cp, size_t bytes,
                        struct arena *arena, struct glyph_list *out) {
    struct face *face = fonts->faces[index];
    unsigned id = face_glyph(fonts, face, cp);
    push(arena, out,
         (struct glyph){.id = (uint16_t)id,
                        .face = (uint8_t)index,
                        .bytes = (uint8_t)bytes,
                        .advance = face_advance(fonts, face, id)});
}

/* The end of the word at `from`: up to a simple or invisible character, a change
   of face, or 255 bytes (what struct glyph counts in). */
static size_t word_end(struct fonts *fonts, enum font_role role, struct str text,
                       size_t from, unsigned face) {
    size_t at = from;
    while (at < text.n) {
        uint32_t cp, next = 0;
        size_t n = utf8_decode(text, at, &cp);
        if (at + n < text.n)
            utf8_decode(text, at + n, &next);
        bool joined = is_extender(cp);
        if (at > from && !joined &&
            ((is_simple(cp) && !is_extender(next)) || text_is_invisible(cp) ||
             at - from > 200 || face_for(fonts, role, cp) != face))
            break;
        at += n;
        if (is_simple(cp) && !is_extender(next))
            break;
    }
    return at;
}

/* Quotation marks and dashes are shared between the languages: full-width in
   Chinese, proportional in English (China’s). */
static bool has_chinese(struct str text) {
    for (size_t i = 0; i < text.n; i++)
        if ((unsigned char)text.p[i] >= 0xE3) /* U+3000 and up */
            return true;
    return false;
}

static bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* An apostrophe between letters is English wherever it stands. */
static bool has_apostrophe(struct str word) {
    size_t at = str_find(word, STR("\xE2\x80\x99"), 0);
    return at != STR_NOT_FOUND && at > 0 && at + 3 < word.n &&
           is_letter(word.p[at - 1]) && is_letter(word.p[at + 3]);
}

bool text_shape(const struct fonts *shared, enum font_role role, struct str text,
                struct arena *arena, struct glyph_list *out, size_t *missing_at) {
    /* Only the caches behind it are written to. */
    struct fonts *fonts = (struct fonts *)(uintptr_t)shared;
    bool chinese = has_chinese(text);
    size_t at = 0;
    while (at < text.n) {
        uint32_t cp, next = 0;
        size_t n = utf8_decode(text, at, &cp);
        if (text_is_invisible(cp)) {
            push(arena, out, (struct glyph){.bytes = (uint8_t)n});
            at += n;
            continue;
        }
        unsigned face = face_for(fonts, role, cp);
        if (face == FACES_MAX) {
            *missing_at = at;
            return false;
        }
        if (at + n < text.n)
            utf8_decode(text, at + n, &next);
        if (is_simple(cp) && !is_extender(next)) {
            add_nominal(fonts, face, cp, n, arena, out);
            at += n;
            continue;
        }
        size_t end = word_end(fonts, role, text, at, face);
        struct str word = str_slice(text, at, end);
        if (fonts->faces[face]->plain_figures && all_figures(word)) {
            for (; at < end; at++)
                add_nominal(fonts, face, (uint8_t)text.p[at], 1, arena, out);
            continue;
        }
        size_t first = out->count;
        add_word(fonts, face, chinese && !has_apostrophe(word), word, arena, out);
        for (size_t i = first, byte = at; i < out->count; i++) {
            /* A mark or selector that no face can place. */
            if (out->items[i].id == 0) {
                *missing_at = byte;
                return false;
            }
            byte += out->items[i].bytes;
        }
        at = end;
    }
    return true;
}

struct shape_cache *shape_cache_open(struct arena *arena) {
    return arena_alloc(arena, sizeof(struct shape_cache));
}

/* Every ordered pair of figures and signs, shaped: if no advance and no glyph
   differs from the nominal ones, numbers need no shaper. */
void shape_probe(struct fonts *fonts, struct face *face) {
    unsigned index = 0;
    while (fonts->faces[index] != face)
        index++;
    size_t count = sizeof figures - 1;
    face->plain_figures = true;
    for (size_t a = 0; a < count && face->plain_figures; a++) {
        char text[2 * sizeof figures];
        size_t n = 0;
        for (size_t b = 0; b < count; b++) {
            text[n++] = figures[a];
            text[n++] = figures[b];
        }
        struct glyph glyphs[2 * sizeof figures];
        size_t got = shape_word(fonts, index, true, (struct str){text, n}, glyphs, n);
        face->plain_figures = got == n;
        for (size_t i = 0; i < n && face->plain_figures; i++) {
            unsigned id = face_glyph(fonts, face, (uint8_t)text[i]);
            float difference = glyphs[i].advance - face_advance(fonts, face, id);
            face->plain_figures = glyphs[i].id == id && glyphs[i].bytes == 1 &&
                                  difference < 1e-4f && difference > -1e-4f;
        }
    }
}
