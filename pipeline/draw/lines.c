/* Trend lines: a light horizontal grid, the names at the line ends, of many lines those
   of the highlighted, the highest, the middle and the lowest. A missing
   value breaks the line, and so does a new definition, with an upright of dashes; a
   value alone between two gaps is a dot. */
#include "draw/axis.h"
#include "draw/canvas.h"
#include "draw/marks.h"
#include "draw/names.h"
#include "draw/scale.h"
#include "draw/shapes.h"
#include "words/words.h"
#include <math.h>

#define HEIGHT 150.0f
#define TOP 12.0f
#define UNIT_ROW 9.0f /* above the plot, where the ticks have a unit */
#define UNIT_BASE 7.0f
#define BOTTOM 18.0f /* below the plot: labels of the x axis */
#define LEFT 30.0f
#define RIGHT 60.0f /* for the names at the line ends, at least */
#define NAME_GAP 7.0f
#define NAME_PITCH 10.0f
#define BREAK_DASH 2.0f
#define BREAK_GAP 1.6f
#define NAMED_MOST 14   /* lines: of more some only have a name, the others are thin */
#define COLOURED_MOST 6 /* lines: of more all but the highlighted are grey */
#define GREY_TINT 0.7f
#define GREY_WIDTH 0.8f
#define CONTEXT_TINT 0.45f
#define CONTEXT_WIDTH 0.5f
#define OWN_MOST (NAMED_MOST - 3)
#define TICK 3.0f
#define TICK_ABSENT 1.6f
#define TICK_PITCH 2.0f /* closer ones are a bar */
#define ABSENT_TINT 0.6f
#define LABEL_MOST 0.25f /* of the width: a label of the x axis */
#define LABEL_EMS 16.0f  /* of such a label that has room */
#define NAME_MOST 0.4f   /* of the width: a name at a line's end with its value */
#define NAME_EMS 27.0f   /* of both */

struct lines {
    const struct doc_chart *chart;
    const struct theme *theme;
    const struct canvas *canvas;
    struct axis axis;
    float left, right, top, bottom; /* the plot */
    float name_room;
    size_t named[NAMED_MOST], count; /* series whose name stands at their end */
};

/* The place after the last known value; 0: there is none. */
static size_t last_known(const struct doc_chart *chart, size_t s) {
    size_t last = chart->label_count;
    while (last > 0 && !isfinite(chart->series[s].values[last - 1]))
        last--;
    return last;
}

/* How many lines end lower, those of the same value in their order. */
static size_t lower_than(const struct doc_chart *chart, double value, size_t s) {
    size_t lower = 0;
    for (size_t k = 0; k < chart->series_count; k++) {
        size_t last = last_known(chart, k);
        double own = last > 0 ? chart->series[k].values[last - 1] : HUGE_VAL;
        lower += own < value || (last > 0 && own <= value && k < s);
    }
    return lower;
}

/* The series that are named, in their order; all if they are few. */
static size_t find_named(const struct doc_chart *chart, size_t named[NAMED_MOST]) {
    bool all = chart->series_count <= NAMED_MOST;
    size_t known = 0, own = 0, count = 0;
    for (size_t s = 0; s < chart->series_count; s++)
        known += last_known(chart, s) > 0;
    for (size_t s = 0; s < chart->series_count; s++) {
        size_t last = last_known(chart, s);
        bool mine = chart->series[s].highlight && own < OWN_MOST;
        if (last == 0)
            continue;
        own += mine;
        if (!all && !mine) {
            size_t lower = lower_than(chart, chart->series[s].values[last - 1], s);
            if (lower != 0 && lower != known / 2 && lower + 1 != known)
                continue;
        }
        named[count++] = s;
    }
    return count;
}

static bool is_named(const struct lines *lines, size_t s) {
    for (size_t i = 0; i < lines->count; i++)
        if (lines->named[i] == s)
            return true;
    return lines->chart->series_count <= NAMED_MOST;
}

static float lines_height(const struct doc_chart *chart, float width) {
    (void)width;
    size_t named = chart->series_count < NAMED_MOST ? chart->series_count : NAMED_MOST;
    return fmaxf(HEIGHT, TOP + BOTTOM + NAME_PITCH * (float)named);
}

