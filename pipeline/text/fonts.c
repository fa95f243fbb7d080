#include "text/fonts.h"
#include "base/file.h"
#include "text/breaks.h"
#include "text/face.h"
#include "text/paragraph.h"
#include <fcntl.h>
#include <fontconfig/fontconfig.h>
#include <hb-ot.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* OS/2 fsType: the face may not be embedded at all (bit 1), or only as bitmaps
   (bit 9). */
#define FS_TYPE_RESTRICTED 0x0002u
#define FS_TYPE_BITMAP 0x0200u

struct font_place {
    char path[1024];
    int index;
};

static uint16_t read_u16(const uint8_t *p) { return (uint16_t)(p[0] << 8 | p[1]); }
static int16_t read_i16(const uint8_t *p) { return (int16_t)read_u16(p); }

/* A face's style names may be several ("DemiLight,Regular"): the first is its own,
   the others are what it stands for in a family that lacks them. */
static bool pattern_is(FcPattern *pattern, const char *style) {
    FcChar8 *own = NULL;
    return FcPatternGetString(pattern, FC_STYLE, 0, &own) == FcResultMatch &&
           FcStrCmpIgnoreCase(own, (const FcChar8 *)style) == 0;
}

/* The file of a family and style: the first by path, so that two installed copies
   never make two outputs. */
static bool find_file(const char *family, const char *style, struct font_place *out) {
    FcPattern *wanted = FcPatternCreate();
    FcObjectSet *fields =
        FcObjectSetBuild(FC_FAMILY, FC_STYLE, FC_FILE, FC_INDEX, (char *)NULL);
    FcPatternAddString(wanted, FC_FAMILY, (const FcChar8 *)family);
    FcFontSet *set = FcFontList(NULL, wanted, fields);
    bool found = false;
    for (int i = 0; set && i < set->nfont; i++) {
        FcPattern *pattern = set->fonts[i];
        FcChar8 *path = NULL;
        int index = 0;
        if (!pattern_is(pattern, style) ||
            FcPatternGetString(pattern, FC_FILE, 0, &path) != FcResultMatch ||
            FcPatternGetInteger(pattern, FC_INDEX, 0, &index) != FcResultMatch)
            continue;
        size_t n = strlen((const char *)path);
        if (n >= sizeof out->path ||
            (index >> 16) != 0) /* an instance of a variable font */
            continue;
        if (found && strcmp((const char *)path, out->path) >= 0)
            continue;
        memcpy(out->path, path, n + 1);
        out->index = index & 0xFFFF;
        found = true;
    }
    if (set)
        FcFontSetDestroy(set);
    FcObjectSetDestroy(fields);
    FcPatternDestroy(wanted);
    return found;
}

static const char *package_of(struct str family, struct str style) {
    if (str_starts(family, STR("Noto S")) &&
        str_find(family, STR("CJK"), 0) != STR_NOT_FOUND)
        return str_equal(style, STR("Regular")) || str_equal(style, STR("Bold"))
                   ? "fonts-noto-cjk"
                   : "fonts-noto-cjk-extra";
    if (str_starts(family, STR("LXGW WenKai")))
        return "fonts-lxgw-wenkai";
    return NULL;
}

static void read_name(hb_face_t *face, hb_ot_name_id_t id, char *out, unsigned size) {
    unsigned n = size;
    out[0] = 0;
    hb_ot_name_get_utf8(face, id, hb_language_from_string("en", -1), &n, out);
    if (!out[0]) {
        n = size;
        hb_ot_name_get_utf8(face, id, HB_LANGUAGE_INVALID, &n, out);
    }
}

