/* Cover and contents (front.c). */
#ifndef NQI_RENDER_PDF_FRONT_H
#define NQI_RENDER_PDF_FRONT_H

#include "render/pdf/layout.h"

/* Makes the cover and the empty pages of the contents, and their tags, before the
   body's. */
void front_reserve(struct layout *layout);
/* After the body: its page numbers are known. */
void front_contents(struct layout *layout);

#endif
