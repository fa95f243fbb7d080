/* Runs the rules: each series once, every rule over it, then what looks at all. */
#include "dataset/period_set.h"
#include "rules/rule.h"
#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#define TEXT_CAP ((size_t)1 << 16)

#define ENTRY(NAME) &rule_##NAME.kind,
const struct kind *const rule_kinds[] = {RULE_KINDS(ENTRY) NULL};

/* Settings. */

/* The first setting of the rule that is for a file or a series; NULL: none. */
static const struct rule_setting *setting_of(const struct rule_run *run,
                                             struct str file, struct str series) {
    size_t bracket = str_find(series, STR("["), 0);
    struct str indicator = str_slice(series, 0, bracket);
    for (size_t i = 0; i < run->input->setting_count; i++) {
        const struct rule_setting *s = &run->input->settings[i];
        if (s->rule != &run->kind->kind)
            continue;
        if (s->of_count == 0)
            return s;
        for (size_t k = 0; k < s->of_count; k++)
            if (str_equal(s->of[k], file) || str_equal(s->of[k], series) ||
                str_equal(s->of[k], indicator))
                return s;
    }
    return NULL;
}

static bool accepts(const struct rule_run *run) {
    for (size_t i = 0; i < run->input->setting_count; i++) {
        const struct rule_setting *s = &run->input->settings[i];
        if (s->rule == &run->kind->kind && s->severity == RULE_SEVERITY_ACCEPTED)
            return true;
    }
    return false;
}

static bool is_off(const struct rule_run *run) {
    if (run->input->accepted_only && !accepts(run))
        return true;
    for (size_t i = 0; i < run->input->setting_count; i++) {
        const struct rule_setting *s = &run->input->settings[i];
        if (s->rule == &run->kind->kind && s->of_count == 0)
            return s->severity == RULE_SEVERITY_OFF;
    }
    return false;
}

double rule_limit(const struct rule_run *run, uint32_t series) {
    if (run->input->setting_count == 0)
        return run->kind->limit;
    const struct rule_setting *s =
        setting_of(run, STR(""), dataset_series_code(run->ds, series, run->arena));
    return s != NULL && s->limit.n > 0 ? s->limit_number : run->kind->limit;
}

bool rule_looks_at(struct rule_run *run, uint32_t series, size_t values) {
    if (run->input->setting_count > 0) {
        const struct rule_setting *s =
            setting_of(run, STR(""), dataset_series_code(run->ds, series, run->arena));
        if (s != NULL && s->severity == RULE_SEVERITY_OFF)
            return false;
    }
    run->looked += values;
    return true;
}

/* Reporting. */

/* The name by which a project sets the rule; in Chinese behind what it asks for, which
   is said to be the rule, since the finding is its opposite. */
static struct str label_of(const struct rule_run *run) {
    const struct kind *kind = &run->kind->kind;
    if (!str_starts(run->input->words.language, STR("zh")))
        return str_from(kind->name);
    return arena_printf(run->arena,
                        diag_words(run->diag, "breaks the rule \"%s\" (%s)"),
                        kind->chinese, kind->name);
}

/* Of the cell that the finding is reported at, and of whom it is about besides. */
static void keep_subject(const struct rule_run *run, const struct observation *o,
                         struct rule_accepted *accepted) {
    const struct rule_about *about = &run->about;
    const uint32_t *areas = about->given ? about->areas : &o->area;
    accepted->indicator = dataset_series(run->ds, o->series)->indicator;
    accepted->period = o->period;
    accepted->area_count = about->given ? about->count : 1;
    accepted->areas =
        arena_array(run->input->arena, accepted->area_count, sizeof *accepted->areas);
    if (accepted->area_count > 0)
        memcpy(accepted->areas, areas, accepted->area_count * sizeof *accepted->areas);
}

static void keep_accepted(struct rule_run *run, const struct rule_setting *setting,
                          struct place place, struct str text,
                          const struct observation *o) {
    struct rules_outcome *out = run->outcome;
    struct arena *arena = run->input->arena;
    out->accepted = arena_grow(arena, out->accepted, out->accepted_count,
                               &out->accepted_capacity, sizeof *out->accepted);
    place.cell = arena_copy(arena, place.cell);
    struct rule_accepted *accepted = &out->accepted[out->accepted_count++];
    *accepted = (struct rule_accepted){.setting = setting,
                                       .partial = run->kind->partial,
                                       .text = arena_copy(arena, text),
                                       .place = place};
    keep_subject(run, o, accepted);
}

