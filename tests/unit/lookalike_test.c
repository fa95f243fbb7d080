/* What looks like markup and would be printed as it stands is told, with its line; what
   is written literally, or printed from the data, is not. */
#include "compose_project.h"
#include "markdown_oracle.h"
#include "unit.h"
#include <string.h>
#include <time.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

static void check(const char *markdown, const char *wanted) {
    struct oracle oracle;
    struct buf messages = buf_open(SIZE_MAX / 2);
    oracle_open(&oracle, str_from(markdown));
    oracle_messages(&oracle, &messages);
    if (!str_equal(buf_str(&messages), str_from(wanted)))
        fail_msg("of \"%s\": \"%s\" is not \"%s\"", markdown, buf_z(&messages), wanted);
    buf_close(&messages);
    oracle_close(&oracle);
}

static void told(void **state) {
    (void)state;
    static const struct {
        const char *markdown, *messages;
    } texts[] = {
        {"a\n\n~~x~~ y\n", "3: text is not struck through: ~~…~~\n"},
        {"a\n~~**b** c~~\n", "2: text is not struck through: ~~…~~\n"},
        {"| a |\n|---|\n| ~~x~~ |\n", "3: text is not struck through: ~~…~~\n"},
        {"# ~~x~~\n", "1: text is not struck through: ~~…~~\n"},
        {"按 $I = \\sum_{i} w_i$ 计算\n", "1: formulas are not printed: $…$\n"},
        {"$$\nD = \\sqrt{C}\n$$\n", "1: formulas are not printed: $…$\n"},
        {"a $x$ b $y$\n\n> $z_1 + z_2$\n",
         "1: formulas are not printed: $…$ ×3, also 3\n"},
        {"行内^[脚注]。\n", "1: notes are not written as ^[…]\n"},
        {"#标题\n", "1: a heading needs a blank behind its #\n"},
        {"文字\n##二级\n", "2: a heading needs a blank behind its #\n"},
        {"#1.概况\n", "1: a heading needs a blank behind its #\n"},
        {"＃ 标题\n", "1: a heading begins with #, not with ＃\n"},
        {"＃＃标题\n", "1: a heading begins with #, not with ＃\n"},
        {"-项目\n", "1: a list's item needs a blank behind its -\n"},
        {"下列：\n-项目\n-项目\n",
         "2: a list's item needs a blank behind its - ×2, also 3\n"},
        {"1.项目\n2.项目\n",
         "1: a list's item needs a blank behind its number ×2, also 2\n"},
        {"下列：\n-‹项目›\n-‹项目›\n",
         "2: a list's item needs a blank behind its - ×2, also 3\n"},
        {"1.‹项目›\n2.‹›‹项目›\n",
         "1: a list's item needs a blank behind its number ×2, also 2\n"},
        {"#‹项目›\n", "1: a heading needs a blank behind its #\n"},
        {"#‹1›.甲\n", "1: a heading needs a blank behind its #\n"},
        {"- [ ]\n- [ ]甲\n- [x]\n- [x]甲\n",
         "1: boxes to tick are not printed: [ ] ×2, also 2\n3: boxes to tick are not "
         "printed: [x] ×2, also 4\n"},
        {"有{ v.CERT }}张\n", "1: }} closes no {{\n"},
        {"有{ { v.CERT } }张\n\n{ % if x % }\n",
         "1: no blank stands between the signs of a tag ×2, also 3\n"},
        {"| 甲 | 乙 |\n", "1: this table has no row of dashes\n"},
        {"文字\n| ‹甲› | ‹乙› |\n文字\n", "2: this table has no row of dashes\n"},
        {"<!-- 甲 --> 乙\n", "1: text behind a comment is not printed: 乙\n"},
        {"<table>\n<tr>\n", "1: HTML is not printed: <table>\n"},
        {"- [ ] 待核\n- [x] 已核\n", "1: boxes to tick are not printed: [ ]\n2: boxes "
                                     "to tick are not printed: [x]\n"},
        {"1. [X] 已核\n", "1: boxes to tick are not printed: [X]\n"},
        {"认证\n: 由机构证明\n", "2: lists of terms are not printed: “: …”\n"},
        {"认证\n\n:   由机构证明\n", "3: lists of terms are not printed: “: …”\n"},
        {"|---|---|\n| 1 | 2 |\n", "1: this table has no head\n"},
        {"- |---|\n  | 1 |\n", "1: this table has no head\n"},
        {"| a |\n|---|---|\n| 1 | 2 |\n",
         "2: the head has 1 cells, the row of dashes 2\n"},
        {"| a | b |\n| 1 | 2 |\n", "2: this table has no row of dashes\n"},
        {"| a | b |\n|---|---|\n| 1 | 2 |\n下文\n",
         "4: this line is read as a row of the table above it\n"},
        {"｜ 甲 ｜ 乙 ｜\n｜---｜---｜\n",
         "1: a table is written with |, not with ｜ ×2, also 2\n"},
        {"```tabel id=tbl-a caption=甲\nx = 1\n```\n",
         "1: no block is called ```tabel id=tbl-a caption=甲\n"},
        {"```Table\nx = 1\n```\n", "1: no block is called ```Table\n"},
        {"```table{id=tbl-x}\nx\n```\n", "1: no block is called ```table{id=tbl-x}\n"},
        {"```tabel{#tbl-x}\nx\n```\n", "1: no block is called ```tabel{#tbl-x}\n"},
        {"```{#tbl-a .table}\nx\n```\n", "1: no block is called ```{#tbl-a .table}\n"},
        {"```chart(fig-a)\nx\n```\n", "1: no block is called ```chart(fig-a)\n"},
        {"```text{caption=甲}\nx\n```\n",
         "1: no block is called ```text{caption=甲}\n"},
        {"甲\n==**乙**丙== ==丁==\n",
         "2: text is not marked with a colour: ==…== ×2, also \n"},
        {"H~2~O、PM~2.5~\n\n| a |\n|---|\n| CO~‹2›~ |\n",
         "1: ~…~ lowers nothing ×3, also 5\n"},
        {"x^2^ 10^6^ 亿米^3^\n", "1: ^…^ raises nothing ×3, also \n"},
        {"::: note\n甲\n:::\n", "1: parts of a page are not made by ::: ×2, also 3\n"},
        {"!!! note\n甲\n", "1: boxes are not made by !!!\n"},
        {"> [!NOTE]\n> 甲\n", "1: boxes are not made by > [!…]\n"},
        {"有${v.CERT}张\n", "1: a value is not printed by ${…}\n"},
        {"有{v.CERT}张、{area.name}、{v[\"A\"]}、{f(1)}、{v:of \"北京\"}\n",
         "1: a value is not printed by {…} ×5, also \n"},
        {"# {v.CERT}\n", "1: a value is not printed by {…}\n"},
        {"有<%= v.CERT %>张\n", "1: a tag is not written as <% … %>\n"},
        {"[x]{.red} [**y**](u){#id} ![z](p.png){width=5cm}\n",
         "1: attributes are not printed: {…} ×3, also \n1: pictures from files are not "
         "printed: p.png\n"},
        {"按 \\(x_1\\) 计算\n", "1: formulas are not printed: \\(…\\)\n"},
        {"见 \\ref{fig-a}\n", "1: commands of TeX are not printed: \\…{…}\n"},
        {"见 [@fig-a]\n", "1: references are not written as [@…]\n"},
        {"| a | b |\n|---|---|\n| 1 |\n",
         "3: this row has 1 cells, the table's head 2\n"},
        {"- a\n\n  ~~~charts\n  x = 1\n  ~~~\n", "3: no block is called ```charts\n"},
        {"``` {.table}\nx\n```\n", "1: no block is called ```{.table}\n"},
        {"**a**\n#标题\n", "2: a heading needs a blank behind its #\n"},
        {"```text lang=en\nx\n```\n", "1: no block is called ```text lang=en\n"},
        {"```html title=甲\nx\n```\n", "1: no block is called ```html title=甲\n"},
        {"- a\n\n1. b\n\n2023. 年份\n", "5: the list prints 2. here, not 2023.\n"},
        {"1. a\n2. b\n5. c\n", "3: the list prints 3. here, not 5.\n"},
        {"a[^1]\n\n[^1]: x\n\n    ~~y~~\n", "5: text is not struck through: ~~…~~\n"},
        {"<!-- 路径 C:\\-->\n\n~~x~~\n\na[^1] \\~\\~x\\~\\~\n",
         "3: text is not struck through: ~~…~~\n5: footnote [^1] has no text\n"},
        {"a <!-- C:\\--> \\$b\\$ $x$\n", "1: formulas are not printed: $…$\n"},
        {"甲 a<b c=d\\=e> ~~x~~\n\n\\~\\~y\\~\\~ ~~z~~\n",
         "1: text is not struck through: ~~…~~ ×2, also 3\n"},
        {"# **甲，**乙 {#a甲*，*乙}\n", "1: \"a甲*，*乙\" cannot be an id\n"},
        {"a\n     [^1]: x\n",
         "2: the text of footnote [^1] does not begin a paragraph\n"},
        {"a\n&#14;3&#x0F;\n",
         "2: &#14; is a control character, which is not printed\n"
         "2: &#x0F; is a control character, which is not printed\n"},
        {"x&#26;1&#26; &#X1a;0&#127;\n",
         "1: &#26; is a control character, which is not printed ×2, also \n"
         "1: &#X1a; is a control character, which is not printed\n"
         "1: &#127; is a control character, which is not printed\n"},
        {"[a](b&#3;) [c](d \"&#133;\")\n",
         "1: &#3; is a control character, which is not printed\n"
         "1: &#133; is a control character, which is not printed\n"},
        {"| a |\n|---|\n| &#13; |\n",
         "3: &#13; is a control character, which is not printed\n"},
        {"~~~ &#1;\nx\n~~~\n",
         "1: &#1; is a control character, which is not printed\n"},
        {"a[^b]\n\n[^c]: x\n\n[^c]: y\n\n[^d]:\n",
         "5: footnote [^c] is written twice\n1: footnote [^b] has no text\n"
         "7: footnote [^d] is empty\n3: footnote [^c] is never used\n"
         "7: footnote [^d] is never used\n"},
    };
    for (size_t i = 0; i < COUNT(texts); i++)
        check(texts[i].markdown, texts[i].messages);
}

