/* What the linter takes for a comparison of a figure with a number, and what not. */
#include "script/lint.h"
#include "unit.h"

/* The line of the finding, or 0. */
static size_t lint(const char *text) {
    struct diag *diag = diag_open();
    bool ok = lint_source(str_from(text), STR("a.lua"), 1, diag);
    size_t count;
    const struct diag_entry *entries = diag_entries(diag, &count);
    size_t line = count > 0 ? entries[0].place.line : 0;
    assert_int_equal(ok, count == 0);
    diag_close(diag);
    return line;
}

static void test_found(void **state) {
    (void)state;
    static const char *const texts[] = {
        "if v.GDP == 5 then end",
        "if 5 == v.GDP then end",
        "if v.GDP ~= -1 then end",
        "return get \"GDP\" == 0",
        "return get { indicator = \"GDP\", area = a } == 1.5",
        "return (get(\"GDP\")) == 1, row.figure == 3",
        "return f:growth() == 0",
        "return f:growth { over = \"previous\" } == 0",
        "return 0 == x.y:year_ago()",
        "return sum { indicator = \"A\" } * 2 == 100",
        "return v.A - v.B == 0",
        "return 100 == 2 * ratio { indicator = \"A\" }",
        "return rows[1].figure == 0x10",
        "return f:growth():fixed(1) == \"0.0\"",
        "return \"—\" ~= f:with_unit()",
        "return \"720\" == tostring(v.CERT)",
        "if tostring(get \"CERT\") == x then end",
        "if a:plain(2) == b:plain(2) then end",
        "return row.figure:signed(1) .. \"\" == x, v.A:fixed() == y",
        "return \"甲\" .. v.CERT.value / 100 .. \"乙\"",
        "return 1 / 3 .. \"乙\"",
        "return \"甲\" .. row.figure.value * 100",
        "return a .. \"甲\" .. rows[1].value + 1.5 .. b",
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        if (lint(texts[i]) != 1)
            fail_msg("not found: %s", texts[i]);
    assert_int_equal(lint("-- v.A == 1\n--[[ v.A == 1\n]]\nlocal s = 'v.A == 1'\n"
                          "local x = [==[\n]] v.A == 1]==]\n\nreturn v.A == 1"),
                     8);
}

static void test_passed(void **state) {
    (void)state;
    static const char *const texts[] = {
        "if v.GDP.value == 5 then end",
        "if v.GDP == v.POP then end",
        "return get(\"GDP\").value == 0",
        "return text.plain(f:growth():fixed(1)) == \"0.0\"",
        "return f:growth():is_zero()",
        "return \"甲\" .. v.CERT / 100 .. \"乙\", v.CERT.value .. \"\"",
        "return \"甲\" .. 2 + 1 .. 0.5 .. f(v.A.value / 2) .. v.B * v.A.value",
        "return #rows == 0",
        "return x.v.GDP == 5",
        "return area == a",
        "return n == 1 and v.GDP ~= nil",
        "return count(v.GDP) == 1",
        "return fmt.get(1) == 1",
        "return row.rank == 3",
        "return tostring(n) == \"5\" and tostring(row.rank) == s",
        "return #get == 0 and \"a\" == 'b'",
        "",
        "==",
        "x ==",
        "return ) == 1 ]",
        "a = \"unfinished",
        "a = [[unfinished",
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        if (lint(texts[i]) != 0)
            fail_msg("found in: %s", texts[i]);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_found),
        cmocka_unit_test(test_passed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
