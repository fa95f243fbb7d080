#include "sample_document.h"

#include "document/chart.h"
#include <math.h>
#include <string.h>

/* A struct str that may stand in a constant initialiser. */
#define S(literal)                                                                     \
    { "" literal, sizeof(literal) - 1 }
#define COUNT(array) (sizeof(array) / sizeof *(array))
#define TEXT(face, points, lead, rgb)                                                  \
    { .role = face, .size = points, .leading = lead, .colour = rgb }

const struct theme *sample_theme(void) {
    static const struct theme theme = {
        .name = S("yearbook"),
        .page_width = 595.28F,
        .page_height = 841.89F,
        .margin_top = 76.5F,
        .margin_bottom = 62.4F,
        .margin_left = 70.9F,
        .margin_right = 70.9F,
        .fonts =
            {
                [FONT_SERIF] = {S("Noto Serif CJK SC"), S("Regular")},
                [FONT_SERIF_BOLD] = {S("Noto Serif CJK SC"), S("Bold")},
                [FONT_SANS] = {S("Noto Sans CJK SC"), S("Regular")},
                [FONT_SANS_MEDIUM] = {S("Noto Sans CJK SC"), S("Regular")},
                [FONT_SANS_BOLD] = {S("Noto Sans CJK SC"), S("Bold")},
                [FONT_KAI] = {S("LXGW WenKai"), S("Regular")},
                [FONT_MONO] = {S("Noto Sans Mono CJK SC"), S("Regular")},
            },
        .fallback = {{S("Noto Sans CJK SC"), S("Regular")},
                     {S("LXGW WenKai"), S("Regular")}},
        .fallback_count = 2,
        .body = TEXT(FONT_SERIF, 10.5F, 17.4F, 0x20262e),
        .heading = {TEXT(FONT_SANS_BOLD, 17, 24, 0x1d5b79),
                    TEXT(FONT_SANS_BOLD, 12, 18, 0x20262e),
                    TEXT(FONT_SANS_MEDIUM, 10.5F, 17, 0x20262e),
                    TEXT(FONT_SANS_MEDIUM, 10.5F, 17, 0x20262e)},
        .caption = TEXT(FONT_SANS_BOLD, 9, 14, 0x20262e),
        .unit = TEXT(FONT_SANS, 8, 14, 0x626a75),
        .table = TEXT(FONT_SANS, 8.6F, 12.6F, 0x20262e),
        .table_head = TEXT(FONT_SANS_MEDIUM, 8.6F, 11.5F, 0x20262e),
        .note = TEXT(FONT_SERIF, 8, 12.5F, 0x626a75),
        .running = TEXT(FONT_SANS, 8, 12, 0x626a75),
        .cover_title = TEXT(FONT_SANS_BOLD, 30, 42, 0x1d5b79),
        .cover_subtitle = TEXT(FONT_SANS, 14, 22, 0x20262e),
        .cover_small = TEXT(FONT_SANS, 10, 16, 0x626a75),
        .toc = TEXT(FONT_SERIF, 10.5F, 18, 0x20262e),
        .chart_label = TEXT(FONT_SANS, 7.4F, 10, 0x20262e),
        .chart_tick = TEXT(FONT_SANS, 6.6F, 9, 0x626a75),
        .kpi_label = TEXT(FONT_SANS, 8, 12, 0x626a75),
        .kpi_value = TEXT(FONT_SANS_BOLD, 17, 22, 0x1d5b79),
        .masthead_title = TEXT(FONT_SANS_BOLD, 25, 34.8f, 0x1d5b79),
        .summary = TEXT(FONT_SERIF, 10.5f, 17.4f, 0x20262e),
        .summary_other = TEXT(FONT_SERIF, 9.2f, 14.5f, 0x20262e),
        .panel = 0xf3f7f8,
        .sign_by_hand = true,
        .paragraph_indent_em = 2,
        .paragraph_gap = 6.2F,
        .ink = 0x20262e,
        .accent = 0x1d5b79,
        .alert = 0xb8402a,
        .grey = 0x626a75,
        .hairline = 0xcfd6dc,
        .tint = 0xf6e9e5,
        .good = 0x38754a,
        .watch = 0x905f18,
        .bad = 0xb8402a,
        .series = {0xb8402a, 0x1d5b79, 0x4a8155, 0x8a6a28, 0x626a75},
        .series_count = 5,
        .ramp = {0xe3ecf1, 0xbcd2de, 0x8db4c8, 0x4a7b95, 0x1d5b79},
        .rule_heavy = 1.1F,
        .rule_head = 0.6F,
        .rule_light = 0.35F,
        .rule_every = 5,
        .numbering = {S("一"), S("（一）"), S("1."), S("（1）")},
        .table_label = S("表"),
        .figure_label = S("图"),
        .continued = S("（续）"),
        .contents_title = S("目　录"),
        .page_label = S("第 %d 页　共 %d 页"),
        .unit_prefix = S("单位："),
        .note_prefix = S("注："),
        .source_prefix = S("数据来源："),
        .demo_mark = S("演示数据"),
        .organisation = S("国家质量基础设施研究中心"),
        .pdf_standard = S("2a+ua"),
    };
    return &theme;
}

