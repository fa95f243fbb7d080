#include "render/pdf/fontfile.h"
#include "base/arena.h"
#include "render/pdf/utf16.h"
#include "text/shape.h"
#include "text/subset.h"
#include <stdlib.h>
#include <string.h>

#define MAX_GLYPHS 65536
#define MAX_FACES 16
#define MAP_BLOCK 100 /* bfchar entries a block, by the CMap specification */
#define FLAG_SYMBOLIC 4

/* A text beyond the first that a glyph stands for. */
struct second {
    struct second *next;
    struct str text;
    uint16_t variant;
};

struct slot {
    uint16_t glyph, cid, width;
    struct str text;
    struct second *more;
};

struct used_face {
    uint16_t *slot_of; /* by glyph: index into slots, 0 unused */
    struct slot *slots;
    size_t count, capacity; /* slot 0 is none */
    size_t variants;
    HPDF_Dict *dicts;
    struct buf widths; /* the W array, written verbatim */
};

struct font_book {
    const struct fonts *fonts;
    struct arena *arena;
    struct used_face faces[MAX_FACES];
};

struct font_book *font_book_open(const struct fonts *fonts, struct arena *arena) {
    struct font_book *book = arena_alloc(arena, sizeof *book);
    book->fonts = fonts;
    book->arena = arena;
    return book;
}

void font_book_close(struct font_book *book) {
    for (size_t i = 0; i < MAX_FACES; i++)
        buf_close(&book->faces[i].widths);
}

static void open_face(struct font_book *book, struct used_face *face) {
    face->slot_of = arena_array(book->arena, MAX_GLYPHS, sizeof *face->slot_of);
    face->capacity = 256;
    face->slots = arena_array(book->arena, face->capacity, sizeof *face->slots);
    face->count = 1;
    face->variants = 1;
    face->widths = buf_open(SIZE_MAX / 2);
}

void font_book_use(struct font_book *book, unsigned index, unsigned glyph,
                   struct str text) {
    struct used_face *face = &book->faces[index];
    if (!face->slot_of)
        open_face(book, face);
    uint16_t at = face->slot_of[glyph];
    if (at == 0) {
        if (face->count == face->capacity)
            face->slots = arena_grow(book->arena, face->slots, face->count,
                                     &face->capacity, sizeof *face->slots);
        face->slot_of[glyph] = (uint16_t)face->count;
        face->slots[face->count++] = (struct slot){
            .glyph = (uint16_t)glyph,
            .width = (uint16_t)fonts_glyph_width(book->fonts, index, glyph),
            .text = text};
        return;
    }
    struct slot *slot = &face->slots[at];
    if (str_equal(slot->text, text))
        return;
    uint16_t variant = 1;
    struct second **end = &slot->more;
    for (; *end; end = &(*end)->next, variant++)
        if (str_equal((*end)->text, text))
            return;
    *end = arena_alloc(book->arena, sizeof **end);
    **end = (struct second){.text = text, .variant = variant};
    if (face->variants < (size_t)variant + 1)
        face->variants = (size_t)variant + 1;
}

struct font_code font_book_code(const struct font_book *book, unsigned index,
                                unsigned glyph, struct str text) {
    const struct used_face *face = &book->faces[index];
    const struct slot *slot = &face->slots[face->slot_of[glyph]];
    if (str_equal(slot->text, text))
        return (struct font_code){slot->cid, slot->width, 0};
    for (const struct second *more = slot->more; more; more = more->next)
        if (str_equal(more->text, text))
            return (struct font_code){slot->cid, slot->width, more->variant};
    return (struct font_code){slot->cid, slot->width, 0};
}

unsigned font_book_width(const struct font_book *book, unsigned index, unsigned glyph) {
    const struct used_face *face = &book->faces[index];
    return face->slots[face->slot_of[glyph]].width;
}

HPDF_Dict font_book_dict(const struct font_book *book, unsigned face,
                         unsigned variant) {
    return book->faces[face].dicts[variant];
}

static int by_cid(const void *a, const void *b) {
    const struct slot *const *x = a, *const *y = b;
    return (int)(*x)->cid - (int)(*y)->cid;
}

static const struct slot **sorted(struct font_book *book,
                                  const struct used_face *face) {
    const struct slot **list = arena_array(book->arena, face->count, sizeof *list);
    for (size_t i = 1; i < face->count; i++)
        list[i - 1] = &face->slots[i];
    qsort(list, face->count - 1, sizeof *list, by_cid);
    return list;
}

