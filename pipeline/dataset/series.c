/* Dimensions, their items, and the series that they cut an indicator into. */
#define _GNU_SOURCE /* qsort_r */
#include "dataset/room.h"
#include <stdlib.h>
#include <string.h>

/* ---- dimensions and items ---- */

uint32_t dataset_find_dimension(const struct dataset *ds, struct str code) {
    for (uint32_t i = 0; i < ds->dimension_count; i++) {
        if (str_equal(ds->dimensions[i].code, code)) {
            return i;
        }
    }
    return DATASET_NONE;
}

uint32_t dataset_add_dimension(struct dataset *ds, const struct dimension *dimension,
                               struct diag *diag) {
    uint32_t old = dataset_find_dimension(ds, dimension->code);
    if (old != DATASET_NONE) {
        struct place first = ds->dimensions[old].place;
        diag_error(diag, dimension->place,
                   "dimension \"%.*s\" is already defined at %.*s:%zu",
                   STR_ARG(dimension->code), STR_ARG(first.file), first.line);
        return DATASET_NONE;
    }
    ds->dimensions = arena_grow(ds->arena, ds->dimensions, ds->dimension_count,
                                &ds->dimension_capacity, sizeof *ds->dimensions);
    ds->dimensions[ds->dimension_count] = *dimension;
    return (uint32_t)ds->dimension_count++;
}

static uint64_t item_hash(uint32_t dimension, struct str code) {
    return id_mix(str_hash(code) ^ dimension);
}

uint32_t dataset_find_item(const struct dataset *ds, uint32_t dimension,
                           struct str code) {
    uint32_t id;
    for (struct id_walk w = id_table_find(&ds->item_codes, item_hash(dimension, code));
         id_walk_next(&w, &id);) {
        if (ds->items[id].dimension == dimension &&
            str_equal(ds->items[id].code, code)) {
            return id;
        }
    }
    return DATASET_NONE;
}

uint32_t dataset_add_item(struct dataset *ds, const struct dimension_item *item,
                          struct diag *diag) {
    uint32_t old = dataset_find_item(ds, item->dimension, item->code);
    if (old != DATASET_NONE) {
        struct place first = ds->items[old].place;
        diag_error(diag, item->place,
                   "item \"%.*s\" of dimension \"%.*s\" is already defined at "
                   "%.*s:%zu",
                   STR_ARG(item->code), STR_ARG(ds->dimensions[item->dimension].code),
                   STR_ARG(first.file), first.line);
        return DATASET_NONE;
    }
    ds->items = arena_grow(ds->arena, ds->items, ds->item_count, &ds->item_capacity,
                           sizeof *ds->items);
    uint32_t id = (uint32_t)ds->item_count++;
    ds->items[id] = *item;
    if (id_table_reserve(&ds->item_codes, 1, ds->arena)) {
        for (uint32_t i = 0; i < id; i++) {
            id_table_add(&ds->item_codes,
                         item_hash(ds->items[i].dimension, ds->items[i].code), i);
        }
    }
    id_table_add(&ds->item_codes, item_hash(item->dimension, item->code), id);
    return id;
}

void dataset_set_item_parent(struct dataset *ds, uint32_t item, uint32_t parent) {
    ds->items[item].parent = parent;
}

size_t dataset_dimension_count(const struct dataset *ds) { return ds->dimension_count; }

const struct dimension *dataset_dimension(const struct dataset *ds, uint32_t id) {
    return id < ds->dimension_count ? &ds->dimensions[id] : NULL;
}

size_t dataset_item_count(const struct dataset *ds) { return ds->item_count; }

const struct dimension_item *dataset_item(const struct dataset *ds, uint32_t id) {
    return id < ds->item_count ? &ds->items[id] : NULL;
}

/* ---- series ---- */

