/* A ranking is a sorted array of places and an index of them by area. */
#include "script/ranks.h"

#include "dataset/qualifier.h"
#include <stdlib.h>

/* An area on its way to its place. */
struct entry {
    struct decimal number, printed; /* less is better */
    int bound;     /* 1: more than the number, −1: less, by the same sign */
    uint32_t rank; /* a published one, or 0 */
    uint32_t at;   /* in the set */
    uint32_t area;
    bool valued;
};

static bool is_number(const struct observation *o) {
    return o != NULL && observation_has_value(o) && o->text == 0;
}

static const struct observation *find(const struct ranks *ranks,
                                      const struct ranking_key *key, uint32_t series,
                                      uint32_t area) {
    const struct dataset *ds = ranks->common->ds;
    return dataset_seen(ds, dataset_find(ds, series, area, key->period), &key->as_of);
}

uint32_t ranks_published(const struct ranks *ranks, const struct ranking_key *key,
                         uint32_t area) {
    const struct dataset *ds = ranks->common->ds;
    struct str code = dataset_indicator(ds, key->indicator)->code;
    if (key->series >= dataset_series_count(ds))
        return 0; /* asked for, but without values */
    for (uint32_t i = 0; i < dataset_indicator_count(ds); i++) {
        const struct indicator *candidate = dataset_indicator(ds, i);
        if (candidate->kind != KIND_RANK || !str_equal(candidate->rank_of, code))
            continue;
        uint32_t series = dataset_sibling(ds, key->series, i);
        const struct observation *o =
            series == DATASET_NONE ? NULL : find(ranks, key, series, area);
        if (is_number(o) && o->value.exponent == 0 && o->value.coefficient > 0 &&
            o->value.coefficient < UINT32_MAX)
            return (uint32_t)o->value.coefficient;
    }
    return 0;
}

/* Below 0 if a comes before b, 0 if they share a place. */
static int compare(const struct entry *a, const struct entry *b) {
    if (a->valued != b->valued)
        return a->valued ? -1 : 1;
    if (!a->valued)
        return 0;
    if (a->rank != b->rank)
        return b->rank == 0 || (a->rank != 0 && a->rank < b->rank) ? -1 : 1;
    if (a->rank != 0)
        return 0;
    int order = decimal_compare(a->number, b->number);
    return order != 0 ? order : (a->bound > b->bound) - (a->bound < b->bound);
}

static int compare_entries(const void *a, const void *b) {
    const struct entry *x = a, *y = b;
    int order = compare(x, y);
    return order != 0 ? order : (x->at > y->at) - (x->at < y->at);
}

/* What the numbers of the set are; the rest of `ranking` is filled from them. */
static void read_entries(const struct ranks *ranks, struct ranking *ranking,
                         struct entry *entries) {
    const struct ranking_key *key = &ranking->key;
    const struct indicator *indicator =
        dataset_indicator(ranks->common->ds, key->indicator);
    int decimals = indicator->decimals >= 0 ? indicator->decimals : 2;
    for (size_t i = 0; i < key->set->count; i++) {
        uint32_t area = key->set->areas[i];
        if (ranking->positions[area] != 0)
            continue; /* named twice */
        ranking->positions[area] = 1;
        const struct observation *o = find(ranks, key, key->series, area);
        struct entry *entry = &entries[ranking->count];
        *entry = (struct entry){
            .area = area, .at = (uint32_t)ranking->count++, .valued = is_number(o)};
        if (o != NULL && o->text != 0)
            ranking->graded = area;
        if (!entry->valued)
            continue;
        ranking->valued++;
        if (o->status != STATUS_NEGLIGIBLE)
            entry->number = o->value;
        entry->bound = qualifier_bound((enum qualifier)o->qualifier);
        if (indicator->direction != DIRECTION_NEGATIVE) {
            entry->number.coefficient = -entry->number.coefficient;
            entry->bound = -entry->bound;
        }
        entry->printed = decimal_round(entry->number, decimals, key->rounding);
        if (!key->exact)
            entry->number = entry->printed;
    }
}

