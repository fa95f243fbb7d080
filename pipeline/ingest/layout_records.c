/* A plain table of text, kept under its source's name. */
#include "ingest/layouts.h"
#include "ingest/ragged.h"
#include "ingest/whole.h"
#include <string.h>

/* A table whose columns the head names; NULL after an error. *ok: none of them does so
   twice. */
static struct record_table *open_table(struct reading_context *context,
                                       const struct sheet *sheet, bool *ok) {
    const struct source_profile *profile = context->profile;
    const struct sheet_row *head = &sheet->rows[0];
    struct arena *arena = context->arena;
    struct record_table table = {.name = arena_copy(arena, profile->name),
                                 .column_count = head->count};
    if (dataset_records(context->ds, table.name) != NULL) {
        diag_error(context->diag, profile->place,
                   "there are records of the name \"%.*s\" already",
                   STR_ARG(profile->name));
        diag_hint(context->diag, "give each source of records a name of its own");
        return NULL;
    }
    table.columns = arena_array(arena, head->count, sizeof *table.columns);
    for (size_t i = 0; i < head->count; i++) {
        struct str name = sheet_text(head, i);
        struct str renamed =
            profile_lookup(profile->columns, profile->column_count, name);
        table.columns[i] = arena_copy(arena, renamed.n > 0 ? renamed : name);
        for (size_t j = 0; j < i; j++) {
            if (str_equal(table.columns[i], table.columns[j])) {
                *ok = diag_error(
                    context->diag, sheet_place(sheet, head, i, context->scratch),
                    "column \"%.*s\" appears twice", STR_ARG(table.columns[i]));
            }
        }
    }
    return dataset_add_records(context->ds, &table);
}

/* Room for so many rows more. */
static void grow(struct record_table *table, size_t rows, struct arena *arena) {
    size_t needed = table->row_count + rows, width = table->column_count;
    if (needed <= table->capacity) {
        return;
    }
    size_t capacity = needed > table->capacity * 2 ? needed : table->capacity * 2;
    struct str *cells = arena_array(arena, capacity * width, sizeof *cells);
    struct source_cell *sources = arena_array(arena, capacity, sizeof *sources);
    if (table->row_count > 0) {
        memcpy(cells, table->cells, table->row_count * width * sizeof *cells);
        memcpy(sources, table->sources, table->row_count * sizeof *sources);
    }
    arena_return(arena, table->cells, table->capacity * width * sizeof *cells);
    arena_return(arena, table->sources, table->capacity * sizeof *sources);
    table->cells = cells;
    table->sources = sources;
    table->capacity = capacity;
}

static void add_row(struct record_table *table, const struct sheet *sheet,
                    const struct sheet_row *row, uint32_t file, struct arena *arena) {
    struct str *cells = table->cells + table->row_count * table->column_count;
    for (size_t k = 0; k < table->column_count; k++) {
        cells[k] = arena_copy(arena, sheet_text(row, k));
    }
    table->sources[table->row_count++] = layouts_cell(sheet, row, file, 0);
}

static bool read_records(struct reading_context *context, const struct sheet *sheet,
                         const struct file_facts *facts) {
    const struct sheet_row *head = &sheet->rows[0];
    struct arena *arena = context->arena;
    struct input_file *file = dataset_file_mutable(context->ds, facts->file);
    struct record_table *table =
        context->whole != NULL ? context->whole->records : NULL;
    bool ok = true;
    sheet_account(head, FATE_HEAD);
    table = table != NULL ? table : open_table(context, sheet, &ok);
    if (table == NULL) {
        return false;
    }
    struct ragged ragged = ragged_open(sheet, context->profile, head, head->count, 1,
                                       context->scratch, context->diag);
    grow(table, sheet->row_count - 1, arena);
    for (size_t i = 1; i < sheet->row_count; i++) {
        struct sheet_row *row = &sheet->rows[i];
        if (ragged_fit(&ragged, row) && !row->known) {
            add_row(table, sheet, row, facts->file, arena);
            sheet_account(row, FATE_VALUE);
        }
    }
    ragged_close(&ragged);
    file->rows = table->row_count;
    file->skipped += ragged.left_out;
    if (context->whole != NULL) {
        context->whole->records = table;
    }
    return ok && ragged.ok;
}

/* Any table can be kept as text. */
static const char *sniff(const struct sniffed *file) {
    (void)file;
    return "NOT SURE: neither rows nor columns are areas or periods";
}

const struct layout_kind layout_records = {
    .kind = {"records", "a table of text, by its source's name", "文字表"},
    .read = read_records,
    .raw = true,
    .sniff = sniff,
};
