/* libFuzzer over the renderers: the input's first bytes choose page, type sizes,
   standard and the shape of a table (columns, rows, spans, widths), the rest is
   Markdown. Every renderer must end, without a crash and within memory; the PDF
   either is written or an error says why not.
   fuzz: base document draw text render render/pdf. */
#include "render/render.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define REQUIRE(condition)                                                             \
    do {                                                                               \
        if (!(condition))                                                              \
            abort();                                                                   \
    } while (0)
#define FACE(family_, style_)                                                          \
    {                                                                                  \
        {family_, sizeof(family_) - 1}, { style_, sizeof(style_) - 1 }                 \
    }
#define CHOICES 12

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct fonts *fonts;

static struct theme_text text_of(enum font_role role, float size) {
    return (struct theme_text){.role = role, .size = size, .leading = size * 1.5F};
}

static struct theme make_theme(const uint8_t *choice) {
    static const char *const standards[] = {"2a+ua", "1b", "none", "3a+ua"};
    float size = 5 + (float)(choice[2] % 20);
    struct theme theme = {
        .page_width = 60 + (float)choice[0] * 4,
        .page_height = 60 + (float)choice[1] * 4,
        .margin_top = 30,
        .margin_bottom = 30,
        .margin_left = 20,
        .margin_right = 20,
        .fonts = {FACE("Noto Serif CJK SC", "Regular"),
                  FACE("Noto Serif CJK SC", "Bold"),
                  FACE("Noto Sans CJK SC", "Regular"),
                  FACE("Noto Sans CJK SC", "Regular"), FACE("Noto Sans CJK SC", "Bold"),
                  FACE("LXGW WenKai", "Regular"),
                  FACE("Noto Sans Mono CJK SC", "Regular")},
        .paragraph_indent_em = 2,
        .rule_heavy = 1,
        .rule_head = 0.6F,
        .rule_light = 0.3F,
        .rule_every = choice[3] % 7,
        .series_count = 2,
        .continued = STR("（续）"),
        .contents_title = STR("目录"),
        .page_label = STR("第 %d 页"),
        .demo_mark = STR("演示数据"),
        .unit_prefix = STR("单位："),
        .note_prefix = STR("注："),
        .source_prefix = STR("来源："),
        .grid_advance = choice[3] > 200 ? size - 0.2F : 0,
        .plain_pages = choice[3] > 128,
    };
    theme.pdf_standard = str_from(standards[choice[4] % 4]);
    struct theme_text *texts[] = {
        &theme.body,      &theme.heading[0],  &theme.heading[1],     &theme.heading[2],
        &theme.caption,   &theme.heading[3],  &theme.unit,           &theme.table,
        &theme.note,      &theme.table_head,  &theme.running,        &theme.cover_title,
        &theme.toc,       &theme.cover_small, &theme.cover_subtitle, &theme.chart_label,
        &theme.kpi_label, &theme.chart_tick,  &theme.kpi_value};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        *texts[i] =
            text_of((enum font_role)(i % FONT_ROLE_COUNT), size + (float)(i % 4));
    return theme;
}

static struct doc_row make_row(struct document *doc, const uint8_t *choice,
                               size_t columns, size_t seed) {
    static const char *const words[] = {"1,234.5",
                                        "—",
                                        "新疆生产建设兵团所属单位",
                                        "-0.8%",
                                        "a very-long-word/that_never.ends",
                                        "",
                                        "上年\n增长（%）",
                                        "“《（）》”"};
    struct doc_row row = {.cells = arena_array(doc->arena, columns, sizeof *row.cells),
                          .kind = (enum doc_row_kind)(choice[seed % CHOICES] % 4),
                          .highlight = choice[(seed + 1) % CHOICES] % 5 == 0};
    for (size_t c = 0; c < columns; c++) {
        uint8_t b = (uint8_t)(choice[(seed + c) % CHOICES] + c * 7 + seed);
        row.cells[row.count++] =
            (struct doc_cell){.text = str_from(words[b % 8]),
                              .column_span = (uint16_t)(1 + (b % 16 == 0) * (b % 5)),
                              .row_span = (uint16_t)(1 + (b % 19 == 0) * (b % 4)),
                              .align = (enum doc_align)(b % 4),
                              .tone = (enum doc_tone)(b % 7),
                              .shade = b % 6 == 0 ? 0.5F : -1,
                              .indent = b % 3};
    }
    return row;
}

