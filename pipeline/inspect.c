#define _XOPEN_SOURCE 700 /* realpath() */
#include "build.h"

#include "base/file.h"
#include "ingest/ingest.h"
#include "mail.h"
#include "run.h"
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#define PROFILE_CAP ((size_t)1 << 20)

/* What narrows the values that were read. */
static void print_breakdowns(const struct run *run) {
    for (uint32_t i = 0; i < dataset_dimension_count(run->dataset); i++) {
        const struct dimension *d = dataset_dimension(run->dataset, i);
        size_t items = 0, series = 0;
        for (uint32_t k = 0; k < dataset_item_count(run->dataset); k++)
            items += dataset_item(run->dataset, k)->dimension == i;
        for (uint32_t k = 0; k < dataset_series_count(run->dataset); k++) {
            const struct series *s = dataset_series(run->dataset, k);
            for (uint32_t n = 0; n < s->item_count; n++)
                series += dataset_item(run->dataset, s->items[n])->dimension == i;
        }
        printf(diag_words(run->diag, "dimension %.*s (%.*s): items %zu, series %zu\n"),
               STR_ARG(d->code), STR_ARG(d->name), items, series);
    }
}

/* What a report would print and nobody has filled in: it is left out of the pages. */
static void print_blanks(const struct run *run) {
    const struct theme *theme = run->tools.theme;
    if (theme != NULL && theme->organisation.n == 0)
        printf("%s",
               diag_words(run->diag, "to be filled in: the office (organisation = "
                                     "\"…\" in templates/theme.lua)\n"));
    if (run->tools.dataset == NULL)
        return;
    static const char *const columns[] = {"compiled_by", "reviewed_by", "approved_by",
                                          "date"};
    size_t count, empty[4] = {0};
    const struct issue *issues = dataset_issues(run->dataset, &count);
    for (size_t i = 0; i < count; i++) {
        const struct str own[] = {issues[i].compiled_by, issues[i].reviewed_by,
                                  issues[i].approved_by, issues[i].date};
        for (size_t k = 0; k < 4; k++)
            empty[k] += own[k].n == 0;
    }
    for (size_t k = 0; k < 4; k++)
        if (empty[k] > 0)
            printf(diag_words(run->diag, "to be filled in: %s of %zu issues "
                                         "(input/issues.csv)\n"),
                   columns[k], empty[k]);
}

static void print_verdict(const struct run *run, bool good, FILE *stream) {
    fprintf(
        stream,
        diag_words(run->diag,
                   "errors %zu, warnings %zu, accepted %zu; rules that ran %zu: %s\n"),
        diag_count(run->diag, DIAG_ERROR), diag_count(run->diag, DIAG_WARNING),
        diag_count(run->diag, DIAG_ACCEPTED), run->rules.ran,
        good ? diag_words(run->diag, "the data pass")
             : diag_words(run->diag, "nothing can be published"));
}

static void print_text(const struct run *run, bool good, struct str page) {
    size_t observations = 0, files = 0, ignored = 0, skipped = 0;
    if (run->tools.dataset != NULL)
        (void)dataset_observations(run->dataset, &observations);
    for (uint32_t i = 0; run->tools.dataset && i < dataset_file_count(run->dataset);
         i++) {
        const struct input_file *file = dataset_file(run->dataset, i);
        ignored += file->ignored;
        files += !file->ignored;
        skipped += file->skipped;
        if (!file->ignored)
            printf(diag_words(run->diag,
                              "%.*s: rows %zu, observations %zu, left out %zu; filled "
                              "cells %zu: values %zu, heads %zu, notes %zu, skipped "
                              "%zu, with findings %zu\n"),
                   STR_ARG(file->path), file->rows, file->observations, file->skipped,
                   file->cells.filled, file->cells.values, file->cells.heads,
                   file->cells.notes, file->cells.skipped, file->cells.findings);
        if (file->guessed != NULL)
            printf(diag_words(run->diag, "%.*s: read as %s, which is a guess: declare "
                                         "encoding = \"…\" for its source\n"),
                   STR_ARG(file->path), file->guessed);
    }
    if (run->tools.dataset != NULL)
        printf(diag_words(run->diag,
                          "read: files %zu, indicators %zu, areas %zu, values %zu; "
                          "left out: rows %zu, files %zu\n"),
               files, dataset_indicator_count(run->dataset),
               dataset_area_count(run->dataset), observations, skipped, ignored);
    if (run->tools.dataset != NULL)
        print_breakdowns(run);
    print_blanks(run);
    print_verdict(run, good, stdout);
    if (page.n > 0)
        printf(diag_words(run->diag, "see %.*s\n"), STR_ARG(page));
}

