#include "rules/changes.h"

void changes_add(struct rule_run *run, struct changes *changes,
                 const struct rule_kind *rule, const struct summary *line,
                 struct str text, const struct observation *o) {
    changes->list = arena_grow(run->own, changes->list, changes->count,
                               &changes->capacity, sizeof *changes->list);
    changes->list[changes->count++] = (struct change){
        rule, line->file, line->series, line->name, arena_copy(run->own, text), o};
}

/* As it is called now, else as it was. */
static struct str name_of(const struct rule_run *run, const struct change *change) {
    uint32_t indicator, items[DATASET_ITEMS_MAX], series = DATASET_NONE;
    size_t count;
    if (change->series.n == 0)
        return change->file;
    if (dataset_read_code(run->ds, change->series, &indicator, items, &count).n == 0)
        series = dataset_find_series(run->ds, indicator, items, count);
    return series != DATASET_NONE ? rule_series_name(run, series) : change->name;
}

static void report_change(struct rule_run *run, const struct changes *all, size_t i,
                          bool *done) {
    const struct change *first = &all->list[i];
    struct str *names = arena_array(run->arena, all->count, sizeof *names);
    size_t n = 0;
    for (size_t k = i; k < all->count; k++) {
        const struct change *other = &all->list[k];
        if (other->rule != first->rule || !str_equal(other->file, first->file) ||
            !str_equal(other->text, first->text))
            continue;
        done[k] = true;
        names[n++] = name_of(run, other);
    }
    struct str list = rule_list(run, names, n);
    if (first->o != NULL)
        rule_report(run, first->o, "%.*s: %.*s", STR_ARG(list), STR_ARG(first->text));
    else
        rule_report_file(run, first->file, first->series, "%.*s: %.*s", STR_ARG(list),
                         STR_ARG(first->text));
}

void changes_report(struct rule_run *run, const struct changes *changes) {
    bool *done = arena_array(run->arena, changes->count, sizeof *done);
    for (size_t i = 0; i < changes->count; i++)
        if (!done[i] && changes->list[i].rule == run->kind)
            report_change(run, changes, i, done);
}
