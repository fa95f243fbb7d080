/* The examples of templates/README.md: a ````template block, then ````markdown with
   what it gives, or ````text with the messages. With ACCEPT=1 in the environment the
   results are written into the guide. */
#include "unit.h"

#include "base/file.h"
#include "compose_project.h"
#include "render/render.h"
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#define GUIDE "templates/README.md"

static struct compose_project project;

static int open_all(void **state) {
    (void)state;
    compose_project_open(&project);
    project.report.title = STR("示例");
    return 0;
}

static int close_all(void **state) {
    (void)state;
    compose_project_close(&project);
    return 0;
}

/* The Markdown report, or the messages. */
static bool run(struct str template, struct buf *out) {
    struct diag *diag = diag_open();
    struct document *doc = compose_project_text(&project, template, diag);
    if (doc != NULL)
        assert_true(render_markdown(doc, out, diag));
    compose_messages(diag, out);
    document_close(doc);
    diag_close(diag);
    return doc != NULL;
}

/* The inside of the fence ````name that opens at or behind `at`. */
static struct str inside(struct str text, size_t at, const char *name, size_t *end) {
    struct str open = arena_printf(project.arena, "````%s\n", name);
    size_t start = str_find(text, open, at);
    if (start == STR_NOT_FOUND)
        return (struct str){NULL, 0};
    start += open.n;
    *end = str_find(text, STR("````\n"), start);
    assert_int_not_equal(*end, STR_NOT_FOUND);
    return str_slice(text, start, *end);
}

static void check(struct str template, struct str wanted, struct str seen) {
    if (!str_equal(seen, wanted) && getenv("ACCEPT") == NULL)
        fail_msg("this template of the guide:\n%.*sgives:\n%.*s", STR_ARG(template),
                 STR_ARG(seen));
}

static void examples_of_the_guide(void **state) {
    (void)state;
    struct str guide;
    struct diag *diag = diag_open();
    assert_true(file_read(AT_FDCWD, GUIDE, 1 << 20, project.arena, &guide, NULL, diag));
    struct buf cover = buf_open(1 << 16), accepted = buf_open(1 << 20);
    assert_true(run(STR("<!-- -->\n"), &cover));
    size_t at = 0, end = 0, copied = 0, count = 0;
    for (;; count++) {
        struct str template = inside(guide, at, "template", &end);
        if (template.p == NULL)
            break;
        size_t behind = end + 5;
        bool good = str_starts(str_slice(guide, behind, guide.n), STR("````markdown"));
        struct str wanted = inside(guide, behind, good ? "markdown" : "text", &end);
        assert_non_null(wanted.p);
        struct buf out = buf_open(1 << 20);
        if (run(template, &out) != good)
            fail_msg("this template of the guide:\n%.*sgives:\n%.*s", STR_ARG(template),
                     STR_ARG(buf_str(&out)));
        struct str seen = buf_str(&out);
        if (good) { /* without the lines of the cover, which are always the same */
            assert_true(str_starts(seen, buf_str(&cover)));
            seen = str_slice(seen, cover.n, seen.n);
            while (seen.n > 0 && seen.p[0] == '\n')
                seen = str_slice(seen, 1, seen.n);
        }
        check(template, wanted, seen);
        buf_put(&accepted, str_slice(guide, copied, end - wanted.n));
        buf_put(&accepted, seen);
        copied = at = end;
        buf_close(&out);
    }
    buf_put(&accepted, str_slice(guide, copied, guide.n));
    if (getenv("ACCEPT") != NULL)
        assert_true(file_write(AT_FDCWD, GUIDE, buf_str(&accepted), diag));
    assert_true(count >= 14);
    buf_close(&cover);
    buf_close(&accepted);
    diag_close(diag);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(examples_of_the_guide)};
    return cmocka_run_group_tests(tests, open_all, close_all);
}
