/* Tables: columns are measured, pages turned and tables split where they are wide. */
#ifndef NQI_RENDER_PDF_TABLE_H
#define NQI_RENDER_PDF_TABLE_H

#include "render/pdf/layout.h"

void layout_table(struct layout *layout, const struct doc_table *table);

#endif
