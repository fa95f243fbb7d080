/* The widths of a table's columns against a search of all whole widths. */
#include "unit.h"

#include "render/pdf/columns.h"
#include <math.h>
#include <stdlib.h>

#define ROWS 65
#define ROWS_MOST 2000
#define FEW_ROWS 9
#define COLUMNS 9
#define STEPS 24

struct table {
    struct column_problem problem;
    float floors[ROWS_MOST];
    unsigned leasts[COLUMNS];
    struct column_cell cells[ROWS_MOST * COLUMNS];
    struct column_step steps[ROWS_MOST * COLUMNS][STEPS];
};

static unsigned state;

static unsigned below(unsigned n) {
    state = state * 1664525u + 1013904223u;
    return (state >> 8) % n;
}

/* Words of a random length, as lines of a random width would break them. */
static void add_cell(struct table *t, size_t row, size_t column, unsigned least,
                     unsigned widest, float line) {
    size_t n = t->problem.cell_count++;
    struct column_step *steps = t->steps[n];
    unsigned width = least + below(widest - least + 1), natural = width;
    size_t count = 0;
    for (unsigned lines = 1; count < STEPS && width >= least; lines++) {
        steps[count++] = (struct column_step){width, (float)lines * line};
        unsigned next = natural / (lines + 1) + 1 + below(2);
        if (next >= width || next < least)
            break;
        width = next;
    }
    t->cells[n] = (struct column_cell){row, column, steps, count};
}

static void make(struct table *t, size_t columns, size_t text_columns, size_t rows,
                 unsigned room) {
    *t = (struct table){.problem = {.rows = rows, .columns = columns, .room = room}};
    t->problem.floors = t->floors;
    t->problem.leasts = t->leasts;
    t->problem.cells = t->cells;
    for (size_t r = 0; r < rows; r++)
        t->floors[r] = r == 0 ? 11.5F : 14.4F;
    for (size_t c = 0; c < columns; c++) {
        t->leasts[c] = 1 + below(3);
        for (size_t r = 0; r < rows; r++) {
            bool head = r == 0, text = c < text_columns && below(4) > 0;
            if (head || text)
                add_cell(t, r, c, t->leasts[c],
                         head ? 7 : 5 + below(rows > FEW_ROWS ? 90 : 24),
                         head ? 11.5F : 14.4F);
        }
    }
}

static double height_at(const struct table *t, const unsigned *widths) {
    float tops[ROWS_MOST];
    double sum = 0;
    for (size_t r = 0; r < t->problem.rows; r++)
        tops[r] = t->floors[r];
    for (size_t i = 0; i < t->problem.cell_count; i++) {
        const struct column_cell *cell = &t->cells[i];
        size_t k = 0;
        while (k < cell->count && cell->steps[k].width > widths[cell->column])
            k++;
        if (k == cell->count)
            return INFINITY; /* narrower than its words */
        tops[cell->row] = fmaxf(tops[cell->row], cell->steps[k].height);
    }
    for (size_t r = 0; r < t->problem.rows; r++)
        sum += (double)tops[r];
    return sum;
}

/* The last column gets all that is left. */
static double search(const struct table *t, size_t column, unsigned room,
                     unsigned *widths) {
    if (column + 1 == t->problem.columns) {
        widths[column] = room;
        return room < t->leasts[column] ? (double)INFINITY : height_at(t, widths);
    }
    double best = INFINITY;
    for (unsigned width = t->leasts[column]; width <= room; width++) {
        widths[column] = width;
        best = fmin(best, search(t, column + 1, room - width, widths));
    }
    return best;
}

static void check(struct table *t) {
    struct arena *arena = arena_open();
    unsigned widths[COLUMNS], other[COLUMNS], sum = 0;
    struct column_found found;
    double best = search(t, 0, t->problem.room, other);
    bool fits = columns_fit(&t->problem, arena, widths, &found);
    double got = found.height;
    assert_int_equal(fits, isfinite(best));
    assert_true(found.proved);
    if (fits) {
        for (size_t c = 0; c < t->problem.columns; c++) {
            assert_true(widths[c] >= t->leasts[c]);
            sum += widths[c];
        }
        assert_true(sum <= t->problem.room);
        assert_true(fabs(height_at(t, widths) - got) < 1e-3);
        if (fabs(got - best) > 1e-3)
            fail_msg("%zu columns, room %u: %g, not %g", t->problem.columns,
                     t->problem.room, got, best);
    }
    arena_close(arena);
}

static void equal_to_a_search_of_everything(void **unused) {
    (void)unused;
    /* A number of tables, of columns, and the widest room that is searched. */
    static const unsigned kinds[][3] = {{20, 1, 80},  {400, 2, 80}, {400, 3, 60},
                                        {150, 4, 40}, {60, 5, 30},  {25, 6, 28}};
    static struct table t;
    state = 20231;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        for (unsigned n = 0; n < kinds[i][0]; n++) {
            size_t columns = kinds[i][1];
            make(&t, columns, columns, 2 + below(FEW_ROWS - 2),
                 kinds[i][2] - below(kinds[i][2] / 3));
            check(&t);
        }
}

/* Long tables full of text: the search comes to its end, at any width of a page, and
   in the narrow ones that can be searched otherwise its result is the best. */
