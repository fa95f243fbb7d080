#define _GNU_SOURCE
#include "run.h"

#include "base/embedded.h"
#include "base/file.h"
#include "base/program.h"
#include "ingest/ingest.h"
#include "ingest/periods.h"
#include "inputs.h"
#include "mail.h"
#include "publish/release.h"
#include "words/words.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* Address space for the dataset, most and least: pages are taken as they are touched,
   but a limit of the caller's, or strict accounting, may allow less. */
#define RESERVE_MOST ((size_t)16 << 30)
#define RESERVE_LEAST ((size_t)64 << 20)

#define PAGE_LIMIT ((size_t)4 << 20)

static void print(const struct options *options, const struct diag *diag) {
    if (options->log_json)
        diag_print_json(diag, stderr);
    else
        diag_print(diag, stderr);
}

struct progress run_progress(const struct options *options) {
    struct progress progress =
        progress_open(stderr, options->quiet, options->log_json, &options->messages);
    if (options->mail != NULL) {
        progress.stream = mail_line(options->mail);
        progress.mode = PROGRESS_END;
    }
    return progress;
}

void run_print(const struct options *options, const struct diag *diag) {
    enum diag_severity least = options->mail != NULL ? DIAG_ERROR
                               : options->quiet      ? DIAG_WARNING
                                                     : DIAG_NOTE;
    if (options->mail != NULL)
        mail_count(options->mail, diag);
    if (least == DIAG_NOTE) {
        print(options, diag);
        return;
    }
    struct diag *loud = diag_open();
    size_t count;
    const struct diag_entry *entries = diag_entries(diag, &count);
    diag_set_messages(loud, options->messages);
    for (size_t i = 0; i < count; i++)
        if (entries[i].severity >= least)
            diag_add(loud, &entries[i]);
    print(options, loud);
    diag_close(loud);
}

