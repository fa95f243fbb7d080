/* What a letter or word says of a value: in a column of its own (OBS_STATUS, 状态),
   behind the value (12.3 bu) or in the profile. */
#ifndef NQI_INGEST_STATUS_H
#define NQI_INGEST_STATUS_H

#include "dataset/dataset.h"

/* A word (初步数, provisional), a letter of SDMX's list of observation statuses, or
   several letters (bu, E+P), of which the weightiest counts: without a value before
   estimated, provisional, revised. */
bool number_status(struct str text, enum observation_status *out);
/* The weightier of two, as of a sum. */
enum observation_status status_of_both(enum observation_status a,
                                       enum observation_status b);
/* One to three of the letters that Eurostat puts behind a value; nothing else. */
bool status_flags(struct str text, enum observation_status *out);
/* What `text` says beyond a status that an observation can have (a break in the
   series, another definition …), in English; NULL if nothing is lost. */
const char *status_beyond(struct str text);

#endif