/* The last line of --log-json. */
static void print_json(const struct run *run, bool good, struct str page) {
    struct progress_checked checked = {
        .good = good,
        .errors = diag_count(run->diag, DIAG_ERROR),
        .warnings = diag_count(run->diag, DIAG_WARNING),
        .accepted = diag_count(run->diag, DIAG_ACCEPTED),
        .notes = diag_count(run->diag, DIAG_NOTE),
        .rules = run->rules.ran,
        .page = page,
    };
    if (run->tools.dataset != NULL) {
        (void)dataset_observations(run->dataset, &checked.values);
        checked.indicators = dataset_indicator_count(run->dataset);
        checked.areas = dataset_area_count(run->dataset);
        for (uint32_t i = 0; i < dataset_file_count(run->dataset); i++) {
            checked.files_ignored += dataset_file(run->dataset, i)->ignored;
            checked.files += !dataset_file(run->dataset, i)->ignored;
            checked.rows_left_out += dataset_file(run->dataset, i)->skipped;
        }
    }
    progress_check_ended(run->progress, &checked);
}

/* What nothing looked at does not pass. */
static bool something_ran(const struct run *run) {
    if (run->rules.ran > 0)
        return true;
    diag_error(run->diag, (struct place){.file = STR("input/sources.lua")},
               "no rule had any value to look at: that is no pass");
    diag_hint(run->diag, "nothing was read but text, or every rule is off");
    return false;
}

int build_check(const struct options *options) {
    struct progress progress = run_progress(options);
    struct run run;
    enum exit_status status = EXIT_STATUS_USAGE;
    if (run_begin(&run, options, &progress)) {
        run_open_release(&run);
        bool good = run_open_project(&run) && run_read_data(&run) && run_bind(&run) &&
                    run_check(&run) && run_read_reports(&run) && something_ran(&run);
        struct str page = {0};
        status = good ? EXIT_STATUS_GOOD : EXIT_STATUS_DATA;
        progress_clear(&progress);
        if (run.tools.theme != NULL && !run_write_check(&run, good, &page))
            status = EXIT_STATUS_SYSTEM;
        page = diag_printable(page, run.arena);
        run_print(options, run.diag);
        if (options->log_json)
            print_json(&run, good, page);
        else if (options->mail != NULL)
            print_verdict(&run, good, mail_line(options->mail));
        else if (!options->quiet)
            print_text(&run, good, page);
    }
    run_end(&run);
    return (int)status;
}

static void print_indicators(const struct run *run) {
    for (uint32_t i = 0; i < dataset_indicator_count(run->dataset); i++) {
        const struct indicator *indicator = dataset_indicator(run->dataset, i);
        printf("%.*s\t%.*s\t%.*s\t%.*s\n", STR_ARG(indicator->code),
               STR_ARG(indicator->name), STR_ARG(indicator->unit),
               STR_ARG(indicator->element));
    }
}

static void print_areas(const struct run *run) {
    for (uint32_t i = 0; i < dataset_area_count(run->dataset); i++) {
        const struct area *area = dataset_area(run->dataset, i);
        printf("%.*s\t%.*s\t%.*s\n", STR_ARG(area->code), STR_ARG(area->name),
               STR_ARG(area->level));
    }
}

/* A dimension, then its items with their parents. */
static void print_dimensions(const struct run *run) {
    for (uint32_t i = 0; i < dataset_dimension_count(run->dataset); i++) {
        const struct dimension *d = dataset_dimension(run->dataset, i);
        printf("%.*s\t\t%.*s\t\n", STR_ARG(d->code), STR_ARG(d->name));
        for (uint32_t k = 0; k < dataset_item_count(run->dataset); k++) {
            const struct dimension_item *item = dataset_item(run->dataset, k);
            const struct dimension_item *parent =
                dataset_item(run->dataset, item->parent);
            if (item->dimension == i)
                printf("%.*s\t%.*s\t%.*s\t%.*s\n", STR_ARG(d->code),
                       STR_ARG(item->code), STR_ARG(item->name),
                       STR_ARG(parent != NULL ? parent->code : STR("")));
        }
    }
}

