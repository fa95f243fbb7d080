#include "ingest/bulk_add.h"
#include "ingest/row_reader.h"
#include <stdlib.h>
#include <string.h>

/* Whether the sum has so few digits that a decimal holds it. */
static bool is_small(const struct sums_cell *cell) {
    const sums_total most = (sums_total)sums_powers[18] * sums_powers[cell->decimals];
    return cell->sum < most && cell->sum > -most;
}

/* The sum as a decimal with the digits that its rows had. */
static struct decimal to_decimal(const struct sums_cell *cell) {
    int64_t power = sums_powers[cell->decimals], sum = (int64_t)cell->sum;
    sum = sum == cell->sum ? sum / power : (int64_t)(cell->sum / power);
    return decimal_scale(decimal_from_integer(sum),
                         (int)cell->decimals - SUMS_DECIMALS);
}

/* Cells that are far apart are asked for so early. */
enum { AHEAD = 16 };

static int by_key(const void *a, const void *b) {
    const struct observation *x = a, *y = b;
    uint32_t p = period_key(x->period), q = period_key(y->period);
    return x->series != y->series ? (x->series > y->series) - (x->series < y->series)
           : x->area != y->area   ? (x->area > y->area) - (x->area < y->area)
                                  : (p > q) - (p < q);
}

static bool same_vintage(const struct dataset *ds, uint32_t a, uint32_t b) {
    uint32_t known = dataset_vintage(ds, a)->known;
    return a == b || (known != 0 && known == dataset_vintage(ds, b)->known);
}

/* What waits has keys of its own, among its like and beside the sums. */
static bool held_is_alone(const struct dataset *ds, const struct bulk_sums *b,
                          struct arena *arena) {
    const struct held *held = &b->rest->held;
    struct observation *sorted = arena_array(arena, held->count, sizeof *sorted);
    for (size_t i = 0; i < held->count; i++) {
        const struct observation *o = &held->items[i];
        uint32_t series = bulk_names_series(b->names, dataset_series(ds, o->series));
        uint32_t moment =
            bulk_names_moment(b->names, o->period, dataset_vintage(ds, o->vintage));
        if (series != SCAN_UNKNOWN && moment != SCAN_UNKNOWN &&
            sums_find(b->sums, sums_key(series, o->area, moment)) != NULL) {
            return false;
        }
        sorted[i] = *o;
    }
    qsort(sorted, held->count, sizeof *sorted, by_key);
    for (size_t i = 1; i < held->count; i++) {
        for (size_t k = i; k > 0 && by_key(&sorted[k - 1], &sorted[i]) == 0; k--) {
            if (same_vintage(ds, sorted[k - 1].vintage, sorted[i].vintage)) {
                return false;
            }
        }
    }
    return true;
}

/* A note says of the period what a sign or status says of the value. */
static bool is_told_twice(const struct bulk_sums *b, const struct sums_cell *cell) {
    uint32_t series, area, moment;
    size_t count;
    if (b->rest->noted_count == 0 || cell->state == 0) {
        return false;
    }
    sums_key_parts(cell->key, &series, &area, &moment);
    struct period period = bulk_names_moments(b->names, &count)[moment].period;
    return noted_status(b->rest->noted, b->rest->noted_count, period, area,
                        STATUS_NORMAL) != STATUS_NORMAL;
}

/* True where duplicates = "sum" may have added what does not add up: the usual way sees
   it. */
static bool may_refuse_sum(const struct dataset *ds, const struct bulk_sums *b) {
    bool refuses = false;
    for (uint32_t i = 0; i < bulk_names_series_count(b->names); i++) {
        uint32_t indicator = bulk_names_indicator(b->names, i);
        refuses |= dataset_indicator(ds, indicator)->aggregation != AGGREGATION_SUM;
    }
    return refuses && b->again == SUMS_ADD;
}

bool bulk_add_possible(const struct dataset *ds, const struct bulk_sums *b,
                       struct arena *arena) {
    if (may_refuse_sum(ds, b)) {
        return false;
    }
    for (size_t i = 0; i < b->sums->capacity; i++) {
        const struct sums_cell *cell = &b->sums->cells[i];
        if (cell->key != 0 && (!is_small(cell) || is_told_twice(b, cell))) {
            return false;
        }
    }
    return b->again == SUMS_FIRST || b->again == SUMS_LAST ||
           held_is_alone(ds, b, arena);
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
    const struct moment *moments;
    uint32_t *vintages; /* of the dataset, by those of the moments */
    size_t series_count, moment_count;
};

