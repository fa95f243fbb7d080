/* What pictures of an office are taken, and what they are made of. */
#include "unit.h"

#include "document/picture.h"
#include <png.h>
#include <string.h>

static struct arena *arena;

static int open_arena(void **state) {
    (void)state;
    arena = arena_open();
    return 0;
}

static int close_arena(void **state) {
    (void)state;
    arena_close(arena);
    return 0;
}

/* A PNG of these RGBA pixels. */
static struct str png_of(const unsigned char *pixels, unsigned width, unsigned height) {
    png_image image;
    png_alloc_size_t size = 0;
    memset(&image, 0, sizeof image);
    image.version = PNG_IMAGE_VERSION;
    image.width = width;
    image.height = height;
    image.format = PNG_FORMAT_RGBA;
    assert_true(png_image_write_to_memory(&image, NULL, &size, 0, pixels, 0, NULL));
    char *bytes = arena_alloc(arena, size);
    assert_true(png_image_write_to_memory(&image, bytes, &size, 0, pixels, 0, NULL));
    return (struct str){bytes, size};
}

static void transparent_parts_are_white(void **state) {
    (void)state;
    static const unsigned char pixels[] = {10, 20, 30, 255, 10, 20, 30, 0};
    struct picture picture;
    struct str png = png_of(pixels, 2, 1);
    assert_int_equal(picture_read(png, arena, &picture), PICTURE_GOOD);
    assert_false(picture.jpeg);
    assert_int_equal(picture.width, 2);
    assert_int_equal(picture.height, 1);
    assert_int_equal(picture.pixels.n, 6);
    assert_memory_equal(picture.pixels.p, "\x0a\x14\x1e\xff\xff\xff", 6);
}

static void damaged_ones_are_not_taken(void **state) {
    (void)state;
    static unsigned char pixels[40 * 40 * 4];
    struct picture picture;
    for (size_t i = 0; i < sizeof pixels; i++)
        pixels[i] = (unsigned char)(i * 7919 >> 3);
    struct str png = png_of(pixels, 40, 40);
    assert_int_equal(picture_read(png, arena, &picture), PICTURE_GOOD);
    for (size_t n = 8; n + 12 < png.n; n += 97)
        assert_int_equal(picture_read(str_slice(png, 0, n), arena, &picture),
                         PICTURE_BROKEN);
    char *bytes = arena_alloc(arena, png.n);
    memcpy(bytes, png.p, png.n);
    bytes[png.n / 2] ^= 0x10;
    assert_int_equal(picture_read((struct str){bytes, png.n}, arena, &picture),
                     PICTURE_BROKEN);
    assert_int_equal(picture_read(STR(""), arena, &picture), PICTURE_UNKNOWN);
    assert_int_equal(picture_read(STR("GIF89a"), arena, &picture), PICTURE_UNKNOWN);
}

/* What a PNG says beside its pixels does not matter: a profile of its colours that is
   damaged, as some programs write it, nor a colour of the ground that is too short. */
static void odd_chunks_beside_the_pixels_do_no_harm(void **state) {
    (void)state;
    static const unsigned char pixels[] = {10, 20, 30, 255};
    static const char profile[] = "\x00\x00\x00\x05iCCPP\0\0xx\x49\x9d\x44\x77"
                                  "\x00\x00\x00\x02"
                                  "bKGD\0\0\xaa\x8d\x23\x32";
    struct str png = png_of(pixels, 1, 1);
    size_t more = sizeof profile - 1, head = 8 + 25;
    char *bytes = arena_alloc(arena, png.n + more);
    memcpy(bytes, png.p, head);
    memcpy(bytes + head, profile, more);
    memcpy(bytes + head + more, png.p + head, png.n - head);
    struct picture picture;
    assert_int_equal(picture_read((struct str){bytes, png.n + more}, arena, &picture),
                     PICTURE_GOOD);
    assert_memory_equal(picture.pixels.p, "\x0a\x14\x1e", 3);
}

/* Start, a frame header of 8 bits, 16 × 9 pixels, `channels` colours, a scan, the end.
 */
static struct str jpeg_of(unsigned bits, unsigned channels, unsigned wide) {
    char *bytes = arena_alloc(arena, 64);
    const unsigned char head[] = {0xFF,
                                  0xD8,
                                  0xFF,
                                  0xE0,
                                  0,
                                  4,
                                  0,
                                  0,
                                  0xFF,
                                  0xC0,
                                  0,
                                  8,
                                  (unsigned char)bits,
                                  0,
                                  9,
                                  (unsigned char)(wide >> 8),
                                  (unsigned char)wide,
                                  (unsigned char)channels,
                                  0xFF,
                                  0xDA,
                                  0,
                                  2,
                                  1,
                                  2,
                                  3,
                                  0xFF,
                                  0xD9};
    memcpy(bytes, head, sizeof head);
    return (struct str){bytes, sizeof head};
}

static void jpegs_are_looked_through(void **state) {
    (void)state;
    struct picture picture;
    struct str jpeg = jpeg_of(8, 3, 16);
    assert_int_equal(picture_read(jpeg, arena, &picture), PICTURE_GOOD);
    assert_true(picture.jpeg);
    assert_int_equal(picture.width, 16);
    assert_int_equal(picture.height, 9);
    assert_int_equal(picture.channels, 3);
    assert_int_equal(picture_read(jpeg_of(8, 1, 16), arena, &picture), PICTURE_GOOD);
    assert_int_equal(picture_read(jpeg_of(8, 4, 16), arena, &picture), PICTURE_PRINT);
    assert_int_equal(picture_read(jpeg_of(12, 3, 16), arena, &picture), PICTURE_PRINT);
    assert_int_equal(picture_read(jpeg_of(8, 3, 0), arena, &picture), PICTURE_BROKEN);
    for (size_t n = 3; n < jpeg.n; n++)
        assert_int_equal(picture_read(str_slice(jpeg, 0, n), arena, &picture),
                         PICTURE_BROKEN);
}

static void a_file_is_written_as_a_uri(void **state) {
    (void)state;
    static const struct {
        const char *bytes, *uri;
    } cases[] = {{"a", "data:image/png;base64,YQ=="},
                 {"ab", "data:image/png;base64,YWI="},
                 {"abc", "data:image/png;base64,YWJj"},
                 {"\xff\xfe\xfd\xfc", "data:image/png;base64,//79/A=="}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct picture picture = {.bytes = str_from(cases[i].bytes)};
        struct buf out = buf_open(256);
        picture_uri(&picture, &out);
        assert_true(str_equal(buf_str(&out), str_from(cases[i].uri)));
        buf_close(&out);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(transparent_parts_are_white),
        cmocka_unit_test(damaged_ones_are_not_taken),
        cmocka_unit_test(odd_chunks_beside_the_pixels_do_no_harm),
        cmocka_unit_test(jpegs_are_looked_through),
        cmocka_unit_test(a_file_is_written_as_a_uri),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
