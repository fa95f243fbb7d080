/* Where a file that is too large to be read at once is no sound text: its blocks are
   read one after the other as far as the first byte or quote that is wrong. */
#ifndef NQI_INGEST_FAULT_H
#define NQI_INGEST_FAULT_H

#include "ingest/sample.h"

/* True after a report. False if nothing is found: each block is sound by itself. */
bool fault_tell(const struct reading_context *context, const struct file_facts *facts,
                const struct sample *sample, struct blocks *blocks);

/* The filled cells of such a file, all of them findings (account_unread()); the blocks
   are fresh. */
void fault_count(const struct reading_context *context, const struct file_facts *facts,
                 const struct sample *sample, struct blocks *blocks);

#endif
