#include "document/dump.h"
#include "document/chart_data.h"
#include <math.h>

static void put(struct buf *out, const char *name, struct str value) {
    if (value.n > 0)
        buf_printf(out, " %s=%.*s", name, STR_ARG(value));
}

/* The signs of the dump itself have a backslash, so that no text looks like them. */
static void put_sign(char sign, struct buf *out) {
    if (sign == '\n') {
        buf_puts(out, "\\n");
        return;
    }
    if (sign == '[' || sign == ']' || sign == '\\')
        buf_char(out, '\\');
    buf_char(out, sign);
}

static void put_typed(const char *text, struct buf *out) {
    for (; *text != '\0'; text++)
        put_sign(*text, out);
}

/* A text with its figures as [f-id: text]. */
static void put_words(const struct document *doc, struct str text, struct buf *out) {
    size_t count, run = 0;
    const struct doc_run *runs = doc_figures_runs(doc->figures, text, &count);
    for (size_t i = 0; i <= text.n; i++) {
        if (run < count && runs[run].end == i) {
            buf_char(out, ']');
            run++;
        }
        if (i < text.n && run < count && runs[run].start == i)
            buf_printf(out, "[%.*s: ", STR_ARG(runs[run].figure->id));
        if (i < text.n)
            put_sign(text.p[i], out);
    }
}

static void put_named(const struct document *doc, const char *name, struct str text,
                      struct buf *out) {
    if (text.n == 0)
        return;
    buf_printf(out, " %s=", name);
    put_words(doc, text, out);
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

/* What a template prints without a figure is [printed: text]. */
static void dump_printed(const struct document *doc, struct str text, struct buf *out) {
    size_t count;
    bool figures = doc_figures_runs(doc->figures, text, &count) != NULL;
    buf_puts(out, figures ? "" : "[printed: ");
    put_words(doc, text, out);
    buf_puts(out, figures ? "" : "]");
}

static void dump_code(const struct document *doc, const char *literal,
                      const struct object *object, struct buf *out) {
    buf_puts(out, "[code: ");
    if (object != NULL)
        put_words(doc, ((const struct doc_printed *)object)->text, out);
    else
        put_typed(literal, out);
    buf_char(out, ']');
}

static void dump_inline(const struct document *doc, cmark_node *node, bool enter,
                        struct buf *out) {
    const char *literal = cmark_node_get_literal(node);
    cmark_node_type type = cmark_node_get_type(node);
    const struct object *object = document_object(node);
    if (type == CMARK_NODE_TEXT && object != NULL)
        dump_printed(doc, ((const struct doc_printed *)object)->text, out);
    else if (type == CMARK_NODE_TEXT)
        put_typed(literal, out);
    else if (type == CMARK_NODE_CODE)
        dump_code(doc, literal, object, out);
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
static void dump_inlines(const struct document *doc, cmark_node *block,
                         struct buf *out) {
    cmark_iter *iter = cmark_iter_new(block);
    cmark_event_type event;
    while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE)
        if (cmark_iter_get_node(iter) != block)
            dump_inline(doc, cmark_iter_get_node(iter), event == CMARK_EVENT_ENTER,
                        out);
    cmark_iter_free(iter);
}

static const char *const tones[] = {"",      " accent", " alert", " muted",
                                    " good", " watch",  " bad"};

static void dump_row(const struct document *doc, const struct doc_row *row,
                     const char *name, struct buf *out) {
    static const char *const kinds[] = {"", " total", " group", " memo"};
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
        if (cell->shade >= 0)
            buf_printf(out, " shade %.6g", (double)cell->shade);
        put(out, "href", cell->href);
        buf_puts(out, "| ");
        if (cell->content != NULL)
            dump_inlines(doc, cell->content, out);
        else
            put_words(doc, cell->text, out);
    }
    buf_char(out, '\n');
}

static void dump_notes(const struct document *doc, struct str *notes, size_t count,
                       struct str source, struct buf *out) {
    for (size_t i = 0; i < count; i++) {
        buf_puts(out, "  note: ");
        put_words(doc, notes[i], out);
        buf_char(out, '\n');
    }
    if (source.n > 0) {
        buf_puts(out, "  source: ");
        put_words(doc, source, out);
        buf_char(out, '\n');
    }
}