struct timed {
    struct period period;
    uint32_t known, id;
};

static int by_time(const void *a, const void *b) {
    const struct timed *x = a, *y = b;
    int order = period_compare(x->period, y->period);
    uint32_t p = period_key(x->period), q = period_key(y->period);
    return order != 0 ? order
           : p != q   ? (p > q) - (p < q)
                      : (x->known > y->known) - (x->known < y->known);
}

static int by_day(const void *a, const void *b) {
    const struct vintage *x = a, *y = b;
    return (x->known > y->known) - (x->known < y->known);
}

/* The vintages in the dataset: no thread's order shows in it. */
static void intern_vintages(struct dataset *ds, const struct bulk_names *names,
                            struct arena *arena, struct ids *ids) {
    size_t count;
    const struct vintage *all = bulk_names_vintages(names, &count);
    struct vintage *sorted = arena_array(arena, count, sizeof *sorted);
    memcpy(sorted, all, count * sizeof *sorted);
    qsort(sorted, count, sizeof *sorted, by_day);
    for (size_t i = 0; i < count; i++) {
        dataset_intern_vintage(ds, &sorted[i]);
    }
    ids->vintages = arena_array(arena, count, sizeof *ids->vintages);
    for (size_t i = 0; i < count; i++) {
        ids->vintages[i] = dataset_intern_vintage(ds, &all[i]);
    }
}

/* How far in time each moment comes, of a period the older vintages first. */
static uint32_t *rank_moments(const struct dataset *ds, const struct ids *ids,
                              struct arena *arena) {
    struct timed *sorted = arena_array(arena, ids->moment_count, sizeof *sorted);
    uint32_t *ranks = arena_array(arena, ids->moment_count, sizeof *ranks);
    for (uint32_t i = 0; i < ids->moment_count; i++) {
        uint32_t vintage = ids->vintages[ids->moments[i].vintage];
        sorted[i] = (struct timed){ids->moments[i].period,
                                   dataset_vintage(ds, vintage)->known, i};
    }
    qsort(sorted, ids->moment_count, sizeof *sorted, by_time);
    for (uint32_t i = 0; i < ids->moment_count; i++) {
        ranks[sorted[i].id] = i;
    }
    return ranks;
}

/* The cells by series, area and time. */
static const uint32_t *sort_cells(const struct dataset *ds, const struct ids *ids,
                                  const struct sums_cell *cells, size_t count,
                                  struct arena *arena) {
    uint32_t *series = rank_series(ds, ids->series, ids->series_count, arena);
    uint32_t *moments = rank_moments(ds, ids, arena);
    uint32_t *keys[3], *order = arena_array(arena, count, sizeof *order);
    for (size_t k = 0; k < 3; k++) {
        keys[k] = arena_array(arena, count, sizeof *keys[k]);
    }
    for (size_t i = 0; i < count; i++) {
        uint32_t own, moment;
        sums_key_parts(cells[i].key, &own, &keys[1][i], &moment);
        keys[0][i] = moments[moment];
        keys[2][i] = series[own];
        order[i] = (uint32_t)i;
    }
    sort_by(arena, keys[0], ids->moment_count, order, count);
    sort_by(arena, keys[1], dataset_area_count(ds), order, count);
    sort_by(arena, keys[2], ids->series_count, order, count);
    return order;
}

/* What a key of the sums is. */
static struct observation of_key(const struct ids *ids, uint64_t key) {
    struct observation o = {.area = 0};
    uint32_t series, moment;
    sums_key_parts(key, &series, &o.area, &moment);
    o.series = ids->series[series];
    o.period = ids->moments[moment].period;
    o.vintage = ids->vintages[ids->moments[moment].vintage];
    return o;
}

