/* The rules of wording: each finds its wrong example and no rule its right one; what an
   editor marked; what is right though it looks like wrong; places. */
#include "base/file.h"
#include "compose/wording.h"
#include "compose_project.h"
#include "unit.h"
#include <fcntl.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

static struct buf seen_buf;

/* The messages of a template. */
static struct str messages_of(struct str template) {
    struct diag *diag = diag_open();
    struct document *doc = compose_project_text(&compose_shared, template, diag);
    assert_non_null(doc);
    document_close(doc);
    buf_close(&seen_buf);
    seen_buf = buf_open(1 << 20);
    compose_messages(diag, &seen_buf);
    diag_close(diag);
    return buf_str(&seen_buf);
}

/* A sentence that a tag prints, or a table's caption. */
static struct str template_of(const char *text, bool caption) {
    struct arena *arena = compose_shared.arena;
    if (!caption)
        return arena_printf(arena, "{{ [==[%s]==] }}\n", text);
    return arena_printf(
        arena,
        "```table id=tbl-a caption={{ [==[%s]==] }}\n"
        "rows = { 1 }\n"
        "columns = { { head = \"a\", get = function() return 1 end } }\n"
        "```\n",
        text);
}

static bool finds(const char *text, bool caption, const char *what) {
    struct str found = messages_of(template_of(text, caption));
    return str_find(found, str_from(what), 0) != STR_NOT_FOUND;
}

static void is_clean(const char *text, bool caption) {
    struct str found = messages_of(template_of(text, caption));
    if (found.n > 0)
        fail_msg("\"%s\" gives %.*s", text, STR_ARG(found));
}

static void every_rule_finds_its_example(void **state) {
    (void)state;
    for (size_t i = 0; wording_rules[i] != NULL; i++) {
        const struct wording_rule *rule = (const void *)wording_rules[i];
        if (!finds(rule->wrong, rule->caption, rule->kind.english))
            fail_msg("%s does not find \"%s\"", rule->kind.name, rule->wrong);
        is_clean(rule->right, rule->caption);
    }
}

/* What an editor of a statistics bureau marked in these reports, and how it reads. */
static void what_an_editor_marked(void **state) {
    (void)state;
    static const struct {
        const char *wrong, *right;
        bool caption;
    } cases[] = {
        {"31个省（区、市）合计为5.77项，高于合计水平的有6个",
         "31个省（区、市）平均为5.77项，高于平均水平的省（区、市）有6个", false},
        {"发明专利授权量28个省（区、市）增长", "28个省（区、市）发明专利授权量增长",
         false},
        {"常住人口28个省增长", "28个省（区、市）常住人口增加", false},
        {"第7名/共31名（5%—95%范围第5—8名）",
         "居31个省（区、市）第7位（90%模拟区间为第5—8位）", false},
        {"在中部6个地区中列第1名", "居中部六省首位", false},
        {"三次产业比重为6.9∶37.0∶56.1", "三次产业增加值之比为6.9∶37.0∶56.1", false},
        {"“已说明”的经审核按所列理由接受", "标为“已说明”的，经审核，理由成立，数据保留",
         false},
        {"此前最近有公开数据的2022年为4275.84亿元",
         "2022年（此前最近的公开年份）为4275.84亿元", false},
        {"预警0项", "无预警指标", false},
        {"新发证书是上年的0.8倍", "新发证书是上年的1.8倍", false},
        {"机构数下降了3倍", "机构数下降了30%", false},
        {"各地区主要指标，2023年", "各地区主要指标（2023年）", true},
        {"18 were normal and 0 raised a warning",
         "18 were normal. None raised a warning", false},
        {"合格率合计为92.6%", "合格率平均为92.6%", false},
        {"抽查2,837批次批次", "抽查2,837批次", false},
        {"收入3.5亿元亿元", "收入3.5亿元", false},
        {"机构12家家，", "机构12家，", false},
        {"三次产业比例为6.9:37.0:56.1", "三次产业之比为6.9:37.0:56.1", false},
        {"31个省份增加", "31个省（区、市）增加", false},
        {"28个地区上升，0个地区下降", "28个地区上升，没有地区下降", false},
        {"It fell in 0 provinces", "It fell in no province", false},
        {"By this measure it ranks No. 31", "By this measure it ranks 31st", false},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        if (!finds(cases[i].wrong, cases[i].caption, "as in: "))
            fail_msg("nothing is said of \"%s\"", cases[i].wrong);
        is_clean(cases[i].right, cases[i].caption);
    }
}

