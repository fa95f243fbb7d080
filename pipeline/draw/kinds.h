/* One file a kind of chart; chart.c picks. Each draws from (0, 0) to (width,
   height), and height() needs no canvas. */
#ifndef NQI_DRAW_KINDS_H
#define NQI_DRAW_KINDS_H

#include "draw/chart.h"

float bars_height(const struct doc_chart *chart, float width);
void bars_draw(const struct doc_chart *chart, const struct theme *theme, float width,
               const struct canvas *canvas);
float lines_height(const struct doc_chart *chart, float width);
void lines_draw(const struct doc_chart *chart, const struct theme *theme, float width,
                const struct canvas *canvas);
float tiles_height(const struct doc_chart *chart, float width);
void tiles_draw(const struct doc_chart *chart, const struct theme *theme, float width,
                const struct canvas *canvas);

#endif
