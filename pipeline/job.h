/* One report: from its job to its files in the stage. This is what a worker does;
   everything it reads was opened by the builder before the fork. */
#ifndef NQI_JOB_H
#define NQI_JOB_H

#include "compose/compose.h"
#include "issue/desk.h"
#include "options.h"
#include "publish/contents.h"
#include "publish/workers.h"
#include "render/render.h"
#include "script/script.h"

/* Borrowed, and shared by all jobs. */
struct job_tools {
    const struct options *options;
    const struct dataset *dataset;
    const struct theme *theme;
    struct fonts *fonts;
    struct sandbox *sandbox;
    struct script *script;
    struct composer *composer;
    struct html_page page;
    struct contents contents; /* of the release */
    int stage;
    const struct desk *desk; /* NULL: the project has no workflow */
    bool publishing;         /* makes what is published, not drafts */
};

/* Composes, renders in every format asked for, writes the files below `part`, the
   job's folder in the stage, and the edition into `answer`. */
enum worker_result job_run(const struct job_tools *tools, const struct report_job *job,
                           int part, struct buf *answer, struct diag *diag);
/* The report's document, dated; NULL after reporting. Lives in `scratch` until
   document_close(). */
struct document *job_compose(const struct job_tools *tools,
                             const struct report_job *job, struct arena *scratch,
                             struct diag *diag);
/* What the edition is of: the part's key, and its name in the report's language. */
void job_part(const struct report_job *job, struct edition *edition);

#endif
