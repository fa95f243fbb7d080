/* The words of a table's cells: how they look, how narrow they can be, and their
   lines. */
#ifndef NQI_RENDER_PDF_CELL_H
#define NQI_RENDER_PDF_CELL_H

#include "render/pdf/rows.h"

/* A cell whose words are set. */
struct cell_set {
    struct paragraph words;
    struct tag *tag;
    const struct theme_text *text;
    float shift; /* of the lines, to the decimal point */
};

/* Where a number's decimal point is (its length if it has none), or STR_NOT_FOUND
   if the text is no number: —, …, a word. */
size_t cell_decimal_point(struct str text);
/* True for a number that stands at the right or in the middle: it never wraps. */
bool cell_is_number(const struct doc_cell *cell);
/* The type of a cell of the body. */
const struct theme_text *cell_text(const struct table_layout *t,
                                   const struct doc_row *row,
                                   const struct doc_cell *cell);
/* The width of a cell whose words stand on the lines that they have of themselves, the
   unit of a head on its own one; indented or not. */
float cell_natural(const struct table_layout *t, const struct doc_cell *cell,
                   const struct theme_text *text, bool head);
/* Its steps down to `least`, the indent not in them. */
struct paragraph_steps cell_measure(const struct table_layout *t,
                                    const struct doc_cell *cell,
                                    const struct theme_text *text, bool head,
                                    float least);
/* Where a row stands in the template. */
struct place cell_place(const struct table_layout *t, const struct doc_row *row);
/* The ground of a cell with heat, or that alarms. */
uint32_t cell_fill(const struct theme *theme, const struct doc_cell *cell);
float cell_indent(const struct table_layout *t, const struct doc_cell *cell);
/* Sets the words in `width`, their indent in it. `tag` is the cell's, or NULL. */
struct cell_set cell_lines(const struct table_layout *t, const struct doc_row *row,
                           const struct doc_cell *cell, const struct theme_text *text,
                           size_t column, float width, bool head, struct tag *tag);

#endif
