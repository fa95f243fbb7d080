/* Totals and their parts: an indicator and those below it, a series and its items, an
   area and the areas in it; each beyond what rounding takes (half a unit of the last
   digit of each). */
#include "rules/rule.h"
#include <math.h>

struct sum {
    double value;
    size_t found;
    const struct observation *first; /* of the parts */
};

static void sum_add(struct rule_run *run, struct sum *sum, uint32_t series,
                    uint32_t area, struct period period) {
    const struct observation *o =
        series == DATASET_NONE ? NULL : dataset_find(run->ds, series, area, period);
    if (o == NULL || !observation_has_value(o) || o->text != 0)
        return;
    sum->value += decimal_to_double(observation_number(o));
    if (sum->found++ == 0)
        sum->first = o;
}

/* Doubles carry about 16 digits: a sum that is off by less is not wrong. */
static bool differ(double a, double b, double slack) {
    return fabs(a - b) > slack + 1e-9 * fmax(1, fmax(fabs(a), fabs(b)));
}

/* Parts: the series that make up the series in hand. */

/* The value of the area in the period before: what it had then, it should have. */
static const struct observation *period_before(const struct rule_series *series,
                                               const struct observation *o) {
    if (o > series->o && o[-1].area == o->area)
        return o - 1;
    return o + 1 < series->o + series->count && o[1].area == o->area ? o + 1 : NULL;
}

/* Compares every value with the sum of the parts that are there: one that a month no
   longer lists has gone into 其他. */
static void compare_parts(struct rule_run *run, const struct rule_series *series,
                          const uint32_t *parts, size_t count) {
    struct rule_cells cells = {0};
    size_t at = 0, more;
    if (count < 2 || !rule_looks_at(run, series->id, series->count))
        return;
    for (size_t i = 0; i < series->count; i++) {
        struct sum sum = {0};
        for (size_t k = 0; k < count && !isnan(series->value[i]); k++)
            sum_add(run, &sum, parts[k], series->o[i].area, series->o[i].period);
        if (sum.found > 1 && differ(sum.value, series->value[i],
                                    rule_slack(series->indicator, sum.found + 1)))
            rule_cells_add(run, &cells, &series->o[i]);
    }
    for (const struct observation *o; (o = rule_cells_next(&cells, &at, &more));) {
        struct sum sum = {0};
        struct str *missing = arena_array(run->arena, count, sizeof *missing);
        size_t missing_count = 0;
        const struct observation *before = period_before(series, o);
        for (size_t k = 0; k < count; k++) {
            struct sum then = {0};
            size_t found = sum.found;
            sum_add(run, &sum, parts[k], o->area, o->period);
            if (before != NULL)
                sum_add(run, &then, parts[k], o->area, before->period);
            if (sum.found == found && then.found > 0)
                missing[missing_count++] = rule_series_name(run, parts[k]);
        }
        if (missing_count > 0)
            rule_report(
                run, sum.first,
                "%.*s is %.*s, the sum of its %zu parts %.*s; there is no value "
                "of %.*s%.*s",
                STR_ARG(rule_cell(run, o)), STR_ARG(rule_value(run, o)), sum.found,
                STR_ARG(rule_number(run, sum.value, series->indicator->decimals)),
                STR_ARG(rule_list(run, missing, missing_count)),
                STR_ARG(rule_more(run, more)));
        else
            rule_report(
                run, o, "%.*s is %.*s, the sum of its %zu parts %.*s%.*s",
                STR_ARG(rule_cell(run, o)), STR_ARG(rule_value(run, o)), sum.found,
                STR_ARG(rule_number(run, sum.value, series->indicator->decimals)),
                STR_ARG(rule_more(run, more)));
    }
}

static void compare_indicators_below(struct rule_run *run,
                                     const struct rule_series *series) {
    size_t count = 0, capacity = 0;
    uint32_t *parts = NULL;
    for (uint32_t i = 0; i < dataset_indicator_count(run->ds); i++) {
        const struct indicator *part = dataset_indicator(run->ds, i);
        if (part->aggregation != AGGREGATION_SUM ||
            !str_equal(part->parent, series->indicator->code))
            continue;
        parts = arena_grow(run->arena, parts, count, &capacity, sizeof *parts);
        parts[count++] = dataset_total(run->ds, i);
    }
    compare_parts(run, series, parts, count);
}

