/* Figures as they are printed. A printed figure keeps its identity from the script
   that computed it to the files: which series, area and period it is of, the cells
   that it comes from, its number, unit and status, and an id.

   The way: a script prints a figure into a text as a mark (base/marked.h) with the
   index of its record in a figure_log. Compose takes the marks out again and says
   in the document which bytes of which text print which figure. So a text of the
   document is plain, and doc_figures_runs() tells what stands in it.

   A log and all that it holds live in the arena of its maker, and end with it. */
#ifndef NQI_DOCUMENT_FIGURES_H
#define NQI_DOCUMENT_FIGURES_H

#include "dataset/dataset.h"

struct doc_figure {
    struct str id;     /* in a document: f- and letters and digits, one a figure; the
                          same in every build with the same inputs */
    struct str text;   /* as printed: 约3.6万家, 12.3, — */
    double number;     /* in `unit`, not rounded; NAN if there is none */
    struct str unit;   /* may be empty, whether it is printed or not */
    uint8_t status;    /* enum observation_status */
    uint8_t qualifier; /* enum qualifier */
    struct str
        series; /* its code, or of a computed one the indicator's; may be empty */
    struct str area, period, vintage; /* codes and name; empty where it has no one */
    const struct source_cell *cells;  /* that it comes from, each once */
    size_t cell_count;
    uint64_t identity; /* a hash of what it is and how it was computed from what, not of
                          its number: a revised value keeps it, and only a vintage that
                          was passed over has its own. Of one that comes from no cell
                          and no series and has no name its number is all there is */
};

/* A hash table: open addressing; a slot holds index + 1. */
struct figure_slots {
    uint32_t *items;
    size_t capacity; /* a power of two, or 0 */
};

/* What was printed so far, in order. */
struct figure_log {
    struct arena *arena;
    struct doc_figure *items;
    size_t count, capacity;
    struct figure_slots slots;
};

/* The index of a copy of `figure`, made at its first print: the same figure printed
   as the same text has one index, so that its marked texts are equal. Strings and
   cells are borrowed and must live as long as the log. */
size_t figure_log_add(struct figure_log *log, const struct doc_figure *figure);

/* Bytes [start, end) of a text print a figure. */
struct doc_run {
    size_t start, end;
    const struct doc_figure *figure;
};

/* The figures of one document, and the texts that they stand in. */
struct doc_figures;

/* Lives in `arena`. */
struct doc_figures *doc_figures_open(struct arena *arena);
/* A copy of `figure` with its id. The same figure printed twice is one figure; two
   that only look alike (equal identity, but another number, status, qualifier, unit or
   cell) get ids of their own, by the order of their first print. */
const struct doc_figure *doc_figures_add(struct doc_figures *figures,
                                         const struct doc_figure *figure);
/* All of them in order of their first print. */
const struct doc_figure *const *doc_figures_all(const struct doc_figures *figures,
                                                size_t *count);
/* How its status is written, as in input/ and Lua; its qualifier, NULL without one. */
const char *doc_figure_status(const struct doc_figure *figure);
const char *doc_figure_qualifier(const struct doc_figure *figure);
/* Where its i-th cell stands, in the dataset that it was computed from. */
struct place doc_figure_cell(const struct doc_figure *figure, size_t i,
                             const struct dataset *dataset, struct arena *arena);
/* Says which figures the bytes of `text` print. A text is known by its address: it
   must not be empty and live as long as the document. The runs are copied. */
void doc_figures_set_runs(struct doc_figures *figures, struct str text,
                          const struct doc_run *runs, size_t count);
/* What a text of the document prints (a cell, a caption, a note, an OBJECT_PRINTED
   …), in order; NULL if nothing. */
const struct doc_run *doc_figures_runs(const struct doc_figures *figures,
                                       struct str text, size_t *count);
/* The figure that prints the byte at `p`, which lies in a text of the document; NULL if
   none does. Looks through all texts: for messages. */
const struct doc_figure *doc_figures_at(const struct doc_figures *figures,
                                        const char *p);
/* The figure that makes up all of a text, or NULL. */
const struct doc_figure *doc_figures_of(const struct doc_figures *figures,
                                        struct str text);

#endif
