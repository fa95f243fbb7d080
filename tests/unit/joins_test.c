/* What is compiled for a .. b: it gives what Lua gives, for what people write and for
   chunks made by chance, but for fractions, which are marked. */
#include "base/buf.h"
#include "base/marked.h"
#include "sandbox/host.h"
#include "unit.h"
#include <lauxlib.h>
#include <lualib.h>
#include <stdio.h>
#include <string.h>

static struct diag *diag;
static struct sandbox *sandbox;
static lua_State *plain;

static void open_both(void) {
    diag = diag_open();
    sandbox = sandbox_open(NULL, diag);
    assert_non_null(sandbox);
    plain = luaL_newstate();
    luaL_openlibs(plain);
}

static void shut_both(void) {
    assert_int_equal(lua_gettop(sandbox_state(sandbox)), 0);
    lua_close(plain);
    sandbox_close(sandbox);
    diag_close(diag);
}

/* [-0, +1] */
static const char *run(const char *text) {
    if (!sandbox_load(sandbox, str_from(text), STR("lua/test.lua"), 1, 0) ||
        !sandbox_call(sandbox, 0, 1)) {
        size_t n;
        const struct diag_entry *entries = diag_entries(diag, &n);
        fail_msg("%.*s\n%s", STR_ARG(entries[n - 1].text), text);
    }
    return lua_tostring(sandbox_state(sandbox), -1);
}

/* What is written for the joins is Lua, so that it is what was compiled. */
static void is_lua(const char *text) {
    struct buf written = buf_open(1 << 20);
    assert_true(sandbox_write_joins(str_from(text), &written));
    if (luaL_loadstring(plain, buf_z(&written)) != LUA_OK)
        fail_msg("%s\n%s", lua_tostring(plain, -1), buf_z(&written));
    lua_settop(plain, 0);
    buf_close(&written);
}

/* Both give the same text. */
static void agrees(const char *text) {
    is_lua(text);
    if (luaL_dostring(plain, text) != LUA_OK)
        fail_msg("%s\n%s", lua_tostring(plain, -1), text);
    const char *wanted = lua_tostring(plain, -1), *got = run(text);
    if (wanted == NULL || got == NULL || strcmp(wanted, got) != 0)
        fail_msg("%.300s\nand not\n%.300s\nof\n%s", got == NULL ? "nothing" : got,
                 wanted, text);
    lua_settop(plain, 0);
    lua_pop(sandbox_state(sandbox), 1);
}

