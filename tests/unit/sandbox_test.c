/* The sandbox under attack: each measure is tried by the script that it is
   there to stop. */
#include "sandbox/sandbox.h"
#include "unit.h"
#include "words/words.h"
#include <stdio.h>
#include <string.h>
#include <time.h>

static struct diag *diag;
static struct sandbox *sandbox;

static void open_with(size_t memory, uint64_t instructions) {
    struct sandbox_limits limits = {
        .memory = memory, .instructions = instructions, .seed = 7};
    diag = diag_open();
    sandbox = sandbox_open(&limits, diag);
    assert_non_null(sandbox);
}

static void shut(void) {
    assert_int_equal(lua_gettop(sandbox_state(sandbox)), 0);
    sandbox_close(sandbox);
    diag_close(diag);
}

static bool run_at(const char *text, size_t first_line, int results) {
    diag_close(diag); /* a fresh one: equal messages are counted, not listed */
    diag = diag_open();
    sandbox_set_diag(sandbox, diag);
    return sandbox_load(sandbox, str_from(text), STR("lua/test.lua"), first_line, 0) &&
           sandbox_call(sandbox, 0, results);
}

static bool run(const char *text) { return run_at(text, 1, 0); }

static const struct diag_entry *last_entry(void) {
    size_t count;
    const struct diag_entry *entries = diag_entries(diag, &count);
    assert_true(count > 0);
    return &entries[count - 1];
}

/* `text` must fail in `line` with a message that holds `message`. */
static void fails_at(const char *text, size_t line, const char *message) {
    if (run(text))
        fail_msg("no error from: %s", text);
    const struct diag_entry *entry = last_entry();
    if (str_find(entry->text, str_from(message), 0) == STR_NOT_FOUND ||
        entry->place.line != line)
        fail_msg("%s\ngave %.*s:%zu: %.*s", text, STR_ARG(entry->place.file),
                 entry->place.line, STR_ARG(entry->text));
    assert_true(str_equal(entry->place.file, STR("lua/test.lua")));
}

static void passes(const char *text) {
    if (!run(text)) {
        const struct diag_entry *entry = last_entry();
        fail_msg("line %zu: %.*s", entry->place.line, STR_ARG(entry->text));
    }
}

/* `text` returns a string, which must be `expected`. */
static void gives(const char *text, const char *expected) {
    if (!run_at(text, 1, 1)) {
        const struct diag_entry *entry = last_entry();
        fail_msg("%s\nline %zu: %.*s", text, entry->place.line, STR_ARG(entry->text));
    }
    lua_State *L = sandbox_state(sandbox);
    const char *result = lua_tostring(L, -1);
    if (result == NULL || strcmp(result, expected) != 0)
        fail_msg("%s\ngave %s, not %s", text, result == NULL ? "nothing" : result,
                 expected);
    lua_pop(L, 1);
}

static void test_allow_list(void **state) {
    (void)state;
    open_with(0, 0);
    static const char *const absent[] = {
        "io.open('/etc/passwd')", "os.time()",        "debug.getinfo(1)",
        "package.path = ''",      "load('return 1')", "dofile('x')",
        "loadfile('x')",          "print(1)",         "collectgarbage()",
        "coroutine.wrap(f)",      "_G.x = 1"};
    for (size_t i = 0; i < sizeof absent / sizeof absent[0]; i++)
        assert_false(run(absent[i]));
    gives("local names = {} for k in pairs(string) do names[#names + 1] = k end "
          "return table.concat(names, ' ')",
          "byte char find format gmatch gsub len lower match rep reverse sub upper");
    gives("local names = {} for k in pairs(table) do names[#names + 1] = k end "
          "return table.concat(names, ' ')",
          "concat insert move pack remove sort unpack");
    fails_at("\nmath.randomseed(1)", 2, "nil value");
    fails_at("return rwaget", 1, "nothing is called \"rwaget\"");
    assert_true(str_equal(last_entry()->hint, STR("did you mean \"rawget\"?")));
    fails_at("x = 1", 1, "\"x\" is not local");
    fails_at("getmetatable('').__index = nil", 1, "index a boolean value");
    shut();
}

