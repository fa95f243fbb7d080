/* Tables as they stand on pages: their width, what their columns get, rules, and what
   becomes of those that are too wide or too high. */
#include "table_made.h"

static void a_narrow_table_stays_narrow(void **state) {
    (void)state;
    static const enum theme_place places[] = {PLACE_CENTRE, PLACE_LEFT, PLACE_FULL};
    for (size_t i = 0; i < 3; i++) {
        struct made made = begin(3, 4);
        made.theme.table_place = places[i];
        lay_out(&made);
        const struct item *rule = rule_of(&made, made.theme.rule_heavy, 0);
        float measure = measure_of(&made), left = rule->x - made.theme.margin_left;
        float right = measure - left - rule->rect.width;
        if (places[i] == PLACE_FULL) {
            assert_true(fabsf(rule->rect.width - measure) < NEAR);
        } else {
            assert_true(rule->rect.width < 0.6f * measure);
            assert_true(fabsf(left - (places[i] == PLACE_LEFT ? 0 : right)) < NEAR);
        }
        end(&made);
    }
}

/* Seven columns need more than 60 % and less than all. */
static void white_left_over_parts_the_columns_evenly(void **state) {
    (void)state;
    for (size_t column = 0; column < 2; column++) {
        struct made made = begin(8, 6);
        for (size_t c = 1; c < 8; c++)
            for (size_t r = 0; r < 6; r++)
                made.table->body[r].cells[c].text = STR("123,456.7");
        for (size_t r = 0; r < 6 && column == 1; r++) {
            made.table->body[r].cells[0].text = STR("1"); /* a rank before the words */
            made.table->body[r].cells[0].align = ALIGN_RIGHT;
            made.table->body[r].cells[1].text = STR("安徽");
            made.table->body[r].cells[1].align = ALIGN_LEFT;
        }
        lay_out(&made);
        const struct item *rule = rule_of(&made, made.theme.rule_heavy, 0);
        assert_true(fabsf(rule->rect.width - measure_of(&made)) < NEAR);
        float own =
            fonts_width(fonts, FONT_SANS, made.theme.table.size, STR("123,456.7"));
        float apart = 0;
        for (size_t c = column + 1; c < 7; c++) {
            struct str a = arena_printf(made.arena, "指标%zu", c);
            struct str b = arena_printf(made.arena, "指标%zu", c + 1);
            float now = right_of(find(&made, b.p)) - right_of(find(&made, a.p));
            assert_true(apart <= 0 || fabsf(now - apart) < NEAR);
            apart = now;
        }
        float white = apart - own - 2 * 4;
        assert_true(white > 5);
        float edge = right_of(find(&made, "指标7"));
        assert_true(fabsf(rule->x + rule->rect.width - edge - 4) < NEAR);
        /* A rank and the words behind it stay together. */
        if (column == 1) {
            float near = find(&made, "安徽")->x - right_of(find(&made, "1"));
            assert_true(fabsf(near - 2 * 4) < NEAR);
        } else {
            float first = find(&made, "123,456.7")->x - right_of(find(&made, "地区1"));
            assert_true(fabsf(first - white - 2 * 4) < NEAR);
        }
        end(&made);
    }
}

static void numbers_never_wrap(void **state) {
    (void)state;
    struct made made = begin(5, 12);
    for (size_t r = 0; r < 12; r++) {
        made.table->body[r].cells[1].align = ALIGN_LEFT;
        made.table->body[r].cells[1].text =
            STR("建立计量、标准、认证认可、检验检测协同服务的平台，提供全链条服务");
        made.table->body[r].cells[2] = made.table->body[r].cells[1];
        made.table->body[r].cells[3].text =
            arena_printf(made.arena, "1,234,567,89%zu.12", r);
        made.table->body[r].cells[4].text = arena_printf(made.arena, "≥%zu／≥3.5", r);
        made.table->body[r].cells[4].align = ALIGN_CENTRE;
    }
    lay_out(&made);
    for (size_t r = 0; r < 12; r++) {
        find(&made, arena_printf(made.arena, "1,234,567,89%zu.12", r).p);
        find(&made, arena_printf(made.arena, "≥%zu／≥3.5", r).p);
    }
    end(&made);
}