/* The items by dimension, into `sorted`; false if one dimension comes twice. */
static bool sort_items(const struct dataset *ds, const uint32_t *items, size_t count,
                       uint32_t *sorted) {
    if (count > DATASET_ITEMS_MAX) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        uint32_t dimension = ds->items[items[i]].dimension;
        size_t at = i;
        for (; at > 0 && ds->items[sorted[at - 1]].dimension >= dimension; at--) {
            if (ds->items[sorted[at - 1]].dimension == dimension) {
                return false;
            }
            sorted[at] = sorted[at - 1];
        }
        sorted[at] = items[i];
    }
    return true;
}

static uint32_t find_sorted(const struct dataset *ds, uint32_t indicator,
                            const uint32_t *items, size_t count) {
    uint32_t id;
    for (struct id_walk w =
             id_table_find(&ds->series_keys, id_hash_list(indicator, items, count));
         id_walk_next(&w, &id);) {
        const struct series *s = &ds->series[id];
        if (s->indicator == indicator && s->item_count == count &&
            (count == 0 || memcmp(s->items, items, count * sizeof *items) == 0)) {
            return id;
        }
    }
    return DATASET_NONE;
}

uint32_t dataset_find_series(const struct dataset *ds, uint32_t indicator,
                             const uint32_t *items, size_t count) {
    uint32_t sorted[DATASET_ITEMS_MAX];
    return sort_items(ds, items, count, sorted)
               ? find_sorted(ds, indicator, sorted, count)
               : DATASET_NONE;
}

uint32_t dataset_intern_series(struct dataset *ds, uint32_t indicator,
                               const uint32_t *items, size_t count) {
    uint32_t sorted[DATASET_ITEMS_MAX];
    if (!sort_items(ds, items, count, sorted)) {
        return DATASET_NONE;
    }
    uint32_t id = find_sorted(ds, indicator, sorted, count);
    if (id != DATASET_NONE) {
        return id;
    }
    ds->series = arena_grow(ds->arena, ds->series, ds->series_count,
                            &ds->series_capacity, sizeof *ds->series);
    id = (uint32_t)ds->series_count++;
    uint32_t *own = arena_array(ds->arena, count, sizeof *own);
    if (count > 0) {
        memcpy(own, sorted, count * sizeof *own);
    }
    ds->series[id] = (struct series){indicator, (uint32_t)count, own};
    if (id_table_reserve(&ds->series_keys, 1, ds->arena)) {
        for (uint32_t i = 0; i < id; i++) {
            const struct series *s = &ds->series[i];
            id_table_add(&ds->series_keys,
                         id_hash_list(s->indicator, s->items, s->item_count), i);
        }
    }
    id_table_add(&ds->series_keys, id_hash_list(indicator, sorted, count), id);
    return id;
}

size_t dataset_series_count(const struct dataset *ds) { return ds->series_count; }

const struct series *dataset_series(const struct dataset *ds, uint32_t id) {
    return id < ds->series_count ? &ds->series[id] : NULL;
}

uint32_t dataset_sibling(const struct dataset *ds, uint32_t series,
                         uint32_t indicator) {
    const struct series *s = dataset_series(ds, series);
    return s == NULL ? DATASET_NONE
                     : find_sorted(ds, indicator, s->items, s->item_count);
}

uint32_t dataset_total(const struct dataset *ds, uint32_t indicator) {
    return indicator < ds->indicator_count ? ds->totals[indicator] : DATASET_NONE;
}

/* ---- their order ---- */