/* Emphasis in emphasis, deeper than any stack: in text, in a cell, in a note. */
static void deep(void **state) {
    (void)state;
    static const char *const before[] = {"甲", "|a|\n|-|\n|", "甲[^a]\n\n[^a]: "};
    static const char *const behind[] = {"\n", "|\n", "\n"};
    static const char *const wanted[] = {"1", "3", "3"};
    for (size_t i = 0; i < COUNT(before); i++) {
        struct buf text = buf_open(SIZE_MAX / 2), message = buf_open(256);
        buf_puts(&text, before[i]);
        for (int k = 0; k < 20000; k++)
            buf_puts(&text, "*a **b ");
        for (int k = 0; k < 20000; k++)
            buf_puts(&text, "b** a*");
        buf_puts(&text, behind[i]);
        buf_printf(&message,
                   "%s: lists, quotations or emphasis nest more than 24 deep\n",
                   wanted[i]);
        check(buf_z(&text), buf_z(&message));
        buf_close(&text);
        buf_close(&message);
    }
}

/* However often a sign stands there, the work is in proportion. */
static void many_signs(void **state) {
    struct compose_project *project = *state;
    static const char *const parts[] = {"`｛｛", "^[", "[^",      "<sup>",
                                        "[a",    "> ", "- ```\n", "甲{# "};
    static const char *const ends[] = {"", "{{ 1 }}]", "\n\n|a|\n|-|\n|["};
    for (size_t k = 0; k < COUNT(parts) * COUNT(ends); k++) {
        struct buf text = buf_open(SIZE_MAX / 2);
        struct diag *diag = diag_open();
        for (int i = 0; i < 40000; i++)
            buf_puts(&text, parts[k / COUNT(ends)]);
        buf_puts(&text, ends[k % COUNT(ends)]);
        clock_t start = clock();
        document_close(compose_project_text(project, buf_str(&text), diag));
        double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
        if (seconds > 4) /* under a sanitizer; else below one */
            fail_msg("%s: %.1f s", parts[k / COUNT(ends)], seconds);
        buf_close(&text);
        diag_close(diag);
    }
}

