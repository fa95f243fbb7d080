#include "draw/marks.h"
#include <math.h>

/* The control points of a quarter circle of radius 1. */
#define KAPPA 0.5523f

void mark_line(const struct canvas *canvas, float x0, float y0, float x1, float y1,
               uint32_t colour, float width) {
    struct path_point points[] = {{.verb = PATH_MOVE, .x = x0, .y = y0},
                                  {.verb = PATH_LINE, .x = x1, .y = y1}};
    struct paint paint = {.fill = PAINT_NONE, .stroke = colour, .width = width};
    canvas->path(canvas->self, points, 2, &paint);
}

void mark_rectangle(const struct canvas *canvas, float x, float y, float width,
                    float height, uint32_t fill, uint32_t stroke, float stroke_width) {
    struct path_point points[] = {
        {.verb = PATH_MOVE, .x = x, .y = y},
        {.verb = PATH_LINE, .x = x + width, .y = y},
        {.verb = PATH_LINE, .x = x + width, .y = y + height},
        {.verb = PATH_LINE, .x = x, .y = y + height},
        {.verb = PATH_CLOSE},
    };
    struct paint paint = {.fill = fill, .stroke = stroke, .width = stroke_width};
    canvas->path(canvas->self, points, 5, &paint);
}

static struct path_point arc(float x, float y, float r, float ax, float ay, float bx,
                             float by) {
    return (struct path_point){
        .verb = PATH_CURVE,
        .x1 = x + r * (ax + KAPPA * bx),
        .y1 = y + r * (ay + KAPPA * by),
        .x2 = x + r * (bx + KAPPA * ax),
        .y2 = y + r * (by + KAPPA * ay),
        .x = x + r * bx,
        .y = y + r * by,
    };
}

void mark_disc(const struct canvas *canvas, float x, float y, float radius,
               uint32_t fill) {
    struct path_point points[] = {
        {.verb = PATH_MOVE, .x = x + radius, .y = y},
        arc(x, y, radius, 1, 0, 0, 1),
        arc(x, y, radius, 0, 1, -1, 0),
        arc(x, y, radius, -1, 0, 0, -1),
        arc(x, y, radius, 0, -1, 1, 0),
        {.verb = PATH_CLOSE},
    };
    struct paint paint = {.fill = fill, .stroke = PAINT_NONE};
    canvas->path(canvas->self, points, 6, &paint);
}

void mark_hatch(const struct canvas *canvas, float x, float y, float width,
                float height, float pitch, uint32_t colour, float line_width) {
    /* Lines u + v = c in the rectangle's own coordinates. */
    for (int k = 1; (float)k * pitch < width + height - pitch / 4; k++) {
        float c = (float)k * pitch;
        float u0 = fminf(c, width), u1 = fmaxf(c - height, 0);
        mark_line(canvas, x + u0, y + c - u0, x + u1, y + c - u1, colour, line_width);
    }
}

void mark_text(const struct canvas *canvas, float x, float y, enum text_anchor anchor,
               enum font_role role, float size, uint32_t colour, float room,
               struct str text) {
    if (text.n == 0)
        return;
    float width = canvas->width(canvas->self, role, size, text);
    if (width > room && width > 0 && room > 0) {
        float smaller = floorf(size * room / width * 10) / 10;
        y -= (size - smaller) * 0.36f; /* keep the middle of the line */
        size = smaller;
    }
    canvas->text(canvas->self, x, y, anchor, role, size, colour, text);
}

uint32_t mark_tint(uint32_t colour, float share) {
    uint32_t out = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
        float part = (float)(colour >> shift & 0xFF);
        uint32_t mixed = (uint32_t)lroundf(part * share + 255 * (1 - share));
        out |= mixed << shift;
    }
    return out;
}

static float luminance(uint32_t colour) {
    static const float weight[3] = {0.2126f, 0.7152f, 0.0722f};
    float sum = 0;
    for (int i = 0; i < 3; i++) {
        float part = (float)(colour >> (16 - 8 * i) & 0xFF) / 255;
        sum += weight[i] * (part <= 0.03928f ? part / 12.92f
                                             : powf((part + 0.055f) / 1.055f, 2.4f));
    }
    return sum;
}

float mark_contrast(uint32_t a, uint32_t b) {
    float la = luminance(a), lb = luminance(b);
    return (fmaxf(la, lb) + 0.05f) / (fminf(la, lb) + 0.05f);
}

uint32_t mark_ink_on(uint32_t fill, uint32_t ink) {
    if (mark_contrast(0xFFFFFF, fill) >= MARK_READABLE)
        return 0xFFFFFF;
    /* One of white and black always can be read. */
    return mark_contrast(ink, fill) >= MARK_READABLE ? ink : 0;
}
