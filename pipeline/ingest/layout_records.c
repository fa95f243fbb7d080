/* A plain table of text, kept under its source's name. */
#include "ingest/layouts.h"
#include "ingest/ragged.h"

static bool read_records(struct reading_context *context, const struct sheet *sheet,
                         const struct file_facts *facts) {
    const struct source_profile *profile = context->profile;
    struct arena *arena = context->arena;
    const struct sheet_row *head = &sheet->rows[0];
    struct record_table table = {.name = arena_copy(arena, profile->name),
                                 .column_count = head->count};
    bool ok = true;
    if (dataset_records(context->ds, table.name) != NULL) {
        diag_error(context->diag, profile->place,
                   "there are records of the name \"%.*s\" already",
                   STR_ARG(profile->name));
        diag_hint(context->diag, "give each source of records a name of its own");
        return false;
    }
    sheet_account(head, FATE_HEAD);
    table.columns = arena_array(arena, head->count, sizeof *table.columns);
    for (size_t i = 0; i < head->count; i++) {
        struct str name = sheet_text(head, i);
        struct str renamed =
            profile_lookup(profile->columns, profile->column_count, name);
        table.columns[i] = arena_copy(arena, renamed.n > 0 ? renamed : name);
        for (size_t j = 0; j < i; j++) {
            if (str_equal(table.columns[i], table.columns[j])) {
                ok = diag_error(
                    context->diag, sheet_place(sheet, head, i, context->scratch),
                    "column \"%.*s\" appears twice", STR_ARG(table.columns[i]));
            }
        }
    }
    size_t rows = sheet->row_count - 1;
    struct ragged ragged = ragged_open(sheet, profile, head, head->count, 1,
                                       context->scratch, context->diag);
    table.cells = arena_array(arena, rows * head->count, sizeof *table.cells);
    table.sources = arena_array(arena, rows, sizeof *table.sources);
    for (size_t i = 1; i < sheet->row_count; i++) {
        struct sheet_row *row = &sheet->rows[i];
        if (!ragged_fit(&ragged, row)) {
            continue;
        }
        for (size_t k = 0; k < head->count; k++) {
            table.cells[table.row_count * head->count + k] =
                arena_copy(arena, sheet_text(row, k));
        }
        sheet_account(row, FATE_VALUE);
        table.sources[table.row_count++] = layouts_cell(sheet, row, facts->file, 0);
    }
    ragged_close(&ragged);
    ok &= ragged.ok;
    if (ok) {
        dataset_add_records(context->ds, &table);
        struct input_file *file = dataset_file_mutable(context->ds, facts->file);
        file->rows = table.row_count;
        file->skipped = ragged.left_out;
    }
    return ok;
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
