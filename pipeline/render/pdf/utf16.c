#include "render/pdf/utf16.h"

size_t utf16_units(uint32_t cp, uint16_t out[2]) {
    if (cp < 0x10000) {
        out[0] = (uint16_t)cp;
        return 1;
    }
    out[0] = (uint16_t)(0xD800 + ((cp - 0x10000) >> 10));
    out[1] = (uint16_t)(0xDC00 + ((cp - 0x10000) & 0x3FF));
    return 2;
}

void utf16_put_unit(struct buf *out, unsigned unit) {
    static const char digits[] = "0123456789ABCDEF";
    char hex[4] = {digits[unit >> 12 & 15], digits[unit >> 8 & 15],
                   digits[unit >> 4 & 15], digits[unit & 15]};
    buf_bytes(out, hex, 4);
}

void utf16_put_hex(struct buf *out, struct str text) {
    for (size_t at = 0; at < text.n;) {
        uint32_t cp;
        uint16_t units[2];
        at += utf8_decode(text, at, &cp);
        size_t count = utf16_units(cp, units);
        for (size_t i = 0; i < count; i++)
            utf16_put_unit(out, units[i]);
    }
}
