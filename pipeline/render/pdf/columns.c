/* Branch and bound over the widths at which some cell changes its height. The bound is
   the Lagrangian one: a row's height is at least any weighted mean of what its columns
   ask for, and with the weights given the columns part: a knapsack. The weights come
   from fictitious play (Brown 1951): each turn moves some weight to the column that was
   the highest in its row; the widths of each turn are also tables, the best of them is
   where the search starts. */
#include "render/pdf/columns.h"
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define TURNS 24
#define SLACK 1e-6 /* heights as near as this are equal */
#define NONE 1e30

/* The widths worth a look of one column, rising, and the height of every row there. */
struct choices {
    size_t column, count;
    unsigned *widths; /* above the column's least */
    float *heights;   /* count × rows */
};

struct solver {
    struct choices *columns;
    size_t count, rows;
    unsigned room;    /* above the leasts */
    double *shares;   /* of the columns in a row's height, columns × rows */
    double **parts;   /* by them, the height that each choice of a column asks for */
    double *before;   /* their sums over the columns before, (columns + 1) × rows */
    double *knapsack; /* least height of columns k … in a room, (columns + 1) × … */
    double *tops;     /* heights of the rows so far, (columns + 1) × rows */
    size_t *now, *best;        /* indices of choices */
    double best_height, least; /* found so far; what no table is lower than */
    size_t *work;
};

static const float *heights_at(const struct solver *s, size_t k, size_t choice) {
    return &s->columns[k].heights[choice * s->rows];
}

static unsigned width_at(const struct solver *s, size_t k, size_t choice) {
    return s->columns[k].widths[choice];
}

/* The widest choice that fits; the first one, of width 0, always does. */
static size_t widest_in(const struct solver *s, size_t k, unsigned room) {
    size_t low = 0, high = s->columns[k].count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (width_at(s, k, middle) <= room)
            low = middle;
        else
            high = middle;
    }
    return low;
}

static double height_of(const struct solver *s, const size_t *choices) {
    double sum = 0;
    for (size_t r = 0; r < s->rows; r++) {
        float top = 0;
        for (size_t k = 0; k < s->count; k++) {
            float height = heights_at(s, k, choices[k])[r];
            top = height > top ? height : top;
        }
        sum += (double)top;
    }
    return sum;
}

/* The room that is left goes to where it lowers the table most for its width. */
static void improve(const struct solver *s, size_t *choices) {
    unsigned room = s->room;
    for (size_t k = 0; k < s->count; k++)
        room -= width_at(s, k, choices[k]);
    for (;;) {
        double now = height_of(s, choices), best_gain = 0;
        size_t best = 0, best_choice = 0;
        for (size_t k = 0; k < s->count; k++) {
            size_t old = choices[k];
            for (size_t c = old + 1; c < s->columns[k].count; c++) {
                unsigned more = width_at(s, k, c) - width_at(s, k, old);
                if (more > room)
                    break;
                choices[k] = c;
                double gain = (now - height_of(s, choices)) / (double)more;
                if (gain > best_gain + SLACK) {
                    best_gain = gain;
                    best = k;
                    best_choice = c;
                }
            }
            choices[k] = old;
        }
        if (best_gain <= 0)
            return;
        room -= width_at(s, best, best_choice) - width_at(s, best, choices[best]);
        choices[best] = best_choice;
    }
}

static void take(struct solver *s, const size_t *choices) {
    double height = height_of(s, choices);
    if (height >= s->best_height - SLACK)
        return;
    s->best_height = height;
    memcpy(s->best, choices, s->count * sizeof *s->best);
}

static double *knapsack_at(const struct solver *s, size_t k, unsigned room) {
    return &s->knapsack[k * ((size_t)s->room + 1) + room];
}

/* The columns apart, each by its shares of the rows. */
static void fill_knapsack(struct solver *s) {
    for (unsigned room = 0; room <= s->room; room++)
        *knapsack_at(s, s->count, room) = 0;
    for (size_t k = s->count; k-- > 0;) {
        for (unsigned room = 0; room <= s->room; room++)
            *knapsack_at(s, k, room) = NONE;
        for (size_t c = 0; c < s->columns[k].count; c++) {
            double own = 0;
            for (size_t r = 0; r < s->rows; r++)
                own += s->shares[k * s->rows + r] * (double)heights_at(s, k, c)[r];
            s->parts[k][c] = own;
            unsigned width = width_at(s, k, c);
            for (unsigned room = width; room <= s->room; room++) {
                double sum = own + *knapsack_at(s, k + 1, room - width);
                if (sum < *knapsack_at(s, k, room))
                    *knapsack_at(s, k, room) = sum;
            }
        }
    }
}

