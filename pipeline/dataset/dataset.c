#include "dataset/dataset.h"
#include <stdlib.h>
#include <string.h>

/* Open addressing; a slot holds id + 1, so that zeroed memory is empty. */
struct table {
    uint32_t *slots;
    size_t capacity; /* a power of two, or 0 */
    size_t count;
};

struct dataset {
    struct arena *arena;
    bool sealed;
    struct indicator *indicators;
    size_t indicator_count, indicator_capacity;
    struct table indicator_codes;
    struct area *areas;
    size_t area_count, area_capacity;
    struct table area_codes;
    struct input_file *files;
    size_t file_count, file_capacity;
    struct observation *observations;
    size_t observation_count, observation_capacity;
    struct table observation_keys;
    size_t *indicator_start; /* after sealing: indicator_count + 1 offsets */
    struct statement *statements;
    size_t statement_count, statement_capacity;
    struct record_table *records;
    size_t record_count, record_capacity;
    struct issue *issues;
    size_t issue_count, issue_capacity;
};

struct dataset *dataset_open(struct arena *arena) {
    struct dataset *ds = arena_alloc(arena, sizeof *ds);
    ds->arena = arena;
    return ds;
}

/* splitmix64's finaliser: spreads packed ids over the table. */
static uint64_t mix(uint64_t x) {
    x ^= x >> 30;
    x *= UINT64_C(0xbf58476d1ce4e5b9);
    x ^= x >> 27;
    x *= UINT64_C(0x94d049bb133111eb);
    return x ^ x >> 31;
}

static uint64_t key_hash(uint32_t indicator, uint32_t area, struct period period) {
    return mix(mix((uint64_t)indicator << 32 | area) ^ period_key(period));
}

static void table_insert(struct table *table, uint64_t hash, uint32_t id) {
    size_t mask = table->capacity - 1;
    size_t slot = (size_t)hash & mask;
    while (table->slots[slot] != 0) {
        slot = (slot + 1) & mask;
    }
    table->slots[slot] = id + 1;
    table->count++;
}

/* True if one more item needs a bigger table; the caller then inserts all again. */
static bool table_make_room(struct table *table, struct arena *arena) {
    if ((table->count + 1) * 2 <= table->capacity) {
        return false;
    }
    size_t capacity = table->capacity == 0 ? 64 : table->capacity * 2;
    table->slots = arena_array(arena, capacity, sizeof *table->slots);
    table->capacity = capacity;
    table->count = 0;
    return true;
}

static uint32_t find_observation(const struct dataset *ds, uint32_t indicator,
                                 uint32_t area, struct period period) {
    const struct table *table = &ds->observation_keys;
    if (table->capacity == 0) {
        return DATASET_NONE;
    }
    size_t mask = table->capacity - 1;
    size_t slot = (size_t)key_hash(indicator, area, period) & mask;
    for (; table->slots[slot] != 0; slot = (slot + 1) & mask) {
        const struct observation *o = &ds->observations[table->slots[slot] - 1];
        if (o->indicator == indicator && o->area == area &&
            period_equal(o->period, period)) {
            return table->slots[slot] - 1;
        }
    }
    return DATASET_NONE;
}

static void insert_observation(struct dataset *ds, uint32_t id) {
    const struct observation *o = &ds->observations[id];
    table_insert(&ds->observation_keys, key_hash(o->indicator, o->area, o->period), id);
}

static int compare_observations(const void *x, const void *y) {
    const struct observation *a = x, *b = y;
    if (a->indicator != b->indicator) {
        return a->indicator < b->indicator ? -1 : 1;
    }
    if (a->area != b->area) {
        return a->area < b->area ? -1 : 1;
    }
    return period_compare(a->period, b->period);
}

void dataset_seal(struct dataset *ds) {
    if (ds->sealed) {
        return;
    }
    bool sorted = true;
    for (size_t i = 1; i < ds->observation_count && sorted; i++) {
        sorted =
            compare_observations(&ds->observations[i - 1], &ds->observations[i]) < 0;
    }
    if (!sorted) {
        struct table *keys = &ds->observation_keys;
        qsort(ds->observations, ds->observation_count, sizeof *ds->observations,
              compare_observations);
        memset(keys->slots, 0, keys->capacity * sizeof *keys->slots);
        keys->count = 0;
        for (size_t i = 0; i < ds->observation_count; i++) {
            insert_observation(ds, (uint32_t)i);
        }
    }
    ds->indicator_start =
        arena_array(ds->arena, ds->indicator_count + 1, sizeof *ds->indicator_start);
    size_t next = 0;
    for (size_t i = 0; i < ds->observation_count; i++) {
        while (next <= ds->observations[i].indicator) {
            ds->indicator_start[next++] = i;
        }
    }
    while (next <= ds->indicator_count) {
        ds->indicator_start[next++] = ds->observation_count;
    }
    ds->sealed = true;
}

