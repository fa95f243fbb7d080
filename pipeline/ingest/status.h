/* What a letter or word says of a value: in a column of its own (OBS_STATUS, 状态),
   behind the value (12.3 bu) or in the profile. */
#ifndef NQI_INGEST_STATUS_H
#define NQI_INGEST_STATUS_H

#include "dataset/dataset.h"

/* A word (初步数, provisional), a letter of SDMX's list of observation statuses, or
   several letters (bu, E+P), of which the weightiest counts: without a value before
   estimated, provisional, revised. */
bool number_status(struct str text, enum observation_status *out);
/* True if the letter U is among them: low reliability. Without a number beside it the
   value is too unreliable to be shown. */
bool status_is_unreliable(struct str text);
/* The weightier of two, as of a sum. */
enum observation_status status_of_both(enum observation_status a,
                                       enum observation_status b);
/* One to three of the letters that Eurostat puts behind a value; nothing else. */
bool status_flags(struct str text, enum observation_status *out);
/* Notes what `text` says beyond, at the place of its cell. */
void status_note(struct diag *diag, struct place place, struct str text);
/* A letter of SDMX's CL_CONF_STATUS, or "C: Confidential": *closed is true unless it
   says that the value is free. False if it is no such letter. */
bool status_confidentiality(struct str text, bool *closed);
/* The n-th thing, from 0, that `text` says beyond a status that an observation can have
   (a break in the series, another definition …), in English; NULL if there is none. */
const char *status_beyond(struct str text, size_t n);

#endif
