#define _GNU_SOURCE
#include "publish/workers.h"

#include "base/arena.h"
#include "base/file.h"
#include "base/timing.h"
#include "publish/stage.h"
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define ANSWER_CAP ((size_t)16 << 20)

/* How a worker ends; 3 is what base/arena exits with when memory runs out. */
enum {
    EXIT_DONE = 0,
    EXIT_FAILED = 1,
    EXIT_SYSTEM = 2,
    EXIT_MEMORY = 3,
    EXIT_LOST = 4
};

struct worker {
    pid_t pid; /* 0: this place is free */
    size_t job;
    int diag;   /* memfd with its diag */
    int answer; /* memfd with its answer */
};

static bool read_all(int fd, struct buf *out) {
    if (lseek(fd, 0, SEEK_SET) != 0)
        return false;
    char block[1 << 14];
    for (;;) {
        ssize_t n = read(fd, block, sizeof block);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return n == 0 && buf_ok(out);
        buf_bytes(out, block, (size_t)n);
    }
}

/* The worker's whole life. */
static _Noreturn void live(const struct workers *workers, const struct worker *self,
                           int parent) {
    timing_forked();
    timing_enter("start");
    confine_die_with(parent);
    /* In this order: a confined worker may not touch its limits. */
    struct diag *diag = diag_open();
    struct buf answer = buf_open(ANSWER_CAP);
    int part = stage_part_open(workers->stage, self->job, diag);
    confine_limit(&workers->limits);
    confine(CONFINE_WORKER, part);
    enum worker_result result =
        part < 0 ? WORKER_SYSTEM
                 : workers->work(workers->context, self->job, part, &answer, diag);
    bool sent = diag_send(diag, self->diag) &&
                (result != WORKER_DONE ||
                 (buf_ok(&answer) && file_write_all(self->answer, buf_str(&answer))));
    /* Not exit(): buffers of stdio are the builder's. */
    if (!sent)
        _exit(EXIT_LOST);
    _exit(result == WORKER_DONE     ? EXIT_DONE
          : result == WORKER_SYSTEM ? EXIT_SYSTEM
                                    : EXIT_FAILED);
}

static bool start(const struct workers *workers, struct worker *worker, size_t job,
                  struct diag *diag) {
    worker->job = job;
    worker->diag = memfd_create("diag", MFD_CLOEXEC);
    worker->answer = memfd_create("answer", MFD_CLOEXEC);
    int parent = (int)getpid();
    fflush(NULL);
    pid_t pid = worker->diag < 0 || worker->answer < 0 ? -1 : fork();
    if (pid == 0)
        live(workers, worker, parent);
    if (pid > 0) {
        worker->pid = pid;
        return true;
    }
    int reason = errno;
    if (worker->diag >= 0)
        close(worker->diag);
    if (worker->answer >= 0)
        close(worker->answer);
    return diag_error(diag, (struct place){0}, "cannot start a worker process: %s",
                      diag_reason(diag, reason));
}

static bool used_up_cpu(const struct workers *workers, const struct rusage *used) {
    time_t seconds = used->ru_utime.tv_sec + used->ru_stime.tv_sec;
    return workers->limits.cpu_seconds > 0 &&
           seconds >= (time_t)workers->limits.cpu_seconds;
}

static enum worker_result result_of(const struct workers *workers, int status,
                                    const struct rusage *used) {
    if (WIFEXITED(status) && WEXITSTATUS(status) == EXIT_DONE)
        return WORKER_DONE;
    if (WIFEXITED(status) && WEXITSTATUS(status) == EXIT_FAILED)
        return WORKER_FAILED;
    if (WIFEXITED(status) && WEXITSTATUS(status) == EXIT_SYSTEM)
        return WORKER_SYSTEM;
    if (WIFEXITED(status) && WEXITSTATUS(status) == EXIT_MEMORY)
        return WORKER_MEMORY_LIMIT;
    if (WIFSIGNALED(status) &&
        (WTERMSIG(status) == SIGXCPU ||
         (WTERMSIG(status) == SIGKILL && used_up_cpu(workers, used))))
        return WORKER_CPU_LIMIT;
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL)
        return WORKER_KILLED;
    return WORKER_CRASHED;
}

static enum worker_result finish(const struct workers *workers, struct worker *worker,
                                 int status, const struct rusage *used) {
    enum worker_result result = result_of(workers, status, used);
    struct diag *said = diag_open();
    struct buf answer = buf_open(ANSWER_CAP);
    bool told =
        result == WORKER_DONE || result == WORKER_FAILED || result == WORKER_SYSTEM;
    if (told &&
        (lseek(worker->diag, 0, SEEK_SET) != 0 || !diag_receive(said, worker->diag) ||
         (result == WORKER_DONE && !read_all(worker->answer, &answer))))
        result = WORKER_CRASHED;
    close(worker->diag);
    close(worker->answer);
    worker->pid = 0;
    workers->ended(workers->context, worker->job, result,
                   result == WORKER_DONE ? buf_str(&answer) : (struct str){0}, said);
    buf_close(&answer);
    diag_close(said);
    return result;
}

static struct worker *free_place(struct worker *places, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (places[i].pid == 0)
            return &places[i];
    return NULL;
}

/* Waits for one of our workers; NULL if there is none to wait for. */
static struct worker *next_ended(struct worker *places, size_t count, int *status,
                                 struct rusage *used) {
    for (;;) {
        pid_t pid = wait4(-1, status, 0, used);
        if (pid < 0 && errno == EINTR)
            continue;
        if (pid < 0)
            return NULL;
        for (size_t i = 0; i < count; i++)
            if (places[i].pid == pid)
                return &places[i];
    }
}

/* Reports the jobs whose end can no longer be learnt as SYSTEM. */
static void lose(const struct workers *workers, struct worker *places, size_t count) {
    struct diag *nothing = diag_open();
    for (size_t i = 0; i < count; i++)
        if (places[i].pid != 0) {
            close(places[i].diag);
            close(places[i].answer);
            places[i].pid = 0;
            workers->ended(workers->context, places[i].job, WORKER_SYSTEM,
                           (struct str){0}, nothing);
        }
    diag_close(nothing);
}

bool workers_run(const struct workers *workers, struct diag *diag) {
    size_t at_most = workers->at_most > 0 ? workers->at_most : 1;
    if (at_most > workers->count)
        at_most = workers->count;
    if (at_most == 0)
        return true;
    struct worker *places = memory_alloc(at_most * sizeof *places);
    memset(places, 0, at_most * sizeof *places);
    size_t next = 0, running = 0;
    bool stop = false, ok = true;
    for (;;) {
        while (!stop && next < workers->count && running < at_most) {
            if (!start(workers, free_place(places, at_most), next, diag)) {
                stop = true;
                ok = false;
                break;
            }
            next++;
            running++;
        }
        if (running == 0)
            break;
        int status = 0;
        struct rusage used = {0};
        struct worker *worker = next_ended(places, at_most, &status, &used);
        if (worker == NULL) {
            ok = diag_error(diag, (struct place){0},
                            "cannot wait for a worker process: %s",
                            diag_reason(diag, errno));
            lose(workers, places, at_most);
            break;
        }
        running--;
        if (finish(workers, worker, status, &used) == WORKER_SYSTEM &&
            !workers->keep_on)
            stop = true;
    }
    free(places);
    if (next < workers->count) {
        struct diag *nothing = diag_open();
        for (; next < workers->count; next++)
            workers->ended(workers->context, next, WORKER_SYSTEM, (struct str){0},
                           nothing);
        diag_close(nothing);
    }
    return ok;
}
