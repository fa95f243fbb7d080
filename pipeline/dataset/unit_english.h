/* Units as English tables write them: 10,000 persons, 100 million yuan, thousands of
   tonnes, US$ million, in thousands. */
#ifndef NQI_DATASET_UNIT_ENGLISH_H
#define NQI_DATASET_UNIT_ENGLISH_H

#include "base/str.h"

/* False if the text is no such unit: it is not in Latin letters, has a "per", or a
   number that is no power of ten. *unit is the unit's Chinese name, which may have a
   multiplier of its own (kWh: 千瓦时), or the rest of the text if that is not known, or
   empty: thousands; *power the power of ten before it. Borrows. */
bool unit_english(struct str text, struct str *unit, int *power);

#endif
