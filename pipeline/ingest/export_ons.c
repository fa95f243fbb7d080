/* The UK's Office for National Statistics: v4 files of its data sets, and its time
   series. */
#include "ingest/exports.h"

static const char *knows(const struct export_head *head) {
    bool data_set = export_starts(head, 0, "v4_") || export_starts(head, 0, "V4_");
    bool series = export_starts(head, 0, "Title,") && export_starts(head, 1, "CDID,");
    return data_set || series ? "," : NULL;
}

/* ---- v4_N: the value, N columns on it, then pairs of a code and its words ---- */

/* What the office marks a value with. */
static struct str marking(const struct shape *shape, const struct sheet_row *row,
                          const struct shape_column *column) {
    (void)shape;
    struct str text = sheet_text(row, column->from);
    return str_equal(text, STR("x")) || str_equal(text, STR(".."))  ? STR("O")
           : str_equal(text, STR("*")) || str_equal(text, STR("c")) ? STR("Q")
           : str_equal(text, STR("-")) || str_equal(text, STR("."))
               ? (struct str){"", 0}
               : text;
}

static struct str time(const struct shape *shape, const struct sheet_row *row,
                       const struct shape_column *column) {
    (void)shape;
    struct str words = sheet_text(row, column->from + 1);
    return words.n > 0 ? words : sheet_text(row, column->from);
}

static bool same(struct str text, const char *word) {
    struct sheet_row row = {.count = 1, .cells = &text};
    return shape_find(&row, word) == 0;
}

static void shape_data_set(struct shape *shape) {
    const struct sheet_row *head = &shape->sheet->rows[0];
    struct str first = sheet_text(head, 0);
    struct decimal marks = {0};
    decimal_parse(str_slice(first, 3, first.n), &marks);
    size_t pairs = 1 + (size_t)(marks.coefficient > 0 ? marks.coefficient : 0);
    shape_head(shape, 0, 1);
    shape_column(shape, first, "value", 0);
    for (size_t i = 1; i < pairs && i < shape->width; i++) {
        bool status = same(sheet_text(head, i), "Data Marking") ||
                      same(sheet_text(head, i), "data_marking");
        shape_cell_of(
            shape_column(shape, sheet_text(head, i), status ? "status" : "note", i),
            status ? marking : NULL, 0);
    }
    for (size_t i = pairs; i < shape->width; i += 2) {
        struct str words = sheet_text(head, i + 1), code = sheet_text(head, i);
        bool is_time = same(words, "time");
        bool area = same(words, "geography") || same(code, "admin-geography");
        struct shape_column *c = shape_column(shape, code,
                                              is_time ? "period"
                                              : area  ? "area"
                                                      : "dimension",
                                              i);
        c->name = words;
        c->label = shape_beside;
        c->label_from = i + 1;
        shape_cell_of(c, is_time ? time : NULL, is_time ? shape_bit(i + 1) : 0);
    }
    shape->profile.layout = &layout_long;
    shape_option(shape, "month_names", "true");
    shape_rows(shape, 1, shape->sheet->row_count, NULL);
}

/* ---- time series: what each is, then its values ---- */

static struct str said(const struct shape *shape, const char *key, size_t column) {
    for (size_t i = 0; i < shape->sheet->row_count; i++) {
        if (same(sheet_text(&shape->sheet->rows[i], 0), key)) {
            return sheet_text(&shape->sheet->rows[i], column);
        }
    }
    return (struct str){"", 0};
}

static void shape_series(struct shape *shape) {
    size_t first = 2;
    while (first < shape->sheet->row_count &&
           !shape_is_period(shape, sheet_text(&shape->sheet->rows[first], 0))) {
        first++;
    }
    shape_account(shape, 0, first, FATE_HEAD);
    shape_head(shape, 1, 1);
    shape_column(shape, STR("CDID"), "period", 0);
    for (size_t i = 1; i < shape->width; i++) {
        struct str before = said(shape, "PreUnit", i), unit = said(shape, "Unit", i);
        struct shape_column *c =
            shape_column(shape, sheet_text(shape->table.head, i), NULL, i);
        c->name = said(shape, "Title", i);
        c->unit = before.n > 0 ? arena_printf(shape->context->scratch, "%.*s %.*s",
                                              STR_ARG(before), STR_ARG(unit))
                               : unit;
    }
    shape->profile.layout = &layout_period_by_indicator;
    shape_rows(shape, first, shape->sheet->row_count, NULL);
}

static bool shape_ons(struct shape *shape) {
    shape->profile.decimal = STR(".");
    struct str first = sheet_text(&shape->sheet->rows[0], 0);
    if (str_starts(first, STR("v4_")) || str_starts(first, STR("V4_"))) {
        shape_data_set(shape);
    } else {
        shape_series(shape);
    }
    return true;
}

const struct export_kind export_ons = {
    .kind = {"ons", "Office for National Statistics (UK): v4 files, time series",
             "英国国家统计局：v4 文件、时间序列"},
    .knows = knows,
    .level = "economy",
    .shape = shape_ons,
};
