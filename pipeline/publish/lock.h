/* One build at a time in an output folder: an flock on OUTPUT/.lock, held by the
   supervisor and everything it forks. The kernel gives it up when the last of
   them ends, however it ends. */
#ifndef NQI_PUBLISH_LOCK_H
#define NQI_PUBLISH_LOCK_H

#include "base/diag.h"

enum lock_result { LOCK_HELD, LOCK_BUSY, LOCK_FAILED };

/* Tries the lock in the folder behind `output` without waiting. On LOCK_HELD *fd
   is the lock, closed by the end of the process; otherwise it has reported. */
enum lock_result lock_take(int output, int *fd, struct diag *diag);

#endif
