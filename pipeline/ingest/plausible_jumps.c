/* A value 5 000 times that of the period before, or less than a 5 000th of it: probably
   another unit. */
#include "ingest/plausible.h"

enum { JUMP = 5000 };

static bool is_amount(const struct dataset *ds, const struct observation *o) {
    enum indicator_kind kind = observation_indicator(ds, o)->kind;
    return (kind == KIND_STOCK || kind == KIND_FLOW) && observation_has_number(o) &&
           !decimal_is_zero(o->value);
}

static void check(const struct dataset *ds, struct diag *diag) {
    size_t count;
    const struct observation *all = dataset_observations(ds, &count);
    struct arena *scratch = arena_open();
    for (size_t i = 0; i < count; i++) {
        const struct observation *o = &all[i];
        struct period before;
        if (!is_amount(ds, o) || !period_previous(o->period, &before)) {
            continue;
        }
        const struct observation *p = dataset_find(ds, o->series, o->area, before);
        if (p == NULL || !is_amount(ds, p)) {
            continue;
        }
        double ratio = decimal_to_double(o->value) / decimal_to_double(p->value);
        ratio = ratio < 0 ? -ratio : ratio;
        if (ratio < JUMP && ratio * JUMP > 1) {
            continue;
        }
        struct place place = dataset_place(ds, o->source, scratch);
        struct str code = dataset_series_code(ds, o->series, scratch);
        struct str area = dataset_area(ds, o->area)->name;
        struct str from = observation_text(ds, p, scratch);
        struct str to = observation_text(ds, o, scratch);
        struct str first = period_code(before, scratch);
        struct str last = period_code(o->period, scratch);
        if (ratio < 1) {
            diag_warning(diag, place,
                         "%.*s %.*s falls from %.*s (%.*s) to %.*s (%.*s): is the unit "
                         "the same?",
                         STR_ARG(code), STR_ARG(area), STR_ARG(from), STR_ARG(first),
                         STR_ARG(to), STR_ARG(last));
        } else {
            diag_warning(diag, place,
                         "%.*s %.*s rises from %.*s (%.*s) to %.*s (%.*s): is the unit "
                         "the same?",
                         STR_ARG(code), STR_ARG(area), STR_ARG(from), STR_ARG(first),
                         STR_ARG(to), STR_ARG(last));
        }
    }
    arena_close(scratch);
}

const struct plausible_kind plausible_jumps = {
    .kind = {"unit_jumps", "no value is thousands of times that of the period before",
             "数值不是上期的数千倍"},
    .check_dataset = check,
};
