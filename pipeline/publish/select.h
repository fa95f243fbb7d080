/* Which editions a build makes: the reports of lua/reports.lua, narrowed by what
   the command line asks for. */
#ifndef NQI_PUBLISH_SELECT_H
#define NQI_PUBLISH_SELECT_H

#include "dataset/dataset.h"
#include "document/report.h"

struct selection {
    const struct str *reports; /* names; none: all */
    size_t report_count;
    const struct str *areas; /* codes or names; none: all */
    size_t area_count;
    const struct str *parts; /* keys or names of what for_each lists; none: all */
    size_t part_count;
    bool internal;   /* those that are not published, too */
    bool has_period; /* for this period, or if there is a `since` of its kind for those
                        from that one on for which there are data: only reports of this
                        kind, and of those that input/issues.csv lists only if the
                        period is listed */
    struct period since, period;
};

enum select_result {
    SELECT_GOOD,
    SELECT_UNKNOWN, /* asked for something that is not there: reported */
    SELECT_UNSAFE   /* a report's name cannot be a folder: reported */
};

/* The jobs in order of definition, then of periods, then of for_each; in the arena. */
enum select_result select_jobs(const struct report_definition *reports, size_t count,
                               const struct dataset *ds,
                               const struct selection *selection, struct arena *arena,
                               struct report_job **jobs, size_t *job_count,
                               struct diag *diag);

#endif
