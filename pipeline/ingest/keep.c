#include "ingest/keep.h"
#include <stdlib.h>

struct kept {
    struct observation o;
    struct str vintage;
    size_t order;
};

/* Exactly, with the digits of the finer one; false past 18 digits. */
static bool decimal_add(struct decimal a, struct decimal b, struct decimal *out) {
    const int64_t most = INT64_C(1000000000000000000);
    if (a.exponent > b.exponent) {
        struct decimal other = a;
        a = b;
        b = other;
    }
    for (; b.exponent > a.exponent; b.exponent--) {
        if (__builtin_mul_overflow(b.coefficient, 10, &b.coefficient)) {
            return false;
        }
    }
    int64_t sum;
    if (__builtin_add_overflow(a.coefficient, b.coefficient, &sum) || sum >= most ||
        sum <= -most) {
        return false;
    }
    *out = decimal_scale(decimal_from_integer(sum), a.exponent);
    return true;
}

/* Adds what an earlier row of the file gave; false if the two cannot be added. */
static bool add_up(const struct observation *old, struct observation *o) {
    if (old == NULL || old->source.file != o->source.file ||
        old->status != STATUS_NORMAL || o->status != STATUS_NORMAL || old->text.n > 0 ||
        o->text.n > 0) {
        return false;
    }
    struct decimal sum;
    if (!decimal_add(old->value, o->value, &sum)) {
        return false;
    }
    o->value = sum;
    o->source = old->source;
    return true;
}

bool keeper_add(struct keeper *keeper, const struct reading_context *context,
                const struct observation *o, struct str vintage) {
    const struct source_profile *profile = context->profile;
    struct dataset *ds = context->ds;
    if (keeper->has_vintage) {
        keeper->kept = arena_grow(context->scratch, keeper->kept, keeper->count,
                                  &keeper->capacity, sizeof *keeper->kept);
        keeper->kept[keeper->count] = (struct kept){*o, vintage, keeper->count};
        keeper->count++;
        return true;
    }
    struct str rule =
        profile_lookup(profile->options, profile->option_count, STR("duplicates"));
    const struct observation *old = NULL;
    struct observation sum = *o;
    if (rule.n > 0) {
        old = dataset_find(ds, o->indicator, o->area, o->period);
    }
    if (old != NULL && str_equal(rule, STR("last"))) {
        dataset_put_observation(ds, o, context->diag);
        return true;
    }
    if (old != NULL && str_equal(rule, STR("first"))) {
        return true;
    }
    if (str_equal(rule, STR("sum")) && add_up(old, &sum)) {
        dataset_put_observation(ds, &sum, context->diag);
        return true;
    }
    return dataset_add_observation(ds, o, context->diag);
}

static int compare_kept(const void *x, const void *y) {
    const struct observation *a = &((const struct kept *)x)->o;
    const struct observation *b = &((const struct kept *)y)->o;
    if (a->indicator != b->indicator) {
        return a->indicator < b->indicator ? -1 : 1;
    }
    if (a->area != b->area) {
        return a->area < b->area ? -1 : 1;
    }
    int order = period_compare(a->period, b->period);
    if (order == 0) {
        order = -str_compare(((const struct kept *)x)->vintage,
                             ((const struct kept *)y)->vintage);
    }
    size_t i = ((const struct kept *)x)->order, j = ((const struct kept *)y)->order;
    return order != 0 ? order : (i > j) - (i < j);
}

static bool same_key(const struct observation *a, const struct observation *b) {
    return a->indicator == b->indicator && a->area == b->area &&
           period_equal(a->period, b->period);
}

/* The newest vintage of each value, not later than the option as_of. */
bool keeper_finish(struct keeper *keeper, const struct reading_context *context) {
    const struct source_profile *profile = context->profile;
    struct str as_of =
        profile_lookup(profile->options, profile->option_count, STR("as_of"));
    if (keeper->count > 0) {
        qsort(keeper->kept, keeper->count, sizeof *keeper->kept, compare_kept);
    }
    const struct kept *taken = NULL;
    bool ok = true;
    for (size_t i = 0; i < keeper->count; i++) {
        const struct kept *k = &keeper->kept[i];
        if (as_of.n > 0 && str_compare(k->vintage, as_of) > 0) {
            continue;
        }
        if (taken != NULL && same_key(&taken->o, &k->o) &&
            !str_equal(taken->vintage, k->vintage)) {
            continue;
        }
        taken = k;
        ok &= dataset_add_observation(context->ds, &k->o, context->diag);
    }
    return ok;
}
