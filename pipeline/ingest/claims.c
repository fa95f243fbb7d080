#include "ingest/claims.h"
#include "dataset/id_table.h"
#include "ingest/claim_sums.h"
#include "ingest/names.h"
#include <stdlib.h>

enum {
    VALUES_MAX = 1 << 20, /* of a file: more are not kept */
    NOTHING = 0,
};

/* A value, in the order of the file. */
struct entry {
    int64_t coefficient;
    int16_t exponent, decimals;
    uint32_t series, area, vintage;
    struct period period;
    uint32_t line;
    uint16_t column;
    bool known, rest;
    uint32_t claim; /* its index + 1, or NOTHING */
};

struct judged {
    struct claim claim;
    uint32_t line;
    uint32_t key;
    bool vague;
    const struct entry *entry;
    struct claim_run run; /* that it was compared with */
    enum claim_verdict verdict;
};

/* Subtotals stand below their rows, or above them if the first one has no row above. */
enum subtotals { SUBTOTALS_UNSEEN, SUBTOTALS_BELOW, SUBTOTALS_ABOVE };

/* What claims are about: all of a value but what differs among the parts. */
struct key {
    uint64_t a, b;                      /* two hashes: together they are taken for it */
    struct claim_run all, since, block; /* since the last claim; since the last 合计 */
    uint32_t top; /* the last area beside which others do not lie in it */
    struct str unit;
    bool mixed; /* indicators of several units */
    enum subtotals subtotals;
    uint32_t waiting; /* a claim that stands above its rows: its index + 1 */
    uint32_t totals;  /* how many 合计 there are, and the last one: its index + 1 */
    uint32_t last_total;
};

struct claims {
    const struct dataset *ds;
    struct arena *arena;
    struct entry *entries;
    size_t count, capacity;
    struct judged *list;
    size_t claim_count, claim_capacity;
    struct key *keys;
    size_t key_count, key_capacity;
    struct id_table table;
    struct claim overs[DATASET_ITEMS_MAX + 2]; /* those in use */
    size_t over_count;
    bool seeks, full, alone;
};

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
                         const struct entry *e, uint64_t seed) {
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

static uint32_t key_of(const struct claims *c, const struct claim *over,
                       const struct entry *e) {
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

static void add_key(struct claims *c, struct judged *j) {
    uint64_t a = key_hash(c, &j->claim, j->entry, 0);
    uint64_t b = key_hash(c, &j->claim, j->entry, UINT64_C(0x9e3779b97f4a7c15));
    j->key = find_key(c, a, b);
    if (j->key != DATASET_NONE) {
        return;
    }
    c->keys =
        arena_grow(c->arena, c->keys, c->key_count, &c->key_capacity, sizeof *c->keys);
    j->key = (uint32_t)c->key_count++;
    c->keys[j->key] = (struct key){.a = a, .b = b, .top = DATASET_NONE};
    if (id_table_reserve(&c->table, 1, c->arena)) {
        for (uint32_t i = 0; i < j->key; i++) {
            id_table_add(&c->table, c->keys[i].a, i);
        }
    }
    id_table_add(&c->table, a, j->key);
}

/* The claims know their entries and keys from then on. */
static void find_keys(struct claims *c) {
    c->key_count = 0;
    c->table = (struct id_table){0};
    c->over_count = 0;
    for (size_t i = 0; i < c->count; i++) {
        struct entry *e = &c->entries[i];
        if (e->claim != NOTHING) {
            struct judged *j = &c->list[e->claim - 1];
            j->entry = e;
            add_key(c, j);
            use_over(c, &j->claim);
        }
    }
}

static bool is_claimed(const struct claims *c, const struct entry *e) {
    bool found = e->claim != NOTHING;
    for (size_t i = 0; i < c->over_count && !found; i++) {
        found = key_of(c, &c->overs[i], e) != DATASET_NONE;
    }
    return found;
}

void claims_seek(struct claims *c) {
    find_keys(c);
    c->seeks = true;
}

/* ---- what is read ---- */

static struct entry *add_entry(struct claims *c, const struct observation *o,
                               bool known) {
    struct entry e = {.coefficient = o->value.coefficient,
                      .exponent = o->value.exponent,
                      .decimals = o->value.decimals,
                      .series = o->series,
                      .area = o->area,
                      .vintage = o->vintage,
                      .period = o->period,
                      .line = o->source.line,
                      .column = o->source.column,
                      .known = known};
    if ((c->seeks && !is_claimed(c, &e)) || c->count == VALUES_MAX) {
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
        add_entry(c, o, known);
    }
}

static struct judged *add_judged(struct claims *c, const struct claim *claim,
                                 size_t line) {
    c->list = arena_grow(c->arena, c->list, c->claim_count, &c->claim_capacity,
                         sizeof *c->list);
    struct judged *j = &c->list[c->claim_count++];
    *j = (struct judged){.claim = *claim, .line = (uint32_t)line};
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
        return;
    }
    struct entry *e = c->alone ? add_entry(c, o, known) : NULL;
    if (e != NULL && claim->kind == CLAIM_REST) {
        e->rest = true;
    } else if (e != NULL) {
        add_judged(c, claim, o->source.line);
        e->claim = (uint32_t)c->claim_count;
    } else {
        claims_vague(c, claim, o->source.line);
    }
}

void claims_vague(struct claims *c, const struct claim *claim, size_t line) {
    if (claim->kind != CLAIM_REST) {
        add_judged(c, claim, line)->vague = true;
    }
}

/* ---- the rows of a key ---- */

static struct decimal value_of(const struct entry *e) {
    return (struct decimal){e->coefficient, e->exponent, e->decimals};
}

static bool lies_in(const struct dataset *ds, uint32_t area, uint32_t whole) {
    uint32_t above = dataset_area(ds, area)->parent;
    for (int i = 0; i < 8 && above != DATASET_NONE && above != whole; i++) {
        above = dataset_area(ds, above)->parent;
    }
    return whole != DATASET_NONE && above == whole;
}

static uint32_t item_of(const struct dataset *ds, const struct entry *e,
                        uint32_t dimension) {
    const struct series *s = dataset_series(ds, e->series);
    uint32_t item = DATASET_NONE;
    for (uint32_t i = 0; i < s->item_count; i++) {
        bool own = dataset_item(ds, s->items[i])->dimension == dimension;
        item = own ? s->items[i] : item;
    }
    return item;
}

static bool is_aside(struct claims *c, struct key *key, const struct claim *over,
                     const struct entry *e) {
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
        return dataset_item(c->ds, item_of(c->ds, e, over->dimension))->parent !=
               DATASET_NONE;
    }
    return false;
}

