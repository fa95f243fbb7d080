/* The commands that work on a project. Each returns the exit status of the
   program: 0 good, 1 errors in data or templates, 2 usage, 3 system, 75 locked;
   what is wrong has then been printed. */
#ifndef NQI_BUILD_H
#define NQI_BUILD_H

#include "options.h"

enum exit_status {
    EXIT_STATUS_GOOD = 0,
    EXIT_STATUS_DATA = 1,
    EXIT_STATUS_USAGE = 2,
    EXIT_STATUS_SYSTEM = 3,
    EXIT_STATUS_LOCKED = 75 /* EX_TEMPFAIL of sysexits.h */
};

/* nqi build: the whole way from input/ to a published release. */
int build_reports(const struct options *options);
/* nqi check: reads everything, runs the checks, publishes nothing. */
int build_check(const struct options *options);
/* nqi list. */
int build_list(const struct options *options);
/* nqi sniff: a profile of a file, to paste into input/sources.lua. */
int build_sniff(const struct options *options);
/* nqi dump: what a stage made, as text. */
int build_dump(const struct options *options);

/* The commands of the month, for a project with a workflow (issue/). */
int build_sign(const struct options *options);
int build_return(const struct options *options);
int build_correct(const struct options *options);
int build_publish(const struct options *options);
int build_withdraw(const struct options *options);
int build_restore(const struct options *options);
/* nqi status: where each issue stands. */
int build_status(const struct options *options);
/* nqi verify: whether files are what was published. */
int build_verify(const struct options *options);

#endif
