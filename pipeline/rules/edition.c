/* The newest edition of a report has what its last editions had. A month that is
   missing is no hole in a file of its own, nor in one that goes on past it, so the
   files of an entry are looked at as one. */
#include "rules/changes.h"
#include "rules/rule.h"
#include "rules/summary.h"
#include <stddef.h>
#include <stdlib.h>

struct comparison {
    struct rule_run *run;
    const struct summary *lines;
    size_t count;
    struct changes found;
};

/* The editions of a report, oldest first. */
static int compare_issues(const void *a, const void *b) {
    const struct issue *x = a, *y = b;
    int order = str_compare(x->report, y->report);
    return order != 0 ? order : period_compare(x->period, y->period);
}

enum { EDITIONS_BEFORE = 3 };

/* The codes of the newest edition's period, and of those before it. */
struct editions {
    const struct issue *newest;
    struct str codes[EDITIONS_BEFORE + 1];
};

static const char *words(const struct comparison *c, const char *format)
    __attribute__((format_arg(2)));
static const char *words(const struct comparison *c, const char *format) {
    return diag_words(c->run->diag, format);
}

static void add_edition(struct comparison *c, const struct summary *line,
                        const struct issue *newest) {
    struct str report = newest->report, of = rule_period(c->run, newest->period), end;
    struct arena *arena = c->run->arena;
    struct period last;
    if (!period_from_code(line->last, &last))
        return;
    end = rule_period(c->run, last);
    struct str text =
        period_compare(last, newest->period) < 0
            ? arena_printf(arena,
                           words(c, "ends with %.*s; the report \"%.*s\" of %.*s has "
                                    "nothing of it"),
                           STR_ARG(end), STR_ARG(report), STR_ARG(of))
            : arena_printf(arena,
                           words(c, "goes on to %.*s, but the report \"%.*s\" of %.*s "
                                    "has nothing of it"),
                           STR_ARG(end), STR_ARG(report), STR_ARG(of));
    changes_add(c->run, &c->found, &rule_edition, line, text, NULL);
}

static bool has(const struct summary *line, struct str code) {
    return summary_mark_find(&line->periods, code) != NULL;
}

/* True if another file of the same entry gives the period, of an area of the line: one
   that is cut by years. */
static bool goes_on(const struct comparison *c, const struct summary *line,
                    struct str code) {
    size_t count;
    const struct summary *lines =
        summaries_of_series(c->lines, c->count, line->series, &count);
    for (size_t i = 0; i < count; i++) {
        if (!str_equal(lines[i].family, line->family) || !has(&lines[i], code))
            continue;
        for (size_t k = 0; k < line->areas.count; k++)
            if (summary_mark_find(&lines[i].areas, line->areas.list[k].code) != NULL)
                return true;
    }
    return false;
}

/* Of one file: its columns or rows. */
static void compare_line(struct comparison *c, const struct summary *line,
                         const struct editions *editions) {
    if (line->series.n == 0 || has(line, editions->codes[0]))
        return;
    for (size_t i = 1; i <= EDITIONS_BEFORE; i++)
        if (!has(line, editions->codes[i]))
            return;
    if (!goes_on(c, line, editions->codes[0]))
        add_edition(c, line, editions->newest);
}

/* Of the files of an entry: those of the periods. What the newest of them leaves out is
   no matter, for what is published differs from month to month. */
static void compare_family(struct comparison *c, struct str family,
                           const struct editions *editions) {
    bool given[EDITIONS_BEFORE + 1] = {false};
    const struct summary *newest = NULL;
    struct period last = {0}, end;
    for (size_t i = 0; i < c->count; i++) {
        const struct summary *line = &c->lines[i];
        if (!str_equal(line->family, family) || !period_from_code(line->last, &end))
            continue;
        for (size_t k = 0; k <= EDITIONS_BEFORE; k++)
            given[k] = given[k] || has(line, editions->codes[k]);
        if (newest == NULL || period_compare(end, last) > 0) {
            newest = line;
            last = end;
        }
    }
    for (size_t k = 0; k <= EDITIONS_BEFORE; k++)
        if (given[k] != (k > 0))
            return;
    for (size_t i = 0; i < c->found.count; i++)
        if (str_equal(c->found.list[i].file, newest->file))
            return; /* the file tells it alone */
    for (size_t i = 0; i < c->count; i++)
        if (str_equal(c->lines[i].file, newest->file) && c->lines[i].series.n > 0)
            add_edition(c, &c->lines[i], editions->newest);
}

/* Every family once. */
static void compare_families(struct comparison *c, const struct editions *editions) {
    const struct dataset *ds = c->run->ds;
    for (uint32_t i = 0; i < dataset_file_count(ds); i++) {
        const struct input_file *file = dataset_file(ds, i);
        bool is_first = file->family.n > 0 && !str_equal(file->family, file->path);
        for (uint32_t k = 0; is_first && k < i; k++)
            is_first = !str_equal(dataset_file(ds, k)->family, file->family);
        if (is_first)
            compare_family(c, file->family, editions);
    }
}

static void compare_newest(struct comparison *c, const struct issue *newest) {
    struct editions editions = {.newest = newest};
    for (size_t i = 0; i <= EDITIONS_BEFORE; i++)
        editions.codes[i] = period_code(newest[-(ptrdiff_t)i].period, c->run->arena);
    for (size_t i = 0; i < c->count; i++)
        compare_line(c, &c->lines[i], &editions);
    compare_families(c, &editions);
}

static void check(struct rule_run *run) {
    struct comparison c = {.run = run};
    size_t count;
    const struct issue *issues = dataset_issues(run->ds, &count);
    struct issue *sorted = arena_array(run->arena, count, sizeof *sorted);
    for (size_t i = 0; i < count; i++)
        sorted[i] = issues[i];
    if (count > 1)
        qsort(sorted, count, sizeof *sorted, compare_issues);
    for (size_t i = EDITIONS_BEFORE; i < count; i++) {
        bool is_newest =
            i + 1 == count || !str_equal(sorted[i].report, sorted[i + 1].report);
        if (!is_newest ||
            !str_equal(sorted[i - EDITIONS_BEFORE].report, sorted[i].report))
            continue;
        if (c.lines == NULL)
            c.lines = summaries_of(run->ds, run->own, &c.count);
        compare_newest(&c, &sorted[i]);
        run->looked += c.count;
    }
    changes_report(run, &c.found);
}

const struct rule_kind rule_edition = {
    .kind =
        {"edition",
         "what the last editions of a report had, its newest edition has (issues.csv)",
         "报告最新一期仍有前几期都有的序列"},
    .severity = DIAG_ERROR,
    .hint = "is the newest file, column or row missing, or is another period written "
            "over it? If there is none: { builtin = \"edition\", of = { \"CODE\" }, "
            "severity = \"off\", reason = \"…\" } in lua/checks.lua",
    .check = check,
};
