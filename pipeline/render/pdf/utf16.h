/* UTF-16BE, which is what PDF writes text strings and ToUnicode maps in. */
#ifndef NQI_RENDER_PDF_UTF16_H
#define NQI_RENDER_PDF_UTF16_H

#include "base/buf.h"

/* One or two units for a code point; returns how many. */
size_t utf16_units(uint32_t cp, uint16_t out[2]);
/* Four hexadecimal digits. */
void utf16_put_unit(struct buf *out, unsigned unit);
/* A text in hexadecimal digits, without the marks around it. */
void utf16_put_hex(struct buf *out, struct str text);

#endif
