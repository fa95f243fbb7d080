/* nqi build: READ FIRST. build_all(), below, is the way from input/ to a release. */
#define _GNU_SOURCE
#include "build.h"

#include "base/file.h"
#include "base/pages.h"
#include "base/timing.h"
#include "publish/stage.h"
#include "publish/supervise.h"
#include "publish/workers.h"
#include "run.h"
#include "words/words.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define OUTPUT_FILE_LIMIT ((size_t)1 << 30)
/* From so many forks on, gathering pages takes less time than it spares (about 2 s for
   a gigabyte, and 25 ms a fork). */
#define MANY_JOBS 100

static enum build_result choose_jobs(struct run *run) {
    switch (run_choose_jobs(run)) {
    case SELECT_GOOD:
        return BUILD_COMPLETE;
    case SELECT_UNKNOWN:
        return BUILD_USAGE;
    case SELECT_UNSAFE:
        break;
    }
    return BUILD_DATA;
}

bool run_open_page(struct run *run) {
    struct html_page *page = &run->tools.page;
    page->root = STR("../../");
    bool ok = run_read_page_file(run, "templates/page.html", &run->page_files[0],
                                 &page->template_text, run->diag);
    ok &= run_read_page_file(run, "templates/style.css", &run->page_files[1],
                             &page->style, run->diag);
    return run_open_templates(run) && ok;
}

/* Building the reports. */

static enum worker_result work(void *context, size_t job, int part, struct buf *answer,
                               struct diag *diag) {
    struct run *run = context;
    pages_part();
    sandbox_part(run->tools.sandbox);
    return job_run(&run->tools, &run->jobs[job], part, answer, diag);
}

static struct place job_place(const struct run *run, size_t job) {
    const struct report_job *j = &run->jobs[job];
    return (struct place){
        .file = arena_printf(run->arena, "templates/%.*s",
                             STR_ARG(j->report->template_file)),
        .context = report_job_label(j, run->arena),
    };
}

/* A title without its tags, which only a report that works can fill in. */
static struct str without_tags(struct str title, struct arena *arena) {
    size_t begin, end;
    while ((begin = str_find(title, STR("{{"), 0)) != STR_NOT_FOUND &&
           (end = str_find(title, STR("}}"), begin)) != STR_NOT_FOUND)
        title = arena_printf(arena, "%.*s%.*s", STR_ARG(str_slice(title, 0, begin)),
                             STR_ARG(str_slice(title, end + 2, title.n)));
    title = str_trim(title);
    return str_ends(title, STR(":")) ? str_trim(str_slice(title, 0, title.n - 1))
                                     : title;
}

/* The edition of a job that gave none. */
static struct edition failed_edition(const struct run *run, size_t job) {
    const struct report_job *j = &run->jobs[job];
    struct edition edition = {
        .report = j->report->name,
        .period = period_code(j->period, run->arena),
        .stem = j->stem,
        .period_label = period_label(j->period, j->report->words, run->arena),
        .title = without_tags(j->report->title, run->arena),
        .title_en = without_tags(j->report->title_en, run->arena),
        .status = EDITION_FAILED,
    };
    job_part(j, &edition);
    return edition;
}

static void keep_what_was_said(struct run *run, size_t job, const struct diag *diag) {
    size_t count;
    const struct diag_entry *entries = diag_entries(diag, &count);
    if (count == 0)
        return;
    run->said[job] = diag_open();
    for (size_t i = 0; i < count; i++)
        diag_add(run->said[job], &entries[i]);
}

/* What a worker says of its edition must be about its own job. */
static bool read_answer(const struct run *run, size_t job, struct str answer,
                        struct edition *edition) {
    const struct edition mine = failed_edition(run, job);
    return receipt_read_edition(answer, run->arena, edition) &&
           edition_compare(edition, &mine) == 0;
}

