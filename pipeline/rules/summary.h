/* series.csv of a release: what each file gives of each series, in a line. Written with
   every release, read when the next one is made. All strings in the arena. */
#ifndef NQI_RULES_SUMMARY_H
#define NQI_RULES_SUMMARY_H

#include "dataset/dataset.h"

/* The values of one period, or of one area: equal values, equal hash. */
struct summary_mark {
    struct str code;
    uint32_t hash;
};

struct summary_marks {
    struct summary_mark *list;
    size_t count, capacity;
};

/* A file of records has no series, and its rows are counted. */
struct summary {
    struct str series, name, unit, file;
    struct str first, last; /* periods */
    size_t count;           /* values */
    struct str low, high;   /* decimals; empty where no value is a number */
    struct summary_marks periods, areas;
};

/* In byte order of series and file. */
struct summary *summaries_of(const struct dataset *ds, struct arena *arena,
                             size_t *count);
struct summary *summaries_read(struct str text, struct arena *arena, size_t *count);

/* The line of a series and file, or NULL. */
const struct summary *summaries_find(const struct summary *list, size_t count,
                                     struct str series, struct str file);
/* The lines of a series: the first and how many. */
const struct summary *summaries_of_series(const struct summary *list, size_t count,
                                          struct str series, size_t *lines);
/* The mark of a code, or NULL. */
const struct summary_mark *summary_mark_find(const struct summary_marks *marks,
                                             struct str code);

#endif