static void add_part(struct claims *c, const struct claim *over,
                     const struct entry *e) {
    uint32_t id = key_of(c, over, e);
    const struct indicator *indicator =
        dataset_indicator(c->ds, dataset_series(c->ds, e->series)->indicator);
    if (id == DATASET_NONE ||
        (over->over == CLAIM_OVER_AREAS && e->area == DATASET_NONE && !e->rest) ||
        (over->over == CLAIM_OVER_ITEMS && !e->rest &&
         item_of(c->ds, e, over->dimension) == DATASET_NONE)) {
        return; /* of another key, or a total itself */
    }
    struct key *key = &c->keys[id];
    key->mixed |= key->all.last != NULL && !str_equal(key->unit, indicator->unit);
    key->unit = indicator->unit;
    enum claim_set set = e->rest                     ? CLAIM_LEFT_OUT
                         : is_aside(c, key, over, e) ? CLAIM_ASIDE
                                                     : CLAIM_PARTS;
    bool known = e->known && !key->mixed && indicator->aggregation == AGGREGATION_SUM;
    claim_run_add(&key->all, e, set, known, value_of(e));
    claim_run_add(&key->since, e, set, known, value_of(e));
    claim_run_add(&key->block, e, set, known, value_of(e));
}

static void decide(struct judged *j, const struct claim_run *run, size_t least) {
    if (j->verdict != VERDICT_FITS) {
        j->run = *run;
        j->verdict = claim_run_judge(run, value_of(j->entry), least);
    }
}

/* The rows of a claim that stands above them are complete. */
static void settle_above(struct claims *c, struct key *key) {
    if (key->waiting != NOTHING) {
        decide(&c->list[key->waiting - 1], &key->since, 1);
    }
    key->waiting = NOTHING;
}

