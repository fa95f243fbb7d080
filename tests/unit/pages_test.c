/* Large pages are a matter of speed: with and without them memory holds what was
   written. Each case runs in a process of its own, for a process parts once. */
#define _GNU_SOURCE
#include "unit.h"

#include "base/arena.h"
#include "base/pages.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define MB ((size_t)1 << 20)

enum { SIZE = 64 << 20, GAP_FROM = 20 << 20, GAP_TO = 40 << 20 };

/* The exit status of `work` in a child; -1 for a crash. */
static int in_child(int (*work)(void)) {
    fflush(NULL);
    pid_t pid = fork();
    if (pid == 0)
        _exit(work());
    int status = 0;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static unsigned char pattern(size_t i) { return (unsigned char)(i * 7 + i / 4096 + 1); }

static void fill(unsigned char *p, size_t from, size_t to) {
    for (size_t i = from; i < to; i++)
        p[i] = pattern(i);
}

static bool holds(const unsigned char *p, size_t from, size_t to) {
    size_t i = from;
    while (i < to && p[i] == pattern(i))
        i++;
    return i == to;
}

/* Kilobytes of this process, of the lines of smaps that begin so. */
static size_t kilobytes(const char *what) {
    char line[256];
    size_t all = 0, one;
    FILE *smaps = fopen("/proc/self/smaps", "r");
    if (smaps == NULL)
        return 0;
    while (fgets(line, sizeof line, smaps) != NULL)
        if (strncmp(line, what, strlen(what)) == 0 &&
            sscanf(line + strlen(what), "%zu", &one) == 1)
            all += one;
    fclose(smaps);
    return all;
}

static unsigned char *both[2]; /* private and shared */

static bool all_hold(void) {
    bool good = true;
    for (int i = 0; i < 2; i++)
        good = good && holds(both[i], 0, GAP_FROM) && holds(both[i], GAP_TO, SIZE);
    return good;
}

static int read_all(void) { return all_hold() ? 0 : 1; }

static int write_own(void) {
    memset(both[0], 0, SIZE);
    return 0;
}

static int gather(void) {
    both[0] =
        mmap(NULL, SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    both[1] = pages_share(SIZE);
    if (both[0] == MAP_FAILED || both[1] == NULL)
        return 1;
    for (int i = 0; i < 2; i++) {
        fill(both[i], 0, GAP_FROM);
        fill(both[i], GAP_TO, SIZE);
    }
    size_t before = kilobytes("Rss:");
    pages_gather();
    if (!all_hold() || in_child(read_all) != 0 || in_child(write_own) != 0 ||
        !all_hold())
        return 2;
    /* The gaps of 20 MB are not taken, nor the rest of the address space. */
    return kilobytes("Rss:") > before + 10 * 1024 ? 3 : 0;
}

static void what_is_gathered_keeps_its_bytes_and_its_gaps(void **state) {
    (void)state;
    assert_int_equal(in_child(gather), 0);
}

static int share(void) {
    unsigned char *p = pages_share(3 * MB);
    if (p == NULL || (uintptr_t)p % (2 * MB) != 0 || p[0] != 0 || p[3 * MB - 1] != 0)
        return 1;
    pid_t pid = fork();
    if (pid == 0) {
        p[MB] = 9;
        _exit(0);
    }
    int status;
    return waitpid(pid, &status, 0) == pid && p[MB] == 9 ? 0 : 2;
}

static void what_is_shared_is_seen_by_both(void **state) {
    (void)state;
    assert_int_equal(in_child(share), 0);
    assert_null(pages_share(SIZE_MAX));
    assert_null(pages_share(SIZE_MAX / 2));
}

static int part(void) {
    void *earlier = pages_take(MB);
    if (earlier == NULL)
        return 1;
    pages_part();
    unsigned char *first = pages_take(MB), *second = pages_take(3 * MB + 1);
    unsigned char *huge = pages_take(100 * MB); /* more than a part */
    if (first == NULL || second == NULL || huge == NULL)
        return 2;
    fill(first, 0, MB);
    fill(second, 0, 3 * MB + 1);
    fill(huge, 0, 100 * MB);
    if (!holds(first, 0, MB) || !holds(second, 0, 3 * MB + 1) ||
        !holds(huge, 0, 100 * MB))
        return 3;
    /* What comes back is taken again, a piece at a time. */
    pages_give(earlier, MB);
    pages_give(huge, 100 * MB);
    pages_give(second, 3 * MB + 1);
    unsigned char *a = pages_take(2 * MB), *b = pages_take(MB);
    if (a != second || b != second + 2 * MB || !holds(first, 0, MB))
        return 4;
    /* Pieces that touch are one again, in whatever order they come back. */
    unsigned char *pieces[4];
    for (size_t i = 0; i < 4; i++)
        pieces[i] = pages_take(MB);
    unsigned char *last = pages_take(64);
    for (size_t i = 0; i < 4; i++)
        pages_give(pieces[(i * 3 + 1) % 4], MB);
    if (pages_take(4 * MB) != pieces[0] || last != pieces[3] + MB ||
        !holds(first, 0, MB))
        return 7;
    /* Past the end of the part it is malloc's. */
    for (size_t i = 0; i < 100; i++) {
        unsigned char *p = pages_take(MB);
        if (p == NULL)
            return 5;
        memset(p, (int)i, MB);
    }
    return holds(first, 0, MB) ? 0 : 6;
}

static void a_part_hands_out_what_came_back(void **state) {
    (void)state;
    assert_int_equal(in_child(part), 0);
}

static int arenas(void) {
    pages_part();
    for (int round = 0; round < 50; round++) {
        struct arena *arena = arena_open(), *other = arena_open();
        for (size_t size = 1; size < 3 * MB; size = size * 3 + 1) {
            unsigned char *p = arena_alloc(arena, size), *q = arena_alloc(other, size);
            for (size_t i = 0; i < size; i++)
                if (p[i] != 0 || q[i] != 0)
                    return 1;
            memset(p, 0xAA, size);
            memset(q, 0xBB, size);
        }
        arena_close(arena);
        arena_close(other);
    }
    return kilobytes("Rss:") > 100 * 1024 ? 2 : 0;
}

static void arenas_of_a_part_are_zeroed_and_reuse_it(void **state) {
    (void)state;
    assert_int_equal(in_child(arenas), 0);
}

/* Where the system has large pages at all. */
static int count_large(void) {
    unsigned char *p =
        mmap(NULL, 16 * MB, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    memset(p, 1, 16 * MB);
    if (madvise(p + (-(uintptr_t)p & (2 * MB - 1)), 2 * MB, 25 /* MADV_COLLAPSE */) !=
        0)
        return 0;
    pages_gather();
    return kilobytes("AnonHugePages:") >= 10 * 1024 ? 0 : 1;
}

static void large_pages_come_where_there_are_any(void **state) {
    (void)state;
    assert_int_equal(in_child(count_large), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_gathered_keeps_its_bytes_and_its_gaps),
        cmocka_unit_test(what_is_shared_is_seen_by_both),
        cmocka_unit_test(a_part_hands_out_what_came_back),
        cmocka_unit_test(arenas_of_a_part_are_zeroed_and_reuse_it),
        cmocka_unit_test(large_pages_come_where_there_are_any),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
