/* The file itself: libharu's objects and ours, in object streams behind a
   cross-reference stream (PDF 1.7), or one by one behind a table (PDF 1.4). */
#ifndef NQI_RENDER_PDF_WRITER_H
#define NQI_RENDER_PDF_WRITER_H

#include "render/pdf/haru.h"
#include "render/pdf/structure.h"

/* `raw` may be empty. The trailer's ID is a hash of what is written. */
bool writer_save(struct haru *haru, const struct raw_objects *raw, bool packed,
                 struct arena *arena, struct buf *out, struct diag *diag);

#endif
