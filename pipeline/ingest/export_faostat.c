/* FAOSTAT: normalised and wide bulk files, and what its pages download. */
#include "ingest/exports.h"
#include <string.h>

static const char *knows(const struct export_head *head) {
    bool begins =
        export_starts(head, 0, "Area Code") || export_starts(head, 0, "Domain Code,");
    bool codes = export_has(head, 0, "Area Code (M49)") ||
                 export_has(head, 0, "Area Code (FAO)") ||
                 export_has(head, 0, "Area Code (ISO3)") ||
                 (export_has(head, 0, "Item Code") && export_has(head, 0, "Element"));
    return begins && codes ? "," : NULL;
}

/* Its flags are not all SDMX's: what M says has no value, T and * come from elsewhere.
 */
static struct str flag(const struct shape *shape, const struct sheet_row *row,
                       const struct shape_column *column) {
    static const char *const flags[][2] = {{"T", "X"},  {"*", "X"}, {"Im", "I"},
                                           {"Fc", "E"}, {"Q", "A"}, {"M", "O"}};
    (void)shape;
    struct str text = sheet_text(row, column->from);
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++) {
        if (str_equal(text, str_from(flags[i][0]))) {
            return str_from(flags[i][1]);
        }
    }
    return text;
}

/* The year, and the month where the file has months. */
static struct str period(const struct shape *shape, const struct sheet_row *row,
                         const struct shape_column *column) {
    struct str year = sheet_text(row, column->from), month = {"", 0};
    if (column->part > 0) {
        month = sheet_text(row, column->part - 1);
    }
    struct str both = arena_printf(shape->context->scratch, "%.*s %.*s", STR_ARG(month),
                                   STR_ARG(year));
    return month.n > 0 && shape_is_period(shape, both) ? both : year;
}

/* The first of the columns that the file has, NULL-ended. */
static size_t first_of(const struct sheet_row *head, const char *const *names) {
    for (; *names != NULL; names++) {
        size_t at = shape_find(head, *names);
        if (at != STR_NOT_FOUND) {
            return at;
        }
    }
    return STR_NOT_FOUND;
}

static void add_code(struct shape *shape, const char *const *codes, const char *words,
                     const char *role) {
    const struct sheet_row *head = shape->table.head;
    size_t at = first_of(head, codes), label = shape_find(head, words);
    at = at != STR_NOT_FOUND ? at : label;
    if (at == STR_NOT_FOUND) {
        return;
    }
    struct shape_column *c = shape_column(shape, sheet_text(head, at), role, at);
    c->name = str_from(words);
    c->label = label != STR_NOT_FOUND ? shape_beside : NULL;
    c->label_from = label;
}

/* NULL: the file has no such column. */
static struct shape_column *add(struct shape *shape, const char *name, const char *role,
                                shape_cell *cell) {
    size_t at = shape_find(shape->table.head, name);
    if (at == STR_NOT_FOUND) {
        return NULL;
    }
    struct shape_column *c =
        shape_column(shape, sheet_text(shape->table.head, at), role, at);
    shape_cell_of(c, cell, 0);
    return c;
}

/* Y2022, and Y2022F and Y2022N on it. */
static bool add_years(struct shape *shape) {
    bool wide = false;
    for (size_t i = 0; i < shape->width; i++) {
        struct str text = sheet_text(shape->table.head, i);
        if (text.n < 5 || text.p[0] != 'Y' ||
            !shape_is_period(shape, str_slice(text, 1, 5))) {
            continue;
        }
        bool value = text.n == 5;
        struct shape_column *c =
            shape_column(shape, value ? str_slice(text, 1, 5) : text,
                         value                             ? NULL
                         : text.n == 6 && text.p[5] == 'F' ? "status"
                                                           : "note",
                         i);
        shape_cell_of(c, value ? NULL : flag, 0);
        wide = true;
    }
    return wide;
}

static bool shape_faostat(struct shape *shape) {
    static const char *const areas[] = {"Area Code (M49)", "Area Code (ISO3)",
                                        "Area Code (FAO)", "Area Code", NULL};
    static const char *const items[] = {"Item Code", "Item Code (CPC)",
                                        "Item Code (FAO)", NULL};
    static const char *const elements[] = {"Element Code", NULL};
    shape_head(shape, 0, 1);
    add_code(shape, areas, "Area", "area");
    add_code(shape, items, "Item", "dimension");
    add_code(shape, elements, "Element", "indicator");
    add(shape, "Unit", "unit", NULL);
    bool wide = add_years(shape);
    if (!wide) {
        size_t month = shape_find(shape->table.head, "Months");
        struct shape_column *c = add(shape, "Year", "period", period);
        if (c != NULL) {
            c->label = shape_beside;
            c->label_from = shape_find(shape->table.head, "Year Code");
        }
        if (c != NULL && month != STR_NOT_FOUND) {
            c->part = month + 1;
            c->sees |= shape_bit(month);
            c->told = shape_bit(month) != 0;
        }
        add(shape, "Value", "value", NULL);
        add(shape, "Flag", "status", flag);
        add(shape, "Note", "note", NULL);
    } else {
        add(shape, "Months", "dimension", NULL);
    }
    add(shape, "Source", "dimension", NULL);
    shape_rest(shape);
    shape->profile.layout = wide ? &layout_area_by_period : &layout_long;
    shape->profile.decimal = STR(".");
    shape_rows(shape, 1, shape->sheet->row_count, NULL);
    return true;
}

const struct export_kind export_faostat = {
    .kind = {"faostat", "FAOSTAT: normalised and wide", "联合国粮农组织 FAOSTAT"},
    .knows = knows,
    .encoding = "windows-1252",
    .level = "economy",
    .shape = shape_faostat,
};
