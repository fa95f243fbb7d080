/* PDFs as other programs see them (qpdf, poppler), and the pages that layout makes
   of long, wide and difficult documents. */
#include "unit.h"

#include "base/file.h"
#include "draw/marks.h"
#include "render/pdf/pdf.h"
#include "render/render.h"
#include "sample_document.h"
#include "torture_document.h"
#include <fcntl.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define LINES                                                                                                          \
    "统计数据显示，2023年全国共有有效证书361.2万张，比上年增长5.2%；其中管理体系认证" \
    "证书占比为37.5%，比上年提高1.2个百分点。质量是兴国之道、强国之策。"

static struct fonts *fonts;
static char folder[] = "/tmp/nqi-pdf-XXXXXX";

static int open_fonts(void **state) {
    (void)state;
    struct diag *diag = diag_open();
    fonts = fonts_open(sample_theme(), diag);
    diag_print(diag, stderr);
    diag_close(diag);
    return fonts == NULL || mkdtemp(folder) == NULL;
}

static int close_fonts(void **state) {
    (void)state;
    fonts_close(fonts);
    char command[64];
    snprintf(command, sizeof command, "rm -r %s", folder);
    return system(command);
}

struct made {
    struct arena *arena;
    struct diag *diag;
    struct document *doc;
    struct theme theme;
};

static struct made begin(void) {
    struct made made = {.arena = arena_open(), .diag = diag_open()};
    made.theme = *sample_theme();
    return made;
}

static void open_document(struct made *made) {
    made->doc = document_open(made->arena, &made->theme);
    made->doc->title = STR("测试");
    made->doc->lang = STR("zh-CN");
}

static void end(struct made *made) {
    if (made->doc)
        document_close(made->doc);
    diag_close(made->diag);
    arena_close(made->arena);
}

static void write_file(struct made *made, const char *name) {
    struct buf out = buf_open(1 << 26);
    bool good = render_pdf(made->doc,
                           &(struct rendering){.fonts = fonts, .scratch = made->arena},
                           &out, made->diag);
    diag_print(made->diag, stderr);
    assert_true(good);
    struct str path = arena_printf(made->arena, "%s/%s", folder, name);
    assert_true(file_write(AT_FDCWD, path.p, buf_str(&out), made->diag));
    buf_close(&out);
}

/* What a command prints, "$f" being the file; its exit status must be 0. */
static struct str run(struct made *made, const char *name, const char *command) {
    struct str line =
        arena_printf(made->arena, "f=%s/%s; %s 2>&1", folder, name, command);
    FILE *pipe = popen(line.p, "r");
    struct buf out = buf_open(1 << 24);
    char bytes[4096];
    size_t n;
    assert_non_null(pipe);
    while ((n = fread(bytes, 1, sizeof bytes, pipe)) > 0)
        buf_bytes(&out, bytes, n);
    int status = pclose(pipe);
    struct str text = arena_copy(made->arena, buf_str(&out));
    buf_close(&out);
    if (status != 0)
        fail_msg("%s: status %d: %s", command, status, text.p);
    return text;
}

static bool has(struct str text, const char *words) {
    return str_find(text, str_from(words), 0) != STR_NOT_FOUND;
}

static size_t count_of(struct str text, const char *words) {
    size_t count = 0;
    for (size_t at = 0; (at = str_find(text, str_from(words), at)) != STR_NOT_FOUND;
         at++)
        count++;
    return count;
}

static void files_are_sound(void **state) {
    (void)state;
    static const char *const standards[] = {"2a+ua", "3a+ua", "1b", "none"};
    for (size_t i = 0; i < 4; i++) {
        struct made made = begin();
        made.theme.pdf_standard = str_from(standards[i]);
        made.doc = sample_document(made.arena);
        made.doc->theme = &made.theme;
        write_file(&made, "a.pdf");
        run(&made, "a.pdf", "qpdf --check $f");
        struct str list = run(&made, "a.pdf", "pdffonts $f | tail -n +3");
        /* Embedded, subset, with a map to Unicode: every font. */
        assert_true(count_of(list, "\n") >= 5);
        assert_int_equal(count_of(list, "yes yes yes"), count_of(list, "\n"));
        struct str text = run(&made, "a.pdf", "pdftotext $f -");
        assert_false(has(text, "rror"));
        struct str info = run(&made, "a.pdf", "pdfinfo $f");
        assert_true(has(info, i < 2 ? "Tagged:          yes" : "Tagged:          no"));
        end(&made);
    }
}