static void add_headings(struct document *doc, cmark_node *node) {
    for (; node; node = cmark_node_next(node)) {
        if (cmark_node_get_type(node) != CMARK_NODE_HEADING || document_object(node))
            continue;
        struct doc_heading *heading = arena_alloc(doc->arena, sizeof *heading);
        heading->object.kind = OBJECT_HEADING;
        heading->level = cmark_node_get_heading_level(node);
        heading->id = arena_printf(doc->arena, "sec-%zu", doc->heading_count + 1);
        heading->text = document_plain_text(node, doc->arena);
        document_attach(doc, node, &heading->object);
    }
}

void sample_append(struct document *doc, cmark_node *parent, const char *markdown) {
    cmark_node *parsed =
        cmark_parse_document(markdown, strlen(markdown), CMARK_OPT_VALIDATE_UTF8);
    cmark_node *first = NULL;
    cmark_node *child;
    while ((child = cmark_node_first_child(parsed))) {
        cmark_node_unlink(child);
        cmark_node_append_child(parent, child);
        first = first ? first : child;
    }
    cmark_node_free(parsed);
    add_headings(doc, first);
}

cmark_node *sample_block(struct document *doc, struct object *object) {
    cmark_node *node = cmark_node_new(CMARK_NODE_CUSTOM_BLOCK);
    cmark_node_append_child(doc->root, node);
    document_attach(doc, node, object);
    return node;
}

static struct doc_cell *make_cells(struct document *doc, size_t count) {
    struct doc_cell *cells = arena_array(doc->arena, count, sizeof *cells);
    for (size_t i = 0; i < count; i++)
        cells[i] = (struct doc_cell){.column_span = 1, .row_span = 1, .shade = -1};
    return cells;
}

static struct doc_row make_row(struct document *doc, size_t count,
                               const char *const *texts, const enum doc_align *align) {
    struct doc_row row = {.cells = make_cells(doc, count), .count = count};
    for (size_t i = 0; i < count; i++) {
        row.cells[i].text = str_from(texts[i]);
        row.cells[i].align = align[i];
    }
    return row;
}

/* The paragraph that a line of Markdown parses to, alone. */
static cmark_node *paragraph_of(const char *markdown) {
    cmark_node *parsed =
        cmark_parse_document(markdown, strlen(markdown), CMARK_OPT_DEFAULT);
    cmark_node *paragraph = cmark_node_first_child(parsed);
    cmark_node_unlink(paragraph);
    cmark_node_free(parsed);
    return paragraph;
}

struct doc_note *sample_note(struct document *doc, cmark_node *parent,
                             const char *text) {
    struct doc_note *note = arena_alloc(doc->arena, sizeof *note);
    note->object.kind = OBJECT_NOTE;
    note->number = (unsigned)doc->note_count + 1;
    note->content = cmark_node_new(CMARK_NODE_CUSTOM_BLOCK);
    cmark_node_append_child(note->content, paragraph_of(text));
    note->text = document_plain_text(note->content, doc->arena);
    cmark_node *mark = cmark_node_new(CMARK_NODE_CUSTOM_INLINE);
    cmark_node_append_child(parent, mark);
    document_attach(doc, mark, &note->object);
    return note;
}