static void deep_notes(void **state) {
    struct compose_project *project = *state;
    static const char template[] =
        "{% local s = string.rep(\"*a **b \", 20000) ..\n"
        "  string.rep(\"b** a*\", 20000) %}\n甲{{ note(raw(s)) }}。\n";
    struct diag *diag = diag_open();
    assert_null(compose_project_text(project, str_from(template), diag));
    struct buf messages = buf_open(SIZE_MAX / 2);
    compose_messages(diag, &messages);
    assert_str(buf_str(&messages),
               "templates/report.md:3: error: lists, quotations or emphasis nest more "
               "than 24 deep [安徽 2023]\n");
    buf_close(&messages);
    diag_close(diag);
}

static void literal(void **state) {
    (void)state;
    static const char *const texts[] = {
        "\\~\\~x\\~\\~ ~x~ a ~~ b ~~ c ~~~~ d 5~8月、3~4\n",
        "`~~x~~` `$x$` `^[x]`\n",
        "\\=\\=甲== a==b，c==d === 甲 == 乙 == 丙 =====\n",
        "3~5天、6~8天 5月~8月~9月 H\\~2~O 2020~2022~ a~ b~ ‹H~2~O›\n",
        "x\\^2^ 2^3 ^2^ ^_^ 哈^_^ a^ b^\n",
        "\\::: note\n甲:::\n\n\\!!! 甲\n乙!!! 丙\n\n> \\[!NOTE]\n\n[!NOTE] > a\n",
        "\\${v.CERT} $\\{v.CERT} \\{v.CERT} {v} {a, b} {1.5} {a: b} ${\n",
        "\\<% x %> <\\% x a<%b `<% x %>` `{v.CERT}` 8<% \n",
        "[x]\\{.red} {5} {.} {# } {甲=乙}\n",
        "(x) \\(x) C:\\\\data\\{a} \\\\ref{a} \\[@a] @a\n",
        "| a | b |\n|---|---|\n| 1 | |\n| 1 ||\n",
        "$5至$8\n\nUS$100、A$5\n\n$ 5 $，5\n\n\\$x\\$ $x\n",
        "\\^[x] ^\\[x] ^x [^]\n",
        "\\#标题\n\\##题\n#3号 # a\n",
        "C#语言 见#3\n",
        "**#标题**\n**-项**\n*1.项*\n**2.项** [＃ 甲](b)\n",
        "\\-项目\n-5.2% -x --甲\n",
        "1.项目\n\n2\\.项目\n\n3.5亿元\n\n在\n3.5万\n",
        "- \\[ ] 甲\n- [甲] 乙\n- `[ ]` 丙\n- []\n- a [ ]\n",
        "- [x]y\n- [x](u)\n",
        "#‹1,234› #‹3.5›亿\n\n#‹› z\n\n-‹5.2›%\n-‹x›\n\n1.‹5›\n2.‹5›\n\n‹-›项目\n",
        "\\{{ x }} 甲\\}}乙 { a } {a} {b}% { {a}, {b} }\n\n\\{ { a } }\n\n`a }}`\n",
        "    {\"a\":{\"b\":1}}\n",
        "|x| = |y|\n\n\\| 甲 | 乙 |\n\n| 甲 |\n",
        "甲\n\\: 乙 :丙\n：丁\n",
        "|x|y|\n\n\\|---|---|\n\na | b\n",
        "甲｜乙\n全角＃号\n",
        "```lua\nx = 1\n```\n\n```\ny\n```\n\n    ```tabel\n\n~~~sql\nz\n~~~\n",
        "1. a\n1. b\n1. c\n\nx\n\n7. d\n8. e\n",
        "<!-- ~~x~~ $y$ &#14; -->\n",
        "`&#14;` \\&#14; &amp;#14; &#9;x&#10;y &#160;&#xFDD0; &#00000014; &#14\n",
        "    &#14;\n\n~~~\n&#26;1&#26;\n~~~\n",
        "[a](</~~x~~>) <http://a.b/~~x~~$c$>\n",
    };
    for (size_t i = 0; i < COUNT(texts); i++)
        check(texts[i], "");
}

