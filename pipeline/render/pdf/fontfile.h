/* The fonts of a document: which glyphs it uses, for which text, and the Type 0
   dictionaries made of them. ToUnicode is exact: a glyph that stands for a second
   text (⼀ and 一, a space and NBSP) gets a second dictionary over the same program,
   with a map of its own. */
#ifndef NQI_RENDER_PDF_FONTFILE_H
#define NQI_RENDER_PDF_FONTFILE_H

#include "render/pdf/haru.h"
#include "text/fonts.h"

struct font_book;

struct font_code {
    uint16_t cid;
    uint16_t width;   /* of the glyph, 1/1000 em */
    uint16_t variant; /* which of the face's dictionaries */
};

struct font_book *font_book_open(const struct fonts *fonts, struct arena *arena);
void font_book_close(struct font_book *book);
/* Before writing: a glyph is used for this text (borrowed). */
void font_book_use(struct font_book *book, unsigned face, unsigned glyph,
                   struct str text);
/* Subsets the faces and makes their dictionaries; `cid_set` as PDF/A-1 asks. */
bool font_book_make(struct font_book *book, struct haru *haru, bool cid_set,
                    struct diag *diag);
struct font_code font_book_code(const struct font_book *book, unsigned face,
                                unsigned glyph, struct str text);
/* The advance of a used glyph, 1/1000 em, as the W array says it. */
unsigned font_book_width(const struct font_book *book, unsigned face, unsigned glyph);
HPDF_Dict font_book_dict(const struct font_book *book, unsigned face, unsigned variant);

#endif
