#define _GNU_SOURCE
#include "publish/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#define LOCK_NAME ".lock"

enum lock_result lock_take(int output, int *fd, struct diag *diag) {
    struct place place = {.file = STR(LOCK_NAME)};
    *fd = openat(output, LOCK_NAME, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
    if (*fd < 0) {
        diag_error(diag, place, "cannot open the lock of the output folder: %s",
                   diag_reason(diag, errno));
        return LOCK_FAILED;
    }
    if (flock(*fd, LOCK_EX | LOCK_NB) == 0)
        return LOCK_HELD;
    int reason = errno;
    close(*fd);
    *fd = -1;
    if (reason != EWOULDBLOCK) {
        diag_error(diag, place, "cannot lock the output folder: %s",
                   diag_reason(diag, reason));
        return LOCK_FAILED;
    }
    diag_error(diag, place, "another build is running in this output folder");
    diag_hint(diag, "wait for it to end, or give another folder with --out");
    return LOCK_BUSY;
}
