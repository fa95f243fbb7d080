/* A crash or a limit costs one job, and a confined process cannot leave. */
#include "publish_folder.h"

#include "base/arena.h"
#include "publish/stage.h"
#include "publish/tree.h"
#include "publish/workers.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#if defined __SANITIZE_ADDRESS__
#define SANITIZED 1
#else
#define SANITIZED 0
#endif

enum { JOBS_MAX = 16 };

struct outcome {
    struct folder *folder;
    bool keep_on;
    size_t ended;
    enum worker_result results[JOBS_MAX];
    char answers[JOBS_MAX][32];
    char errors[JOBS_MAX][64];
};

static void remember(void *context, size_t job, enum worker_result result,
                     struct str answer, const struct diag *diag) {
    struct outcome *outcome = context;
    size_t count;
    const struct diag_entry *entries = diag_entries(diag, &count);
    outcome->ended++;
    outcome->results[job] = result;
    snprintf(outcome->answers[job], sizeof outcome->answers[job], "%.*s",
             STR_ARG(answer));
    if (count > 0)
        snprintf(outcome->errors[job], sizeof outcome->errors[job], "%.*s",
                 STR_ARG(entries[0].text));
}

static void run(struct outcome *outcome, size_t count, size_t at_most,
                enum worker_result (*work)(void *, size_t, int, struct buf *,
                                           struct diag *)) {
    assert_true(tree_remove(outcome->folder->fd, STAGE_PARTS)); /* of another run */
    struct workers workers = {
        .count = count,
        .at_most = at_most,
        .limits = {.cpu_seconds = 1, .memory = (size_t)64 << 20, .file = 1 << 20},
        .stage = outcome->folder->fd,
        .keep_on = outcome->keep_on,
        .context = outcome,
        .work = work,
        .ended = remember,
    };
    assert_true(workers_run(&workers, outcome->folder->diag));
    assert_int_equal(outcome->ended, count);
}

static enum worker_result count_up(void *context, size_t job, int part,
                                   struct buf *answer, struct diag *diag) {
    (void)part;
    (void)context;
    buf_printf(answer, "answer %zu", job);
    diag_warning(diag, (struct place){0}, "warning %zu", job);
    return WORKER_DONE;
}

static void answers_come_back(void **state) {
    for (size_t at_most = 1; at_most <= 5; at_most += 2) {
        struct outcome outcome = {.folder = *state};
        run(&outcome, 10, at_most, count_up);
        for (size_t i = 0; i < 10; i++) {
            char expected[32];
            assert_int_equal(outcome.results[i], WORKER_DONE);
            snprintf(expected, sizeof expected, "answer %zu", i);
            assert_string_equal(outcome.answers[i], expected);
            snprintf(expected, sizeof expected, "warning %zu", i);
            assert_string_equal(outcome.errors[i], expected);
        }
    }
}

/* Each job goes wrong in its own way; 0 and 5 are well. */
static enum worker_result misbehave(void *context, size_t job, int part,
                                    struct buf *answer, struct diag *diag) {
    (void)part;
    volatile size_t n = 0;
    (void)context;
    buf_puts(answer, "fine");
    switch (job) {
    case 1:
        diag_error(diag, (struct place){0}, "a wrong figure");
        return WORKER_FAILED;
    case 2:
        signal(SIGSEGV, SIG_DFL); /* cmocka's own handler would go on */
        raise(SIGSEGV);
        break;
    case 3:
        for (;;)
            n++;
    case 4:
        /* The first megabytes are there already; the limit comes on top. */
        while (!SANITIZED)
            memset(memory_alloc(1 << 20), 1, 1 << 20);
        return WORKER_FAILED;
    case 6:
        _exit(77);
    case 7:
        raise(SIGKILL);
        break;
    default:
        break;
    }
    return WORKER_DONE;
}

static void one_bad_job_costs_one_job(void **state) {
    struct outcome outcome = {.folder = *state};
    run(&outcome, 8, 3, misbehave);
    assert_int_equal(outcome.results[0], WORKER_DONE);
    assert_int_equal(outcome.results[1], WORKER_FAILED);
    assert_string_equal(outcome.errors[1], "a wrong figure");
    assert_int_equal(outcome.results[2], WORKER_CRASHED);
    assert_int_equal(outcome.results[3], WORKER_CPU_LIMIT);
    if (!SANITIZED)
        assert_int_equal(outcome.results[4], WORKER_MEMORY_LIMIT);
    assert_int_equal(outcome.results[5], WORKER_DONE);
    assert_string_equal(outcome.answers[5], "fine");
    assert_int_equal(outcome.results[6], WORKER_CRASHED);
    assert_string_equal(outcome.answers[6], "");
    assert_int_equal(outcome.results[7], WORKER_KILLED);
}

static enum worker_result fail_third(void *context, size_t job, int part,
                                     struct buf *answer, struct diag *diag) {
    (void)part;
    (void)context;
    (void)answer;
    if (job != 2)
        return WORKER_DONE;
    diag_error(diag, (struct place){0}, "disk full");
    return WORKER_SYSTEM;
}

static void a_system_error_stops_the_rest(void **state) {
    struct outcome outcome = {.folder = *state};
    run(&outcome, 6, 1, fail_third);
    assert_int_equal(outcome.results[1], WORKER_DONE);
    for (size_t i = 2; i < 6; i++)
        assert_int_equal(outcome.results[i], WORKER_SYSTEM);
    assert_string_equal(outcome.errors[2], "disk full");
    assert_string_equal(outcome.errors[3], "");
}