/* What the cell is of. */
static struct observation key_of(const struct ids *ids, const struct sums_cell *cell) {
    struct observation o = of_key(ids, cell->key);
    o.status = cell->state & (SUMS_CONTRARY - 1);
    o.contrary = (cell->state & SUMS_CONTRARY) != 0;
    return o;
}

/* Blank values and those of rows that are left out, for the claims. */
static void add_loose(const struct bulk_sums *b, const struct ids *ids,
                      const struct scan_loose *list, size_t count) {
    static const struct claim rest = {.kind = CLAIM_REST, .over = CLAIM_OVER_AREAS};
    for (size_t i = 0; i < count; i++) {
        const struct scan_loose *l = &list[i];
        struct observation o = of_key(ids, l->key);
        o.source =
            (struct source_cell){.file = b->file,
                                 .line = (uint32_t)(b->before[l->block] + l->line + 1),
                                 .column = (uint16_t)(b->values[l->value].column + 1)};
        o.value = decimal_scale(decimal_from_integer(l->coefficient),
                                (int)l->shift - SUMS_DECIMALS);
        if (o.area == SCAN_NO_AREA) {
            o.area = DATASET_NONE;
            claims_add(b->claims, &rest, &o, l->known);
        } else {
            claims_value(b->claims, &o, false);
        }
    }
}

/* Of the values of one key in this file the first or the last one stands. */
static void add_held(const struct reading_context *context, const struct bulk_sums *b,
                     const struct observation *o) {
    bool last = b->again == SUMS_LAST;
    const struct observation *old =
        last || b->again == SUMS_FIRST ? dataset_find_same(context->ds, o) : NULL;
    if (old == NULL || old->source.file != o->source.file) {
        keep_value(context, o);
        return;
    }
    bool later = o->source.line != old->source.line
                     ? o->source.line > old->source.line
                     : o->source.column > old->source.column;
    if (later == last) {
        dataset_put_observation(context->ds, o, context->diag);
    }
}

void bulk_add(const struct reading_context *context, const struct bulk_sums *b,
              struct arena *arena) {
    struct dataset *ds = context->ds;
    struct input_file *file = dataset_file_mutable(ds, b->file);
    size_t count;
    struct ids ids = {.series = bulk_names_intern(b->names, ds, arena),
                      .series_count = bulk_names_series_count(b->names)};
    ids.moments = bulk_names_moments(b->names, &ids.moment_count);
    intern_vintages(ds, b->names, arena, &ids);
    const struct sums_cell *cells = sums_list(b->sums, &count);
    const uint32_t *order = sort_cells(ds, &ids, cells, count, arena);
    dataset_expect(ds, count + b->rest->held.count);
    for (size_t i = 0; i < count; i++) {
        const struct sums_cell *c = &cells[order[i]];
        struct observation o = key_of(&ids, c);
        if (i + 2 * AHEAD < count) {
            struct observation next = key_of(&ids, &cells[order[i + AHEAD]]);
            dataset_await(ds, &next);
            __builtin_prefetch(&cells[order[i + 2 * AHEAD]]);
        }
        o.source =
            (struct source_cell){.file = b->file,
                                 .line = (uint32_t)(b->before[c->block] + c->line + 1),
                                 .column = (uint16_t)(b->values[c->value].column + 1)};
        o.source.joined = bulk_rest_joined(b->rest, o.source.line);
        o.status = noted_status(b->rest->noted, b->rest->noted_count, o.period, o.area,
                                o.status);
        file->missing += o.status == STATUS_MISSING && !observation_has_value(&o);
        if (observation_has_number(&o)) {
            o.value = to_decimal(c);
        }
        if (b->claims != NULL) {
            claims_value(b->claims, &o, observation_has_number(&o) && !o.contrary);
        }
        if (b->again == SUMS_FIRST || b->again == SUMS_LAST) {
            keep_value(context, &o);
        } else {
            dataset_add_observation(ds, &o, context->diag);
        }
    }
    for (size_t i = 0; i < b->scanner_count && b->claims != NULL; i++) {
        bool lost;
        const struct scan_loose *loose = scanner_loose(b->scanners[i], &count, &lost);
        add_loose(b, &ids, loose, count);
    }
    for (size_t i = 0; i < b->rest->held.count; i++) {
        add_held(context, b, &b->rest->held.items[i]);
    }
}
