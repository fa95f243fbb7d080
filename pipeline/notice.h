/* The release of a withdrawal: at each address of the issue a page that says so, all
   else carried forward. */
#ifndef NQI_NOTICE_H
#define NQI_NOTICE_H

#include "run.h"

/* A builder's whole life (publish/supervise.h). */
enum build_result notice_build(struct run *run, int stage,
                               const struct receipt_summary *previous,
                               struct str report, struct str period, struct str reason);

#endif
