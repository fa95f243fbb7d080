/* A report of nine pages, for the PDF bench: four sections, each with prose, a table
   of six rows, a trend chart of six series and a chart of 31 bars; an annex of 31
   rows.
     pdf_report COUNT [FILE]  writes COUNT different reports, prints CPU ms and kB a
                              report, pages of the last, which FILE gets
     pdf_report typst N       prints report N as Typst source
     pdf_report pages ROWS    one long table: CPU ms, pages, bytes a row */
#include "base/file.h"
#include "document/chart.h"
#include "render/pdf/pdf.h"
#include "render/render.h"
#include "sample_document.h"
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define AREAS 31
#define SECTIONS 4
#define SERIES 6
#define YEARS 9

static const char *const areas[AREAS] = {
    "北京", "天津", "河北", "山西", "内蒙古", "辽宁", "吉林", "黑龙江",
    "上海", "江苏", "浙江", "安徽", "福建",   "江西", "山东", "河南",
    "湖北", "湖南", "广东", "广西", "海南",   "重庆", "四川", "贵州",
    "云南", "西藏", "陕西", "甘肃", "青海",   "宁夏", "新疆"};
static const char *const titles[SECTIONS] = {"创新产出", "产业基础", "质量管理",
                                             "公共服务"};
static const char *const measures[SECTIONS] = {"每万人发明专利授权量", "人均工业增加值",
                                               "每万企业有效证书数",
                                               "每万人检验检测机构数"};
static const char *const sentences[] = {
    "%s%s为%s件，比上年增长%s%%，居全国第%d位；与全国平均水平相比，差距比上年缩小%"
    "s个百分点。",
    "从变化趋势看，%s%s连续九年上升，由%s件增加到现在的水平，年均增长%s%%，位次提高%"
    "d位，增速高%s个百分点。",
    "分地区看，%s的%s与东部地区差距仍然较大：最高的为%s件，增长%s%%；前%"
    "d位地区合计占比提高%s个百分点。",
    "需要说明的是，%s%s按常住人口计算，2020年以后与人口普查修订数衔接（调整前为%"
    "s件，相差%s%%），"
    "前%d年数据按同一口径修订，影响约%s个百分点。"};

static unsigned state;
static unsigned pick(unsigned n) {
    state = state * 1664525u + 1013904223u;
    return (state >> 8) % n;
}

static struct str number(struct arena *arena, unsigned most, int decimals) {
    unsigned whole = pick(most) + 1;
    return decimals == 0   ? arena_printf(arena, "%u", whole)
           : decimals == 1 ? arena_printf(arena, "%u.%u", whole, pick(10))
                           : arena_printf(arena, "%u.%02u", whole, pick(100));
}

static struct str paragraph(struct arena *arena, const char *area, size_t section,
                            size_t n) {
    struct buf out = buf_open(4096);
    for (size_t i = 0; i < 3; i++)
        buf_printf(&out, sentences[(n + i) % 4], area, measures[section],
                   number(arena, 60, 2).p, number(arena, 12, 1).p, (int)pick(31) + 1,
                   number(arena, 3, 1).p);
    struct str text = arena_copy(arena, buf_str(&out));
    buf_close(&out);
    return text;
}

static struct doc_cell cell(struct str text, enum doc_align align) {
    return (struct doc_cell){
        .text = text, .column_span = 1, .row_span = 1, .align = align, .shade = -1};
}

