/* The pages that layout makes of long, wide and difficult documents. */
#include "unit.h"

#include "draw/chart.h"
#include "draw/marks.h"
#include "pdf_made.h"
#include "render/pdf/pdf.h"
#include "render/render.h"
#include "sample_document.h"
#include <math.h>
#include <string.h>

static void long_tables_repeat_their_heads(void **state) {
    (void)state;
    struct made made = pdf_begin();
    pdf_open_document(&made);
    struct doc_table *table = sample_table(made.doc, "表1", 5, 150);
    static struct str notes[] = {{"脚注在末页", 15}};
    table->caption = STR("长表");
    table->notes = notes;
    table->note_count = 1;
    sample_block(made.doc, &table->object);
    const struct display *display = pdf_lay_out(&made);
    size_t first = display->front_count, last = display->page_count - 1;
    assert_true(last - first >= 2);
    for (size_t i = first; i <= last; i++) {
        const struct page *page = &display->pages[i];
        assert_true(pdf_page_has(page, "指标"));
        assert_int_equal(pdf_page_has(page, "（续）"), i > first);
        assert_int_equal(pdf_page_has(page, "脚注在末页"), i == last);
    }
    pdf_end(&made);
}

/* Rows of a table on a page: their first cells name them. */
static size_t rows_on(const struct page *page) {
    const struct tag *last = NULL;
    size_t count = 0;
    for (size_t i = 0; i < page->count; i++) {
        const struct tag *tag = page->items[i].tag;
        if (tag == NULL || tag == last || tag->kind != TAG_TH ||
            tag->scope != SCOPE_ROW)
            continue;
        last = tag;
        count++;
    }
    return count;
}

/* However much text stands before a table and however long it is. */
static void parts_of_a_table_have_five_rows(void **state) {
    (void)state;
    size_t divided = 0;
    for (size_t rows = 17; rows < 62; rows += 3)
        for (int lines = 0; lines < 40; lines += 2) {
            struct made made = pdf_begin();
            pdf_open_document(&made);
            for (int i = 0; i < lines; i++)
                sample_append(made.doc, made.doc->root, "一行。");
            struct doc_table *table = sample_table(made.doc, "表1", 4, rows);
            size_t high = (size_t)lines % 3; /* rows of some lines */
            for (size_t r = 0; high > 0 && r < rows; r++) {
                table->body[r].cells[3].align = ALIGN_LEFT;
                table->body[r].cells[3].text =
                    high == 1 ? STR(LINES LINES) : STR(LINES LINES LINES);
            }
            sample_block(made.doc, &table->object);
            sample_append(made.doc, made.doc->root, LINES);
            const struct display *display = pdf_lay_out(&made);
            size_t parts = 0, sum = 0;
            for (size_t p = 0; p < display->page_count; p++) {
                size_t own = rows_on(&display->pages[p]);
                if (own > 0 && own < 5)
                    fail_msg("%zu rows below %d lines: %zu on page %zu", rows, lines,
                             own, p + 1);
                parts += own > 0;
                sum += own;
            }
            divided += parts > 1;
            assert_int_equal(sum, rows);
            pdf_end(&made);
        }
    assert_true(divided > 40); /* or nothing was seen */
}

static void wide_tables_turn_or_split(void **state) {
    (void)state;
    struct made made = pdf_begin();
    pdf_open_document(&made);
    struct doc_table *turned = sample_table(made.doc, "表1", 18, 5);
    sample_block(made.doc, &turned->object);
    struct doc_table *parts = sample_table(made.doc, "表2", 60, 5);
    parts->stub_columns = 1;
    sample_block(made.doc, &parts->object);
    sample_append(made.doc, made.doc->root, "# 后文\n\n" LINES "\n");
    const struct display *display = pdf_lay_out(&made);
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
    pdf_end(&made);
}

