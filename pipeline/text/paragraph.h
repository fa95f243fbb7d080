/* Setting a paragraph: spans of text in their faces become lines of positioned
   glyphs, justified, every character accounted for. Lengths in points. */
#ifndef NQI_TEXT_PARAGRAPH_H
#define NQI_TEXT_PARAGRAPH_H

#include "base/arena.h"
#include "base/diag.h"
#include "text/fonts.h"
#include <stdbool.h>

struct span {
    struct str text;
    enum font_role role;
    float size;
    uint32_t colour;
    float rise;       /* of the baseline: superscripts */
    float tracking;   /* added after each character */
    bool glued;       /* no line break before it: note marks */
    const void *user; /* whose text it is: handed on to the runs */
};

enum text_align { TEXT_JUSTIFY, TEXT_LEFT, TEXT_CENTRE, TEXT_RIGHT };

struct paragraph_style {
    float width;
    float indent; /* of the first line */
    enum text_align align;
    bool balance; /* lines of even length, between words: titles */
    bool words;   /* lines end between words where they can, not in brackets: cells */
    /* Where byte `at` of a span's text comes from, for messages; NULL: `place`. */
    struct place (*origin)(void *context, struct str text, size_t at,
                           struct place place);
    void *context;
};

struct run_glyph {
    uint16_t id;
    uint16_t bytes; /* of the run's text; 0: part of the glyph before */
    float advance;  /* to the next glyph, in points, justification included */
};

/* Glyphs of one face and size on one baseline. */
struct text_run {
    float x;    /* from the left edge of the paragraph */
    float rise; /* above the line's baseline */
    float size;
    uint32_t colour;
    uint8_t face;
    bool spaced; /* has white inside that looks like a space and is none */
    const void *user;
    struct run_glyph *glyphs;
    size_t count;
    struct str text;
};

struct text_line {
    struct text_run *runs;
    size_t count;
    float x, width;  /* of what is drawn; hanging spaces do not count */
    size_t from, to; /* bytes of the paragraph's text, hanging spaces included */
};

struct paragraph {
    struct text_line *lines;
    size_t count;
    struct str text; /* of all spans */
    float natural;   /* width of the text on one line */
};

/* False after reporting, at `place`, a character that no font has, or a text that
   does not fit in `width` even when broken anywhere. What `out` points to is in
   the arena, but the text of a single span, which is borrowed. */
bool paragraph_set(const struct fonts *fonts, const struct span *spans, size_t count,
                   const struct paragraph_style *style, struct arena *arena,
                   struct place place, struct diag *diag, struct paragraph *out);
/* From this width on a text takes so many lines. */
struct paragraph_step {
    float width;
    size_t lines;
};

struct paragraph_steps {
    float least;                  /* its longest piece: narrower, words would be cut */
    struct paragraph_step *steps; /* falling widths: first that of its natural lines */
    size_t count;
};

/* The steps of a text between `most`, if it is wider, and `least`, or its longest piece
   if that is wider. style->width says nothing. False if a character has no font, which
   paragraph_set() reports. In the arena. */
bool paragraph_measure(const struct fonts *fonts, const struct span *spans,
                       size_t count, const struct paragraph_style *style, float least,
                       float most, struct arena *arena, struct paragraph_steps *out);

#endif
