/* Ingest: bytes → rows → observations. Reads the dictionaries and every source
   that a profile names, decodes, checks, and adds to the dataset. All problems of
   all files are collected; false if there was an error. */
#ifndef NQI_INGEST_INGEST_H
#define NQI_INGEST_INGEST_H

#include "dataset/dataset.h"
#include "dataset/profile.h"

/* input/areas.csv, input/indicators.csv, input/dimensions.csv and input/issues.csv
   (the last two may be absent). `dir` is the project folder. Everything lives in
   `arena`, the dataset's own. */
bool ingest_dictionaries(int dir, struct dataset *ds, struct arena *arena,
                         struct diag *diag);
bool ingest_sources(int dir, const struct source_profile *profiles, size_t count,
                    struct dataset *ds, struct arena *arena, struct diag *diag);

/* Writes a profile of the file to `out`: Lua to paste into input/sources.lua. A
   comment behind each line says what it rests on, and NOT SURE where only the
   office can know; the last lines tell what reading the file by it gave. `ds`
   holds the dictionaries. False if the file cannot be read at all. */
bool ingest_sniff(int dir, const char *path, const struct dataset *ds, struct buf *out,
                  struct diag *diag);

#endif
