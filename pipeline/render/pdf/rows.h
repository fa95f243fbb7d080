/* Rows of a table become boxes, once table.c has measured its columns: what the files
   of tables share. */
#ifndef NQI_RENDER_PDF_ROWS_H
#define NQI_RENDER_PDF_ROWS_H

#include "render/grid.h"
#include "render/pdf/layout.h"

#define WRAPPED_WHITE 1.2f /* points above and below a row of several lines */

struct cell_steps;

struct column {
    float natural, least; /* without padding: on one line; of its longest word */
    float whole, part;    /* widest figure before and from the decimal point on */
    bool mixed;           /* in several units: not set to the point */
    bool words;           /* has cells of words */
    float x, width;       /* with padding; set for the part being made */
    bool shown;
};

struct table_layout {
    struct layout *layout;
    const struct doc_table *table;
    struct grid head, body;
    struct column *columns;
    struct theme_text text, head_text, strong, group;
    float padding; /* at each side of a cell */
    float close; /* of the usual: the white of rows and, in text, their lines' pitch */
    struct cell_steps *steps; /* of what can be broken, once it is asked for */
    size_t step_count, step_capacity;
    bool stepped;
    float x, width;                /* of the part being made */
    bool continued;                /* a later part of a table split by columns */
    const struct table_part *part; /* what its parts on pages begin and end with */
    struct cell_set *sets;         /* working memory of a row */
    size_t set_capacity;
    struct tag **head_tags; /* by row and column, where heads span columns; else NULL */
};

/* Boxes of the columns that are shown: caption, heads, rows, notes. */
void table_boxes(struct table_layout *t, bool last_part);

#endif
