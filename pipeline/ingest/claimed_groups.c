/* Groups of areas (东部, 长三角) against the areas that areas.csv says are in them. */
#include "ingest/claim_sums.h"
#include "ingest/claims.h"
#include "ingest/clean.h"
#include "ingest/names.h"

struct waiting {
    struct claim claim;
    uint32_t series, vintage;
    struct period period;
    struct decimal value;
};

/* The areas of one level that a scheme (region4, or groups) puts into a group. */
struct set {
    struct str scheme, key, level;
    uint32_t *areas;
    size_t count, capacity;
};

struct claimed_groups {
    struct arena *arena;
    struct waiting *list;
    size_t count, capacity;
    struct set *sets;
    size_t set_count, set_capacity;
};

struct claimed_groups *claimed_groups_open(struct arena *arena) {
    struct claimed_groups *groups = arena_alloc(arena, sizeof *groups);
    *groups = (struct claimed_groups){.arena = arena};
    return groups;
}

size_t claimed_groups_count(const struct claimed_groups *groups) {
    return groups == NULL ? 0 : groups->count;
}

void claimed_groups_cut(struct claimed_groups *groups, size_t count) {
    if (groups != NULL) {
        groups->count = count;
    }
}

void claimed_groups_add(struct claimed_groups *groups, const struct claim *claim,
                        const struct observation *o) {
    struct arena *arena = groups->arena;
    groups->list = arena_grow(arena, groups->list, groups->count, &groups->capacity,
                              sizeof *groups->list);
    struct waiting *w = &groups->list[groups->count++];
    *w = (struct waiting){.claim = *claim,
                          .series = o->series,
                          .vintage = o->vintage,
                          .period = o->period,
                          .value = o->value};
    w->claim.place.file = arena_copy(arena, claim->place.file);
    w->claim.place.cell = arena_copy(arena, claim->place.cell);
    w->claim.place.context = arena_copy(arena, claim->place.context);
    w->claim.name = arena_copy(arena, claim->name);
}

/* ---- the sets ---- */

static void add_member(struct claimed_groups *groups, struct str scheme,
                       struct str name, uint32_t area, struct str level) {
    struct str key = clean_key(name, groups->arena);
    size_t i = 0;
    while (i < groups->set_count && !(str_equal(groups->sets[i].scheme, scheme) &&
                                      str_equal(groups->sets[i].key, key) &&
                                      str_equal(groups->sets[i].level, level))) {
        i++;
    }
    if (i == groups->set_count) {
        groups->sets = arena_grow(groups->arena, groups->sets, groups->set_count,
                                  &groups->set_capacity, sizeof *groups->sets);
        groups->sets[groups->set_count++] =
            (struct set){.scheme = scheme, .key = key, .level = level};
    }
    struct set *set = &groups->sets[i];
    set->areas = arena_grow(groups->arena, set->areas, set->count, &set->capacity,
                            sizeof *set->areas);
    set->areas[set->count++] = area;
}

static void find_sets(struct claimed_groups *groups, const struct dataset *ds) {
    for (uint32_t id = 0; id < dataset_area_count(ds); id++) {
        const struct area *area = dataset_area(ds, id);
        size_t count;
        struct str *list = clean_list(area->regions, groups->arena, &count);
        for (size_t i = 0; i < count; i++) {
            size_t equals = str_find(list[i], STR("="), 0);
            if (equals != STR_NOT_FOUND) {
                add_member(groups, str_slice(list[i], 0, equals),
                           str_slice(list[i], equals + 1, list[i].n), id, area->level);
            }
        }
        list = clean_list(area->groups, groups->arena, &count);
        for (size_t i = 0; i < count; i++) {
            add_member(groups, STR("groups"), list[i], id, area->level);
        }
    }
}

/* ---- the sums ---- */

/* False if one of the areas has no number. */
static bool sum_areas(const struct dataset *ds, const struct waiting *w,
                      const struct set *set, struct claim_sum *sum) {
    *sum = (struct claim_sum){0};
    for (size_t i = 0; i < set->count && !sum->unknown; i++) {
        struct observation key = {.series = w->series,
                                  .area = set->areas[i],
                                  .period = w->period,
                                  .vintage = w->vintage};
        const struct observation *o = dataset_find_same(ds, &key);
        bool known = o != NULL && observation_has_number(o) && !o->contrary &&
                     o->qualifier == QUALIFIER_NONE;
        claim_sum_add(sum, known, known ? o->value : decimal_from_integer(0));
    }
    return !sum->unknown && sum->count > 1;
}