/* The items of a dimension below that of the series, or below none. */
static void compare_items_below(struct rule_run *run, const struct rule_series *series,
                                uint32_t dimension) {
    const struct series *s = dataset_series(run->ds, series->id);
    uint32_t own = DATASET_NONE, *parts = NULL;
    size_t count = 0, capacity = 0;
    for (uint32_t i = 0; i < s->item_count; i++)
        if (dataset_item(run->ds, s->items[i])->dimension == dimension)
            own = s->items[i];
    for (uint32_t i = 0; i < dataset_item_count(run->ds); i++) {
        const struct dimension_item *item = dataset_item(run->ds, i);
        uint32_t items[DATASET_ITEMS_MAX];
        size_t n = 0;
        if (item->dimension != dimension || item->parent != own)
            continue;
        for (uint32_t k = 0; k < s->item_count; k++)
            if (s->items[k] != own)
                items[n++] = s->items[k];
        if (n == DATASET_ITEMS_MAX)
            continue;
        items[n++] = i;
        uint32_t part = DATASET_NONE;
        if (dataset_sort_items(run->ds, items, n))
            part = dataset_find_series(run->ds, s->indicator, items, n);
        if (part == DATASET_NONE)
            continue;
        parts = arena_grow(run->arena, parts, count, &capacity, sizeof *parts);
        parts[count++] = part;
    }
    compare_parts(run, series, parts, count);
}

static void check_parts(struct rule_run *run, struct rule_series *series) {
    size_t siblings;
    dataset_series_of(run->ds, dataset_series(run->ds, series->id)->indicator,
                      &siblings);
    if (dataset_series(run->ds, series->id)->item_count == 0)
        compare_indicators_below(run, series);
    if (series->indicator->aggregation == AGGREGATION_SUM && siblings > 1)
        for (uint32_t d = 0; d < dataset_dimension_count(run->ds); d++)
            compare_items_below(run, series, d);
}

const struct rule_kind rule_parts = {
    .kind = {"parts", "a total is the sum of its parts, where they may be added up",
             "总数等于分项之和"},
    .severity = DIAG_ERROR,
    .hint = "look at the cell and at its parts in the file; parts that overlap are "
            "declared by aggregation = none in indicators.csv",
    .check_series = check_parts,
};

/* A part alone, which may overlap others, is no more than its whole. */
static void compare_whole(struct rule_run *run, const struct rule_series *series,
                          uint32_t whole) {
    struct rule_cells cells = {0};
    size_t at = 0, more;
    if (whole == DATASET_NONE || !rule_looks_at(run, series->id, series->count))
        return;
    for (size_t i = 0; i < series->count; i++) {
        struct sum all = {0};
        sum_add(run, &all, whole, series->o[i].area, series->o[i].period);
        if (all.found > 0 &&
            series->value[i] > all.value + rule_slack(series->indicator, 2))
            rule_cells_add(run, &cells, &series->o[i]);
    }
    for (const struct observation *o; (o = rule_cells_next(&cells, &at, &more));)
        rule_report(run, o, "%.*s is %.*s, more than %.*s as a whole%.*s",
                    STR_ARG(rule_cell(run, o)), STR_ARG(rule_value(run, o)),
                    STR_ARG(rule_series_name(run, whole)),
                    STR_ARG(rule_more(run, more)));
}

/* The series with an item's parent in place of the item, or without it. */
static uint32_t series_above(const struct rule_run *run, const struct series *s,
                             uint32_t item) {
    uint32_t items[DATASET_ITEMS_MAX];
    size_t n = 0;
    for (uint32_t i = 0; i < s->item_count; i++) {
        uint32_t parent = dataset_item(run->ds, s->items[i])->parent;
        if (i != item)
            items[n++] = s->items[i];
        else if (parent != DATASET_NONE)
            items[n++] = parent;
    }
    return dataset_find_series(run->ds, s->indicator, items, n);
}

