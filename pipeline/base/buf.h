/* A growing byte buffer with a hard cap. A write past the cap is dropped and
   remembered: write on, and ask buf_ok() once at the end. The bytes belong to
   the buffer until buf_close(). Nothing depends on the locale. */
#ifndef NQI_BASE_BUF_H
#define NQI_BASE_BUF_H

#include "base/str.h"
#include <stdarg.h>

struct arena;

struct buf {
    char *p;
    size_t n;
    size_t capacity;
    size_t cap;
    bool overflow;
};

/* An empty buffer that never grows past `cap` bytes. */
struct buf buf_open(size_t cap);
void buf_close(struct buf *buf);
void buf_clear(struct buf *buf);
bool buf_ok(const struct buf *buf);
struct str buf_str(const struct buf *buf);

void buf_char(struct buf *buf, char c);
void buf_put(struct buf *buf, struct str s);
void buf_puts(struct buf *buf, const char *z);
void buf_bytes(struct buf *buf, const void *p, size_t n);
void buf_code_point(struct buf *buf, uint32_t cp);
void buf_printf(struct buf *buf, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void buf_vprintf(struct buf *buf, const char *format, va_list args)
    __attribute__((format(printf, 2, 0)));
/* An integer in decimal. */
void buf_integer(struct buf *buf, int64_t value);
/* A fixed-point number with at most `decimals` (0 to 6) digits after the point,
   trailing zeros cut: coordinates in PDF and SVG. NaN and infinities become an
   overflow of the buffer, so that they are seen. */
void buf_fixed(struct buf *buf, double value, int decimals);
/* A field of a line that is taken apart at its tabs: backslash, tab and line ends as
   \\ \t \n \r; and back, in the arena where it is another text. */
void buf_escaped(struct buf *buf, struct str field);
struct str buf_unescaped(struct str field, struct arena *arena);
/* A terminating NUL that is not counted; returns p. */
const char *buf_z(struct buf *buf);

#endif
