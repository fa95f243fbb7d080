/* What lies below input/ and was not read: every file there is read, declared
   `ignore`, or told, whatever its ending and folder. */
#ifndef NQI_INGEST_UNREAD_H
#define NQI_INGEST_UNREAD_H

#include "dataset/dataset.h"
#include "dataset/profile.h"

/* A warning for each file below input/, and for each table beside those that the
   sources name, that is neither among `named` nor in the dataset. A README, and what
   systems and spreadsheets leave behind (dot files, ~$…, Thumbs.db), is no data. */
void unread_report(int dir, const struct source_profile *profiles, size_t count,
                   const struct str *named, size_t named_count,
                   const struct dataset *ds, struct diag *diag);

#endif
