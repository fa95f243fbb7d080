/* Numbers in Chinese numerals: 一千七百零六, 二〇二三, 十, 两, 3.6 is none. */
#ifndef NQI_INGEST_CHINESE_H
#define NQI_INGEST_CHINESE_H

#include "base/str.h"

/* False unless all of `s` is one whole number below 10^16. */
bool chinese_number(struct str s, int64_t *out);
/* The same for the digits that `s` begins with, and their length in bytes; a run
   of plain digits (二〇二三) or a counted number (十二). 0 if there is none. */
size_t chinese_prefix(struct str s, int64_t *out);

#endif