static float x_of(const struct lines *lines, size_t i) {
    size_t count = lines->chart->label_count;
    float share = count > 1 ? (float)i / (float)(count - 1) : 0.5f;
    return lines->left + share * (lines->right - lines->left);
}

static float y_of(const struct lines *lines, double value) {
    const struct axis *axis = &lines->axis;
    double share = (value - axis->low) / (axis->high - axis->low);
    return lines->bottom - (float)share * (lines->bottom - lines->top);
}

static void domain(struct lines *lines, const struct scale *scale) {
    int wanted = (int)((lines->bottom - lines->top) / 30);
    lines->axis = scale_axis(scale, lines->chart->words, lines->chart->unit,
                             wanted < 4 ? 4 : wanted, true);
}

static struct scale values_of(const struct doc_chart *chart) {
    struct scale scale = scale_open();
    for (size_t s = 0; s < chart->series_count; s++)
        for (size_t i = 0; i < chart->label_count; i++)
            scale_take(&scale, chart->series[s].values[i]);
    if (chart->from_zero)
        scale_take(&scale, 0);
    return scale;
}

/* Above the ticks, of which it is the unit. */
static void draw_unit(const struct lines *lines, float width) {
    const struct theme_text *tick = &lines->theme->chart_tick;
    struct buf unit = buf_open(256);
    for (int bare = 0; bare < 2; bare++) {
        buf_clear(&unit);
        scale_print(lines->chart->words, lines->chart->unit, lines->axis.power,
                    bare == 1, &unit);
        if (lines->canvas->width(lines->canvas->self, tick->role, tick->size,
                                 buf_str(&unit)) <= width)
            break;
    }
    lines->canvas->text(lines->canvas->self, 0, UNIT_BASE, ANCHOR_START, tick->role,
                        tick->size, tick->colour, buf_str(&unit));
    buf_close(&unit);
}

static void draw_grid(const struct lines *lines) {
    const struct theme_text *tick = &lines->theme->chart_tick;
    for (long k = lines->axis.first; k <= lines->axis.last; k++) {
        float y = y_of(lines, axis_tick(&lines->axis, k));
        bool zero = k == 0 && lines->axis.first < 0;
        mark_line(lines->canvas, lines->left, y, lines->right, y,
                  zero ? lines->theme->grey : lines->theme->hairline, 0.5f);
        struct buf label = buf_open(64);
        axis_print(&lines->axis, k, &label);
        lines->canvas->text(lines->canvas->self, lines->left - 5,
                            y + tick->size * 0.38f, ANCHOR_END, tick->role, tick->size,
                            tick->colour, buf_str(&label));
        buf_close(&label);
    }
}

static float widest_tick(const struct lines *lines) {
    const struct theme_text *tick = &lines->theme->chart_tick;
    float most = 0;
    for (long k = lines->axis.first; k <= lines->axis.last; k++) {
        struct buf label = buf_open(64);
        axis_print(&lines->axis, k, &label);
        most = fmaxf(most, lines->canvas->width(lines->canvas->self, tick->role,
                                                tick->size, buf_str(&label)));
        buf_close(&label);
    }
    return most;
}

static float widest_label(const struct lines *lines) {
    const struct theme_text *tick = &lines->theme->chart_tick;
    float most = 0;
    for (size_t i = 0; i < lines->chart->label_count; i++)
        most = fmaxf(most, name_width(lines->canvas, tick->role, tick->size, LABEL_EMS,
                                      false, lines->chart->labels[i]));
    return most;
}

/* No line has a value there. */
static bool is_absent(const struct doc_chart *chart, size_t i) {
    for (size_t s = 0; s < chart->series_count; s++)
        if (isfinite(chart->series[s].values[i]))
            return false;
    return true;
}

