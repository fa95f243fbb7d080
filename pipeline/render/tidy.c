#include "base/file.h"
#include "document/format.h"
#include "render/csv_field.h"
#include "render/grid.h"
#include "render/render.h"
#include <math.h>

static const char *const heads[] = {"row",       "kind",      "group",  "item",
                                    "column",    "text",      "number", "unit",
                                    "qualifier", "indicator", "area",   "period",
                                    "vintage",   "status",    "figure", "cells"};

struct tidy {
    const struct document *doc;
    const struct doc_table *table;
    const struct dataset *dataset; /* NULL: cells are not named */
    struct arena *arena;
    struct buf *out;
    struct grid head, body;
    struct str group; /* the last ROW_GROUP's words */
    size_t row;
};

static void put_first(struct tidy *tidy, struct str field) {
    csv_put_field(tidy->out, field);
}

static void put(struct tidy *tidy, struct str field) {
    buf_char(tidy->out, ',');
    csv_put_field(tidy->out, field);
}

/* On one line: the breaks in heads are for print. */
static struct str on_one_line(struct str text, struct arena *arena) {
    struct buf out = buf_open(text.n + 1);
    for (size_t i = 0; i < text.n; i++) {
        uint32_t next;
        if (text.p[i] != '\n') {
            buf_char(&out, text.p[i]);
            continue;
        }
        utf8_decode(text, i + 1 < text.n ? i + 1 : i, &next);
        if (!document_is_wide(utf8_last(buf_str(&out))) && !document_is_wide(next))
            buf_char(&out, ' ');
    }
    struct str line = arena_copy(arena, buf_str(&out));
    buf_close(&out);
    return line;
}

static struct str joined(struct str all, const struct doc_cell *cell,
                         struct arena *arena) {
    struct str text = on_one_line(cell->text, arena);
    if (all.n == 0 || text.n == 0)
        return all.n == 0 ? text : all;
    return arena_printf(arena, "%.*s / %.*s", STR_ARG(all), STR_ARG(text));
}

/* What stands above a column, from the top. */
static struct str column_name(const struct tidy *tidy, size_t column) {
    struct str name = {0};
    const struct doc_cell *last = NULL;
    for (size_t r = 0; r < tidy->head.rows; r++) {
        const struct doc_cell *cell = grid_at(&tidy->head, r, column)->cell;
        if (cell != NULL && cell != last)
            name = joined(name, cell, tidy->arena);
        last = cell;
    }
    return name;
}

static struct str row_name(const struct tidy *tidy, size_t row) {
    struct str name = {0};
    const struct doc_cell *last = NULL;
    for (size_t c = 0; c < tidy->table->stub_columns; c++) {
        const struct doc_cell *cell = grid_at(&tidy->body, row, c)->cell;
        if (cell != NULL && cell != last)
            name = joined(name, cell, tidy->arena);
        last = cell;
    }
    return name;
}

static struct str cells_of(const struct tidy *tidy, const struct doc_figure *figure) {
    struct str all = {0};
    for (size_t i = 0; tidy->dataset != NULL && i < figure->cell_count; i++) {
        struct place place = doc_figure_cell(figure, i, tidy->dataset, tidy->arena);
        all = arena_printf(tidy->arena, "%.*s%s%.*s:%zu:%zu", STR_ARG(all),
                           i > 0 ? " " : "", STR_ARG(place.file), (size_t)place.line,
                           (size_t)place.column);
    }
    return all;
}

/* The number of a text that no script made, without what is for print: 1,234.5 and −5%.
   Empty if it is none. */
static struct str plain_number(struct str text, struct arena *arena) {
    struct str minus = STR(PRINTED_MINUS);
    if (str_starts(text, minus))
        text = arena_printf(arena, "-%.*s", STR_ARG(str_slice(text, minus.n, text.n)));
    if (!csv_is_number(text))
        return (struct str){0};
    struct buf out = buf_open(text.n + 1);
    for (size_t i = text.p[0] == '+' ? 1 : 0; i < text.n; i++)
        if (text.p[i] != ',' && text.p[i] != '%')
            buf_char(&out, text.p[i]);
    struct str number = arena_copy(arena, buf_str(&out));
    buf_close(&out);
    return number;
}

static void put_figure(struct tidy *tidy, const struct doc_figure *figure) {
    struct arena *arena = tidy->arena;
    const char *qualifier = doc_figure_qualifier(figure);
    struct str number = isfinite(figure->number)
                            ? arena_printf(arena, "%.15g", figure->number)
                            : (struct str){0};
    put(tidy, number);
    put(tidy, figure->unit);
    put(tidy, str_from(qualifier != NULL ? qualifier : ""));
    put(tidy, figure->series);
    put(tidy, figure->area);
    put(tidy, figure->period);
    put(tidy, figure->vintage);
    put(tidy, str_from(doc_figure_status(figure)));
    put(tidy, figure->id);
    put(tidy, cells_of(tidy, figure));
}

