/* What the commands that act on issues share: sign, return, correct, publish, withdraw,
   restore. An act holds the lock of the output folder, finds ledger, archive and what
   is published of one time, and rolls forward what a crash left half done. */
#ifndef NQI_ACTS_H
#define NQI_ACTS_H

#include "build.h"
#include "issue/desk.h"
#include "issue/keep.h"
#include "run.h"

struct act {
    struct run run;
    struct progress progress;
    const struct options *options;
    struct desk *desk;
    struct archive *archive; /* opened by act_begin() */
    struct str report, period;
    struct issue_state state; /* of the issue, by act_begin() */
    struct diag *diag;
};

/* Opens the project, which must have a workflow, and closes it. The status is for
   returning if it is not 0. */
int act_open(struct act *act, const struct options *options);
int act_close(struct act *act, int status);

/* Under the lock of the output folder. False after reporting. */
bool act_begin(struct act *act, int output);
/* Takes the lock and begins; then does `work`, which returns an exit status. */
int act_locked(struct act *act, int (*work)(struct act *act, int output));
/* "national 2023" */
struct str act_name(const struct act *act);
/* Prints what was done, a line, unless --quiet. */
void act_say(const struct act *act, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* An error about the issue; false. */
#define act_fail(act, ...) diag_error((act)->diag, (struct place){0}, __VA_ARGS__)

/* The editions of the issue that lie in the folder of drafts, and their code. False
   after reporting. `folder` is the draft release's, to be closed. */
struct draft {
    int folder;
    struct receipt_summary receipt;
    struct str code;
};
bool act_open_draft(struct act *act, struct draft *draft);

#endif