static void what_does_not_fit_is_an_error(void **state) {
    (void)state;
    struct made made = pdf_begin();
    made.theme.page_width = 260;
    pdf_open_document(&made);
    struct doc_table *table = sample_table(made.doc, "表1", 40, 3);
    table->stub_columns = 38;
    sample_block(made.doc, &table->object);
    assert_null(layout_document(made.doc, pdf_fonts, made.arena, made.diag));
    assert_int_equal(diag_count(made.diag, DIAG_ERROR), 1);
    pdf_end(&made);
    made = pdf_begin();
    made.theme.page_height = 150;
    pdf_open_document(&made);
    assert_null(layout_document(made.doc, pdf_fonts, made.arena, made.diag));
    assert_int_equal(diag_count(made.diag, DIAG_ERROR), 1);
    pdf_end(&made);
}

/* Where the body's lines begin and end on each page. */
static void no_widow_no_orphan_no_lonely_heading(void **state) {
    (void)state;
    for (int before = 1; before < 24; before++) {
        struct made made = pdf_begin();
        pdf_open_document(&made);
        for (int i = 0; i < before; i++)
            sample_append(made.doc, made.doc->root, "短句。");
        for (int i = 0; i < 6; i++)
            sample_append(made.doc, made.doc->root,
                          "## 标题在此\n\n" LINES LINES LINES "\n\n" LINES "\n");
        const struct display *display = pdf_lay_out(&made);
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
        pdf_end(&made);
    }
}

static void notes_stand_below_their_marks(void **state) {
    (void)state;
    struct made made = pdf_begin();
    pdf_open_document(&made);
    for (int i = 0; i < 30; i++) {
        sample_append(made.doc, made.doc->root, LINES LINES);
        if (i % 5 == 4)
            sample_note(made.doc, cmark_node_last_child(made.doc->root),
                        arena_printf(made.arena, "脚注第%d条", i).p);
    }
    const struct display *display = pdf_lay_out(&made);
    size_t found = 0;
    for (int i = 4; i < 30; i += 5) {
        struct str words = arena_printf(made.arena, "脚注第%d条", i);
        struct str id = arena_printf(made.arena, "note-%d", i / 5 + 1);
        for (size_t p = 0; p < display->page_count; p++) {
            bool mark = false, note = pdf_page_has(&display->pages[p], words.p);
            for (size_t k = 0; k < display->pages[p].count; k++)
                mark = mark || (display->pages[p].items[k].kind == ITEM_LINK &&
                                str_equal(display->pages[p].items[k].link.target, id));
            assert_int_equal(mark, note);
            found += note;
        }
    }
    assert_int_equal(found, 6);
    pdf_end(&made);
}

static const struct item *words_on(const struct display *display, const char *words,
                                   size_t *page) {
    for (*page = 0; *page < display->page_count; ++*page)
        for (size_t i = 0; i < display->pages[*page].count; i++) {
            const struct item *item = &display->pages[*page].items[i];
            if (item->kind == ITEM_TEXT && pdf_has(item->run->text, words))
                return item;
        }
    fail_msg("no %s", words);
    return NULL;
}

/* At a page's foot if it is full, else right below the text: no white between. */
static void notes_follow_the_text_of_a_short_page(void **state) {
    (void)state;
    struct made made = pdf_begin();
    pdf_open_document(&made);
    sample_append(made.doc, made.doc->root, "短页" LINES "末行在此。");
    sample_note(made.doc, cmark_node_last_child(made.doc->root), "短页的脚注");
    cmark_node *page = sample_block(made.doc, &(struct object){.kind = OBJECT_PAGE});
    assert_non_null(page);
    sample_append(made.doc, made.doc->root, "满页" LINES);
    sample_note(made.doc, cmark_node_last_child(made.doc->root), "满页的脚注");
    for (int i = 0; i < 16; i++)
        sample_append(made.doc, made.doc->root, LINES LINES);
    const struct display *display = pdf_lay_out(&made);
    size_t on[2];
    float text = words_on(display, "末行在此", &on[0])->y;
    float note = words_on(display, "短页的脚注", &on[1])->y;
    assert_int_equal(on[0], on[1]);
    assert_true(note > text && note < text + 40);
    words_on(display, "满页", &on[0]);
    note = words_on(display, "满页的脚注", &on[1])->y;
    assert_int_equal(on[0], on[1]);
    assert_true(note > 760 && note < 841.89f - made.theme.margin_bottom);
    pdf_end(&made);
}