static void append_text(cmark_node *parent, const char *text) {
    cmark_node *node = cmark_node_new(CMARK_NODE_TEXT);
    cmark_node_set_literal(node, text);
    cmark_node_append_child(parent, node);
}

static void append_span(struct document *doc, cmark_node *parent, enum span_kind kind,
                        const char *lang, const char *text) {
    struct doc_span *span = arena_alloc(doc->arena, sizeof *span);
    span->object.kind = OBJECT_SPAN;
    span->span = kind;
    span->lang = str_from(lang);
    cmark_node *node = cmark_node_new(CMARK_NODE_CUSTOM_INLINE);
    append_text(node, text);
    cmark_node_append_child(parent, node);
    document_attach(doc, node, &span->object);
}

struct doc_table *sample_table(struct document *doc, const char *label, size_t columns,
                               size_t rows) {
    struct doc_table *table = arena_alloc(doc->arena, sizeof *table);
    table->object.kind = OBJECT_TABLE;
    table->id = arena_printf(doc->arena, "tbl-%zu", doc->table_count + 1);
    table->label = arena_copy(doc->arena, str_from(label));
    table->caption = STR("各省（区、市）指标");
    table->unit = STR("件");
    table->columns = columns;
    table->stub_columns = 1;
    table->align = arena_array(doc->arena, columns, sizeof *table->align);
    table->head = arena_array(doc->arena, 1, sizeof *table->head);
    table->head_count = 1;
    table->head[0] =
        (struct doc_row){.cells = make_cells(doc, columns), .count = columns};
    for (size_t c = 0; c < columns; c++) {
        table->align[c] = c ? ALIGN_DECIMAL : ALIGN_LEFT;
        table->head[0].cells[c].align = c ? ALIGN_RIGHT : ALIGN_LEFT;
        table->head[0].cells[c].text =
            c ? arena_printf(doc->arena, "指标%zu\n（件）", c) : STR("地区");
    }
    table->body = arena_array(doc->arena, rows, sizeof *table->body);
    table->body_count = rows;
    for (size_t r = 0; r < rows; r++) {
        table->body[r] =
            (struct doc_row){.cells = make_cells(doc, columns), .count = columns};
        for (size_t c = 0; c < columns; c++) {
            struct doc_cell *cell = &table->body[r].cells[c];
            cell->align = table->align[c];
            cell->text =
                c ? arena_printf(doc->arena, "%zu.%zu", (r * 37 + c * 11) % 997,
                                 (r + c) % 10)
                  : arena_printf(doc->arena, "%s%zu",
                                 r % 5 ? "地区" : "新疆生产建设兵团所属单位第", r + 1);
        }
    }
    return table;
}

static struct doc_table *rank_table(struct document *doc) {
    struct arena *arena = doc->arena;
    static const enum doc_align align[] = {ALIGN_RIGHT, ALIGN_LEFT, ALIGN_DECIMAL,
                                           ALIGN_DECIMAL, ALIGN_CENTRE};
    struct doc_table *table = arena_alloc(arena, sizeof *table);
    *table = (struct doc_table){.object = {.kind = OBJECT_TABLE},
                                .id = STR("tbl-rank"),
                                .label = STR("表1"),
                                .caption = STR("2023年各省（区、市）有效证书数位次"),
                                .unit = STR("张"),
                                .columns = COUNT(align),
                                .stub_columns = 2,
                                .source = STR("国家统计局、市场监管总局")};
    table->align = arena_array(arena, COUNT(align), sizeof *table->align);
    memcpy(table->align, align, sizeof align);

