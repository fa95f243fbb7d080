/* One file of a source, by whichever way it can be read. */
#ifndef NQI_INGEST_INGEST_FILE_H
#define NQI_INGEST_INGEST_FILE_H

#include "ingest/parts.h"
#include "ingest/pattern.h"

/* The file is entered in the dataset even if it has faults, so that messages can name
   it. False after errors. */
bool ingest_file(struct reading_context *context, const struct pattern_match *match,
                 const struct bulk_options *bulk, const struct bulk_options *parts);

#endif
