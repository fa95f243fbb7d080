/* The head of a short report's first page, in the place of a cover: series and issue,
   title, period; and one line of contents before the first chapter. */
#ifndef NQI_RENDER_PDF_MASTHEAD_H
#define NQI_RENDER_PDF_MASTHEAD_H

#include "render/pdf/layout.h"

/* Whether the report with a masthead has no more than so many pages. */
bool masthead_fits(struct layout *layout, size_t pages);
/* Puts its boxes among those of the body; and fills the contents in. */
void masthead_open(struct layout *layout);
void masthead_close(struct layout *layout);

#endif
