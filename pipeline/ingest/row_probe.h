/* What single cells of a row say: read as the rows of a table are (ingest/rows.h), but
   quietly and one fact at a time. For rows that are known again by their texts
   (ingest/scan.h). False of a fact: the row is for the usual way, because there is
   anything to be told of it but a note, or more than this fact says. */
#ifndef NQI_INGEST_ROW_PROBE_H
#define NQI_INGEST_ROW_PROBE_H

#include "ingest/sample.h"
#include "ingest/sums.h"

/* A cell of the file; its column from the file's width on: one of the table, as it is
   made. */
struct probe_text {
    size_t column;
    struct str text;
};

struct row_probe;

/* In the arena; borrows all. NULL if the head cannot be read. */
struct row_probe *row_probe_open(const struct reading_context *context,
                                 const struct sample *sample,
                                 const struct file_facts *facts, struct arena *arena);
void row_probe_close(struct row_probe *probe);
/* The row that has these cells and no others, for the questions that follow. */
void row_probe_set(struct row_probe *probe, const struct probe_text *texts,
                   size_t count);

/* The text of a column of the table, which is kept. */
struct str row_probe_text(const struct row_probe *probe, size_t column);

/* Of the values in the column `value` of the table. */
bool row_probe_area(struct row_probe *probe, size_t value, uint32_t *area);
bool row_probe_series(struct row_probe *probe, size_t value, uint32_t *indicator,
                      struct item_set *items);
/* Without a name the vintage is none; *base: from what the period was derived. */
bool row_probe_period(struct row_probe *probe, size_t value, struct period *base,
                      struct period *period, struct vintage *vintage);
/* *unit is empty if the row says none. */
bool row_probe_unit(struct row_probe *probe, size_t value, struct str *unit,
                    int *power);
/* *state: as in ingest/sums.h. */
bool row_probe_status(struct row_probe *probe, size_t value, uint8_t *state);
/* The state of a cell that holds a sign for a number that is not there, or SUMS_STATES:
   it stands for zero; with `flag` of one that holds the number 1 and something behind
   it. */
bool row_probe_sign(struct row_probe *probe, struct str cell, bool flag,
                    uint8_t *state);
/* Whether the row is among those that the profile asks for. */
bool row_probe_wanted(struct row_probe *probe);
/* What was told by the last question: notes on a row that is read (of a state), or,
 *with left, the one by which it is left out as its source declares. NULL: anything
 *else. */
const struct diag_entry *row_probe_told(const struct row_probe *probe, size_t *count,
                                        bool *left);
/* Whether a column that is not read says that the row is of a part. */
bool row_probe_is_part(struct row_probe *probe);
/* Whether a row is data that has these cells and is else as the first one is. */
bool row_probe_data(struct row_probe *probe);
/* The readings that the texts of areas and periods leave open (ingest/doubt.h). */
void row_probe_doubts(const struct row_probe *probe, struct doubt *codes,
                      struct doubt *years);

#endif
