#include "draw/shapes.h"
#include "words/words.h"
#include <math.h>

#define FIRST 10          /* of a long list: so many at its head */
#define LAST 5            /*   and at its foot */
#define RANK_MOST 1000000 /* more digits are no rank */
#define REACH                                                                          \
    2 /* neighbours of a highlighted item on either side, where there is room */
/* Each takes two rows at most, itself and what is left out before it. */
#define OWN_MOST ((SHAPE_ROWS - FIRST - LAST - 1) / 2)

#define ITEM(MEMBER, VALUE) CHART_FIELD(chart_item, MEMBER, VALUE)
#define SERIES(MEMBER, VALUE) CHART_FIELD(chart_series, MEMBER, VALUE)

#define ITEM_FIELDS                                                                    \
    {ITEM(label, CHART_TEXT), .required = true}, {ITEM(value, CHART_NUMBER)},          \
        {ITEM(text, CHART_TEXT)}, {ITEM(rank, CHART_WORDS)},                           \
        {ITEM(change, CHART_TEXT)}, {                                                  \
        ITEM(highlight, CHART_FLAG)                                                    \
    }

static const struct chart_field item_fields[] = {
    ITEM_FIELDS,
    {ITEM(tile_row, CHART_GRID)},
    {ITEM(tile_column, CHART_GRID)},
    {.name = NULL},
};

static const struct chart_field place_fields[] = {
    ITEM_FIELDS,
    {ITEM(tile_row, CHART_GRID), .required = true},
    {ITEM(tile_column, CHART_GRID), .required = true},
    {.name = NULL},
};

static const struct chart_field series_fields[] = {
    {SERIES(name, CHART_TEXT), .required = true},
    {SERIES(last_text, CHART_TEXT)},
    {SERIES(highlight, CHART_FLAG)},
    {SERIES(values, CHART_NUMBERS)},
    {.name = NULL},
};

static const struct chart_field break_fields[] = {
    {CHART_FIELD(chart_break, at, CHART_PLACE), .required = true},
    {CHART_FIELD(chart_break, text, CHART_TEXT)},
    {.name = NULL},
};

const struct chart_list shape_items[] = {
    {CHART_LIST(doc_chart, items, item_count, "item"), .fields = item_fields},
    {.name = NULL},
};

const struct chart_list shape_places[] = {
    {CHART_LIST(doc_chart, items, item_count, "item"), .fields = place_fields},
    {.name = NULL},
};

const struct chart_field shape_labels[] = {
    {CHART_FIELD(doc_chart, labels, CHART_TEXTS),
     .count = offsetof(struct doc_chart, label_count)},
    {.name = NULL},
};

const struct chart_list shape_series[] = {
    {CHART_LIST(doc_chart, series, series_count, "series"), .fields = series_fields},
    {CHART_LIST(doc_chart, breaks, break_count, "break"), .fields = break_fields},
    {.name = NULL},
};

bool shape_items_drawable(const struct doc_chart *chart) {
    for (size_t i = 0; i < chart->item_count; i++)
        if (!isnan(chart->items[i].value))
            return true;
    return false;
}

bool shape_series_drawable(const struct doc_chart *chart) {
    for (size_t s = 0; s < chart->series_count; s++)
        for (size_t i = 0; i < chart->label_count; i++)
            if (!isnan(chart->series[s].values[i]))
                return true;
    return false;
}

/* Whether item i is one of the first `own` highlighted, or so near to one. */
static bool is_near_own(const struct doc_chart *chart, size_t i, size_t reach,
                        size_t own_end) {
    size_t from = i > reach ? i - reach : 0;
    for (size_t k = from; k <= i + reach && k < own_end; k++)
        if (chart->items[k].highlight)
            return true;
    return false;
}

static size_t select_rows(const struct doc_chart *chart, size_t reach, size_t own_end,
                          struct shape_row rows[SHAPE_ROWS]) {
    size_t count = 0, n = chart->item_count;
    for (size_t i = 0; i < n; i++) {
        bool shown =
            i < FIRST || i + LAST >= n || is_near_own(chart, i, reach, own_end);
        bool goes_on = !shown && count > 0 && count <= SHAPE_ROWS &&
                       rows[count - 1].omits && rows[count - 1].end == i;
        if (goes_on) {
            rows[count - 1].end++;
            continue;
        }
        if (count < SHAPE_ROWS)
            rows[count] = (struct shape_row){.first = i, .end = i + 1, .omits = !shown};
        count++;
    }
    for (size_t r = 0; r < count && r < SHAPE_ROWS;
         r++) /* one is no longer than that */
        rows[r].omits = rows[r].omits && rows[r].end > rows[r].first + 1;
    return count;
}

