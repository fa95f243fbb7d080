#include "compose/compose.h"
#include "compose/dump.h"
#include "compose/expand.h"
#include "compose/footnotes.h"
#include "compose/markdown.h"
#include "compose/number.h"
#include "compose/wording.h"
#include "words/words.h"

/* The Markdown of one report. cmark takes quadratic time on a few hostile inputs,
   so no report may be endless; its big tables are objects and do not count. */
#define REPORT_LIMIT ((size_t)8 << 20)

/* A title of reports.lua, compiled once. */
struct title {
    struct str text;
    struct template *template;
};

struct composer {
    struct template_set set;
    int project; /* its folder */
    struct title *titles;
    size_t title_count, title_capacity;
};

static struct template *title_template(struct composer *composer, struct str text,
                                       struct place place, struct diag *diag) {
    for (size_t i = 0; i < composer->title_count; i++)
        if (str_equal(composer->titles[i].text, text))
            return composer->titles[i].template;
    struct template *template = templates_words(&composer->set, text, place, diag);
    if (template == NULL)
        return NULL;
    composer->titles =
        arena_grow(composer->set.arena, composer->titles, composer->title_count,
                   &composer->title_capacity, sizeof *composer->titles);
    composer->titles[composer->title_count++] =
        (struct title){template->text, template};
    return template;
}

static bool expand_title(struct composer *composer, struct composition *c,
                         const struct report_job *job, struct str text,
                         struct str *out) {
    *out = (struct str){"", 0};
    if (text.n == 0)
        return true;
    struct place place = job->report->place;
    struct template *template = title_template(composer, text, place, c->diag);
    if (template == NULL || !expand_words(&composer->set, template, c, out)) {
        c->failed = true;
        return false;
    }
    if (out->n == 0)
        return parts_error(c, place, "the title of report \"%.*s\" is empty",
                           STR_ARG(job->report->name));
    return true;
}

static bool fill_words(struct composer *composer, struct composition *c,
                       const struct report_job *job) {
    struct document *doc = c->doc;
    const struct report_definition *report = job->report;
    doc->stem = job->stem;
    doc->report = report->name;
    doc->series = report->series;
    if (report->demo)
        page_marks_add(&doc->marks, &page_mark_demo, doc->words.demo);
    doc->organisation = doc->words.organisation;
    doc->period_label = period_label(job->period, doc->words.vocabulary, c->arena);
    struct catalogue english;
    if (words_vocabulary(STR("en"), &english))
        doc->period_label_en = period_label(job->period, english, c->arena);
    if (report->preliminary)
        page_marks_add(&doc->marks, &page_mark_preliminary,
                       words_text(doc->words.vocabulary, page_mark_preliminary.words));
    const struct issue *issue = job->issue;
    if (issue != NULL) {
        doc->issue_number = issue->number;
        doc->compiled_by = issue->compiled_by;
        doc->reviewed_by = issue->reviewed_by;
        doc->approved_by = issue->approved_by;
        doc->date = issue->date;
    }
    bool good =
        expand_title(composer, c, job,
                     report->title.n > 0 ? report->title : report->name, &doc->title);
    return expand_title(composer, c, job, report->title_en, &doc->title_en) && good;
}

/* Found and compiled; NULL after reporting. */
static struct template *take_template(struct composer *composer,
                                      const struct report_definition *report,
                                      struct str context, struct diag *diag) {
    struct template *template = templates_find(&composer->set, report->template_file);
    if (template != NULL)
        return templates_compile(&composer->set, template, diag) ? template : NULL;
    struct place place = report->place;
    place.context = context;
    diag_error(diag, place, "no template \"%.*s\"", STR_ARG(report->template_file));
    struct str nearest = templates_nearest(&composer->set, report->template_file);
    if (nearest.n > 0)
        diag_hint(diag, "did you mean \"%.*s\"?", STR_ARG(nearest));
    return NULL;
}

/* Numbers of sources, [1], say nothing without the list that tells of them. */
static void check_sources(struct composer *composer, const struct composition *c,
                          const struct template *template) {
    struct sandbox *sandbox = composer->set.sandbox;
    lua_State *L = sandbox_state(sandbox);
    if (!sandbox_load(sandbox, STR("return require(\"nqi.sources\").unlisted()"),
                      STR("nqi/sources"), 1, 0))
        return;
    if (!sandbox_call(sandbox, 0, 1))
        return;
    bool unlisted = lua_toboolean(L, -1) != 0;
    lua_pop(L, 1);
    if (!unlisted)
        return;
    struct place place = {.file = template->file, .line = 1, .context = c->context};
    diag_warning(
        c->diag, place,
        "sources are printed by numbers, [1], that no list of the report tells "
        "of");
    diag_hint(c->diag,
              "write {%% include \"partials/source-list.md\" %%} behind the last "
              "of them; partials/data-notes.md has it, too");
}

static bool make_document(struct composer *composer, struct composition *c,
                          const struct report_job *job) {
    bool good = fill_words(composer, c, job);
    struct template *template =
        take_template(composer, job->report, c->context, c->diag);
    if (template == NULL || !expand_template(&composer->set, template, c) || !good)
        return false;
    markdown_blocks(c);
    if (c->lost)
        return false;
    number_assign(c, job->report->numbers);
    markdown_parse_inlines(c);
    number_resolve(c);
    if (!c->failed) {
        wording_check(c);
        check_sources(composer, c, template);
    }
    return !c->failed;
}

struct composer *composer_open(int dir, struct sandbox *sandbox,
                               const struct embedded_file *library, struct arena *arena,
                               struct diag *diag) {
    struct composer *composer = arena_alloc(arena, sizeof *composer);
    composer->set =
        (struct template_set){.sandbox = sandbox, .arena = arena, .library = library};
    composer->project = dir;
    if (!templates_open(&composer->set, dir, diag))
        return NULL;
    /* Compiled here, before workers are forked. A template that does not compile
       is told of when a report wants it. */
    struct diag *quiet = diag_open();
    for (size_t i = 0; i < composer->set.count; i++)
        templates_compile(&composer->set, composer->set.items[i], quiet);
    diag_close(quiet);
    return composer;
}

struct document *compose_report(struct composer *composer, const struct report_job *job,
                                const struct dataset *ds, const struct theme *theme,
                                const struct figure_log *log, struct arena *arena,
                                struct diag *diag) {
    struct composition c = {.arena = arena,
                            .templates = &composer->set,
                            .log = log,
                            .project = composer->project,
                            .diag = diag,
                            .doc = document_open(arena, theme),
                            .context = report_job_label(job, arena),
                            .text = buf_open(REPORT_LIMIT)};
    document_speak(c.doc, job->report->words);
    c.doc->data = ds;
    c.doc->place = job->report->place;
    c.doc->place.context = c.context;
    bool good = make_document(composer, &c, job);
    footnotes_close(&c);
    buf_close(&c.text);
    if (good)
        return c.doc;
    document_close(c.doc);
    return NULL;
}

bool composer_dump(struct composer *composer, const struct report_definition *report,
                   struct buf *out, struct diag *diag) {
    struct template *template =
        take_template(composer, report, (struct str){NULL, 0}, diag);
    if (template != NULL)
        dump_template(template, composer->set.arena, out);
    return template != NULL;
}

size_t composer_files(const struct composer *composer,
                      const struct template_file **files) {
    *files = composer->set.files;
    return composer->set.count;
}

struct str composer_text(const struct composer *composer, size_t file) {
    return composer->set.items[file]->text;
}