static void test_text_only(void **state) {
    (void)state;
    open_with(0, 0);
    static const char bytecode[] = "\x1bLuaT\0\x19\x93\r\n\x1a\n";
    struct str text = {bytecode, sizeof bytecode - 1};
    assert_false(sandbox_load(sandbox, text, STR("lua/test.lua"), 1, 0));
    assert_int_equal(diag_count(diag, DIAG_ERROR), 1);
    passes("assert(string.dump == nil)");
    shut();
}

static void test_memory(void **state) {
    (void)state;
    open_with((size_t)8 << 20, 0);
    fails_at("local t = {}\nfor i = 1, 1e9 do\n t[i] = {}\nend", 3,
             "not enough memory");
    fails_at("local s = 'x'\nwhile true do s = s .. s end", 2, "not enough memory");
    passes("return ('x'):rep(1000000)"); /* the memory came back */
    /* A script that catches it can go on, inside the cap. */
    gives("local ok = pcall(string.rep, 'x', 30000000) return tostring(ok)", "false");
    shut();
    struct diag *small_diag = diag_open();
    struct sandbox_limits tiny = {.memory = 4096};
    assert_null(sandbox_open(&tiny, small_diag));
    assert_int_equal(diag_count(small_diag, DIAG_ERROR), 1);
    diag_close(small_diag);
}

static void test_instructions(void **state) {
    (void)state;
    open_with(0, 1000000);
    fails_at("\nwhile true do end", 2, "stopped after 1 million instructions");
    /* pcall does not swallow it, nor xpcall's handler, nor a loop of them. */
    fails_at("while true do pcall(function() while true do end end) end", 1, "stopped");
    fails_at("xpcall(function() while true do end end, function()\n"
             "while true do end end)\nwhile true do end",
             2, "stopped");
    fails_at("local function f() return pcall(f) end while true do f() end", 1,
             "stopped");
    fails_at(
        "local t = setmetatable({}, {__index = function(t, k) return t[k + 1] end})"
        "\nreturn t[1]",
        1, "overflow");
    passes("for i = 1, 1000 do end"); /* each call has its own limit */
    shut();
}

static void test_loops_in_c(void **state) {
    (void)state;
    open_with(0, 20000000);
    fails_at("string.rep('', 2^53) string.rep('x', 2^53)", 1, "longer than");
    gives("return string.rep('', 2^53) .. string.rep('ab', 3, '-')", "ab-ab-ab");
    fails_at("table.move({}, 1, 2^53, 2)", 1, "too long");
    fails_at(
        "table.insert(setmetatable({}, {__len = function() return 2^53 end}), 1, 1)", 1,
        "__len");
    fails_at("table.remove(setmetatable({}, {__len = function() return 2^53 end}), 1)",
             1, "__len");
    fails_at("table.concat({}, '', 1, 2^53)", 1, "too long");
    fails_at("table.unpack({}, 1, 1e8)", 1, "too long");
    fails_at("table.sort(setmetatable({}, {__len = function() return 1e9 end}))", 1,
             "__len");
    fails_at("local s = ('a'):rep(3000) .. 'c'\n"
             "return s:find('.-.-.-.-.-.-b')",
             2, "stopped after 20 million");
    fails_at("local s = ('('):rep(1000000)\n"
             "for i = 1, 1e9 do s:find('%b()') end",
             2, "stopped");
    fails_at("local s = ('a'):rep(2000000)\n"
             "while true do s:find(('a'):rep(1000000) .. 'b', 1, true) end",
             2, "stopped");
    fails_at("local s = ('a'):rep(2000000)\nwhile true do s:lower() end", 2, "stopped");
    fails_at("local s = ('a'):rep(2000000)\nwhile true do utf8.len(s) end", 2,
             "stopped");
    fails_at("local s = ('a'):rep(9000000)\nwhile true do local t = s .. 'b' end", 2,
             "stopped");
    shut();
}

