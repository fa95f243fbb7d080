/* What is written as Markdown must read back as the document's text: every file
   is parsed again by cmark and compared. */
#include "unit.h"

#include "fonts_double.h"
#include "render/render.h"
#include "sample_document.h"
#include <stdlib.h>
#include <string.h>

static void put_squeezed(struct str text, struct buf *out) {
    for (size_t at = 0; at < text.n;) {
        uint32_t cp;
        size_t n = utf8_decode(text, at, &cp);
        if (cp > ' ' && cp != 0x3000 && cp != 0xA0)
            buf_put(out, str_slice(text, at, at + n));
        at += n;
    }
}

static void squeeze(const char *text, struct buf *out) {
    put_squeezed(str_from(text), out);
}

/* The text that a reader sees, without white space, tags and pictures. */
static void visible(cmark_node *root, struct buf *out) {
    cmark_iter *iter = cmark_iter_new(root);
    size_t picture = 0;
    for (cmark_event_type event; (event = cmark_iter_next(iter)) != CMARK_EVENT_DONE;) {
        cmark_node *node = cmark_iter_get_node(iter);
        cmark_node_type type = cmark_node_get_type(node);
        if (type == CMARK_NODE_IMAGE)
            picture += event == CMARK_EVENT_ENTER ? 1 : (size_t)-1;
        if (picture == 0 && (type == CMARK_NODE_TEXT || type == CMARK_NODE_CODE ||
                             type == CMARK_NODE_CODE_BLOCK))
            squeeze(cmark_node_get_literal(node), out);
    }
    cmark_iter_free(iter);
}

/* A reader of GitHub's tables and footnotes, on top of CommonMark: the rules of a
   table go, its bars become spaces; a footnote's definition becomes a paragraph. */
static void read_back(struct str markdown, struct buf *out) {
    struct buf plain = buf_open(1 << 24);
    for (size_t at = 0; at < markdown.n;) {
        size_t end = str_find(markdown, STR("\n"), at);
        end = end == STR_NOT_FOUND ? markdown.n : end;
        struct str line = str_slice(markdown, at, end);
        at = end + 1;
        if (str_starts(line, STR("| :")) || str_starts(line, STR("| -")))
            continue;
        if (str_starts(line, STR("[^"))) {
            size_t colon = str_find(line, STR("]: "), 0);
            buf_puts(&plain, "\n");
            line = str_slice(line, colon + 3, line.n);
        }
        if (!str_starts(line, STR("|"))) {
            buf_put(&plain, line);
            buf_char(&plain, '\n');
            continue;
        }
        for (size_t i = 0; i < line.n; i++) { /* each cell is parsed alone */
            if (line.p[i] == '\\' && i + 1 < line.n) {
                buf_bytes(&plain, line.p + i, 2);
                i++;
            } else if (line.p[i] == '|') {
                buf_puts(&plain, "\n\n　"); /* a cell holds inlines, no blocks */
                while (i + 1 < line.n && line.p[i + 1] == ' ')
                    i++;
            } else {
                buf_char(&plain, line.p[i]);
            }
        }
        buf_char(&plain, '\n');
    }
    cmark_node *root = cmark_parse_document(plain.p, plain.n, CMARK_OPT_VALIDATE_UTF8);
    visible(root, out);
    cmark_node_free(root);
    buf_close(&plain);
}

static void expect_notes(const struct document *doc, const struct str *notes,
                         size_t count, struct str source, struct buf *out) {
    for (size_t i = 0; i < count; i++) {
        if (i == 0)
            put_squeezed(doc->theme->note_prefix, out);
        if (count > 1)
            buf_printf(out, "%zu.", i + 1);
        put_squeezed(notes[i], out);
    }
    if (source.n > 0) {
        put_squeezed(doc->theme->source_prefix, out);
        put_squeezed(source, out);
    }
}

