/* input/calendar.csv: when issues are to be published. */
#ifndef NQI_INGEST_CALENDAR_H
#define NQI_INGEST_CALENDAR_H

#include "dataset/dataset.h"
#include "ingest/csv_sheet.h"

/* Reads its rows into the dataset; what is wrong is reported. */
void calendar_read(const struct sheet *sheet, struct dataset *ds, struct arena *arena,
                   struct diag *diag);

#endif
