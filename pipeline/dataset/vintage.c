/* Vintages: which there are, and which is the newer of two. */
#define _GNU_SOURCE /* qsort_r */
#include "dataset/room.h"
#include <stdlib.h>
#include <string.h>

static bool is_digit(struct str s, size_t at) {
    return at < s.n && s.p[at] >= '0' && s.p[at] <= '9';
}

/* Where the number at `at` ends; its zeros in front do not count. */
static struct str number_at(struct str s, size_t *at) {
    while (is_digit(s, *at) && s.p[*at] == '0') {
        (*at)++;
    }
    size_t from = *at;
    while (is_digit(s, *at)) {
        (*at)++;
    }
    return str_slice(s, from, *at);
}

/* V2 before V10; else as the bytes are. */
static int compare_names(struct str a, struct str b) {
    size_t i = 0, j = 0;
    while (i < a.n && j < b.n) {
        if (is_digit(a, i) && is_digit(b, j)) {
            struct str x = number_at(a, &i), y = number_at(b, &j);
            int order = x.n != y.n ? (x.n < y.n ? -1 : 1) : str_compare(x, y);
            if (order != 0) {
                return order;
            }
        } else if (a.p[i] != b.p[j]) {
            break;
        } else {
            i++, j++;
        }
    }
    int order = str_compare(str_slice(a, i, a.n), str_slice(b, j, b.n));
    return order != 0 ? order : str_compare(a, b);
}

int vintage_compare(const struct vintage *a, const struct vintage *b) {
    if (a->order != b->order) {
        return a->order < b->order ? -1 : 1;
    }
    if (a->known != b->known) {
        return a->known < b->known ? -1 : 1;
    }
    return a->known != 0 ? 0 : compare_names(a->name, b->name);
}

uint64_t vintage_hash(const struct vintage *v) {
    uint64_t age = (uint64_t)v->order << 32 | v->known;
    return id_mix(v->known != 0 ? age : str_hash(v->name) ^ age);
}

uint32_t dataset_intern_vintage(struct dataset *ds, const struct vintage *vintage) {
    uint32_t id;
    for (struct id_walk w = id_table_find(&ds->vintage_keys, vintage_hash(vintage));
         id_walk_next(&w, &id);) {
        const struct vintage *v = &ds->vintages[id];
        if (v->order == vintage->order && v->known == vintage->known &&
            str_equal(v->name, vintage->name)) {
            return id;
        }
    }
    ds->vintages = arena_grow(ds->arena, ds->vintages, ds->vintage_count,
                              &ds->vintage_capacity, sizeof *ds->vintages);
    id = (uint32_t)ds->vintage_count++;
    ds->vintages[id] = *vintage;
    ds->vintages[id].name = arena_copy(ds->arena, vintage->name);
    if (id_table_reserve(&ds->vintage_keys, 1, ds->arena)) {
        for (uint32_t i = 0; i < id; i++) {
            id_table_add(&ds->vintage_keys, vintage_hash(&ds->vintages[i]), i);
        }
    }
    id_table_add(&ds->vintage_keys, vintage_hash(vintage), id);
    return id;
}

void dataset_forget_vintages(struct dataset *ds, size_t count) {
    if (count < ds->vintage_count) {
        ds->vintage_count = count;
        memset(ds->vintage_keys.slots, 0,
               ds->vintage_keys.capacity * sizeof *ds->vintage_keys.slots);
        ds->vintage_keys.count = 0;
        for (uint32_t i = 0; i < count; i++) {
            id_table_add(&ds->vintage_keys, vintage_hash(&ds->vintages[i]), i);
        }
    }
}

static int compare_ids(const void *a, const void *b, void *context) {
    const struct dataset *ds = context;
    const struct vintage *x = &ds->vintages[*(const uint32_t *)a];
    const struct vintage *y = &ds->vintages[*(const uint32_t *)b];
    int order = vintage_compare(x, y);
    return order != 0 ? order : compare_names(x->name, y->name);
}

void vintages_seal(struct dataset *ds) {
    ds->vintage_order =
        arena_array(ds->arena, ds->vintage_count, sizeof *ds->vintage_order);
    for (uint32_t i = 0; i < ds->vintage_count; i++) {
        ds->vintage_order[i] = i;
    }
    qsort_r(ds->vintage_order, ds->vintage_count, sizeof *ds->vintage_order,
            compare_ids, ds);
}

size_t dataset_vintage_count(const struct dataset *ds) { return ds->vintage_count; }

const struct vintage *dataset_vintage(const struct dataset *ds, uint32_t id) {
    return id < ds->vintage_count ? &ds->vintages[id] : NULL;
}