static void expect_caption(const struct document *doc, struct str label,
                           struct str caption, struct str unit, struct buf *out) {
    put_squeezed(label, out);
    put_squeezed(caption, out);
    if (page_marks_have(&doc->marks, &page_mark_demo))
        squeeze("（演示数据）", out);
    if (unit.n > 0) {
        put_squeezed(doc->theme->unit_prefix, out);
        put_squeezed(unit, out);
    }
}

/* Tables of the sample whose heads have no group: heads, then rows. */
static void expect_table(const struct document *doc, const struct doc_table *table,
                         struct buf *out) {
    expect_caption(doc, table->label, table->caption, table->unit, out);
    if (str_equal(table->id, STR("tbl-rank")))
        squeeze("位次地区有效证书数量有效证书同比（%）等级", out);
    else
        for (size_t c = 0; c < table->head[0].count; c++)
            put_squeezed(table->head[0].cells[c].text, out);
    for (size_t r = 0; r < table->body_count; r++)
        for (size_t c = 0; c < table->body[r].count; c++)
            put_squeezed(table->body[r].cells[c].text, out);
    expect_notes(doc, table->notes, table->note_count, table->source, out);
}

static void expect_object(const struct document *doc, const struct object *object,
                          struct buf *out) {
    const void *self = object;
    if (object->kind == OBJECT_TABLE)
        expect_table(doc, self, out);
    if (object->kind == OBJECT_CHART) {
        const struct doc_chart *chart = self;
        expect_caption(doc, chart->label, chart->caption, chart->unit, out);
        expect_notes(doc, chart->notes, chart->note_count, chart->source, out);
    }
    if (object->kind == OBJECT_KPI) {
        const struct doc_kpi *kpi = self;
        for (size_t i = 0; i < kpi->item_count; i++) {
            put_squeezed(kpi->items[i].label, out);
            squeeze("：", out);
            put_squeezed(kpi->items[i].value, out);
            put_squeezed(kpi->items[i].unit, out);
            if (kpi->items[i].note.n > 0) {
                squeeze("（", out);
                put_squeezed(kpi->items[i].note, out);
                squeeze("）", out);
            }
        }
    }
    if (object->kind == OBJECT_SUMMARY)
        put_squeezed(((const struct doc_summary *)self)->title, out);
    if (object->kind == OBJECT_NOTE)
        buf_printf(out, "[^%u]", ((const struct doc_note *)self)->number);
    if (object->kind == OBJECT_HEADING)
        put_squeezed(((const struct doc_heading *)self)->label, out);
    if (object->kind == OBJECT_SIGNOFF)
        squeeze("编制：国家质量基础设施研究中心制表：张三审核：李四签发：＿＿＿＿日期："
                "2024-06-30",
                out);
}

static void expect_document(const struct document *doc, struct buf *out) {
    put_squeezed(doc->title, out);
    squeeze("Quality Infrastructure in Anhui, 2023", out);
    put_squeezed(doc->period_label, out);
    put_squeezed(doc->series, out);
    put_squeezed(doc->issue_number, out);
    if (page_marks_have(&doc->marks, &page_mark_demo))
        squeeze("演示数据", out);
    cmark_iter *iter = cmark_iter_new(doc->root);
    for (cmark_event_type event; (event = cmark_iter_next(iter)) != CMARK_EVENT_DONE;) {
        cmark_node *node = cmark_iter_get_node(iter);
        if (event != CMARK_EVENT_ENTER)
            continue;
        const struct object *object = document_object(node);
        if (object != NULL)
            expect_object(doc, object, out);
        cmark_node_type type = cmark_node_get_type(node);
        if (type == CMARK_NODE_TEXT || type == CMARK_NODE_CODE ||
            type == CMARK_NODE_CODE_BLOCK)
            squeeze(cmark_node_get_literal(node), out);
    }
    cmark_iter_free(iter);
    for (size_t i = 0; i < doc->note_count; i++)
        put_squeezed(doc->notes[i]->text, out);
}

