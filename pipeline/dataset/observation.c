/* Observations. Of each key (series, area, period) the newest vintage lies in one
   array, which is all that most readers walk; the older ones lie in another. Both
   are found by hash while they arrive; sealing sorts them and chains each value to
   the next older one. */
#define _GNU_SOURCE /* qsort_r */
#include "dataset/codes.h"
#include "dataset/room.h"
#include <stdlib.h>
#include <string.h>

/* ---- finding ---- */

static uint64_t key_hash(uint32_t series, uint32_t area, struct period period) {
    return id_mix(id_mix((uint64_t)series << 32 | area) ^ period_key(period));
}

static uint64_t same_hash(const struct dataset *ds, const struct observation *o) {
    return id_mix(key_hash(o->series, o->area, o->period) ^
                  vintage_hash(&ds->vintages[o->vintage]));
}

static bool same_vintage(const struct dataset *ds, const struct observation *a,
                         const struct observation *b) {
    return a->vintage == b->vintage ||
           vintage_compare(&ds->vintages[a->vintage], &ds->vintages[b->vintage]) == 0;
}

static bool same_key(const struct observation *o, uint32_t series, uint32_t area,
                     struct period period) {
    return o->series == series && o->area == area && period_equal(o->period, period);
}

static struct observation *find_newest(const struct dataset *ds, uint32_t series,
                                       uint32_t area, struct period period) {
    uint32_t id;
    for (struct id_walk w =
             id_table_find(&ds->newest_keys, key_hash(series, area, period));
         id_walk_next(&w, &id);) {
        if (same_key(&ds->newest[id], series, area, period)) {
            return &ds->newest[id];
        }
    }
    return NULL;
}

/* Among the older ones. */
static struct observation *find_older(const struct dataset *ds,
                                      const struct observation *o) {
    uint32_t id;
    for (struct id_walk w = id_table_find(&ds->older_keys, same_hash(ds, o));
         id_walk_next(&w, &id);) {
        struct observation *other = &ds->older[id];
        if (same_vintage(ds, other, o) &&
            same_key(other, o->series, o->area, o->period)) {
            return other;
        }
    }
    return NULL;
}

static struct observation *find_same(const struct dataset *ds,
                                     struct observation *newest,
                                     const struct observation *o) {
    return newest == NULL || same_vintage(ds, newest, o) ? newest : find_older(ds, o);
}

const struct observation *dataset_find(const struct dataset *ds, uint32_t series,
                                       uint32_t area, struct period period) {
    return find_newest(ds, series, area, period);
}

const struct observation *dataset_find_along(const struct dataset *ds,
                                             struct dataset_trail *trail,
                                             uint32_t series, uint32_t area,
                                             struct period period) {
    const struct observation *end = ds->newest + ds->newest_count, *last = trail->last;
    const struct observation *o = NULL;
    if (last != NULL && trail->step > 0 && trail->step < end - last &&
        same_key(last + trail->step, series, area, period)) {
        o = last + trail->step;
    } else {
        o = find_newest(ds, series, area, period);
    }
    if (o != NULL) {
        trail->step = last != NULL ? o - last : 0;
        trail->last = o;
    }
    return o;
}

const struct observation *dataset_find_same(const struct dataset *ds,
                                            const struct observation *o) {
    return find_same(ds, find_newest(ds, o->series, o->area, o->period), o);
}

/* ---- adding ---- */

static void index_newest(struct dataset *ds, size_t more) {
    if (id_table_reserve(&ds->newest_keys, more, ds->arena)) {
        for (size_t i = 0; i < ds->newest_count; i++) {
            const struct observation *o = &ds->newest[i];
            id_table_add(&ds->newest_keys, key_hash(o->series, o->area, o->period),
                         (uint32_t)i);
        }
    }
}

/* As arena_grow(), but the old copy does not stay: together they would be as large as
   what is kept. */
static struct observation *grow(struct dataset *ds, struct observation *items,
                                size_t count, size_t *capacity) {
    size_t held = *capacity;
    struct observation *room =
        arena_grow(ds->arena, items, count, capacity, sizeof *items);
    if (room != items)
        arena_return(ds->arena, items, held * sizeof *items);
    return room;
}