/* What tests/verify/pages.py counts. */
static void a_torn_line_is_marked(void **state) {
    (void)state;
    struct made made = pdf_begin();
    pdf_open_document(&made);
    sample_append(made.doc, made.doc->root, "撕裂");
    const struct display *display = pdf_lay_out(&made);
    size_t page;
    const struct item *item = words_on(display, "撕裂", &page);
    float advances[] = {1.24f, 1.26f};
    for (int i = 0; i < 2; i++) {
        struct buf out = buf_open(1 << 20);
        item->run->glyphs[0].advance = advances[i] * item->run->size;
        display_print(display, &out);
        assert_int_equal(pdf_has(buf_str(&out), "撕裂 wide=1."), 0);
        assert_int_equal(pdf_has(buf_str(&out), "撕裂 wide=0.26"), i);
        buf_close(&out);
    }
    pdf_end(&made);
}

/* Three paragraphs at the left, two at the right; then another page. */
static void columns_and_pages_of_a_template(void **state) {
    (void)state;
    static struct object columns = {.kind = OBJECT_COLUMNS},
                         more = {.kind = OBJECT_COLUMNS}, page = {.kind = OBJECT_PAGE};
    struct made made = pdf_begin();
    pdf_open_document(&made);
    cmark_node *block = sample_block(made.doc, &columns);
    static const char *const words[] = {"甲一", "乙二", "丙三", "丁四", "戊五"};
    for (size_t i = 0; i < 5; i++)
        sample_append(made.doc, block, words[i]);
    block = sample_block(made.doc, &more);
    sample_append(made.doc, block, "庚七");
    sample_append(made.doc, block, "辛八");
    sample_block(made.doc, &page);
    sample_append(made.doc, made.doc->root, "己六");
    const struct display *display = pdf_lay_out(&made);
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
    /* Drawn as they are read: down the left column, then down the right. */
    for (size_t i = 1; i < 5; i++)
        assert_true(items[i] > items[i - 1]);
    size_t there;
    const struct item *left = words_on(display, "庚七", &there);
    assert_true(left > items[4] && words_on(display, "辛八", &there) > left);
    assert_true(left->x == items[0]->x);
    pdf_end(&made);
}

/* Of columns three lines at least stand on either side of a page's end. */
static void columns_do_not_leave_a_line_alone(void **state) {
    (void)state;
    static struct object columns = {.kind = OBJECT_COLUMNS};
    for (int above = 20; above < 36; above++) {
        struct made made = pdf_begin();
        pdf_open_document(&made);
        for (int i = 0; i < above; i++)
            sample_append(made.doc, made.doc->root, "一行");
        cmark_node *block = sample_block(made.doc, &columns);
        for (int i = 0; i < 40; i++)
            sample_append(made.doc, block, arena_printf(made.arena, "第%d条", i).p);
        const struct display *display = pdf_lay_out(&made);
        size_t page, before = 0, first;
        words_on(display, "第0条", &first);
        for (int i = 0; i < 20; i++) {
            words_on(display, arena_printf(made.arena, "第%d条", i).p, &page);
            before += page == first;
        }
        assert_true(before == 20 || (before >= 3 && before <= 17));
        pdf_end(&made);
    }
}

/* 22 lines of 28 characters, page numbers at the outer edge. */
static void official_documents_keep_to_the_grid(void **state) {
    (void)state;
    struct made made = pdf_begin();
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
    pdf_open_document(&made);
    struct buf text = buf_open(1 << 16);
    for (int i = 0; i < 1000; i++)
        buf_puts(&text, "国");
    sample_append(made.doc, made.doc->root, buf_z(&text));
    buf_close(&text);
    const struct display *display = pdf_lay_out(&made);
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
    pdf_end(&made);
}

