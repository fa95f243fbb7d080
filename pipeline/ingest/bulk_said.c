#include "ingest/bulk_said.h"

/* Which of the ids rows have. */
struct marks {
    bool *areas, *indicators, *moments, *bare;
};

/* Without a column of units all rows are bare, of what they are of themselves: a column
   of values may say another indicator. */
static void mark_keys(const struct bulk_said *b, const struct sums *keys,
                      const struct marks *m) {
    bool bare = b->layout->unit_column == SCAN_COLUMNS_MAX;
    for (size_t i = 0; i < keys->capacity; i++) {
        const struct sums_cell *cell = &keys->cells[i];
        uint32_t series, area, moment;
        if (cell->key != 0) {
            sums_key_parts(cell->key, &series, &area, &moment);
            uint32_t indicator = bulk_names_indicator(b->names, series);
            m->indicators[indicator] = m->areas[area] = m->moments[moment] = true;
            m->bare[indicator] |= bare && !b->layout->values[cell->value].own;
        }
    }
}

static void mark_bare(const struct bulk_said *b, const struct marks *m) {
    for (size_t k = 0; k < b->scanner_count; k++) {
        const struct sums *bare = scanner_bare(b->scanners[k]);
        for (size_t i = 0; i < bare->capacity; i++) {
            uint32_t series, unused;
            if (bare->cells[i].key != 0) {
                sums_key_parts(bare->cells[i].key, &series, &unused, &unused);
                m->bare[bulk_names_indicator(b->names, series)] = true;
            }
        }
    }
}

static void list_periods(const struct bulk_said *b, const struct marks *m,
                         struct arena *arena, struct evidence_of_rows *out) {
    size_t count;
    const struct moment *all = bulk_names_moments(b->names, &count);
    struct period *list = arena_array(arena, count, sizeof *list);
    struct period *bases = arena_array(arena, count, sizeof *bases);
    for (size_t i = 0; i < count; i++) {
        if (m->moments[i]) {
            list[out->period_count++] = all[i].period;
        }
        if (m->moments[i] && !period_equal(all[i].base, all[i].period)) {
            bases[out->base_count++] = all[i].base;
        }
    }
    out->periods = list;
    out->bases = bases;
}

static void take_unit(const struct bulk_said *b, const struct scan_first *first,
                      struct evidence_unit *list, size_t *count) {
    struct evidence_unit unit = {
        .text = bulk_names_unit_text(b->names, first->unit),
        .place = {.file = b->path,
                  .line = b->before[first->block] + first->line + 1,
                  .column = b->layout->unit_column + 1}};
    if (unit.text.n == 0) {
        return; /* rows with no unit of their own */
    }
    for (size_t i = 0; i < *count; i++) {
        if (str_equal(list[i].text, unit.text)) {
            list[i] = unit.place.line < list[i].place.line ? unit : list[i];
            return;
        }
    }
    list[(*count)++] = unit;
}

/* Each with the first row that has it. */
static void list_units(const struct bulk_said *b, struct arena *arena,
                       struct evidence_of_rows *out) {
    size_t most = 0, count;
    for (size_t k = 0; k < b->scanner_count; k++) {
        scanner_units(b->scanners[k], &count);
        most += count;
    }
    struct evidence_unit *list = arena_array(arena, most, sizeof *list);
    for (size_t k = 0; k < b->scanner_count; k++) {
        const struct scan_first *firsts = scanner_units(b->scanners[k], &count);
        for (size_t i = 0; i < count; i++) {
            take_unit(b, &firsts[i], list, &out->unit_count);
        }
    }
    out->units = list;
}

struct evidence_of_rows bulk_said(const struct bulk_said *b, struct arena *arena) {
    size_t areas = dataset_area_count(b->ds), moments;
    size_t indicators = dataset_indicator_count(b->ds);
    bulk_names_moments(b->names, &moments);
    struct marks m = {.areas = arena_array(arena, areas, sizeof *m.areas),
                      .indicators =
                          arena_array(arena, indicators, sizeof *m.indicators),
                      .moments = arena_array(arena, moments, sizeof *m.moments),
                      .bare = arena_array(arena, indicators, sizeof *m.bare)};
    mark_keys(b, scanner_sums(b->scanners[0]), &m);
    mark_bare(b, &m);
    struct evidence_of_rows out = {
        .areas = m.areas, .indicators = m.indicators, .bare = m.bare};
    list_periods(b, &m, arena, &out);
    list_units(b, arena, &out);
    return out;
}