/* A subtotal right below another one is of all rows up to it. */
static void take_subtotal(struct key *key, struct judged *j) {
    const struct claim_run *since = key->since.last != NULL ? &key->since : &key->all;
    bool any = key->all.last != NULL;
    if (key->subtotals == SUBTOTALS_UNSEEN && j->claim.kind == CLAIM_SUBTOTAL) {
        key->subtotals = any ? SUBTOTALS_BELOW : SUBTOTALS_ABOVE;
    }
    if (j->claim.kind == CLAIM_SUBTOTAL && key->subtotals == SUBTOTALS_BELOW) {
        decide(j, &key->all, 1);
    }
    if (j->claim.kind == CLAIM_GROUP || key->subtotals == SUBTOTALS_BELOW) {
        decide(j, since, 1);
    }
}

/* The rows below a 合计 up to the next one may be its own. */
static void take_block_below(const struct key *key, struct judged *j) {
    if (claim_run_judge(&key->block, value_of(j->entry), 1) == VERDICT_FITS) {
        j->verdict = VERDICT_FITS;
    }
}

/* Several 合计 of one key may each be of the rows since the last one. */
static void take_total(struct claims *c, struct key *key, struct judged *j,
                       uint32_t index) {
    if (key->last_total != NOTHING) {
        take_block_below(key, &c->list[key->last_total - 1]);
    }
    if (key->block.last != NULL) {
        decide(j, &key->block, 1);
    }
    key->totals++;
    key->last_total = index + 1;
    key->block = (struct claim_run){0};
}

static void take_claim(struct claims *c, struct judged *j, uint32_t index) {
    struct key *key = &c->keys[j->key];
    settle_above(c, key);
    if (j->entry->known && j->claim.kind == CLAIM_TOTAL) {
        take_total(c, key, j, index);
    } else if (j->entry->known) {
        take_subtotal(key, j);
        bool above = j->claim.kind == CLAIM_GROUP || key->subtotals == SUBTOTALS_ABOVE;
        key->waiting = above ? index + 1 : NOTHING;
    }
    key->since = (struct claim_run){0};
}

/* ---- all of them ---- */

static int by_place(const void *a, const void *b) {
    const struct entry *x = *(const struct entry *const *)a;
    const struct entry *y = *(const struct entry *const *)b;
    if (x->line != y->line) {
        return x->line < y->line ? -1 : 1;
    }
    if (x->column != y->column) {
        return x->column < y->column ? -1 : 1;
    }
    return x < y ? -1 : x > y;
}

static void walk(struct claims *c) {
    const struct entry **order = arena_array(c->arena, c->count, sizeof *order);
    size_t count = 0;
    for (size_t i = 0; i < c->count; i++) {
        if (is_claimed(c, &c->entries[i])) {
            order[count++] = &c->entries[i];
        }
    }
    if (count > 1) {
        qsort(order, count, sizeof *order, by_place);
    }
    for (size_t i = 0; i < count; i++) {
        if (order[i]->claim != NOTHING) {
            uint32_t index = order[i]->claim - 1;
            take_claim(c, &c->list[index], index);
            continue;
        }
        for (size_t k = 0; k < c->over_count; k++) {
            add_part(c, &c->overs[k], order[i]);
        }
    }
    for (size_t i = 0; i < c->key_count; i++) {
        settle_above(c, &c->keys[i]);
    }
}

/* A 合计 that is not of the rows since the last one is of all rows. */
static void decide_total(struct claims *c, struct judged *j) {
    struct key *key = &c->keys[j->key];
    if (key->totals < 2) {
        j->verdict = VERDICT_OPEN;
    } else if (j == &c->list[key->last_total - 1]) {
        take_block_below(key, j);
    }
    const struct judged own = *j;
    decide(j, &key->all, 2);
    if (j->verdict != VERDICT_FITS && own.verdict == VERDICT_WRONG) {
        *j = own;
    }
}

static const char *reason_of(const struct claims *c, const struct judged *j) {
    if (!c->alone) {
        return "rows of one key are made one";
    }
    if (j->vague && !c->full) {
        return "its other cells do not say what it is of";
    }
    if (c->full) {
        return "the file has too many values";
    }
    return j->verdict == VERDICT_ALONE ? "there are no rows that it could be the sum of"
                                       : "one of its parts has no plain number";
}

