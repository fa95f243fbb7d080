#include "ingest/claim_sums.h"

bool claim_number_of(struct decimal d, claim_number *out, claim_number *slack) {
    int power = d.exponent + CLAIM_DECIMALS;
    *out = d.coefficient;
    *slack = 5;
    for (int i = 0; i < power; i++) {
        if (__builtin_mul_overflow(*out, 10, out) ||
            (i > 0 && __builtin_mul_overflow(*slack, 10, slack))) {
            return false;
        }
    }
    return power > 0;
}

void claim_sum_add(struct claim_sum *sum, bool known, struct decimal d) {
    claim_number n, slack;
    sum->count++;
    if (!known || !claim_number_of(d, &n, &slack) ||
        __builtin_add_overflow(sum->sum, n, &sum->sum)) {
        sum->unknown = true;
        return;
    }
    sum->slack += slack;
    sum->rounded |= d.exponent != 0;
    sum->any_unit |= d.coefficient % 5 != 0;
    sum->decimals = d.decimals > sum->decimals ? d.decimals : sum->decimals;
}

struct claim_sum claim_sum_with(struct claim_sum a, const struct claim_sum *b) {
    a.unknown |= b->unknown || __builtin_add_overflow(a.sum, b->sum, &a.sum);
    a.slack += b->slack;
    a.count += b->count;
    a.rounded |= b->rounded;
    a.any_unit |= b->any_unit;
    a.decimals = b->decimals > a.decimals ? b->decimals : a.decimals;
    return a;
}

/* Offices that hide who was counted round to fives. */
static bool is_exact(const struct claim_sum *sum, struct decimal value) {
    return !sum->rounded && value.exponent == 0 &&
           (sum->any_unit || value.coefficient % 5 != 0);
}

bool claim_sum_fits(const struct claim_sum *sum, struct decimal value, bool counted) {
    claim_number n, slack, gap;
    if (sum->unknown || !claim_number_of(value, &n, &slack) ||
        __builtin_sub_overflow(n, sum->sum, &gap)) {
        return false;
    }
    gap = gap < 0 ? -gap : gap;
    return gap <= (counted && is_exact(sum, value) ? 0 : sum->slack + slack);
}

void claim_sum_print(const struct claim_sum *sum, struct decimal value,
                     struct buf *out) {
    int decimals = value.decimals > sum->decimals ? value.decimals : sum->decimals;
    claim_number rest = sum->sum < 0 ? -sum->sum : sum->sum;
    char digits[48];
    size_t at = sizeof digits;
    for (int place = -CLAIM_DECIMALS; rest > 0 || place <= 0; place++) {
        if (place == 0 && decimals > 0) {
            digits[--at] = '.';
        }
        if (place >= -decimals) {
            digits[--at] = (char)('0' + (int)(rest % 10));
        }
        rest /= 10;
    }
    if (sum->sum < 0) {
        buf_put(out, STR("-"));
    }
    buf_bytes(out, digits + at, sizeof digits - at);
}

void claim_run_add(struct claim_run *run, enum claim_set set, bool known,
                   struct decimal value) {
    struct claim_sum *sums[] = {&run->parts, &run->aside, &run->rest};
    claim_sum_add(sums[set], known, value);
}

/* 安徽, 合肥, …, 小计: the first of the rows may be what the others are parts of. */
static struct claim_sum without_first(const struct claim_run *run) {
    struct claim_sum first = {0}, sum = run->parts;
    claim_sum_add(&first, true, run->first_value);
    sum.sum -= first.sum;
    return sum;
}

/* With what was left out, and without. */
static bool fits(const struct claim_run *run, struct claim_sum sum,
                 struct decimal value, bool counted) {
    struct claim_sum more = claim_sum_with(sum, &run->rest);
    return sum.count > 0 && (claim_sum_fits(&sum, value, counted) ||
                             claim_sum_fits(&more, value, counted));
}

enum claim_verdict claim_run_judge(const struct claim_run *run, struct decimal value,
                                   size_t least, bool counted) {
    if (run->parts.count + run->aside.count < least) {
        return VERDICT_ALONE;
    }
    if (fits(run, run->parts, value, counted) ||
        fits(run, run->aside, value, counted) ||
        fits(run, claim_sum_with(run->parts, &run->aside), value, counted) ||
        (run->parts.count > 2 && fits(run, without_first(run), value, counted))) {
        return VERDICT_FITS;
    }
    return run->parts.unknown || run->aside.unknown || run->rest.unknown
               ? VERDICT_UNKNOWN
               : VERDICT_WRONG;
}

const struct claim_sum *claim_run_shown(const struct claim_run *run) {
    return run->parts.count > 0 ? &run->parts : &run->aside;
}
