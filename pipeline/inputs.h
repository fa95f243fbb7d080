/* What goes into reports: scripts and templates with their hashes, for the receipt and
   for inputs.json in the PDF of a report. */
#ifndef NQI_INPUTS_H
#define NQI_INPUTS_H

#include "job.h"
#include "publish/receipt.h"

/* Of math.random; the receipt tells it. */
#define INPUTS_SEED 20240101

struct receipt_item *inputs_scripts(const struct job_tools *tools, struct arena *arena,
                                    size_t *count);
/* With `more` behind them: the files around an HTML page. */
struct receipt_item *inputs_templates(const struct job_tools *tools,
                                      const struct receipt_item *more,
                                      size_t more_count, struct arena *arena,
                                      size_t *count);
/* inputs.json of a report. */
struct str inputs_of_report(const struct job_tools *tools, const struct document *doc,
                            const struct edition *edition, struct arena *arena);

#endif