static struct doc_table *table(struct document *doc, size_t number_of,
                               const char *caption, size_t rows, size_t area) {
    static const char *const heads[] = {
        "位次",         "地区", "数量\n（件）", "每万人\n（件）", "比上年\n增长（%）",
        "占全国\n（%）"};
    struct arena *arena = doc->arena;
    struct doc_table *t = arena_alloc(arena, sizeof *t);
    *t = (struct doc_table){.object = {.kind = OBJECT_TABLE},
                            .id = arena_printf(arena, "tbl-%zu", number_of),
                            .label = arena_printf(arena, "表%zu", number_of),
                            .caption = arena_printf(arena, "%s，2015—2023年", caption),
                            .columns = 6,
                            .stub_columns = 2,
                            .head_count = 1,
                            .body_count = rows,
                            .source = STR("国家统计局")};
    t->align = arena_array(arena, 6, sizeof *t->align);
    t->head = arena_array(arena, 1, sizeof *t->head);
    t->body = arena_array(arena, rows, sizeof *t->body);
    for (size_t c = 0; c < 6; c++)
        t->align[c] = c == 1 ? ALIGN_LEFT : c == 0 ? ALIGN_RIGHT : ALIGN_DECIMAL;
    t->head[0] = (struct doc_row){
        .cells = arena_array(arena, 6, sizeof *t->head->cells), .count = 6};
    for (size_t c = 0; c < 6; c++)
        t->head[0].cells[c] =
            cell(str_from(heads[c]), c == 1 ? ALIGN_LEFT : ALIGN_RIGHT);
    for (size_t r = 0; r < rows; r++) {
        size_t which = rows == AREAS ? r : (area + r * 5) % AREAS;
        struct doc_cell *cells = arena_array(arena, 6, sizeof *cells);
        cells[0] = cell(arena_printf(arena, "%zu", r + 1), ALIGN_RIGHT);
        cells[1] = cell(str_from(areas[which]), ALIGN_LEFT);
        cells[2] = cell(arena_printf(arena, "%u,%03u", pick(90) + 1, pick(1000)),
                        ALIGN_DECIMAL);
        cells[3] = cell(number(arena, 50, 2), ALIGN_DECIMAL);
        cells[4] =
            cell(arena_printf(arena, "+%s", number(arena, 30, 1).p), ALIGN_DECIMAL);
        cells[5] = cell(number(arena, 20, 1), ALIGN_DECIMAL);
        t->body[r] =
            (struct doc_row){.cells = cells, .count = 6, .highlight = which == area};
    }
    return t;
}

static struct doc_chart *chart(struct document *doc, const struct chart_kind *kind,
                               size_t number_of, const char *caption, size_t area) {
    struct arena *arena = doc->arena;
    struct doc_chart *c = arena_alloc(arena, sizeof *c);
    *c = (struct doc_chart){.object = {.kind = OBJECT_CHART},
                            .kind = kind,
                            .id = arena_printf(arena, "fig-%zu", number_of),
                            .label = arena_printf(arena, "图%zu", number_of),
                            .caption = str_from(caption),
                            .unit = STR("件"),
                            .alt = str_from(caption),
                            .from_zero = true};
    if (kind == &chart_bars) {
        c->item_count = AREAS;
        c->items = arena_array(arena, AREAS, sizeof *c->items);
        double value = 40 + pick(20);
        for (size_t i = 0; i < AREAS; i++, value *= 0.9)
            c->items[i] =
                (struct chart_item){.label = str_from(areas[(i * 7 + area) % AREAS]),
                                    .value = value,
                                    .text = arena_printf(arena, "%.2f", value),
                                    .rank = arena_printf(arena, "%zu", i + 1),
                                    .change = i % 3 ? STR("—") : STR("▲1"),
                                    .highlight = i == 0};
        return c;
    }
    c->label_count = YEARS;
    c->labels = arena_array(arena, YEARS, sizeof *c->labels);
    for (size_t i = 0; i < YEARS; i++)
        c->labels[i] = arena_printf(arena, "%zu", 2015 + i);
    c->series_count = SERIES;
    c->series = arena_array(arena, SERIES, sizeof *c->series);
    for (size_t s = 0; s < SERIES; s++) {
        struct chart_series *series = &c->series[s];
        series->name = str_from(areas[(area + s * 4) % AREAS]);
        series->values = arena_array(arena, YEARS, sizeof *series->values);
        double value = 2 + pick(8);
        for (size_t i = 0; i < YEARS; i++, value *= 1.05 + pick(10) / 100.0)
            series->values[i] = value;
        series->last_text = arena_printf(arena, "%.2f", series->values[YEARS - 1]);
        series->highlight = s == 0;
    }
    return c;
}

