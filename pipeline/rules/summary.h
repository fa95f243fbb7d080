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
    struct str family;      /* of the file; empty in a line that was read */
    struct str first, last; /* periods */
    size_t count;           /* values */
    struct str low, high;   /* decimals; empty where no value is a number */
    struct summary_marks periods, areas;
};

/* In byte order of series and file. */
struct summary *summaries_of(const struct dataset *ds, struct arena *arena,
                             size_t *count);

/* Calls each() with the lines of every series, as series.csv has them and in its order:
   first those of records, whose series is empty. The texts hold during the call. */
void summaries_walk(const struct dataset *ds,
                    void (*each)(void *context, struct str series, struct str lines),
                    void *context);
/* Where the lines of a series.csv begin: 0 if it has no head, or another one. */
size_t summaries_begin(struct str text);
/* The lines of the next series from *at on, which goes on behind them, and its code;
   false at the end. */
bool summaries_next(struct str text, size_t *at, struct arena *arena,
                    struct str *series, struct str *lines);

struct summary_list {
    struct summary *list;
    size_t count, capacity;
};
/* Adds what such lines say. The strings stay where the text is. */
void summaries_add(struct summary_list *out, struct str lines, struct arena *arena);

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
