/* StatLine of Statistics Netherlands (CBS): with names, or with codes (a first head
   ID). */
#include "ingest/export_keys.h"
#include "ingest/exports.h"
#include <string.h>

enum { TITLES_MAX = 4 };

static bool is_periods(struct str text) {
    return str_equal(text, STR("Perioden")) || str_equal(text, STR("Periods"));
}

static const char *knows(const struct export_head *head) {
    for (size_t line = 0; line < TITLES_MAX && line < head->count; line++) {
        if (!export_has(head, line, ";")) {
            continue;
        }
        for (size_t i = 0; i < 100; i++) {
            if (is_periods(export_cell(head, line, ";", i))) {
                return head->quoted[line].n > 0 && head->quoted[line].p[0] == '"'
                           ? ";"
                           : NULL;
            }
        }
    }
    return NULL;
}

/* A word of Dutch tables as it is read here: "2023 3e kwartaal*" is 2023Q3*. */
static struct str period(const struct shape *shape, const struct sheet_row *row,
                         const struct shape_column *column) {
    static const struct {
        const char *word, *read;
    } words[] = {
        {" 1e kwartaal", "Q1"}, {" 2e kwartaal", "Q2"}, {" 3e kwartaal", "Q3"},
        {" 4e kwartaal", "Q4"}, {" 1st quarter", "Q1"}, {" 2nd quarter", "Q2"},
        {" 3rd quarter", "Q3"}, {" 4th quarter", "Q4"}, {" 1e halfjaar", "H1"},
        {" 2e halfjaar", "H2"}, {" januari", "M01"},    {" februari", "M02"},
        {" maart", "M03"},      {" april", "M04"},      {" mei", "M05"},
        {" juni", "M06"},       {" juli", "M07"},       {" augustus", "M08"},
        {" september", "M09"},  {" oktober", "M10"},    {" november", "M11"},
        {" december", "M12"},   {"JJ00", ""},           {"KW01", "Q1"},
        {"KW02", "Q2"},         {"KW03", "Q3"},         {"KW04", "Q4"},
        {"HJ01", "H1"},         {"HJ02", "H2"},         {"MM", "M"},
        {" maart", "M03"},
    };
    struct arena *arena = shape->context->scratch;
    struct str text = sheet_text(row, column->from), year = str_slice(text, 0, 4);
    if (text.n >= 8 && str_equal(str_slice(text, 4, 8), STR("SJ00"))) {
        struct decimal d; /* a school year */
        return decimal_parse(year, &d) ? arena_printf(arena, "%.*s/%lld", STR_ARG(year),
                                                      (long long)d.coefficient + 1)
                                       : text;
    }
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        struct str word = str_from(words[i].word), tail = str_slice(text, 4, text.n);
        if (str_starts(tail, word)) {
            return arena_printf(arena, "%.*s%s%.*s", STR_ARG(year), words[i].read,
                                STR_ARG(str_slice(tail, word.n, tail.n)));
        }
    }
    return text;
}

static bool is_region(struct str head) {
    static const char *const names[] = {"Regio",  "Region",     "Gemeente",
                                        "Wijken", "Landsdelen", "Provincies"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (str_starts(head, str_from(names[i]))) {
            return true;
        }
    }
    return false;
}

static enum cell_fate fate(const struct shape *shape, const struct sheet_row *row) {
    return row->count < shape->width && str_starts(sheet_text(row, 0), STR("©"))
               ? FATE_NOTE
               : FATE_OPEN;
}

static bool shape_statline(struct shape *shape) {
    const struct sheet *sheet = shape->sheet;
    size_t first = 0, at = STR_NOT_FOUND;
    for (size_t k = 0; k < TITLES_MAX && k < sheet->row_count; k++) {
        for (size_t i = 0; i < sheet->rows[k].count && at == STR_NOT_FOUND; i++) {
            first = k;
            at = is_periods(sheet_text(&sheet->rows[k], i)) ? i : STR_NOT_FOUND;
        }
    }
    const struct sheet_row *head = &sheet->rows[first];
    size_t *values =
        arena_array(shape->context->scratch, head->count + 1, sizeof *values);
    size_t value_count = 0;
    bool area = false;
    shape_account(shape, 0, first, FATE_HEAD);
    shape_head(shape, first, 1);
    for (size_t i = 0; i < shape->width; i++) {
        struct str text = sheet_text(head, i), name = text, unit = {"", 0};
        if (i == at) {
            shape_cell_of(shape_column(shape, text, "period", i), period, 0);
        } else if (i == 0 && str_equal(text, STR("ID"))) {
            shape_column(shape, text, "note", i);
        } else if (!area && is_region(text)) {
            shape_column(shape, text, "area", i);
            area = true;
        } else if (i > at && shape_is_numbers(shape, first + 1, i)) {
            shape_split_unit(text, &name, &unit);
            shape_column(shape, name, NULL, i)->unit = unit;
            values[value_count++] = i;
        } else {
            shape_column(shape, text, "dimension", i);
        }
    }
    values[value_count] = STR_NOT_FOUND;
    shape->profile.layout = &layout_period_by_indicator;
    bool dutch = str_equal(sheet_text(head, at), STR("Perioden"));
    shape->profile.decimal = keys_decimal(shape, values, dutch ? ',' : '.');
    shape_symbol(shape, ".", "missing");
    shape_symbol(shape, "x", "suppressed");
    shape_period(shape, "*", "P");
    shape_period(shape, "**", "P");
    shape_item(shape, "Totaal", "total");
    shape_option(shape, "financial_years", "span");
    shape_judges(shape, shape_bit(at)); /* a note is a short row */
    shape_rows(shape, first + 1, sheet->row_count, fate);
    return true;
}

const struct export_kind export_statline = {
    .kind = {"statline", "StatLine (CBS): names or codes", "荷兰统计局 StatLine"},
    .knows = knows,
    .level = "economy",
    .shape = shape_statline,
};
