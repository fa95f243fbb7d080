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

/* Makes a release of the stage as its receipt says: links what is carried from the
   current release, unless the stage is `whole`, checks that the stage holds exactly the
   files of the receipt, brings it to the disk and moves it to OUTPUT/releases, where
   nobody looks for it yet. */
bool release_settle(int output, int stage, bool whole, struct arena *arena,
                    struct receipt_summary *out, struct diag *diag);
/* Whether the folder holds exactly the files of the receipt, each of its size and, with
   `contents` and always if it was carried, of its hash. False after reporting. */
bool release_check(int folder, const struct receipt_summary *receipt, bool contents,
                   struct arena *arena, struct diag *diag);
/* The folder of a release below OUTPUT. */
struct str release_folder(struct str id, struct arena *arena);
/* Makes it the current release, in one rename. *unchanged: it was so already. */
bool release_swap(int output, struct str id, struct arena *arena, bool *unchanged,
                  struct diag *diag);

/* Removes all but the RELEASE_KEPT last releases. A failure is a warning: what was
   published stands. */
void release_prune(int output, struct arena *arena, struct diag *diag);

#endif
