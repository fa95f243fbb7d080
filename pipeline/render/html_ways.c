/* The ways out of a report, at its head: the list of all reports at this one's
   editions, its other formats, and the reports beside it. */
#include "document/format.h"
#include "render/html.h"
#include "words/words.h"

void html_path(struct str path, struct buf *out) {
    static const char hex[] = "0123456789ABCDEF";
    for (size_t i = 0; i < path.n; i++) {
        char c = path.p[i];
        if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
            (c >= 'a' && c <= 'z') || c == '-' || c == '_' || c == '.' || c == '/' ||
            c == '~') {
            buf_char(out, c);
        } else {
            buf_char(out, '%');
            buf_char(out, hex[(unsigned char)c >> 4]);
            buf_char(out, hex[(unsigned char)c & 15]);
        }
    }
}

size_t html_formats(struct format_set set,
                    const struct format_kind *list[FORMAT_COUNT]) {
    size_t count = 0;
    for (size_t i = 0; i < FORMAT_COUNT; i++) {
        const struct format_kind *format = format_at(i);
        size_t at = count;
        if (format->place == 0 || !format_in(set, format))
            continue;
        for (; at > 0 && list[at - 1]->place > format->place; at--)
            list[at] = list[at - 1];
        list[at] = format;
        count++;
    }
    return count;
}

static void put_formats(const struct document *doc, struct format_set set,
                        struct buf *out) {
    const struct format_kind *formats[FORMAT_COUNT];
    size_t count = html_formats(set, formats);
    for (size_t i = 0; i < count; i++) {
        if (formats[i] == &format_html)
            continue;
        buf_puts(out, "<a href=\"");
        html_path(doc->stem, out);
        buf_printf(out, ".%s\">", formats[i]->extension);
        html_text(words_text(doc->words.vocabulary, formats[i]->label), out);
        buf_puts(out, "</a>\n");
    }
}

/* `rel`: prev, next; `word` is a key of the vocabulary. */
static void put_neighbour(const struct document *doc,
                          const struct html_neighbour *neighbour, const char *rel,
                          const char *word, struct buf *out) {
    if (neighbour->stem.n == 0)
        return;
    buf_printf(out, "<a rel=\"%s\" href=\"", rel);
    html_path(neighbour->stem, out);
    buf_printf(out, ".%s\">", format_html.extension);
    html_text(words_text(doc->words.vocabulary, word), out);
    html_text(doc->words.colon, out);
    html_text(neighbour->name, out);
    buf_puts(out, "</a>\n");
}

void html_ways(const struct document *doc, const struct html_page *page,
               struct buf *out) {
    if (page->formats.bits == 0)
        return;
    buf_puts(out, "<nav class=\"ways\"");
    html_attribute(out, "aria-label", words_text(doc->words.vocabulary, "page.ways"));
    buf_puts(out, ">\n<a href=\"");
    html_text(page->root, out);
    buf_puts(out, "index.html#");
    html_path(doc->report, out);
    buf_puts(out, "\">");
    html_text(doc->words.to_index, out);
    buf_puts(out, "</a>\n");
    put_formats(doc, page->formats, out);
    put_neighbour(doc, &page->before, "prev", "page.before", out);
    put_neighbour(doc, &page->after, "next", "page.after", out);
    buf_puts(out, "</nav>\n");
}
