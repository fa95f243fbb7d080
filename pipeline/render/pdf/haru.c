#include "render/pdf/haru.h"
#include "base/arena.h"
#include "document/picture.h"
#include "render/pdf/utf16.h"
#include <libdeflate.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define WORTH 64 /* bytes: shorter streams stay plain */

/* libharu's allocator has no context, and its own pools are not aligned. One
   document is written at a time; all its memory is given back at once. */
static struct arena *pool;

static void *allocate(HPDF_UINT size) { return arena_alloc(pool, size); }

static void release(void *p) { (void)p; }

static void remember(HPDF_STATUS status, HPDF_STATUS detail, void *user) {
    struct haru *haru = user;
    (void)detail;
    if (!haru->failed) {
        haru->failed = true;
        haru->status = status;
    }
}

static void check(struct haru *haru, const char *call, HPDF_STATUS status) {
    if (status == HPDF_OK && !haru->failed)
        return;
    if (!haru->failed) {
        haru->failed = true;
        haru->status = status;
    }
    if (!haru->call)
        haru->call = call;
}

static void *made(struct haru *haru, const char *call, void *object) {
    if (!object)
        check(haru, call, HPDF_FAILD_TO_ALLOC_MEM);
    return object;
}

bool haru_open(struct haru *haru, struct diag *diag) {
    *haru = (struct haru){0};
    pool = arena_open();
    haru->doc = HPDF_NewEx(remember, allocate, release, 0, haru);
    /* Level 6 would make a report 4 % smaller and take a third longer. */
    haru->compressors[0] = libdeflate_alloc_compressor(1);
    haru->compressors[1] = libdeflate_alloc_compressor(2);
    if (!haru->doc || !haru->compressors[0] || !haru->compressors[1])
        return diag_error(diag, (struct place){0}, "libharu makes no document: 0x%04lx",
                          haru->status);
    haru->memory = haru->doc->mmgr;
    return true;
}

void haru_close(struct haru *haru) {
    if (haru->doc)
        HPDF_Free(haru->doc);
    for (size_t i = 0; i < 2; i++)
        libdeflate_free_compressor(haru->compressors[i]);
    arena_close(pool);
    pool = NULL;
}

bool haru_ok(const struct haru *haru, struct diag *diag) {
    if (!haru->failed)
        return true;
    return diag_error(diag, (struct place){0}, "libharu fails at %s: 0x%04lx",
                      haru->call ? haru->call : "an object", haru->status);
}

HPDF_Dict haru_dict(struct haru *haru) {
    return haru->failed ? NULL
                        : made(haru, "a dictionary", HPDF_Dict_New(haru->memory));
}

HPDF_Array haru_array(struct haru *haru) {
    return haru->failed ? NULL : made(haru, "an array", HPDF_Array_New(haru->memory));
}

void haru_indirect(struct haru *haru, void *object) {
    if (!haru->failed)
        check(haru, "the cross-reference", HPDF_Xref_Add(haru->doc->xref, object));
}

void haru_name(struct haru *haru, HPDF_Dict dict, const char *key, const char *value) {
    if (!haru->failed)
        check(haru, key, HPDF_Dict_AddName(dict, key, value));
}

void haru_number(struct haru *haru, HPDF_Dict dict, const char *key, int value) {
    if (!haru->failed)
        check(haru, key, HPDF_Dict_AddNumber(dict, key, value));
}

void haru_bool(struct haru *haru, HPDF_Dict dict, const char *key, bool value) {
    if (!haru->failed)
        check(haru, key,
              HPDF_Dict_AddBoolean(dict, key, value ? HPDF_TRUE : HPDF_FALSE));
}

void haru_add(struct haru *haru, HPDF_Dict dict, const char *key, void *object) {
    if (!haru->failed)
        check(haru, key, HPDF_Dict_Add(dict, key, object));
}

void haru_ascii(struct haru *haru, HPDF_Dict dict, const char *key, const char *value) {
    if (!haru->failed)
        haru_add(haru, dict, key,
                 made(haru, key, HPDF_String_New(haru->memory, value, NULL)));
}