/* What a viewer lists and saves is what was put in, and is said to be its data. */
static void data_are_attached(void **state) {
    (void)state;
    struct made made = begin();
    made.theme.pdf_standard = STR("3a+ua");
    made.doc = sample_document(made.arena);
    made.doc->theme = &made.theme;
    made.doc->epoch = 1706659200; /* 2024-01-31 */
    struct rendering rendering = {
        .fonts = fonts, .scratch = made.arena, .inputs = STR("{\"inputs\": []}\n")};
    struct buf out = buf_open(1 << 26), table = buf_open(1 << 20);
    assert_true(render_pdf(made.doc, &rendering, &out, made.diag));
    struct str path = arena_printf(made.arena, "%s/att.pdf", folder);
    assert_true(file_write(AT_FDCWD, path.p, buf_str(&out), made.diag));
    struct str list = run(&made, "att.pdf", "qpdf --check $f && pdfdetach -list $f");
    assert_true(has(list, "0001-tbl-rank.csv\n"));
    assert_true(has(list, "0002-"));
    assert_int_equal(count_of(list, ".csv"), made.doc->table_count);
    assert_true(has(list, ": inputs.json"));
    struct str last =
        arena_printf(made.arena, "pdfdetach -save %zu -o $f.x $f; cat $f.x",
                     made.doc->table_count + 1);
    assert_str(run(&made, "att.pdf", last.p), "{\"inputs\": []}\n");
    assert_true(render_tidy(made.doc, made.doc->tables[0], NULL, made.arena, &table));
    assert_true(
        str_equal(run(&made, "att.pdf", "pdfdetach -save 1 -o $f.x $f; cat $f.x"),
                  buf_str(&table)));
    struct str plain =
        run(&made, "att.pdf", "qpdf --qdf --object-streams=disable $f -");
    assert_int_equal(count_of(plain, "/AFRelationship /Data"),
                     made.doc->table_count + 1);
    assert_true(has(plain, "/AF ["));
    assert_int_equal(count_of(plain, "/ModDate (D:20240131000000+00'00')"),
                     made.doc->table_count + 2); /* and the document's own */
    /* MD5 of the JSON above, by md5sum. */
    assert_true(has(plain, "/CheckSum <b069b1d0e9dd5a354b51a00b92d9c03e>"));
    buf_close(&table);
    buf_close(&out);
    end(&made);
}

static void bytes_are_the_same_again(void **state) {
    (void)state;
    struct buf first = buf_open(1 << 26), second = buf_open(1 << 26);
    struct buf *outs[] = {&first, &second};
    for (size_t i = 0; i < 2; i++) {
        struct made made = begin();
        made.doc = sample_document(made.arena);
        assert_true(render_pdf(
            made.doc, &(struct rendering){.fonts = fonts, .scratch = made.arena},
            outs[i], made.diag));
        end(&made);
    }
    assert_true(str_equal(buf_str(&first), buf_str(&second)));
    buf_close(&first);
    buf_close(&second);
}

static void tags_tell_the_document(void **state) {
    (void)state;
    struct made made = begin();
    made.doc = sample_document(made.arena);
    write_file(&made, "c.pdf");
    struct str tree = run(&made, "c.pdf", "pdfinfo -struct $f");
    static const char *const kinds[] = {
        "Document", "TOC",   "TOCI",   "H1",   "H2",   "Table",    "Caption",
        "THead",    "TBody", "TR",     "TH",   "TD",   "L",        "LI",
        "Lbl",      "LBody", "Figure", "Note", "Link", "Reference"};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (!has(tree, kinds[i]))
            fail_msg("no %s in %s", kinds[i], tree.p);
    assert_true(has(tree, "/Scope /Column"));
    assert_true(has(tree, "/Scope /Row"));
    end(&made);
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
    struct made made = begin();
    made.doc = torture_document(made.arena, &made.theme);
    write_file(&made, "d.pdf");
    struct str all = spoken(&made, run(&made, "d.pdf", "pdfinfo -struct-text $f"));
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
    end(&made);
}

