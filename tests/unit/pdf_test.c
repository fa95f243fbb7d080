/* PDFs as other programs see them (qpdf, poppler): sound, tagged, read back. */
#include "unit.h"

#include "base/file.h"
#include "draw/marks.h"
#include "pdf_made.h"
#include "render/pdf/pdf.h"
#include "render/render.h"
#include "sample_document.h"
#include "torture_document.h"
#include <fcntl.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void files_are_sound(void **state) {
    (void)state;
    static const char *const standards[] = {"2a+ua", "3a+ua", "1b", "none"};
    for (size_t i = 0; i < 4; i++) {
        struct made made = pdf_begin();
        made.theme.pdf_standard = str_from(standards[i]);
        made.doc = sample_document(made.arena);
        made.doc->theme = &made.theme;
        pdf_write_file(&made, "a.pdf");
        pdf_run(&made, "a.pdf", "qpdf --check $f");
        struct str list = pdf_run(&made, "a.pdf", "pdffonts $f | tail -n +3");
        /* Embedded, subset, with a map to Unicode: every font. */
        assert_true(pdf_count_of(list, "\n") >= 5);
        assert_int_equal(pdf_count_of(list, "yes yes yes"), pdf_count_of(list, "\n"));
        struct str text = pdf_run(&made, "a.pdf", "pdftotext $f -");
        assert_false(pdf_has(text, "rror"));
        struct str info = pdf_run(&made, "a.pdf", "pdfinfo $f");
        assert_true(
            pdf_has(info, i < 2 ? "Tagged:          yes" : "Tagged:          no"));
        pdf_end(&made);
    }
}

/* What a viewer lists and saves is what was put in, and is said to be its data. */
static void data_are_attached(void **state) {
    (void)state;
    struct made made = pdf_begin();
    made.theme.pdf_standard = STR("3a+ua");
    made.doc = sample_document(made.arena);
    made.doc->theme = &made.theme;
    made.doc->epoch = 1706659200; /* 2024-01-31 */
    struct rendering rendering = {
        .fonts = pdf_fonts, .scratch = made.arena, .inputs = STR("{\"inputs\": []}\n")};
    struct buf out = buf_open(1 << 26), table = buf_open(1 << 20);
    assert_true(render_pdf(made.doc, &rendering, &out, made.diag));
    struct str path = arena_printf(made.arena, "%s/att.pdf", pdf_folder);
    assert_true(file_write(AT_FDCWD, path.p, buf_str(&out), made.diag));
    struct str list =
        pdf_run(&made, "att.pdf", "qpdf --check $f && pdfdetach -list $f");
    assert_true(pdf_has(list, "0001-tbl-rank.csv\n"));
    assert_true(pdf_has(list, "0002-"));
    assert_int_equal(pdf_count_of(list, ".csv"), made.doc->table_count);
    assert_true(pdf_has(list, ": inputs.json"));
    struct str last =
        arena_printf(made.arena, "pdfdetach -save %zu -o $f.x $f; cat $f.x",
                     made.doc->table_count + 1);
    assert_str(pdf_run(&made, "att.pdf", last.p), "{\"inputs\": []}\n");
    assert_true(render_tidy(made.doc, made.doc->tables[0], NULL, made.arena, &table));
    assert_true(
        str_equal(pdf_run(&made, "att.pdf", "pdfdetach -save 1 -o $f.x $f; cat $f.x"),
                  buf_str(&table)));
    struct str plain =
        pdf_run(&made, "att.pdf", "qpdf --qdf --object-streams=disable $f -");
    assert_int_equal(pdf_count_of(plain, "/AFRelationship /Data"),
                     made.doc->table_count + 1);
    assert_true(pdf_has(plain, "/AF ["));
    assert_int_equal(pdf_count_of(plain, "/ModDate (D:20240131000000+00'00')"),
                     made.doc->table_count + 2); /* and the document's own */
    /* MD5 of the JSON above, by md5sum. */
    assert_true(pdf_has(plain, "/CheckSum <b069b1d0e9dd5a354b51a00b92d9c03e>"));
    buf_close(&table);
    buf_close(&out);
    pdf_end(&made);
}

