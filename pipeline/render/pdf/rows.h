/* Rows of a table become boxes, once table.c has measured its columns: what the two
   share. */
#ifndef NQI_RENDER_PDF_ROWS_H
#define NQI_RENDER_PDF_ROWS_H

#include "render/grid.h"
#include "render/pdf/layout.h"

#define TABLE_PADDING 4.25f /* points at each side of a cell: 1.5 mm */

struct column {
    float natural, least; /* without padding */
    float body;           /* natural width of the cells below the heads */
    float whole, part;    /* widest figure before and from the decimal point on */
    float x, width;       /* with padding; set for the part being made */
    bool shown;
};

/* A cell whose words are set. */
struct cell_set {
    struct paragraph words;
    struct tag *tag;
    const struct theme_text *text;
    float shift; /* of the lines, to the decimal point */
};

struct table_layout {
    struct layout *layout;
    const struct doc_table *table;
    struct grid head, body;
    struct column *columns;
    float width;    /* of the part being made */
    bool continued; /* a later part of a table split by columns */
    struct theme_text text, head_text, strong;
    struct cell_set *sets; /* working memory of a row */
    size_t set_capacity;
    struct tag **head_tags; /* by row and column, where heads span columns; else NULL */
};

/* Where a number's decimal point is (its length if it has none), or STR_NOT_FOUND
   if the text is no number: —, …, a word. */
size_t table_decimal_point(struct str text);
/* Boxes of the columns that are shown: caption, heads, rows, notes. */
void table_boxes(struct table_layout *t, bool last_part);

#endif
