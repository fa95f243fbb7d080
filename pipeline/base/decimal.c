#include "base/decimal.h"
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Exponents outside this cannot come from a sane file and would make printing a
   decimal arbitrarily long. With 18 digits, a double holds all within. */
enum { EXPONENT_LIMIT = 280 };

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* The exponent part from s[at] on; at must end at s.n. */
static bool parse_exponent(struct str s, size_t at, int *out) {
    bool negative = false;
    int value = 0;
    if (at < s.n && (s.p[at] == '+' || s.p[at] == '-'))
        negative = s.p[at++] == '-';
    if (at == s.n)
        return false;
    for (; at < s.n; at++) {
        if (!is_digit(s.p[at]) || value > EXPONENT_LIMIT)
            return false;
        value = value * 10 + (s.p[at] - '0');
    }
    *out = negative ? -value : value;
    return value <= EXPONENT_LIMIT;
}

bool decimal_parse(struct str s, struct decimal *out) {
    size_t at = 0;
    bool negative = false, point = false;
    int64_t coefficient = 0;
    int digits = 0, significant = 0, decimals = 0, exponent = 0;
    if (at < s.n && (s.p[at] == '+' || s.p[at] == '-'))
        negative = s.p[at++] == '-';
    for (; at < s.n; at++) {
        char c = s.p[at];
        if (c == '.' && !point && digits > 0) {
            point = true;
            continue;
        }
        if (!is_digit(c))
            break;
        digits++;
        if (coefficient != 0 || c != '0')
            significant++;
        if (significant > DECIMAL_MAX_DIGITS)
            return false;
        coefficient = coefficient * 10 + (c - '0');
        decimals += point;
    }
    if (digits == 0 || (point && decimals == 0) || decimals > EXPONENT_LIMIT)
        return false;
    if (at < s.n) {
        if (s.p[at] != 'e' && s.p[at] != 'E')
            return false;
        if (!parse_exponent(s, at + 1, &exponent))
            return false;
    }
    int scale = exponent - decimals;
    out->coefficient = negative ? -coefficient : coefficient;
    out->exponent = (int16_t)scale;
    out->decimals = (int16_t)(scale < 0 ? -scale : 0);
    return true;
}

struct decimal decimal_from_integer(int64_t value) {
    return (struct decimal){.coefficient = value};
}

bool decimal_is_zero(struct decimal d) { return d.coefficient == 0; }

struct decimal decimal_scale(struct decimal d, int power) {
    d.exponent = (int16_t)(d.exponent + power);
    d.decimals = (int16_t)(d.exponent < 0 ? -d.exponent : 0);
    return d;
}

