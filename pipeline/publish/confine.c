#define _GNU_SOURCE
#include "publish/confine.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined __SANITIZE_ADDRESS__ || defined __SANITIZE_THREAD__
#define UNDER_SANITIZER 1
#elif defined __has_feature
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) ||             \
    __has_feature(memory_sanitizer)
#define UNDER_SANITIZER 1
#endif
#endif
#ifndef UNDER_SANITIZER
#define UNDER_SANITIZER 0
#endif

/* Of Linux 6.2, newer than Debian 12's headers. */
#ifndef LANDLOCK_ACCESS_FS_TRUNCATE
#define LANDLOCK_ACCESS_FS_TRUNCATE (1ULL << 14)
#endif

#if defined __x86_64__
#define AUDIT_ARCH_HERE AUDIT_ARCH_X86_64
#elif defined __aarch64__
#define AUDIT_ARCH_HERE AUDIT_ARCH_AARCH64
#elif defined __riscv && __riscv_xlen == 64
#define AUDIT_ARCH_HERE AUDIT_ARCH_RISCV64
#endif

/* The sanitizers' own helpers fork, trace and start programs. */
#if !UNDER_SANITIZER && defined AUDIT_ARCH_HERE
#define CAN_REFUSE 1

/* Refused to builder and workers alike. */
static const int refused_always[] = {
    SYS_execve,
    SYS_execveat,
    SYS_socket,
    SYS_socketpair,
    SYS_connect,
    SYS_bind,
    SYS_listen,
    SYS_accept4,
    SYS_ptrace,
    SYS_process_vm_readv,
    SYS_process_vm_writev,
    SYS_mount,
    SYS_umount2,
    SYS_pivot_root,
    SYS_chroot,
    SYS_unshare,
    SYS_setns,
    SYS_bpf,
    SYS_perf_event_open,
    SYS_init_module,
    SYS_finit_module,
    SYS_kexec_load,
    SYS_keyctl,
    SYS_add_key,
    SYS_request_key,
    SYS_userfaultfd,
    SYS_open_by_handle_at,
    SYS_reboot,
    SYS_swapon,
    SYS_setuid,
    SYS_setgid,
    SYS_setreuid,
    SYS_setregid,
    SYS_setresuid,
    SYS_setresgid,
    SYS_setgroups,
    SYS_settimeofday,
    SYS_clock_settime,
    SYS_personality,
    SYS_io_uring_setup,
};

static const int refused_to_workers[] = {
#ifdef SYS_fork
    SYS_fork,      SYS_vfork,
#endif
#ifdef SYS_setrlimit
    SYS_setrlimit,
#endif
    SYS_clone,     SYS_clone3, SYS_kill, SYS_tkill, SYS_prlimit64,
};

#define COUNT(array) (sizeof(array) / sizeof *(array))

static size_t add_refusals(struct sock_filter *filter, size_t n, const int *calls,
                           size_t count) {
    for (size_t i = 0; i < count; i++) {
        filter[n++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K,
                                                   (uint32_t)calls[i], 0, 1);
        filter[n++] = (struct sock_filter)BPF_STMT(
            BPF_RET | BPF_K, SECCOMP_RET_ERRNO | (EPERM & SECCOMP_RET_DATA));
    }
    return n;
}

static bool refuse_calls(enum confine_part part) {
    struct sock_filter
        filter[8 + 2 * (COUNT(refused_always) + COUNT(refused_to_workers))];
    size_t n = 0;
    filter[n++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
                                               offsetof(struct seccomp_data, arch));
    filter[n++] =
        (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, AUDIT_ARCH_HERE, 1, 0);
    filter[n++] =
        (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS);
    filter[n++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
                                               offsetof(struct seccomp_data, nr));
#ifdef __x86_64__
    /* The x32 numbering of the same calls. */
    filter[n++] =
        (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x40000000, 0, 1);
    filter[n++] =
        (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS);
#endif
    if (part == CONFINE_WORKER)
        n = add_refusals(filter, n, refused_to_workers, COUNT(refused_to_workers));
    else
        n = add_refusals(filter, n, refused_always, COUNT(refused_always));
    filter[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
    struct sock_fprog program = {(unsigned short)n, filter};
    return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) == 0;
}
#else
#define CAN_REFUSE 0
#endif

