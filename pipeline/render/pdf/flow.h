/* Boxes to pages: breaks, what floats, footnotes. A failure is remembered in the
 * layout. */
#ifndef NQI_RENDER_PDF_FLOW_H
#define NQI_RENDER_PDF_FLOW_H

#include "render/pdf/layout.h"

/* How many pages the boxes take; 0 if they fit on none. */
size_t flow_count(struct layout *layout);
void flow_pages(struct layout *layout);

#endif
