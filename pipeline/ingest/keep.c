#include "ingest/status.h"
#include "ingest/whole.h"

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
    if (old == NULL || old->source.file != o->source.file || old->text != 0 ||
        o->text != 0) {
        return false;
    }
    enum observation_status status = status_of_both(
        (enum observation_status)old->status, (enum observation_status)o->status);
    if (!status_has_number(status)) {
        return false;
    }
    struct decimal sum;
    if (!decimal_add(old->value, o->value, &sum)) {
        return false;
    }
    o->value = sum;
    o->status = (uint8_t)status;
    o->source = old->source;
    return true;
}

static bool adds_up(const struct dataset *ds, const struct observation *o) {
    const struct series *series = dataset_series(ds, o->series);
    return dataset_indicator(ds, series->indicator)->aggregation == AGGREGATION_SUM;
}

/* 24 % and 30 % are no 54 %. */
static bool refuse_sum(const struct reading_context *context,
                       const struct observation *old, const struct observation *o) {
    const struct dataset *ds = context->ds;
    const struct series *series = dataset_series(ds, o->series);
    diag_error(
        context->diag, dataset_place(ds, o->source, context->scratch),
        "%.*s does not add up (its aggregation is not sum), but line %zu has the "
        "same key, and duplicates is \"sum\"",
        STR_ARG(dataset_indicator(ds, series->indicator)->code),
        (size_t)old->source.line);
    return false;
}

bool keep_value(const struct reading_context *context, const struct observation *o) {
    const struct source_profile *profile = context->profile;
    struct dataset *ds = context->ds;
    struct held *held = context->whole != NULL ? context->whole->held : NULL;
    if (held != NULL) {
        held->items = arena_grow(held->arena, held->items, held->count, &held->capacity,
                                 sizeof *held->items);
        held->items[held->count++] = *o;
        return true;
    }
    struct str rule =
        profile_lookup(profile->options, profile->option_count, STR("duplicates"));
    const struct observation *old = rule.n > 0 ? dataset_find_same(ds, o) : NULL;
    struct observation sum = *o;
    if (old != NULL && str_equal(rule, STR("last"))) {
        return dataset_put_observation(ds, o, context->diag);
    }
    if (old != NULL && str_equal(rule, STR("first"))) {
        return true;
    }
    if (str_equal(rule, STR("sum")) && old != NULL && !adds_up(ds, o) &&
        old->source.file == o->source.file) {
        return refuse_sum(context, old, o);
    }
    if (str_equal(rule, STR("sum")) && add_up(old, &sum)) {
        return dataset_put_observation(ds, &sum, context->diag);
    }
    return dataset_add_observation(ds, o, context->diag);
}