static void dump_table(const struct document *doc, const struct doc_table *table,
                       struct buf *out) {
    buf_puts(out, table->plain ? "plain table" : "table");
    put(out, "label", table->label);
    put(out, "id", table->id);
    put_named(doc, "caption", table->caption, out);
    put_named(doc, "unit", table->unit, out);
    if (table->stub_columns > 0)
        buf_printf(out, " stub=%zu", table->stub_columns);
    buf_puts(out, table->landscape ? " landscape\n" : "\n");
    for (size_t i = 0; i < table->head_count; i++)
        dump_row(doc, &table->head[i], "head", out);
    for (size_t i = 0; i < table->body_count; i++)
        dump_row(doc, &table->body[i], "row", out);
    dump_notes(doc, table->notes, table->note_count, table->source, out);
}

/* A field of a chart, or of one in its lists, at `base`; nothing if it is absent. */
static void dump_field(const struct document *doc, const struct chart_field *field,
                       const struct doc_chart *chart, const void *base,
                       struct buf *out) {
    struct chart_datum datum = chart_datum_of(field, chart, base);
    if (datum.absent)
        return;
    switch (field->value) {
    case CHART_TEXT:
    case CHART_WORDS:
        put_named(doc, field->name, datum.text, out);
        return;
    case CHART_NUMBER:
    case CHART_PLACE:
    case CHART_GRID:
        buf_printf(out, " %s=%.15g", field->name, datum.number);
        return;
    case CHART_FLAG:
        buf_printf(out, " %s", field->name);
        return;
    case CHART_TEXTS:
        buf_printf(out, " %s=", field->name);
        for (size_t i = 0; i < datum.count; i++)
            buf_printf(out, "%s%.*s", i > 0 ? "|" : "", STR_ARG(datum.texts[i]));
        return;
    case CHART_NUMBERS:
        buf_printf(out, " %s=", field->name);
        for (size_t i = 0; i < datum.count; i++)
            if (isnan(datum.numbers[i]))
                buf_puts(out, i > 0 ? "|none" : "none");
            else
                buf_printf(out, "%s%.15g", i > 0 ? "|" : "", datum.numbers[i]);
        return;
    }
}

static void dump_list(const struct document *doc, const struct chart_list *list,
                      const struct doc_chart *chart, struct buf *out) {
    size_t count;
    const char *items = chart_list_items(list, chart, &count);
    for (size_t i = 0; i < count; i++) {
        buf_printf(out, "  %s", list->one);
        for (const struct chart_field *field = list->fields; field->name; field++)
            dump_field(doc, field, chart, items + i * list->size, out);
        buf_char(out, '\n');
    }
}

/* What the kind says of its data, so that a new kind is shown, too. */
static void dump_chart(const struct document *doc, const struct doc_chart *chart,
                       struct buf *out) {
    const struct chart_kind *kind = chart->kind;
    buf_printf(out, "chart %s", kind->kind.name);
    put(out, "label", chart->label);
    put(out, "id", chart->id);
    put_named(doc, "caption", chart->caption, out);
    put_named(doc, "unit", chart->unit, out);
    buf_printf(out, "%s\n  alt: %.*s\n", chart->from_zero ? " from_zero" : "",
               STR_ARG(chart->alt));
    if (kind->fields != NULL) {
        buf_printf(out, "  data");
        for (const struct chart_field *field = kind->fields; field->name; field++)
            dump_field(doc, field, chart, chart, out);
        buf_char(out, '\n');
    }
    for (const struct chart_list *list = kind->lists; list && list->name; list++)
        dump_list(doc, list, chart, out);
    dump_notes(doc, chart->notes, chart->note_count, chart->source, out);
}

static void dump_kpi(const struct document *doc, const struct doc_kpi *kpi,
                     struct buf *out) {
    buf_puts(out, "kpi\n");
    for (size_t i = 0; i < kpi->item_count; i++) {
        buf_puts(out, "  ");
        put_words(doc, kpi->items[i].label, out);
        buf_puts(out, ": ");
        put_words(doc, kpi->items[i].value, out);
        put_named(doc, "unit", kpi->items[i].unit, out);
        put_named(doc, "note", kpi->items[i].note, out);
        buf_puts(out, tones[kpi->items[i].tone]);
        buf_char(out, '\n');
    }
}