static void bytes_are_the_same_again(void **state) {
    (void)state;
    struct buf first = buf_open(1 << 26), second = buf_open(1 << 26);
    struct buf *outs[] = {&first, &second};
    for (size_t i = 0; i < 2; i++) {
        struct made made = pdf_begin();
        made.doc = sample_document(made.arena);
        assert_true(render_pdf(
            made.doc, &(struct rendering){.fonts = pdf_fonts, .scratch = made.arena},
            outs[i], made.diag));
        pdf_end(&made);
    }
    assert_true(str_equal(buf_str(&first), buf_str(&second)));
    buf_close(&first);
    buf_close(&second);
}

static void tags_tell_the_document(void **state) {
    (void)state;
    struct made made = pdf_begin();
    made.doc = sample_document(made.arena);
    pdf_write_file(&made, "c.pdf");
    struct str tree = pdf_run(&made, "c.pdf", "pdfinfo -struct $f");
    static const char *const kinds[] = {
        "Document", "TOC",   "TOCI",   "H1",   "H2",   "Table",    "Caption",
        "THead",    "TBody", "TR",     "TH",   "TD",   "L",        "LI",
        "Lbl",      "LBody", "Figure", "Note", "Link", "Reference"};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (!pdf_has(tree, kinds[i]))
            fail_msg("no %s in %s", kinds[i], tree.p);
    assert_true(pdf_has(tree, "/Scope /Column"));
    assert_true(pdf_has(tree, "/Scope /Row"));
    pdf_end(&made);
}

/* The strings between quotation marks, one after the other, without spaces. */
static struct str spoken(struct made *made, struct str tree) {
    struct buf out = buf_open(1 << 24);
    size_t at = 0;
    while (at < tree.n) {
        size_t end = str_find(tree, STR("\n"), at);
        end = end == STR_NOT_FOUND ? tree.n : end;
        struct str line = str_trim(str_slice(tree, at, end));
        if (str_starts(line, STR("\"")))
            for (size_t i = 1; i + 1 < line.n; i++)
                if (line.p[i] != ' ')
                    buf_char(&out, line.p[i]);
        at = end + 1;
    }
    struct str text = arena_copy(made->arena, buf_str(&out));
    buf_close(&out);
    return text;
}

static void find_next(struct made *made, struct str all, struct str words, size_t *at) {
    struct buf plain = buf_open(1 << 20);
    for (size_t i = 0; i < words.n; i++)
        if (words.p[i] != ' ' && words.p[i] != '\n')
            buf_char(&plain, words.p[i]);
    struct str wanted = arena_copy(made->arena, buf_str(&plain));
    buf_close(&plain);
    size_t found = str_find(all, wanted, *at);
    if (found == STR_NOT_FOUND)
        fail_msg("“%s” does not follow “%.60s”", wanted.p, all.p + *at);
    *at = found + wanted.n;
}

/* Paragraphs, headings and all cells, in the document's order, by another reader. */
static void reading_order_is_the_documents(void **state) {
    (void)state;
    struct made made = pdf_begin();
    made.doc = torture_document(made.arena, &made.theme);
    pdf_write_file(&made, "d.pdf");
    struct str all = spoken(&made, pdf_run(&made, "d.pdf", "pdfinfo -struct-text $f"));
    size_t at = 0, cells = 0;
    for (cmark_node *node = cmark_node_first_child(made.doc->root); node;
         node = cmark_node_next(node)) {
        const struct object *object = document_object(node);
        if (object && object->kind == OBJECT_TABLE) {
            const struct doc_table *table = (const struct doc_table *)object;
            if (table->columns > 30)
                continue; /* in parts: not row by row */
            for (size_t r = 0; r < table->body_count; r++)
                for (size_t c = 0; c < table->body[r].count; c++, cells++)
                    find_next(&made, all, table->body[r].cells[c].text, &at);
        } else if (cmark_node_get_type(node) == CMARK_NODE_HEADING ||
                   (cmark_node_get_type(node) == CMARK_NODE_PARAGRAPH &&
                    cmark_node_first_child(node) == cmark_node_last_child(node))) {
            find_next(&made, all, document_plain_text(node, made.arena), &at);
        }
    }
    assert_true(cells > 300);
    pdf_end(&made);
}