static void append_newest(struct dataset *ds, const struct observation *o) {
    ds->newest = grow(ds, ds->newest, ds->newest_count, &ds->newest_capacity);
    index_newest(ds, 1);
    uint32_t id = (uint32_t)ds->newest_count++;
    ds->newest[id] = *o;
    id_table_add(&ds->newest_keys, key_hash(o->series, o->area, o->period), id);
}

static void append_older(struct dataset *ds, const struct observation *o) {
    ds->older = grow(ds, ds->older, ds->older_count, &ds->older_capacity);
    if (id_table_reserve(&ds->older_keys, 1, ds->arena)) {
        for (size_t i = 0; i < ds->older_count; i++) {
            id_table_add(&ds->older_keys, same_hash(ds, &ds->older[i]), (uint32_t)i);
        }
    }
    uint32_t id = (uint32_t)ds->older_count++;
    ds->older[id] = *o;
    id_table_add(&ds->older_keys, same_hash(ds, o), id);
}

void dataset_await(const struct dataset *ds, const struct observation *o) {
    const struct id_table *t = &ds->newest_keys;
    size_t slot = (size_t)key_hash(o->series, o->area, o->period) & (t->capacity - 1);
    if (t->capacity > 0) {
        __builtin_prefetch(&t->slots[slot], 1);
    }
}

void dataset_expect(struct dataset *ds, size_t count) {
    size_t total = ds->newest_count + count;
    if (total > ds->newest_capacity) {
        struct observation *room = arena_array(ds->arena, total, sizeof *room);
        if (ds->newest_count > 0) {
            memcpy(room, ds->newest, ds->newest_count * sizeof *room);
        }
        arena_return(ds->arena, ds->newest, ds->newest_capacity * sizeof *room);
        ds->newest = room;
        ds->newest_capacity = total;
    }
    index_newest(ds, count);
}

static bool is_missing(const struct observation *o) {
    return o->status == STATUS_MISSING;
}

bool status_has_number(enum observation_status status) {
    switch (status) {
    case STATUS_NORMAL:
    case STATUS_PROVISIONAL:
    case STATUS_REVISED:
    case STATUS_ESTIMATED:
        return true;
    case STATUS_MISSING:
    case STATUS_SUPPRESSED:
    case STATUS_NEGLIGIBLE:
    case STATUS_ABSENT:
        break;
    }
    return false;
}

bool observation_has_number(const struct observation *o) {
    return o->text == 0 &&
           status_has_number((enum observation_status)o->status) != o->contrary;
}

struct decimal observation_number(const struct observation *o) {
    return observation_has_number(o) ? o->value : decimal_from_integer(0);
}

bool observation_has_value(const struct observation *o) {
    return observation_has_number(o) || o->status == STATUS_NEGLIGIBLE ||
           (o->text != 0 && status_has_number((enum observation_status)o->status));
}

bool observation_equal(const struct observation *a, const struct observation *b) {
    bool number = observation_has_number(a);
    if (number != observation_has_number(b)) {
        return false;
    }
    if (number) {
        return a->qualifier == b->qualifier && decimal_compare(a->value, b->value) == 0;
    }
    return a->text == b->text && (a->text != 0 || a->status == b->status);
}

struct str observation_text(const struct dataset *ds, const struct observation *o,
                            struct arena *arena) {
    if (o->text != 0) {
        return dataset_text(ds, o);
    }
    if (!observation_has_number(o)) {
        return str_from(observation_status_codes[o->status]);
    }
    struct buf buf = buf_open(64);
    decimal_print(o->value, &buf);
    struct str text = arena_copy(arena, buf_str(&buf));
    buf_close(&buf);
    return text;
}

#define SAME_VALUE "the same value was read before and is kept once"

static struct place observation_place(struct dataset *ds, const struct observation *o) {
    struct place place = dataset_place(ds, o->source, ds->arena);
    struct str code = dataset_series_code(ds, o->series, ds->arena);
    place.context = arena_printf(ds->arena, "%.*s %.*s %.*s", STR_ARG(code),
                                 STR_ARG(ds->areas[o->area].name),
                                 STR_ARG(period_code(o->period, ds->arena)));
    return place;
}

/* What stands in a cell, in the words of the messages. */
static struct str told_value(const struct dataset *ds, const struct observation *o,
                             const struct diag *diag) {
    struct str text = observation_text(ds, o, ds->arena);
    return observation_has_value(o)
               ? text
               : str_from(diag_words(diag, arena_copy(ds->arena, text).p));
}

