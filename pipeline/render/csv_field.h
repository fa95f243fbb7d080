/* Fields of the CSV files that are published: RFC 4180, and no field that a spreadsheet
   would take for a formula. */
#ifndef NQI_RENDER_CSV_FIELD_H
#define NQI_RENDER_CSV_FIELD_H

#include "base/buf.h"

/* A number as reports print it: sign, digits grouped by commas, decimals, % */
bool csv_is_number(struct str text);
/* Quoted where it must be, guarded by ' where it must be, and with the hyphen that
   programs read before a number in the place of a true minus. */
void csv_put_field(struct buf *out, struct str text);
void csv_end_record(struct buf *out);

#endif
