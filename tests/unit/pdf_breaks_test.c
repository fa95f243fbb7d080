/* Where pages and parts of tables end, and what stands at their heads and feet. */
#include "unit.h"

#include "draw/chart.h"
#include "pdf_made.h"
#include "render/pdf/pdf.h"
#include "sample_document.h"
#include <math.h>
#include <string.h>

#define NOWHERE SIZE_MAX

/* The first page of the body that has the words below its running head, or NOWHERE. */
static size_t page_of(const struct display *display, const char *words) {
    for (size_t p = display->front_count; p < display->page_count; p++)
        for (size_t i = 0; i < display->pages[p].count; i++) {
            const struct item *item = &display->pages[p].items[i];
            if (item->kind == ITEM_TEXT && !item->running &&
                str_find(item->run->text, str_from(words), 0) != STR_NOT_FOUND)
                return p;
        }
    return NOWHERE;
}

static const struct item *words_on(const struct page *page, const char *words) {
    for (size_t i = 0; i < page->count; i++) {
        const struct item *item = &page->items[i];
        if (item->kind == ITEM_TEXT && !item->running &&
            str_find(item->run->text, str_from(words), 0) != STR_NOT_FOUND)
            return item;
    }
    return NULL;
}

static bool runs_over(const struct page *page, const char *words) {
    for (size_t i = 0; i < page->count; i++)
        if (page->items[i].running && page->items[i].kind == ITEM_TEXT &&
            str_find(page->items[i].run->text, str_from(words), 0) != STR_NOT_FOUND)
            return true;
    return false;
}

static void add_lines(struct made *made, size_t count) {
    for (size_t i = 0; i < count; i++)
        sample_append(made->doc, made->doc->root, "一行。");
}

static void add_chapter(struct made *made, const char *text) {
    struct str words = arena_printf(made->arena, "# %s", text);
    sample_append(made->doc, made->doc->root, words.p);
}

/* Also if a chapter follows, which the theme does not put on a page of its own; what
   waits stands before the break. */
static void a_break_of_the_template_begins_a_page(void **state) {
    (void)state;
    static struct object page = {.kind = OBJECT_PAGE};
    for (int chapter = 0; chapter < 2; chapter++) {
        struct made made = pdf_begin();
        made.theme.chapter_new_page = false;
        pdf_open_document(&made);
        add_lines(&made, 36);
        sample_block(made.doc, &sample_table(made.doc, "表1", 4, 14)->object);
        sample_block(made.doc, &page);
        if (chapter == 1)
            add_chapter(&made, "新的一页");
        sample_append(made.doc, made.doc->root, "新的一页从这里开始。");
        const struct display *display = pdf_lay_out(&made);
        size_t table = page_of(display, "指标"), text = page_of(display, "新的一页");
        assert_true(table != NOWHERE && text == table + 1);
        assert_true(words_on(&display->pages[text], "新的一页")->y <
                    made.theme.margin_top + 30);
        struct buf out = buf_open(1 << 20);
        display_print(display, &out);
        assert_int_equal(pdf_count_of(buf_str(&out), " forced\n"), 1);
        assert_true(display->pages[text].forced);
        buf_close(&out);
        pdf_end(&made);
    }
}

/* Not the one that begins further down. */
static void the_running_head_names_the_chapter_at_the_top(void **state) {
    (void)state;
    struct made made = pdf_begin();
    made.theme.chapter_new_page = false;
    pdf_open_document(&made);
    add_chapter(&made, "甲章");
    add_lines(&made, 45);
    add_chapter(&made, "乙章");
    add_lines(&made, 8);
    static struct object page = {.kind = OBJECT_PAGE};
    sample_block(made.doc, &page);
    add_chapter(&made, "丙章");
    add_lines(&made, 2);
    add_chapter(&made, "丁章");
    const struct display *display = pdf_lay_out(&made);
    size_t second = page_of(display, "乙章"), third = page_of(display, "丙章");
    assert_true(second > 0 && second != NOWHERE && third == second + 1);
    assert_true(runs_over(&display->pages[second], "甲章"));
    assert_false(runs_over(&display->pages[second], "乙章"));
    assert_true(runs_over(&display->pages[third], "丙章"));
    assert_false(runs_over(&display->pages[third], "丁章"));
    pdf_end(&made);
}

