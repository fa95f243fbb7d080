/* Statistics Canada: one row a figure, any number of dimensions between DGUID and UOM.
 */
#include "ingest/exports.h"
#include <string.h>

static const char *knows(const struct export_head *head) {
    return export_starts(head, 0, "REF_DATE,GEO,DGUID,") ? "," : NULL;
}

/* STATUS, SYMBOL and TERMINATED in SDMX's letters, by the office's own legend: quality
   A to D, E with caution, F too unreliable to be shown; x confidential; t ended. */
static struct str status(const struct shape *shape, const struct sheet_row *row,
                         const struct shape_column *column) {
    static const char *const letters[][2] = {
        {"..", "O"}, {"...", "O"}, {"x", "Q"}, {"0s", "N"}, {"A", ""},
        {"B", ""},   {"C", ""},    {"D", ""},  {"E", "U"},  {"F", "U"},
        {"e", "E"},  {"p", "P"},   {"r", "R"}, {"t", "T"}};
    static const char *const heads[] = {"STATUS", "SYMBOL", "TERMINATED"};
    struct str all = {"", 0};
    (void)column;
    for (size_t i = 0; i < 3; i++) {
        struct str text = sheet_text(row, shape_find(shape->table.head, heads[i]));
        struct str letter = text;
        for (size_t k = 0; k < sizeof letters / sizeof *letters; k++) {
            letter = str_equal(text, str_from(letters[k][0])) ? str_from(letters[k][1])
                                                              : letter;
        }
        all = all.n == 0      ? letter
              : letter.n == 0 ? all
                              : arena_printf(shape->context->scratch, "%.*s+%.*s",
                                             STR_ARG(all), STR_ARG(letter));
    }
    return all;
}

static bool is_indicator(struct str head) {
    static const char *const names[] = {"Statistics", "Estimates", "Characteristics",
                                        "Indicators", "Variables", "Measures"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (str_equal(head, str_from(names[i]))) {
            return true;
        }
    }
    return false;
}

static struct str identity(struct str words, struct arena *arena) {
    (void)arena;
    return words;
}

static bool shape_statcan(struct shape *shape) {
    const struct sheet_row *head = &shape->sheet->rows[0];
    size_t unit = shape_find(head, "UOM"), geography = shape_find(head, "GEO");
    bool counted = false;
    shape_head(shape, 0, 1);
    shape_column(shape, STR("REF_DATE"), "period", 0);
    struct shape_column *area = shape_column(shape, STR("DGUID"), "area", 2);
    area->label = shape_beside;
    area->label_from = geography;
    for (size_t i = 3; i < shape->width && i != unit; i++) {
        bool indicator = !counted && is_indicator(sheet_text(head, i));
        shape_column(shape, sheet_text(head, i), indicator ? "indicator" : "dimension",
                     i);
        counted |= indicator;
    }
    if (unit != STR_NOT_FOUND) {
        shape_column(shape, STR("UOM"), "unit", unit);
    }
    if (!counted && unit != STR_NOT_FOUND) {
        /* Nothing but the unit says what a number counts. */
        shape_column(shape, STR("UOM (indicator)"), "indicator", unit)->weak = true;
        shape->unit_of = identity;
    }
    static const char *const others[][2] = {{"SCALAR_ID", "multiplier"},
                                            {"VALUE", "value"}};
    for (size_t i = 0; i < 2; i++) {
        size_t at = shape_find(head, others[i][0]);
        if (at != STR_NOT_FOUND) {
            struct shape_column *c =
                shape_column(shape, sheet_text(head, at), others[i][1], at);
            c->label = i == 0 ? shape_beside : NULL;
            c->label_from = shape_find(head, "SCALAR_FACTOR");
        }
    }
    size_t at = shape_find(head, "STATUS");
    if (at != STR_NOT_FOUND) {
        shape_cell_of(shape_column(shape, STR("STATUS"), "status", at), status,
                      shape_bit(shape_find(head, "SYMBOL")) |
                          shape_bit(shape_find(head, "TERMINATED")));
    }
    shape_rest(shape);
    shape->profile.layout = &layout_long;
    shape->profile.decimal = STR(".");
    shape_option(shape, "financial_years", "span");
    shape_option(shape, "dates", "day");
    shape_rows(shape, 1, shape->sheet->row_count, NULL);
    return true;
}

const struct export_kind export_statcan = {
    .kind = {"statcan", "Statistics Canada", "加拿大统计局"},
    .knows = knows,
    .level = "economy",
    .shape = shape_statcan,
};