static enum worker_result write_too_much(void *context, size_t job, int part,
                                         struct buf *answer, struct diag *diag) {
    (void)context;
    static char block[1 << 16];
    (void)job;
    (void)diag;
    int fd = openat(part, "big", O_WRONLY | O_CREAT, 0666);
    size_t written = 0;
    ssize_t n;
    while ((n = write(fd, block, sizeof block)) > 0)
        written += (size_t)n;
    buf_printf(answer, "%zu %s", written, errno == EFBIG ? "EFBIG" : "other");
    return WORKER_DONE;
}

static void a_file_has_a_limit(void **state) {
    struct outcome outcome = {.folder = *state};
    run(&outcome, 1, 1, write_too_much);
    assert_int_equal(outcome.results[0], WORKER_DONE);
    assert_string_equal(outcome.answers[0], "1048576 EFBIG");
}

static void or_costs_its_own_job_only(void **state) {
    struct outcome outcome = {.folder = *state, .keep_on = true};
    run(&outcome, 6, 1, fail_third);
    for (size_t i = 0; i < 6; i++)
        assert_int_equal(outcome.results[i], i == 2 ? WORKER_SYSTEM : WORKER_DONE);
    assert_string_equal(outcome.errors[2], "disk full");
}

/* Writes into its own part, then into that of job 0 and beside all parts. */
static enum worker_result write_elsewhere(void *context, size_t job, int part,
                                          struct buf *answer, struct diag *diag) {
    const int flags = O_WRONLY | O_CREAT | O_EXCL;
    const struct outcome *outcome = context;
    (void)diag;
    char name[32];
    snprintf(name, sizeof name, "of-%zu", job);
    bool own = openat(part, name, flags, 0666) >= 0;
    int first = openat(outcome->folder->fd, STAGE_PARTS "/0", O_RDONLY | O_DIRECTORY);
    bool other = job > 0 && openat(first, name, flags, 0666) >= 0;
    bool beside = openat(outcome->folder->fd, name, flags, 0666) >= 0;
    buf_printf(answer, "%d%d%d", own, other, beside);
    return WORKER_DONE;
}

static void a_job_writes_into_its_own_part(void **state) {
    struct outcome outcome = {.folder = *state};
    run(&outcome, 3, 1, write_elsewhere);
    pid_t pid = fork();
    if (pid == 0)
        _exit(confine(CONFINE_WORKER, outcome.folder->fd).landlock ? 1 : 0);
    int status;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    for (size_t i = 0; i < 3; i++)
        assert_string_equal(outcome.answers[i], WEXITSTATUS(status) == 1 ? "100"
                                                : i == 0                 ? "101"
                                                                         : "111");
    assert_true(folder_has(outcome.folder, STAGE_PARTS "/1/of-1"));
}

/* What a confined process may not do, one bit each: 0 if all was refused. */
static int try_to_leave(const struct folder *folder, enum confine_part part,
                        struct confinement got) {
    int allowed = 0;
    if (got.landlock && open("/tmp/nqi-escaped", O_WRONLY | O_CREAT, 0666) >= 0)
        allowed |= 1;
    int inside = openat(folder->fd, "inside", O_WRONLY | O_CREAT, 0666);
    if (inside < 0)
        allowed |= 2;
    if (got.seccomp && socket(AF_INET, SOCK_STREAM, 0) >= 0)
        allowed |= 4;
    if (got.seccomp && part == CONFINE_WORKER) {
        pid_t pid = fork();
        if (pid == 0)
            _exit(0);
        if (pid > 0)
            allowed |= 8;
        const struct rlimit more = {RLIM_INFINITY, RLIM_INFINITY};
        if (setrlimit(RLIMIT_CPU, &more) == 0)
            allowed |= 16;
    }
    if (got.seccomp || got.landlock) {
        char *const none[] = {NULL};
        execve("/bin/true", none, none);
        /* execve returns only if it was refused. */
    }
    if (!got.no_new_privileges)
        allowed |= 32;
    return allowed;
}

static void confined_processes_stay_inside(void **state) {
    struct folder *f = *state;
    pid_t pid = fork();
    if (pid == 0) {
        struct confinement builder = confine(CONFINE_BUILDER, f->fd);
        pid_t child = fork();
        if (child == 0) {
            struct confinement worker = confine(CONFINE_WORKER, f->fd);
            worker.landlock = builder.landlock;
            _exit(100 + try_to_leave(f, CONFINE_WORKER, worker));
        }
        int status;
        waitpid(child, &status, 0);
        if (WEXITSTATUS(status) != 100)
            _exit(WEXITSTATUS(status));
        _exit(100 + try_to_leave(f, CONFINE_BUILDER, builder));
    }
    int status;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 100);
    assert_int_not_equal(access("/tmp/nqi-escaped", F_OK), 0);
}

#define TEST(function)                                                                 \
    cmocka_unit_test_setup_teardown(function, folder_make, folder_remove)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(answers_come_back),
        TEST(one_bad_job_costs_one_job),
        TEST(a_system_error_stops_the_rest),
        TEST(or_costs_its_own_job_only),
        TEST(a_job_writes_into_its_own_part),
        TEST(a_file_has_a_limit),
        TEST(confined_processes_stay_inside),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