/* The choices that make up its least height. */
static void read_knapsack(const struct solver *s, size_t *choices) {
    unsigned room = s->room;
    for (size_t k = 0; k < s->count; k++) {
        double wanted = *knapsack_at(s, k, room);
        size_t c = 0;
        while (s->parts[k][c] + *knapsack_at(s, k + 1, room - width_at(s, k, c)) >
               wanted + SLACK)
            c++;
        choices[k] = c;
        room -= width_at(s, k, c);
    }
}

/* Moves some of the shares of each row to its highest columns. */
static void move_shares(struct solver *s, const size_t *choices, double part) {
    for (size_t r = 0; r < s->rows; r++) {
        float top = 0;
        size_t highest = 0;
        for (size_t k = 0; k < s->count; k++) {
            float height = heights_at(s, k, choices[k])[r];
            highest = height > top ? 1 : highest + (height >= top);
            top = height > top ? height : top;
        }
        for (size_t k = 0; k < s->count; k++) {
            double *share = &s->shares[k * s->rows + r];
            bool is_high = heights_at(s, k, choices[k])[r] >= top;
            *share = *share * (1 - part) + (is_high ? part / (double)highest : 0);
        }
    }
}

/* At first a row is shared by the columns that vary in it. */
static void open_shares(struct solver *s) {
    for (size_t r = 0; r < s->rows; r++) {
        size_t varied = 0;
        for (int turn = 0; turn < 2; turn++)
            for (size_t k = 0; k < s->count; k++) {
                size_t last = s->columns[k].count - 1;
                bool varies = heights_at(s, k, 0)[r] > heights_at(s, k, last)[r];
                if (turn == 0)
                    varied += varies;
                else if (varied > 0)
                    s->shares[k * s->rows + r] = varies ? 1.0 / (double)varied : 0;
                else
                    s->shares[k * s->rows + r] = 1.0 / (double)s->count;
            }
    }
}

/* Shares with a high bound, and a good table. */
static void find_bound(struct solver *s, struct arena *arena) {
    size_t size = s->count * s->rows;
    double *good = arena_array(arena, size, sizeof *good), highest = -1;
    size_t *choices = arena_array(arena, s->count, sizeof *choices);
    open_shares(s);
    for (int turn = 0; turn < (s->count > 2 ? TURNS : 1); turn++) {
        fill_knapsack(s);
        read_knapsack(s, choices);
        double bound = *knapsack_at(s, 0, s->room);
        if (bound > highest) {
            highest = bound;
            memcpy(good, s->shares, size * sizeof *good);
        }
        move_shares(s, choices, 1.0 / (turn + 2));
        improve(s, choices);
        take(s, choices);
        if (highest >= s->best_height - SLACK)
            break;
    }
    memcpy(s->shares, good, size * sizeof *good);
    fill_knapsack(s);
    s->least = highest;
    for (size_t k = 0; k < s->count; k++)
        for (size_t r = 0; r < s->rows; r++)
            s->before[(k + 1) * s->rows + r] =
                s->before[k * s->rows + r] + s->shares[k * s->rows + r];
}

/* What the table is high at least if the columns before k are as chosen. */
static double bound_of(const struct solver *s, size_t k, unsigned room) {
    const double *tops = &s->tops[k * s->rows], *before = &s->before[k * s->rows];
    double parted = *knapsack_at(s, k, room), widest = 0;
    const float *rest[COLUMNS_EXACT];
    for (size_t j = k; j < s->count; j++)
        rest[j - k] = heights_at(s, j, widest_in(s, j, room));
    for (size_t r = 0; r < s->rows; r++) {
        double top = tops[r];
        parted += before[r] * top;
        for (size_t j = 0; j < s->count - k; j++)
            top = (double)rest[j][r] > top ? (double)rest[j][r] : top;
        widest += top;
    }
    return parted > widest ? parted : widest;
}

static void search(struct solver *s, size_t k, unsigned room) {
    if (k == s->count) {
        take(s, s->now);
        return;
    }
    if (*s->work > COLUMNS_WORK)
        return;
    *s->work += s->rows * (s->count - k + 1);
    if (bound_of(s, k, room) >= s->best_height - SLACK)
        return;
    size_t widest = widest_in(s, k, room);
    for (size_t c = widest + 1; c-- > 0;) {
        if (k + 1 == s->count && c < widest)
            break; /* the last column takes what is left */
        const float *heights = heights_at(s, k, c);
        for (size_t r = 0; r < s->rows; r++) {
            double top = s->tops[k * s->rows + r], own = (double)heights[r];
            s->tops[(k + 1) * s->rows + r] = own > top ? own : top;
        }
        s->now[k] = c;
        search(s, k + 1, room - width_at(s, k, c));
    }
}

