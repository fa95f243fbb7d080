/* Figures that somebody quoted: columns of fixed names. */
#include "ingest/form.h"
#include "ingest/layouts.h"

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

static bool read_statements(struct reading_context *context, const struct sheet *sheet,
                            const struct file_facts *facts) {
    const struct source_profile *profile = context->profile;
    struct input_file *counts = dataset_file_mutable(context->ds, facts->file);
    struct form form = form_open(sheet, fields, STATEMENT_FIELDS, profile->columns,
                                 profile->column_count, context->arena, context->diag);
    if (!form.ok) {
        return false;
    }
    for (size_t i = 1; i < sheet->row_count; i++) {
        const struct sheet_row *row = &sheet->rows[i];
        if (!form_row(&form, row) || row->known) {
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
            .source =
                layouts_cell(sheet, row, facts->file, form.columns[STATEMENT_VALUE])};
        struct str number = form_text(&form, row, STATEMENT_NUMBER);
        s.has_number = number.n > 0 && decimal_parse(number, &s.number);
        if (number.n > 0 && !s.has_number) {
            form.ok =
                diag_error(context->diag, form_place(&form, row, STATEMENT_NUMBER),
                           "bad number \"%.*s\"", STR_ARG(number));
            row->fates[form.columns[STATEMENT_NUMBER]] = FATE_FINDING;
            continue;
        }
        dataset_add_statement(context->ds, &s);
        counts->rows++;
    }
    return form.ok;
}

const struct layout_kind layout_statements = {
    .kind = {"statements", "quoted figures, by columns of fixed names", "引述的数据"},
    .read = read_statements,
    .raw = true,
};
