#include "render/pdf/writer.h"
#include "base/hash.h"
#include <stdlib.h>
#include <string.h>

#define PACK 400 /* objects in an object stream */

enum place_kind { PLACE_FREE, PLACE_OFFSET, PLACE_PACKED };

struct object_place {
    uint8_t kind;
    uint32_t at;    /* offset, or the object stream's number */
    uint16_t index; /* in it */
};

struct writer {
    struct haru *haru;
    const struct raw_objects *raw;
    struct buf *out;
    struct object_place *places;
    unsigned count; /* objects of libharu and ours; streams of the writer follow */
    unsigned next;
    HPDF_Stream stream; /* libharu writes an object through it into *into */
    struct buf *into;
    struct buf pack, heads; /* the object stream being filled */
    unsigned packed;
};

static HPDF_STATUS catch_bytes(HPDF_Stream stream, const HPDF_BYTE *p, HPDF_UINT n) {
    const struct writer *w = stream->attr;
    buf_bytes(w->into, p, n);
    return HPDF_OK;
}

static HPDF_Dict stream_of(void *object) {
    const HPDF_Obj_Header *header = object;
    if ((header->obj_class & HPDF_OCLASS_ANY) != HPDF_OCLASS_DICT)
        return NULL;
    HPDF_Dict dict = object;
    return dict->stream ? dict : NULL;
}

static void *object_at(const struct writer *w, unsigned number) {
    HPDF_XrefEntry entry = HPDF_Xref_GetEntry(w->haru->doc->xref, number);
    return entry ? entry->obj : NULL;
}

static void put_object(struct writer *w, unsigned number, struct buf *into) {
    if (number >= w->raw->first && w->raw->count > 0) {
        size_t i = number - w->raw->first;
        size_t end = i + 1 < w->raw->count ? w->raw->starts[i + 1] : w->raw->text.n;
        buf_bytes(into, w->raw->text.p + w->raw->starts[i], end - w->raw->starts[i]);
        return;
    }
    w->into = into;
    if (HPDF_Obj_WriteValue(object_at(w, number), w->stream, NULL) != HPDF_OK)
        w->haru->failed = true;
    buf_char(into, '\n');
}

static void begin_object(struct writer *w, unsigned number) {
    w->places[number] =
        (struct object_place){.kind = PLACE_OFFSET, .at = (uint32_t)w->out->n};
    buf_integer(w->out, number);
    buf_puts(w->out, " 0 obj\n");
}

/* libharu gives each stream an object for its length: it is written directly. */
static void put_stream(struct writer *w, unsigned number, HPDF_Dict dict) {
    begin_object(w, number);
    buf_puts(w->out, "<<\n");
    w->into = w->out;
    if (dict->before_write_fn && dict->before_write_fn(dict) != HPDF_OK)
        w->haru->failed = true;
    for (HPDF_UINT i = 0; i < dict->list->count; i++) {
        HPDF_DictElement element = HPDF_List_ItemAt(dict->list, i);
        const HPDF_Obj_Header *header = element->value;
        if (strcmp(element->key, "Length") == 0 ||
            strcmp(element->key, "Filter") == 0 ||
            (header->obj_id & HPDF_OTYPE_HIDDEN) != 0)
            continue;
        if (HPDF_Stream_WriteEscapeName(w->stream, element->key) != HPDF_OK ||
            HPDF_Stream_WriteChar(w->stream, ' ') != HPDF_OK ||
            HPDF_Obj_Write(element->value, w->stream, NULL) != HPDF_OK)
            w->haru->failed = true;
        buf_char(w->out, '\n');
    }
    if (dict->write_fn && dict->write_fn(dict, w->stream) != HPDF_OK)
        w->haru->failed = true;
    buf_printf(w->out, "/Length %u>>\nstream\n", (unsigned)dict->stream->size);
    HPDF_UINT buffers = HPDF_MemStream_GetBufCount(dict->stream);
    for (HPDF_UINT i = 0; i < buffers; i++) {
        HPDF_UINT n = 0;
        const HPDF_BYTE *p = HPDF_MemStream_GetBufPtr(dict->stream, i, &n);
        buf_bytes(w->out, p, n);
    }
    buf_puts(w->out, "\nendstream\nendobj\n");
}

static void put_bytes(struct writer *w, unsigned number, const char *entries,
                      struct str bytes) {
    struct str packed = haru_deflate(w->haru, bytes, SQUEEZE_WELL);
    begin_object(w, number);
    buf_printf(w->out, "<<%s/Filter/FlateDecode/Length %zu>>\nstream\n", entries,
               packed.n);
    buf_put(w->out, packed);
    buf_puts(w->out, "\nendstream\nendobj\n");
    free((void *)(uintptr_t)packed.p);
}

static void flush_pack(struct writer *w) {
    if (w->packed == 0)
        return;
    char entries[96];
    struct buf head = buf_open(sizeof entries);
    buf_printf(&head, "/Type/ObjStm/N %u/First %zu", w->packed, w->heads.n);
    memcpy(entries, buf_z(&head), head.n + 1);
    buf_close(&head);
    buf_put(&w->heads, buf_str(&w->pack));
    put_bytes(w, w->next++, entries, buf_str(&w->heads));
    buf_clear(&w->pack);
    buf_clear(&w->heads);
    w->packed = 0;
}

