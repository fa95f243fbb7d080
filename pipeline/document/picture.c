#include "document/picture.h"
#include "base/buf.h"
#include <png.h>
#include <string.h>

#define PNG_HEAD "\x89PNG\r\n\x1a\n"
#define JPEG_HEAD "\xFF\xD8\xFF"

static enum picture_fault read_png(struct str bytes, struct arena *arena,
                                   struct picture *out) {
    static const png_color white = {255, 255, 255};
    png_image image;
    memset(&image, 0, sizeof image);
    image.version = PNG_IMAGE_VERSION;
    if (!png_image_begin_read_from_memory(&image, bytes.p, bytes.n))
        return PICTURE_BROKEN;
    out->width = image.width;
    out->height = image.height;
    if (image.width > PICTURE_MOST / image.height) {
        png_image_free(&image);
        return PICTURE_LARGE;
    }
    image.format = PNG_FORMAT_RGB;
    size_t size = PNG_IMAGE_SIZE(image);
    char *pixels = arena_alloc(arena, size);
    if (!png_image_finish_read(&image, &white, pixels, 0, NULL)) {
        png_image_free(&image);
        return PICTURE_BROKEN;
    }
    out->pixels = (struct str){pixels, size};
    return PICTURE_GOOD;
}

static unsigned two_bytes(struct str bytes, size_t at) {
    return (unsigned)((unsigned char)bytes.p[at] << 8 | (unsigned char)bytes.p[at + 1]);
}

static bool is_frame(unsigned marker) {
    return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 &&
           marker != 0xCC;
}

/* A viewer decodes it; here it is seen only to be whole, and what it needs. */
static enum picture_fault read_jpeg(struct str bytes, struct picture *out) {
    out->jpeg = true;
    unsigned bits = 0;
    for (size_t at = 2; at + 4 <= bytes.n;) {
        unsigned marker = (unsigned char)bytes.p[at + 1];
        if ((unsigned char)bytes.p[at] != 0xFF)
            return PICTURE_BROKEN;
        if (marker == 0xFF) { /* filling */
            at++;
            continue;
        }
        size_t length = two_bytes(bytes, at + 2);
        if (length < 2 || at + 2 + length > bytes.n)
            return PICTURE_BROKEN;
        if (is_frame(marker) && length >= 8) {
            bits = (unsigned char)bytes.p[at + 4];
            out->height = two_bytes(bytes, at + 5);
            out->width = two_bytes(bytes, at + 7);
            out->channels = (unsigned char)bytes.p[at + 9];
        }
        if (marker == 0xDA)
            break;
        at += 2 + length;
    }
    if (out->width == 0 || out->height == 0)
        return PICTURE_BROKEN;
    /* The end is the last thing, but for zeros that some cameras add. */
    size_t end = bytes.n;
    while (end > 0 && bytes.p[end - 1] == '\0')
        end--;
    if (end < 4 || two_bytes(bytes, end - 2) != 0xFFD9)
        return PICTURE_BROKEN;
    if (out->width > PICTURE_MOST / out->height)
        return PICTURE_LARGE;
    return bits != 8 || (out->channels != 1 && out->channels != 3) ? PICTURE_PRINT
                                                                   : PICTURE_GOOD;
}

enum picture_fault picture_read(struct str bytes, struct arena *arena,
                                struct picture *out) {
    *out = (struct picture){.bytes = bytes};
    if (str_starts(bytes, STR(PNG_HEAD)))
        return read_png(bytes, arena, out);
    if (str_starts(bytes, STR(JPEG_HEAD)))
        return read_jpeg(bytes, out);
    return PICTURE_UNKNOWN;
}

void picture_uri(const struct picture *picture, struct buf *out) {
    static const char digits[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    struct str bytes = picture->bytes;
    buf_puts(out, picture->jpeg ? "data:image/jpeg;base64," : "data:image/png;base64,");
    for (size_t at = 0; at < bytes.n; at += 3) {
        unsigned long three = 0;
        for (size_t k = 0; k < 3; k++)
            three =
                three << 8 | (at + k < bytes.n ? (unsigned char)bytes.p[at + k] : 0u);
        for (size_t k = 0; k < 4; k++)
            buf_char(out, at + k > bytes.n ? '=' : digits[three >> (18 - 6 * k) & 63]);
    }
}
