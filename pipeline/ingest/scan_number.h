/* The numbers of plain rows (ingest/scan.h), as coefficient × 10^exponent. */
#ifndef NQI_INGEST_SCAN_NUMBER_H
#define NQI_INGEST_SCAN_NUMBER_H

#include "base/str.h"

/* -?digits[.digits], at most 15 digits; no strtod, which is slow and depends on the
   locale. */
static inline bool scan_number(const char *p, size_t n, char mark, int64_t *coefficient,
                               int *exponent) {
    enum { LENGTH_MAX = 17 };
    size_t at = n > 0 && *p == '-';
    bool minus = at == 1;
    if (n > LENGTH_MAX) {
        return false;
    }
    int64_t value = 0;
    size_t digits = 0, point = 0;
    for (; at < n; at++) {
        unsigned digit = (unsigned)(unsigned char)p[at] - '0';
        if (digit <= 9) {
            value = value * 10 + digit;
            digits++;
        } else if (p[at] == mark && point == 0 && digits > 0) {
            point = at + 1;
        } else {
            return false;
        }
    }
    *coefficient = minus ? -value : value;
    *exponent = point > 0 ? -(int)(n - point) : 0;
    return digits > 0 && digits <= 15 && point != n;
}

/* The same with blanks around it, or with thousands in groups: 1,234,567.8. */
bool scan_written_number(const char *p, size_t n, char mark, char group_mark,
                         int64_t *coefficient, int *exponent);

#endif
