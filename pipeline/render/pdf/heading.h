/* The words of headings: in the text, the contents, running heads, bookmarks. */
#ifndef NQI_RENDER_PDF_HEADING_H
#define NQI_RENDER_PDF_HEADING_H

#include "render/pdf/layout.h"

/* Label and text of a heading as they are printed. */
struct str heading_words(struct layout *layout, const struct doc_heading *heading);

#endif
