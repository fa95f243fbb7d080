/* Jobs, each in a process of its own: forked from the builder, confined, under its
   own limits. What a job has to say comes back in a file without a name (memfd),
   which a crash cannot block or tear unseen. A crash or a limit costs one job. */
#ifndef NQI_PUBLISH_WORKERS_H
#define NQI_PUBLISH_WORKERS_H

#include "base/buf.h"
#include "base/diag.h"
#include "publish/confine.h"

enum worker_result {
    WORKER_DONE,
    WORKER_FAILED, /* the job reported an error of data or template */
    WORKER_SYSTEM, /* the job reported an error of the system: disk full */
    WORKER_CRASHED,
    WORKER_KILLED, /* by the system for want of memory, or by somebody */
    WORKER_CPU_LIMIT,
    WORKER_MEMORY_LIMIT
};

struct workers {
    size_t count;   /* jobs, numbered from 0 */
    size_t at_most; /* processes at a time */
    struct confine_limits limits;
    int stage;    /* each job writes below a part of it of its own */
    bool keep_on; /* a SYSTEM result costs its job, too, and no other */
    void *context;
    /* Runs in the worker: writes below `part`, reports to `diag`, writes what the
       builder must know into `answer`, and returns DONE, FAILED or SYSTEM. */
    enum worker_result (*work)(void *context, size_t job, int part, struct buf *answer,
                               struct diag *diag);
    /* Runs in the builder when a worker has ended, in the order in which they end.
       `diag` holds what that job reported, `answer` is empty unless DONE. */
    void (*ended)(void *context, size_t job, enum worker_result result,
                  struct str answer, const struct diag *diag);
};

/* Runs all jobs; after a SYSTEM result no new one is started unless `keep_on`, and
   those that were not are reported as SYSTEM with nothing in the diag. False after
   reporting that no process could be started. */
bool workers_run(const struct workers *workers, struct diag *diag);

#endif