_Static_assert(offsetof(struct indicator, code) == 0 &&
                   offsetof(struct area, code) == 0,
               "find_code() reads the code as the first member");

static uint32_t find_code(const struct table *table, struct str code, const void *first,
                          size_t stride) {
    if (table->capacity == 0) {
        return DATASET_NONE;
    }
    size_t mask = table->capacity - 1;
    size_t slot = (size_t)str_hash(code) & mask;
    for (; table->slots[slot] != 0; slot = (slot + 1) & mask) {
        uint32_t id = table->slots[slot] - 1;
        struct str other;
        memcpy(&other, (const char *)first + id * stride, sizeof other);
        if (str_equal(other, code)) {
            return id;
        }
    }
    return DATASET_NONE;
}

uint32_t dataset_find_indicator(const struct dataset *ds, struct str code) {
    return find_code(&ds->indicator_codes, code, ds->indicators,
                     sizeof *ds->indicators);
}

uint32_t dataset_find_area(const struct dataset *ds, struct str code) {
    return find_code(&ds->area_codes, code, ds->areas, sizeof *ds->areas);
}

uint32_t dataset_add_indicator(struct dataset *ds, const struct indicator *indicator,
                               struct diag *diag) {
    uint32_t old = dataset_find_indicator(ds, indicator->code);
    if (old != DATASET_NONE) {
        struct place first = ds->indicators[old].place;
        diag_error(diag, indicator->place,
                   "indicator \"%.*s\" is already defined at %.*s:%zu",
                   STR_ARG(indicator->code), STR_ARG(first.file), first.line);
        return DATASET_NONE;
    }
    ds->indicators = arena_grow(ds->arena, ds->indicators, ds->indicator_count,
                                &ds->indicator_capacity, sizeof *ds->indicators);
    uint32_t id = (uint32_t)ds->indicator_count++;
    ds->indicators[id] = *indicator;
    if (table_make_room(&ds->indicator_codes, ds->arena)) {
        for (uint32_t i = 0; i < id; i++) {
            table_insert(&ds->indicator_codes, str_hash(ds->indicators[i].code), i);
        }
    }
    table_insert(&ds->indicator_codes, str_hash(indicator->code), id);
    return id;
}

uint32_t dataset_add_area(struct dataset *ds, const struct area *area,
                          struct diag *diag) {
    uint32_t old = dataset_find_area(ds, area->code);
    if (old != DATASET_NONE) {
        struct place first = ds->areas[old].place;
        diag_error(diag, area->place, "area \"%.*s\" is already defined at %.*s:%zu",
                   STR_ARG(area->code), STR_ARG(first.file), first.line);
        return DATASET_NONE;
    }
    ds->areas = arena_grow(ds->arena, ds->areas, ds->area_count, &ds->area_capacity,
                           sizeof *ds->areas);
    uint32_t id = (uint32_t)ds->area_count++;
    ds->areas[id] = *area;
    if (table_make_room(&ds->area_codes, ds->arena)) {
        for (uint32_t i = 0; i < id; i++) {
            table_insert(&ds->area_codes, str_hash(ds->areas[i].code), i);
        }
    }
    table_insert(&ds->area_codes, str_hash(area->code), id);
    return id;
}

void dataset_set_parent(struct dataset *ds, uint32_t area, uint32_t parent) {
    ds->areas[area].parent = parent;
}

uint32_t dataset_add_file(struct dataset *ds, const struct input_file *file) {
    ds->files = arena_grow(ds->arena, ds->files, ds->file_count, &ds->file_capacity,
                           sizeof *ds->files);
    ds->files[ds->file_count] = *file;
    return (uint32_t)ds->file_count++;
}

static bool has_value(const struct observation *o) {
    return o->status != STATUS_MISSING;
}

static bool same_value(const struct observation *a, const struct observation *b) {
    if (!str_equal(a->text, b->text) || has_value(a) != has_value(b)) {
        return false;
    }
    return decimal_compare(a->value, b->value) == 0 && a->qualifier == b->qualifier;
}

