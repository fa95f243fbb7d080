/* Emphasis in Chinese sentences, as their editor means it. * is <em>, ** is <strong>.
 */
#include "markdown_oracle.h"
#include "unit.h"
#include <stdlib.h>
#include <time.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

struct sentence {
    const char *markdown, *html;
};

static void check(const char *markdown, const char *html) {
    struct oracle oracle;
    struct buf body = buf_open(SIZE_MAX / 2), wanted = buf_open(SIZE_MAX / 2);
    oracle_open(&oracle, str_from(markdown));
    assert_true(oracle.good);
    oracle_body(&oracle, &body);
    buf_printf(&wanted, "<p>%s</p>\n", html);
    assert_str(buf_str(&body), buf_z(&wanted));
    buf_close(&body);
    buf_close(&wanted);
    oracle_close(&oracle);
}

static void check_all(const struct sentence *sentences, size_t count) {
    for (size_t i = 0; i < count; i++)
        check(sentences[i].markdown, sentences[i].html);
}

static void beside_punctuation(void **state) {
    (void)state;
    static const struct sentence sentences[] = {
        {"**增长，**同比", "<strong>增长，</strong>同比"},
        {"本期**《纲要》**落实", "本期<strong>《纲要》</strong>落实"},
        {"**“十四五”**期间", "<strong>“十四五”</strong>期间"},
        {"甲**（注）**乙", "甲<strong>（注）</strong>乙"},
        {"甲**【注】**乙，丙**—**丁，戊**…**己",
         "甲<strong>【注】</strong>乙，丙<strong>—</strong>丁，戊<strong>…</strong>己"},
        {"**一是稳步推进。**各地，**二是质量提升；**企业，**三是！**好",
         "<strong>一是稳步推进。</strong>各地，<strong>二是质量提升；</strong>企业，"
         "<strong>三是！</strong>好"},
        {"同比增长**5.2%**以上", "同比增长<strong>5.2%</strong>以上"},
        {"甲**`码`**乙", "甲<strong><code>码</code></strong>乙"},
        {"甲**[词](https://a.cn)**乙",
         "甲<strong><a href=\"https://a.cn\">词</a></strong>乙"},
        {"**增长，**‹819›与‹819›**（乙）**丙",
         "<strong>增长，</strong>819与819<strong>（乙）</strong>丙"},
        {"‹甲›**《‹乙›》**‹丙›，‹丁›**（戊）**‹己›",
         "甲<strong>《乙》</strong>丙，丁<strong>（戊）</strong>己"},
        {"*‹1›，*‹甲›、**‹2›%**‹乙›", "<em>1，</em>甲、<strong>2%</strong>乙"},
        {"*斜，*后；*《斜》*后", "<em>斜，</em>后；<em>《斜》</em>后"},
        {"甲***《粗斜》***乙", "甲<em><strong>《粗斜》</strong></em>乙"},
        {"甲**粗*《斜》*粗**乙", "甲<strong>粗<em>《斜》</em>粗</strong>乙"},
        {"**粗体***斜体*混用", "<strong>粗体</strong><em>斜体</em>混用"},
        {"单独*斜体，*后接；**粗体***斜体*混用",
         "单独<em>斜体，</em>后接；<strong>粗体</strong><em>斜体</em>混用"},
        {"**一季度，**GDP增长", "<strong>一季度，</strong>GDP增长"},
        {"**全年：**5.2%，**其中：**10家",
         "<strong>全年：</strong>5.2%，<strong>其中：</strong>10家"},
        {"**甲，**乙**丙**丁", "<strong>甲，</strong>乙<strong>丙</strong>丁"},
        {"**甲**：**乙。**丙**丁。**",
         "<strong>甲</strong>：<strong>乙。</strong>丙<strong>丁。</strong>"},
        {"一**甲、乙、**丙**（丁）、**戊",
         "一<strong>甲、乙、</strong>丙<strong>（丁）、</strong>戊"},
        {"**甲（2023）**、**乙（2024）**和**丙（2025）**的",
         "<strong>甲（2023）</strong>、<strong>乙（2024）</strong>和"
         "<strong>丙（2025）</strong>的"},
        {"他说：**“好。”**她说：**“不。”**众人",
         "他说：<strong>“好。”</strong>她说：<strong>“不。”</strong>众人"},
        {"**增长，**\n同比**下降。**\n环比", "<strong>增长，</strong>同比<strong>下降。"
                                             "</strong>环比"},
    };
    check_all(sentences, COUNT(sentences));
}

