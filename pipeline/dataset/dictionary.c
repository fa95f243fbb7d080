/* Indicators and areas: added in the order of their files, found by code. */
#include "dataset/room.h"
#include "dataset/unit.h"
#include <string.h>

_Static_assert(offsetof(struct indicator, code) == 0 &&
                   offsetof(struct area, code) == 0,
               "find_code() reads the code as the first member");

static uint32_t find_code(const struct id_table *table, struct str code,
                          const void *first, size_t stride) {
    uint32_t id;
    for (struct id_walk w = id_table_find(table, str_hash(code));
         id_walk_next(&w, &id);) {
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
    ds->totals = arena_grow(ds->arena, ds->totals, ds->indicator_count,
                            &ds->total_capacity, sizeof *ds->totals);
    uint32_t id = (uint32_t)ds->indicator_count++;
    ds->indicators[id] = *indicator;
    if (id_table_reserve(&ds->indicator_codes, 1, ds->arena)) {
        for (uint32_t i = 0; i < id; i++) {
            id_table_add(&ds->indicator_codes, str_hash(ds->indicators[i].code), i);
        }
    }
    id_table_add(&ds->indicator_codes, str_hash(indicator->code), id);
    ds->totals[id] = dataset_intern_series(ds, id, NULL, 0);
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
    if (id_table_reserve(&ds->area_codes, 1, ds->arena)) {
        for (uint32_t i = 0; i < id; i++) {
            id_table_add(&ds->area_codes, str_hash(ds->areas[i].code), i);
        }
    }
    id_table_add(&ds->area_codes, str_hash(area->code), id);
    return id;
}

void dataset_set_parent(struct dataset *ds, uint32_t area, uint32_t parent) {
    ds->areas[area].parent = parent;
}

size_t dataset_indicator_count(const struct dataset *ds) { return ds->indicator_count; }

const struct indicator *dataset_indicator(const struct dataset *ds, uint32_t id) {
    return id < ds->indicator_count ? &ds->indicators[id] : NULL;
}

bool indicator_is_counted(const struct indicator *indicator) {
    return (indicator->kind == KIND_STOCK || indicator->kind == KIND_FLOW) &&
           unit_is_counted(indicator->unit);
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