/* `o`: the cell that it is reported at, or NULL. */
__attribute__((format(printf, 5, 0))) static void
report(struct rule_run *run, const struct observation *o, struct place place,
       struct str series, const char *format, va_list args) {
    static const enum diag_severity severities[] = {
        [RULE_SEVERITY_ERROR] = DIAG_ERROR,
        [RULE_SEVERITY_WARNING] = DIAG_WARNING,
        [RULE_SEVERITY_ACCEPTED] = DIAG_ACCEPTED};
    const struct rule_setting *s = setting_of(run, place.file, series);
    enum diag_severity severity = run->kind->severity;
    if (s != NULL && s->severity == RULE_SEVERITY_OFF)
        return;
    if (s != NULL && s->severity != RULE_SEVERITY_DEFAULT)
        severity = severities[s->severity];
    struct buf text = buf_open(TEXT_CAP);
    buf_vprintf(&text, format, args);
    diag_finding(run->diag, severity, place, label_of(run), buf_str(&text),
                 s != NULL && severity == DIAG_ACCEPTED ? s->reason : STR(""));
    if (severity != DIAG_ACCEPTED)
        diag_hint(run->diag, "%s", diag_words(run->diag, run->kind->hint));
    run->outcome->release_warnings += run->kind->of_release && severity == DIAG_WARNING;
    if (severity == DIAG_ACCEPTED && !run->kind->of_release && o != NULL)
        keep_accepted(run, s, place, buf_str(&text), o);
    buf_close(&text);
}

void rule_report(struct rule_run *run, const struct observation *o, const char *format,
                 ...) {
    va_list args;
    va_start(args, format);
    report(run, o, dataset_place(run->ds, o->source, run->arena),
           dataset_series_code(run->ds, o->series, run->arena),
           diag_words(run->diag, format), args);
    va_end(args);
    run->about = (struct rule_about){0};
}

void rule_report_file(struct rule_run *run, struct str file, struct str series,
                      const char *format, ...) {
    va_list args;
    va_start(args, format);
    report(run, NULL, (struct place){.file = file}, series,
           diag_words(run->diag, format), args);
    va_end(args);
}

/* Running. */

void rule_by_period(struct rule_run *run, struct rule_series *series) {
    if (series->start != NULL)
        return;
    struct period_set set = period_set_open(run->arena);
    uint32_t *which = arena_array(run->arena, series->count, sizeof *which);
    for (size_t i = 0; i < series->count; i++)
        which[i] = period_set_add(&set, series->o[i].period);
    size_t n = set.count;
    const uint32_t *place = period_set_ranks(&set, run->arena);
    periods_sort(set.list, n);
    series->periods = set.list;
    series->period_count = n;
    series->start = arena_array(run->arena, n + 1, sizeof *series->start);
    for (size_t i = 0; i < series->count; i++)
        series->start[(which[i] = place[which[i]]) + 1]++;
    for (size_t i = 0; i < n; i++)
        series->start[i + 1] += series->start[i];
    uint32_t *next = arena_array(run->arena, n, sizeof *next);
    memcpy(next, series->start, n * sizeof *next);
    series->order = arena_array(run->arena, series->count, sizeof *series->order);
    for (size_t i = 0; i < series->count; i++)
        series->order[next[which[i]]++] = (uint32_t)i;
    series->period_of = which;
}

static double *numbers_of(const struct observation *o, size_t count,
                          struct arena *arena) {
    double *value = arena_array(arena, count, sizeof *value);
    for (size_t i = 0; i < count; i++)
        value[i] = observation_has_value(&o[i]) && o[i].text == 0
                       ? decimal_to_double(observation_number(&o[i]))
                       : (double)NAN;
    return value;
}

static void run_over_series(struct rule_run *run, const bool *off, size_t *looked) {
    for (uint32_t id = 0; id < dataset_series_count(run->ds); id++) {
        struct rule_series series = {.id = id};
        series.o = dataset_of_series(run->ds, id, &series.count);
        if (series.count == 0)
            continue;
        run->arena = arena_open();
        series.indicator =
            dataset_indicator(run->ds, dataset_series(run->ds, id)->indicator);
        series.value = numbers_of(series.o, series.count, run->arena);
        for (size_t i = 0; rule_kinds[i] != NULL; i++) {
            run->kind = (const void *)rule_kinds[i];
            run->looked = 0;
            if (run->kind->check_series != NULL && !off[i])
                run->kind->check_series(run, &series);
            looked[i] += run->looked;
        }
        arena_close(run->arena);
    }
}

void rules_run(const struct rules_input *input, struct diag *diag,
               struct rules_outcome *outcome) {
    struct rule_run run = {.input = input,
                           .ds = input->ds,
                           .diag = diag,
                           .own = arena_open(),
                           .outcome = outcome};
    size_t count = kind_count(rule_kinds);
    size_t *looked = memory_alloc(count * sizeof *looked);
    bool *off = memory_alloc(count * sizeof *off);
    for (size_t i = 0; i < count; i++) {
        run.kind = (const void *)rule_kinds[i];
        off[i] = is_off(&run);
    }
    run_over_series(&run, off, looked);
    for (size_t i = 0; i < count; i++) {
        run.kind = (const void *)rule_kinds[i];
        run.looked = 0;
        run.arena = arena_open();
        if (run.kind->check != NULL && !off[i])
            run.kind->check(&run);
        looked[i] += run.looked;
        outcome->ran += looked[i] > 0;
        arena_close(run.arena);
    }
    arena_close(run.own);
    free(looked);
    free(off);
}
