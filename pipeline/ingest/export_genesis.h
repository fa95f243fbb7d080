/* What the two formats of GENESIS share. */
#ifndef NQI_INGEST_EXPORT_GENESIS_H
#define NQI_INGEST_EXPORT_GENESIS_H

#include "ingest/shape.h"

/* What its signs mean, and what it calls the total. */
void genesis_signs(struct shape *shape);

#endif