static void put_plain(struct tidy *tidy, struct str text) {
    struct str number = plain_number(text, tidy->arena);
    put(tidy, number);
    /* The table's unit need not be this column's. */
    put(tidy, number.n > 0 && str_ends(text, STR("%")) ? STR("%") : STR(""));
    for (size_t i = 8; i < sizeof heads / sizeof *heads; i++)
        buf_char(tidy->out, ',');
}

/* A record; `figure` may be NULL. */
static void put_record(struct tidy *tidy, size_t row, size_t column,
                       const struct doc_cell *cell, const struct doc_figure *figure) {
    static const char *const kinds[] = {[ROW_BODY] = "body",
                                        [ROW_TOTAL] = "total",
                                        [ROW_GROUP] = "group",
                                        [ROW_MEMO] = "memo"};
    put_first(tidy, arena_printf(tidy->arena, "%zu", tidy->row));
    put(tidy, str_from(kinds[tidy->table->body[row].kind]));
    put(tidy, tidy->group);
    put(tidy, row_name(tidy, row));
    put(tidy, column_name(tidy, column));
    put(tidy, on_one_line(cell->text, tidy->arena));
    if (figure != NULL)
        put_figure(tidy, figure);
    else
        put_plain(tidy, cell->text);
    csv_end_record(tidy->out);
}

/* One record for each figure that a text prints; returns how many. */
static size_t put_runs(struct tidy *tidy, size_t row, size_t column,
                       const struct doc_cell *cell, struct str text) {
    size_t count;
    const struct doc_run *runs = doc_figures_runs(tidy->doc->figures, text, &count);
    for (size_t i = 0; i < count; i++)
        put_record(tidy, row, column, cell, runs[i].figure);
    return count;
}

static void put_cell(struct tidy *tidy, size_t row, size_t column,
                     const struct doc_cell *cell) {
    size_t count = 0;
    if (cell->content == NULL)
        count = put_runs(tidy, row, column, cell, cell->text);
    else {
        cmark_iter *iter = cmark_iter_new(cell->content);
        cmark_event_type event;
        while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
            const struct object *object = document_object(cmark_iter_get_node(iter));
            if (event == CMARK_EVENT_ENTER && object && object->kind == OBJECT_PRINTED)
                count +=
                    put_runs(tidy, row, column, cell,
                             ((const struct doc_printed *)(const void *)object)->text);
        }
        cmark_iter_free(iter);
    }
    if (count == 0)
        put_record(tidy, row, column, cell, NULL);
}

bool render_tidy(const struct document *doc, const struct doc_table *table,
                 const struct dataset *dataset, struct arena *arena, struct buf *out) {
    struct tidy tidy = {
        .doc = doc,
        .table = table,
        .dataset = dataset,
        .arena = arena,
        .out = out,
        .head = grid_open(table->head, table->head_count, table->columns, arena),
        .body = grid_open(table->body, table->body_count, table->columns, arena)};
    buf_puts(out, "\xEF\xBB\xBF");
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        if (i > 0)
            buf_char(out, ',');
        buf_puts(out, heads[i]);
    }
    csv_end_record(out);
    for (size_t r = 0; r < table->body_count; r++) {
        const struct doc_cell *first = grid_at(&tidy.body, r, 0)->cell;
        if (table->body[r].kind == ROW_GROUP && first != NULL) {
            tidy.group = on_one_line(first->text, arena);
            continue;
        }
        tidy.row++;
        for (size_t c = 0; c < table->columns; c++) {
            const struct grid_slot *slot = grid_at(&tidy.body, r, c);
            if (slot->cell != NULL && slot->origin)
                put_cell(&tidy, r, c, slot->cell);
        }
    }
    return buf_ok(out);
}

/* As a format: a file for each table, beside the report. */

static size_t count(const struct document *doc) { return doc->table_count; }

/* -0003-tbl-rank: in the order of the report. */
static struct str suffix(const struct document *doc, size_t i, struct arena *arena) {
    struct str id = doc->tables[i]->id;
    bool named = id.n > 0 && file_name_is_safe(id);
    return arena_printf(arena, "-%04zu-%.*s", i + 1,
                        STR_ARG(named ? id : STR("table")));
}

static bool render(const struct document *doc, size_t i,
                   const struct rendering *rendering, struct buf *out,
                   struct diag *diag) {
    (void)diag; /* the caller tells of a full buffer */
    return render_tidy(doc, doc->tables[i], rendering->dataset, rendering->scratch,
                       out) ||
           !buf_ok(out);
}

const struct format_kind format_tidy = {
    .kind = {"tidy", "a CSV of records for each table: one head, plain numbers",
             "每张表一个 CSV：一行表头、纯数字的记录"},
    .extension = "tidy.csv",
    .optional = true,
    .count = count,
    .suffix = suffix,
    .render = render,
};
