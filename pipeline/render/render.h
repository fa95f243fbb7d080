/* Renderers: one document, every format (document/format.h), from the same tree. Each
   writes bytes into a buffer and reports what it could not show. */
#ifndef NQI_RENDER_RENDER_H
#define NQI_RENDER_RENDER_H

#include "base/buf.h"
#include "document/format.h"
#include "text/fonts.h"

/* A report beside another in the same folder; empty: there is none. */
struct html_neighbour {
    struct str stem, name; /* 2023-350000, 福建 */
};

/* The page around an HTML report. Borrowed. */
struct html_page {
    struct str template_text;  /* templates/page.html, with {{title}} and so on */
    struct str style;          /* templates/style.css, put inline */
    struct str root;           /* the way up to the release folder: "../../" */
    struct format_set formats; /* that the report is made in: linked at its head */
    struct html_neighbour before, after;
};

/* What the formats of document/format.h are made with. Borrowed. */
struct rendering {
    const struct html_page *page;
    const struct fonts *fonts;
    const struct dataset *dataset; /* that the figures come from */
    struct str inputs;     /* what went into the report, as JSON; may be empty */
    struct arena *scratch; /* of one document: the layout of its PDF */
};

bool render_markdown(const struct document *doc, struct buf *out, struct diag *diag);
bool render_html(const struct document *doc, const struct html_page *page,
                 const struct fonts *fonts, struct buf *out, struct diag *diag);
/* All tables one after the other: caption, unit, heads, rows, notes, blank line.
   UTF-8 with BOM, CRLF, cells guarded against formulas. */
bool render_csv(const struct document *doc, struct buf *out, struct diag *diag);
/* One table as records: one for each value of its body, with the words beside and above
   it, its number, unit, status, codes, the id of its figure and the cells that it comes
   from (`dataset` may be NULL: no cells). UTF-8 with BOM, CRLF, guarded like the above.
   False if `out` is full. */
bool render_tidy(const struct document *doc, const struct doc_table *table,
                 const struct dataset *dataset, struct arena *arena, struct buf *out);
/* The report as data (render/json.c): UTF-8, the same bytes for the same document. The
   dataset tells the places of cells. */
bool render_json(const struct document *doc, const struct dataset *dataset,
                 struct buf *out, struct diag *diag);
/* A chart as a file of its own: for the pictures of the Markdown report, named
   STEM-ID.svg. */
bool render_svg(const struct document *doc, const struct doc_chart *chart,
                const struct fonts *fonts, struct buf *out, struct diag *diag);
/* The document's PDF; `scratch` holds layout until the caller closes it. */
bool render_pdf(const struct document *doc, const struct rendering *rendering,
                struct buf *out, struct diag *diag);
/* True if it has files attached, of which rendering.inputs is one. */
bool render_pdf_attaches(const struct document *doc);

#endif