/* A tick a label, shorter and paler where no line has a value. */
static void draw_ticks(const struct lines *lines) {
    const struct theme *theme = lines->theme;
    size_t count = lines->chart->label_count;
    if (x_of(lines, count - 1) - x_of(lines, 0) < TICK_PITCH * (float)(count - 1))
        return;
    for (size_t i = 0; i < count; i++) {
        bool absent = is_absent(lines->chart, i);
        float x = x_of(lines, i);
        mark_line(lines->canvas, x, lines->bottom, x,
                  lines->bottom + (absent ? TICK_ABSENT : TICK),
                  absent ? mark_tint(theme->grey, ABSENT_TINT) : theme->grey, 0.5f);
    }
}

/* The last label always stands: the others are counted back from it. Where some are
   left out each has a tick, as where some have no value, which are paler. */
static void draw_labels(const struct lines *lines, float widest) {
    const struct theme_text *tick = &lines->theme->chart_tick;
    const struct doc_chart *chart = lines->chart;
    size_t count = chart->label_count;
    bool months =
        count > 0 && printed_names_month(chart->words, chart->labels[count - 1]);
    size_t every =
        axis_round(axis_thin(count, lines->right - lines->left, widest, 5), months);
    bool gaps = false;
    for (size_t i = 0; i < count && !gaps; i++)
        gaps = is_absent(chart, i);
    if (count > 1 && (gaps || every > 1))
        draw_ticks(lines);
    for (size_t i = 0; i < count; i++) {
        if ((count - 1 - i) % every != 0)
            continue;
        bool paler = !gaps || is_absent(chart, i);
        name_draw(lines->canvas, x_of(lines, i), lines->bottom + 12, ANCHOR_MIDDLE,
                  tick->role, tick->size,
                  paler ? tick->colour : lines->theme->chart_label.colour, widest,
                  LABEL_EMS, false, chart->labels[i]);
    }
}

/* The theme's colours of lines without that of the reported area. */
static size_t line_colours(const struct theme *theme, uint32_t *colours) {
    size_t count = 0;
    for (size_t i = 0; i < theme->series_count; i++)
        if (theme->series[i] != theme->alert)
            colours[count++] = theme->series[i];
    return count;
}

/* Whether the lines are told apart by their colours, so that no two share one. */
static bool is_coloured(const struct lines *lines) {
    uint32_t colours[sizeof lines->theme->series / sizeof *lines->theme->series];
    size_t count = lines->chart->series_count, own = 0;
    for (size_t s = 0; s < count; s++)
        own += lines->chart->series[s].highlight;
    return count <= COLOURED_MOST &&
           count - own <= (count > 1 ? line_colours(lines->theme, colours) : 1);
}

/* The reported area is in the alert colour, which no other line may have. */
static uint32_t colour_of(const struct lines *lines, size_t s) {
    const struct theme *theme = lines->theme;
    if (lines->chart->series[s].highlight)
        return theme->alert;
    if (!is_named(lines, s))
        return mark_tint(theme->grey, CONTEXT_TINT);
    if (!is_coloured(lines))
        return mark_tint(theme->grey, GREY_TINT);
    uint32_t colours[sizeof theme->series / sizeof *theme->series];
    size_t count = line_colours(theme, colours), before = 0;
    for (size_t i = 0; i < s; i++)
        before += lines->chart->series[i].highlight ? 0 : 1;
    return count > 0 ? colours[before % count] : theme->accent;
}

/* Of the name at its end: grey lines are too light for words. */
static uint32_t name_colour(const struct lines *lines, size_t s) {
    bool grey = !is_coloured(lines) && !lines->chart->series[s].highlight;
    return grey ? lines->theme->chart_tick.colour : colour_of(lines, s);
}

static float width_of(const struct lines *lines, size_t s) {
    if (lines->chart->series[s].highlight)
        return 1.6f;
    if (!is_named(lines, s))
        return CONTEXT_WIDTH;
    return is_coloured(lines) ? 1.0f : GREY_WIDTH;
}

static void draw_dot(const struct lines *lines, float x, float y, float width,
                     uint32_t colour) {
    mark_disc(lines->canvas, x, y, width + 0.6f, colour);
}

static bool breaks_before(const struct doc_chart *chart, size_t i) {
    for (size_t k = 0; k < chart->break_count; k++)
        if (chart->breaks[k].at == (double)(i + 1))
            return true;
    return false;
}