/* The set of the group that the claim fits, else the first that could be summed; NULL
   if there is none. */
static const struct set *compare(const struct claimed_groups *groups,
                                 const struct dataset *ds, const struct waiting *w,
                                 struct claim_sum *sum, bool *fits) {
    const struct set *found = NULL;
    bool counted = claims_is_counted(
        dataset_indicator(ds, dataset_series(ds, w->series)->indicator));
    *fits = false;
    for (size_t i = 0; i < groups->set_count && !*fits; i++) {
        const struct set *set = &groups->sets[i];
        struct claim_sum own;
        if (!name_is_of_group(w->claim.name, set->key, groups->arena) ||
            !sum_areas(ds, w, set, &own)) {
            continue;
        }
        *fits = claim_sum_fits(&own, w->value, counted);
        if (found == NULL || *fits) {
            *sum = own;
            found = set;
        }
    }
    return found;
}

static struct str list_areas(const struct claimed_groups *groups,
                             const struct dataset *ds, const struct set *set) {
    struct buf text = buf_open(1 << 12);
    for (size_t i = 0; i < set->count; i++) {
        struct str name = dataset_area(ds, set->areas[i])->name;
        buf_puts(&text, i == 0 ? "" : "、");
        buf_put(&text, name);
    }
    struct str list = arena_copy(groups->arena,
                                 buf_ok(&text) ? buf_str(&text) : (struct str){"…", 3});
    buf_close(&text);
    return list;
}

static void report(const struct claimed_groups *groups, const struct dataset *ds,
                   const struct waiting *w, const struct set *set,
                   const struct claim_sum *sum, struct diag *diag) {
    struct buf said = buf_open(200), given = buf_open(200);
    const struct indicator *indicator =
        dataset_indicator(ds, dataset_series(ds, w->series)->indicator);
    struct claim_sum own = {0};
    claim_sum_add(&own, true, w->value);
    own.decimals = sum->decimals;
    claim_sum_print(&own, w->value, &said);
    claim_sum_print(sum, w->value, &given);
    diag_warning(diag, w->claim.place,
                 "\"%.*s\" says %s, the %zu areas of this group sum to %s",
                 STR_ARG(w->claim.name), buf_z(&said), sum->count, buf_z(&given));
    diag_hint(
        diag,
        "summed are %.*s (in %.*s), as areas.csv has them under %.*s. Is a number "
        "mistyped, or does the office count other areas to the group?",
        STR_ARG(list_areas(groups, ds, set)), STR_ARG(indicator->unit),
        STR_ARG(set->scheme));
    buf_close(&said);
    buf_close(&given);
}

/* The claims of one row. */
static void check_row(const struct claimed_groups *groups, const struct dataset *ds,
                      const struct waiting *list, size_t count, struct diag *diag) {
    bool compared = false, fits;
    for (size_t i = 0; i < count; i++) {
        struct claim_sum sum;
        const struct set *set = compare(groups, ds, &list[i], &sum, &fits);
        compared |= set != NULL;
        if (set != NULL && !fits) {
            report(groups, ds, &list[i], set, &sum, diag);
        }
    }
    if (!compared) {
        diag_note(diag, list[0].claim.place,
                  "the group row \"%.*s\" was not checked: not all of its areas have "
                  "a number",
                  STR_ARG(list[0].claim.name));
    }
}

void claimed_groups_check(struct claimed_groups *groups, const struct dataset *ds,
                          struct diag *diag) {
    if (groups->count > 0) {
        find_sets(groups, ds);
    }
    for (size_t i = 0, end; i < groups->count; i = end) {
        const struct waiting *w = &groups->list[i];
        for (end = i + 1;
             end < groups->count &&
             groups->list[end].claim.place.line == w->claim.place.line &&
             str_equal(groups->list[end].claim.place.file, w->claim.place.file);
             end++) {
        }
        check_row(groups, ds, w, end - i, diag);
    }
}
