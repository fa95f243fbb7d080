#include "job.h"

#include "base/file.h"
#include "publish/receipt.h"
#include "publish/stage.h"

#define OUTPUT_CAP ((size_t)256 << 20)

struct making {
    const struct job_tools *tools;
    const struct report_job *job;
    struct document *doc;
    struct arena *scratch;
    struct diag *diag;
    struct edition edition;
    size_t capacity; /* of edition.files */
};

struct str job_label(const struct report_job *job, const struct dataset *ds,
                     struct arena *arena) {
    struct str period = period_code(job->period, arena);
    if (!job->per_area)
        return arena_printf(arena, "%.*s %.*s", STR_ARG(job->report->name),
                            STR_ARG(period));
    return arena_printf(arena, "%.*s %.*s",
                        STR_ARG(dataset_area(ds, job->area)->short_name),
                        STR_ARG(period));
}

/* The last day of the period, which is what its figures describe. */
static int64_t period_epoch(struct period p) {
    int year = p.year, month = 12;
    switch ((enum period_kind)p.kind) {
    case PERIOD_NOT_STATED:
        return days_from_date(2000, 1, 1) * 86400;
    case PERIOD_YEAR:
        break;
    case PERIOD_HALF:
        month = p.index * 6;
        break;
    case PERIOD_QUARTER:
        month = p.index * 3;
        break;
    case PERIOD_MONTH:
    case PERIOD_YTD:
        month = p.index;
        break;
    case PERIOD_SPAN:
        year += p.index;
        break;
    }
    int64_t next = month == 12 ? days_from_date(year + 1, 1, 1)
                               : days_from_date(year, month + 1, 1);
    return (next - 1) * 86400;
}

/* The date in the files' own data: what the caller says, else the date of issue,
   else the end of the period. Never the clock. */
static void set_date(struct making *making) {
    const struct options *options = making->tools->options;
    struct document *doc = making->doc;
    if (doc->date.n == 0)
        doc->date = options->date;
    if (options->has_epoch)
        doc->epoch = options->epoch;
    else if (!date_parse(doc->date, &doc->epoch))
        doc->epoch = period_epoch(making->job->period);
}

/* `text` without the area's name in it: the title of all areas' reports. */
static struct str without_area(struct str text, struct str name, struct arena *arena) {
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
        .demo = doc->demo,
        .status = EDITION_BUILT,
    };
    if (!job->per_area)
        return;
    const struct area *area = dataset_area(making->tools->dataset, job->area);
    struct edition *edition = &making->edition;
    edition->area = area->code;
    edition->area_name = area->short_name;
    edition->group = without_area(doc->title, area->name, arena);
    if (edition->group.n == doc->title.n)
        edition->group = without_area(doc->title, area->short_name, arena);
    edition->group_en = without_area(doc->title_en, area->name_en, arena);
}

/* Writes what was rendered; `suffix` comes behind the stem. */
static enum worker_result put_file(struct making *making, enum output_format format,
                                   struct str suffix, const struct buf *bytes) {
    struct edition *edition = &making->edition;
    struct str extension = output_format_name(format);
    struct str path =
        arena_printf(making->scratch, "%.*s/%.*s/%.*s%.*s.%.*s",
                     STR_ARG(edition->report), STR_ARG(edition->period),
                     STR_ARG(edition->stem), STR_ARG(suffix), STR_ARG(extension));
    if (!buf_ok(bytes)) {
        diag_error(
            making->diag, (struct place){.file = path},
            "the output is larger than %zu bytes, or a number in it is not finite",
            OUTPUT_CAP);
        return WORKER_FAILED;
    }
    if (!stage_write(making->tools->stage, path, buf_str(bytes), making->diag))
        return WORKER_SYSTEM;
    edition->files = arena_grow(making->scratch, edition->files, edition->file_count,
                                &making->capacity, sizeof *edition->files);
    struct edition_file *file = &edition->files[edition->file_count++];
    *file = (struct edition_file){.path = path, .format = format, .bytes = bytes->n};
    hash_of(buf_str(bytes), file->sha256);
    return WORKER_DONE;
}

static bool render(struct making *making, enum output_format format, struct buf *out) {
    const struct job_tools *tools = making->tools;
    switch (format) {
    case OUTPUT_MARKDOWN:
        return render_markdown(making->doc, out, making->diag);
    case OUTPUT_HTML:
        return render_html(making->doc, &tools->page, tools->fonts, out, making->diag);
    case OUTPUT_PDF:
        return render_pdf(making->doc, tools->fonts, making->scratch, out,
                          making->diag);
    case OUTPUT_CSV:
        return render_csv(making->doc, out, making->diag);
    case OUTPUT_SVG:
    case OUTPUT_FORMAT_COUNT:
        break;
    }
    return false;
}

static enum worker_result make_format(struct making *making,
                                      enum output_format format) {
    struct buf out = buf_open(OUTPUT_CAP);
    enum worker_result result = WORKER_FAILED;
    if (render(making, format, &out))
        result = put_file(making, format, (struct str){0}, &out);
    buf_close(&out);
    return result;
}

/* The pictures that the Markdown report shows. */
static enum worker_result make_pictures(struct making *making) {
    enum worker_result result = WORKER_DONE;
    for (size_t i = 0; i < making->doc->chart_count && result == WORKER_DONE; i++) {
        const struct doc_chart *chart = making->doc->charts[i];
        struct buf out = buf_open(OUTPUT_CAP);
        struct str suffix = arena_printf(making->scratch, "-%.*s", STR_ARG(chart->id));
        result = WORKER_FAILED;
        if (!file_name_is_safe(chart->id))
            diag_error(making->diag, chart->object.place,
                       "the id \"%.*s\" cannot be part of a file name",
                       STR_ARG(chart->id));
        else if (render_svg(making->doc, chart, making->tools->fonts, &out,
                            making->diag))
            result = put_file(making, OUTPUT_SVG, suffix, &out);
        buf_close(&out);
    }
    return result;
}

static enum worker_result make_files(struct making *making) {
    const bool *wanted = making->tools->options->formats;
    enum worker_result result = WORKER_DONE;
    for (int f = 0; f < OUTPUT_SVG && result == WORKER_DONE; f++)
        if (wanted[f])
            result = make_format(making, (enum output_format)f);
    if (result == WORKER_DONE && wanted[OUTPUT_MARKDOWN])
        result = make_pictures(making);
    return result;
}

enum worker_result job_run(const struct job_tools *tools, const struct report_job *job,
                           struct buf *answer, struct diag *diag) {
    struct making making = {.tools = tools, .job = job, .diag = diag};
    making.scratch = arena_open();
    diag_set_language(diag, tools->options->language);
    sandbox_set_diag(tools->sandbox, diag);
    sandbox_set_context(tools->sandbox, job_label(job, tools->dataset, making.scratch));
    enum worker_result result = WORKER_FAILED;
    if (script_enter(tools->script, job))
        making.doc =
            compose_report(tools->composer, job, tools->dataset, tools->theme,
                           script_figures(tools->script), making.scratch, diag);
    if (making.doc != NULL) {
        set_date(&making);
        describe(&making);
        result = make_files(&making);
        document_close(making.doc);
    }
    if (result == WORKER_DONE && diag_count(diag, DIAG_ERROR) > 0)
        result = WORKER_FAILED;
    if (result == WORKER_DONE)
        receipt_write_edition(&making.edition, answer);
    arena_close(making.scratch);
    return result;
}
