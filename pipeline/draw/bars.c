/* Ranked horizontal bars: rank, label, bar, value, change of rank, the columns beside
   the bars with a head. Bars always start at zero, since their length is what is read.
   From ONE_COLUMN rows on they stand in two columns of one scale; of a list of more
   than SHAPE_ROWS items a selection is drawn (shapes.h), below a strip of all. */
#include "draw/axis.h"
#include "draw/canvas.h"
#include "draw/marks.h"
#include "draw/names.h"
#include "draw/scale.h"
#include "draw/shapes.h"
#include "draw/strip.h"
#include "words/words.h"
#include <math.h>

#define TOP 16.0f         /* above the first row: the ticks */
#define HEAD_BASE 8.0f    /* of the ticks and heads */
#define HEAD_RULE 12.0f   /* below them */
#define BOTTOM 4.0f       /* below the last row */
#define VALUE_GAP 4.0f    /* between a bar's end and its value */
#define LABEL_GAP 6.0f    /* between a label and the axis */
#define RANK_RIGHT 14.0f  /* where the ranks end */
#define LABELS_LEFT 74.0f /* the axis, when ranks and labels are short */
#define UNIT_GAP 6.0f     /* beside the unit of the ticks */
#define EDGE 6.0f         /* kept free at the right */
#define WHITE 0xFFFFFFu
#define ROW_MOST 11.6f /* of a long chart */
#define ROW_LEAST 8.4f /* below it the words could not be read */
/* With the ticks 45 % of a page: 31 areas and their text; 34 rows, more stand in two
   columns. */
#define ROWS_MOST 294.0f
#define TEXT_MOST 0.84f        /* of a row */
#define LABEL_MOST 0.42f       /* of a column, with the ranks */
#define LABEL_EMS 25.0f        /* of a name that LABEL_MOST has room for */
#define LABEL_EMS_COLUMN 10.0f /* in one of two columns */
#define TWO_LINES 16           /* rows; of more none has room for two lines */
#define TWO_LINES_ROW 16.0f    /* two lines fit when the chart gives, too */
#define GUTTER 20.0f           /* between the columns */

struct bars {
    const struct doc_chart *chart;
    const struct theme *theme;
    const struct canvas *canvas;
    struct axis axis;
    struct shape_row rows[SHAPE_ROWS];
    size_t count;
    float top;         /* of the columns: below the strip */
    float row;         /* height of a row */
    float from, to;    /* of the column being drawn */
    float left, right; /* of the plot: x of axis.low and axis.high */
    float rank_right, label_right, label_room, change_right;
    float label_size;                  /* of the text in rows */
    float name_ems;                    /* room of a name */
    bool two_lines;                    /* so many of them */
    struct str rank_head, change_head; /* empty: there is no such column */
    float unit_left;                   /* from `from` on: the unit of the ticks */
    bool unit_bare;
};

/* Above the columns of a list that is not drawn whole. */
static float strip_height(const struct doc_chart *chart) {
    return chart->item_count > SHAPE_ROWS ? STRIP_HEIGHT : 0;
}

/* Short charts breathe, long ones close up to stay on a page. */
static float row_height(size_t count, float strip) {
    if (count <= 8)
        return 15;
    if (count <= 16)
        return 13;
    return fmaxf(ROW_LEAST, fminf(ROW_MOST, (ROWS_MOST - strip) / (float)count));
}

static size_t columns_of(size_t rows, float strip) {
    return (float)(rows + 1) * ROW_LEAST > ROWS_MOST - strip ? 2 : 1;
}

/* In the longest column. */
static size_t rows_of(size_t rows, float strip) {
    return (rows + columns_of(rows, strip) - 1) / columns_of(rows, strip);
}

/* How long a name may be, and whether it may stand in two lines. */
static float name_room(size_t count, float strip, bool *two) {
    *two = count <= TWO_LINES;
    return columns_of(count, strip) == 1 ? LABEL_EMS : LABEL_EMS_COLUMN;
}

/* Rows with names in two lines are no lower than those need. */
static bool has_two_lines(const struct doc_chart *chart, const struct shape_row *rows,
                          size_t count) {
    bool two;
    float ems = name_room(count, strip_height(chart), &two);
    for (size_t r = 0; r < count && two; r++)
        if (!rows[r].omits && name_ems(chart->items[rows[r].first].label) > ems)
            return true;
    return false;
}

