/* A report as data, for other programs: its blocks in order, and the figures that they
   print. A text is a list of its parts: a string is what the template says itself or
   prints without a figure, {"figure": ID, "text": …} is a printed figure, and
   `figures` has what is known of it under its id; {"note": N} is the mark of a
   footnote,
   {"href": …, "parts": [ … ]} a link, {"lang": …, "parts": [ … ]} words of another
   language, {"sup": …} and {"sub": …} are raised and lowered. Built only when it is
   asked for. */
#include "base/json_out.h"
#include "document/chart_data.h"
#include "document/format.h"
#include "render/grid.h"
#include "render/render.h"
#include <math.h>

#define JSON_FORMAT 1

struct json_report {
    const struct document *doc;
    struct arena *arena;
};

/* NAN is null: jansson has no sign for it. */
static json_t *json_of_number(double number) {
    if (!isfinite(number))
        return json_null();
    bool whole = number == floor(number) && fabs(number) < 9007199254740992.0;
    return whole ? json_integer((json_int_t)number) : json_real(number);
}

/* Texts. */

/* The parts of one text: what is plain is put together until something else comes. */
struct json_text {
    const struct json_report *report;
    json_t *parts;
    struct buf plain;
};

static struct json_text text_open(const struct json_report *r) {
    return (struct json_text){r, json_out_array(), buf_open(SIZE_MAX / 2)};
}

static void end_plain(struct json_text *text) {
    if (text->plain.n > 0)
        json_out_append(text->parts, json_out_str(buf_str(&text->plain)));
    buf_clear(&text->plain);
}

static json_t *text_close(struct json_text *text) {
    end_plain(text);
    buf_close(&text->plain);
    return text->parts;
}

static void append_part(struct json_text *text, json_t *part) {
    end_plain(text);
    json_out_append(text->parts, part);
}

static void append_words(struct json_text *text, struct str words) {
    size_t count, at = 0;
    const struct doc_run *runs =
        doc_figures_runs(text->report->doc->figures, words, &count);
    for (size_t i = 0; i < count; i++) {
        buf_put(&text->plain, str_slice(words, at, runs[i].start));
        json_t *figure = json_out_object();
        json_out_put_str(figure, "figure", runs[i].figure->id);
        json_out_put_str(figure, "text", str_slice(words, runs[i].start, runs[i].end));
        append_part(text, figure);
        at = runs[i].end;
    }
    buf_put(&text->plain, str_slice(words, at, words.n));
}

static json_t *json_of_words(const struct json_report *r, struct str words) {
    struct json_text text = text_open(r);
    append_words(&text, words);
    return text_close(&text);
}

static void put_words(const struct json_report *r, json_t *object, const char *key,
                      struct str words) {
    if (words.n > 0)
        json_out_put(object, key, json_of_words(r, words));
}

/* The parts of a paragraph, heading or cell, or of an inline that holds others. */
static json_t *json_of_inlines(const struct json_report *r, cmark_node *parent);

/* The mark of a footnote, or text that is raised, lowered or in another language. */
static void append_custom(struct json_text *text, cmark_node *node) {
    static const char *const kinds[] = {[SPAN_SUPERSCRIPT] = "sup",
                                        [SPAN_SUBSCRIPT] = "sub",
                                        [SPAN_LANGUAGE] = "parts"};
    const struct object *object = document_object(node);
    json_t *part = json_out_object();
    if (object->kind == OBJECT_NOTE) {
        json_out_put_size(part, "note",
                          ((const struct doc_note *)(const void *)object)->number);
    } else {
        const struct doc_span *span = (const void *)object;
        json_out_put_known(part, "lang", span->lang);
        json_out_put(part, kinds[span->span], json_of_inlines(text->report, node));
    }
    append_part(text, part);
}

static void append_link(struct json_text *text, cmark_node *node) {
    json_t *part = json_out_object();
    json_out_put_str(part, "href", str_from(cmark_node_get_url(node)));
    json_out_put(part, "parts", json_of_inlines(text->report, node));
    append_part(text, part);
}

static void append_inlines(struct json_text *text, cmark_node *parent) {
    for (cmark_node *node = cmark_node_first_child(parent); node != NULL;
         node = cmark_node_next(node)) {
        cmark_node_type type = cmark_node_get_type(node);
        const struct object *object = document_object(node);
        if (type == CMARK_NODE_SOFTBREAK)
            buf_char(&text->plain, ' ');
        else if (type == CMARK_NODE_LINEBREAK)
            buf_char(&text->plain, '\n');
        else if (type == CMARK_NODE_LINK)
            append_link(text, node);
        else if (type == CMARK_NODE_CUSTOM_INLINE && object != NULL)
            append_custom(text, node);
        else if (type != CMARK_NODE_TEXT && type != CMARK_NODE_CODE)
            append_inlines(text, node);
        else if (object != NULL && object->kind == OBJECT_PRINTED)
            append_words(text,
                         ((const struct doc_printed *)(const void *)object)->text);
        else
            buf_puts(&text->plain, cmark_node_get_literal(node));
    }
}

