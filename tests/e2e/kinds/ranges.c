/* A bar from a lower to an upper value: a kind of chart with data of its own. */
#include "draw/canvas.h"
#include "draw/marks.h"
#include "draw/shapes.h"
#include <math.h>

#define ROW 14.0f
#define LABELS 90.0f

struct range {
    struct str label;
    double low, high;
};

struct ranges {
    struct doc_chart chart;
    struct range *ranges;
    size_t count;
};

static const struct chart_field fields[] = {
    {CHART_FIELD(range, label, CHART_TEXT), .required = true},
    {CHART_FIELD(range, low, CHART_NUMBER), .required = true},
    {CHART_FIELD(range, high, CHART_NUMBER), .required = true},
    {.name = NULL},
};

static const struct chart_list lists[] = {
    {CHART_LIST(ranges, ranges, count, "range"), .fields = fields},
    {.name = NULL},
};

static const struct ranges *ranges_of(const struct doc_chart *chart) {
    return (const void *)chart;
}

static bool drawable(const struct doc_chart *chart) {
    return ranges_of(chart)->count > 0;
}

static float height(const struct doc_chart *chart, float width) {
    (void)width;
    return ROW * (float)ranges_of(chart)->count;
}

static void draw(const struct doc_chart *chart, const struct theme *theme, float width,
                 float height, const struct canvas *canvas) {
    (void)height;
    const struct ranges *ranges = ranges_of(chart);
    double most = 1;
    for (size_t i = 0; i < ranges->count; i++)
        most = fmax(most, ranges->ranges[i].high);
    float unit = (width - LABELS) / (float)most;
    for (size_t i = 0; i < ranges->count; i++) {
        const struct range *range = &ranges->ranges[i];
        float y = ROW * (float)i;
        mark_text(canvas, 0, y + 10, ANCHOR_START, theme->chart_label.role, 7,
                  theme->chart_label.colour, LABELS - 8, range->label);
        mark_rectangle(canvas, LABELS + (float)range->low * unit, y + 4,
                       (float)(range->high - range->low) * unit, 6, theme->accent,
                       PAINT_NONE, 0);
    }
}

const struct chart_kind chart_ranges = {
    .kind = {"ranges", "a bar from a lower to an upper value", "区间图"},
    .maker = "ranges",
    .size = sizeof(struct ranges),
    .lists = lists,
    .drawable = drawable,
    .height = height,
    .draw = draw,
};
