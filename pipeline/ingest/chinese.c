#include "ingest/chinese.h"

enum { NOT_NUMERAL = -1 };

static int digit(uint32_t cp) {
    switch (cp) {
    case 0x3007: /* 〇 */
    case 0x96F6: /* 零 */
    case 0x25CB: /* ○, typed for 〇 */
        return 0;
    case 0x4E00: /* 一 */
        return 1;
    case 0x4E8C: /* 二 */
    case 0x4E24: /* 两 */
        return 2;
    case 0x4E09: /* 三 */
        return 3;
    case 0x56DB: /* 四 */
        return 4;
    case 0x4E94: /* 五 */
        return 5;
    case 0x516D: /* 六 */
        return 6;
    case 0x4E03: /* 七 */
        return 7;
    case 0x516B: /* 八 */
        return 8;
    case 0x4E5D: /* 九 */
        return 9;
    default:
        return NOT_NUMERAL;
    }
}

static int64_t place_value(uint32_t cp) {
    switch (cp) {
    case 0x5341: /* 十 */
        return 10;
    case 0x767E: /* 百 */
        return 100;
    case 0x5343: /* 千 */
        return 1000;
    case 0x4E07: /* 万 */
        return 10000;
    case 0x4EBF: /* 亿 */
        return 100000000;
    default:
        return NOT_NUMERAL;
    }
}

/* total: finished groups of 亿 and 万; group: below 10 000; last: a digit that
   waits for its place. */
struct reading {
    int64_t total, group;
    int last;      /* −1 if no digit waits */
    size_t digits; /* since the last place */
    bool places;
    int64_t plain; /* all digits as they stand: 二〇二三 */
    int64_t smallest;
};

static bool take_place(struct reading *r, int64_t value) {
    if (r->digits > 1) {
        return false; /* 二三十 is no number */
    }
    int64_t digit_value = r->last;
    if (value < 10000) {
        if (value >= r->smallest) {
            return false; /* 十百 */
        }
        if (digit_value < 0) {
            digit_value = r->group == 0 && r->total == 0 && value == 10 ? 1 : 0;
        }
        if (digit_value == 0) {
            return false;
        }
        r->group += digit_value * value;
        r->smallest = value;
    } else {
        int64_t group = r->group + (digit_value > 0 ? digit_value : 0);
        if ((group == 0 && r->total == 0) || group + r->total >= 100000000) {
            return false;
        }
        /* 亿 multiplies all before it, 万 only its group. */
        r->total =
            value == 10000 ? r->total + group * value : (r->total + group) * value;
        r->group = 0;
        r->smallest = 10000;
    }
    r->last = -1;
    r->digits = 0;
    r->places = true;
    return true;
}

size_t chinese_prefix(struct str s, int64_t *out) {
    struct reading r = {.last = -1, .smallest = 10000};
    size_t at = 0, all = 0;
    while (at < s.n) {
        uint32_t cp;
        size_t length = utf8_decode(s, at, &cp);
        int d = digit(cp);
        int64_t value = place_value(cp);
        if (d == NOT_NUMERAL && value == NOT_NUMERAL) {
            break;
        }
        if (value != NOT_NUMERAL && !take_place(&r, value)) {
            break;
        }
        if (d != NOT_NUMERAL) {
            if (++all > 15) {
                return 0;
            }
            r.plain = r.plain * 10 + d;
            /* 零 in 一千零六 only fills an empty place. */
            bool filler = d == 0 && r.places;
            r.last = filler ? -1 : d;
            r.digits += !filler;
        }
        at += length;
    }
    if (at == 0 || (r.places && r.digits > 1)) {
        return 0;
    }
    *out = r.places ? r.total + r.group + (r.last > 0 ? r.last : 0) : r.plain;
    return at;
}

bool chinese_number(struct str s, int64_t *out) {
    return s.n > 0 && chinese_prefix(s, out) == s.n;
}