/* An upright of dashes between the labels that a break parts. */
static void draw_breaks(const struct lines *lines) {
    const struct doc_chart *chart = lines->chart;
    for (size_t i = 1; i < chart->label_count; i++) {
        if (!breaks_before(chart, i))
            continue;
        float x = (x_of(lines, i - 1) + x_of(lines, i)) / 2;
        size_t dashes =
            (size_t)((lines->bottom - lines->top) / (BREAK_DASH + BREAK_GAP)) + 1;
        for (size_t k = 0; k < dashes; k++) {
            float y = lines->top + (float)k * (BREAK_DASH + BREAK_GAP);
            mark_line(lines->canvas, x, y, x, fminf(y + BREAK_DASH, lines->bottom),
                      lines->theme->ink, 0.6f);
        }
    }
}

/* One run of known values from..to (exclusive). */
static void draw_run(const struct lines *lines, const double *values, size_t from,
                     size_t to, const struct paint *paint) {
    enum { CHUNK = 256 };
    struct path_point points[CHUNK];
    if (to - from == 1) {
        draw_dot(lines, x_of(lines, from), y_of(lines, values[from]), paint->width,
                 paint->stroke);
        return;
    }
    while (from + 1 < to) { /* a long run goes in pieces that share a point */
        size_t n = 0;
        for (; n < CHUNK && from + n < to; n++)
            points[n] = (struct path_point){.verb = n == 0 ? PATH_MOVE : PATH_LINE,
                                            .x = x_of(lines, from + n),
                                            .y = y_of(lines, values[from + n])};
        lines->canvas->path(lines->canvas->self, points, n, paint);
        from += n - 1;
    }
}

static void draw_series(const struct lines *lines, size_t s) {
    const struct chart_series *series = &lines->chart->series[s];
    size_t count = lines->chart->label_count, start = 0;
    struct paint paint = {.fill = PAINT_NONE,
                          .stroke = colour_of(lines, s),
                          .width = width_of(lines, s),
                          .round = true};
    size_t last = STR_NOT_FOUND;
    lines->canvas->group(lines->canvas->self, series->name);
    for (size_t i = 0; i <= count; i++) {
        bool known = i < count && isfinite(series->values[i]);
        if (known)
            last = i;
        if (known && !breaks_before(lines->chart, i))
            continue;
        if (i > start)
            draw_run(lines, series->values, start, i, &paint);
        start = known ? i : i + 1;
    }
    if (last != STR_NOT_FOUND)
        draw_dot(lines, x_of(lines, last), y_of(lines, series->values[last]),
                 paint.width, paint.stroke);
    lines->canvas->end(lines->canvas->self);
}

/* What the value behind it leaves of a name, in ems. */
static float name_room(const struct chart_series *series) {
    return fmaxf(NAME_EMS - name_ems(series->last_text) - 1, 1);
}

/* "江苏 12.66" */
static void end_text(const struct chart_series *series, struct buf *out) {
    name_lines(series->name, name_room(series), false, out, NULL);
    if (series->name.n > 0 && series->last_text.n > 0)
        buf_char(out, ' ');
    buf_put(out, series->last_text);
}

/* Which lines have no name, and the names that are cut. */
static struct str lines_note(const struct doc_chart *chart, struct arena *arena) {
    size_t named[NAMED_MOST], count = find_named(chart, named);
    struct str note = {0};
    if (chart->series_count > NAMED_MOST) {
        struct words_value values[] = {
            {"count", arena_printf(arena, "%zu", chart->series_count)},
            {"left", arena_printf(arena, "%zu", chart->series_count - count)},
        };
        note = words_fill(chart->words, "chart.unnamed", values, 2, arena);
    }
    struct names names = {.count = 0};
    for (size_t i = 0; i < count; i++) {
        const struct chart_series *series = &chart->series[named[i]];
        names_add(&names, series->name, name_room(series), false);
    }
    for (size_t i = 0; i < chart->label_count; i++)
        names_add(&names, chart->labels[i], LABEL_EMS, false);
    return names_note(&names, note, chart->words, arena);
}

