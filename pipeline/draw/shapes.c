#include "draw/shapes.h"
#include <math.h>

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
