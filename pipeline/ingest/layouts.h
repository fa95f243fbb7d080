/* Layouts of CSV files: each one's entry in their table. The file ingest/layout_NAME.c
   defines layout_NAME: how a file is read, what its rows and columns are, and how
   `nqi sniff` knows one.

   A layout of observations is only a default: a column is a key (area, indicator,
   period), a side column (unit, status, …) or values, and what its profile, row, head,
   file name or 指标：… line says is put together. What neither rows nor columns say
   must be declared. */
#ifndef NQI_INGEST_LAYOUTS_H
#define NQI_INGEST_LAYOUTS_H

#include "ingest/rows.h"

/* How many cells of a column, or heads, are what. */
struct tally {
    size_t filled, areas, indicators, periods, numbers;
};

/* What is known of a file that nobody has declared. */
struct sniffed {
    const struct table *table;
    const struct tally *columns; /* each column's cells */
    struct tally heads;          /* without the first */
    const enum role *usual;      /* each column's role by its head, or ROLE_SKIP */
};

struct layout_kind {
    struct kind kind;
    /* One file; `facts` names it in the dataset. Reports; false after errors. NULL: the
       file is known, and deliberately not read. */
    bool (*read)(struct reading_context *context, const struct sheet *sheet,
                 const struct file_facts *facts);
    bool raw; /* every line is data: no title, note or total is set aside */

    /* Of observations. The columns are known by their own names, one row a figure:
       such files are read in blocks if they are long. */
    bool named;
    /* Else the first column that is not declared is this key of the rows, and the heads
       of the others are this key of the columns. */
    enum role rows, heads;
    /* Reads such a head into *column, whose role is ROLE_VALUE; false after errors. */
    bool (*read_head)(const struct reading_context *context, const struct table *table,
                      size_t index, struct column *column);

    /* Why the file is of this layout, in a few words for sources.lua, or NULL. The
       layouts are asked in the order of the table. */
    const char *(*sniff)(const struct sniffed *file);
};

/* Every layout, a line each; `records` takes any file, so it is asked after those that
   know theirs. */
#define LAYOUT_KINDS(KIND)                                                             \
    KIND(long)                                                                         \
    KIND(area_by_period)                                                               \
    KIND(area_by_indicator)                                                            \
    KIND(indicator_by_period)                                                          \
    KIND(period_by_area)                                                               \
    KIND(indicator_by_area)                                                            \
    KIND(period_by_indicator)                                                          \
    KIND(statements)                                                                   \
    KIND(records)                                                                      \
    KIND(ignore)

#define LAYOUT_KIND_DECLARE(NAME) extern const struct layout_kind layout_##NAME;
LAYOUT_KINDS(LAYOUT_KIND_DECLARE)
#undef LAYOUT_KIND_DECLARE

/* `read` of all layouts of observations. */
bool layouts_read_table(struct reading_context *context, const struct sheet *sheet,
                        const struct file_facts *facts);
/* True if at least half of what is filled is `part`. */
bool layouts_most(size_t part, size_t filled);
/* Where a row of a plain table stands, for statements and records. */
struct source_cell layouts_cell(const struct sheet *sheet, const struct sheet_row *row,
                                uint32_t file, size_t column);

#endif
