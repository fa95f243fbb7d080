#include "compose_project.h"
#include "base/embedded.h"
#include "base/file.h"
#include "document/chart.h"
#include "ingest/ingest.h"
#include "unit.h"
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define FIXTURE "tests/lua/fixture"

void compose_project_open(struct compose_project *project) {
    struct compose_project *p = project;
    struct source_profile *profiles;
    size_t count;
    *p = (struct compose_project){.arena = arena_open(), .diag = diag_open()};
    p->dir = open(FIXTURE, O_RDONLY | O_DIRECTORY);
    assert_true(p->dir >= 0);
    p->sandbox = sandbox_open(NULL, p->diag);
    p->script = script_open(p->sandbox, p->dir, p->arena, p->diag);
    assert_non_null(p->script);
    p->ds = dataset_open(p->arena);
    assert_true(ingest_dictionaries(p->dir, p->ds, p->arena, p->diag));
    assert_true(script_read_sources(p->script, &profiles, &count));
    assert_true(ingest_sources(p->dir, profiles, count, p->ds, p->arena, p->diag));
    dataset_seal(p->ds);
    assert_true(script_bind(p->script, p->ds));
    p->report =
        (struct report_definition){.place = {.file = STR("lua/reports.lua"), .line = 2},
                                   .name = STR("province"),
                                   .title = STR("{{ area.name }}概览"),
                                   .series = STR("年度报告")};
    assert_true(period_from_code(STR("2023"), &p->report.period));
    p->job = (struct report_job){.report = &p->report,
                                 .area = dataset_find_area(p->ds, STR("340000")),
                                 .per_area = true,
                                 .period = p->report.period,
                                 .stem = STR("2023-340000")};
}

void compose_project_close(struct compose_project *project) {
    assert_int_equal(lua_gettop(sandbox_state(project->sandbox)), 0);
    sandbox_close(project->sandbox);
    diag_close(project->diag);
    arena_close(project->arena);
    close(project->dir);
}

struct document *compose_project_make(struct compose_project *project,
                                      const char *folder, const char *name,
                                      struct diag *diag) {
    int dir = open(folder, O_RDONLY | O_DIRECTORY);
    assert_true(dir >= 0);
    project->report.template_file = str_from(name);
    struct composer *composer =
        composer_open(dir, project->sandbox, embedded_files, project->arena, diag);
    close(dir);
    if (composer == NULL)
        return NULL;
    sandbox_set_diag(project->sandbox, diag);
    struct document *doc = NULL;
    if (script_enter(project->script, &project->job))
        doc = compose_report(composer, &project->job, project->ds, sample_theme(),
                             script_figures(project->script), project->arena, diag);
    sandbox_set_diag(project->sandbox, project->diag);
    return doc;
}

struct document *compose_project_text(struct compose_project *project, struct str text,
                                      struct diag *diag) {
    char folder[] = "/tmp/nqi-compose-XXXXXX";
    assert_non_null(mkdtemp(folder));
    int dir = open(folder, O_RDONLY | O_DIRECTORY);
    assert_true(file_make_folders(dir, "templates", diag));
    assert_true(file_write(dir, "templates/report.md", text, diag));
    struct document *doc = compose_project_make(project, folder, "report.md", diag);
    unlinkat(dir, "templates/report.md", 0);
    unlinkat(dir, "templates", AT_REMOVEDIR);
    close(dir);
    rmdir(folder);
    return doc;
}

static void put(struct buf *out, const char *name, struct str value) {
    if (value.n > 0)
        buf_printf(out, " %s=%.*s", name, STR_ARG(value));
}

static void dump_custom(struct object *object, bool enter, struct buf *out) {
    const struct doc_span *span = (struct doc_span *)object;
    if (object->kind == OBJECT_NOTE) {
        if (enter)
            buf_printf(out, "[note %u]", ((struct doc_note *)object)->number);
    } else if (!enter) {
        buf_char(out, ']');
    } else if (span->span == SPAN_LANGUAGE) {
        buf_printf(out, "[lang %.*s: ", STR_ARG(span->lang));
    } else {
        buf_puts(out, span->span == SPAN_SUPERSCRIPT ? "[sup: " : "[sub: ");
    }
}

