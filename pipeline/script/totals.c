#include "script/totals.h"

#include "script/addition.h"
#include "script/figure.h"
#include "script/values.h"
#include <stdlib.h>
#include <string.h>

static uint64_t hash_key(const struct total_key *key) {
    uint64_t hash = id_mix(key->set->hash ^ key->series);
    hash = id_mix(hash ^ period_key(key->period));
    hash = id_mix(hash ^ period_key(key->as_of.period));
    return id_mix(hash ^ key->as_of.known);
}

static bool same_key(const struct total_key *a, const struct total_key *b) {
    return a->series == b->series && a->set == b->set &&
           period_equal(a->period, b->period) &&
           period_equal(a->as_of.period, b->as_of.period) &&
           a->as_of.known == b->as_of.known;
}

static const struct observation *find_part(const struct totals *totals,
                                           const struct total_key *key, uint32_t area) {
    const struct dataset *ds = totals->common->ds;
    return dataset_seen(ds, dataset_find(ds, key->series, area, key->period),
                        &key->as_of);
}

/* What the parts say of the result, as the figures would. */
static void join(struct figure *head, const struct observation *o) {
    struct figure part;
    figure_init(&part);
    part.status = o == NULL ? STATUS_MISSING : o->status;
    if (o != NULL && observation_has_value(o))
        part.qualifier = o->qualifier;
    figure_join(head, &part);
}

/* sum × 10^exponent + value, with the smaller of the two exponents. */
static void add(mpz_t sum, int *exponent, struct decimal value, mpz_t scratch) {
    mpz_set_si(scratch, value.coefficient);
    int gap = value.exponent - *exponent;
    mpz_t power;
    if (gap != 0) {
        mpz_init(power);
        mpz_ui_pow_ui(power, 10, (unsigned long)(gap < 0 ? -gap : gap));
        mpz_mul(gap < 0 ? sum : scratch, gap < 0 ? sum : scratch, power);
        mpz_clear(power);
        if (gap < 0)
            *exponent = value.exponent;
    }
    mpz_add(sum, sum, scratch);
}

static void work_out(const struct totals *totals, struct total *total, mpz_t sum) {
    const struct total_key *key = &total->key;
    struct figure head;
    figure_init(&head);
    mpz_t scratch;
    mpz_init(scratch);
    total->missing = key->set->count == 0;
    for (size_t i = 0; i < key->set->count; i++) {
        const struct observation *o = find_part(totals, key, key->set->areas[i]);
        total->parts[i] = o;
        join(&head, o);
        total->graded = total->graded || (o != NULL && o->text != 0);
        if (o == NULL || !observation_has_value(o))
            total->missing = true;
        else if (o->status != STATUS_NEGLIGIBLE)
            add(sum, &total->exponent, o->value, scratch);
        if (key->set->count == 1 && o != NULL)
            head.qualifier = o->qualifier; /* 达 too */
    }
    mpz_clear(scratch);
    if (total->missing)
        figure_blur(&head);
    total->status = total->missing ? STATUS_MISSING : head.status;
    total->qualifier = head.qualifier;
}

/* Without its number. */
static struct figure head_of(const struct totals *totals, const struct total *total) {
    const struct total_key *key = &total->key;
    struct figure head;
    figure_init(&head);
    head.indicator = key->indicator;
    head.series = key->series;
    head.period = key->period;
    head.decimals =
        (int16_t)dataset_indicator(totals->common->ds, key->indicator)->decimals;
    head.status = total->status;
    head.qualifier = total->qualifier;
    head.demo = total->demo;
    head.reason = total->missing ? REASON_INCOMPLETE : REASON_NONE;
    return head;
}

/* An area that stands twice would be counted twice. */
static void check_set(lua_State *L, const struct dataset *ds,
                      const struct area_set *set) {
    bool *seen = memory_alloc(dataset_area_count(ds) * sizeof *seen);
    uint32_t twice = DATASET_NONE;
    for (size_t i = 0; i < set->count; i++) {
        if (seen[set->areas[i]])
            twice = set->areas[i];
        seen[set->areas[i]] = true;
    }
    free(seen);
    if (twice != DATASET_NONE)
        sandbox_raise(L, "give each area once", "\"%.*s\" stands twice in this sum",
                      STR_ARG(dataset_area(ds, twice)->name));
}