/* Look-alikes share a glyph and still come back as written. */
static void text_comes_back_as_written(void **state) {
    (void)state;
    static const char words[] =
        "部首⼀与汉字一，⾦与金；𠮷野家、䶮、𬭎。a\xC2\xA0"
        "b c–d，x\xCC\x81z，“引文”……office——CO₂。";
    struct made made = pdf_begin();
    pdf_open_document(&made);
    sample_append(made.doc, made.doc->root, words);
    pdf_write_file(&made, "b.pdf");
    size_t at = 0;
    find_next(&made, spoken(&made, pdf_run(&made, "b.pdf", "pdfinfo -struct-text $f")),
              str_from(words), &at);
    struct str plain = pdf_run(&made, "b.pdf", "mutool draw -q -F txt $f");
    if (!pdf_has(plain,
                 "部首⼀与汉字一，⾦与金；𠮷野家、䶮、𬭎。"))
        fail_msg("%s", plain.p);
    pdf_end(&made);
}

/* Lines put together again: nothing between them beside Chinese, else a space. */
static struct str joined(struct made *made, struct str text) {
    struct buf out = buf_open(1 << 24);
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] != '\n') {
            buf_char(&out, text.p[i]);
            continue;
        }
        uint32_t next = 0;
        if (i + 1 < text.n)
            utf8_decode(text, i + 1, &next);
        if (!document_is_wide(utf8_last(buf_str(&out))) && !document_is_wide(next))
            buf_char(&out, ' ');
    }
    struct str lines = arena_copy(made->arena, buf_str(&out));
    buf_close(&out);
    return lines;
}

/* Whatever the lines are, the text that another program extracts is the sentence: no
   space inside Chinese or beside Latin, none lost. */
static void sentences_come_back_whole(void **state) {
    (void)state;
    static const struct {
        const char *markdown, *text;
    } parts[] = {
        {LINES, LINES},
        {"其中**安徽**12项、`ISO 9001`认证3,050张，见[表1](#t)和[附录A](#a)；占"
         "37.5%，居第9位；单位地址为安徽省合肥市蜀山区延安路13号质量大厦。",
         "其中安徽12项、ISO 9001认证3,050张，见表1和附录A；占"
         "37.5%，居第9位；单位地址为安徽省合肥市蜀山区延安路13号质量大厦。"},
        {"**指标选取**　共10项指标，详见www.example.org，"
         "层次、方向、权重见附表。",
         "指标选取　共10项指标，详见www.example.org，层次、方向、权重见附表。"},
        {"At the end of January 2025 it had 161,839 valid certificates of 5 kinds, up "
         "0.9% from the month before, and 39 laboratories.",
         "At the end of January 2025 it had 161,839 valid certificates of 5 kinds, up "
         "0.9% from the month before, and 39 laboratories."},
    };
    size_t said = 0;
    for (float width = 330; width < 640; width += 13) {
        struct made made = pdf_begin();
        made.theme.page_width = width;
        made.theme.page_height = 3000; /* no sentence on two pages */
        pdf_open_document(&made);
        sample_append(made.doc, made.doc->root, "# 一\n");
        for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
            sample_append(made.doc, made.doc->root, parts[i].markdown);
        pdf_write_file(&made, "s.pdf");
        struct str text = joined(&made, pdf_run(&made, "s.pdf", "pdftotext $f -"));
        for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
            if (!pdf_has(text, parts[i].text))
                fail_msg("%.0f pt: “%s” is not in “%s”", (double)width, parts[i].text,
                         text.p);
        said += pdf_count_of(
            pdf_run(&made, "s.pdf", "qpdf --qdf $f - | grep -ao ActualText"),
            "ActualText");
        pdf_end(&made);
    }
    assert_true(said > 30); /* or the lines were too easy */
}