/* Look-alikes share a glyph and still come back as written. */
static void text_comes_back_as_written(void **state) {
    (void)state;
    static const char words[] =
        "部首⼀与汉字一，⾦与金；𠮷野家、䶮、𬭎。a\xC2\xA0"
        "b c–d，x\xCC\x81z，“引文”……office——CO₂。";
    struct made made = begin();
    open_document(&made);
    sample_append(made.doc, made.doc->root, words);
    write_file(&made, "b.pdf");
    size_t at = 0;
    find_next(&made, spoken(&made, run(&made, "b.pdf", "pdfinfo -struct-text $f")),
              str_from(words), &at);
    struct str plain = run(&made, "b.pdf", "mutool draw -q -F txt $f");
    if (!has(plain, "部首⼀与汉字一，⾦与金；𠮷野家、䶮、𬭎。"))
        fail_msg("%s", plain.p);
    end(&made);
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
        struct made made = begin();
        made.theme.page_width = width;
        made.theme.page_height = 3000; /* no sentence on two pages */
        open_document(&made);
        sample_append(made.doc, made.doc->root, "# 一\n");
        for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
            sample_append(made.doc, made.doc->root, parts[i].markdown);
        write_file(&made, "s.pdf");
        struct str text = joined(&made, run(&made, "s.pdf", "pdftotext $f -"));
        for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
            if (!has(text, parts[i].text))
                fail_msg("%.0f pt: “%s” is not in “%s”", (double)width, parts[i].text,
                         text.p);
        said += count_of(run(&made, "s.pdf", "qpdf --qdf $f - | grep -ao ActualText"),
                         "ActualText");
        end(&made);
    }
    assert_true(said > 30); /* or the lines were too easy */
}

static const struct display *lay_out(struct made *made) {
    const struct display *display =
        layout_document(made->doc, fonts, made->arena, made->diag);
    diag_print(made->diag, stderr);
    assert_non_null(display);
    return display;
}

static bool page_has(const struct page *page, const char *words) {
    for (size_t i = 0; i < page->count; i++)
        if (page->items[i].kind == ITEM_TEXT &&
            str_find(page->items[i].run->text, str_from(words), 0) != STR_NOT_FOUND)
            return true;
    return false;
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
    struct made made = begin();
    made.doc = torture_document(made.arena, &made.theme);
    const struct display *display = lay_out(&made);
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
    end(&made);
}

/* What a reader jumps to and hears: title, headings, pictures with their captions. */
static void structure_says_what_is_what(void **state) {
    (void)state;
    struct made made = begin();
    open_document(&made);
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
    const struct display *display = lay_out(&made);
    struct buf out = buf_open(1 << 26);
    /* Spans are attached when something is drawn in them. */
    assert_true(write_pdf(made.doc,
                          &(struct rendering){.fonts = fonts, .scratch = made.arena},
                          display, &out, made.diag));
    buf_clear(&out);
    display_print_tree(display, &out);
    struct str tree = arena_copy(made.arena, buf_str(&out));
    buf_close(&out);
    assert_int_equal(count_of(tree, "tag Title\n"), 1);
    assert_int_equal(count_of(tree, "tag H1\n"),
                     2); /* the summary's and the chapter's */
    assert_true(has(tree, " 摘要\n"));
    static const char *const said[] = {"tag Span alt=上升1位\n",
                                       "tag Span alt=下降12位\n",
                                       "tag Span alt=上升3位\n", "tag Span alt=不变\n"};
    for (size_t i = 0; i < sizeof said / sizeof *said; i++)
        if (count_of(tree, said[i]) != 1)
            fail_msg("not once “%s” in %s", said[i], tree.p);
    assert_int_equal(count_of(tree, "tag Span"), 4); /* a sign alone is a signal */
    assert_int_equal(display->bookmark_count, 2);
    assert_str(display->bookmarks[0].title, "摘要");
    assert_int_equal(display->bookmarks[0].level, 1);
    end(&made);
    made = begin();
    made.doc = sample_document(made.arena);
    size_t figures = 0, captions = 0;
    out = buf_open(1 << 20);
    display_print_tree(lay_out(&made), &out);
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
    end(&made);
}

