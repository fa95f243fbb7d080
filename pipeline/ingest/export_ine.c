/* INE (Spain): one row a figure; 17.618 is 17618; a code and a name in one cell. */
#include "ingest/exports.h"
#include "ingest/sights.h"
#include <string.h>

static const char *knows(const struct export_head *head) {
    return export_ends(head, 0, ";Periodo;Total") ? ";" : NULL;
}

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* "28079 Madrid"; the length of its code, or 0. */
static size_t code_length(struct str text) {
    size_t n = 0;
    while (n < text.n && is_digit(text.p[n])) {
        n++;
    }
    return n >= 2 && n < text.n && text.p[n] == ' ' ? n : 0;
}

/* Of several columns of areas, from the largest to the smallest, the last that is
   filled: `part` of them, from `from` on. */
static struct str place(const struct sheet_row *row,
                        const struct shape_column *column) {
    struct str text = {"", 0};
    for (size_t i = 0; i < column->part; i++) {
        struct str next = sheet_text(row, column->from + i);
        text = next.n > 0 ? next : text;
    }
    return text;
}

static struct str area(const struct shape *shape, const struct sheet_row *row,
                       const struct shape_column *column) {
    struct str text = place(row, column);
    size_t n = code_length(text);
    (void)shape;
    return n > 0 ? str_slice(text, 0, n) : text;
}

static struct str area_name(const struct shape *shape, const struct sheet_row *row,
                            const struct shape_column *column) {
    struct str text = place(row, column);
    (void)shape;
    return str_trim(str_slice(text, code_length(text), text.n));
}

/* 2023T3 is a quarter; 1 de enero de 2023 a day. */
static struct str period(const struct shape *shape, const struct sheet_row *row,
                         const struct shape_column *column) {
    static const char *const months[] = {
        "enero", "febrero", "marzo",      "abril",   "mayo",      "junio",
        "julio", "agosto",  "septiembre", "octubre", "noviembre", "diciembre"};
    struct arena *arena = shape->context->scratch;
    struct str text = sheet_text(row, column->from);
    if (text.n == 6 && text.p[4] == 'T') {
        return arena_printf(arena, "%.4sQ%.1s", text.p, text.p + 5);
    }
    size_t first = str_find(text, STR(" de "), 0);
    size_t second =
        first == STR_NOT_FOUND ? first : str_find(text, STR(" de "), first + 4);
    for (int month = 0; month < 12 && second != STR_NOT_FOUND; month++) {
        struct decimal day;
        if (str_equal(str_slice(text, first + 4, second), str_from(months[month])) &&
            decimal_parse(str_slice(text, 0, first), &day)) {
            struct str year = str_slice(text, second + 4, text.n);
            return arena_printf(arena, "%.*s-%02d-%02d", STR_ARG(year), month + 1,
                                (int)day.coefficient);
        }
    }
    return text;
}

/* Most texts of a column of areas have a code. */
static bool objects(const struct shape *shape, size_t column, struct str text) {
    const struct shape_column *first = &shape->columns[0];
    size_t areas = strcmp(first->role, "area") == 0 ? first->part : 0;
    return (code_length(text) > 0) != (column < areas);
}

static bool is_area(struct shape *shape, size_t column) {
    static const char *const names[] = {
        "Municipio", "Provincia",      "Comunidad", "Distrito",          "Seccion",
        "Secciones", "Total Nacional", "Islas",     "Ámbito territorial"};
    struct str head = sheet_text(shape->table.head, column);
    struct str seen[SIGHTS_TEXTS];
    size_t codes = 0, count = 0;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (str_starts(head, str_from(names[i]))) {
            return true;
        }
    }
    /* Most of the first different texts: these are seen whatever rows are at hand. */
    for (size_t k = 1; k < shape->sheet->row_count && count < SIGHTS_TEXTS; k++) {
        const struct sheet_row *row = &shape->sheet->rows[k];
        struct str text = sheet_text(row, column);
        size_t i = 0;
        while (i < count && !str_equal(seen[i], text)) {
            i++;
        }
        if (i == count && text.n > 0 && row->count >= shape->width) {
            seen[count++] = text;
            codes += code_length(text) > 0;
        }
    }
    shape->few |= count < SIGHTS_TEXTS ? shape_bit(column) : 0;
    shape->objects = objects;
    return codes * 2 > count;
}

static bool is_indicator(struct str head) {
    static const char *const names[] = {"Indicador", "Tipo de dato", "Concepto",
                                        "Variable",  "Magnitud",     "Medida"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (str_starts(head, str_from(names[i]))) {
            return true;
        }
    }
    return false;
}

static bool shape_ine(struct shape *shape) {
    const struct sheet_row *head = &shape->sheet->rows[0];
    bool counted = false;
    shape_head(shape, 0, 1);
    size_t areas = 0;
    while (areas < shape->width && is_area(shape, areas)) {
        areas++;
    }
    if (areas > 0) {
        struct shape_column *c = shape_column(shape, sheet_text(head, 0), "area", 0);
        uint32_t others = 0;
        for (size_t i = 1; i < areas; i++) {
            others |= shape_bit(i);
        }
        shape_cell_of(c, area, others);
        c->label = area_name;
        c->part = areas;
    }
    for (size_t i = areas; i < shape->width; i++) {
        struct str text = sheet_text(head, i);
        bool of_period = i + 2 == shape->width, value = i + 1 == shape->width;
        bool indicator = !of_period && !value && !counted && is_indicator(text);
        const char *role = of_period   ? "period"
                           : value     ? "value"
                           : indicator ? "indicator"
                                       : "dimension";
        shape_cell_of(shape_column(shape, text, role, i), of_period ? period : NULL, 0);
        counted |= indicator;
    }
    shape_rest(shape);
    shape->profile.layout = &layout_long;
    shape->profile.decimal = STR(",");
    shape->profile.group = STR(".");
    shape_symbol(shape, ".", "suppressed");
    shape_symbol(shape, "..", "missing");
    shape_item(shape, "Total", "total");
    shape_item(shape, "Ambos sexos", "total");
    shape_option(shape, "dates", "day");
    shape_rows(shape, 1, shape->sheet->row_count, NULL);
    return true;
}

const struct export_kind export_ine = {
    .kind = {"ine", "INE (Spain)", "西班牙国家统计局"},
    .knows = knows,
    .encoding = "iso-8859-15",
    .level = "economy",
    .shape = shape_ine,
};
