/* A canvas that remembers what is drawn on it, and the rules that hold for every
   picture: no text leaves it or touches another. Lengths in points. */
#ifndef NQI_CHART_RECORD_H
#define NQI_CHART_RECORD_H

#include "base/arena.h"
#include "draw/chart.h"

#define WIDTH 453.6f
enum { RECORD_TEXTS = 600, RECORD_COLOURS = 8 };

struct box {
    float left, right, top, bottom, size;
    enum font_role role;
    uint32_t colour;
    char text[256];
};

struct record {
    struct box boxes[RECORD_TEXTS];
    size_t count, paths, points, curves;
    int depth;
    bool finite;
    float left, right, top, bottom; /* of all paths */
    /* The uprights of each colour and where the last of each stands. */
    struct {
        uint32_t colour;
        size_t count;
        float x;
    } uprights[RECORD_COLOURS];
};

/* Draws the chart at WIDTH and its own height. */
void record_draw(const struct doc_chart *chart, struct record *record);
/* The same, and as low as it can be made; fails where a text leaves the picture or
   touches another. */
void record_check(const struct doc_chart *chart, struct record *record);
/* The words, which must be there. */
const struct box *record_find(const struct record *record, const char *wanted);
bool record_has(const struct record *record, const char *wanted);
/* How many uprights there are of a colour, and where the last of them stands. */
size_t record_uprights(const struct record *record, uint32_t colour, float *x);

/* Ranked bars of 项1, 项2 …, each `own`-th highlighted (0: none). */
struct doc_chart record_items(struct arena *arena, size_t count, size_t own);

#endif