/* Each column as narrow as the rows allow as they are. */
static void tighten(struct solver *s) {
    for (size_t k = s->count; k-- > 0;)
        while (s->best[k] > 0) {
            s->best[k]--;
            if (height_of(s, s->best) > s->best_height + SLACK) {
                s->best[k]++;
                break;
            }
        }
}

/* Returns whether what is found is proved to be the best. */
static bool solve(struct solver *s, struct arena *arena) {
    size_t rows = s->rows, columns = s->count;
    s->best_height = NONE;
    memset(s->best, 0, columns * sizeof *s->best);
    if (columns == 0)
        return true;
    size_t sums = (columns + 1) * ((size_t)s->room + 1);
    s->shares = arena_array(arena, columns * rows, sizeof *s->shares);
    s->parts = arena_array(arena, columns, sizeof *s->parts);
    for (size_t k = 0; k < columns; k++)
        s->parts[k] = arena_array(arena, s->columns[k].count, sizeof **s->parts);
    s->before = arena_array(arena, (columns + 1) * rows, sizeof *s->before);
    s->tops = arena_array(arena, (columns + 1) * rows, sizeof *s->tops);
    s->knapsack = arena_array(arena, sums, sizeof *s->knapsack);
    find_bound(s, arena);
    if (columns <= COLUMNS_EXACT)
        search(s, 0, s->room);
    bool proved = columns <= COLUMNS_EXACT && *s->work <= COLUMNS_WORK;
    proved = proved || s->least >= s->best_height - SLACK;
    tighten(s);
    return proved;
}

/* From here: a problem becomes one or some of these. */

static float cell_height(const struct column_cell *cell, unsigned width) {
    for (size_t i = 0; i < cell->count; i++)
        if (cell->steps[i].width <= width)
            return cell->steps[i].height;
    return cell->steps[cell->count - 1].height;
}

static int by_width(const void *a, const void *b) {
    unsigned x = *(const unsigned *)a, y = *(const unsigned *)b;
    return (x > y) - (x < y);
}

/* One height of a row, at the choice of which all other rows are solved. */
struct level {
    size_t row;
    float height;
};

static struct choices choices_of(const struct column_problem *problem,
                                 struct level level, size_t column, unsigned least,
                                 unsigned room, struct arena *arena) {
    struct choices out = {.column = column};
    size_t most = 1;
    for (size_t i = 0; i < problem->cell_count; i++)
        if (problem->cells[i].column == column)
            most += problem->cells[i].count;
    out.widths = arena_array(arena, most, sizeof *out.widths);
    size_t count = 1;
    for (size_t i = 0; i < problem->cell_count; i++)
        for (size_t k = 0; k < problem->cells[i].count; k++) {
            unsigned width = problem->cells[i].steps[k].width;
            if (problem->cells[i].column == column && width > least &&
                width - least <= room)
                out.widths[count++] = width - least;
        }
    qsort(out.widths, count, sizeof *out.widths, by_width);
    for (size_t i = 0; i < count; i++)
        if (i == 0 || out.widths[i] != out.widths[i - 1])
            out.widths[out.count++] = out.widths[i];
    out.heights = arena_array(arena, out.count * problem->rows, sizeof *out.heights);
    for (size_t c = 0; c < out.count; c++)
        for (size_t r = 0; r < problem->rows; r++)
            out.heights[c * problem->rows + r] =
                r == level.row ? level.height : problem->floors[r];
    for (size_t i = 0; i < problem->cell_count; i++) {
        const struct column_cell *cell = &problem->cells[i];
        for (size_t c = 0; cell->column == column && c < out.count; c++) {
            float *height = &out.heights[c * problem->rows + cell->row];
            float own = cell_height(cell, least + out.widths[c]);
            *height = own > *height ? own : *height;
        }
    }
    return out;
}

/* The row in which most columns vary: that of the heads, if heads break. */
static size_t busiest_row(const struct column_problem *problem, struct arena *arena) {
    size_t *count = arena_array(arena, problem->rows + 1, sizeof *count), best = 0;
    for (size_t i = 0; i < problem->cell_count; i++)
        count[problem->cells[i].row] += problem->cells[i].count > 1;
    for (size_t r = 1; r < problem->rows; r++)
        best = count[r] > count[best] ? r : best;
    return best;
}

/* The widths if no cell of a row may be higher than the level, `free` columns being
   those that vary in other rows too; false if they do not fit. */
