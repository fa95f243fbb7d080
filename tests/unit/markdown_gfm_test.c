/* Tables and footnotes against cmark-gfm, everything else against cmark: texts written
   by hand, and texts put together by chance from pieces of Markdown. What compose
   reports as an error is not compared; most of what is generated must be good. */
#include "markdown_oracle.h"
#include "unit.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

static uint64_t seed;

/* Blank lines between elements differ with how the HTML is written. */
static bool is_same(struct str a, struct str b) {
    size_t i = 0, k = 0;
    while (i < a.n || k < b.n) {
        while (i + 1 < a.n && a.p[i] == '\n' && a.p[i + 1] == '\n')
            i++;
        while (k + 1 < b.n && b.p[k] == '\n' && b.p[k + 1] == '\n')
            k++;
        if (i == a.n || k == b.n || a.p[i++] != b.p[k++])
            return false;
    }
    return true;
}

static void compare(struct str markdown, struct str seen, struct str wanted) {
    if (is_same(seen, wanted))
        return;
    /* Longer than cmocka's messages may be. */
    fprintf(stderr, "of\n%.*s\nhere is\n%.*s\nand there\n%.*s\nend\n",
            STR_ARG(markdown), STR_ARG(seen), STR_ARG(wanted));
    fail();
}

/* True if the text was good, and so compared. */
static bool compare_gfm(struct str markdown) {
    struct oracle oracle;
    oracle_open(&oracle, markdown);
    if (oracle.good) {
        struct buf seen = buf_open(SIZE_MAX / 2), wanted = buf_open(SIZE_MAX / 2);
        oracle_html(&oracle, &seen);
        oracle_gfm(markdown, &wanted);
        compare(markdown, buf_str(&seen), buf_str(&wanted));
        buf_close(&seen);
        buf_close(&wanted);
    }
    bool good = oracle.good;
    oracle_close(&oracle);
    return good;
}

static void tables_by_hand(void **state) {
    (void)state;
    static const char *const texts[] = {
        "| a | b |\n|---|---|\n| 1 | 2 |\n",
        "a | b\n--|--\n1 | 2\n",
        "| a |\n|:-|\n| 1 |\n",
        "a\n:-\nb\n",
        "| a | b | c |\n|:--|:-:|--:|\n| 1 | 2 |\n| | | x |\n",
        "text\n| a | b |\n|---|---|\n| 1 | 2 |\n",
        "text\ntwo\n| a | b |\n|---|---|\n| 1 | 2 |\nthree\n\nfour\n",
        "| a | b |\n|---|---|\n| 1 | 2 |\n> quote\n",
        "| a | b |\n|---|---|\n| 1 | 2 |\n- item\n",
        "| a | b |\n|---|---|\n| 1 | 2 |\n2. item\n",
        "| a | b |\n|---|---|\n| 1 | 2 |\n---\n",
        "| a | b |\n|---|---|\n| 1 | 2 |\n\n    code\n",
        "| a | b |\n|---|---|\n| 1 | 2 |\n    code\n",
        "| a | b |\n|---|---|\n| 1 | 2 |\n# head\n",
        "| a | b |\n|---|---|\n| 1 | 2 |\n```\ncode\n```\n",
        "- item\n  | a | b |\n  |---|---|\n  | 1 | 2 |\n- two\n",
        "- | a | b |\n  |---|---|\n  | 1 | 2 |\n\n  more\n",
        "1. x\n\n   | a | b |\n   |---|---|\n   | 1 | 2 |\n2. y\n",
        "> | a | b |\n> |---|---|\n> | 1 | 2 |\nafter\n",
        "> | a | b |\n>|---|---|\n>   | 1 | 2 |\n",
        "> - x\n>   | a | b |\n>   |---|---|\n>   | 1 | 2 |\n>\n> y\n",
        "- > | a |\n  > |---|\n  > | 1 |\n",
        "\t- x\n\n- y\n\n\t| a |\n\t|---|\n\t| 1 |\n",
        "| a |\n|---|\n| `x\\|y` |\n| x\\|y |\n| `x\\\\|y` |\n| \\\\\\|z |\n",
        "| `a|b` | c |\n|---|---|---|\n| 1 | 2 | 3 |\n",
        "| a |\n|---|\n| **b** *c* [d](e) ![](<f>) |\n| &amp; \\* <http://x.y> |\n",
        "| a |\n|---|\n| - b |\n| # c |\n| 1. d |\n| > e |\n",
        "| [x] | [y][X] |\n|---|---|\n| [z](u) | [q] |\n\n[x]: /u 'a \"b\" \\& c'\n",
        "| a |\n|---|\n| 1 |\n\n| b |\n|---|\n| 2 |\n",
        "| a |\n|---|\n| 1 |\n\n| b | c |\n|---|---|\n| 2 | 3 |\n",
        "  | a | b |\n ---|---\n   1 | 2\n",
        "| a | b |  \n| --- | :-: |\t\n| 1 | 2 | \n",
        "| 甲 | 乙 |\n|---|---|\n| **粗** | 2 |\n",
        "a | b |\n- | -\n",
    };
    for (size_t i = 0; i < COUNT(texts); i++)
        compare_gfm(str_from(texts[i]));
}