/* Wherever on the page it would stand. */
static void a_list_stands_with_what_announces_it(void **state) {
    (void)state;
    static const char *const lists[] = {"- 甲项\n- 乙项\n- 丙项\n- 丁项", "> 甲项",
                                        "```\n甲项\n```"};
    size_t moved = 0;
    for (size_t list = 0; list < 3; list++)
        for (size_t lines = 24; lines < 44; lines++) {
            struct made made = pdf_begin();
            pdf_open_document(&made);
            add_lines(&made, lines);
            sample_append(made.doc, made.doc->root, "指数由下列分项构成：");
            sample_append(made.doc, made.doc->root, lists[list]);
            add_lines(&made, 20);
            const struct display *display = pdf_lay_out(&made);
            size_t page = page_of(display, "构成：");
            assert_int_equal(page_of(display, "甲项"), page);
            if (list == 0)
                assert_int_equal(page_of(display, "乙项"), page);
            if (list == 0)
                assert_int_equal(page_of(display, "丙项"), page_of(display, "丁项"));
            moved += page > display->front_count;
            pdf_end(&made);
        }
    assert_true(moved > 20 && moved < 60);
}

/* Rows of three lines. */
static struct doc_table *high_table(struct document *doc, size_t rows) {
    struct doc_table *table = sample_table(doc, "表2", 4, rows);
    for (size_t r = 0; r < rows; r++) {
        table->body[r].cells[3].align = ALIGN_LEFT;
        table->body[r].cells[3].text = STR(LINES);
    }
    return table;
}

/* However much more even the pages would be. */
static void a_paragraph_fills_its_page(void **state) {
    (void)state;
    struct made made = pdf_begin();
    pdf_open_document(&made);
    struct buf text = buf_open(1 << 16);
    for (int i = 0; i < 20; i++)
        buf_puts(&text, LINES);
    buf_puts(&text, "末句在此。");
    buf_char(&text, '\0');
    sample_append(made.doc, made.doc->root, buf_str(&text).p);
    sample_block(made.doc, &sample_table(made.doc, "表1", 4, 14)->object);
    sample_block(made.doc, &high_table(made.doc, 15)->object);
    const struct display *display = pdf_lay_out(&made);
    assert_int_equal(page_of(display, "末句在此"), display->front_count);
    assert_int_equal(display->page_count, display->front_count + 3);
    buf_close(&text);
    pdf_end(&made);
}

/* A table with two groups of `rows` rows each, below `lines` lines of text; rows are
   high if they are few. */
static const struct display *grouped(struct made *made, size_t lines, size_t rows) {
    *made = pdf_begin();
    pdf_open_document(made);
    add_lines(made, lines);
    struct doc_table *table = rows < 10
                                  ? high_table(made->doc, 2 * (rows + 1))
                                  : sample_table(made->doc, "表1", 4, 2 * (rows + 1));
    for (size_t g = 0; g < 2; g++) {
        struct doc_row *row = &table->body[g * (rows + 1)];
        row->kind = ROW_GROUP;
        row->cells[0].text = g == 0 ? STR("甲组") : STR("乙组");
        row->cells[0].column_span = 4;
        row->count = 1;
    }
    sample_block(made->doc, &table->object);
    return pdf_lay_out(made);
}

/* The names of groups on a page, as tags or, where they are said again, as artifacts.
 */
static size_t names_on(const struct page *page, bool again) {
    size_t count = 0;
    for (size_t i = 0; i < page->count; i++) {
        const struct item *item = &page->items[i];
        if (item->kind == ITEM_TEXT && (item->tag == NULL) == again &&
            (str_equal(item->run->text, STR("甲组")) ||
             str_equal(item->run->text, STR("乙组"))))
            count++;
    }
    return count;
}

/* Heavy rules and hairlines right above 转下页. */
static size_t rules_above(const struct page *page, float y) {
    size_t count = 0;
    for (size_t i = 0; i < page->count; i++) {
        const struct item *item = &page->items[i];
        if (item->kind == ITEM_RECT && item->rect.height < 2 &&
            item->rect.width > 150 && item->y < y && item->y > y - 24)
            count++;
    }
    return count;
}

static struct doc_chart *add_bars(struct made *made, size_t count) {
    struct doc_chart *chart = arena_alloc(made->arena, sizeof *chart);
    *chart = (struct doc_chart){.object = {.kind = OBJECT_CHART},
                                .kind = &chart_bars,
                                .label = STR("图1"),
                                .caption = STR("各地区证书"),
                                .id = STR("fig-one"),
                                .item_count = count};
    chart->items = arena_array(made->arena, count, sizeof *chart->items);
    for (size_t i = 0; i < count; i++)
        chart->items[i] =
            (struct chart_item){.label = STR("安徽"), .value = 10 + (double)i};
    sample_block(made->doc, &chart->object);
    return chart;
}

/* A page that would end early lets its figure grow, by whole lines and no more than it
   could give; the last page does not. */
