/* Numbers and names: labels of headings, tables and figures, ids, and the text of
   cross-references. */
#ifndef NQI_COMPOSE_NUMBER_H
#define NQI_COMPOSE_NUMBER_H

#include "compose/parts.h"
#include "document/report.h"

/* After the blocks: labels and ids; an id used twice is an error. */
void number_assign(struct composition *c, enum report_numbers numbers);
/* After the inlines: the texts of references, cells and notes. */
void number_resolve(struct composition *c);

#endif