static void demonstration_shows_on_every_page(void **state) {
    (void)state;
    struct made made = pdf_begin();
    made.doc = sample_document(made.arena);
    page_marks_add(&made.doc->marks, &page_mark_demo, (struct str){0});
    const struct display *display = pdf_lay_out(&made);
    for (size_t i = 0; i < display->page_count; i++)
        assert_true(pdf_page_has(&display->pages[i], "演示数据"));
    pdf_end(&made);
}

static const struct tag_extra *figure_on(const struct page *page) {
    for (size_t i = 0; i < page->count; i++) {
        const struct tag *tag = page->items[i].tag;
        if (tag != NULL && tag->kind == TAG_FIGURE)
            return tag->extra;
    }
    return NULL;
}

/* The least and the greatest share of its height that a chart of the sample takes below
   so many lines, the page getting lower by and by. */
static void shares_of(size_t chart, int lines, float *least, float *most) {
    *least = 1;
    *most = 0;
    for (int lower = 0; lower < 70; lower++) {
        struct made made = pdf_begin();
        made.theme.masthead = false;
        made.theme.line_grid = false;
        made.theme.margin_bottom += (float)lower / 2;
        pdf_open_document(&made);
        for (int i = 0; i < lines; i++)
            sample_append(made.doc, made.doc->root, "一行。");
        struct document *model = sample_document(made.arena);
        struct doc_chart *drawn = (struct doc_chart *)model->charts[chart];
        sample_block(made.doc, &drawn->object);
        const struct display *display = pdf_lay_out(&made);
        float width =
            made.theme.page_width - made.theme.margin_left - made.theme.margin_right;
        for (size_t p = display->front_count; p < display->page_count; p++) {
            const struct tag_extra *figure = figure_on(&display->pages[p]);
            if (figure == NULL)
                continue;
            float share = (figure->bottom - figure->top) / chart_height(drawn, width);
            *least = fminf(*least, share);
            *most = fmaxf(*most, share);
        }
        document_close(model);
        pdf_end(&made);
    }
}

/* Below some lines a figure gives up to 15 % of its height, all of them before it goes
   to the next page, and no more; then it is whole. A map of squares gives nothing. */
static void figures_give_fifteen_percent(void **state) {
    (void)state;
    static const struct {
        size_t chart;
        int lines;
        float least;
    } cases[] = {{0, 24, 0.85f}, {1, 23, 0.85f}, {2, 10, 1}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        float least, most;
        shares_of(cases[i].chart, cases[i].lines, &least, &most);
        if (fabsf(least - cases[i].least) > 0.005f || fabsf(most - 1) > 0.001f)
            fail_msg("chart %zu takes %.3f to %.3f of its height", cases[i].chart,
                     (double)least, (double)most);
    }
}

/* The pitch of a table's rows on a page, from the lines of its first column. */
static float pitch_on(const struct page *page) {
    float last = -1, pitch = 1e6f;
    for (size_t i = 0; i < page->count; i++) {
        const struct item *item = &page->items[i];
        if (item->kind != ITEM_TEXT || item->tag == NULL || item->tag->kind != TAG_TH ||
            item->tag->scope != SCOPE_ROW)
            continue;
        if (last > 0 && item->y > last + 1)
            pitch = fminf(pitch, item->y - last);
        last = item->y;
    }
    return pitch;
}

/* Rows give up to 8 % of their pitch where that keeps a table on its page. */
static void rows_give_eight_percent(void **state) {
    (void)state;
    float whole = 0, least = 1e6f;
    for (int turn = 0; turn < 200; turn++) {
        int lines = turn / 5;
        struct made made = pdf_begin();
        made.theme.masthead = false;
        pdf_open_document(&made);
        for (int i = 0; i < lines; i++)
            sample_append(made.doc, made.doc->root, "一行。");
        struct doc_table *table =
            sample_table(made.doc, "表1", 4, 12 + (size_t)turn % 5);
        sample_block(made.doc, &table->object);
        const struct display *display = pdf_lay_out(&made);
        for (size_t p = display->front_count; p < display->page_count; p++) {
            float pitch = pitch_on(&display->pages[p]);
            if (pitch > 1000)
                continue;
            whole = fmaxf(whole, pitch);
            least = fminf(least, pitch);
        }
        pdf_end(&made);
    }
    assert_true(whole > 10);
    assert_true(least < 0.99f * whole && least >= 0.919f * whole);
}

