/* Does a profile say of a name what the name itself denies? 江苏 declared as 340000,
   2022年 as 2023, 第三产业增加值 as another indicator of the dictionary: errors, unless
   the profile's trust says that it holds. */
#ifndef NQI_INGEST_DECLARED_NAMES_H
#define NQI_INGEST_DECLARED_NAMES_H

#include "ingest/columns.h"

/* Reports everything that is so, at the profile's place; false after errors. Needs the
   names and the profile of the context, no file. */
bool declared_names_check(const struct reading_context *context);

#endif