static void dump_inline(cmark_node *node, bool enter, struct buf *out) {
    const char *literal = cmark_node_get_literal(node);
    cmark_node_type type = cmark_node_get_type(node);
    if (type == CMARK_NODE_TEXT)
        buf_puts(out, literal);
    else if (type == CMARK_NODE_CODE)
        buf_printf(out, "[code: %s]", literal);
    else if (type == CMARK_NODE_SOFTBREAK)
        buf_puts(out, "[soft]");
    else if (type == CMARK_NODE_LINEBREAK)
        buf_puts(out, "[break]");
    else if (type == CMARK_NODE_CUSTOM_INLINE)
        dump_custom(document_object(node), enter, out);
    else if (!enter)
        buf_char(out, ']');
    else if (type == CMARK_NODE_LINK)
        buf_printf(out, "[link %s: ", cmark_node_get_url(node));
    else
        buf_printf(out, "[%s: ", cmark_node_get_type_string(node));
}

/* The inlines of a paragraph, heading, note or cell. */
static void dump_inlines(cmark_node *block, struct buf *out) {
    cmark_iter *iter = cmark_iter_new(block);
    cmark_event_type event;
    while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE)
        if (cmark_iter_get_node(iter) != block)
            dump_inline(cmark_iter_get_node(iter), event == CMARK_EVENT_ENTER, out);
    cmark_iter_free(iter);
}

static void dump_row(const struct doc_row *row, const char *name, struct buf *out) {
    static const char *const kinds[] = {"", " total", " group", " memo"};
    static const char *const tones[] = {"",      " accent", " alert", " muted",
                                        " good", " watch",  " bad"};
    buf_printf(out, "  %s%s%s:", name, kinds[row->kind],
               row->highlight ? " highlight" : "");
    for (size_t i = 0; i < row->count; i++) {
        const struct doc_cell *cell = &row->cells[i];
        buf_puts(out, " |");
        buf_printf(out, "%c", "lcrd"[cell->align]);
        if (cell->column_span > 1 || cell->row_span > 1)
            buf_printf(out, " %ux%u", cell->column_span, cell->row_span);
        buf_printf(out, "%s%s", tones[cell->tone], cell->strong ? " strong" : "");
        if (cell->indent > 0)
            buf_printf(out, " indent %u", cell->indent);
        buf_puts(out, "| ");
        if (cell->content != NULL)
            dump_inlines(cell->content, out);
        else
            for (size_t k = 0; k < cell->text.n; k++)
                if (cell->text.p[k] == '\n')
                    buf_puts(out, "\\n");
                else
                    buf_char(out, cell->text.p[k]);
    }
    buf_char(out, '\n');
}

static void dump_notes(struct str *notes, size_t count, struct str source,
                       struct buf *out) {
    for (size_t i = 0; i < count; i++)
        buf_printf(out, "  note: %.*s\n", STR_ARG(notes[i]));
    if (source.n > 0)
        buf_printf(out, "  source: %.*s\n", STR_ARG(source));
}

static void dump_table(const struct doc_table *table, struct buf *out) {
    buf_puts(out, table->plain ? "plain table" : "table");
    put(out, "label", table->label);
    put(out, "id", table->id);
    put(out, "caption", table->caption);
    put(out, "unit", table->unit);
    buf_char(out, '\n');
    for (size_t i = 0; i < table->head_count; i++)
        dump_row(&table->head[i], "head", out);
    for (size_t i = 0; i < table->body_count; i++)
        dump_row(&table->body[i], "row", out);
    dump_notes(table->notes, table->note_count, table->source, out);
}

static void dump_chart(const struct doc_chart *chart, struct buf *out) {
    buf_printf(out, "chart %s", chart->kind->kind.name);
    put(out, "label", chart->label);
    put(out, "id", chart->id);
    put(out, "caption", chart->caption);
    put(out, "unit", chart->unit);
    buf_printf(out, "\n  alt: %.*s\n", STR_ARG(chart->alt));
    for (size_t i = 0; i < chart->item_count; i++) {
        const struct chart_item *item = &chart->items[i];
        buf_printf(out, "  %.*s:", STR_ARG(item->label));
        if (!isnan(item->value))
            buf_printf(out, " %.6g", item->value);
        put(out, "text", item->text);
        put(out, "rank", item->rank);
        put(out, "change", item->change);
        buf_puts(out, item->highlight ? " highlight\n" : "\n");
    }
    for (size_t i = 0; i < chart->series_count; i++) {
        buf_printf(out, "  %.*s:", STR_ARG(chart->series[i].name));
        for (size_t k = 0; k < chart->label_count; k++)
            if (isnan(chart->series[i].values[k]))
                buf_puts(out, " none");
            else
                buf_printf(out, " %.6g", chart->series[i].values[k]);
        buf_char(out, '\n');
    }
    dump_notes(chart->notes, chart->note_count, chart->source, out);
}

