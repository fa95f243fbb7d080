/* The data against series.csv of the last release: what was there is there still, and
   says the same. Everything is compared once, at the first of these rules; each reports
   what is its own. Series of one file that lost or changed the same are one finding. */
#include "rules/changes.h"
#include "rules/rule.h"
#include "rules/summary.h"
#include <math.h>
#include <stddef.h>

struct release_changes {
    struct changes found;
    size_t compared; /* lines that were held against the release */
};

struct comparison {
    struct rule_run *run;
    struct release_changes *out;
    /* The lines of the series that do not read the same at both times. */
    struct summary_list before, now;
    /* How far the text of the last release is read. */
    size_t at;
    struct str series, lines; /* of its next series */
    bool more;
};

static void add(struct comparison *c, const struct rule_kind *rule,
                const struct summary *line, struct str text,
                const struct observation *o) {
    changes_add(c->run, &c->out->found, rule, line, text, o);
}

static const char *words(const struct comparison *c, const char *format)
    __attribute__((format_arg(2)));
static const char *words(const struct comparison *c, const char *format) {
    return diag_words(c->run->diag, format);
}

/* Names. */

static struct str period_name(const struct comparison *c, struct str code) {
    struct period period;
    return period_from_code(code, &period) ? rule_period(c->run, period) : code;
}

static struct str area_name(const struct comparison *c, struct str code) {
    uint32_t area = dataset_find_area(c->run->ds, code);
    return area != DATASET_NONE ? rule_area(c->run, area) : code;
}

/* The codes of `marks` that `wanted` says yes to, by name. */
static struct str name_marks(const struct comparison *c,
                             const struct summary_marks *marks, const bool *wanted,
                             struct str (*name)(const struct comparison *,
                                                struct str)) {
    struct str *names = arena_array(c->run->arena, marks->count, sizeof *names);
    size_t n = 0;
    for (size_t i = 0; i < marks->count; i++)
        if (wanted[i])
            names[n++] = name(c, marks->list[i].code);
    return rule_list(c->run, names, n);
}

static size_t count_true(const bool *list, size_t count) {
    size_t n = 0;
    for (size_t i = 0; i < count; i++)
        n += list[i];
    return n;
}

/* Lost: the file does not give it any more, and no file that gave it not yet. */

static const struct summary_mark *mark_of(const struct summary *line, struct str code,
                                          bool period) {
    return line == NULL
               ? NULL
               : summary_mark_find(period ? &line->periods : &line->areas, code);
}

static bool is_there(const struct comparison *c, const struct summary *line,
                     struct str code, bool period) {
    size_t lines;
    const struct summary *s =
        summaries_of_series(c->now.list, c->now.count, line->series, &lines);
    for (size_t i = 0; i < lines; i++) {
        const struct summary_mark *now = mark_of(&s[i], code, period), *before;
        if (now == NULL)
            continue;
        before = mark_of(
            summaries_find(c->before.list, c->before.count, s[i].series, s[i].file),
            code, period);
        if (str_equal(s[i].file, line->file) || before == NULL ||
            before->hash != now->hash)
            return true;
    }
    return false;
}

static bool *lost_marks(const struct comparison *c, const struct summary *line,
                        bool period) {
    const struct summary_marks *marks = period ? &line->periods : &line->areas;
    bool *lost = arena_array(c->run->arena, marks->count, sizeof *lost);
    for (size_t i = 0; i < marks->count; i++)
        lost[i] = !is_there(c, line, marks->list[i].code, period);
    return lost;
}

static size_t values_of(const struct summary *list, size_t count, struct str series) {
    size_t lines, n = 0;
    const struct summary *s = summaries_of_series(list, count, series, &lines);
    for (size_t i = 0; i < lines; i++)
        n += s[i].count;
    return n;
}

static const struct input_file *file_of(const struct comparison *c, struct str path) {
    for (uint32_t i = 0; i < dataset_file_count(c->run->ds); i++)
        if (str_equal(dataset_file(c->run->ds, i)->path, path))
            return dataset_file(c->run->ds, i);
    return NULL;
}

/* The line's file does not give its series any more. */
static void compare_gone(struct comparison *c, const struct summary *line) {
    const struct input_file *file = file_of(c, line->file);
    size_t before = values_of(c->before.list, c->before.count, line->series);
    size_t now = values_of(c->now.list, c->now.count, line->series);
    struct arena *arena = c->run->arena;
    if (now >= before && line->series.n > 0) {
        /* A file under another name is no loss; one that now holds something else may
           have changed places with it. */
        if (file != NULL && file->observations > 0)
            add(c, &rule_changed, line,
                arena_printf(arena,
                             words(c, "stood in this file at the last release and "
                                      "stands in another one now")),
                NULL);
        return;
    }
    if (file == NULL)
        add(c, &rule_gone, line,
            arena_printf(arena,
                         words(c, "the file gave %zu values at the last release and is "
                                  "not there any more"),
                         line->count),
            NULL);
    else
        add(c, &rule_gone, line,
            arena_printf(arena,
                         words(c, "the file gives no value of it; it gave %zu at the "
                                  "last release"),
                         line->count),
            NULL);
}

