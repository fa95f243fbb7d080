/* What a chart is drawn on: a handful of functions, of which measuring is one.
   SVG and PDF each implement it; nothing here knows them. Coordinates in
   points, origin at the top left of the drawing, y downwards. */
#ifndef NQI_DRAW_CANVAS_H
#define NQI_DRAW_CANVAS_H

#include "base/str.h"
#include "document/theme.h"

enum path_verb { PATH_MOVE, PATH_LINE, PATH_CURVE, PATH_CLOSE };

struct path_point {
    enum path_verb verb;
    float x, y;
    float x1, y1, x2, y2; /* control points of PATH_CURVE */
};

#define PAINT_NONE UINT32_MAX

struct paint {
    uint32_t fill;   /* 0xRRGGBB or PAINT_NONE */
    uint32_t stroke; /* 0xRRGGBB or PAINT_NONE */
    float width;     /* of the stroke */
    bool round;      /* round joins and caps */
};

enum text_anchor { ANCHOR_START, ANCHOR_MIDDLE, ANCHOR_END };

struct canvas {
    void *self;
    void (*path)(void *self, const struct path_point *points, size_t count,
                 const struct paint *paint);
    /* (x, y) is the baseline at the anchor. */
    void (*text)(void *self, float x, float y, enum text_anchor anchor,
                 enum font_role role, float size, uint32_t colour, struct str text);
    float (*width)(void *self, enum font_role role, float size, struct str text);
    /* A group with a title, for readers of the SVG; may nest. */
    void (*group)(void *self, struct str title);
    void (*end)(void *self);
};

#endif