static void what_is_right_is_left_alone(void **state) {
    (void)state;
    static const char *const texts[] = {
        "31个省（区、市）工业增加值合计390,713.7亿元，占地区生产总值合计的30.4%",
        "证书数居前三位的领域合计占63.6%，各项占比合计为100.0%",
        "有上月数据的12个省（区、市）证书数全部增加，其中5个省（区、市）增长较快",
        "与上年相比，30个省（区、市）社会消费品零售总额增长，1个下降",
        "2023年28个省（区、市）增长，全国31个省（区、市）平均为5.8%",
        "年末常住人口比上年增长0.1%；就业人员下降2.0%",
        "按每万人口计算的发明专利授权量增长较快，常住人口增长速度放缓",
        "机构39,846家，增加1,200家，增长3.1%；占比下降0.19个百分点",
        "比上年增加0.15个百分点，位次上升1位",
        "不合格10项、关注20项，正常100项",
        "相当于各地区较上年变动中位数的0.61倍，是全国平均水平的0.8倍",
        "降低2.52个百分点（约为各地区较上年同期变动中位数的8.1倍）",
        "营业收入占全国的比重，长三角为28.59%、珠三角为13.55%、京津冀为13.10%",
        "比重为6.9%，2019—2023年平均为7.0%",
        "2023年，全国合计，各地区，2022年",
        "第二产业占38.8%，居第7位，第三产业居第9位",
        "中部6个省中，安徽居第1位",
        "抽查2,837批次，不合格154批次，不合格率5.43%",
        "10个地区下降，其中20个省上升；家家户户，件件有着落，共3个",
        "In 10 provinces and 0.5 areas",
        "Table No. 5 lists 0.5 of 10 was lower, 100 raised a warning",
        "The 31 provinces rank by score; No. 31 has 20 needed attention",
    };
    for (size_t i = 0; i < COUNT(texts); i++)
        is_clean(texts[i], false);
    /* Code stands between signs; what stands in code is none of it. */
    struct str found = messages_of(STR("甲、`{{ 1 }}`、乙，`预警0项`。\n"));
    assert_int_equal(found.n, 0);
}

static void places_are_those_of_tags_and_blocks(void **state) {
    (void)state;
    assert_str(
        messages_of(
            STR("# 甲\n\n正常3项、{{ \"预警0项\" }}。\n\n在6个省中列第1位。\n")),
        "templates/report.md:3:6: warning: “预警0项”: none is said as 无, not as 0 "
        "[安徽 2023]\n"
        "    hint: as in: 正常18项、关注6项，无预警指标\n"
        "templates/report.md:5: warning: “…个省中列第…位”: a rank among areas is said "
        "with "
        "居 or 列, without 在…中 [安徽 2023]\n"
        "    hint: as in: 居中部六省首位\n");
}

/* What a template says itself is none that was declared. */
static void claims_are_those_of_the_template(void **state) {
    (void)state;
    assert_int_equal(
        messages_of(STR("安徽省的认证证书数{{ \"暂无公\" .. \"开数据\" }}。\n")).n, 0);
    assert_str(
        messages_of(STR("安徽省的认证证书数暂无公开数据，{{ 1 }}。\n")),
        "templates/report.md:1: warning: “数暂无公开数据，”: that there are no "
        "public data is declared, not written [安徽 2023]\n"
        "    hint: as in: 安徽省的认证证书数{{ unpublished.words(\"CERT\", area) "
        "}}。\n");
    assert_int_equal(messages_of(STR("“…”表示暂无公开数据。\n")).n, 0);
}

