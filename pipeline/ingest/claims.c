#include "ingest/claims_own.h"
#include "ingest/names.h"
#include <stdlib.h>

enum claim_kind claim_kind_of(struct str name, struct arena *scratch) {
    return name_is_rest(name, scratch)       ? CLAIM_REST
           : name_is_subtotal(name, scratch) ? CLAIM_SUBTOTAL
                                             : CLAIM_TOTAL;
}

struct claims *claims_open(const struct dataset *ds, bool alone) {
    struct claims *c = memory_alloc(sizeof *c);
    *c = (struct claims){.ds = ds, .arena = arena_open(), .alone = alone};
    return c;
}

void claims_close(struct claims *c) {
    arena_close(c->arena);
    free(c->entries);
    free(c);
}

bool claims_any(const struct claims *c) { return c->claim_count > 0; }

/* ---- keys ---- */

static uint64_t key_hash(const struct claims *c, const struct claim *over,
                         const struct claim_entry *e, uint64_t seed) {
    const struct series *s = dataset_series(c->ds, e->series);
    uint64_t hash = id_mix(seed + (uint64_t)over->over * 64 + over->dimension);
    hash = id_mix(hash ^ period_key(e->period)) + e->vintage;
    if (over->over != CLAIM_OVER_INDICATORS) {
        hash = id_mix(hash) + s->indicator;
    }
    if (over->over != CLAIM_OVER_AREAS) {
        hash = id_mix(hash) + e->area;
    }
    for (uint32_t i = 0; i < s->item_count; i++) {
        if (over->over != CLAIM_OVER_ITEMS ||
            dataset_item(c->ds, s->items[i])->dimension != over->dimension) {
            hash += id_mix(seed ^ ((uint64_t)s->items[i] << 20)); /* in any order */
        }
    }
    return id_mix(hash);
}

static uint32_t find_key(const struct claims *c, uint64_t a, uint64_t b) {
    uint32_t id;
    for (struct id_walk w = id_table_find(&c->table, a); id_walk_next(&w, &id);) {
        if (c->keys[id].a == a && c->keys[id].b == b) {
            return id;
        }
    }
    return DATASET_NONE;
}

uint32_t claims_key(const struct claims *c, const struct claim *over,
                    const struct claim_entry *e) {
    return find_key(c, key_hash(c, over, e, 0),
                    key_hash(c, over, e, UINT64_C(0x9e3779b97f4a7c15)));
}

static bool same_over(const struct claim *a, const struct claim *b) {
    return a->over == b->over && a->dimension == b->dimension;
}

static void use_over(struct claims *c, const struct claim *claim) {
    size_t i = 0;
    while (i < c->over_count && !same_over(&c->overs[i], claim)) {
        i++;
    }
    if (i == c->over_count && i < sizeof c->overs / sizeof *c->overs) {
        c->overs[c->over_count++] = *claim;
    }
}

static void add_key(struct claims *c, struct claim_judged *j) {
    uint64_t a = key_hash(c, &j->claim, j->entry, 0);
    uint64_t b = key_hash(c, &j->claim, j->entry, UINT64_C(0x9e3779b97f4a7c15));
    j->key = find_key(c, a, b);
    if (j->key != DATASET_NONE) {
        c->keys[j->key].claims++;
        return;
    }
    c->keys =
        arena_grow(c->arena, c->keys, c->key_count, &c->key_capacity, sizeof *c->keys);
    j->key = (uint32_t)c->key_count++;
    c->keys[j->key] =
        (struct claim_key){.a = a, .b = b, .top = DATASET_NONE, .claims = 1};
    if (id_table_reserve(&c->table, 1, c->arena)) {
        for (uint32_t i = 0; i < j->key; i++) {
            id_table_add(&c->table, c->keys[i].a, i);
        }
    }
    id_table_add(&c->table, a, j->key);
}

/* While no value is added. */
void claims_find_entries(struct claims *c) {
    for (size_t i = 0; i < c->count; i++) {
        if (c->entries[i].claim != NOTHING) {
            c->list[c->entries[i].claim - 1].entry = &c->entries[i];
        }
    }
}

void claims_find_keys(struct claims *c) {
    claims_find_entries(c);
    for (size_t i = 0; i < c->claim_count; i++) {
        if (!c->list[i].vague) {
            add_key(c, &c->list[i]);
            use_over(c, &c->list[i].claim);
        }
    }
}

