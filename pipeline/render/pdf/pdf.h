/* The PDF renderer: layout makes pages of plain items (layout_document), the writer
   draws them (write_pdf). */
#ifndef NQI_RENDER_PDF_PDF_H
#define NQI_RENDER_PDF_PDF_H

#include "render/pdf/display.h"
#include "render/render.h"

/* NULL after reporting. Lives in the arena. */
const struct display *layout_document(const struct document *doc,
                                      const struct fonts *fonts, struct arena *arena,
                                      struct diag *diag);
/* Works in rendering.scratch. */
bool write_pdf(const struct document *doc, const struct rendering *rendering,
               const struct display *display, struct buf *out, struct diag *diag);

#endif
