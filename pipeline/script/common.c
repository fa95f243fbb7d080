#include "script/common.h"

#include <stdlib.h>
#include <string.h>

static bool is_same(const struct area_set *set, const uint32_t *areas, size_t count,
                    bool all) {
    return set->all == all && set->count == count &&
           (count == 0 || memcmp(set->areas, areas, count * sizeof *areas) == 0);
}

/* The first area of the set that lies in another one of it, and that one. */
static void find_nested(const struct dataset *ds, struct area_set *set) {
    bool *own = memory_alloc((dataset_area_count(ds) + 1) * sizeof *own);
    memset(own, 0, dataset_area_count(ds) * sizeof *own);
    for (size_t i = 0; i < set->count; i++)
        own[set->areas[i]] = true;
    for (size_t i = 0; i < set->count && set->inner == DATASET_NONE; i++)
        for (uint32_t above = dataset_area(ds, set->areas[i])->parent;
             above != DATASET_NONE && set->inner == DATASET_NONE;
             above = dataset_area(ds, above)->parent)
            if (own[above]) {
                set->outer = above;
                set->inner = set->areas[i];
            }
    free(own);
}

/* Whether these are all ranked areas, each once. */
static bool is_whole(const struct common *common, const struct area_set *set) {
    if (common->all == NULL || set->count != common->all->count)
        return false;
    bool *own = memory_alloc((dataset_area_count(common->ds) + 1) * sizeof *own);
    memset(own, 0, dataset_area_count(common->ds) * sizeof *own);
    bool whole = true;
    for (size_t i = 0; i < set->count; i++) {
        uint32_t area = set->areas[i];
        whole = whole && !own[area] && dataset_area(common->ds, area)->ranked;
        own[area] = true;
    }
    free(own);
    return whole;
}

static struct area_set *add_set(struct common *common, const uint32_t *areas,
                                size_t count, uint64_t hash, bool all) {
    struct arena *arena =
        common_arena(common, sizeof(struct area_set) + count * sizeof *areas + 32);
    struct area_set *set = arena_alloc(arena, sizeof *set);
    uint32_t *own = arena_array(arena, count, sizeof *own);
    if (count > 0)
        memcpy(own, areas, count * sizeof *own);
    *set = (struct area_set){.areas = own,
                             .count = count,
                             .hash = hash,
                             .demo = DATASET_NONE,
                             .all = all,
                             .outer = DATASET_NONE,
                             .inner = DATASET_NONE};
    set->whole = all || is_whole(common, set);
    find_nested(common->ds, set);
    for (size_t i = count; i > 0; i--)
        if (dataset_area(common->ds, own[i - 1])->demo)
            set->demo = own[i - 1];
    common->sets = arena_grow(common->arena, common->sets, common->count,
                              &common->capacity, sizeof(struct area_set *));
    uint32_t id = (uint32_t)common->count++;
    common->sets[id] = set;
    bool anew = id_table_reserve(&common->keys, 1, common->arena);
    for (uint32_t i = anew ? 0 : id; i <= id; i++)
        id_table_add(&common->keys, common->sets[i]->hash, i);
    return set;
}

const struct area_set *common_set(struct common *common, const uint32_t *areas,
                                  size_t count) {
    if (areas == NULL)
        return common->all;
    uint64_t hash = id_hash_list(0, areas, count);
    uint32_t id;
    for (struct id_walk w = id_table_find(&common->keys, hash); id_walk_next(&w, &id);)
        if (is_same(common->sets[id], areas, count, false))
            return common->sets[id];
    return add_set(common, areas, count, hash, false);
}

void common_open(struct common *common, const struct dataset *ds, struct arena *arena) {
    *common = (struct common){.ds = ds, .arena = arena};
    size_t areas = dataset_area_count(ds), count = 0;
    uint32_t *ranked = arena_array(arena, areas, sizeof *ranked);
    for (uint32_t id = 0; id < areas; id++)
        if (dataset_area(ds, id)->ranked)
            ranked[count++] = id;
    common->all = add_set(common, ranked, count, id_hash_list(1, ranked, count), true);
}

void common_close(struct common *common) {
    if (common->shared != NULL)
        arena_close(common->shared);
    *common = (struct common){0};
}

void common_share(struct common *common, size_t bytes) {
    if (common->shared != NULL)
        return;
    common->open = true;
    common->shared = arena_open_shared(bytes);
}

void common_seal(struct common *common) {
    if (common->shared != NULL)
        arena_seal(common->shared);
    common->open = false;
}

/* What the alignment of the few blocks of one result may take. */
enum { ALIGNMENT_SLACK = 256 };

struct arena *common_arena(const struct common *common, size_t size) {
    bool fits = common->open && arena_left(common->shared) >= size + ALIGNMENT_SLACK;
    return fits ? common->shared : common->arena;
}

void common_index_add(struct common_index *index, struct common *common, uint64_t hash,
                      void *item) {
    struct arena *arena = common->arena;
    index->items =
        arena_grow(arena, index->items, index->count, &index->capacity, sizeof(void *));
    index->hashes = arena_grow(arena, index->hashes, index->count,
                               &index->hash_capacity, sizeof *index->hashes);
    uint32_t id = (uint32_t)index->count++;
    index->items[id] = item;
    index->hashes[id] = hash;
    bool anew = id_table_reserve(&index->keys, 1, arena);
    for (uint32_t i = anew ? 0 : id; i <= id; i++)
        id_table_add(&index->keys, index->hashes[i], i);
}
