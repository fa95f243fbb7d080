#include "ingest/bulk_add.h"
#include <stdlib.h>
#include <string.h>

/* A cell's decimals are at most this: what its rows were shifted by. */
enum { DECIMALS_MAX = 18 };

static sums_total power_of_ten(unsigned exponent) {
    int64_t power = 1;
    for (unsigned i = 0; i < exponent && i < DECIMALS_MAX; i++) {
        power *= 10;
    }
    return power;
}

/* Whether the sum has so few digits that a decimal holds it. */
static bool is_small(const struct sums_cell *cell) {
    const sums_total most =
        (sums_total)1000000000 * 1000000000 * power_of_ten(cell->decimals);
    return cell->sum < most && cell->sum > -most;
}

/* The sum as a decimal with the digits that its rows had. */
static struct decimal to_decimal(const struct sums_cell *cell) {
    sums_total sum = cell->sum / power_of_ten(cell->decimals);
    return decimal_scale(decimal_from_integer((int64_t)sum),
                         (int)cell->decimals - SUMS_DECIMALS);
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
        uint32_t series = bulk_names_series(b->names, dataset_series(ds, o->series));
        uint32_t period = bulk_names_period(b->names, o->period);
        if (o->vintage == 0 && series != SCAN_UNKNOWN && period != SCAN_UNKNOWN &&
            sums_find(b->sums, sums_key(series, o->area, period)) != NULL) {
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
        const struct sums_cell *cell = &b->sums->cells[i];
        if (cell->key != 0 && !is_small(cell)) {
            return false;
        }
    }
    return held_is_alone(ds, b, arena);
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

struct ranked {
    const struct series *series;
    uint32_t id;
};

/* As the dataset orders them: by indicator, the total first, then by items. */
static int by_items(const void *a, const void *b) {
    const struct series *x = ((const struct ranked *)a)->series;
    const struct series *y = ((const struct ranked *)b)->series;
    if (x->indicator != y->indicator) {
        return x->indicator < y->indicator ? -1 : 1;
    }
    for (uint32_t i = 0; i < x->item_count && i < y->item_count; i++) {
        if (x->items[i] != y->items[i]) {
            return x->items[i] < y->items[i] ? -1 : 1;
        }
    }
    return (x->item_count > y->item_count) - (x->item_count < y->item_count);
}

static uint32_t *rank_series(const struct dataset *ds, const uint32_t *series,
                             size_t count, struct arena *arena) {
    uint32_t *ranks = arena_array(arena, count, sizeof *ranks);
    struct ranked *sorted = arena_array(arena, count, sizeof *sorted);
    for (size_t i = 0; i < count; i++) {
        sorted[i] = (struct ranked){dataset_series(ds, series[i]), (uint32_t)i};
    }
    qsort(sorted, count, sizeof *sorted, by_items);
    for (size_t i = 0; i < count; i++) {
        ranks[sorted[i].id] = (uint32_t)i;
    }
    return ranks;
}

struct ids {
    const uint32_t *series; /* of the dataset, by those of the sums */
    const struct period_set *periods;
    size_t series_count;
};

/* The cells by series, area and period. */
static const uint32_t *sort_cells(const struct dataset *ds, const struct ids *ids,
                                  const struct sums_cell *cells, size_t count,
                                  struct arena *arena) {
    uint32_t *series = rank_series(ds, ids->series, ids->series_count, arena);
    uint32_t *periods = period_set_ranks(ids->periods, arena);
    uint32_t *keys[3], *order = arena_array(arena, count, sizeof *order);
    for (size_t k = 0; k < 3; k++) {
        keys[k] = arena_array(arena, count, sizeof *keys[k]);
    }
    for (size_t i = 0; i < count; i++) {
        uint32_t own, period;
        sums_key_parts(cells[i].key, &own, &keys[1][i], &period);
        keys[0][i] = periods[period];
        keys[2][i] = series[own];
        order[i] = (uint32_t)i;
    }
    sort_by(arena, keys[0], ids->periods->count, order, count);
    sort_by(arena, keys[1], dataset_area_count(ds), order, count);
    sort_by(arena, keys[2], ids->series_count, order, count);
    return order;
}

void bulk_add(const struct reading_context *context, const struct bulk_sums *b,
              struct arena *arena) {
    struct dataset *ds = context->ds;
    size_t count;
    struct ids ids = {.series = bulk_names_intern(b->names, ds, arena),
                      .series_count = bulk_names_series_count(b->names),
                      .periods = bulk_names_periods(b->names)};
    const struct sums_cell *cells = sums_list(b->sums, &count);
    const uint32_t *order = sort_cells(ds, &ids, cells, count, arena);
    dataset_expect(ds, count + b->rest->held.count);
    for (size_t i = 0; i < count; i++) {
        const struct sums_cell *c = &cells[order[i]];
        uint32_t series, period;
        struct observation o = {.source = {.file = b->file, .column = b->value_column},
                                .status = c->status};
        sums_key_parts(c->key, &series, &o.area, &period);
        o.series = ids.series[series];
        o.period = ids.periods->list[period];
        o.source.line = (uint32_t)(b->before[c->block] + c->line + 1);
        o.source.joined = bulk_rest_joined(b->rest, o.source.line);
        o.value = to_decimal(c);
        if (b->claims != NULL) {
            claims_value(b->claims, &o, true);
        }
        dataset_add_observation(ds, &o, context->diag);
    }
    for (size_t i = 0; i < b->rest->held.count; i++) {
        keep_value(context, &b->rest->held.items[i]);
    }
}
