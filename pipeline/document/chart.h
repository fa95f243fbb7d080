/* What a kind of chart is: its entry in the table of chart kinds. The file
   draw/NAME.c defines chart_NAME with everything that the program knows of the kind:
   what its data are (compose reads them by this description), when there is nothing
   to draw, and the picture.

   Data that no other kind has: a struct of the kind's own that begins with a struct
   doc_chart, `size` bytes, with offsets of its fields in the lists below. */
#ifndef NQI_DOCUMENT_CHART_H
#define NQI_DOCUMENT_CHART_H

#include "base/kind.h"
#include "document/document.h"

struct canvas;

enum chart_value {
    CHART_TEXT,   /* struct str; empty if absent */
    CHART_WORDS,  /* the same, of a whole number or a figure too */
    CHART_NUMBER, /* double; NAN if absent or false */
    CHART_PLACE,  /* double, one of the chart's labels: a whole number from 1 */
    CHART_GRID,   /* int, a row or column of a grid: 0 to 99; −1 if absent */
    CHART_FLAG,   /* bool; false if absent */
    CHART_TEXTS,  /* struct str *, and a size_t that counts at `count` */
    CHART_NUMBERS /* double *, one for each of the chart's labels; false is NAN */
};

/* One field of a plain Lua table. */
struct chart_field {
    const char *name;
    size_t offset;
    size_t count; /* of CHART_TEXTS */
    enum chart_value value;
    bool required; /* absent or empty is an error */
};

/* A list of tables with the same fields: items = { { label = …, value = … }, … }. */
struct chart_list {
    const char *name, *one; /* items, item: for messages */
    size_t offset, count;   /* in the chart: of the array, of the size_t that counts */
    size_t size;            /* of one */
    const struct chart_field *fields; /* offsets in one; ended by no name */
};

/* Of a member of a struct, which has its name in Lua. */
#define CHART_FIELD(STRUCT, MEMBER, VALUE)                                             \
    .name = #MEMBER, .value = (VALUE), .offset = offsetof(struct STRUCT, MEMBER)
#define CHART_LIST(STRUCT, MEMBER, COUNT, ONE)                                         \
    .name = #MEMBER, .one = (ONE), .offset = offsetof(struct STRUCT, MEMBER),          \
    .count = offsetof(struct STRUCT, COUNT),                                           \
    .size = sizeof *((struct STRUCT *)0)->MEMBER

struct chart_kind {
    struct kind kind;
    /* lua/nqi/charts/MAKER.lua makes the data of what a template's block says. */
    const char *maker;
    bool from_zero; /* unless the template says otherwise */
    size_t size;    /* of the kind's struct, at least that of a doc_chart */
    /* Of the chart itself, ended by no name, or NULL. */
    const struct chart_field *fields;
    /* The same, ended by no name; read after the fields. */
    const struct chart_list *lists;
    /* False if nothing would be seen: a chart without any value. */
    bool (*drawable)(const struct doc_chart *chart);
    /* In points, at this width; needs no canvas, since pages are laid out first. */
    float (*height)(const struct doc_chart *chart, float width);
    float gives; /* of that height, 0 … 1: how much lower it can be drawn */
    /* NULL, or a note that says what of the data is not drawn or not named; empty if
       all is. In the arena. */
    struct str (*leaves_out)(const struct doc_chart *chart, struct arena *arena);
    /* NULL, or a sentence that the picture's alternative text goes on with, for what
       the picture has beside the data as the template gives them; empty if nothing. In
       the arena. */
    struct str (*also_shows)(const struct doc_chart *chart, struct arena *arena);
    /* From (0, 0) to (width, height). */
    void (*draw)(const struct doc_chart *chart, const struct theme *theme, float width,
                 float height, const struct canvas *canvas);
};

/* Every kind, a line each. */
#define CHART_KINDS(KIND)                                                              \
    KIND(bars)                                                                         \
    KIND(lines)                                                                        \
    KIND(tiles)

#define CHART_KIND_DECLARE(NAME) extern const struct chart_kind chart_##NAME;
CHART_KINDS(CHART_KIND_DECLARE)
#undef CHART_KIND_DECLARE

extern const struct kind *const chart_kinds[];

#endif
