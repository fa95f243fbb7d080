/* From ledger and archive to what is published: on an empty machine, or after a crash
   between an act's entry and the swap of OUTPUT/current, which is an act half done that
   the ledger knows of: it is rolled forward. */
#ifndef NQI_ISSUE_RESTORE_H
#define NQI_ISSUE_RESTORE_H

#include "issue/desk.h"

/* Makes the release of an entry current, each of its files from the archive and checked
   against its hash; the lock is held. False after reporting. */
bool restore_release(const struct desk *desk, const struct archive *archive, int output,
                     const struct ledger_entry *entry, struct diag *diag);
/* The ID that OUTPUT/current points to, in the desk's arena; empty without one, or if
   it is no link to a release. */
struct str restore_current(const struct desk *desk, int output);

#endif
