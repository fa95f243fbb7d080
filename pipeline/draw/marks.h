/* The few marks that charts are made of, on any canvas. Places, lengths, widths of
   lines and sizes of type are in points, as the canvas has them (x to the right, y
   down), colours 0xRRGGBB. */
#ifndef NQI_DRAW_MARKS_H
#define NQI_DRAW_MARKS_H

#include "draw/canvas.h"

void mark_line(const struct canvas *canvas, float x0, float y0, float x1, float y1,
               uint32_t colour, float width);
/* `stroke` may be PAINT_NONE. */
void mark_rectangle(const struct canvas *canvas, float x, float y, float width,
                    float height, uint32_t fill, uint32_t stroke, float stroke_width);
void mark_disc(const struct canvas *canvas, float x, float y, float radius,
               uint32_t fill);
/* Diagonal lines `pitch` apart (along either side), cut at the rectangle's sides. */
void mark_hatch(const struct canvas *canvas, float x, float y, float width,
                float height, float pitch, uint32_t colour, float line_width);
/* Draws text at most `room` wide: a longer one is set smaller, never cut; no room (0 or
   less) is no limit. What can be cut is a name (names.h). */
void mark_text(const struct canvas *canvas, float x, float y, enum text_anchor anchor,
               enum font_role role, float size, uint32_t colour, float room,
               struct str text);
/* `share` of a colour over white: 1 is the colour itself. */
uint32_t mark_tint(uint32_t colour, float share);
/* The ratio of contrast between two colours (WCAG 2.1, 1.4.3): 1 to 21. */
float mark_contrast(uint32_t a, uint32_t b);
#define MARK_READABLE 4.5f /* contrast of text, WCAG 2.2, 1.4.3 */
/* What can be read on a fill: white as soon as it has MARK_READABLE, for dark fields
   with dark text look dirty; else the ink; else black. */
uint32_t mark_ink_on(uint32_t fill, uint32_t ink);

#endif
