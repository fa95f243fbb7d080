/* The parts of an HTML page: shared by the report's page and the index. Private
   to render/html*.c and index.c. */
#ifndef NQI_RENDER_HTML_H
#define NQI_RENDER_HTML_H

#include "document/format.h"
#include "render/render.h"
#include "render/svg.h"
#include "render/tree.h"

/* One rendering of one document. */
struct html {
    const struct document *doc;
    const struct fonts *fonts;
    struct arena *arena; /* until the page is written */
    unsigned *marks;     /* marks seen of each footnote, by number */
    struct tree_swaps swaps;
    struct diag *diag;
};

/* Escaped text. */
#define html_text svg_escape
/* ` name="value"` */
void html_attribute(struct buf *out, const char *name, struct str value);
/* A text of the document, escaped, its figures marked with their ids. */
void html_words(const struct html *html, struct str text, struct buf *out);
/* The same of its bytes [from, to). */
void html_words_part(const struct html *html, struct str text, size_t from, size_t to,
                     struct buf *out);
/* The same with places to break between words, for cells and titles: style.css allows
   no others there. */
void html_words_broken(const struct html *html, struct str text, size_t from, size_t to,
                       struct buf *out);
/* ` data-figure="id"`, for an element whose whole text is one figure; NULL: nothing. */
void html_figure_attribute(const struct doc_figure *figure, struct buf *out);
/* Puts markup in the place of what a template printed with figures in it. */
void html_swap_printed(const struct html *html, struct tree_swaps *swaps,
                       cmark_node *root);
/* Puts places to break into long addresses. */
void html_swap_addresses(struct tree_swaps *swaps, cmark_node *root);
/* Gives every node of the tree that carries an object its markup. The tree's
   headings are swapped: tree_restore(&html->swaps) after rendering. */
void html_prepare(struct html *html, cmark_node *root);
/* The inlines of a PARAGRAPH, without its <p>. */
void html_inlines(struct html *html, cmark_node *paragraph, struct buf *out);
/* The marks of a page: their words in spans behind a caption (those that stand
   everywhere), one in a span, one with its explanation (a key of the vocabulary) at the
   head of a page, 【…】 before a title, and the page's classes is-NAME. */
void html_caption_marks(const struct page_marks *marks, struct buf *out);
void html_mark(const struct page_mark *mark, struct buf *out);
void html_banner(const struct page_mark *mark, const char *why,
                 const struct printed_words *words, struct buf *out);
void html_title_marks(const struct page_marks *marks, const struct printed_words *words,
                      struct buf *out);
void html_mark_classes(const struct page_marks *marks, struct buf *out);
/* The line above a table or a figure: label, caption, marks and unit. */
void html_caption(const struct html *html, struct str label, struct str caption,
                  struct str unit, struct buf *out);
/* Notes and source below it. */
void html_notes(const struct html *html, const struct str *notes, size_t note_count,
                struct str source, struct buf *out);

/* A path as an URL: everything but what needs no escape is percent-encoded. */
void html_path(struct str path, struct buf *out);
/* The formats of a set that are linked, the best to read first: how many. */
size_t html_formats(struct format_set set,
                    const struct format_kind *list[FORMAT_COUNT]);
/* At the head of a report: the ways to what stands beside it. Nothing if the page says
   no formats. */
void html_ways(const struct document *doc, const struct html_page *page,
               struct buf *out);

/* How a table comes on paper (style.css): as it is, in smaller type, the same on a
   turned page, or in parts on turned pages. */
enum html_paper { PAPER_USUAL, PAPER_SMALLER, PAPER_TURNED, PAPER_PARTS };
/* `em`: how wide it is, or its widest part, in em of its type. */
enum html_paper html_paper(const struct html *html, const struct doc_table *table,
                           float *em);
/* The parts, which only paper shows. */
void html_print_parts(const struct html *html, const struct doc_table *table,
                      struct buf *out);

void html_table(struct html *html, const struct doc_table *table, struct buf *out);
void html_figure(struct html *html, const struct doc_chart *chart, struct buf *out);
void html_kpi(const struct html *html, const struct doc_kpi *kpi, struct buf *out);
void html_signoff(const struct html *html, struct buf *out);
/* A picture of the office, inline; nothing if the theme has none. */
void html_picture(const struct theme_picture *picture, const char *class,
                  struct buf *out);

/* A placeholder of page.html and what takes its place, which is markup. */
struct html_field {
    const char *name;
    struct str value;
    bool required; /* a page without it loses content */
};
/* page.html with its placeholders filled in. */
bool html_fill(const struct html_page *page, const struct html_field *fields,
               size_t count, struct buf *out, struct diag *diag);
/* The theme's colours and faces as CSS custom properties, then the style sheet. */
bool html_style(const struct theme *theme, const struct html_page *page,
                struct buf *out, struct diag *diag);

#endif