    /* 位次 | 地区 | 证书数 (数量, 同比) | 等级: a group over two columns. */
    table->head = arena_array(arena, 2, sizeof *table->head);
    table->head_count = 2;
    static const char *const top[] = {"位次", "地区", "有效证书", "等级"};
    static const enum doc_align top_align[] = {ALIGN_RIGHT, ALIGN_LEFT, ALIGN_CENTRE,
                                               ALIGN_CENTRE};
    table->head[0] = make_row(doc, 4, top, top_align);
    table->head[0].cells[0].row_span = table->head[0].cells[1].row_span = 2;
    table->head[0].cells[2].column_span = 2;
    table->head[0].cells[3].row_span = 2;
    static const char *const sub[] = {"数量", "同比\n（%）"};
    static const enum doc_align sub_align[] = {ALIGN_RIGHT, ALIGN_RIGHT};
    table->head[1] = make_row(doc, 2, sub, sub_align);

    static const char *const rows[][5] = {
        {"", "全国", "3,612,000", "5.2", "—"},
        {"", "东部地区", "", "", ""},
        {"1", "广东", "601,234", "+6.0", "A"},
        {"2", "浙江", "498,120.5", "−1.25", "A"},
        {"", "中部地区", "", "", ""},
        {"9", "安徽", "152,300", "+10.1", "A"},
        {"…", "其中：合肥", "48,001", "—", "B"},
        {"", "注：含部分境外证书", "12", "…", "—"},
    };
    table->body_count = COUNT(rows);
    table->body = arena_array(arena, COUNT(rows), sizeof *table->body);
    for (size_t r = 0; r < COUNT(rows); r++)
        table->body[r] = make_row(doc, 5, rows[r], align);
    table->body[0].kind = ROW_TOTAL;
    table->body[1].kind = table->body[4].kind = ROW_GROUP;
    for (size_t r = 1; r <= 4; r += 3) { /* a group's name runs over all columns */
        table->body[r].cells[0] = table->body[r].cells[1];
        table->body[r].cells[0].column_span = 5;
        table->body[r].count = 1;
    }
    table->body[5].highlight = true;
    table->body[5].cells[4].tone = TONE_GOOD;
    table->body[5].cells[1].href = STR("#sec-1");
    table->body[6].cells[1].indent = 1;
    table->body[6].cells[2].shade = 0.4F;
    table->body[7].kind = ROW_MEMO;
    table->body[3].cells[3].tone = TONE_ALERT;
    table->body[3].cells[3].strong = true;
    table->body[2].cells[1].content = paragraph_of("**广东**");
    table->notes = arena_array(arena, 2, sizeof *table->notes);
    table->note_count = 2;
    table->notes[0] = STR("未包括香港、澳门特别行政区和台湾省数据。");
    table->notes[1] = STR("2023年为初步数，“…”表示不足最小单位的一半。");
    return table;
}

static struct doc_table *plain_table(struct document *doc) {
    static const enum doc_align align[] = {ALIGN_LEFT, ALIGN_RIGHT};
    static const char *const head[] = {"要素", "指标数"};
    static const char *const rows[][2] = {{"计量 | 测试", "6"}, {"标准*", "6"}};
    struct doc_table *table = sample_table(doc, "", 2, 2);
    table->plain = true;
    table->id = table->caption = table->unit = (struct str)S("");
    memcpy(table->align, align, sizeof align);
    table->head[0] = make_row(doc, 2, head, align);
    for (size_t r = 0; r < 2; r++)
        table->body[r] = make_row(doc, 2, rows[r], align);
    return table;
}

static struct doc_chart *bar_chart(struct document *doc) {
    static const struct chart_item items[] = {
        {.label = S("北京"),
         .value = 41.73,
         .text = S("41.73"),
         .rank = S("1"),
         .change = S("—")},
        {.label = S("上海"),
         .value = 21.5,
         .text = S("21.50"),
         .rank = S("2"),
         .change = S("▲1")},
        {.label = S("安徽"),
         .value = 9.06,
         .text = S("9.06"),
         .rank = S("9"),
         .change = S("▼2"),
         .highlight = true},
        {.label = S("西藏"), .value = (double)NAN, .text = S("—")},
    };
    struct doc_chart *chart = arena_alloc(doc->arena, sizeof *chart);
    *chart = (struct doc_chart){.object = {.kind = OBJECT_CHART},
                                .kind = &chart_bars,
                                .id = STR("fig-bars"),
                                .label = STR("图1"),
                                .caption = STR("每万人发明专利授权量"),
                                .unit = STR("件"),
                                .alt = STR("北京居首，为41.73件；安徽居第9位。"),
                                .from_zero = true,
                                .source = STR("国家统计局")};
    chart->items = arena_array(doc->arena, COUNT(items), sizeof *items);
    memcpy(chart->items, items, sizeof items);
    chart->item_count = COUNT(items);
    return chart;
}