double decimal_to_double(struct decimal d) {
    static const double power[] = {1,    1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                   1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                   1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    const int64_t exact = INT64_C(1) << 53;
    /* Both operands exact: one rounding, so the nearest double (Clinger 1990). */
    if (d.coefficient > -exact && d.coefficient < exact && d.exponent >= -22 &&
        d.exponent <= 22)
        return d.exponent < 0 ? (double)d.coefficient / power[-d.exponent]
                              : (double)d.coefficient * power[d.exponent];
    char text[40];
    snprintf(text, sizeof text, "%llde%d", (long long)d.coefficient, d.exponent);
    return strtod(text, NULL); /* no point in it, so no locale */
}

int decimal_compare(struct decimal a, struct decimal b) {
    if (a.exponent == b.exponent)
        return (a.coefficient > b.coefficient) - (a.coefficient < b.coefficient);
    mpq_t x, y;
    mpq_inits(x, y, NULL);
    decimal_to_rational(a, x);
    decimal_to_rational(b, y);
    int order = mpq_cmp(x, y);
    mpq_clears(x, y, NULL);
    return (order > 0) - (order < 0);
}

struct decimal decimal_round(struct decimal d, int decimals, enum rounding rounding) {
    int digits = -decimals - d.exponent; /* to take away */
    if (digits <= 0)
        return d;
    struct decimal out = {0, (int16_t)-decimals, (int16_t)decimals};
    if (digits > DECIMAL_MAX_DIGITS)
        return out; /* below half of the last one that is kept */
    int64_t power = 1;
    for (int i = 0; i < digits; i++)
        power *= 10;
    int64_t rest = d.coefficient % power;
    out.coefficient = d.coefficient / power;
    int64_t size = rest < 0 ? -rest : rest, half = power / 2;
    bool away =
        size > half ||
        (size == half && (rounding == ROUND_HALF_AWAY || out.coefficient % 2 != 0));
    if (away)
        out.coefficient += d.coefficient < 0 ? -1 : 1;
    return out;
}

/* |coefficient| as digits; 20 bytes are enough. */
static size_t coefficient_digits(int64_t coefficient, char out[20]) {
    uint64_t rest = coefficient < 0 ? 0 - (uint64_t)coefficient : (uint64_t)coefficient;
    size_t n = 0;
    do
        out[n++] = (char)('0' + rest % 10);
    while (rest /= 10);
    for (size_t i = 0; i < n / 2; i++) {
        char c = out[i];
        out[i] = out[n - 1 - i];
        out[n - 1 - i] = c;
    }
    return n;
}

void decimal_print(struct decimal d, struct buf *out) {
    char digits[20];
    size_t n = coefficient_digits(d.coefficient, digits);
    size_t fraction = d.exponent < 0 ? (size_t)-d.exponent : 0;
    if (d.coefficient < 0)
        buf_char(out, '-');
    if (n > fraction)
        buf_bytes(out, digits, n - fraction);
    else
        buf_char(out, '0');
    if (d.coefficient != 0)
        for (int i = 0; i < d.exponent; i++)
            buf_char(out, '0');
    if (fraction == 0)
        return;
    buf_char(out, '.');
    for (size_t i = n; i < fraction; i++)
        buf_char(out, '0');
    size_t tail = n < fraction ? n : fraction;
    buf_bytes(out, digits + n - tail, tail);
}

void decimal_to_rational(struct decimal d, mpq_t out) {
    mpz_t power;
    mpz_init(power);
    mpz_ui_pow_ui(power, 10, (unsigned long)abs(d.exponent));
    mpz_set_si(mpq_numref(out), d.coefficient);
    mpz_set_ui(mpq_denref(out), 1);
    if (d.exponent < 0)
        mpz_set(mpq_denref(out), power);
    else
        mpz_mul(mpq_numref(out), mpq_numref(out), power);
    mpq_canonicalize(out);
    mpz_clear(power);
}

/* Splits s into digits, without sign and point, and what follows them; false if there
   is no digit before or behind the point, or too many. */
static bool split_digits(struct str s, struct buf *digits, int *decimals,
                         struct str *rest) {
    size_t at = 0, point = STR_NOT_FOUND;
    for (; at < s.n && (is_digit(s.p[at]) || (s.p[at] == '.' && point > at)); at++) {
        if (s.p[at] == '.')
            point = at;
        else if (digits->n != 1 || digits->p[0] != '0')
            buf_char(digits, s.p[at]);
        else
            digits->p[0] = s.p[at]; /* zeros before the first digit count for nothing */
    }
    *decimals = point == STR_NOT_FOUND ? 0 : (int)(at - point - 1);
    *rest = str_slice(s, at, s.n);
    return digits->n > 0 && buf_ok(digits) && point != 0 && point != at - 1;
}

bool rational_parse(struct str s, mpq_t out) {
    struct buf digits = buf_open(RATIONAL_MAX_DIGITS);
    bool negative = s.n > 0 && s.p[0] == '-';
    bool sign = negative || (s.n > 0 && s.p[0] == '+');
    int decimals = 0, exponent = 0;
    struct str rest;
    bool good = split_digits(str_slice(s, sign, s.n), &digits, &decimals, &rest) &&
                (rest.n == 0 || ((rest.p[0] == 'e' || rest.p[0] == 'E') &&
                                 parse_exponent(rest, 1, &exponent)));
    if (good) {
        mpz_t power;
        mpz_init(power);
        int scale = exponent - decimals;
        mpz_ui_pow_ui(power, 10, (unsigned long)abs(scale));
        mpz_set_str(mpq_numref(out), buf_z(&digits), 10);
        mpz_set_ui(mpq_denref(out), 1);
        mpz_ptr side = scale < 0 ? mpq_denref(out) : mpq_numref(out);
        mpz_mul(side, side, power);
        mpq_canonicalize(out);
        if (negative)
            mpq_neg(out, out);
        mpz_clear(power);
    }
    buf_close(&digits);
    return good;
}

/* q × 10^decimals rounded to an integer. */
static void round_scaled(const mpq_t q, int decimals, enum rounding rounding,
                         mpz_t out) {
    mpz_t numerator, remainder;
    mpz_inits(numerator, remainder, NULL);
    mpz_ui_pow_ui(numerator, 10, (unsigned long)decimals);
    mpz_mul(numerator, numerator, mpq_numref(q));
    bool negative = mpz_sgn(numerator) < 0;
    mpz_abs(numerator, numerator);
    mpz_fdiv_qr(out, remainder, numerator, mpq_denref(q));
    mpz_mul_2exp(remainder, remainder, 1);
    int half = mpz_cmp(remainder, mpq_denref(q));
    if (half > 0 || (half == 0 && (rounding == ROUND_HALF_AWAY || mpz_odd_p(out))))
        mpz_add_ui(out, out, 1);
    if (negative)
        mpz_neg(out, out);
    mpz_clears(numerator, remainder, NULL);
}

void rational_print(const mpq_t q, int decimals, enum rounding rounding,
                    struct buf *out) {
    size_t places = decimals > 0 ? (size_t)decimals : 0;
    mpz_t rounded;
    mpz_init(rounded);
    round_scaled(q, (int)places, rounding, rounded);
    if (mpz_sgn(rounded) < 0)
        buf_char(out, '-');
    mpz_abs(rounded, rounded);
    void (*release)(void *, size_t);
    mp_get_memory_functions(NULL, NULL, &release);
    char *digits = mpz_get_str(NULL, 10, rounded);
    size_t n = strlen(digits);
    if (n > places)
        buf_bytes(out, digits, n - places);
    else
        buf_char(out, '0');
    if (places > 0) {
        buf_char(out, '.');
        for (size_t i = n; i < places; i++)
            buf_char(out, '0');
        size_t tail = n < places ? n : places;
        buf_bytes(out, digits + n - tail, tail);
    }
    release(digits, n + 1);
    mpz_clear(rounded);
}

/* The fewest digits after the first with which a double may have to be written. What
   has DBL_DIG digits or fewer is what its double prints with DBL_DIG, but for zeros at
   its end; numbers near 0 hold fewer. */
static int first_precision(double value) {
    return fabs(value) >= DBL_MIN ? DBL_DIG - 1 : 0;
}

bool rational_from_double(double value, mpq_t out) {
    if (!isfinite(value))
        return false;
    /* The shortest digits that read back as the same double. "%.*e" writes the
       locale's point, so the mantissa is read around whatever stands there. */
    char text[40];
    int precision = first_precision(value);
    do
        snprintf(text, sizeof text, "%.*e", precision, value);
    while (precision++ < 17 && strtod(text, NULL) != value);
    struct decimal d = {0};
    const char *p = text;
    bool negative = *p == '-';
    p += negative;
    bool after_point = false;
    for (; *p && *p != 'e'; p++) {
        if (!is_digit(*p)) {
            after_point = true;
            continue;
        }
        d.coefficient = d.coefficient * 10 + (*p - '0');
        d.exponent = (int16_t)(d.exponent - after_point);
    }
    d.exponent = (int16_t)(d.exponent + (*p ? strtol(p + 1, NULL, 10) : 0));
    if (negative)
        d.coefficient = -d.coefficient;
    decimal_to_rational(d, out);
    return true;
}

/* How far from the middle of two printed numbers, in units of their last digit, a
   double may be that stands for the middle. Twelve significant digits are what ranking
   compares, but no more than 1e-8 of the digit, or numbers of many digits that
   are only near the middle would count as it; but for the noise of a few operations, as
   long as that is small itself. */
static double middle_width(double scaled) {
    double twelve_digits = scaled * 1e-12, noise = scaled * 1e-15;
    double width = twelve_digits < 1e-8 ? twelve_digits : 1e-8;
    return noise < width ? width : noise < 1e-6 ? noise : 1e-6;
}

bool rational_from_computed(double value, int decimals, mpq_t out) {
    if (!rational_from_double(value, out))
        return false;
    long double unit = 1;
    for (int i = 0; i < decimals; i++)
        unit *= 10;
    long double scaled = fabsl((long double)value * unit);
    if (!(scaled < 1e15L))
        return true;
    long double middle = floorl(scaled) + 0.5L;
    if (fabsl(scaled - middle) > (long double)middle_width((double)scaled))
        return true;
    mpz_t scale;
    mpz_init(scale);
    mpz_ui_pow_ui(scale, 10, (unsigned long)(decimals > 0 ? decimals : 0));
    mpq_set_d(out, (double)middle); /* exact: below 2^52 */
    if (value < 0)
        mpq_neg(out, out);
    mpz_mul(mpq_denref(out), mpq_denref(out), scale);
    mpq_canonicalize(out);
    mpz_clear(scale);
    return true;
}