bool run_begin(struct run *run, const struct options *options,
               struct progress *progress) {
    *run = (struct run){
        .options = options, .progress = progress, .project = -1, .manifest = -1};
    run->arena = arena_open();
    run->diag = diag_open();
    run->tools.options = options;
    diag_set_messages(run->diag, options->messages);
    run->project = open(options->project, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool allowed = true;
    for (size_t i = 0; i < options->root_count; i++)
        allowed &= file_allow(options->roots[i].p, run->diag);
    if (run->project >= 0 && allowed)
        return true;
    if (run->project < 0)
        diag_error(run->diag, (struct place){.file = str_from(options->project)},
                   "cannot open the project folder: %s", diag_reason(run->diag, errno));
    run_print(options, run->diag);
    return false;
}

void run_end(struct run *run) {
    if (run->tools.fonts != NULL)
        fonts_close(run->tools.fonts);
    if (run->tools.sandbox != NULL)
        sandbox_close(run->tools.sandbox);
    if (run->project >= 0)
        close(run->project);
    arena_close(run->data_arena);
    diag_close(run->diag);
    arena_close(run->arena);
}

static char *time_is_up; /* what is said then */

static void end_in_time(int number) {
    (void)number;
    (void)!write(STDERR_FILENO, time_is_up, strlen(time_is_up));
    _exit(PROGRAM_TOLD);
}

/* Nothing of a project may hold the lock, or its user, for ever. Lua's instructions and
   memory have limits of their own (sandbox.h), and so has each worker. */
static void limit_time(const struct run *run) {
    unsigned seconds = run->options->time_seconds;
    if (seconds == 0)
        return;
    struct diag *diag = diag_open_like(run->diag);
    size_t length;
    FILE *text = open_memstream(&time_is_up, &length);
    if (text == NULL)
        program_fail("out of memory");
    diag_error(diag, (struct place){.file = str_from(run->options->project)},
               "this took more than %u seconds", seconds);
    diag_hint(diag, "see whether it waits for something, or raise --limit-time");
    diag_print(diag, text);
    fclose(text);
    diag_close(diag);
    const struct sigaction action = {.sa_handler = end_in_time};
    sigaction(SIGALRM, &action, NULL);
    alarm(seconds);
}

static bool open_script(struct run *run) {
    const struct sandbox_limits limits = {.seed = INPUTS_SEED};
    run->tools.sandbox = sandbox_open(&limits, run->diag);
    if (run->tools.sandbox == NULL)
        return false;
    run->tools.script =
        script_open(run->tools.sandbox, run->project, run->arena, run->diag);
    if (run->tools.script == NULL)
        return false;
    script_set_days(run->tools.script, day_read);
    return true;
}

bool run_open_library(struct run *run) {
    run->dataset = dataset_open(run->arena);
    dataset_seal(run->dataset);
    return open_script(run) && run_bind(run);
}

/* A project without a workflow has published nothing by signatures: else a build would
   replace it without asking anybody. */
static bool has_no_ledger(struct run *run) {
    struct ledger ledger;
    if (!ledger_read(run->project, WORKFLOW_LEDGER, run->arena, &ledger, run->diag))
        return false;
    if (ledger.count == 0)
        return true;
    diag_error(run->diag, ledger.entries[0].place,
               "the project has a ledger of signed issues, but no lua/workflow.lua");
    diag_hint(run->diag, "bring lua/workflow.lua back; a project that is to publish "
                         "without signatures from now on puts its ledger away");
    return false;
}

bool run_open_desk(struct run *run) {
    struct stat status;
    bool found = false;
    if (!file_status(run->project, "lua/workflow.lua", &status) && errno == ENOENT)
        return has_no_ledger(run);
    struct desk *desk = arena_alloc(run->arena, sizeof *desk);
    *desk = (struct desk){.project = run->project,
                          .project_path = str_from(run->options->project),
                          .arena = run->arena,
                          .now = run->options->now};
    bool ok = open_script(run) &&
              script_read_workflow(run->tools.script, &desk->workflow, &found);
    if (run->tools.sandbox != NULL)
        sandbox_close(run->tools.sandbox);
    run->tools.sandbox = NULL; /* the builder opens its own */
    run->tools.script = NULL;
    if (!ok || !desk_read_ledger(desk, run->diag))
        return false;
    run->desk = desk;
    return true;
}

const char *run_output(const struct run *run, struct str folder) {
    if (run->options->output != NULL)
        return run->options->output;
    return arena_printf(run->arena, "%s/%.*s", run->options->project, STR_ARG(folder))
        .p;
}

bool run_open_project(struct run *run) {
    limit_time(run);
    progress_stage(run->progress, PROGRESS_READ_PROJECT);
    if (!open_script(run))
        return false;
    bool ok =
        script_read_sources(run->tools.script, &run->profiles, &run->profile_count);
    return script_read_theme(run->tools.script, &run->tools.theme) && ok;
}

/* The most that can be had; half of it is left to others if it is not all. */
static size_t reserve(void) {
    size_t size = RESERVE_MOST;
    while (size > RESERVE_LEAST) {
        void *p = mmap(NULL, size, PROT_READ | PROT_WRITE,
                       MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
        if (p != MAP_FAILED) {
            munmap(p, size);
            return size == RESERVE_MOST ? size : size / 2;
        }
        size /= 2;
    }
    return size;
}

bool run_read_data(struct run *run) {
    progress_stage(run->progress, PROGRESS_READ_INPUT);
    run->data_arena = arena_open_shared(reserve());
    run->dataset = dataset_open(run->data_arena);
    bool ok =
        ingest_dictionaries(run->project, run->dataset, run->data_arena, run->diag) &&
        ingest_sources(run->project, run->profiles, run->profile_count, run->dataset,
                       run->data_arena, run->diag);
    /* Sealed even after errors: check.html shows what could be read. */
    dataset_seal(run->dataset);
    arena_seal(run->data_arena);
    run->tools.dataset = run->dataset;
    return ok;
}

bool run_bind(struct run *run) { return script_bind(run->tools.script, run->dataset); }

/* The findings that are accepted, as they read in a language. */
static struct rules_outcome accepted_in(struct rules_input input, struct str language) {
    struct diag *diag = diag_open();
    struct catalogue messages;
    struct rules_outcome outcome = {0};
    words_messages(language, &messages);
    words_vocabulary(messages.language, &input.words);
    input.accepted_only = true;
    input.last_release = STR(""); /* reports quote nothing of it */
    diag_set_messages(diag, messages);
    rules_run(&input, diag, &outcome);
    diag_close(diag);
    return outcome;
}

/* A report quotes what is accepted in its own language, whatever that of messages is.
 */
static void keep_accepted(struct run *run, const struct rules_input *input) {
    struct rules_outcome own = accepted_in(*input, STR("zh"));
    struct rules_outcome english = accepted_in(*input, STR("en"));
    for (size_t i = 0; i < own.accepted_count && i < english.accepted_count; i++) {
        const struct rule_accepted *a = &own.accepted[i];
        const struct script_accepted accepted = {.rule = a->setting->rule,
                                                 .text = a->text,
                                                 .text_en = english.accepted[i].text,
                                                 .reason = a->setting->reason,
                                                 .reason_en = a->setting->reason_en,
                                                 .partial = a->partial,
                                                 .indicator = a->indicator,
                                                 .period = a->period,
                                                 .areas = a->areas,
                                                 .area_count = a->area_count,
                                                 .place = a->place};
        script_accept(run->tools.script, &accepted);
    }
}

/* Called back once lua/checks.lua is read. */
static void run_rules(void *context, const struct rule_setting *settings,
                      size_t count) {
    struct run *run = context;
    struct rules_input input = {.ds = run->dataset,
                                .settings = settings,
                                .setting_count = count,
                                .arena = run->arena};
    if (run->previous != NULL)
        input.last_release = run->previous->series;
    words_vocabulary(run->options->messages.language, &input.words);
    rules_run(&input, run->diag, &run->rules);
    if (run->rules.accepted_count > 0)
        keep_accepted(run, &input);
}

bool run_check(struct run *run) {
    struct script_checks checks = {.run_builtin = run_rules, .context = run};
    progress_stage(run->progress, PROGRESS_CHECK);
    bool ok = script_run_checks(run->tools.script, &checks);
    run->rules.ran += checks.ran;
    return ok && diag_count(run->diag, DIAG_ERROR) == 0;
}

void run_open_release(struct run *run) {
    int folder = -1, output = open(run_output(run, STR("output")),
                                   O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (output < 0)
        return;
    struct receipt_summary *release = arena_alloc(run->arena, sizeof *release);
    struct diag *own = diag_open_like(run->diag);
    if (release_open_current(output, run->arena, &folder, release, own))
        run->previous = release;
    size_t count;
    const struct diag_entry *entries = diag_entries(own, &count);
    for (size_t i = 0; i < count; i++)
        diag_warning(run->diag, entries[i].place, "%.*s", STR_ARG(entries[i].text));
    diag_close(own);
    if (folder >= 0)
        close(folder);
    close(output);
}

bool run_read_reports(struct run *run) {
    return script_read_reports(run->tools.script, &run->reports, &run->report_count) &&
           diag_count(run->diag, DIAG_ERROR) == 0;
}

bool run_open_templates(struct run *run) {
    run->tools.composer = composer_open(run->project, run->tools.sandbox,
                                        embedded_files, run->arena, run->diag);
    return run->tools.composer != NULL;
}

enum select_result run_choose_jobs(struct run *run) {
    return select_jobs(run->reports, run->report_count, run->dataset,
                       &run->options->selection, run->arena, &run->jobs,
                       &run->job_count, run->diag);
}

bool run_read_page_file(const struct run *run, const char *path,
                        struct receipt_item *item, struct str *text,
                        struct diag *diag) {
    item->path = str_from(path);
    struct stat status;
    if (file_status(run->project, path, &status) || errno != ENOENT)
        return file_read(run->project, path, PAGE_LIMIT, run->arena, text, item->sha256,
                         diag);
    for (const struct embedded_file *file = embedded_files; file->name != NULL; file++)
        if (strcmp(file->name, path) == 0) {
            *text = (struct str){file->text, file->size};
            hash_of(*text, item->sha256);
            return true;
        }
    return diag_error(diag, (struct place){.file = item->path},
                      "there is no such file");
}