static float bars_height(const struct doc_chart *chart, float width) {
    (void)width;
    struct shape_row rows[SHAPE_ROWS];
    float strip = strip_height(chart);
    size_t drawn = shape_item_rows(chart, rows), count = rows_of(drawn, strip);
    float row = row_height(count, strip);
    if (has_two_lines(chart, rows, drawn))
        row = fmaxf(row, TWO_LINES_ROW);
    return strip + TOP + BOTTOM + row * (float)count;
}

/* The next row's item from *r on, NULL after the last. */
static const struct chart_item *next_item(const struct bars *bars, size_t *r) {
    while (*r < bars->count && bars->rows[*r].omits)
        ++*r;
    return *r < bars->count ? &bars->chart->items[bars->rows[(*r)++].first] : NULL;
}

static enum font_role role_of(const struct bars *bars, const struct chart_item *item) {
    return item->highlight ? FONT_SANS_BOLD : bars->theme->chart_label.role;
}

static float x_of(const struct bars *bars, double value) {
    const struct axis *axis = &bars->axis;
    double share = (value - axis->low) / (axis->high - axis->low);
    return bars->left + (float)share * (bars->right - bars->left);
}

static float widest(const struct bars *bars, bool rank) {
    const struct theme_text *tick = &bars->theme->chart_tick;
    const struct chart_item *item;
    float most = 0;
    for (size_t r = 0; (item = next_item(bars, &r)) != NULL;) {
        struct str text = rank ? item->rank : item->change;
        if (text.n > 0)
            most = fmaxf(most, bars->canvas->width(bars->canvas->self, tick->role,
                                                   tick->size, text));
    }
    return most;
}

static float widest_name(const struct bars *bars) {
    const struct chart_item *item;
    float most = 0;
    for (size_t r = 0; (item = next_item(bars, &r)) != NULL;)
        most =
            fmaxf(most, name_width(bars->canvas, role_of(bars, item), bars->label_size,
                                   bars->name_ems, bars->two_lines, item->label));
    return most;
}

/* The words above a column of small figures that is `width` wide, if it is there; the
   width with them. */
static float place_head(const struct bars *bars, float width, const char *key,
                        struct str *head) {
    const struct theme_text *tick = &bars->theme->chart_tick;
    if (width <= 0)
        return 0;
    *head = words_text(bars->chart->words, key);
    return fmaxf(
        width, bars->canvas->width(bars->canvas->self, tick->role, tick->size, *head));
}

static float widest_tick(const struct bars *bars) {
    const struct theme_text *tick = &bars->theme->chart_tick;
    float most = 0;
    for (long k = bars->axis.first; k <= bars->axis.last; k++) {
        struct buf label = buf_open(64);
        axis_print(&bars->axis, k, &label);
        most = fmaxf(most, bars->canvas->width(bars->canvas->self, tick->role,
                                               tick->size, buf_str(&label)));
        buf_close(&label);
    }
    return most;
}

static float unit_width(const struct bars *bars) {
    const struct theme_text *tick = &bars->theme->chart_tick;
    struct buf unit = buf_open(256);
    scale_print(bars->chart->words, bars->chart->unit, bars->axis.power,
                bars->unit_bare, &unit);
    float width =
        bars->canvas->width(bars->canvas->self, tick->role, tick->size, buf_str(&unit));
    buf_close(&unit);
    return width;
}

/* The unit of the ticks stands at their left, after the head of the ranks, without the
   chart's own if that is too long; where the plot begins then. */
static float place_unit(struct bars *bars, float rank, float width) {
    if (bars->axis.power == 0)
        return 0;
    bars->unit_left = rank > 0 ? bars->rank_right + UNIT_GAP : 0;
    float taken = unit_width(bars) + UNIT_GAP + widest_tick(bars) / 2;
    bars->unit_bare = bars->unit_left + taken > width * LABEL_MOST;
    if (bars->unit_bare)
        taken = unit_width(bars) + UNIT_GAP + widest_tick(bars) / 2;
    return bars->unit_left + taken;
}

/* The columns from both sides, then the plot so that every value's text fits
   between them. */
