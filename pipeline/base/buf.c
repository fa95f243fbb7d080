#include "base/buf.h"
#include "base/arena.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct buf buf_open(size_t cap) {
    return (struct buf){.cap = cap};
}

void buf_close(struct buf *buf) {
    free(buf->p);
    *buf = (struct buf){0};
}

void buf_clear(struct buf *buf) {
    buf->n = 0;
    buf->overflow = false;
}

bool buf_ok(const struct buf *buf) { return !buf->overflow; }

struct str buf_str(const struct buf *buf) {
    return buf->n ? (struct str){buf->p, buf->n} : (struct str){"", 0};
}

/* Room for n more bytes and a NUL; false (and remembered) past the cap. */
static bool reserve(struct buf *buf, size_t n) {
    if (buf->overflow || n > buf->cap || buf->n > buf->cap - n) {
        buf->overflow = true;
        return false;
    }
    size_t need = buf->n + n + 1;
    if (need > buf->capacity) {
        size_t capacity = buf->capacity ? buf->capacity : 256;
        while (capacity < need)
            capacity *= 2;
        buf->p = memory_realloc(buf->p, capacity);
        buf->capacity = capacity;
    }
    return true;
}

void buf_bytes(struct buf *buf, const void *p, size_t n) {
    if (n == 0 || !reserve(buf, n))
        return;
    memcpy(buf->p + buf->n, p, n);
    buf->n += n;
}

void buf_char(struct buf *buf, char c) { buf_bytes(buf, &c, 1); }

void buf_put(struct buf *buf, struct str s) { buf_bytes(buf, s.p, s.n); }

void buf_puts(struct buf *buf, const char *z) { buf_bytes(buf, z, strlen(z)); }

void buf_code_point(struct buf *buf, uint32_t cp) {
    char bytes[4];
    buf_bytes(buf, bytes, utf8_encode(cp, bytes));
}

void buf_vprintf(struct buf *buf, const char *format, va_list args) {
    va_list again;
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, args);
    if (n < 0)
        buf->overflow = true;
    else if (reserve(buf, (size_t)n)) {
        vsnprintf(buf->p + buf->n, (size_t)n + 1, format, again);
        buf->n += (size_t)n;
    }
    va_end(again);
}

void buf_printf(struct buf *buf, const char *format, ...) {
    va_list args;
    va_start(args, format);
    buf_vprintf(buf, format, args);
    va_end(args);
}

void buf_integer(struct buf *buf, int64_t value) {
    char digits[20];
    size_t at = sizeof digits;
    uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    do
        digits[--at] = (char)('0' + rest % 10);
    while (rest /= 10);
    if (value < 0)
        buf_char(buf, '-');
    buf_bytes(buf, digits + at, sizeof digits - at);
}

void buf_fixed(struct buf *buf, double value, int decimals) {
    static const int64_t power[] = {1, 10, 100, 1000, 10000, 100000, 1000000};
    int places = decimals < 0 ? 0 : decimals > 6 ? 6 : decimals;
    if (!isfinite(value) || fabs(value) > 1e12) {
        buf->overflow = true;
        return;
    }
    int64_t scaled = llround(value * (double)power[places]);
    if (scaled < 0) {
        buf_char(buf, '-');
        scaled = -scaled;
    }
    buf_integer(buf, scaled / power[places]);
    int64_t rest = scaled % power[places];
    if (rest == 0)
        return;
    char digits[7];
    int n = places;
    for (int i = places - 1; i >= 0; i--, rest /= 10)
        digits[i] = (char)('0' + rest % 10);
    while (n > 1 && digits[n - 1] == '0')
        n--;
    buf_char(buf, '.');
    buf_bytes(buf, digits, (size_t)n);
}

const char *buf_z(struct buf *buf) {
    if (buf->n == buf->capacity)
        buf->p = memory_realloc(buf->p, ++buf->capacity);
    buf->p[buf->n] = '\0';
    return buf->p;
}

void buf_escaped(struct buf *out, struct str text) {
    for (size_t i = 0; i < text.n; i++) {
        switch (text.p[i]) {
        case '\\':
            buf_puts(out, "\\\\");
            break;
        case '\t':
            buf_puts(out, "\\t");
            break;
        case '\n':
            buf_puts(out, "\\n");
            break;
        case '\r':
            buf_puts(out, "\\r");
            break;
        default:
            buf_char(out, text.p[i]);
        }
    }
}

struct str buf_unescaped(struct str text, struct arena *arena) {
    static const char escapes[] = "tnr", meant[] = "\t\n\r";
    if (str_find(text, STR("\\"), 0) == STR_NOT_FOUND)
        return text;
    char *p = arena_alloc(arena, text.n);
    size_t n = 0;
    for (size_t i = 0; i < text.n; i++) {
        bool escaped = text.p[i] == '\\' && i + 1 < text.n;
        char c = escaped ? text.p[++i] : text.p[i];
        const char *at = escaped ? memchr(escapes, c, sizeof escapes - 1) : NULL;
        p[n++] = at != NULL ? meant[at - escapes] : c;
    }
    return (struct str){p, n};
}