static void long_tables_repeat_their_heads(void **state) {
    (void)state;
    struct made made = begin();
    open_document(&made);
    struct doc_table *table = sample_table(made.doc, "表1", 5, 150);
    static struct str notes[] = {{"脚注在末页", 15}};
    table->caption = STR("长表");
    table->notes = notes;
    table->note_count = 1;
    sample_block(made.doc, &table->object);
    const struct display *display = lay_out(&made);
    size_t first = display->front_count, last = display->page_count - 1;
    assert_true(last - first >= 2);
    for (size_t i = first; i <= last; i++) {
        const struct page *page = &display->pages[i];
        assert_true(page_has(page, "指标"));
        assert_int_equal(page_has(page, "（续）"), i > first);
        assert_int_equal(page_has(page, "脚注在末页"), i == last);
    }
    end(&made);
}

static void wide_tables_turn_or_split(void **state) {
    (void)state;
    struct made made = begin();
    open_document(&made);
    struct doc_table *turned = sample_table(made.doc, "表1", 18, 5);
    sample_block(made.doc, &turned->object);
    struct doc_table *parts = sample_table(made.doc, "表2", 60, 5);
    parts->stub_columns = 1;
    sample_block(made.doc, &parts->object);
    sample_append(made.doc, made.doc->root, "# 后文\n\n" LINES "\n");
    const struct display *display = lay_out(&made);
    size_t landscape = 0, stubs = 0;
    for (size_t i = display->front_count; i < display->page_count; i++) {
        const struct page *page = &display->pages[i];
        landscape += page->width > page->height;
        for (size_t k = 0; k < page->count; k++)
            stubs += page->items[k].kind == ITEM_TEXT &&
                     str_equal(page->items[k].run->text, STR("地区2"));
    }
    assert_true(landscape >= 2);
    assert_true(stubs >= 3); /* once in the first, once in each part of the second */
    assert_true(display->pages[display->page_count - 1].width < 600);
    end(&made);
}

static void what_does_not_fit_is_an_error(void **state) {
    (void)state;
    struct made made = begin();
    made.theme.page_width = 260;
    open_document(&made);
    struct doc_table *table = sample_table(made.doc, "表1", 40, 3);
    table->stub_columns = 38;
    sample_block(made.doc, &table->object);
    assert_null(layout_document(made.doc, fonts, made.arena, made.diag));
    assert_int_equal(diag_count(made.diag, DIAG_ERROR), 1);
    end(&made);
    made = begin();
    made.theme.page_height = 150;
    open_document(&made);
    assert_null(layout_document(made.doc, fonts, made.arena, made.diag));
    assert_int_equal(diag_count(made.diag, DIAG_ERROR), 1);
    end(&made);
}

