/* Draws a chart on a canvas: the picture only; caption, unit and notes belong
   to the page. Fails never; a chart with nothing to show is refused earlier. */
#ifndef NQI_DRAW_CHART_H
#define NQI_DRAW_CHART_H

#include "document/chart.h"
#include "draw/canvas.h"

/* The height in points that the chart takes at this width. */
float chart_height(const struct doc_chart *chart, float width);
/* How much lower it can be drawn, to save a page. */
float chart_give(const struct doc_chart *chart, float width);
void chart_draw(const struct doc_chart *chart, const struct theme *theme, float width,
                float height, const struct canvas *canvas);

#endif
