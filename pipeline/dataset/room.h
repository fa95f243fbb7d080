/* What the files of the dataset room share. Not for other rooms. */
#ifndef NQI_DATASET_ROOM_H
#define NQI_DATASET_ROOM_H

#include "dataset/dataset.h"
#include "dataset/id_table.h"

/* Where the newest observations of a series lie once sealed. */
struct run_of_observations {
    size_t first, count;
};

struct dataset {
    struct arena *arena;
    bool sealed;

    /* dictionary.c */
    struct indicator *indicators;
    size_t indicator_count, indicator_capacity;
    struct id_table indicator_codes;
    uint32_t *totals; /* of each indicator: the series without items */
    size_t total_capacity;
    struct area *areas;
    size_t area_count, area_capacity;
    struct id_table area_codes;

    /* series.c */
    struct dimension *dimensions;
    size_t dimension_count, dimension_capacity;
    struct dimension_item *items;
    size_t item_count, item_capacity;
    struct id_table item_codes;
    struct series *series;
    size_t series_count, series_capacity;
    struct id_table series_keys;
    uint32_t *series_order;         /* sealed: ids by indicator, the total first */
    size_t *series_start;           /* sealed: where an indicator's begin in it */
    struct run_of_observations *of; /* sealed: by series */

    /* vintage.c */
    struct vintage *vintages;
    size_t vintage_count, vintage_capacity;
    struct id_table vintage_keys;
    uint32_t *vintage_order; /* sealed: ids, oldest first */

    /* observation.c: of each key the newest, and the older ones beside them */
    struct observation *newest;
    size_t newest_count, newest_capacity;
    struct id_table newest_keys;
    struct observation *older;
    size_t older_count, older_capacity;
    struct id_table older_keys;
    struct str *texts;
    size_t text_count, text_capacity;
    struct id_table text_keys;

    /* dataset.c */
    struct input_file *files;
    size_t file_count, file_capacity;
    struct statement *statements;
    size_t statement_count, statement_capacity;
    struct record_table *records;
    size_t record_count, record_capacity;
    struct appointment *appointments;
    size_t appointment_count, appointment_capacity;
    struct issue *issues;
    size_t issue_count, issue_capacity;
};

/* Called by dataset_seal(), in this order. */
void series_seal(struct dataset *ds);
void vintages_seal(struct dataset *ds);
void observations_seal(struct dataset *ds);

/* Older first, by what each says of its age. 0: they are one vintage, for a day has
   several spellings. */
int vintage_compare(const struct vintage *a, const struct vintage *b);
/* Equal for vintages that are one. */
uint64_t vintage_hash(const struct vintage *v);

#endif