/* Names and texts of the data may hold anything. */
static void data_are_no_markup(void **state) {
    struct compose_project *project = *state;
    static const char template[] =
        "{% local x = { \"~~x~~\", \"$x$\", \"^[x]\", \"[ ] a\", \"|---|\", \": a\",\n"
        "  \"==x==\", \"H~2~O\", \"x^2^\", \"::: a\", \"!!! a\", \"[!NOTE]\", "
        "\"${a}\",\n"
        "  \"{v.A}\", \"<% a %>\", \"{.red}\", \"\\\\(x\\\\)\", \"\\\\ref{a}\", "
        "\"[@a]\",\n"
        "  \"＃ a\", \"｜a｜b｜\", \"#a\", \"-项目\", \"[^1]\", \"**a，**b\", \"1.甲\" "
        "} %}\n"
        "# {{ x[1] }}\n\n"
        "{% for i = 1, #x do %}\n"
        "{{ x[i] }}\n"
        "{{ x[i] }}\n\n"
        "- {{ x[i] }}\n\n"
        "> {{ x[i] }}\n\n"
        "{% end %}\n"
        "| {{ x[1] }} |\n|---|\n| {{ x[2] }} |\n\n"
        "甲{{ note(\"~~x~~\") }}。\n";
    struct diag *diag = diag_open();
    struct document *doc = compose_project_text(project, str_from(template), diag);
    struct buf messages = buf_open(SIZE_MAX / 2);
    compose_messages(diag, &messages);
    assert_str(buf_str(&messages), "");
    assert_non_null(doc);
    assert_str(doc->headings[0]->text, "~~x~~");
    buf_close(&messages);
    document_close(doc);
    diag_close(diag);
}