/* The text of a glyph in a variant; empty if that variant does not use it. */
static struct str text_in(const struct slot *slot, size_t variant) {
    if (variant == 0)
        return slot->text;
    for (const struct second *more = slot->more; more; more = more->next)
        if (more->variant == variant)
            return more->text;
    return (struct str){0};
}

static HPDF_Dict unicode_map(struct font_book *book, struct haru *haru,
                             const struct used_face *face, const struct slot **list,
                             size_t variant) {
    struct buf out = buf_open(SIZE_MAX / 2);
    size_t total = 0, done = 0;
    (void)book;
    for (size_t i = 0; i + 1 < face->count; i++)
        total += text_in(list[i], variant).n > 0;
    buf_puts(&out, "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
                   "/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n"
                   "/CMapName/Adobe-Identity-UCS def\n/CMapType 2 def\n"
                   "1 begincodespacerange\n<0000><FFFF>\nendcodespacerange\n");
    for (size_t i = 0; i + 1 < face->count; i++) {
        struct str text = text_in(list[i], variant);
        if (text.n == 0)
            continue;
        if (done % MAP_BLOCK == 0) {
            size_t left = total - done;
            buf_integer(&out, (int64_t)(left < MAP_BLOCK ? left : MAP_BLOCK));
            buf_puts(&out, " beginbfchar\n");
        }
        buf_char(&out, '<');
        utf16_put_unit(&out, list[i]->cid);
        buf_puts(&out, "><");
        utf16_put_hex(&out, text);
        buf_puts(&out, ">\n");
        done++;
        if (done % MAP_BLOCK == 0 || done == total)
            buf_puts(&out, "endbfchar\n");
    }
    buf_puts(&out, "endcmap\nCMapName currentdict/CMap defineresource pop\nend\nend");
    HPDF_Dict map = haru_stream(haru, buf_str(&out), SQUEEZE_WELL);
    buf_close(&out);
    return map;
}

/* Widths other than DW, runs of neighbouring CIDs in one array. */
static void put_widths(struct used_face *face, const struct slot **list) {
    struct buf *out = &face->widths;
    long last = -2;
    buf_puts(out, "/W[");
    for (size_t i = 0; i + 1 < face->count; i++) {
        int width = list[i]->width;
        if (width == 1000)
            continue;
        if (list[i]->cid != last + 1) {
            if (last >= 0)
                buf_char(out, ']');
            buf_integer(out, list[i]->cid);
            buf_char(out, '[');
        } else {
            buf_char(out, ' ');
        }
        buf_integer(out, width);
        last = list[i]->cid;
    }
    if (last >= 0)
        buf_char(out, ']');
    buf_puts(out, "]\n");
}

/* Six letters from the glyphs, so that equal subsets have equal names. */
static struct str subset_name(struct font_book *book, const struct used_face *face,
                              const struct face_info *info) {
    uint64_t hash = 14695981039346656037u;
    for (size_t i = 1; i < face->count; i++)
        hash = (hash ^ face->slots[i].glyph) * 1099511628211u;
    char tag[7] = {0};
    for (size_t i = 0; i < 6; i++, hash /= 26)
        tag[i] = (char)('A' + hash % 26);
    return arena_printf(book->arena, "%s+%s", tag, info->postscript);
}

static HPDF_Dict cid_set_of(struct haru *haru, const struct used_face *face,
                            struct arena *arena) {
    unsigned most = 0;
    for (size_t i = 1; i < face->count; i++)
        most = face->slots[i].cid > most ? face->slots[i].cid : most;
    char *bits = arena_alloc(arena, most / 8 + 1);
    bits[0] = (char)0x80; /* .notdef */
    for (size_t i = 1; i < face->count; i++) {
        unsigned cid = face->slots[i].cid;
        bits[cid / 8] = (char)((unsigned char)bits[cid / 8] | 0x80u >> cid % 8);
    }
    return haru_stream(haru, (struct str){bits, most / 8 + 1}, SQUEEZE_WELL);
}