bool claims_is_claimed(const struct claims *c, const struct claim_entry *e) {
    bool found = e->claim != NOTHING;
    for (size_t i = 0; i < c->over_count && !found; i++) {
        found = claims_key(c, &c->overs[i], e) != DATASET_NONE;
    }
    return found;
}

void claims_seek(struct claims *c) {
    claims_find_keys(c);
    for (size_t i = 0; i < c->claim_count; i++) {
        if (!c->list[i].vague) {
            struct claim_key *key = &c->keys[c->list[i].key];
            key->lone = key->claims == 1 && c->list[i].claim.kind == CLAIM_TOTAL;
        }
    }
    c->seeks = true;
}

/* ---- the rows of a key ---- */

struct decimal claims_value_of(const struct claim_entry *e) {
    return (struct decimal){e->coefficient, e->exponent, e->decimals};
}

int claims_compare_places(const struct claim_entry *x, const struct claim_entry *y) {
    if (x->line != y->line) {
        return x->line < y->line ? -1 : 1;
    }
    return (x->column > y->column) - (x->column < y->column);
}

static void run_add(struct claim_run *run, const struct claim_entry *e,
                    enum claim_set set, bool known) {
    claim_run_add(run, set, known, claims_value_of(e));
    if (set == CLAIM_LEFT_OUT) {
        return;
    }
    if (run->first == NULL || claims_compare_places(e, run->first) < 0) {
        run->first = e;
        run->first_value = claims_value_of(e);
    }
    if (run->last == NULL || claims_compare_places(e, run->last) > 0) {
        run->last = e;
    }
}

static bool lies_in(const struct dataset *ds, uint32_t area, uint32_t whole) {
    uint32_t above = dataset_area(ds, area)->parent;
    for (int i = 0; i < 8 && above != DATASET_NONE && above != whole; i++) {
        above = dataset_area(ds, above)->parent;
    }
    return whole != DATASET_NONE && above == whole;
}

uint32_t claims_item(const struct dataset *ds, const struct claim_entry *e,
                     uint32_t dimension) {
    const struct series *s = dataset_series(ds, e->series);
    uint32_t item = DATASET_NONE;
    for (uint32_t i = 0; i < s->item_count; i++) {
        bool own = dataset_item(ds, s->items[i])->dimension == dimension;
        item = own ? s->items[i] : item;
    }
    return item;
}

static bool is_aside(struct claims *c, struct claim_key *key, const struct claim *over,
                     const struct claim_entry *e) {
    const struct indicator *indicator =
        dataset_indicator(c->ds, dataset_series(c->ds, e->series)->indicator);
    switch (over->over) {
    case CLAIM_OVER_AREAS: {
        struct str level = dataset_area(c->ds, e->area)->level;
        bool whole = str_equal(level, STR("nation")) || str_equal(level, STR("total"));
        bool inner = !whole && lies_in(c->ds, e->area, key->top);
        key->top = whole || inner ? key->top : e->area;
        return whole || inner;
    }
    case CLAIM_OVER_INDICATORS:
        return indicator->parent.n > 0;
    case CLAIM_OVER_ITEMS:
        return dataset_item(c->ds, claims_item(c->ds, e, over->dimension))->parent !=
               DATASET_NONE;
    }
    return false;
}

/* `e` need not stay. */
static void add_to_lone(struct claim_key *key, const struct claim_entry *e,
                        enum claim_set set, bool known) {
    run_add(&key->all, e, set, known);
    if (key->all.first == e) {
        key->ends[0] = *e;
        key->all.first = &key->ends[0];
    }
    if (key->all.last == e) {
        key->ends[1] = *e;
        key->all.last = &key->ends[1];
    }
}

bool claims_is_counted(const struct indicator *indicator) {
    static const char *const words[] = {"平均",    "折合",    "折算",       "估计",
                                        "估算",    "测算",    "Average",    "average",
                                        "Estimat", "estimat", "equivalent", NULL};
    bool counted = indicator_is_counted(indicator);
    for (size_t i = 0; words[i] != NULL && counted; i++) {
        struct str word = str_from(words[i]);
        counted = str_find(indicator->name, word, 0) == STR_NOT_FOUND &&
                  str_find(indicator->name_en, word, 0) == STR_NOT_FOUND;
    }
    return counted;
}

