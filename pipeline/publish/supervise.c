#define _GNU_SOURCE
#include "publish/supervise.h"

#include "base/file.h"
#include "base/program.h"
#include "publish/confine.h"
#include "publish/lock.h"
#include "publish/stage.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* The builder's exit status is its build_result above this, or PROGRAM_TOLD. */
#define RESULT_BASE 16

static volatile sig_atomic_t stopped_by;

static void note_signal(int number) { stopped_by = number; }

static const int stopping[] = {SIGINT, SIGTERM, SIGHUP};
enum { STOPPING_COUNT = sizeof stopping / sizeof *stopping };

/* What asks us to stop interrupts the wait, so that the stage can be taken away. A
   caller's wish to ignore it stands: nohup, a job in the background. */
static void catch_signals(void) {
    for (size_t i = 0; i < STOPPING_COUNT; i++) {
        struct sigaction action;
        if (sigaction(stopping[i], NULL, &action) != 0 || action.sa_handler == SIG_IGN)
            continue;
        action = (struct sigaction){.sa_handler = note_signal};
        sigemptyset(&action.sa_mask);
        sigaction(stopping[i], &action, NULL);
    }
    /* Ignored by some callers, and then no process that ends can be waited for. */
    signal(SIGCHLD, SIG_DFL);
    /* Writes past a limit of the caller's fail with EFBIG instead. */
    signal(SIGXFSZ, SIG_IGN);
    signal(SIGPIPE, SIG_IGN);
}

/* In the builder, which is to end by them at once. */
static void let_signals_end(void) {
    for (size_t i = 0; i < STOPPING_COUNT; i++) {
        struct sigaction action;
        if (sigaction(stopping[i], NULL, &action) == 0 &&
            action.sa_handler == note_signal)
            signal(stopping[i], SIG_DFL);
    }
}

static void end_by_signal(int number) {
    signal(number, SIG_DFL);
    raise(number);
}

static int open_output(const char *path, struct diag *diag) {
    if (!file_make_folders(AT_FDCWD, path, diag))
        return -1;
    int output = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (output < 0)
        diag_error(diag, (struct place){.file = str_from(path)},
                   "cannot open the output folder: %s", diag_reason(diag, errno));
    return output;
}

/* Runs the builder and waits for it; the child never returns. */
static enum build_result run_builder(const struct supervision *supervision, int stage,
                                     const struct receipt_summary *previous,
                                     struct diag *diag) {
    int parent = (int)getpid();
    fflush(NULL);
    pid_t pid = fork();
    if (pid < 0) {
        diag_error(diag, (struct place){0}, "cannot start the builder: %s",
                   diag_reason(diag, errno));
        return BUILD_SYSTEM;
    }
    if (pid == 0) {
        let_signals_end();
        confine_die_with(parent);
        int result = (int)supervision->build(supervision->context, stage, previous);
        fflush(NULL);
        _exit(RESULT_BASE + result);
    }
    int status;
    while (waitpid(pid, &status, 0) != pid) {
        if (errno != EINTR) {
            diag_error(diag, (struct place){0}, "cannot wait for the builder: %s",
                       diag_reason(diag, errno));
            return BUILD_SYSTEM;
        }
        if (stopped_by != 0)
            kill(pid, SIGKILL);
    }
    if (stopped_by != 0)
        return BUILD_SYSTEM;
    if (WIFEXITED(status) && WEXITSTATUS(status) >= RESULT_BASE &&
        WEXITSTATUS(status) <= RESULT_BASE + (int)BUILD_SYSTEM)
        return (enum build_result)(WEXITSTATUS(status) - RESULT_BASE);
    if (WIFEXITED(status) && WEXITSTATUS(status) == PROGRAM_TOLD)
        return BUILD_SYSTEM;
    if (WIFSIGNALED(status))
        diag_error(diag, (struct place){0}, "the builder crashed: %s",
                   strsignal(WTERMSIG(status)));
    else
        diag_error(diag, (struct place){0}, "the builder ended with status %d",
                   WEXITSTATUS(status));
    return BUILD_SYSTEM;
}

static void count_editions(const struct receipt_summary *receipt, size_t counts[4]) {
    for (size_t i = 0; i < receipt->edition_count; i++)
        counts[receipt->editions[i].status]++;
}

static bool publish(const struct supervision *supervision, int output, int stage,
                    struct arena *arena, struct diag *diag) {
    struct receipt_summary receipt;
    bool unchanged = false;
    size_t counts[4] = {0};
    progress_stage(supervision->progress, PROGRESS_PUBLISH);
    if (!release_settle(output, stage, false, arena, &receipt, diag) ||
        (supervision->commit != NULL &&
         !supervision->commit(supervision->context, output, &receipt, diag)) ||
        !release_swap(output, receipt.id, arena, &unchanged, diag))
        return false;
    release_prune(output, arena, diag);
    count_editions(&receipt, counts);
    struct str folder = arena_printf(arena, "%s/releases/%.*s", supervision->output,
                                     STR_ARG(receipt.id));
    progress_published(supervision->progress, diag_printable(folder, arena),
                       counts[EDITION_BUILT], counts[EDITION_CARRIED],
                       counts[EDITION_STALE] + counts[EDITION_FAILED], unchanged);
    return true;
}

static enum build_result supervise_locked(const struct supervision *supervision,
                                          int output, struct arena *arena,
                                          struct diag *diag) {
    if (supervision->begin != NULL) {
        enum build_result begun =
            supervision->begin(supervision->context, output, diag);
        if (begun != BUILD_COMPLETE)
            return begun;
    }
    struct receipt_summary previous;
    int current;
    bool readable = release_open_current(output, arena, &current, &previous, diag);
    if (current >= 0)
        close(current);
    int stage = readable ? stage_open(output, diag) : -1;
    if (stage < 0)
        return BUILD_SYSTEM;
    enum build_result result = run_builder(supervision, stage, &previous, diag);
    bool built = result == BUILD_COMPLETE || result == BUILD_PARTIAL;
    if (built && !publish(supervision, output, stage, arena, diag))
        result = BUILD_SYSTEM;
    close(stage);
    stage_remove(output);
    return result;
}

enum build_result supervise(const struct supervision *supervision, struct diag *diag) {
    catch_signals();
    int output = open_output(supervision->output, diag);
    if (output < 0)
        return BUILD_SYSTEM;
    int lock;
    enum build_result result = BUILD_SYSTEM;
    switch (lock_take(output, &lock, diag)) {
    case LOCK_HELD: {
        struct arena *arena = arena_open();
        result = supervise_locked(supervision, output, arena, diag);
        arena_close(arena);
        close(lock);
        break;
    }
    case LOCK_BUSY:
        result = BUILD_LOCKED;
        break;
    case LOCK_FAILED:
        break;
    }
    close(output);
    if (stopped_by != 0)
        end_by_signal(stopped_by);
    return result;
}