static void report_two_values(struct dataset *ds, const struct observation *first,
                              const struct observation *o, struct diag *diag) {
    struct place place = observation_place(ds, o);
    struct place other = observation_place(ds, first);
    diag_error(diag, place,
               "%.*s has two values: %.*s here, %.*s at %.*s:%zu:%zu (%.*s)",
               STR_ARG(place.context), STR_ARG(told_value(ds, o, diag)),
               STR_ARG(told_value(ds, first, diag)), STR_ARG(other.file), other.line,
               other.column, STR_ARG(other.cell));
    const struct vintage *a = &ds->vintages[o->vintage];
    const struct vintage *b = &ds->vintages[first->vintage];
    if (a != b && vintage_compare(a, b) == 0) {
        diag_hint(diag,
                  "the vintages \"%.*s\" and \"%.*s\" are the same day (a month or a "
                  "year is its last day): remove one of the values, or correct the day",
                  STR_ARG(a->name), STR_ARG(b->name));
    } else if (a == b && first->source.file != o->source.file) {
        diag_hint(diag, "remove one of them; if the files count different things, say "
                        "so for each: where = { … }, or a column that is declared as "
                        "\"vintage\"");
    } else if (a != b) {
        diag_hint(diag, "remove one of them, or give both files a column that is "
                        "declared as \"vintage\": then the newer one counts");
    }
}

/* Two observations under one key, their vintage too. */
static bool settle(struct dataset *ds, struct observation *first,
                   const struct observation *o, struct diag *diag) {
    if (!is_missing(first) && is_missing(o)) {
        return true;
    }
    if (is_missing(first) && !is_missing(o)) {
        *first = *o;
        return true;
    }
    if (observation_equal(first, o)) {
        first->elsewhere |= first->source.file != o->source.file;
        diag_note(diag, observation_place(ds, o), SAME_VALUE);
        return true;
    }
    report_two_values(ds, first, o, diag);
    return false;
}

static void add_vintage(struct dataset *ds, struct observation *newest,
                        const struct observation *o) {
    const struct vintage *v = ds->vintages;
    if (vintage_compare(&v[o->vintage], &v[newest->vintage]) < 0) {
        append_older(ds, o);
    } else {
        append_older(ds, newest);
        *newest = *o;
    }
}

bool dataset_add_observation(struct dataset *ds, const struct observation *o,
                             struct diag *diag) {
    struct observation *newest = find_newest(ds, o->series, o->area, o->period);
    struct observation *same = find_same(ds, newest, o);
    if (newest == NULL) {
        append_newest(ds, o);
    } else if (same != NULL) {
        return settle(ds, same, o, diag);
    } else {
        add_vintage(ds, newest, o);
    }
    return true;
}

bool dataset_put_observation(struct dataset *ds, const struct observation *o,
                             struct diag *diag) {
    struct observation *newest = find_newest(ds, o->series, o->area, o->period);
    struct observation *same = find_same(ds, newest, o);
    if (same == NULL) {
        return dataset_add_observation(ds, o, diag);
    }
    *same = *o;
    return true;
}

/* ---- values without a vintage ---- */

/* What the vintages of a value say of one that gives none. */
enum { PLACED = 1, NOTHING = 2, SAME = 4, OTHER = 8 };

/* In one file an empty cell beside a dated one is the older. Between two files
   nothing says which is newer. */
static uint8_t judge(struct dataset *ds, const struct observation *ageless,
                     const struct observation *dated, bool reported,
                     struct diag *diag) {
    bool one_file = ageless->source.file == dated->source.file;
    if (one_file && !ageless->elsewhere && !dated->elsewhere) {
        return PLACED;
    }
    if (is_missing(ageless) || observation_equal(ageless, dated)) {
        return SAME;
    }
    if (is_missing(dated)) {
        return NOTHING;
    }
    bool later = ageless->source.file >= dated->source.file;
    if (!reported) {
        report_two_values(ds, later ? dated : ageless, later ? ageless : dated, diag);
    }
    return OTHER;
}

/* The one without a vintage under the key of `o`, once a vintage came too. */
static struct observation *find_ageless(const struct dataset *ds,
                                        const struct observation *o) {
    struct observation key = *o;
    key.vintage = VINTAGE_NONE;
    return o->vintage == VINTAGE_NONE ? NULL : find_older(ds, &key);
}