static void beside_lone_asterisks(void **state) {
    (void)state;
    static const struct sentence sentences[] = {
        {"2**3=8，**重点**是", "2**3=8，<strong>重点</strong>是"},
        {"a*b，*重*是", "a*b，<em>重</em>是"},
        {"带*的为初步数，**“十四五”**期间各地**《纲要》**落实",
         "带*的为初步数，<strong>“十四五”</strong>期间各地<strong>《纲要》</"
         "strong>落实"},
        {"单价 3*4 元，**《一》**已执行", "单价 3*4 元，<strong>《一》</strong>已执行"},
        {"*为初步数，**增长，**同比", "*为初步数，<strong>增长，</strong>同比"},
        {"注：*表示估计。**甲，**乙", "注：*表示估计。<strong>甲，</strong>乙"},
        {"\\*注，**甲，**乙\\*", "*注，<strong>甲，</strong>乙*"},
        {"甲** 不是 **乙", "甲** 不是 **乙"},
        {"全角＊不是强调＊，**甲，**乙", "全角＊不是强调＊，<strong>甲，</strong>乙"},
        {"2*3*4", "2<em>3</em>4"},
        {"`**甲，**乙`，**丙，**丁",
         "<code>**甲，**乙</code>，<strong>丙，</strong>丁"},
        {"`a*b`，**丙，**丁*", "<code>a*b</code>，<strong>丙，</strong>丁*"},
        {"__甲，__乙", "__甲，__乙"}, /* CommonMark's */
    };
    check_all(sentences, COUNT(sentences));
}

/* What is in a heading, an item, a quotation or a cell is read alike. */
static void in_blocks(void **state) {
    (void)state;
    static const struct sentence texts[] = {
        {"- 甲\n\n  **增长，**同比\n\n  > **《乙》**\n  续**丙，**丁\n",
         "<ul>\n<li>\n<p>甲</p>\n<p><strong>增长，</strong>同比</p>\n<blockquote>\n"
         "<p><strong>《乙》</strong>续<strong>丙，</strong>丁</p>\n</blockquote>\n</"
         "li>\n"
         "</ul>\n"},
        {"> 1. **一，**二\n>    三**四。**五\n",
         "<blockquote>\n<ol>\n<li><strong>一，</strong>二三<strong>四。</strong>五</"
         "li>\n"
         "</ol>\n</blockquote>\n"},
        {"## 甲**《乙》**丙 ##\n", "<h2>甲<strong>《乙》</strong>丙</h2>\n"},
        {"甲**《乙》**丙\n===\n", "<h1>甲<strong>《乙》</strong>丙</h1>\n"},
        {"|**甲，**乙|\n|-|\n|**“丙”**丁|\n",
         "<table>\n<thead>\n<tr>\n<th><strong>甲，</strong>乙</th>\n</tr>\n</thead>\n"
         "<tbody>\n<tr>\n<td><strong>“丙”</strong>丁</td>\n</tr>\n</tbody>\n</"
         "table>\n"},
    };
    for (size_t i = 0; i < COUNT(texts); i++) {
        struct oracle oracle;
        struct buf body = buf_open(SIZE_MAX / 2);
        oracle_open(&oracle, str_from(texts[i].markdown));
        assert_true(oracle.good);
        oracle_body(&oracle, &body);
        assert_str(buf_str(&body), texts[i].html);
        buf_close(&body);
        oracle_close(&oracle);
    }
}

/* Two hundred bold phrases in one paragraph, each with its neighbour in doubt. */
static void long_paragraphs(void **state) {
    (void)state;
    struct buf markdown = buf_open(SIZE_MAX / 2), html = buf_open(SIZE_MAX / 2);
    for (int i = 0; i < 200; i++) {
        buf_puts(&markdown, "甲**《乙》**丙**丁，**");
        buf_puts(&html, "甲<strong>《乙》</strong>丙<strong>丁，</strong>");
    }
    buf_puts(&markdown, "完");
    buf_puts(&html, "完");
    check(buf_z(&markdown), buf_z(&html));
    buf_close(&markdown);
    buf_close(&html);
}

/* Whatever is written, the work is bounded, and what is too much is said. */
static void hostile_paragraphs(void **state) {
    (void)state;
    static const char *const parts[] = {"**，甲", "*《甲", "甲，***乙", "**甲，*"};
    for (size_t k = 0; k < COUNT(parts); k++) {
        struct buf markdown = buf_open(SIZE_MAX / 2), messages = buf_open(SIZE_MAX / 2);
        struct oracle oracle;
        for (int i = 0; i < 3000; i++)
            buf_puts(&markdown, parts[k]);
        clock_t start = clock();
        oracle_open(&oracle, buf_str(&markdown));
        double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
        if (seconds > 20) /* under a sanitizer; else well below one */
            fail_msg("%s: %.1f s", parts[k], seconds);
        oracle_messages(&oracle, &messages);
        if (!oracle.good)
            assert_str(buf_str(&messages),
                       "1: this paragraph has too many asterisks to "
                       "tell what is bold\n");
        buf_close(&markdown);
        buf_close(&messages);
        oracle_close(&oracle);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(beside_punctuation), cmocka_unit_test(beside_lone_asterisks),
        cmocka_unit_test(in_blocks),          cmocka_unit_test(long_paragraphs),
        cmocka_unit_test(hostile_paragraphs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
