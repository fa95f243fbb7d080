#include "torture_document.h"

#include "document/chart.h"
#include "sample_document.h"
#include <math.h>
#include <string.h>

#define LINE                                                                                                           \
    "统计数据显示，2023年全国共有有效证书361.2万张，比上年增长5.2%；其中管理体系认证" \
    "证书占比为37.5%，比上年提高1."                                                                         \
    "2个百分点。国家市场监督管理总局指出：“质量是兴国之道、"                               \
    "强国之策。”（《质量强国建设纲要》）"

static struct doc_cell cell(const char *text, enum doc_align align) {
    return (struct doc_cell){.text = str_from(text),
                             .column_span = 1,
                             .row_span = 1,
                             .align = align,
                             .shade = -1};
}

static struct doc_row row(struct document *doc, size_t count) {
    return (struct doc_row){.cells =
                                arena_array(doc->arena, count, sizeof(struct doc_cell)),
                            .count = count};
}

/* Heads on three levels, spans in both directions, 其中 rows, shades, tones, links,
   a cell that wraps, every kind of row. */
static void add_spans(struct document *doc) {
    struct doc_table *t = arena_alloc(doc->arena, sizeof *t);
    *t = (struct doc_table){.object = {.kind = OBJECT_TABLE},
                            .id = STR("tbl-spans"),
                            .label = STR("表1"),
                            .caption = STR("跨行跨列、其中项与数据缺失"),
                            .unit = STR("万件"),
                            .columns = 6,
                            .stub_columns = 1,
                            .head_count = 3,
                            .body_count = 7,
                            .source = STR("国家统计局")};
    t->align = arena_array(doc->arena, 6, sizeof *t->align);
    t->head = arena_array(doc->arena, 3, sizeof *t->head);
    t->body = arena_array(doc->arena, 7, sizeof *t->body);
    for (size_t c = 1; c < 6; c++)
        t->align[c] = ALIGN_DECIMAL;
    t->head[0] = row(doc, 3);
    t->head[0].cells[0] = cell("指标", ALIGN_LEFT);
    t->head[0].cells[0].row_span = 3;
    t->head[0].cells[1] = cell("有效证书", ALIGN_CENTRE);
    t->head[0].cells[1].column_span = 4;
    t->head[0].cells[2] = cell("备注", ALIGN_LEFT);
    t->head[0].cells[2].row_span = 3;
    t->head[1] = row(doc, 2);
    t->head[1].cells[0] = cell("2022年", ALIGN_CENTRE);
    t->head[1].cells[0].column_span = 2;
    t->head[1].cells[1] = cell("2023年", ALIGN_CENTRE);
    t->head[1].cells[1].column_span = 2;
    t->head[2] = row(doc, 4);
    for (size_t c = 0; c < 4; c++)
        t->head[2].cells[c] = cell(c % 2 ? "占比\n（%）" : "数量", ALIGN_RIGHT);
    static const char *const texts[7][6] = {
        {"合计", "343.40", "100.0", "361.2", "100.0", ""},
        {"按领域分", "", "", "", "", ""},
        {"管理体系", "119.05", "34.7", "135.4", "37.5", "含转版证书"},
        {"其中：质量管理", "87.2", "25.4", "98.125", "27.2", "ISO 9001"},
        {"产品", "…", "—", "181.0", "50.1",
         "前一年口径不同，不能比较；"
         "修订数另行公布，见附录中的说明"},
        {"服务", "1.2", "0.3", "−0.8", "▲0.2", ""},
        {"注册资格", "2.0", "0.6", "12", "0.4", ""}};
    static const enum doc_row_kind kinds[7] = {ROW_TOTAL, ROW_GROUP, ROW_BODY, ROW_MEMO,
                                               ROW_BODY,  ROW_BODY,  ROW_BODY};
    for (size_t r = 0; r < 7; r++) {
        t->body[r] = row(doc, r == 1 ? 1 : r == 6 ? 5 : 6);
        t->body[r].kind = kinds[r];
        t->body[r].highlight = r == 2;
        for (size_t c = 0; c < t->body[r].count; c++)
            t->body[r].cells[c] =
                cell(texts[r][c], c == 0 || c == 5 ? ALIGN_LEFT : ALIGN_DECIMAL);
    }
    t->body[1].cells[0].column_span = 6;
    t->body[3].cells[0].indent = 1;
    t->body[4].cells[3].shade = 0.9F;
    t->body[2].cells[3].shade = 0.4F;
    t->body[5].cells[3].tone = TONE_BAD;
    t->body[5].cells[4].tone = TONE_GOOD;
    t->body[5].cells[5].row_span = 2;
    t->body[5].cells[5].text = STR("两行合用");
    t->body[6].cells[0].href = STR("https://www.cnca.gov.cn/");
    static struct str notes[2];
    notes[0] = STR("“…”表示数据不足本表最小单位数，“—”表示无该项数据。");
    notes[1] = STR("各项合计与分项相加之和因四舍五入可能略有差异。");
    t->notes = notes;
    t->note_count = 2;
    sample_block(doc, &t->object);
}

