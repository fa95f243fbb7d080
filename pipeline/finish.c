/* The release around the reports: index.html and receipt.json. */
#include "inputs.h"
#include "run.h"

#include "publish/stage.h"
#include "render/index.h"
#include "words/words.h"
#include <stdlib.h>

#define PAGE_CAP ((size_t)64 << 20)
#define SERIES_CAP ((size_t)256 << 20)
#define RECEIPT_CAP ((size_t)256 << 20)

static struct index_entry index_entry_of(const struct run *run,
                                         const struct edition *edition) {
    struct index_entry entry = {
        .report = edition->report,
        .title = edition->group.n > 0 ? edition->group : edition->title,
        .title_en = edition->group.n > 0 ? edition->group_en : edition->title_en,
        .period_code = edition->period,
        .period_label = edition->period_label,
        .part = edition->part,
        .part_name = edition->part_name,
        .stem = arena_printf(run->arena, "%.*s/%.*s/%.*s", STR_ARG(edition->report),
                             STR_ARG(edition->period), STR_ARG(edition->stem)),
        .marks = edition->marks,
    };
    for (size_t i = 0; i < edition->file_count; i++)
        entry.formats = format_add(entry.formats, edition->files[i].format);
    return entry;
}

/* What all reports are written in, else the first language. */
static struct catalogue language_of_reports(const struct run *run) {
    struct catalogue words =
        run->report_count > 0 ? run->reports[0].words : (struct catalogue){0};
    for (size_t i = 1; i < run->report_count; i++)
        if (!str_equal(run->reports[i].words.language, words.language))
            words = (struct catalogue){0};
    if (words.bytes.n == 0)
        words_vocabulary(STR(""), &words);
    return words;
}

bool run_write_index(struct run *run, struct receipt_item *item, size_t *bytes) {
    struct index_entry *entries =
        arena_array(run->arena, run->edition_count, sizeof *entries);
    size_t count = 0;
    for (size_t i = 0; i < run->edition_count; i++)
        if (run->editions[i].file_count > 0 ||
            run->editions[i].status == EDITION_FAILED)
            entries[count++] = index_entry_of(run, &run->editions[i]);
    struct html_page page = run->tools.page;
    page.root = (struct str){0};
    struct printed_words words;
    printed_words_of(language_of_reports(run), run->tools.theme, &words);
    struct buf out = buf_open(PAGE_CAP);
    *item = (struct receipt_item){.path = STR("index.html")};
    bool ok =
        html_index(entries, count, &words, run->tools.theme, &page, &out, run->diag);
    if (ok && !buf_ok(&out))
        ok = diag_error(run->diag, (struct place){.file = item->path},
                        "the page is larger than %zu bytes", PAGE_CAP);
    ok = ok && stage_write(run->tools.stage, item->path, buf_str(&out), run->diag);
    hash_of(buf_str(&out), item->sha256);
    *bytes = out.n;
    buf_close(&out);
    return ok;
}

bool run_write_series(struct run *run, struct receipt_item *item, size_t *bytes) {
    struct buf out = buf_open(SERIES_CAP);
    *item = (struct receipt_item){.path = STR(SERIES_NAME)};
    rules_write_series(run->dataset, &out);
    bool ok =
        buf_ok(&out) || diag_error(run->diag, (struct place){.file = item->path},
                                   "the file is larger than %zu bytes", SERIES_CAP);
    ok = ok && stage_write(run->tools.stage, item->path, buf_str(&out), run->diag);
    hash_of(buf_str(&out), item->sha256);
    *bytes = out.n;
    buf_close(&out);
    return ok;
}

static int compare_lines(const void *a, const void *b) {
    const struct edition_file *left = *(const struct edition_file *const *)a;
    const struct edition_file *right = *(const struct edition_file *const *)b;
    return str_compare(left->path, right->path);
}