static const struct total *make(lua_State *L, struct totals *totals,
                                const struct total_key *key) {
    const struct indicator *indicator =
        dataset_indicator(totals->common->ds, key->indicator);
    check_set(L, totals->common->ds, key->set);
    addition_check_set(L, key->set);
    struct total work = {.key = *key};
    work.demo =
        key->set->count > 0 && (indicator->demo || key->set->demo != DATASET_NONE);
    size_t bytes = key->set->count * sizeof(struct observation *) + 32;
    struct arena *arena = common_arena(totals->common, bytes);
    work.part_count = key->set->count;
    work.parts = arena_array(arena, key->set->count, sizeof(struct observation *));
    mpz_t sum;
    mpz_init(sum);
    work_out(totals, &work, sum);
    size_t limbs = mpz_size(sum);
    arena = common_arena(totals->common, sizeof work + limbs * sizeof(mp_limb_t) + 64);
    struct total *total = arena_alloc(arena, sizeof *total);
    mp_limb_t *own = arena_array(arena, limbs, sizeof *own);
    if (limbs > 0)
        memcpy(own, mpz_limbs_read(sum), limbs * sizeof *own);
    work.size = mpz_sgn(sum) < 0 ? -(mp_size_t)limbs : (mp_size_t)limbs;
    work.limbs = own;
    mpz_clear(sum);
    struct figure head = head_of(totals, &work);
    work.identity = figure_identity_of_total(L, &head, indicator->unit, key->set->areas,
                                             key->set->count);
    *total = work;
    common_index_add(&totals->index, totals->common, hash_key(key), total);
    sandbox_charge(L, key->set->count);
    return total;
}

static const struct total *find(lua_State *L, struct totals *totals,
                                const struct total_key *key) {
    uint32_t id;
    for (struct id_walk w = id_table_find(&totals->index.keys, hash_key(key));
         id_walk_next(&w, &id);) {
        const struct total *total = totals->index.items[id];
        if (same_key(&total->key, key))
            return total;
    }
    return make(L, totals, key);
}

static void set_number(const struct total *total, mpq_t out) {
    mpz_t sum, power;
    mpz_roinit_n(sum, total->limbs, total->size);
    mpz_set(mpq_numref(out), sum);
    mpz_set_ui(mpq_denref(out), 1);
    if (total->exponent == 0)
        return;
    bool fraction = total->exponent < 0;
    mpz_init(power);
    mpz_ui_pow_ui(power, 10,
                  (unsigned long)(fraction ? -total->exponent : total->exponent));
    if (fraction)
        mpz_set(mpq_denref(out), power);
    else
        mpz_mul(mpq_numref(out), mpq_numref(out), power);
    mpz_clear(power);
    mpq_canonicalize(out);
}

int totals_push(lua_State *L) {
    lua_settop(L, 1);
    struct script *script = script_of(L);
    struct total_key key = {.series = series_field(L, 1),
                            .period = period_field(L, 1, "period"),
                            .as_of = {script->as_of.period, figure_known(script, 0)},
                            .set = set_field(L, 1)};
    key.indicator = series_of(script, key.series)->indicator;
    if (key.set->count > 0)
        figure_permit(L, key.indicator,
                      key.set->demo != DATASET_NONE ? key.set->demo
                                                    : key.set->areas[0]);
    const struct total *total = find(L, &script->totals, &key);
    if (total->graded)
        return sandbox_raise(L, NULL, "a grade is no number to calculate with");
    struct figure head = head_of(&script->totals, total);
    mpq_t *scratch = figure_scratch(L);
    if (!total->missing)
        set_number(total, scratch[0]);
    struct figure *figure =
        figure_push(L, &head, total->missing ? NULL : scratch[0],
                    dataset_indicator(script->ds, key.indicator)->unit);
    figure->identity = total->identity;
    lua_pushlightuserdata(L, (void *)(uintptr_t)total);
    lua_setiuservalue(L, -2, 2);
    return 1;
}

void total_put_parts(lua_State *L, const struct total *total, int worklist,
                     lua_Integer *count) {
    const struct area_set *set = total->key.set;
    sandbox_charge(L, set->count);
    for (size_t i = set->count; i > 0; i--) {
        figure_push_found(L,
                          &(struct figure_key){total->key.series, set->areas[i - 1],
                                               total->key.period, 0},
                          total->parts[i - 1]);
        lua_rawseti(L, worklist, ++*count);
    }
}