/* An ageless one beside vintages of other files, and vintages that are missing where
   the ageless one is not. */
static void leave_out(struct dataset *ds, const uint8_t *said, bool *gone,
                      struct diag *diag) {
    for (size_t i = 0; i < ds->older_count; i++) {
        struct observation *o = &ds->older[i], *ageless = find_ageless(ds, o);
        gone[i] = ageless != NULL && said[ageless - ds->older] == NOTHING;
        if (said[i] == NOTHING) {
            *find_newest(ds, o->series, o->area, o->period) = *o;
            gone[i] = true;
        } else if (said[i] & (SAME | OTHER) && !(said[i] & PLACED)) {
            if (!is_missing(o) && !(said[i] & OTHER)) {
                diag_note(diag, observation_place(ds, o), SAME_VALUE);
            }
            gone[i] = true;
        }
    }
    size_t kept = 0;
    for (size_t i = 0; i < ds->older_count; i++) {
        if (!gone[i]) {
            ds->older[kept++] = ds->older[i];
        }
    }
    ds->older_count = kept;
    ds->older_keys = (struct id_table){0};
}

/* Into `said`, by the index of each ageless one; against the newest first, which is
   what a message should name. */
static bool judge_all(struct dataset *ds, uint8_t *said, struct diag *diag) {
    bool ok = true;
    for (size_t i = 0; i < ds->older_count; i++) {
        const struct observation *o = &ds->older[i];
        if (o->vintage == VINTAGE_NONE) {
            o = find_newest(ds, o->series, o->area, o->period);
            said[i] = judge(ds, &ds->older[i], o, false, diag);
        }
    }
    for (size_t i = 0; i < ds->older_count; i++) {
        const struct observation *o = &ds->older[i], *ageless = find_ageless(ds, o);
        if (ageless != NULL) {
            uint8_t *of = &said[ageless - ds->older];
            *of |= judge(ds, ageless, o, *of & OTHER, diag);
        }
    }
    for (size_t i = 0; i < ds->older_count; i++) {
        ok &= !(said[i] & OTHER);
    }
    return ok;
}

bool dataset_settle_vintages(struct dataset *ds, struct diag *diag) {
    size_t i = 0, count = ds->older_count;
    while (i < count && ds->older[i].vintage != VINTAGE_NONE) {
        i++;
    }
    if (i == count) {
        return true;
    }
    struct arena *scratch = arena_open();
    uint8_t *said = arena_array(scratch, count, sizeof *said);
    bool ok = judge_all(ds, said, diag);
    leave_out(ds, said, arena_array(scratch, count, sizeof(bool)), diag);
    arena_close(scratch);
    return ok;
}

/* ---- texts ---- */

uint32_t dataset_intern_text(struct dataset *ds, struct str text) {
    uint32_t id;
    uint64_t hash = str_hash(text);
    for (struct id_walk w = id_table_find(&ds->text_keys, hash);
         id_walk_next(&w, &id);) {
        if (str_equal(ds->texts[id], text)) {
            return id;
        }
    }
    ds->texts = arena_grow(ds->arena, ds->texts, ds->text_count, &ds->text_capacity,
                           sizeof *ds->texts);
    id = (uint32_t)ds->text_count++;
    ds->texts[id] = arena_copy(ds->arena, text);
    if (id_table_reserve(&ds->text_keys, 1, ds->arena)) {
        for (uint32_t i = 0; i < id; i++) {
            id_table_add(&ds->text_keys, str_hash(ds->texts[i]), i);
        }
    }
    id_table_add(&ds->text_keys, hash, id);
    return id;
}

struct str dataset_text(const struct dataset *ds, const struct observation *o) {
    return ds->texts[o->text];
}

const struct indicator *observation_indicator(const struct dataset *ds,
                                              const struct observation *o) {
    return &ds->indicators[ds->series[o->series].indicator];
}

struct str dataset_unit(const struct dataset *ds, const struct observation *o) {
    return observation_indicator(ds, o)->unit;
}

/* ---- sealing ---- */

/* What comes how far in the order of series and of vintages, by id. */
struct ranks {
    uint32_t *series, *vintages;
};

