#include "ingest/plain.h"
#include "ingest/form.h"

enum statement_field {
    STATEMENT_ID,
    STATEMENT_SPEAKER,
    STATEMENT_ORGANISATION,
    STATEMENT_SECTION,
    STATEMENT_INDICATOR,
    STATEMENT_INDICATOR_EN,
    STATEMENT_SUBJECT,
    STATEMENT_PERIOD,
    STATEMENT_VALUE,
    STATEMENT_UNIT,
    STATEMENT_QUALIFIER,
    STATEMENT_ELEMENT,
    STATEMENT_KIND,
    STATEMENT_NOTE,
    STATEMENT_NUMBER,
    STATEMENT_BASE_UNIT,
    STATEMENT_FIELDS
};

static const struct form_field fields[STATEMENT_FIELDS] = {
    [STATEMENT_ID] = {"id", true},
    [STATEMENT_SPEAKER] = {"speaker", false},
    [STATEMENT_ORGANISATION] = {"organisation", false},
    [STATEMENT_SECTION] = {"section", false},
    [STATEMENT_INDICATOR] = {"indicator", true},
    [STATEMENT_INDICATOR_EN] = {"indicator_en", false},
    [STATEMENT_SUBJECT] = {"subject", false},
    [STATEMENT_PERIOD] = {"period", false},
    [STATEMENT_VALUE] = {"value", true},
    [STATEMENT_UNIT] = {"unit", false},
    [STATEMENT_QUALIFIER] = {"qualifier", false},
    [STATEMENT_ELEMENT] = {"element", false},
    [STATEMENT_KIND] = {"kind", false},
    [STATEMENT_NOTE] = {"note", false},
    [STATEMENT_NUMBER] = {"number", false},
    [STATEMENT_BASE_UNIT] = {"base_unit", false},
};

static struct source_cell cell_of(const struct sheet_row *row, uint32_t file,
                                  size_t column) {
    return (struct source_cell){
        .file = file,
        .line = row->line,
        .column = (uint16_t)(column + 1),
        .joined = (uint16_t)(row->joined > UINT16_MAX ? UINT16_MAX : row->joined)};
}

bool plain_read_statements(const struct reading_context *context,
                           const struct sheet *sheet, uint32_t file) {
    const struct source_profile *profile = context->profile;
    struct input_file *counts = dataset_file_mutable(context->ds, file);
    struct form form = form_open(sheet, fields, STATEMENT_FIELDS, profile->columns,
                                 profile->column_count, context->arena, context->diag);
    if (!form.ok) {
        return false;
    }
    for (size_t i = 1; i < sheet->row_count; i++) {
        const struct sheet_row *row = &sheet->rows[i];
        if (!form_row(&form, row)) {
            continue;
        }
        struct statement s = {
            .id = form_text(&form, row, STATEMENT_ID),
            .speaker = form_text(&form, row, STATEMENT_SPEAKER),
            .organisation = form_text(&form, row, STATEMENT_ORGANISATION),
            .section = form_text(&form, row, STATEMENT_SECTION),
            .indicator = form_text(&form, row, STATEMENT_INDICATOR),
            .indicator_en = form_text(&form, row, STATEMENT_INDICATOR_EN),
            .subject = form_text(&form, row, STATEMENT_SUBJECT),
            .period = form_text(&form, row, STATEMENT_PERIOD),
            .value = form_text(&form, row, STATEMENT_VALUE),
            .unit = form_text(&form, row, STATEMENT_UNIT),
            .qualifier = form_text(&form, row, STATEMENT_QUALIFIER),
            .element = form_text(&form, row, STATEMENT_ELEMENT),
            .kind = form_text(&form, row, STATEMENT_KIND),
            .note = form_text(&form, row, STATEMENT_NOTE),
            .base_unit = form_text(&form, row, STATEMENT_BASE_UNIT),
            .source = cell_of(row, file, form.columns[STATEMENT_VALUE])};
        struct str number = form_text(&form, row, STATEMENT_NUMBER);
        s.has_number = number.n > 0 && decimal_parse(number, &s.number);
        if (number.n > 0 && !s.has_number) {
            form.ok =
                diag_error(context->diag, form_place(&form, row, STATEMENT_NUMBER),
                           "bad number \"%.*s\"", STR_ARG(number));
            continue;
        }
        dataset_add_statement(context->ds, &s);
        counts->rows++;
    }
    return form.ok;
}

bool plain_read_records(const struct reading_context *context,
                        const struct sheet *sheet, uint32_t file) {
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
    table.cells = arena_array(arena, rows * head->count, sizeof *table.cells);
    table.sources = arena_array(arena, rows, sizeof *table.sources);
    for (size_t i = 1; i < sheet->row_count; i++) {
        const struct sheet_row *row = &sheet->rows[i];
        if (row->count != head->count) {
            ok = diag_error(
                context->diag,
                sheet_place(sheet, row,
                            row->count < head->count ? row->count : head->count,
                            context->scratch),
                "the row has %zu cells, its table has %zu", (size_t)row->count,
                (size_t)head->count);
            continue;
        }
        for (size_t k = 0; k < head->count; k++) {
            table.cells[table.row_count * head->count + k] =
                arena_copy(arena, sheet_text(row, k));
        }
        table.sources[table.row_count++] = cell_of(row, file, 0);
    }
    if (ok) {
        dataset_add_records(context->ds, &table);
        dataset_file_mutable(context->ds, file)->rows = table.row_count;
    }
    return ok;
}