static struct doc_chart *line_chart(struct document *doc) {
    static const double values[2][4] = {{3.1, 4.0, 5.75, 9.06},
                                        {6, (double)NAN, 8, 12.4}};
    struct doc_chart *chart = arena_alloc(doc->arena, sizeof *chart);
    *chart = (struct doc_chart){.object = {.kind = OBJECT_CHART},
                                .kind = &chart_lines,
                                .id = STR("fig-lines"),
                                .label = STR("图2"),
                                .caption = STR("变化趋势"),
                                .unit = STR("件"),
                                .alt = STR("安徽由2020年的3.10件升至2023年的9.06件。"),
                                .from_zero = true};
    chart->label_count = 4;
    chart->labels = arena_array(doc->arena, 4, sizeof *chart->labels);
    for (size_t i = 0; i < 4; i++)
        chart->labels[i] = arena_printf(doc->arena, "%zu", 2020 + i);
    chart->series_count = 2;
    chart->series = arena_array(doc->arena, 2, sizeof *chart->series);
    for (size_t s = 0; s < 2; s++) {
        chart->series[s].values = arena_array(doc->arena, 4, sizeof(double));
        memcpy(chart->series[s].values, values[s], sizeof values[s]);
    }
    chart->series[0].name = STR("安徽");
    chart->series[0].last_text = STR("9.06");
    chart->series[0].highlight = true;
    chart->series[1].name = STR("江苏");
    chart->series[1].last_text = STR("12.40");
    return chart;
}

static struct doc_chart *tile_chart(struct document *doc) {
    static const struct chart_item items[] = {
        {.label = S("京"),
         .value = 41.7,
         .text = S("41.7"),
         .tile_column = 5,
         .tile_row = 1},
        {.label = S("皖"),
         .value = 9.1,
         .text = S("9.1"),
         .tile_column = 5,
         .tile_row = 3,
         .highlight = true},
        {.label = S("台"), .value = (double)NAN, .tile_column = 6, .tile_row = 5},
    };
    struct doc_chart *chart = arena_alloc(doc->arena, sizeof *chart);
    *chart = (struct doc_chart){.object = {.kind = OBJECT_CHART},
                                .kind = &chart_tiles,
                                .id = STR("fig-tiles"),
                                .label = STR("图3"),
                                .caption = STR("分布"),
                                .unit = STR("件"),
                                .alt = STR("东部高于中西部。")};
    chart->items = arena_array(doc->arena, COUNT(items), sizeof *items);
    memcpy(chart->items, items, sizeof items);
    chart->item_count = COUNT(items);
    chart->notes = arena_array(doc->arena, 1, sizeof *chart->notes);
    chart->notes[0] = STR("斜线表示无数据。");
    chart->note_count = 1;
    return chart;
}

static struct object *kpi(struct document *doc) {
    static const struct kpi_item items[] = {
        {.label = S("有效证书"),
         .value = S("361.2"),
         .unit = S("万张"),
         .note = S("同比+5.2%"),
         .tone = TONE_GOOD},
        {.label = S("获证组织"), .value = S("99.8"), .unit = S("万家")},
        {.label = S("位次"), .value = S("9"), .note = S("上升1位"), .tone = TONE_WATCH},
    };
    struct doc_kpi *row = arena_alloc(doc->arena, sizeof *row);
    row->object.kind = OBJECT_KPI;
    row->items = arena_array(doc->arena, COUNT(items), sizeof *items);
    memcpy(row->items, items, sizeof items);
    row->item_count = COUNT(items);
    return &row->object;
}