/* "1706" or the text of a grade, in the dataset's arena. */
static struct str value_text(struct dataset *ds, const struct observation *o) {
    if (o->text.n > 0) {
        return o->text;
    }
    struct buf buf = buf_open(64);
    decimal_print(o->value, &buf);
    struct str text = arena_copy(ds->arena, buf_str(&buf));
    buf_close(&buf);
    return text;
}

static struct place observation_place(struct dataset *ds, const struct observation *o) {
    struct place place = dataset_place(ds, o->source, ds->arena);
    place.context = arena_printf(
        ds->arena, "%.*s %.*s %.*s", STR_ARG(ds->indicators[o->indicator].code),
        STR_ARG(ds->areas[o->area].name), STR_ARG(period_code(o->period, ds->arena)));
    return place;
}

bool dataset_add_observation(struct dataset *ds, const struct observation *o,
                             struct diag *diag) {
    uint32_t old = find_observation(ds, o->indicator, o->area, o->period);
    if (old != DATASET_NONE) {
        struct observation *first = &ds->observations[old];
        if (!has_value(first) && has_value(o)) {
            *first = *o;
            return true;
        }
        if (has_value(first) && !has_value(o)) {
            return true;
        }
        if (same_value(first, o)) {
            diag_note(diag, observation_place(ds, o),
                      "the same value was read before and is kept once");
            return true;
        }
        struct place place = observation_place(ds, o);
        struct place other = observation_place(ds, first);
        diag_error(diag, place,
                   "%.*s has two values: %.*s here, %.*s at %.*s:%zu:%zu (%.*s)",
                   STR_ARG(place.context), STR_ARG(value_text(ds, o)),
                   STR_ARG(value_text(ds, first)), STR_ARG(other.file), other.line,
                   other.column, STR_ARG(other.cell));
        diag_hint(diag, "remove one of them, or declare options = { duplicates = "
                        "\"last\" } (or \"first\") for the source");
        return false;
    }
    ds->observations = arena_grow(ds->arena, ds->observations, ds->observation_count,
                                  &ds->observation_capacity, sizeof *ds->observations);
    uint32_t id = (uint32_t)ds->observation_count++;
    ds->observations[id] = *o;
    if (table_make_room(&ds->observation_keys, ds->arena)) {
        for (uint32_t i = 0; i < id; i++) {
            insert_observation(ds, i);
        }
    }
    insert_observation(ds, id);
    return true;
}

void dataset_expect(struct dataset *ds, size_t count) {
    size_t total = ds->observation_count + count;
    struct table *keys = &ds->observation_keys;
    if (total > ds->observation_capacity) {
        struct observation *room = arena_array(ds->arena, total, sizeof *room);
        if (ds->observation_count > 0) {
            memcpy(room, ds->observations, ds->observation_count * sizeof *room);
        }
        ds->observations = room;
        ds->observation_capacity = total;
    }
    size_t capacity = keys->capacity == 0 ? 64 : keys->capacity;
    while (total * 2 > capacity) {
        capacity *= 2;
    }
    if (capacity > keys->capacity) {
        *keys = (struct table){arena_array(ds->arena, capacity, sizeof *keys->slots),
                               capacity, 0};
        for (size_t i = 0; i < ds->observation_count; i++) {
            insert_observation(ds, (uint32_t)i);
        }
    }
}

void dataset_put_observation(struct dataset *ds, const struct observation *o,
                             struct diag *diag) {
    uint32_t old = find_observation(ds, o->indicator, o->area, o->period);
    if (old == DATASET_NONE) {
        dataset_add_observation(ds, o, diag);
    } else {
        ds->observations[old] = *o;
    }
}

void dataset_add_statement(struct dataset *ds, const struct statement *s) {
    ds->statements = arena_grow(ds->arena, ds->statements, ds->statement_count,
                                &ds->statement_capacity, sizeof *ds->statements);
    ds->statements[ds->statement_count++] = *s;
}

void dataset_add_records(struct dataset *ds, const struct record_table *table) {
    ds->records = arena_grow(ds->arena, ds->records, ds->record_count,
                             &ds->record_capacity, sizeof *ds->records);
    ds->records[ds->record_count++] = *table;
}

void dataset_add_issue(struct dataset *ds, const struct issue *issue) {
    ds->issues = arena_grow(ds->arena, ds->issues, ds->issue_count, &ds->issue_capacity,
                            sizeof *ds->issues);
    ds->issues[ds->issue_count++] = *issue;
}

size_t dataset_indicator_count(const struct dataset *ds) { return ds->indicator_count; }

const struct indicator *dataset_indicator(const struct dataset *ds, uint32_t id) {
    return id < ds->indicator_count ? &ds->indicators[id] : NULL;
}

