/* The Markdown that is published says to a GFM reader what the page says: the same
   blocks, the same tables, the same text. What tags print stands in ‹›. */
#include "markdown_oracle.h"
#include "unit.h"
#include <stdio.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

static uint64_t seed;

/* The name of a tag, without attributes; the headings of the body are one deeper in
   the file, whose title is the first. */
static void put_tag(struct str tag, bool deeper, struct buf *out) {
    bool closing = tag.n > 1 && tag.p[1] == '/';
    size_t start = closing ? 2 : 1, end = start;
    while (end < tag.n && tag.p[end] != ' ' && tag.p[end] != '>' && tag.p[end] != '/')
        end++;
    struct str name = str_slice(tag, start, end);
    if (str_equal(name, STR("span")) || str_equal(name, STR("!--")))
        return;
    buf_puts(out, closing ? "</" : "<");
    if (deeper && name.n == 2 && name.p[0] == 'h' && name.p[1] < '6')
        buf_printf(out, "h%c", name.p[1] + 1);
    else
        buf_put(out, name);
    buf_char(out, '>');
}

/* True for <a href="x">x</a> at `at`: an address is a link in the file, and on the page
   only its text. */
static bool is_address(struct str html, size_t at, struct str *address) {
    struct str open = STR("<a href=\"");
    size_t start = at + open.n, quote = str_find(html, STR("\">"), at);
    if (!str_starts(str_slice(html, at, html.n), open) || quote == STR_NOT_FOUND)
        return false;
    struct str target = str_slice(html, start, quote);
    struct str rest = str_slice(html, quote + 2, html.n);
    if (str_starts(target, STR("http://www.")) && str_starts(rest, STR("www.")))
        target = str_slice(target, strlen("http://"), target.n);
    *address = target;
    return str_starts(rest, target) &&
           str_starts(str_slice(rest, target.n, rest.n), STR("</a>"));
}

/* Tags by name and the text without white space. */
static void squeeze(struct str html, bool deeper, struct buf *out) {
    for (size_t at = 0; at < html.n; at++) {
        size_t end = html.p[at] == '<' ? str_find(html, STR(">"), at) : STR_NOT_FOUND;
        struct str address;
        if (is_address(html, at, &address)) {
            buf_put(out, address);
            at = str_find(html, STR("</a>"), at) + strlen("</a>") - 1;
        } else if (end != STR_NOT_FOUND) {
            put_tag(str_slice(html, at, end + 1), deeper, out);
            at = end;
        } else if (html.p[at] != ' ' && html.p[at] != '\n' && html.p[at] != '\t') {
            buf_char(out, html.p[at]);
        }
    }
}

static void drop(struct buf *text, const char *what, const char *instead) {
    struct buf out = buf_open(SIZE_MAX / 2);
    struct str all = buf_str(text);
    size_t at = 0, from;
    for (; (from = str_find(all, str_from(what), at)) != STR_NOT_FOUND;
         at = from + strlen(what)) {
        buf_put(&out, str_slice(all, at, from));
        buf_puts(&out, instead);
    }
    buf_put(&out, str_slice(all, at, all.n));
    buf_clear(text);
    buf_put(text, buf_str(&out));
    buf_close(&out);
}

/* Line breaks at a block's edge are no text. */
static void tidy(struct buf *text) {
    static const char *const edges[][2] = {
        {"<p><br>", "<p>"},     {"<br></p>", "</p>"},   {"<li><br>", "<li>"},
        {"<br></li>", "</li>"}, {"<br><ul>", "<ul>"},   {"<br><ol>", "<ol>"},
        {"<td><br>", "<td>"},   {"<br></td>", "</td>"}, {"<br><table>", "<table>"},
        {"<p></p>", ""}};
    drop(text, "<h1></h1>", "");
    for (size_t round = 0; round < 4; round++)
        for (size_t i = 0; i < COUNT(edges); i++)
            drop(text, edges[i][0], edges[i][1]);
}