/* What prints nothing makes no markup of what is typed around it. */
static void empty_values(void **state) {
    (void)state;
    static const struct {
        const char *markdown, *html;
    } texts[] = {
        {"甲\n\n**‹›**\n\n乙\n", "<p>甲</p>\n<p>乙</p>\n"},
        {"甲**‹›**乙`‹›`*‹›*\n", "<p>甲乙</p>\n"},
        {"-‹› x\n\n1‹›. y\n\n#‹› z\n", "<p>- x</p>\n<p>1. y</p>\n<p># z</p>\n"},
        {"甲\n-‹›\n", "<p>甲\n-</p>\n"},
        {"甲  ‹›\n乙\n", "<p>甲  \n乙</p>\n"},
        {"[‹›^1] ~‹›~x~‹›~ $‹›\n", "<p>[^1] ~~x~~ $</p>\n"},
        {"甲\n‹› ‹›\n乙\n", "<p>甲</p>\n<p>乙</p>\n"},
        {"> 甲\n> ‹›\n> 乙\n", "<blockquote>\n<p>甲</p>\n<p>乙</p>\n</blockquote>\n"},
        {"- ‹›\n- x\n", "<ul>\n<li></li>\n<li>x</li>\n</ul>\n"},
        {"| a‹› |\n|---|\n| ‹› |\n",
         "<table>\n<thead>\n<tr>\n<th>a</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n"
         "<td></td>\n</tr>\n</tbody>\n</table>\n"},
        {"    a‹›\n    ‹›\n    b\n", "<pre><code>a\n\nb\n</code></pre>\n"},
    };
    for (size_t i = 0; i < COUNT(texts); i++) {
        struct oracle oracle;
        struct buf html = buf_open(SIZE_MAX / 2);
        oracle_open(&oracle, str_from(texts[i].markdown));
        assert_true(oracle.good);
        oracle_html(&oracle, &html);
        assert_str(buf_str(&html), texts[i].html);
        buf_close(&html);
        oracle_close(&oracle);
    }
    check("# ‹›\n\n甲[^1]\n\n[^1]: ‹›\n",
          "1: this heading is empty\n5: footnote [^1] is empty\n");
}

static void printed_names(void **state) {
    struct compose_project *project = *state;
    static const char template[] = "# 题\n\n甲[^{{ 1 }}]，乙\\[^{{ 1 }}]。\n";
    struct diag *diag = diag_open();
    struct document *doc = compose_project_text(project, str_from(template), diag);
    struct buf messages = buf_open(SIZE_MAX / 2);
    compose_messages(diag, &messages);
    assert_null(doc);
    assert_str(buf_str(&messages),
               "templates/report.md:3: error: the name of a footnote is not printed "
               "[安徽 2023]\n"
               "    hint: write {{ note(\"…\") }}, or \\[^ for the signs\n");
    buf_close(&messages);
    diag_close(diag);
}

static int open_project(void **state) {
    static struct compose_project project;
    compose_project_open(&project);
    *state = &project;
    return 0;
}

static int close_project(void **state) {
    compose_project_close(*state);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(told),
        cmocka_unit_test(deep),
        cmocka_unit_test_setup_teardown(many_signs, open_project, close_project),
        cmocka_unit_test_setup_teardown(deep_notes, open_project, close_project),
        cmocka_unit_test(literal),
        cmocka_unit_test(empty_values),
        cmocka_unit_test_setup_teardown(data_are_no_markup, open_project,
                                        close_project),
        cmocka_unit_test_setup_teardown(printed_names, open_project, close_project),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
