#include "job.h"

#include "base/timing.h"
#include "document/format.h"
#include "inputs.h"
#include "issue/settle.h"
#include "publish/receipt.h"
#include "publish/stage.h"
#include "words/words.h"

#define OUTPUT_CAP ((size_t)256 << 20)

struct making {
    const struct job_tools *tools;
    const struct report_job *job;
    int part; /* of the stage */
    struct document *doc;
    struct arena *scratch;
    struct diag *diag;
    struct edition edition;
    size_t capacity;   /* of edition.files */
    struct str inputs; /* to attach to the PDF, or empty */
};

/* The last day of the period, which is what its figures describe. */
static int64_t period_epoch(struct period p) {
    uint32_t day = period_last_day(p);
    if (day == 0)
        day = day_of(2000, 1, 1);
    return days_from_date((int)(day / 10000), (int)(day / 100 % 100),
                          (int)(day % 100)) *
           86400;
}

/* The date in the files' own data: what the caller says, else the date of issue,
   else the end of the period. Never the clock. */
static void set_date(const struct options *options, const struct report_job *job,
                     struct document *doc) {
    if (doc->date.n == 0)
        doc->date = options->date;
    if (options->has_epoch)
        doc->epoch = options->epoch;
    else if (!date_parse(doc->date, &doc->epoch))
        doc->epoch = period_epoch(job->period);
    doc->date = date_label(doc->date, doc->words.vocabulary, doc->arena);
}

/* `text` without the area's name in it: the title of all areas' reports. */
static struct str without_name(struct str text, struct str name, struct arena *arena) {
    size_t at = name.n > 0 ? str_find(text, name, 0) : STR_NOT_FOUND;
    if (at == STR_NOT_FOUND)
        return text;
    struct str before = str_trim(str_slice(text, 0, at));
    struct str after = str_trim(str_slice(text, at + name.n, text.n));
    if (after.n == 0 && (str_ends(before, STR(":")) || str_ends(before, STR(","))))
        before.n--;
    bool space = before.n > 0 && after.n > 0 && (unsigned char)after.p[0] < 0x80;
    return arena_printf(arena, "%.*s%s%.*s", STR_ARG(before), space ? " " : "",
                        STR_ARG(after));
}

void job_part(const struct report_job *job, struct edition *edition) {
    const struct report_part *part = job->part;
    if (part == NULL)
        return;
    bool chinese = words_is_chinese(job->report->words);
    edition->part = part->key;
    edition->part_name = chinese || part->name_en.n == 0 ? part->name : part->name_en;
    edition->of_area = part->is_area;
}

static void describe(struct making *making) {
    const struct document *doc = making->doc;
    const struct report_job *job = making->job;
    struct arena *arena = making->scratch;
    making->edition = (struct edition){
        .report = job->report->name,
        .period = period_code(job->period, arena),
        .stem = job->stem,
        .title = doc->title,
        .title_en = doc->title_en,
        .group = doc->title,
        .group_en = doc->title_en,
        .series = doc->series,
        .period_label = doc->period_label,
        .issue = doc->issue_number,
        .marks = doc->marks,
        .status = EDITION_BUILT,
    };
    const struct report_part *part = job->part;
    if (part == NULL)
        return;
    struct edition *edition = &making->edition;
    job_part(job, edition);
    edition->group = without_name(doc->title, part->full_name, arena);
    if (edition->group.n == doc->title.n)
        edition->group = without_name(doc->title, part->name, arena);
    edition->group_en = without_name(doc->title_en, part->name_en, arena);
}

/* Writes what was rendered; `suffix` comes behind the stem. */
static enum worker_result put_file(struct making *making,
                                   const struct format_kind *format, struct str suffix,
                                   const struct buf *bytes) {
    struct edition *edition = &making->edition;
    struct str path =
        arena_printf(making->scratch, "%.*s/%.*s/%.*s%.*s.%s", STR_ARG(edition->report),
                     STR_ARG(edition->period), STR_ARG(edition->stem), STR_ARG(suffix),
                     format->extension);
    if (!buf_ok(bytes)) {
        diag_error(
            making->diag, (struct place){.file = path},
            "the output is larger than %zu bytes, or a number in it is not finite",
            OUTPUT_CAP);
        return WORKER_FAILED;
    }
    if (!stage_write(making->part, path, buf_str(bytes), making->diag))
        return WORKER_SYSTEM;
    edition->files = arena_grow(making->scratch, edition->files, edition->file_count,
                                &making->capacity, sizeof *edition->files);
    struct edition_file *file = &edition->files[edition->file_count++];
    *file = (struct edition_file){.path = path, .format = format, .bytes = bytes->n};
    hash_of(buf_str(bytes), file->sha256);
    return WORKER_DONE;
}