static bool write_only_below(int stage) {
    long version =
        syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
    if (version < 1)
        return false;
    uint64_t writes = LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_DIR |
                      LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_CHAR |
                      LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG |
                      LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_MAKE_FIFO |
                      LANDLOCK_ACCESS_FS_MAKE_BLOCK | LANDLOCK_ACCESS_FS_MAKE_SYM;
    if (version >= 2)
        writes |= LANDLOCK_ACCESS_FS_REFER;
    if (version >= 3)
        writes |= LANDLOCK_ACCESS_FS_TRUNCATE;
    struct landlock_ruleset_attr ruleset = {.handled_access_fs =
                                                writes | LANDLOCK_ACCESS_FS_EXECUTE};
    int rules = (int)syscall(SYS_landlock_create_ruleset, &ruleset, sizeof ruleset, 0);
    if (rules < 0)
        return false;
    struct landlock_path_beneath_attr below = {
        .allowed_access = LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_MAKE_DIR |
                          LANDLOCK_ACCESS_FS_MAKE_REG,
        .parent_fd = stage,
    };
    bool ok = syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &below,
                      0) == 0 &&
              syscall(SYS_landlock_restrict_self, rules, 0) == 0;
    close(rules);
    return ok;
}

struct confinement confine(enum confine_part part, int stage) {
    struct confinement result = {0};
    result.no_new_privileges = prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0;
    /* A worker's rules come on top of the builder's, which cannot be taken back. */
    result.landlock = write_only_below(stage);
#if CAN_REFUSE
    result.seccomp = refuse_calls(part);
#else
    (void)part;
#endif
    return result;
}

static bool limit(unsigned resource, rlim_t soft, rlim_t hard) {
    struct rlimit now;
    if (getrlimit(resource, &now) != 0)
        return false;
    if (now.rlim_max != RLIM_INFINITY && hard > now.rlim_max)
        hard = now.rlim_max;
    if (soft > hard)
        soft = hard;
    struct rlimit wanted = {soft, hard};
    return setrlimit(resource, &wanted) == 0;
}

/* Bytes of address space that the process has now; 0 if unknown. */
static size_t address_space(void) {
    FILE *file = fopen("/proc/self/statm", "re");
    if (file == NULL)
        return 0;
    char line[128];
    size_t pages = 0;
    if (fgets(line, sizeof line, file) != NULL)
        pages = strtoul(line, NULL, 10);
    fclose(file);
    long page = sysconf(_SC_PAGESIZE);
    return page > 0 ? pages * (size_t)page : 0;
}

bool confine_limit(const struct confine_limits *limits) {
    bool ok = limit(RLIMIT_CORE, 0, 0);
    ok &= limit(RLIMIT_NPROC, 0, 0);
    /* SIGXCPU at the soft limit; SIGKILL a second later, should it be held back. */
    if (limits->cpu_seconds > 0)
        ok &= limit(RLIMIT_CPU, limits->cpu_seconds, (rlim_t)limits->cpu_seconds + 1);
    if (limits->file > 0) {
        /* A write past the limit then fails with EFBIG and is reported. */
        signal(SIGXFSZ, SIG_IGN);
        ok &= limit(RLIMIT_FSIZE, limits->file, limits->file);
    }
    if (limits->memory > 0 && !UNDER_SANITIZER) {
        size_t now = address_space();
        if (now == 0)
            return false;
        ok &= limit(RLIMIT_AS, now + limits->memory, now + limits->memory);
    }
    return ok;
}

void confine_die_with(int parent) {
    prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    /* It may have ended before the request was made. */
    if (getppid() != parent)
        _exit(3);
}