static void dump_kpi(const struct doc_kpi *kpi, struct buf *out) {
    buf_puts(out, "kpi\n");
    for (size_t i = 0; i < kpi->item_count; i++) {
        buf_printf(out, "  %.*s: %.*s", STR_ARG(kpi->items[i].label),
                   STR_ARG(kpi->items[i].value));
        put(out, "unit", kpi->items[i].unit);
        put(out, "note", kpi->items[i].note);
        buf_char(out, '\n');
    }
}

static void dump_object(struct object *object, struct buf *out) {
    const struct doc_summary *summary = (struct doc_summary *)object;
    switch (object->kind) {
    case OBJECT_TABLE:
        dump_table((struct doc_table *)object, out);
        break;
    case OBJECT_CHART:
        dump_chart((struct doc_chart *)object, out);
        break;
    case OBJECT_KPI:
        dump_kpi((struct doc_kpi *)object, out);
        break;
    case OBJECT_SIGNOFF:
        buf_puts(out, "signoff\n");
        break;
    case OBJECT_SUMMARY:
        buf_printf(out, "summary lang=%.*s: %.*s\n", STR_ARG(summary->lang),
                   STR_ARG(summary->title));
        break;
    case OBJECT_HEADING:
    case OBJECT_NOTE:
    case OBJECT_SPAN:
    case OBJECT_PRINTED:
        break;
    }
}

static void dump_block(cmark_node *node, struct buf *out) {
    cmark_node_type type = cmark_node_get_type(node);
    const struct doc_heading *heading = (struct doc_heading *)document_object(node);
    if (type == CMARK_NODE_CUSTOM_BLOCK) {
        dump_object(document_object(node), out);
    } else if (type == CMARK_NODE_HEADING) {
        buf_printf(out, "heading %d%s", heading->level, heading->annex ? " annex" : "");
        put(out, "label", heading->label);
        put(out, "id", heading->id);
        buf_puts(out, ": ");
        dump_inlines(node, out);
        buf_char(out, '\n');
    } else if (type == CMARK_NODE_PARAGRAPH) {
        buf_puts(out, "paragraph: ");
        dump_inlines(node, out);
        buf_char(out, '\n');
    } else if (type == CMARK_NODE_CODE_BLOCK) {
        buf_printf(out, "code %s:\n%s", cmark_node_get_fence_info(node),
                   cmark_node_get_literal(node));
    } else {
        buf_printf(out, "%s\n", cmark_node_get_type_string(node));
    }
}

void compose_dump(const struct document *doc, struct buf *out) {
    cmark_iter *iter = cmark_iter_new(doc->root);
    cmark_event_type event;
    int depth = -1;
    while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
        cmark_node *node = cmark_iter_get_node(iter);
        cmark_node_type type = cmark_node_get_type(node);
        if (type > CMARK_NODE_LAST_BLOCK)
            continue;
        bool leaf = type == CMARK_NODE_CODE_BLOCK || type == CMARK_NODE_HTML_BLOCK ||
                    type == CMARK_NODE_THEMATIC_BREAK;
        if (event == CMARK_EVENT_EXIT) {
            depth--;
            continue;
        }
        if (node != doc->root) {
            for (int i = 0; i < depth; i++)
                buf_puts(out, "  ");
            dump_block(node, out);
        }
        depth += !leaf;
    }
    cmark_iter_free(iter);
    for (size_t i = 0; i < doc->note_count; i++) {
        buf_printf(out, "note %u: ", doc->notes[i]->number);
        dump_inlines(doc->notes[i]->content, out);
        buf_char(out, '\n');
    }
}

void compose_messages(const struct diag *diag, struct buf *out) {
    char *text = NULL;
    size_t n = 0;
    FILE *stream = open_memstream(&text, &n);
    assert_non_null(stream);
    diag_print(diag, stream);
    assert_int_equal(fclose(stream), 0);
    buf_bytes(out, text, n);
    free(text);
}
