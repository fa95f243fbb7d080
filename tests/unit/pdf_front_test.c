/* What stands before the body: cover, contents with lists, masthead. */
#include "unit.h"

#include "pdf_made.h"
#include "sample_document.h"
#include <math.h>

/* Which of the tables 1 to count the pages before the body list; each entry once. */
static size_t listed_tables(const struct display *display, struct arena *arena,
                            size_t count) {
    size_t listed = 0;
    for (size_t k = 1; k <= count; k++) {
        const char *caption = arena_printf(arena, "第%zu组清单", k).p;
        size_t found = 0;
        for (size_t i = 1; i < display->front_count; i++)
            found += pdf_page_has(&display->pages[i], caption);
        assert_true(found <= 1);
        listed += found;
    }
    return listed;
}

/* A list of tables runs over its pages, and is left out only where it would leave most
   of a page empty. */
static void all_tables_are_listed(void **state) {
    (void)state;
    static const struct {
        size_t tables, listed, pages;
    } cases[] = {{5, 0, 0},   {30, 30, 1}, {45, 0, 1},
                 {60, 60, 2}, {90, 90, 3}, {150, 150, 4}};
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        struct made made = pdf_begin();
        pdf_open_document(&made);
        sample_append(made.doc, made.doc->root, "# 正文\n\n" LINES "\n");
        for (size_t k = 1; k <= cases[c].tables; k++) {
            struct doc_table *table =
                sample_table(made.doc, arena_printf(made.arena, "表%zu", k).p, 3, 12);
            table->caption = arena_printf(made.arena, "第%zu组清单", k);
            sample_block(made.doc, &table->object);
        }
        const struct display *display = pdf_lay_out(&made);
        assert_int_equal(listed_tables(display, made.arena, cases[c].tables),
                         cases[c].listed);
        assert_int_equal(display->front_count - 1, cases[c].pages);
        pdf_end(&made);
    }
}

/* Entries of ten lines, and lines so high that only one has room: a list goes on on the
   next page, and nothing stands below its foot. */
static void long_entries_stay_on_their_page(void **state) {
    (void)state;
    static const float leadings[] = {12.7f, 400};
    for (size_t c = 0; c < 2; c++) {
        struct made made = pdf_begin();
        made.theme.table.leading = leadings[c];
        pdf_open_document(&made);
        sample_append(made.doc, made.doc->root, "# 正文\n\n" LINES "\n");
        for (size_t k = 1; k <= 24; k++) {
            struct doc_table *table =
                sample_table(made.doc, arena_printf(made.arena, "表%zu", k).p, 3, 1);
            table->caption =
                c == 0 ? STR(LINES LINES LINES LINES LINES LINES LINES) : STR("清单");
            if (c > 0)
                table->plain = k > 6;
            sample_block(made.doc, &table->object);
        }
        const struct display *display = pdf_lay_out(&made);
        float foot = made.theme.page_height - made.theme.margin_bottom;
        assert_true(display->front_count > 2);
        for (size_t i = 1; i < display->front_count; i++)
            for (size_t k = 0; k < display->pages[i].count; k++) {
                const struct item *item = &display->pages[i].items[k];
                assert_true(item->kind != ITEM_TEXT || item->running ||
                            item->y <= foot);
            }
        pdf_end(&made);
    }
}

/* However long they are: titles, the office and chapters in a masthead are set in lines
   within the margins. */
static void a_masthead_takes_long_words(void **state) {
    (void)state;
    struct made made = pdf_begin();
    made.theme.masthead = true;
    pdf_open_document(&made);
    made.doc->series = STR("质量基础设施统计年度报告系列");
    made.doc->organisation =
        STR("某某省市场监督管理局、某某省统计局、国家统计局某某调查"
            "总队质量基础设施统计联合工作组办公室");
    made.doc->period_label = STR("2023年");
    made.doc->title_en =
        STR("A very long English title of the annual statistical bulletin "
            "on the inspection and testing services industry");
    for (int i = 0; i < 3; i++)
        sample_append(
            made.doc, made.doc->root,
            "# 一个非常非常长的一级标题，写了很多很多的文字以便看它在目录里超过一行"
            "时是否正常地折行而不是压过页边，再加上一些文字\n\n" LINES "\n");
    const struct display *display = pdf_lay_out(&made);
    const struct page *page = &display->pages[0];
    float edge = made.theme.page_width - made.theme.margin_right, lowest = 0;
    size_t lines = 0;
    for (size_t i = 0; i < page->count; i++) {
        const struct item *item = &page->items[i];
        if (item->kind != ITEM_TEXT)
            continue;
        float right = item->x;
        for (size_t k = 0; k < item->run->count; k++)
            right += item->run->glyphs[k].advance;
        assert_true(right < edge + 0.1f);
        lines += item->y > lowest;
        lowest = fmaxf(lowest, item->y);
    }
    assert_true(pdf_page_has(page, "工作组办公室"));
    assert_true(lines > 12);
    pdf_end(&made);
}

