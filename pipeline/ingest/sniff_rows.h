/* Names of a file that the dictionaries do not know, and the rows that would make them
   known: for nqi sniff. All of it lives in the arena that it is made in. */
#ifndef NQI_INGEST_SNIFF_ROWS_H
#define NQI_INGEST_SNIFF_ROWS_H

#include "ingest/columns.h"

struct new_row {
    struct str text; /* as the file has it */
    struct str code, name, unit;
    struct str aliases; /* of a dimension: what its total is called */
    uint32_t dimension; /* of an item: counts the dataset's first, then the new ones */
};

struct new_rows {
    struct new_row *rows;
    size_t count, capacity;
};

struct unknown {
    struct new_rows indicators, areas, dimensions, items;
    struct str area_level; /* of the new areas */
};

/* The row of this text, or NULL. */
struct new_row *sniff_rows_find(const struct new_rows *rows, struct str text,
                                uint32_t dimension);
/* Adds a row for the text, which none has yet; its code is the text's own, or made of
   it, or of `other` ("AREA"), and new to dictionaries and rows. */
struct new_row *sniff_rows_add(struct unknown *unknown, struct new_rows *rows,
                               struct str text, const char *other, uint32_t dimension,
                               const struct dataset *ds, struct arena *arena);
/* True for what offices call all items of a dimension together: insgesamt, SEX_T. */
bool sniff_rows_is_total(struct str words, struct arena *arena);
size_t sniff_rows_count(const struct unknown *unknown);
/* Adds them to a dataset that has the dictionaries. */
void sniff_rows_enter(const struct unknown *unknown, struct dataset *ds,
                      struct diag *diag);
/* Writes them as rows of the project's dictionaries, in comments of Lua, which are in
   the language of `diag`. */
void sniff_rows_print(const struct unknown *unknown, int dir, const struct dataset *ds,
                      struct arena *arena, const struct diag *diag, struct buf *out);

#endif
