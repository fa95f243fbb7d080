/* The page that a timer's run says. */
#include "mail.h"
#include "unit.h"

static void assert_wraps(const char *text, size_t columns, const char *wanted) {
    struct buf out = buf_open(1 << 16);
    mail_wrap(str_from(text), columns, &out);
    assert_str(buf_str(&out), wanted);
    buf_close(&out);
}

static void lines_are_short(void **state) {
    (void)state;
    assert_wraps("", 20, "");
    assert_wraps("\n\na\n", 20, "\n\na\n");
    assert_wraps("no end of line", 20, "no end of line\n");
    assert_wraps("one two three four five six", 12,
                 "one two\n    three\n    four\n    five six\n");
    assert_wraps("  hint: write it anew", 14, "  hint: write\n      it anew\n");
    /* Exactly as wide as the line, and a blank that hangs over it. */
    assert_wraps("abcdef ghi", 6, "abcdef\n    gh\n    i\n");
    /* Han take two columns, and no mark begins a line. */
    assert_wraps("数据有错，请改正。", 9, "数据有\n    错，\n    请改\n    正。\n");
    assert_wraps("abcdefghijklmnopqrstuvwxyz", 12,
                 "abcdefghijkl\n    mnopqrst\n    uvwxyz\n");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_are_short),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