static void notes_by_hand(void **state) {
    (void)state;
    static const char *const texts[] = {
        "a[^1].\n\n[^1]: x\n",
        "a[^x] b[^y] c[^x]\n\n[^y]: one\n[^x]: two\nlazy\n",
        "a[^1]\n\n[^1]: x\n\n    y\n\n    - p\n    - q\n\nz\n",
        "a[^1]\n\n[^1]: - p\n    - q\n",
        "a[^1]\n\n[^1]: ```\n    code\n    ```\n",
        "a[^1]\n\n[^1]: x\n\n        code\n\n    y\n",
        "a[^1]\n\n[^1]: > quoted\n    > more\n\n    y\n",
        "a[^1]\n\n[^1]: x\n- list\n",
        "a[^1]\n\n+ list\n\n[^1]: x\n\n+ more\n\n+ loose\n",
        "a[^1]\n\n+ list\n+ tight\n\n[^1]: x\n+ more\n",
        "a[^1]\n\n[^1]:\n    x\n\n    y\n",
        "a[^1]\n\n  [^1]: x\n",
        "> a[^1]\n>\n> [^1]: x\n>\n> z\n",
        "- a[^1]\n\n  [^1]: x\n\n- b\n",
        "a[^1]\n[^1]: x\n",
        "# a[^1]\n[^1]: x\n# b\n",
        "*a[^1]* **b[^1]** [c[^1]](d)\n\n[^1]: x\n",
        "\\[^1] [^1\\] `[^1]` [^1]\n\n[^1]: x\n",
        "    [^1]: code\n\na[^1]\n\n```\n[^1]: code\n```\n\n[^1]: x\n",
        "a[^1]\n\n[^1]: x\n\n    | a |\n    |---|\n    | 1 |\n",
        "| a[^1] |\n|---|\n| b[^1] |\n\n[^1]: x\n",
        "甲[^注]。\n\n[^注]: 乙\n",
    };
    for (size_t i = 0; i < COUNT(texts); i++)
        assert_true(compare_gfm(str_from(texts[i])));
}

/* The last two are for cells: before a table, cmark-gfm takes \| for | in a paragraph.
 */
static const char *const words[] = {
    "a",   "bc",     "x y", "1",    "-",    "*e*",       "**s**", "`c`",     "=",
    "\\*", "[l](u)", "_u_", "&lt;", "x甲y", "b `` ` ``", "<b@c>", "`a\\|b`", "p\\|q"};

static void put_words(struct buf *out, bool cell) {
    size_t count = COUNT(words) - (cell ? 0 : 2);
    for (size_t i = 0, n = oracle_chance(&seed, 3); i <= n; i++) {
        buf_puts(out, i > 0 ? " " : "");
        buf_puts(out, words[oracle_chance(&seed, count)]);
    }
}

static void put_row(struct buf *out, size_t columns, bool framed) {
    buf_puts(out, framed ? "|" : "");
    for (size_t i = 0; i < columns; i++) {
        buf_puts(out, i > 0 && !framed ? "|" : "");
        buf_puts(out, oracle_chance(&seed, 2) ? " " : "");
        if (oracle_chance(&seed, 6) > 0 || !framed)
            put_words(out, true);
        buf_puts(out, oracle_chance(&seed, 2) ? " " : "");
        buf_puts(out, framed ? "|" : "");
    }
}

/* Each line of a block behind the prefix of its containers. */
static void begin(struct buf *out, const char *prefix) {
    buf_puts(out, prefix);
    for (size_t i = oracle_chance(&seed, 8) == 0 ? oracle_chance(&seed, 3) : 0; i > 0;
         i--)
        buf_char(out, ' ');
}

static void put_table(struct buf *out, const char *first, const char *prefix) {
    static const char *const rules[] = {"---", ":-", "-:", ":--:", "-", " --- "};
    size_t columns = 1 + oracle_chance(&seed, 3), rows = 1 + oracle_chance(&seed, 3);
    bool framed = columns == 1 || oracle_chance(&seed, 3) > 0;
    buf_puts(out, first);
    if (oracle_chance(&seed, 4) == 0) { /* a paragraph's end */
        put_words(out, false);
        buf_char(out, '\n');
        begin(out, prefix);
    }
    put_row(out, columns, framed);
    buf_char(out, '\n');
    begin(out, prefix);
    buf_puts(out, framed ? "|" : "");
    for (size_t i = 0; i < columns; i++) {
        buf_puts(out, i > 0 ? "|" : "");
        buf_puts(out, rules[oracle_chance(&seed, COUNT(rules))]);
    }
    buf_puts(out, framed ? "|\n" : "\n");
    for (size_t i = 0; i < rows; i++) {
        begin(out, prefix);
        put_row(out,
                oracle_chance(&seed, 5) == 0 ? 1 + oracle_chance(&seed, columns)
                                             : columns,
                framed);
        buf_char(out, '\n');
    }
}

