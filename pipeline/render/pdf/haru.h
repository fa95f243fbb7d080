/* libharu's object layer behind one check. Every call goes through this file: the
   first failure is remembered, and later calls do nothing, so that a writer asks
   haru_ok() once. Only the files of the writer include it. */
#ifndef NQI_RENDER_PDF_HARU_H
#define NQI_RENDER_PDF_HARU_H

#include "base/buf.h"
#include "base/diag.h"
#include <hpdf.h>
#include <hpdf_doc.h>
#include <hpdf_objects.h>
#include <hpdf_pages.h>
#include <hpdf_streams.h>

/* How hard to compress: outlines hardly give way, so they get little time. */
enum squeeze { SQUEEZE_NOT, SQUEEZE_FAST, SQUEEZE_WELL };

struct libdeflate_compressor;
struct picture;

struct haru {
    HPDF_Doc doc;
    HPDF_MMgr memory;
    bool failed;
    unsigned long status; /* libharu's code of the first failure */
    const char *call;     /* and what it was doing */
    struct libdeflate_compressor *compressors[2]; /* by enum squeeze − 1 */
};

/* One document at a time. */
bool haru_open(struct haru *haru, struct diag *diag);
void haru_close(struct haru *haru);
/* False after reporting the first failure, if there was one. */
bool haru_ok(const struct haru *haru, struct diag *diag);

/* Objects: direct until haru_indirect gives them a number. */
HPDF_Dict haru_dict(struct haru *haru);
HPDF_Array haru_array(struct haru *haru);
void haru_indirect(struct haru *haru, void *object);
void haru_name(struct haru *haru, HPDF_Dict dict, const char *key, const char *value);
void haru_number(struct haru *haru, HPDF_Dict dict, const char *key, int value);
void haru_bool(struct haru *haru, HPDF_Dict dict, const char *key, bool value);
void haru_add(struct haru *haru, HPDF_Dict dict, const char *key, void *object);
/* ASCII between parentheses. */
void haru_ascii(struct haru *haru, HPDF_Dict dict, const char *key, const char *value);
/* At most 64 bytes, as they stand. */
void haru_binary(struct haru *haru, HPDF_Dict dict, const char *key, struct str bytes);
/* UTF-16BE with BOM: what text strings are. */
void haru_text(struct haru *haru, HPDF_Dict dict, const char *key, struct str value);
void haru_push(struct haru *haru, HPDF_Array array, void *object);
void haru_push_number(struct haru *haru, HPDF_Array array, int value);
void haru_push_real(struct haru *haru, HPDF_Array array, float value);
void haru_push_name(struct haru *haru, HPDF_Array array, const char *value);
void haru_push_binary(struct haru *haru, HPDF_Array array, struct str bytes);

/* An indirect stream of these bytes, compressed if that makes it shorter. */
HPDF_Dict haru_stream(struct haru *haru, struct str bytes, enum squeeze squeeze);
/* A picture as an object, and the page's name for it. */
HPDF_Dict haru_picture(struct haru *haru, const struct picture *picture);
const char *haru_picture_name(struct haru *haru, HPDF_Page page, HPDF_Dict picture);
/* Gives a page its content. */
void haru_page_content(struct haru *haru, HPDF_Page page, struct str bytes);
HPDF_Page haru_page(struct haru *haru, float width, float height);
/* The page's name for a font dictionary. */
const char *haru_font_name(struct haru *haru, HPDF_Page page, HPDF_Dict font);
/* Text that is written verbatim at the end of a dictionary; borrowed until the
   document is saved. */
void haru_extra(struct haru *haru, HPDF_Dict dict, const struct buf *text);
/* A bookmark; `parent` may be NULL. `dest` is its destination. */
HPDF_Outline haru_outline(struct haru *haru, HPDF_Outline parent, struct str title,
                          HPDF_Array dest);
void haru_page_label(struct haru *haru, size_t page, bool roman, size_t first);
unsigned haru_id(const void *object);

/* zlib format; the result is malloc'ed. */
struct str haru_deflate(struct haru *haru, struct str bytes, enum squeeze squeeze);

#endif
