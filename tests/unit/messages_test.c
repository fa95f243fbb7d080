/* The catalogue of messages: what a key gives, and that the messages in it are those
   that diag makes. Their completeness is a test of tests/e2e/messages.bats. */
#include "base/diag.h"
#include "unit.h"
#include "words/words.h"
#include <string.h>

static struct catalogue language(const char *name) {
    struct catalogue catalogue;
    assert_true(words_messages(str_from(name), &catalogue));
    return catalogue;
}

static void a_key_gives_its_text(void **state) {
    (void)state;
    struct catalogue zh = language("zh"), en = language("en");
    assert_str(zh.language, "zh-CN");
    assert_str(en.language, "en");
    assert_string_equal(catalogue_find(&zh, "no area"), "没有地区");
    assert_null(catalogue_find(&zh, "said by nobody"));
    assert_null(catalogue_find(&zh, ""));
    assert_null(catalogue_find(&en, "no area"));
    assert_string_equal(catalogue_words(&zh, "said by nobody"), "said by nobody");
    struct catalogue none;
    assert_false(words_messages(STR("fr"), &none));
}

/* Every entry is found by its key, and the keys stand in order. */
static void every_key_is_found(void **state) {
    (void)state;
    struct catalogue zh = language("zh"), en = language("en");
    assert_int_equal(catalogue_count(&en), 0);
    assert_true(catalogue_count(&zh) > 700);
    for (size_t i = 0; i < catalogue_count(&zh); i++) {
        const char *key = catalogue_key(&zh, i);
        assert_non_null(catalogue_find(&zh, key));
        if (i > 0)
            assert_true(strcmp(catalogue_key(&zh, i - 1), key) < 0);
    }
}

static void diag_speaks_the_language_that_it_is_given(void **state) {
    (void)state;
    struct diag *diag = diag_open();
    assert_string_equal(diag_words(diag, "no area"), "no area");
    diag_set_messages(diag, language("zh"));
    assert_string_equal(diag_words(diag, "no area"), "没有地区");
    diag_set_messages(diag, language("en"));
    assert_string_equal(diag_words(diag, "no area"), "no area");
    diag_close(diag);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_key_gives_its_text),
        cmocka_unit_test(every_key_is_found),
        cmocka_unit_test(diag_speaks_the_language_that_it_is_given),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
