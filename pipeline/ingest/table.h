/* A sheet as offices lay it out: title and 指标：… lines above, a head of one to
   three rows, a row of units or of column numbers, the body, notes and sources
   below. The table says where each part is; nothing of it is interpreted yet. */
#ifndef NQI_INGEST_TABLE_H
#define NQI_INGEST_TABLE_H

#include "ingest/preamble.h"

/* A row below a text that stands alone: the head, which comes again, or one that is
   data, though the text seemed to be a note. */
struct table_section {
    const struct sheet_row *row, *text;
    bool is_head;
};

struct table {
    const struct sheet *sheet;
    struct preamble preamble;         /* what stands above the head */
    const struct sheet_row *head;     /* its first row */
    size_t left;                      /* blank columns before the first */
    size_t width;                     /* columns that have a name */
    struct str *heads;                /* per column: the head rows joined with "/", by a
                                         blank where one is the other in English */
    struct str *units;                /* per column: from a row of units, or empty */
    const struct sheet_row *unit_row; /* NULL: none */
    const struct sheet_row **body;
    size_t body_count;
    struct str *notes;
    const struct sheet_row **note_rows;
    size_t note_count;
    struct table_section *sections;
    size_t section_count;
    uint32_t again;  /* the line of the head that comes again, the last one; 0: none */
    size_t dropped;  /* repeated heads, column numbers */
    size_t left_out; /* rows of another width, as the profile says */
    bool ragged;     /* there is one for which an error was told */
};

/* Finds the parts. False, after errors, for ragged rows and tables that follow
   each other without a declared range. */
bool table_find(const struct sheet *sheet, const struct source_profile *profile,
                struct arena *arena, struct diag *diag, struct table *out);
/* The value of a line 指标：… by its key, or empty; "" is the title. */
struct str table_metadata(const struct table *table, const char *key);
struct place table_place(const struct table *table, const struct sheet_row *row,
                         size_t column, struct arena *arena);

#endif
