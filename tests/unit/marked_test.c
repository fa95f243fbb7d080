/* Text with marks: what is put is found again, and nothing else is. */
#include "unit.h"

#include "base/marked.h"

static struct buf out;

static int set_up(void **state) {
    (void)state;
    out = buf_open(4096);
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    buf_close(&out);
    return 0;
}

/* Pieces as {number:text} and text. */
static struct str pieces_of(struct str text, struct buf *seen) {
    struct marked_piece piece;
    buf_clear(seen);
    for (size_t at = 0; marked_next(text, &at, &piece);)
        if (piece.marked)
            buf_printf(seen, "{%zu:%.*s}", piece.number, STR_ARG(piece.text));
        else
            buf_put(seen, piece.text);
    return buf_str(seen);
}

static void marks_survive_joining(void **state) {
    (void)state;
    struct buf seen = buf_open(4096);
    buf_puts(&out, "比上年增长");
    marked_put(&out, 7, STR("5.2%"));
    marked_put(&out, 12345, STR("约3.6万家"));
    buf_puts(&out, "，");
    marked_put(&out, 0, STR(""));
    assert_str(pieces_of(buf_str(&out), &seen),
               "比上年增长{7:5.2%}{12345:约3.6万家}，{0:}");
    assert_true(marked_any(buf_str(&out)));
    buf_clear(&seen);
    marked_strip(buf_str(&out), &seen);
    assert_str(buf_str(&seen), "比上年增长5.2%约3.6万家，");
    assert_false(marked_any(buf_str(&seen)));
    buf_close(&seen);
}

/* Wherever a text is cut, what was printed stays and no control character does. */
static void a_cut_mark_keeps_its_text(void **state) {
    (void)state;
    struct buf seen = buf_open(4096);
    buf_puts(&out, "a");
    marked_put(&out, 31, STR("5.2"));
    buf_puts(&out, "b");
    struct str whole = buf_str(&out);
    for (size_t from = 0; from <= whole.n; from++)
        for (size_t to = from; to <= whole.n; to++) {
            struct str text = pieces_of(str_slice(whole, from, to), &seen);
            for (size_t i = 0; i < text.n; i++)
                assert_true((unsigned char)text.p[i] >= 0x20);
        }
    assert_str(pieces_of(str_slice(whole, 0, whole.n - 2), &seen), "a5.2");
    assert_str(pieces_of(str_slice(whole, 2, whole.n), &seen), "5.2b");
    assert_str(pieces_of(STR("x\x0Fy\x03z"), &seen), "xyz");
    assert_str(pieces_of(STR("\x0E"
                             "1\x0F"
                             "1234567890\x03"),
                         &seen),
               "10");
    assert_str(pieces_of(STR("\x03\x0F\x0E"), &seen), "");
    buf_close(&seen);
}

/* Marked texts are in the order of what is printed, whatever their numbers. */
static void marked_texts_sort_by_what_is_printed(void **state) {
    (void)state;
    struct buf other = buf_open(64);
    marked_put(&out, 99, STR("126"));
    marked_put(&other, 3, STR("363"));
    assert_true(str_compare(buf_str(&out), buf_str(&other)) < 0);
    buf_close(&other);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(marks_survive_joining, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_cut_mark_keeps_its_text, set_up, tear_down),
        cmocka_unit_test_setup_teardown(marked_texts_sort_by_what_is_printed, set_up,
                                        tear_down),
    };
    return cmocka_run_group_tests_name("marked", tests, NULL, NULL);
}
