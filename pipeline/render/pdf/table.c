/* The width of a table, and what becomes of one that is too wide: smaller type, a
   turned page, parts. */
#include "render/pdf/table.h"
#include "render/pdf/inline.h"
#include "render/pdf/rows.h"
#include "render/pdf/widths.h"

#define NARROW 0.6f   /* of the measure: a table that needs less is not stretched */
#define DENSE_ROWS 20 /* from so many on rows close up, */
#define DENSE 0.8f    /*   to this part of their pitch */

/* Type, of the theme's, and white beside the cells, in points: the first at which a
   table fits. */
static const struct {
    float size, padding;
} sizes[] = {{1, 4}, {7.8f / 8.3f, 3}, {7.4f / 8.3f, 1.5f}};

static struct theme_text sized(struct theme_text text, float size) {
    text.size *= size;
    text.leading *= size;
    return text;
}

static void set_size(struct table_layout *t, size_t step) {
    const struct theme *theme = t->layout->theme;
    t->text = sized(theme->table, sizes[step].size);
    t->head_text = sized(theme->table_head, sizes[step].size);
    bool dense = t->table->body_count >= DENSE_ROWS && theme->grid_advance <= 0;
    t->close = dense ? DENSE : 1; /* the grid of an official document is kept */
    t->text.leading *= t->close;
    t->strong = t->text;
    t->strong.role = style_of(&t->text).bold;
    t->group = t->strong;
    t->group.colour = theme->accent;
    t->padding = sizes[step].padding;
    widths_measure(t);
}

/* Sets the largest type in which all columns fit; false if there is none. */
static bool find_size(struct table_layout *t, float width) {
    for (size_t step = 0; step < sizeof sizes / sizeof *sizes; step++) {
        set_size(t, step);
        if (widths_natural(t) <= width ||
            widths_least(t, 0, t->table->columns) <= width)
            return true;
    }
    return false;
}

/* The end of the column group that starts at `from`: heads over several columns
   are not divided. */
static size_t group_end(const struct table_layout *t, size_t from) {
    size_t end = from + 1;
    for (size_t c = from; c < end; c++)
        for (size_t r = 0; r < t->table->head_count; r++)
            while (end < t->table->columns && grid_at(&t->head, r, end)->cell &&
                   grid_at(&t->head, r, end)->cell == grid_at(&t->head, r, c)->cell)
                end++;
    return end;
}

/* Parts of at most `width` from the column after the stub on, or 0 if a group of
   columns alone is wider. `ends`, if given, gets where each part ends. */
static size_t count_parts(struct table_layout *t, float width, size_t *ends) {
    size_t parts = 0, stub = t->table->stub_columns;
    float fixed = widths_least(t, 0, stub);
    for (size_t from = stub; from < t->table->columns; parts++) {
        size_t to = from;
        float used = fixed;
        while (to < t->table->columns) {
            size_t end = group_end(t, to);
            float more = widths_least(t, to, end);
            if (used + more > width && to > from)
                break;
            used += more;
            to = end;
        }
        if (used > width)
            return 0;
        if (ends)
            ends[parts] = to;
        from = to;
    }
    return parts;
}

/* The narrowest width that needs no more parts: they come out even. */
static float even_width(struct table_layout *t, float width, size_t parts) {
    float low = 0, high = width;
    while (high - low > 1) {
        float middle = (low + high) / 2;
        size_t got = count_parts(t, middle, NULL);
        if (got > 0 && got <= parts)
            high = middle;
        else
            low = middle;
    }
    return high;
}

static bool split_columns(struct table_layout *t, float width) {
    size_t stub = t->table->stub_columns, columns = t->table->columns;
    size_t parts = count_parts(t, width, NULL);
    if (parts == 0) {
        diag_error(t->layout->diag, t->table->object.place,
                   "the table “%.*s” has columns wider than a page of %.0f pt",
                   STR_ARG(t->table->caption), (double)width);
        diag_hint(t->layout->diag,
                  "shorten the column heads, drop columns, or split a column group");
        return false;
    }
    size_t *ends = arena_array(t->layout->arena, columns, sizeof *ends);
    parts = count_parts(t, even_width(t, width, parts), ends);
    for (size_t part = 0; part < parts; part++) {
        size_t from = part == 0 ? stub : ends[part - 1];
        for (size_t i = 0; i < columns; i++)
            t->columns[i].shown = i < stub || (i >= from && i < ends[part]);
        t->continued = part > 0;
        widths_share(t, t->layout->measure.x, width);
        table_boxes(t, part + 1 == parts);
    }
    return true;
}

static struct measure landscape_measure(const struct layout *layout) {
    const struct theme *theme = layout->theme;
    return (struct measure){
        .width = theme->page_height - theme->margin_left - theme->margin_right,
        .page_height = theme->page_width - theme->margin_top - theme->margin_bottom,
        .landscape = true,
    };
}

/* A table of a single part: stretched to the measure unless it is narrow. */
static void place_whole(struct table_layout *t) {
    const struct measure *measure = &t->layout->measure;
    float natural = widths_natural(t), x = measure->x;
    enum theme_place place = t->layout->theme->table_place;
    if (natural >= NARROW * measure->width || place == PLACE_FULL) {
        widths_share(t, x, measure->width);
    } else {
        x += place == PLACE_CENTRE ? (measure->width - natural) / 2 : 0;
        widths_share(t, x, natural);
    }
    table_boxes(t, true);
}

void layout_table(struct layout *layout, const struct doc_table *table) {
    struct table_layout t = {.layout = layout, .table = table};
    if (table->columns == 0)
        return;
    t.columns = arena_array(layout->arena, table->columns, sizeof *t.columns);
    t.head = grid_open(table->head, table->head_count, table->columns, layout->arena);
    t.body = grid_open(table->body, table->body_count, table->columns, layout->arena);
    struct measure upright = layout->measure;
    bool fits = !table->landscape && find_size(&t, upright.width);
    if (!fits) {
        layout->measure = landscape_measure(layout);
        fits = find_size(&t, layout->measure.width);
    }
    if (fits) {
        place_whole(&t);
    } else {
        set_size(&t, 0);
        if (!split_columns(&t, layout->measure.width))
            layout->failed = true;
    }
    layout->measure = upright;
}