static int compare_observations(const void *x, const void *y, void *context) {
    const struct observation *a = x, *b = y;
    const struct ranks *ranks = context;
    if (a->series != b->series) {
        return ranks->series[a->series] < ranks->series[b->series] ? -1 : 1;
    }
    if (a->area != b->area) {
        return a->area < b->area ? -1 : 1;
    }
    int order = period_compare(a->period, b->period);
    if (order != 0 || a->vintage == b->vintage) {
        return order;
    }
    return ranks->vintages[a->vintage] < ranks->vintages[b->vintage] ? -1 : 1;
}

/* False if they were in order before. */
static bool sort(struct observation *all, size_t count, struct ranks *ranks) {
    size_t i = 1;
    while (i < count && compare_observations(&all[i - 1], &all[i], ranks) < 0) {
        i++;
    }
    if (i >= count) {
        return false;
    }
    qsort_r(all, count, sizeof *all, compare_observations, ranks);
    return true;
}

static uint32_t *rank(const uint32_t *order, size_t count, struct arena *scratch) {
    uint32_t *ranks = arena_array(scratch, count, sizeof *ranks);
    for (uint32_t i = 0; i < count; i++) {
        ranks[order[i]] = i;
    }
    return ranks;
}

/* The older ones lie oldest first: each leads to the one before it. */
static void chain(struct dataset *ds) {
    struct observation *before = NULL;
    for (size_t i = 0; i < ds->older_count; i++) {
        struct observation *o = &ds->older[i];
        bool same = before != NULL && same_key(before, o->series, o->area, o->period);
        o->next = same ? (uint32_t)i : 0;
        find_newest(ds, o->series, o->area, o->period)->next = (uint32_t)i + 1;
        before = o;
    }
}

void observations_seal(struct dataset *ds) {
    struct arena *scratch = arena_open();
    struct ranks ranks = {rank(ds->series_order, ds->series_count, scratch),
                          rank(ds->vintage_order, ds->vintage_count, scratch)};
    if (sort(ds->newest, ds->newest_count, &ranks)) {
        struct id_table *keys = &ds->newest_keys;
        memset(keys->slots, 0, keys->capacity * sizeof *keys->slots);
        keys->count = 0;
        for (size_t i = 0; i < ds->newest_count; i++) {
            const struct observation *o = &ds->newest[i];
            id_table_add(keys, key_hash(o->series, o->area, o->period), (uint32_t)i);
        }
    }
    sort(ds->older, ds->older_count, &ranks);
    arena_close(scratch);
    ds->older_keys = (struct id_table){0}; /* only arrivals were looked up by it */
    chain(ds);
    ds->of = arena_array(ds->arena, ds->series_count, sizeof *ds->of);
    for (size_t i = 0; i < ds->newest_count; i++) {
        struct run_of_observations *run = &ds->of[ds->newest[i].series];
        run->first = run->count++ == 0 ? i : run->first;
    }
}

/* ---- reading ---- */

const struct observation *dataset_older(const struct dataset *ds,
                                        const struct observation *o) {
    return o->next == 0 ? NULL : &ds->older[o->next - 1];
}

const struct observation *dataset_seen(const struct dataset *ds,
                                       const struct observation *o,
                                       const struct as_of *as_of) {
    if (o == NULL || (as_of->period.kind != PERIOD_NOT_STATED &&
                      period_last_day(o->period) > period_last_day(as_of->period))) {
        return NULL;
    }
    while (o != NULL && as_of->known != 0 &&
           ds->vintages[o->vintage].known > as_of->known) {
        o = dataset_older(ds, o);
    }
    return o;
}

bool dataset_is_revised(const struct dataset *ds, const struct observation *o) {
    for (const struct observation *old = dataset_older(ds, o); old != NULL;
         old = dataset_older(ds, old)) {
        if (!observation_equal(old, o)) {
            return true;
        }
    }
    return false;
}

const struct observation *dataset_observations(const struct dataset *ds,
                                               size_t *count) {
    *count = ds->newest_count;
    return ds->newest;
}

const struct observation *dataset_of_series(const struct dataset *ds, uint32_t series,
                                            size_t *count) {
    *count = 0;
    if (!ds->sealed || series >= ds->series_count) {
        return NULL;
    }
    *count = ds->of[series].count;
    return *count == 0 ? NULL : ds->newest + ds->of[series].first;
}

const struct observation *dataset_of_indicator(const struct dataset *ds,
                                               uint32_t indicator, size_t *count) {
    return dataset_of_series(ds, dataset_total(ds, indicator), count);
}
