/* Exact numbers. A decimal is what a file said: coefficient × 10^exponent, with
   the number of decimals as written (2.50 keeps two). A rational is what + − × ÷
   of decimals gives, exact until it is printed (800 → 818.8 is 2.35 %, which
   doubles miss). Nothing here depends on the locale. */
#ifndef NQI_BASE_DECIMAL_H
#define NQI_BASE_DECIMAL_H

#include "base/buf.h"
#include "base/str.h"
#include <gmp.h>

#define DECIMAL_MAX_DIGITS 18

struct decimal {
    int64_t coefficient; /* at most 18 digits */
    int16_t exponent;    /* value = coefficient × 10^exponent */
    int16_t decimals;    /* digits after the point, as written; never negative */
};

enum rounding {
    ROUND_HALF_AWAY, /* 四舍五入 */
    ROUND_HALF_EVEN  /* GB/T 8170-2008, 3.2: 四舍六入五成双 */
};

/* The strict grammar [+-]? digits [. digits] ([eE] [+-]? digits)?, nothing
   around it, at most 18 significant digits. False on anything else. */
bool decimal_parse(struct str s, struct decimal *out);
struct decimal decimal_from_integer(int64_t value);
double decimal_to_double(struct decimal d);
int decimal_compare(struct decimal a, struct decimal b);
bool decimal_is_zero(struct decimal d);
/* × 10^power, exactly. */
struct decimal decimal_scale(struct decimal d, int power);
/* To so many decimals (from 0), as rational_print() prints it; what has no more of them
   stays as it is. */
struct decimal decimal_round(struct decimal d, int decimals, enum rounding rounding);
/* As written: 2.50 stays 2.50. */
void decimal_print(struct decimal d, struct buf *out);

/* Sets an initialised mpq; always exact. */
void decimal_to_rational(struct decimal d, mpq_t out);
/* The same grammar with as many significant digits as RATIONAL_MAX_DIGITS, exactly.
   False on anything else. */
#define RATIONAL_MAX_DIGITS 4000
bool rational_parse(struct str s, mpq_t out);
/* Prints q with exactly `decimals` digits after the point, rounded once, an
   ASCII minus and no grouping. -0 never appears. */
void rational_print(const mpq_t q, int decimals, enum rounding rounding,
                    struct buf *out);
/* A double as the exact value of its shortest round-trip digits: false for NaN
   and infinities. */
bool rational_from_double(double value, mpq_t out);
/* The same of a double that was computed and is printed with so many decimals. If it is
   as near the middle of two such numbers as the noise of binary fractions makes it, it
   is the middle: 7.349999999999998 with one decimal is 7.35, so that it prints as the
   exact number does. */
bool rational_from_computed(double value, int decimals, mpq_t out);

#endif
