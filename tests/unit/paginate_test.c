/* Pages chosen together: the rules one by one. */
#include "base/buf.h"
#include "page_sample.h"
#include "unit.h"
#include <string.h>

static struct page_plans plan(const struct sample *s, struct arena *arena) {
    struct page_plans out;
    assert_true(paginate(&s->matter, arena, &out));
    return out;
}

/* Pages as "0-3 f4 5-6 | 7-9": runs of items, f: a float that waited. */
static void assert_pages(const struct sample *s, const char *expected) {
    struct arena *arena = arena_open();
    struct page_plans plans = plan(s, arena);
    struct buf out = buf_open(4096);
    for (size_t p = 0; p < plans.count; p++) {
        buf_puts(&out, p > 0 ? " |" : "");
        for (size_t r = 0; r < plans.pages[p].run_count; r++) {
            const struct page_run *run = &plans.pages[p].runs[r];
            buf_printf(&out, "%s%s%zu-%zu", p + r > 0 ? " " : "",
                       run->waited ? "f" : "", run->first, run->end - 1);
        }
        if (plans.pages[p].carried_to > plans.pages[p].carried)
            buf_printf(&out, " n%zu", plans.pages[p].carried);
        if (plans.pages[p].squeeze > 0)
            buf_printf(&out, " %.2f", (double)plans.pages[p].squeeze);
        buf_puts(&out, plans.pages[p].landscape ? " L" : "");
    }
    struct str got = buf_str(&out);
    char text[512];
    assert_true(got.n < sizeof text);
    memcpy(text, got.p, got.n);
    text[got.n] = '\0';
    assert_string_equal(text, expected);
    buf_close(&out);
    arena_close(arena);
}

static void a_heading_is_not_left_alone(void **state) {
    (void)state;
    struct sample s;
    pages_open(&s, 100);
    pages_paragraph(&s, 8, 10);
    pages_heading(&s, 10, 5);
    pages_paragraph(&s, 4, 10);
    /* The heading and two lines would need 115. */
    assert_pages(&s, "0-7 | 8-12");
}

static void text_fills_the_page_before_what_waits(void **state) {
    (void)state;
    struct sample s;
    pages_open(&s, 100);
    pages_paragraph(&s, 6, 10);
    pages_float(&s, STREAM_FIGURES, 50);
    pages_paragraph(&s, 4, 10);
    pages_paragraph(&s, 4, 10);
    assert_pages(&s, "0-5 7-10 | f6-6 11-14");
}

static void a_paragraph_is_not_left_while_its_page_has_room(void **state) {
    (void)state;
    struct sample s;
    pages_open(&s, 100);
    pages_paragraph(&s, 9, 10);
    pages_item(&s, 50);
    pages_item(&s, 95);
    /* Else two pages of 70 would be more even than one of 90 and one of 50. */
    assert_pages(&s, "0-8 | 9-9 | 10-10");
}

static void what_fits_is_not_put_off(void **state) {
    (void)state;
    struct sample s;
    pages_open(&s, 100);
    pages_item(&s, 70);
    pages_heading(&s, 10, 0);
    pages_item(&s, 15);
    pages_item(&s, 60);
    pages_item(&s, 45);
    assert_pages(&s, "0-2 | 3-3 | 4-4");
}

static void what_waits_stands_on_the_next_page(void **state) {
    (void)state;
    struct sample s;
    pages_open(&s, 100);
    pages_paragraph(&s, 6, 10);
    pages_float(&s, STREAM_FIGURES, 58);
    pages_paragraph(&s, 4, 10);
    pages_item(&s, 45);
    pages_paragraph(&s, 4, 10);
    pages_paragraph(&s, 3, 10);
    /* Full pages would leave the figure for the third. */
    assert_pages(&s, "0-5 7-10 | f6-6 | 11-15 | 16-18");
}

static void nothing_waits_across_a_chapter(void **state) {
    (void)state;
    struct sample s;
    pages_open(&s, 100);
    pages_paragraph(&s, 6, 10);
    pages_float(&s, STREAM_FIGURES, 47);
    pages_heading(&s, 10, 0);
    s.items[7].barrier = true;
    pages_paragraph(&s, 4, 10);
    assert_pages(&s, "0-5 | 6-11");
}

static void figures_and_tables_pass_each_other_but_not_their_own(void **state) {
    (void)state;
    struct sample s;
    pages_open(&s, 100);
    pages_paragraph(&s, 5, 10);
    pages_float(&s, STREAM_FIGURES, 60);
    pages_float(&s, STREAM_TABLES, 18);
    pages_paragraph(&s, 2, 10);
    pages_float(&s, STREAM_FIGURES, 5);
    pages_paragraph(&s, 6, 10);
    /* The small figure has room on the first page, but stands behind the large one. */
    assert_pages(&s, "0-4 6-8 | f5-5 9-11 | 12-15");
}

static void a_turned_table_has_a_page_of_its_own(void **state) {
    (void)state;
    struct sample s;
    pages_open(&s, 100);
    pages_paragraph(&s, 5, 10);
    pages_float(&s, STREAM_TABLES, 90);
    s.items[5].landscape = true;
    pages_paragraph(&s, 5, 10);
    pages_paragraph(&s, 3, 10);
    assert_pages(&s, "0-4 6-10 | f5-5 L | 11-13");
}