static struct html_neighbour neighbour(const struct making *making, int step) {
    const struct report_job *job =
        contents_neighbour(&making->tools->contents, making->job, step);
    struct edition edition = {0};
    if (job == NULL)
        return (struct html_neighbour){0};
    job_part(job, &edition);
    return (struct html_neighbour){job->stem, edition.part_name};
}

static struct rendering rendering_of(const struct making *making,
                                     const struct html_page *page) {
    return (struct rendering){.page = page,
                              .fonts = making->tools->fonts,
                              .dataset = making->tools->dataset,
                              .scratch = making->scratch,
                              .inputs = making->inputs};
}

/* With a workflow: code, mark and names; what is published has its figures kept. */
static bool settle(struct making *making) {
    const struct job_tools *tools = making->tools;
    struct rendering rendering = rendering_of(making, &tools->page);
    if (tools->desk == NULL)
        return true;
    if (!settle_document(tools->desk, tools->publishing, making->job, making->doc,
                         &rendering, making->edition.code, making->diag))
        return false;
    making->edition.marks = making->doc->marks;
    if (!tools->publishing)
        return true;
    struct buf figures = buf_open(OUTPUT_CAP);
    settle_figures(making->doc, tools->dataset, &figures);
    making->edition.figures = arena_copy(making->scratch, buf_str(&figures));
    bool ok = buf_ok(&figures) ||
              diag_error(making->diag, (struct place){.file = making->job->stem},
                         "the report prints too many figures for the ledger");
    buf_close(&figures);
    return ok;
}

/* All files of a format: one, or a picture a chart. */
static enum worker_result make_format(struct making *making,
                                      const struct format_kind *format) {
    struct html_page page = making->tools->page;
    page.formats = making->tools->options->formats;
    page.before = neighbour(making, -1);
    page.after = neighbour(making, 1);
    struct rendering rendering = rendering_of(making, &page);
    size_t count = format->count != NULL ? format->count(making->doc) : 1;
    enum worker_result result = WORKER_DONE;
    for (size_t i = 0; i < count && result == WORKER_DONE; i++) {
        struct buf out = buf_open(OUTPUT_CAP);
        struct str suffix = {0};
        if (format->suffix != NULL)
            suffix = format->suffix(making->doc, i, making->scratch);
        timing_enter(format->kind.name);
        bool good = format->render(making->doc, i, &rendering, &out, making->diag);
        timing_leave();
        result = good ? put_file(making, format, suffix, &out) : WORKER_FAILED;
        buf_close(&out);
    }
    return result;
}

static enum worker_result make_files(struct making *making) {
    struct format_set wanted = making->tools->options->formats;
    enum worker_result result = WORKER_DONE;
    for (size_t i = 0; i < FORMAT_COUNT && result == WORKER_DONE; i++) {
        const struct format_kind *format = format_at(i);
        if (format_in(wanted, format->with != NULL ? format->with : format))
            result = make_format(making, format);
    }
    return result;
}

struct document *job_compose(const struct job_tools *tools,
                             const struct report_job *job, struct arena *scratch,
                             struct diag *diag) {
    sandbox_set_diag(tools->sandbox, diag);
    sandbox_set_context(tools->sandbox, report_job_label(job, scratch));
    if (!script_enter(tools->script, job))
        return NULL;
    struct document *doc =
        compose_report(tools->composer, job, tools->dataset, tools->theme,
                       script_figures(tools->script), scratch, diag);
    if (doc != NULL)
        set_date(tools->options, job, doc);
    return doc;
}

enum worker_result job_run(const struct job_tools *tools, const struct report_job *job,
                           int part, struct buf *answer, struct diag *diag) {
    struct making making = {.tools = tools, .job = job, .part = part, .diag = diag};
    making.scratch = arena_open();
    diag_set_messages(diag, tools->options->messages);
    enum worker_result result = WORKER_FAILED;
    timing_enter("files");
    timing_enter("compose");
    uint64_t steps = sandbox_steps(tools->sandbox);
    making.doc = job_compose(tools, job, making.scratch, diag);
    timing_count("steps", sandbox_steps(tools->sandbox) - steps);
    timing_leave();
    if (making.doc != NULL) {
        describe(&making);
        contents_check_links(&tools->contents, job, making.doc, making.scratch, diag);
        if (render_pdf_attaches(making.doc))
            making.inputs =
                inputs_of_report(tools, making.doc, &making.edition, making.scratch);
    }
    sandbox_abandon(tools->sandbox); /* from here on all is in the arena */
    if (making.doc != NULL) {
        result = settle(&making) ? make_files(&making) : WORKER_FAILED;
        document_close(making.doc);
    }
    if (result == WORKER_DONE && diag_count(diag, DIAG_ERROR) > 0)
        result = WORKER_FAILED;
    if (result == WORKER_DONE)
        receipt_write_edition(&making.edition, answer);
    arena_close(making.scratch);
    timing_leave();
    return result;
}