static void check_part(struct rule_run *run, struct rule_series *series) {
    const struct indicator *indicator = series->indicator;
    const struct series *s = dataset_series(run->ds, series->id);
    uint32_t parent = dataset_find_indicator(run->ds, indicator->parent);
    if ((indicator->kind != KIND_STOCK && indicator->kind != KIND_FLOW) ||
        rule_is_change(indicator))
        return;
    if (parent != DATASET_NONE &&
        str_equal(dataset_indicator(run->ds, parent)->unit, indicator->unit))
        compare_whole(run, series, dataset_sibling(run->ds, series->id, parent));
    for (uint32_t i = 0; i < s->item_count; i++)
        compare_whole(run, series, series_above(run, s, i));
}

const struct rule_kind rule_part = {
    .kind = {"part", "a part is no more than its whole", "其中项不大于总项"},
    .severity = DIAG_ERROR,
    .hint =
        "look at the cell and at its whole in the file: one of them has another unit "
        "or another area",
    .check_series = check_part,
};

/* Areas. */

static bool is_part_of(const struct rule_run *run, uint32_t area, uint32_t whole) {
    const struct area *a = dataset_area(run->ds, area);
    return str_equal(dataset_area(run->ds, whole)->level, STR("nation"))
               ? a->ranked
               : a->parent == whole;
}

/* The sum over the areas in one; false if any of them has no value. */
static bool sum_of_areas(struct rule_run *run, const struct observation *o,
                         struct sum *sum) {
    for (uint32_t area = 0; area < dataset_area_count(run->ds); area++) {
        size_t before = sum->found;
        if (area == o->area || !is_part_of(run, area, o->area))
            continue;
        sum_add(run, sum, o->series, area, o->period);
        if (sum->found == before)
            return false;
    }
    return sum->found > 1;
}

static void check_area_parts(struct rule_run *run, struct rule_series *series) {
    struct rule_cells cells = {0};
    size_t at = 0, more;
    if (series->indicator->aggregation != AGGREGATION_SUM)
        return;
    bool *has_parts =
        arena_array(run->arena, dataset_area_count(run->ds), sizeof *has_parts);
    for (uint32_t a = 0; a < dataset_area_count(run->ds); a++) {
        const struct area *area = dataset_area(run->ds, a);
        if (area->parent != DATASET_NONE)
            has_parts[area->parent] = true;
        has_parts[a] = has_parts[a] || str_equal(area->level, STR("nation"));
    }
    for (size_t i = 0; i < series->count; i++) {
        const struct observation *o = &series->o[i];
        struct sum sum = {0};
        if (isnan(series->value[i]) || !has_parts[o->area] ||
            !sum_of_areas(run, o, &sum) || !rule_looks_at(run, series->id, 1))
            continue;
        if (differ(sum.value, series->value[i],
                   rule_slack(series->indicator, sum.found + 1)))
            rule_cells_add(run, &cells, o);
    }
    for (const struct observation *o; (o = rule_cells_next(&cells, &at, &more));) {
        struct sum sum = {0};
        sum_of_areas(run, o, &sum);
        rule_report(run, o, "%.*s is %.*s, the sum of its %zu areas %.*s%.*s",
                    STR_ARG(rule_cell(run, o)), STR_ARG(rule_value(run, o)), sum.found,
                    STR_ARG(rule_number(run, sum.value, series->indicator->decimals)),
                    STR_ARG(rule_more(run, more)));
    }
}

const struct rule_kind rule_area_parts = {
    .kind = {"area_parts", "the value of an area is the sum of the areas in it",
             "地区总数等于所属地区之和"},
    .severity = DIAG_ERROR,
    .hint = "look at the total and at the areas in the file; a total that counts more "
            "than its areas is set in lua/checks.lua: { builtin = \"area_parts\", of = "
            "{ \"CODE\" }, severity = \"off\", reason = \"…\" }",
    .check_series = check_area_parts,
};