/* A paragraph whose n-th character has a raised source mark behind it. */
static void append_marked(struct made *made, const char *before, const char *after) {
    sample_append(made->doc, made->doc->root, before);
    cmark_node *paragraph = cmark_node_last_child(made->doc->root);
    struct doc_span *span = arena_alloc(made->arena, sizeof *span);
    span->object.kind = OBJECT_SPAN;
    span->span = SPAN_SUPERSCRIPT;
    cmark_node *mark = cmark_node_new(CMARK_NODE_CUSTOM_INLINE);
    const char *texts[] = {"[1]", after};
    cmark_node *parents[] = {mark, paragraph};
    cmark_node_append_child(paragraph, mark);
    document_attach(made->doc, mark, &span->object);
    for (int i = 0; i < 2; i++) {
        cmark_node *text = cmark_node_new(CMARK_NODE_TEXT);
        cmark_node_set_literal(text, texts[i]);
        cmark_node_append_child(parents[i], text);
    }
}

/* Wherever in its paragraph a mark is raised, also in a short last line, it comes back
   in its place. */
static void raised_marks_stay_in_their_sentence(void **state) {
    (void)state;
    static const char *const after[] = {"。", "，下同。", "，比上年增长5.2%。"};
    struct made made = pdf_begin();
    pdf_open_document(&made);
    sample_append(made.doc, made.doc->root, "# 一\n");
    char expected[120][240];
    size_t count = 0;
    for (size_t n = 1; n <= 40; n++)
        for (size_t k = 0; k < 3; k++) {
            struct buf before = buf_open(1000);
            buf_printf(&before, "第%zu段", count);
            for (size_t i = 0; i < n; i++)
                buf_puts(&before, i % 9 == 8 ? "A" : "级");
            struct str text = arena_copy(made.arena, buf_str(&before));
            buf_close(&before);
            assert_true(snprintf(expected[count++], sizeof expected[0], "%s[1]%s",
                                 text.p, after[k]) < (int)sizeof expected[0]);
            append_marked(&made, text.p, after[k]);
        }
    pdf_write_file(&made, "m.pdf");
    struct str text = joined(&made, pdf_run(&made, "m.pdf", "pdftotext $f -"));
    for (size_t i = 0; i < count; i++)
        if (!pdf_has(text, expected[i]))
            fail_msg("“%s” is not in “%s”", expected[i], text.p);
    pdf_end(&made);
}

/* What an item paints at a place, or PAINT_NONE. Filled paths count by their box if
   they are rectangles. */
static uint32_t painted(const struct item *item, float x, float y) {
    if (item->kind == ITEM_RECT)
        return x >= item->x && x <= item->x + item->rect.width && y >= item->y &&
                       y <= item->y + item->rect.height
                   ? item->rect.colour
                   : PAINT_NONE;
    if (item->kind != ITEM_PATH || item->path.count != 5)
        return PAINT_NONE;
    float left = 1e6f, right = -1e6f, top = 1e6f, bottom = -1e6f;
    for (size_t i = 0; i < 4; i++) {
        const struct path_point *p = &item->path.points[i];
        if (p->verb == PATH_CURVE)
            return PAINT_NONE;
        left = fminf(left, item->x + p->x);
        right = fmaxf(right, item->x + p->x);
        top = fminf(top, item->y + p->y);
        bottom = fmaxf(bottom, item->y + p->y);
    }
    return x >= left && x <= right && y >= top && y <= bottom ? item->path.paint->fill
                                                              : PAINT_NONE;
}

/* Every text on every page against what lies under its middle. */
static void all_text_can_be_read(void **state) {
    (void)state;
    struct made made = pdf_begin();
    made.doc = torture_document(made.arena, &made.theme);
    const struct display *display = pdf_lay_out(&made);
    size_t grounds = 0;
    for (size_t p = 0; p < display->page_count; p++) {
        const struct page *page = &display->pages[p];
        for (size_t i = 0; i < page->count; i++) {
            const struct item *item = &page->items[i];
            if (item->kind != ITEM_TEXT)
                continue;
            uint32_t ground = 0xFFFFFF;
            float width = 0;
            for (size_t g = 0; g < item->run->count; g++)
                width += item->run->glyphs[g].advance;
            for (size_t k = 0; k < i; k++) {
                uint32_t under = painted(&page->items[k], item->x + width / 2,
                                         item->y - 0.35f * item->run->size);
                ground = under == PAINT_NONE ? ground : under;
            }
            grounds += ground != 0xFFFFFF;
            if (mark_contrast(item->run->colour, ground) < 4.5f)
                fail_msg("page %zu: “%.*s” #%06x on #%06x", p + 1,
                         STR_ARG(item->run->text), (unsigned)item->run->colour,
                         (unsigned)ground);
        }
    }
    assert_true(grounds > 10);
    pdf_end(&made);
}