static void compare(const struct document *doc) {
    struct buf markdown = buf_open(1 << 24), seen = buf_open(1 << 24),
               wanted = buf_open(1 << 24);
    struct diag *diag = diag_open();
    assert_true(render_markdown(doc, &markdown, diag));
    read_back(buf_str(&markdown), &seen);
    expect_document(doc, &wanted);
    assert_string_equal(buf_z(&seen), buf_z(&wanted));
    buf_close(&markdown);
    buf_close(&seen);
    buf_close(&wanted);
    diag_close(diag);
}

static void sample_reads_back(void **state) {
    (void)state;
    struct arena *arena = arena_open();
    struct document *doc = sample_document(arena);
    compare(doc);
    page_marks_add(&doc->marks, &page_mark_demo, (struct str){0});
    compare(doc);
    document_close(doc);
    arena_close(arena);
}

/* Text that Markdown would take for markup, wherever a report can have it. */
static void hostile_text_reads_back(void **state) {
    (void)state;
    static const char *const texts[] = {"*a* _b_ `c` ~~d~~",
                                        "<b>x</b> &amp; &lt;",
                                        "[x](y) ![z](w) [^1]",
                                        "1. 列表",
                                        "# 标题",
                                        "- 项",
                                        "a|b\\|c\\",
                                        "http://x.y <http://z>",
                                        "$a$ !x",
                                        "+16.7",
                                        "> 引",
                                        "| 竖 |"};
    struct arena *arena = arena_open();
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct document *doc = sample_document(arena);
        struct str text = str_from(texts[i]);
        doc->tables[0]->caption = doc->tables[0]->notes[0] = text;
        doc->tables[0]->notes[1] = doc->tables[0]->source = text;
        doc->tables[0]->body[2].cells[2].text = text;
        doc->tables[0]->body[5].cells[4].text = text; /* in bold */
        doc->charts[0]->caption = doc->charts[0]->alt = text;
        doc->headings[0]->label = text;
        struct doc_kpi *kpi = NULL;
        for (cmark_node *node = cmark_node_first_child(doc->root); node != NULL;
             node = cmark_node_next(node)) {
            struct object *object = document_object(node);
            if (object != NULL && object->kind == OBJECT_KPI)
                kpi = (struct doc_kpi *)object;
        }
        kpi->items[0].label = kpi->items[0].value = kpi->items[0].note = text;
        compare(doc);
        document_close(doc);
    }
    arena_close(arena);
}

static cmark_node *text_node(const char *text) {
    cmark_node *node = cmark_node_new(CMARK_NODE_TEXT);
    cmark_node_set_literal(node, text);
    return node;
}

static size_t count_of(struct str text, const char *needle) {
    size_t count = 0;
    for (size_t at = 0; (at = str_find(text, str_from(needle), at)) != STR_NOT_FOUND;
         at++)
        count++;
    return count;
}

/* Bold and emphasis between all pairs of neighbours: either the asterisks are
   read again, or tags were written. */
