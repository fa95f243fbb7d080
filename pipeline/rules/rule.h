/* What the files of the rules room share: a rule, what it runs over, how it reports. */
#ifndef NQI_RULES_RULE_H
#define NQI_RULES_RULE_H

#include "rules/rules.h"

/* The values of one series, by area and time, as dataset_of_series() has them. */
struct rule_series {
    uint32_t id;
    const struct indicator *indicator;
    const struct observation *o;
    size_t count;
    const double *value; /* NaN where there is no number */
    /* The same by period and area, made by rule_by_period(): indices into `o`, where
       each period's begin (one more than there are periods), the period of each of `o`;
       the periods in order of time. */
    uint32_t *order, *start, *period_of;
    struct period *periods;
    size_t period_count;
    struct neighbours *neighbours; /* what neighbours.c measured, or NULL */
};

struct rule_run;

struct rule_kind {
    struct kind kind;
    enum diag_severity severity;
    double limit;     /* what a project may set instead; 0: it has none */
    const char *hint; /* what to do about a finding */
    bool of_release;  /* compares with the last release */
    bool partial;     /* finds that areas or periods are missing */
    /* Either over each series that has values, or once. */
    void (*check_series)(struct rule_run *run, struct rule_series *series);
    void (*check)(struct rule_run *run);
};

/* Every rule, a line each. */
#define RULE_KINDS(KIND)                                                               \
    KIND(negative)                                                                     \
    KIND(negative_amount)                                                              \
    KIND(whole)                                                                        \
    KIND(share)                                                                        \
    KIND(growth)                                                                       \
    KIND(rank)                                                                         \
    KIND(parts)                                                                        \
    KIND(part)                                                                         \
    KIND(area_parts)                                                                   \
    KIND(ratio)                                                                        \
    KIND(published_share)                                                              \
    KIND(published_rank)                                                               \
    KIND(coverage)                                                                     \
    KIND(gap)                                                                          \
    KIND(order)                                                                        \
    KIND(far)                                                                          \
    KIND(edition)                                                                      \
    KIND(unit_jump)                                                                    \
    KIND(jump)                                                                         \
    KIND(exchanged)                                                                    \
    KIND(falling)                                                                      \
    KIND(cumulation)                                                                   \
    KIND(span)                                                                         \
    KIND(repeated)                                                                     \
    KIND(gone)                                                                         \
    KIND(ended)                                                                        \
    KIND(shrunken)                                                                     \
    KIND(magnitude)                                                                    \
    KIND(changed)

#define RULE_KIND_DECLARE(NAME) extern const struct rule_kind rule_##NAME;
RULE_KINDS(RULE_KIND_DECLARE)
#undef RULE_KIND_DECLARE

/* Whom a finding is about. */
struct rule_about {
    bool given;            /* else the area of the cell that it is reported at */
    const uint32_t *areas; /* ids */
    size_t count;          /* 0: all areas */
};

struct rule_run {
    const struct rules_input *input;
    const struct dataset *ds;
    struct diag *diag;
    struct arena *arena;                   /* for one rule or one series */
    struct arena *own;                     /* as long as the run */
    const struct release_changes *release; /* NULL: not compared yet */
    const struct rule_kind *kind;
    size_t looked; /* values that the rule looked at */
    struct rules_outcome *outcome;
    struct rule_about about; /* the next finding */
};

/* The limit of the rule for a series: the project's or its own. */
double rule_limit(const struct rule_run *run, uint32_t series);
/* Whether the rule has anything to say of a series; also counts what it looks at. */
bool rule_looks_at(struct rule_run *run, uint32_t series, size_t values);

/* Reports at the cell of `o`. The texts of a finding are about its series and file, by
   which the project may have set the rule. */
void rule_report(struct rule_run *run, const struct observation *o, const char *format,
                 ...) __attribute__((format(printf, 3, 4)));
/* The next finding is about these areas (ids in the run's arena; none: all), not about
   that of its cell: a report tells its readers only of its own area. */
void rule_concerns(struct rule_run *run, const uint32_t *areas, size_t count);
/* Reports about a file and series code that need not be there any more. */
void rule_report_file(struct rule_run *run, struct str file, struct str series,
                      const char *format, ...) __attribute__((format(printf, 4, 5)));

/* Observations of one finding: a series that is wrong in many cells says so once for
   each file, at its first cell. */
struct rule_cells {
    struct rule_run *run;
    const struct observation **cells;
    size_t count, capacity;
};
void rule_cells_add(struct rule_run *run, struct rule_cells *cells,
                    const struct observation *o);
/* The first cell of a file among `cells` from *at on, by file and line, and how many
   more there are in it, whose areas the next finding is about; NULL at the end. Sorts
   them at the first call. */
const struct observation *rule_cells_next(struct rule_cells *cells, size_t *at,
                                          size_t *more);

/* Fills order, start and periods, in the run's arena. */
void rule_by_period(struct rule_run *run, struct rule_series *series);

/* 安徽2023年有效认证证书数 */
struct str rule_cell(const struct rule_run *run, const struct observation *o);
/* The same without the area: 2023年有效认证证书数; without the period. */
struct str rule_series_name(const struct rule_run *run, uint32_t series);
struct str rule_period(const struct rule_run *run, struct period period);
struct str rule_area(const struct rule_run *run, uint32_t area);
/* FILE:LINE of another value: of two that differ, either may be the wrong one. */
struct str rule_place(const struct rule_run *run, const struct observation *o);
struct str rule_value(const struct rule_run *run, const struct observation *o);
/* A number that was computed, with so many decimals. */
struct str rule_number(const struct rule_run *run, double value, int decimals);
/* "A、B、C", at most four and how many there are in all. */
struct str rule_list(const struct rule_run *run, const struct str *names, size_t count);
/* , and 12 more of this file; or nothing. */
struct str rule_more(const struct rule_run *run, size_t more);

/* Half a unit of the last digit that is printed of n values; 0 for what is counted. */
double rule_slack(const struct indicator *indicator, size_t n);
/* True if a name has one of the words of a list that ends with NULL. */
bool rule_named(const struct indicator *indicator, const char *const *words);
/* Differences and growth, by their names: they may have any sign. */
bool rule_is_change(const struct indicator *indicator);

#endif
