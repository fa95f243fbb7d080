/* What single cells of a row say: read as the rows of a table are (ingest/rows.h), but
   quietly and one fact at a time. For rows that are known again by their texts
   (ingest/scan.h). False of a fact: the row is for the usual way, because there is
   anything to be told of it, or more than this fact says. */
#ifndef NQI_INGEST_ROW_PROBE_H
#define NQI_INGEST_ROW_PROBE_H

#include "ingest/sample.h"

/* A cell of the file. */
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

bool row_probe_area(struct row_probe *probe, uint32_t *area);
bool row_probe_series(struct row_probe *probe, uint32_t *indicator,
                      struct item_set *items);
bool row_probe_period(struct row_probe *probe, struct period *period);
/* *unit is empty if the row says none. */
bool row_probe_unit(struct row_probe *probe, struct str *unit, int *power);
bool row_probe_status(struct row_probe *probe, uint8_t *status);
/* Whether a column that is not read may say that its row is of a part; if the cells say
   so. */
bool row_probe_sees_parts(const struct row_probe *probe);
bool row_probe_is_part(struct row_probe *probe);
/* Whether a row is data that has these cells and is else as the first one is. */
bool row_probe_data(struct row_probe *probe);
/* The readings that the texts of areas and periods leave open (ingest/doubt.h). */
void row_probe_doubts(const struct row_probe *probe, struct doubt *codes,
                      struct doubt *years);

#endif