static HPDF_Dict descriptor(struct font_book *book, struct haru *haru,
                            const struct used_face *face, const struct face_info *info,
                            const char *name, struct str program, bool cid_set) {
    HPDF_Dict dict = haru_dict(haru);
    haru_indirect(haru, dict);
    haru_name(haru, dict, "Type", "FontDescriptor");
    haru_name(haru, dict, "FontName", name);
    haru_number(haru, dict, "Flags", FLAG_SYMBOLIC);
    HPDF_Array box = haru_array(haru);
    for (size_t i = 0; i < 4; i++)
        haru_push_number(haru, box, info->box[i]);
    haru_add(haru, dict, "FontBBox", box);
    haru_number(haru, dict, "ItalicAngle", 0);
    haru_number(haru, dict, "Ascent", info->ascent);
    haru_number(haru, dict, "Descent", info->descent);
    haru_number(haru, dict, "CapHeight", info->cap_height);
    haru_number(haru, dict, "StemV", 80);
    HPDF_Dict file = haru_stream(haru, program, SQUEEZE_FAST);
    if (info->cff)
        haru_name(haru, file, "Subtype", "CIDFontType0C");
    else
        haru_number(haru, file, "Length1", (int)program.n);
    haru_add(haru, dict, info->cff ? "FontFile3" : "FontFile2", file);
    if (cid_set)
        haru_add(haru, dict, "CIDSet", cid_set_of(haru, face, book->arena));
    return dict;
}

static HPDF_Dict descendant(struct haru *haru, const struct face_info *info,
                            const char *name, HPDF_Dict described,
                            const struct buf *widths) {
    HPDF_Dict dict = haru_dict(haru);
    haru_indirect(haru, dict);
    haru_name(haru, dict, "Type", "Font");
    haru_name(haru, dict, "Subtype", info->cff ? "CIDFontType0" : "CIDFontType2");
    haru_name(haru, dict, "BaseFont", name);
    haru_add(haru, dict, "FontDescriptor", described);
    HPDF_Dict system = haru_dict(haru);
    haru_ascii(haru, system, "Registry", "Adobe");
    haru_ascii(haru, system, "Ordering", "Identity");
    haru_number(haru, system, "Supplement", 0);
    haru_add(haru, dict, "CIDSystemInfo", system);
    haru_number(haru, dict, "DW", 1000);
    if (!info->cff)
        haru_name(haru, dict, "CIDToGIDMap", "Identity");
    haru_extra(haru, dict, widths);
    return dict;
}

static bool make_face(struct font_book *book, struct haru *haru, unsigned index,
                      bool cid_set, struct diag *diag) {
    struct used_face *face = &book->faces[index];
    const struct face_info *info = fonts_face_info(book->fonts, index);
    uint16_t *glyphs = arena_array(book->arena, face->count, sizeof *glyphs);
    for (size_t i = 1; i < face->count; i++)
        glyphs[i - 1] = face->slots[i].glyph;
    struct subset subset;
    if (!subset_make(book->fonts, index, glyphs, face->count - 1, book->arena, diag,
                     &subset))
        return false;
    for (size_t i = 1; i < face->count; i++)
        face->slots[i].cid = subset.cids[i - 1];
    const struct slot **list = sorted(book, face);
    put_widths(face, list);
    const char *name = subset_name(book, face, info).p;
    HPDF_Dict described =
        descriptor(book, haru, face, info, name, subset.program, cid_set);
    HPDF_Dict below = descendant(haru, info, name, described, &face->widths);
    face->dicts = arena_array(book->arena, face->variants, sizeof *face->dicts);
    for (size_t v = 0; v < face->variants; v++) {
        HPDF_Dict dict = haru_dict(haru);
        face->dicts[v] = dict;
        if (!dict)
            return haru_ok(haru, diag);
        dict->header.obj_class |= HPDF_OSUBCLASS_FONT;
        haru_indirect(haru, dict);
        haru_name(haru, dict, "Type", "Font");
        haru_name(haru, dict, "Subtype", "Type0");
        haru_name(haru, dict, "BaseFont",
                  info->cff ? arena_printf(book->arena, "%s-Identity-H", name).p
                            : name);
        haru_name(haru, dict, "Encoding", "Identity-H");
        HPDF_Array descendants = haru_array(haru);
        haru_push(haru, descendants, below);
        haru_add(haru, dict, "DescendantFonts", descendants);
        haru_add(haru, dict, "ToUnicode", unicode_map(book, haru, face, list, v));
    }
    return haru_ok(haru, diag);
}

bool font_book_make(struct font_book *book, struct haru *haru, bool cid_set,
                    struct diag *diag) {
    for (unsigned i = 0; i < MAX_FACES; i++)
        if (book->faces[i].slot_of && !make_face(book, haru, i, cid_set, diag))
            return false;
    return true;
}
