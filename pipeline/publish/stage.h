/* The stage: the folder OUTPUT/.stage in which a release is put together, out of
   every reader's sight. There is at most one, since the lock is held; one left by
   a killed build is removed before a new one is made. */
#ifndef NQI_PUBLISH_STAGE_H
#define NQI_PUBLISH_STAGE_H

#include "base/diag.h"

#define STAGE_NAME ".stage"
/* Below it, a folder for each report that is being made (publish/join.h). */
#define STAGE_PARTS ".parts"

/* An empty stage below the folder behind `output`: its descriptor, or -1 after
   reporting. */
int stage_open(int output, struct diag *diag);
/* A new folder for one job, below the stage: -1 after reporting. */
int stage_part_open(int stage, size_t job, struct diag *diag);
/* Writes one file of the release, making its folders: `path` is
   REPORT/PERIOD/NAME, each part checked, opened strictly beneath the stage or a
   job's part of it. A file that is there already is an error: two reports must not
   share a name. */
bool stage_write(int stage, struct str path, struct str bytes, struct diag *diag);
/* Brings everything in the stage to the disk, with one call for its file system. */
bool stage_sync(int stage, struct diag *diag);
/* Removes the stage of a build that publishes nothing. */
void stage_remove(int output);

#endif
