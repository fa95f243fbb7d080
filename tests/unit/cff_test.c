/* Compact fonts (CFF) made by hand: the edges of their tables, and damaged ones. */
#include "text/cff.h"
#include "text/cff_read.h"
#include "unit.h"
#include <string.h>
#include <unistd.h>

static void put(struct buf *out, const char *bytes, size_t n) {
    buf_bytes(out, bytes, n);
}
#define PUT(out, bytes) put(out, bytes, sizeof bytes - 1)

/* An INDEX of `count` items, all of them the same. */
static void put_index(struct buf *out, struct str item, size_t count) {
    buf_char(out, 0);
    buf_char(out, (char)count);
    buf_char(out, 1);
    for (size_t i = 0; i <= count; i++)
        buf_char(out, (char)(1 + i * item.n));
    for (size_t i = 0; i < count; i++)
        buf_put(out, item);
}

static void put_long(struct buf *out, size_t value) {
    buf_char(out, 29);
    for (int shift = 24; shift >= 0; shift -= 8)
        buf_char(out, (char)(value >> shift & 0xFF));
}

enum { TOP_AT = 4 + 6, TOP_HEAD = 2 + 1 + 2 };

/* The header, a name, the top dictionary, no strings, no global subroutines. */
static void put_head(struct buf *out, struct str top) {
    PUT(out, "\1\0\4\1");
    put_index(out, STR("A"), 1);
    put_index(out, top, 1);
    PUT(out, "\0\0\0\0");
}

static size_t head_size(size_t top) { return TOP_AT + TOP_HEAD + top + 4; }

/* A font of CIDs: glyph 0; 1 to 3 are CIDs 10 to 12, 4 and 5 are 20 and 21. Of its two
   dictionaries, glyphs 0 and 1 have the first and all others the second. */
static void put_keyed(struct buf *out) {
    static const char charset[] = "\2\0\12\0\2\0\24\0\1";
    static const char select[] = "\3\0\2\0\0\0\0\2\1\0\6";
    struct buf top = buf_open(256);
    size_t at = head_size(5 + (5 + 1) + (5 + 2) + (5 + 2) + (5 + 1));
    PUT(&top, "\213\213\213\14\36"); /* 0 0 0 ROS */
    put_long(&top, at);
    PUT(&top, "\17"); /* charset */
    put_long(&top, at + sizeof charset - 1);
    PUT(&top, "\14\45"); /* FDSelect */
    put_long(&top, at + sizeof charset - 1 + sizeof select - 1);
    PUT(&top, "\14\44"); /* FDArray: two empty dictionaries */
    put_long(&top, at + sizeof charset - 1 + sizeof select - 1 + 6);
    PUT(&top, "\21"); /* CharStrings */
    assert_int_equal(at, head_size(top.n));
    put_head(out, buf_str(&top));
    PUT(out, charset);
    PUT(out, select);
    put_index(out, STR(""), 2);
    put_index(out, STR("\16"), 6);
    buf_close(&top);
}

static void ranges_have_their_ends(void **state) {
    (void)state;
    static const unsigned cids[] = {0, 10, 11, 12, 20, 21};
    static const size_t dicts[] = {0, 0, 1, 1, 1, 1};
    struct buf table = buf_open(1024);
    struct cff cff;
    put_keyed(&table);
    assert_true(cff_open(buf_str(&table), &cff));
    assert_true(cff.keyed);
    for (unsigned glyph = 0; glyph < 6; glyph++) {
        assert_int_equal(cff_cid(buf_str(&table), glyph), cids[glyph]);
        assert_int_equal(cff_dict_of(&cff, glyph), dicts[glyph]);
    }
    buf_close(&table);
}

/* FDSelect of format 0: a byte for each glyph, and none for those behind. */
static void a_glyph_without_a_dictionary_is_told(void **state) {
    (void)state;
    static const uint8_t select[] = {0, 4, 5, 6, 7};
    struct cff cff = {.keyed = true, .select = {select, sizeof select}};
    for (size_t glyph = 0; glyph < 4; glyph++)
        assert_int_equal(cff_dict_of(&cff, glyph), 4 + glyph);
    assert_int_equal(cff_dict_of(&cff, 4), CFF_DICTS_MAX);
}

/* An item that says that it goes on behind its table is none. */
static void damaged_offsets_are_refused(void **state) {
    (void)state;
    static const char bytes[] = "\0\2\1\1\4\7abcdef"; /* abc, def */
    struct buf table = buf_open(64);
    put(&table, bytes, sizeof bytes - 1);
    const uint8_t *p = (const uint8_t *)table.p;
    struct cff_index index = {
        .count = 2, .size = 1, .offsets = p + 3, .data = p + 5, .rest = {p + 12, 0}};
    struct cff_bytes item;
    assert_true(cff_index_item(&index, 1, &item));
    assert_ptr_equal(item.p, p + 9);
    assert_int_equal(item.n, 3);
    table.p[5] = 8; /* def and what follows */
    assert_false(cff_index_item(&index, 1, &item));
    table.p[5] = 3; /* before its beginning */
    assert_false(cff_index_item(&index, 1, &item));
    table.p[3] = 0;
    assert_false(cff_index_item(&index, 0, &item));
    assert_false(cff_index_item(&index, 2, &item));
    buf_close(&table);
}

/* Subroutines that call the next one `calls` times each, nine deep. */
static bool subset_of_calls(size_t calls) {
    struct buf table = buf_open(4096), top = buf_open(64), call = buf_open(64);
    struct buf subrs = buf_open(1024);
    size_t at = head_size(5 + 1 + 5 + 5 + 1), ends[10];
    for (size_t i = 0; i < 9; i++) {
        for (size_t k = 0; k < calls && i < 8; k++) {
            buf_char(&subrs, (char)(139 - 107 + i + 1)); /* less the bias */
            buf_char(&subrs, 10);
        }
        buf_char(&subrs, 11);
        ends[i] = subrs.n;
    }
    for (size_t k = 0; k < calls; k++)
        PUT(&call, "\40\12"); /* the first */
    PUT(&call, "\16");
    size_t programs = 2 + 1 + 2 + call.n;
    put_long(&top, at);
    PUT(&top, "\21");              /* CharStrings */
    PUT(&top, "\35\0\0\0\2");      /* the size of Private */
    put_long(&top, at + programs); /* and its place */
    PUT(&top, "\22");
    assert_int_equal(at, head_size(top.n));
    put_head(&table, buf_str(&top));
    put_index(&table, buf_str(&call), 1);
    PUT(&table, "\215\23"); /* Subrs begin 2 behind */
    PUT(&table, "\0\11\1\1");
    for (size_t i = 0; i < 9; i++)
        buf_char(&table, (char)(1 + ends[i]));
    buf_put(&table, buf_str(&subrs));
    struct buf out = buf_open(4096);
    bool good = cff_subset(buf_str(&table), "A", NULL, 0, NULL, &out);
    buf_close(&out);
    buf_close(&subrs);
    buf_close(&call);
    buf_close(&top);
    buf_close(&table);
    return good;
}

/* 10^9 calls in some 200 bytes. */
static void calls_have_a_limit(void **state) {
    (void)state;
    alarm(60);
    assert_true(subset_of_calls(5)); /* 2 million */
    assert_false(subset_of_calls(10));
    alarm(0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ranges_have_their_ends),
        cmocka_unit_test(a_glyph_without_a_dictionary_is_told),
        cmocka_unit_test(damaged_offsets_are_refused),
        cmocka_unit_test(calls_have_a_limit),
    };
    return cmocka_run_group_tests_name("cff", tests, NULL, NULL);
}
