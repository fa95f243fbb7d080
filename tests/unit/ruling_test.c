/* The hairlines between the rows of a table. */
#include "unit.h"

#include "base/arena.h"
#include "render/ruling.h"
#include "words/words.h"
#include <string.h>

#define ROWS_MAX 40

/* A letter a row: b body, g group, t total, i an indented row, s a row whose stub spans
   the next one, too. What comes back has | where a line stands. */
static const char *lines_of(const char *kinds, size_t every) {
    static char out[2 * ROWS_MAX];
    static struct doc_cell cells[ROWS_MAX][2];
    static struct doc_row rows[ROWS_MAX];
    size_t n = strlen(kinds), at = 0;
    memset(cells, 0, sizeof cells);
    memset(rows, 0, sizeof rows);
    for (size_t r = 0; r < n; r++) {
        bool covered = r > 0 && kinds[r - 1] == 's';
        rows[r].kind = kinds[r] == 'g'   ? ROW_GROUP
                       : kinds[r] == 't' ? ROW_TOTAL
                                         : ROW_BODY;
        rows[r].cells = cells[r];
        rows[r].count = covered ? 1 : 2;
        cells[r][0].indent = kinds[r] == 'i' ? 1 : 0;
        cells[r][0].row_span = kinds[r] == 's' ? 2 : 1;
    }
    const struct doc_table table = {.columns = 2, .body = rows, .body_count = n};
    struct arena *arena = arena_open();
    struct grid grid = grid_open(rows, n, 2, arena);
    struct ruling ruling = ruling_open(&table, &grid, every);
    for (size_t from = 0, end; from < n; from = end) {
        end = ruling_tied(&grid, from);
        for (size_t r = from; r < end; r++)
            out[at++] = kinds[r];
        if (end < n && ruling_below(&ruling, from, end))
            out[at++] = '|';
    }
    out[at] = '\0';
    arena_close(arena);
    return out;
}

static void every_few_rows_of_one_kind(void **state) {
    (void)state;
    assert_string_equal(lines_of("bbbbbbbbbbbb", 5), "bbbbb|bbbbbbb");
    assert_string_equal(lines_of("bbbbbbbbbbbbb", 5), "bbbbb|bbbbb|bbb");
    assert_string_equal(lines_of("bbbbbbbbbbbbb", 0), "bbbbbbbbbbbbb");
    assert_string_equal(lines_of("tbbbbbbbb", 5), "t|bbbbb|bbb");
}

static void groups_and_no_hairlines_in_them(void **state) {
    (void)state;
    assert_string_equal(lines_of("gbbbbbbbbbgbbbb", 5), "gbbbbbbbbb|gbbbb");
    assert_string_equal(lines_of("gbbtgbb", 5), "gbb|t|gbb");
}

static void nothing_cuts_a_parent_from_its_children(void **state) {
    (void)state;
    assert_string_equal(lines_of("biiiiiiibiiiii", 5), "biiiiiiibiiiii");
    assert_string_equal(lines_of("tbiiiiiiib", 5), "t|biiiiiiib");
}

static void rows_tied_by_a_span_stand_between_lines(void **state) {
    (void)state;
    assert_string_equal(lines_of("sbsbsb", 5), "sb|sb|sb");
}

/* A column of numbers in one unit, in two, and of numbers without one. */
static void columns_of_several_units_are_known(void **state) {
    (void)state;
    struct arena *arena = arena_open();
    struct document doc = {.figures = doc_figures_open(arena)};
    assert_true(words_vocabulary(STR("zh-CN"), &doc.words.vocabulary));
    struct doc_row rows[4], head;
    struct doc_cell cells[4][3], heads[3] = {{.text = STR("单位")}};
    memset(rows, 0, sizeof rows);
    memset(cells, 0, sizeof cells);
    head = (struct doc_row){.cells = heads, .count = 3};
    const struct doc_table table = {
        .columns = 3, .head = &head, .head_count = 1, .body = rows, .body_count = 2};
    for (size_t r = 0; r < 2; r++) {
        rows[r] = (struct doc_row){.cells = cells[r], .count = 3};
        cells[r][0].text = str_from(r == 0 ? "家" : "万元");
        for (size_t c = 1; c < 3; c++) {
            cells[r][c].align = ALIGN_DECIMAL;
            cells[r][c].text = arena_printf(arena, "%zu", 10 * r + c);
            struct doc_figure figure = {.text = cells[r][c].text,
                                        .number = (double)(10 * r + c),
                                        .unit =
                                            c == 1 || r == 0 ? STR("家") : STR("万元")};
            const struct doc_run run = {0, cells[r][c].text.n,
                                        doc_figures_add(doc.figures, &figure)};
            doc_figures_set_runs(doc.figures, cells[r][c].text, &run, 1);
        }
    }
    struct grid body = grid_open(rows, 2, 3, arena),
                over = grid_open(&head, 1, 3, arena);
    const bool *mixed = grid_mixed_units(&doc, &table, &over, &body, 2, arena);
    assert_false(mixed[1]);
    assert_true(mixed[2]);
    mixed = grid_mixed_units(&doc, &table, &over, &body, 1, arena);
    assert_false(mixed[2]);                /* the second row is not looked at */
    doc.figures = doc_figures_open(arena); /* plain numbers: by the column 单位 */
    mixed = grid_mixed_units(&doc, &table, &over, &body, 2, arena);
    assert_true(mixed[1] && mixed[2]);
    heads[0].text = STR("地区");
    mixed = grid_mixed_units(&doc, &table, &over, &body, 2, arena);
    assert_false(mixed[1] || mixed[2]);
    arena_close(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_few_rows_of_one_kind),
        cmocka_unit_test(groups_and_no_hairlines_in_them),
        cmocka_unit_test(nothing_cuts_a_parent_from_its_children),
        cmocka_unit_test(rows_tied_by_a_span_stand_between_lines),
        cmocka_unit_test(columns_of_several_units_are_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
