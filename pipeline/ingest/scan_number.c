#include "ingest/scan_number.h"
#include <string.h>

bool scan_written_number(const char *p, size_t n, char mark, char group_mark,
                         int64_t *coefficient, int *exponent) {
    char digits[32];
    size_t count = 0, group = 0, groups = 0;
    struct str s = str_trim((struct str){p, n});
    bool whole = true;
    if (s.n == 0 || s.n > sizeof digits || memchr(p, '\r', n) != NULL) {
        return false;
    }
    for (size_t i = 0; i < s.n; i++) {
        bool digit = s.p[i] >= '0' && s.p[i] <= '9';
        if (s.p[i] == group_mark && whole && group_mark != '\0') {
            bool first = groups++ == 0;
            if ((first ? group < 1 || group > 3 : group != 3) ||
                digits[count - group] == '0') {
                return false;
            }
            group = 0;
            continue;
        }
        if (groups > 0 && whole && !digit && group != 3) {
            return false;
        }
        whole &= digit || i == 0;
        group += digit;
        digits[count++] = s.p[i];
    }
    return (groups == 0 || !whole || group == 3) &&
           scan_number(digits, count, mark, coefficient, exponent);
}
