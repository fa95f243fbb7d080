/* Printed figures in a page: <data> with the figure's id, so that a script, a reader's
   tool or another program finds it again. */
#include "render/html.h"
#include "text/breaks.h"
#include "text/fonts.h"
#include <math.h>

#define BROKEN_LEAST 5 /* characters: fewer stay on one line */

/* The number as JSON has it, or nothing. */
static void put_value(double number, struct buf *out) {
    struct buf digits = buf_open(64);
    if (!isnan(number))
        buf_printf(&digits, "%.15g", number);
    html_attribute(out, "value", buf_str(&digits));
    buf_close(&digits);
}

void html_figure_attribute(const struct doc_figure *figure, struct buf *out) {
    if (figure != NULL)
        html_attribute(out, "data-figure", figure->id);
}

void html_words_part(const struct html *html, struct str text, size_t from, size_t to,
                     struct buf *out) {
    size_t count, at = from;
    const struct doc_run *runs = doc_figures_runs(html->doc->figures, text, &count);
    for (size_t i = 0; i < count; i++) {
        size_t start = runs[i].start > at ? runs[i].start : at;
        size_t end = runs[i].end < to ? runs[i].end : to;
        if (start >= end)
            continue;
        html_text(str_slice(text, at, start), out);
        buf_puts(out, "<data");
        put_value(runs[i].figure->number, out);
        html_figure_attribute(runs[i].figure, out);
        buf_char(out, '>');
        html_text(str_slice(text, start, end), out);
        buf_puts(out, "</data>");
        at = end;
    }
    html_text(str_slice(text, at, to), out);
}

void html_words(const struct html *html, struct str text, struct buf *out) {
    html_words_part(html, text, 0, text.n, out);
}

/* Whether the byte is inside a figure, whose element is not divided. */
static bool in_figure(const struct doc_run *runs, size_t count, size_t at) {
    for (size_t i = 0; i < count; i++)
        if (at > runs[i].start && at < runs[i].end)
            return true;
    return false;
}

/* Han enough to be broken; words in Latin letters end lines at their spaces. */
static bool is_breakable(struct str text) {
    size_t wide = 0;
    for (size_t at = 0; at < text.n && wide <= BROKEN_LEAST; at++)
        wide += (unsigned char)text.p[at] >= 0xE3 && (unsigned char)text.p[at] < 0xF0;
    return wide > 1 && utf8_length(text) > BROKEN_LEAST;
}

void html_words_broken(const struct html *html, struct str text, size_t from, size_t to,
                       struct buf *out) {
    const uint8_t *breaks = is_breakable(str_slice(text, from, to))
                                ? fonts_breaks(html->fonts, text, html->arena)
                                : NULL;
    size_t count;
    const struct doc_run *runs = doc_figures_runs(html->doc->figures, text, &count);
    for (size_t at = from + 1; breaks != NULL && at < to; at++) {
        if (breaks[at] < BREAK_BETWEEN || text.p[at - 1] == ' ' ||
            in_figure(runs, count, at))
            continue;
        html_words_part(html, text, from, at, out);
        buf_puts(out, "<wbr>");
        from = at;
    }
    html_words_part(html, text, from, to, out);
}

static void swap_printed(const struct html *html, struct tree_swaps *swaps,
                         cmark_node *root, cmark_node_type type) {
    bool code = type == CMARK_NODE_CODE;
    size_t count, runs;
    cmark_node **nodes = tree_collect(root, type, swaps->arena, &count);
    for (size_t i = 0; i < count; i++) {
        const struct object *object = document_object(nodes[i]);
        if (object == NULL || object->kind != OBJECT_PRINTED)
            continue;
        const struct doc_printed *printed = (const void *)object;
        if (doc_figures_runs(html->doc->figures, printed->text, &runs) == NULL)
            continue;
        struct buf markup = buf_open(printed->text.n * 6 + runs * 128);
        buf_puts(&markup, code ? "<code>" : "");
        html_words(html, printed->text, &markup);
        buf_puts(&markup, code ? "</code>" : "");
        tree_swap(swaps, nodes[i], CMARK_NODE_CUSTOM_INLINE, &markup, "");
        buf_close(&markup);
    }
}

void html_swap_printed(const struct html *html, struct tree_swaps *swaps,
                       cmark_node *root) {
    swap_printed(html, swaps, root, CMARK_NODE_TEXT);
    swap_printed(html, swaps, root, CMARK_NODE_CODE);
}
