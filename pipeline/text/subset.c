#include "text/subset.h"
#include "text/cff.h"
#include "text/face.h"
#include <hb-subset.h>
#include <string.h>

#define CODE_POINTS 0x110000

/* A face that shows only the outline tables: the subsetter then spends no time on
   layout tables that a PDF never reads. */
static hb_blob_t *outline_table(hb_face_t *face, hb_tag_t tag, void *user) {
    (void)face;
    switch (tag) {
    case HB_TAG('g', 'l', 'y', 'f'):
    case HB_TAG('l', 'o', 'c', 'a'):
    case HB_TAG('C', 'F', 'F', ' '):
    case HB_TAG('h', 'e', 'a', 'd'):
    case HB_TAG('h', 'h', 'e', 'a'):
    case HB_TAG('h', 'm', 't', 'x'):
    case HB_TAG('m', 'a', 'x', 'p'):
        return hb_face_reference_table(user, tag);
    default:
        return hb_blob_get_empty();
    }
}

static hb_face_t *outline_face(const struct face *face) {
    hb_face_t *outlines = hb_face_create_for_tables(outline_table, face->face, NULL);
    hb_face_set_upem(outlines, hb_face_get_upem(face->face));
    hb_face_set_glyph_count(outlines, hb_face_get_glyph_count(face->face));
    return outlines;
}

static bool copy_program(const struct face *face, hb_subset_plan_t *plan,
                         const uint16_t *glyphs, size_t count, struct arena *arena,
                         struct subset *out) {
    hb_face_t *made = hb_subset_plan_execute_or_fail(plan);
    if (!made)
        return false;
    hb_blob_t *blob = face->info.cff
                          ? hb_face_reference_table(made, HB_TAG('C', 'F', 'F', ' '))
                          : hb_face_reference_blob(made);
    unsigned n;
    const char *bytes = hb_blob_get_data(blob, &n);
    out->program = arena_copy(arena, (struct str){bytes, n});
    hb_blob_destroy(blob);
    hb_face_destroy(made);
    const hb_map_t *map = hb_subset_plan_old_to_new_glyph_mapping(plan);
    for (size_t i = 0; i < count; i++) {
        unsigned made_glyph = hb_map_get(map, glyphs[i]);
        out->cids[i] =
            (uint16_t)(face->info.cff ? cff_cid(out->program, made_glyph) : made_glyph);
    }
    return n > 0;
}

static bool by_cff(const struct face *face, const uint16_t *glyphs, size_t count,
                   struct arena *arena, struct subset *out) {
    hb_blob_t *blob = hb_face_reference_table(face->face, HB_TAG('C', 'F', 'F', ' '));
    unsigned n;
    const char *bytes = hb_blob_get_data(blob, &n);
    struct buf made = buf_open(SIZE_MAX / 2);
    bool good = cff_subset((struct str){bytes, n}, face->info.postscript, glyphs, count,
                           face->programs, &made);
    if (good) {
        out->program = arena_copy(arena, buf_str(&made));
        for (size_t i = 0; i < count; i++)
            out->cids[i] = (uint16_t)(i + 1);
    }
    buf_close(&made);
    hb_blob_destroy(blob);
    return good;
}

bool subset_make(const struct fonts *fonts, unsigned index, const uint16_t *glyphs,
                 size_t count, struct arena *arena, struct diag *diag,
                 struct subset *out) {
    const struct face *face = fonts->faces[index];
    *out = (struct subset){.cids = arena_array(arena, count + 1, sizeof *out->cids)};
    if (face->info.cff && by_cff(face, glyphs, count, arena, out))
        return true;
    bool good = false;
    hb_subset_input_t *input = hb_subset_input_create_or_fail();
    hb_face_t *outlines = outline_face(face);
    hb_subset_plan_t *plan = NULL;
    if (input) {
        hb_set_t *set = hb_subset_input_glyph_set(input);
        for (size_t i = 0; i < count; i++)
            hb_set_add(set, glyphs[i]);
        hb_subset_input_set_flags(input, HB_SUBSET_FLAGS_NO_HINTING |
                                             HB_SUBSET_FLAGS_DESUBROUTINIZE);
        plan = hb_subset_plan_create_or_fail(outlines, input);
    }
    if (plan)
        good = copy_program(face, plan, glyphs, count, arena, out);
    hb_subset_plan_destroy(plan);
    hb_subset_input_destroy(input);
    hb_face_destroy(outlines);
    if (!good)
        diag_error(diag, (struct place){.file = face->path},
                   "the font cannot be cut down to %zu glyphs", count);
    return good;
}

/* The characters of the texts, each once, ascending; in the arena. */
static uint32_t *characters_of(const struct str *texts, size_t text_count,
                               struct arena *arena, size_t *count) {
    bool *seen = arena_array(arena, CODE_POINTS, sizeof *seen);
    uint32_t *list = arena_array(arena, CODE_POINTS, sizeof *list);
    for (size_t i = 0; i < text_count; i++)
        for (size_t at = 0; at < texts[i].n;) {
            uint32_t cp;
            at += utf8_decode(texts[i], at, &cp);
            seen[cp] = true;
        }
    *count = 0;
    for (uint32_t cp = 0; cp < CODE_POINTS; cp++)
        if (seen[cp])
            list[(*count)++] = cp;
    return list;
}

static void expect_in(struct fonts *fonts, struct face *face,
                      const uint32_t *characters, size_t count, struct arena *scratch) {
    uint16_t *glyphs = arena_array(scratch, count + 1, sizeof *glyphs);
    bool *listed = arena_array(scratch, UINT16_MAX + 1, sizeof *listed);
    size_t n = 1; /* glyph 0 is in every subset */
    listed[0] = true;
    for (size_t i = 0; i < count; i++) {
        unsigned glyph = face_glyph(fonts, face, characters[i]);
        (void)face_advance(fonts, face, glyph);
        if (!listed[glyph])
            glyphs[n++] = (uint16_t)glyph;
        listed[glyph] = true;
    }
    if (!face->info.cff)
        return;
    hb_blob_t *blob = hb_face_reference_table(face->face, HB_TAG('C', 'F', 'F', ' '));
    unsigned size;
    const char *bytes = hb_blob_get_data(blob, &size);
    face->programs =
        cff_programs_open((struct str){bytes, size}, glyphs, n, fonts->arena);
    hb_blob_destroy(blob);
}

void fonts_expect(struct fonts *fonts, const struct str *texts, size_t count) {
    struct arena *scratch = arena_open();
    size_t character_count;
    const uint32_t *characters = characters_of(texts, count, scratch, &character_count);
    for (size_t i = 0; i < fonts->face_count; i++)
        expect_in(fonts, fonts->faces[i], characters, character_count, scratch);
    arena_close(scratch);
}