static json_t *json_of_inlines(const struct json_report *r, cmark_node *parent) {
    struct json_text text = text_open(r);
    append_inlines(&text, parent);
    return text_close(&text);
}

/* Objects. */

static void put_named(const struct json_report *r, json_t *object, struct str id,
                      struct str label, struct str caption, struct str unit) {
    json_out_put_known(object, "id", id);
    json_out_put_known(object, "label", label);
    put_words(r, object, "caption", caption);
    put_words(r, object, "unit", unit);
}

static void put_foot(const struct json_report *r, json_t *object,
                     const struct str *notes, size_t note_count, struct str source) {
    if (note_count > 0) {
        json_t *list = json_out_array();
        for (size_t i = 0; i < note_count; i++)
            json_out_append(list, json_of_words(r, notes[i]));
        json_out_put(object, "notes", list);
    }
    put_words(r, object, "source", source);
}

/* By the columns of the table; null where a cell beside or above reaches. */
static json_t *json_of_row(const struct json_report *r, const struct grid *grid,
                           size_t row) {
    json_t *cells = json_out_array();
    for (size_t column = 0; column < grid->columns; column++) {
        const struct grid_slot *slot = grid_at(grid, row, column);
        if (slot->cell == NULL || !slot->origin)
            json_out_append(cells, json_null());
        else if (slot->cell->content != NULL)
            json_out_append(cells, json_of_inlines(r, slot->cell->content));
        else
            json_out_append(cells, json_of_words(r, slot->cell->text));
    }
    return cells;
}

static json_t *json_of_head(const struct json_report *r,
                            const struct doc_table *table) {
    struct grid grid =
        grid_open(table->head, table->head_count, table->columns, r->arena);
    json_t *rows = json_out_array();
    for (size_t row = 0; row < grid.rows; row++)
        json_out_append(rows, json_of_row(r, &grid, row));
    return rows;
}

static json_t *json_of_body(const struct json_report *r,
                            const struct doc_table *table) {
    static const char *const kinds[] = {"body", "total", "group", "memo"};
    struct grid grid =
        grid_open(table->body, table->body_count, table->columns, r->arena);
    json_t *rows = json_out_array();
    for (size_t row = 0; row < grid.rows; row++) {
        json_t *object = json_out_object();
        json_out_put_str(object, "kind", str_from(kinds[table->body[row].kind]));
        json_out_put(object, "cells", json_of_row(r, &grid, row));
        json_out_append(rows, object);
    }
    return rows;
}

static void put_table(const struct json_report *r, const struct doc_table *table,
                      json_t *object) {
    json_out_put_str(object, "kind", STR("table"));
    put_named(r, object, table->id, table->label, table->caption, table->unit);
    json_out_put(object, "head", json_of_head(r, table));
    json_out_put(object, "body", json_of_body(r, table));
    put_foot(r, object, table->notes, table->note_count, table->source);
}

static void put_datum(const struct json_report *r, const struct chart_field *field,
                      const struct doc_chart *chart, const void *base, json_t *object) {
    struct chart_datum datum = chart_datum_of(field, chart, base);
    json_t *list;
    if (datum.absent)
        return;
    switch (field->value) {
    case CHART_TEXT:
    case CHART_WORDS:
        put_words(r, object, field->name, datum.text);
        return;
    case CHART_NUMBER:
    case CHART_PLACE:
    case CHART_GRID:
        json_out_put(object, field->name, json_of_number(datum.number));
        return;
    case CHART_FLAG:
        json_out_put(object, field->name, json_true());
        return;
    case CHART_TEXTS:
        list = json_out_array();
        for (size_t i = 0; i < datum.count; i++)
            json_out_append(list, json_of_words(r, datum.texts[i]));
        json_out_put(object, field->name, list);
        return;
    case CHART_NUMBERS:
        list = json_out_array();
        for (size_t i = 0; i < datum.count; i++)
            json_out_append(list, json_of_number(datum.numbers[i]));
        json_out_put(object, field->name, list);
        return;
    }
}

static json_t *json_of_list(const struct json_report *r, const struct chart_list *list,
                            const struct doc_chart *chart) {
    size_t count;
    const char *items = chart_list_items(list, chart, &count);
    json_t *array = json_out_array();
    for (size_t i = 0; i < count; i++) {
        json_t *item = json_out_object();
        for (const struct chart_field *field = list->fields; field->name; field++)
            put_datum(r, field, chart, items + i * list->size, item);
        json_out_append(array, item);
    }
    return array;
}