static void figures_grow_into_blank(void **state) {
    (void)state;
    float end[2];
    for (int more = 0; more < 2; more++) {
        struct made made = pdf_begin();
        made.theme.line_grid = true;
        pdf_open_document(&made);
        add_lines(&made, 4);
        struct doc_chart *chart = add_bars(&made, 24);
        chart->source = STR("图的来源");
        add_lines(&made, 2);
        sample_append(made.doc, made.doc->root, "图后。");
        struct doc_table *table = sample_table(made.doc, "表1", 3, more ? 16 : 1);
        sample_block(made.doc, &table->object);
        const struct display *display = pdf_lay_out(&made);
        assert_int_equal(page_of(display, "图的来源"), display->front_count);
        assert_int_equal(page_of(display, "表1"), display->front_count + (size_t)more);
        const struct item *below =
            words_on(&display->pages[display->front_count], "图后");
        end[more] = below->y;
        if (more) {
            float line = made.theme.body.leading, grown = end[1] - end[0];
            float most =
                chart_give(chart, made.theme.page_width - made.theme.margin_left -
                                      made.theme.margin_right);
            assert_true(grown > line - 0.1f && grown <= most + 0.1f);
            assert_float_equal(remainderf(grown, line), 0, 0.05);
        }
        pdf_end(&made);
    }
}

static void an_open_group_is_named_again(void **state) {
    (void)state;
    size_t open = 0, between = 0;
    for (size_t lines = 8; lines < 36; lines++) {
        struct made made;
        const struct display *display = grouped(&made, lines, 28);
        for (size_t p = 0; p + 1 < display->page_count; p++) {
            const struct page *page = &display->pages[p], *next = page + 1;
            const struct item *on = words_on(page, "转下页");
            if (on == NULL)
                continue;
            assert_int_equal(rules_above(page, on->y), 1);
            bool inside = names_on(next, false) == 0 || names_on(next, true) > 0;
            assert_int_equal(names_on(next, true), inside);
            open += inside;
            between += !inside;
        }
        pdf_end(&made);
    }
    assert_true(open > 4 && between > 5);
}

/* Fewer than five rows of a group do not stand apart from its others. */
static void a_small_group_is_not_divided(void **state) {
    (void)state;
    size_t divided = 0;
    for (size_t lines = 8; lines < 36; lines++) {
        struct made made;
        const struct display *display = grouped(&made, lines, 9);
        for (size_t p = 0; p < display->page_count; p++) {
            assert_int_equal(names_on(&display->pages[p], true), 0);
            divided += words_on(&display->pages[p], "转下页") != NULL;
        }
        pdf_end(&made);
    }
    assert_true(divided > 1);
}

/* A row that is higher than a page fills it, and says again what it is of; also if a
   table follows that does not fit below its end. */
static void a_tall_row_fills_its_pages(void **state) {
    (void)state;
    for (int sentences = 40; sentences < 64; sentences += 4) {
        struct made made = pdf_begin();
        pdf_open_document(&made);
        struct doc_table *table = sample_table(made.doc, "表1", 2, 2);
        struct buf words = buf_open(1 << 16);
        for (int i = 0; i < sentences; i++)
            buf_puts(&words, LINES);
        table->body[0].cells[0].text = STR("甲地");
        table->body[0].cells[1].text = arena_copy(made.arena, buf_str(&words));
        table->body[0].cells[1].align = ALIGN_LEFT;
        sample_block(made.doc, &table->object);
        sample_block(made.doc, &high_table(made.doc, 15)->object);
        const struct display *display = pdf_lay_out(&made);
        size_t first = display->front_count;
        float foot = made.theme.page_height - made.theme.margin_bottom;
        assert_true(display->page_count > first + 1);
        for (size_t p = first; p < display->page_count; p++) {
            const struct page *page = &display->pages[p];
            const struct item *stub = words_on(page, "甲地");
            if (stub == NULL)
                continue;
            assert_int_equal(stub->tag == NULL, p > first);
            const struct item *on = words_on(page, "转下页");
            assert_true(on == NULL || on->y > foot - 24);
            assert_true(on == NULL || words_on(page + 1, "甲地") != NULL);
            /* It stands on the line beside it. */
            bool beside = false;
            for (size_t i = 0; i < page->count; i++) {
                const struct item *item = &page->items[i];
                beside = beside || (item->kind == ITEM_TEXT && item->tag != NULL &&
                                    item->y > stub->y - 0.1f &&
                                    item->y < stub->y + 0.1f && item->x > stub->x + 10);
            }
            assert_true(beside);
        }
        buf_close(&words);
        pdf_end(&made);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_break_of_the_template_begins_a_page),
        cmocka_unit_test(the_running_head_names_the_chapter_at_the_top),
        cmocka_unit_test(a_list_stands_with_what_announces_it),
        cmocka_unit_test(a_paragraph_fills_its_page),
        cmocka_unit_test(figures_grow_into_blank),
        cmocka_unit_test(an_open_group_is_named_again),
        cmocka_unit_test(a_small_group_is_not_divided),
        cmocka_unit_test(a_tall_row_fills_its_pages),
    };
    return cmocka_run_group_tests(tests, pdf_open_fonts, pdf_close_fonts);
}