static void read_info(struct face *face, struct arena *arena) {
    struct face_info *info = &face->info;
    double k = 1000.0 / (double)face->em;
    unsigned n;
    hb_blob_t *head = hb_face_reference_table(face->face, HB_TAG('h', 'e', 'a', 'd'));
    const uint8_t *p = (const uint8_t *)hb_blob_get_data(head, &n);
    for (unsigned i = 0; n >= 54 && i < 4; i++)
        info->box[i] = (int)lround(read_i16(p + 36 + 2 * i) * k);
    hb_blob_destroy(head);
    hb_blob_t *os2 = hb_face_reference_table(face->face, HB_TAG('O', 'S', '/', '2'));
    p = (const uint8_t *)hb_blob_get_data(os2, &n);
    info->restricted = n >= 10 && ((read_u16(p + 8) & 0x000Fu) == FS_TYPE_RESTRICTED ||
                                   (read_u16(p + 8) & FS_TYPE_BITMAP) != 0);
    hb_blob_destroy(os2);
    hb_blob_t *cff = hb_face_reference_table(face->face, HB_TAG('C', 'F', 'F', ' '));
    info->cff = hb_blob_get_length(cff) > 0;
    hb_blob_destroy(cff);
    hb_font_extents_t extents;
    hb_font_get_h_extents(face->font, &extents);
    info->ascent = (int)lround(extents.ascender * k);
    info->descent = (int)lround(extents.descender * k);
    hb_position_t cap = 0;
    bool known =
        hb_ot_metrics_get_position(face->font, HB_OT_METRICS_TAG_CAP_HEIGHT, &cap) &&
        cap > 0;
    info->cap_height = known ? (int)lround(cap * k) : 700;
    char name[64];
    read_name(face->face, HB_OT_NAME_ID_POSTSCRIPT_NAME, name, sizeof name);
    for (char *q = name; *q; q++) /* what a PDF name may hold without escapes */
        if (*q <= 32 || *q > 126 || strchr("/()<>[]{}%#", *q))
            *q = '-';
    info->postscript = arena_copy(arena, str_from(name[0] ? name : "Font")).p;
}

static struct face *face_open(struct fonts *fonts, const struct theme_font *wanted,
                              const struct font_place *at, struct diag *diag) {
    struct face *face = arena_alloc(fonts->arena, sizeof *face);
    face->path = arena_copy(fonts->arena, str_from(at->path));
    face->family = arena_copy(fonts->arena, wanted->family);
    face->style = arena_copy(fonts->arena, wanted->style);
    face->index = (unsigned)at->index;
    struct place place = {.file = face->path};
    hb_blob_t *blob = hb_blob_create_from_file_or_fail(at->path);
    if (!blob || hb_face_count(blob) <= face->index) {
        hb_blob_destroy(blob);
        diag_error(diag, place, "the font file cannot be read");
        return NULL;
    }
    face->face = hb_face_create(blob, face->index);
    hb_blob_destroy(blob);
    hb_face_make_immutable(face->face);
    face->em = (float)hb_face_get_upem(face->face);
    face->font = hb_font_create(face->face);
    hb_ot_font_set_funcs(face->font);
    hb_font_make_immutable(face->font);
    read_info(face, fonts->arena);
    if (hb_face_get_glyph_count(face->face) == 0) {
        diag_error(diag, place, "the font file has no glyphs");
        return NULL;
    }
    if (face->info.restricted) {
        diag_error(diag, place,
                   "the licence of this font forbids embedding it in a PDF");
        diag_hint(diag, "name another family in templates/theme.lua");
        return NULL;
    }
    return face;
}

/* The index of a theme font's face; opened once although several roles name it. */
static bool add_face(struct fonts *fonts, const struct theme_font *wanted,
                     struct diag *diag, uint8_t *index) {
    struct font_place at;
    const char *family = arena_copy(fonts->arena, wanted->family).p;
    const char *style =
        wanted->style.n ? arena_copy(fonts->arena, wanted->style).p : "Regular";
    if (!find_file(family, style, &at)) {
        diag_error(diag, (struct place){.file = STR("templates/theme.lua")},
                   "the font \"%s\" %s is not installed", family, style);
        const char *package = package_of(wanted->family, str_from(style));
        if (package)
            diag_hint(diag, "apt-get install %s", package);
        else
            diag_hint(diag, "fc-list : family style shows what is installed");
        return false;
    }
    for (size_t i = 0; i < fonts->face_count; i++)
        if (str_equal(fonts->faces[i]->path, str_from(at.path)) &&
            fonts->faces[i]->index == (unsigned)at.index) {
            *index = (uint8_t)i;
            return true;
        }
    struct face *face = face_open(fonts, wanted, &at, diag);
    *index = (uint8_t)fonts->face_count;
    if (face)
        fonts->faces[fonts->face_count++] = face;
    return face != NULL;
}

unsigned face_glyph(struct fonts *fonts, struct face *face, uint32_t cp) {
    if (cp >= 0x110000)
        return 0;
    uint16_t **page = &face->pages[cp / GLYPH_PAGE];
    if (!*page) {
        *page = arena_array(fonts->arena, GLYPH_PAGE, sizeof **page);
        memset(*page, 0xFF, GLYPH_PAGE * sizeof **page);
    }
    uint16_t *slot = &(*page)[cp % GLYPH_PAGE];
    if (*slot == GLYPH_UNKNOWN) {
        hb_codepoint_t glyph = 0;
        hb_font_get_nominal_glyph(face->font, cp, &glyph);
        *slot = glyph < GLYPH_UNKNOWN ? (uint16_t)glyph : 0;
    }
    return *slot;
}