static struct str part_name(const struct claims *c, const struct claim *over,
                            const struct entry *e) {
    const struct series *s = dataset_series(c->ds, e->series);
    switch (over->over) {
    case CLAIM_OVER_AREAS:
        return dataset_area(c->ds, e->area)->name;
    case CLAIM_OVER_INDICATORS:
        return dataset_indicator(c->ds, s->indicator)->name;
    case CLAIM_OVER_ITEMS:
        return dataset_item(c->ds, item_of(c->ds, e, over->dimension))->name;
    }
    return (struct str){"", 0};
}

static void report(const struct claims *c, const struct judged *j, struct diag *diag) {
    struct buf said = buf_open(200), given = buf_open(200);
    struct decimal value = value_of(j->entry);
    const struct claim_sum *sum = claim_run_shown(&j->run);
    struct claim_sum own = {0};
    struct str unit = c->keys[j->key].unit;
    const struct entry *first = j->run.first, *last = j->run.last;
    claim_sum_add(&own, true, value);
    own.decimals = sum->decimals;
    claim_sum_print(&own, value, &said);
    claim_sum_print(sum, value, &given);
    if (j->claim.kind == CLAIM_SUBTOTAL) {
        diag_warning(diag, j->claim.place,
                     "the subtotal %s is not the sum %s of its %zu parts", buf_z(&said),
                     buf_z(&given), sum->count);
    } else {
        diag_warning(diag, j->claim.place,
                     "the total %s is not the sum %s of its %zu parts", buf_z(&said),
                     buf_z(&given), sum->count);
    }
    diag_hint(
        diag,
        "summed are lines %u to %u, from %.*s to %.*s: they give %s%.*s, \"%.*s\" "
        "says %s%.*s. Is a number mistyped, or is a row missing or there twice?",
        first->line, last->line, STR_ARG(part_name(c, &j->claim, first)),
        STR_ARG(part_name(c, &j->claim, last)), buf_z(&given), STR_ARG(unit),
        STR_ARG(j->claim.name), buf_z(&said), STR_ARG(unit));
    buf_close(&said);
    buf_close(&given);
}

/* The claims of one row. */
static void report_row(struct claims *c, const struct judged *list, size_t count,
                       struct claimed_groups *groups, struct diag *diag) {
    const struct judged *open = NULL;
    bool compared = false;
    for (size_t i = 0; i < count; i++) {
        const struct judged *j = &list[i];
        if (j->vague || j->verdict == VERDICT_UNKNOWN || j->verdict == VERDICT_ALONE) {
            open = open == NULL ? j : open;
            continue;
        }
        compared |= j->verdict != VERDICT_OPEN;
        if (j->verdict == VERDICT_GROUP && groups != NULL) {
            struct observation o = {.series = j->entry->series,
                                    .period = j->entry->period,
                                    .vintage = j->entry->vintage,
                                    .value = value_of(j->entry)};
            claimed_groups_add(groups, &j->claim, &o);
        } else if (j->verdict == VERDICT_WRONG) {
            report(c, j, diag);
        }
    }
    if (open != NULL && !compared) {
        diag_note(diag, open->claim.place, "the total row \"%.*s\" was not checked: %s",
                  STR_ARG(open->claim.name), diag_words(diag, reason_of(c, open)));
    }
}

void claims_check(struct claims *c, struct claimed_groups *groups, struct diag *diag) {
    if (c->claim_count == 0) {
        return;
    }
    find_keys(c);
    if (!c->full) {
        walk(c);
    }
    for (size_t i = 0; i < c->claim_count; i++) {
        struct judged *j = &c->list[i];
        bool known = !j->vague && j->entry->known;
        if (c->full) {
            j->verdict = VERDICT_UNKNOWN;
        } else if (known && j->claim.kind == CLAIM_TOTAL) {
            decide_total(c, j);
        } else if (known && j->claim.kind == CLAIM_GROUP &&
                   j->verdict != VERDICT_FITS) {
            j->verdict = VERDICT_GROUP;
        }
    }
    for (size_t i = 0, end; i < c->claim_count; i = end) {
        for (end = i + 1; end < c->claim_count && c->list[end].line == c->list[i].line;)
            end++;
        report_row(c, &c->list[i], end - i, groups, diag);
    }
}
