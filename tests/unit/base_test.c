#include "unit.h"
#include "words/words.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/decimal.h"
#include "base/diag.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/program.h"
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void utf8_is_strict(void **state) {
    (void)state;
    static const struct {
        const char *bytes;
        size_t first_bad;
    } cases[] = {{"数据 a", STR_NOT_FOUND},
                 {"\xF0\xA0\xAE\xB7", STR_NOT_FOUND},
                 {"a\xC0\x80", 1},
                 {"\xE0\x80\x80", 0},
                 {"\xED\xA0\x80", 0},
                 {"\xF4\x90\x80\x80", 0},
                 {"ab\xE6\x95", 2},
                 {"\x80", 0},
                 {"\xF4\x8F\xBF\xBF", STR_NOT_FOUND}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(utf8_invalid(str_from(cases[i].bytes)), cases[i].first_bad);
    uint32_t cp;
    assert_int_equal(utf8_last(STR("a甲")), 0x7532);
    assert_int_equal(utf8_last(STR("甲a")), 'a');
    assert_int_equal(utf8_last(STR("\xF0\xA0\x80\x80")), 0x20000);
    assert_int_equal(utf8_last(STR("")), 0);
    assert_int_equal(utf8_first(STR("甲a")), 0x7532);
    assert_int_equal(utf8_first(STR("")), 0);
    assert_int_equal(utf8_decode(STR("\xE6\x95"), 0, &cp), 1);
    assert_int_equal(cp, 0xFFFD);
    assert_int_equal(utf8_length(STR("𠮷野家")), 3);
}

static void utf8_round_trips_every_code_point(void **state) {
    (void)state;
    for (uint32_t cp = 0; cp <= 0x10FFFF; cp++) {
        if (cp >= 0xD800 && cp <= 0xDFFF)
            continue;
        char bytes[4];
        size_t n = utf8_encode(cp, bytes);
        uint32_t back = 0;
        if (utf8_decode((struct str){bytes, n}, 0, &back) != n || back != cp)
            fail_msg("U+%04X does not come back", (unsigned)cp);
    }
}

static void str_finds_and_trims(void **state) {
    (void)state;
    assert_int_equal(str_find(STR("aab"), STR("ab"), 0), 1);
    assert_int_equal(str_find(STR("aab"), STR("b"), 3), STR_NOT_FOUND);
    assert_int_equal(str_find(STR("ab"), STR("abc"), 0), STR_NOT_FOUND);
    assert_int_equal(str_find(STR("ab"), STR(""), 2), 2);
    assert_str(str_trim(STR(" \t a b\r\n")), "a b");
    assert_str(str_trim(STR(" \n")), "");
    assert_true(str_compare(STR("a"), STR("ab")) < 0);
    assert_true(str_compare(STR("京"), STR("b")) > 0);
}

static bool all_are(const unsigned char *p, size_t n, unsigned char c) {
    size_t i = 0;
    while (i < n && p[i] == c)
        i++;
    return i == n;
}

static void arena_gives_whole_pages_back(void **state) {
    (void)state;
    enum { SIZE = 1 << 20, MARGIN = 1 << 16 };
    for (int shared = 0; shared < 2; shared++) {
        struct arena *arena = shared ? arena_open_shared(4 * SIZE) : arena_open();
        unsigned char *before = arena_alloc(arena, 100);
        unsigned char *block = arena_alloc(arena, SIZE);
        unsigned char *after = arena_alloc(arena, 100);
        memset(before, 1, 100);
        memset(block, 2, SIZE);
        memset(after, 3, 100);
        arena_return(arena, block, SIZE);
        /* The first and the last page may hold something else, too. */
        assert_true(all_are(block + MARGIN, SIZE - 2 * MARGIN, shared ? 0 : 2));
        assert_true(all_are(before, 100, 1) && all_are(after, 100, 3));
        arena_return(arena, after, 100);
        assert_true(all_are(after, 100, 3));
        arena_return(arena, NULL, 0);
        arena_close(arena);
    }
}

static void arena_aligns_zeroes_and_grows(void **state) {
    (void)state;
    struct arena *arena = arena_open();
    for (size_t size = 1; size < 200000; size = size * 3 + 1) {
        unsigned char *p = arena_alloc(arena, size);
        assert_int_equal((uintptr_t)p % 16, 0);
        for (size_t i = 0; i < size; i++)
            assert_int_equal(p[i], 0);
        memset(p, 0xAA, size);
    }
    int *items = NULL;
    size_t capacity = 0;
    for (int i = 0; i < 1000; i++) {
        items = arena_grow(arena, items, (size_t)i, &capacity, sizeof *items);
        items[i] = i;
    }
    for (int i = 0; i < 1000; i++)
        assert_int_equal(items[i], i);
    assert_str(arena_printf(arena, "%s-%d", "甲", 7), "甲-7");
    arena_close(arena);
}

static void buf_keeps_its_cap(void **state) {
    (void)state;
    struct buf buf = buf_open(5);
    buf_puts(&buf, "abc");
    buf_puts(&buf, "def");
    assert_false(buf_ok(&buf));
    assert_str(buf_str(&buf), "abc");
    buf_clear(&buf);
    buf_puts(&buf, "abcde");
    assert_true(buf_ok(&buf));
    assert_string_equal(buf_z(&buf), "abcde");
    buf_close(&buf);
}

static void buf_writes_fixed_numbers(void **state) {
    (void)state;
    static const struct {
        double value;
        int decimals;
        const char *text;
    } cases[] = {{0, 3, "0"},           {-0.0001, 3, "0"},    {1.5, 0, "2"},
                 {-1.25, 2, "-1.25"},   {100.10, 2, "100.1"}, {0.05, 2, "0.05"},
                 {595.276, 2, "595.28"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buf buf = buf_open(100);
        buf_fixed(&buf, cases[i].value, cases[i].decimals);
        assert_str(buf_str(&buf), cases[i].text);
        buf_close(&buf);
    }
    struct buf buf = buf_open(100);
    buf_fixed(&buf, (double)NAN, 2);
    assert_false(buf_ok(&buf));
    buf_clear(&buf);
    buf_integer(&buf, INT64_MIN);
    assert_str(buf_str(&buf), "-9223372036854775808");
    buf_close(&buf);
}

static void decimal_accepts_one_grammar(void **state) {
    (void)state;
    static const char *const good[][2] = {{"2.50", "2.50"},
                                          {"-4.7", "-4.7"},
                                          {"+2", "2"},
                                          {"1.23E+05", "123000"},
                                          {"0.00", "0.00"},
                                          {"1e-3", "0.001"},
                                          {"007", "7"},
                                          {"-0.5", "-0.5"},
                                          {"999999999999999999", "999999999999999999"}};
    static const char *const bad[] = {
        "",      "-",   ".5",   "5.",    " 1",
        "1 ",    "1,2", "0x10", "1e300", "1e-300",
        "nan",   "1e",  "1e+",  "1.2.3", "1000000000000000000",
        "1e999", "--1", "１"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        struct decimal d;
        struct buf buf = buf_open(100);
        assert_true(decimal_parse(str_from(good[i][0]), &d));
        decimal_print(d, &buf);
        assert_str(buf_str(&buf), good[i][1]);
        buf_close(&buf);
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct decimal d;
        if (decimal_parse(str_from(bad[i]), &d))
            fail_msg("\"%s\" was taken for a number", bad[i]);
    }
}

static void decimal_doubles_are_the_nearest(void **state) {
    (void)state;
    static const char *const texts[] = {"0.1",   "139.6",  "999999999999999999",
                                        "1e22",  "1e23",   "123456789.123456789",
                                        "1e-30", "-84.91", "9007199254740993"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct decimal d;
        assert_true(decimal_parse(str_from(texts[i]), &d));
        double expected = strtod(texts[i], NULL), seen = decimal_to_double(d);
        assert_memory_equal(&expected, &seen, sizeof seen);
    }
}

static void check_quotient(const char *a, const char *b, int decimals,
                           enum rounding rounding, const char *expected) {
    struct decimal x, y;
    assert_true(decimal_parse(str_from(a), &x));
    assert_true(decimal_parse(str_from(b), &y));
    mpq_t p, q;
    mpq_inits(p, q, NULL);
    decimal_to_rational(x, p);
    decimal_to_rational(y, q);
    mpq_div(p, p, q);
    struct buf buf = buf_open(100);
    rational_print(p, decimals, rounding, &buf);
    assert_str(buf_str(&buf), expected);
    buf_close(&buf);
    mpq_clears(p, q, NULL);
}

static void rationals_round_once(void **state) {
    (void)state;
    check_quotient("1880", "800", 2, ROUND_HALF_AWAY, "2.35");
    check_quotient("2.345", "1", 2, ROUND_HALF_AWAY, "2.35");
    check_quotient("2.345", "1", 2, ROUND_HALF_EVEN, "2.34");
    check_quotient("2.355", "1", 2, ROUND_HALF_EVEN, "2.36");
    check_quotient("-2.345", "1", 2, ROUND_HALF_AWAY, "-2.35");
    check_quotient("-0.004", "1", 2, ROUND_HALF_AWAY, "0.00");
    check_quotient("2", "3", 0, ROUND_HALF_AWAY, "1");
    check_quotient("1", "8", 5, ROUND_HALF_AWAY, "0.12500");
    /* (818.8 − 800) ÷ 8 is exactly 2.35; doubles give 2.3499999999999943. */
    check_quotient("18.8", "8", 1, ROUND_HALF_AWAY, "2.4");
}

/* The grammar of decimals, with more digits; zeros before the first one are none. */
static void rationals_are_read_as_decimals_are(void **state) {
    (void)state;
    static const char *const texts[] = {
        "0",  "-0.50", "+7", "007.25", "1e3",  "00e-2", "",   "-",   ".5",
        "5.", "1.2.3", "e5", "1 ",     "0.00", "--1",   "1e", "000", "0.0e1"};
    mpq_t q, expected;
    mpq_inits(q, expected, NULL);
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct decimal d;
        bool good = decimal_parse(str_from(texts[i]), &d);
        assert_int_equal(rational_parse(str_from(texts[i]), q), good);
        if (good) {
            decimal_to_rational(d, expected);
            assert_true(mpq_equal(q, expected) != 0);
        }
    }
    char digits[RATIONAL_MAX_DIGITS + 103];
    memset(digits, '0', 101);
    memset(digits + 101, '9', RATIONAL_MAX_DIGITS + 1);
    digits[sizeof digits - 1] = '\0';
    assert_false(rational_parse(str_from(digits), q));
    digits[sizeof digits - 2] = '\0';
    assert_true(rational_parse(str_from(digits), q));
    mpq_clears(q, expected, NULL);
}

static void doubles_become_their_shortest_digits(void **state) {
    (void)state;
    mpq_t q;
    mpq_init(q);
    struct buf buf = buf_open(100);
    assert_true(rational_from_double(2.675, q));
    rational_print(q, 2, ROUND_HALF_AWAY, &buf);
    assert_str(buf_str(&buf), "2.68");
    assert_false(rational_from_double((double)INFINITY, q));
    buf_clear(&buf);
    assert_true(rational_from_double(-1e21, q));
    rational_print(q, 0, ROUND_HALF_AWAY, &buf);
    assert_str(buf_str(&buf), "-1000000000000000000000");
    buf_close(&buf);
    mpq_clear(q);
}

/* The digits of a text such as -1.25e-03, whatever stands for the point. */
static void read_scientific(const char *text, mpq_t out) {
    struct decimal d = {0};
    const char *p = text + (*text == '-');
    for (bool behind = false; *p != 'e'; p++) {
        if (*p >= '0' && *p <= '9')
            d.coefficient = d.coefficient * 10 + (*p - '0');
        d.exponent = (int16_t)(d.exponent - (behind && *p >= '0' && *p <= '9'));
        behind = behind || *p < '0' || *p > '9';
    }
    d.exponent = (int16_t)(d.exponent + atol(p + 1));
    d.coefficient = *text == '-' ? -d.coefficient : d.coefficient;
    decimal_to_rational(d, out);
}

/* Digits are tried one by one: of any bits, of decimals, and of numbers near 0. */
static void no_fewer_digits_would_do(void **state) {
    (void)state;
    mpq_t q, wanted;
    mpq_inits(q, wanted, NULL);
    uint64_t bits = 88172645463325252u;
    for (int i = 0; i < 3000; i++) {
        bits ^= bits << 13;
        bits ^= bits >> 7;
        bits ^= bits << 17;
        uint64_t kinds[] = {bits, bits >> 12, bits >> (bits % 52)};
        double value;
        memcpy(&value, &kinds[i % 3], sizeof value);
        if (i % 3 == 2 && i % 2 == 0)
            value = (double)(int64_t)(bits >> (11 + bits % 50)) / 1000;
        if (!isfinite(value))
            continue;
        char text[40];
        for (int digits = 0; digits < 18; digits++) {
            snprintf(text, sizeof text, "%.*e", digits, value);
            if (strtod(text, NULL) == value)
                break;
        }
        read_scientific(text, wanted);
        assert_true(rational_from_double(value, q));
        if (!mpq_equal(q, wanted))
            fail_msg("%s", text);
    }
    mpq_clears(q, wanted, NULL);
}

static struct place at(const char *file, size_t line, size_t column) {
    return (struct place){.file = str_from(file), .line = line, .column = column};
}

static struct str printed(const struct diag *diag, struct arena *arena) {
    char *text = NULL;
    size_t n = 0;
    FILE *stream = open_memstream(&text, &n);
    diag_print(diag, stream);
    fclose(stream);
    struct str copy = arena_copy(arena, (struct str){text, n});
    free(text);
    return copy;
}

static void diag_groups_equal_messages(void **state) {
    (void)state;
    struct arena *arena = arena_open();
    struct diag *diag = diag_open();
    struct place province = at("templates/province.md", 14, 3);
    province.context = STR("北京市");
    assert_false(diag_error(diag, province, "no indicator \"%s\"", "CERTS"));
    diag_hint(diag, "did you mean \"%s\"?", "CERT");
    for (int i = 0; i < 30; i++) {
        diag_error(diag, province, "no indicator \"%s\"", "CERTS");
        diag_hint(diag, "not this one");
    }
    struct place cell = at("input/a.csv", 17, 4);
    cell.cell = STR("D17");
    diag_warning(diag, cell, "bad \x01 number \"%s\"", "1\xFF");
    diag_error(diag, at("b.csv", 2, 1), "unknown area");
    diag_error(diag, at("b.csv", 9, 1), "unknown area");
    diag_error(diag, at("c.csv", 0, 0), "unknown area");
    assert_str(printed(diag, arena),
               "templates/province.md:14:3: error: no indicator \"CERTS\" [×31, first "
               "for 北京市]\n"
               "    hint: did you mean \"CERT\"?\n"
               "input/a.csv:17:4: warning: bad \\x01 number \"1\\xFF\" (D17)\n"
               "b.csv:2:1: error: unknown area [×2, also 9:1]\n"
               "c.csv: error: unknown area\n");
    assert_int_equal(diag_count(diag, DIAG_ERROR), 34);
    diag_close(diag);
    arena_close(arena);
}

static void diag_crosses_a_pipe(void **state) {
    (void)state;
    struct arena *arena = arena_open();
    struct diag *from = diag_open(), *to = diag_open();
    diag_error(from, at("a", 1, 2), "one");
    diag_hint(from, "hint");
    diag_error(from, at("a", 2, 2), "one");
    diag_note(from, at("b", 0, 0), "two");
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    assert_true(diag_send(from, ends[1]));
    close(ends[1]);
    assert_true(diag_receive(to, ends[0]));
    assert_false(diag_receive(to, ends[0]));
    close(ends[0]);
    struct str sent = printed(from, arena), received = printed(to, arena);
    assert_int_equal(sent.n, received.n);
    assert_memory_equal(sent.p, received.p, sent.n);
    diag_close(from);
    diag_close(to);
    arena_close(arena);
}

static void diag_speaks_chinese(void **state) {
    (void)state;
    struct arena *arena = arena_open();
    struct diag *diag = diag_open();
    struct catalogue chinese;
    assert_true(words_messages(STR("zh"), &chinese));
    diag_set_messages(diag, chinese);
    diag_error(diag, at("a.csv", 0, 0), "cannot open: %s", "x");
    assert_str(printed(diag, arena), "a.csv: 错误: 无法打开：x\n");
    diag_close(diag);
    arena_close(arena);
}

static void nearest_names_are_found(void **state) {
    (void)state;
    const struct str names[] = {STR("CERT"), STR("CERT_ORG"), STR("安徽省"),
                                STR("GDP")};
    assert_str(diag_nearest(STR("CERTS"), names, 4), "CERT");
    assert_str(diag_nearest(STR("CRET"), names, 4), "CERT");
    assert_str(diag_nearest(STR("安微省"), names, 4), "安徽省");
    assert_str(diag_nearest(STR("POPULATION"), names, 4), "");
}

static void sha256_is_the_standard_one(void **state) {
    (void)state;
    char hex[HASH_HEX_SIZE + 1];
    hash_of(STR("abc"), hex); /* FIPS 180-2, B.1 */
    assert_string_equal(
        hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

static void md5_is_the_standard_one(void **state) {
    (void)state;
    static const unsigned char right[HASH_MD5_SIZE] = {
        /* RFC 1321, A.5: "abc" */
        0x90, 0x01, 0x50, 0x98, 0x3c, 0xd2, 0x4f, 0xb0,
        0xd6, 0x96, 0x3f, 0x7d, 0x28, 0xe1, 0x7f, 0x72};
    unsigned char sum[HASH_MD5_SIZE];
    hash_md5(STR("abc"), sum);
    assert_memory_equal(sum, right, HASH_MD5_SIZE);
}

static void files_are_read_whole_or_refused(void **state) {
    (void)state;
    char folder[] = "/tmp/nqi-base-XXXXXX";
    assert_non_null(mkdtemp(folder));
    int dir = open(folder, O_RDONLY | O_DIRECTORY);
    struct arena *arena = arena_open();
    struct diag *diag = diag_open();
    struct str text;
    char hex[HASH_HEX_SIZE + 1];
    assert_true(file_make_folders(dir, "a/b", diag));
    assert_true(file_make_folders(dir, "a/b", diag));
    assert_true(file_write(dir, "a/b/x.txt", STR("abc"), diag));
    assert_true(file_read(dir, "a/b/x.txt", 3, arena, &text, hex, diag));
    assert_str(text, "abc");
    assert_memory_equal(hex, "ba7816bf", 8);
    assert_false(file_read(dir, "a/b/x.txt", 2, arena, &text, NULL, diag));
    assert_false(file_read(dir, "a/b", 2, arena, &text, NULL, diag));
    assert_false(file_read(dir, "a/none", 2, arena, &text, NULL, diag));
    assert_int_equal(mkfifoat(dir, "fifo", 0600), 0);
    assert_false(file_read(dir, "fifo", 2, arena, &text, NULL, diag));
    assert_int_equal(symlinkat("/etc/passwd", dir, "link"), 0);
    assert_int_equal(file_open_beneath(dir, "link", O_RDONLY, 0), -1);
    assert_int_equal(file_open_beneath(dir, "../x", O_RDONLY, 0), -1);
    int fd = file_open_beneath(dir, "a/b/x.txt", O_RDONLY, 0);
    assert_true(fd >= 0);
    close(fd);
    struct str *names;
    size_t count;
    assert_true(file_list(dir, ".", arena, &names, &count, diag));
    assert_int_equal(count, 3);
    assert_str(names[0], "a");
    assert_str(names[2], "link");
    diag_close(diag);
    arena_close(arena);
    close(dir);
    char command[64];
    snprintf(command, sizeof command, "rm -r %s", folder);
    assert_int_equal(system(command), 0);
}

static void unsafe_names_are_refused(void **state) {
    (void)state;
    static const char *const bad[] = {"",
                                      "..",
                                      ".x",
                                      "-x",
                                      "a/b",
                                      "a\\b",
                                      "x.",
                                      "x ",
                                      "NUL",
                                      "con.md",
                                      "a\nb",
                                      "a\x7F",
                                      "a\xE2\x80\xAE"
                                      "b",
                                      "\xFF"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (file_name_is_safe(str_from(bad[i])))
            fail_msg("\"%s\" was taken for a safe name", bad[i]);
    assert_true(file_name_is_safe(STR("2023-340000.pdf")));
    assert_true(file_name_is_safe(STR("console")));
    assert_true(file_name_is_safe(STR("安徽省")));
}

/* A value that a file can hold stays finite in charts and statistics. */
static void the_largest_decimal_is_finite(void **state) {
    (void)state;
    struct decimal d;
    assert_true(decimal_parse(STR("999999999999999999e280"), &d));
    assert_true(isfinite(decimal_to_double(d)));
}

/* base/ names no program but the one that it is told of. */
static void messages_name_the_program(void **state) {
    (void)state;
    struct diag *diag = diag_open();
    char *text = NULL;
    size_t n = 0;
    for (int i = 0; i < 22; i++)
        diag_error(diag, (struct place){0}, "there is no %d", i);
    FILE *stream = open_memstream(&text, &n);
    diag_print(diag, stream);
    fflush(stream);
    assert_true(str_starts((struct str){text, n}, STR(" error: there is no 0\n")));
    assert_true(str_ends((struct str){text, n}, STR(" error: 2 more like this\n")));
    rewind(stream);
    program_set("tool", "; --all shows them");
    diag_print(diag, stream);
    program_set("", "");
    fclose(stream);
    assert_true(str_starts((struct str){text, n}, STR("tool: error: there is no 0\n")));
    assert_true(str_ends((struct str){text, n},
                         STR("tool: error: 2 more like this; --all shows them\n")));
    free(text);
    diag_close(diag);
}

/* What stands between tabs comes back as it was, whatever is in it. */
static void fields_come_back(void **state) {
    (void)state;
    static const struct {
        const char *text, *escaped;
    } cases[] = {{"安徽", "安徽"},
                 {"a\tb\nc\rd", "a\\tb\\nc\\rd"},
                 {"\\t", "\\\\t"},
                 {"", ""},
                 {"\\", "\\\\"}};
    struct arena *arena = arena_open();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buf out = buf_open(100);
        buf_escaped(&out, str_from(cases[i].text));
        assert_str(buf_str(&out), cases[i].escaped);
        assert_str(buf_unescaped(buf_str(&out), arena), cases[i].text);
        buf_close(&out);
    }
    assert_str(buf_unescaped(STR("C:\\dir\\"), arena), "C:dir\\"); /* not ours */
    arena_close(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_largest_decimal_is_finite),
        cmocka_unit_test(utf8_is_strict),
        cmocka_unit_test(utf8_round_trips_every_code_point),
        cmocka_unit_test(str_finds_and_trims),
        cmocka_unit_test(arena_aligns_zeroes_and_grows),
        cmocka_unit_test(arena_gives_whole_pages_back),
        cmocka_unit_test(buf_keeps_its_cap),
        cmocka_unit_test(buf_writes_fixed_numbers),
        cmocka_unit_test(decimal_accepts_one_grammar),
        cmocka_unit_test(decimal_doubles_are_the_nearest),
        cmocka_unit_test(rationals_round_once),
        cmocka_unit_test(rationals_are_read_as_decimals_are),
        cmocka_unit_test(doubles_become_their_shortest_digits),
        cmocka_unit_test(no_fewer_digits_would_do),
        cmocka_unit_test(diag_groups_equal_messages),
        cmocka_unit_test(diag_crosses_a_pipe),
        cmocka_unit_test(diag_speaks_chinese),
        cmocka_unit_test(messages_name_the_program),
        cmocka_unit_test(nearest_names_are_found),
        cmocka_unit_test(sha256_is_the_standard_one),
        cmocka_unit_test(md5_is_the_standard_one),
        cmocka_unit_test(files_are_read_whole_or_refused),
        cmocka_unit_test(unsafe_names_are_refused),
        cmocka_unit_test(fields_come_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
