/* What one run of a command holds, and the stages that every command shares. */
#ifndef NQI_RUN_H
#define NQI_RUN_H

#include "job.h"
#include "publish/progress.h"
#include "publish/receipt.h"
#include "publish/supervise.h"
#include "rules/rules.h"

struct run {
    const struct options *options;
    int project; /* its folder */
    struct arena *arena;
    struct arena *data_arena; /* shared with the workers, sealed after ingest */
    struct diag *diag;
    struct progress *progress;
    struct confinement confinement;
    const struct receipt_summary *previous;
    struct desk *desk; /* NULL: the project has no workflow */
    bool publishing;   /* one issue, not drafts */
    int manifest;      /* a file for what went into what is published, or -1 */

    struct source_profile *profiles;
    size_t profile_count;
    struct dataset *dataset;
    struct rules_outcome rules;
    struct report_definition *reports;
    size_t report_count;
    struct report_job *jobs;
    size_t job_count;
    struct job_tools tools;
    struct receipt_item page_files[2]; /* page.html and style.css */

    struct edition *editions; /* one a job, then merged with the carried ones */
    size_t edition_count;
    struct diag **said; /* what the workers reported, one a job, NULL: nothing */
    enum worker_result *results;
};

/* Opens what every command needs; false after printing what is wrong. */
bool run_begin(struct run *run, const struct options *options,
               struct progress *progress);
void run_end(struct run *run);
/* The project's workflow and ledger, if it has one: run->desk. False after reporting.
 */
bool run_open_desk(struct run *run);
/* Where its releases go: --out, or else `folder` of the project. */
const char *run_output(const struct run *run, struct str folder);
/* The builder's whole life, below the supervisor; `context` is the run. */
enum build_result run_build(void *context, int stage,
                            const struct receipt_summary *previous);
/* Writes what went into the release, for the archive, as lines of the ledger: source,
   kind, path, hash; and the figures of the issue. False after reporting. */
bool run_write_manifest(struct run *run);
/* The exit status that a build ends with. */
int run_status(enum build_result result);
/* What a command says while it works, in the form asked for. */
struct progress run_progress(const struct options *options);
/* Prints the diag to stderr in the form asked for; --quiet leaves notes out, --mail
   warnings, too. */
void run_print(const struct options *options, const struct diag *diag);

/* The stages, in this order; each is false after reporting. */
bool run_open_project(struct run *run); /* sandbox, script, sources, theme */
bool run_read_data(struct run *run);    /* ingest, seal */
bool run_bind(struct run *run);         /* the data in the project's Lua */
bool run_check(struct run *run);        /* the rules, then lua/checks.lua */
bool run_read_reports(struct run *run); /* lua/reports.lua */

/* The release in the output folder, for run_check() to compare with; what is wrong with
   it is a warning, and there need be none. */
void run_open_release(struct run *run);

/* page.html, style.css and the templates; false after reporting. */
bool run_open_page(struct run *run);
/* The templates of the project; false after reporting. */
bool run_open_templates(struct run *run);
/* The jobs that the command line asks for. */
enum select_result run_choose_jobs(struct run *run);
/* What a command needs that reads no project: the library, over no data. */
bool run_open_library(struct run *run);
/* nqi list kinds. */
bool run_print_kinds(struct run *run);

/* A page file of the project, or the one that nqi brings along. */
bool run_read_page_file(const struct run *run, const char *path,
                        struct receipt_item *item, struct str *text, struct diag *diag);
/* check.html into the output folder; its path. `good`: nothing stands in the way of
   publishing. The theme must have been read. */
bool run_write_check(struct run *run, bool good, struct str *path);

/* Before many reports: looks up in the fonts what they will print. */
void run_expect(struct run *run);

/* index.html, series.csv and receipt.json of the editions, into the stage. */
bool run_write_index(struct run *run, struct receipt_item *item, size_t *bytes);
bool run_write_series(struct run *run, struct receipt_item *item, size_t *bytes);
/* SHA256SUMS of the editions' files and of the front page. */
bool run_write_sums(struct run *run, const struct receipt_item *index,
                    struct receipt_item *item, size_t *bytes);
bool run_write_receipt(struct run *run, const struct receipt_item *pages,
                       const size_t *page_bytes, size_t page_count);

#endif