static void test_finalizers(void **state) {
    (void)state;
    open_with(0, 0);
    fails_at("setmetatable({}, {__gc = function() end})", 1, "__gc");
    fails_at("setmetatable({}, {__mode = 'k'})", 1, "__mode");
    fails_at("setmetatable('', {})", 1, "table expected");
    fails_at("setmetatable(setmetatable({}, {__metatable = 1}), {})", 1, "protected");
    gives("return setmetatable({}, {__index = {x = 'yes'}}).x", "yes");
    shut();
}

static void test_determinism(void **state) {
    (void)state;
    open_with(0, 0);
    gives(
        "local out = {} for k, v in pairs{b = 1, a = 2, 'x', 'y', [-1] = 3, [2.5] = 4,"
        " [true] = 5, ['安'] = 6} do out[#out + 1] = "
        "k == 2.5 and '2.5' or tostring(k) end "
        "return table.concat(out, ' ')",
        "-1 1 2 2.5 a b 安 true");
    gives("local t = {a = 1, b = 2, c = 3} local out = '' "
          "for k in pairs(t) do out = out .. k t.b = nil end return out",
          "ac");
    fails_at("for k in pairs{[{}] = 1} do end", 1, "no fixed order");
    gives("return tostring(next{}) .. next{b = 1, a = 2}", "nila");
    gives("return tostring({}) .. tostring(tostring) .. string.format('%s', {})",
          "tablefunctiontable");
    fails_at("return string.format('%p', {})", 1, "%p is not available");
    gives(
        "return tostring(setmetatable({}, {__tostring = function() return 'me' end}))",
        "me");
    /* Stable: equal keys keep their order, above and below 100 items. */
    gives("local t = {} for i = 1, 500 do t[i] = {k = i % 3, i = i} end "
          "table.sort(t, function(a, b) return a.k < b.k end) "
          "for i = 2, 500 do assert(t[i - 1].k < t[i].k or t[i - 1].k == t[i].k and "
          "t[i - 1].i < t[i].i) end return 'stable'",
          "stable");
    gives("local t = {3, 1, 2} table.sort(t) return table.concat(t, ' ')", "1 2 3");
    gives("local t = {3, 1, 2} table.sort(t, function() return true end) "
          "return tostring(#t)",
          "3");
    fails_at("table.sort{1, 0 / 0, 2}", 1, "not a number");
    fails_at("table.sort{1, 'a'}", 1, "compare");
    shut();
}

static void test_random_is_seeded(void **state) {
    (void)state;
    char first[64];
    open_with(0, 0);
    lua_State *L = sandbox_state(sandbox);
    assert_true(run_at("return tostring(math.random(1000000000))", 1, 1));
    strncpy(first, lua_tostring(L, -1), sizeof first - 1);
    first[sizeof first - 1] = '\0';
    lua_pop(L, 1);
    passes("assert(math.random(1000000000) ~= nil)");
    /* A new environment, that is a new job, starts anew. */
    lua_newtable(L);
    sandbox_set_environment(sandbox);
    gives("return tostring(math.random(1000000000))", first);
    shut();
}

static void test_numbers(void **state) {
    (void)state;
    open_with(0, 0);
    gives("local out = {} for _, s in ipairs{'0x10', '5.', ' 12 ', '', '1e999', 'inf', "
          "'nan', '1_0', '+', '.5', '1,5', ('9'):rep(400)} do "
          "out[#out + 1] = tostring(tonumber(s)) end return table.concat(out, ' ')",
          "nil nil nil nil nil nil nil nil nil nil nil nil");
    gives("return tonumber('+5') + tonumber('-1.5e2') .. ''", "-145");
    fails_at("return '10' + 1", 1, "arithmetic on a string");
    fails_at("tonumber('10', 16)", 1, "no base");
    shut();
}