/* The published ranks, where none can be worked out. */
static void read_published(const struct ranks *ranks, struct ranking *ranking,
                           struct entry *entries) {
    for (size_t i = 0; i < ranking->count; i++)
        if (entries[i].valued)
            entries[i].rank = ranks_published(ranks, &ranking->key, entries[i].area);
}

/* Those from `first` up to `end` share a place. */
static void fill_places(struct ranking *ranking, const struct entry *entries,
                        size_t first, size_t end) {
    for (size_t i = first; i < end; i++) {
        struct rank_place *place = &ranking->places[i];
        *place = (struct rank_place){.area = entries[i].area,
                                     .first = (uint32_t)first,
                                     .tied = (uint32_t)(end - first - 1)};
        place->rank = ranking->complete ? (uint32_t)first + 1 : entries[i].rank;
        place->split = i == first && i > 0 && entries[i].valued && ranking->complete &&
                       entries[i].bound == entries[i - 1].bound &&
                       decimal_compare(entries[i].printed, entries[i - 1].printed) == 0;
        ranking->positions[place->area] = (uint32_t)i + 1;
    }
}

static void work_out(const struct ranks *ranks, struct ranking *ranking) {
    struct entry *entries =
        memory_alloc((ranking->key.set->count + 1) * sizeof *entries);
    read_entries(ranks, ranking, entries);
    ranking->complete = ranking->valued == ranking->count;
    if (!ranking->complete && ranking->key.set->all)
        read_published(ranks, ranking, entries);
    qsort(entries, ranking->count, sizeof *entries, compare_entries);
    for (size_t first = 0, end; first < ranking->count; first = end) {
        end = first + 1;
        while (end < ranking->valued && compare(&entries[first], &entries[end]) == 0)
            end++;
        fill_places(ranking, entries, first, end);
    }
    free(entries);
}

static uint64_t hash_key(const struct ranking_key *key) {
    uint64_t hash = id_mix(key->set->hash ^ key->series);
    hash = id_mix(hash ^ period_key(key->period));
    hash = id_mix(hash ^ period_key(key->as_of.period));
    return id_mix(hash ^ (uint64_t)key->as_of.known << 8 ^
                  (uint64_t)key->rounding << 1 ^ key->exact);
}

static bool same_key(const struct ranking_key *a, const struct ranking_key *b) {
    return a->series == b->series && a->set == b->set &&
           period_equal(a->period, b->period) &&
           period_equal(a->as_of.period, b->as_of.period) &&
           a->as_of.known == b->as_of.known && a->rounding == b->rounding &&
           a->exact == b->exact;
}

size_t ranks_size(const struct ranks *ranks, size_t areas) {
    return sizeof(struct ranking) + areas * sizeof(struct rank_place) +
           dataset_area_count(ranks->common->ds) * sizeof(uint32_t) + 64;
}

static struct ranking *add(struct ranks *ranks, const struct ranking_key *key) {
    struct common *common = ranks->common;
    size_t areas = key->set->count;
    struct arena *arena = common_arena(common, ranks_size(ranks, areas));
    struct ranking *ranking = arena_alloc(arena, sizeof *ranking);
    *ranking = (struct ranking){.key = *key, .graded = DATASET_NONE};
    ranking->places = arena_array(arena, areas, sizeof *ranking->places);
    ranking->positions =
        arena_array(arena, dataset_area_count(common->ds), sizeof *ranking->positions);
    work_out(ranks, ranking);
    common_index_add(&ranks->index, common, hash_key(key), ranking);
    return ranking;
}

const struct ranking *ranks_find(struct ranks *ranks, const struct ranking_key *key,
                                 size_t *cost) {
    uint32_t id;
    *cost = 1;
    for (struct id_walk w = id_table_find(&ranks->index.keys, hash_key(key));
         id_walk_next(&w, &id);) {
        const struct ranking *ranking = ranks->index.items[id];
        if (same_key(&ranking->key, key))
            return ranking;
    }
    *cost += key->set->count;
    return add(ranks, key);
}

const struct rank_place *ranking_place(const struct ranking *ranking, uint32_t area) {
    uint32_t position = ranking->positions[area];
    return position == 0 ? NULL : &ranking->places[position - 1];
}
