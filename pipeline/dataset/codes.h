/* The words of the dictionaries' choices, as input/ writes and Lua reads them:
   indexed by the enum of the same name in dataset.h, NULL at the end. */
#ifndef NQI_DATASET_CODES_H
#define NQI_DATASET_CODES_H

extern const char *const direction_codes[];
extern const char *const indicator_kind_codes[];
extern const char *const growth_rule_codes[];
extern const char *const aggregation_codes[];
extern const char *const observation_status_codes[];
extern const char *const qualifier_codes[];

#endif