static void add_tiles(struct document *doc) {
    struct doc_chart *c = arena_alloc(doc->arena, sizeof *c);
    *c = (struct doc_chart){.object = {.kind = OBJECT_CHART},
                            .kind = &chart_tiles,
                            .id = STR("fig-tiles"),
                            .label = STR("图1"),
                            .caption = STR("方格示意图"),
                            .unit = STR("件"),
                            .alt = STR("方格示意图：北京49.3，上海17.8，台湾无数据"),
                            .item_count = 3};
    c->items = arena_array(doc->arena, 3, sizeof *c->items);
    c->items[0] =
        (struct chart_item){STR("京"), 49.3, STR("49.3"), {0}, {0}, true, 0, 4};
    c->items[1] =
        (struct chart_item){STR("沪"), 17.8, STR("17.8"), {0}, {0}, false, 1, 5};
    c->items[2] =
        (struct chart_item){STR("台"), (double)NAN, STR("—"), {0}, {0}, false, 2, 5};
    sample_block(doc, &c->object);
}

struct document *torture_document(struct arena *arena, const struct theme *theme) {
    struct document *doc = document_open(arena, theme);
    doc->title = STR("版面检查：各类内容与最难的情形汇集成册以观其排版效果");
    doc->title_en = STR("Everything that a page can hold");
    doc->series = STR("测试");
    doc->issue_number = STR("第1期（总第1期）");
    doc->period_label = STR("2023年");
    doc->organisation = STR("测试单位");
    doc->date = STR("2024年6月30日");
    doc->lang = STR("zh-CN");
    page_marks_add(&doc->marks, &page_mark_demo, (struct str){0});
    page_marks_add(&doc->marks, &page_mark_stale, (struct str){0});
    sample_append(doc, doc->root, "# 文字\n\n" LINE LINE "\n\n" LINE);
    sample_append(
        doc, doc->root,
        "- "
        "数字不断：−139.6亿元、＋5.2%、1,234,567家、第3位、1—9月、2015—2023年、63%～68%"
        "\n"
        "- 西文不断：C++、ISO 9001、GB/T 19001—2016、infra-structure\n"
        "- 标点：“‘甲’、（《乙》）”……——；「丙」。\n"
        "- "
        "生僻字：𠮷野家、䶮、𬭎；部首⼀与汉字一；CO₂、10³、m"
        "²"
        "\n"
        "\n"
        "  1. 嵌套的第一项，" LINE "\n  2. 第二项\n\n"
        "> 引文用楷体，*强调*也用楷体，**粗体**用宋体加粗；`code(x)` 用等宽。\n\n"
        "```\nif x > 0 then return \"等宽\" end\n```\n\n---\n");
    sample_append(doc, doc->root,
                  "The infrastructure’s “best” year—so far—was 2023, with 361,200 "
                  "certificates in force, 5.2% more than a year before, and it is an "
                  "office of statistics that says so in plain, justified English.\n");
    sample_append(doc, doc->root, "脚注在页脚，编号随文。");
    sample_note(doc, cmark_node_last_child(doc->root), "第一条脚注：说明口径，" LINE);
    sample_append(doc, doc->root,
                  "## 二级标题很长很长以至于一行之内无论如何也排不下而必须"
                  "转到下一行才能排完并且两行长短还要相近才算得上匀称好看的标题\n\n### "
                  "三级标题\n\n#### 四级标题\n\n" LINE);
    sample_append(doc, doc->root, "# 表\n\n" LINE);
    add_spans(doc);
    struct doc_table *longer = sample_table(doc, "表2", 5, 60);
    longer->caption = STR("长表转页，表头重复");
    longer->unit = STR("件");
    longer->source = STR("国家统计局");
    sample_block(doc, &longer->object);
    struct doc_table *wide = sample_table(doc, "表3", 16, 6);
    wide->caption = STR("宽表横排");
    sample_block(doc, &wide->object);
    struct doc_table *wider = sample_table(doc, "表4", 44, 4);
    wider->caption = STR("更宽的表按栏分开，主栏重复");
    wider->stub_columns = 1;
    sample_block(doc, &wider->object);
    sample_append(doc, doc->root, "# 图\n\n" LINE);
    add_tiles(doc);
    sample_append(doc, doc->root, LINE);
    return doc;
}
