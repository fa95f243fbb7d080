/* Names from the data never leave the stage, and nothing in it is overwritten. */
#include "publish_folder.h"

#include "base/file.h"
#include "publish/lock.h"
#include "publish/stage.h"
#include "publish/tree.h"
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static void writes_below_the_stage(void **state) {
    struct folder *f = *state;
    int stage = stage_open(f->fd, f->diag);
    assert_true(stage >= 0);
    assert_true(stage_write(stage, STR("national/2023/2023.md"), STR("x"), f->diag));
    assert_true(folder_has(f, ".stage/national/2023/2023.md"));
    assert_true(stage_sync(stage, f->diag));
    close(stage);
    stage_remove(f->fd);
    assert_false(folder_has(f, ".stage"));
}

static void refuses_unsafe_names(void **state) {
    static const char *const names[] = {
        "",           "../x",        "a/../../x",         "/etc/x",  "a//b",
        "a/",         ".hidden",     "a/.hidden",         "-rf",     "a/b.",
        "a/con.html", "a/\x01.html", "a/\xE2\x80\xAE.md", "a\\b.md", "a/\xFF.md",
    };
    struct folder *f = *state;
    int stage = stage_open(f->fd, f->diag);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        assert_false(stage_write(stage, str_from(names[i]), STR("x"), f->diag));
        assert_str(folder_last_error(f), "not a safe name for an output file");
    }
    struct tree_file *files;
    size_t count;
    assert_true(tree_list(stage, f->arena, &files, &count, f->diag));
    assert_int_equal(count, 0);
    close(stage);
}

static void follows_no_link_out(void **state) {
    struct folder *f = *state;
    int stage = stage_open(f->fd, f->diag);
    assert_int_equal(symlinkat("/tmp", stage, "national"), 0);
    assert_false(stage_write(stage, STR("national/escaped.md"), STR("x"), f->diag));
    assert_int_not_equal(access("/tmp/escaped.md", F_OK), 0);
    close(stage);
}

static void refuses_a_second_writer(void **state) {
    struct folder *f = *state;
    int stage = stage_open(f->fd, f->diag);
    assert_true(stage_write(stage, STR("a/2023.md"), STR("x"), f->diag));
    assert_false(stage_write(stage, STR("a/2023.md"), STR("y"), f->diag));
    assert_str(folder_last_error(f), "two reports write the same output file");
    close(stage);
}

static void removes_a_stale_stage(void **state) {
    struct folder *f = *state;
    assert_int_equal(mkdirat(f->fd, ".stage", 0777), 0);
    assert_int_equal(mkdirat(f->fd, ".stage/deep", 0777), 0);
    assert_true(file_write(f->fd, ".stage/deep/old.md", STR("old"), f->diag));
    assert_int_equal(symlinkat("/etc", f->fd, ".stage/deep/link"), 0);
    int stage = stage_open(f->fd, f->diag);
    assert_true(stage >= 0);
    assert_false(folder_has(f, ".stage/deep"));
    assert_int_equal(access("/etc/passwd", F_OK), 0);
    close(stage);
}

static void lists_in_byte_order(void **state) {
    static const char *const paths[] = {"b/2.md", "a/10.md", "a/2.md", "a-b/1.md"};
    struct folder *f = *state;
    int stage = stage_open(f->fd, f->diag);
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
        assert_true(stage_write(stage, str_from(paths[i]), STR("abc"), f->diag));
    struct tree_file *files;
    size_t count;
    assert_true(tree_list(stage, f->arena, &files, &count, f->diag));
    assert_int_equal(count, 4);
    assert_str(files[0].path, "a-b/1.md");
    assert_str(files[1].path, "a/10.md");
    assert_str(files[3].path, "b/2.md");
    assert_int_equal(files[3].bytes, 3);
    close(stage);
}

static void one_build_at_a_time(void **state) {
    struct folder *f = *state;
    int lock, other;
    assert_int_equal(lock_take(f->fd, &lock, f->diag), LOCK_HELD);
    pid_t pid = fork();
    if (pid == 0) {
        struct diag *diag = diag_open();
        _exit((int)lock_take(f->fd, &other, diag));
    }
    int status;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_int_equal(WEXITSTATUS(status), LOCK_BUSY);
    close(lock);
    assert_int_equal(lock_take(f->fd, &lock, f->diag), LOCK_HELD);
    close(lock);
}

#define TEST(function)                                                                 \
    cmocka_unit_test_setup_teardown(function, folder_make, folder_remove)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(writes_below_the_stage), TEST(refuses_unsafe_names),
        TEST(follows_no_link_out),    TEST(refuses_a_second_writer),
        TEST(removes_a_stale_stage),  TEST(lists_in_byte_order),
        TEST(one_build_at_a_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