float face_advance(struct fonts *fonts, struct face *face, unsigned glyph) {
    if (glyph > UINT16_MAX)
        return 0;
    float **page = &face->advances[glyph / GLYPH_PAGE];
    if (!*page) {
        *page = arena_array(fonts->arena, GLYPH_PAGE, sizeof **page);
        for (size_t i = 0; i < GLYPH_PAGE; i++)
            (*page)[i] = -1;
    }
    float *slot = &(*page)[glyph % GLYPH_PAGE];
    if (*slot < 0)
        *slot = (float)hb_font_get_glyph_h_advance(face->font, glyph) / face->em;
    return *slot;
}

size_t fonts_face_count(const struct fonts *fonts) { return fonts->face_count; }

const struct face_info *fonts_face_info(const struct fonts *fonts, unsigned face) {
    return &fonts->faces[face]->info;
}

int fonts_glyph_width(const struct fonts *fonts, unsigned face, unsigned glyph) {
    const struct face *f = fonts->faces[face];
    return (int)lroundf((float)hb_font_get_glyph_h_advance(f->font, glyph) * 1000 /
                        f->em);
}

float fonts_cap_height(const struct fonts *fonts, enum font_role role) {
    return (float)fonts->faces[fonts->role[role]]->info.cap_height / 1000;
}

struct fonts *fonts_open(const struct theme *theme, struct diag *diag) {
    struct arena *arena = arena_open();
    struct fonts *fonts = arena_alloc(arena, sizeof *fonts);
    fonts->arena = arena;
    bool good = true;
    for (size_t i = 0; i < FONT_ROLE_COUNT; i++)
        good = add_face(fonts, &theme->fonts[i], diag, &fonts->role[i]) && good;
    for (size_t i = 0; i < theme->fallback_count && i < 4; i++)
        good = add_face(fonts, &theme->fallback[i], diag,
                        &fonts->fallback[fonts->fallback_count++]) &&
               good;
    FcFini(); /* its caches are not needed again */
    fonts->buffer = hb_buffer_create();
    fonts->language = hb_language_from_string("zh-Hans", -1);
    fonts->cache = shape_cache_open(arena);
    for (size_t i = 0; i < fonts->face_count; i++)
        shape_probe(fonts, fonts->faces[i]);
    fonts->breaker = breaker_open(diag);
    if (!good || !fonts->breaker) {
        fonts_close(fonts);
        return NULL;
    }
    return fonts;
}

void fonts_close(struct fonts *fonts) {
    if (!fonts)
        return;
    for (size_t i = 0; i < fonts->face_count; i++) {
        hb_font_destroy(fonts->faces[i]->font);
        hb_face_destroy(fonts->faces[i]->face);
    }
    hb_buffer_destroy(fonts->buffer);
    breaker_close(fonts->breaker);
    arena_close(fonts->arena);
}

/* The first sentence of a licence is enough for a receipt. */
static struct str describe(hb_face_t *face, hb_ot_name_id_t id, struct arena *arena) {
    char text[400];
    read_name(face, id, text, sizeof text);
    return arena_copy(arena, str_trim(str_from(text)));
}

/* Reads whole font files for their hash, so only the receipt asks for it. */
static void list_files(struct fonts *fonts) {
    struct diag *diag = diag_open();
    fonts->files = arena_array(fonts->arena, fonts->face_count, sizeof *fonts->files);
    for (size_t i = 0; i < fonts->face_count; i++) {
        struct face *face = fonts->faces[i];
        bool seen = false;
        for (size_t k = 0; k < fonts->file_count; k++)
            seen = seen || str_equal(fonts->files[k].path, face->path);
        if (seen)
            continue;
        struct font_file *file = &fonts->files[fonts->file_count++];
        file->path = face->path;
        file->family = face->family;
        file->version =
            describe(face->face, HB_OT_NAME_ID_VERSION_STRING, fonts->arena);
        file->licence = describe(face->face, HB_OT_NAME_ID_LICENSE, fonts->arena);
        size_t size;
        if (!file_digest(AT_FDCWD, face->path.p, &size, file->sha256, diag))
            file->sha256[0] = 0;
    }
    diag_close(diag);
}

size_t fonts_files(const struct fonts *shared, const struct font_file **files) {
    /* The list is a cache: filling it changes nothing that a caller can see. */
    struct fonts *fonts = (struct fonts *)(uintptr_t)shared;
    if (!fonts->files)
        list_files(fonts);
    *files = fonts->files;
    return fonts->file_count;
}
