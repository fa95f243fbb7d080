/* One file of a source, by whichever way it can be read. */
#ifndef NQI_INGEST_INGEST_FILE_H
#define NQI_INGEST_INGEST_FILE_H

#include "ingest/parts.h"
#include "ingest/pattern.h"

/* The file is entered in the dataset even if it has faults, so that messages can name
   it. False after errors. */
bool ingest_file(struct reading_context *context, const struct pattern_match *match,
                 const struct bulk_options *bulk, const struct bulk_options *parts);

/* ingest_sources() (ingest/ingest.h) with other bounds between the ways. */
bool ingest_sources_by(int dir, const struct source_profile *profiles, size_t count,
                       const struct bulk_options *bulk,
                       const struct bulk_options *parts, struct dataset *ds,
                       struct arena *arena, struct diag *diag);

#endif
