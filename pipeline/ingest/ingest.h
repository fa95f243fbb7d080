/* Ingest: bytes → rows → observations. Reads the dictionaries and every source
   that a profile names, decodes, checks, and adds to the dataset. All problems of
   all files are collected; false if there was an error. */
#ifndef NQI_INGEST_INGEST_H
#define NQI_INGEST_INGEST_H

#include "dataset/dataset.h"
#include "dataset/profile.h"

/* input/areas.csv, input/indicators.csv and input/issues.csv (the last may be
   absent). `dir` is the project folder. Everything lives in `arena`, the
   dataset's own. */
bool ingest_dictionaries(int dir, struct dataset *ds, struct arena *arena,
                         struct diag *diag);
bool ingest_sources(int dir, const struct source_profile *profiles, size_t count,
                    struct dataset *ds, struct arena *arena, struct diag *diag);

#endif