static struct document *report(struct arena *arena, size_t area) {
    struct document *doc = document_open(arena, sample_theme());
    size_t tables = 0, charts = 0;
    state = (unsigned)area * 2654435761u + 12345u;
    doc->title = arena_printf(arena, "%s质量发展环境报告", areas[area]);
    doc->title_en = STR("Environment for Quality Development");
    doc->period_label = STR("2023年");
    doc->series = STR("年度报告");
    doc->organisation = STR("统计局");
    doc->lang = STR("zh-CN");
    for (size_t s = 0; s < SECTIONS; s++) {
        sample_append(doc, doc->root, arena_printf(arena, "# %s", titles[s]).p);
        for (size_t i = 0; i < 3; i++)
            sample_append(doc, doc->root, paragraph(arena, areas[area], s, i).p);
        sample_block(doc, &table(doc, ++tables, measures[s], 6, area)->object);
        struct doc_chart *lines = chart(doc, &chart_lines, ++charts, measures[s], area);
        sample_block(doc, &lines->object);
        sample_append(doc, doc->root, paragraph(arena, areas[area], s, 3).p);
        struct doc_chart *bars = chart(doc, &chart_bars, ++charts, measures[s], area);
        sample_block(doc, &bars->object);
    }
    sample_append(doc, doc->root, "# 分地区主要指标");
    sample_block(doc,
                 &table(doc, ++tables, "各省（区、市）主要指标", AREAS, area)->object);
    return doc;
}

