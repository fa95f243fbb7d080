/* What rules say and know of a value: names, numbers, the kind of an indicator. */
#include "rules/rule.h"
#include <math.h>
#include <stdlib.h>

#define NAME_CAP ((size_t)1 << 12)

static bool is_chinese(const struct rule_run *run) {
    return str_starts(run->input->words.language, STR("zh"));
}

struct str rule_period(const struct rule_run *run, struct period period) {
    return period_label(period, run->input->words, run->arena);
}

static struct str short_name(const struct rule_run *run, const struct area *area) {
    if (!is_chinese(run) && area->name_en.n > 0)
        return area->name_en;
    return area->short_name.n > 0 ? area->short_name : area->name;
}

struct str rule_area(const struct rule_run *run, uint32_t area) {
    return short_name(run, dataset_area(run->ds, area));
}

struct str rule_series_name(const struct rule_run *run, uint32_t series) {
    const struct series *s = dataset_series(run->ds, series);
    const struct indicator *i = dataset_indicator(run->ds, s->indicator);
    bool chinese = is_chinese(run);
    struct str name = !chinese && i->name_en.n > 0 ? i->name_en : i->name;
    for (uint32_t k = 0; k < s->item_count; k++) {
        const struct dimension_item *item = dataset_item(run->ds, s->items[k]);
        name = arena_printf(
            run->arena, "%.*s · %.*s", STR_ARG(name),
            STR_ARG(!chinese && item->name_en.n > 0 ? item->name_en : item->name));
    }
    return name;
}

struct str rule_cell(const struct rule_run *run, const struct observation *o) {
    return arena_printf(run->arena, is_chinese(run) ? "%.*s%.*s%.*s" : "%.*s %.*s %.*s",
                        STR_ARG(rule_area(run, o->area)),
                        STR_ARG(rule_period(run, o->period)),
                        STR_ARG(rule_series_name(run, o->series)));
}

struct str rule_place(const struct rule_run *run, const struct observation *o) {
    struct place place = dataset_place(run->ds, o->source, run->arena);
    return arena_printf(run->arena, "%.*s:%zu", STR_ARG(place.file), place.line);
}

struct str rule_value(const struct rule_run *run, const struct observation *o) {
    struct str text = dataset_text(run->ds, o);
    if (text.n > 0)
        return text;
    struct buf buf = buf_open(NAME_CAP);
    decimal_print(o->value, &buf);
    struct str unit = dataset_unit(run->ds, o);
    if (!is_chinese(run) && unit.n > 0)
        buf_char(&buf, ' ');
    buf_put(&buf, unit);
    text = arena_copy(run->arena, buf_str(&buf));
    buf_close(&buf);
    return text;
}

struct str rule_number(const struct rule_run *run, double value, int decimals) {
    return arena_printf(run->arena, "%.*f", decimals, value);
}

struct str rule_list(const struct rule_run *run, const struct str *names,
                     size_t count) {
    enum { MOST = 4 };
    struct str all = {0};
    for (size_t i = 0; i < count && i < MOST; i++)
        all = i == 0 ? names[0]
                     : arena_printf(run->arena, diag_words(run->diag, "%.*s, %.*s"),
                                    STR_ARG(all), STR_ARG(names[i]));
    if (count <= MOST)
        return all;
    return arena_printf(run->arena, diag_words(run->diag, "%.*s … (%zu in all)"),
                        STR_ARG(all), count);
}

struct str rule_more(const struct rule_run *run, size_t more) {
    return more == 0
               ? STR("")
               : arena_printf(run->arena,
                              diag_words(run->diag, ", and %zu more of this file"),
                              more);
}

/* Cells of one finding. */

void rule_concerns(struct rule_run *run, const uint32_t *areas, size_t count) {
    run->about = (struct rule_about){true, areas, count};
}

void rule_cells_add(struct rule_run *run, struct rule_cells *cells,
                    const struct observation *o) {
    cells->run = run;
    cells->cells = arena_grow(run->arena, cells->cells, cells->count, &cells->capacity,
                              sizeof(const struct observation *));
    cells->cells[cells->count++] = o;
}

static int compare_cells(const void *a, const void *b) {
    const struct source_cell *x = &(*(const struct observation *const *)a)->source;
    const struct source_cell *y = &(*(const struct observation *const *)b)->source;
    if (x->file != y->file)
        return x->file < y->file ? -1 : 1;
    if (x->line != y->line)
        return x->line < y->line ? -1 : 1;
    return x->column < y->column ? -1 : x->column > y->column;
}

const struct observation *rule_cells_next(struct rule_cells *cells, size_t *at,
                                          size_t *more) {
    if (*at == 0 && cells->count > 1)
        qsort(cells->cells, cells->count, sizeof(const struct observation *),
              compare_cells);
    if (*at == cells->count) {
        if (cells->run != NULL)
            cells->run->about = (struct rule_about){0};
        return NULL;
    }
    const struct observation *first = cells->cells[*at];
    size_t end = *at;
    uint32_t *areas = arena_array(cells->run->arena, cells->count - *at, sizeof *areas);
    for (; end < cells->count && cells->cells[end]->source.file == first->source.file;
         end++)
        areas[end - *at] = cells->cells[end]->area;
    rule_concerns(cells->run, areas, end - *at);
    *more = end - *at - 1;
    *at = end;
    return first;
}

/* What an indicator is. */

bool rule_named(const struct indicator *indicator, const char *const *words) {
    for (; *words != NULL; words++)
        if (str_find(indicator->name, str_from(*words), 0) != STR_NOT_FOUND ||
            str_find(indicator->name_en, str_from(*words), 0) != STR_NOT_FOUND)
            return true;
    return false;
}

bool rule_is_change(const struct indicator *indicator) {
    static const char *const words[] = {
        "增长",     "增速",      "增减",       "增幅",       "同比",     "环比",
        "变动",     "变化",      "提高",       "下降",       "降低",     "上升",
        "净",       "差额",      "差异",       "利润",       "盈亏",     "结余",
        "平衡",     "顺差",      "逆差",       "损益",       "拉动",     "贡献",
        "Growth",   " growth",   "Change",     " change",    "Increase", " increase",
        "Decrease", " decrease", "Net ",       " net ",      "Profit",   " profit",
        "Loss",     " loss",     "Balance",    " balance",   "Surplus",  "surplus",
        "Deficit",  "deficit",   "Difference", "difference", NULL};
    return rule_named(indicator, words);
}

double rule_slack(const struct indicator *indicator, size_t n) {
    if (indicator->decimals == 0 && indicator_is_counted(indicator))
        return 0;
    return (double)n * 0.5 * pow(10, -indicator->decimals);
}