static void place(struct bars *bars, float width) {
    const struct chart_item *item;
    float label = widest_name(bars);
    float rank = place_head(bars, widest(bars, true), "chart.rank", &bars->rank_head);
    float change =
        place_head(bars, widest(bars, false), "chart.change", &bars->change_head);
    bars->rank_right = fmaxf(RANK_RIGHT, rank);
    float label_left = rank > 0 ? bars->rank_right + 8 : 0;
    bars->label_room = fminf(label, width * LABEL_MOST - label_left);
    float left = label_left + bars->label_room + LABEL_GAP;
    if (rank > 0)
        left = fmaxf(left, LABELS_LEFT);
    bars->label_right = left - LABEL_GAP;
    bars->change_right = width - EDGE;
    float right = change > 0 ? bars->change_right - change - 10 : width - 2;

    struct scale scale = scale_open();
    scale_take(&scale, 0);
    for (size_t i = 0; i < bars->chart->item_count; i++) /* the strip shows all */
        scale_take(&scale, bars->chart->items[i].value);
    bars->axis = scale_axis(&scale, bars->chart->words, bars->chart->unit,
                            right - left > 240 ? 10 : 5, false);
    const struct axis *axis = &bars->axis;
    float before = left;
    left = fmaxf(left, place_unit(bars, rank, width));
    bars->label_right += left - before;
    double span = axis->high - axis->low;
    /* In a plot from L to R, the value v is at L + (R - L) s. A text of width w
       beyond a positive bar needs L + (R - L) s + gap + w ≤ right; beyond a
       negative one L + (R - L) s - gap - w ≥ left. Settle L first. */
    float outer_left = left, outer_right = right;
    for (int turn = 0; turn < 2; turn++) {
        for (size_t r = 0; (item = next_item(bars, &r)) != NULL;) {
            float text = bars->canvas->width(bars->canvas->self, role_of(bars, item),
                                             bars->label_size, item->text) +
                         VALUE_GAP;
            double value = isfinite(item->value) ? item->value : 0;
            float share = (float)((value - axis->low) / span);
            if (value < 0 && share < 1) {
                float need = (left + text - outer_right * share) / (1 - share);
                outer_left = fmaxf(outer_left, need);
            } else if (value >= 0 && share > 0) {
                float need = (right - text - outer_left * (1 - share)) / share;
                outer_right = fminf(outer_right, need);
            }
        }
    }
    /* Half of an outer tick's label stays inside too. */
    float half = widest_tick(bars) / 2;
    outer_right = fminf(outer_right, fminf(right - 8, width - half));
    bars->left = fmaxf(outer_left, half);
    bars->right = fmaxf(outer_right, bars->left + 20);
}

static void draw_grid(const struct bars *bars, float bottom) {
    const struct theme *theme = bars->theme;
    const struct theme_text *tick = &theme->chart_tick;
    float last = -1e9f;
    for (long k = bars->axis.first; k <= bars->axis.last; k++) {
        float x = x_of(bars, axis_tick(&bars->axis, k));
        mark_line(bars->canvas, x, bars->top + HEAD_RULE, x, bottom,
                  k == 0 ? theme->grey : theme->hairline, 0.5f);
        struct buf label = buf_open(64);
        axis_print(&bars->axis, k, &label);
        struct str text = buf_str(&label);
        float half =
            bars->canvas->width(bars->canvas->self, tick->role, tick->size, text) / 2;
        if (x - half > last + 3) {
            bars->canvas->text(bars->canvas->self, x, bars->top + HEAD_BASE,
                               ANCHOR_MIDDLE, tick->role, tick->size, tick->colour,
                               text);
            last = x + half;
        }
        buf_close(&label);
    }
}

static void draw_unit(const struct bars *bars) {
    const struct theme_text *tick = &bars->theme->chart_tick;
    struct buf unit = buf_open(256);
    scale_print(bars->chart->words, bars->chart->unit, bars->axis.power,
                bars->unit_bare, &unit);
    if (unit.n > 0)
        bars->canvas->text(bars->canvas->self, bars->from + bars->unit_left,
                           bars->top + HEAD_BASE, ANCHOR_START, tick->role, tick->size,
                           tick->colour, buf_str(&unit));
    buf_close(&unit);
}