static void print_reports(const struct run *run) {
    for (size_t i = 0; i < run->report_count; i++) {
        const struct report_definition *report = &run->reports[i];
        printf("%.*s\t%.*s\t%zu\t%.*s\n", STR_ARG(report->name),
               STR_ARG(period_code(report->period, run->arena)),
               report->parts != NULL ? report->part_count : 1, STR_ARG(report->title));
    }
}

static void print_sources(const struct run *run) {
    for (uint32_t i = 0; i < dataset_file_count(run->dataset); i++) {
        const struct input_file *file = dataset_file(run->dataset, i);
        printf("%.*s\t%zu\t%.*s\n", STR_ARG(file->path), file->observations,
               STR_ARG(file->source));
    }
}

/* For what others read on: warnings and errors only, beside the output. */
static struct options terse(const struct options *options) {
    struct options quiet = *options;
    quiet.quiet = true;
    return quiet;
}

/* A path that there is from the current folder, as from the project; else as it is
   given. One outside of the project is absolute, and may be read. */
static const char *from_project(const struct run *run, const struct options *options) {
    struct stat here, there;
    if (stat(options->file, &here) != 0 ||
        (options->file[0] != '/' &&
         fstatat(run->project, options->file, &there, 0) == 0 &&
         here.st_ino == there.st_ino && here.st_dev == there.st_dev)) {
        return options->file;
    }
    char *file = realpath(options->file, NULL);
    char *project = realpath(options->project, NULL);
    const char *path = options->file;
    if (file != NULL && project != NULL) {
        struct str whole = str_from(file), below = str_from(project);
        bool within =
            str_starts(whole, below) && whole.n > below.n && whole.p[below.n] == '/';
        path = arena_copy(run->arena,
                          within ? str_slice(whole, below.n + 1, whole.n) : whole)
                   .p;
        char *slash = strrchr(file, '/');
        if (!within && slash != NULL) {
            *slash = '\0';
            file_allow(slash == file ? "/" : file, run->diag);
        }
    }
    free(file);
    free(project);
    return path;
}

int build_sniff(const struct options *given) {
    const struct options quiet = terse(given), *options = &quiet;
    struct progress progress = progress_open(stderr, true, false, &options->messages);
    struct run run;
    enum exit_status status = EXIT_STATUS_USAGE;
    if (run_begin(&run, options, &progress)) {
        struct buf out = buf_open(PROFILE_CAP);
        struct dataset *ds = dataset_open(run.arena);
        bool good =
            ingest_dictionaries(run.project, ds, run.arena, run.diag) &&
            ingest_sniff(run.project, from_project(&run, options), ds, &out, run.diag);
        run_print(options, run.diag);
        if (good)
            fwrite(out.p, 1, out.n, stdout);
        buf_close(&out);
        status = good ? EXIT_STATUS_GOOD : EXIT_STATUS_DATA;
    }
    run_end(&run);
    return (int)status;
}

int build_list(const struct options *given) {
    const struct options quiet = terse(given), *options = &quiet;
    struct progress progress = progress_open(stderr, true, false, &options->messages);
    struct run run;
    enum exit_status status = EXIT_STATUS_USAGE;
    if (run_begin(&run, options, &progress)) {
        bool kinds = options->list == LIST_KINDS;
        bool good = kinds ? run_open_library(&run)
                          : run_open_project(&run) && run_read_data(&run);
        if (good && options->list == LIST_REPORTS)
            good = run_bind(&run) && run_read_reports(&run);
        run_print(options, run.diag);
        status = good ? EXIT_STATUS_GOOD : EXIT_STATUS_DATA;
        if (good)
            switch (options->list) {
            case LIST_INDICATORS:
                print_indicators(&run);
                break;
            case LIST_AREAS:
                print_areas(&run);
                break;
            case LIST_DIMENSIONS:
                print_dimensions(&run);
                break;
            case LIST_REPORTS:
                print_reports(&run);
                break;
            case LIST_SOURCES:
                print_sources(&run);
                break;
            case LIST_KINDS:
                run_print_kinds(&run);
                break;
            }
    }
    run_end(&run);
    return (int)status;
}
