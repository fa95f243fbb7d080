/* The lines above the head of a table: its title, and what is said as 指标：…,
   时间：…, 单 位 ： 万张. Everything is borrowed from the sheet or in the arena that
   preamble_take() is given. */
#ifndef NQI_INGEST_PREAMBLE_H
#define NQI_INGEST_PREAMBLE_H

#include "dataset/profile.h"
#include "ingest/csv_sheet.h"

struct preamble_line {
    struct str key; /* 指标, 时间, 单位, without blanks; empty: a line of the title */
    struct str value;
    const struct sheet_row *row;
    size_t column;
    bool distant; /* above other tables or columns than those of the entry: believed
                     where these say nothing, never held against them */
};

struct preamble {
    struct preamble_line *lines;
    size_t count, capacity;
};

/* True if the row stands above the head; what it says is kept. `widest`: how many
   cells of the fullest row are filled. */
bool preamble_take(struct preamble *preamble, const struct sheet_row *row,
                   size_t widest, const struct source_profile *profile,
                   struct arena *arena);
/* What the rows of the file say that stand above all of its tables, or beside the
   columns that are read, of which the entry's table is one: its unit, and of tables
   side by side what else their own lines do not say. */
void preamble_take_above(struct preamble *preamble, const struct sheet *sheet,
                         const struct source_profile *profile, struct arena *arena);
/* Keeps what a row below the head says of the unit alone: 单位：万张. False if it says
   something else. */
bool preamble_take_unit(struct preamble *preamble, const struct sheet_row *row,
                        struct arena *arena);
/* The unit of a text such as 单位：万张; false if it names none, or more than that. */
bool preamble_unit(struct str text, struct str *unit);
/* The same of a line that stands alone, in other words, too: 以上单位：万张. */
bool preamble_line_unit(struct str text, struct str *unit);
/* The first line of that key with a value ("" is the title); NULL if there is none. */
const struct preamble_line *preamble_find(const struct preamble *preamble,
                                          const char *key);
/* True for 2023年, which is a period although 年 is a unit too; a bare 2023 may be a
   value. */
bool preamble_is_period(struct str text, const struct source_profile *profile,
                        struct arena *arena);

#endif