/* True if something is missing that was there. */
static bool compare_counts(struct comparison *c, const struct summary *line,
                           const struct summary *now) {
    struct arena *arena = c->run->arena;
    bool *periods = lost_marks(c, line, true), *areas = lost_marks(c, line, false);
    size_t lost_periods = count_true(periods, line->periods.count);
    size_t lost_areas = count_true(areas, line->areas.count);
    struct period was, is;
    if (lost_periods > 0 && period_from_code(line->last, &was) &&
        period_from_code(now->last, &is) && period_compare(is, was) < 0) {
        add(c, &rule_ended, line,
            arena_printf(arena,
                         words(c, "ends with %.*s; at the last release with %.*s"),
                         STR_ARG(period_name(c, now->last)),
                         STR_ARG(period_name(c, line->last))),
            NULL);
        return true;
    }
    /* The periods and areas that are there still, with fewer values in all. */
    bool fewer = now->count < line->count &&
                 values_of(c->now.list, c->now.count, line->series) <
                     values_of(c->before.list, c->before.count, line->series);
    if (lost_periods == 0 && lost_areas == 0 && !fewer)
        return false;
    struct str text =
        arena_printf(arena, words(c, "%zu values; at the last release %zu"), now->count,
                     line->count);
    if (lost_periods > 0)
        text =
            arena_printf(arena, words(c, "%.*s; without %.*s"), STR_ARG(text),
                         STR_ARG(name_marks(c, &line->periods, periods, period_name)));
    if (lost_areas > 0)
        text = arena_printf(arena, words(c, "%.*s; without %.*s"), STR_ARG(text),
                            STR_ARG(name_marks(c, &line->areas, areas, area_name)));
    add(c, &rule_shrunken, line, text, NULL);
    return true;
}

/* The power of ten between two numbers of one size, 0 if there is none. */
static int power_between(struct str before, struct str now) {
    struct decimal a, b;
    if (!decimal_parse(before, &a) || !decimal_parse(now, &b) || decimal_is_zero(a) ||
        decimal_is_zero(b))
        return 0;
    double ratio = decimal_to_double(b) / decimal_to_double(a);
    if (ratio <= 0)
        return 0;
    double power = round(log10(ratio));
    return fabs(log10(ratio) - power) < 0.05 ? (int)power : 0;
}

/* Which marks both have with another hash. */
static bool *changed_marks(const struct comparison *c,
                           const struct summary_marks *before,
                           const struct summary_marks *now) {
    bool *changed = arena_array(c->run->arena, before->count, sizeof *changed);
    for (size_t i = 0; i < before->count; i++) {
        const struct summary_mark *mark = summary_mark_find(now, before->list[i].code);
        changed[i] = mark != NULL && mark->hash != before->list[i].hash;
    }
    return changed;
}

/* The first value of the file in a changed period and area, by its cell; NULL if each
   one says that it is a revision. */
static const struct observation *changed_cell(const struct comparison *c,
                                              const struct summary *line,
                                              const bool *periods, const bool *areas,
                                              bool *revised) {
    const struct dataset *ds = c->run->ds;
    uint32_t indicator, items[DATASET_ITEMS_MAX];
    size_t item_count;
    *revised = false;
    if (line->series.n == 0 ||
        dataset_read_code(ds, line->series, &indicator, items, &item_count).n > 0)
        return NULL;
    uint32_t series = dataset_find_series(ds, indicator, items, item_count);
    for (size_t i = 0; i < line->areas.count; i++)
        for (size_t k = 0; areas[i] && k < line->periods.count; k++) {
            struct period period;
            uint32_t area = dataset_find_area(ds, line->areas.list[i].code);
            if (!periods[k] || area == DATASET_NONE ||
                !period_from_code(line->periods.list[k].code, &period))
                continue;
            const struct observation *o = dataset_find(ds, series, area, period);
            if (o == NULL ||
                !str_equal(dataset_file(ds, o->source.file)->path, line->file))
                continue;
            *revised = o->status == STATUS_REVISED || dataset_is_revised(ds, o);
            if (!*revised)
                return o;
        }
    return NULL;
}

static void compare_values(struct comparison *c, const struct summary *line,
                           const struct summary *now) {
    struct arena *arena = c->run->arena;
    bool *periods = changed_marks(c, &line->periods, &now->periods);
    bool *areas = changed_marks(c, &line->areas, &now->areas);
    bool revised;
    /* What is lost changes the one or the other. */
    if (count_true(periods, line->periods.count) == 0 ||
        (line->areas.count > 0 && count_true(areas, line->areas.count) == 0))
        return;
    const struct observation *o = changed_cell(c, line, periods, areas, &revised);
    if (o == NULL && revised)
        return;
    int low = power_between(line->low, now->low);
    int high = power_between(line->high, now->high);
    if (high != 0 && low == high) {
        add(c, &rule_magnitude, line,
            arena_printf(arena,
                         words(c,
                               "values from %.*s to %.*s%.*s; at the last release from "
                               "%.*s to %.*s%.*s, another power of ten"),
                         STR_ARG(now->low), STR_ARG(now->high), STR_ARG(now->unit),
                         STR_ARG(line->low), STR_ARG(line->high), STR_ARG(line->unit)),
            o);
        return;
    }
    struct str text =
        arena_printf(arena, words(c, "other values than at the last release in %.*s"),
                     STR_ARG(line->series.n == 0 ? line->file
                                                 : name_marks(c, &line->periods,
                                                              periods, period_name)));
    if (line->areas.count > 1)
        text = arena_printf(arena, words(c, "%.*s of %.*s"), STR_ARG(text),
                            STR_ARG(name_marks(c, &line->areas, areas, area_name)));
    add(c, &rule_changed, line, text, o);
}