static HPDF_Binary utf16(struct haru *haru, struct str text) {
    size_t room = 2 + 2 * text.n;
    HPDF_BYTE *bytes = memory_alloc(room);
    size_t n = 0;
    bytes[n++] = 0xFE;
    bytes[n++] = 0xFF;
    for (size_t at = 0; at < text.n;) {
        uint32_t cp;
        uint16_t units[2];
        at += utf8_decode(text, at, &cp);
        size_t count = utf16_units(cp, units);
        for (size_t i = 0; i < count; i++) {
            bytes[n++] = (HPDF_BYTE)(units[i] >> 8);
            bytes[n++] = (HPDF_BYTE)units[i];
        }
    }
    HPDF_Binary binary = HPDF_Binary_New(haru->memory, bytes, (HPDF_UINT)n);
    free(bytes);
    return made(haru, "a text string", binary);
}

void haru_text(struct haru *haru, HPDF_Dict dict, const char *key, struct str value) {
    if (!haru->failed)
        haru_add(haru, dict, key, utf16(haru, value));
}

void haru_push(struct haru *haru, HPDF_Array array, void *object) {
    if (!haru->failed)
        check(haru, "an array", HPDF_Array_Add(array, object));
}

void haru_push_number(struct haru *haru, HPDF_Array array, int value) {
    if (!haru->failed)
        check(haru, "an array", HPDF_Array_AddNumber(array, value));
}

void haru_push_real(struct haru *haru, HPDF_Array array, float value) {
    /* libharu prints NaN as garbage and infinity as 32767, without an error. */
    if (!isfinite(value))
        check(haru, "a number", HPDF_REAL_OUT_OF_RANGE);
    if (!haru->failed)
        check(haru, "an array", HPDF_Array_AddReal(array, value));
}

void haru_push_name(struct haru *haru, HPDF_Array array, const char *value) {
    if (!haru->failed)
        check(haru, "an array", HPDF_Array_AddName(array, value));
}

static HPDF_Binary binary(struct haru *haru, struct str bytes) {
    HPDF_BYTE copy[64];
    size_t n = bytes.n < sizeof copy ? bytes.n : sizeof copy;
    memcpy(copy, bytes.p, n);
    return made(haru, "a string", HPDF_Binary_New(haru->memory, copy, (HPDF_UINT)n));
}

void haru_binary(struct haru *haru, HPDF_Dict dict, const char *key, struct str bytes) {
    if (!haru->failed)
        haru_add(haru, dict, key, binary(haru, bytes));
}

void haru_push_binary(struct haru *haru, HPDF_Array array, struct str bytes) {
    if (!haru->failed)
        haru_push(haru, array, binary(haru, bytes));
}

struct str haru_deflate(struct haru *haru, struct str bytes, enum squeeze squeeze) {
    struct libdeflate_compressor *compressor =
        haru->compressors[squeeze == SQUEEZE_FAST ? 0 : 1];
    size_t room = libdeflate_zlib_compress_bound(compressor, bytes.n);
    char *out = memory_alloc(room);
    size_t n = libdeflate_zlib_compress(compressor, bytes.p, bytes.n, out, room);
    return (struct str){out, n};
}

static HPDF_STATUS write_filter(HPDF_Dict dict, HPDF_Stream stream) {
    (void)dict;
    return HPDF_Stream_WriteStr(stream, "/Filter /FlateDecode\n");
}

/* Puts bytes into a stream dictionary, compressed by us: libharu would use zlib. */
static void fill(struct haru *haru, HPDF_Dict dict, struct str bytes,
                 enum squeeze squeeze) {
    struct str packed = {0};
    if (squeeze != SQUEEZE_NOT && bytes.n >= WORTH)
        packed = haru_deflate(haru, bytes, squeeze);
    if (packed.n > 0 && packed.n < bytes.n) {
        bytes = packed;
        dict->write_fn = write_filter;
    }
    if (bytes.n > 0)
        check(haru, "a stream",
              HPDF_Stream_Write(dict->stream, (const HPDF_BYTE *)bytes.p,
                                (HPDF_UINT)bytes.n));
    free((void *)(uintptr_t)packed.p);
}

HPDF_Dict haru_stream(struct haru *haru, struct str bytes, enum squeeze squeeze) {
    if (haru->failed)
        return NULL;
    HPDF_Dict dict =
        made(haru, "a stream", HPDF_DictStream_New(haru->memory, haru->doc->xref));
    if (dict)
        fill(haru, dict, bytes, squeeze);
    return dict;
}