static void six_columns_of_64_rows_are_proved(void **unused) {
    (void)unused;
    static const unsigned rooms[] = {90, 156, 247};
    static struct table t;
    state = 64;
    for (unsigned n = 0; n < 3; n++) {
        make(&t, 6, 6, ROWS, 34);
        check(&t);
    }
    for (unsigned n = 0; n < 24; n++) {
        struct arena *arena = arena_open();
        unsigned widths[COLUMNS];
        struct column_found found;
        make(&t, 6, 6, ROWS, rooms[n % 3]);
        assert_true(columns_fit(&t.problem, arena, widths, &found));
        assert_true(found.proved);
        assert_true(found.work < COLUMNS_WORK / 5);
        assert_true(fabs(height_at(&t, widths) - found.height) < 1e-3);
        arena_close(arena);
    }
}

/* However long a table is, the work is bounded, and what is found is no worse than what
   widths in proportion to the columns' text give. */
static void long_tables_take_bounded_work(void **unused) {
    (void)unused;
    static const size_t rows[] = {200, 600, ROWS_MOST, 600, ROWS_MOST};
    static const unsigned rooms[] = {156, 247, 247, 156, 90};
    static struct table t;
    size_t given_up = 0;
    state = 2000;
    for (unsigned n = 0; n < 5; n++) {
        struct arena *arena = arena_open();
        unsigned widths[COLUMNS], even[COLUMNS];
        struct column_found found;
        make(&t, 6, 6, rows[n], rooms[n]);
        assert_true(columns_fit(&t.problem, arena, widths, &found));
        assert_true(found.work < COLUMNS_WORK + COLUMNS_WORK / 100);
        assert_true(fabs(height_at(&t, widths) - found.height) < 0.1);
        for (size_t c = 0; c < 6; c++)
            even[c] = rooms[n] / 6;
        assert_true(found.height <= height_at(&t, even));
        given_up += !found.proved;
        arena_close(arena);
    }
    assert_in_range(given_up, 1, 3); /* the bound is reached, and not at once */
}

/* Columns of numbers vary under their heads only: however many, the best is found. */
static void heads_give_way_together(void **unused) {
    (void)unused;
    static struct table t;
    state = 7;
    for (unsigned n = 0; n < 150; n++) {
        make(&t, 5, 1 + below(2), 2 + below(FEW_ROWS - 2), 22 + below(14));
        check(&t);
    }
}

/* The rule that reports had until now: narrow columns keep their width, wide ones are
   cut at one level. */
static double levelled(const struct table *t) {
    double best = INFINITY;
    for (unsigned level = 1; level < 60; level++) {
        unsigned widths[COLUMNS], sum = 0;
        for (size_t c = 0; c < t->problem.columns; c++) {
            unsigned widest = 0;
            for (size_t i = 0; i < t->problem.cell_count; i++)
                if (t->cells[i].column == c && t->cells[i].steps[0].width > widest)
                    widest = t->cells[i].steps[0].width;
            widths[c] = widest < level ? widest : level;
            widths[c] = widths[c] < t->leasts[c] ? t->leasts[c] : widths[c];
            sum += widths[c];
        }
        if (sum <= t->problem.room)
            best = fmin(best, height_at(t, widths));
    }
    return best;
}

static void beyond_six_columns_it_is_good(void **unused) {
    (void)unused;
    static struct table t;
    double sum = 0, other = 0;
    size_t worse = 0;
    state = 99;
    for (unsigned n = 0; n < 60; n++) {
        make(&t, 9, 9, FEW_ROWS, 110);
        struct arena *arena = arena_open();
        unsigned widths[COLUMNS];
        struct column_found found;
        assert_true(columns_fit(&t.problem, arena, widths, &found));
        double got = found.height;
        assert_true(fabs(height_at(&t, widths) - got) < 1e-3);
        double old = levelled(&t);
        arena_close(arena);
        if (!isfinite(old))
            continue;
        sum += got;
        other += old;
        worse += got > old + 1e-3;
    }
    assert_true(other > 0);
    assert_int_equal(worse, 0);
    assert_true(sum < 0.9 * other);
}

static void equal_heights_take_the_least_room(void **unused) {
    (void)unused;
    /* Two cells side by side: 10 on one line or 5 on two. */
    static const struct column_step steps[] = {{10, 1}, {5, 2}};
    static const struct column_cell cells[] = {{0, 0, steps, 2}, {0, 1, steps, 2}};
    static const float floors[] = {1};
    static const unsigned leasts[] = {2, 2};
    struct column_problem problem = {1, 2, floors, leasts, cells, 2, 19};
    struct arena *arena = arena_open();
    unsigned widths[2];
    assert_true(columns_fit(&problem, arena, widths, NULL));
    assert_int_equal(widths[0], 5); /* not both can be on one line */
    assert_int_equal(widths[1], 5);
    problem.room = 20;
    assert_true(columns_fit(&problem, arena, widths, NULL));
    assert_int_equal(widths[0] + widths[1], 20);
    problem.room = 9;
    assert_false(columns_fit(&problem, arena, widths, NULL));
    arena_close(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_to_a_search_of_everything),
        cmocka_unit_test(six_columns_of_64_rows_are_proved),
        cmocka_unit_test(long_tables_take_bounded_work),
        cmocka_unit_test(heads_give_way_together),
        cmocka_unit_test(beyond_six_columns_it_is_good),
        cmocka_unit_test(equal_heights_take_the_least_room),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