static void put_block(struct buf *out, size_t notes) {
    static const struct {
        const char *first, *prefix;
    } containers[] = {{"", ""},         {"- ", "  "},     {"1. ", "   "},
                      {"> ", "> "},     {"> - ", ">   "}, {"- > ", "  > "},
                      {"10) ", "    "}, {">", ">"},       {"- - ", "    "}};
    size_t k = oracle_chance(&seed, COUNT(containers));
    const char *first = containers[k].first, *prefix = containers[k].prefix;
    if (oracle_chance(&seed, 2) == 0) {
        put_table(out, first, prefix);
    } else {
        buf_puts(out, first);
        put_words(out, false);
        if (notes > 0 && oracle_chance(&seed, 2))
            buf_printf(out, "[^n%zu]", 1 + oracle_chance(&seed, notes));
        buf_char(out, '\n');
        if (oracle_chance(&seed, 3) == 0) {
            begin(out, prefix);
            put_words(out, false);
            buf_char(out, '\n');
        }
    }
    if (oracle_chance(&seed, 8) > 0)
        buf_char(out, '\n');
}

static void put_note(struct buf *out, size_t number) {
    static const char *const blocks[] = {"\n    second\n",
                                         "\n    - p\n    - q\n",
                                         "\n    > q\n",
                                         "\n        code\n",
                                         "lazy\n",
                                         "    more\n",
                                         "\n    ~~~\n    c\n    ~~~\n",
                                         "\n    1. x\n\n       y\n"};
    buf_printf(out, "[^n%zu]: ", number);
    put_words(out, false);
    buf_char(out, '\n');
    for (size_t i = oracle_chance(&seed, 3); i > 0; i--)
        buf_puts(out, blocks[oracle_chance(&seed, COUNT(blocks))]);
    if (oracle_chance(&seed, 3) > 0)
        buf_char(out, '\n');
}

static void generated_texts(void **state) {
    (void)state;
    size_t good = 0, all = 600;
    for (size_t i = 0; i < all; i++) {
        struct buf text = buf_open(SIZE_MAX / 2);
        seed = 0x9E3779B97F4A7C15u + i;
        oracle_chance(&seed, 2);
        size_t notes = oracle_chance(&seed, 3);
        for (size_t k = 1 + oracle_chance(&seed, 4); k > 0; k--)
            put_block(&text, notes);
        buf_char(&text, '\n');
        for (size_t k = 1; k <= notes; k++) { /* all of them are used */
            buf_printf(&text, "z[^n%zu]\n\n", k);
            put_note(&text, k);
        }
        good += compare_gfm(buf_str(&text));
        buf_close(&text);
    }
    if (good < all * 3 / 4)
        fail_msg("only %zu of %zu texts were good", good, all);
}

/* Without tables and notes nothing of ours may change what cmark makes of ASCII. */
static void plain_texts(void **state) {
    (void)state;
    static const char *const pieces[] = {"*",       "**",      "***",
                                         "_",       "__",      "`",
                                         "``",      "[",       "]",
                                         "(u)",     "\\",      "\n",
                                         "\n\n",    "\n> ",    "\n- ",
                                         "\n  ",    "\n1. ",   "\n    ",
                                         "\n# ",    "a",       "b",
                                         " ",       ".",       "\"",
                                         "!x",      "&amp;",   "<http://a.b>",
                                         "\n***\n", "\n===\n", "\n~~~\n",
                                         "'",       "c"};
    size_t good = 0, all = 4000;
    for (size_t i = 0; i < all; i++) {
        struct buf text = buf_open(SIZE_MAX / 2);
        seed = 0xD1B54A32D192ED03u + i;
        oracle_chance(&seed, 2);
        for (size_t k = 3 + oracle_chance(&seed, 25); k > 0; k--)
            buf_puts(&text, pieces[oracle_chance(&seed, COUNT(pieces))]);
        struct oracle oracle;
        oracle_open(&oracle, buf_str(&text));
        if (oracle.good) {
            struct buf seen = buf_open(SIZE_MAX / 2);
            oracle_body(&oracle, &seen);
            char *wanted =
                cmark_markdown_to_html(buf_z(&text), text.n, CMARK_OPT_VALIDATE_UTF8);
            compare(buf_str(&text), buf_str(&seen), str_from(wanted));
            free(wanted);
            buf_close(&seen);
            good++;
        }
        oracle_close(&oracle);
        buf_close(&text);
    }
    if (good < all / 2)
        fail_msg("only %zu of %zu texts were good", good, all);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tables_by_hand),
        cmocka_unit_test(notes_by_hand),
        cmocka_unit_test(generated_texts),
        cmocka_unit_test(plain_texts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
