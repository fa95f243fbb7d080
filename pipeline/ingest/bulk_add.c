#include "ingest/bulk_add.h"
#include <stdlib.h>
#include <string.h>

/* The sum as a decimal with the digits that its rows had. */
static bool to_decimal(const struct sums_cell *cell, struct decimal *out) {
    sums_total power = 1;
    for (unsigned i = 0; i < cell->decimals; i++) {
        power *= 10;
    }
    sums_total sum = cell->sum / power;
    const sums_total most = (sums_total)1000000000 * 1000000000;
    if (sum >= most || sum <= -most) {
        return false;
    }
    *out = decimal_scale(decimal_from_integer((int64_t)sum),
                         (int)cell->decimals - SUMS_DECIMALS);
    return true;
}

static uint32_t find_period(const struct bulk_sums *b, struct period period) {
    uint32_t i = 0;
    while (i < b->period_count && !period_equal(b->periods[i], period)) {
        i++;
    }
    return i;
}

static int by_key(const void *a, const void *b) {
    const struct observation *x = a, *y = b;
    uint32_t p = period_key(x->period), q = period_key(y->period);
    return x->series != y->series ? (x->series > y->series) - (x->series < y->series)
           : x->area != y->area   ? (x->area > y->area) - (x->area < y->area)
                                  : (p > q) - (p < q);
}

/* What waits has keys of its own, among its like and beside the sums. */
static bool held_is_alone(const struct dataset *ds, const struct bulk_sums *b,
                          struct arena *arena) {
    const struct held *held = &b->rest->held;
    struct observation *sorted = arena_array(arena, held->count, sizeof *sorted);
    for (size_t i = 0; i < held->count; i++) {
        const struct observation *o = &held->items[i];
        uint32_t indicator = dataset_series(ds, o->series)->indicator;
        uint32_t period = find_period(b, o->period);
        bool total = o->series == dataset_total(ds, indicator);
        if (total && period < b->period_count &&
            sums_find(b->sums, sums_key(indicator, o->area, period)) != NULL) {
            return false;
        }
        sorted[i] = *o;
    }
    qsort(sorted, held->count, sizeof *sorted, by_key);
    for (size_t i = 1; i < held->count; i++) {
        if (by_key(&sorted[i - 1], &sorted[i]) == 0) {
            return false;
        }
    }
    return true;
}

bool bulk_add_possible(const struct dataset *ds, const struct bulk_sums *b,
                       struct arena *arena) {
    for (size_t i = 0; i < b->sums->capacity; i++) {
        struct decimal unused;
        const struct sums_cell *cell = &b->sums->cells[i];
        if (cell->key != 0 && !to_decimal(cell, &unused)) {
            return false;
        }
    }
    return held_is_alone(ds, b, arena);
}

/* Which of the periods comes how far in time. */
static uint32_t *rank_periods(const struct bulk_sums *b, struct arena *arena) {
    uint32_t *ranks = arena_array(arena, b->period_count, sizeof *ranks);
    for (size_t i = 0; i < b->period_count; i++) {
        for (size_t k = 0; k < b->period_count; k++) {
            ranks[i] += period_compare(b->periods[k], b->periods[i]) < 0;
        }
    }
    return ranks;
}

/* One pass of a radix sort: `order` by keys[order[i]], which are below `limit`. */
static void sort_by(struct arena *arena, const uint32_t *keys, size_t limit,
                    uint32_t *order, size_t count) {
    size_t *starts = arena_array(arena, limit + 1, sizeof *starts);
    uint32_t *copy = arena_array(arena, count, sizeof *copy);
    for (size_t i = 0; i < count; i++) {
        starts[keys[i] + 1]++;
    }
    for (size_t i = 1; i <= limit; i++) {
        starts[i] += starts[i - 1];
    }
    memcpy(copy, order, count * sizeof *copy);
    for (size_t i = 0; i < count; i++) {
        order[starts[keys[copy[i]]]++] = copy[i];
    }
}

/* The cells by indicator, area and period. */
static const uint32_t *sort_cells(const struct dataset *ds, const struct bulk_sums *b,
                                  const struct sums_cell *cells, size_t count,
                                  struct arena *arena) {
    uint32_t *ranks = rank_periods(b, arena), *keys[3], *order;
    order = arena_array(arena, count, sizeof *order);
    for (size_t k = 0; k < 3; k++) {
        keys[k] = arena_array(arena, count, sizeof *keys[k]);
    }
    for (size_t i = 0; i < count; i++) {
        uint32_t period;
        sums_key_parts(cells[i].key, &keys[2][i], &keys[1][i], &period);
        keys[0][i] = ranks[period];
        order[i] = (uint32_t)i;
    }
    sort_by(arena, keys[0], b->period_count, order, count);
    sort_by(arena, keys[1], dataset_area_count(ds), order, count);
    sort_by(arena, keys[2], dataset_indicator_count(ds), order, count);
    return order;
}

void bulk_add(const struct reading_context *context, const struct bulk_sums *b,
              struct arena *arena) {
    struct dataset *ds = context->ds;
    size_t count;
    const struct sums_cell *cells = sums_list(b->sums, &count);
    const uint32_t *order = sort_cells(ds, b, cells, count, arena);
    dataset_expect(ds, count + b->rest->held.count);
    for (size_t i = 0; i < count; i++) {
        const struct sums_cell *c = &cells[order[i]];
        uint32_t indicator, period;
        struct observation o = {.source = {.file = b->file, .column = b->value_column},
                                .status = c->status};
        sums_key_parts(c->key, &indicator, &o.area, &period);
        o.series = dataset_total(ds, indicator);
        o.period = b->periods[period];
        o.source.line = (uint32_t)(b->before[c->block] + c->line + 1);
        o.source.joined = bulk_rest_joined(b->rest, o.source.line);
        to_decimal(c, &o.value);
        dataset_add_observation(ds, &o, context->diag);
    }
    for (size_t i = 0; i < b->rest->held.count; i++) {
        keep_value(context, &b->rest->held.items[i]);
    }
}
