#include "render/pdf/icc.h"
#include <math.h>
#include <string.h>

/* ICC.1:2010, 7.2 (header), 7.3 (tag table), 10 (types); primaries adapted to D50
   by the Bradford transform. */
#define MAX_TAGS 10

struct tag_data {
    char name[5];
    size_t at, n;
};

static void put_u16(struct buf *out, unsigned value) {
    buf_char(out, (char)(value >> 8));
    buf_char(out, (char)value);
}

static void put_u32(struct buf *out, uint32_t value) {
    put_u16(out, value >> 16);
    put_u16(out, value & 0xFFFF);
}

static void put_zeros(struct buf *out, size_t n) {
    while (n-- > 0)
        buf_char(out, 0);
}

static void put_s15(struct buf *out, double value) {
    put_u32(out, (uint32_t)(int32_t)lround(value * 65536));
}

static void put_xyz(struct buf *out, double x, double y, double z) {
    buf_puts(out, "XYZ ");
    put_zeros(out, 4);
    put_s15(out, x);
    put_s15(out, y);
    put_s15(out, z);
}

static void put_text(struct buf *out, bool version4, bool description,
                     const char *text) {
    size_t n = strlen(text);
    if (version4) {
        buf_puts(out, "mluc");
        put_zeros(out, 4);
        put_u32(out, 1);
        put_u32(out, 12);
        buf_puts(out, "enUS");
        put_u32(out, (uint32_t)(2 * n));
        put_u32(out, 28);
        for (size_t i = 0; i < n; i++)
            put_u16(out, (unsigned char)text[i]);
    } else if (description) {
        buf_puts(out, "desc");
        put_zeros(out, 4);
        put_u32(out, (uint32_t)(n + 1));
        buf_bytes(out, text, n + 1);
        put_zeros(out, 8 + 2 + 1 + 67);
    } else {
        buf_puts(out, "text");
        put_zeros(out, 4);
        buf_bytes(out, text, n + 1);
    }
}

static void put_curve(struct buf *out, bool version4) {
    if (version4) {
        buf_puts(out, "para");
        put_zeros(out, 4);
        put_u16(out, 3);
        put_zeros(out, 2);
        put_s15(out, 2.4);
        put_s15(out, 1 / 1.055);
        put_s15(out, 0.055 / 1.055);
        put_s15(out, 1 / 12.92);
        put_s15(out, 0.04045);
    } else {
        buf_puts(out, "curv");
        put_zeros(out, 4);
        put_u32(out, 1);
        put_u16(out, 563); /* 2.2 as u8Fixed8 */
    }
}

static void put_adaptation(struct buf *out) {
    static const double matrix[9] = {1.04788,  0.02292,  -0.05022, 0.02959, 0.99048,
                                     -0.01707, -0.00925, 0.01508,  0.75168};
    buf_puts(out, "sf32");
    put_zeros(out, 4);
    for (size_t i = 0; i < 9; i++)
        put_s15(out, matrix[i]);
}

static void put_header(struct buf *out, bool version4, size_t size) {
    put_u32(out, (uint32_t)size);
    put_zeros(out, 4);
    put_u32(out, version4 ? 0x04200000 : 0x02100000);
    buf_puts(out, "mntrRGB XYZ ");
    put_u16(out, 2024); /* a fixed date: the profile never changes */
    put_u16(out, 1);
    put_u16(out, 1);
    put_zeros(out, 6);
    buf_puts(out, "acsp");
    put_zeros(out, 4 + 4 + 4 + 4 + 8 + 4);
    put_s15(out, 0.9642); /* D50 */
    put_s15(out, 1);
    put_s15(out, 0.8249);
    put_zeros(out, 4 + 16 + 28);
}

void icc_srgb(bool version4, struct buf *out) {
    struct buf data = buf_open(4096);
    struct tag_data tags[MAX_TAGS];
    static const char *const names[MAX_TAGS] = {"desc", "cprt", "wtpt", "rXYZ", "gXYZ",
                                                "bXYZ", "rTRC", "gTRC", "bTRC", "chad"};
    size_t count = version4 ? MAX_TAGS : MAX_TAGS - 1;
    for (size_t i = 0; i < count; i++) {
        memcpy(tags[i].name, names[i], 5);
        tags[i].at = data.n;
        switch (i) {
        case 0:
            put_text(&data, version4, true, "sRGB");
            break;
        case 1:
            put_text(&data, version4, false, "CC0");
            break;
        case 2:
            put_xyz(&data, 0.9642, 1, 0.8249);
            break;
        case 3:
            put_xyz(&data, 0.43607, 0.22249, 0.01392);
            break;
        case 4:
            put_xyz(&data, 0.38515, 0.71687, 0.09708);
            break;
        case 5:
            put_xyz(&data, 0.14307, 0.06061, 0.71410);
            break;
        case 6:
            put_curve(&data, version4);
            break;
        case 7: /* the three curves are one */
        case 8:
            tags[i].at = tags[6].at;
            tags[i].n = tags[6].n;
            continue;
        default:
            put_adaptation(&data);
            break;
        }
        tags[i].n = data.n - tags[i].at;
        put_zeros(&data, (4 - data.n % 4) % 4);
    }
    size_t start = 128 + 4 + 12 * count;
    put_header(out, version4, start + data.n);
    put_u32(out, (uint32_t)count);
    for (size_t i = 0; i < count; i++) {
        buf_bytes(out, tags[i].name, 4);
        put_u32(out, (uint32_t)(start + tags[i].at));
        put_u32(out, (uint32_t)tags[i].n);
    }
    buf_put(out, buf_str(&data));
    buf_close(&data);
}
