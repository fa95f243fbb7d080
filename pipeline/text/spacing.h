/* The white space of Chinese typesetting (after W3C's "Requirements for Chinese
   Text Layout", 3.1.6 and 3.2): full-width punctuation gives up its empty half
   next to other punctuation and at a line's edges, and a little white parts Han
   from Latin letters and figures: less than the quarter of an em that is said there,
   for programs that extract text take more than a tenth for a space. */
#ifndef NQI_TEXT_SPACING_H
#define NQI_TEXT_SPACING_H

#include <stdbool.h>
#include <stdint.h>

enum text_class {
    CLASS_HAN,    /* ideographs, kana, and what behaves like them */
    CLASS_LATIN,  /* letters, figures and the signs that belong to them */
    CLASS_SPACE,  /* word spaces */
    CLASS_OPEN,   /* opening marks: empty on the left */
    CLASS_CLOSE,  /* closing marks, comma, full stop: empty on the right */
    CLASS_MIDDLE, /* interpunct */
    CLASS_DASH,   /* —— and …… */
    CLASS_OTHER,  /* no rule */
    CLASS_BREAK   /* a forced line break */
};

/* em: what looks like a space to other programs is a tenth, less what rounding adds */
#define SPACING_WORD 0.098f
#define SPACING_GAP 0.09f  /* em between Han and Latin */
#define SPACING_HALF 0.5f  /* em that a full-width mark can give up */
#define SPACING_FULL 0.75f /* a mark narrower than this (em) is not full-width */

enum text_class spacing_class(uint32_t cp);
/* Em to take off the right of a character of class `left`, standing before one of
   class `right`. */
float spacing_trim_right(enum text_class left, enum text_class right);
/* Em to take off the left of a character of class `right`, standing after one of
   class `left`. */
float spacing_trim_left(enum text_class left, enum text_class right);
/* Em to add between them. */
float spacing_gap(enum text_class left, enum text_class right);

#endif
