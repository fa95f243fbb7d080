/* Files attached to a PDF (PDF/A-3): the tables of the report as data, and what went
   into it. */
#ifndef NQI_RENDER_PDF_ATTACH_H
#define NQI_RENDER_PDF_ATTACH_H

#include "render/pdf/haru.h"
#include "render/render.h"

struct attachment {
    const char *name; /* ASCII, of the file */
    const char *media_type;
    struct str description; /* for readers */
    struct str bytes;
};

/* A tidy CSV for each table and, if it is known, inputs.json, ordered by name; in the
   arena. NULL after reporting. */
const struct attachment *attach_list(const struct document *doc,
                                     const struct rendering *rendering,
                                     struct arena *arena, size_t *count,
                                     struct diag *diag);
/* Puts them into the file: as its data (AFRelationship) and by name. `date` is said to
   be that of their last change. */
void attach_write(struct haru *haru, const struct attachment *files, size_t count,
                  const char *date);

#endif
