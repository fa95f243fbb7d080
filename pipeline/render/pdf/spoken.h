/* What signs say to those who hear a report: ▲1 is 上升1位. */
#ifndef NQI_RENDER_PDF_SPOKEN_H
#define NQI_RENDER_PDF_SPOKEN_H

#include "render/pdf/inline.h"

/* Gives each change of rank in spans that belong to a tag (▲1, ▼2, or ＝ where that is
   all) an element of its own with its words as alternate text. */
void spoken_signs(struct layout *layout, struct span_list *list);

#endif
