/* A dot for each item, on a line of its own: a kind of chart that a test adds. */
#include "draw/canvas.h"
#include "draw/marks.h"
#include "draw/shapes.h"
#include <math.h>

#define ROW 14.0f
#define LABELS 90.0f

static float height(const struct doc_chart *chart, float width) {
    (void)width;
    return ROW * (float)chart->item_count;
}

static void draw(const struct doc_chart *chart, const struct theme *theme, float width,
                 float height, const struct canvas *canvas) {
    (void)height;
    double most = 1;
    for (size_t i = 0; i < chart->item_count; i++)
        if (isfinite(chart->items[i].value))
            most = fmax(most, fabs(chart->items[i].value));
    for (size_t i = 0; i < chart->item_count; i++) {
        const struct chart_item *item = &chart->items[i];
        float y = ROW * ((float)i + 0.7f);
        float share = isfinite(item->value) ? (float)(fabs(item->value) / most) : 0;
        mark_text(canvas, 0, y, ANCHOR_START, theme->chart_label.role, 7,
                  theme->chart_label.colour, LABELS - 8, item->label);
        mark_disc(canvas, LABELS + share * (width - LABELS - 4), y - 3, 3,
                  item->highlight ? theme->alert : theme->accent);
    }
}

const struct chart_kind chart_dots = {
    .kind = {"dots", "a dot for each item", "点图"},
    .maker = "items",
    .size = sizeof(struct doc_chart),
    .lists = shape_items,
    .drawable = shape_items_drawable,
    .height = height,
    .draw = draw,
};