/* By indicator; the total first, then by items. */
static int compare_ids(const void *a, const void *b, void *context) {
    const struct dataset *ds = context;
    const struct series *x = &ds->series[*(const uint32_t *)a];
    const struct series *y = &ds->series[*(const uint32_t *)b];
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

void series_seal(struct dataset *ds) {
    ds->series_order =
        arena_array(ds->arena, ds->series_count, sizeof *ds->series_order);
    ds->series_start =
        arena_array(ds->arena, ds->indicator_count + 1, sizeof *ds->series_start);
    for (uint32_t i = 0; i < ds->series_count; i++) {
        ds->series_order[i] = i;
        ds->series_start[ds->series[i].indicator + 1]++;
    }
    for (size_t i = 0; i < ds->indicator_count; i++) {
        ds->series_start[i + 1] += ds->series_start[i];
    }
    if (ds->series_count > 0) {
        qsort_r(ds->series_order, ds->series_count, sizeof *ds->series_order,
                compare_ids, ds);
    }
}

const uint32_t *dataset_series_of(const struct dataset *ds, uint32_t indicator,
                                  size_t *count) {
    *count = 0;
    if (!ds->sealed || indicator >= ds->indicator_count) {
        return NULL;
    }
    size_t from = ds->series_start[indicator];
    *count = ds->series_start[indicator + 1] - from;
    return ds->series_order + from;
}

bool dataset_sort_items(const struct dataset *ds, uint32_t *items, size_t count) {
    uint32_t sorted[DATASET_ITEMS_MAX];
    bool distinct = sort_items(ds, items, count, sorted);
    if (distinct && count > 0) {
        memcpy(items, sorted, count * sizeof *items);
    }
    return distinct;
}

/* ---- their codes ---- */

struct str dataset_read_code(const struct dataset *ds, struct str code,
                             uint32_t *indicator, uint32_t *items, size_t *count) {
    size_t open = str_find(code, STR("["), 0);
    struct str name = str_slice(code, 0, open);
    *count = 0;
    *indicator = dataset_find_indicator(ds, name);
    if (*indicator == DATASET_NONE) {
        return name;
    }
    if (open == STR_NOT_FOUND) {
        return STR("");
    }
    return dataset_read_items(ds, str_slice(code, open, code.n), items, count);
}

struct str dataset_read_items(const struct dataset *ds, struct str code,
                              uint32_t *items, size_t *count) {
    *count = 0;
    if (!str_starts(code, STR("[")) || !str_ends(code, STR("]"))) {
        return code;
    }
    struct str list = str_slice(code, 1, code.n - 1);
    for (size_t at = 0; at <= list.n;) {
        size_t end = str_find(list, STR(";"), at);
        end = end == STR_NOT_FOUND ? list.n : end;
        struct str part = str_slice(list, at, end);
        size_t equals = str_find(part, STR("="), 0);
        uint32_t dimension = dataset_find_dimension(ds, str_slice(part, 0, equals));
        if (equals == STR_NOT_FOUND || dimension == DATASET_NONE ||
            *count == DATASET_ITEMS_MAX) {
            return part.n > 0 ? part : code;
        }
        items[*count] =
            dataset_find_item(ds, dimension, str_slice(part, equals + 1, part.n));
        if (items[(*count)++] == DATASET_NONE) {
            return part;
        }
        at = end + 1;
    }
    return dataset_sort_items(ds, items, *count) ? STR("") : code;
}

void dataset_put_series(const struct dataset *ds, uint32_t series, struct buf *out) {
    dataset_put_code(ds, dataset_series(ds, series), out);
}

void dataset_put_code(const struct dataset *ds, const struct series *s,
                      struct buf *out) {
    buf_put(out, dataset_indicator(ds, s->indicator)->code);
    for (uint32_t i = 0; i < s->item_count; i++) {
        const struct dimension_item *item = dataset_item(ds, s->items[i]);
        buf_char(out, i == 0 ? '[' : ';');
        buf_put(out, dataset_dimension(ds, item->dimension)->code);
        buf_char(out, '=');
        buf_put(out, item->code);
    }
    if (s->item_count > 0) {
        buf_char(out, ']');
    }
}

struct str dataset_series_code(const struct dataset *ds, uint32_t series,
                               struct arena *arena) {
    enum { CODE_BYTES_MAX = 1 << 16 };
    struct buf code = buf_open(CODE_BYTES_MAX);
    dataset_put_series(ds, series, &code);
    struct str kept = arena_copy(arena, buf_str(&code));
    buf_close(&code);
    return kept;
}
