/* What the texts of a file that is read in blocks mean, found out once for all threads:
   the resolver of their scanners (ingest/scan.h). */
#ifndef NQI_INGEST_BULK_NAMES_H
#define NQI_INGEST_BULK_NAMES_H

#include "dataset/period_set.h"
#include "ingest/row_probe.h"
#include "ingest/scan.h"

struct bulk_names;

/* Borrows all; `context` as it is when the rows are read. NULL if the head cannot be
   read. */
struct bulk_names *bulk_names_open(const struct reading_context *context,
                                   const struct sample *sample,
                                   const struct file_facts *facts, struct arena *arena);
void bulk_names_close(struct bulk_names *names);
/* For struct scan_layout, whose context is the struct bulk_names. */
scan_resolver bulk_names_resolve;
scan_maker bulk_names_make;
scan_unit bulk_names_unit;
/* When a value is of: its period, and the vintage of which it is (an id). */
struct moment {
    struct period period;
    uint32_t vintage;
    struct period base; /* from which the period was derived; itself: from none */
};

/* The id of what an observation is of, or SCAN_UNKNOWN if no row has it. */
uint32_t bulk_names_moment(const struct bulk_names *names, struct period period,
                           const struct vintage *vintage);
uint32_t bulk_names_series(const struct bulk_names *names, const struct series *series);
/* A unit that rows say, or empty. */
struct str bulk_names_unit_text(const struct bulk_names *names, uint32_t unit);
/* All of them, by their ids; the first vintage is none. */
const struct moment *bulk_names_moments(const struct bulk_names *names, size_t *count);
const struct vintage *bulk_names_vintages(const struct bulk_names *names,
                                          size_t *count);
size_t bulk_names_series_count(const struct bulk_names *names);
uint32_t bulk_names_indicator(const struct bulk_names *names, uint32_t series);
/* The series of the dataset, by their ids, made where they are new; in the arena. */
const uint32_t *bulk_names_intern(const struct bulk_names *names, struct dataset *ds,
                                  struct arena *arena);
/* What a remark (SCAN_REMARK) tells of each row that it is of; in the place only the
   column holds. */
const struct diag_entry *bulk_names_remark(const struct bulk_names *names,
                                           size_t number, size_t *count);
/* Text of the file that was not looked up: it counts for bulk_names_are_sure(). */
void bulk_names_see(struct bulk_names *names, struct str text);
/* The same of a row that was not scanned. */
void bulk_names_see_row(struct bulk_names *names, const struct sheet_row *row);
/* False if a text has two readings that no other one of the file settles, those in the
   context's own doubts counted, or would have made another table: for the usual way. */
bool bulk_names_are_sure(const struct bulk_names *names,
                         const struct reading_context *context);

#endif