/* True if the text was good, and so compared. */
static bool compare(const char *text) {
    struct oracle oracle;
    oracle_open(&oracle, str_from(text));
    bool good = oracle.good;
    if (good) {
        struct buf page = buf_open(SIZE_MAX / 2), again = buf_open(SIZE_MAX / 2);
        struct buf markdown = buf_open(SIZE_MAX / 2);
        struct buf seen = buf_open(SIZE_MAX / 2), wanted = buf_open(SIZE_MAX / 2);
        oracle_written(&oracle, &markdown, &again);
        oracle_html(&oracle, &page);
        squeeze(buf_str(&again), false, &seen);
        squeeze(buf_str(&page), true, &wanted);
        tidy(&seen);
        tidy(&wanted);
        if (!str_equal(buf_str(&seen), buf_str(&wanted))) {
            fprintf(stderr, "of\n%s\nis written\n%s\nand read\n%s\nnot\n%s\nend\n",
                    text, buf_z(&markdown), buf_z(&seen), buf_z(&wanted));
            fail();
        }
        struct buf *bufs[] = {&page, &again, &markdown, &seen, &wanted};
        for (size_t i = 0; i < COUNT(bufs); i++)
            buf_close(bufs[i]);
    }
    oracle_close(&oracle);
    return good;
}

static void by_hand(void **state) {
    (void)state;
    static const char *const texts[] = {
        "&‹lt›; &‹copy›; ‹&›lt; ‹&›‹amp;› &‹#65;› R&D AT‹&›T\n",
        "&<span lang=\"en\">lt;</span> *‹&›*lt; a‹&›~~\n",
        "[‹&›lt;](u) &\\lt; &lt‹;›\n",
        "> | a | b |\n> |---|---|\n> | 1 | 2 |\n",
        "> x\n>\n> | a |\n> |---|\n> | ‹&›lt; |\n>\n> y\n",
        "- x\n\n  | a |\n  |---|\n  | 1 |\n\n  y\n- z\n",
        "> - | a |\n>   |---|\n>   | 1 |\n>\n>   y\n>\n> z\n",
        "- > x\n  >\n  > | a |\n  > |---|\n  > | 1 |\n  >\n  > z\n- w\n",
        "a[^1]\n\n[^1]: x\n\n    | a |\n    |---|\n    | 1 |\n\n    y\n",
        "甲‹  ›\n乙‹ ›\n‹   ›丙\n",
        "‹     甲›\n",
        "> ‹     甲›\n",
        "<span lang=\"en\">‹     x›</span>\n",
        "甲\n‹ ---›\n",
        "甲\n‹ ›‹- x›\n",
        "甲\n‹| a | b |›\n‹| --- | --- |›\n‹| 1 | 2 |›\n",
        "\\| a | b |\n\\|---|---|\n",
        "甲\n‹:-›\n乙\n",
        "- 甲\n  ‹:-:|:-:›\n",
        "# 题<br>目 {-}\n",
        "题\\\n目 {-}\n==\n",
        "> 甲<br><br>乙\n",
        "甲\n<br>\n乙\n",
        "- 甲<br>\n  <br>\n- 乙<br>\n",
        "`a`<!-- x -->`b` `‹`›`<!-- x -->`c`\n",
        "`‹a\n- b›` `‹a\n\nb›`\n",
        "‹1›. 甲\n\n1‹.› 甲\n\n‹1.›\n\n‹#› 甲\n\n‹+› x\n\n‹=›\n",
        "‹!›[a](b) ‹[a]›(b) ‹<›b> ‹~~x~~› ~‹~x~›~\n",
        "[a](x?b&amp;copy;=1 \"t &amp;lt; \\\" \\\\ t\") <http://a.b/?c&amp;lt;=1>\n",
        "| a |\n|---|\n| 甲<br>‹|›乙 |\n| `‹|›` |\n| ‹&›lt; |\n| 甲<br>‹:-› |\n",
        "见https://a.cn/t_1~b*.html。‹http://a.cn?a=1&copy;=2›，‹(ftp://a.cn/x)›。\n",
        "‹www.a.cn/a_b›。（转引自 www.a.cn）‹见 www.a_b.cn:8080/*x*.›\n",
        "‹http://›甲 ‹https://中国.cn/_›x ‹HTTP://A.cn/[1]›‹x›https://a.cn‹/_b›\n",
        "**‹https://a.cn/_x›** *‹ www.›甲* （http://a.cn/*x*）`‹http://a_b›`\n",
        "[‹http://a.cn/_›](u) [甲 www.a_.cn](u?a&amp;lt;)\n",
        "| a |\n|---|\n| ‹https://a.cn/a_b\\|c› |\n| ‹ www.a.cn/?q=&lt;› |\n",
        "<span lang=\"en\">‹see https://a.cn/x_y_z, or www.a.cn.›</span>\n",
        "**甲**<!-- x -->**乙** *‹甲›*<span lang=\"en\">*b*</span>\n",
    };
    for (size_t i = 0; i < COUNT(texts); i++)
        if (!compare(texts[i]))
            fail_msg("not good: %s", texts[i]);
}