static float widest_name(const struct lines *lines) {
    const struct theme *theme = lines->theme;
    float most = 0;
    for (size_t i = 0; i < lines->count; i++) {
        const struct chart_series *series = &lines->chart->series[lines->named[i]];
        struct buf text = buf_open(4096);
        end_text(series, &text);
        most = fmaxf(most,
                     lines->canvas->width(lines->canvas->self,
                                          series->highlight ? FONT_SANS_BOLD
                                                            : theme->chart_label.role,
                                          theme->chart_label.size, buf_str(&text)));
        buf_close(&text);
    }
    return most;
}

static void draw_name(const struct lines *lines, size_t s, float x, float y, float to) {
    const struct chart_series *series = &lines->chart->series[s];
    const struct theme_text *style = &lines->theme->chart_label;
    /* Where the name had to move, or its line ends early, a hairline leads. */
    if (fabsf(to - y) > NAME_PITCH * 0.8f || x < lines->right - 1)
        mark_line(lines->canvas, x + 2.5f, y, lines->right + NAME_GAP - 1.5f, to,
                  lines->theme->hairline, 0.4f);
    struct buf text = buf_open(4096);
    end_text(series, &text);
    mark_text(lines->canvas, lines->right + NAME_GAP, to + style->size * 0.37f,
              ANCHOR_START, series->highlight ? FONT_SANS_BOLD : style->role,
              style->size, name_colour(lines, s), lines->name_room, buf_str(&text));
    buf_close(&text);
}

static void draw_names(const struct lines *lines) {
    const struct doc_chart *chart = lines->chart;
    float y[NAMED_MOST], to[NAMED_MOST], x[NAMED_MOST];
    for (size_t i = 0; i < lines->count; i++) {
        size_t s = lines->named[i], last = last_known(chart, s);
        x[i] = x_of(lines, last - 1);
        y[i] = to[i] = y_of(lines, chart->series[s].values[last - 1]);
    }
    axis_spread(to, lines->count, NAME_PITCH, lines->top - 4, lines->bottom);
    for (size_t i = 0; i < lines->count; i++)
        draw_name(lines, lines->named[i], x[i], y[i], to[i]);
}

static void lines_draw(const struct doc_chart *chart, const struct theme *theme,
                       float width, float height, const struct canvas *canvas) {
    struct lines lines = {.chart = chart, .theme = theme, .canvas = canvas};
    struct scale scale = values_of(chart);
    lines.top = TOP;
    lines.bottom = height - BOTTOM;
    domain(&lines, &scale);
    if (lines.axis.power != 0) {
        lines.top += UNIT_ROW;
        domain(&lines, &scale);
        draw_unit(&lines, width);
    }
    lines.count = find_named(chart, lines.named);
    float label = fminf(widest_label(&lines), width * LABEL_MOST);
    float name = widest_name(&lines);
    lines.name_room = fminf(name, width * NAME_MOST);
    lines.left = fmaxf(fmaxf(LEFT, widest_tick(&lines) + 6), label / 2);
    lines.right =
        width - fmaxf(fmaxf(RIGHT, NAME_GAP + lines.name_room + 1), label / 2);
    draw_grid(&lines);
    draw_labels(&lines, label);
    draw_breaks(&lines);
    for (size_t s = 0; s < chart->series_count; s++)
        if (!is_named(&lines, s) && !chart->series[s].highlight)
            draw_series(&lines, s);
    for (size_t s = 0; s < chart->series_count; s++)
        if (is_named(&lines, s) && !chart->series[s].highlight)
            draw_series(&lines, s);
    for (size_t s = 0; s < chart->series_count; s++) /* on top */
        if (chart->series[s].highlight)
            draw_series(&lines, s);
    draw_names(&lines);
}

const struct chart_kind chart_lines = {
    .kind = {"lines", "lines of a trend", "走势折线图"},
    .maker = "series",
    .size = sizeof(struct doc_chart),
    .fields = shape_labels,
    .lists = shape_series,
    .drawable = shape_series_drawable,
    .height = lines_height,
    .gives = 0.15f,
    .leaves_out = lines_note,
    .draw = lines_draw,
};
