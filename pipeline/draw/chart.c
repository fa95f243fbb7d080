#include "draw/chart.h"
#include "draw/kinds.h"

float chart_height(const struct doc_chart *chart, const struct theme *theme,
                   float width) {
    (void)theme;
    switch (chart->chart) {
    case CHART_BARS:
        return bars_height(chart, width);
    case CHART_LINES:
        return lines_height(chart, width);
    case CHART_TILES:
        return tiles_height(chart, width);
    }
    return 0;
}

void chart_draw(const struct doc_chart *chart, const struct theme *theme, float width,
                const struct canvas *canvas) {
    switch (chart->chart) {
    case CHART_BARS:
        bars_draw(chart, theme, width, canvas);
        return;
    case CHART_LINES:
        lines_draw(chart, theme, width, canvas);
        return;
    case CHART_TILES:
        tiles_draw(chart, theme, width, canvas);
        return;
    }
}