static void put_line(struct buf *out) {
    static const char *const typed[] = {"甲",
                                        "b",
                                        " ",
                                        "&",
                                        "1",
                                        ".",
                                        "\\#",
                                        "*乙*",
                                        "**丙**",
                                        "`c`",
                                        ";",
                                        "&amp;",
                                        "[l](u)",
                                        "<sup>2</sup>",
                                        "，",
                                        "\\|",
                                        "<br>",
                                        "<!-- x -->",
                                        ":",
                                        "<span lang=\"en\">**x**</span>",
                                        "<span lang=\"en\">&</span>",
                                        "**‹y›**"};
    static const char *const printed[] = {
        "lt;",   "&",    "  ",   " ", "#",       "-",     "---",   "=",      "1.", "|",
        "|---|", "~~",   "`",    "*", "[x]",     "(u)",   "<b",    ">x",     ":-", "\\",
        "!",     "    ", "copy", "_", "http://", "a.cn/", " www.", "&copy;", ""};
    for (size_t i = 1 + oracle_chance(&seed, 5); i > 0; i--) {
        if (oracle_chance(&seed, 2))
            buf_puts(out, typed[oracle_chance(&seed, COUNT(typed))]);
        else
            buf_printf(out, "‹%s›", printed[oracle_chance(&seed, COUNT(printed))]);
    }
    buf_char(out, '\n');
}

static void put_block(struct buf *out) {
    static const struct {
        const char *first, *prefix;
    } containers[] = {{"", ""},     {"- ", "  "},     {"1. ", "   "},
                      {"> ", "> "}, {"> - ", ">   "}, {"- > ", "  > "}};
    size_t k = oracle_chance(&seed, COUNT(containers));
    buf_puts(out, containers[k].first);
    for (size_t i = oracle_chance(&seed, 3);; i--) {
        put_line(out);
        if (i == 0)
            break;
        buf_puts(out, containers[k].prefix);
    }
    if (oracle_chance(&seed, 3) > 0)
        return;
    buf_printf(out, "%s\n%s| h |\n%s|---|\n%s| ", containers[k].prefix,
               containers[k].prefix, containers[k].prefix, containers[k].prefix);
    put_line(out);
    buf_printf(out, "%s\n%s‹尾›\n", containers[k].prefix, containers[k].prefix);
}

static void generated(void **state) {
    (void)state;
    size_t good = 0, all = 600;
    for (size_t i = 0; i < all; i++) {
        struct buf text = buf_open(SIZE_MAX / 2);
        seed = 0x8CB92BA72F3D8DD7u + i;
        oracle_chance(&seed, 2);
        for (size_t k = 1 + oracle_chance(&seed, 3); k > 0; k--) {
            put_block(&text);
            buf_char(&text, '\n');
        }
        good += compare(buf_z(&text));
        buf_close(&text);
    }
    if (good < all * 3 / 4)
        fail_msg("only %zu of %zu texts were good", good, all);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(by_hand),
        cmocka_unit_test(generated),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