size_t dataset_area_count(const struct dataset *ds) { return ds->area_count; }

const struct area *dataset_area(const struct dataset *ds, uint32_t id) {
    return id < ds->area_count ? &ds->areas[id] : NULL;
}

struct str area_region(const struct area *area, struct str scheme) {
    for (size_t at = 0; at < area->regions.n;) {
        size_t end = str_find(area->regions, STR(";"), at);
        struct str item = str_slice(area->regions, at, end);
        size_t equals = str_find(item, STR("="), 0);
        if (equals != STR_NOT_FOUND &&
            str_equal(str_trim(str_slice(item, 0, equals)), scheme)) {
            return str_trim(str_slice(item, equals + 1, item.n));
        }
        if (end == STR_NOT_FOUND) {
            break;
        }
        at = end + 1;
    }
    return (struct str){"", 0};
}

/* Whether `wanted` is one of the texts between semicolons in `list`. */
static bool listed(struct str list, struct str wanted) {
    size_t at = 0;
    while (at < list.n) {
        size_t end = str_find(list, STR(";"), at);
        if (end == STR_NOT_FOUND)
            end = list.n;
        if (str_equal(str_trim(str_slice(list, at, end)), wanted))
            return true;
        at = end + 1;
    }
    return false;
}

bool area_in_group(const struct area *area, struct str group) {
    return listed(area->groups, group);
}

bool area_is_called(const struct area *area, struct str name) {
    return name.n > 0 &&
           (str_equal(area->code, name) || str_equal(area->name, name) ||
            str_equal(area->short_name, name) || str_equal(area->abbreviation, name) ||
            str_equal(area->name_en, name) || listed(area->aliases, name));
}

size_t dataset_file_count(const struct dataset *ds) { return ds->file_count; }

const struct input_file *dataset_file(const struct dataset *ds, uint32_t id) {
    return id < ds->file_count ? &ds->files[id] : NULL;
}

struct input_file *dataset_file_mutable(struct dataset *ds, uint32_t id) {
    return id < ds->file_count ? &ds->files[id] : NULL;
}

const struct observation *dataset_find(const struct dataset *ds, uint32_t indicator,
                                       uint32_t area, struct period period) {
    uint32_t id = find_observation(ds, indicator, area, period);
    return id == DATASET_NONE ? NULL : &ds->observations[id];
}

const struct observation *dataset_observations(const struct dataset *ds,
                                               size_t *count) {
    *count = ds->observation_count;
    return ds->observations;
}

const struct observation *dataset_of_indicator(const struct dataset *ds,
                                               uint32_t indicator, size_t *count) {
    *count = 0;
    if (!ds->sealed || indicator >= ds->indicator_count) {
        return NULL;
    }
    size_t from = ds->indicator_start[indicator];
    *count = ds->indicator_start[indicator + 1] - from;
    return *count == 0 ? NULL : ds->observations + from;
}

const struct statement *dataset_statements(const struct dataset *ds, size_t *count) {
    *count = ds->statement_count;
    return ds->statements;
}

const struct record_table *dataset_records(const struct dataset *ds, struct str name) {
    for (size_t i = 0; i < ds->record_count; i++) {
        if (str_equal(ds->records[i].name, name)) {
            return &ds->records[i];
        }
    }
    return NULL;
}

const struct issue *dataset_find_issue(const struct dataset *ds, struct str report,
                                       struct period period) {
    for (size_t i = 0; i < ds->issue_count; i++) {
        if (str_equal(ds->issues[i].report, report) &&
            period_equal(ds->issues[i].period, period)) {
            return &ds->issues[i];
        }
    }
    return NULL;
}

struct str dataset_cell_name(size_t line, size_t column, struct arena *arena) {
    char letters[16];
    size_t n = sizeof letters;
    for (; column > 0; column = (column - 1) / 26) {
        letters[--n] = (char)('A' + (column - 1) % 26);
    }
    return arena_printf(arena, "%.*s%zu", (int)(sizeof letters - n), letters + n, line);
}

struct place dataset_place(const struct dataset *ds, struct source_cell source,
                           struct arena *arena) {
    struct place place = {.line = source.line, .column = source.column};
    const struct input_file *file = dataset_file(ds, source.file);
    if (file != NULL) {
        place.file = file->path;
    }
    if (source.line > 0 && source.column > 0) {
        place.cell =
            dataset_cell_name(source.line - source.joined, source.column, arena);
    }
    return place;
}