static void draw_heads(const struct bars *bars) {
    const struct canvas *canvas = bars->canvas;
    const struct theme_text *tick = &bars->theme->chart_tick;
    if (bars->rank_head.n == 0 && bars->change_head.n == 0)
        return;
    float rule = bars->top + HEAD_RULE, base = bars->top + HEAD_BASE;
    mark_line(canvas, bars->from, rule, bars->to, rule, bars->theme->grey, 0.5f);
    if (bars->rank_head.n > 0)
        canvas->text(canvas->self, bars->rank_right, base, ANCHOR_END, tick->role,
                     tick->size, tick->colour, bars->rank_head);
    if (bars->change_head.n > 0)
        canvas->text(canvas->self, bars->change_right, base, ANCHOR_END, tick->role,
                     tick->size, tick->colour, bars->change_head);
}

/* A value's text; a grid line behind it is covered. */
static void draw_value(const struct bars *bars, const struct chart_item *item,
                       float end, float base, uint32_t ink) {
    const struct canvas *canvas = bars->canvas;
    bool negative = isfinite(item->value) && item->value < 0;
    enum font_role role = role_of(bars, item);
    float width = canvas->width(canvas->self, role, bars->label_size, item->text);
    float x = negative ? end - VALUE_GAP : end + VALUE_GAP;
    float left = negative ? x - width : x;
    for (long k = bars->axis.first; k <= bars->axis.last; k++) {
        float grid = x_of(bars, axis_tick(&bars->axis, k));
        if (grid > left - 1 && grid < left + width + 1) {
            float height = bars->label_size + 1;
            mark_rectangle(canvas, left - 1, base - height * 0.82f, width + 2, height,
                           WHITE, PAINT_NONE, 0);
            break;
        }
    }
    canvas->text(canvas->self, x, base, negative ? ANCHOR_END : ANCHOR_START, role,
                 bars->label_size, ink, item->text);
}

/* As in tables: a rise in the accent, a fall in the colour of what to watch. */
static uint32_t change_colour(const struct theme *theme, struct str change) {
    if (str_starts(change, STR("▲")))
        return theme->accent;
    return str_starts(change, STR("▼")) ? theme->watch : theme->chart_tick.colour;
}

static void draw_item(const struct bars *bars, const struct chart_item *item,
                      float top) {
    const struct theme *theme = bars->theme;
    const struct canvas *canvas = bars->canvas;
    const struct theme_text *tick = &theme->chart_tick;
    uint32_t ink = item->highlight ? theme->alert : theme->chart_label.colour;
    enum font_role role = role_of(bars, item);
    float base = top + bars->row / 2 + bars->label_size * 0.3f;
    bool known = isfinite(item->value);

    canvas->group(canvas->self, item->label);
    if (item->rank.n > 0)
        canvas->text(canvas->self, bars->rank_right, base, ANCHOR_END, tick->role,
                     tick->size, tick->colour, item->rank);
    name_draw(canvas, bars->label_right, base, ANCHOR_END, role, bars->label_size, ink,
              bars->label_room, bars->name_ems, bars->two_lines, item->label);
    float zero = x_of(bars, 0), end = known ? x_of(bars, item->value) : zero;
    if (known && item->value != 0) {
        uint32_t fill =
            item->highlight ? theme->alert : mark_tint(theme->accent, 0.82f);
        float height = bars->row - 3.6f;
        float length = fmaxf(fabsf(end - zero), 0.4f); /* tiny is still something */
        mark_rectangle(canvas, end < zero ? zero - length : zero,
                       top + (bars->row - height) / 2, length, height, fill, PAINT_NONE,
                       0);
    }
    if (item->text.n > 0)
        draw_value(bars, item, end, base, known ? ink : theme->grey);
    if (item->change.n > 0)
        canvas->text(canvas->self, bars->change_right, base, ANCHOR_END, tick->role,
                     tick->size, change_colour(theme, item->change), item->change);
    canvas->end(canvas->self);
}

/* A band that says which items are not drawn there. */
static void draw_gap(const struct bars *bars, const struct shape_row *row, float top) {
    const struct canvas *canvas = bars->canvas;
    const struct theme_text *tick = &bars->theme->chart_tick;
    struct buf from = buf_open(32), to = buf_open(32), text = buf_open(1024);
    buf_printf(&from, "%zu", row->first + 1);
    buf_printf(&to, "%zu", row->end);
    struct words_value values[] = {{"from", buf_str(&from)}, {"to", buf_str(&to)}};
    words_put(bars->chart->words,
              !row->ranks                  ? "chart.gap"
              : row->end == row->first + 1 ? "chart.gap_rank"
                                           : "chart.gap_ranks",
              values, 2, &text);
    canvas->group(canvas->self, (struct str){0});
    mark_rectangle(canvas, bars->from, top + 1, bars->to - bars->from, bars->row - 2,
                   bars->theme->panel, PAINT_NONE, 0);
    mark_text(canvas, bars->left + VALUE_GAP, top + bars->row / 2 + tick->size * 0.3f,
              ANCHOR_START, tick->role, tick->size, tick->colour,
              bars->to - bars->left - VALUE_GAP, buf_str(&text));
    canvas->end(canvas->self);
    buf_close(&from);
    buf_close(&to);
    buf_close(&text);
}