static void pack_object(struct writer *w, unsigned number) {
    w->places[number] = (struct object_place){
        .kind = PLACE_PACKED, .at = w->next, .index = (uint16_t)w->packed};
    buf_printf(&w->heads, "%u %zu ", number, w->pack.n);
    put_object(w, number, &w->pack);
    if (++w->packed == PACK)
        flush_pack(w);
}

static void put_objects(struct writer *w, bool packed) {
    for (unsigned i = 1; i < w->count; i++) {
        bool ours = w->raw->count > 0 && i >= w->raw->first;
        if (!ours && w->places[i].kind == PLACE_FREE &&
            w->places[i].index == UINT16_MAX)
            continue; /* a stream's length */
        HPDF_Dict stream = ours ? NULL : stream_of(object_at(w, i));
        if (stream) {
            put_stream(w, i, stream);
        } else if (packed) {
            pack_object(w, i);
        } else {
            begin_object(w, i);
            put_object(w, i, w->out);
            buf_puts(w->out, "endobj\n");
        }
    }
    flush_pack(w);
}

static void skip_lengths(struct writer *w) {
    for (unsigned i = 1; i < w->haru->doc->xref->entries->count; i++) {
        HPDF_Dict dict = stream_of(object_at(w, i));
        HPDF_Number length =
            dict ? HPDF_Dict_GetItem(dict, "Length", HPDF_OCLASS_NUMBER) : NULL;
        if (length)
            w->places[haru_id(length)].index = UINT16_MAX;
    }
}

/* Root, Info and ID: the ID is the hash of everything before it. */
static void put_trailer_entries(struct writer *w) {
    char hex[HASH_HEX_SIZE + 1];
    hash_of(buf_str(w->out), hex);
    buf_printf(w->out, "/Root %u 0 R/Info %u 0 R/ID[<%.32s><%.32s>]",
               haru_id(w->haru->doc->catalog), haru_id(w->haru->doc->info), hex, hex);
}

static void put_table(struct writer *w) {
    size_t at = w->out->n;
    buf_printf(w->out, "xref\n0 %u\n0000000000 65535 f \n", w->next);
    for (unsigned i = 1; i < w->next; i++)
        if (w->places[i].kind == PLACE_OFFSET)
            buf_printf(w->out, "%010u 00000 n \n", (unsigned)w->places[i].at);
        else
            buf_puts(w->out, "0000000000 00001 f \n");
    buf_printf(w->out, "trailer\n<</Size %u", w->next);
    put_trailer_entries(w);
    buf_printf(w->out, ">>\nstartxref\n%zu\n%%%%EOF\n", at);
}

static void put_stream_table(struct writer *w) {
    size_t at = w->out->n;
    unsigned number = w->next++;
    struct buf rows = buf_open(SIZE_MAX / 2);
    w->places[number] = (struct object_place){.kind = PLACE_OFFSET, .at = (uint32_t)at};
    for (unsigned i = 0; i < w->next; i++) {
        const struct object_place *p = &w->places[i];
        uint16_t third = p->kind == PLACE_PACKED ? p->index
                         : p->kind == PLACE_FREE ? (uint16_t)(i == 0 ? 65535 : 1)
                                                 : 0;
        buf_char(&rows, (char)p->kind);
        for (int shift = 24; shift >= 0; shift -= 8)
            buf_char(&rows, (char)(p->kind == PLACE_FREE ? 0 : p->at >> shift & 0xFF));
        buf_char(&rows, (char)(third >> 8));
        buf_char(&rows, (char)(third & 0xFF));
    }
    struct str packed = haru_deflate(w->haru, buf_str(&rows), SQUEEZE_WELL);
    buf_printf(w->out, "%u 0 obj\n<</Type/XRef/Size %u/W[1 4 2]", number, w->next);
    put_trailer_entries(w);
    buf_printf(w->out, "/Filter/FlateDecode/Length %zu>>\nstream\n", packed.n);
    buf_put(w->out, packed);
    buf_printf(w->out, "\nendstream\nendobj\nstartxref\n%zu\n%%%%EOF\n", at);
    free((void *)(uintptr_t)packed.p);
    buf_close(&rows);
}

bool writer_save(struct haru *haru, const struct raw_objects *raw, bool packed,
                 struct arena *arena, struct buf *out, struct diag *diag) {
    if (!haru_ok(haru, diag))
        return false;
    struct writer w = {.haru = haru, .raw = raw, .out = out};
    unsigned own = (unsigned)haru->doc->xref->entries->count;
    w.count = raw->count > 0 ? raw->first + (unsigned)raw->count : own;
    w.next = w.count;
    w.places = arena_array(arena, w.count + w.count / PACK + 8, sizeof *w.places);
    w.pack = buf_open(SIZE_MAX / 2);
    w.heads = buf_open(SIZE_MAX / 2);
    w.stream = HPDF_CallbackWriter_New(haru->memory, catch_bytes, &w);
    if (!w.stream) {
        haru->failed = true;
    } else {
        skip_lengths(&w);
        buf_puts(out, packed ? "%PDF-1.7\n%\xB7\xBE\xAD\xAA\n"
                             : "%PDF-1.4\n%\xB7\xBE\xAD\xAA\n");
        put_objects(&w, packed);
        if (packed)
            put_stream_table(&w);
        else
            put_table(&w);
        HPDF_Stream_Free(w.stream);
    }
    buf_close(&w.pack);
    buf_close(&w.heads);
    if (!haru_ok(haru, diag))
        return false;
    if (!buf_ok(out) || out->n > UINT32_MAX)
        return diag_error(diag, (struct place){0}, "the PDF is larger than allowed");
    return true;
}