static void job_ended(void *context, size_t job, enum worker_result result,
                      struct str answer, const struct diag *diag) {
    struct run *run = context;
    struct edition *edition = &run->editions[job];
    keep_what_was_said(run, job, diag);
    if (result == WORKER_DONE && !read_answer(run, job, answer, edition))
        result = WORKER_CRASHED;
    run->results[job] = result;
    if (result != WORKER_DONE)
        *edition = failed_edition(run, job);
    progress_report(run->progress,
                    arena_printf(run->arena, "%.*s/%.*s/%.*s", STR_ARG(edition->report),
                                 STR_ARG(edition->period), STR_ARG(edition->stem)),
                    result == WORKER_DONE);
}

static void explain(struct run *run, size_t job) {
    const struct options *options = run->options;
    switch (run->results[job]) {
    case WORKER_CRASHED:
        diag_error(run->diag, job_place(run, job),
                   "the report crashed its worker process");
        diag_hint(run->diag, "this is a fault of nqi: please report it");
        break;
    case WORKER_KILLED:
        diag_error(run->diag, job_place(run, job),
                   "the worker process of the report was killed");
        diag_hint(run->diag, "the system does so when memory runs short: a smaller -j "
                             "takes less");
        break;
    case WORKER_CPU_LIMIT:
        diag_error(run->diag, job_place(run, job),
                   "the report took more than %u seconds of processor time",
                   options->cpu_seconds);
        diag_hint(run->diag, "look for a loop without an end, or raise --limit-cpu");
        break;
    case WORKER_MEMORY_LIMIT:
        diag_error(run->diag, job_place(run, job),
                   "the report needed more than %zu MiB of memory",
                   options->memory >> 20);
        diag_hint(run->diag, "look for text or tables without an end, or raise "
                             "--limit-memory");
        break;
    case WORKER_DONE:
    case WORKER_FAILED:
    case WORKER_SYSTEM:
        break;
    }
}

/* In the order of the jobs, whatever the order in which they ended. */
static enum build_result collect(struct run *run) {
    enum build_result result = BUILD_COMPLETE;
    for (size_t i = 0; i < run->job_count; i++) {
        size_t count = 0;
        const struct diag_entry *entries =
            run->said[i] != NULL ? diag_entries(run->said[i], &count) : NULL;
        for (size_t k = 0; k < count; k++)
            diag_add(run->diag, &entries[k]);
        diag_close(run->said[i]);
        explain(run, i);
        if (run->results[i] == WORKER_DONE)
            continue;
        if (run->options->keep_going)
            result = BUILD_PARTIAL;
        else if (run->results[i] == WORKER_SYSTEM)
            result = BUILD_SYSTEM;
        else if (result == BUILD_COMPLETE)
            result = BUILD_DATA;
    }
    return result;
}

static enum build_result run_jobs(struct run *run) {
    run->editions = arena_array(run->arena, run->job_count, sizeof *run->editions);
    run->edition_count = run->job_count;
    run->said = arena_array(run->arena, run->job_count, sizeof(struct diag *));
    run->results = arena_array(run->arena, run->job_count, sizeof *run->results);
    progress_stage(run->progress, PROGRESS_BUILD);
    progress_start(run->progress, run->job_count);
    const struct workers workers = {
        .count = run->job_count,
        .at_most = run->options->jobs,
        .limits = {.cpu_seconds = run->options->cpu_seconds,
                   .memory = run->options->memory,
                   .file = OUTPUT_FILE_LIMIT},
        .stage = run->tools.stage,
        .keep_on = run->options->keep_going,
        .context = run,
        .work = work,
        .ended = job_ended,
    };
    memory_give_back();
    if (run->job_count >= MANY_JOBS)
        pages_gather();
    bool started = workers_run(&workers, run->diag);
    sandbox_abandon(run->tools.sandbox); /* what is left to do needs no Lua */
    progress_clear(run->progress);
    enum build_result result = collect(run);
    return started ? result : BUILD_SYSTEM;
}

/* In the language of the report, for one that is no longer there in the first. */
static struct str stale_words(const struct run *run, const struct edition *edition) {
    struct catalogue words = {0};
    for (size_t i = 0; i < run->report_count; i++)
        if (str_equal(run->reports[i].name, edition->report))
            words = run->reports[i].words;
    return words_text(words, page_mark_stale.words);
}

/* What is carried when an issue is published: all but its last edition, whose files a
   correction keeps beside it. */