static void set_figure(struct made *made, size_t row, const char *text, double number,
                       const char *unit) {
    struct doc_figure figure = {.text = str_from(text),
                                .number = number,
                                .unit = str_from(unit),
                                .identity = row + 1};
    struct doc_cell *cell = &made->table->body[row].cells[1];
    cell->text = arena_copy(made->arena, str_from(text));
    struct doc_run run = {0, cell->text.n,
                          doc_figures_add(made->doc->figures, &figure)};
    doc_figures_set_runs(made->doc->figures, cell->text, &run, 1);
}

static void the_point_aligns_figures_of_one_unit(void **state) {
    (void)state;
    for (int mixed = 0; mixed < 2; mixed++) {
        struct made made = begin(2, 3);
        set_figure(&made, 0, "4,321.25", 4321.25, "亿元");
        set_figure(&made, 1, "87", 87, mixed ? "项" : "亿元");
        set_figure(&made, 2, "6.5", 6.5, mixed ? "%" : "亿元");
        lay_out(&made);
        float longest = right_of(find(&made, "4,321.25"));
        float whole = right_of(find(&made, "87"));
        float one = right_of(find(&made, "6.5"));
        if (mixed) {
            assert_true(fabsf(longest - whole) < NEAR && fabsf(longest - one) < NEAR);
        } else {
            assert_true(whole < one - 1 && one < longest - 1);
        }
        end(&made);
    }
}

/* Plain numbers have no unit; a column that says the units of the rows tells. */
static void a_column_of_units_tells_of_numbers(void **state) {
    (void)state;
    for (int mixed = 0; mixed < 2; mixed++) {
        struct made made = begin(3, 2);
        made.table->head[0].cells[1].text = STR("单位");
        made.table->body[0].cells[1].text = STR("亿元");
        made.table->body[1].cells[1].text = mixed ? STR("项") : STR("亿元");
        made.table->body[0].cells[2].text = STR("4,321.25");
        made.table->body[1].cells[2].text = STR("87");
        lay_out(&made);
        float apart = right_of(find(&made, "4,321.25")) - right_of(find(&made, "87"));
        assert_true(mixed ? fabsf(apart) < NEAR : apart > 5);
        end(&made);
    }
}

static void units_stand_below_their_heads(void **state) {
    (void)state;
    struct made made = begin(3, 4);
    made.table->head[0].cells[1].text = STR("获证组织（同比 %）");
    made.table->head[0].cells[2].text = STR("注册计量师");
    lay_out(&made);
    const struct item *head = find(&made, "获证组织");
    const struct item *unit = find(&made, "（同比 %）");
    assert_true(unit->y > head->y + 5 && unit->run->size < head->run->size);
    find(&made, "注册计量师");
    end(&made);
}

/* The stub's names stay whole beside words on many lines; a stub of sentences gives
   way to the table's height. */
static void the_stub_has_what_its_names_need(void **state) {
    (void)state;
    struct made made = begin(3, 4);
    for (size_t r = 0; r < 4; r++) {
        made.table->body[r].cells[0].text = STR("检验检测机构数量");
        for (size_t c = 1; c < 3; c++) {
            struct buf words = buf_open(4096);
            for (size_t i = 0; i < 6 + 4 * c; i++)
                buf_puts(&words, "建立协同服务的平台，提供全链条服务。");
            made.table->body[r].cells[c].text = arena_copy(made.arena, buf_str(&words));
            made.table->body[r].cells[c].align = ALIGN_LEFT;
            buf_close(&words);
        }
    }
    lay_out(&made);
    find(&made, "检验检测机构数量");
    end(&made);
}

