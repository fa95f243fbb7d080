#include "dataset/period_set.h"

#include <stdlib.h>
#include <string.h>

static uint64_t hash_of(struct period period) { return id_mix(period_key(period)); }

struct period_set period_set_open(struct arena *arena) {
    return (struct period_set){.arena = arena};
}

uint32_t period_set_find(const struct period_set *set, struct period period) {
    uint32_t id;
    for (struct id_walk w = id_table_find(&set->table, hash_of(period));
         id_walk_next(&w, &id);)
        if (period_equal(set->list[id], period))
            return id;
    return PERIOD_SET_NONE;
}

static uint32_t add_new(struct period_set *set, struct period period) {
    uint32_t id = (uint32_t)set->count;
    set->list = arena_grow(set->arena, set->list, set->count, &set->capacity,
                           sizeof *set->list);
    set->list[set->count++] = period;
    if (id_table_reserve(&set->table, 1, set->arena))
        for (uint32_t i = 0; i < id; i++)
            id_table_add(&set->table, hash_of(set->list[i]), i);
    id_table_add(&set->table, hash_of(period), id);
    return id;
}

uint32_t period_set_add(struct period_set *set, struct period period) {
    uint32_t id = set->next;
    if (id >= set->count || !period_equal(set->list[id], period))
        id = period_set_find(set, period);
    if (id == PERIOD_SET_NONE)
        id = add_new(set, period);
    set->next = id + 1;
    return id;
}

static int compare(const void *a, const void *b) {
    const struct period *x = a, *y = b;
    return period_compare(*x, *y);
}

void periods_sort(struct period *list, size_t count) {
    if (count > 1)
        qsort(list, count, sizeof *list, compare);
}

uint32_t *period_set_ranks(const struct period_set *set, struct arena *arena) {
    struct period *sorted = arena_array(arena, set->count, sizeof *sorted);
    uint32_t *ranks = arena_array(arena, set->count, sizeof *ranks);
    if (set->count > 0)
        memcpy(sorted, set->list, set->count * sizeof *sorted);
    periods_sort(sorted, set->count);
    for (size_t i = 0; i < set->count; i++)
        ranks[period_set_find(set, sorted[i])] = (uint32_t)i;
    return ranks;
}
