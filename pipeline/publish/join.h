/* Each report is written into a part of the stage of its own (publish/stage.h). When
   the builder has ended, the parts of the reports that are whole are joined to the
   release, file by file; what a report left that failed midway goes away with its part.
 */
#ifndef NQI_PUBLISH_JOIN_H
#define NQI_PUBLISH_JOIN_H

#include "publish/receipt.h"

/* Moves what the receipt says was built in this release out of the parts, and removes
   them. A file that two parts hold is an error. */
bool join_parts(int stage, const struct receipt_summary *receipt, struct arena *arena,
                struct diag *diag);

#endif
