/* What the file says of itself: Info, XMP, output intent, language, bookmarks, page
   labels. */
#ifndef NQI_RENDER_PDF_METADATA_H
#define NQI_RENDER_PDF_METADATA_H

#include "render/pdf/display.h"
#include "render/pdf/haru.h"

/* What a file says that it follows. */
struct pdf_standard {
    const char *name;               /* in a theme */
    const char *part, *conformance; /* of PDF/A; NULL: none of it */
    bool tagged;                    /* and PDF/UA-1 */
    bool attaches;                  /* the data of its tables */
    bool old;                       /* PDF 1.4 */
};

/* Of this name, the default's if it is empty, or NULL. */
const struct pdf_standard *pdf_standard_named(struct str name);

/* A date as PDF writes it: D:20240131000000+00'00'. */
struct pdf_date {
    char text[32];
};
struct pdf_date metadata_date(int64_t epoch);

void metadata_write(struct haru *haru, const struct document *doc,
                    const struct pdf_standard *standard, struct arena *arena);
void metadata_outline(struct haru *haru, const struct display *display,
                      const HPDF_Page *pages);
void metadata_labels(struct haru *haru, const struct display *display);
/* [page /XYZ 0 y 0] */
HPDF_Array metadata_destination(struct haru *haru, HPDF_Page page, float height,
                                float y);

#endif