bool run_write_sums(struct run *run, const struct receipt_item *index,
                    struct receipt_item *item, size_t *bytes) {
    struct buf out = buf_open(PAGE_CAP);
    size_t count = 0, most = 0;
    for (size_t i = 0; i < run->edition_count; i++)
        most += run->editions[i].file_count;
    const struct edition_file **files =
        arena_array(run->arena, most + 1, sizeof *files);
    for (size_t i = 0; i < run->edition_count; i++)
        for (size_t k = 0; k < run->editions[i].file_count; k++)
            files[count++] = &run->editions[i].files[k];
    if (count > 0)
        qsort(files, count, sizeof *files, compare_lines);
    buf_printf(&out, "%s  %.*s\n", index->sha256, STR_ARG(index->path));
    for (size_t i = 0; i < count; i++)
        buf_printf(&out, "%s  %.*s\n", files[i]->sha256, STR_ARG(files[i]->path));
    *item = (struct receipt_item){.path = STR(SUMS_NAME)};
    bool ok = buf_ok(&out) || diag_error(run->diag, (struct place){.file = item->path},
                                         "the file is larger than %zu bytes", PAGE_CAP);
    ok = ok && stage_write(run->tools.stage, item->path, buf_str(&out), run->diag);
    hash_of(buf_str(&out), item->sha256);
    *bytes = out.n;
    buf_close(&out);
    return ok;
}

static struct str joined(const struct str *words, size_t count, struct arena *arena) {
    struct str all = {0};
    for (size_t i = 0; i < count; i++)
        all = arena_printf(arena, "%.*s%s%.*s", STR_ARG(all), i > 0 ? "," : "",
                           STR_ARG(words[i]));
    return all;
}

static struct str period_asked(const struct run *run) {
    const struct selection *asked = &run->options->selection;
    if (!asked->has_period)
        return (struct str){0};
    struct str last = period_code(asked->period, run->arena);
    return asked->since.kind != asked->period.kind
               ? last
               : arena_printf(run->arena, "%.*s..%.*s",
                              STR_ARG(period_code(asked->since, run->arena)),
                              STR_ARG(last));
}

/* The options that have a part in what comes out. */
static size_t option_items(struct run *run, struct receipt_option items[7]) {
    const struct options *o = run->options;
    struct buf formats = buf_open(1024);
    format_list(o->formats, ",", &formats);
    size_t n = 0;
    items[n++] = (struct receipt_option){
        "report", joined(o->selection.reports, o->selection.report_count, run->arena)};
    items[n++] = (struct receipt_option){
        "area", joined(o->selection.areas, o->selection.area_count, run->arena)};
    if (o->selection.part_count > 0)
        items[n++] = (struct receipt_option){
            "each", joined(o->selection.parts, o->selection.part_count, run->arena)};
    items[n++] = (struct receipt_option){"period", period_asked(run)};
    items[n++] =
        (struct receipt_option){"format", arena_copy(run->arena, buf_str(&formats))};
    buf_close(&formats);
    items[n++] = (struct receipt_option){"date", o->date};
    items[n++] = (struct receipt_option){
        "epoch", o->has_epoch ? arena_printf(run->arena, "%lld", (long long)o->epoch)
                              : (struct str){0}};
    return n;
}

bool run_write_receipt(struct run *run, const struct receipt_item *pages,
                       const size_t *page_bytes, size_t page_count) {
    struct receipt_option options[7];
    struct receipt receipt = {
        .options = options,
        .option_count = option_items(run, options),
        .seed = INPUTS_SEED,
        .dataset = run->dataset,
        .fonts = run->tools.fonts,
        .confinement = run->confinement,
        /* Of these inputs alone: the last release has no part in what is published. */
        .warnings = diag_count(run->diag, DIAG_WARNING) - run->rules.release_warnings,
        .editions = run->editions,
        .edition_count = run->edition_count,
        .pages = pages,
        .page_bytes = page_bytes,
        .page_count = page_count,
    };
    receipt.scripts = inputs_scripts(&run->tools, run->arena, &receipt.script_count);
    receipt.templates = inputs_templates(&run->tools, run->page_files, 2, run->arena,
                                         &receipt.template_count);
    struct buf out = buf_open(RECEIPT_CAP);
    char id[RECEIPT_ID_SIZE + 1];
    bool ok =
        receipt_write(&receipt, &out, id, run->diag) &&
        stage_write(run->tools.stage, STR(RECEIPT_NAME), buf_str(&out), run->diag);
    buf_close(&out);
    return ok;
}
