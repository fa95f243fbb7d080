/* The headings of a report as plain text: a format that a test adds. */
#include "document/format.h"
#include "render/render.h"

static bool render(const struct document *doc, size_t i,
                   const struct rendering *rendering, struct buf *out,
                   struct diag *diag) {
    (void)i;
    (void)rendering;
    for (size_t h = 0; h < doc->heading_count; h++)
        buf_printf(out, "%d %.*s\n", doc->headings[h]->level,
                   STR_ARG(doc->headings[h]->text));
    return buf_ok(out) ||
           diag_error(diag, (struct place){.file = doc->stem}, "the page is too large");
}

const struct format_kind format_outline = {
    .kind = {"outline", "the headings", "标题目录"},
    .extension = "txt",
    .place = 6,
    .label = "提纲",
    .short_label = "提纲",
    .render = render,
};
