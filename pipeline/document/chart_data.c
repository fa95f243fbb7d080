#include "document/chart_data.h"
#include <math.h>
#include <string.h>

/* A kind's fields are known by their offsets alone, so they are copied out. */
#define TAKE(OUT, OFFSET) memcpy(&(OUT), (const char *)base + (OFFSET), sizeof(OUT))

struct chart_datum chart_datum_of(const struct chart_field *field,
                                  const struct doc_chart *chart, const void *base) {
    struct chart_datum datum = {0};
    switch (field->value) {
    case CHART_TEXT:
    case CHART_WORDS:
        TAKE(datum.text, field->offset);
        datum.absent = datum.text.n == 0;
        break;
    case CHART_NUMBER:
    case CHART_PLACE:
        TAKE(datum.number, field->offset);
        datum.absent = isnan(datum.number);
        break;
    case CHART_GRID: {
        int place;
        TAKE(place, field->offset);
        datum.number = place;
        datum.absent = place < 0;
        break;
    }
    case CHART_FLAG: {
        bool flag;
        TAKE(flag, field->offset);
        datum.absent = !flag;
        break;
    }
    case CHART_TEXTS:
        TAKE(datum.texts, field->offset);
        TAKE(datum.count, field->count);
        break;
    case CHART_NUMBERS:
        TAKE(datum.numbers, field->offset);
        datum.count = chart->label_count;
        break;
    }
    return datum;
}

const char *chart_list_items(const struct chart_list *list,
                             const struct doc_chart *chart, size_t *count) {
    const void *base = chart;
    const char *items;
    TAKE(items, list->offset);
    TAKE(*count, list->count);
    return items;
}
