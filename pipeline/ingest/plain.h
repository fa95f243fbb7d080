/* Tables that are not observations: quoted figures and records of text. */
#ifndef NQI_INGEST_PLAIN_H
#define NQI_INGEST_PLAIN_H

#include "ingest/columns.h"

/* Both add to the dataset; false after errors. `file` is the dataset's index. */
bool plain_read_statements(const struct reading_context *context,
                           const struct sheet *sheet, uint32_t file);
bool plain_read_records(const struct reading_context *context,
                        const struct sheet *sheet, uint32_t file);

#endif
