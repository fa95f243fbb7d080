/* The words of headings: in the text, the contents, running heads, bookmarks. */
#ifndef NQI_RENDER_PDF_HEADING_H
#define NQI_RENDER_PDF_HEADING_H

#include "render/pdf/layout.h"

/* Notes that it is laid out: contents list the headings in this order. */
void heading_note(struct layout *layout, const struct doc_heading *heading);
/* The title of a summary as a heading of the level that it has there. */
const struct doc_heading *heading_of_summary(struct layout *layout,
                                             const struct doc_summary *summary);
/* True if it begins a chapter: not the title of a summary. */
bool heading_is_chapter(const struct doc_heading *heading);
/* H1 to H4; tags may not skip a level, whatever the template does. */
struct tag *heading_tag(struct layout *layout, const struct doc_heading *heading);
/* Label and text of a heading as they are printed. */
struct str heading_words(struct layout *layout, const struct doc_heading *heading);

#endif
