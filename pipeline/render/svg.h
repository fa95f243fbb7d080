/* A canvas that writes SVG, and a chart put on it. Every colour and size is an
   attribute, so that a picture looks the same inside a page and on its own. */
#ifndef NQI_RENDER_SVG_H
#define NQI_RENDER_SVG_H

#include "base/buf.h"
#include "document/document.h"
#include "text/fonts.h"

/* The <svg> of a chart for a page: scaled to the width of its surroundings, its
   alternative text as <title>. */
void svg_chart(const struct document *doc, const struct doc_chart *chart,
               const struct fonts *fonts, struct buf *out);
/* The CSS font stack of a role: the theme's family, then what other systems have
   of its kind. */
void svg_font_stack(const struct theme *theme, enum font_role role, struct buf *out);
/* Text for XML and HTML: & < > and quotes as entities; control characters, which
   XML cannot hold, left out. */
void svg_escape(struct str text, struct buf *out);

#endif
