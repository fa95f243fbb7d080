/* The supervisor: takes the lock, makes the stage, forks the builder, and publishes
   what the builder left in the stage. It runs no Lua and reads no input, so that
   nothing in a project can reach the published releases. */
#ifndef NQI_PUBLISH_SUPERVISE_H
#define NQI_PUBLISH_SUPERVISE_H

#include "publish/progress.h"
#include "publish/release.h"

enum build_result {
    BUILD_COMPLETE, /* the stage holds a release */
    BUILD_PARTIAL,  /* so it does, but reports failed in it */
    BUILD_DATA,     /* errors of data or templates: nothing to publish */
    BUILD_USAGE,    /* asked for what is not there: nothing to publish */
    BUILD_SYSTEM,
    BUILD_LOCKED /* another build holds the lock */
};

struct supervision {
    const char *output; /* made if it is not there */
    struct progress *progress;
    void *context;
    /* Runs in the builder, a process of its own that may write below `stage` only.
       Prints what it has to report. `current` is the descriptor of the published
       release, -1 if there is none; `previous` is its receipt. */
    enum build_result (*build)(void *context, int stage,
                               const struct receipt_summary *previous);
    /* NULL, or what is to be done in the supervisor itself, under the lock. Before all
       else: other than BUILD_COMPLETE ends it. */
    enum build_result (*begin)(void *context, int output, struct diag *diag);
    /* NULL, or when the release stands whole beside the others: true if it may become
       the current one. */
    bool (*commit)(void *context, int output, const struct receipt_summary *receipt,
                   struct diag *diag);
};

/* What became of it. On COMPLETE and PARTIAL the release is published. The diag
   holds what the supervisor itself has to report. */
enum build_result supervise(const struct supervision *supervision, struct diag *diag);

#endif