/* What can be read on white can be read on the watermark, whatever the theme's grey. */
static void a_watermark_is_light(void **state) {
    (void)state;
    static const uint32_t greys[] = {0x626A75, 0x000000, 0xB0B0B0, 0x7A0000};
    for (size_t i = 0; i < sizeof greys / sizeof *greys; i++) {
        struct made made = pdf_begin();
        made.theme.watermark = STR("很长很长很长很长很长的水印文字");
        made.theme.grey = greys[i];
        pdf_open_document(&made);
        sample_append(made.doc, made.doc->root, LINES);
        const struct display *display = pdf_lay_out(&made);
        for (size_t p = 0; p < display->page_count; p++) {
            const struct item *item = &display->pages[p].items[0];
            assert_true(item->under && item->tag == NULL);
            uint32_t ground = item->run->colour;
            assert_true(mark_contrast(made.theme.ink, ground) >= 4.5f);
            assert_true(mark_contrast(made.theme.grey, ground) >= 4.5f ||
                        mark_contrast(made.theme.grey, 0xFFFFFF) < 4.5f);
            /* Turned by 45° it stays on the page. */
            float half = -item->x * 0.71f + item->run->size;
            assert_true(half < made.theme.page_width / 2);
            for (size_t k = 1; k < display->pages[p].count; k++)
                assert_false(display->pages[p].items[k].under &&
                             !display->pages[p].items[k - 1].under);
        }
        pdf_end(&made);
    }
}

static void cost_is_linear_in_rows(void **state) {
    (void)state;
    size_t used[2];
    for (size_t i = 0; i < 2; i++) {
        struct made made = pdf_begin();
        pdf_open_document(&made);
        struct doc_table *table =
            sample_table(made.doc, "表1", 5, i == 0 ? 1000 : 10000);
        sample_block(made.doc, &table->object);
        size_t before = arena_used(made.arena);
        struct buf out = buf_open(1 << 26);
        assert_true(render_pdf(
            made.doc, &(struct rendering){.fonts = pdf_fonts, .scratch = made.arena},
            &out, made.diag));
        used[i] = arena_used(made.arena) - before;
        /* At most 200 bytes of file and 5 kB of memory a row. */
        if (i == 1)
            assert_true(out.n < 200 * 10000 && used[i] < (size_t)5000 * 10000);
        buf_close(&out);
        pdf_end(&made);
    }
    assert_true(used[1] < used[0] * 12);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(long_tables_repeat_their_heads),
        cmocka_unit_test(parts_of_a_table_have_five_rows),
        cmocka_unit_test(wide_tables_turn_or_split),
        cmocka_unit_test(what_does_not_fit_is_an_error),
        cmocka_unit_test(no_widow_no_orphan_no_lonely_heading),
        cmocka_unit_test(notes_stand_below_their_marks),
        cmocka_unit_test(notes_follow_the_text_of_a_short_page),
        cmocka_unit_test(a_torn_line_is_marked),
        cmocka_unit_test(columns_and_pages_of_a_template),
        cmocka_unit_test(columns_do_not_leave_a_line_alone),
        cmocka_unit_test(official_documents_keep_to_the_grid),
        cmocka_unit_test(demonstration_shows_on_every_page),
        cmocka_unit_test(figures_give_fifteen_percent),
        cmocka_unit_test(rows_give_eight_percent),
        cmocka_unit_test(a_watermark_is_light),
        cmocka_unit_test(cost_is_linear_in_rows),
    };
    return cmocka_run_group_tests(tests, pdf_open_fonts, pdf_close_fonts);
}