/* Chapters and what stands apart, each with its page: on one line over the whole width
   if they have room there, else in columns. */
static void a_masthead_has_a_line_of_contents(void **state) {
    (void)state;
    static const struct {
        const char *chapters[4];
        size_t lines;
    } cases[] = {{{"总体情况", "分领域", "分地区", "数据说明"}, 1},
                 {{"质量基础设施运行总体情况和变化", "质量基础设施分领域情况和各项变化",
                   "质量基础设施分地区情况和各项变化", "数据说明"},
                  2}};
    for (size_t c = 0; c < 2; c++) {
        struct made made = pdf_begin();
        made.theme.masthead = true;
        pdf_open_document(&made);
        for (size_t i = 0; i < 4; i++)
            sample_append(
                made.doc, made.doc->root,
                arena_printf(made.arena, "# %s\n\n%s\n", cases[c].chapters[i], LINES)
                    .p);
        sample_append(made.doc, made.doc->root, "## 资料来源\n\n国家统计局\n");
        made.doc->headings[made.doc->heading_count - 1]->unnumbered = true;
        const struct display *display = pdf_lay_out(&made);
        const struct page *page = &display->pages[0];
        size_t links = 0, lines = 0;
        float edge = made.theme.page_width - made.theme.margin_right, above = 0,
              last = 0;
        for (size_t i = 0; i < page->count; i++) {
            const struct item *item = &page->items[i];
            if (item->kind != ITEM_LINK)
                continue;
            links++;
            lines += item->y > above;
            above = item->y;
            last = item->x + item->link.width;
        }
        assert_int_equal(links, 5);
        assert_int_equal(lines, cases[c].lines);
        assert_true(c > 0 || fabsf(last - edge) < 0.1f);
        assert_true(last < edge + 0.1f);
        pdf_end(&made);
    }
}

/* Between the words of an entry and its page there is always a leader. */
static void every_entry_has_its_leader(void **state) {
    (void)state;
    for (size_t length = 10; length < 34; length++) {
        struct made made = pdf_begin();
        pdf_open_document(&made);
        struct buf title = buf_open(1 << 10);
        for (size_t i = 0; i < length; i++)
            buf_puts(&title, "量");
        struct str words = buf_str(&title);
        for (int i = 0; i < 9; i++)
            sample_append(
                made.doc, made.doc->root,
                arena_printf(made.arena, "# %.*s\n\n%s\n", STR_ARG(words), LINES).p);
        static struct object page = {.kind = OBJECT_PAGE};
        for (int i = 0; i < 9; i++) {
            sample_block(made.doc, &page);
            sample_append(made.doc, made.doc->root, LINES);
        }
        buf_close(&title);
        const struct display *display = pdf_lay_out(&made);
        assert_true(display->front_count > 1);
        size_t leaders = 0, entries = 0;
        for (size_t i = 0; i < display->pages[1].count; i++) {
            leaders += display->pages[1].items[i].kind == ITEM_PATH;
            entries += display->pages[1].items[i].kind == ITEM_LINK;
        }
        assert_int_equal(entries, 9);
        assert_int_equal(leaders, entries);
        pdf_end(&made);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_tables_are_listed),
        cmocka_unit_test(long_entries_stay_on_their_page),
        cmocka_unit_test(a_masthead_takes_long_words),
        cmocka_unit_test(a_masthead_has_a_line_of_contents),
        cmocka_unit_test(every_entry_has_its_leader),
    };
    return cmocka_run_group_tests(tests, pdf_open_fonts, pdf_close_fonts);
}