static void put_chart(const struct json_report *r, const struct doc_chart *chart,
                      json_t *object) {
    const struct chart_kind *kind = chart->kind;
    json_out_put_str(object, "kind", STR("chart"));
    json_out_put_str(object, "chart", str_from(kind->kind.name));
    put_named(r, object, chart->id, chart->label, chart->caption, chart->unit);
    put_words(r, object, "alt", chart->alt);
    for (const struct chart_field *f = kind->fields; f != NULL && f->name; f++)
        put_datum(r, f, chart, chart, object);
    for (const struct chart_list *l = kind->lists; l != NULL && l->name; l++)
        json_out_put(object, l->name, json_of_list(r, l, chart));
    put_foot(r, object, chart->notes, chart->note_count, chart->source);
}

static void put_kpi(const struct json_report *r, const struct doc_kpi *kpi,
                    json_t *object) {
    json_t *items = json_out_array();
    for (size_t i = 0; i < kpi->item_count; i++) {
        const struct kpi_item *item = &kpi->items[i];
        json_t *one = json_out_object();
        put_words(r, one, "label", item->label);
        put_words(r, one, "value", item->value);
        put_words(r, one, "unit", item->unit);
        put_words(r, one, "note", item->note);
        json_out_append(items, one);
    }
    json_out_put_str(object, "kind", STR("kpi"));
    json_out_put(object, "items", items);
}

static void put_signoff(const struct json_report *r, json_t *object) {
    struct signoff signoff = printed_signoff(r->doc);
    json_t *parts = json_out_array();
    for (size_t i = 0; i < signoff.count; i++) {
        json_t *part = json_out_object();
        json_out_put_str(part, "label", signoff.parts[i].label);
        put_words(r, part, "text", signoff.parts[i].text);
        json_out_append(parts, part);
    }
    json_out_put_str(object, "kind", STR("signoff"));
    json_out_put(object, "parts", parts);
}

/* The blocks below a node. */
static json_t *json_of_blocks(const struct json_report *r, cmark_node *parent);

static void put_object(const struct json_report *r, cmark_node *node, json_t *object) {
    const void *it = document_object(node);
    switch (((const struct object *)it)->kind) {
    case OBJECT_TABLE:
        put_table(r, it, object);
        break;
    case OBJECT_CHART:
        put_chart(r, it, object);
        break;
    case OBJECT_KPI:
        put_kpi(r, it, object);
        break;
    case OBJECT_SIGNOFF:
        put_signoff(r, object);
        break;
    case OBJECT_SUMMARY: {
        const struct doc_summary *summary = it;
        json_out_put_str(object, "kind", STR("summary"));
        json_out_put_known(object, "lang", summary->lang);
        put_words(r, object, "title", summary->title);
        json_out_put(object, "blocks", json_of_blocks(r, node));
        break;
    }
    case OBJECT_COLUMNS:
        json_out_put_str(object, "kind", STR("columns"));
        json_out_put(object, "blocks", json_of_blocks(r, node));
        break;
    case OBJECT_PAGE:
        json_out_put_str(object, "kind", STR("page"));
        break;
    case OBJECT_HEADING:
    case OBJECT_NOTE:
    case OBJECT_SPAN:
    case OBJECT_PRINTED:
    case OBJECT_PARAGRAPH:
        break;
    }
}

static void put_heading(const struct json_report *r, cmark_node *node, json_t *object) {
    const struct doc_heading *heading = (const void *)document_object(node);
    json_out_put_size(object, "level", (size_t)heading->level);
    json_out_put_known(object, "id", heading->id);
    json_out_put_known(object, "label", heading->label);
    json_out_put(object, "text", json_of_inlines(r, node));
}

static json_t *json_of_block(const struct json_report *r, cmark_node *node) {
    json_t *object = json_out_object();
    cmark_node_type type = cmark_node_get_type(node);
    if (type == CMARK_NODE_CUSTOM_BLOCK) {
        put_object(r, node, object);
        return object;
    }
    json_out_put_str(object, "kind", str_from(cmark_node_get_type_string(node)));
    if (type == CMARK_NODE_HEADING)
        put_heading(r, node, object);
    else if (type == CMARK_NODE_PARAGRAPH)
        json_out_put(object, "text", json_of_inlines(r, node));
    else if (type == CMARK_NODE_CODE_BLOCK)
        json_out_put(object, "text",
                     json_of_words(r, str_from(cmark_node_get_literal(node))));
    if (type == CMARK_NODE_LIST && cmark_node_get_list_type(node) == CMARK_ORDERED_LIST)
        json_out_put_size(object, "start", (size_t)cmark_node_get_list_start(node));
    if (cmark_node_first_child(node) != NULL && type != CMARK_NODE_HEADING &&
        type != CMARK_NODE_PARAGRAPH)
        json_out_put(object, "blocks", json_of_blocks(r, node));
    return object;
}

