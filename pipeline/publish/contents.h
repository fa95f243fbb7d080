/* What the release that is being made will hold, known before any report is made: the
   files of its jobs, and what is carried from the last release. A report that fails
   counts as made: that is told elsewhere. */
#ifndef NQI_PUBLISH_CONTENTS_H
#define NQI_PUBLISH_CONTENTS_H

#include "document/report.h"
#include "publish/receipt.h"

/* All borrowed. */
struct contents {
    const struct report_job *jobs;
    size_t job_count;
    struct format_set formats; /* that the jobs are made in */
    const struct receipt_summary *previous;
};

/* The job of this build whose report stands before (step −1) or behind (1) that of
   `job` in for_each; NULL: there is none. */
const struct report_job *contents_neighbour(const struct contents *contents,
                                            const struct report_job *job, int step);
/* Warns of each link of the job's document that leads to a file of the release that it
   will not hold. What leads to a folder, or out of the release, is not looked at. */
void contents_check_links(const struct contents *contents, const struct report_job *job,
                          const struct document *doc, struct arena *arena,
                          struct diag *diag);

#endif