static void test_patterns_agree_with_lua(void **state) {
    (void)state;
    open_with(0, 0);
    gives("return ('hello world'):gsub('o', '0')", "hell0 w0rld");
    gives("return ('key = value'):gsub('(%w+) = (%w+)', '%2 = %1')", "value = key");
    gives("return ('abc'):gsub('', '-')", "-a-b-c-");
    gives("return ('THE (quick) fox'):match('%((%a+)%)')", "quick");
    gives("return ('THE (quick) fox'):find('%((%a+)%)') .. ''", "5");
    gives("return ('[[x]]y'):match('%b[]')", "[[x]]");
    gives("return ('THE (quick) fox'):gsub('%f[%a]%a+', string.lower)",
          "the (quick) fox");
    gives("local s = '' for k, v in ('a=1, b=2'):gmatch('(%w+)=(%w+)') do "
          "s = s .. k .. v end return s",
          "a1b2");
    gives("local s = '' for w in ('ab'):gmatch('') do s = s .. '|' end return s",
          "|||");
    gives("return ('2023-09'):match('^(%d+)%-(%d+)$')", "2023");
    gives("return ('x'):match('()') .. ''", "1");
    gives("return tostring(('abab'):match('^(ab)%1$'))", "ab");
    gives(
        "return ('a]b'):match('[]]') .. ('a-b'):match('[a%-]+') .. ('^'):match('[%^]')",
        "]a-^");
    gives("return ('$x'):gsub('%$(%w+)', {x = 'y'})", "y");
    gives("return tostring(('abc'):find('b', -1)) .. ('abc'):find('b', -2)", "nil2");
    gives("return ('a.b'):find('.', 1, true) .. ''", "2");
    gives("return ('aXb'):gsub('%u', '%%') .. ('abc'):gsub('^a', 'x')", "a%bxbc");
    gives("return ('  trim '):match('^%s*(.-)%s*$')", "trim");
    gives("return ('aaa'):match('a-b?$') .. ('aab'):match('a?b')", "aaaab");
    fails_at("('x'):find('[a')", 1, "missing ']'");
    fails_at("('x'):find('%')", 1, "ends with '%'");
    fails_at("('x'):find('(x')", 1, "unfinished capture");
    fails_at("('x'):match('x)')", 1, "invalid pattern capture");
    gives("return tostring(('x)'):find('x)')) .. tostring(('aa'):find('()a%1'))",
          "1nil");
    fails_at("('x'):gsub('x', '%2')", 1, "invalid capture index");
    fails_at("('x'):rep(400):find(('x?'):rep(400) .. '$')", 1, "too complex");
    shut();
}

static struct str find_module(void *context, struct str module, struct str *file) {
    (void)context;
    if (str_equal(module, STR("good"))) {
        *file = STR("lua/good.lua");
        return STR("return {answer = 42}");
    }
    if (str_equal(module, STR("bad"))) {
        *file = STR("lua/bad.lua");
        return STR("return {\n  x = = 1}");
    }
    if (str_equal(module, STR("loop"))) {
        *file = STR("lua/loop.lua");
        return STR("return require 'loop'");
    }
    if (str_equal(module, STR("nqi.lib"))) {
        *file = STR("nqi/lib.lua");
        return STR("return {fail = function()\n error{message = 'wrong', hint = 'do "
                   "right'}\nend, crash = function(x)\n return x.y.z\nend}");
    }
    return (struct str){NULL, 0};
}

static void test_require(void **state) {
    (void)state;
    open_with(0, 0);
    sandbox_set_finder(sandbox, find_module, NULL);
    sandbox_set_library(sandbox, STR("nqi/"), STR(".lua"));
    gives("return require('good').answer .. tostring(require 'good' == require 'good')",
          "42true");
    fails_at("\nrequire 'other'", 2, "no module \"other\"");
    fails_at("require 'io'", 1, "no module");
    assert_false(run("require 'loop'"));
    assert_false(run("require 'bad'"));
    assert_true(str_equal(last_entry()->place.file, STR("lua/bad.lua")));
    assert_int_equal(last_entry()->place.line, 2);
    /* An error in the library is the caller's. */
    fails_at("local lib = require 'nqi.lib'\n\nlib.fail()", 3, "wrong");
    assert_true(str_equal(last_entry()->hint, STR("do right")));
    fails_at("local lib = require 'nqi.lib'\n\nlib.crash{}", 3, "field 'y'");
    shut();
}

