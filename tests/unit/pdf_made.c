#include "pdf_made.h"

#include "command.h"
#include "unit.h"

#include "base/file.h"
#include "render/pdf/pdf.h"
#include "render/render.h"
#include "sample_document.h"
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct fonts *pdf_fonts;
char pdf_folder[] = "/tmp/nqi-pdf-XXXXXX";

int pdf_open_fonts(void **state) {
    (void)state;
    struct diag *diag = diag_open();
    pdf_fonts = fonts_open(sample_theme(), diag);
    diag_print(diag, stderr);
    diag_close(diag);
    return pdf_fonts == NULL || mkdtemp(pdf_folder) == NULL;
}

int pdf_close_fonts(void **state) {
    (void)state;
    fonts_close(pdf_fonts);
    char command[64];
    snprintf(command, sizeof command, "rm -r %s", pdf_folder);
    return system(command);
}

struct made pdf_begin(void) {
    struct made made = {.arena = arena_open(), .diag = diag_open()};
    made.theme = *sample_theme();
    return made;
}

void pdf_open_document(struct made *made) {
    made->doc = document_open(made->arena, &made->theme);
    made->doc->title = STR("测试");
    made->doc->lang = STR("zh-CN");
}

void pdf_end(struct made *made) {
    if (made->doc)
        document_close(made->doc);
    diag_close(made->diag);
    arena_close(made->arena);
}

void pdf_write_file(struct made *made, const char *name) {
    struct buf out = buf_open(1 << 26);
    bool good = render_pdf(
        made->doc, &(struct rendering){.fonts = pdf_fonts, .scratch = made->arena},
        &out, made->diag);
    diag_print(made->diag, stderr);
    assert_true(good);
    struct str path = arena_printf(made->arena, "%s/%s", pdf_folder, name);
    assert_true(file_write(AT_FDCWD, path.p, buf_str(&out), made->diag));
    buf_close(&out);
}

/* What a command prints, "$f" being the file; its exit status must be 0. */
struct str pdf_run(struct made *made, const char *name, const char *command) {
    struct str line =
        arena_printf(made->arena, "f=%s/%s; %s 2>&1", pdf_folder, name, command);
    return command_text(line.p, made->arena);
}

bool pdf_has(struct str text, const char *words) {
    return str_find(text, str_from(words), 0) != STR_NOT_FOUND;
}

size_t pdf_count_of(struct str text, const char *words) {
    size_t count = 0;
    for (size_t at = 0; (at = str_find(text, str_from(words), at)) != STR_NOT_FOUND;
         at++)
        count++;
    return count;
}

const struct display *pdf_lay_out(struct made *made) {
    const struct display *display =
        layout_document(made->doc, pdf_fonts, made->arena, made->diag);
    diag_print(made->diag, stderr);
    assert_non_null(display);
    return display;
}

bool pdf_page_has(const struct page *page, const char *words) {
    for (size_t i = 0; i < page->count; i++)
        if (page->items[i].kind == ITEM_TEXT &&
            str_find(page->items[i].run->text, str_from(words), 0) != STR_NOT_FOUND)
            return true;
    return false;
}