static void rows_stand_evenly_between_their_rules(void **state) {
    (void)state;
    for (int wrapped = 0; wrapped < 2; wrapped++) {
        struct made made = begin(4, 4);
        for (size_t r = 0; r < 4 && wrapped; r++) {
            made.table->body[r].cells[1].align = ALIGN_LEFT;
            made.table->body[r].cells[1].text =
                STR("建立计量、标准、认证认可、检验检测协同服务的平台，提供全链条的质量"
                    "服务，"
                    "并向社会公开，接受监督，建立计量、标准、认证认可、检验检测协同服务"
                    "体系");
        }
        lay_out(&made);
        const struct item *head = rule_of(&made, made.theme.rule_head, 0);
        const struct item *foot = rule_of(&made, made.theme.rule_heavy, 1);
        const struct item *first = find(&made, "地区1");
        const struct item *last = find(&made, "地区4");
        float size = made.theme.table.size;
        float above = first->y - 0.88f * size - (head->y + head->rect.height);
        float below = foot->y - (last->y + 0.12f * size);
        if (wrapped) /* the words beside it end a line lower */
            below -= made.theme.table.leading;
        if (fabsf(above - below) > NEAR)
            fail_msg("%.2f above, %.2f below", (double)above, (double)below);
        assert_true(above > 2);
        end(&made);
    }
}

static void rules_part_groups_or_every_five_rows(void **state) {
    (void)state;
    /* Rows, rows before a group's name (0: no groups), hairlines. */
    static const size_t cases[][3] = {{7, 0, 0},  {8, 0, 1},  {12, 0, 1}, {13, 0, 2},
                                      {12, 6, 1}, {15, 7, 2}, {20, 10, 1}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t every = cases[i][1];
        struct made made = begin(4, cases[i][0]);
        for (size_t r = 0; r < cases[i][0] && every > 0; r += every) {
            struct doc_row *row = &made.table->body[r];
            row->kind = ROW_GROUP;
            row->count = 1;
            row->cells[0].column_span = 4;
            row->cells[0].align = ALIGN_LEFT;
        }
        lay_out(&made);
        assert_int_equal(hairlines(&made), cases[i][2]);
        end(&made);
    }
}

static void a_little_too_wide_is_set_smaller(void **state) {
    (void)state;
    float sizes[3] = {1, 7.8f / 8.3f, 7.4f / 8.3f};
    bool seen[3] = {false, false, false}, turned = false;
    for (size_t columns = 8; columns < 20 && !turned; columns++) {
        struct made made = begin(columns, 5);
        for (size_t r = 0; r < 5; r++)
            for (size_t c = 1; c < columns; c++)
                made.table->body[r].cells[c].text = STR("1,234.5");
        lay_out(&made);
        const struct page *page = &made.display->pages[made.display->page_count - 1];
        turned = page->width > page->height;
        float size = find(&made, "1,234.5")->run->size / made.theme.table.size;
        for (size_t k = 0; k < 3 && !turned; k++)
            if (fabsf(size - sizes[k]) < 0.001f) {
                for (size_t j = k + 1; j < 3; j++)
                    assert_false(seen[j]); /* the type never grows again */
                seen[k] = true;
            }
        if (turned) /* with all the room there it is large again */
            assert_true(fabsf(size - 1) < 0.001f);
        end(&made);
    }
    assert_true(turned && seen[0] && seen[1] && seen[2]);
}

/* Every character of a row that is higher than a page is there, in order, once. */
static void a_row_higher_than_a_page_is_divided(void **state) {
    (void)state;
    struct made made = begin(3, 3);
    struct buf words = buf_open(1 << 20);
    for (size_t i = 0; i < 900; i++)
        buf_printf(&words, "第%zu句说明检验检测服务的情况。", i);
    struct doc_cell *cell = &made.table->body[1].cells[1];
    cell->text = arena_copy(made.arena, buf_str(&words));
    cell->align = ALIGN_LEFT;
    buf_clear(&words);
    lay_out(&made);
    const struct tag *tag = NULL;
    size_t pages = 0, last = SIZE_MAX;
    for (size_t p = 0; p < made.display->page_count; p++)
        for (size_t i = 0; i < made.display->pages[p].count; i++) {
            const struct item *item = &made.display->pages[p].items[i];
            if (item->kind != ITEM_TEXT || item->tag == NULL)
                continue;
            if (tag == NULL && str_starts(item->run->text, STR("第0句")))
                tag = item->tag;
            if (item->tag != tag || tag == NULL)
                continue;
            buf_put(&words, item->run->text);
            pages += p != last;
            last = p;
            assert_true(item->y < made.theme.page_height - made.theme.margin_bottom);
        }
    assert_true(pages > 1);
    assert_true(str_equal(buf_str(&words), cell->text));
    buf_close(&words);
    end(&made);
}

