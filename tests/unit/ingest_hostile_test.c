/* Files that are no tables, or want to be more than memory holds: each is refused
   with a clear message, soon, and with bounded memory. */
#include "unit.h"

#include "base/file.h"
#include "ingest/ingest.h"
#include "ingest/layouts.h"
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

struct world {
    char folder[40];
    int dir;
    struct arena *arena;
    struct diag *diag;
    struct dataset *ds;
};

static int set_up(void **state) {
    struct world *w = calloc(1, sizeof *w);
    snprintf(w->folder, sizeof w->folder, "/tmp/nqi-hostile-XXXXXX");
    assert_non_null(mkdtemp(w->folder));
    w->dir = open(w->folder, O_DIRECTORY | O_RDONLY | O_CLOEXEC);
    w->arena = arena_open();
    w->diag = diag_open();
    w->ds = dataset_open(w->arena);
    *state = w;
    return 0;
}

static int tear_down(void **state) {
    struct world *w = *state;
    unlinkat(w->dir, "t.csv", 0);
    close(w->dir);
    rmdir(w->folder);
    diag_close(w->diag);
    arena_close(w->arena);
    free(w);
    return 0;
}

static bool ingest(struct world *w) {
    struct source_profile p = {
        .name = STR("t"), .file = STR("t.csv"), .layout = &layout_records};
    return ingest_sources(w->dir, &p, 1, w->ds, w->arena, w->diag);
}

static void assert_error(struct world *w, const char *begins) {
    size_t count;
    const struct diag_entry *e = diag_entries(w->diag, &count);
    assert_int_equal(diag_count(w->diag, DIAG_ERROR), 1);
    for (size_t i = 0; i < count; i++) {
        if (e[i].severity == DIAG_ERROR && !str_starts(e[i].text, str_from(begins))) {
            fail_msg("\"%.*s\" does not begin with \"%s\"", STR_ARG(e[i].text), begins);
        }
    }
}

static long peak_kib(void) {
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}

static void ten_gigabytes_of_one_cell(void **state) {
    struct world *w = *state;
    int fd = openat(w->dir, "t.csv", O_CREAT | O_WRONLY, 0600);
    assert_int_equal(write(fd, "a,\"", 3), 3);
    assert_int_equal(ftruncate(fd, (off_t)10 << 30), 0);
    close(fd);
    long before = peak_kib();
    assert_false(ingest(w));
    assert_error(w, "NUL byte in the text");
    assert_true(peak_kib() - before < 64 * 1024);
}

static void a_quote_that_swallows_the_file(void **state) {
    struct world *w = *state;
    FILE *file = fdopen(openat(w->dir, "t.csv", O_CREAT | O_WRONLY, 0600), "w");
    fputs("a,b\n1,\"2\n", file);
    for (int i = 0; i < 2000000; i++) {
        fputs("3,4,5,6,7\n", file);
    }
    fclose(file);
    long before = peak_kib();
    assert_false(ingest(w));
    assert_error(w, "the cell is larger than 1048576 bytes");
    assert_true(peak_kib() - before < 200 * 1024);
}

static void zeros_of_a_sparse_file(void **state) {
    struct world *w = *state;
    int fd = openat(w->dir, "t.csv", O_CREAT | O_WRONLY, 0600);
    assert_int_equal(ftruncate(fd, 1 << 20), 0);
    close(fd);
    assert_false(ingest(w));
    assert_error(w, "NUL byte in the text");
}

static void random_bytes_end_with_a_message(void **state) {
    struct world *w = *state;
    uint32_t random = 7;
    for (int round = 0; round < 200; round++) {
        char bytes[512];
        for (size_t i = 0; i < sizeof bytes; i++) {
            random = random * 1664525u + 1013904223u;
            bytes[i] = (char)(random >> 24);
        }
        struct diag *diag = diag_open();
        struct arena *arena = arena_open();
        struct dataset *ds = dataset_open(arena);
        assert_true(
            file_write(w->dir, "t.csv", (struct str){bytes, sizeof bytes}, diag));
        struct source_profile p = {
            .name = STR("t"), .file = STR("t.csv"), .layout = &layout_long};
        bool ok = ingest_sources(w->dir, &p, 1, ds, arena, diag);
        assert_false(ok);
        assert_true(diag_count(diag, DIAG_ERROR) > 0);
        arena_close(arena);
        diag_close(diag);
    }
}

static void a_symbolic_link_to_a_device(void **state) {
    struct world *w = *state;
    assert_int_equal(symlinkat("/dev/zero", w->dir, "t.csv"), 0);
    assert_false(ingest(w));
    assert_error(w, "this leads out of the project");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(ten_gigabytes_of_one_cell, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_quote_that_swallows_the_file, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(zeros_of_a_sparse_file, set_up, tear_down),
        cmocka_unit_test_setup_teardown(random_bytes_end_with_a_message, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_symbolic_link_to_a_device, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
