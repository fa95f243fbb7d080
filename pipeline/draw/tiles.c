/* A tile map: every area the same square, roughly where it lies. Five steps by
   quintile, light to dark; hatched where there is no data. */
#include "base/buf.h"
#include "draw/canvas.h"
#include "draw/marks.h"
#include "draw/names.h"
#include "draw/shapes.h"
#include "words/words.h"
#include <math.h>

#define PITCH 42.3f      /* of the grid, when the width allows */
#define GAP 2.2f         /* between tiles */
#define MAP_MOST 560.0f  /* high: a page with its caption and notes */
#define LEGEND 26.0f     /* below the map */
#define SCALE_LEAST 0.4f /* of a tile: smaller ones have no words */
#define PAD 3.0f         /* of a tile that words keep free, both sides together */
#define TWO_LINES 26.0f  /* pitch from which on a name may have two lines */
#define STEPS 5
#define WHITE 0xFFFFFFu

struct tiles {
    const struct doc_chart *chart;
    const struct theme *theme;
    const struct canvas *canvas;
    int first_row, first_column, rows, columns;
    float pitch, left;
    float name_ems; /* room of a name; 0: tiles have no words */
    bool two_lines;
    float legend_scale; /* below 1 when the legend would be wider than the chart */
};

static void measure(struct tiles *tiles, float width) {
    const struct doc_chart *chart = tiles->chart;
    int last_row = 0, last_column = 0;
    for (size_t i = 0; i < chart->item_count; i++) {
        const struct chart_item *item = &chart->items[i];
        if (i == 0 || item->tile_row < tiles->first_row)
            tiles->first_row = item->tile_row;
        if (i == 0 || item->tile_column < tiles->first_column)
            tiles->first_column = item->tile_column;
        if (i == 0 || item->tile_row > last_row)
            last_row = item->tile_row;
        if (i == 0 || item->tile_column > last_column)
            last_column = item->tile_column;
    }
    tiles->rows = last_row - tiles->first_row + 1;
    tiles->columns = last_column - tiles->first_column + 1;
    tiles->pitch = fminf(PITCH, (width - 2) / (float)tiles->columns);
    tiles->pitch = fminf(tiles->pitch, MAP_MOST / (float)tiles->rows);
    tiles->left = (width - tiles->pitch * (float)tiles->columns + GAP) / 2;
}

static float tiles_height(const struct doc_chart *chart, float width) {
    struct tiles tiles = {.chart = chart};
    measure(&tiles, width);
    return 1 + tiles.pitch * (float)tiles.rows + LEGEND;
}

/* How long a name may be on a page's width, 0 if tiles have no words, and whether it
   may stand in two lines. */
static float name_room(const struct doc_chart *chart, bool *two) {
    struct tiles tiles = {.chart = chart};
    measure(&tiles, NAME_WIDTH);
    *two = tiles.pitch >= TWO_LINES;
    if (tiles.pitch / PITCH < SCALE_LEAST)
        return 0;
    return (tiles.pitch - GAP - PAD) / NAME_LEAST;
}

static struct str tiles_note(const struct doc_chart *chart, struct arena *arena) {
    bool two;
    float ems = name_room(chart, &two);
    if (ems <= 0)
        return words_text(chart->words, "chart.bare");
    struct names names = {.count = 0};
    for (size_t i = 0; i < chart->item_count; i++)
        names_add(&names, chart->items[i].label, ems, two);
    return names_note(&names, (struct str){0}, chart->words, arena);
}

/* The step of an item: how many fifths of the known values are smaller. Equal
   values are in the same step. -1: no data. */
static int step_of(const struct doc_chart *chart, size_t i) {
    double value = chart->items[i].value;
    if (!isfinite(value))
        return -1;
    size_t smaller = 0, known = 0;
    for (size_t k = 0; k < chart->item_count; k++) {
        if (!isfinite(chart->items[k].value))
            continue;
        known++;
        smaller += chart->items[k].value < value ? 1 : 0;
    }
    return known > 0 ? (int)(smaller * STEPS / known) : -1;
}

static void draw_blank(const struct tiles *tiles, float x, float y, float width,
                       float height) {
    const struct theme *theme = tiles->theme;
    mark_rectangle(tiles->canvas, x, y, width, height,
                   mark_tint(theme->hairline, 0.25f), PAINT_NONE, 0);
    mark_hatch(tiles->canvas, x, y, width, height, 7.5f,
               mark_tint(theme->hairline, 0.75f), 1.1f);
}

