/* Releases: OUTPUT/releases/ID/, and OUTPUT/current, a link to the one that is
   published. Publishing moves the finished stage there and swaps the link with one
   rename, so that a reader sees the old release or the new one, whole. */
#ifndef NQI_PUBLISH_RELEASE_H
#define NQI_PUBLISH_RELEASE_H

#include "publish/receipt.h"

#define RELEASE_KEPT                                                                   \
    3 /* releases that are left in OUTPUT/releases, the current included */

/* The current release: its descriptor and receipt. *folder is -1 and *out empty if
   nothing was published yet. A damaged one is an error. */
bool release_open_current(int output, struct arena *arena, int *folder,
                          struct receipt_summary *out, struct diag *diag);

/* Publishes the stage as its receipt says: links what is carried from the current
   release, checks that the stage holds exactly the files of the receipt, brings it
   to the disk, swaps. *unchanged: the very same release was current already. */
bool release_publish(int output, int stage, struct arena *arena,
                     struct receipt_summary *out, bool *unchanged, struct diag *diag);

/* Removes all but the RELEASE_KEPT last releases. A failure is a warning: what was
   published stands. */
void release_prune(int output, struct arena *arena, struct diag *diag);

#endif