static void dump_object(const struct document *doc, struct object *object,
                        struct buf *out) {
    const struct doc_summary *summary = (struct doc_summary *)object;
    switch (object->kind) {
    case OBJECT_TABLE:
        dump_table(doc, (struct doc_table *)object, out);
        break;
    case OBJECT_CHART:
        dump_chart(doc, (struct doc_chart *)object, out);
        break;
    case OBJECT_KPI:
        dump_kpi(doc, (struct doc_kpi *)object, out);
        break;
    case OBJECT_SIGNOFF:
        buf_puts(out, "signoff\n");
        break;
    case OBJECT_SUMMARY:
        buf_printf(out, "summary lang=%.*s: %.*s\n", STR_ARG(summary->lang),
                   STR_ARG(summary->title));
        break;
    case OBJECT_COLUMNS:
        buf_puts(out, "columns\n");
        break;
    case OBJECT_PAGE:
        buf_puts(out, "page\n");
        break;
    case OBJECT_HEADING:
    case OBJECT_NOTE:
    case OBJECT_SPAN:
    case OBJECT_PRINTED:
    case OBJECT_PARAGRAPH:
        break;
    }
}

static void dump_block(const struct document *doc, cmark_node *node, struct buf *out) {
    cmark_node_type type = cmark_node_get_type(node);
    const struct doc_heading *heading = (struct doc_heading *)document_object(node);
    if (type == CMARK_NODE_CUSTOM_BLOCK) {
        dump_object(doc, document_object(node), out);
    } else if (type == CMARK_NODE_HEADING) {
        buf_printf(out, "heading %d%s", heading->level, heading->annex ? " annex" : "");
        put(out, "label", heading->label);
        put(out, "id", heading->id);
        buf_puts(out, ": ");
        dump_inlines(doc, node, out);
        buf_char(out, '\n');
    } else if (type == CMARK_NODE_PARAGRAPH) {
        buf_puts(out, "paragraph: ");
        dump_inlines(doc, node, out);
        buf_char(out, '\n');
    } else if (type == CMARK_NODE_CODE_BLOCK) {
        buf_printf(out, "code %s:\n%s", cmark_node_get_fence_info(node),
                   cmark_node_get_literal(node));
    } else {
        buf_printf(out, "%s\n", cmark_node_get_type_string(node));
    }
}

static void dump_tree(const struct document *doc, cmark_node *root, int depth,
                      struct buf *out) {
    cmark_iter *iter = cmark_iter_new(root);
    cmark_event_type event;
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
        if (node != root) {
            for (int i = 0; i < depth; i++)
                buf_puts(out, "  ");
            dump_block(doc, node, out);
        }
        depth += !leaf;
    }
    cmark_iter_free(iter);
}

/* A note of one paragraph on its line, one of several blocks as a tree. */
static void dump_note(const struct document *doc, const struct doc_note *note,
                      struct buf *out) {
    cmark_node *first = cmark_node_first_child(note->content);
    buf_printf(out, "note %u: ", note->number);
    if (cmark_node_get_type(first) == CMARK_NODE_PARAGRAPH &&
        cmark_node_next(first) == NULL) {
        dump_inlines(doc, first, out);
        buf_char(out, '\n');
    } else {
        buf_char(out, '\n');
        dump_tree(doc, note->content, 0, out);
    }
}

void document_dump(const struct document *doc, struct buf *out) {
    dump_tree(doc, doc->root, -1, out);
    for (size_t i = 0; i < doc->note_count; i++)
        dump_note(doc, doc->notes[i], out);
}

void document_dump_words(const struct document *doc, struct buf *out) {
    struct doc_front fronts[DOC_FRONTS];
    document_front(doc, fronts);
    for (size_t i = 0; i < DOC_FRONTS; i++)
        if (fronts[i].text.n > 0) {
            buf_printf(out, "%s: ", fronts[i].name);
            put_words(doc, fronts[i].text, out);
            buf_char(out, '\n');
        }
}

/* Numbers that are not printed as they were typed have all their digits. */
void document_dump_figures(const struct document *doc, const struct dataset *ds,
                           struct buf *out) {
    size_t count;
    const struct doc_figure *const *figures = doc_figures_all(doc->figures, &count);
    for (size_t i = 0; i < count; i++) {
        const struct doc_figure *figure = figures[i];
        buf_printf(out, "figure %.*s: %.*s", STR_ARG(figure->id),
                   STR_ARG(figure->text));
        if (!isnan(figure->number))
            buf_printf(out, " number=%.17g", figure->number);
        put(out, "unit", figure->unit);
        buf_printf(out, " status=%s", doc_figure_status(figure));
        put(out, "series", figure->series);
        put(out, "area", figure->area);
        put(out, "period", figure->period);
        put(out, "vintage", figure->vintage);
        for (size_t k = 0; k < figure->cell_count; k++) {
            struct place place = doc_figure_cell(figure, k, ds, doc->arena);
            buf_printf(out, "%s%.*s:%zu:%zu", k == 0 ? " cells=" : ",",
                       STR_ARG(place.file), place.line, place.column);
        }
        buf_char(out, '\n');
    }
}
