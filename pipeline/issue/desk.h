/* What the commands of the month work at: the project's workflow, its ledger, and what
   both say of an issue. The ledger's folder has one writer at a time, who holds the
   lock of the output folder (publish/lock.h); readers take none. */
#ifndef NQI_ISSUE_DESK_H
#define NQI_ISSUE_DESK_H

#include "dataset/dataset.h"
#include "document/document.h"
#include "document/report.h"
#include "issue/archive.h"
#include "issue/state.h"

struct desk {
    int project; /* its folder */
    struct str project_path;
    struct workflow workflow;
    struct ledger ledger;
    struct arena *arena;
    int64_t now; /* seconds: of the clock, which main.c reads */
    /* The date of an issue that is published now, if input/issues.csv gives none. */
    struct str date;
    uint32_t day;
};

/* Reads the ledger; again if another act was just being written. False after reporting
   what is damaged, and an issue of another number than it may have. */
bool desk_read_ledger(struct desk *desk, struct diag *diag);
/* The entry that published another issue of the report and the year with this number;
   NULL if it is free. */
const struct ledger_entry *desk_number_taken(const struct desk *desk, struct str report,
                                             struct str period, struct str number);
/* Whether ledger, archive and what is published are of one time: a ledger that lacks
   what the archive or OUTPUT/current knows was rolled back. `current`: the release that
   is published, or empty. False after reporting, with both sides. */
bool desk_agrees(const struct desk *desk, const struct archive *archive,
                 struct str current, struct diag *diag);
/* The folder of the archive, opened. */
struct archive *desk_open_archive(const struct desk *desk, bool make,
                                  struct diag *diag);
/* A folder of the project, as a path that may be opened. */
struct str desk_path(const struct desk *desk, struct str folder);

/* 2026-02-03T09:30:00Z, and its day. */
struct str desk_time(int64_t seconds, struct arena *arena);
struct str desk_day(int64_t seconds, struct arena *arena, uint32_t *day);

/* Number, date and day of an issue: what was published of it, else what is listed in
   input/issues.csv (`listed`, or NULL), else the next number by the rule. It has no
   names: those who signed are known when its code is. In the arena. */
const struct issue *desk_issue(const struct desk *desk, const struct report_job *job,
                               const struct dataset *ds, struct arena *arena);
/* Puts the signers' names where their roles are printed: 制表, 审核, 签发. */
void desk_names(const struct issue_signature *signatures, size_t count,
                struct document *doc);
/* Those who had signed what a publish entry published; at most WORKFLOW_ROLES_MAX. */
size_t desk_signed(const struct ledger_entry *entry, struct issue_signature *out);

/* Adds an act to the ledger: time, then the lines given. */
bool desk_act(struct desk *desk, struct str report, struct str period, const char *act,
              const struct ledger_line *lines, size_t count, struct diag *diag);

#endif
