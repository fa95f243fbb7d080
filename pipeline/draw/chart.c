#include "draw/chart.h"

#define ENTRY(NAME) &chart_##NAME.kind,
const struct kind *const chart_kinds[] = {CHART_KINDS(ENTRY) NULL};

float chart_height(const struct doc_chart *chart, float width) {
    return chart->kind->height(chart, width);
}

float chart_give(const struct doc_chart *chart, float width) {
    return chart->kind->gives * chart->kind->height(chart, width);
}

void chart_draw(const struct doc_chart *chart, const struct theme *theme, float width,
                float height, const struct canvas *canvas) {
    chart->kind->draw(chart, theme, width, height, canvas);
}