/* Where the body's lines begin and end on each page. */
static void no_widow_no_orphan_no_lonely_heading(void **state) {
    (void)state;
    for (int before = 1; before < 24; before++) {
        struct made made = begin();
        open_document(&made);
        for (int i = 0; i < before; i++)
            sample_append(made.doc, made.doc->root, "短句。");
        for (int i = 0; i < 6; i++)
            sample_append(made.doc, made.doc->root,
                          "## 标题在此\n\n" LINES LINES LINES "\n\n" LINES "\n");
        const struct display *display = lay_out(&made);
        for (size_t p = display->front_count; p < display->page_count; p++) {
            const struct page *page = &display->pages[p];
            const struct item *last = NULL;
            for (size_t i = 0; i < page->count; i++)
                if (page->items[i].kind == ITEM_TEXT && page->items[i].tag)
                    last = &page->items[i];
            assert_non_null(last);
            assert_int_not_equal(last->tag->kind, TAG_H2);
            /* The paragraph at the foot has two lines at least on this page, or
               all of its lines. */
            float y = 0;
            size_t lines = 0, elsewhere = 0;
            for (size_t i = 0; i < page->count; i++)
                if (page->items[i].tag == last->tag && page->items[i].y > y) {
                    lines++;
                    y = page->items[i].y;
                }
            if (p + 1 < display->page_count)
                for (size_t i = 0; i < display->pages[p + 1].count; i++)
                    elsewhere += display->pages[p + 1].items[i].tag == last->tag;
            assert_true(elsewhere == 0 || (lines >= 2 && elsewhere >= 2));
        }
        end(&made);
    }
}

static void notes_stand_below_their_marks(void **state) {
    (void)state;
    struct made made = begin();
    open_document(&made);
    for (int i = 0; i < 30; i++) {
        sample_append(made.doc, made.doc->root, LINES LINES);
        if (i % 5 == 4)
            sample_note(made.doc, cmark_node_last_child(made.doc->root),
                        arena_printf(made.arena, "脚注第%d条", i).p);
    }
    const struct display *display = lay_out(&made);
    size_t found = 0;
    for (int i = 4; i < 30; i += 5) {
        struct str words = arena_printf(made.arena, "脚注第%d条", i);
        struct str id = arena_printf(made.arena, "note-%d", i / 5 + 1);
        for (size_t p = 0; p < display->page_count; p++) {
            bool mark = false, note = page_has(&display->pages[p], words.p);
            for (size_t k = 0; k < display->pages[p].count; k++)
                mark = mark || (display->pages[p].items[k].kind == ITEM_LINK &&
                                str_equal(display->pages[p].items[k].link.target, id));
            assert_int_equal(mark, note);
            found += note;
        }
    }
    assert_int_equal(found, 6);
    end(&made);
}

static const struct item *words_on(const struct display *display, const char *words,
                                   size_t *page) {
    for (*page = 0; *page < display->page_count; ++*page)
        for (size_t i = 0; i < display->pages[*page].count; i++) {
            const struct item *item = &display->pages[*page].items[i];
            if (item->kind == ITEM_TEXT && has(item->run->text, words))
                return item;
        }
    fail_msg("no %s", words);
    return NULL;
}

/* Three paragraphs at the left, two at the right; then another page. */
static void columns_and_pages_of_a_template(void **state) {
    (void)state;
    static struct object columns = {.kind = OBJECT_COLUMNS},
                         page = {.kind = OBJECT_PAGE};
    struct made made = begin();
    open_document(&made);
    cmark_node *block = sample_block(made.doc, &columns);
    static const char *const words[] = {"甲一", "乙二", "丙三", "丁四", "戊五"};
    for (size_t i = 0; i < 5; i++)
        sample_append(made.doc, block, words[i]);
    sample_block(made.doc, &page);
    sample_append(made.doc, made.doc->root, "己六");
    const struct display *display = lay_out(&made);
    const struct item *items[6];
    size_t pages[6];
    for (size_t i = 0; i < 5; i++)
        items[i] = words_on(display, words[i], &pages[i]);
    items[5] = words_on(display, "己六", &pages[5]);
    for (size_t i = 1; i < 3; i++) {
        assert_true(items[i]->x == items[0]->x && items[i]->y > items[i - 1]->y);
        assert_true(items[i + 2]->x > items[0]->x + made.theme.page_width / 4);
    }
    assert_true(items[3]->y == items[0]->y && items[4]->y == items[1]->y);
    assert_int_equal(pages[4], pages[0]);
    assert_int_equal(pages[5], pages[0] + 1);
    end(&made);
}