static bool fit_level(const struct column_problem *problem, struct level level,
                      const bool *free, struct arena *arena, unsigned *widths,
                      struct column_found *found) {
    unsigned used = 0;
    for (size_t c = 0; c < problem->columns; c++)
        widths[c] = problem->leasts[c];
    for (size_t i = 0; i < problem->cell_count; i++) {
        const struct column_cell *cell = &problem->cells[i];
        unsigned least = cell->steps[0].width;
        for (size_t k = 0; k < cell->count; k++)
            if (cell->row != level.row || cell->steps[k].height <= level.height)
                least = cell->steps[k].width;
        if (cell->steps[0].height > level.height && cell->row == level.row)
            return false;
        if (least > widths[cell->column])
            widths[cell->column] = least;
    }
    for (size_t c = 0; c < problem->columns; c++)
        used += widths[c];
    if (used > problem->room)
        return false;
    struct solver s = {.rows = problem->rows, .room = problem->room - used};
    s.work = &found->work;
    s.columns = arena_array(arena, problem->columns, sizeof *s.columns);
    s.now = arena_array(arena, problem->columns, sizeof *s.now);
    s.best = arena_array(arena, problem->columns, sizeof *s.best);
    for (size_t c = 0; c < problem->columns; c++)
        if (free[c])
            s.columns[s.count++] =
                choices_of(problem, level, c, widths[c], s.room, arena);
    found->proved = solve(&s, arena) && found->proved;
    for (size_t k = 0; k < s.count; k++)
        widths[s.columns[k].column] += width_at(&s, k, s.best[k]);
    return true;
}

static double table_height(const struct column_problem *problem, const unsigned *widths,
                           struct arena *arena) {
    float *tops = arena_array(arena, problem->rows + 1, sizeof *tops);
    double height = 0;
    memcpy(tops, problem->floors, problem->rows * sizeof *tops);
    for (size_t i = 0; i < problem->cell_count; i++) {
        const struct column_cell *cell = &problem->cells[i];
        float own = cell_height(cell, widths[cell->column]);
        tops[cell->row] = own > tops[cell->row] ? own : tops[cell->row];
    }
    for (size_t r = 0; r < problem->rows; r++)
        height += (double)tops[r];
    return height;
}

/* The heights that a row can have, its floor first. */
static size_t levels_of(const struct column_problem *problem, size_t row,
                        struct arena *arena, float **out) {
    size_t count = 1, most = 1;
    for (size_t i = 0; i < problem->cell_count; i++)
        most += problem->cells[i].row == row ? problem->cells[i].count : 0;
    float *levels = *out = arena_array(arena, most, sizeof *levels);
    levels[0] = problem->floors[row];
    for (size_t i = 0; i < problem->cell_count; i++)
        for (size_t k = 0; k < problem->cells[i].count; k++) {
            float height = problem->cells[i].steps[k].height;
            bool is_new = problem->cells[i].row == row;
            for (size_t n = 0; n < count && is_new; n++)
                is_new = levels[n] < height || levels[n] > height;
            if (is_new)
                levels[count++] = height;
        }
    return count;
}

bool columns_fit(const struct column_problem *problem, struct arena *arena,
                 unsigned *widths, struct column_found *found) {
    size_t row = busiest_row(problem, arena);
    bool *varies = arena_array(arena, problem->columns + 1, sizeof *varies);
    bool *free = arena_array(arena, problem->columns + 1, sizeof *free);
    for (size_t i = 0; i < problem->cell_count; i++) {
        const struct column_cell *cell = &problem->cells[i];
        varies[cell->column] = varies[cell->column] || cell->count > 1;
        if (cell->row != row && cell->count > 1)
            free[cell->column] = true;
    }
    bool all_free = true;
    for (size_t c = 0; c < problem->columns; c++)
        all_free = all_free && free[c] == varies[c];
    /* Else each height that the busiest row can have is a problem of its own, in which
       the columns that vary there only are as narrow as it lets them. */
    float *levels = NULL;
    size_t count = all_free ? 1 : levels_of(problem, row, arena, &levels);
    unsigned *now = arena_array(arena, problem->columns + 1, sizeof *now);
    struct column_found best = {.height = NONE, .proved = true};
    for (size_t n = 0; n < count; n++) {
        struct level level = {.row = problem->rows}; /* none */
        if (!all_free)
            level = (struct level){row, levels[n]};
        if (!fit_level(problem, level, free, arena, now, &best))
            continue;
        double got = table_height(problem, now, arena);
        if (got < best.height - SLACK) {
            best.height = got;
            memcpy(widths, now, problem->columns * sizeof *widths);
        }
    }
    if (found)
        *found = best;
    return best.height < NONE;
}
