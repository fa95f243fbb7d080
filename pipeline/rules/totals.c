/* Totals and their parts: an indicator and those below it, a series and its items, an
   area and the areas in it; each beyond what rounding takes (half a unit of the last
   digit of each). */
#include "rules/rule.h"
#include <math.h>

struct sum {
    double value;
    size_t found;
    double least; /* of the parts */
    const struct observation *first;
};

static void sum_add(struct rule_run *run, struct sum *sum, uint32_t series,
                    uint32_t area, struct period period) {
    const struct observation *o =
        series == DATASET_NONE ? NULL : dataset_find(run->ds, series, area, period);
    if (o == NULL || !observation_has_value(o) || o->text != 0)
        return;
    double value = decimal_to_double(observation_number(o));
    sum->value += value;
    sum->least = sum->found == 0 ? value : fmin(sum->least, value);
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

/* ---- parts that are not there ---- */

/* A set of parts that some values have, and how often they make the whole. A file need
   not have all parts that are declared: a set makes the whole if it mostly does. */
struct part_set {
    uint64_t key;
    size_t fits, fails;
};

/* The files that have a part for areas of a level. */
struct part_files {
    struct str level;
    bool *has; /* of each part each file */
    struct part_files *next;
};

struct part_list {
    const uint32_t *series;
    size_t count;
    size_t without; /* those that are declared, too, but have no value anywhere */
    struct part_files *files;
    struct part_set *sets;
    size_t set_count, set_capacity;
};

/* Its set, and whether the parts make it. */
struct part_sum {
    struct sum sum;
    size_t set;
    bool differs;
};

static size_t find_set(struct rule_run *run, struct part_list *list, uint64_t key) {
    size_t i = 0;
    while (i < list->set_count && list->sets[i].key != key)
        i++;
    if (i == list->set_count) {
        list->sets = arena_grow(run->arena, list->sets, list->set_count,
                                &list->set_capacity, sizeof *list->sets);
        list->sets[list->set_count++] = (struct part_set){.key = key};
    }
    return i;
}

static struct part_sum sum_parts(struct rule_run *run, const struct rule_series *series,
                                 struct part_list *list, size_t i) {
    const struct observation *o = &series->o[i];
    struct part_sum out = {0};
    uint64_t key = 0;
    for (size_t k = 0; k < list->count && !isnan(series->value[i]); k++) {
        size_t found = out.sum.found;
        sum_add(run, &out.sum, list->series[k], o->area, o->period);
        key = key * 31 + (out.sum.found > found ? k + 1 : 0);
    }
    out.set = find_set(run, list, key);
    out.differs =
        out.sum.found > 1 && differ(out.sum.value, series->value[i],
                                    rule_slack(series->indicator, out.sum.found + 1));
    return out;
}

static const struct part_files *files_of(struct rule_run *run, struct part_list *list,
                                         struct str level) {
    struct part_files *f = list->files;
    while (f != NULL && !str_equal(f->level, level))
        f = f->next;
    if (f != NULL)
        return f;
    size_t files = dataset_file_count(run->ds), count;
    f = arena_alloc(run->arena, sizeof *f);
    *f = (struct part_files){.level = level, .next = list->files};
    f->has = arena_array(run->arena, files * list->count, sizeof *f->has);
    list->files = f;
    for (size_t k = 0; k < list->count; k++) {
        const struct observation *o =
            dataset_of_series(run->ds, list->series[k], &count);
        for (size_t i = 0; i < count; i++)
            if (str_equal(dataset_area(run->ds, o[i].area)->level, level))
                f->has[k * files + o[i].source.file] = true;
    }
    return f;
}

/* Whether the file of the value has the part for others, or the area has it in the
   period before: then it is missing here. */
static bool is_expected(struct rule_run *run, const struct rule_series *series,
                        struct part_list *list, size_t part,
                        const struct observation *o) {
    const struct observation *before = period_before(series, o);
    struct sum then = {0};
    if (before != NULL)
        sum_add(run, &then, list->series[part], o->area, before->period);
    if (then.found > 0)
        return true;
    struct str level = dataset_area(run->ds, o->area)->level;
    size_t files = dataset_file_count(run->ds);
    return files_of(run, list, level)->has[part * files + o->source.file];
}

/* The names of the parts that are missing; how many parts are not there. */
static size_t missing_parts(struct rule_run *run, const struct rule_series *series,
                            struct part_list *list, const struct observation *o,
                            struct str *names, size_t *name_count) {
    size_t absent = list->without;
    *name_count = 0;
    for (size_t k = 0; k < list->count; k++) {
        struct sum own = {0};
        uint32_t part = list->series[k];
        sum_add(run, &own, part, o->area, o->period);
        absent += own.found == 0;
        if (own.found == 0 && is_expected(run, series, list, k, o))
            names[(*name_count)++] = rule_series_name(run, part);
    }
    return absent;
}

/* Parts alone that are more than their whole; a balance among the absent ones may be
   below 0. */
static bool is_too_much(struct rule_run *run, const struct part_list *list,
                        const struct rule_series *series, size_t i,
                        const struct sum *sum) {
    for (size_t k = 0; k < list->count; k++) {
        const struct series *part = dataset_series(run->ds, list->series[k]);
        if (rule_is_change(dataset_indicator(run->ds, part->indicator)))
            return false;
    }
    return sum->value > series->value[i] && sum->least >= 0;
}

/* Compares every value with the sum of the parts that are there: one that a month no
   longer lists has gone into 其他. */
static void compare_parts(struct rule_run *run, const struct rule_series *series,
                          const uint32_t *parts, size_t count, size_t without) {
    struct rule_cells cells = {0};
    struct part_list list = {.series = parts, .count = count, .without = without};
    size_t at = 0, more, name_count;
    struct str *names = arena_array(run->arena, count + 1, sizeof *names);
    if (count < 2 || !rule_looks_at(run, series->id, series->count))
        return;
    size_t failed = 0;
    for (size_t i = 0; i < series->count; i++) {
        struct part_sum p = sum_parts(run, series, &list, i);
        list.sets[p.set].fits += !p.differs;
        list.sets[p.set].fails += p.differs;
        failed += p.differs;
    }
    for (size_t i = 0; i < series->count && failed > 0; i++) {
        struct part_sum p = sum_parts(run, series, &list, i);
        failed -= p.differs;
        if (p.differs && (list.sets[p.set].fits > list.sets[p.set].fails ||
                          missing_parts(run, series, &list, &series->o[i], names,
                                        &name_count) == 0 ||
                          name_count > 0 || is_too_much(run, &list, series, i, &p.sum)))
            rule_cells_add(run, &cells, &series->o[i]);
    }
    for (const struct observation *o; (o = rule_cells_next(&cells, &at, &more));) {
        struct sum sum = sum_parts(run, series, &list, (size_t)(o - series->o)).sum;
        missing_parts(run, series, &list, o, names, &name_count);
        if (name_count > 0)
            rule_report(
                run, sum.first,
                "%.*s is %.*s, the sum of its %zu parts %.*s; there is no value "
                "of %.*s%.*s",
                STR_ARG(rule_cell(run, o)), STR_ARG(rule_value(run, o)), sum.found,
                STR_ARG(rule_number(run, sum.value, series->indicator->decimals)),
                STR_ARG(rule_list(run, names, name_count)),
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
    compare_parts(run, series, parts, count, 0);
}

/* The items of a dimension below that of the series, or below none. */
static void compare_items_below(struct rule_run *run, const struct rule_series *series,
                                uint32_t dimension) {
    const struct series *s = dataset_series(run->ds, series->id);
    uint32_t own = DATASET_NONE, *parts = NULL;
    size_t count = 0, capacity = 0, without = 0;
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
        if (part == DATASET_NONE) {
            without++;
            continue;
        }
        parts = arena_grow(run->arena, parts, count, &capacity, sizeof *parts);
        parts[count++] = part;
    }
    compare_parts(run, series, parts, count, without);
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