static HPDF_STATUS write_jpeg(HPDF_Dict dict, HPDF_Stream stream) {
    (void)dict;
    return HPDF_Stream_WriteStr(stream, "/Filter /DCTDecode\n");
}

HPDF_Dict haru_picture(struct haru *haru, const struct picture *picture) {
    HPDF_Dict dict = haru_stream(haru, picture->jpeg ? picture->bytes : picture->pixels,
                                 picture->jpeg ? SQUEEZE_NOT : SQUEEZE_WELL);
    haru_name(haru, dict, "Type", "XObject");
    haru_name(haru, dict, "Subtype", "Image");
    haru_number(haru, dict, "Width", (int)picture->width);
    haru_number(haru, dict, "Height", (int)picture->height);
    haru_number(haru, dict, "BitsPerComponent", 8);
    haru_name(haru, dict, "ColorSpace",
              picture->jpeg && picture->channels == 1 ? "DeviceGray" : "DeviceRGB");
    if (dict != NULL && picture->jpeg)
        dict->write_fn = write_jpeg;
    return dict;
}

const char *haru_picture_name(struct haru *haru, HPDF_Page page, HPDF_Dict picture) {
    if (haru->failed)
        return "X1";
    const char *name = HPDF_Page_GetXObjectName(page, picture);
    if (name == NULL)
        check(haru, "a page's picture", HPDF_FAILD_TO_ALLOC_MEM);
    return name != NULL ? name : "X1";
}

HPDF_Page haru_page(struct haru *haru, float width, float height) {
    if (haru->failed)
        return NULL;
    HPDF_Page page = made(haru, "a page", HPDF_AddPage(haru->doc));
    if (page) {
        check(haru, "a page", HPDF_Page_SetWidth(page, width));
        check(haru, "a page", HPDF_Page_SetHeight(page, height));
    }
    return page;
}

void haru_page_content(struct haru *haru, HPDF_Page page, struct str bytes) {
    if (haru->failed)
        return;
    HPDF_PageAttr attributes = page->attr;
    HPDF_Dict contents = attributes->contents;
    contents->filter = HPDF_STREAM_FILTER_NONE;
    fill(haru, contents, bytes, SQUEEZE_WELL);
}

const char *haru_font_name(struct haru *haru, HPDF_Page page, HPDF_Dict font) {
    if (haru->failed)
        return "F1";
    const char *name = HPDF_Page_GetLocalFontName(page, font);
    if (!name)
        check(haru, "a page's font", HPDF_FAILD_TO_ALLOC_MEM);
    return name ? name : "F1";
}

static HPDF_STATUS write_extra(HPDF_Dict dict, HPDF_Stream stream) {
    const struct buf *text = dict->attr;
    return HPDF_Stream_Write(stream, (const HPDF_BYTE *)text->p, (HPDF_UINT)text->n);
}

void haru_extra(struct haru *haru, HPDF_Dict dict, const struct buf *text) {
    if (haru->failed)
        return;
    dict->attr = (void *)(uintptr_t)text;
    dict->write_fn = write_extra;
}

HPDF_Outline haru_outline(struct haru *haru, HPDF_Outline parent, struct str title,
                          HPDF_Array dest) {
    if (haru->failed)
        return NULL;
    /* Titles and destinations that libharu makes are for its own encoders and
       pages: both are replaced. */
    HPDF_Outline outline =
        made(haru, "a bookmark", HPDF_CreateOutline(haru->doc, parent, "-", NULL));
    haru_text(haru, outline, "Title", title);
    haru_add(haru, outline, "Dest", dest);
    return outline;
}

void haru_page_label(struct haru *haru, size_t page, bool roman, size_t first) {
    if (!haru->failed)
        check(haru, "a page label",
              HPDF_AddPageLabel(haru->doc, (HPDF_UINT)page,
                                roman ? HPDF_PAGE_NUM_STYLE_LOWER_ROMAN
                                      : HPDF_PAGE_NUM_STYLE_DECIMAL,
                                (HPDF_UINT)first, NULL));
}

unsigned haru_id(const void *object) {
    const HPDF_Obj_Header *header = object;
    return header ? header->obj_id & 0x00FFFFFF : 0;
}