static json_t *json_of_blocks(const struct json_report *r, cmark_node *parent) {
    json_t *blocks = json_out_array();
    for (cmark_node *node = cmark_node_first_child(parent); node != NULL;
         node = cmark_node_next(node))
        json_out_append(blocks, json_of_block(r, node));
    return blocks;
}

/* The report. */

static json_t *json_of_cells(const struct json_report *r,
                             const struct doc_figure *figure,
                             const struct dataset *dataset) {
    json_t *cells = json_out_array();
    for (size_t i = 0; i < figure->cell_count; i++) {
        struct place place = doc_figure_cell(figure, i, dataset, r->arena);
        json_t *cell = json_out_object();
        json_out_put_str(cell, "file", place.file);
        json_out_put_size(cell, "line", place.line);
        json_out_put_size(cell, "column", place.column);
        json_out_append(cells, cell);
    }
    return cells;
}

static json_t *json_of_figures(const struct json_report *r,
                               const struct dataset *dataset) {
    size_t count;
    const struct doc_figure *const *all = doc_figures_all(r->doc->figures, &count);
    json_t *figures = json_out_object();
    for (size_t i = 0; i < count; i++) {
        const struct doc_figure *figure = all[i];
        const char *qualifier = doc_figure_qualifier(figure);
        json_t *object = json_out_object();
        json_out_put_str(object, "text", figure->text);
        json_out_put(object, "number", json_of_number(figure->number));
        json_out_put_known(object, "unit", figure->unit);
        json_out_put_str(object, "status", str_from(doc_figure_status(figure)));
        if (qualifier != NULL)
            json_out_put_str(object, "qualifier", str_from(qualifier));
        json_out_put_known(object, "series", figure->series);
        json_out_put_known(object, "area", figure->area);
        json_out_put_known(object, "period", figure->period);
        json_out_put_known(object, "vintage", figure->vintage);
        if (figure->cell_count > 0)
            json_out_put(object, "cells", json_of_cells(r, figure, dataset));
        json_out_put_at(figures, figure->id, object);
    }
    return figures;
}

static void put_front(const struct json_report *r, json_t *root) {
    const struct document *doc = r->doc;
    struct doc_front fronts[DOC_FRONTS];
    document_front(doc, fronts);
    json_out_put_size(root, "format", JSON_FORMAT);
    for (size_t i = 0; i < DOC_FRONTS; i++)
        if (fronts[i].printed)
            put_words(r, root, fronts[i].name, fronts[i].text);
        else
            json_out_put_known(root, fronts[i].name, fronts[i].text);
    json_t *marks = json_out_object();
    const struct page_mark *mark = NULL;
    while ((mark = page_marks_next(&doc->marks, false, mark)) != NULL)
        json_out_put_str(marks, mark->kind->kind.name, mark->words);
    json_out_put(root, "marks", marks);
}

static json_t *json_of_footnotes(const struct json_report *r) {
    json_t *notes = json_out_array();
    for (size_t i = 0; i < r->doc->note_count; i++) {
        const struct doc_note *note = r->doc->notes[i];
        json_t *object = json_out_object();
        json_out_put_size(object, "number", note->number);
        json_out_put(object, "blocks", json_of_blocks(r, note->content));
        json_out_append(notes, object);
    }
    return notes;
}

bool render_json(const struct document *doc, const struct dataset *dataset,
                 struct buf *out, struct diag *diag) {
    struct json_report r = {.doc = doc, .arena = arena_open()};
    json_t *root = json_out_object();
    put_front(&r, root);
    json_out_put(root, "blocks", json_of_blocks(&r, doc->root));
    json_out_put(root, "footnotes", json_of_footnotes(&r));
    json_out_put(root, "figures", json_of_figures(&r, dataset));
    json_out_write(root, JSON_INDENT(1) | JSON_REAL_PRECISION(15), out);
    buf_char(out, '\n');
    json_decref(root);
    arena_close(r.arena);
    if (!buf_ok(out))
        return diag_error(diag, (struct place){.file = doc->stem},
                          "the report is too large for one JSON file");
    return true;
}

static bool render(const struct document *doc, size_t i,
                   const struct rendering *rendering, struct buf *out,
                   struct diag *diag) {
    (void)i;
    return render_json(doc, rendering->dataset, out, diag);
}

const struct format_kind format_json = {
    .kind = {"json", "a report with its figures as data, for programs; only if named",
             "供程序读取的报告及其数字，指定时才生成"},
    .extension = "json",
    .optional = true,
    .place = 5,
    .label = "JSON",
    .short_label = "JSON",
    .render = render,
};
