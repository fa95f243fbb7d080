/* The archive: objects by their hash, whole and read-only, or an error. */
#include "publish_folder.h"

#include "base/file.h"
#include "issue/archive.h"
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* SHA-256 of "abc", from FIPS 180-2. */
#define ABC "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
#define ABC_PATH                                                                       \
    "archive/objects/ba/"                                                              \
    "7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
/* As long as a hash, and the path of a file beside the archive. */
#define NO_HEX "ba../../.././././././././././././././././././././././././././abc"

static struct archive *open_archive(const struct folder *f) {
    struct str path = arena_printf(f->arena, "%s/archive", f->path);
    struct archive *archive = archive_open(path.p, true, f->diag);
    assert_non_null(archive);
    return archive;
}

static void what_is_put_is_got(void **state) {
    struct folder *f = *state;
    struct archive *archive = open_archive(f);
    char hex[HASH_HEX_SIZE + 1];
    assert_false(archive_has(archive, ABC));
    for (int i = 0; i < 2; i++) {
        assert_true(archive_put(archive, STR("abc"), hex, f->diag));
        assert_string_equal(hex, ABC);
    }
    assert_true(archive_has(archive, ABC));
    assert_true(folder_has(f, ABC_PATH));
    struct stat status;
    assert_int_equal(fstatat(f->fd, ABC_PATH, &status, 0), 0);
    assert_int_equal(status.st_mode & 0777, 0444);
    struct str out;
    assert_true(archive_get(archive, hex, STR("x"), f->arena, &out, f->diag));
    assert_str(out, "abc");
    assert_true(file_write(f->fd, "a.csv", STR("abc"), f->diag));
    assert_true(archive_put_file(archive, f->fd, "a.csv", hex, f->diag));
    assert_string_equal(hex, ABC);
    assert_false(archive_put_file(archive, f->fd, "b.csv", hex, f->diag));
    archive_close(archive);
}

/* One cut by a crash of the machine, one changed by hand, one gone. */
static void damage_is_told(void **state) {
    struct folder *f = *state;
    struct archive *archive = open_archive(f);
    char hex[HASH_HEX_SIZE + 1];
    struct str out;
    assert_true(archive_put(archive, STR("abc"), hex, f->diag));
    assert_int_equal(unlinkat(f->fd, ABC_PATH, 0), 0);
    assert_false(archive_get(archive, hex, STR("a.pdf"), f->arena, &out, f->diag));
    assert_str(folder_last_error(f), "the object is missing: it was a.pdf");
    assert_true(file_write(f->fd, ABC_PATH, STR("abd"), f->diag));
    assert_false(archive_get(archive, hex, STR("a.pdf"), f->arena, &out, f->diag));
    assert_str(folder_last_error(f),
               "the object is not what its name says: it was a.pdf");
    assert_true(file_write(f->fd, ABC_PATH, STR("ab"), f->diag));
    assert_true(archive_put(archive, STR("abc"), hex, f->diag)); /* put again */
    assert_true(archive_get(archive, hex, STR("a.pdf"), f->arena, &out, f->diag));
    archive_close(archive);
}

/* What a killed process left, and names that are no objects. */
static void leftovers_are_no_objects(void **state) {
    struct folder *f = *state;
    struct archive *archive = open_archive(f);
    char hex[HASH_HEX_SIZE + 1];
    assert_true(file_make_folders(f->fd, "archive/objects/ba", f->diag));
    assert_true(file_write(f->fd, "archive/objects/ba/.fresh", STR("ab"), f->diag));
    assert_true(archive_put(archive, STR("abc"), hex, f->diag));
    assert_false(folder_has(f, "archive/objects/ba/.fresh"));
    assert_false(archive_has(archive, ""));
    assert_false(archive_has(archive, "ba"));
    assert_true(file_write(f->fd, "abc", STR("abc"), f->diag));
    assert_int_equal(strlen(NO_HEX), HASH_HEX_SIZE);
    assert_false(archive_has(archive, NO_HEX));
    assert_int_equal(unlinkat(f->fd, ABC_PATH, 0), 0);
    assert_int_equal(symlinkat("/etc/passwd", f->fd, ABC_PATH), 0);
    assert_false(archive_has(archive, ABC));
    archive_close(archive);
}

static void the_head_is_replaced(void **state) {
    struct folder *f = *state;
    struct archive *archive = open_archive(f);
    struct str head;
    assert_true(archive_head(archive, f->arena, &head, f->diag));
    assert_int_equal(head.n, 0);
    assert_true(archive_set_head(archive, STR("one\n"), f->diag));
    assert_true(archive_set_head(archive, STR("two\n"), f->diag));
    assert_true(archive_head(archive, f->arena, &head, f->diag));
    assert_str(head, "two\n");
    archive_close(archive);
}

static void a_folder_that_is_not_there(void **state) {
    struct folder *f = *state;
    struct str path = arena_printf(f->arena, "%s/nothing", f->path);
    assert_null(archive_open(path.p, false, f->diag));
    assert_true(file_write(f->fd, "file", STR("x"), f->diag));
    path = arena_printf(f->arena, "%s/file", f->path);
    assert_null(archive_open(path.p, true, f->diag));
}

#define TEST(function)                                                                 \
    cmocka_unit_test_setup_teardown(function, folder_make, folder_remove)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(what_is_put_is_got),         TEST(damage_is_told),
        TEST(leftovers_are_no_objects),   TEST(the_head_is_replaced),
        TEST(a_folder_that_is_not_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