static void make_way(struct run *run) {
    const struct receipt_summary *before = run->previous;
    struct receipt_summary *carried = arena_alloc(run->arena, sizeof *carried);
    struct str report = run->jobs[0].report->name;
    struct str period = period_code(run->jobs[0].period, run->arena);
    struct issue_state state = issue_state_of(&run->desk->ledger, report, period);
    *carried = *before;
    carried->editions =
        arena_array(run->arena, before->edition_count + 1, sizeof *carried->editions);
    carried->edition_count = 0;
    for (size_t i = 0; i < before->edition_count; i++) {
        struct edition edition = before->editions[i];
        if (str_equal(edition.report, report) && str_equal(edition.period, period)) {
            if (!state.correcting || state.withdrawn)
                continue;
            edition_supersede(&edition, state.corrections + 1, run->arena);
            page_marks_add(
                &edition.marks, &page_mark_superseded,
                words_text(run->jobs[0].report->words, page_mark_superseded.words));
        }
        carried->editions[carried->edition_count++] = edition;
    }
    run->previous = carried;
}

static bool write_release(struct run *run) {
    struct receipt_item pages[2];
    size_t bytes[2];
    if (run->publishing && run->job_count > 0)
        make_way(run);
    edition_merge(run->editions, run->edition_count, run->previous->editions,
                  run->previous->edition_count, run->previous->id, run->arena,
                  &run->editions, &run->edition_count);
    for (size_t i = 0; i < run->edition_count; i++)
        if (run->editions[i].status == EDITION_STALE ||
            run->editions[i].status == EDITION_FAILED)
            page_marks_add(&run->editions[i].marks, &page_mark_stale,
                           stale_words(run, &run->editions[i]));
    /* What one issue is published with says nothing of the data of those that are not:
       drafts are what the next data are compared with. */
    return run_write_index(run, &pages[0], &bytes[0]) &&
           (run->publishing ? run_write_sums(run, &pages[0], &pages[1], &bytes[1])
                            : run_write_series(run, &pages[1], &bytes[1])) &&
           run_write_receipt(run, pages, bytes, 2) &&
           (run->manifest < 0 || run_write_manifest(run));
}

/* What the ledger knows of each issue goes before what input/issues.csv says. */
static bool is_due(struct run *run, const struct report_job *job) {
    const struct appointment *a =
        dataset_find_appointment(run->dataset, job->report->name, job->period);
    if (!run->publishing || a == NULL)
        return true;
    int64_t hour = days_from_date((int)(a->day / 10000), (int)(a->day / 100 % 100),
                                  (int)(a->day % 100)) *
                       86400 +
                   (int64_t)(a->minute - a->zone) * 60;
    if (run->desk->now >= hour)
        return true;
    diag_error(run->diag, a->place, "%.*s is published at %.*s, not before",
               STR_ARG(report_job_label(job, run->arena)), STR_ARG(a->said));
    diag_hint(run->diag, "run nqi publish then: cron or a timer of systemd does");
    return false;
}

static bool ask_desk(struct run *run) {
    run->tools.desk = run->desk;
    run->tools.publishing = run->publishing;
    for (size_t i = 0; run->desk != NULL && i < run->job_count; i++) {
        struct report_job *job = &run->jobs[i];
        job->issue = desk_issue(run->desk, job, run->dataset, run->arena);
        if (job->issue->date.n > 0)
            job->as_of.known = job->issue->day;
        if (!is_due(run, job))
            return false;
    }
    return true;
}

/* Which reports there are, and all that they share. */
static enum build_result prepare(struct run *run) {
    enum build_result chosen = choose_jobs(run);
    if (chosen != BUILD_COMPLETE)
        return chosen;
    if (!ask_desk(run))
        return BUILD_DATA;
    progress_stage(run->progress, PROGRESS_OPEN_FONTS);
    run->tools.fonts = fonts_open(run->tools.theme, run->diag);
    if (run->tools.fonts == NULL)
        return BUILD_SYSTEM;
    /* The receipt has their hashes, and so may each report: computed once. */
    const struct font_file *files;
    (void)fonts_files(run->tools.fonts, &files);
    run->tools.contents = (struct contents){run->jobs, run->job_count,
                                            run->options->formats, run->previous};
    if (!run_open_page(run) ||
        !script_prepare(run->tools.script, run->jobs, run->job_count))
        return BUILD_DATA;
    if (run->job_count >= MANY_JOBS)
        run_expect(run);
    return BUILD_COMPLETE;
}

