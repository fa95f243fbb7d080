/* The different periods of many values: each has a number, from 0 on in the order in
   which they came first. Found by their hash, and without it where they come in the
   order of the one before, as in most files.

       struct period_set set = period_set_open(arena);
       uint32_t id = period_set_add(&set, period);
       set.list[id] … set.count

   Lives in the arena, and is borrowed with it. */
#ifndef NQI_DATASET_PERIOD_SET_H
#define NQI_DATASET_PERIOD_SET_H

#include "dataset/id_table.h"
#include "dataset/period.h"

#define PERIOD_SET_NONE UINT32_MAX

struct period_set {
    struct period *list;
    size_t count, capacity;
    struct id_table table;
    uint32_t next; /* behind the one that was looked for last */
    struct arena *arena;
};

struct period_set period_set_open(struct arena *arena);
/* The number of the period, which is new or was there. */
uint32_t period_set_add(struct period_set *set, struct period period);
/* Its number, or PERIOD_SET_NONE. */
uint32_t period_set_find(const struct period_set *set, struct period period);

/* Sorts periods by time. */
void periods_sort(struct period *list, size_t count);
/* How far in time each of the set comes, from 0 on. */
uint32_t *period_set_ranks(const struct period_set *set, struct arena *arena);

#endif