static void compare_line(struct comparison *c, const struct summary *line) {
    const struct summary *now =
        summaries_find(c->now.list, c->now.count, line->series, line->file);
    if (now == NULL) {
        compare_gone(c, line);
        return;
    }
    bool lost = compare_counts(c, line, now);
    if (!str_equal(line->unit, now->unit)) {
        add(c, &rule_changed, line,
            arena_printf(c->run->arena,
                         words(c, "is in %.*s; at the last release in %.*s"),
                         STR_ARG(now->unit), STR_ARG(line->unit)),
            NULL);
        return;
    }
    if (line->series.n == 0 && lost)
        return;
    compare_values(c, line, now);
}

/* What changed. */

static void next_series(struct comparison *c) {
    c->more = summaries_next(c->run->input->last_release, &c->at, c->run->own,
                             &c->series, &c->lines);
    for (size_t i = 0; c->more && i < c->lines.n; i++)
        c->out->compared += c->lines.p[i] == '\n';
}

/* Keeps the lines of a series if they are others than at the last release, which has
   the series in the same order. */
static void keep_changed(void *context, struct str series, struct str lines) {
    struct comparison *c = context;
    for (; c->more && str_compare(c->series, series) < 0; next_series(c))
        summaries_add(&c->before, c->lines, c->run->own);
    if (!c->more || !str_equal(c->series, series))
        return;
    if (!str_equal(c->lines, lines)) {
        summaries_add(&c->before, c->lines, c->run->own);
        summaries_add(&c->now, arena_copy(c->run->own, lines), c->run->own);
    }
    next_series(c);
}

static void compare_release(struct comparison *c) {
    c->at = summaries_begin(c->run->input->last_release);
    if (c->at == 0)
        return;
    next_series(c);
    summaries_walk(c->run->ds, keep_changed, c);
    for (; c->more; next_series(c))
        summaries_add(&c->before, c->lines, c->run->own);
    for (size_t i = 0; i < c->before.count; i++)
        compare_line(c, &c->before.list[i]);
}

static const struct release_changes *compare_all(struct rule_run *run) {
    struct comparison c = {.run = run};
    if (run->release != NULL)
        return run->release;
    c.out = arena_alloc(run->own, sizeof *c.out);
    run->release = c.out;
    compare_release(&c);
    return c.out;
}

static void check(struct rule_run *run) {
    const struct release_changes *all = compare_all(run);
    run->looked = all->compared;
    changes_report(run, &all->found);
}

const struct rule_kind rule_gone = {
    .kind = {"gone", "a file or series of the last release is there still",
             "上次发布时有的文件和序列仍在"},
    .severity = DIAG_ERROR,
    .hint =
        "restore the file or look at what it holds now; if it is meant, say so in "
        "lua/checks.lua: { builtin = \"gone\", of = { \"CODE\" }, severity = \"off\", "
        "reason = \"…\" }",
    .of_release = true,
    .check = check,
};

const struct rule_kind rule_ended = {
    .kind = {"ended", "a series goes on as far as at the last release",
             "序列不早于上次发布时结束"},
    .severity = DIAG_ERROR,
    .hint = "is the newest column or row missing, or an older file in its place? If it "
            "is meant: { builtin = \"ended\", of = { \"CODE\" }, severity = \"off\", "
            "reason = \"…\" } in lua/checks.lua",
    .of_release = true,
    .check = check,
};

const struct rule_kind rule_shrunken = {
    .kind = {"shrunken", "a series has no fewer values than at the last release",
             "序列的数据不少于上次发布时"},
    .severity = DIAG_WARNING,
    .hint = "compare the file with the one of the last release: is it cut, or are rows "
            "or columns left out?",
    .of_release = true,
    .check = check,
};

const struct rule_kind rule_magnitude = {
    .kind = {"magnitude", "values are of the same power of ten as at the last release",
             "数值与上次发布时的量级相同"},
    .severity = DIAG_ERROR,
    .hint = "look at the unit in the file and at unit = in input/sources.lua",
    .of_release = true,
    .check = check,
};

const struct rule_kind rule_changed = {
    .kind = {"changed", "published values are the same as at the last release",
             "已发布的数值与上次发布时相同"},
    .severity = DIAG_WARNING,
    .hint = "a revision? Then a column of vintages or the status of a revision says "
            "so; else "
            "compare the file with the one of the last release",
    .of_release = true,
    .check = check,
};
