#include "render/pdf/layout.h"
#include "render/pdf/block.h"
#include "render/pdf/flow.h"
#include "render/pdf/front.h"
#include "render/pdf/page.h"
#include "render/pdf/pdf.h"

#define LEAST_WIDTH 120.0f /* of the text area: a page for reading */
#define LEAST_HEIGHT 120.0f

static bool page_is_usable(struct layout *layout) {
    const struct theme *theme = layout->theme;
    float width = theme->page_width - theme->margin_left - theme->margin_right;
    float height = theme->page_height - theme->margin_top - theme->margin_bottom;
    if (width >= LEAST_WIDTH && height >= LEAST_HEIGHT && theme->page_width < 14400 &&
        theme->page_height < 14400)
        return true;
    diag_error(
        layout->diag, (struct place){.file = STR("templates/theme.lua")},
        "the page leaves %.0f × %.0f pt for text: at least %.0f × %.0f pt are needed",
        (double)width, (double)height, (double)LEAST_WIDTH, (double)LEAST_HEIGHT);
    return false;
}

const struct display *layout_document(const struct document *doc,
                                      const struct fonts *fonts, struct arena *arena,
                                      struct diag *diag) {
    struct display *display = arena_alloc(arena, sizeof *display);
    display->arena = arena;
    display->root = tag_new(arena, TAG_DOCUMENT, NULL, true);
    struct layout layout = {.doc = doc,
                            .theme = doc->theme,
                            .fonts = fonts,
                            .arena = arena,
                            .diag = diag,
                            .display = display,
                            .body = doc->theme->body,
                            .parent = display->root};
    const struct theme *theme = doc->theme;
    if (!page_is_usable(&layout))
        return NULL;
    layout.measure = (struct measure){
        .width = theme->page_width - theme->margin_left - theme->margin_right,
        .page_height = theme->page_height - theme->margin_top - theme->margin_bottom,
    };
    layout.notes = arena_array(arena, doc->note_count + 1, sizeof *layout.notes);
    layout_blocks(&layout, doc->root);
    if (!layout.failed)
        front_open(&layout);
    if (!layout.failed)
        flow_pages(&layout);
    if (!layout.failed) {
        front_close(&layout);
        page_finish(&layout);
    }
    return layout.failed ? NULL : display;
}