static void what_people_write(void **state) {
    (void)state;
    open_both();
    static const char *const chunks[] = {
        "local a, b = 'x', 2 return a..b",
        "return 1 ..2",
        "local a = 'x' return a ..-1 .. - -2 ..-(3)",
        "local a = 'x' return a -- note\n  .. --[[ .. ]] 'b' -- \"\n..[[..]] .. "
        "[=[]]]=]",
        "local f = function(s) return s .. '!', 2 end return f 'x' .. f('y') .. f "
        "[[z]]",
        "local f = function(s) return s .. '!', 2 end return f 'x' .. (f('y'))",
        "local function f(...) return 'a' .. ... end return f('b', 'c') .. f(1, 2)",
        "local x, t = 'q', {} t[x .. 'c'] = x .. 'd' t.e = { x .. 'a', k = 'b' .. x; "
        "[x .. 'f'] = x .. 'g', x .. 'h' } return t.qc .. t.e[1] .. t.e.k .. t.e.qf .. "
        "t.e[2]",
        "local a, b = 'a', 'b' if a .. b == 'ab' and a .. 'c' < a .. 'd' then return a "
        ".. b elseif a .. b ~= b .. a then return b .. a else return '' .. '' end",
        "local s = '' repeat local t = s .. 'a' s = t until #t .. '' == '3' return s",
        "local s = '' while #s .. '' ~= '4' do s = s .. 'x' end return s .. s",
        "local s = '' for i = 1, #('a' .. 'b') do s = s .. i s = s .. ',' end return s",
        "local s = '' for _, v in ipairs { 'a' .. 'b', 'c' } do s = s .. v end return "
        "s",
        "local x = 'a' .. 'b' local y = x .. 'c' x = y .. 'd' do x = x .. 'e' end "
        "return x",
        "local t <const> = 'a' .. 'b'; local u = t .. 'c' goto done u = u .. 'd' "
        "::done:: return u .. 'e';",
        "local joined, joined_ = 'j', 'k' return joined .. 'x' .. joined_",
        "local t = { name = 'n', f = function(self, s) return self.name .. s end } "
        "return t.name .. t:f('x' .. t.name):upper() .. ('y' .. t.name):rep(2) .. "
        "#t.name",
        "return (function() local s = 'a' return s .. 'b' end)() .. (function(x) if x "
        "then return x .. 'c' end return 'd' .. 'e' end)('f') .. 'g'",
        "local a = nil return (a or 'b' .. 'c') .. (a and a .. 'x' or 'd' .. 'e')",
        "local a = 'a' return (a .. 'b'):gsub('b', function(c) return c .. c end) .. "
        "''",
        "local n = 3 return n + 1 .. n * 2 - 1 .. n // 2 .. n % 2 .. (n << 1) .. (n & "
        "1)",
        "local m = { __concat = function(a, b) return (type(a) == 'table' and 'T' or "
        "a) .. "
        "'+' .. (type(b) == 'table' and 'T' or b) end } local t = setmetatable({}, m) "
        "return 'a' .. t .. 'b' .. 'c' .. t .. t .. 1",
        "('x' .. 'y'):len() return 'z' .. 'z'",
        "return '' .. ({ 'a' .. 'b', 'c' })[1] .. ({ x = 'd' .. 'e' }).x",
        "local f = { g = function(t) return t[1] .. t.n end } return f.g{ 'a' .. 'b', "
        "n = "
        "'c' .. 'd' } .. f.g { 1, n = 2 } .. 'e'",
        "local s = 'a'\n.. 'b'\nlocal t = s .. 'c'\n;(function() s = t .. 'd' end)() "
        "return s",
        "return 'a' .. 'b' == 'ab' and 'yes' .. '!' or 'no' .. '!'",
        "local x = ... return 'a' .. (x or 'none') .. select('#', ...)",
        "return 'end' .. 'function(' .. \"if \\\" ..\" .. 'b'",
    };
    for (size_t i = 0; i < sizeof chunks / sizeof *chunks; i++)
        agrees(chunks[i]);
    shut_both();
}

/* The same numbers in each run. */
static unsigned drawn = 1;

static unsigned draw(unsigned below) {
    drawn = drawn * 1103515245u + 12345u;
    return (drawn >> 16) % below;
}

static void put_expression(struct buf *out, unsigned depth);

static void put_block(struct buf *out, unsigned depth) {
    static const char *const heads[] = {"do ", "if c then ", "for i = 1, 2 do ",
                                        "repeat ", "while c do "};
    static const char *const tails[] = {" end ", " end\n", " end ", " until true ",
                                        " break end "};
    unsigned kind = draw(5);
    buf_puts(out, " ");
    buf_puts(out, heads[kind]);
    buf_puts(out, "s = s .. ");
    put_expression(out, depth);
    if (draw(2) > 0 && depth > 0)
        put_block(out, depth - 1);
    buf_puts(out, draw(2) > 0 && kind != 4 ? ";" : "");
    buf_puts(out, tails[kind]);
}

/* An expression that gives a text or a whole number. */
static void put_expression(struct buf *out, unsigned depth) {
    static const char *const leaves[] = {"'a'",    "s",    "12 ",     "t.k",
                                         "[[..]]", "f'b'", "t:m 'c'", "#s"};
    if (depth == 0) {
        buf_puts(out, leaves[draw(8)]);
        return;
    }
    unsigned kind = draw(9);
    static const char *const heads[] = {
        "",   "(",     "f(",           "t.f { x = ", "(c and ",
        "-#", "f(s, ", "(function() ", "#s * 2 + #"};
    static const char *const tails[] = {"", ")", ")",       ", 1 }", " or 'n')",
                                        "", ")", " end)()", ""};
    buf_puts(out, heads[kind]);
    if (kind == 5 || kind == 8) {
        buf_puts(out, "(");
        put_expression(out, depth - 1);
        buf_puts(out, " .. '')");
        return;
    }
    if (kind == 7) {
        buf_puts(out, "local s = 'i' ");
        put_block(out, depth - 1);
        buf_puts(out, "return ");
    }
    put_expression(out, depth - 1);
    for (unsigned more = draw(4); more > 0; more--) {
        buf_puts(out, draw(2) > 0 ? " .. " : "\n..--x\n ");
        put_expression(out, depth - 1);
    }
    buf_puts(out, tails[kind]);
}

