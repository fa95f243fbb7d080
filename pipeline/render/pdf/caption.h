/* What stands above and below a table or a picture. */
#ifndef NQI_RENDER_PDF_CAPTION_H
#define NQI_RENDER_PDF_CAPTION_H

#include "render/pdf/layout.h"

/* Label, caption and unit above it; the box is kept with what follows. */
struct box *caption_boxes(struct layout *layout, struct str label, struct str caption,
                          struct str unit, bool continued, float x, float width,
                          struct tag *tag, struct place place);

/* 注： and 数据来源： below a table or a chart from `x` on that is so wide. */
void caption_notes(struct layout *layout, const struct str *notes, size_t count,
                   struct str source, float x, float width, struct place place);

#endif