static void emphasis_survives(void **state) {
    (void)state;
    static const char *const edges[] = {"增", "5", "a", "，", "（", "）", "%",
                                        " ",  "“", "*", "+",  "　", "。", "￥"};
    enum { EDGES = sizeof edges / sizeof *edges };
    struct arena *arena = arena_open();
    struct diag *diag = diag_open();
    struct buf markdown = buf_open(1 << 20), seen = buf_open(1 << 20),
               wanted = buf_open(1 << 20);
    size_t asterisks = 0;
    for (size_t n = 0; n < (size_t)EDGES * EDGES * EDGES * 2; n++) {
        cmark_node_type type = n % 2 == 0 ? CMARK_NODE_STRONG : CMARK_NODE_EMPH;
        const char *outer = edges[n / 2 % EDGES];
        const char *first = edges[n / 2 / EDGES % EDGES];
        const char *last = edges[n / 2 / EDGES / EDGES];
        struct document *doc = document_open(arena, sample_theme());
        cmark_node *paragraph = cmark_node_new(CMARK_NODE_PARAGRAPH);
        cmark_node *strong = cmark_node_new(type);
        cmark_node_append_child(doc->root, paragraph);
        cmark_node_append_child(paragraph, text_node("前"));
        cmark_node_append_child(paragraph, text_node(outer));
        cmark_node_append_child(paragraph, strong);
        cmark_node_append_child(strong, text_node(first));
        cmark_node_append_child(strong, text_node("中"));
        cmark_node_append_child(strong, text_node(last));
        cmark_node_append_child(paragraph, text_node(last));
        cmark_node_append_child(paragraph, text_node("后"));
        buf_clear(&markdown);
        buf_clear(&seen);
        buf_clear(&wanted);
        assert_true(render_markdown(doc, &markdown, diag));
        cmark_node *root =
            cmark_parse_document(markdown.p, markdown.n, CMARK_OPT_DEFAULT);
        visible(root, &seen);
        visible(doc->root, &wanted);
        assert_string_equal(buf_z(&seen), buf_z(&wanted));
        size_t tags = count_of(buf_str(&markdown),
                               type == CMARK_NODE_STRONG ? "<strong>" : "<em>");
        size_t nodes = 0;
        cmark_iter *iter = cmark_iter_new(root);
        while (cmark_iter_next(iter) != CMARK_EVENT_DONE)
            nodes += cmark_node_get_type(cmark_iter_get_node(iter)) == type ? 1 : 0;
        cmark_iter_free(iter);
        assert_int_equal(tags + nodes / 2, 1);
        asterisks += nodes / 2;
        cmark_node_free(root);
        document_close(doc);
    }
    assert_true(asterisks > 1000); /* tags are the exception */
    buf_close(&markdown);
    buf_close(&seen);
    buf_close(&wanted);
    diag_close(diag);
    arena_close(arena);
}

/* Nested emphasis: runs of asterisks that touch. */
static void nested_emphasis_survives(void **state) {
    (void)state;
    static const char *const cases[] = {"***甲***乙\n", "**甲*乙***丙\n",
                                        "*甲**乙**丙*\n", "**甲**\\***乙**\n"};
    struct arena *arena = arena_open();
    struct diag *diag = diag_open();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct document *doc = document_open(arena, sample_theme());
        sample_append(doc, doc->root, cases[i]);
        struct buf markdown = buf_open(1 << 20), seen = buf_open(1 << 20),
                   wanted = buf_open(1 << 20);
        assert_true(render_markdown(doc, &markdown, diag));
        cmark_node *root =
            cmark_parse_document(markdown.p, markdown.n, CMARK_OPT_DEFAULT);
        visible(root, &seen);
        visible(doc->root, &wanted);
        assert_string_equal(buf_z(&seen), buf_z(&wanted));
        cmark_node_free(root);
        document_close(doc);
        buf_close(&markdown);
        buf_close(&seen);
        buf_close(&wanted);
    }
    diag_close(diag);
    arena_close(arena);
}

static void front_is_complete(void **state) {
    (void)state;
    struct arena *arena = arena_open();
    struct document *doc = sample_document(arena);
    page_marks_add(&doc->marks, &page_mark_demo, (struct str){0});
    page_marks_add(&doc->marks, &page_mark_stale, (struct str){0});
    struct diag *diag = diag_open();
    struct buf out = buf_open(1 << 20);
    assert_true(render_markdown(doc, &out, diag));
    assert_true(str_starts(
        buf_str(&out),
        STR("# 安徽省质量基础设施年度报告\n\nQuality Infrastructure in Anhui, 2023\n\n"
            "2023年　年度报告　第1期（总第1期）\n\n**演示数据**\n\n**未更新**\n\n")));
    assert_true(str_find(buf_str(&out), STR("](2023-340000-fig-bars.svg)"), 0) !=
                STR_NOT_FOUND);
    buf_close(&out);
    diag_close(diag);
    document_close(doc);
    arena_close(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sample_reads_back), cmocka_unit_test(hostile_text_reads_back),
        cmocka_unit_test(emphasis_survives), cmocka_unit_test(nested_emphasis_survives),
        cmocka_unit_test(front_is_complete),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
