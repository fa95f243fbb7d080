/* What the file says of itself: Info, XMP, output intent, language, bookmarks, page
   labels. */
#ifndef NQI_RENDER_PDF_METADATA_H
#define NQI_RENDER_PDF_METADATA_H

#include "render/pdf/display.h"
#include "render/pdf/haru.h"

enum pdf_standard { STANDARD_2A_UA, STANDARD_1B, STANDARD_NONE };

void metadata_write(struct haru *haru, const struct document *doc,
                    enum pdf_standard standard, struct arena *arena);
void metadata_outline(struct haru *haru, const struct display *display,
                      const HPDF_Page *pages);
void metadata_labels(struct haru *haru, const struct display *display);
/* [page /XYZ 0 y 0] */
HPDF_Array metadata_destination(struct haru *haru, HPDF_Page page, float height,
                                float y);

#endif
