/* nqi dump: what a stage made, as stable text. One process, as check and list are. */
#include "build.h"

#include "document/dump.h"
#include "render/pdf/pdf.h"
#include "render/render.h"
#include "run.h"
#include <stdio.h>

#define DUMP_CAP ((size_t)1 << 30)
#define NAMES_CAP ((size_t)4096)

static struct place here(void) { return (struct place){0}; }

static enum exit_status ask_report(struct run *run) {
    struct buf names = buf_open(NAMES_CAP);
    for (size_t i = 0; i < run->report_count; i++)
        buf_printf(&names, "%s%.*s", i > 0 ? ", " : "", STR_ARG(run->reports[i].name));
    diag_error(run->diag, here(), "nqi dump: of which report?");
    diag_hint(run->diag, "--report with one of %.*s", STR_ARG(buf_str(&names)));
    buf_close(&names);
    return EXIT_STATUS_USAGE;
}

static enum exit_status ask_part(struct run *run) {
    struct buf names = buf_open(NAMES_CAP);
    bool areas = true;
    for (size_t i = 0; i < run->job_count; i++) {
        const struct report_part *part = run->jobs[i].part;
        buf_printf(&names, "%s%.*s", i > 0 ? ", " : "", STR_ARG(part->key));
        if (!str_equal(part->key, part->name))
            buf_printf(&names, " %.*s", STR_ARG(part->name));
        areas = areas && part->is_area;
    }
    if (areas) {
        diag_error(run->diag, here(), "nqi dump: of which area?");
        diag_hint(run->diag, "--area with one of %.*s", STR_ARG(buf_str(&names)));
    } else {
        diag_error(run->diag, here(), "nqi dump: for which of for_each?");
        diag_hint(run->diag, "--each with one of %.*s", STR_ARG(buf_str(&names)));
    }
    buf_close(&names);
    return EXIT_STATUS_USAGE;
}

/* The jobs of one report, in run->jobs; else asks which. */
static enum exit_status choose_report(struct run *run) {
    enum select_result chosen = run_choose_jobs(run);
    if (chosen != SELECT_GOOD)
        return chosen == SELECT_UNSAFE ? EXIT_STATUS_DATA : EXIT_STATUS_USAGE;
    for (size_t i = 1; i < run->job_count; i++)
        if (run->jobs[i].report != run->jobs[0].report)
            return ask_report(run);
    return EXIT_STATUS_GOOD;
}

static void dump_document(const struct run *run, const struct document *doc,
                          struct buf *out) {
    document_dump_words(doc, out);
    document_dump(doc, out);
    document_dump_figures(doc, run->dataset, out);
}

static bool dump_layout(struct run *run, const struct document *doc,
                        struct arena *scratch, struct buf *out) {
    const struct display *display =
        layout_document(doc, run->tools.fonts, scratch, run->diag);
    if (display == NULL)
        return false;
    display_print(display, out);
    display_print_heads(display, out);
    display_print_tree(display, out);
    return true;
}

/* A document, and its pages, of the only job. */
static enum exit_status dump_job(struct run *run, struct buf *out) {
    bool pages = run->options->stage == DUMP_LAYOUT;
    if (run->job_count > 1)
        return ask_part(run);
    if (pages) {
        run->tools.fonts = fonts_open(run->tools.theme, run->diag);
        if (run->tools.fonts == NULL)
            return EXIT_STATUS_SYSTEM;
    }
    if (!run_open_templates(run) ||
        !script_prepare(run->tools.script, run->jobs, run->job_count))
        return EXIT_STATUS_DATA;
    struct arena *scratch = arena_open();
    struct document *doc = job_compose(&run->tools, &run->jobs[0], scratch, run->diag);
    bool good = doc != NULL && (!pages || dump_layout(run, doc, scratch, out));
    if (good && run->options->stage == DUMP_MARKDOWN)
        good = render_markdown(doc, out, run->diag);
    else if (good && !pages)
        dump_document(run, doc, out);
    document_close(doc);
    arena_close(scratch);
    return good ? EXIT_STATUS_GOOD : EXIT_STATUS_DATA;
}

static bool chooses(const struct selection *selection) {
    return selection->report_count > 0 || selection->area_count > 0 ||
           selection->part_count > 0 || selection->has_period;
}

/* The stages up to the one asked for. */
static enum exit_status dump_stages(struct run *run, struct buf *out) {
    enum dump_stage stage = run->options->stage;
    if (stage == DUMP_DATASET && chooses(&run->options->selection)) {
        diag_error(run->diag, here(), "nqi dump dataset: the dataset is shown whole");
        diag_hint(run->diag, "take --report, --area, --each and --period away, and "
                             "look for lines with grep");
        return EXIT_STATUS_USAGE;
    }
    if (!run_open_project(run))
        return EXIT_STATUS_DATA;
    bool read = run_read_data(run);
    if (stage == DUMP_DATASET) /* what could be read, also after errors */
        dataset_dump(run->dataset, out);
    if (stage == DUMP_DATASET || !read)
        return read ? EXIT_STATUS_GOOD : EXIT_STATUS_DATA;
    if (!run_bind(run) || (stage != DUMP_TEMPLATE && !run_check(run)) ||
        !run_read_reports(run))
        return EXIT_STATUS_DATA;
    enum exit_status chosen = choose_report(run);
    if (chosen != EXIT_STATUS_GOOD)
        return chosen;
    if (stage != DUMP_TEMPLATE)
        return dump_job(run, out);
    return run_open_templates(run) && composer_dump(run->tools.composer,
                                                    run->jobs[0].report, out, run->diag)
               ? EXIT_STATUS_GOOD
               : EXIT_STATUS_DATA;
}

int build_dump(const struct options *given) {
    struct options quiet = *given;
    quiet.quiet = true; /* the text is for reading on */
    quiet.selection.internal = true;
    struct progress progress = progress_open(stderr, true, false, &given->messages);
    struct run run;
    enum exit_status status = EXIT_STATUS_USAGE;
    if (run_begin(&run, &quiet, &progress)) {
        struct buf out = buf_open(DUMP_CAP);
        status = dump_stages(&run, &out);
        if (!buf_ok(&out)) {
            diag_error(run.diag, here(), "the text is larger than %zu bytes", DUMP_CAP);
            status = EXIT_STATUS_DATA;
        }
        if (status == EXIT_STATUS_GOOD && diag_count(run.diag, DIAG_ERROR) > 0)
            status = EXIT_STATUS_DATA;
        run_print(&quiet, run.diag);
        if (out.n > 0)
            fwrite(out.p, 1, out.n, stdout);
        buf_close(&out);
    }
    run_end(&run);
    return (int)status;
}
