/* World Bank: the wide files of an indicator, and DataBank with the years in columns or
   in rows. */
#include "ingest/exports.h"

static const char *knows(const struct export_head *head) {
    bool wide = export_starts(head, 0, "Data Source,");
    for (size_t i = 1; wide && i < 4; i++) {
        if (export_starts(head, i, "Country Name,Country Code")) {
            return ",";
        }
    }
    bool bank = export_has(head, 0, "Country Code") &&
                (export_has(head, 0, "[YR") || export_has(head, 0, "Time Code"));
    return bank ? "," : NULL;
}

/* 2022 of "2022 [YR2022]"; the code in brackets of a series in a head. */
static struct str before_bracket(struct str head) {
    return str_trim(str_slice(head, 0, str_find(head, STR(" ["), 0)));
}

static struct str in_brackets(struct str head) {
    size_t open = str_find(head, STR(" ["), 0);
    return open == STR_NOT_FOUND || !str_ends(head, STR("]"))
               ? head
               : str_slice(head, open + 2, head.n - 1);
}

/* (% of firms), (current US$): only the name says the unit. */
static struct str unit_of(struct str words, struct arena *arena) {
    struct str name, unit = {"", 0};
    (void)arena;
    return shape_split_unit(words, &name, &unit) ? unit : (struct str){"", 0};
}

/* "Data from database: …", "Last Updated: …" below the table. */
static enum cell_fate fate(const struct shape *shape, const struct sheet_row *row) {
    (void)shape;
    for (size_t i = 1; i < row->count; i++) {
        if (sheet_filled(row, i)) {
            return FATE_OPEN;
        }
    }
    return FATE_NOTE;
}

static void add_code(struct shape *shape, const struct sheet_row *head,
                     const char *code, const char *name, const char *role) {
    size_t at = shape_find(head, code), label = shape_find(head, name);
    size_t from = at != STR_NOT_FOUND ? at : label;
    if (from != STR_NOT_FOUND) {
        struct shape_column *c =
            shape_column(shape, sheet_text(head, from), role, from);
        c->label = label != STR_NOT_FOUND ? shape_beside : NULL;
        c->label_from = label;
    }
}

/* 2022 [YR2022]: false after a report that the two differ. */
static bool agrees(const struct shape *shape, size_t column, struct str period,
                   struct str code) {
    const struct reading_context *context = shape->context;
    if (!str_starts(code, STR("YR")) || str_equal(str_slice(code, 2, code.n), period)) {
        return true;
    }
    diag_error(context->diag,
               sheet_place(shape->sheet, shape->table.head, column, context->scratch),
               "the words \"%.*s\" do not say what the code beside them says: %.*s",
               STR_ARG(period), STR_ARG(code));
    return false;
}

static bool shape_worldbank(struct shape *shape) {
    size_t first = 0;
    while (first + 1 < shape->sheet->row_count &&
           shape_find(&shape->sheet->rows[first], "Country Code") == STR_NOT_FOUND) {
        first++;
    }
    const struct sheet_row *head = &shape->sheet->rows[first];
    shape_account(shape, 0, first, FATE_HEAD);
    shape_head(shape, first, 1);
    size_t time = shape_find(head, "Time");
    bool long_rows = time != STR_NOT_FOUND;
    add_code(shape, head, "Country Code", "Country Name", "area");
    add_code(shape, head, "Indicator Code", "Indicator Name", "indicator");
    add_code(shape, head, "Series Code", "Series Name", "indicator");
    if (long_rows) {
        struct shape_column *c = shape_column(shape, STR("Time"), "period", time);
        c->label = shape_beside;
        c->label_from = shape_find(head, "Time Code");
    }
    for (size_t i = 0; i < shape->width; i++) {
        struct str text = sheet_text(head, i), period = before_bracket(text);
        if (long_rows && str_equal(text, STR("Value"))) {
            shape_column(shape, text, "value", i);
        } else if (long_rows && str_ends(text, STR("]"))) {
            struct shape_column *c = shape_column(shape, in_brackets(text), NULL, i);
            c->name = period;
            c->unit = unit_of(period, shape->context->scratch);
        } else if (!long_rows && shape_is_period(shape, period)) {
            shape->ok &= agrees(shape, i, period, in_brackets(text));
            shape_column(shape, period, NULL, i);
        }
    }
    shape->profile.layout =
        long_rows ? &layout_period_by_indicator : &layout_area_by_period;
    shape->profile.decimal = STR(".");
    shape->unit_of = unit_of;
    shape_symbol(shape, "..", "missing");
    shape_option(shape, "exponents", "true");
    size_t code = shape_find(head, "Country Code");
    shape_judges(shape, code > 0 ? shape_bit(code) : 0); /* filled, so no note */
    shape_rows(shape, first + 1, shape->sheet->row_count, fate);
    return true;
}

const struct export_kind export_worldbank = {
    .kind = {"worldbank", "World Bank: an indicator's file, DataBank",
             "世界银行：指标文件、DataBank"},
    .knows = knows,
    .level = "economy",
    .shape = shape_worldbank,
};