/* 22 lines of 28 characters, page numbers at the outer edge. */
static void official_documents_keep_to_the_grid(void **state) {
    (void)state;
    struct made made = begin();
    float mm = 72 / 25.4f;
    made.theme.margin_top = 37 * mm;
    made.theme.margin_left = 28 * mm;
    made.theme.margin_right = 26 * mm;
    made.theme.margin_bottom = 35 * mm;
    made.theme.body.size = 16;
    made.theme.body.leading = 225 * mm / 22;
    made.theme.paragraph_gap = 0;
    made.theme.grid_advance = 156 * mm / 28;
    made.theme.plain_pages = true;
    made.theme.page_label = STR("— %d —");
    open_document(&made);
    struct buf text = buf_open(1 << 16);
    for (int i = 0; i < 1000; i++)
        buf_puts(&text, "国");
    sample_append(made.doc, made.doc->root, buf_z(&text));
    buf_close(&text);
    const struct display *display = lay_out(&made);
    assert_true(display->page_count - display->front_count == 2);
    const struct page *page = &display->pages[display->front_count];
    size_t lines = 0;
    for (size_t i = 0; i < page->count; i++)
        if (page->items[i].kind == ITEM_TEXT && page->items[i].tag) {
            lines++;
            assert_int_equal(page->items[i].run->count, lines == 1 ? 26 : 28);
        }
    assert_int_equal(lines, 22);
    for (size_t p = display->front_count; p < display->page_count; p++) {
        const struct page *one = &display->pages[p];
        const struct item *number = &one->items[one->count - 1];
        bool odd = (p - display->front_count) % 2 == 0;
        assert_int_equal(number->x > one->width / 2, odd);
    }
    end(&made);
}

static void demonstration_shows_on_every_page(void **state) {
    (void)state;
    struct made made = begin();
    made.doc = sample_document(made.arena);
    page_marks_add(&made.doc->marks, &page_mark_demo, (struct str){0});
    const struct display *display = lay_out(&made);
    for (size_t i = 0; i < display->page_count; i++)
        assert_true(page_has(&display->pages[i], "演示数据"));
    end(&made);
}

static void cost_is_linear_in_rows(void **state) {
    (void)state;
    size_t used[2];
    for (size_t i = 0; i < 2; i++) {
        struct made made = begin();
        open_document(&made);
        struct doc_table *table =
            sample_table(made.doc, "表1", 5, i == 0 ? 1000 : 10000);
        sample_block(made.doc, &table->object);
        size_t before = arena_used(made.arena);
        struct buf out = buf_open(1 << 26);
        assert_true(render_pdf(
            made.doc, &(struct rendering){.fonts = fonts, .scratch = made.arena}, &out,
            made.diag));
        used[i] = arena_used(made.arena) - before;
        /* At most 200 bytes of file and 5 kB of memory a row. */
        if (i == 1)
            assert_true(out.n < 200 * 10000 && used[i] < (size_t)5000 * 10000);
        buf_close(&out);
        end(&made);
    }
    assert_true(used[1] < used[0] * 12);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(files_are_sound),
        cmocka_unit_test(data_are_attached),
        cmocka_unit_test(bytes_are_the_same_again),
        cmocka_unit_test(text_comes_back_as_written),
        cmocka_unit_test(sentences_come_back_whole),
        cmocka_unit_test(all_text_can_be_read),
        cmocka_unit_test(structure_says_what_is_what),
        cmocka_unit_test(tags_tell_the_document),
        cmocka_unit_test(reading_order_is_the_documents),
        cmocka_unit_test(long_tables_repeat_their_heads),
        cmocka_unit_test(wide_tables_turn_or_split),
        cmocka_unit_test(what_does_not_fit_is_an_error),
        cmocka_unit_test(no_widow_no_orphan_no_lonely_heading),
        cmocka_unit_test(notes_stand_below_their_marks),
        cmocka_unit_test(columns_and_pages_of_a_template),
        cmocka_unit_test(official_documents_keep_to_the_grid),
        cmocka_unit_test(demonstration_shows_on_every_page),
        cmocka_unit_test(cost_is_linear_in_rows),
    };
    return cmocka_run_group_tests(tests, open_fonts, close_fonts);
}
