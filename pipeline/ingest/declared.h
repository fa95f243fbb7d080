/* Is what a profile declares possible? A misspelt option or a code that no
   dictionary has would otherwise be passed over in silence. */
#ifndef NQI_INGEST_DECLARED_H
#define NQI_INGEST_DECLARED_H

#include "dataset/dataset.h"
#include "dataset/profile.h"

/* Reports everything that is wrong, at the profile's place. */
bool declared_check(const struct source_profile *profile, const struct dataset *ds,
                    struct diag *diag);

#endif
