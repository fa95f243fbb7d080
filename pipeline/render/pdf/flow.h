/* Boxes to pages: breaks, what floats, footnotes. A failure is remembered in the
 * layout. */
#ifndef NQI_RENDER_PDF_FLOW_H
#define NQI_RENDER_PDF_FLOW_H

#include "render/pdf/layout.h"

void flow_pages(struct layout *layout);

#endif
