/* Hong Kong's Census and Statistics Department: one series a file; Taiwan: years of the
   Republic. */
#include "ingest/exports.h"
#include <string.h>

/* ---- Hong Kong ---- */

static const char *knows_hong_kong(const struct export_head *head) {
    return export_starts(head, 0, "CCYY,MM,obs_value,sd_value") ? "," : NULL;
}

/* Without a month it is the year. */
static struct str month(const struct shape *shape, const struct sheet_row *row,
                        const struct shape_column *column) {
    struct str year = sheet_text(row, column->from);
    struct str text = sheet_text(row, column->from + 1);
    return text.n == 0 ? year
                       : arena_printf(shape->context->scratch, "%.*sM%.*s",
                                      STR_ARG(year), STR_ARG(text));
}

/* 9: not available; then the value is a 0 that means nothing. */
static bool is_void(const struct sheet_row *row) {
    return str_equal(sheet_text(row, 3), STR("9"));
}

static struct str value(const struct shape *shape, const struct sheet_row *row,
                        const struct shape_column *column) {
    (void)shape;
    return is_void(row) ? (struct str){"", 0} : sheet_text(row, column->from);
}

static struct str availability(const struct shape *shape, const struct sheet_row *row,
                               const struct shape_column *column) {
    (void)shape;
    return is_void(row) ? STR("O") : sheet_text(row, column->from);
}

static bool shape_hong_kong(struct shape *shape) {
    shape_head(shape, 0, 1);
    shape_column(shape, STR("CCYY"), "period", 0)->cell = month;
    shape_column(shape, STR("obs_value"), "value", 2)->cell = value;
    shape_column(shape, STR("sd_value"), "status", 3)->cell = availability;
    shape_rest(shape);
    shape_area(shape, "810000");
    shape->profile.layout = &layout_long;
    shape->profile.decimal = STR(".");
    shape_rows(shape, 1, shape->sheet->row_count, NULL);
    return true;
}

const struct export_kind export_hk_csd = {
    .kind = {"hk-csd", "Census and Statistics Department (Hong Kong)",
             "香港政府统计处"},
    .knows = knows_hong_kong,
    .shape = shape_hong_kong,
};

/* ---- Taiwan ---- */

static const char *knows_taiwan(const struct export_head *head) {
    return export_starts(head, 0, "統計期") ? "" : NULL;
}

/* 112年9月, 民國112年第3季, 11209, 112/09: years from 1911 on. */
static struct str republic(const struct shape *shape, const struct sheet_row *row,
                           const struct shape_column *column) {
    struct str text = sheet_text(row, column->from), era = STR("民國");
    text = str_starts(text, era) ? str_slice(text, era.n, text.n) : text;
    size_t digits = 0;
    while (digits < text.n && text.p[digits] >= '0' && text.p[digits] <= '9') {
        digits++;
    }
    bool month = digits == 5 && digits == text.n; /* 11209 */
    struct decimal year;
    size_t n = month ? 3 : digits;
    if (n < 2 || n > 3 || !decimal_parse(str_slice(text, 0, n), &year)) {
        return text;
    }
    struct str rest = str_slice(text, n, text.n);
    return arena_printf(shape->context->scratch, "%lld%s%.*s",
                        (long long)year.coefficient + 1911, month ? "-" : "",
                        STR_ARG(rest));
}

static bool is_place(struct str head) {
    static const char *const names[] = {"統計區", "地區", "縣市", "區域", "鄉鎮"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (str_starts(head, str_from(names[i]))) {
            return true;
        }
    }
    return false;
}

/* The second row may say the heads in English. */
static enum cell_fate is_translation(const struct shape *shape,
                                     const struct sheet_row *row) {
    return row == &shape->sheet->rows[1] &&
                   !shape_is_period(shape, republic(shape, row, &shape->columns[0]))
               ? FATE_HEAD
               : FATE_OPEN;
}

static bool shape_taiwan(struct shape *shape) {
    const struct sheet_row *head = &shape->sheet->rows[0];
    bool area = false;
    shape_head(shape, 0, 1);
    shape_column(shape, sheet_text(head, 0), "period", 0)->cell = republic;
    for (size_t i = 1; i < shape->width; i++) {
        struct str text = sheet_text(head, i), name = text, unit = {"", 0};
        if (!area && is_place(text)) {
            shape_column(shape, text, "area", i);
            area = true;
        } else if (shape_is_numbers(shape, 2, i)) {
            shape_split_unit(text, &name, &unit);
            shape_column(shape, name, NULL, i)->unit = unit;
        } else {
            shape_column(shape, text, "dimension", i);
        }
    }
    shape->profile.layout = &layout_period_by_indicator;
    shape->profile.decimal = STR(".");
    shape_symbol(shape, "－", "zero");
    shape_symbol(shape, "-", "zero");
    shape_symbol(shape, "…", "missing");
    shape_symbol(shape, "...", "missing");
    if (!area) {
        shape_area(shape, "710000");
    }
    shape_option(shape, "dates", "day");
    shape_item(shape, "總計", "total");
    shape_item(shape, "合計", "total");
    shape_rows(shape, 1, shape->sheet->row_count, is_translation);
    return true;
}

const struct export_kind export_taiwan = {
    .kind = {"taiwan", "Taiwan: years of the Republic", "台湾：民国纪年的统计表"},
    .knows = knows_taiwan,
    .encoding = "Big5",
    .shape = shape_taiwan,
};
