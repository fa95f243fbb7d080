/* What nqi sniff says of a file, in a project that knows 地区生产总值 (GDP),
   年末常住人口 (POP), three provinces, a city, a country and the nation. */
#ifndef SNIFFED_H
#define SNIFFED_H

#include "base/buf.h"

/* `language`: of the messages, en or zh. `letters`: two of the provinces are called BJ
   and TJ, too, as countries may be. */
void sniffed_in(const char *language, bool letters, struct str text, struct buf *out);

#endif
