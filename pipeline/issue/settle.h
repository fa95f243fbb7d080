/* What the workflow makes of a composed document: the list of what was corrected, its
   content code, its mark of state and the names of those who signed. */
#ifndef NQI_ISSUE_SETTLE_H
#define NQI_ISSUE_SETTLE_H

#include "issue/desk.h"

struct rendering;

/* Of a draft, or, with `publishing`, of what is to be published. It is an error if the
   issue is published and would print something else now, or if what is to be published
   is not what was signed. `code` gets the document's; false after reporting. */
bool settle_document(const struct desk *desk, bool publishing,
                     const struct report_job *job, struct document *doc,
                     const struct rendering *rendering, char code[HASH_HEX_SIZE + 1],
                     struct diag *diag);

/* The document's figures as lines of the ledger: id, text, value, vintage and cells. */
void settle_figures(const struct document *doc, const struct dataset *ds,
                    struct buf *out);

#endif