static void a_footnote_goes_on_on_the_next_page(void **state) {
    (void)state;
    struct sample s;
    pages_open(&s, 100);
    pages_paragraph(&s, 4, 10);
    pages_paragraph(&s, 1, 10);
    pages_note(&s, &s.items[4], 8, 8);
    pages_paragraph(&s, 5, 10);
    /* 50 of text, 2 of white, and 6 of the 8 lines. */
    assert_pages(&s, "0-4 n6 | 5-9");
}

static void a_figure_gives_where_it_saves_a_page(void **state) {
    (void)state;
    struct sample s;
    pages_open(&s, 100);
    pages_paragraph(&s, 4, 10);
    pages_float(&s, STREAM_FIGURES, 64);
    s.items[4].give = 10;
    assert_pages(&s, "0-4 0.40");
    s.items[4].give = 3;
    assert_pages(&s, "0-3 | 4-4");
}

/* A last page that would be half blank gets lines of the pages before it, where each of
   them misses few; not where a page before would be half blank for it. */
static void the_last_page_is_not_short(void **state) {
    (void)state;
    struct sample s;
    pages_open(&s, 100);
    for (size_t i = 0; i < 25; i++)
        pages_item(&s, 10);
    assert_pages(&s, "0-8 | 9-17 | 18-24");
    pages_open(&s, 100);
    for (size_t i = 0; i < 4; i++)
        pages_item(&s, 50);
    pages_item(&s, 30);
    assert_pages(&s, "0-1 | 2-3 | 4-4");
    /* Official documents have as many lines on each page as it has room for. */
    pages_open(&s, 100);
    s.matter.full_pages = true;
    for (size_t i = 0; i < 25; i++)
        pages_item(&s, 10);
    assert_pages(&s, "0-9 | 10-19 | 20-24");
    /* The last page of a chapter is a last page. */
    pages_open(&s, 100);
    for (size_t i = 0; i < 16; i++)
        pages_item(&s, 10);
    s.items[15].forced = true;
    assert_pages(&s, "0-7 | 8-14 | 15-15");
}

static void a_page_is_forced(void **state) {
    (void)state;
    struct sample s;
    pages_open(&s, 100);
    pages_paragraph(&s, 2, 10);
    pages_float(&s, STREAM_FIGURES, 90);
    pages_paragraph(&s, 2, 10);
    s.items[3].forced = true;
    assert_pages(&s, "0-1 | 2-2 | 3-4");
}

static void a_long_table_repeats_its_head(void **state) {
    (void)state;
    struct sample s;
    pages_open(&s, 100);
    struct page_float *table = pages_float(&s, STREAM_TABLES, 10);
    for (size_t i = 0; i < 17; i++)
        pages_item(&s, 10)->head = 15;
    table->end = s.matter.item_count;
    table->may_wait = false;
    s.items[0].below = 0;
    s.items[8].end = 1;
    assert_pages(&s, "0-9 | 10-17");
    /* One row more, and the second page with its head has room for eight. */
    pages_item(&s, 10)->head = 15;
    table->end = s.matter.item_count;
    s.items[16].end = 1;
    pages_paragraph(&s, 5, 10);
    assert_pages(&s, "0-9 | 10-17 | 18-23");
}

static void text_is_on_the_grid_again_below_a_figure(void **state) {
    (void)state;
    struct sample s;
    pages_open(&s, 100);
    s.matter.grid = 10;
    pages_float(&s, STREAM_FIGURES, 44); /* with its white 47: five lines */
    pages_paragraph(&s, 5, 10);
    assert_pages(&s, "0-5");
    s.items[0].height = 48; /* 51: six lines, and the last goes over with another */
    assert_pages(&s, "0-3 | 4-5");
}

static void what_fits_nowhere_is_named(void **state) {
    (void)state;
    struct sample s;
    pages_open(&s, 100);
    pages_paragraph(&s, 4, 10);
    pages_item(&s, 101);
    struct arena *arena = arena_open();
    struct page_plans out;
    assert_false(paginate(&s.matter, arena, &out));
    assert_int_equal(out.stuck, 4);
    arena_close(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_heading_is_not_left_alone),
        cmocka_unit_test(text_fills_the_page_before_what_waits),
        cmocka_unit_test(a_paragraph_is_not_left_while_its_page_has_room),
        cmocka_unit_test(what_fits_is_not_put_off),
        cmocka_unit_test(what_waits_stands_on_the_next_page),
        cmocka_unit_test(nothing_waits_across_a_chapter),
        cmocka_unit_test(figures_and_tables_pass_each_other_but_not_their_own),
        cmocka_unit_test(a_turned_table_has_a_page_of_its_own),
        cmocka_unit_test(a_footnote_goes_on_on_the_next_page),
        cmocka_unit_test(a_figure_gives_where_it_saves_a_page),
        cmocka_unit_test(the_last_page_is_not_short),
        cmocka_unit_test(a_page_is_forced),
        cmocka_unit_test(a_long_table_repeats_its_head),
        cmocka_unit_test(text_is_on_the_grid_again_below_a_figure),
        cmocka_unit_test(what_fits_nowhere_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
