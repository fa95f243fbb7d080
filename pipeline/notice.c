#include "notice.h"

#include "document/format.h"
#include "publish/stage.h"
#include "render/render.h"
#include "words/words.h"
#include <string.h>

#define NOTICE_CAP ((size_t)64 << 20)

static void add_paragraph(struct document *doc, struct str text) {
    cmark_node *paragraph = cmark_node_new(CMARK_NODE_PARAGRAPH);
    cmark_node *node = cmark_node_new(CMARK_NODE_TEXT);
    cmark_node_set_literal(node, arena_copy(doc->arena, text).p);
    cmark_node_append_child(paragraph, node);
    cmark_node_append_child(doc->root, paragraph);
}

/* In the language of the report, or, if that is no longer there, of its title. */
static struct catalogue language_of(const struct run *run,
                                    const struct edition *edition) {
    struct catalogue words = {0};
    for (size_t i = 0; i < run->report_count; i++)
        if (str_equal(run->reports[i].name, edition->report))
            return run->reports[i].words;
    bool wide = false;
    for (size_t i = 0; i < edition->title.n; i++)
        wide |= (unsigned char)edition->title.p[i] >= 0x80;
    words_vocabulary(wide ? STR("") : STR("en"), &words);
    return words;
}

static struct document *make_notice(struct run *run, const struct edition *edition,
                                    struct str reason, struct arena *arena) {
    struct document *doc = document_open(arena, run->tools.theme);
    document_speak(doc, language_of(run, edition));
    doc->stem = edition->stem;
    doc->report = edition->report;
    doc->title = edition->title;
    doc->title_en = edition->title_en;
    doc->series = edition->series;
    doc->issue_number = edition->issue;
    doc->period_label = edition->period_label;
    doc->organisation = doc->words.organisation;
    struct catalogue words = doc->words.vocabulary;
    doc->date = date_label(run->desk->date, words, arena);
    date_parse(run->desk->date, &doc->epoch);
    page_marks_add(&doc->marks, &page_mark_withdrawn,
                   words_text(words, page_mark_withdrawn.words));
    add_paragraph(doc, words_fill(words, "withdrawal.text",
                                  (const struct words_value[]){{"date", doc->date}}, 1,
                                  arena));
    add_paragraph(doc, words_fill(words, "withdrawal.reason",
                                  (const struct words_value[]){{"reason", reason}}, 1,
                                  arena));
    return doc;
}

/* A format whose file is a page to read. */
static bool is_page(const struct format_kind *format) {
    return format == &format_md || format == &format_html || format == &format_pdf;
}

static bool put_file(struct run *run, struct document *doc,
                     const struct edition_file *old, struct edition_file *file) {
    struct html_page page = run->tools.page;
    const struct rendering rendering = {.page = &page,
                                        .fonts = run->tools.fonts,
                                        .dataset = run->dataset,
                                        .scratch = doc->arena};
    struct buf out = buf_open(NOTICE_CAP);
    bool ok = old->format->render(doc, 0, &rendering, &out, run->diag) &&
              buf_ok(&out) &&
              stage_write(run->tools.stage, old->path, buf_str(&out), run->diag);
    *file =
        (struct edition_file){.path = old->path, .format = old->format, .bytes = out.n};
    hash_of(buf_str(&out), file->sha256);
    buf_close(&out);
    return ok;
}

/* The edition becomes a notice in the same formats. */
static bool withdraw(struct run *run, struct edition *edition, struct str reason) {
    struct arena *scratch = arena_open();
    struct document *doc = make_notice(run, edition, reason, scratch);
    struct edition_file *files =
        arena_array(run->arena, edition->file_count + 1, sizeof *files);
    size_t count = 0;
    bool ok = true;
    for (size_t i = 0; ok && i < edition->file_count; i++)
        if (is_page(edition->files[i].format))
            ok = put_file(run, doc, &edition->files[i], &files[count++]);
    edition->files = files;
    edition->file_count = count;
    edition->marks = (struct page_marks){0};
    struct page_mark mark = doc->marks.items[PAGE_MARK_withdrawn];
    page_marks_add(&edition->marks, mark.kind, arena_copy(run->arena, mark.words));
    memset(edition->code, 0, sizeof edition->code);
    edition->status = EDITION_BUILT;
    document_close(doc);
    arena_close(scratch);
    return ok;
}

/* Of the project's data only what the front page needs: a withdrawal does not wait for
   them to be in order. */
static bool open_all(struct run *run) {
    struct diag *own = diag_open_like(run->diag), *told = run->diag;
    if (!run_open_project(run))
        return false;
    run->diag = own;
    bool read = run_read_data(run) && run_bind(run) && run_read_reports(run);
    run->diag = told;
    diag_close(own);
    if (!read)
        run->report_count = 0;
    run->tools.fonts = fonts_open(run->tools.theme, run->diag);
    return run->tools.fonts != NULL && run_open_page(run);
}

static bool write_release(struct run *run, struct str report, struct str period,
                          struct str reason) {
    const struct receipt_summary *before = run->previous;
    struct receipt_item pages[2];
    size_t bytes[2], n = 0;
    struct edition *built =
        arena_array(run->arena, before->edition_count, sizeof *built);
    struct edition *kept = arena_array(run->arena, before->edition_count, sizeof *kept);
    size_t built_count = 0;
    for (size_t i = 0; i < before->edition_count; i++) {
        struct edition edition = before->editions[i];
        bool own =
            str_equal(edition.report, report) && str_equal(edition.period, period);
        if (own && !withdraw(run, &edition, reason))
            return false;
        if (own)
            built[built_count++] = edition;
        else
            kept[n++] = edition;
    }
    edition_merge(built, built_count, kept, n, before->id, run->arena, &run->editions,
                  &run->edition_count);
    return run_write_index(run, &pages[0], &bytes[0]) &&
           run_write_sums(run, &pages[0], &pages[1], &bytes[1]) &&
           run_write_receipt(run, pages, bytes, 2) && run_write_manifest(run);
}

enum build_result notice_build(struct run *run, int stage,
                               const struct receipt_summary *previous,
                               struct str report, struct str period,
                               struct str reason) {
    run->tools.stage = stage;
    run->previous = previous;
    run->confinement = confine(CONFINE_BUILDER, stage);
    enum build_result result = BUILD_DATA;
    if (open_all(run))
        result =
            write_release(run, report, period, reason) ? BUILD_COMPLETE : BUILD_SYSTEM;
    run_print(run->options, run->diag);
    return result;
}