static void draw_tile(const struct tiles *tiles, size_t i) {
    const struct theme *theme = tiles->theme;
    const struct canvas *canvas = tiles->canvas;
    const struct chart_item *item = &tiles->chart->items[i];
    float size = tiles->pitch - GAP, scale = tiles->pitch / PITCH;
    float x =
        tiles->left + (float)(item->tile_column - tiles->first_column) * tiles->pitch;
    float y = 1 + (float)(item->tile_row - tiles->first_row) * tiles->pitch;
    float name_size = fmaxf(theme->chart_label.size * 1.62f * scale, NAME_LEAST);
    float value_size = theme->chart_label.size * 1.22f * scale;
    enum font_role role = item->highlight ? FONT_SANS_BOLD : theme->chart_label.role;
    int step = step_of(tiles->chart, i);

    canvas->group(canvas->self, item->label);
    uint32_t fill = step < 0 ? WHITE : theme->ramp[step];
    uint32_t ink = step < 0 ? theme->grey : mark_ink_on(fill, theme->ink);
    if (step < 0)
        draw_blank(tiles, x, y, size, size);
    else
        mark_rectangle(canvas, x, y, size, size, fill, PAINT_NONE, 0);
    if (tiles->name_ems > 0) {
        name_draw(canvas, x + size / 2, y + size * (step < 0 ? 0.6f : 0.46f),
                  ANCHOR_MIDDLE, role, name_size, ink, size - PAD, tiles->name_ems,
                  tiles->two_lines, item->label);
        if (step >= 0)
            mark_text(canvas, x + size / 2, y + size * 0.81f, ANCHOR_MIDDLE, role,
                      value_size, ink, size - PAD, item->text);
    }
    if (item->highlight)
        mark_rectangle(canvas, x + 0.5f, y + 0.5f, size - 1, size - 1, PAINT_NONE,
                       theme->alert, 1.8f);
    canvas->end(canvas->self);
}

/* The smallest and the largest value of a step, as they are printed; false if no
   area is in it. */
static bool step_range(const struct doc_chart *chart, int step, struct str *low,
                       struct str *high) {
    double least = HUGE_VAL, most = -HUGE_VAL;
    for (size_t i = 0; i < chart->item_count; i++) {
        const struct chart_item *item = &chart->items[i];
        if (step_of(chart, i) != step)
            continue;
        if (item->value < least) {
            least = item->value;
            *low = item->text;
        }
        if (item->value > most) {
            most = item->value;
            *high = item->text;
        }
    }
    return most >= least;
}

/* "0.82—1.33", or one value. */
static void range_text(struct str low, struct str high, struct buf *out) {
    buf_put(out, low);
    if (!str_equal(low, high)) {
        buf_puts(out, "—");
        buf_put(out, high);
    }
}

static float legend_item(const struct tiles *tiles, float x, float y, int step,
                         struct str text, bool draw) {
    const struct theme_text *tick = &tiles->theme->chart_tick;
    const struct canvas *canvas = tiles->canvas;
    float scale = tiles->legend_scale, size = tick->size * scale;
    float width = canvas->width(canvas->self, tick->role, size, text);
    if (draw) {
        if (step < 0)
            draw_blank(tiles, x, y, 14 * scale, 7 * scale);
        else
            mark_rectangle(canvas, x, y, 14 * scale, 7 * scale,
                           tiles->theme->ramp[step], PAINT_NONE, 0);
        canvas->text(canvas->self, x + 18 * scale, y + 6 * scale, ANCHOR_START,
                     tick->role, size, tick->colour, text);
    }
    return (18 + 11) * scale + width;
}

/* Laid out twice: to know its width, then to draw it centred. */
static float legend(const struct tiles *tiles, float x, float y, bool draw) {
    float start = x;
    bool blank = false;
    for (size_t i = 0; i < tiles->chart->item_count; i++)
        blank = blank || !isfinite(tiles->chart->items[i].value);
    for (int step = 0; step < STEPS; step++) {
        struct str low = {0}, high = {0};
        if (!step_range(tiles->chart, step, &low, &high))
            continue;
        struct buf text = buf_open(1024);
        range_text(low, high, &text);
        x += legend_item(tiles, x, y, step, buf_str(&text), draw);
        buf_close(&text);
    }
    if (blank)
        x += legend_item(tiles, x, y, -1,
                         words_text(tiles->chart->words, "chart.no_data"), draw);
    return x - start - 11 * tiles->legend_scale;
}

static void tiles_draw(const struct doc_chart *chart, const struct theme *theme,
                       float width, float height, const struct canvas *canvas) {
    (void)height; /* its tiles are squares */
    struct tiles tiles = {.chart = chart, .theme = theme, .canvas = canvas};
    measure(&tiles, width);
    tiles.name_ems = name_room(chart, &tiles.two_lines);
    for (size_t i = 0; i < chart->item_count; i++)
        draw_tile(&tiles, i);
    float y = 1 + tiles.pitch * (float)tiles.rows + 12;
    tiles.legend_scale = 1;
    float total = legend(&tiles, 0, y, false);
    if (total > width) {
        tiles.legend_scale = width / total;
        total = width;
    }
    canvas->group(canvas->self, words_text(chart->words, "chart.legend"));
    legend(&tiles, fmaxf((width - total) / 2, 0), y, true);
    canvas->end(canvas->self);
}

const struct chart_kind chart_tiles = {
    .kind = {"tiles", "a tile map of areas", "地区方格图"},
    .maker = "places",
    .size = sizeof(struct doc_chart),
    .lists = shape_places,
    .drawable = shape_items_drawable,
    .height = tiles_height,
    .leaves_out = tiles_note,
    .draw = tiles_draw,
};
