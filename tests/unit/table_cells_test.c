/* Cells of tables on pages, and the notes below: where their words end lines, what is
   coloured. */
#include "table_made.h"

/* Words, brackets and numbers with their units in the cells of six rows of words. */
static void no_word_is_divided_in_a_cell(void **state) {
    (void)state;
    static const char *const words[] = {
        "安徽",
        "（截至2023年9月）",
        "2023年09月26日",
        "17.26亿元",
    };
    struct made made = begin(4, 6);
    for (size_t r = 0; r < 6; r++)
        for (size_t c = 0; c < 4; c++) {
            made.table->body[r].cells[c].align = ALIGN_LEFT;
            struct buf text = buf_open(4096);
            for (size_t i = 0; i < 4 * 4; i++)
                buf_printf(&text, "%s%s", words[(i + r + c) % 4],
                           (i + c) % 3 > 0 ? "时期未注明" : "共");
            made.table->body[r].cells[c].text = arena_copy(made.arena, buf_str(&text));
            buf_close(&text);
        }
    lay_out(&made);
    size_t seen[4] = {0};
    for (size_t p = 0; p < made.display->page_count; p++)
        for (size_t i = 0; i < made.display->pages[p].count; i++) {
            const struct item *item = &made.display->pages[p].items[i];
            for (size_t w = 0; w < 4 && item->kind == ITEM_TEXT; w++)
                for (size_t at = 0; (at = str_find(item->run->text, str_from(words[w]),
                                                   at)) != STR_NOT_FOUND;
                     at++)
                    seen[w]++;
        }
    for (size_t w = 0; w < 4; w++)
        assert_int_equal(seen[w], 6 * 4 * 4);
    end(&made);
}

/* Of two long cells in a row one makes it high; the other, of a few words, has no more
   lines than the white allows that is left over. */
static void no_cell_wraps_beside_white(void **state) {
    (void)state;
    struct made made = begin(4, 3);
    for (size_t r = 0; r < 3; r++) {
        made.table->body[r].cells[1].align = ALIGN_LEFT;
        made.table->body[r].cells[1].text = STR("计量、标准、认证认可");
        made.table->body[r].cells[2].align = ALIGN_LEFT;
        made.table->body[r].cells[2].text = STR(
            "建立计量、标准、认证认可、检验检测协同服务的平台，提供全链条的质量服务，并"
            "向社会公开，接受监督，建立计量、标准、认证认可体系的");
    }
    lay_out(&made);
    find(&made, "计量、标准、认证认可");
    end(&made);
}

/* The name of a group stands in the accent, further below the row before it. */
static void a_group_stands_apart(void **state) {
    (void)state;
    struct made made = begin(3, 6);
    struct doc_row *row = &made.table->body[3];
    row->kind = ROW_GROUP;
    row->count = 1;
    row->cells[0].column_span = 3;
    row->cells[0].text = STR("计量");
    row->cells[0].align = ALIGN_LEFT;
    lay_out(&made);
    const struct item *group = find(&made, "计量");
    assert_int_equal(group->run->colour, made.theme.accent);
    float pitch = find(&made, "地区3")->y - find(&made, "地区2")->y;
    assert_true(group->y - find(&made, "地区3")->y > pitch + 1);
    assert_true(fabsf(find(&made, "地区5")->y - group->y - pitch) < NEAR);
    end(&made);
}

/* Of ■ 12.5 the sign is coloured and the ground tinted; of ● 10.6 the sign alone. */
static void signals_are_coloured_alone(void **state) {
    (void)state;
    struct made made = begin(3, 2);
    struct doc_cell *bad = &made.table->body[0].cells[1];
    struct doc_cell *good = &made.table->body[1].cells[1];
    bad->text = STR("■ 12.5");
    bad->tone = TONE_BAD;
    good->text = STR("● 10.6");
    good->tone = TONE_GOOD;
    lay_out(&made);
    assert_int_equal(find(&made, "■")->run->colour, made.theme.bad);
    assert_int_equal(find(&made, "●")->run->colour, made.theme.good);
    assert_int_equal(find(&made, " 12.5")->run->colour, made.theme.table.colour);
    size_t grounds = 0;
    const struct page *page = &made.display->pages[made.display->page_count - 1];
    for (size_t i = 0; i < page->count; i++)
        grounds += page->items[i].kind == ITEM_RECT &&
                   page->items[i].rect.colour == made.theme.tint;
    assert_int_equal(grounds, 1);
    end(&made);
}

/* The first item of text that begins with these words. */
static const struct item *starting(const struct made *made, const char *words) {
    for (size_t p = 0; p < made->display->page_count; p++)
        for (size_t i = 0; i < made->display->pages[p].count; i++) {
            const struct item *item = &made->display->pages[p].items[i];
            if (item->kind == ITEM_TEXT && str_starts(item->run->text, str_from(words)))
                return item;
        }
    fail_msg("no line begins with “%s”", words);
    return NULL;
}

/* Notes hang on their numbers, and below a narrow table they are not much wider. */
static void notes_hang_below_their_table(void **state) {
    (void)state;
    struct str notes[] = {
        STR("位次为公布数，不同年份之间不宜比较，未包括香港、澳门特别行政区和台湾省数据"
            "，也不包括没有公布位次的省（区、市）。"),
        STR("第二条。"),
    };
    struct made made = begin(3, 4);
    made.table->notes = notes;
    made.table->note_count = 2;
    made.table->source = STR("国家统计局[6]");
    lay_out(&made);
    const struct item *first = starting(&made, "注：1. 位次");
    const struct item *more = starting(&made, "2. 第二条");
    const struct item *source = starting(&made, "数据来源：国家统计局");
    const struct item *cited = starting(&made, "[6]");
    const struct item *stop = starting(&made, "。");
    float size = made.theme.note.size;
    float label = fonts_width(fonts, made.theme.note.role, size, STR("注："));
    assert_true(fabsf(more->x - first->x - label) < NEAR);
    assert_true(fabsf(source->x - first->x) < NEAR);
    /* About the middle of the table, at most 60 % of the measure wide. */
    const struct item *rule = rule_of(&made, made.theme.rule_heavy, 0);
    float middle = rule->x + rule->rect.width / 2;
    assert_true(first->x < rule->x);
    assert_true(middle - first->x < 0.3f * measure_of(&made) + 1);
    assert_true(right_of(first) < 2 * middle - first->x + NEAR);
    /* Raised, small, in the accent. */
    assert_true(cited->run->size < 0.7f * size && cited->run->rise > 0);
    assert_int_equal(cited->run->colour, made.theme.accent);
    assert_true(fabsf(stop->run->size - size) < 0.01f);
    end(&made);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_word_is_divided_in_a_cell),
        cmocka_unit_test(no_cell_wraps_beside_white),
        cmocka_unit_test(a_group_stands_apart),
        cmocka_unit_test(signals_are_coloured_alone),
        cmocka_unit_test(notes_hang_below_their_table),
    };
    return cmocka_run_group_tests(tests, open_fonts, close_fonts);
}
