/* UNdata, and the tables of the UN's Statistical Yearbook. */
#include "ingest/exports.h"
#include <string.h>

/* ---- UNdata: names of countries, footnotes in a second table below ---- */

static const char *knows_undata(const struct export_head *head) {
    return export_starts(head, 0, "Country or Area,") ? "," : NULL;
}

/* "Provisional figure", "Other estimate". */
static struct str reliability(const struct shape *shape, const struct sheet_row *row,
                              const struct shape_column *column) {
    struct str text = sheet_text(row, column->from);
    (void)shape;
    return str_starts(text, STR("Provisional"))                 ? STR("P")
           : str_find(text, STR("stimate"), 0) != STR_NOT_FOUND ? STR("E")
                                                                : (struct str){"", 0};
}

static bool shape_undata(struct shape *shape) {
    static const struct {
        const char *head, *role;
    } columns[] = {
        {"Country or Area", "area"}, {"Year", "period"},
        {"Year(s)", "period"},       {"Time Period", "period"},
        {"Value", "value"},          {"Unit", "unit"},
        {"Reliability", "status"},   {"Record Type", "skip"},
        {"Source Year", "skip"},     {"Value Footnotes", "note"},
        {"Variable", "indicator"},   {"Series", "indicator"},
        {"Indicator", "indicator"},  {"Item", "indicator"},
        {"Source", "note"},          {"Commodity - Transaction", "indicator"},
        {"Quantity", "value"},
    };
    const struct sheet *sheet = shape->sheet;
    size_t end = shape_end(shape, 1);
    shape_head(shape, 0, 1);
    for (size_t i = 0; i < shape->width; i++) {
        struct str text = sheet_text(&sheet->rows[0], i);
        const char *role = "dimension";
        for (size_t k = 0; k < sizeof columns / sizeof *columns; k++) {
            role = str_equal(text, str_from(columns[k].head)) ? columns[k].role : role;
        }
        shape_column(shape, text, role, i)->cell =
            strcmp(role, "status") == 0 ? reliability : NULL;
    }
    shape->profile.layout = &layout_long;
    shape->profile.decimal = STR(".");
    shape_item(shape, "Total", "total");
    shape_item(shape, "Both Sexes", "total");
    shape_rows(shape, 1, end, NULL);
    shape_account(shape, end, sheet->row_count, FATE_NOTE);
    return true;
}

const struct export_kind export_undata = {
    .kind = {"undata", "UNdata", "联合国数据 UNdata"},
    .knows = knows_undata,
    .ends = {"footnoteSeqID", "fnSeqID"},
    .level = "economy",
    .shape = shape_undata,
};

/* ---- Statistical Yearbook: a title, a head whose second cell is blank ---- */

static const char *knows_yearbook(const struct export_head *head) {
    struct str first = export_cell(head, 0, ",", 0);
    bool number =
        first.n > 1 && first.p[0] == 'T' && first.p[1] >= '0' && first.p[1] <= '9';
    return number && export_starts(head, 1, "Region/Country/Area,,Year") ? "," : NULL;
}

static struct str footnote(const struct shape *shape, const struct sheet_row *row,
                           const struct shape_column *column) {
    struct str text = sheet_text(row, column->from);
    (void)shape;
    return str_starts(text, STR("Estimate"))      ? STR("E")
           : str_starts(text, STR("Projected"))   ? STR("F")
           : str_starts(text, STR("Provisional")) ? STR("P")
                                                  : (struct str){"", 0};
}

static struct str unit_of(struct str words, struct arena *arena) {
    struct str name, unit;
    (void)arena;
    return shape_split_unit(words, &name, &unit) ? unit : (struct str){"", 0};
}

static bool shape_yearbook(struct shape *shape) {
    static const struct {
        const char *head, *role;
    } columns[] = {{"Year", "period"},
                   {"Series", "indicator"},
                   {"Value", "value"},
                   {"Footnotes", "status"},
                   {"Source", "note"}};
    const struct sheet_row *head = &shape->sheet->rows[1];
    shape_account(shape, 0, 1, FATE_HEAD);
    shape_head(shape, 1, 1);
    struct shape_column *area = shape_column(shape, sheet_text(head, 0), "area", 0);
    area->label = shape_beside;
    area->label_from = 1;
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
        size_t at = shape_find(head, columns[i].head);
        if (at != STR_NOT_FOUND) {
            shape_column(shape, sheet_text(head, at), columns[i].role, at)->cell =
                strcmp(columns[i].role, "status") == 0 ? footnote : NULL;
        }
    }
    shape_rest(shape);
    shape->profile.layout = &layout_long;
    shape->profile.decimal = STR(".");
    shape->unit_of = unit_of;
    shape_symbol(shape, "...", "missing");
    shape_symbol(shape, "~0.0", "negligible");
    shape_symbol(shape, "~0", "negligible");
    shape_rows(shape, 2, shape->sheet->row_count, NULL);
    return true;
}

const struct export_kind export_un_yearbook = {
    .kind = {"un-yearbook", "UN Statistical Yearbook", "联合国统计年鉴"},
    .knows = knows_yearbook,
    .encoding = "windows-1252",
    .level = "economy",
    .shape = shape_yearbook,
};
