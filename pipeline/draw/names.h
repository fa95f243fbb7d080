/* Names in a picture: set smaller down to NAME_LEAST, then in two lines where there is
   room for them, then cut, and a note below the picture gives them whole. The note is
   written before any picture is drawn and is the same in every format, so what is cut
   is found without a font, from an estimate of the length. Lengths of text are in ems
   of the type; x, y, sizes and rooms in points. */
#ifndef NQI_DRAW_NAMES_H
#define NQI_DRAW_NAMES_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/catalogue.h"
#include "draw/canvas.h"

#define NAME_LEAST 6.5f   /* points: smaller words cannot be read */
#define NAME_WIDTH 440.0f /* of the text of a page, at least, in points */

/* About how long a text is, in ems: more than it is in most faces. */
float name_ems(struct str text);

/* Puts the name in one line or, from `ems` ems on and if `two` says so, in two; what
   has more than `ems` in the last one ends in "…". Returns whether it is cut; `second`
   stays empty if one is enough, and may be NULL if `two` is false. */
bool name_lines(struct str name, float ems, bool two, struct buf *first,
                struct buf *second);

/* Draws the lines of a name, at most `room` wide, around the middle of a line at y. */
void name_draw(const struct canvas *canvas, float x, float y, enum text_anchor anchor,
               enum font_role role, float size, uint32_t colour, float room, float ems,
               bool two, struct str name);

/* How wide its lines are then, where type of `size` need not be set smaller. */
float name_width(const struct canvas *canvas, enum font_role role, float size,
                 float ems, bool two, struct str name);

/* The names that a picture cuts. */
struct names {
    struct str list[20]; /* of more so many are told */
    size_t count;
};

/* Takes a name, once, if it is cut. */
void names_add(struct names *names, struct str name, float ems, bool two);
/* The note that gives them whole, behind what else is said of the picture; empty if
   both are. In the arena. */
struct str names_note(const struct names *names, struct str before,
                      struct catalogue words, struct arena *arena);

#endif