/* No byte of a character, as Lua shows it, and no half of one reaches a message. */
static void test_syntax_words(void **state) {
    (void)state;
    static const struct {
        const char *text;
        size_t line;
        const char *message, *hint;
    } cases[] = {
        {"local a = 1\nreturn a 尾段", 2, "\"尾段\" is no Lua",
         "text of the report stands outside of the Lua, a text in it in quotes: "
         "\"尾段\""},
        {"return f（1）", 1, "\"（\" is no Lua", "write ( for it"},
        {"if a != 1 then end", 1, "\"!=\" is no Lua", "write ~= for it"},
        {"if a && b then end", 1, "\"&&\" is no Lua", "write and for it"},
        {"return 1 ?", 1, "\"?\" is no Lua",
         "such a sign can stand in a quoted text only"},
        {"return '甲' .. \"乙\\丙丁\"", 1, "invalid escape sequence near '\"乙\\丙'",
         ""},
        {"return '甲\n", 1, "unfinished string near ''甲'", ""},
        {"return 3甲", 1, "\"甲\" is no Lua",
         "text of the report stands outside of the Lua, a text in it in quotes: "
         "\"甲\""},
        {"x = = '甲'", 1, "unexpected symbol near '='", ""},
    };
    open_with(0, 0);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        fails_at(cases[i].text, cases[i].line, cases[i].message);
        assert_str(last_entry()->text, cases[i].message);
        assert_str(last_entry()->hint, cases[i].hint);
    }
    shut();
}

static void test_positions(void **state) {
    (void)state;
    open_with(0, 0);
    fails_at("local x\n\nlocal y = x.z", 3, "index a nil value (local 'x')");
    assert_true(str_find(last_entry()->text, STR("lua/test.lua"), 0) == STR_NOT_FOUND);
    fails_at("error('mine')", 1, "mine");
    fails_at("local function f() error('outer', 2) end\nf()", 2, "outer");
    fails_at("local function f() error{message = 'm', hint = 'h'} end\nf()", 1, "m");
    assert_true(str_equal(last_entry()->hint, STR("h")));
    fails_at("error(setmetatable({}, {__tostring = function() error('x') end}))", 1,
             "not a message");
    fails_at("x = = 1", 1, "unexpected symbol near '='");
    assert_false(run_at("return 1 +", 30, 0));
    assert_int_equal(last_entry()->place.line, 30);
    assert_false(run_at("\nerror('here')", 100, 0));
    assert_int_equal(last_entry()->place.line, 101);
    fails_at("return assert(nil, 'gone')", 1, "gone");
    sandbox_set_context(sandbox, STR("安徽 2023"));
    assert_false(run("error('here')"));
    assert_true(str_equal(last_entry()->place.context, STR("安徽 2023")));
    /* A file name longer than Lua's own 60 bytes. */
    struct str name =
        STR("templates/a-folder-with-a-long-name/another-long-folder-name/"
            "template.md");
    assert_true(sandbox_load(sandbox, STR("\nerror('here')"), name, 1, 0));
    assert_false(sandbox_call(sandbox, 0, 0));
    assert_true(str_equal(last_entry()->place.file, name));
    assert_int_equal(last_entry()->place.line, 2);
    assert_true(str_equal(last_entry()->text, STR("here")));
    assert_false(sandbox_load(sandbox, STR("\n\n= 1"), name, 1, 0));
    assert_true(str_equal(last_entry()->place.file, name));
    assert_int_equal(last_entry()->place.line, 3);
    shut();
}

