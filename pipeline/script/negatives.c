#include "script/negatives.h"

#include "script/figure.h"
#include "script/room.h"

/* What the values are of, and as of when they are seen. */
struct reading {
    uint32_t series, known;
    struct period period;
    struct as_of as_of;
};

struct found {
    struct reading reading;
    size_t count;
    const uint32_t *areas;
};

static uint64_t hash_reading(const struct reading *reading) {
    uint64_t hash = id_mix((uint64_t)reading->series << 32 ^ reading->known);
    hash = id_mix(hash ^ period_key(reading->period));
    hash = id_mix(hash ^ period_key(reading->as_of.period));
    return id_mix(hash ^ reading->as_of.known);
}

static bool same_reading(const struct reading *a, const struct reading *b) {
    return a->series == b->series && a->known == b->known &&
           period_equal(a->period, b->period) &&
           period_equal(a->as_of.period, b->as_of.period) &&
           a->as_of.known == b->as_of.known;
}

bool negatives_is(const struct observation *o) {
    return o != NULL && observation_has_number(o) &&
           observation_number(o).coefficient < 0;
}

/* Their number, into `areas` if there is room for them. */
static size_t look(const struct script *script, struct figure_key key,
                   uint32_t *areas) {
    size_t count = 0;
    for (uint32_t i = 0; i < dataset_area_count(script->ds); i++) {
        key.area = i;
        if (!negatives_is(figure_find(script, &key)))
            continue;
        if (areas != NULL)
            areas[count] = i;
        count++;
    }
    return count;
}

static const struct found *add(struct script *script, const struct figure_key *key,
                               const struct reading *reading) {
    struct negatives *negatives = &script->negatives;
    size_t count = look(script, *key, NULL);
    size_t bytes = sizeof(struct found) + count * sizeof(uint32_t) + 32;
    struct arena *arena = common_arena(negatives->common, bytes);
    struct found *found = arena_alloc(arena, sizeof *found);
    uint32_t *areas = arena_array(arena, count, sizeof *areas);
    if (count > 0)
        look(script, *key, areas);
    *found = (struct found){*reading, count, areas};
    common_index_add(&negatives->index, negatives->common, hash_reading(reading),
                     found);
    return found;
}

static const struct found *find(struct script *script, const struct figure_key *key,
                                size_t *cost) {
    const struct reading reading = {key->series, key->known, key->period,
                                    script->as_of};
    uint32_t id;
    *cost = 1;
    for (struct id_walk w =
             id_table_find(&script->negatives.index.keys, hash_reading(&reading));
         id_walk_next(&w, &id);) {
        const struct found *found = script->negatives.index.items[id];
        if (same_reading(&found->reading, &reading))
            return found;
    }
    *cost += dataset_area_count(script->ds);
    return add(script, key, &reading);
}

bool negatives_beside(struct script *script, const struct figure_key *key,
                      size_t *cost) {
    const struct found *found = find(script, key, cost);
    *cost += found->count;
    for (size_t i = 0; i < found->count; i++) {
        const struct area *own = dataset_area(script->ds, key->area);
        const struct area *area = dataset_area(script->ds, found->areas[i]);
        if (area->parent == own->parent && str_equal(area->level, own->level))
            return true;
    }
    return false;
}
