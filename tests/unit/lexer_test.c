/* Lua source text as tokens, each kind and each way to leave one open. */
#include "sandbox/lexer.h"
#include "unit.h"
#include <string.h>

/* The tokens of a text: a letter for the kind, the text; ! behind an open one. */
static void dump(const char *text, const char *stop, struct buf *out) {
    struct lexer lexer = lexer_open(str_from(text), 0, 1);
    lexer.stop = str_from(stop);
    for (;;) {
        struct token token = lexer_next(&lexer);
        if (token.kind == TOKEN_END)
            return;
        buf_printf(out, "%s%c:%.*s%s", out->n > 0 ? " " : "", "enlsc-f"[token.kind],
                   STR_ARG(token.text), token.open ? "!" : "");
    }
}

static void check(const char *text, const char *stop, const char *wanted) {
    struct buf out = buf_open(4096);
    dump(text, stop, &out);
    if (strcmp(buf_z(&out), wanted) != 0)
        fail_msg("%s\ngives  %s\nwanted %s", text, buf_z(&out), wanted);
    buf_close(&out);
}

static void kinds(void **state) {
    (void)state;
    static const char *const cases[][2] = {
        {"", ""},
        {" \n\t", ""},
        {"local x = a.b", "n:local n:x -:= n:a -:. n:b"},
        {"x..y ... a==b~=c<=d>=e//f<<g>>h::",
         "n:x -:.. n:y -:... n:a -:== n:b -:~= n:c "
         "-:<= n:d -:>= n:e -:// n:f -:<< n:g -:>> "
         "n:h -:::"},
        {"1 .5 1e-3 0xE+1 0x1p+2 3..4",
         "l:1 l:.5 l:1e-3 l:0xE -:+ l:1 l:0x1p+2 l:3..4"},
        {"'a\"' \"b\\\"c\" f'x'", "s:'a\"' s:\"b\\\"c\" n:f s:'x'"},
        {"'a\\\nb' 'a\\z \n  b'", "s:'a\\\nb' s:'a\\z \n  b'"},
        {"[[a]=]b]] [==[ ]] ]==] a[1]", "s:[[a]=]b]] s:[==[ ]] ]==] n:a -:[ l:1 -:]"},
        {"a -- b\nc --[[ d\n ]] e --[==[ ]] ]==] f --[x",
         "n:a c:-- b n:c c:--[[ d\n ]] "
         "n:e c:--[==[ ]] ]==] n:f "
         "c:--[x"},
        {"a != b && c || !d += 1 <> =>", "n:a f:!= n:b f:&& n:c f:|| f:! n:d f:+= l:1 "
                                         "f:<> f:=>"},
        {"f（a，“b”） 甲乙 $x", "n:f f:（ n:a f:， f:“ n:b f:” f:） f:甲乙 f:$ n:x"},
        {"甲，乙", "f:甲 f:， f:乙"},
        {"x\xC2\xA0y", "n:x f:\xC2\xA0 n:y"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        check(cases[i][0], "", cases[i][1]);
}

static void open_tokens(void **state) {
    (void)state;
    check("'a\nb", "", "s:'a! n:b");
    check("\"", "", "s:\"!");
    check("'a\\", "", "s:'a\\!");
    check("[[ a ]=]", "", "s:[[ a ]=]!");
    check("--[[ a", "", "c:--[[ a!");
    check("-- a", "", "c:-- a");
}

static void comments_stop(void **state) {
    (void)state;
    check("a -- b }} c", "}}", "n:a c:-- b  -:} -:} n:c");
    check("a --[[ }} ]] b", "}}", "n:a c:--[[ }} ]] n:b");
}

static void places(void **state) {
    (void)state;
    struct str text = STR("a\n [[\n]] b -- c\n'd\\\ne' f");
    struct lexer lexer = lexer_open(text, 0, 7);
    static const size_t lines[] = {7, 8, 9, 9, 10, 11}, at[] = {0, 3, 9, 11, 16, 23};
    for (size_t i = 0; i < 6; i++) {
        struct token token = lexer_next(&lexer);
        assert_int_equal(token.line, lines[i]);
        assert_int_equal(token.at, at[i]);
    }
    assert_int_equal(lexer_next(&lexer).kind, TOKEN_END);
}

static void hints(void **state) {
    (void)state;
    static const char *const cases[][2] = {
        {"!=", "write ~= for it"},
        {"，", "write , for it"},
        {"（", "write ( for it"},
        {"“", "write \" for it"},
        {"&&", "write and for it"},
        {"+=", "write n = n + 1"},
        {"甲乙", "text of the report stands outside of the Lua, a text in it in "
                 "quotes: \"甲乙\""},
        {"$", "such a sign can stand in a quoted text only"},
    };
    struct diag *diag = diag_open();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct lexer lexer = lexer_open(str_from(cases[i][0]), 0, 1);
        struct token token = lexer_next(&lexer);
        struct buf out = buf_open(256);
        assert_int_equal(token.kind, TOKEN_FOREIGN);
        lexer_hint(&token, diag, &out);
        assert_string_equal(buf_z(&out), cases[i][1]);
        buf_close(&out);
    }
    diag_close(diag);
    assert_true(lexer_is_keyword(STR("elseif")));
    assert_false(lexer_is_keyword(STR("endif")));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(kinds),         cmocka_unit_test(open_tokens),
        cmocka_unit_test(comments_stop), cmocka_unit_test(places),
        cmocka_unit_test(hints),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
