/* The period that a head or a key cell names, by all that its source says of it: the
   table `periods` of the profile, marks and statuses behind it (2022*, 2023p,
   2024年初步数), a head of two levels (2022年 over 三季度), and which of two readings
   the other cells leave (ingest/doubt.h). */
#ifndef NQI_INGEST_PERIOD_CELL_H
#define NQI_INGEST_PERIOD_CELL_H

#include "ingest/columns.h"

/* `year` as in period_read(). *status stays as it is if the text says none; *out as in
   period_read(). */
enum period_reading period_cell_read(const struct reading_context *context,
                                     struct str text, int year, struct period *out,
                                     uint8_t *status);
/* What a column of the row gives beside others: 2023 under 年, 9 or M09 under 月. */
enum period_reading period_cell_part(const struct reading_context *context,
                                     struct str head, struct str text,
                                     struct period *out, uint8_t *status);
/* The same where the file says the year (context->year): 9 under 月份, 全年. */
enum period_reading period_cell_of_year(const struct reading_context *context,
                                        struct str head, struct str text,
                                        struct period *out, uint8_t *status);
/* The period of a year and a part of a year (whose year is 0), or of two that agree;
   false if they do not fit together. */
bool period_cell_join(struct period a, struct period b, struct period *out);
/* What an entry of `periods` says: a period, a status or both ("2022 P"), 全年 (of the
   year that stands beside it: *period has the year 0), or "skip"; false if it is none
   of these. */
bool period_cell_entry(struct str value, struct arena *arena, struct period *period,
                       bool *has_period, enum observation_status *status, bool *skip);

#endif
