/* What the builder and its workers may still do. They read the project and write
   the stage; they start no program, open no connection, watch no process and gain
   no privilege. Where the kernel lacks a measure the build goes on without it and
   the receipt says so. */
#ifndef NQI_PUBLISH_CONFINE_H
#define NQI_PUBLISH_CONFINE_H

#include <stdbool.h>
#include <stddef.h>

enum confine_part { CONFINE_BUILDER, CONFINE_WORKER };

struct confinement {
    bool no_new_privileges;
    bool landlock; /* writes only beneath the stage */
    bool seccomp;  /* system calls that no part of a build needs are refused */
};

/* Confines the calling process for good. `stage` is the folder it may write below: of a
   worker, its own part. A worker may besides not fork. */
struct confinement confine(enum confine_part part, int stage);

struct confine_limits {
    unsigned cpu_seconds; /* from the fork on; 0: none */
    size_t memory;        /* bytes above what the process has now; 0: none */
    size_t file;          /* bytes of one file; 0: none */
};

/* Sets the resource limits of the calling process: CPU, address space, file size,
   no core dump, no new process. True if they hold. The address space is left
   alone under the sanitizers, which reserve terabytes of it. */
bool confine_limit(const struct confine_limits *limits);
/* The calling process is killed when the one that forked it ends; `parent` is that
   one's id, read before the fork. */
void confine_die_with(int parent);

#endif