static void draw_rows(const struct bars *bars, size_t from, size_t to) {
    for (size_t r = from; r < to; r++) {
        float top = bars->top + TOP + (float)(r - from) * bars->row;
        if (bars->rows[r].omits)
            draw_gap(bars, &bars->rows[r], top);
        else
            draw_item(bars, &bars->chart->items[bars->rows[r].first], top);
    }
}

/* All places of a column move to the right. */
static void move_by(struct bars *bars, float by) {
    bars->from += by;
    bars->to += by;
    bars->left += by;
    bars->right += by;
    bars->rank_right += by;
    bars->label_right += by;
    bars->change_right += by;
}

/* On the scale of the bars, over both columns if there are two. */
static void draw_strip(const struct bars *bars, float width) {
    strip_draw(&(struct strip){
        .chart = bars->chart,
        .theme = bars->theme,
        .canvas = bars->canvas,
        .rows = bars->rows,
        .row_count = bars->count,
        .to = width,
        .left = bars->left,
        .right = bars->right + width - bars->to,
        .low = bars->axis.low,
        .high = bars->axis.high,
    });
}

/* Which items are drawn, what the strip is, and the names that are cut. */
static struct str bars_note(const struct doc_chart *chart, struct arena *arena) {
    struct shape_row rows[SHAPE_ROWS];
    struct str note = shape_item_rows_note(chart, arena);
    if (strip_height(chart) > 0) {
        struct words_value values[] = {{"said", note},
                                       {"more", strip_note(chart, arena)}};
        note = words_fill(chart->words, "sign.sentences", values, 2, arena);
    }
    bool two;
    size_t count = shape_item_rows(chart, rows);
    float ems = name_room(count, strip_height(chart), &two);
    struct names names = {.count = 0};
    for (size_t r = 0; r < count; r++)
        if (!rows[r].omits)
            names_add(&names, chart->items[rows[r].first].label, ems, two);
    return names_note(&names, note, chart->words, arena);
}

static struct str bars_alt(const struct doc_chart *chart, struct arena *arena) {
    return strip_height(chart) > 0 ? strip_alt(chart, arena) : (struct str){0};
}

static void bars_draw(const struct doc_chart *chart, const struct theme *theme,
                      float width, float height, const struct canvas *canvas) {
    struct bars bars = {.chart = chart, .theme = theme, .canvas = canvas};
    bars.count = shape_item_rows(chart, bars.rows);
    bars.top = strip_height(chart);
    bars.name_ems = name_room(bars.count, bars.top, &bars.two_lines);
    size_t columns = columns_of(bars.count, bars.top);
    size_t rows = rows_of(bars.count, bars.top);
    bars.row = (height - bars.top - TOP - BOTTOM) / (float)rows;
    bars.label_size = fminf(theme->chart_label.size, bars.row * TEXT_MOST);
    bars.to = (width - GUTTER * (float)(columns - 1)) / (float)columns;
    place(&bars, bars.to);
    if (bars.top > 0)
        draw_strip(&bars, width);
    for (size_t from = 0; from < bars.count; from += rows) {
        size_t to = from + rows < bars.count ? from + rows : bars.count;
        draw_heads(&bars);
        draw_unit(&bars);
        draw_grid(&bars, bars.top + TOP + bars.row * (float)(to - from));
        draw_rows(&bars, from, to);
        move_by(&bars, bars.to - bars.from + GUTTER);
    }
}

const struct chart_kind chart_bars = {
    .kind = {"bars", "ranked bars", "按值排列的条形图"},
    .maker = "items",
    .from_zero = true,
    .size = sizeof(struct doc_chart),
    .lists = shape_items,
    .drawable = shape_items_drawable,
    .height = bars_height,
    .gives = 0.15f,
    .leaves_out = bars_note,
    .also_shows = bars_alt,
    .draw = bars_draw,
};