/* One word of a report is as good as another: the one that it has first in the rule is
   kept, and a report that has only one is left alone. */
static void forms_are_compared_within_a_report(void **state) {
    (void)state;
    is_clean("居第7名，又居第8名", false);
    is_clean("占31省合计的一半", false);
    assert_true(
        finds("占31省合计的一半，31个省份不计，31个省合计", false, "“31省合计”"));
    assert_true(finds("居第7名，又居第8位", false, "“第…名”"));
    assert_false(finds("居第7名，又居第8位", false, "“第…位”"));
}

/* The text of an entry with 2023年 for the period and 7 for each other value. */
static struct str filled(struct str text) {
    struct buf out = buf_open(1 << 16);
    for (size_t at = 0; at < text.n; at++) {
        size_t end = text.p[at] == '{' ? str_find(text, STR("}"), at) : at;
        if (end > at)
            buf_puts(&out, str_starts(str_slice(text, at, end), STR("{period"))
                               ? "2023年"
                               : "7");
        else
            buf_char(&out, text.p[at]);
        at = end;
    }
    struct str copy = arena_copy(compose_shared.arena, buf_str(&out));
    buf_close(&out);
    return copy;
}

/* Entries are msgid "KEY", msgstr "TEXT"; those of titles have caption in their key. */
static void put_entries(struct str po, struct buf *template) {
    size_t tables = 0;
    for (size_t at = 0; (at = str_find(po, STR("msgid \""), at)) != STR_NOT_FOUND;) {
        size_t key_end = str_find(po, STR("\"\n"), at);
        struct str key = str_slice(po, at, key_end);
        size_t start = str_find(po, STR("msgstr \""), key_end) + 8;
        at = str_find(po, STR("\"\n"), start);
        struct str text = filled(str_slice(po, start, at));
        if (str_find(key, STR("caption_"), 0) != STR_NOT_FOUND)
            buf_printf(template,
                       "```table id=t%zu caption={{ [==[%.*s]==] }}\nrows = { 1 }\n"
                       "columns = { { head = \"a\", get = tostring } }\n```\n\n",
                       ++tables, STR_ARG(text));
        else
            buf_printf(template, "{{ [==[%.*s]==] }}\n\n", STR_ARG(text));
    }
    assert_true(tables > 20);
}

/* What the library itself prints. */
static void the_vocabularies_are_worded_well(void **state) {
    (void)state;
    static const char *const files[] = {"pipeline/words/vocabulary.zh-CN.po",
                                        "pipeline/words/vocabulary.en.po"};
    for (size_t f = 0; f < COUNT(files); f++) {
        struct buf template = buf_open(4 << 20);
        struct diag *diag = diag_open();
        struct str po;
        assert_true(file_read(AT_FDCWD, files[f], 4 << 20, compose_shared.arena, &po,
                              NULL, diag));
        diag_close(diag);
        put_entries(po, &template);
        struct str found = messages_of(buf_str(&template));
        if (found.n > 0)
            fail_msg("%s: %.*s", files[f], STR_ARG(found));
        buf_close(&template);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_rule_finds_its_example),
        cmocka_unit_test(what_an_editor_marked),
        cmocka_unit_test(what_is_right_is_left_alone),
        cmocka_unit_test(places_are_those_of_tags_and_blocks),
        cmocka_unit_test(claims_are_those_of_the_template),
        cmocka_unit_test(forms_are_compared_within_a_report),
        cmocka_unit_test(the_vocabularies_are_worded_well)};
    return cmocka_run_group_tests(tests, compose_project_set_up,
                                  compose_project_tear_down);
}