static void sign_off(struct document *doc) {
    struct doc_signoff *signoff = arena_alloc(doc->arena, sizeof *signoff);
    signoff->object.kind = OBJECT_SIGNOFF;
    sample_block(doc, &signoff->object);
}

static void label_headings(struct document *doc) {
    static const char *const labels[] = {"一", "（一）", "二", "附录一"};
    static const char *const ids[] = {"sec-overview", "sec-rank", "sec-trend",
                                      "sec-method"};
    for (size_t i = 0; i < doc->heading_count && i < COUNT(labels); i++) {
        doc->headings[i]->label = str_from(labels[i]);
        doc->headings[i]->id = str_from(ids[i]);
        doc->headings[i]->annex = i == 3;
    }
}

struct document *sample_document(struct arena *arena) {
    struct document *doc = document_open(arena, sample_theme());
    doc->stem = STR("2023-340000");
    doc->report = STR("province");
    doc->title = STR("安徽省质量基础设施年度报告");
    doc->title_en = STR("Quality Infrastructure in Anhui");
    doc->series = STR("年度报告");
    doc->issue_number = STR("第1期（总第1期）");
    doc->period_label = STR("2023年");
    doc->period_label_en = STR("2023");
    doc->organisation = sample_theme()->organisation;
    doc->compiled_by = STR("张三");
    doc->reviewed_by = STR("李四");
    doc->date = STR("2024-06-30");

    struct doc_summary *summary = arena_alloc(arena, sizeof *summary);
    *summary = (struct doc_summary){
        .object = {.kind = OBJECT_SUMMARY}, .title = STR("摘要"), .lang = doc->lang};
    sample_append(doc, sample_block(doc, &summary->object),
                  "全省有效证书 **15.23万张**，居全国第9位。\n");
    sample_append(doc, doc->root,
                  "# 总体情况\n\n"
                  "截至2023年末，全国共有有效证书 361.2万张，比上年*增长*5.2%；其中 "
                  "`ISO 9001` 证书占 **37.5%**，详见[表1](#tbl-rank)和"
                  "[国家统计局](https://www.stats.gov.cn/)。\n\n");
    sample_block(doc, kpi(doc));
    sample_append(doc, doc->root, "## 位次\n\n各省位次如下。\n");
    struct doc_table *ranks = rank_table(doc);
    sample_block(doc, &ranks->object);
    struct doc_chart *bars = bar_chart(doc);
    sample_block(doc, &bars->object);

    sample_append(doc, doc->root,
                  "# 变化趋势\n\n- 证书数连续三年增长；\n- 检验检测机构 5.4万家：\n\n"
                  "  1. 国有 *1.8万家*；\n  2. 民营 3.6万家。\n\n"
                  "> 质量是兴国之道、强国之策。\n\n安徽居中部首位");
    cmark_node *paragraph = cmark_node_last_child(doc->root);
    sample_note(doc, paragraph, "按 *可比口径* 计算，见[说明](#sec-method)。");
    append_text(paragraph, "，单位面积 CO");
    append_span(doc, paragraph, SPAN_SUBSCRIPT, "", "2");
    append_text(paragraph, " 排放降至 10");
    append_span(doc, paragraph, SPAN_SUPERSCRIPT, "", "3");
    append_text(paragraph, " 吨（");
    append_span(doc, paragraph, SPAN_LANGUAGE, "en", "carbon dioxide");
    append_text(paragraph, "）。");
    sample_note(doc, paragraph, "生僻字：𠮷、𬭎。");
    struct doc_chart *lines = line_chart(doc);
    sample_block(doc, &lines->object);
    struct doc_chart *tiles = tile_chart(doc);
    sample_block(doc, &tiles->object);

    sample_append(doc, doc->root,
                  "# 指标解释\n\n四个要素：\n\n---\n\n```\nNQI = f(计量, 标准)\n```\n");
    struct doc_table *elements = plain_table(doc);
    sample_block(doc, &elements->object);
    label_headings(doc);
    sign_off(doc);
    return doc;
}