static void chunks_by_chance(void **state) {
    (void)state;
    open_both();
    for (int i = 0; i < 3000; i++) {
        struct buf chunk = buf_open(1 << 20);
        buf_puts(&chunk,
                 "local s, c = 's', true local function f(x, y) return (#((y or x) "
                 ".. '')) .. 'f' .. #(x .. ''), x end local t = { k = 'v', m = "
                 "function(self, x) return self.k .. x end, f = function(o) "
                 "return o.x .. o[1] end }\n");
        put_block(&chunk, 3);
        buf_puts(&chunk, "local u = ");
        put_expression(&chunk, 3);
        buf_puts(&chunk, draw(2) > 0 ? "\nt.k = " : " t['k' .. ''] = ");
        put_expression(&chunk, 2);
        buf_puts(&chunk, " return u .. s .. t.k");
        agrees(buf_z(&chunk));
        buf_close(&chunk);
    }
    shut_both();
}

/* The chunk fails in `line` with the message. */
static void fails(const char *text, size_t line, const char *message) {
    diag_close(diag);
    diag = diag_open();
    sandbox_set_diag(sandbox, diag);
    assert_true(sandbox_load(sandbox, str_from(text), STR("lua/test.lua"), 1, 0));
    assert_false(sandbox_call(sandbox, 0, 1));
    size_t n;
    const struct diag_entry *entries = diag_entries(diag, &n);
    assert_int_equal(n, 1);
    if (!str_equal(entries[0].text, str_from(message)) || entries[0].place.line != line)
        fail_msg("%s\n%zu: %.*s", text, entries[0].place.line,
                 STR_ARG(entries[0].text));
}

static void what_cannot_be_joined_is_named(void **state) {
    (void)state;
    open_both();
    fails("local t = {}\nreturn 'a' .. t.name .. 'b'", 2,
          "attempt to concatenate a nil value (t.name)");
    fails("local a, b = 'a'\nlocal f = function() return a .. b end\nf()", 2,
          "attempt to concatenate a nil value (b)");
    fails("return 'a' .. ('x'):find('y')", 1, "attempt to concatenate a nil value");
    fails("local t = {} return t .. 'x'", 1,
          "attempt to concatenate a table value (t)");
    fails("local c = true\n\nlocal s = 'x' .. c return s", 3,
          "attempt to concatenate a boolean value (c)");
    fails("local m = setmetatable({}, { __concat = function(a, b) return a end })\n"
          "return m .. ('x' .. {})",
          2, "attempt to concatenate a table value");
    fails("local function f(...) return 'a' .. ... end\nlocal x = f()", 1,
          "attempt to concatenate a nil value");
    shut_both();
}

static void fractions_are_marked(void **state) {
    (void)state;
    open_both();
    static const struct {
        const char *text, *printed;
        bool raw;
    } cases[] = {
        {"local x = 0.5 return '约' .. x", "约0.5", true},
        {"local x = 0.5 return x .. ''", "0.5", true},
        {"local x = 0 / 0 return 'a' .. 1 .. x", NULL, true},
        {"local x = 1e300 return 'a' .. x", "a1e+300", true},
        {"local f = function() return 0.25 end local s = f() .. '' return s", "0.25",
         true},
        {"local t = setmetatable({}, { __concat = function(a, b) return b end }) "
         "return t "
         ".. 0.5",
         "0.5", true},
        {"local x = 50 / 2 return '约' .. x .. '万'", "约25万", false},
        {"local x = -0.0 return x .. ''", "0", false},
        {"local x = 12 return x .. '个'", "12个", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct str text = str_from(run(cases[i].text));
        struct buf printed = buf_open(100);
        marked_strip(text, &printed);
        if (cases[i].printed != NULL)
            assert_string_equal(buf_z(&printed), cases[i].printed);
        if (marked_raw(text) != cases[i].raw)
            fail_msg("%s", cases[i].text);
        buf_close(&printed);
        lua_pop(sandbox_state(sandbox), 1);
    }
    shut_both();
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_people_write),
        cmocka_unit_test(chunks_by_chance),
        cmocka_unit_test(what_cannot_be_joined_is_named),
        cmocka_unit_test(fractions_are_marked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
