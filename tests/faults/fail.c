/* Preloaded into nqi: the n-th call of all those that change the disk fails with
   ENOSPC, or with FAIL_HOW=kill kills the process that makes it. FAIL_AT is n;
   FAIL_COUNT a file of four bytes, shared by all processes, that counts. With
   FAIL_DEPTH=2 only calls of workers count: of processes that are two forks below the
   one that was started. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static _Atomic unsigned *counter;
static unsigned fail_at;
static int kills, depth, deep_enough;

__attribute__((constructor)) static void start(void) {
    const char *path = getenv("FAIL_COUNT"), *at = getenv("FAIL_AT");
    int fd = path != NULL ? open(path, O_RDWR | O_CLOEXEC) : -1;
    if (fd < 0 || at == NULL)
        return;
    void *page = mmap(NULL, sizeof *counter, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    close(fd);
    if (page == MAP_FAILED)
        return;
    counter = page;
    kills = getenv("FAIL_HOW") != NULL;
    fail_at = (unsigned)strtoul(at, NULL, 10);
    const char *least = getenv("FAIL_DEPTH");
    deep_enough = least != NULL ? atoi(least) : 0;
}

static int fails(void) {
    if (counter == NULL || depth < deep_enough ||
        atomic_fetch_add(counter, 1) + 1 != fail_at)
        return 0;
    if (kills)
        kill(getpid(), SIGKILL);
    errno = ENOSPC;
    return 1;
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

pid_t fork(void) {
    pid_t pid = REAL(fork)();
    depth += pid == 0;
    return pid;
}

ssize_t write(int fd, const void *bytes, size_t n) {
    struct stat status;
    /* Messages to a terminal or a pipe are not counted. */
    if (fstat(fd, &status) == 0 && S_ISREG(status.st_mode) && fails())
        return -1;
    return REAL(write)(fd, bytes, n);
}

int mkdirat(int dir, const char *path, mode_t mode) {
    return fails() ? -1 : REAL(mkdirat)(dir, path, mode);
}

int linkat(int from_dir, const char *from, int to_dir, const char *to, int flags) {
    return fails() ? -1 : REAL(linkat)(from_dir, from, to_dir, to, flags);
}

int symlinkat(const char *target, int dir, const char *path) {
    return fails() ? -1 : REAL(symlinkat)(target, dir, path);
}

int renameat(int from_dir, const char *from, int to_dir, const char *to) {
    return fails() ? -1 : REAL(renameat)(from_dir, from, to_dir, to);
}

int renameat2(int from_dir, const char *from, int to_dir, const char *to,
              unsigned flags) {
    return fails() ? -1 : REAL(renameat2)(from_dir, from, to_dir, to, flags);
}

int unlinkat(int dir, const char *path, int flags) {
    return fails() ? -1 : REAL(unlinkat)(dir, path, flags);
}

int fsync(int fd) { return fails() ? -1 : REAL(fsync)(fd); }

int syncfs(int fd) { return fails() ? -1 : REAL(syncfs)(fd); }