static void test_chinese(void **state) {
    (void)state;
    static const struct {
        const char *text, *message, *hint;
    } cases[] = {
        {"local x\nreturn x.y", "不能对 nil 值取字段 (local 'x')", ""},
        {"local x\nreturn x()", "不能把 nil 值当作函数调用 (local 'x')", ""},
        {"local x\nreturn 1 + x", "不能对 nil 值作算术运算 (local 'x')", ""},
        {"return 1 < 'a'", "数字与文本不能比较大小", ""},
        {"return {} < {}", "两个表值不能比较大小", ""},
        {"return math.floor(nil)", "第 1 个参数有误，见“floor”（应为 数字，实为 nil）",
         ""},
        {"return math.floor()", "第 1 个参数有误，见“floor”（应为 数字，实为 无值）",
         ""},
        {"return ('a'):find('[')", "模式有误（缺少 ]）", ""},
        {"return string.rep('x', 1 << 40)", "string.rep：结果超过 64 MiB", ""},
        {"error('%s expected, got %d')", "应为 %s，实为 %d", ""},
        {"error('ours: 100%')", "ours: 100%", ""},
        {"return rwaget", "此处没有名为“rwaget”的东西", "是不是“rawget”？"},
        {"while true do end", "指令数超过上限（500 百万条），已停止",
         "请查找不会结束的循环"},
    };
    open_with(0, 0);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_true(sandbox_load(sandbox, str_from(cases[i].text), STR("a.lua"), 1, 0));
        diag_close(diag);
        diag = diag_open();
        struct catalogue chinese;
        assert_true(words_messages(STR("zh"), &chinese));
        diag_set_messages(diag, chinese);
        sandbox_set_diag(sandbox, diag);
        assert_false(sandbox_call(sandbox, 0, 0));
        assert_str(last_entry()->text, cases[i].message);
        assert_str(last_entry()->hint, cases[i].hint);
    }
    shut();
}

static void test_environment(void **state) {
    (void)state;
    open_with(0, 0);
    lua_State *L = sandbox_state(sandbox);
    lua_newtable(L);
    lua_pushliteral(L, "安徽");
    lua_setfield(L, -2, "area");
    sandbox_set_environment(sandbox);
    sandbox_push_environment(sandbox);
    assert_true(sandbox_load(sandbox, STR("return area"), STR("t.md"), 1, -1));
    assert_true(sandbox_call(sandbox, 0, 1));
    assert_string_equal(lua_tostring(L, -1), "安徽");
    lua_pop(L, 2);
    shut();
}

/* Looking for the place of the error through 200 000 frames took minutes. */
static void recursion_without_an_end_is_reported_at_once(void **state) {
    (void)state;
    open_with(0, 0);
    clock_t before = clock();
    fails_at("local f\nf = function() return f() + 1 end\nf()", 2, "stack overflow");
    assert_true(clock() - before < 5 * CLOCKS_PER_SEC);
    shut();
}

#ifndef __SANITIZE_ADDRESS__ /* to which blocks that a process keeps are leaks */
/* Pages of the process that lie in memory. */
static long resident(void) {
    long pages = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    assert_non_null(file);
    assert_int_equal(fscanf(file, "%*d %ld", &pages), 1);
    fclose(file);
    return pages;
}

static void an_abandoned_state_gives_its_small_blocks_back(void **state) {
    (void)state;
    open_with(0, 0);
    long before = resident();
    assert_true(run("local kept = {} for i = 1, 200000 do kept[i] = { i } end"));
    long full = resident();
    sandbox_abandon(sandbox);
    assert_true(full - before > 2000); /* of 4 kB */
    assert_true(full - resident() > 2000);
    sandbox_close(sandbox);
    diag_close(diag);
}
#endif

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(recursion_without_an_end_is_reported_at_once),
        cmocka_unit_test(test_allow_list),
        cmocka_unit_test(test_text_only),
        cmocka_unit_test(test_memory),
        cmocka_unit_test(test_instructions),
        cmocka_unit_test(test_loops_in_c),
        cmocka_unit_test(test_finalizers),
        cmocka_unit_test(test_determinism),
        cmocka_unit_test(test_random_is_seeded),
        cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_patterns_agree_with_lua),
        cmocka_unit_test(test_require),
        cmocka_unit_test(test_positions),
        cmocka_unit_test(test_syntax_words),
        cmocka_unit_test(test_chinese),
        cmocka_unit_test(test_environment),
#ifndef __SANITIZE_ADDRESS__
        cmocka_unit_test(an_abandoned_state_gives_its_small_blocks_back),
#endif
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