static size_t own_end(const struct doc_chart *chart, size_t most) {
    size_t i = 0;
    for (size_t own = 0; i < chart->item_count; i++)
        if (chart->items[i].highlight && ++own > most)
            break;
    return i;
}

/* The rank of an item if it is a whole number, else 0. */
static size_t rank_of(const struct chart_item *item) {
    size_t rank = 0;
    for (size_t i = 0; i < item->rank.n; i++) {
        char digit = item->rank.p[i];
        if (digit < '0' || digit > '9' || rank > RANK_MOST)
            return 0;
        rank = rank * 10 + (size_t)(digit - '0');
    }
    return rank;
}

/* The ranks that no item has between i - 1 and i, as a row; one that omits nothing
   where the ranks go on. */
static struct shape_row jump_before(const struct doc_chart *chart, size_t i) {
    size_t own = i > 0 ? rank_of(&chart->items[i - 1]) : 0, tied = 1;
    if (own == 0)
        return (struct shape_row){0};
    while (tied < i && rank_of(&chart->items[i - 1 - tied]) == own)
        tied++;
    size_t first = own + tied - 1, end = rank_of(&chart->items[i]);
    if (end < first + 2)
        return (struct shape_row){0};
    return (struct shape_row){
        .first = first, .end = end - 1, .omits = true, .ranks = true};
}

static bool is_in_order(const struct doc_chart *chart) {
    for (size_t i = 1; i < chart->item_count; i++)
        if (rank_of(&chart->items[i]) < rank_of(&chart->items[i - 1]))
            return false;
    return true;
}

/* All items, with the jumps of their ranks if they are a ranking. */
static size_t all_rows(const struct doc_chart *chart,
                       struct shape_row rows[SHAPE_ROWS]) {
    size_t count = 0, n = chart->item_count;
    bool ranked = chart->ranked && is_in_order(chart);
    for (size_t i = 0; i < n; i++) {
        struct shape_row jump = jump_before(chart, i);
        if (ranked && jump.omits && count + (n - i) < SHAPE_ROWS)
            rows[count++] = jump;
        rows[count++] = (struct shape_row){.first = i, .end = i + 1};
    }
    return count;
}

/* The rows and how many neighbours have room. */
static size_t find_rows(const struct doc_chart *chart, size_t *reach,
                        struct shape_row rows[SHAPE_ROWS]) {
    *reach = 0;
    if (chart->item_count <= SHAPE_ROWS)
        return all_rows(chart, rows);
    for (*reach = REACH; *reach > 0; --*reach) {
        size_t count = select_rows(chart, *reach, chart->item_count, rows);
        if (count <= SHAPE_ROWS)
            return count;
    }
    return select_rows(chart, 0, own_end(chart, OWN_MOST), rows);
}

size_t shape_item_rows(const struct doc_chart *chart,
                       struct shape_row rows[SHAPE_ROWS]) {
    size_t reach;
    return find_rows(chart, &reach, rows);
}

struct str shape_item_rows_note(const struct doc_chart *chart, struct arena *arena) {
    struct shape_row rows[SHAPE_ROWS];
    size_t reach, left = 0, own = 0, count = find_rows(chart, &reach, rows);
    for (size_t r = 0; r < count; r++)
        left += rows[r].omits && !rows[r].ranks ? rows[r].end - rows[r].first : 0;
    if (left == 0)
        return (struct str){0};
    for (size_t i = 0; i < chart->item_count; i++)
        own += chart->items[i].highlight;
    struct words_value values[] = {
        {"count", arena_printf(arena, "%zu", chart->item_count)},
        {"left", arena_printf(arena, "%zu", left)},
        {"first", arena_printf(arena, "%d", FIRST)},
        {"last", arena_printf(arena, "%d", LAST)},
        {"reach", arena_printf(arena, "%zu", reach)},
    };
    const char *key = own == 0         ? "chart.omits"
                      : own > OWN_MOST ? "chart.omits_some"
                      : reach == 0     ? "chart.omits_own"
                                       : "chart.omits_near";
    return words_fill(chart->words, key, values, sizeof values / sizeof *values, arena);
}