/* The stages of a build, in order. */
static enum build_result build_all(struct run *run) {
    timing_enter("read");
    bool read = run_open_project(run) && run_read_data(run) && run_bind(run);
    timing_leave();
    timing_enter("check");
    bool good = read && run_check(run) && run_read_reports(run);
    timing_leave();
    if (!good)
        return BUILD_DATA;
    timing_enter("prepare");
    memory_give_back();
    enum build_result chosen = prepare(run);
    timing_leave();
    if (chosen != BUILD_COMPLETE)
        return chosen;
    timing_enter("fork");
    enum build_result result = run_jobs(run);
    timing_leave();
    if (result != BUILD_COMPLETE && result != BUILD_PARTIAL)
        return result;
    timing_enter("release");
    bool written = write_release(run);
    timing_leave();
    return written ? result : BUILD_SYSTEM;
}

enum build_result run_build(void *context, int stage,
                            const struct receipt_summary *previous) {
    struct run *run = context;
    run->tools.stage = stage;
    run->previous = previous;
    run->confinement = confine(CONFINE_BUILDER, stage);
    enum build_result result = build_all(run);
    progress_clear(run->progress);
    run_print(run->options, run->diag);
    return result;
}

int run_status(enum build_result result) {
    switch (result) {
    case BUILD_COMPLETE:
        return EXIT_STATUS_GOOD;
    case BUILD_PARTIAL:
    case BUILD_DATA:
        return EXIT_STATUS_DATA;
    case BUILD_USAGE:
        return EXIT_STATUS_USAGE;
    case BUILD_SYSTEM:
        return EXIT_STATUS_SYSTEM;
    case BUILD_LOCKED:
        return EXIT_STATUS_LOCKED;
    }
    return EXIT_STATUS_SYSTEM;
}

/* Nothing unless it was asked for. */
static void print_stats(void) {
    struct buf out = buf_open(4096);
    timing_print(&out);
    fputs(buf_z(&out), stderr);
    buf_close(&out);
}

/* What is published changes by nqi publish alone. */
static bool is_published(const struct run *run, const char *folder) {
    struct stat published, given;
    /* Else a first build could make it. */
    if (run->options->output != NULL)
        (void)mkdirat(run->project, "output", 0777);
    return fstatat(run->project, "output", &published, 0) == 0 &&
           stat(folder, &given) == 0 && published.st_dev == given.st_dev &&
           published.st_ino == given.st_ino;
}

static int build_drafts_or_release(struct run *run, struct progress *progress,
                                   struct diag *diag) {
    if (!run_open_desk(run)) {
        run_print(run->options, run->diag);
        return EXIT_STATUS_DATA;
    }
    const struct supervision supervision = {
        .output = run_output(run, run->desk != NULL ? run->desk->workflow.drafts
                                                    : STR("output")),
        .progress = progress,
        .context = run,
        .build = run_build,
    };
    if (run->desk != NULL && is_published(run, supervision.output)) {
        diag_error(diag, (struct place){.file = STR("--out")},
                   "drafts do not go where what is published lies");
        diag_hint(diag, "nqi publish puts what was signed there");
        return EXIT_STATUS_USAGE;
    }
    progress->drafts = run->desk != NULL;
    return run_status(supervise(&supervision, diag));
}

int build_reports(const struct options *options) {
    struct progress progress = run_progress(options);
    struct run run;
    int status = EXIT_STATUS_USAGE;
    if (run_begin(&run, options, &progress)) {
        struct diag *diag = diag_open();
        diag_set_messages(diag, options->messages);
        if (options->stats)
            timing_open();
        status = build_drafts_or_release(&run, &progress, diag);
        run_print(options, diag);
        print_stats();
        diag_close(diag);
    }
    run_end(&run);
    return status;
}