static void put_heading(struct made *made, const char *text) {
    cmark_node *node = cmark_node_new(CMARK_NODE_HEADING);
    cmark_node *words = cmark_node_new(CMARK_NODE_TEXT);
    struct doc_heading *heading = arena_alloc(made->arena, sizeof *heading);
    *heading = (struct doc_heading){.object = {.kind = OBJECT_HEADING},
                                    .level = 1,
                                    .id = STR("sec"),
                                    .text = str_from(text)};
    cmark_node_set_heading_level(node, 1);
    cmark_node_set_literal(words, text);
    cmark_node_append_child(node, words);
    cmark_node_append_child(made->doc->root, node);
    document_attach(made->doc, node, &heading->object);
}

/* Below a heading, too, a row of whatever height begins on the page of its head. */
static void no_head_stands_without_a_row(void **state) {
    (void)state;
    for (size_t sentences = 40; sentences < 200; sentences += 3) {
        struct made made = begin(2, 1);
        struct buf words = buf_open(1 << 20);
        for (size_t i = 0; i < sentences; i++)
            buf_printf(&words, "第%zu句说明检验检测服务的情况。", i);
        made.theme.masthead = true; /* it stays with its heading */
        made.table->plain = true;
        made.table->body[0].cells[1].text = arena_copy(made.arena, buf_str(&words));
        made.table->body[0].cells[1].align = ALIGN_LEFT;
        put_heading(&made, "概况");
        lay_out(&made);
        const struct item *row = find(&made, "地区1");
        bool together = false;
        for (size_t p = 0; p < made.display->page_count; p++) {
            const struct page *page = &made.display->pages[p];
            bool head = false, body = false;
            for (size_t i = 0; i < page->count; i++) {
                head |= page->items[i].kind == ITEM_TEXT && !page->items[i].running &&
                        str_equal(page->items[i].run->text, STR("概况"));
                body |= &page->items[i] == row;
            }
            together |= head && body;
        }
        if (!together)
            fail_msg("%zu sentences: the row is not with its heading", sentences);
        buf_close(&words);
        end(&made);
    }
}

static void figures_have_a_point(void **state) {
    (void)state;
    assert_int_equal(cell_decimal_point(STR("4,321.25")), 5);
    assert_int_equal(cell_decimal_point(STR("87")), 2);
    assert_int_equal(cell_decimal_point(STR("12.5%")), 2);
    assert_int_equal(cell_decimal_point(STR("—")), STR_NOT_FOUND);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(figures_have_a_point),
        cmocka_unit_test(a_narrow_table_stays_narrow),
        cmocka_unit_test(white_left_over_parts_the_columns_evenly),
        cmocka_unit_test(numbers_never_wrap),
        cmocka_unit_test(the_point_aligns_figures_of_one_unit),
        cmocka_unit_test(a_column_of_units_tells_of_numbers),
        cmocka_unit_test(units_stand_below_their_heads),
        cmocka_unit_test(the_stub_has_what_its_names_need),
        cmocka_unit_test(rows_stand_evenly_between_their_rules),
        cmocka_unit_test(rules_part_groups_or_every_five_rows),
        cmocka_unit_test(a_little_too_wide_is_set_smaller),
        cmocka_unit_test(a_row_higher_than_a_page_is_divided),
        cmocka_unit_test(no_head_stands_without_a_row),
    };
    return cmocka_run_group_tests(tests, open_fonts, close_fonts);
}
