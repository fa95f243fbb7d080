/* Cells that two entries of the same file take for two things. */
#ifndef NQI_INGEST_TWICE_H
#define NQI_INGEST_TWICE_H

#include "base/diag.h"
#include "dataset/dataset.h"

/* After all files, before the dataset is sealed: reports the first such cell of each
   entry. False after errors. */
bool twice_check(const struct dataset *ds, struct diag *diag);

#endif
