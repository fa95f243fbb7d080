/* Each Chinese message takes the same values in the same order as its English key,
   since both are formats for the same arguments; and no key stands twice. */
#include "base/diag.h"
#include "base/messages.h"
#include "unit.h"
#include <string.h>

/* The next conversion of a format at *at: its bytes without flags and width, or
   empty at the end. */
static struct str next_conversion(const char *format, size_t *at) {
    while (format[*at] != '\0') {
        if (format[*at] != '%') {
            ++*at;
            continue;
        }
        size_t start = ++*at;
        if (format[start] == '%') {
            ++*at;
            continue;
        }
        *at += strspn(format + *at, "-+ #0123456789.*$hlzjt");
        ++*at;
        return (struct str){format + start, *at - start};
    }
    return (struct str){NULL, 0};
}

static bool is_positional(const char *format) { return strstr(format, "$") != NULL; }

static void check_list(const struct message *list) {
    for (const struct message *m = list; m->english != NULL; m++) {
        for (const struct message *other = list; other < m; other++)
            if (strcmp(other->english, m->english) == 0)
                fail_msg("twice: %s", m->english);
        if (is_positional(m->chinese))
            continue;
        size_t a = 0, b = 0;
        for (;;) {
            struct str english = next_conversion(m->english, &a);
            struct str chinese = next_conversion(m->chinese, &b);
            if (!str_equal(english, chinese))
                fail_msg("%s\n%s", m->english, m->chinese);
            if (english.n == 0)
                break;
        }
    }
}

static void test_same_conversions(void **state) {
    (void)state;
    check_list(messages);
    check_list(messages_lua);
    check_list(messages_index);
    check_list(messages_compose);
}

static void test_words(void **state) {
    (void)state;
    struct diag *diag = diag_open();
    assert_string_equal(diag_words(diag, "no area"), "no area");
    diag_set_language(diag, DIAG_CHINESE);
    assert_string_equal(diag_words(diag, "no area"), "没有地区");
    assert_string_equal(diag_words(diag, "said by nobody"), "said by nobody");
    diag_close(diag);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_same_conversions),
        cmocka_unit_test(test_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
