/* Each template of tests/golden/compose/templates: its document as text, or what is
   wrong with it, against expected/NAME.txt. The report of english-….md is in English.
   With ACCEPT=1 in the environment the files are written instead. */
#include "unit.h"

#include "base/file.h"
#include "compose_project.h"
#include "document/dump.h"
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#define FOLDER "tests/golden/compose"

static void compare(struct str name, struct str seen) {
    struct diag *diag = diag_open();
    struct str path = arena_printf(compose_shared.arena, FOLDER "/expected/%.*s.txt",
                                   STR_ARG(str_slice(name, 0, name.n - 3)));
    struct str golden = {"", 0};
    if (getenv("ACCEPT") != NULL) {
        assert_true(file_make_folders(AT_FDCWD, FOLDER "/expected", diag));
        assert_true(file_write(AT_FDCWD, path.p, seen, diag));
    } else {
        assert_true(file_read(AT_FDCWD, path.p, 1 << 20, compose_shared.arena, &golden,
                              NULL, diag));
        if (!str_equal(seen, golden))
            fail_msg("%s is now:\n%.*s", path.p, STR_ARG(seen));
    }
    diag_close(diag);
}

/* A wrong template must say so in its expectation, a good one must not warn. */
static void one_template(struct str name) {
    struct diag *diag = diag_open();
    bool english = str_starts(name, STR("english-"));
    compose_project_language(&compose_shared, english ? "en" : "zh-CN");
    struct document *doc = compose_project_make(&compose_shared, FOLDER, name.p, diag);
    struct buf out = buf_open(1 << 20);
    if (doc != NULL)
        document_dump(doc, &out);
    compose_messages(diag, &out);
    assert_int_equal(doc == NULL, diag_count(diag, DIAG_ERROR) > 0);
    if ((doc == NULL) != str_starts(name, STR("wrong-")))
        fail_msg("%s gives:\n%.*s", name.p, STR_ARG(buf_str(&out)));
    compare(name, buf_str(&out));
    buf_close(&out);
    document_close(doc);
    diag_close(diag);
}

static void templates_as_they_were(void **state) {
    (void)state;
    struct str *names;
    size_t count, seen = 0;
    assert_true(file_list(AT_FDCWD, FOLDER "/templates", compose_shared.arena, &names,
                          &count, compose_shared.diag));
    for (size_t i = 0; i < count; i++)
        if (str_ends(names[i], STR(".md"))) {
            one_template(names[i]);
            seen++;
        }
    assert_true(seen > 20);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(templates_as_they_were)};
    return cmocka_run_group_tests(tests, compose_project_set_up,
                                  compose_project_tear_down);
}