/* What a reader jumps to and hears: title, headings, pictures with their captions. */
static void structure_says_what_is_what(void **state) {
    (void)state;
    struct made made = pdf_begin();
    pdf_open_document(&made);
    struct doc_summary *summary = arena_alloc(made.arena, sizeof *summary);
    *summary = (struct doc_summary){
        .object = {.kind = OBJECT_SUMMARY}, .title = STR("摘要"), .lang = STR("zh-CN")};
    sample_append(made.doc, sample_block(made.doc, &summary->object), "要点。");
    sample_append(made.doc, made.doc->root,
                  "# 一章\n\n位次变化：▲1、▼12，信号▲，▲4.4和▼3%。");
    struct doc_table *table = sample_table(made.doc, "表1", 2, 2);
    table->body[0].cells[1].text = STR("▲3");
    table->body[1].cells[1].text = STR("＝");
    sample_block(made.doc, &table->object);
    const struct display *display = pdf_lay_out(&made);
    struct buf out = buf_open(1 << 26);
    /* Spans are attached when something is drawn in them. */
    assert_true(write_pdf(
        made.doc, &(struct rendering){.fonts = pdf_fonts, .scratch = made.arena},
        display, &out, made.diag));
    buf_clear(&out);
    display_print_tree(display, &out);
    struct str tree = arena_copy(made.arena, buf_str(&out));
    buf_close(&out);
    assert_int_equal(pdf_count_of(tree, "tag Title\n"), 1);
    assert_int_equal(pdf_count_of(tree, "tag H1\n"),
                     2); /* the summary's and the chapter's */
    assert_true(pdf_has(tree, " 摘要\n"));
    static const char *const said[] = {"tag Span alt=上升1位\n",
                                       "tag Span alt=下降12位\n",
                                       "tag Span alt=上升3位\n", "tag Span alt=不变\n"};
    for (size_t i = 0; i < sizeof said / sizeof *said; i++)
        if (pdf_count_of(tree, said[i]) != 1)
            fail_msg("not once “%s” in %s", said[i], tree.p);
    assert_int_equal(pdf_count_of(tree, "tag Span"), 4); /* a sign alone is a signal */
    assert_int_equal(display->bookmark_count, 2);
    assert_str(display->bookmarks[0].title, "摘要");
    assert_int_equal(display->bookmarks[0].level, 1);
    pdf_end(&made);
    made = pdf_begin();
    made.doc = sample_document(made.arena);
    size_t figures = 0, captions = 0;
    out = buf_open(1 << 20);
    display_print_tree(pdf_lay_out(&made), &out);
    tree = arena_copy(made.arena, buf_str(&out));
    buf_close(&out);
    for (size_t at = 0; (at = str_find(tree, STR("tag Figure"), at)) != STR_NOT_FOUND;
         at++) {
        size_t line = str_find(tree, STR("\n"), at);
        figures++;
        captions +=
            str_starts(str_trim(str_slice(tree, line, tree.n)), STR("tag Caption\n"));
    }
    assert_true(figures >= 3);
    assert_int_equal(captions, figures);
    pdf_end(&made);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(files_are_sound),
        cmocka_unit_test(data_are_attached),
        cmocka_unit_test(bytes_are_the_same_again),
        cmocka_unit_test(text_comes_back_as_written),
        cmocka_unit_test(sentences_come_back_whole),
        cmocka_unit_test(raised_marks_stay_in_their_sentence),
        cmocka_unit_test(all_text_can_be_read),
        cmocka_unit_test(structure_says_what_is_what),
        cmocka_unit_test(tags_tell_the_document),
        cmocka_unit_test(reading_order_is_the_documents),
    };
    return cmocka_run_group_tests(tests, pdf_open_fonts, pdf_close_fonts);
}
