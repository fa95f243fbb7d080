/* The sample document's pages as display lists, against tests/golden/pdf. With
   ACCEPT=1 in the environment the files are written instead. */
#include "unit.h"

#include "base/file.h"
#include "golden.h"
#include "render/pdf/pdf.h"
#include "sample_document.h"
#include "torture_document.h"
#include <fcntl.h>
#include <stdlib.h>

#define FOLDER "tests/golden/pdf/"

static void compare(const char *name, const struct buf *out, struct arena *arena) {
    golden_compare(FOLDER, name, out, arena);
}

static void pages_as_they_were(void **state) {
    (void)state;
    struct arena *arena = arena_open();
    struct diag *diag = diag_open();
    struct fonts *fonts = fonts_open(sample_theme(), diag);
    assert_non_null(fonts);
    for (int demo = 0; demo < 2; demo++) {
        struct document *doc = sample_document(arena);
        if (demo == 1)
            page_marks_add(&doc->marks, &page_mark_demo, (struct str){0});
        const struct display *display = layout_document(doc, fonts, arena, diag);
        diag_print(diag, stderr);
        assert_non_null(display);
        struct buf out = buf_open(1 << 24);
        display_print(display, &out);
        compare(demo ? "demo.txt" : "report.txt", &out, arena);
        buf_close(&out);
        document_close(doc);
    }
    fonts_close(fonts);
    diag_close(diag);
    arena_close(arena);
}

static void torture_as_it_was(void **state) {
    (void)state;
    struct arena *arena = arena_open();
    struct diag *diag = diag_open();
    struct fonts *fonts = fonts_open(sample_theme(), diag);
    assert_non_null(fonts);
    struct document *doc = torture_document(arena, sample_theme());
    const struct display *display = layout_document(doc, fonts, arena, diag);
    diag_print(diag, stderr);
    assert_non_null(display);
    struct buf out = buf_open(1 << 24);
    display_print(display, &out);
    compare("torture.txt", &out, arena);
    /* The pages themselves, to be looked at. */
    const char *path = getenv("TORTURE_PDF");
    buf_clear(&out);
    assert_true(write_pdf(doc, &(struct rendering){.fonts = fonts, .scratch = arena},
                          display, &out, diag));
    if (path)
        assert_true(file_write(AT_FDCWD, path, buf_str(&out), diag));
    buf_close(&out);
    document_close(doc);
    fonts_close(fonts);
    diag_close(diag);
    arena_close(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(pages_as_they_were),
                                       cmocka_unit_test(torture_as_it_was)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