void claims_add_part(struct claims *c, const struct claim *over,
                     const struct claim_entry *e, struct claim_key *key) {
    const struct indicator *indicator =
        dataset_indicator(c->ds, dataset_series(c->ds, e->series)->indicator);
    if ((over->over == CLAIM_OVER_AREAS && e->area == DATASET_NONE && !e->rest) ||
        (over->over == CLAIM_OVER_AREAS && e->total) ||
        (over->over == CLAIM_OVER_ITEMS && !e->rest &&
         claims_item(c->ds, e, over->dimension) == DATASET_NONE)) {
        return; /* a total itself */
    }
    key->mixed |= key->all.last != NULL && !str_equal(key->unit, indicator->unit);
    key->unit = indicator->unit;
    key->measured |= !claims_is_counted(indicator);
    enum claim_set set = e->rest                     ? CLAIM_LEFT_OUT
                         : is_aside(c, key, over, e) ? CLAIM_ASIDE
                                                     : CLAIM_PARTS;
    bool known = e->known && !key->mixed && indicator->aggregation == AGGREGATION_SUM;
    if (key->lone) {
        add_to_lone(key, e, set, known);
        return;
    }
    run_add(&key->all, e, set, known);
    run_add(&key->since, e, set, known);
    run_add(&key->block, e, set, known);
}

/* ---- what is read ---- */

/* Whether a claim is about it that needs to know where it stands; if one is about it
   that does not, it is summed. */
static bool is_kept(struct claims *c, const struct claim_entry *e) {
    bool kept = false;
    for (size_t i = 0; i < c->over_count; i++) {
        uint32_t id = claims_key(c, &c->overs[i], e);
        if (id != DATASET_NONE && c->keys[id].lone) {
            claims_add_part(c, &c->overs[i], e, &c->keys[id]);
        }
        kept |= id != DATASET_NONE && !c->keys[id].lone;
    }
    return kept;
}

static struct claim_entry *add_entry(struct claims *c, const struct observation *o,
                                     bool known, bool rest) {
    struct claim_entry e = {.coefficient = o->value.coefficient,
                            .exponent = o->value.exponent,
                            .decimals = o->value.decimals,
                            .series = o->series,
                            .area = o->area,
                            .vintage = o->vintage,
                            .period = o->period,
                            .line = o->source.line,
                            .column = o->source.column,
                            .known = known,
                            .rest = rest};
    if ((c->seeks && !is_kept(c, &e)) || c->count == VALUES_MAX) {
        c->full |= c->count == VALUES_MAX;
        return NULL;
    }
    if (c->count == c->capacity) {
        c->capacity = c->capacity * 2 + 256;
        c->entries = memory_realloc(c->entries, c->capacity * sizeof *c->entries);
    }
    c->entries[c->count] = e;
    return &c->entries[c->count++];
}

void claims_value(struct claims *c, const struct observation *o, bool known) {
    if (c->alone) {
        add_entry(c, o, known, false);
    }
}

static struct claim_judged *add_judged(struct claims *c, const struct claim *claim,
                                       size_t line) {
    c->list = arena_grow(c->arena, c->list, c->claim_count, &c->claim_capacity,
                         sizeof *c->list);
    struct claim_judged *j = &c->list[c->claim_count++];
    *j = (struct claim_judged){.claim = *claim, .line = (uint32_t)line};
    j->claim.place.file = arena_copy(c->arena, claim->place.file);
    j->claim.place.cell = arena_copy(c->arena, claim->place.cell);
    j->claim.place.context = arena_copy(c->arena, claim->place.context);
    j->claim.name = arena_copy(c->arena, claim->name);
    return j;
}

void claims_add(struct claims *c, const struct claim *claim,
                const struct observation *o, bool known) {
    const struct indicator *indicator = observation_indicator(c->ds, o);
    if (indicator->aggregation != AGGREGATION_SUM) {
        if (claim->given) {
            claims_value(c, o, known);
        }
        return;
    }
    bool rest = claim->kind == CLAIM_REST;
    struct claim_entry *e = c->alone ? add_entry(c, o, known, rest) : NULL;
    if (rest) {
        return;
    }
    if (e != NULL) {
        add_judged(c, claim, o->source.line);
        e->claim = (uint32_t)c->claim_count;
        e->total = claim->given;
    } else {
        claims_vague(c, claim, o->source.line);
    }
}

void claims_vague(struct claims *c, const struct claim *claim, size_t line) {
    if (claim->kind != CLAIM_REST) {
        add_judged(c, claim, line)->vague = true;
    }
}
