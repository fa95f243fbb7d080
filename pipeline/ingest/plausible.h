/* What can be seen to be odd while a table is read, and not afterwards (rules/rules.h):
   each check has its entry in their table, and a file ingest/plausible_NAME.c that
   defines plausible_NAME. Warnings only. */
#ifndef NQI_INGEST_PLAUSIBLE_H
#define NQI_INGEST_PLAUSIBLE_H

#include "ingest/columns.h"

/* The totals of a file that is read sheet after sheet, and what their parts come to. */
struct totals_file;

struct totals_file *totals_open(struct arena *arena);
/* Compares them, after the last sheet. */
void totals_close(struct totals_file *file, struct diag *diag);

enum totals_kind {
    TOTALS_PART,     /* a row that was read */
    TOTALS_SUBTOTAL, /* 小计: of the rows above it up to the last one, or below it */
    TOTALS_TOTAL
};

/* The total rows of a table and the rows that were read, in their order. */
struct totals {
    struct totals_file *file; /* NULL: the table is all of its file */
    struct totals_row {
        const struct sheet_row *row;
        enum totals_kind kind;
    } * rows;
    size_t count, capacity, part_count;
    bool any; /* one is no part */
};

void totals_add(struct totals *totals, const struct sheet_row *row,
                enum totals_kind kind, struct arena *scratch);

struct plausible_kind {
    struct kind kind;
    /* After each table. `file_indicator` is that of columns without one. */
    void (*check_table)(const struct totals *totals,
                        const struct reading_context *context,
                        const struct table *table, const struct column *columns,
                        uint32_t file_indicator);
};

/* Every check, a line each. */
#define PLAUSIBLE_KINDS(KIND) KIND(totals)

#define PLAUSIBLE_KIND_DECLARE(NAME)                                                   \
    extern const struct plausible_kind plausible_##NAME;
PLAUSIBLE_KINDS(PLAUSIBLE_KIND_DECLARE)
#undef PLAUSIBLE_KIND_DECLARE

extern const struct kind *const plausible_kinds[];

/* All checks of the table. */
void plausible_table(const struct totals *totals, const struct reading_context *context,
                     const struct table *table, const struct column *columns,
                     uint32_t file_indicator);

#endif