static double cpu_ms(void) {
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static int measure(size_t count, const char *path) {
    struct diag *diag = diag_open();
    struct fonts *fonts = fonts_open(sample_theme(), diag);
    double spent = 0, bytes = 0;
    size_t pages = 0;
    bool good = fonts != NULL;
    for (size_t i = 0; i < count && good; i++) {
        struct arena *arena = arena_open(), *scratch = arena_open();
        struct document *doc = report(arena, i % AREAS);
        struct buf out = buf_open(1 << 26);
        double start = cpu_ms();
        const struct display *display = layout_document(doc, fonts, scratch, diag);
        good = display &&
               write_pdf(doc, &(struct rendering){.fonts = fonts, .scratch = scratch},
                         display, &out, diag);
        spent += cpu_ms() - start;
        bytes += (double)out.n;
        pages = display ? display->page_count : 0;
        if (path && i + 1 == count)
            good = file_write(AT_FDCWD, path, buf_str(&out), diag) && good;
        buf_close(&out);
        document_close(doc);
        arena_close(scratch);
        arena_close(arena);
    }
    printf("%.2f %.1f %zu\n", spent / (double)count, bytes / (double)count / 1000,
           pages);
    diag_print(diag, stderr);
    fonts_close(fonts);
    diag_close(diag);
    return good ? 0 : 1;
}

static int measure_pages(size_t rows) {
    struct diag *diag = diag_open();
    struct fonts *fonts = fonts_open(sample_theme(), diag);
    struct arena *arena = arena_open();
    struct document *doc = document_open(arena, sample_theme());
    doc->title = STR("长表");
    doc->lang = STR("zh-CN");
    state = 1;
    struct doc_table *t = table(doc, 1, "长表", rows, 0);
    sample_block(doc, &t->object);
    struct buf out = buf_open((size_t)1 << 29);
    double start = cpu_ms();
    const struct display *display = layout_document(doc, fonts, arena, diag);
    bool good =
        display && write_pdf(doc, &(struct rendering){.fonts = fonts, .scratch = arena},
                             display, &out, diag);
    printf("%.1f %zu %.1f\n", cpu_ms() - start, display ? display->page_count : 0,
           (double)out.n / (double)rows);
    diag_print(diag, stderr);
    buf_close(&out);
    document_close(doc);
    fonts_close(fonts);
    diag_close(diag);
    arena_close(arena);
    return good ? 0 : 1;
}

static void typst_text(struct str text) {
    for (size_t i = 0; i < text.n; i++) {
        if (strchr("\\#$*_`<@[]~", text.p[i]))
            putchar('\\');
        putchar(text.p[i]);
    }
}

static void typst_table(const struct doc_table *t) {
    printf(
        "#figure(caption: [%.*s], table(columns: %zu, stroke: none, table.hline(),\n",
        STR_ARG(t->caption), t->columns);
    for (size_t r = 0; r <= t->body_count; r++) {
        const struct doc_row *row = r == 0 ? &t->head[0] : &t->body[r - 1];
        if (r == 0)
            printf("table.header(");
        for (size_t c = 0; c < row->count; c++) {
            putchar('[');
            typst_text(row->cells[c].text);
            printf("], ");
        }
        printf(r == 0 ? "), table.hline(),\n" : "\n");
    }
    printf("table.hline()))\n\n");
}

static void typst_chart(const struct doc_chart *c) {
    double height = c->kind == &chart_bars ? 380 : 160;
    printf("#figure(caption: [%.*s], box(width: 450pt, height: %gpt, {\n",
           STR_ARG(c->caption), height);
    for (size_t i = 0; i < c->item_count; i++) {
        double y = (double)i * 12;
        printf("place(dx: 20pt, dy: %gpt, text(7pt)[%.*s %.*s])\n", y,
               STR_ARG(c->items[i].rank), STR_ARG(c->items[i].label));
        printf("place(dx: 80pt, dy: %gpt, rect(width: %gpt, height: 8pt, fill: "
               "rgb(\"#1d5b79\")))\n",
               y, c->items[i].value * 5);
        printf("place(dx: %gpt, dy: %gpt, text(7pt)[%.*s %.*s])\n",
               84 + c->items[i].value * 5, y, STR_ARG(c->items[i].text),
               STR_ARG(c->items[i].change));
    }
    for (size_t s = 0; s < c->series_count; s++) {
        printf("place(polygon(stroke: 1pt + rgb(\"#1d5b79\")");
        for (size_t i = 0; i < c->label_count; i++)
            printf(", (%gpt, %gpt)", 30.0 + (double)i * 42,
                   150 - fmin(150, c->series[s].values[i] * 5));
        printf("))\nplace(dx: 380pt, dy: %gpt, text(7pt)[%.*s %.*s])\n",
               150 - fmin(150, c->series[s].values[c->label_count - 1] * 5),
               STR_ARG(c->series[s].name), STR_ARG(c->series[s].last_text));
    }
    for (size_t i = 0; i < c->label_count; i++)
        printf("place(dx: %zupt, dy: 152pt, text(7pt)[%.*s])\n", 25 + i * 42,
               STR_ARG(c->labels[i]));
    printf("}))\n\n");
}

static int print_typst(size_t area) {
    struct arena *arena = arena_open();
    struct document *doc = report(arena, area % AREAS);
    printf(
        "#set document(title: \"%.*s\")\n#set page(\"a4\", numbering: \"1\", margin: "
        "(x: 71pt, top: 76pt, bottom: 62pt))\n"
        "#set text(font: (\"Noto Serif CJK SC\",), size: 10.5pt, lang: \"zh\")\n"
        "#set par(justify: true, first-line-indent: 2em)\n"
        "#show heading: set text(font: (\"Noto Sans CJK SC\",))\n"
        "#show figure.caption: set text(font: (\"Noto Sans CJK SC\",), size: 9pt, "
        "weight: \"bold\")\n"
        "#show table: set text(font: (\"Noto Sans CJK SC\",), size: 8.6pt)\n"
        "#text(30pt)[%.*s]\n\n#outline()\n#pagebreak()\n",
        STR_ARG(doc->title), STR_ARG(doc->title));
    for (cmark_node *node = cmark_node_first_child(doc->root); node;
         node = cmark_node_next(node)) {
        const struct object *object = document_object(node);
        if (object && object->kind == OBJECT_TABLE) {
            typst_table((const struct doc_table *)object);
        } else if (object && object->kind == OBJECT_CHART) {
            typst_chart((const struct doc_chart *)object);
        } else {
            if (cmark_node_get_type(node) == CMARK_NODE_HEADING)
                printf("= ");
            typst_text(document_plain_text(node, arena));
            printf("\n\n");
        }
    }
    document_close(doc);
    arena_close(arena);
    return 0;
}

int main(int argc, char **argv) {
    if (argc == 3 && strcmp(argv[1], "typst") == 0)
        return print_typst((size_t)strtoul(argv[2], NULL, 10));
    if (argc == 3 && strcmp(argv[1], "pages") == 0)
        return measure_pages((size_t)strtoul(argv[2], NULL, 10));
    if (argc < 2)
        return 2;
    return measure((size_t)strtoul(argv[1], NULL, 10), argc > 2 ? argv[2] : NULL);
}