static void add_table(struct document *doc, const uint8_t *choice) {
    struct doc_table *table = arena_alloc(doc->arena, sizeof *table);
    cmark_node *node = cmark_node_new(CMARK_NODE_CUSTOM_BLOCK);
    *table = (struct doc_table){.object = {.kind = OBJECT_TABLE},
                                .id = STR("tbl"),
                                .label = STR("表1"),
                                .caption = STR("各省（区、市）指标"),
                                .unit = STR("件"),
                                .columns = 1 + choice[5] % 40,
                                .head_count = choice[7] % 4,
                                .body_count = choice[6],
                                .landscape = choice[8] % 5 == 0,
                                .plain = choice[8] % 7 == 0};
    table->stub_columns = choice[9] % (table->columns + 1);
    table->align = arena_array(doc->arena, table->columns, sizeof *table->align);
    table->head = arena_array(doc->arena, table->head_count + 1, sizeof *table->head);
    table->body = arena_array(doc->arena, table->body_count + 1, sizeof *table->body);
    for (size_t r = 0; r < table->head_count; r++)
        table->head[r] = make_row(doc, choice, table->columns, r);
    for (size_t r = 0; r < table->body_count; r++)
        table->body[r] = make_row(doc, choice, table->columns, r + 3);
    cmark_node_append_child(doc->root, node);
    document_attach(doc, node, &table->object);
}

/* As compose does it: no HTML, an object on each heading. */
static void add_markdown(struct document *doc, const char *text, size_t size) {
    cmark_node *parsed = cmark_parse_document(text, size, CMARK_OPT_VALIDATE_UTF8);
    cmark_iter *iter = cmark_iter_new(parsed);
    cmark_node *drop[64];
    size_t drops = 0;
    while (cmark_iter_next(iter) != CMARK_EVENT_DONE) {
        cmark_node *node = cmark_iter_get_node(iter);
        cmark_node_type type = cmark_node_get_type(node);
        if ((type == CMARK_NODE_HTML_BLOCK || type == CMARK_NODE_HTML_INLINE) &&
            drops < 64)
            drop[drops++] = node;
    }
    cmark_iter_free(iter);
    for (size_t i = 0; i < drops; i++)
        cmark_node_free(drop[i]);
    cmark_node *child;
    while ((child = cmark_node_first_child(parsed)) != NULL) {
        cmark_node_unlink(child);
        cmark_node_append_child(doc->root, child);
    }
    cmark_node_free(parsed);
    iter = cmark_iter_new(doc->root);
    while (cmark_iter_next(iter) != CMARK_EVENT_DONE) {
        cmark_node *node = cmark_iter_get_node(iter);
        if (cmark_node_get_type(node) != CMARK_NODE_HEADING || document_object(node))
            continue;
        struct doc_heading *heading = arena_alloc(doc->arena, sizeof *heading);
        heading->object.kind = OBJECT_HEADING;
        heading->level = 1 + (cmark_node_get_heading_level(node) - 1) % 4;
        heading->id = arena_printf(doc->arena, "h%zu", doc->heading_count);
        heading->label = doc->heading_count % 2 ? STR("一") : STR("");
        heading->text = document_plain_text(node, doc->arena);
        document_attach(doc, node, &heading->object);
    }
    cmark_iter_free(iter);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size < CHOICES || size > 8192)
        return 0;
    struct diag *diag = diag_open();
    struct theme theme = make_theme(data);
    if (!fonts)
        fonts = fonts_open(&theme, diag);
    REQUIRE(fonts);
    struct arena *arena = arena_open();
    struct document *doc = document_open(arena, &theme);
    doc->title = STR("报告");
    doc->lang = STR("zh-CN");
    if (data[10] % 2 != 0)
        page_marks_add(&doc->marks, &page_mark_demo, (struct str){0});
    const char *text = (const char *)data + CHOICES;
    size_t half = (size - CHOICES) / 2;
    add_markdown(doc, text, half);
    add_table(doc, data);
    add_markdown(doc, text + half, size - CHOICES - half);
    struct buf out = buf_open(1 << 26);
    bool good = render_pdf(doc, &(struct rendering){.fonts = fonts, .scratch = arena},
                           &out, diag);
    REQUIRE(good ? out.n > 500 && diag_count(diag, DIAG_ERROR) == 0
                 : diag_count(diag, DIAG_ERROR) > 0);
    buf_clear(&out);
    render_markdown(doc, &out, diag);
    buf_clear(&out);
    render_csv(doc, &out, diag);
    buf_close(&out);
    document_close(doc);
    arena_close(arena);
    diag_close(diag);
    return 0;
}
